# SPDX-License-Identifier: EUPL-1.2
"""The sentence of a clash and what can be kept of it: the same on the screen and in commands."""

from dataclasses import replace

import pytest

from tests import colleague
from tests.opened import giulia
from welfaredesk.base.casework_errors import OnlyByAct
from welfaredesk.base.errors import BadInput
from welfaredesk.desk import clashes, lists, records
from welfaredesk.desk.clash_words import may_keep, sentence
from welfaredesk.desk.clashes import ClashLine
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import Put
from welfaredesk.domain.settling import Keep


@pytest.fixture
def line(session: Session) -> ClashLine:
    """Return the clash of a plain field that a colleague changed meanwhile."""
    person = giulia(session)
    token = records.show(session, person).entry
    colleague.saves(session, person, {"comune": Put("Viadana")}, who=colleague.operator(session))
    records.change(session, person, {"comune": "Casalmaggiore"}, seen=token)
    (found,) = clashes.waiting(session)
    return found


def test_a_plain_field_keeps_one_of_two(session: Session, line: ClashLine) -> None:
    assert sentence([line], me=line.author) == "Mentre eri fuori, Bianchi Anna ha cambiato «Comune»."
    assert may_keep([line]) == (Keep.THEIRS, Keep.MINE)
    with pytest.raises(BadInput):
        clashes.settle(session, line.id, keep=Keep.BOTH)


def test_what_bars_an_act_is_said_and_it_cannot_be_kept(line: ClashLine) -> None:
    act = replace(line, whole=True, both=True, bar="il verbale è ancora una bozza")
    said = sentence([act], me=line.author)
    assert said.endswith("il tuo passaggio è rimasto in attesa. il verbale è ancora una bozza.")
    assert may_keep([act]) == (Keep.THEIRS, Keep.BOTH)


def test_of_lines_that_are_decided_as_one_both_are_kept_only_where_each_can_be(line: ClashLine) -> None:
    lines = [replace(line, both=True), replace(line, both=False, label="Vie")]
    assert "«Comune, Vie»" in sentence(lines, me=line.author)
    assert Keep.BOTH not in may_keep(lines)


def test_where_acts_alone_write_what_stands_is_all_that_can_be_kept(session: Session) -> None:
    (row,) = lists.of_root(session, "care_episode", giulia(session))
    episode = str(row["_id"])
    seen = colleague.seen_here(session, episode)
    colleague.saves(session, episode, {"status": Put("closed")}, seen=seen, who=colleague.operator(session))
    (found,) = clashes.waiting(session)
    assert sentence([found], me=session.identity.operator).startswith("«Stato» lo cambia solo un'azione della scheda")
    assert may_keep([found]) == (Keep.THEIRS,)
    with pytest.raises(OnlyByAct):
        clashes.settle(session, found.id, keep=Keep.MINE)
