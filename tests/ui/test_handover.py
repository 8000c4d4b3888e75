# SPDX-License-Identifier: EUPL-1.2
"""The page of the consegne: prepared for many, accepted in one list, given back; and what passes to nobody."""

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.opened import add
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from tests.unit.desk.handover.made import BACK, TOMORROW, Case, case_of, colleague, handed
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import acts, lists, quick_notes, records
from welfaredesk.desk.handover import lines
from welfaredesk.desk.people import stated
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import StatementKind
from welfaredesk.ui.context import Context
from welfaredesk.ui.forms import shown_fields
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.table_model import CellRole
from welfaredesk.ui.screens.handover import HandoverScreen
from welfaredesk.ui.screens.handover_list import HandoverList
from welfaredesk.ui.screens.handover_new import HandoverNew
from welfaredesk.ui.screens.handover_own import HandoverOwn
from welfaredesk.ui.screens.queue import QueuePage


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def neri(session: Session) -> str:
    return colleague(session)


@pytest.fixture
def cases(session: Session, neri: str) -> list[Case]:
    return [case_of(session, neri, surname) for surname in ("Boselli", "Conti", "Zani")]


@pytest.fixture
def page(stage: Stage, cases: list[Case]) -> HandoverScreen:
    made = HandoverScreen(stage.context)
    stage.put(made)
    return made


def listed(stage: Stage, page: HandoverScreen, key: str) -> HandoverList:
    """Return one of the lists, with its first line chosen."""
    part = turned(stage, page, key)
    assert isinstance(part, HandoverList)
    part.table.selectRow(0)
    stage.rest()
    return part


def turned(stage: Stage, page: HandoverScreen, key: str) -> object:
    """Go to a part as people do, by its chip."""
    page.part.row.chip(key).click()
    stage.rest()
    return page.part


def said(part: HandoverList) -> str:
    """Return all that the detail says in visible labels."""
    return " | ".join(one.text() for one in part.detail.findChildren(PlainLabel) if one.isVisible())


def test_cartelle_of_a_colleague_are_chosen_and_proposed_at_once(
    stage: Stage, page: HandoverScreen, cases: list[Case], neri: str
) -> None:
    session = stage.context.session
    new = turned(stage, page, "new")
    assert isinstance(new, HandoverNew)
    new.propose()
    assert new.fields["giver"].problem.words.text() == "Indica chi passa le consegne"
    new.giver.set_code(neri)
    new.giver.changed.emit(neri)
    stage.rest()
    assert new.fields["giver"].problem.isHidden()
    assert "li legge solo chi li ha scritti" in new.sealed.text()
    assert list(new.cases.ticks) == [one.person for one in cases]
    new.taker.set_code(session.identity.operator)
    new.cases.ticks[cases[2].person].click()
    assert new.cases.count.text() == "2 cartelle scelte"
    assert not new.cases.every.isChecked()
    new.until.line.setText("boh")
    new.until.line.textEdited.emit("boh")
    new.propose()
    assert "Non è un giorno" in new.fields["until"].problem.words.text()
    new.until.line.setText("1/3/2027")
    new.until.line.textEdited.emit("1/3/2027")
    new.reason.setText("Congedo")
    new.note.setPlainText("Le chiavi sono in segreteria")
    kept = page.place()
    new.propose()
    stage.rest()
    assert stage.notices[-1][0] == "2 cartelle proposte a Bianchi, Lucia"
    notes = {str(row["note"]) for case in cases[:2] for row in lists.of_root(session, "handover", case.person)}
    assert notes == {"Le chiavi sono in segreteria"}
    assert list(new.cases.ticks) == [cases[2].person]
    assert not new.cases.ticks[cases[2].person].isChecked()
    page.come_back({"part": "waiting"})
    page.come_back(kept)
    assert new.note.toPlainText() == "Le chiavi sono in segreteria"
    assert (new.reason.text(), new.giver.code(), new.cases.left()) == ("Congedo", neri, [cases[2].person])


def test_all_that_waits_is_accepted_at_once_and_one_is_given_back(
    stage: Stage, page: HandoverScreen, cases: list[Case], neri: str
) -> None:
    session = stage.context.session
    for case in cases[:2]:
        handed(session, case, neri, taker=session.identity.operator)
    waiting = listed(stage, page, "waiting")
    assert waiting.head.said.text() == "2 cartelle"
    assert "titolare, case manager, 1 appuntamento, 1 scadenza" in said(waiting)
    waiting.accept_all.click()
    stage.rest()
    assert stage.notices[-1][0] == "2 cartelle accettate"
    assert waiting.page.stack.currentWidget() is waiting.page.empty
    open_ = listed(stage, page, "open")
    add(session, "diary_entry", person=cases[0].person, kind="home_visit", text="Trovata in casa")
    page.shown()
    stage.rest()
    assert "Trovata in casa" in said(open_)
    assert "Appunti e bozze di Neri, Ada: restano chiusi" in said(open_)
    open_.path.start("give-back")
    assert open_.path.form is not None
    open_.path.form.do()
    stage.rest()
    page.shown()
    stage.rest()
    assert [one.state for one in lines.handovers(session)] == ["accepted"]
    assert "Boselli" in str(listed(stage, page, "over").detail.title.text())


def test_a_return_that_is_late_says_so_and_what_waits_says_why_it_may_not_be_accepted(
    stage: Stage, page: HandoverScreen, cases: list[Case], neri: str, clock: FixedClock
) -> None:
    session = stage.context.session
    me = session.identity.operator
    first = handed(session, cases[0], neri, taker=me, until=TOMORROW)
    acts.do(session, first, "accept", given={})
    later = handed(session, cases[1], neri, taker=me, since=BACK)
    clock.advance(ms=3 * 24 * 3600 * 1000)
    open_ = listed(stage, page, "open")
    chip = open_.table.model().index(0, 4).data(CellRole)
    assert isinstance(chip, ChipMark)
    assert chip.text == "Rientro passato"
    page.come_back({"handover": first})
    stage.rest()
    assert page.part is open_
    page.come_back({"handover": later})
    stage.rest()
    waiting = page.part
    assert isinstance(waiting, HandoverList)
    assert waiting.table.current_id() == later
    waiting.accept_all.click()
    stage.rest()
    assert stage.notices[-1][0].startswith("0 cartelle accettate, 1 no")
    waiting.path.toggle.click()
    stage.rest()
    assert "si accetta dal 01/03/2027" in said(waiting)


def test_one_own_appunti_are_shown_destroyed_and_brought_back(stage: Stage, page: HandoverScreen) -> None:
    session = stage.context.session
    own = turned(stage, page, "own")
    assert isinstance(own, HandoverOwn)
    assert own.empty.isVisible()
    note = quick_notes.write_note(session, "Richiamare la scuola")
    page.shown()
    stage.rest()
    own.rows[f"note/{note}"].words.click()
    assert stage.went[-1] == ("screen", "quick_notes")
    own.rows[f"note/{note}"].action.click()
    stage.rest()
    assert quick_notes.open_notes(session) == []
    stage.undo()
    stage.rest()
    assert [one.id for one in quick_notes.open_notes(session)] == [note]


def test_it_fits_a_small_window_and_everything_has_a_name(
    stage: Stage, page: HandoverScreen, cases: list[Case], neri: str
) -> None:
    handed(stage.context.session, cases[0], neri, taker=stage.context.session.identity.operator)
    stage.window.resize(*NARROW)
    for key in page.parts:
        turned(stage, page, key)
        assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [stage.window]
        assert cut_sideways(page) == []
        assert unnamed(page) == []


def test_whoever_assigns_no_cases_prepares_none(stage: Stage, session: Session, cases: list[Case]) -> None:
    roles = {"operator": session.identity.operator, "roles": ["operatore"]}
    stated(session, lambda saying, _: saying.say(StatementKind.ROLE, roles))
    page = HandoverScreen(stage.context)
    stage.put(page)
    assert list(page.parts) == ["waiting", "open", "over", "own"]
    assert records.show(session, cases[0].episode).values["status"] == "in_care"


def test_in_the_queue_consegne_are_told_in_words_and_no_mark_of_the_program_is_seen(
    stage: Stage, cases: list[Case], neri: str
) -> None:
    session = stage.context.session
    one = handed(session, cases[0], neri, taker=session.identity.operator)
    queue = QueuePage(stage.context)
    stage.put(queue)
    words = " | ".join(label.text() for label in queue.text.findChildren(PlainLabel) if label.isVisible())
    assert "titolare, case manager, 1 appuntamento, 1 scadenza" in words
    batch = str(records.show(session, one).values["batch"])
    assert batch
    assert not any(mark in words for mark in (batch, cases[0].person, cases[0].episode))


def test_a_new_handover_begins_with_the_keyboard_in_its_first_field(stage: Stage, page: HandoverScreen) -> None:
    page.open_part("new")
    stage.rest()
    focused = stage.window.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "Chi passa le consegne"


def test_the_form_of_a_handover_shows_no_mark_of_the_program() -> None:
    names = {field.name for field in shown_fields(type_named("handover"))}
    assert names.isdisjoint({"batch", "items", "reserved_items", "opened"})
    assert {"since", "until", "note"} <= names
