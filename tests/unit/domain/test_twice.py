# SPDX-License-Identifier: EUPL-1.2
"""The same entry under two names, sent by both lives of a desk: one entry, whoever has seen which."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.domain.desks import DESKS, Server, entry_of, plain_worlds
from welfaredesk.domain.entry import Entry, EntryKind, EntryRef, Operation, Put, PutText
from welfaredesk.domain.fold import RecordState, apply, fold
from welfaredesk.domain.settling import seen_to_settle, waiting_fields

LIVED_TWICE, OTHER_NAME = DESKS[0], "anna-bis"


def written(desk: str, k: int, changes: dict[str, Operation], *, seen: dict[str, int], kind: EntryKind) -> Entry:
    """Return an entry with a hash of its own."""
    made = entry_of(desk, k, changes, seen=seen, kind=kind)
    return replace(made, header=replace(made.header, body_hash=f"{desk}{k}".encode()))


def put(desk: str, k: int, value: object, *, seen: dict[str, int] | None = None) -> Entry:
    """Return an entry that puts a telephone number."""
    return written(desk, k, {"phone": Put(value)}, seen=seen or {}, kind=EntryKind.SET)


def again(entry: Entry, k: int, *, seen: dict[str, int]) -> Entry:
    """Return an entry as the other life of its desk sends it: another name and number, the same words."""
    return replace(entry, header=replace(entry.header, desk=OTHER_NAME, k=k, seen=seen), seen=seen)


def plain(state: RecordState) -> dict[str, Any]:
    """Return what stands and what waits, by whatever name."""
    return {
        name: (cell.value, sorted(one.value or 0 for one in cell.waiting), len(cell.setters))
        for name, cell in state.cells.items()
    }


def test_the_second_in_order_folds_to_nothing() -> None:
    first, bice = put("anna", 1, "1"), put("bice", 1, "2", seen={"anna": 1})
    late = put("anna", 2, "3")
    twin = again(late, 1, seen={"anna": 1})
    state = fold([first, bice, late, twin])
    assert state.cells["phone"].value == "2"
    assert [clash.waiting.ref for clash in state.clashes()] == [EntryRef("anna", 2)]
    assert state.order == [first.ref, bice.ref, late.ref]


def test_whichever_comes_first_counts() -> None:
    first, bice = put("anna", 1, "1"), put("bice", 1, "2", seen={"anna": 1})
    late = put("anna", 2, "3")
    twin = again(late, 1, seen={"anna": 1})
    state = fold([first, bice, twin, late])
    assert [clash.waiting.ref for clash in state.clashes()] == [EntryRef(OTHER_NAME, 1)]


def test_whoever_has_seen_either_has_seen_both() -> None:
    first = put("anna", 1, "1")
    second = put("anna", 2, "2", seen={"anna": 1})
    twin = again(second, 1, seen={"anna": 1})
    by_the_other_name = put("bice", 1, "3", seen={"anna": 1, OTHER_NAME: 1})
    by_the_first = put("bice", 1, "3", seen={"anna": 2})
    for later in (by_the_other_name, by_the_first):
        state = fold([first, second, twin, later])
        assert (state.cells["phone"].value, list(state.clashes())) == ("3", [])


def test_what_was_written_between_the_two_had_seen_both_too() -> None:
    first = put("anna", 1, "1")
    second = put("anna", 2, "2", seen={"anna": 1})
    between = put("bice", 1, "3", seen={"anna": 1, OTHER_NAME: 1})
    twin = again(second, 1, seen={"anna": 1})
    assert plain(fold([first, second, between, twin])) == plain(fold([first, twin, between, second]))
    assert not list(fold([first, second, between, twin]).clashes())


def test_a_text_is_merged_with_it_once() -> None:
    def text(desk: str, k: int, words: str, seen: dict[str, int]) -> Entry:
        return written(desk, k, {"notes": PutText(words)}, seen=seen, kind=EntryKind.SET)

    first = text("anna", 1, "Una.\n\nDue.", {})
    second = text("anna", 2, "Una, cambiata.\n\nDue.", {"anna": 1})
    bice = text("bice", 1, "Una.\n\nDue, cambiata.", {"anna": 1})
    twin = again(second, 1, seen={"anna": 1})
    assert fold([first, bice, second, twin]).cells["notes"].value == "Una, cambiata.\n\nDue, cambiata."


def test_the_words_of_another_operator_are_his_own() -> None:
    first, late = put("anna", 1, "1"), put("bice", 1, "2", seen={"anna": 1})
    stolen = replace(late, header=replace(late.header, desk="carla", operator="carla"))
    state = fold([first, late, stolen])
    assert state.order == [first.ref, late.ref, stolen.ref]


def test_who_settles_one_question_leaves_the_others_unseen_under_both_names() -> None:
    first = put("anna", 1, "1")
    stands = put("bice", 1, "2", seen={"anna": 1})
    waits = put("carla", 1, "4", seen={"anna": 1})
    late = put("anna", 2, "3", seen={})
    twin = again(late, 1, seen={"anna": 1})
    state = fold([first, stands, waits, late, twin])
    assert len(list(waiting_fields(state))) == 2
    everything = {"anna": 2, "bice": 1, "carla": 1, OTHER_NAME: 1}
    wanted = seen_to_settle(state, waits.ref, fields=["phone"], seen=everything, desk="bice")
    settled = put("bice", 2, "4", seen=wanted)
    apply(state, settled)
    assert [clash.waiting.ref for clash in state.clashes()] == [late.ref]


def test_one_by_one_it_is_the_same_as_all_at_once() -> None:
    entries = [put("anna", 1, "1"), put("bice", 1, "2", seen={"anna": 1}), put("anna", 2, "3")]
    entries += [again(entries[-1], 1, seen={"anna": 1}), put("carla", 1, "5", seen={"bice": 1, OTHER_NAME: 1})]
    state = RecordState()
    for entry in entries:
        apply(state, entry)
    assert plain(state) == plain(fold(entries))
    assert not list(state.clashes())


@st.composite
def lived_twice(draw: st.DrawFn) -> tuple[list[Entry], list[Entry]]:
    """Give entries, and the same with those of one desk sent once more, and seen by either name."""
    server: Server = draw(plain_worlds())
    once = [replace(e, header=replace(e.header, body_hash=f"{e.ref}".encode())) for e in server.entries]
    base = draw(st.integers(0, 3))
    places = [place for place, e in enumerate(once) if e.header.desk == LIVED_TWICE and e.header.k > base]
    where = sorted(draw(st.lists(st.integers(0, len(once)), min_size=len(places), max_size=len(places))))
    both: list[Entry] = []
    given = 0
    for place in range(len(once) + 1):
        while given < len(places) and max(where[given], places[given] + 1) <= place:
            original = once[places[given]]
            given += 1
            both.append(again(original, given, seen=renamed(original, base, given - 1)))
        if place == len(once):
            break
        entry = once[place]
        if entry.header.desk != LIVED_TWICE and draw(st.booleans()):
            seen = renamed(entry, base, given)
            entry = replace(entry, header=replace(entry.header, seen=seen), seen=seen)
        both.append(entry)
    return once, both


def renamed(entry: Entry, base: int, given: int) -> dict[str, int]:
    """Return what an entry had seen with the numbers past `base` under the other name, as far as those are given."""
    seen, k = dict(entry.seen), entry.seen.get(LIVED_TWICE, 0)
    if base < k <= base + given:
        seen[OTHER_NAME] = k - base
        seen[LIVED_TWICE] = base
    return {desk: number for desk, number in seen.items() if number}


@given(lived_twice())
@settings(max_examples=300)
def test_entries_sent_under_two_names_change_nothing(worlds: tuple[list[Entry], list[Entry]]) -> None:
    once, both = worlds
    assert plain(fold(both)) == plain(fold(once))
