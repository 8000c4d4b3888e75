# SPDX-License-Identifier: EUPL-1.2
"""Worlds in which everybody does casework: acts that meet acts and edits stand or wait whole, as the oracle says."""

from collections import Counter

import pytest

from tests.world.exchange.casework import CASEWORK, begin
from tests.world.exchange.live import live
from tests.world.exchange.world import WorldFailed
from welfaredesk.domain import fold

FIRST = 7_003
WORLDS = 6
FIRST_LONG = 700_000
LONG_WORLDS = 80


def live_some(first: int, count: int) -> Counter[str]:
    """Live through some worlds with casework, and return what happened."""
    counted: Counter[str] = Counter()
    for seed in range(first, first + count):
        counted += live(seed, prepare=begin, deeds=CASEWORK)[1]
    return counted


def test_worlds_of_casework_end_with_nothing_lost_and_everybody_equal() -> None:
    counted = live_some(FIRST, WORLDS)
    done = {name.removeprefix("act ") for name in counted if name.startswith("act ")}
    assert done >= {"share", "to-tasks", "submit", "send-back", "carry", "conclude", "refuse-part", "withdraw"}
    assert counted["handover accept"] > 0 < counted["handover give-back"]
    assert counted["minutes approve"] > 0 < counted["minutes send-back"]
    assert counted["questions"] > WORLDS


@pytest.mark.long
def test_eighty_worlds_of_casework() -> None:
    assert live_some(FIRST_LONG, LONG_WORLDS)["act reopen"] > 0


@pytest.mark.parametrize(("rule", "seed"), [("refusal", 7_001), ("ended_unseen", 7_012)])
def test_a_rule_of_acts_that_is_not_kept_is_noticed(rule: str, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fold, rule, lambda *_, **__: None)
    with pytest.raises(WorldFailed):
        live_some(seed, 1)
