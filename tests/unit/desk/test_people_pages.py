# SPDX-License-Identifier: EUPL-1.2
"""What the pages of Amministrazione ask: degrees of reserve, powers, roles, and a vault that is erased."""

import pytest

from tests.opened import giulia
from welfaredesk.base.people_errors import LastResponsible
from welfaredesk.desk import people_pages
from welfaredesk.desk.founding import WORKING
from welfaredesk.desk.people import add_group, operators
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY, RESERVED
from welfaredesk.domain.statement import Role


def test_every_degree_of_reserve_is_listed_even_when_nothing_is_in_it(session: Session) -> None:
    giulia(session)
    ordinary, reserved = people_pages.circles(session)
    assert (ordinary.name, ordinary.cartelle, ordinary.mine) == (ORDINARY, 1, True)
    assert (reserved.name, reserved.cartelle, reserved.groups) == (RESERVED, 0, ())
    assert people_pages.circle_label("tutela") == "Parte «tutela»"


def test_a_responsabile_may_do_all_but_shut_out_her_own_desk(session: Session) -> None:
    may = people_pages.powers(session)
    assert may == people_pages.Powers(invites=True, makes_groups=True, sets_roles=True, leads=True)
    assert people_pages.may_take_out(session, "somebody")
    assert not people_pages.may_revoke(session, session.identity.desk)
    assert not people_pages.may_revoke(session, "no desk")


def test_somebody_responsible_is_always_left(session: Session) -> None:
    me = session.identity.operator
    with pytest.raises(LastResponsible):
        people_pages.set_roles(session, me, (Role.OPERATORE,))
    people_pages.set_roles(session, me, (Role.CASE_MANAGER, Role.RESPONSABILE))
    assert operators(session)[0].roles == (Role.CASE_MANAGER, Role.RESPONSABILE)


def test_a_part_is_shared_with_groups_that_do_not_hold_it(session: Session) -> None:
    group = add_group(session, "Tutela minori")
    held = [session.identity.groups[WORKING]]
    names = [name for _, name in people_pages.groups_to_share(session, held)]
    assert names == ["Coordinamento", "Tutela minori"]
    assert group not in [one for one, _ in people_pages.groups_to_share(session, [group])]
