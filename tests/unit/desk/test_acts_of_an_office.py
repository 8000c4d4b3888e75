# SPDX-License-Identifier: EUPL-1.2
"""Acts in an ente with a server: provisional until placed, judged by the roles stated before their place."""

import pytest

from tests.opened import add
from tests.unit.desk.test_enrolment import Office, office
from tests.unit.desk.test_printing import text_of
from tests.unit.desk.test_two_desks import anna, boss, both, round_of
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.errors import NotAllowed
from welfaredesk.desk import acts, clashes, records
from welfaredesk.desk.people import stated
from welfaredesk.desk.printing import print_cartella
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import StatementKind

__all__ = ["anna", "boss", "office"]


@pytest.fixture
def episode(office: Office, boss: Session, anna: Session) -> str:
    """Return a presa in carico that both desks hold, with nobody named."""
    person = add(boss, "person", surname="Boselli", name="Rino")
    made = add(boss, "care_episode", person=person, opened_on="2026-10-01")
    both(office, boss, anna)
    return made


def assign(session: Session, episode: str, operator: str) -> acts.Done:
    """Name a titolare."""
    given = {"proposed_worker": operator, "transfer_reason": "Cambio di zona"}
    return acts.do(session, episode, "transfer", given=given)


def test_an_act_is_provisional_until_it_has_a_position(office: Office, boss: Session, episode: str) -> None:
    assert not acts.offered(boss, episode).provisional
    assert assign(boss, episode, boss.identity.operator).provisional
    assert acts.offered(boss, episode).provisional
    assert "Provvisoria" in text_of(print_cartella(boss, episode).data)
    round_of(boss, office)
    assert not acts.offered(boss, episode).provisional
    assert "Provvisoria" not in text_of(print_cartella(boss, episode).data)


def test_an_assignment_is_accepted_on_the_desk_of_whom_it_names(
    office: Office, boss: Session, anna: Session, episode: str
) -> None:
    assign(boss, episode, anna.identity.operator)
    both(office, boss, anna)
    with pytest.raises(ActRefused):
        acts.do(boss, episode, "accept", given={})
    acts.do(anna, episode, "accept", given={})
    both(office, anna, boss)
    for session in (boss, anna):
        values = records.show(session, episode).values
        assert values["responsible_social_worker"]["id"] == anna.identity.operator
        assert "proposed_worker" not in values
        assert clashes.waiting(session) == []


def test_an_act_placed_after_its_author_lost_the_role_waits_on_every_desk(
    office: Office, boss: Session, anna: Session, episode: str
) -> None:
    assign(anna, episode, anna.identity.operator)
    assert records.show(anna, episode).values["assignment"] == "assigned"
    roles = {"operator": anna.identity.operator, "roles": ["operatore"]}
    stated(boss, lambda saying, _: saying.say(StatementKind.ROLE, roles))
    round_of(boss, office)
    both(office, anna, boss)
    round_of(anna, office)
    for session in (boss, anna):
        values = records.show(session, episode).values
        assert "proposed_worker" not in values
        assert records.show(session, episode).state == "to_decide"
    waiting = clashes.waiting(anna)[0].id
    with pytest.raises(NotAllowed):
        clashes.settle(anna, waiting, keep="mine")
    clashes.settle(boss, waiting, keep="mine")
    assert records.show(boss, episode).values["assignment"] == "assigned"
    with pytest.raises(ActRefused) as told:
        assign(anna, episode, anna.identity.operator)
    assert "coordinatore" in told.value.text
