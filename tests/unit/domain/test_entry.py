# SPDX-License-Identifier: EUPL-1.2
"""Entries and statements as bytes: what is written comes back, and other bytes are told."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain import statement
from welfaredesk.domain.entry import (
    FORMAT,
    Body,
    Entry,
    EntryKind,
    EntryRef,
    EntryUnreadable,
    Header,
    Operation,
    Put,
    PutText,
    RowChanges,
    SpliceText,
    decode_body,
    decode_header,
    encode_body,
    encode_header,
    seen_difference,
    seen_whole,
)
from welfaredesk.domain.statement import Claim, Statement, StatementKind

desks = st.sampled_from(["anna", "bruno", "carla", "dario"])
seen = st.dictionaries(desks, st.integers(1, 10**6))
places = st.integers(0, 1000)
plain = st.none() | st.booleans() | st.integers(-(10**12), 10**12) | st.text()
values = st.recursive(plain, lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=8)
operations: st.SearchStrategy[Operation] = st.one_of(
    st.builds(Put, values),
    st.builds(PutText, st.text()),
    st.builds(SpliceText, st.lists(st.tuples(places, places, st.text()))),
    st.builds(RowChanges, st.dictionaries(st.text(), st.none() | st.dictionaries(st.text(), plain))),
)
bodies = st.builds(Body, st.binary(min_size=16, max_size=16), st.dictionaries(st.text(), operations))


def header(**said: Any) -> Header:
    """Return a header with everything that is not said."""
    whole: dict[str, Any] = {
        "format": FORMAT,
        "desk": "anna",
        "seq": 7,
        "k": 3,
        "save": "0" * 26,
        "folder": "1" * 26,
        "record": "2" * 26,
        "type": "person",
        "rules": 1,
        "kind": EntryKind.SET,
        "seen": {"bruno": 2},
        "operator": "3" * 26,
        "utc_ms": 1_792_396_800_000,
        "offset": 120,
        "body_hash": b"\x01" * 32,
    }
    return Header(**whole | said)


@given(bodies)
def test_a_body_comes_back_as_it_was_written(body: Body) -> None:
    data = encode_body(body)
    assert decode_body(data) == body
    assert encode_body(decode_body(data)) == data


@given(seen, st.sampled_from(EntryKind), st.integers(-720, 840))
def test_a_header_comes_back_as_it_was_written(had: dict[str, int], kind: EntryKind, offset: int) -> None:
    one = header(seen=had, kind=kind, offset=offset)
    assert decode_header(encode_header(one)) == one


def test_the_format_of_entries_has_not_drifted() -> None:
    assert encode_header(header()).hex() == (
        "9f01a4616e6e610703ba3030303030303030303030303030303030303030303030303030ba3131313131313131313131"
        "313131313131313131313131313131ba3232323232323232323232323232323232323232323232323232a6706572736f"
        "6e01a373657481a56272756e6f02ba3333333333333333333333333333333333333333333333333333cf000001a1532c"
        "b00078c4200101010101010101010101010101010101010101010101010101010101010101"
    )
    body = Body(
        b"\x02" * 16,
        {
            "surname": Put("Neri"),
            "notes": PutText("Una riga"),
            "text": SpliceText([(0, 3, "Due")]),
            "aliases": RowChanges({"4": {"alias": "Ada"}, "5": None}),
        },
    )
    assert encode_body(body).hex() == (
        "92c4100202020202020202020202020202020284a77375726e616d6592a13da44e657269a56e6f74657392a154a8556e"
        "612072696761a47465787492a17e91930003a3447565a7616c696173657392a12382a13481a5616c696173a3416461a1"
        "35c0"
    )


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x90", b"{}", encode_body(Body(b"", {}))[:-1]])
def test_bytes_that_are_no_entry_are_told(data: bytes) -> None:
    for decode in (decode_header, decode_body):
        with pytest.raises(EntryUnreadable):
            decode(data)


def test_an_operation_of_a_later_version_is_told() -> None:
    data = encode_body(Body(b"", {"surname": Put("Neri")})).replace(b"\xa1=", b"\xa1?")
    with pytest.raises(EntryUnreadable):
        decode_body(data)


@given(seen, seen)
def test_what_a_header_carries_of_seen_is_enough_for_all_of_it(before: dict[str, int], now: dict[str, int]) -> None:
    assert seen_whole(before, seen_difference(before, now)) == now
    assert seen_whole(None, seen_difference(None, now)) == now
    assert seen_difference(now, now) == {}


def test_an_older_draft_says_that_it_had_seen_less() -> None:
    assert seen_difference({"bruno": 4, "carla": 1}, {"bruno": 3}) == {"bruno": 3, "carla": 0}


def test_a_desk_had_seen_its_own_earlier_entries_and_what_it_says() -> None:
    one = Entry(header(k=3), Body(b"", {}), {"bruno": 2})
    assert one.ref == EntryRef("anna", 3)
    assert one.had_seen(EntryRef("anna", 2))
    assert not one.had_seen(EntryRef("anna", 3))
    assert one.had_seen(EntryRef("bruno", 2))
    assert not one.had_seen(EntryRef("bruno", 3))
    assert not one.had_seen(EntryRef("carla", 1))


def test_a_statement_comes_back_and_equal_bodies_have_equal_bytes() -> None:
    body = statement.encode_body({"operator": "a", "desk": "b"})
    assert body == statement.encode_body({"desk": "b", "operator": "a"})
    assert statement.decode_body(body) == {"desk": "b", "operator": "a"}
    claim = Claim(1, "0" * 26, StatementKind.DESK, b"", b"\x03" * 32, body)
    signed = Statement(claim, b"\x04" * 64)
    data = statement.encode_statement(signed)
    assert statement.decode_statement(data) == signed
    assert statement.encode_claim(claim) in data
    for wrong in (b"", data[:-1], b"\x90"):
        with pytest.raises(ValueError, match=r".+"):
            statement.decode_statement(wrong)
