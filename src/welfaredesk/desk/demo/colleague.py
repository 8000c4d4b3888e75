# SPDX-License-Identifier: EUPL-1.2
"""A fictional colleague's desk for pictures: changes of Giulia's cartella that arrive while it is being written here.

To be used on a copy of the demo ente: a desk that has a server would meet parcels that nobody else knows.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from welfaredesk.base.ids import derived_id, packed
from welfaredesk.crypto.hashes import framed, key_id, sha256
from welfaredesk.desk import lists, records
from welfaredesk.desk.session import Session
from welfaredesk.domain.changes import difference
from welfaredesk.domain.entry import (
    FORMAT,
    Body,
    EntryKind,
    Header,
    Operation,
    Put,
    encode_body,
    seen_difference,
)
from welfaredesk.domain.fold import RETIRED
from welfaredesk.domain.kinds import ORDINARY, Values
from welfaredesk.domain.parcel import Parcel, ParcelHeader, encode_header
from welfaredesk.store import folders, journal
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.arrivals import Arrival, place
from welfaredesk.store.exchange.outgoing import Span, write_position

AGO_MS = 17 * 3_600_000
NO_LETTERS = bytes(8)


@dataclass(slots=True)
class _Written:
    """How far the colleague has written in a folder."""

    k: int = 0
    seen: dict[str, int] | None = None
    parcel: bytes = b""


@dataclass(slots=True)
class Colleague:
    """The desk of a colleague of the demo ente, whose changes arrive here."""

    session: Session
    operator: str
    desk: str
    position: int = 0
    written: dict[str, _Written] = field(default_factory=dict)

    def both(self, identity: str, *, theirs: Values, mine: Values) -> None:
        """Let the colleague and the operator of this desk change a record without seeing each other."""
        shown = records.show(self.session, identity)
        changes = difference(shown.type, shown.values, wanted=theirs, new_row=self.session.ids.new)
        self._arrive(identity, changes, kind=EntryKind.SET)
        records.change(self.session, identity, mine, seen=shown.entry)

    def hides(self, identity: str, reason: str, *, mine: Values) -> None:
        """Let the colleague hide a record while something is written into it here."""
        shown = records.show(self.session, identity)
        self._arrive(identity, {RETIRED: Put(reason)}, kind=EntryKind.RETIRE)
        records.change(self.session, identity, mine, seen=shown.entry)

    def _arrive(self, identity: str, changes: Mapping[str, Operation], *, kind: EntryKind) -> None:
        self.session.vault.write(partial(self._place, identity, dict(changes), kind))

    def _place(self, identity: str, changes: dict[str, Operation], kind: EntryKind, database: Database) -> None:
        shown = records.show(self.session, identity)
        folder = folders.find(database, shown.root, ORDINARY)
        if folder is None:
            raise LookupError(identity)
        written = self.written.setdefault(folder.id, _Written())
        own = journal.seen_now(database, folder.id)[self.session.identity.desk]
        self.position += 1
        write_position(database, b"", Span(folder.id, self.session.identity.desk, 1, own), position=self.position)
        seen = {self.session.identity.desk: own}
        body = encode_body(Body(self.session.ids.token(16), changes))
        now = self.session.clock.now()
        written.k += 1
        self.position += 1
        header = Header(
            format=FORMAT,
            desk=self.desk,
            seq=self.position,
            k=written.k,
            save=self.session.ids.new(),
            folder=folder.id,
            record=identity,
            type=shown.type.name,
            rules=shown.type.rules,
            kind=kind,
            seen=seen_difference(written.seen, seen),
            operator=self.operator,
            utc_ms=now.utc_ms - AGO_MS,
            offset=now.offset,
            body_hash=sha256(body),
        )
        written.seen = seen
        arrival = self._arrival(header, body, key=folder.key, previous=written.parcel)
        place(database, [arrival])
        written.parcel = arrival.id

    def _arrival(self, header: Header, body: bytes, *, key: bytes, previous: bytes) -> Arrival:
        told = ParcelHeader(
            format=FORMAT,
            ente=bytes(16),
            folder=packed(header.folder),
            key=key_id(key),
            desk=packed(self.desk),
            n=self.position,
            k_from=header.k,
            k_to=header.k,
            previous=previous,
            last=0,
            last_h=NO_LETTERS,
        )
        sealed = sha256(body)
        identity = sha256(framed("parcel", encode_header(told), sha256(sealed)))
        return Arrival(
            position=self.position, id=identity, parcel=Parcel(told, sealed, bytes(64)), entries=[(header, body)]
        )


def clashes_of_demo(session: Session) -> int:
    """Make some clashes in the cartella of Giulia Ferrari and return how many; none where she is not."""
    found = lists.find_people(session, "Ferrari Giulia", limit=1)
    others = [one for one in sorted(lists.operator_names(session)) if one != session.identity.operator]
    if not found or not others:
        return 0
    person = found[0].id
    colleague = Colleague(session, others[0], derived_id(session.identity.ente, "demo colleague"))
    shown = records.show(session, person)
    count = 1
    colleague.both(person, theirs={"comune": "Casalmaggiore"}, mine={"comune": "Viadana"})
    rows = shown.values.get("reachabilities") or []
    if rows:
        count += 1
        one, rest = rows[0], rows[1:]
        theirs, mine = one | {"value": "0375 200184"}, one | {"value": "339 5550142"}
        colleague.both(person, theirs={"reachabilities": [theirs, *rest]}, mine={"reachabilities": [mine, *rest]})
    notes = [row for row in lists.of_root(session, "diary_entry", person, limit=12) if row.get("text")]
    ordinary = [row for row in notes if records.show(session, str(row["_id"])).circle == ORDINARY]
    return count + _notes(colleague, ordinary[:3])


def _notes(colleague: Colleague, notes: list[dict[str, Any]]) -> int:
    """Rewrite the end of notes in two ways, and hide the last of them."""
    for number, row in enumerate(notes):
        identity, begins = str(row["_id"]), str(row["text"]).rpartition(". ")[0]
        before = f"{begins}. " if begins else ""
        mine = {"text": f"{before}Si decide con la madre la settimana prossima."}
        if number == len(notes) - 1 and number:
            colleague.hides(identity, "scritta due volte", mine=mine)
        else:
            colleague.both(identity, theirs={"text": f"{before}Si aspetta la risposta della scuola."}, mine=mine)
    return len(notes)
