# SPDX-License-Identifier: EUPL-1.2
"""Minutes that two write at once on two desks and one closes; a decision that becomes a task on both."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.two_vaults import Sequence, Shared, desks, folder_of
from tests.unit.desk.staff import made
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import acts, clashes, lists, records
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff import tasks
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.settling import Keep


class Pair:
    """Two desks that share the folder of a situation and the minutes in it."""

    def __init__(self, anna: Shared, bice: Shared) -> None:
        self.anna, self.bice, self.line = anna, bice, Sequence()
        self.minutes = made.minutes(anna.session, made.SCHOOL, {"role": "npi", "name": "Rosa, Ivo"})
        self.situation = records.show(anna.session, self.minutes).root
        anna.share(folder_of(anna, self.situation), bice)
        self.exchange()

    def exchange(self) -> None:
        """Let both desks send what they have, the first one first, then take what came."""
        for one in (self.anna, self.bice):
            one.send(self.line, folder=folder_of(one, self.situation))
        for one in (self.anna, self.bice):
            one.take(self.line)
        folder = folder_of(self.anna, self.situation)
        assert self.anna.hash(folder) == self.bice.hash(folder)
        for one in (self.anna, self.bice):
            one.sound()

    def write(self, one: Shared, **said: Value) -> None:
        """Save in the minutes, against what that desk shows now."""
        seen = records.show(one.session, self.minutes).entry
        desk.save(one.session, self.minutes, said, seen=seen)

    def answer_all(self, one: Shared) -> None:
        """Gather every answer on paper."""
        for answer in desk.minutes_page(one.session, self.minutes).answers:
            acts.do(one.session, answer.id, "record-answer", given={"answer": "confirmed", "means": "in_person"})

    def close(self, one: Shared) -> None:
        """Share, gather and close the minutes on one desk."""
        acts.do(one.session, self.minutes, "share", given={})
        self.answer_all(one)
        acts.do(one.session, self.minutes, "confirm", given={})
        acts.do(one.session, self.minutes, "close", given={})

    def page(self, one: Shared) -> desk.MinutesPage:
        """Return the minutes as one desk shows them."""
        return desk.minutes_page(one.session, self.minutes)


@pytest.fixture
def pair(tmp_path: Path, clock: FixedClock) -> Iterator[Pair]:
    with ExitStack() as stack:
        yield Pair(*desks(stack, tmp_path, ["anna", "bice"], clock=clock))


def test_two_who_write_the_same_minutes_are_asked_nothing(pair: Pair) -> None:
    standing = records.show(pair.anna.session, pair.minutes).values["decisions"]
    pair.write(pair.anna, health="Sta molto meglio.\nDorme.", school="Va volentieri.")
    pair.write(pair.bice, health="Sta meglio.\nDorme.\nMangia poco.", family="La nonna aiuta.")
    pair.write(pair.anna, decisions=[*standing, {"what": "Sentire la NPI", "owner": "Rosa, Ivo"}])
    pair.write(pair.bice, decisions=[*standing, {"what": "Visita a casa", "owner": "Bianchi"}])
    pair.exchange()
    values = pair.page(pair.bice).values
    assert values["health"] == "Sta molto meglio.\nDorme.\nMangia poco."
    assert (values["school"], values["family"]) == ("Va volentieri.", "La nonna aiuta.")
    assert len(values["decisions"]) == 4
    assert clashes.waiting(pair.anna.session) == []


def test_what_was_written_while_another_closed_becomes_a_note(pair: Pair) -> None:
    standing = records.show(pair.bice.session, pair.minutes).values["decisions"]
    pair.close(pair.anna)
    digest = pair.page(pair.anna).digest
    pair.write(pair.bice, network="I vicini ci sono.", decisions=[*standing, {"what": "Altro", "owner": "Rosa"}])
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = pair.page(one)
        assert (page.state, page.digest, page.changed) == ("closed", digest, ())
        assert "network" not in page.values
    waiting = clashes.waiting(pair.bice.session)
    assert {line.field for line in waiting} == {"network", "decisions"}
    assert all(line.whole and line.both for line in waiting)
    assert {line.whose for line in waiting} == {"Famiglia Rovati"}
    with pytest.raises(ActRefused):
        clashes.settle(pair.bice.session, waiting[0].id, keep=Keep.MINE)
    clashes.settle(pair.bice.session, waiting[0].id, keep=Keep.BOTH)
    pair.exchange()
    assert clashes.waiting(pair.anna.session) == clashes.waiting(pair.bice.session) == []
    page = pair.page(pair.anna)
    assert (page.digest, page.changed) == (digest, ())
    (note,) = page.notes
    assert "I vicini ci sono." in note.text
    assert "Altro" in note.text
    assert "network" not in records.show(pair.anna.session, pair.minutes).values


def test_what_was_placed_before_the_closing_is_shown_as_changed_after_it(pair: Pair) -> None:
    pair.close(pair.anna)
    pair.write(pair.bice, network="I vicini ci sono.")
    pair.bice.send(pair.line, folder=folder_of(pair.bice, pair.situation))
    pair.exchange()
    page = pair.page(pair.bice)
    assert page.state == "closed"
    assert "network" not in page.values
    assert page.changed == ("network",)


def test_a_decision_turned_into_a_task_on_both_desks_is_one_task(pair: Pair) -> None:
    row = pair.page(pair.anna).decisions[0].row
    task = tasks.make_task(pair.anna.session, pair.minutes, row)
    acts.do(pair.bice.session, pair.minutes, "to-tasks", given={})
    pair.exchange()
    for one in (pair.anna, pair.bice):
        assert len(lists.of_root(one.session, "task", pair.situation)) == 2
        assert pair.page(one).decisions[0].task == task
        assert clashes.waiting(one.session) == []
    acts.do(pair.bice.session, task, "end", given={"outcome": "done"})
    pair.exchange()
    assert pair.page(pair.anna).decisions[0].outcome == "done"


def test_of_two_who_close_one_closes_and_the_other_is_asked(pair: Pair) -> None:
    acts.do(pair.anna.session, pair.minutes, "share", given={})
    pair.answer_all(pair.anna)
    acts.do(pair.anna.session, pair.minutes, "confirm", given={})
    pair.exchange()
    for one in (pair.anna, pair.bice):
        acts.do(one.session, pair.minutes, "close", given={})
    mine = pair.page(pair.anna)
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = pair.page(one)
        assert (page.digest, page.values["number"]) == (mine.digest, mine.values["number"])
    waiting = clashes.waiting(pair.bice.session)
    assert waiting
    clashes.settle(pair.bice.session, waiting[0].id, keep=Keep.THEIRS)
    pair.exchange()
    assert clashes.waiting(pair.anna.session) == []
    assert pair.page(pair.anna).digest == mine.digest


def test_of_two_who_share_one_sharing_stands_and_its_copy_is_the_one_that_counts(pair: Pair) -> None:
    acts.do(pair.anna.session, pair.minutes, "share", given={})
    acts.do(pair.bice.session, pair.minutes, "share", given={"answer_by": "2026-10-20"})
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = pair.page(one)
        assert (page.state, page.values["answer_by"], page.changed) == ("shared", "2026-10-29", ())
        assert len(page.answers) == 3


def test_what_is_written_while_another_shares_has_to_be_shared_again(pair: Pair) -> None:
    acts.do(pair.anna.session, pair.minutes, "share", given={})
    pair.write(pair.bice, network="I vicini ci sono.")
    pair.exchange()
    page = pair.page(pair.anna)
    assert (page.state, page.changed, page.values["network"]) == ("shared", ("network",), "I vicini ci sono.")
    pair.answer_all(pair.anna)
    assert "condiviso di nuovo" in made.why_not(pair.anna.session, pair.minutes, "confirm")
