# SPDX-License-Identifier: EUPL-1.2
"""Da rivedere: read, approved, sent back and gone on with by keys alone, and nothing approved that was not shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.colleague import saves, seen_here
from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, stray_windows, unnamed
from tests.unit.desk.staff.made import SCHOOL, do, minutes_about, situation
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import drafts, lists, records
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import PutText
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.marked_text import Mark
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.minutes_parts import field_words
from welfaredesk.ui.screens.queue import QueuePage
from welfaredesk.ui.screens.today import Today


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def made(session: Session) -> list[str]:
    """Return three minutes of one case, shared one after the other, that nobody of this desk has to answer."""
    about = situation(session, SCHOOL, person=giulia(session))
    found = []
    for day in ("12", "13", "14"):
        one = minutes_about(session, about, when=f"2026-10-{day}T14:30:00+02:00", attendance=[SCHOOL])
        do(session, one, "share")
        found.append(one)
    return sorted(found)


@pytest.fixture
def page(stage: Stage, made: list[str]) -> QueuePage:
    opened = QueuePage(stage.context)
    stage.put(opened)
    opened.setFocus()
    return opened


def press(stage: Stage, page: QueuePage, key: str) -> None:
    """Press a key on the page and wait until it rests."""
    QTest.keyClicks(page, key)
    stage.rest()


def review(stage: Stage, one: str) -> str:
    """Return how the review of minutes stands."""
    return str(records.show(stage.context.session, one).values.get("review") or "")


def said(page: QueuePage) -> str:
    """Return all that the page says in visible labels."""
    return " | ".join(one.text() for one in page.findChildren(PlainLabel) if one.isVisible())


def test_the_text_is_read_whole_and_counted(page: QueuePage, made: list[str]) -> None:
    assert [one.id for one in page.items] == made
    assert page.head.said.text() == "1 di 3"
    words = said(page)
    assert "Ferrari, Giulia" in words
    assert "Sta meglio.\nDorme." in words
    assert "Scrivere alla scuola" in words
    assert "Neri, Ada: Attesa" in words or "Neri, Ada:" in words
    assert list(page.buttons) == ["approve", "send-back"]


def test_a_approves_and_the_next_comes_and_undo_brings_it_back(stage: Stage, page: QueuePage, made: list[str]) -> None:
    press(stage, page, "J")
    assert page.head.said.text() == "2 di 3"
    press(stage, page, "A")
    assert review(stage, made[1]) == "approved"
    assert [one.id for one in page.items] == [made[0], made[2]]
    assert (page.head.said.text(), page.place()) == ("3 di 3", {"item": f"{made[2]}/"})
    assert stage.notices[-1][0] == "Approvato: Ferrari, Giulia"
    stage.undo()
    assert review(stage, made[1]) == "to_review"
    assert (page.head.said.text(), page.place()) == ("2 di 3", {"item": f"{made[1]}/"})
    press(stage, page, "K")
    press(stage, page, "K")
    assert page.place() == {"item": f"{made[0]}/"}


def test_r_sends_back_with_a_comment_and_without_one_says_so(stage: Stage, page: QueuePage, made: list[str]) -> None:
    press(stage, page, "R")
    form = page.room.form
    assert form is not None
    form.do()
    assert form.boxes["send_back_reason"].problem.words.text() == "Serve per «Rimanda»"
    control = form.editors["send_back_reason"].control
    assert isinstance(control, QPlainTextEdit)
    QTest.keyClicks(control, "Ja, mancano le ore")
    assert control.toPlainText() == "Ja, mancano le ore"
    assert page.head.said.text() == "1 di 3"
    page.before_lock()
    (draft,) = drafts.all_drafts(stage.context.session)
    assert draft.values["send_back_reason"] == "Ja, mancano le ore"
    QTest.keyClick(control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()
    assert review(stage, made[0]) == "sent_back"
    # Who shared them is here: they wait for him now.
    assert {one.id: one.kind for one in page.items}[made[0]] == "sent_back"
    assert drafts.all_drafts(stage.context.session) == []


def test_esc_leaves_the_comment_and_no_key_writes_from_it(stage: Stage, page: QueuePage, made: list[str]) -> None:
    press(stage, page, "C")
    form = page.room.form
    assert form is not None
    assert form.offer.name == "approve"
    QTest.keyClick(form, Qt.Key.Key_Escape)
    stage.rest()
    assert page.room.form is None
    assert review(stage, made[0]) == ""


def test_what_changed_since_the_review_is_marked(stage: Stage, page: QueuePage, made: list[str]) -> None:
    session = stage.context.session
    do(session, made[0], "approve")
    do(session, made[0], "revise", revise_reason="Mancava la scuola")
    records.change(session, made[0], {"health": "Sta bene.\nDorme.", "school": "Va volentieri."})
    do(session, made[0], "share")
    page.come_back({"item": f"{made[0]}/"})
    page.shown()
    stage.rest()
    assert set(page.text.marked) == {"health", "school"}
    assert page.text.marked["health"].marked(Mark.GONE) == ["meglio."]
    assert page.text.marked["health"].marked(Mark.NEW) == ["bene."]
    assert "da allora è cambiato" in page.said.words.text()


def test_what_arrives_while_one_reads_is_neither_repainted_nor_approved(
    stage: Stage, page: QueuePage, made: list[str]
) -> None:
    session = stage.context.session
    saves(session, made[0], {"family": PutText("La nonna aiuta.")}, seen=seen_here(session, made[0]))
    page.touched(frozenset({made[0]}))
    stage.rest()
    assert page.anew.isVisible()
    assert "La nonna aiuta." not in said(page)
    press(stage, page, "A")
    assert review(stage, made[0]) == "approved"
    (item,) = [one for one in page.items if one.id == made[0]]
    assert item.kind == "again"
    page.come_back({"item": f"{made[0]}/"})
    page.shown()
    stage.rest()
    assert set(page.text.marked) == {"family"}


def test_each_overdue_decision_of_the_same_minutes_is_reached(
    stage: Stage, page: QueuePage, made: list[str], clock: FixedClock
) -> None:
    clock.advance(ms=30 * 86_400_000)
    rows = [{"what": "Primo", "owner": "La madre", "due_on": "2026-11-02"}]
    rows.append({"what": "Secondo", "owner": "La scuola", "due_on": "2026-11-03"})
    records.change(stage.context.session, made[0], {"decisions": rows})
    for one in made[1:]:
        records.change(stage.context.session, one, {"decisions": []})
    page.shown()
    stage.rest()
    found = [one.title for one in page.items]
    assert found[3:] == ["Decisione senza compito: Primo", "Decisione senza compito: Secondo"]
    for number in range(1, 5):
        press(stage, page, "J")
        assert page.head.said.text() == f"{number + 1} di 5"
    assert "Tocca a La scuola" in said(page)
    assert list(page.buttons) == ["to-tasks"]


def test_what_is_only_read_stays_while_it_is_read(stage: Stage, made: list[str]) -> None:
    session = stage.context.session
    person, other = add(session, "person", surname="Neri", name="Ada"), add(session, "operator", surname="Verdi")
    add(session, "care_episode", person=person, opened_on="2026-01-07", case_manager=other)
    one = minutes_about(session, situation(session, SCHOOL, person=person), when="2026-10-09T10:00:00+02:00")
    do(session, one, "share", shared_on="2026-10-09")
    rows = lists.of_root(session, "confirmation", records.show(session, one).root)
    (answer,) = [row for row in rows if row.get("operator")]
    do(session, str(answer["_id"]), "confirm")
    page = QueuePage(stage.context)
    stage.put(page)
    page.setFocus()
    assert [item.kind for item in page.items] == ["read", *["approve"] * 3]
    assert "Neri, Ada" in said(page)
    page.touched(frozenset())
    stage.rest()
    assert (page.head.said.text(), page.place()) == ("1 di 4", {"item": f"{one}/"})
    press(stage, page, "J")
    page.touched(frozenset())
    stage.rest()
    assert [item.kind for item in page.items] == ["approve"] * 3
    assert page.head.said.text() == "2 di 4"


def test_nothing_left_says_so_and_o_opens_the_minutes(stage: Stage, page: QueuePage, made: list[str]) -> None:
    went: list[str] = []
    stage.context.ways.minutes.connect(went.append)
    press(stage, page, "O")
    assert went == [made[0]]
    for _ in made:
        press(stage, page, "A")
    assert page.items == []
    assert page.empty.isVisible()
    assert "Fatto" in said(page)
    press(stage, page, "A")
    assert [review(stage, one) for one in made] == ["approved"] * 3


def test_it_fits_a_small_window_and_everything_has_a_name(stage: Stage, page: QueuePage) -> None:
    assert unnamed(page) == []
    assert stray_windows(page) == []
    stage.window.resize(*NARROW)
    stage.rest()
    assert not page.table.isVisible()
    assert cut_sideways(page) == []
    press(stage, page, "J")
    assert page.head.said.text() == "2 di 3"


def test_oggi_says_how_much_waits_and_leads_there(stage: Stage, made: list[str]) -> None:
    today = Today(stage.context)
    stage.put(today)
    (row,) = [one for one in today.mend.rows if one.key == "queue"]
    assert row.words.accessibleName() == "Da rivedere: 3"
    assert row.words.accessibleDescription() == "Il più vecchio: oggi"
    row.action.click()
    assert stage.went == [("screen", "queue")]
    for one in made:
        do(stage.context.session, one, "approve")
    today.shown()
    stage.rest()
    assert "queue" not in [one.key for one in today.mend.rows]


def test_the_mark_that_joins_an_action_to_its_goal_is_not_read(context: Context) -> None:
    row = {"goal": derived_id("goal", "test"), "what": "Domanda del contributo", "owner": "La madre"}
    field = records.type_named("project").field("actions")
    assert field_words(context, field, [row]) == "Domanda del contributo: La madre"
