# SPDX-License-Identifier: EUPL-1.2
"""Codes as this ente uses them: the shipped lists with its own labels, additions and dates."""

from dataclasses import dataclass
from datetime import date

from welfaredesk.base.text import tr
from welfaredesk.desk.resources import code_lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import find_type
from welfaredesk.store.rows import select_rows

SEVERAL = " / "


@dataclass(frozen=True, slots=True)
class Choice:
    """A code as a picker offers it."""

    code: str
    label: str
    icon: str = ""


class Codes:
    """The code lists of an ente, read once and again when its settings change."""

    def __init__(self, session: Session) -> None:
        """Read the ente's own codes."""
        self._session = session
        self._local: dict[str, dict[str, dict[str, str]]] = {}
        self.read_again()

    def read_again(self) -> None:
        """Read the ente's own codes anew."""
        type_ = find_type("local_code")
        self._local = {}
        if type_ is None:
            return
        for row in select_rows(self._session.vault.read(), type_):
            known = self._local.setdefault(row["list_name"], {})
            known[row["code"]] = _beside(known.get(row["code"]), row)

    def known(self, name: str) -> frozenset[str]:
        """Return every code that a list has or ever had: what was written stays readable."""
        shipped = code_lists().get(name)
        codes = {code.code for code in shipped.codes} if shipped else set()
        return frozenset(codes | self._local.get(name, {}).keys())

    def label(self, name: str, code: str) -> str:
        """Return what a code is called here, the code itself when nobody knows it."""
        local = self._local.get(name, {}).get(code)
        if local:
            return str(local["label"])
        shipped = code_lists().get(name)
        for one in shipped.codes if shipped else ():
            if one.code == code:
                return tr(one.label)
        return code

    def icon(self, name: str, code: str) -> str:
        """Return the picture that goes with a code, or nothing."""
        shipped = code_lists().get(name)
        return next((one.icon or "" for one in shipped.codes if one.code == code), "") if shipped else ""

    def offered(self, name: str, on: date) -> list[Choice]:
        """Return the codes valid on a day, in the order of the list, the ente's own at the end."""
        shipped = code_lists().get(name)
        local = self._local.get(name, {})
        day = on.isoformat()
        found = []
        for one in shipped.codes if shipped else ():
            own = local.get(one.code)
            if own and (own.get("hidden") or not _valid(own, day)):
                continue
            if (one.valid_from and one.valid_from > on) or (one.valid_to and one.valid_to < on):
                continue
            found.append(Choice(one.code, self.label(name, one.code), one.icon or ""))
        listed = {choice.code for choice in found} | {one.code for one in (shipped.codes if shipped else ())}
        for code, own in local.items():
            if code not in listed and not own.get("hidden") and _valid(own, day):
                found.append(Choice(code, str(own["label"])))
        return found


def _beside(known: dict[str, str] | None, row: dict[str, str]) -> dict[str, str]:
    """Return a code as the whole ente sees it: two sub-ambiti may call one thing by two names."""
    if known is None or row["label"] in known["label"].split(SEVERAL):
        return row
    return row | {"label": f"{known['label']}{SEVERAL}{row['label']}"}


def _valid(own: dict[str, str], day: str) -> bool:
    return (own.get("valid_from") or day) <= day <= (own.get("valid_to") or day)
