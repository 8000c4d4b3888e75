# SPDX-License-Identifier: EUPL-1.2
"""Minutes shared on one desk and reviewed on another, while they are closed, changed, or judged by somebody else."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.opened import giulia
from tests.two_vaults import Shared, desks
from tests.unit.desk.staff.test_staff_of_two_desks import Pair
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import acts, clashes, records
from welfaredesk.desk.bulk import NewRecord, add_many
from welfaredesk.desk.queue import queue
from welfaredesk.desk.records import type_named
from welfaredesk.desk.staff.reviewing import review_page
from welfaredesk.domain.machines.minutes_review import IS_DRAFT
from welfaredesk.domain.settling import Keep


@pytest.fixture
def pair(tmp_path: Path, clock: FixedClock) -> Iterator[Pair]:
    with ExitStack() as stack:
        yield Pair(*desks(stack, tmp_path, ["anna", "bice"], clock=clock))


def do(one: Shared, pair: Pair, action: str, seen: str | None = None, **given: str) -> None:
    """Do an act on the minutes on one desk."""
    acts.do(one.session, pair.minutes, action, given=given, seen=seen)


def kinds(one: Shared, pair: Pair) -> set[str]:
    """Return what the minutes wait for on one desk."""
    return {item.kind for item in queue(one.session) if item.id == pair.minutes}


def review(one: Shared, pair: Pair) -> str:
    """Return how the review stands on one desk."""
    return review_page(one.session, pair.minutes).review


def ready_to_close(pair: Pair) -> None:
    """Share, gather and confirm on the first desk, and let the other take it."""
    do(pair.anna, pair, "share")
    pair.answer_all(pair.anna)
    do(pair.anna, pair, "confirm")
    pair.exchange()


def test_what_is_shared_in_the_afternoon_is_approved_in_the_evening_from_another_desk(pair: Pair) -> None:
    do(pair.anna, pair, "share")
    pair.exchange()
    assert kinds(pair.bice, pair) == {"approve"}
    do(pair.bice, pair, "send-back", send_back_reason="Mancano le ore")
    pair.exchange()
    (item,) = [one for one in queue(pair.anna.session) if one.id == pair.minutes]
    assert (item.kind, item.note) == ("sent_back", "Mancano le ore")
    do(pair.anna, pair, "revise", revise_reason="Le ore")
    pair.write(pair.anna, school="Sei ore la settimana.")
    do(pair.anna, pair, "share")
    pair.exchange()
    assert kinds(pair.bice, pair) == {"again"}
    assert review_page(pair.bice.session, pair.minutes).changed == ["school"]
    do(pair.bice, pair, "approve")
    pair.exchange()
    assert (review(pair.anna, pair), kinds(pair.anna, pair), kinds(pair.bice, pair)) == ("approved", set(), set())


def test_an_approval_and_a_closing_that_did_not_see_each_other_both_stand(pair: Pair) -> None:
    ready_to_close(pair)
    do(pair.anna, pair, "close")
    digest = pair.page(pair.anna).digest
    do(pair.bice, pair, "approve", approval_note="Va bene")
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = pair.page(one)
        assert (page.state, page.digest, review(one, pair)) == ("closed", digest, "approved")
        assert clashes.waiting(one.session) == []


def test_what_was_written_unseen_by_whoever_approved_is_to_be_reviewed_again(pair: Pair) -> None:
    do(pair.anna, pair, "share")
    pair.exchange()
    shown = review_page(pair.bice.session, pair.minutes).page.shown.entry
    pair.write(pair.anna, network="I vicini ci sono.")
    pair.exchange()
    do(pair.bice, pair, "approve", seen=shown)
    pair.exchange()
    page = review_page(pair.anna.session, pair.minutes)
    assert (page.review, page.changed) == ("approved", ["network"])
    assert page.copy is not None
    assert "network" not in page.copy
    assert kinds(pair.anna, pair) == {"again"}


def test_the_copy_of_an_approval_that_waits_is_not_the_one_that_counts(pair: Pair) -> None:
    do(pair.anna, pair, "share")
    pair.exchange()
    pair.write(pair.anna, network="I vicini ci sono.")
    do(pair.anna, pair, "approve")
    do(pair.bice, pair, "approve")
    pair.exchange()
    assert clashes.waiting(pair.bice.session)
    for one in (pair.anna, pair.bice):
        page = review_page(one.session, pair.minutes)
        assert (page.review, page.changed) == ("approved", [])


def test_what_was_sent_back_to_somebody_who_left_waits_for_whoever_took_over_the_case(pair: Pair) -> None:
    girl = giulia(pair.anna.session)
    records.change(pair.anna.session, pair.situation, {"person": girl})
    do(pair.anna, pair, "share")
    do(pair.anna, pair, "send-back", send_back_reason="Mancano le ore")
    pair.exchange()
    assert kinds(pair.bice, pair) == set()
    both = (desk.session.identity.operator for desk in (pair.anna, pair.bice))
    one, other = ({"id": operator, "root": operator, "title": "Bianchi, Lucia"} for operator in both)
    handed = {"handing": "away", "handed_from": one, "handed_to": other, "opened_on": "2026-01-07"}
    person = {"surname": "Ferrari", "name": "Giulia"}
    new = [
        NewRecord(type=type_named("person"), values=person, identity=girl),
        NewRecord(type=type_named("care_episode"), values=handed | {"person": {"id": girl}}, root=girl),
    ]
    add_many(pair.bice.session, new)
    assert kinds(pair.bice, pair) == {"sent_back"}


def test_an_approval_that_had_not_seen_the_withdrawal_waits_and_is_let_stand_only_when_it_is_shared_again(
    pair: Pair,
) -> None:
    do(pair.anna, pair, "share")
    pair.exchange()
    do(pair.anna, pair, "revise", revise_reason="Manca la scuola")
    do(pair.bice, pair, "approve")
    pair.exchange()
    assert review(pair.anna, pair) == review(pair.bice, pair) == "to_review"
    (line, *_) = clashes.waiting(pair.bice.session)
    assert line.whole
    assert line.bar == IS_DRAFT
    with pytest.raises(ActRefused) as told:
        clashes.settle(pair.bice.session, line.id, keep=Keep.MINE)
    assert "il verbale è ancora una bozza" in told.value.text
    do(pair.anna, pair, "share")
    pair.exchange()
    (line, *_) = clashes.waiting(pair.bice.session)
    assert line.bar == ""
    clashes.settle(pair.bice.session, line.id, keep=Keep.THEIRS)
    do(pair.bice, pair, "approve")
    pair.exchange()
    assert (review(pair.anna, pair), clashes.waiting(pair.anna.session)) == ("approved", [])


@pytest.mark.parametrize("keep", [Keep.MINE, Keep.THEIRS])
def test_of_an_approval_and_a_sending_back_of_closed_minutes_the_author_of_the_second_decides(
    pair: Pair, keep: Keep
) -> None:
    ready_to_close(pair)
    do(pair.anna, pair, "close")
    pair.exchange()
    digest = pair.page(pair.anna).digest
    do(pair.anna, pair, "approve")
    do(pair.bice, pair, "send-back", send_back_reason="Mancano le ore")
    pair.exchange()
    assert review(pair.anna, pair) == review(pair.bice, pair) == "approved"
    (line, *_) = clashes.waiting(pair.bice.session)
    assert line.whole
    clashes.settle(pair.bice.session, line.id, keep=keep)
    pair.exchange()
    wanted = "sent_back" if keep is Keep.MINE else "approved"
    for one in (pair.anna, pair.bice):
        assert (review(one, pair), clashes.waiting(one.session)) == (wanted, [])
        assert pair.page(one).digest == digest
    values = records.show(pair.anna.session, pair.minutes).values
    assert values.get("send_back_reason") == ("Mancano le ore" if keep is Keep.MINE else None)
