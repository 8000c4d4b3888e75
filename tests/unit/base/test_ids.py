# SPDX-License-Identifier: EUPL-1.2
"""Ids: in the order of time, derived alike everywhere, spelled so that they can be read aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import (
    ALPHABET,
    ID_LENGTH,
    Ids,
    SeededIds,
    SystemIds,
    derived_id,
    is_id,
    packed,
    spell,
    spelled,
)

numbers = st.integers(0, 2**128 - 1)


@given(numbers, numbers)
def test_spellings_are_in_the_order_of_their_numbers(one: int, other: int) -> None:
    assert (spell(one) < spell(other)) == (one < other)
    assert (spell(one) == spell(other)) == (one == other)


@given(numbers)
def test_a_spelling_is_an_id_and_holds_the_whole_number(value: int) -> None:
    text = spell(value)
    assert is_id(text)
    read = 0
    for sign in text:
        read = read * 32 + ALPHABET.index(sign)
    assert read == value


@given(numbers)
def test_an_id_travels_as_the_bytes_of_its_number(value: int) -> None:
    data = value.to_bytes(16, "big")
    assert packed(spell(value)) == data
    assert spelled(data) == spell(value)


@pytest.mark.parametrize("size", [0, 15, 17])
def test_bytes_that_are_no_id_are_refused(size: int) -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        spelled(bytes(size))


@pytest.mark.parametrize("text", ["", "8" + "0" * 25, "0" * 25 + "u", "0" * 24 + "_0", "+" + "0" * 25])
def test_letters_that_are_no_id_are_not_packed(text: str) -> None:
    with pytest.raises(ValueError, match="26 letters"):
        packed(text)


def test_the_ends_of_the_numbers_are_spelled() -> None:
    assert spell(0) == "0" * ID_LENGTH
    assert spell(2**128 - 1) == "7" + "z" * 25
    assert not set("ilou") & set(ALPHABET)


@pytest.mark.parametrize(
    "text",
    [
        None,
        26,
        "",
        "0" * 25,
        "0" * 27,
        "8" + "0" * 25,
        "0" * 25 + "i",
        "0" * 25 + "A",
        "0" * 25 + " ",
        "0" * 25 + "\u0660",
        ["0"] * 26,
    ],
)
def test_what_is_no_id_is_told(text: object) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("source", "purpose", "identity"),
    [
        ("00000000000000000000000000", "roster", "5kvsktke7akk3m9tc5pg3n3510"),
        ("00000000000000000000000000", "settings", "78dc6pn6mgt8fhaaqg2h4dnt7c"),
        ("7zzzzzzzzzzzzzzzzzzzzzzzzz", "register/11111111111111111111111111/2026", "3wezhv944n626fshmr595adm3g"),
        ("", "", "7v4y90dp8v9qx5hwz4px2w39ar"),
    ],
)
def test_derived_ids_have_not_drifted(source: str, purpose: str, identity: str) -> None:
    assert derived_id(source, purpose) == identity


@given(st.text(alphabet="ab\x01", max_size=3), st.text(alphabet="ab\x01", max_size=3), st.data())
def test_a_derived_id_depends_on_source_and_purpose_apart(source: str, purpose: str, data: st.DataObject) -> None:
    other = data.draw(st.tuples(st.text(alphabet="ab\x01", max_size=3), st.text(alphabet="ab\x01", max_size=3)))
    assert (derived_id(source, purpose) == derived_id(*other)) == ((source, purpose) == other)
    assert is_id(derived_id(source, purpose))


@pytest.mark.parametrize("kind", [SystemIds, lambda clock: SeededIds(1, clock)], ids=["chance", "seed"])
def test_ids_follow_the_clock_and_opaque_ones_do_not(kind: type[SystemIds]) -> None:
    clock = FixedClock(Moment(1_792_396_800_000), step_ms=1)
    ids: Ids = kind(clock)
    made = [ids.new() for _ in range(50)]
    assert made == sorted(made)
    assert len({one[:10] for one in made}) == 50
    opaque = [ids.opaque() for _ in range(50)]
    assert len({*made, *opaque}) == 100
    assert all(is_id(one) for one in (*made, *opaque))
    assert opaque != sorted(opaque)
    assert [len(ids.token(size)) for size in (0, 1, 16, 32)] == [0, 1, 16, 32]
    assert ids.token(32) != ids.token(32)


def test_one_seed_gives_one_sequence() -> None:
    clock = FixedClock(Moment(5))
    one, again, other = SeededIds(3, clock), SeededIds(3, clock), SeededIds(4, clock)
    first = (one.new(), one.opaque(), one.token(8))
    assert first == (again.new(), again.opaque(), again.token(8))
    assert first != (other.new(), other.opaque(), other.token(8))
