# SPDX-License-Identifier: EUPL-1.2
"""What is packed comes out equal, and rubbish is refused."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sync.made import DESK, FOLDER, NOW, RECORD, entry_lists, header, some_entries
from welfaredesk.domain.entry import encode_header
from welfaredesk.sync.columns import ColumnReader, ColumnsBroken, ColumnWriter
from welfaredesk.sync.enclosing import Enclosed
from welfaredesk.sync.limits import MOST_ENTRIES, MOST_NUMBER
from welfaredesk.sync.packing import PackedEntry, pack, unpack


def unpacked(content: Enclosed, entries: list[PackedEntry]) -> list[PackedEntry]:
    return unpack(content, desk=DESK, folder=FOLDER, k_from=entries[0][0].k, count=len(entries))


@given(entry_lists())
def test_entries_come_out_as_they_went_in(entries: list[PackedEntry]) -> None:
    found = unpacked(pack(entries), entries)
    assert found == entries
    for one, _ in found:
        assert list(one.seen) == sorted(one.seen)


@given(st.lists(st.integers(-MOST_NUMBER, MOST_NUMBER), min_size=1, max_size=20), st.integers(0, 1))
def test_a_column_of_numbers_comes_back(numbers: list[int], shape: int) -> None:
    out = ColumnWriter()
    out.column(numbers, rising=bool(shape))
    text = ColumnReader(out.written())
    assert text.column(len(numbers)) == numbers
    text.end()


@pytest.mark.parametrize("numbers", [[5] * 9, [1, 2, 3], [3, 1, -1], [1, 5, 6], [MOST_NUMBER, -MOST_NUMBER]])
def test_columns_of_each_shape_come_back(numbers: list[int]) -> None:
    out = ColumnWriter()
    out.column(numbers)
    assert ColumnReader(out.written()).column(len(numbers)) == numbers


def test_what_every_entry_shares_costs_nothing_more() -> None:
    few, many = (len(pack([(header(k, b""), b"") for k in range(1, 1 + count)]).data) for count in (2, 500))
    assert many <= few + 4


def test_bodies_are_kept_byte_by_byte_even_when_they_are_none() -> None:
    odd = [
        b"",
        b"\x92\xc4\x10",
        b"\x92\xc4\x10" + bytes(16),
        b"\x92\xc4\x10" + bytes(16) + b"\xc1",
        b"\x92\xc4\x10" + bytes(16) + b"\x80\x80",
        b"\x92\xc4\x10" + bytes(16) + b"\xd9\x05ab",
        b"\x92\xc4\x10" + bytes(16) + b"\x81\xd9\x1a" + RECORD.encode() + b"\xc0",
        b"\x92\xc4\x10" + bytes(16) + b"\x81\xba" + RECORD.encode() + b"\xba" + RECORD.upper().encode(),
        b"\x93\xc4\x10" + bytes(16) + b"\x80",
    ]
    entries = [(header(k, body), body) for k, body in enumerate(odd, 1)]
    assert unpacked(pack(entries), entries) == entries


def test_an_id_in_a_body_is_written_once() -> None:
    body = msgspec.msgpack.encode([bytes(16), {"a": RECORD, "b": [RECORD, RECORD]}])
    content = pack([(header(1, body), body)])
    assert RECORD.encode() not in content.data
    assert unpacked(content, [(header(1, body), body)]) == [(header(1, body), body)]


@pytest.mark.parametrize("other", [{"operator": "altro"}, {"record": "R" * 26}, {"seq": 2**63}, {"type": "t" * 300}])
def test_what_does_not_fit_the_format_is_refused_before_it_is_sent(other: dict[str, object]) -> None:
    one = header(1, b"", **other)
    with pytest.raises(ValueError, match=r"id|larger|long"):
        pack([(one, b""), (msgspec.structs.replace(one, seen={one.desk: 1}), b"")])


def test_a_parcel_holds_some_entries_and_not_too_many() -> None:
    with pytest.raises(ValueError, match="entries"):
        pack([(header(1, b""), b"")] * (MOST_ENTRIES + 1))
    for count in (0, MOST_ENTRIES + 1):
        with pytest.raises(ColumnsBroken):
            unpack(pack(some_entries()), desk=DESK, folder=FOLDER, k_from=1, count=count)


@given(st.binary(max_size=200), st.binary(max_size=64), st.integers(1, MOST_ENTRIES))
def test_rubbish_is_no_text(data: bytes, beside: bytes, count: int) -> None:
    with pytest.raises(ColumnsBroken):
        unpack(Enclosed(b"\x01" + data, beside), desk=DESK, folder=FOLDER, k_from=1, count=count)


@given(st.integers(0, 10_000), st.integers(0, 255), st.integers(0, 1))
def test_a_changed_byte_gives_other_entries_or_none(place: int, byte: int, part: int) -> None:
    entries = some_entries()
    content = pack(entries)
    data, chance = bytearray(content.data), bytearray(content.beside)
    changed = (data, chance)[part]
    changed[place % len(changed)] = byte
    try:
        found = unpacked(Enclosed(bytes(data), bytes(chance)), entries)
    except ColumnsBroken:
        return
    assert len(found) == len(entries)
    assert all(encode_header(one) for one, _ in found)


def test_a_later_version_and_something_left_over_are_refused() -> None:
    entries = some_entries()
    content = pack(entries)
    for data, beside in (
        (b"\x02" + content.data[1:], content.beside),
        (content.data + b"\0", content.beside),
        (content.data, content.beside + b"\0"),
        (content.data[:-1], content.beside),
        (content.data, content.beside[:-1]),
    ):
        with pytest.raises(ColumnsBroken):
            unpacked(Enclosed(data, beside), entries)


def test_times_before_our_era_and_ids_of_any_time_come_back() -> None:
    entries = [(header(1, b"", utc_ms=-NOW.utc_ms, save="7" + "z" * 25, record="0" * 26), b"")]
    assert unpacked(pack(entries), entries) == entries
