# SPDX-License-Identifier: EUPL-1.2
"""Acts of a modified program: what is sealed stays, and whoever is offered a case takes the giver's places alone."""

from typing import Any

import pytest

from tests.unit.domain.desks import judged_entry
from tests.unit.domain.test_handing import KEPT, MANAGER, SEEN, WORKER, acted, link
from tests.unit.domain.test_machines import ANNA, BICE, entry_of
from welfaredesk.domain.entry import ACT, Entry, EntryKind, Operation, Put, PutText, RowChanges
from welfaredesk.domain.fold import RETIRED, fold
from welfaredesk.domain.statement import Role

ROW = "0" * 26
SCAN = {"name": "firmato.pdf", "media_type": "application/pdf", "size": 3, "sha256": "0" * 64}


def of_type(type_name: str, k: int, changes: dict[str, Operation], *, kind: EntryKind = EntryKind.SET) -> Entry:
    """Return an entry of somebody who works on cases, who had seen his own of before."""
    seen = {ANNA: k - 1} if k > 1 else {}
    roles = frozenset({Role.OPERATORE})
    return judged_entry(ANNA, k, changes, seen=seen, rules=2, kind=kind, of=type_name, roles=roles)


@pytest.mark.parametrize(
    ("type_name", "ended", "act", "own"),
    [
        ("contract", "signed", "add-scan", {"scan": Put(SCAN)}),
        ("contract", "signed", "withdraw", {"state": Put("withdrawn"), "withdrawal_reason": Put("Errore")}),
        ("minutes", "closed", "to-tasks", {}),
    ],
)
@pytest.mark.parametrize("more", [{"agreed": PutText("Altro")}, {"health": PutText("Altro")}, {"signers": ROW}])
def test_an_act_on_what_is_sealed_writes_nothing_but_its_own(
    type_name: str, ended: str, act: str, own: dict[str, Operation], more: dict[str, Any]
) -> None:
    born = of_type(type_name, 1, {"state": Put(ended), "agreed": PutText("Questo"), "health": PutText("Bene")})
    told: dict[str, Operation] = {ACT: Put({"name": act})}
    before = fold([born]).values()
    changes = {name: RowChanges({one: {"name": "X"}}) if isinstance(one, str) else one for name, one in more.items()}
    wrong = of_type(type_name, 2, own | changes | told, kind=EntryKind.ACT)
    assert fold([born, wrong]).values() == before
    right = of_type(type_name, 2, own | told, kind=EntryKind.ACT)
    said = {name: one.value for name, one in own.items() if isinstance(one, Put)}
    assert fold([born, right]).values() == before | said


def test_a_retirement_of_what_is_sealed_writes_nothing_else() -> None:
    born = of_type("contract", 1, {"state": Put("signed"), "agreed": PutText("Questo")})
    hides: dict[str, Operation] = {RETIRED: Put("Doppio")}
    wrong = of_type("contract", 2, hides | {"agreed": PutText("Altro")}, kind=EntryKind.RETIRE)
    assert (fold([born, wrong]).values()["agreed"], fold([born, wrong]).retired) == ("Questo", None)
    right = of_type("contract", 2, hides, kind=EntryKind.RETIRE)
    assert fold([born, right]).retired == "Doppio"


OTHERS = entry_of(ANNA, 1, {WORKER: Put(link("dina")), MANAGER: Put(link("carla"))}, seen={})
OFFERED = acted(
    "hand-over",
    ANNA,
    k=2,
    seen={ANNA: 1},
    said={"handing": "offered", "handed_to": link(BICE), "handed_from": link("carla")},
)


def test_whoever_takes_over_takes_no_place_in_which_somebody_else_stands() -> None:
    both = {"handing": "away", WORKER: link(BICE), MANAGER: link(BICE)}
    wrong = acted("take-over", BICE, seen=SEEN, said=both)
    values = fold([OTHERS, OFFERED, wrong]).values()
    assert (values[WORKER], values[MANAGER], values["handing"]) == (link("dina"), link("carla"), "offered")


def test_nothing_goes_back_to_the_giver_that_the_receiver_did_not_have() -> None:
    took = acted("take-over", BICE, seen=SEEN, said={"handing": "away", MANAGER: link(BICE)})
    back = acted("hand-back", BICE, k=2, seen=SEEN | {BICE: 1}, said=KEPT | {WORKER: link("carla")})
    assert fold([OTHERS, OFFERED, took, back]).values()[WORKER] == link("dina")
