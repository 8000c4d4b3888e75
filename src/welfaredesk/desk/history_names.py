# SPDX-License-Identifier: EUPL-1.2
"""History with names: who made each change, as this desk knows its operators."""

from collections.abc import Iterable
from typing import Any

from welfaredesk.base.errors import NotFound
from welfaredesk.desk import records
from welfaredesk.desk.session import Session


def named(session: Session, lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines of history or of the log of readings with `who`, the operator's name, nothing when unknown.

    Of what was copied `copier` is the name of who did.
    """
    names: dict[str, str] = {}

    def name(operator: object) -> str:
        if str(operator) not in names:
            names[str(operator)] = name_of(session, str(operator))
        return names[str(operator)]

    found = []
    for line in lines:
        copier = {"copier": name(line["copied_by"])} if "copied_by" in line else {}
        found.append({**line, "who": name(line["operator"]), **copier})
    return found


def name_of(session: Session, operator: str) -> str:
    """Return the name of an operator, nothing when this desk does not know it."""
    if operator == session.identity.operator:
        return session.identity.name
    try:
        found = records.show(session, operator)
    except NotFound:
        return ""
    return found.title if found.type.name == "operator" else ""
