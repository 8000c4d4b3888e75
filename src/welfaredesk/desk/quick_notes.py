# SPDX-License-Identifier: EUPL-1.2
"""Appunti: private notes of ten seconds, which remind until they are filed to a cartella or destroyed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import bulk, cutting, lists, records
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.filling import completed
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.changes import difference
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.names import link_title
from welfaredesk.store import records as stored
from welfaredesk.store.driver import Database

NOTE = "quick_note"
OPEN, FILED = "open", "filed"
DESTROYED = N_("Appunto distrutto")
FILING_UNDONE = N_("Archiviazione annullata")
MOST = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """An open note: what it says, since when, about whom, when to be reminded."""

    id: str
    text: str
    when: str
    about: str
    about_name: str
    remind_on: str

    def is_late(self, on: date) -> bool:
        """Tell whether its reminder has come."""
        return bool(self.remind_on) and self.remind_on <= on.isoformat()


def open_notes(session: Session) -> list[NoteLine]:
    """Return this operator's open notes, those whose reminder has come first, then the oldest first."""
    where = [("_root", session.identity.operator), ("state", OPEN)]
    rows, _ = lists.page_of(session, type_named("quick_note"), where=where, limit=MOST)
    day = today(session.clock)
    return sorted((_line(row) for row in rows), key=lambda note: (not note.is_late(day), note.when, note.id))


def _line(row: Values) -> NoteLine:
    about = row.get("about")
    return NoteLine(
        id=str(row["_id"]),
        text=str(row.get("text") or ""),
        when=str(row.get("when") or ""),
        about=str(about["id"]) if isinstance(about, dict) else "",
        about_name=link_title(about),
        remind_on=str(row.get("remind_on") or ""),
    )


def write_note(session: Session, text: str, *, remind_on: date | None = None) -> str:
    """Keep a note and return its id, durable."""
    values: dict[str, Any] = {"text": text.strip()}
    if remind_on is not None:
        values["remind_on"] = remind_on.isoformat()
    return records.add(session, type_named("quick_note"), values).id


def file_note(session: Session, note: str, person: str) -> str:
    """Turn a note into a diary entry of a person's cartella, in one transaction, and return the entry's id.

    The entry keeps the moment at which the note was written.

    Raises:
        NotFound: when the note is not here.
    """
    shown = records.show(session, note)
    entry = session.ids.new()
    codes = Codes(session)

    def work(database: Database) -> None:
        values = {
            "text": shown.values.get("text") or "",
            "when": shown.values.get("when"),
            "person": {"id": person},
            "kind": "note",
        }
        made = NewRecord(type=type_named("diary_entry"), values=values, identity=entry, root=person)
        bulk.add_within(session, database, [made], codes=codes)
        _change_within(session, database, note, {"state": FILED, "filed_as": {"id": entry}})

    session.vault.write(work)
    session.tell(note, entry)
    return entry


def unfile_note(session: Session, note: str) -> None:
    """Undo a filing: the note is open again, the diary entry made from it is retired."""
    filed = records.show(session, note).values.get("filed_as")
    records.change(session, note, {"state": OPEN, "filed_as": None})
    if isinstance(filed, dict):
        records.retire(session, str(filed["id"]), tr(FILING_UNDONE))


def destroy_note(session: Session, note: str) -> None:
    """Take a note away; «Annulla» brings it back."""
    records.retire(session, note, tr(DESTROYED))


def bring_back(session: Session, note: str) -> None:
    """Undo the destruction of a note."""
    records.retire(session, note, None)


def put_away(session: Session) -> list[str]:
    """Return this operator's notes that were destroyed or filed: their words are still here."""
    me = session.identity.operator
    rows, _ = lists.page_of(session, type_named(NOTE), where=[("_root", me), ("state", FILED)], limit=MOST)
    return [*stored.retired_of(session.vault.read(), me, NOTE), *(str(row["_id"]) for row in rows)]


def erase_notes(session: Session, notes: Sequence[str]) -> None:
    """Take notes away for good: nobody brings them back.

    Raises:
        CutTooEarly: when one has not left yet.
    """
    cutting.cut_own(session, notes)


def _change_within(session: Session, database: Database, identity: str, values: Values) -> None:
    """Save a change of a record in the caller's transaction."""
    standing = stored.standing(database, identity)
    if standing is None:
        raise NotFound()
    given = completed(session, database, standing.type, values)
    changes = difference(standing.type, standing.values, wanted=given, new_row=session.ids.new)
    bulk.change_within(session, database, identity, found=standing, changes=changes)
