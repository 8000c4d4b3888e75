# SPDX-License-Identifier: EUPL-1.2
"""The fictional colleague of the pictures: her changes arrive as a real desk's would, and the vault stays whole."""

import pytest

from tests import colleague
from tests.opened import add, giulia
from welfaredesk.desk import clashes
from welfaredesk.desk.demo.colleague import clashes_of_demo
from welfaredesk.desk.session import Session
from welfaredesk.store import content


@pytest.fixture
def person(session: Session) -> str:
    return giulia(session)


def test_her_changes_clash_with_what_is_written_here(session: Session, person: str) -> None:
    anna = colleague.operator(session, "Galli", "Anna")
    for number in range(3):
        when = f"2026-10-0{number + 1}T10:00:00+02:00"
        add(session, "diary_entry", person=person, text=f"Nota {number}. Si vede fra un mese.", when=when)
    add(session, "diary_entry", person=person, text="Riservata.", circle="reserved")
    assert clashes_of_demo(session) == 5
    found = clashes.waiting(session, mine_only=True)
    assert {line.by for line in found} == {anna}
    assert sorted(line.field for line in found) == ["comune", "reachabilities", "text", "text", "text"]
    assert [line.retired for line in found if line.whole] == [True]
    assert not list(content.problems(session.vault.read(), session.profile))
    for line in found:
        clashes.settle(session, line.id, keep="theirs", shown=line)
    assert not clashes.waiting(session)


def test_without_colleagues_or_without_giulia_nothing_is_made(session: Session) -> None:
    assert clashes_of_demo(session) == 0
    giulia(session)
    assert clashes_of_demo(session) == 0
    assert not clashes.waiting(session)
