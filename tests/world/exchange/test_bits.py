# SPDX-License-Identifier: EUPL-1.2
"""Each bit of a parcel on its way is flipped: it is refused, never read as something else."""

import msgspec
import pytest

from tests.world.values import Dice
from welfaredesk.base.ids import SeededIds, packed
from welfaredesk.crypto.hashes import key_id, sha256
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.domain.entry import Body, EntryKind, Header, Put, PutText, encode_body
from welfaredesk.domain.parcel import Parcel
from welfaredesk.sync.frames import FrameReader, WireBroken, decode, encode
from welfaredesk.sync.interning import Incoming, Outgoing
from welfaredesk.sync.limits import MOST_FRAME
from welfaredesk.sync.parcels import ParcelUnreadable, completed, open_parcel, parcel_id, seal_parcel
from welfaredesk.sync.wire import FrameKind, ParcelAt

POSITION = 7
Packed = tuple[Header, bytes]


class Sender:
    """A desk that seals one parcel."""

    def __init__(self) -> None:
        """Draw what it needs from one seed."""
        ids: SeededIds = Dice.of(5).ids
        self.ente, self.folder, self.desk = ids.opaque(), ids.opaque(), ids.opaque()
        self.key, self.sign = ids.token(32), SigningKey.from_bytes(ids.token(32))
        self.entries: list[Packed] = []
        for k in (1, 2):
            body = encode_body(Body(ids.token(16), {"job": Put(f"v{k}"), "notes": PutText("Una riga e un'altra.")}))
            self.entries.append((self._header(ids, k, body), body))

    def _header(self, ids: SeededIds, k: int, body: bytes) -> Header:
        return Header(
            format=1,
            desk=self.desk,
            seq=k,
            k=k,
            save=ids.new(),
            folder=self.folder,
            record=ids.new(),
            type="person",
            rules=1,
            kind=EntryKind.SET,
            seen={},
            operator=ids.new(),
            utc_ms=1_792_396_800_000 + k,
            offset=120,
            body_hash=sha256(body),
        )

    def parcel(self) -> Parcel:
        return seal_parcel(
            self.entries,
            ente=self.ente,
            folder=self.folder,
            key=self.key,
            desk=self.desk,
            n=3,
            previous=b"",
            last=5,
            last_h=b"\1" * 32,
            sign=self.sign,
        )

    def read(self, data: bytes) -> list[Packed] | None:
        """Return the entries that a reader takes from a frame, nothing when it refuses it."""
        reader = FrameReader(MOST_FRAME)
        try:
            ((kind, payload),) = list(reader.feed(data))
            message = decode(kind, payload)
        except (WireBroken, ValueError):
            return None
        if not isinstance(message, ParcelAt) or message.position != POSITION:
            return None  # which position it stands at is what the server signs with its h
        try:
            named = Incoming().name(message.parcel)
        except WireBroken:
            return None
        parcel = completed(named, ente=self.ente, key_ids=[key_id(self.key)], previous=b"", public=self.sign.public)
        return None if parcel is None else open_parcel(parcel, self.key)


def test_each_bit_of_a_parcel_flipped_is_refused() -> None:
    sender = Sender()
    parcel = sender.parcel()
    frame = encode(FrameKind.PARCEL_AT, ParcelAt(POSITION, Outgoing().wire(parcel)))
    assert sender.read(frame) == sender.entries
    read = []
    for bit in range(len(frame) * 8):
        flipped = bytearray(frame)
        flipped[bit // 8] ^= 1 << bit % 8
        if sender.read(bytes(flipped)) is not None:
            read.append(bit)
    assert read == []


def test_each_bit_of_what_a_desk_keeps_of_a_parcel_is_bound_to_its_id_or_its_signature() -> None:
    sender = Sender()
    parcel = sender.parcel()
    name = parcel_id(parcel)
    for bit in range(len(parcel.sealed) * 8):
        sealed = bytearray(parcel.sealed)
        sealed[bit // 8] ^= 1 << bit % 8
        other = msgspec.structs.replace(parcel, sealed=bytes(sealed))
        assert parcel_id(other) != name
        with pytest.raises(ParcelUnreadable):
            open_parcel(other, sender.key)


@pytest.mark.parametrize("field", ["n", "k_to", "last", "previous", "desk", "folder", "ente", "last_h"])
def test_a_parcel_of_another_place_does_not_open(field: str) -> None:
    sender = Sender()
    parcel = sender.parcel()
    ids = Dice.of(6).ids
    others = {"n": 4, "k_to": 3, "last": 6, "previous": ids.token(32), "last_h": ids.token(8)}
    others |= {name: packed(ids.opaque()) for name in ("desk", "folder", "ente")}
    header = msgspec.structs.replace(parcel.header, **{field: others[field]})
    with pytest.raises(ParcelUnreadable):
        open_parcel(msgspec.structs.replace(parcel, header=header), sender.key)
