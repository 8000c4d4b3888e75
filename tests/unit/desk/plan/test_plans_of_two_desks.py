# SPDX-License-Identifier: EUPL-1.2
"""A plan and a contract on two desks without a line: a goal changed unseen, a signature, an action brought in twice."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.two_vaults import Sequence, Shared, desks, folder_of
from tests.unit.desk.plan.plans import HOME, SCHOOL, contract, project, sign_all
from tests.unit.desk.staff.made import do
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import acts, clashes, records
from welfaredesk.desk.clash_words import may_keep
from welfaredesk.desk.plan.contracts import contract_page
from welfaredesk.desk.plan.page import ProjectPage, project_page
from welfaredesk.desk.plan.reviews import start_review
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.settling import Keep


class Pair:
    """Two desks that share the folder of a project."""

    def __init__(self, anna: Shared, bice: Shared) -> None:
        self.anna, self.bice, self.line = anna, bice, Sequence()
        self.project = project(anna.session)
        do(anna.session, self.project, "submit")
        anna.share(folder_of(anna, self.project), bice)
        self.exchange()

    def exchange(self) -> None:
        """Let both desks send what they have, the first one first, then take what came."""
        for one in (self.anna, self.bice):
            one.send(self.line, folder=folder_of(one, self.project))
        for one in (self.anna, self.bice):
            one.take(self.line)
        folder = folder_of(self.anna, self.project)
        assert self.anna.hash(folder) == self.bice.hash(folder)
        for one in (self.anna, self.bice):
            one.sound()

    def page(self, one: Shared) -> ProjectPage:
        """Return the project as one desk shows it."""
        return project_page(one.session, self.project)

    def rows(self, one: Shared, field: str, row: str, **said: Value) -> list[Value]:
        """Return the rows of a list with something written in one of them."""
        found = records.show(one.session, self.project).values[field]
        return [values | said if values["_row"] == row else values for values in found]


@pytest.fixture
def pair(tmp_path: Path, clock: FixedClock) -> Iterator[Pair]:
    with ExitStack() as stack:
        yield Pair(*desks(stack, tmp_path, ["anna", "bice"], clock=clock))


def test_a_goal_that_changed_unseen_makes_an_approved_plan_one_to_approve_again(pair: Pair) -> None:
    do(pair.anna.session, pair.project, "approve")
    goals = pair.rows(pair.bice, "goals", SCHOOL, goal="Va a scuola tre giorni")
    records.change(pair.bice.session, pair.project, {"goals": goals})
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = pair.page(one)
        assert (page.state, page.version, page.changed) == ("active", 1, ("goals",))
        assert page.approved is not None
        assert "Va a scuola tutti i giorni" in {row["goal"] for row in page.approved["goals"]}
        assert "Va a scuola tre giorni" in {one.goal for one in page.goals}
        assert clashes.waiting(one.session) == []
    do(pair.bice.session, pair.project, "approve")
    pair.exchange()
    page = pair.page(pair.anna)
    assert (page.version, page.changed) == (2, ())


def test_an_approval_keeps_what_was_on_the_screen_and_not_what_came_meanwhile(pair: Pair) -> None:
    shown = records.show(pair.anna.session, pair.project)
    goals = pair.rows(pair.bice, "goals", SCHOOL, goal="Va a scuola tre giorni")
    records.change(pair.bice.session, pair.project, {"goals": goals})
    pair.exchange()
    acts.do(pair.anna.session, pair.project, "approve", given={}, seen=shown.entry)
    page = pair.page(pair.anna)
    assert (page.state, page.version, page.changed) == ("active", 1, ("goals",))
    assert page.approved is not None
    assert "Va a scuola tutti i giorni" in {row["goal"] for row in page.approved["goals"]}


def test_of_two_who_approve_unseen_one_stands_and_its_copy_is_the_one_that_counts(pair: Pair) -> None:
    goals = pair.rows(pair.bice, "goals", HOME, indicator="Le chiavi")
    records.change(pair.bice.session, pair.project, {"goals": goals})
    do(pair.anna.session, pair.project, "approve", approval_note="Sì")
    do(pair.bice.session, pair.project, "approve", approval_note="Anche per me")
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = pair.page(one)
        assert (page.version, page.values["approval_note"], page.changed) == (1, "Sì", ("goals",))


def test_an_approval_that_waits_lends_its_copy_to_no_later_one(pair: Pair) -> None:
    do(pair.bice.session, pair.project, "approve", approval_note="Va bene così")
    do(pair.anna.session, pair.project, "send-back", send_back_reason="Manca la casa")
    pair.exchange()
    assert pair.page(pair.bice).state == "draft"
    goals = pair.rows(pair.anna, "goals", HOME, goal="La casa è calda")
    records.change(pair.anna.session, pair.project, {"goals": goals})
    do(pair.anna.session, pair.project, "submit")
    do(pair.anna.session, pair.project, "approve")
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = pair.page(one)
        assert (page.state, page.version, page.changed) == ("active", 1, ())
        assert page.approved is not None
        assert "La casa è calda" in {row["goal"] for row in page.approved["goals"]}


def test_two_who_write_goals_actions_and_money_are_asked_nothing(pair: Pair) -> None:
    do(pair.anna.session, pair.project, "approve")
    pair.exchange()
    goals = pair.rows(pair.anna, "goals", SCHOOL, reached="partly")
    records.change(pair.anna.session, pair.project, {"goals": goals})
    goals = pair.rows(pair.bice, "goals", SCHOOL, note="Con la zia")
    actions = [*records.show(pair.bice.session, pair.project).values["actions"], {"what": "Altro", "owner": "Rosa"}]
    records.change(pair.bice.session, pair.project, {"goals": goals, "actions": actions})
    pair.exchange()
    page = pair.page(pair.anna)
    assert [(one.reached, one.note) for one in page.goals] == [("partly", "Con la zia"), ("", "")]
    assert (len(page.loose), page.changed) == (2, ("actions",))
    assert clashes.waiting(pair.bice.session) == []


def test_a_review_carried_on_both_desks_is_carried_once(pair: Pair) -> None:
    do(pair.anna.session, pair.project, "approve")
    review = start_review(pair.anna.session, pair.project)
    outcomes = records.show(pair.anna.session, review).values["outcomes"]
    records.change(pair.anna.session, review, {"outcomes": [row | {"reached": "yes"} for row in outcomes]})
    pair.exchange()
    for one in (pair.anna, pair.bice):
        do(one.session, review, "carry")
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = pair.page(one)
        assert {goal.reached for goal in page.goals} == {"yes"}
        assert [line.state for line in page.reviews] == ["carried"]


def test_what_is_written_while_another_concludes_waits_whole_and_may_become_a_note(pair: Pair) -> None:
    do(pair.anna.session, pair.project, "approve")
    pair.exchange()
    do(pair.anna.session, pair.project, "conclude", closing="goals_reached")
    records.change(pair.bice.session, pair.project, {"needs": "Parole tarde.", "wishes": "Altro"})
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = pair.page(one)
        assert (page.state, page.values.get("needs")) == ("concluded", None)
    waiting = clashes.waiting(pair.bice.session)
    assert {line.field for line in waiting} == {"needs", "wishes"}
    clashes.settle(pair.bice.session, waiting[0].id, keep=Keep.BOTH)
    pair.exchange()
    (note,) = pair.page(pair.anna).notes
    assert "Parole tarde." in note.text
    assert clashes.waiting(pair.bice.session) == []


def test_words_written_while_another_marks_the_signature_wait_whole_and_the_hash_stays(pair: Pair) -> None:
    made = contract(pair.anna.session, pair.project)
    pair.exchange()
    sign_all(pair.anna.session, made)
    do(pair.anna.session, made, "sign", paper_place="Armadio 3")
    digest = contract_page(pair.anna.session, made).digest
    records.change(pair.bice.session, made, {"how_long": "Per sempre."})
    pair.exchange()
    for one in (pair.anna, pair.bice):
        page = contract_page(one.session, made)
        assert (page.state, page.digest, page.changed) == ("signed", digest, ())
        assert page.values["how_long"] == "Dal 19/10/2026 al 30/06/2027."
    assert {line.field for line in clashes.waiting(pair.bice.session)} == {"how_long"}
    waiting = clashes.waiting(pair.bice.session)[0]
    assert (waiting.whose, waiting.both) == ("Ferrari, Giulia", True)
    clashes.settle(pair.bice.session, waiting.id, keep=Keep.BOTH)
    pair.exchange()
    (note,) = contract_page(pair.anna.session, made).notes
    assert "Per sempre." in note.text
    assert contract_page(pair.anna.session, made).digest == digest


def test_a_signing_of_what_was_withdrawn_meanwhile_says_that_and_can_only_be_left(pair: Pair) -> None:
    do(pair.anna.session, pair.project, "approve")
    made = contract(pair.anna.session, pair.project)
    pair.exchange()
    do(pair.anna.session, made, "withdraw", withdrawal_reason="Si trasferisce")
    sign_all(pair.bice.session, made)
    do(pair.bice.session, made, "sign", paper_place="Armadio 3")
    pair.exchange()
    lines = clashes.waiting(pair.bice.session)
    assert {line.field for line in lines} >= {"state", "signed_on", "signers"}
    assert {line.bar.split(":")[0] for line in lines} == {"Il contratto è firmato o ritirato e non cambia più"}
    assert Keep.MINE not in may_keep(lines)
