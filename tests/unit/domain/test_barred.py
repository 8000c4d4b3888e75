# SPDX-License-Identifier: EUPL-1.2
"""What bars an act besides the state of its machine: a draft is not reviewed, nor signed what somebody still signs."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from msgspec import structs

from tests.unit.domain.desks import judged_entry
from tests.unit.domain.test_minutes_review import act, approval, waiting
from welfaredesk.domain.acts_alone import bar_of, left_waiting
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import Entry, EntryKind, Operation, Put, RowChanges
from welfaredesk.domain.fold import fold
from welfaredesk.domain.judging import Actor, judged, machines_of, named, refusal
from welfaredesk.domain.machine import Go, No
from welfaredesk.domain.machines.contract_path import CONTRACT_PATH
from welfaredesk.domain.machines.contract_path import IS_DRAFT as CONTRACT_IS_DRAFT
from welfaredesk.domain.machines.minutes_review import IS_DRAFT, MINUTES_REVIEW
from welfaredesk.domain.signing import NO_FAMILY, NOBODY_SIGNED, NONE_HAD_SIGNED, NONE_OF_THE_FAMILY
from welfaredesk.domain.statement import Role

ANNA, BICE, CARLA = "anna", "bice", "carla"
ALL = frozenset(Role)
entry_of = partial(judged_entry, rules=4)


def saved(changes: dict[str, Operation], *, rules: int = 4, of: str = "minutes") -> Entry:
    """Return the first entry of a record."""
    return entry_of(ANNA, 1, changes, seen={}, kind=EntryKind.SET, rules=rules, of=of)


DRAFT = saved({"health": Put("Sta meglio")})
SHARED = entry_of(ANNA, 2, act("share", state="shared", shared_on="2026-10-26"), seen={ANNA: 1})
REVISED = entry_of(ANNA, 3, act("revise", state="draft", revise_reason="La scuola"), seen={ANNA: 2})
BACK = act("send-back", review="sent_back", sent_back_by={"id": BICE}, sent_back_on="2026-10-26")
REVIEWS = pytest.mark.parametrize("changes", [approval(BICE), BACK], ids=["approve", "send-back"])


@REVIEWS
@pytest.mark.parametrize("some", [[DRAFT], [DRAFT, SHARED, REVISED]], ids=["not shared yet", "withdrawn unseen"])
def test_minutes_that_are_a_draft_at_its_place_are_not_reviewed(
    changes: dict[str, Operation], some: list[Entry]
) -> None:
    seen = {ANNA: min(len(some), 2)}
    review = entry_of(BICE, 1, changes, seen=seen)
    state = fold([*some, review])
    assert state.values() == fold(some).values()
    assert waiting(state) >= {"review"}
    assert refusal(review, fold(some)) == IS_DRAFT
    assert bar_of(state, review.ref, fields=["review"]) == IS_DRAFT


@REVIEWS
def test_what_was_shared_is_reviewed_and_stays_so_when_it_is_withdrawn_later(changes: dict[str, Operation]) -> None:
    review = entry_of(BICE, 1, changes, seen={ANNA: 2})
    state = fold([DRAFT, SHARED, review, REVISED])
    assert state.values()["review"] in {"approved", "sent_back"}
    assert (state.values()["state"], waiting(state)) == ("draft", set())
    # What was reviewed is taken back also from a draft.
    again = entry_of(BICE, 2, act("review-again", review="to_review"), seen={ANNA: 3, BICE: 1})
    assert fold([DRAFT, SHARED, review, REVISED, again]).values()["review"] == "to_review"


def test_no_settling_lets_a_review_stand_while_it_is_a_draft_and_one_does_afterwards() -> None:
    review = entry_of(BICE, 1, approval(BICE), seen={ANNA: 2})
    some = [DRAFT, SHARED, REVISED, review]
    said: dict[str, Operation] = {"review": Put("approved"), "approved_by": Put({"id": BICE})}
    settled = entry_of(BICE, 2, said, seen={ANNA: 3, BICE: 1}, kind=EntryKind.SETTLE)
    assert fold([*some, settled]).values() == fold(some).values()
    share = act("share", state="shared", shared_on="2026-10-27")
    shared = entry_of(ANNA, 4, share, seen={ANNA: 3, BICE: 1})
    assert fold([*some, shared, settled]).values()["review"] == "approved"
    # Nor for an act that nobody knows, or for one that wrote what is not its own.
    for name in ("moon", "share", "review-again"):
        odd = entry_of(BICE, 1, act(name, review="approved"), seen={ANNA: 2})
        only: dict[str, Operation] = {"review": Put("approved")}
        let = entry_of(BICE, 2, only, seen={ANNA: 3, BICE: 1}, kind=EntryKind.SETTLE)
        assert "review" not in fold([DRAFT, SHARED, REVISED, odd, let]).values()


def test_by_the_rules_of_before_a_draft_was_reviewed_and_only_where_they_began() -> None:
    old = [saved({"health": Put("Sta meglio")}, rules=3), entry_of(BICE, 1, approval(BICE), seen={ANNA: 1}, rules=3)]
    assert fold(old).values()["review"] == "approved"
    # Whoever names them in minutes that began by newer ones gets no milder ones.
    assert "review" not in fold([DRAFT, old[1]]).values()
    assert MINUTES_REVIEW not in machines_of("minutes", 3)
    assert {one.field for one in machines_of("minutes", 3)} == {"state", "review"}


def test_what_waits_by_the_rules_of_before_is_barred_as_whoever_settles_now_is() -> None:
    changes = {"share": act("share", state="shared", shared_on="2026-10-26"), "back": BACK, "approve": approval(CARLA)}
    old = [
        saved({"health": Put("Sta meglio")}, rules=3),
        entry_of(ANNA, 2, changes["share"], seen={ANNA: 1}, rules=3),
        entry_of(BICE, 1, changes["back"], seen={ANNA: 2}, rules=3),
        entry_of(CARLA, 1, changes["approve"], seen={ANNA: 2}, rules=3),
        entry_of(ANNA, 3, act("revise", state="draft", revise_reason="La scuola"), seen={ANNA: 2}, rules=3),
    ]
    state, approved = fold(old), old[3].ref
    assert (state.rules, bar_of(state, approved, fields=["review"])) == (3, IS_DRAFT)
    assert left_waiting(state, approved, fields=["review"], roles=ALL) == ["review"]
    let: dict[str, Operation] = {"review": Put("approved"), "approved_by": Put({"id": CARLA})}
    settled = entry_of(CARLA, 2, let, seen={ANNA: 3, BICE: 1, CARLA: 1}, kind=EntryKind.SETTLE)
    assert fold([*old, settled]).values()["review"] == "sent_back"


LA_MADRE, IL_PADRE, LUCIA = "0" * 26, "1" * 26, "2" * 26
NAMES = {LA_MADRE: "La madre", IL_PADRE: "Il padre", LUCIA: "Bianchi, Lucia"}


KINDS = ("parent", "parent", "professional")


def contract(*states: str | None, state: str = "awaiting", kinds: Sequence[str] = KINDS) -> dict[str, Any]:
    """Return a contract that two parents and a professional are to sign, each as far as he is; `:` parts the reason."""
    said = [(one or "").partition(": ") for one in states]
    rows = [
        {"_row": row, "name": NAMES[row], "signs_as": kind, "state": one or None, "why": why}
        for row, kind, (one, _, why) in zip(NAMES, kinds, said, strict=True)
    ]
    return {"state": state, "signers": rows}


def signing(values: dict[str, Any], *, rules: int = 4) -> str:
    """Return why a contract may not be marked as signed, nothing when it may."""
    machines = machines_of("contract", rules)
    move = named(machines, "sign")
    assert move is not None
    answer = judged(machines, move, values=values, actor=Actor(ANNA, ALL))
    return "" if answer == Go("signed") else answer.why if isinstance(answer, No) else "?"


@pytest.mark.parametrize(
    ("states", "why"),
    [
        ((None, "waiting", "waiting"), NOBODY_SIGNED),
        (("signed", "waiting", "signed"), "Manca la firma di: Il padre. Si segna chi ha firmato"),
        (("signed", None, ""), "Manca la firma di: Il padre; Bianchi, Lucia. Si segna"),
        (("refused", "waiting", "signed"), "Manca la firma di: Il padre. Si segna"),
        (("signed", "promised", "signed"), "Manca la firma di: Il padre. Si segna"),
        (("signed", "refused", "signed"), "Non firma: Il padre. Prima si scrive che cosa non si accetta"),
        (("refused", "refused", "signed"), NONE_OF_THE_FAMILY),
        (("signed", "signed", "refused"), ""),
        (("signed", "unable: È ricoverato", "signed"), ""),
        (("signed", "deceased", "signed"), ""),
        (("unreachable: È all'estero", "signed", "unable: In congedo"), ""),
        (("signed", "unable", "signed"), "Non è scritto perché non firma: Il padre. Si scrive accanto al nome"),
        (("signed", "unreachable:  ", "waiting"), "Manca la firma di: Bianchi, Lucia. Si segna"),
        (("signed", "unreachable:  ", "signed"), "Non è scritto perché non firma: Il padre."),
        (("deceased", "unable: Non è in sé", "signed"), NONE_OF_THE_FAMILY),
        (("deceased", "unable: Non è in sé", "unable: x"), NONE_OF_THE_FAMILY),
        (("signed", "refused", "unable: x"), "Non firma: Il padre. Prima si scrive che cosa non si accetta"),
        (("signed", "signed", "signed"), ""),
    ],
)
def test_a_contract_is_signed_when_nobody_named_still_waits(states: tuple[str | None, ...], why: str) -> None:
    told = signing(contract(*states))
    assert told.startswith(why) if why else told == ""


@pytest.mark.parametrize("states", [("signed", "signed", "signed"), ("waiting", None, "signed")])
def test_a_contract_that_names_no_family_is_signed_by_nobody(states: tuple[str | None, ...]) -> None:
    assert signing(contract(*states, kinds=["professional"] * 3)) == NO_FAMILY


def test_whoever_signs_in_the_place_of_one_who_cannot_signs_for_the_family() -> None:
    kinds = ("person", "guardian", "professional")
    assert signing(contract("unable: Non è in sé", "signed", "signed", kinds=kinds)) == ""
    assert signing(contract("unable: Non è in sé", "waiting", "signed", kinds=kinds)).startswith(
        "Manca la firma di: Il"
    )


@pytest.mark.parametrize(
    ("states", "kinds", "why"),
    [
        (("signed", "signed", "signed"), ["professional"] * 3, ""),
        (("signed", "unable: È ricoverato", "signed"), KINDS, "Manca la firma di: Il padre. Si segna"),
        (("refused", "refused", "signed"), KINDS, NONE_HAD_SIGNED),
        (("signed", "refused", "signed"), KINDS, "Non firma: Il padre."),
        (("waiting", "waiting", "waiting"), KINDS, NOBODY_SIGNED),
    ],
)
def test_by_rules_3_a_contract_is_signed_as_it_was_then(
    states: tuple[str, ...], kinds: Sequence[str], why: str
) -> None:
    told = signing(contract(*states, kinds=kinds), rules=3)
    assert told.startswith(why) if why else told == ""


def test_who_does_not_sign_is_written_first_and_then_the_rest_is_signed() -> None:
    assert signing(contract("signed", "refused", "signed", state="refused_in_part")) == ""
    assert signing(contract("signed", "waiting", "signed", state="refused_in_part")).startswith("Manca la firma di")


@pytest.mark.parametrize("odd", [7, "x", ["x"], [{"state": ["signed"]}], [{"name": 3, "state": {}}], {}])
def test_signers_that_are_no_rows_have_not_signed(odd: object) -> None:
    assert signing({"state": "awaiting", "signers": odd}) == NOBODY_SIGNED


SIGN = act("sign", state="signed", signed_on="2026-10-26")


def issued(**states: str) -> Entry:
    """Return a contract that waits to be signed, its signers as they are said."""
    rows: dict[str, dict[str, Any] | None] = {
        row: {"name": NAMES[row], "signs_as": "parent", "state": states[name]} for name, row in PARENTS.items()
    }
    return saved({"state": Put("awaiting"), "edition": Put(1), "signers": RowChanges(rows)}, rules=4, of="contract")


PARENTS = {"mother": LA_MADRE, "father": IL_PADRE}


def test_a_signing_that_had_not_seen_that_somebody_does_not_sign_waits_whole() -> None:
    born = issued(mother="signed", father="signed")
    corrected: dict[str, Operation] = {"signers": RowChanges({IL_PADRE: {"state": "waiting"}})}
    save = entry_of(ANNA, 2, corrected, seen={ANNA: 1}, kind=EntryKind.SET, rules=4, of="contract")
    sign = entry_of(BICE, 1, SIGN, seen={ANNA: 1}, rules=4, of="contract")
    assert fold([born, sign]).values()["state"] == "signed"
    state = fold([born, save, sign])
    assert (state.values()["state"], waiting(state)) == ("awaiting", {"state", "signed_on"})
    assert bar_of(state, sign.ref, fields=["state"]).startswith("Manca la firma di: Il padre")
    assert bar_of(state, save.ref, fields=["signers"]) == ""
    # Signed first, the correction finds it sealed.
    state = fold([born, sign, save])
    assert (state.values()["state"], waiting(state)) == ("signed", {"signers"})


def test_a_signing_that_waits_says_that_the_contract_is_a_draft_again() -> None:
    born = issued(mother="signed", father="signed")
    anew = RowChanges({row: {"state": "waiting"} for row in PARENTS.values()})
    changes = act("take-back", state="draft", take_back_reason="La scuola") | {"signers": anew}
    back = entry_of(ANNA, 2, changes, seen={ANNA: 1}, rules=4, of="contract")
    sign = entry_of(BICE, 1, SIGN, seen={ANNA: 1}, rules=4, of="contract")
    state = fold([born, back, sign])
    assert (state.values()["state"], waiting(state)) == ("draft", {"state", "signed_on"})
    assert bar_of(state, sign.ref, fields=["state"]) == CONTRACT_IS_DRAFT


def test_by_the_rules_of_before_one_signature_was_enough() -> None:
    born = issued(mother="signed", father="waiting")
    old = structs.replace(born, header=structs.replace(born.header, rules=2))
    sign = entry_of(BICE, 1, SIGN, seen={ANNA: 1}, rules=2, of="contract")
    assert fold([old, sign]).values()["state"] == "signed"
    assert fold([born, sign]).values()["state"] == "awaiting"
    # By rules 3 nobody still waits, though none of the family had to be named.
    alone: dict[str, Operation] = {
        "signers": RowChanges({row: {"signs_as": "professional"} for row in PARENTS.values()})
    }
    born = issued(mother="signed", father="signed")
    save = entry_of(ANNA, 2, alone, seen={ANNA: 1}, kind=EntryKind.SET, rules=3, of="contract")
    older = [structs.replace(born, header=structs.replace(born.header, rules=3)), save]
    sign = entry_of(BICE, 1, SIGN, seen={ANNA: 2}, rules=3, of="contract")
    assert fold([*older, sign]).values()["state"] == "signed"
    newer = structs.replace(sign, header=structs.replace(sign.header, rules=4))
    assert fold([*older, newer]).values()["state"] == "awaiting"


def test_a_table_of_older_rules_is_no_table_of_now() -> None:
    type_ = find_type("contract")
    assert type_ is not None
    assert (type_.machines_for(4), type_.machines_for(1)) == ((CONTRACT_PATH,), ())
    assert (*type_.machines_for(3), *type_.machines_for(2)) == type_.former
