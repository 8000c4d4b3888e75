# SPDX-License-Identifier: EUPL-1.2
"""Kept apart: what desks had not sent when they were shut out or removed, sealed and without a position.

It waits until whoever holds the case accepts it, which is a push of the same parcel by a desk that may write.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import msgspec
from sqlalchemy import Connection, func, select, text, update

from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.log import note
from welfaredesk.domain.parcel import FORMAT, Parcel, decode_parcel, encode_parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.server import scope as scopes
from welfaredesk.server.callers import Caller, had_groups, live_groups, may_accept
from welfaredesk.server.engine import insert_new
from welfaredesk.server.gate import turned
from welfaredesk.server.scope import Scope
from welfaredesk.server.service import Service
from welfaredesk.server.storing import desk_row
from welfaredesk.server.tables import APART, CHAIN, DESK, FOLDER, HOLDING, ITEM, NO_PARCEL
from welfaredesk.server.working import chunks
from welfaredesk.sync.apart import Apart, ApartReceipt, Leaving, leaving_id, read_leaving, sign_receipt, token_of
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.grants import verify_grant
from welfaredesk.sync.limits import MOST_FOLDERS, MOST_GROUPS, MOST_NUMBER, MOST_SEALED
from welfaredesk.sync.parcels import is_cut, verify_parcel
from welfaredesk.sync.wire import Code, FrameKind, Grant, Refused, Ungrant

PARCEL, GRANT = int(FrameKind.PARCEL), int(FrameKind.GRANT)


def keep(service: Service, caller: Caller, body: bytes, *, signed: bytes) -> ApartReceipt:
    """Keep what a desk could not send, and give a receipt for it: for what is here already too.

    `signed` is the signature of the sign-in, which the receipt answers.

    Raises:
        Turned: when it is no such thing, or the root has sent it.
    """
    try:
        items = read_leaving(body, limit=service.limits.apart_body)
    except (WireBroken, ValueError):
        raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT) from None
    if caller.is_root:
        raise turned(HTTPStatus.FORBIDDEN, Code.NOT_YOURS)
    with service.ledger.writing() as connection:
        # One push of an ente after the other: each goes on from the chains that the one before has left.
        line = service.ledger.line(connection, caller.ente, lock=True)
        if line is None:
            raise turned(HTTPStatus.FORBIDDEN, Code.UNKNOWN)
        shelf = _Shelf(service, connection, caller, service.ledger.roster(connection, line))
        codes = [shelf.take(item) for item in items]
        shelf.count_bytes()
    kept = [leaving_id(item) for item, code in zip(items, codes, strict=True) if code is None]
    refused = [Refused(index, code.value) for index, code in enumerate(codes) if code is not None]
    note("kept-apart", items=shelf.added, refused=len(refused))
    return sign_receipt(kept, refused, ente=caller.ente, desk=caller.desk, request=signed, sign=service.key)


@dataclass(slots=True)
class _Shelf:
    """What one desk has apart, in the transaction that adds to it."""

    service: Service
    connection: Connection
    caller: Caller
    roster: Roster
    added: int = 0
    _bytes: int = 0
    _room: int = field(init=False)
    _count: int = field(init=False)
    _groups: frozenset[bytes] = field(init=False)
    _named: dict[bytes, set[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        used = select(DESK.c.bytes).where(DESK.c.ente == self.ente, DESK.c.desk == self.desk)
        self._room = self.service.limits.quota - int(self.connection.execute(used).scalar_one_or_none() or 0)
        mine = (APART.c.ente == self.ente) & (APART.c.desk == self.desk)
        counted = select(func.count()).select_from(APART).where(mine)
        self._count = int(self.connection.execute(counted).scalar_one())
        self._groups = had_groups(self.roster, self.caller.desk)
        for (data,) in self.connection.execute(select(APART.c.data).where(mine, APART.c.kind == GRANT)):
            self._name(msgspec.msgpack.decode(data, type=Grant))

    @property
    def ente(self) -> bytes:
        """Return the ente as it travels."""
        return packed(self.caller.ente)

    @property
    def desk(self) -> bytes:
        """Return the desk as it travels."""
        return packed(self.caller.desk)

    def _name(self, grant: Grant) -> None:
        for folder, key in grant.folders:
            self._named.setdefault(folder, set()).add(key)

    def take(self, item: Leaving) -> Code | None:
        """Keep one thing, or return why not; one that is here, apart or with a position, changes nothing."""
        id_ = leaving_id(item)
        public = self.roster.desks[self.caller.desk].sign
        if isinstance(item, Grant):
            misfit = self._misfit_of_grant(item)
            if misfit is None and not verify_grant(item, public):
                misfit = Code.SIGNATURE
        else:
            misfit = self._misfit_of_parcel(item)
            if misfit is None and not verify_parcel(item, public):
                misfit = Code.SIGNATURE
        if misfit is not None or self._is_here(id_):
            return misfit
        refusal = self._may_grant(item) if isinstance(item, Grant) else self._may_keep(item)
        return refusal or self._add(id_, item)

    def _misfit_of_parcel(self, parcel: Parcel) -> Code | None:
        header = parcel.header
        if len(parcel.sealed) > MOST_SEALED:
            return Code.TOO_LARGE
        numbers = (header.n, header.k_from, header.k_to, header.last)
        whole = all(0 <= number <= MOST_NUMBER for number in numbers) and 0 < header.k_from <= header.k_to
        if not whole or not header.n or header.format != FORMAT or is_cut(parcel.sealed):
            return Code.FORMAT
        return None if (header.ente, header.desk) == (self.ente, self.desk) else Code.NOT_YOURS

    def _misfit_of_grant(self, grant: Grant) -> Code | None:
        if len(grant.folders) > MOST_FOLDERS or len(grant.groups) > MOST_GROUPS or len(grant.sealed) > MOST_SEALED:
            return Code.TOO_LARGE
        epochs = {(spelled(one.group), one.epoch) for one in grant.groups}
        if grant.format != FORMAT or not epochs <= self.roster.epochs.keys():
            return Code.UNKNOWN
        return None if (grant.ente, grant.desk) == (self.ente, self.desk) else Code.NOT_YOURS

    def _is_here(self, id_: bytes) -> bool:
        for table in (APART, ITEM):
            found = select(table.c.id).where(table.c.ente == self.ente, table.c.id == id_)
            if self.connection.execute(found).first() is not None:
                return True
        return False

    def _may_grant(self, grant: Grant) -> Code | None:
        """Take a grant of folders that are new, or that the desk's operator was granted once."""
        mine = all(self._keys_of(folder) is None or self._had(folder) for folder, _ in grant.folders)
        return None if mine and self._groups else Code.NOT_YOURS

    def _may_keep(self, parcel: Parcel) -> Code | None:
        """Judge a parcel as the exchange would have done before, but for the right to write now."""
        header = parcel.header
        keys = self._keys_of(header.folder)
        named = self._named.get(header.folder, set())
        if not self._groups or (not self._had(header.folder) if keys is not None else not named):
            return Code.NOT_YOURS
        if header.key not in (keys or set()) | named:
            return Code.KEY
        taken = select(ITEM.c.id).where(
            ITEM.c.ente == self.ente, text("kind = 6"), ITEM.c.desk == header.desk, ITEM.c.n == header.n
        )
        if self.connection.execute(taken).first() is not None:
            return Code.N_TAKEN
        k, previous = self._end_of(header.folder)
        if header.k_from != k + 1:
            return Code.GAP
        return None if header.previous == previous else Code.PREVIOUS

    def _keys_of(self, folder: bytes) -> set[bytes] | None:
        """Return the ids of the keys of a folder, nothing when it is not here."""
        chosen = select(FOLDER.c.key).where(FOLDER.c.ente == self.ente, FOLDER.c.folder == folder)
        current = self.connection.execute(chosen).scalar_one_or_none()
        if current is None:
            return None
        older = select(HOLDING.c.key).where(HOLDING.c.ente == self.ente, HOLDING.c.folder == folder)
        return {current, *self.connection.execute(older).scalars()}

    def _had(self, folder: bytes) -> bool:
        """Tell whether a folder is held, or was until it was taken back, by a group that the desk's operator was in."""
        holding = select(HOLDING.c.grp).where(HOLDING.c.ente == self.ente, HOLDING.c.folder == folder)
        if not self._groups.isdisjoint(self.connection.execute(holding).scalars()):
            return True
        lost = select(ITEM.c.data).where(
            ITEM.c.ente == self.ente,
            NO_PARCEL,
            text(f"kind = {int(FrameKind.UNGRANT)}"),
            ITEM.c.grp.in_(sorted(self._groups)),
        )
        found = self.connection.execute(lost).scalars()
        return any(msgspec.msgpack.decode(data, type=Ungrant).folder == folder for data in found)

    def _end_of(self, folder: bytes) -> tuple[int, bytes]:
        """Return the last `k` of the desk in a folder, placed or apart, and the id of that parcel."""
        ends = [(0, b"")]
        for table, k in ((CHAIN, CHAIN.c.k), (APART, APART.c.k_to)):
            wanted = select(k, table.c.id).where(
                table.c.ente == self.ente, table.c.folder == folder, table.c.desk == self.desk
            )
            ends += [(int(at), id_) for at, id_ in self.connection.execute(wanted)]
        return max(ends, key=lambda end: end[0])

    def _add(self, id_: bytes, item: Leaving) -> Code | None:
        limits = self.service.limits
        if self._count + self.added >= limits.apart:
            return Code.TOO_MANY
        data = msgspec.msgpack.encode(item) if isinstance(item, Grant) else encode_parcel(item)
        if self._bytes + len(data) > self._room:
            return Code.QUOTA
        header = None if isinstance(item, Grant) else item.header
        row = {
            "ente": self.ente,
            "id": id_,
            "kind": PARCEL if header else GRANT,
            "desk": self.desk,
            "folder": header.folder if header else b"",
            "n": header.n if header else 0,
            "k_from": header.k_from if header else 0,
            "k_to": header.k_to if header else 0,
            "data": data,
            "at_ms": self.service.now_ms,
        }
        insert_new(self.connection, APART, [row])
        if isinstance(item, Grant):
            self._name(item)
        self.added, self._bytes = self.added + 1, self._bytes + len(data)
        return None

    def count_bytes(self) -> None:
        """Add what was kept to what the desk has here."""
        insert_new(self.connection, DESK, [desk_row(self.ente, self.desk)])
        mine = update(DESK).where(DESK.c.ente == self.ente, DESK.c.desk == self.desk)
        self.connection.execute(mine.values(bytes=DESK.c.bytes + self._bytes))


_LINE = (APART.c.kind, APART.c.id, APART.c.desk, APART.c.folder, APART.c.n, APART.c.k_from, APART.c.k_to, APART.c.at_ms)


def visible(connection: Connection, scope: Scope, roster: Roster) -> list[Apart]:
    """Return what is kept apart in the folders of a scope for whoever may accept it: grants first, then parcels.

    Of a stolen desk nothing is shown; nor what has got a position by another way meanwhile.
    """
    if not scope.groups or not may_accept(roster, spelled(scope.desk)):
        return []
    chosen = select(*_LINE).where(APART.c.ente == scope.ente).order_by(APART.c.desk, APART.c.n, APART.c.k_from)
    rows = [row for row in connection.execute(chosen) if not roster.desks[spelled(row.desk)].stolen]
    if not rows:
        return []
    parcels = [row for row in rows if row.kind == PARCEL]
    ends = _ends(connection, scope, {row.folder for row in parcels})
    parcels = [row for row in parcels if row.k_to > ends.get((row.folder, row.desk), 0)]
    folders = {row.folder for row in parcels}
    held = scopes.held_among(connection, scope, folders)
    grants = _grants_for(connection, scope, [row.id for row in rows if row.kind == GRANT])
    known = _known(connection, scope, folders)
    opened = {folder for grant in grants.values() for folder, _ in grant.folders} - known
    shown = [row for row in parcels if row.folder in held | opened]
    wanted = {row.folder for row in shown}
    first = [row for row in rows if row.id in grants and not wanted.isdisjoint(f for f, _ in grants[row.id].folders)]
    return [_shown(row) for row in (*first, *shown)]


def _shown(row: Any) -> Apart:
    return Apart(int(row.kind), row.id, row.desk, row.folder, row.k_from, row.k_to, row.at_ms)


def _ends(connection: Connection, scope: Scope, folders: Iterable[bytes]) -> dict[tuple[bytes, bytes], int]:
    found: dict[tuple[bytes, bytes], int] = {}
    for some in chunks(folders):
        wanted = select(CHAIN).where(CHAIN.c.ente == scope.ente, CHAIN.c.folder.in_(some))
        found.update({(row.folder, row.desk): int(row.k) for row in connection.execute(wanted)})
    return found


def _known(connection: Connection, scope: Scope, folders: Iterable[bytes]) -> set[bytes]:
    found: set[bytes] = set()
    for some in chunks(folders):
        wanted = select(FOLDER.c.folder).where(FOLDER.c.ente == scope.ente, FOLDER.c.folder.in_(some))
        found.update(connection.execute(wanted).scalars())
    return found


def _grants_for(connection: Connection, scope: Scope, ids: Sequence[bytes]) -> dict[bytes, Grant]:
    """Return the grants among some that name a group of the scope."""
    found: dict[bytes, Grant] = {}
    for some in chunks(ids):
        wanted = select(APART.c.id, APART.c.data).where(APART.c.ente == scope.ente, APART.c.id.in_(some))
        for id_, data in connection.execute(wanted):
            grant = msgspec.msgpack.decode(data, type=Grant)
            if not scope.groups.isdisjoint(one.group for one in grant.groups):
                found[id_] = grant
    return found


def token(connection: Connection, scope: Scope, roster: Roster) -> bytes:
    """Return what names the parcels that are kept apart in a scope, empty when there are none."""
    any_ = select(APART.c.id).where(APART.c.ente == scope.ente).limit(1)
    if connection.execute(any_).first() is None:
        return b""
    return token_of(one.id for one in visible(connection, scope, roster))


def _seen_by(service: Service, connection: Connection, caller: Caller) -> tuple[Scope, list[Apart]]:
    line = service.ledger.line(connection, caller.ente)
    roster = Roster() if line is None else service.ledger.roster(connection, line)
    groups = live_groups(roster, caller.desk, now_ms=service.now_ms)
    scope = Scope.of(caller.ente, caller.desk, groups=groups)
    return scope, visible(connection, scope, roster)


def listed(service: Service, caller: Caller) -> list[Apart]:
    """Return what is kept apart in the folders that the caller reads and may write."""
    with service.ledger.reading() as connection:
        return _seen_by(service, connection, caller)[1]


def one(service: Service, caller: Caller, id_: bytes) -> bytes:
    """Return a parcel or grant that is kept apart: of a parcel its kept form, of a grant its message.

    Raises:
        Turned: alike for what is not there and what the caller does not read.
    """
    with service.ledger.reading() as connection:
        scope, seen = _seen_by(service, connection, caller)
        if not any(line.id == id_ for line in seen):
            raise turned(HTTPStatus.NOT_FOUND, Code.UNKNOWN)
        wanted = select(APART.c.data).where(APART.c.ente == scope.ente, APART.c.id == id_)
        return bytes(connection.execute(wanted).scalar_one())


def is_leaving(connection: Connection, caller: Caller, folder: bytes) -> bool:
    """Tell whether work of a desk lies apart in a folder: then its attachments may follow."""
    wanted = select(APART.c.id).where(
        APART.c.ente == packed(caller.ente), APART.c.desk == packed(caller.desk), APART.c.folder == folder
    )
    return connection.execute(wanted.limit(1)).first() is not None


def is_signed(row: Any, roster: Roster) -> bool:
    """Tell whether a row of the table holds what its desk signed under its id."""
    public = roster.desks[spelled(row.desk)].sign
    if row.kind == GRANT:
        grant = msgspec.msgpack.decode(row.data, type=Grant)
        return leaving_id(grant) == row.id and verify_grant(grant, public)
    parcel = decode_parcel(row.data)
    return leaving_id(parcel) == row.id and verify_parcel(parcel, public)
