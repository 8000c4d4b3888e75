# SPDX-License-Identifier: EUPL-1.2
"""What the tests of lawful cuts share: words to look for, desks that exchange, a cut from proposal to end."""

from pathlib import Path
from typing import Any

from tests.opened import add
from tests.plain_pages import plain_pages
from tests.unit.desk.exchange.office import Office, everybody
from welfaredesk.desk import cutting, records
from welfaredesk.desk.session import Session

SECRET = "zebrasegreta"
LATER = "giraffasegreta"


def rounds(office: Office, *sessions: Session) -> None:
    """Let desks exchange, each twice: what one brings the others get."""
    for _ in range(2):
        everybody(office, *sessions)


def note(session: Session, person: str, text: str, when: str = "2026-03-02T09:30+01:00") -> str:
    """Save a diary entry and return its id."""
    return add(session, "diary_entry", root=person, when=when, text=text)


def holds(profile: Path, word: str) -> bool:
    """Tell whether a word lies anywhere in the file of a vault."""
    return word.encode() in plain_pages(profile).lower()


def cut(office: Office, first: Session, second: Session, wanted: list[str]) -> str:
    """Let the operator propose and the responsabile confirm, and both exchange."""
    made = cutting.propose(second, wanted, number="12/2026", reason="Provvedimento del Garante")
    rounds(office, second, first)
    cutting.confirm(first, made.id)
    rounds(office, first, second)
    return made.id


def fold_of(session: Session, record: str) -> dict[str, Any]:
    """Return what a record says."""
    return records.show(session, record).values
