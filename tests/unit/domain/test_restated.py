# SPDX-License-Identifier: EUPL-1.2
"""What an author says again that he had seen: names that stand for other entries ask no question and spare none."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.unit.domain.desks import Server, entry_of, plain_worlds
from welfaredesk.domain.entry import Entry, EntryKind, Operation, Put, PutText
from welfaredesk.domain.fold import RecordState, fold
from welfaredesk.domain.restated import RESTATED, Restated, body_of, changes_of, restated

FORMER, NOW = "anna", "anna-bis"
"""A desk that lived twice, and the name that one of its lives has taken since."""


def written(desk: str, k: int, changes: dict[str, Operation], *, seen: dict[str, int], by: str = "") -> Entry:
    """Return an entry with a hash of its own."""
    made = entry_of(desk, k, changes, seen=seen, kind=EntryKind.SET)
    return replace(made, header=replace(made.header, operator=by or desk, body_hash=f"{k:_<4}{desk:_<28}".encode()))


def put(desk: str, k: int, value: object, *, seen: dict[str, int] | None = None, by: str = "") -> Entry:
    """Return an entry that puts a telephone number."""
    return written(desk, k, {"phone": Put(value)}, seen=seen or {}, by=by)


def saying(desk: str, k: int, said: Sequence[Restated]) -> Entry:
    """Return the entry by which a desk says again what others had seen, where the roster says who lived twice."""
    return replace(written(desk, k, changes_of(said), seen={}), renamed=frozenset({FORMER, NOW, "dora"}))


def end(state: RecordState) -> tuple[dict[str, Any], list[tuple[str, object]]]:
    """Return what stands and what is asked."""
    return state.values(), [(str(clash.waiting.ref), clash.waiting.value) for clash in state.clashes()]


BEGUN = put(FORMER, 1, "1")
MEANT, NUMBERED = put(NOW, 1, "2", seen={FORMER: 1}, by=FORMER), put(FORMER, 2, "3")
"""What Bice had on her screen as the second of Anna's, and what has that number now."""


@pytest.mark.parametrize("order", [(MEANT, NUMBERED), (NUMBERED, MEANT)])
def test_the_words_that_were_meant_had_been_seen_and_not_those_that_have_the_number(order: tuple[Entry, Entry]) -> None:
    bice = put("bice", 1, "4", seen={FORMER: 2})
    said = saying("bice", 2, [Restated(body_of(bice.header), {FORMER: 1}, [body_of(MEANT.header)])])
    truth = put("bice", 1, "4", seen={FORMER: 1, NOW: 1})
    assert end(fold([BEGUN, *order, bice, said])) == end(fold([BEGUN, *order, truth]))
    assert end(fold([BEGUN, *order, bice])) != end(fold([BEGUN, *order, truth]))


def test_nobody_says_it_of_the_words_of_another() -> None:
    bice = put("bice", 1, "4", seen={FORMER: 1})
    said = saying("carla", 1, [Restated(body_of(bice.header), {}, [body_of(MEANT.header)])])
    assert end(fold([BEGUN, MEANT, bice, said])) == end(fold([BEGUN, MEANT, bice]))


@pytest.mark.parametrize("upto", [{}, {"carla": 0}, {"dora": 0}])
def test_words_of_a_desk_that_never_took_another_name_are_not_said_again(upto: dict[str, int]) -> None:
    """Else whoever wrote before a colleague makes what came after old, without a question: a closing too."""
    bice = put("bice", 1, "4", seen={FORMER: 1, "dora": 1})
    carla = put("carla", 1, "5", seen={FORMER: 1, "bice": 1})
    said = saying("bice", 2, [Restated(body_of(bice.header), upto, [body_of(carla.header)])])
    assert end(fold([BEGUN, bice, carla, said])) == ({"phone": "5"}, [])


def test_of_numbers_that_an_entry_does_not_name_nothing_is_said_again() -> None:
    bice = put("bice", 1, "4", seen={FORMER: 1})
    said = saying("bice", 2, [Restated(body_of(bice.header), {FORMER: 1}, [body_of(MEANT.header)])])
    assert end(fold([BEGUN, MEANT, bice, said])) == end(fold([BEGUN, MEANT, bice]))


@pytest.mark.parametrize("value", [None, 7, "x", [1], [{"entry": 1, "upto": {}, "bodies": []}], [{"entry": "x"}]])
def test_whatever_else_stands_there_is_passed_over(value: object) -> None:
    said = written("bice", 2, {RESTATED: Put(value), "phone": Put("9")}, seen={FORMER: 1})
    assert restated([BEGUN, said]) == [BEGUN]
    assert restated([BEGUN, written("bice", 2, {RESTATED: PutText("x")}, seen={})]) == [BEGUN]
    assert end(fold([BEGUN, written("bice", 2, {RESTATED: changes_of([])[RESTATED]}, seen={})])) == end(fold([BEGUN]))


def test_what_is_said_twice_is_said_together() -> None:
    bice = put("bice", 1, "4", seen={FORMER: 2, "dora": 1})
    dora = put("dora", 1, "5", seen={FORMER: 1})
    said = [
        saying("bice", 2, [Restated(body_of(bice.header), {FORMER: 1}, [body_of(MEANT.header)])]),
        saying("bice", 3, [Restated(body_of(bice.header), {"dora": 0}, [])]),
    ]
    _, _, _, _, told = restated([BEGUN, MEANT, NUMBERED, dora, bice, *said])
    assert [told.had_seen(one.ref) for one in (BEGUN, MEANT, NUMBERED, dora)] == [True, True, False, False]


@given(plain_worlds(), st.integers(0, 3), st.data())
@settings(max_examples=60)
def test_a_world_whose_names_went_astray_folds_as_one_whose_names_are_right(
    server: Server, last: int, data: st.DataObject
) -> None:
    entries = [
        replace(one, header=replace(one.header, body_hash=f"{n:_<32}".encode())) for n, one in enumerate(server.entries)
    ]
    others = [put(FORMER, last + n, "other", seen={}) for n in (1, 2)]
    places = sorted(data.draw(st.integers(1, len(entries))) for _ in others)

    def moved(one: Entry, *, right: bool) -> Entry:
        header, seen = one.header, dict(one.seen)
        had = max(seen.get(FORMER, 0), header.k - 1 if header.desk == FORMER else 0)
        if header.desk == FORMER and header.k > last:
            header = replace(header, desk=NOW, k=header.k - last)
            right = True
        if right and had > last:
            seen |= {FORMER: last, NOW: had - last}
        return replace(one, header=header, seen=seen)

    def placed(some: list[Entry]) -> list[Entry]:
        for place, other in zip(reversed(places), reversed(others), strict=True):
            some.insert(place, other)
        return some

    meant = [body_of(one.header) for one in entries if one.header.desk == FORMER and one.header.k > last]
    said = [
        saying(
            one.header.desk, 100 + n, [Restated(body_of(one.header), {FORMER: last}, meant[: one.seen[FORMER] - last])]
        )
        for n, one in enumerate(entries)
        if one.header.desk != FORMER and one.seen.get(FORMER, 0) > last
    ]
    truth = fold(placed([moved(one, right=True) for one in entries]))
    assert end(fold([*placed([moved(one, right=False) for one in entries]), *said])) == end(truth)
