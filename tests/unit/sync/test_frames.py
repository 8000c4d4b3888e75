# SPDX-License-Identifier: EUPL-1.2
"""Frames come out of any pieces as they went in; a reader takes no more than its limits, whatever comes."""

import tracemalloc
from itertools import pairwise

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sync.made import DESK, FOLDER, fresh_ids, some_parcel
from welfaredesk.base.ids import packed, spelled
from welfaredesk.sync.frames import FrameReader, WireBroken, decode, encode, raw
from welfaredesk.sync.interning import Incoming, Outgoing
from welfaredesk.sync.leb128 import NumberBroken, leb128, read_leb128
from welfaredesk.sync.limits import MIB, MOST_FRAME
from welfaredesk.sync.wire import STRUCT_OF, End, FrameKind, Own, ParcelAt, Refused, RequestHead, WireParcel

frames = st.lists(st.tuples(st.sampled_from(FrameKind), st.binary(max_size=400)), max_size=6)


def pieces(data: bytes, cuts: list[int]) -> list[bytes]:
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    return [data[start:end] for start, end in pairwise(places)]


@given(frames, st.lists(st.integers(0, 3000), max_size=8))
def test_frames_come_out_of_any_pieces(sent: list[tuple[FrameKind, bytes]], cuts: list[int]) -> None:
    data = b"".join(raw(kind, payload) for kind, payload in sent)
    reader = FrameReader()
    assert [frame for piece in pieces(data, cuts) for frame in reader.feed(piece)] == sent
    assert reader.at_end
    assert reader.total == len(data)


def test_a_cut_frame_is_half_read_and_the_whole_ones_before_it_count() -> None:
    whole, half = raw(FrameKind.STATEMENT, b"x" * 200), raw(FrameKind.STATEMENT, b"y" * 200)[:-1]
    for end in range(1, len(half)):
        reader = FrameReader()
        assert list(reader.feed(whole + half[:end])) == [(FrameKind.STATEMENT, b"x" * 200)]
        assert not reader.at_end


def test_frames_that_nobody_took_come_with_the_next() -> None:
    reader = FrameReader()
    for frame in reader.feed(raw(FrameKind.END, b"1") + raw(FrameKind.END, b"2") + raw(FrameKind.END, b"3")):
        assert frame == (FrameKind.END, b"1")
        break
    assert [payload for _, payload in reader.feed(b"")] == [b"2", b"3"]


@pytest.mark.parametrize("data", [b"\x00\x00", b"\xff\x00", b"\x01\x80\x00", b"\x01\x80\x80\x80\x80\x01"])
def test_what_is_no_frame_is_refused(data: bytes) -> None:
    with pytest.raises(WireBroken):
        list(FrameReader().feed(data))


def test_a_frame_larger_than_the_limit_is_refused_before_it_comes() -> None:
    with pytest.raises(WireBroken):
        list(FrameReader(100).feed(bytes([FrameKind.PARCEL]) + leb128(101)))
    assert list(FrameReader(100).feed(raw(FrameKind.PARCEL, bytes(100))))
    with pytest.raises(WireBroken):
        list(FrameReader().feed(bytes([FrameKind.PARCEL]) + leb128(MOST_FRAME + 1)))


def test_a_stream_larger_than_the_limit_is_refused() -> None:
    reader = FrameReader(100, 150)
    assert len(list(reader.feed(raw(FrameKind.PARCEL, bytes(98))))) == 1
    with pytest.raises(WireBroken):
        reader.feed(raw(FrameKind.PARCEL, bytes(98)))


@given(st.integers(0, 2**28 - 1))
def test_lengths_are_spelled_one_way(number: int) -> None:
    assert read_leb128(b"?" + leb128(number), 1) == (number, 1 + len(leb128(number)))
    with pytest.raises(NumberBroken):
        read_leb128(leb128(number)[:-1] + bytes([leb128(number)[-1] | 0x80, 0]), 0)


def test_a_message_comes_back() -> None:
    for kind, message in ((FrameKind.END, End(bytes(16))), (FrameKind.OWN, Own(1, 2, bytes(8)))):
        ((found, payload),) = FrameReader().feed(encode(kind, message))
        assert (found, decode(found, payload)) == (kind, message)


def test_a_statement_is_bytes_and_no_message() -> None:
    with pytest.raises(WireBroken):
        decode(FrameKind.STATEMENT, b"\x90")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        (FrameKind.OWN, Own(0, 1, bytes(8))),
        (FrameKind.OWN, Own(1, 2**63, bytes(8))),
        (FrameKind.OWN, Own(1, 1, bytes(9))),
        (FrameKind.REFUSED, Refused(-1, "x")),
        (FrameKind.REFUSED, Refused(0, "x" * 300)),
        (FrameKind.PARCEL, WireParcel(0, bytes(15), 1, 1, 1, b"", bytes(64))),
        (FrameKind.PARCEL, WireParcel(0, bytes(16), 1, 1, 10_001, b"", bytes(64))),
        (FrameKind.PARCEL, WireParcel(-1, bytes(16), 1, 1, 1, b"", bytes(64))),
        (FrameKind.PARCEL, WireParcel(0, bytes(16), 1, 1, 1, b"", bytes(63))),
    ],
)
def test_a_field_out_of_its_bounds_is_refused(kind: FrameKind, message: msgspec.Struct) -> None:
    with pytest.raises(WireBroken):
        decode(kind, msgspec.msgpack.encode(message))


def test_names_are_written_once_in_a_message() -> None:
    out, incoming = Outgoing(), Incoming()
    first, second = out.wire(some_parcel(n=1)), out.wire(some_parcel(n=2))
    assert (second.origin, second.folder) == (0, 0)
    for wire, n in ((first, 1), (second, 2)):
        named = incoming.name(wire)
        assert (named.desk, named.folder, named.n, named.k_from, named.k_to) == (DESK, FOLDER, n, 7, 9)


def test_the_folders_of_a_grant_are_numbered_by_it() -> None:
    out, incoming = Outgoing(), Incoming()
    for names in (out, incoming):
        names.learn([bytes(16), packed(FOLDER), bytes(16)])
    assert out.wire(some_parcel()).folder == 1
    assert out.folder(bytes([1] * 16)) == bytes([1] * 16)
    assert out.folder(bytes([1] * 16)) == 2
    assert incoming.folder(bytes([1] * 16)) == incoming.folder(2) == spelled(bytes([1] * 16))
    assert incoming.folder(1) == FOLDER


def test_a_number_that_names_nothing_is_refused() -> None:
    good = Outgoing().wire(some_parcel())
    origin = msgspec.structs.replace(good.origin, desk=b"short") if not isinstance(good.origin, int) else 0
    for changed in (
        {"origin": 0},
        {"folder": 0},
        {"folder": -1},
        {"folder": b"short"},
        {"origin": origin},
        {"k_from": 0},
        {"count": 0},
        {"k_from": 2**63 - 1, "count": 2},
    ):
        with pytest.raises(WireBroken):
            Incoming().name(msgspec.structs.replace(good, **changed))


def test_hostile_bytes_break_nothing_and_take_no_memory() -> None:
    ids = fresh_ids(9)
    good = encode(FrameKind.PARCEL_AT, ParcelAt(5, Outgoing().wire(some_parcel())))
    openings = [b"\xdd\xff\xff\xff\xff", b"\xc6\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\x91" * 5000, b"\x9f"]
    tracemalloc.start()
    try:
        for number in range(2_000):
            kind = list(FrameKind)[number % len(FrameKind)]
            payload = openings[number % 5] + ids.token(number % 97)
            if number % 3 == 0:
                cut = bytearray(good[2 + number % 2 :])
                cut[number % len(cut)] = ids.token(1)[0]
                payload = bytes(cut[: 1 + number % (2 * len(cut))])
            _read_hostile(raw(kind, payload) if number % 7 else payload)
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()


def _read_hostile(data: bytes) -> None:
    try:
        for kind, payload in FrameReader().feed(data):
            message = decode(kind, payload, head=RequestHead)
            if isinstance(message, ParcelAt):
                Incoming().name(message.parcel)
    except WireBroken:
        return


def test_every_kind_but_two_has_one_message() -> None:
    assert set(STRUCT_OF) == set(FrameKind) - {FrameKind.HEAD, FrameKind.STATEMENT}
    assert len(packed(DESK)) == 16
