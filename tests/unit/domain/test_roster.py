# SPDX-License-Identifier: EUPL-1.2
"""The roster: who may state what, and what stands afterwards."""

from typing import Any

import pytest

from tests.unit.domain.rosters import (
    GRANT,
    IN_WORKING,
    ROOT,
    STAFF,
    WRAPPED,
    Ente,
    an_ente,
    desk_body,
    epoch_body,
    group_body,
    key_of,
    member_body,
    named,
)
from welfaredesk.domain.roster import Refusal, RosterRefused
from welfaredesk.domain.statement import Role, StatementKind

K = StatementKind
EVERYBODY = (ROOT, *STAFF)
LEADING = {ROOT, "resp", "coord", "admin"}


@pytest.fixture
def ente() -> Ente:
    """Return the ente of six."""
    return an_ente()


TABLE: dict[str, tuple[StatementKind, dict[str, Any], set[str]]] = {
    "a second ente": (K.ENTE, {"root": key_of(ROOT), "recovery": key_of("recovery")}, set()),
    "a new operator": (K.OPERATOR, {"operator": named("new")}, LEADING),
    "an operator who is there": (K.OPERATOR, {"operator": named("oper")}, set()),
    "a second desk of oper": (K.DESK, desk_body("new", "ZZ", operator="oper"), {ROOT, "resp", "oper"}),
    "a desk of nobody": (K.DESK, desk_body("new", "ZZ"), set()),
    "a desk with letters of another": (K.DESK, desk_body("new", "AB", operator="oper"), set()),
    "a desk with the root's key": (K.DESK, desk_body("new", "ZZ", operator="oper") | {"sign": key_of(ROOT)}, set()),
    "a desk with another's key": (K.DESK, desk_body("new", "ZZ", operator="oper") | {"sign": key_of("cm")}, set()),
    "a desk that is there": (K.DESK, desk_body("oper", "ZZ") | {"sign": key_of("new")}, set()),
    "roles": (K.ROLE, {"operator": named("admin"), "roles": ["responsabile"]}, {ROOT, "resp"}),
    "roles of nobody": (K.ROLE, {"operator": named("new"), "roles": []}, set()),
    "a working group": (K.GROUP, group_body("new", "working"), LEADING - {ROOT}),
    "an own group": (K.GROUP, group_body("new", "own"), set(STAFF)),
    "a group that is there": (K.GROUP, group_body("working", "working"), set()),
    "a group that begins late": (K.GROUP, group_body("new", "working", epoch=2), set()),
    "a second everyone": (K.GROUP, group_body("new", "everyone"), set()),
    "the first audit group": (K.GROUP, group_body("new", "audit"), LEADING - {ROOT}),
    "a member of working": (K.MEMBER, member_body("working", "dpo"), {ROOT, "resp", "coord", "cm"}),
    "himself, outside": (K.MEMBER, member_body("working", "admin"), {ROOT, "resp", "coord", "cm"}),
    "himself, once more": (K.MEMBER, member_body("working", "oper"), {ROOT, "resp", "coord", "cm", "oper"}),
    "a member of an own group": (K.MEMBER, member_body("own of oper", "cm"), {ROOT}),
    "a desk of an own group": (K.MEMBER, member_body("own of oper", "oper"), {ROOT, "oper"}),
    "a member of no group": (K.MEMBER, member_body("new", "cm"), set()),
    "a member without a desk": (K.MEMBER, member_body("working", "new"), set()),
    "another's desk": (K.MEMBER, member_body("working", "dpo", operator="cm"), set()),
    "a member at no epoch": (K.MEMBER, member_body("working", "dpo", epoch=2), set()),
    "an earlier epoch that never was": (K.MEMBER, member_body("working", "dpo", earlier=[[1, WRAPPED]]), set()),
    "a server": (K.SERVER, {"key": key_of("server"), "url": "https://srv"}, {"resp", "admin"}),
    "an epoch": (K.EPOCH, epoch_body("working", 2, *IN_WORKING), set(IN_WORKING)),
    "an epoch that leaves one out": (K.EPOCH, epoch_body("working", 2, "resp", "cm", "oper"), set()),
    "an epoch that lets one in": (K.EPOCH, epoch_body("working", 2, *IN_WORKING, "admin"), set()),
    "an epoch handed twice": (K.EPOCH, epoch_body("working", 2, *IN_WORKING, "cm"), set()),
    "an epoch too far": (K.EPOCH, epoch_body("working", 3, *IN_WORKING), set()),
    "an epoch of no group": (K.EPOCH, epoch_body("new", 1, "resp"), set()),
    "a leave": (K.LEAVE, {"group": named("working"), "operator": named("oper")}, (LEADING - {ROOT}) | {"oper"}),
    "a leave of who is not in": (K.LEAVE, {"group": named("working"), "operator": named("dpo")}, set()),
    "a leave from an own group": (K.LEAVE, {"group": named("own of oper"), "operator": named("oper")}, set()),
    "a leave from no group": (K.LEAVE, {"group": named("new"), "operator": named("oper")}, set()),
    "a revocation": (K.REVOKE, {"desk": named("desk of oper")}, LEADING | {"oper"}),
    "a revocation of nothing": (K.REVOKE, {"desk": named("desk of new")}, set()),
    "an identity": (K.IDENTITY, desk_body("new", "ZZ", operator="oper") | {"former": named("desk of oper")}, {"oper"}),
    "an identity of another": (
        K.IDENTITY,
        desk_body("new", "ZZ", operator="cm") | {"former": named("desk of oper")},
        set(),
    ),
    "an identity with old letters": (
        K.IDENTITY,
        desk_body("new", "AE", operator="oper") | {"former": named("desk of oper")},
        set(),
    ),
    "a recovery key": (K.RECOVERY, {"recovery": key_of("other")}, {ROOT}),
    "a cut alone": (K.CUT, {"parcels": [key_of("p")]}, set(STAFF)),
    "a cut with half a second": (K.CUT, {"parcels": [key_of("p")], "second_signature": b"s"}, set()),
    "a cut of two": (
        K.CUT,
        {"parcels": [key_of("p")], "number": "12/2026", "second": key_of("coord"), "second_signature": b"s"},
        set(STAFF) - {"coord"},
    ),
    "a cut of two who lead nothing": (
        K.CUT,
        {"parcels": [key_of("p")], "number": "12/2026", "second": key_of("cm"), "second_signature": b"s"},
        {"resp", "coord"},
    ),
    "a cut without a number": (
        K.CUT,
        {"parcels": [key_of("p")], "number": " ", "second": key_of("coord"), "second_signature": b"s"},
        set(),
    ),
    "a cut with a stranger": (
        K.CUT,
        {"parcels": [key_of("p")], "number": "12/2026", "second": key_of("new"), "second_signature": b"s"},
        set(),
    ),
}


@pytest.mark.parametrize("what", TABLE)
def test_each_kind_may_be_stated_by_these_and_by_nobody_else(ente: Ente, what: str) -> None:
    kind, body, allowed = TABLE[what]
    answers = {who: ente.answer(who, kind, body) for who in EVERYBODY}
    assert answers == {who: "" if who in allowed else "rule" for who in EVERYBODY}


def test_the_table_has_every_kind() -> None:
    assert {kind for kind, _, _ in TABLE.values()} == set(StatementKind)


@pytest.mark.parametrize("grant", [b"", GRANT[1:], GRANT + b"x"])
def test_no_key_is_made_that_the_recovery_sheets_could_not_open(ente: Ente, grant: bytes) -> None:
    assert ente.answer("resp", K.GROUP, group_body("new", "working", grant=grant)) == "recovery_grant"
    assert ente.answer("resp", K.EPOCH, epoch_body("working", 2, *IN_WORKING, grant=grant)) == "recovery_grant"


def test_a_group_without_a_word_about_recovery_is_refused(ente: Ente) -> None:
    body = group_body("new", "working")
    del body["recovery_grant"]
    assert ente.answer("resp", K.GROUP, body) == "recovery_grant"


def test_an_administrator_opens_no_cartella_by_any_road(ente: Ente) -> None:
    admin = "admin"
    assert ente.answer(admin, K.MEMBER, member_body("working", "admin")) == "rule"
    assert ente.answer(admin, K.ROLE, {"operator": named("admin"), "roles": ["responsabile"]}) == "rule"
    # He may admit somebody new, who then is in no group; and make an empty group, which opens nothing.
    ente.state(admin, K.OPERATOR, operator=named("sock"))
    ente.state(admin, K.DESK, **desk_body("sock", "ZY"))
    assert ente.answer("sock", K.MEMBER, member_body("working", "sock")) == "rule"
    assert ente.answer(admin, K.MEMBER, member_body("working", "sock")) == "rule"
    # A further desk for a member would be handed the next epoch.
    assert ente.answer(admin, K.DESK, desk_body("new", "ZZ", operator="oper")) == "rule"


def test_an_administrator_gives_no_first_desk_to_who_leads(ente: Ente) -> None:
    ente.state("resp", K.OPERATOR, operator=named("chief"))
    ente.state("resp", K.ROLE, operator=named("chief"), roles=["responsabile"])
    body = desk_body("chief", "ZZ")
    assert {who: ente.answer(who, K.DESK, body) for who in ("admin", "coord", "resp")} == {
        "admin": "rule",
        "coord": "rule",
        "resp": "",
    }


def test_a_desk_that_was_never_handed_the_key_hands_it_to_nobody(ente: Ente) -> None:
    ente.state("cm", K.DESK, **desk_body("cm two", "ZZ", operator="cm"))
    assert ente.answer("cm two", K.MEMBER, member_body("working", "dpo")) == "rule"
    assert ente.answer("cm two", K.MEMBER, member_body("working", "cm two", operator="cm")) == "rule"
    assert ente.answer("resp", K.EPOCH, epoch_body("working", 2, *IN_WORKING, "cm two")) == "rule"
    ente.state("cm", K.MEMBER, **member_body("working", "cm two", operator="cm"))
    assert ente.answer("cm two", K.MEMBER, member_body("working", "dpo")) == ""
    assert ente.answer("resp", K.EPOCH, epoch_body("working", 2, *IN_WORKING)) == "rule"
    assert ente.answer("resp", K.EPOCH, epoch_body("working", 2, *IN_WORKING, "cm two")) == ""


def test_the_first_member_of_a_group_is_its_maker_and_nobody_else(ente: Ente) -> None:
    ente.state("coord", K.GROUP, **group_body("new", "working"))
    assert ente.answer("resp", K.MEMBER, member_body("new", "resp")) == "rule"
    assert ente.answer("coord", K.MEMBER, member_body("new", "resp")) == "rule"
    ente.state("coord", K.MEMBER, **member_body("new", "coord"))
    assert ente.roster.may_admit(named("coord"), named("new"))
    ente.state("coord", K.LEAVE, group=named("new"), operator=named("coord"))
    assert ente.answer("coord", K.MEMBER, member_body("new", "coord")) == "rule"
    assert ente.answer(ROOT, K.MEMBER, member_body("new", "coord")) == ""


def test_a_member_who_leaves_takes_his_desks_along_and_a_new_epoch_closes_the_door(ente: Ente) -> None:
    working = named("working")
    before = ente.roster.copy()
    ente.state("oper", K.LEAVE, group=working, operator=named("oper"))
    assert named("oper") not in ente.roster.members(working)
    assert ente.roster.turning == {working}
    assert ente.answer("oper", K.EPOCH, epoch_body("working", 2, *IN_WORKING)) == "rule"
    ente.state("cm", K.EPOCH, **epoch_body("working", 2, "resp", "coord", "cm"))
    assert ente.roster.turning == set()
    line = ente.roster.groups[working]
    assert (line.epoch, line.public) == (2, key_of("working 2"))
    assert {epoch for group, epoch in ente.roster.epochs if group == working} == {1, 2}
    assert (working, 2, named("desk of oper")) not in ente.roster.wrapped
    # A new one is handed both epochs, or could not read what was granted at the first.
    ente.state("cm", K.MEMBER, **member_body("working", "dpo", epoch=2, earlier=[[1, WRAPPED]]))
    assert {
        epoch for group, epoch, desk in ente.roster.wrapped if (group, desk) == (working, named("desk of dpo"))
    } == {
        1,
        2,
    }
    assert before.groups[working].epoch == 1
    assert named("oper") in before.members(working)


def test_a_revoked_desk_says_nothing_any_more(ente: Ente) -> None:
    desk = named("desk of cm")
    ente.state("admin", K.REVOKE, desk=desk, wipe=True)
    assert not ente.roster.is_active(desk)
    assert ente.roster.desks[desk].wipe
    assert not ente.roster.desks[desk].stolen
    assert ente.roster.turning == {named("working"), named("everyone"), named("own of cm")}
    assert ente.answer("cm", K.LEAVE, {"group": named("working"), "operator": named("cm")}) == "revoked"
    assert ente.answer("cm", K.REVOKE, {"desk": named("desk of oper")}) == "revoked"
    assert ente.answer("resp", K.MEMBER, member_body("working", "cm")) == "rule"
    assert ente.answer("resp", K.EPOCH, epoch_body("working", 2, *IN_WORKING)) == "rule"
    assert ente.answer("resp", K.EPOCH, epoch_body("working", 2, "resp", "coord", "oper")) == ""
    cut = {"parcels": [key_of("p")], "number": "1", "second": key_of("cm"), "second_signature": b"s"}
    assert ente.answer("resp", K.CUT, cut) == "rule"
    ente.state("resp", K.REVOKE, desk=desk, stolen=True)
    assert (ente.roster.desks[desk].wipe, ente.roster.desks[desk].stolen) == (True, True)


def test_a_revocation_holds_whatever_was_stated_meanwhile(ente: Ente) -> None:
    revocation = ente.make("resp", K.REVOKE, {"desk": named("desk of cm")})
    ente.state("resp", K.OPERATOR, operator=named("new"))
    head = ente.roster.head
    ente.take(revocation)
    assert not ente.roster.is_active(named("desk of cm"))
    assert ente.roster.head == head
    with pytest.raises(RosterRefused) as chained:
        ente.take(ente.make("resp", K.REVOKE, {"desk": named("desk of cm")}, previous=head))
    assert chained.value.code is Refusal.STALE_HEAD


def test_a_thief_who_took_a_new_identity_is_shut_out_with_the_old_one(ente: Ente) -> None:
    former = named("desk of oper")
    ente.state("oper", K.IDENTITY, **desk_body("thief", "ZX", operator="oper"), former=former)
    ente.state("thief", K.IDENTITY, **desk_body("thief two", "ZY", operator="oper"), former=named("desk of thief"))
    careful = Ente(ente.roster.copy(), ente.id)
    careful.state("resp", K.REVOKE, desk=former)
    assert careful.roster.is_active(named("desk of thief"))
    ente.state("resp", K.REVOKE, desk=former, stolen=True)
    assert not ente.roster.is_active(former)
    assert not ente.roster.is_active(named("desk of thief"))
    assert not ente.roster.is_active(named("desk of thief two"))
    assert ente.roster.is_active(named("desk of cm"))


def test_a_new_identity_keeps_the_groups_and_never_the_letters(ente: Ente) -> None:
    former = named("desk of oper")
    ente.state("oper", K.IDENTITY, **desk_body("again", "ZZ", operator="oper"), former=former)
    line = ente.roster.desks[named("desk of again")]
    assert (line.former, line.admitted_by, line.letters) == (former, former, "ZZ")
    assert line.id in ente.roster.key_desks(named("working"))
    assert line.id not in ente.roster.key_desks(named("small"))
    assert ente.roster.is_active(former)
    assert ente.answer("again", K.DESK, desk_body("new", "ZZ", operator="oper")) == "rule"
    assert ente.answer("again", K.DESK, desk_body("new", "AE", operator="oper")) == "rule"
    assert [desk.id for desk in ente.roster.desks_of(named("oper"))] == [former, line.id]


def test_letters_of_a_revoked_desk_are_never_given_again(ente: Ente) -> None:
    ente.state("resp", K.REVOKE, desk=named("desk of oper"))
    assert ente.answer("resp", K.DESK, desk_body("new", "AE", operator="oper")) == "rule"
    assert "AE" in ente.roster.letters_taken()


def test_a_membership_ends_when_it_says_and_a_further_desk_does_not_lengthen_it(ente: Ente) -> None:
    working, dpo = named("working"), named("dpo")
    ente.state("resp", K.MEMBER, **member_body("working", "dpo", expires_ms=1000))
    assert ente.roster.expiry(working, dpo) == 1000
    ente.state("dpo", K.DESK, **desk_body("dpo two", "ZZ", operator="dpo"))
    ente.state("dpo", K.MEMBER, **member_body("working", "dpo two", operator="dpo"))
    assert ente.roster.expiry(working, dpo) == 1000
    ente.state("cm", K.MEMBER, **member_body("working", "dpo", expires_ms=2000))
    assert ente.roster.expiry(working, dpo) == 2000
    ente.state(ROOT, K.MEMBER, **member_body("working", "dpo"))
    assert ente.roster.expiry(working, dpo) is None


def test_two_statements_on_one_head_cannot_both_stand(ente: Ente) -> None:
    one = ente.make("resp", K.OPERATOR, {"operator": named("one")})
    two = ente.make("resp", K.OPERATOR, {"operator": named("two")})
    ente.take(one)
    for late in (two, one):
        with pytest.raises(RosterRefused) as refused:
            ente.take(late)
        assert refused.value.code is Refusal.STALE_HEAD


@pytest.mark.parametrize(
    ("claimed", "code"),
    [
        ({"format": 2}, "format"),
        ({"body": b"\x90"}, "format"),
        ({"body": b"rubbish"}, "format"),
        ({"ente": named("other")}, "unknown"),
        ({"signer": key_of("stranger")}, "unknown"),
        ({"previous": b""}, "stale_head"),
    ],
)
def test_a_claim_that_fits_nothing_is_refused(ente: Ente, claimed: dict[str, Any], code: str) -> None:
    made = ente.make("resp", K.OPERATOR, {"operator": named("new")})
    fields = {name: getattr(made.claim, name) for name in made.claim.__struct_fields__} | claimed
    with pytest.raises(RosterRefused) as refused:
        ente.take(type(made)(type(made.claim)(**fields), made.signature))
    assert str(refused.value.code) == code


def test_what_is_not_signed_is_refused_and_changes_nothing(ente: Ente) -> None:
    head = ente.roster.head
    with pytest.raises(RosterRefused) as refused:
        ente.take(ente.make("resp", K.OPERATOR, {"operator": named("new")}), signed=False)
    assert refused.value.code is Refusal.SIGNATURE
    assert ente.roster.head == head
    assert named("new") not in ente.roster.operators


@pytest.mark.parametrize("kind", [K.OPERATOR, K.ENTE])
def test_nothing_stands_before_the_ente_and_only_its_root_founds_it(kind: StatementKind) -> None:
    empty = Ente()
    bodies: dict[StatementKind, dict[str, Any]] = {
        K.OPERATOR: {"operator": named("new")},
        K.ENTE: {"root": key_of("another"), "recovery": key_of("recovery")},
    }
    assert empty.answer(ROOT, kind, bodies[kind]) == "unknown"
    assert empty.roster.ente == ""


def test_what_stands_is_what_was_stated(ente: Ente) -> None:
    roster = ente.roster
    assert (roster.ente, roster.root, roster.recovery) == (ente.id, key_of(ROOT), key_of("recovery"))
    assert roster.roles_of(named("coord")) == {Role.COORDINATORE}
    assert roster.roles_of(named("new")) == frozenset()
    assert roster.groups_of(named("oper")) == {named("own of oper"), named("everyone"), named("working")}
    assert roster.members(named("new")) == roster.key_desks(named("new")) == frozenset()
    assert roster.groups[named("working")].founder == named("resp")
    assert not roster.is_active(named("desk of new"))
    assert roster.desks[named("desk of cm")].admitted_by is None
    found = roster.desk_of_key(key_of("cm"))
    assert found is not None
    assert (found.id, found.operator) == (named("desk of cm"), named("cm"))
    assert roster.desk_of_key(key_of("new")) is None
    assert not roster.may_admit(named("oper"), named("working"))
    assert not roster.may_admit(named("out"), named("working"))
    assert vars(roster)["server"] is None
    ente.state("admin", K.SERVER, key=key_of("server"), url="https://srv")
    ente.state(ROOT, K.RECOVERY, recovery=key_of("other"))
    assert roster.server is not None
    assert (roster.server.key, roster.server.url) == (key_of("server"), "https://srv")
    assert roster.recovery == key_of("other")


def test_cuts_are_kept_with_whose_word_they_have(ente: Ente) -> None:
    ente.state("oper", K.CUT, parcels=[key_of("p")])
    ente.state("cm", K.CUT, parcels=[key_of("q")], number="7", second=key_of("resp"), second_signature=b"s")
    alone, both = ente.roster.cuts
    assert (alone.by, alone.second, alone.number) == (named("oper"), None, "")
    assert (both.by, both.second, both.number) == (named("cm"), named("resp"), "7")
    assert ente.roster.cut_parcels() == {key_of("p"), key_of("q")}
