# SPDX-License-Identifier: EUPL-1.2
"""A colleague on another desk, as this one knows her: entries that came from there, and what they had seen."""

from dataclasses import replace

from tests.opened import add
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import EntryKind, Operation
from welfaredesk.store import journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange

DESK = "colleague"


def folder_of(session: Session, identity: str) -> str:
    """Return the ordinary folder of a record."""
    found = records.standing(session.vault.read(), identity)
    assert found is not None
    return found.circles["ordinary"]


def seen_here(session: Session, identity: str) -> dict[str, int]:
    """Return what a page of a record opened now has seen."""
    return journal.seen_now(session.vault.read(), folder_of(session, identity))


def operator(session: Session, surname: str = "Bianchi", name: str = "Anna") -> str:
    """Return the id of a colleague who stands in the list of operators."""
    return add(session, "operator", surname=surname, name=name)


def place_all(session: Session) -> None:
    """Give a position to what has none, as if all of it had been sent: what is written next is unsent, so the last."""

    def work(database: Database) -> None:
        database.conn.execute(
            "UPDATE entry SET position = n + (SELECT coalesce(max(position), 0) FROM entry) WHERE position IS NULL"
        )

    session.vault.write(work)


def saves(
    session: Session,
    identity: str,
    changes: dict[str, Operation],
    *,
    seen: dict[str, int] | None = None,
    who: str = "bianchi",
    desk: str = DESK,
    kind: EntryKind = EntryKind.SET,
    tell: bool = True,
) -> None:
    """Take in what another desk wrote, whose writer had seen all that is here unless said otherwise."""

    def work(database: Database) -> None:
        found = records.standing(database, identity)
        assert found is not None
        folder = found.circles["ordinary"]
        shown = journal.seen_now(database, folder) if seen is None else seen
        records.write(
            database,
            found.type,
            identity,
            root=found.root,
            parts=[FolderChange(folder=folder, circle="ordinary", changes=changes, seen=shown)],
            author=replace(session.author(), desk=desk, operator=who),
            save=session.ids.new(),
            ids=session.ids,
            kind=kind,
        )

    place_all(session)
    session.vault.write(work)
    place_all(session)
    if tell:
        session.tell(identity)
