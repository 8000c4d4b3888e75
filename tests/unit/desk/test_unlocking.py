# SPDX-License-Identifier: EUPL-1.2
"""What can be asked before a vault is open: strength in words, words of the sheets, restorings cut short."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.opened import open_desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import WeakPassphrase, WrongShares
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import check_strength
from welfaredesk.desk.unlocking import (
    Drawn,
    Strength,
    draw,
    last_work,
    propose_words,
    strength,
    words,
    words_to_ask,
    wrong_answers,
)


@given(st.text(max_size=40))
def test_short_is_said_exactly_of_what_is_refused(passphrase: str) -> None:
    refused = False
    try:
        check_strength(passphrase)
    except WeakPassphrase:
        refused = True
    assert (strength(passphrase) is Strength.SHORT) == refused


def test_five_words_of_the_list_are_the_best(ids: SeededIds) -> None:
    assert strength(propose_words(ids)) is Strength.WORDS
    assert strength("a" * 30) is Strength.ENOUGH
    assert strength("le rondini tornano tardi") is Strength.GOOD


@given(seed=st.integers(0, 2**32), alone=st.booleans())
def test_the_words_asked_are_four_of_each_of_two_sheets_or_of_the_one(*, seed: int, alone: bool) -> None:
    ids = SeededIds(seed)
    drawn = draw(ids, alone=alone)
    asked = words_to_ask(drawn, alone=alone, ids=ids)
    sheets = [one.sheet for one in asked]
    assert len(set(asked)) == len(asked) == (4 if alone else 8)
    assert len(set(sheets)) == (1 if alone else 2)
    assert all(1 <= one.number <= 33 and 1 <= one.sheet <= len(drawn.shares) for one in asked)
    right = [words(drawn.shares[one.sheet - 1])[one.number - 1] for one in asked]
    assert wrong_answers(drawn, asked, typed=[f" {word.upper()} " for word in right]) == []
    assert wrong_answers(drawn, asked, typed=[*right[:-1], "zebra zebra"]) == [len(asked) - 1]


def test_sheets_that_do_not_give_the_secret_back_are_never_tested(ids: SeededIds) -> None:
    drawn, other = draw(ids, alone=False), draw(ids, alone=False)
    with pytest.raises(WrongShares):
        words_to_ask(Drawn(drawn.secret, other.shares), alone=False, ids=ids)


def test_the_last_work_is_the_time_of_the_file_and_adds_none(tmp_path: Path, clock: FixedClock, ids: SeededIds) -> None:
    profile = tmp_path / "profile"
    assert last_work(profile, clock) is None
    open_desk(profile, clock=clock, ids=ids).close()
    before = {path.name for path in profile.iterdir()}
    worked = last_work(profile, clock)
    assert worked is not None
    assert worked.utc_ms == (profile / "vault.db").stat().st_mtime_ns // 1_000_000
    assert {path.name for path in profile.iterdir()} == before
