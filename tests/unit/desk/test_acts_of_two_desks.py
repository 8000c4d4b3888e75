# SPDX-License-Identifier: EUPL-1.2
"""Acts on two desks that do not see each other: one stands, the other waits whole, nothing is lost."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.opened import add
from tests.two_vaults import Sequence, Shared, desks, folder_of
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import acts, clashes, lists, records
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.settling import Keep
from welfaredesk.domain.statement import Role
from welfaredesk.store import rights


class Pair:
    """Two desks that share the cartella of a person and a register."""

    def __init__(self, anna: Shared, bice: Shared) -> None:
        self.anna, self.bice, self.line = anna, bice, Sequence()
        self.person = add(anna.session, "person", surname="Boselli", name="Rino", comune="Bozzolo")
        self.episode = add(anna.session, "care_episode", person=self.person, opened_on="2026-10-01")
        self.referral = add(anna.session, "referral", source="school", person=self.person)
        self.register = records.show(anna.session, self.referral).root
        for root in (self.person, self.register):
            anna.share(folder_of(anna, root), bice)
        self.exchange()

    def exchange(self) -> None:
        """Let both desks send what they have, then take what came."""
        for one in (self.anna, self.bice):
            for root in (self.person, self.register):
                one.send(self.line, folder=folder_of(one, root))
        for one in (self.anna, self.bice):
            one.take(self.line)
        folders = [folder_of(self.anna, root) for root in (self.person, self.register)]
        assert self.anna.hash(*folders) == self.bice.hash(*folders)
        for one in (self.anna, self.bice):
            one.sound()

    def values(self, record: str) -> dict[str, Value]:
        """Return what a record says on the second desk, which says the same as the first."""
        return dict(records.show(self.bice.session, record).values)


def do(desk: Shared, record: str, action: str, **given: Value) -> acts.Done:
    """Do an act on one of the desks."""
    return acts.do(desk.session, record, action, given=given)


@pytest.fixture
def pair(tmp_path: Path, clock: FixedClock) -> Iterator[Pair]:
    with ExitStack() as stack:
        yield Pair(*desks(stack, tmp_path, ["anna", "bice"], clock=clock))


def test_a_closing_unseen_makes_an_edit_wait_and_it_becomes_a_note(pair: Pair) -> None:
    do(pair.anna, pair.episode, "close", closing_reason="moved")
    records.change(pair.bice.session, pair.episode, {"notes": "La famiglia ha chiamato", "comune": "Gussola"})
    pair.exchange()
    assert pair.values(pair.episode)["status"] == "closed"
    assert "notes" not in pair.values(pair.episode)
    waiting = clashes.waiting(pair.bice.session)
    assert {line.field for line in waiting} == {"notes", "comune"}
    assert all(line.whole and line.both for line in waiting)
    clashes.settle(pair.bice.session, waiting[0].id, keep=Keep.BOTH)
    pair.exchange()
    assert clashes.waiting(pair.bice.session) == []
    (note,) = lists.of_root(pair.anna.session, "diary_entry", pair.person)
    assert "La famiglia ha chiamato" in str(note["text"])
    assert pair.values(pair.episode)["status"] == "closed"


def test_an_edit_placed_before_the_closing_stands(pair: Pair) -> None:
    records.change(pair.bice.session, pair.episode, {"comune": "Gussola"})
    pair.bice.send(pair.line, folder=folder_of(pair.bice, pair.person))
    do(pair.anna, pair.episode, "close", closing_reason="moved")
    pair.exchange()
    assert (pair.values(pair.episode)["status"], pair.values(pair.episode)["comune"]) == ("closed", "Gussola")
    assert clashes.waiting(pair.anna.session) == []
    assert "comune" in acts.offered(pair.anna.session, pair.episode).changed


def test_of_two_closings_the_one_that_stands_says_what_changed_since(pair: Pair) -> None:
    do(pair.anna, pair.episode, "close", closing_reason="moved")
    do(pair.bice, pair.episode, "close", closing_reason="goals_reached", outcome="Va meglio")
    pair.exchange()
    assert pair.values(pair.episode)["closing_reason"] == "moved"
    assert acts.offered(pair.anna.session, pair.episode).changed == ()
    clashes.settle(pair.bice.session, clashes.waiting(pair.bice.session)[0].id, keep=Keep.THEIRS)
    pair.exchange()
    assert acts.offered(pair.anna.session, pair.episode).changed == ()


def test_a_visit_written_while_the_case_is_closed_is_there(pair: Pair) -> None:
    do(pair.anna, pair.episode, "close", closing_reason="moved")
    add(pair.bice.session, "diary_entry", person=pair.person, kind="home_visit", text="Trovato in casa")
    pair.exchange()
    assert [row["text"] for row in lists.of_root(pair.anna.session, "diary_entry", pair.person)] == ["Trovato in casa"]


def test_of_two_case_managers_one_stands_and_one_is_asked_about(pair: Pair) -> None:
    for one in (pair.anna, pair.bice):
        do(one, pair.episode, "name-case-manager", case_manager=one.session.identity.operator)
    pair.exchange()
    assert pair.values(pair.episode)["case_manager"]["id"] == pair.anna.session.identity.operator
    assert {line.entry for line in clashes.waiting(pair.bice.session)} != set()
    clashes.settle(pair.bice.session, clashes.waiting(pair.bice.session)[0].id, keep=Keep.MINE)
    pair.exchange()
    assert pair.values(pair.episode)["case_manager"]["id"] == pair.bice.session.identity.operator
    assert clashes.waiting(pair.anna.session) == []


def test_an_act_on_what_was_closed_meanwhile_waits(pair: Pair) -> None:
    do(pair.anna, pair.episode, "close", closing_reason="moved")
    do(pair.bice, pair.episode, "suspend", suspension_reason="Ricovero")
    pair.exchange()
    assert pair.values(pair.episode)["status"] == "closed"
    assert "suspension_reason" not in pair.values(pair.episode)
    assert {line.field for line in clashes.waiting(pair.bice.session)} == {
        *("status", "suspended_on", "suspension_reason")
    }


def test_a_segnalazione_accepted_twice_by_the_same_hand_is_accepted_once(pair: Pair) -> None:
    do(pair.anna, pair.referral, "assign", assignee=pair.anna.session.identity.operator)
    pair.exchange()
    do(pair.anna, pair.referral, "accept")
    with pytest.raises(ActRefused):
        do(pair.bice, pair.referral, "accept")
    pair.exchange()
    assert pair.values(pair.referral)["state"] == "accepted"
    assert clashes.waiting(pair.anna.session) == []


def test_two_who_take_the_same_segnalazione_are_asked_once(pair: Pair) -> None:
    for one in (pair.anna, pair.bice):
        do(one, pair.referral, "accept")
    pair.exchange()
    assert pair.values(pair.referral)["assignee"]["id"] == pair.anna.session.identity.operator
    assert len({line.entry for line in clashes.waiting(pair.bice.session)}) == 1


def test_a_presa_in_carico_opened_on_two_desks_is_one(pair: Pair) -> None:
    made = {do(one, pair.referral, "open-care").made for one in (pair.anna, pair.bice)}
    assert made == {derived_id(pair.referral, "care_episode")}
    pair.exchange()
    episodes = lists.of_root(pair.bice.session, "care_episode", pair.person)
    assert len(episodes) == 2  # the one that was there, and one new
    assert len(lists.of_root(pair.bice.session, "case_file", pair.person)) == 1
    (opened,) = made
    assert pair.values(opened)["number"].endswith("-2")
    waiting = clashes.waiting(pair.bice.session)
    assert {line.record for line in waiting if line.whole} >= {opened}
    numbers = {line.theirs for line in waiting if line.record == opened and line.field == "number"}
    assert numbers == {pair.values(opened)["number"]}


def test_the_roles_are_those_of_the_statements_placed_before(pair: Pair) -> None:
    session = pair.anna.session
    me, database = session.identity.operator, session.vault.read()
    assert rights.roles_at(database, me, None) == frozenset(session.identity.roles)
    assert Role.RESPONSABILE in session.identity.roles
    assert rights.roles_at(database, session.ids.new(), None) is None
    assert rights.roles_at(database, me, 1) is None
    session.vault.write(
        lambda writing: writing.conn.execute("UPDATE statement SET position = n + 10 WHERE kind = 'role'")
    )
    assert rights.roles_at(session.vault.read(), me, 1_000_000) == frozenset(session.identity.roles)
    assert rights.roles_at(session.vault.read(), me, 5) is None
