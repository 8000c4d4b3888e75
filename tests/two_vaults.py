# SPDX-License-Identifier: EUPL-1.2
"""Desks that share folders without a line between them: a sequence of parcels in memory, each with its position."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.opened import open_desk
from welfaredesk.base.clock import Clock
from welfaredesk.base.ids import SeededIds, packed
from welfaredesk.crypto.hashes import framed, key_id, position_hash, sha256
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import Header
from welfaredesk.domain.parcel import FORMAT, SHORT_H, ZERO_H, Parcel, ParcelHeader, encode_header
from welfaredesk.domain.statement import StatementKind
from welfaredesk.store import content, folders, journal
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import arrivals, cursor, outgoing, scope
from welfaredesk.store.exchange.arrivals import Arrival
from welfaredesk.store.exchange.outgoing import Receipt
from welfaredesk.sync.statements import state


def parcel_of(
    entries: list[tuple[Header, bytes]], *, key: bytes, n: int, previous: bytes, last: int = 0, last_h: bytes = ZERO_H
) -> Parcel:
    """Return a parcel of entries; its text is a hash of them: nobody here opens it."""
    first, final = entries[0][0], entries[-1][0]
    header = ParcelHeader(
        format=FORMAT,
        ente=bytes(16),
        folder=packed(first.folder),
        key=key_id(key),
        desk=packed(first.desk),
        n=n,
        k_from=first.k,
        k_to=final.k,
        previous=previous,
        last=last,
        last_h=last_h[:SHORT_H],
    )
    return Parcel(header, sha256(b"".join(body for _, body in entries)), bytes(64))


def id_of(parcel: Parcel) -> bytes:
    """Return the id of a parcel."""
    return sha256(framed("parcel", encode_header(parcel.header), sha256(parcel.sealed)))


@dataclass(slots=True)
class Sequence:
    """What a server would hold: parcels in the order in which they came, and the running hash."""

    placed: list[Arrival] = field(default_factory=list)

    def take(self, parcel: Parcel, identity: bytes, entries: list[tuple[Header, bytes]]) -> None:
        """Give a parcel the next position, unless it has one."""
        if all(one.id != identity for one in self.placed):
            place = len(self.placed) + 1
            self.placed.append(Arrival(position=place, id=identity, parcel=parcel, entries=entries))

    def h(self, position: int) -> bytes:
        """Return the running hash at a position."""
        found = ZERO_H
        for one in self.placed[:position]:
            found = position_hash(found, one.position, item=one.id)
        return found


@dataclass(slots=True)
class Shared:
    """An open desk, and how it takes part in a sequence."""

    session: Session

    @property
    def desk(self) -> str:
        """Return the id of the desk."""
        return self.session.identity.desk

    @property
    def database(self) -> Database:
        """Return the reading connection."""
        return self.session.vault.read()

    def send(self, to: Sequence, *, folder: str | None = None, most: int = 1000) -> None:
        """Seal what is pending in one folder, or in all, and give everything that waits a position."""

        def seal(database: Database) -> None:
            for one in outgoing.pending(database, self.desk, most_entries=most, most_bytes=1 << 20):
                if folder in (None, one.folder):
                    self.seal(database, one)

        self.session.vault.write(seal)
        for kept in outgoing.waiting(self.database):
            if kept.parcel is not None and folder in (None, kept.folder):
                to.take(kept.parcel, kept.id, self.entries(kept.folder, kept.desk, (kept.k_from, kept.k_to)))

    def seal(self, database: Database, one: outgoing.Pending) -> bytes:
        """Make the parcel of pending entries, keep it, and return its id."""
        found = outgoing.entries_between(database, one.folder, desk=self.desk, k_from=one.k_from, k_to=one.k_to)
        key = next(iter(scope.keys_of(database, one.folder).values()))
        previous = outgoing.previous_parcel(database, one.folder, self.desk)
        parcel = parcel_of(found, key=key, n=outgoing.next_n(database, self.desk), previous=previous)
        outgoing.keep_parcel(database, parcel, id_of(parcel), utc_ms=1)
        return id_of(parcel)

    def entries(self, folder: str, desk: str, span: tuple[int, int]) -> list[tuple[Header, bytes]]:
        """Return a desk's entries in a folder."""
        return outgoing.entries_between(self.database, folder, desk=desk, k_from=span[0], k_to=span[1])

    def take(self, source: Sequence, *, until: int | None = None) -> frozenset[str]:
        """Take what is new in the sequence up to a position: receipts, parcels, cursor, in one transaction."""
        here = cursor.cursor(self.database).position
        new = [one for one in source.placed[here:until] if scope.is_whole(self.database, one.span.folder)]
        own = [one for one in new if one.span.desk == self.desk]
        end = here + len(source.placed[here:until])

        def work(database: Database) -> frozenset[str]:
            receipts = [Receipt(one.parcel.header.n, one.id[:8], one.position) for one in own]
            touched = arrivals.place(database, [one for one in new if one not in own])
            received = outgoing.receive_many(database, self.desk, receipts)
            assert not received.unknown
            cursor.move(database, end, source.h(end), signature=b"", watermark=0)
            return touched | received.touched

        return self.session.vault.write(work)

    def share(self, folder: str, *others: "Shared") -> None:
        """Give other desks the key of a folder."""
        found = folders.by_id(self.database, folder)
        assert found is not None
        for other in others:
            other.session.vault.write(partial(_granted, folder=found, other=other))

    def hash(self, *of: str) -> str:
        """Return the content hash of some folders."""
        return content.content_hash(self.database, of=set(of))

    def sound(self) -> None:
        """Fail when the journal's chain, a row or a line of a list is not what the entries say."""
        assert list(journal.chain_problems(self.database)) == []
        assert list(content.differing_rows(self.database)) == []
        assert list(content.differing_lines(self.database)) == []


def _granted(database: Database, *, folder: folders.Folder, other: Shared) -> None:
    scope.take_folder(database, folder, whole=True, position=1)
    folders.grant(database, folder, other.session.identity.groups["own"])


def desks(stack: ExitStack, folder: Path, names: Iterable[str], *, clock: Clock) -> list[Shared]:
    """Return open desks, each in a profile of its own, closed with the stack."""
    found = []
    for number, name in enumerate(names):
        session = open_desk(folder / name, clock=clock, ids=SeededIds(100 + number, clock))
        stack.callback(session.close)
        found.append(Shared(session))
    return found


def state_renamed(desk: Shared, former: str, name: str) -> None:
    """Let the roster of a desk say that one went on under another name."""
    me = desk.session.identity
    body = {"former": former, "desk": name, "operator": me.operator}
    key = SigningKey.from_bytes(me.sign)
    data = state(StatementKind.IDENTITY, body, ente=me.ente, previous=b"", key=key)
    desk.session.vault.write(lambda database: folders.keep_statement(database, "identity", data))


def folder_of(desk: Shared, root: str, circle: str = "ordinary") -> str:
    """Return the id of the folder of a root."""
    found = folders.find(desk.database, root, circle)
    assert found is not None
    return found.id
