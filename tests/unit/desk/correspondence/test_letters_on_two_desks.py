# SPDX-License-Identifier: EUPL-1.2
"""Letters on two desks that do not see each other: what was issued comes out alike on both, a block is ticked once."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.opened import add
from tests.two_vaults import Sequence, Shared, desks, folder_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import acts, clashes, lists, records
from welfaredesk.desk.correspondence.gepi import sheet_of, tick
from welfaredesk.desk.correspondence.papers import print_letter
from welfaredesk.desk.correspondence.reading import letter_shown
from welfaredesk.domain.settling import Keep


class Pair:
    """Two desks that share the cartella of a person with a letter."""

    def __init__(self, anna: Shared, bice: Shared) -> None:
        self.anna, self.bice, self.line = anna, bice, Sequence()
        self.person = add(anna.session, "person", surname="Boselli", name="Rino")
        add(anna.session, "care_episode", person=self.person, opened_on="2026-10-01", adi_phase="monitoring")
        self.letter = add(anna.session, "letter", person=self.person, subject="Relazione", facts="Uno.")
        anna.share(folder_of(anna, self.person), bice)
        self.exchange()

    def exchange(self) -> None:
        """Let both desks send what they have, then take what came."""
        both = (self.anna, self.bice)
        for one in both:
            one.send(self.line, folder=folder_of(one, self.person))
        for one in both:
            one.take(self.line)
        assert len({one.hash(folder_of(one, self.person)) for one in both}) == 1
        for one in both:
            one.sound()


@pytest.fixture
def pair(tmp_path: Path, clock: FixedClock) -> Iterator[Pair]:
    with ExitStack() as stack:
        yield Pair(*desks(stack, tmp_path, ["anna", "bice"], clock=clock))


def test_an_edit_that_did_not_see_the_issuing_is_shown_and_does_not_come_out(pair: Pair) -> None:
    acts.do(pair.anna.session, pair.letter, "issue", given={})
    records.change(pair.bice.session, pair.letter, {"facts": "Due."})
    pair.exchange()
    for desk in (pair.anna, pair.bice):
        one = letter_shown(desk.session, pair.letter)
        assert (one.state, one.values["facts"], one.changed) == ("issued", "Uno.", ("facts",))
        assert one.shown.values["facts"] == "Due."
    pdfs = [print_letter(desk.session, pair.letter).data for desk in (pair.anna, pair.bice)]
    assert pdfs[0] == pdfs[1]


def test_of_two_who_issue_at_once_the_first_placed_stands(pair: Pair) -> None:
    records.change(pair.bice.session, pair.letter, {"facts": "Due."})
    for desk in (pair.anna, pair.bice):
        acts.do(desk.session, pair.letter, "issue", given={})
    pair.exchange()
    shown = [letter_shown(desk.session, pair.letter) for desk in (pair.anna, pair.bice)]
    assert shown[0].digest == shown[1].digest
    assert [one.values["facts"] for one in shown] == ["Uno.", "Uno."]
    assert [one.shown.values["version"] for one in shown] == [1, 1]
    assert any(one.record == pair.letter for one in clashes.waiting(pair.bice.session))


def test_an_issuing_that_waited_and_was_left_is_no_copy_of_a_later_one(pair: Pair) -> None:
    acts.do(pair.anna.session, pair.letter, "withdraw", given={"withdraw_reason": "Non serve"})
    acts.do(pair.bice.session, pair.letter, "issue", given={})
    pair.exchange()
    assert letter_shown(pair.bice.session, pair.letter).digest == ""
    while waits := [one for one in clashes.waiting(pair.bice.session) if one.record == pair.letter]:
        clashes.settle(pair.bice.session, waits[0].id, keep=Keep.THEIRS)
    pair.exchange()
    acts.do(pair.anna.session, pair.letter, "take-up", given={})
    records.change(pair.anna.session, pair.letter, {"facts": "Tre."})
    acts.do(pair.anna.session, pair.letter, "issue", given={})
    pair.exchange()
    for desk in (pair.anna, pair.bice):
        one = letter_shown(desk.session, pair.letter)
        assert (one.state, one.values["facts"], one.values["version"]) == ("issued", "Tre.", 1)


def test_a_block_ticked_on_two_desks_is_one_note(pair: Pair) -> None:
    for desk in (pair.anna, pair.bice):
        (block,) = sheet_of(desk.session, pair.person).blocks
        tick(desk.session, pair.person, block, done=True)
    pair.exchange()
    for desk in (pair.anna, pair.bice):
        (note,) = lists.of_root(desk.session, "gepi_note", pair.person)
        assert note["done_by"]["id"] == pair.anna.session.identity.operator
        (block,) = sheet_of(desk.session, pair.person).blocks
        assert block.done
