# SPDX-License-Identifier: EUPL-1.2
"""The roster and somebody new: what a coordinatore may say of him, and what only an outsider is and is not in."""

import pytest

from tests.unit.domain.rosters import Ente, an_ente, desk_body, epoch_body, member_body, named
from welfaredesk.domain.statement import Role, StatementKind

K = StatementKind


@pytest.fixture
def ente() -> Ente:
    """Return the ente of six."""
    return an_ente()


def test_a_coordinatore_says_what_somebody_new_is_and_nothing_more(ente: Ente) -> None:
    ente.state("coord", K.OPERATOR, operator=named("new"))
    for roles, answer in (
        (["operatore"], ""),
        (["esterno"], ""),
        (["operatore", "esterno"], ""),
        ([], "rule"),
        (["case-manager"], "rule"),
        (["operatore", "coordinatore"], "rule"),
    ):
        assert ente.answer("coord", K.ROLE, {"operator": named("new"), "roles": roles}) == answer
    for who in ("cm", "oper", "admin", "dpo"):
        assert ente.answer(who, K.ROLE, {"operator": named("new"), "roles": ["operatore"]}) == "rule"
    ente.state("coord", K.ROLE, operator=named("new"), roles=["operatore"])
    assert ente.answer("coord", K.ROLE, {"operator": named("new"), "roles": ["esterno"]}) == "rule"
    ente.state("resp", K.ROLE, operator=named("oper"), roles=[])
    assert ente.answer("coord", K.ROLE, {"operator": named("oper"), "roles": ["operatore"]}) == "rule"


def test_who_is_only_from_outside_is_in_two_groups_and_not_for_ever(ente: Ente) -> None:
    ente.admit("guest", "ZZ", Role.ESTERNO, by="coord")
    guest = named("guest")
    for group in ("working", "small"):
        assert ente.answer("resp", K.MEMBER, member_body(group, "guest", expires_ms=1000)) == "rule"
    assert ente.answer("resp", K.MEMBER, member_body("everyone", "guest")) == "rule"
    assert ente.roster.end_of_outside(guest) is None
    ente.state("resp", K.MEMBER, **member_body("everyone", "guest", expires_ms=1000))
    ente.found_group("own of guest", "own", by="guest")
    assert ente.roster.end_of_outside(guest) == 1000
    assert ente.roster.groups_of(guest) == {named("everyone"), named("own of guest")}
    assert ente.roster.outside_of(named("own of guest")) == guest
    assert {ente.roster.outside_of(named(group)) for group in ("everyone", "own of oper", "nothing")} == {None}
    ente.state("guest", K.DESK, **desk_body("guest two", "ZY", operator="guest"))
    ente.state("guest", K.MEMBER, **member_body("everyone", "guest two", operator="guest"))
    assert ente.roster.end_of_outside(guest) == 1000


def test_who_becomes_only_an_outsider_leaves_the_groups_of_others(ente: Ente) -> None:
    before, oper = ente.roster.groups_of(named("oper")), named("oper")
    assert before >= {named("working"), named("everyone"), named("own of oper")}
    ente.state("resp", K.ROLE, operator=oper, roles=["operatore", "esterno"])
    assert ente.roster.groups_of(oper) == before
    ente.state("resp", K.ROLE, operator=oper, roles=["esterno"])
    assert ente.roster.groups_of(oper) == {named("everyone"), named("own of oper")}
    assert ente.roster.turning == {named("working")}
    assert named("desk of oper") not in ente.roster.key_desks(named("working"))
    assert ente.answer("resp", K.EPOCH, epoch_body("working", 2, "resp", "coord", "cm")) == ""
