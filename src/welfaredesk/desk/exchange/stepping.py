# SPDX-License-Identifier: EUPL-1.2
"""One batch within its transaction: statements, grants, letters, parcels, receipts, and the cursor with them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from welfaredesk.base.exchange_errors import OtherServer
from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.log import note
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk import granting, organico
from welfaredesk.desk.exchange import hearing, notes
from welfaredesk.desk.exchange.lawful import Cutting
from welfaredesk.desk.exchange.opening import BadParcel, Opening
from welfaredesk.desk.exchange.talk import Batch
from welfaredesk.desk.session import Session
from welfaredesk.domain.parcel import SHORT_H
from welfaredesk.domain.roster import DeskLine, Roster, RosterRefused
from welfaredesk.domain.roster_bodies import CutBody, LeaveBody, RoleBody, body_of
from welfaredesk.domain.statement import StatementKind, decode_statement
from welfaredesk.store import roster as roster_rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import arrivals, cursor, displacing, items, leaving, outgoing, rounds, scope
from welfaredesk.store.exchange.arrivals import Arrival, ParcelsBroken
from welfaredesk.store.exchange.entering import TwoEntries
from welfaredesk.store.exchange.items import GrantedFolder, LetterIn
from welfaredesk.store.exchange.outgoing import Receipt
from welfaredesk.store.exchange.saying_again import Speaker
from welfaredesk.store.folders import Folder
from welfaredesk.sync import statements
from welfaredesk.sync.grants import GrantUnreadable, grant_id, open_grant, ungrant_id, verify_grant, verify_ungrant
from welfaredesk.sync.interning import Named
from welfaredesk.sync.letters import LetterUnreadable, letter_id, open_letter, verify_letter
from welfaredesk.sync.wire import BytesAt, Filled, Grant, GrantAt, LetterAt, Own, ParcelAt, UngrantAt

_encode = msgspec.msgpack.encode


@dataclass(slots=True)
class Taken:
    """What a batch brought: records touched, own entries received, others' entries, folders broken or only in part.

    `left` names own parcels of another copy of this desk that are to be fetched again. With `said` this desk has said
    again what its own entries had seen, and that is to leave.
    """

    touched: frozenset[str] = frozenset()
    sent: int = 0
    received: int = 0
    broken: set[str] = field(default_factory=set)
    partial: set[str] = field(default_factory=set)
    left: set[bytes] = field(default_factory=set)
    said: bool = False


@dataclass(frozen=True, slots=True)
class Names:
    """What the events of a batch name by numbers, by the identity of the event: parcels, and folders that are whole."""

    parcels: dict[int, Named]
    filled: dict[int, str]


class Step:
    """One batch within its transaction."""

    def __init__(
        self,
        session: Session,
        roster: Roster,
        *,
        desk: str,
        named: Names,
        fresh: bool,
        filling: frozenset[str],
    ) -> None:
        """Take whose receipts come, a roster that may be changed, and what the batch names by numbers."""
        self.session = session
        self.roster = roster
        self.roster_moved = False
        self._desk = desk
        self._named = named
        self._fresh = fresh
        self._filling = filling
        self._arrived: list[Arrival] = []
        self._receipts: list[Receipt] = []
        self._filled: dict[str, int] = {}
        self._gone: set[str] = set()
        self._left: set[str] = set()
        self._taken = Taken()
        self._takes: dict[type[msgspec.Struct], Callable[[Database, Any], None]] = {
            BytesAt: self._statement,
            GrantAt: self._grant,
            UngrantAt: self._ungrant,
            LetterAt: self._letter,
            ParcelAt: self._parcel,
            Own: self._own,
            Filled: self._whole,
        }

    def run(self, database: Database, batch: Batch) -> Taken:
        """Take every event, place what they brought, and move the cursor with it.

        Raises:
            OtherServer: when it hands down what no honest server does.
        """
        self._opening = Opening(database, self.session.identity.ente)
        self._cutting = Cutting(database)
        for _, event in batch.events:
            take = self._takes.get(type(event))
            if take is None:
                raise OtherServer()
            take(database, event)
        self._place(database)
        self._receive(database)
        if self.roster_moved:
            organico.take_epochs(database, self.roster, identity=self.session.identity)
        self._fill(database)
        self._taken.touched |= self._cutting.settle(self.roster, self.session.identity.desk)
        self._forget(database)
        notes.keep_forks(database, self._opening.forked)
        check = batch.check
        cursor.move(database, check.position, check.h, signature=check.signature, watermark=check.watermark)
        return self._taken

    def _statement(self, database: Database, event: BytesAt) -> None:
        known = rounds.statement_position(database, statements.statement_id(event.data))
        if known not in {None, event.position}:
            raise OtherServer()
        statement = decode_statement(event.data)
        before = self._groups() if statement.claim.kind is StatementKind.ROLE else frozenset()
        if known is None:
            if event.position <= rounds.last_statement(database):
                raise OtherServer()
            try:
                statements.add(self.roster, event.data)
            except RosterRefused as refused:
                raise OtherServer() from refused
        items.place_statement(database, str(statement.claim.kind), event.data, position=event.position)
        self.roster_moved = True
        if statement.claim.kind in {StatementKind.LEAVE, StatementKind.ROLE, StatementKind.CUT}:
            body = body_of(statement)
            if isinstance(body, LeaveBody) and body.operator == self.session.identity.operator:
                self._left.add(body.group)
            elif isinstance(body, RoleBody) and body.operator == self.session.identity.operator:
                self._left |= before - self._groups()
            elif isinstance(body, CutBody):
                self._cutting.stated(body.parcels)

    def _public(self, desk: bytes) -> bytes:
        found = self.roster.desks.get(spelled(desk))
        return b"" if found is None else found.sign

    def _group_key(self, database: Database, group: str, epoch: int) -> SealingKey | None:
        if self.roster_moved:
            organico.take_epochs(database, self.roster, identity=self.session.identity)
        private = roster_rows.group_keys(database, group).get(epoch)
        return None if private is None else SealingKey.from_bytes(private)

    def _grant(self, database: Database, event: GrantAt) -> None:
        grant = event.grant
        if not verify_grant(grant, self._public(grant.desk)):
            raise OtherServer()
        author = self.roster.desks[spelled(grant.desk)]
        for folder in self._opened(database, grant):
            known = scope.keys_of(database, folder.id)
            fresh = known and folder.key not in known.values()
            if fresh and not self._vouches(database, grant, author, folder.id):
                # It opens what was sealed with it; what this desk writes is sealed with another.
                granting.mark_to_turn(database, folder.id)
                if event.position > cursor.cursor(database).position and not self._fresh:
                    notes.keep_foreign_key(database)
            scope.take_folder(database, folder, whole=False, position=event.position)
            if not known:
                self._taken.partial.add(folder.id)
        self._opening.forget_keys()
        items.place_grant(
            database,
            grant_id(grant),
            _encode(grant),
            epochs={spelled(one.group): one.epoch for one in grant.groups},
            granted=[GrantedFolder(spelled(folder), key) for folder, key in grant.folders],
            position=event.position,
        )

    def _reads(self, database: Database, author: DeskLine, folder: str) -> bool:
        """Tell whether the desk that grants a folder reads it itself, as far as this one knows."""
        holding = rounds.groups_holding(database, folder)
        return not author.revoked and not holding.isdisjoint(self.roster.groups_of(author.operator))

    def _vouches(self, database: Database, grant: Grant, author: DeskLine, folder: str) -> bool:
        """Tell whether a further key comes from whoever reads the folder, or gave this desk the folder just now."""
        if self._reads(database, author, folder):
            return True
        if author.revoked or scope.is_whole(database, folder):
            return False
        former = items.grants_of(database, folder)
        return any(msgspec.msgpack.decode(one, type=Grant).desk == grant.desk for one in former)

    def _opened(self, database: Database, grant: Grant) -> list[Folder]:
        """Return the folders of a grant with their keys, none when it is for none of this desk's groups."""
        for one in grant.groups:
            group = spelled(one.group)
            private = self._group_key(database, group, one.epoch)
            if private is None:
                continue
            try:
                opened = open_grant(grant, private, group=group, epoch=one.epoch)
            except GrantUnreadable:
                note("grant-unreadable", folders=len(grant.folders))
                continue
            return [Folder(one.folder, one.root, one.root_type, one.circle, one.key) for one in opened]
        return []

    def _ungrant(self, database: Database, event: UngrantAt) -> None:
        ungrant = event.ungrant
        if not verify_ungrant(ungrant, self._public(ungrant.desk)):
            raise OtherServer()
        folder = spelled(ungrant.folder)
        self._place(database)
        held = items.place_ungrant(
            database,
            ungrant_id(ungrant),
            _encode(ungrant),
            group=spelled(ungrant.group),
            folder=folder,
            position=event.position,
        )
        if held.isdisjoint(self._groups()):
            self._gone.add(folder)
        elif scope.keys_of(database, folder) and not scope.was_turned(database, folder, since=event.position):
            granting.mark_to_turn(database, folder)

    def _groups(self) -> frozenset[str]:
        return self.roster.groups_of(self.session.identity.operator)

    def _letter(self, database: Database, event: LetterAt) -> None:
        letter = event.letter
        if not verify_letter(letter, self._public(letter.desk)):
            raise OtherServer()
        group, identity = spelled(letter.group), letter_id(letter)
        items.letter_placed(database, identity, event.position)
        private = self._group_key(database, group, letter.epoch)
        if private is None:
            return
        try:
            text = open_letter(letter, private)
        except LetterUnreadable:
            note("letter-unreadable", position=event.position)
            return
        taken = LetterIn(
            id=identity, position=event.position, group=group, desk=spelled(letter.desk), n=letter.n, text=text
        )
        items.take_letter(database, taken)
        me = self.session.identity.operator
        self._taken.touched |= hearing.hear(database, taken, roster=self.roster, me=me)

    def _parcel(self, database: Database, event: ParcelAt) -> None:
        named = self._named.parcels[id(event)]
        folder = named.folder
        if folder in self._taken.broken:
            return
        try:
            arrival = self._opening.open(named, position=event.position, roster=self.roster)
        except BadParcel as bad:
            self._refuse(database, folder, position=event.position, code=bad.code)
            return
        if named.desk not in {self._desk, self.session.identity.desk} or self._is_ours(database, arrival):
            self._arrived.append(arrival)

    def _is_ours(self, database: Database, arrival: Arrival) -> bool:
        """Tell whether a parcel under this desk's own name can be taken as it is.

        The other copy of this desk may have sent what both had: that has left, and is not numbered anew. Where it
        has written something else under the same number, the parcel waits until this desk has another identity.
        """
        if not arrival.entries:
            # What nobody can read stands under numbers that this desk uses: whoever has its keys made it.
            if arrival.trouble and rounds.is_anothers(database, arrival.id, arrival.span):
                self._leave_to_other(database, arrival)
                return False
            return True
        same = rounds.same_until(database, arrival.entries)
        if same is None:
            leaving.name_others(database, arrival.entries)
            return True
        if same:
            rounds.entries_received(database, arrival.entries[0][0], k_to=same, position=arrival.position)
        self._leave_to_other(database, arrival)
        return False

    def _leave_to_other(self, database: Database, arrival: Arrival) -> None:
        """Leave a parcel of another life of this desk until it has another name."""
        self._taken.left.add(arrival.id)
        if arrival.span.desk == self.session.identity.desk:
            notes.fetch(database, [arrival.id[:SHORT_H]])
            notes.put_cloned(database, cloned=True)

    def _refuse(self, database: Database, folder: str, *, position: int, code: str) -> None:
        """Leave a folder from a bad parcel on, to be asked again; one that has just been granted misses its start."""
        self._taken.broken.add(folder)
        asked = folder in self._filling or self._fresh
        if code in {"gap", "key"}:
            scope.fill_again(database, [folder])
        elif folder not in self._filling and scope.is_whole(database, folder):
            rounds.fill_from(database, folder, position - 1)
        if asked or code not in {"gap", "key"}:
            notes.keep_bad(database, folder, position=position, code=code)

    def _own(self, database: Database, event: Own) -> None:
        self._receipts.append(Receipt(event.n, event.id, event.position))

    def _whole(self, database: Database, event: Filled) -> None:
        self._filled[self._named.filled[id(event)]] = event.last

    def _place(self, database: Database) -> None:
        """Fold what has arrived so far; what does not follow on the vault's own word is left out with its folder."""
        while self._arrived:
            try:
                touched = arrivals.place(database, self._arrived, utc_ms=self.session.clock.now().utc_ms)
            except ParcelsBroken as broken:
                self._leave_out(database, broken.span.folder, position=broken.position, code="gap")
                continue
            except TwoEntries as error:
                before, moved = len(self._arrived), False
                for one in [one for one in self._arrived if one.entries]:
                    if self._makes_room(database, one):
                        moved = True
                    elif (same := rounds.same_until(database, one.entries)) is not None:
                        if leaving.push_out(database, one.entries, same=same):
                            notes.put_cloned(database, cloned=True)
                        self._leave_out(database, one.span.folder, position=one.position, code="forked")
                if len(self._arrived) == before and not moved:
                    raise OtherServer() from error
                continue
            own = packed(self.session.identity.desk)
            self._cutting.arrived(self._arrived)
            self._taken.touched |= touched
            self._taken.received += sum(len(one.entries) for one in self._arrived if one.parcel.header.desk != own)
            self._arrived = []

    def _makes_room(self, database: Database, arrival: Arrival) -> bool:
        """Tell whether what stood under the numbers of a parcel gave way: its desk's other life has another name."""
        if all(line.former != arrival.span.desk for line in self.roster.desks.values()):
            return False
        if arrival.entries[0][0].operator == self.session.identity.operator:
            return False
        others = [header for one in self._arrived for header, _ in one.entries]
        own = Speaker(self.session.identity.desk, self.session.author, self.session.ids)
        touched = displacing.make_room(database, arrival.entries, own=own, others=others)
        if touched is None:
            return False
        self._taken.touched |= touched
        self._taken.said = True
        return True

    def _leave_out(self, database: Database, folder: str, *, position: int, code: str) -> None:
        self._arrived = [one for one in self._arrived if one.span.folder != folder]
        self._refuse(database, folder, position=position, code=code)

    def _receive(self, database: Database) -> None:
        if not self._receipts:
            return
        self._taken.sent += rounds.entries_waiting(database, self._desk, [one.n for one in self._receipts])
        received = outgoing.receive_many(database, self._desk, self._receipts)
        self._taken.touched |= received.touched
        if received.unknown:
            # Somewhere a copy of this desk lives: its parcels are fetched once this one has another identity.
            notes.fetch(database, [one.short_id for one in received.unknown])
            if self._desk == self.session.identity.desk:
                notes.put_cloned(database, cloned=True)

    def _fill(self, database: Database) -> None:
        """Say of each folder whether it is whole now, and from where on it is to be asked again."""
        for folder, last in self._filled.items():
            if folder in self._taken.broken:
                continue
            scope.mark_whole(database, folder, filled_to=last)
            self._taken.partial.discard(folder)
            if self._fresh and last:
                notes.fresh_filled(database, last)
        notes.mend_bad(database, [folder for folder in self._filled if folder not in self._taken.broken])
        if not self._fresh:
            scope.fill_again(database, sorted(self._taken.partial))

    def _forget(self, database: Database) -> None:
        """Let go the folders that no group of this operator holds any more, once nothing of hers waits in them."""
        for group in self._left - self._groups():
            held = rounds.folders_of_group(database, group)
            self._gone |= {one for one in held if rounds.groups_holding(database, one).isdisjoint(self._groups())}
        for folder in self._gone:
            try:
                self._taken.touched |= scope.drop_folder(database, folder)
            except scope.WorkLeft:
                notes.keep_gone(database, folder)
