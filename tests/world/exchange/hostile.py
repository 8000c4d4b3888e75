# SPDX-License-Identifier: EUPL-1.2
"""A desk whose owner has changed its program: it pushes rubbish, and parcels of things that do not exist."""

import msgspec

from tests.world.exchange.machine import Machine
from tests.world.exchange.world import World, WorldFailed
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.release import version
from welfaredesk.crypto.hashes import key_id, sha256
from welfaredesk.crypto.seal import seal
from welfaredesk.crypto.sign import Label, SigningKey
from welfaredesk.desk.exchange.place import server_of
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.domain.entry import Body, EntryKind, Header, Operation, Put, encode_body
from welfaredesk.domain.parcel import Parcel, ParcelHeader, encode_header
from welfaredesk.store import folders
from welfaredesk.store.exchange.cursor import cursor
from welfaredesk.sync.frames import encode, raw
from welfaredesk.sync.interning import Outgoing
from welfaredesk.sync.line import Line, LineBroken
from welfaredesk.sync.parcels import known_ids, parcel_id, seal_parcel
from welfaredesk.sync.wire import FORMAT, Ask, Code, FrameKind

FIRST_N = 1 << 40
"""Numbers that the honest half of the same desk never comes to."""


class Hostile:
    """The keys of an admitted desk in the hands of another program."""

    def __init__(self, world: World, machine: Machine) -> None:
        """Take the keys out of its vault."""
        self.world = world
        self.machine = machine
        self.session = machine.session
        self.identity = self.session.identity
        self.sign = SigningKey.from_bytes(self.identity.sign)
        self.ids = world.dice.ids
        self.placed: tuple[int, bytes] | None = None

    def folders(self) -> list[tuple[str, bytes]]:
        """Return id and key of the folders that it can open."""
        return sorted(self.machine.read().conn.execute("SELECT id, key FROM folder WHERE whole").fetchall())

    def push(self, frames: list[bytes], *, line: Line | None = None) -> list[str]:
        """Push frames as they are and return the codes of what was refused."""
        at = cursor(self.machine.read())
        way = line or self.world.server_for(self.machine).line(self.machine.name)
        place = server_of(self.session)
        assert place is not None
        ask = Ask(FORMAT, at.position, at.h, version(), 0)
        reply = Talk(self.session, way, place=place).ask(ask, frames)
        for _ in reply.batches():
            pass
        return [one.code for one in reply.refused]

    def chain(self, folder: str) -> tuple[int, bytes]:
        """Return the last `k` and parcel that the server has of this desk in a folder, or that one pretends it has."""
        return self.placed or self.world.server_for(self.machine).chain_of(folder, self.identity.desk)

    def parcel(
        self,
        folder: str,
        key: bytes,
        *,
        text: bytes | None,
        changes: dict[str, Operation] | None = None,
        n: int | None = None,
    ) -> Parcel:
        """Return a rightly signed parcel with any text, or with one entry of any words; `n` is its number, if given."""
        k, previous = self.chain(folder)
        if n is None:
            n = FIRST_N + self.world.counters["hostile n"]
            self.world.counters["hostile n"] += 1
        at = cursor(self.machine.read())
        if text is None:
            return seal_parcel(
                [self._entry(folder, k + 1, changes or {})],
                ente=self.identity.ente,
                folder=folder,
                key=key,
                desk=self.identity.desk,
                n=n,
                previous=previous,
                last=at.position,
                last_h=at.h,
                sign=self.sign,
                known=known_ids(ente=self.identity.ente, operator=self.identity.operator, root=self._root(folder)),
            )
        header = ParcelHeader(
            1, packed(self.identity.ente), packed(folder), key_id(key), packed(self.identity.desk), n, k + 1, k + 1,
            previous, at.position, at.h[:8],
        )  # fmt: skip
        sealed = seal(key, text, aad=encode_header(header))
        bare = Parcel(header, sealed, b"")
        return msgspec.structs.replace(bare, signature=self.sign.sign(Label.PARCEL, parcel_id(bare)))

    def _root(self, folder: str) -> str:
        found = folders.by_id(self.machine.read(), folder)
        return "" if found is None else found.root

    def _entry(self, folder: str, k: int, changes: dict[str, Operation]) -> tuple[Header, bytes]:
        body = encode_body(Body(self.ids.token(16), changes))
        record = self.ids.opaque()
        self.world.strange.add(record)
        header = Header(
            format=1, desk=self.identity.desk, seq=FIRST_N + k, k=k, save=self.ids.new(), folder=folder,
            record=record, type="no such type", rules=99, kind=EntryKind.SET, seen={},
            operator=self.identity.operator, utc_ms=0, offset=0, body_hash=sha256(body),
        )  # fmt: skip
        return header, body


def wired(*parcels: Parcel) -> list[bytes]:
    """Return parcels as the frames of one request."""
    outgoing = Outgoing()
    return [encode(FrameKind.PARCEL, outgoing.wire(one)) for one in parcels]


def strike(world: World, machine: Machine) -> None:
    """Push something that is not as it should be."""
    hostile = Hostile(world, machine)
    dice = world.dice
    kind = dice.below(6)
    folders = hostile.folders()
    parcel: Parcel | None = None
    frames: list[bytes] = []
    match kind:
        case 0:
            parcel = hostile.parcel(*dice.pick(folders), text=b"")
        case 1:
            text = dice.ids.token(1 + dice.below(200))
            parcel = hostile.parcel(*dice.pick(folders), text=text)
        case 2:
            frames = wired(hostile.parcel(dice.ids.opaque(), dice.ids.token(32), text=b"\0" * 32))
        case 3:
            parcel = hostile.parcel(*dice.pick(folders), text=None, changes={"x": Put({"a": [1, None]})})
        case 4:
            frames = [raw(FrameKind.STATEMENT, dice.ids.token(1 + dice.below(300)))]
        case _:
            frames = [raw(FrameKind.PARCEL, dice.ids.token(1 + dice.below(100)))]
    try:
        hostile.push(frames if parcel is None else wired(parcel))
    except LineBroken:
        world.counters["hostile cut off"] += 1
    if parcel is not None:
        world.counters["rubbish placed"] += 1
        follow(hostile, parcel, key=dict(folders)[spelled(parcel.header.folder)])


def follow(hostile: Hostile, placed: Parcel, *, key: bytes) -> None:
    """Push what no server takes after a parcel that has a place: its number once more, and a gap in `k`."""
    world, folder = hostile.world, spelled(placed.header.folder)
    if hostile.chain(folder) != (placed.header.k_to, parcel_id(placed)):
        return
    again = hostile.parcel(folder, key, text=b"\1" * 32, n=placed.header.n)
    k, previous = hostile.chain(folder)
    hostile.placed = (k + 1, previous)
    beyond = hostile.parcel(folder, key, text=b"\2" * 32, n=FIRST_N + world.counters["hostile n"])
    try:
        codes = hostile.push(wired(again, beyond))
    except (LineBroken, Fault) as error:
        raise WorldFailed(world, "a parcel was placed, and nothing is answered to what follows it") from error
    if codes != [Code.N_TAKEN, Code.GAP]:
        raise WorldFailed(world, f"a number used twice and a gap in k are answered with {codes}")
    world.counters["followed"] += 1
