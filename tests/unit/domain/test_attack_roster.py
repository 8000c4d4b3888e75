# SPDX-License-Identifier: EUPL-1.2
"""Attacks on the roster by who leads without being asked to: a desk slipped under a role that was just given."""

import pytest

from tests.unit.domain.rosters import an_ente, desk_body, named
from welfaredesk.domain.statement import StatementKind as K


@pytest.mark.parametrize("role", ["responsabile", "coordinatore", "amministratore"])
def test_nobody_slips_a_desk_of_his_own_under_a_role_that_leads(role: str) -> None:
    ente = an_ente()
    ente.state("resp", K.OPERATOR, operator=named("chief"))
    ente.state("resp", K.ROLE, operator=named("chief"), roles=[role])
    body = desk_body("chief", "ZZ")
    assert [ente.answer(who, K.DESK, body) for who in ("admin", "coord", "resp")] == ["rule", "rule", ""]
