# SPDX-License-Identifier: EUPL-1.2
"""What happened in a cartella while it was in other hands: what is read first by whoever comes back."""

from collections.abc import Iterator
from dataclasses import dataclass

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.names import brief, link_title

MOST = 60
DIARY = N_("Diario")
DONE, ENDED, HELD = N_("Scadenza fatta"), N_("Compito concluso"), N_("Appuntamento")
DOCUMENT, MINUTES = N_("Documento"), N_("Staff di progetto")


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """Something that happened: the day, what kind of thing it is, in which words, and by whom where it says so."""

    day: str
    kind: str
    what: str
    who: str
    record: str


def meanwhile(session: Session, person: str, *, since: str) -> tuple[Happened, ...]:
    """Return what happened in a cartella from a day on, the latest first."""
    if not since:
        return ()
    codes = Codes(session)
    found = [*_diary(session, person, since, codes), *_ticked(session, person, since), *_staff(session, person, since)]
    return tuple(sorted(found, key=lambda one: (one.day, one.record), reverse=True)[:MOST])


def _diary(session: Session, person: str, since: str, codes: Codes) -> Iterator[Happened]:
    for row in lists.of_root(session, "diary_entry", person, limit=MOST):
        day = str(row.get("when") or "")[:10]
        if day >= since:
            kind = codes.label("diary_kind", str(row["kind"])) if row.get("kind") else tr(DIARY)
            yield _made(row, day, kind, brief(row.get("text")), who=link_title(row.get("author")))


def _ticked(session: Session, person: str, since: str) -> Iterator[Happened]:
    for row in lists.of_root(session, "deadline", person):
        done = str(row.get("done_on") or "")
        if done >= since:
            yield _made(row, done, tr(DONE), str(row["_title"]), who=link_title(row.get("owner")))
    for row in lists.of_root(session, "appointment", person):
        day = str(row.get("when") or "")[:10]
        if day >= since and row.get("state") not in (None, "planned"):
            state = Codes(session).label("appointment_state", str(row["state"]))
            yield _made(row, day, f"{tr(HELD)} · {state}", str(row["_title"]), who="")
    for row in lists.of_root(session, "document", person):
        dated = str(row.get("dated") or "")
        if dated >= since:
            yield _made(row, dated, tr(DOCUMENT), str(row["_title"]), who="")


def _staff(session: Session, person: str, since: str) -> Iterator[Happened]:
    for row in lists.linked_from(session, person, "task"):
        ended = str(row.get("ended_on") or "")
        if ended >= since:
            yield _made(row, ended, tr(ENDED), str(row["_title"]), who=link_title(row.get("operator")))
    for situation in lists.linked_from(session, person, "situation"):
        for row in lists.of_root(session, "minutes", str(situation["_id"])):
            day = str(row.get("when") or "")[:10]
            if day >= since:
                yield _made(row, day, tr(MINUTES), str(row["_title"]), who="")


def _made(row: Values, day: str, kind: str, what: str, *, who: str) -> Happened:
    return Happened(day=day, kind=kind, what=what, who=who, record=str(row["_id"]))
