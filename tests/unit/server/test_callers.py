# SPDX-License-Identifier: EUPL-1.2
"""What a roster lets a desk do: nothing to one that it does not know, or that is shut out."""

import pytest

from tests.unit.server.conftest import Office
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.server.callers import had_groups, has_role, live_groups, may_accept, may_widen, may_write


@pytest.mark.parametrize("known", ["known", ""])
def test_a_desk_unknown_or_shut_out_may_do_nothing(office: Office, known: str) -> None:
    desk = office.bruno.id
    assert may_widen(office.ente.roster, desk)
    office.ente.state(StatementKind.REVOKE, {"desk": desk}, office.anna.sign)
    roster = office.ente.roster if known else Roster()
    assert not may_write(roster, desk)
    assert not may_widen(roster, desk)
    assert not may_accept(roster, desk)
    assert not has_role(roster, desk, roles=frozenset({Role.OPERATORE}))
    assert live_groups(roster, desk, now_ms=0) == frozenset()
    assert bool(had_groups(roster, desk)) is bool(known)
