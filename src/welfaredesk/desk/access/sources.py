# SPDX-License-Identifier: EUPL-1.2
"""The records that a dossier could hold: those of the cartella, each as it stands, and which of them never may."""

from collections.abc import Iterator
from dataclasses import dataclass

from welfaredesk.base.text import tr
from welfaredesk.desk import cartella, lists, records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY, Kind, Value
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.records.access_request import OF_THE_CARTELLA
from welfaredesk.store import folders, journal, questions
from welfaredesk.store import records as rows_of
from welfaredesk.store.driver import Database

EVERYTHING = 1_000_000
DOSSIER = "access_dossier"
"""The kind of the documents that keep a dossier as it was made: of no dossier are they a part."""
DAYS = ("when", "received_on", "opened_on", "held_on", "dated", "issued_on", "due_on", "starts_on", "since")
"""What tells of which day a record is, the first of these that it says."""


@dataclass(frozen=True, slots=True)
class Source:
    """A record as it stands; a reserved one is never let out."""

    id: str
    type: RecordType
    values: dict[str, Value]
    root: str
    reserved: bool

    @property
    def day(self) -> str:
        """Return its day as `YYYY-MM-DD`, nothing when it says none."""
        found = (str(self.values[name]) for name in DAYS if self.values.get(name) and self.type.has(name))
        return next(found, "")[:10]

    @property
    def title(self) -> str:
        """Return what it is and of which day, and not a word of what it says."""
        day = "/".join(reversed(self.day.split("-")))
        return " · ".join(part for part in (tr(self.type.label), day) if part)


def sources_of(session: Session, person: str) -> list[Source]:
    """Return the records of a cartella that an access may be about, type by type, the oldest first in each.

    Raises:
        NotFound: when the person is not here.
    """
    found = [(type_, row) for type_, row in _rows(session, person) if _of_the_cartella(session, row, person)]
    database = session.vault.read()
    apart = questions.beyond_ordinary(database, [str(row["_id"]) for _, row in found])
    marks = questions.marks(database, [str(row["_id"]) for _, row in found])
    made = []
    for type_, row in found:
        identity = str(row["_id"])
        mark = marks.get(identity)
        ordinary = mark is None or mark.circle == ORDINARY
        reserved = not ordinary or (identity in apart and _was_made_reserved(database, type_, identity))
        made.append(Source(identity, type_, row, str(row["_root"]), reserved))
    return made


def _rows(session: Session, person: str) -> Iterator[tuple[RecordType, dict[str, Value]]]:
    for name in OF_THE_CARTELLA:
        type_ = type_named(name)
        if name == "person":
            shown = records.show(session, person)
            yield type_, shown.values | {"_id": person, "_root": person}
        elif name == "diary_entry":
            entries = cartella.stream(session, person, limit=EVERYTHING)
            yield from ((type_, line.values | {"_id": line.id, "_root": line.root}) for line in reversed(entries))
        else:
            found = {str(row["_id"]): row for row in _of_type(session, type_, person)}
            yield from ((type_, found[one]) for one in sorted(found, key=lambda one: (_when(found[one]), one)))


def _of_type(session: Session, type_: RecordType, person: str) -> Iterator[dict[str, Value]]:
    if "person" in type_.roots:
        yield from lists.of_root(session, type_.name, person)
    above = {"minutes": "situation", "project_review": "project", "contract": "project"}.get(type_.name)
    if above is None:
        yield from lists.linked_from(session, person, type_.name)
        return
    for owner in lists.linked_from(session, person, above):
        yield from lists.of_root(session, type_.name, str(owner["_id"]))


def _when(row: dict[str, Value]) -> str:
    return next((str(row[name]) for name in DAYS if row.get(name)), "")


def _of_the_cartella(session: Session, row: dict[str, Value], person: str) -> bool:
    """Tell whether a record is this person's: one of somebody else's cartella that links here is not."""
    root = str(row["_root"])
    if row.get("kind") == DOSSIER:
        return False
    return root == person or folders.root_type_of(session.vault.read(), root) != "person"


def _was_made_reserved(database: Database, type_: RecordType, identity: str) -> bool:
    """Tell whether a record with a reserved part is one that was made reserved, and not one that has reserved fields.

    Until its cut is done it still stands in the ordinary circle too.
    """
    if not any(one.circle != ORDINARY for one in type_.fields):
        return True
    found = rows_of.standing(database, identity)
    circles = found.circles if found is not None else {}
    parts = [folder for circle, folder in circles.items() if circle != ORDINARY]
    entries = (one for folder in parts for one in journal.entries_of(database, identity, folder))
    return any(one.original is not None for one in entries)


def has_file(source: Source) -> bool:
    """Tell whether a file is attached to a record."""
    return any(source.values.get(one.name) for one in source.type.of_kind(Kind.FILE))
