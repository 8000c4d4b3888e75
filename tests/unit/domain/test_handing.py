# SPDX-License-Identifier: EUPL-1.2
"""A presa in carico on its way: whoever is offered it takes the giver's places and no others, and only for himself."""

from typing import Any

import pytest

from tests.unit.domain.test_machines import ANNA, BICE, act, entry_of
from welfaredesk.domain.entry import Entry, EntryKind, Put
from welfaredesk.domain.fold import fold
from welfaredesk.domain.statement import Role

CARLA = "carla"
WORKER, MANAGER = "responsible_social_worker", "case_manager"


def link(operator: str) -> dict[str, str]:
    return {"id": operator}


BORN = entry_of(ANNA, 1, {WORKER: Put(link(CARLA)), MANAGER: Put(link(CARLA))}, seen={})


def acted(name: str, who: str, *, seen: dict[str, int], said: dict[str, Any], k: int = 1) -> Entry:
    """Return an act of somebody who works on cases; ANNA assigns them."""
    roles = frozenset({Role.COORDINATORE if who == ANNA else Role.OPERATORE})
    return entry_of(who, k, act(name, **said), seen=seen, kind=EntryKind.ACT, roles=roles)


OFFER = {"handing": "offered", "handed_to": link(BICE), "handed_from": link(CARLA)}
OFFERED = acted("hand-over", ANNA, k=2, seen={ANNA: 1}, said=OFFER)
SEEN = {ANNA: 2}
AWAY, KEPT = {"handing": "away"}, {"handing": "kept"}


def holders(*entries: Entry) -> tuple[str, str, str]:
    """Return who is titolare, who is case manager, and where the presa in carico is."""
    values = fold([BORN, *entries]).values()
    return values[WORKER]["id"], values[MANAGER]["id"], values.get("handing", "kept")


def test_the_receiver_takes_one_place_or_both_without_the_right_to_assign() -> None:
    assert holders(OFFERED) == (CARLA, CARLA, "offered")
    both = acted("take-over", BICE, seen=SEEN, said=AWAY | {WORKER: link(BICE), MANAGER: link(BICE)})
    assert holders(OFFERED, both) == (BICE, BICE, "away")
    one = acted("take-over", BICE, seen=SEEN, said=AWAY | {MANAGER: link(BICE)})
    assert holders(OFFERED, one) == (CARLA, BICE, "away")
    back = acted("hand-back", CARLA, seen=SEEN | {BICE: 1}, said=KEPT | {MANAGER: link(CARLA)})
    assert holders(OFFERED, one, back) == (CARLA, CARLA, "kept")


@pytest.mark.parametrize(
    ("who", "said"),
    [
        (BICE, {MANAGER: link("dina")}),
        (BICE, {MANAGER: None}),
        (BICE, {MANAGER: link(BICE), "accepted_on": "2026-10-19"}),
        (BICE, {MANAGER: link(BICE), "handed_from": link(BICE)}),
        (CARLA, {MANAGER: link(CARLA)}),
        (CARLA, {MANAGER: link(BICE)}),
    ],
)
def test_no_program_takes_more_or_for_somebody_else(who: str, said: dict[str, Any]) -> None:
    wrong = acted("take-over", who, seen=SEEN, said=AWAY | said)
    assert holders(OFFERED, wrong) == (CARLA, CARLA, "offered")


def test_nobody_takes_what_was_not_offered_and_nothing_goes_back_to_a_third() -> None:
    early = acted("take-over", BICE, seen={ANNA: 1}, said=AWAY | {MANAGER: link(BICE)})
    assert holders(early) == (CARLA, CARLA, "kept")
    took = acted("take-over", BICE, seen=SEEN, said=AWAY | {MANAGER: link(BICE)})
    astray = acted("hand-back", "dina", seen=SEEN | {BICE: 1}, said=KEPT | {MANAGER: link("dina")})
    assert holders(OFFERED, took, astray) == (CARLA, BICE, "away")


def test_an_offer_is_made_by_who_assigns() -> None:
    wrong = acted("hand-over", BICE, seen={ANNA: 1}, said=OFFER)
    assert holders(wrong) == (CARLA, CARLA, "kept")
