# SPDX-License-Identifier: EUPL-1.2
"""Titles of records: the one line that names each."""

from collections.abc import Callable

from welfaredesk.domain.kinds import Value, Values

TITLE_LENGTH = 80


def brief(text: Value, limit: int = TITLE_LENGTH) -> str:
    """Return the first line of a text, cut at a word with «…» when it is longer than `limit` characters."""
    line = str(text or "").strip().split("\n", 1)[0].rstrip()
    if len(line) <= limit:
        return line
    head = line[:limit].rsplit(" ", 1)[0]
    return f"{head}…"


def person_name(values: Values) -> str:
    """Return «Cognome, Nome», or the half that is known."""
    return ", ".join(part for part in (values.get("surname"), values.get("name")) if part)


def id_in(link: Value) -> str:
    """Return what a link names, nothing for none."""
    return str(link.get("id") or "") if isinstance(link, dict) else ""


def link_title(value: Value) -> str:
    """Return the title that a link carries, nothing for no link or one to a person in protection."""
    return str(value.get("title") or "") if isinstance(value, dict) else ""


def first_of(*names: str) -> Callable[[Values], str]:
    """Return a title made of the first named field that says something."""

    def title(values: Values) -> str:
        for name in names:
            value = values.get(name)
            said = link_title(value) if isinstance(value, dict) else brief(value)
            if said:
                return said
        return ""

    return title
