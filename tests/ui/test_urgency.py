# SPDX-License-Identifier: EUPL-1.2
"""Urgenza: begun in ten seconds with the keyboard alone, its clocks in words, its steps, its papers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import acts, drafts, lists, records, urgencies
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.side_panel import RowButton
from welfaredesk.ui.screens.act_form import ActForm
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.print_view import PrintView
from welfaredesk.ui.screens.readers import ReadersView
from welfaredesk.ui.screens.today import Today
from welfaredesk.ui.screens.urgency import UrgencyPage

HOUR = 3_600_000


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    made = Stage(qtbot, context)
    context.ways.urgency.connect(lambda urgency: made.went.append(("urgency", urgency)))
    return made


@pytest.fixture
def urgency(session: Session) -> str:
    return add(session, "urgency", kind="emergency_removal", child_name="Bambina", safe_place="La Rondine")


@pytest.fixture
def page(stage: Stage, urgency: str) -> UrgencyPage:
    return opened(stage, urgency)


def opened(stage: Stage, urgency: str) -> UrgencyPage:
    """Return the page of an urgency, on the stage."""
    made = UrgencyPage(stage.context)
    made.come_back({"urgency": urgency})
    stage.put(made)
    return made


def words(page: UrgencyPage) -> str:
    """Return all that a page says in visible labels."""
    return " | ".join(one.text() for one in page.findChildren(PlainLabel) if one.isVisible())


def form_of(page: UrgencyPage) -> ActForm:
    """Return the form that is unfolded."""
    assert page.clocks.form is not None
    return page.clocks.form


def type_in(page: UrgencyPage, name: str, text: str) -> None:
    """Type into a field of the page as a person does."""
    assert page.editor is not None
    control = page.editor.form.editors[name].control
    line = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setFocus()
    QTest.keyClicks(line, text)


def test_it_begins_with_what_and_enter_and_the_hours_run(stage: Stage, session: Session) -> None:
    page = opened(stage, "")
    assert page.editor is not None
    first = page.editor.form.first_control()
    assert first.hasFocus()
    QTest.keyClicks(first, "colloc")
    QTest.keyClick(first, Qt.Key.Key_Return)
    stage.rest()
    type_in(page, "child_name", "Bambina, forse Alba")
    QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()
    (line,) = urgencies.open_urgencies(session)
    assert (line.kind, line.who, line.number) == ("emergency_removal", "Bambina, forse Alba", "2026/AA-1")
    assert stage.went == [("urgency", line.id)]
    page.come_back({"urgency": line.id})
    page.shown()
    stage.rest()
    assert page.clocks.what.text() == "Avviso orale al PM minorile"
    assert "entro domani, 10:00 · 24 ore dal collocamento · ancora 24 ore" in words(page)


def test_what_is_typed_comes_back_as_a_draft(stage: Stage, session: Session) -> None:
    page = opened(stage, "")
    type_in(page, "child_name", "Neonato")
    page.before_lock()
    (draft,) = drafts.all_drafts(session)
    assert (draft.type, draft.values["child_name"]) == ("urgency", "Neonato")
    again = opened(stage, "")
    assert again.editor is not None
    assert again.editor.form.values()["child_name"] == "Neonato"


def test_oggi_leads_back_to_the_draft_and_to_what_is_open(
    stage: Stage, session: Session, urgency: str, clock: FixedClock
) -> None:
    first = opened(stage, "")
    type_in(first, "child_name", "Neonato")
    first.before_lock()
    first.hide()
    acts.do(session, urgency, "notify", given={"notice_to": "PM", "notice_outcome": "sì"})
    clock.advance(ms=27 * HOUR)
    today = Today(stage.context)
    stage.put(today)
    row = today.due.rows[0]
    assert row.words.accessibleName() == "Urgenza 2026/AA-1: Bambina"
    assert row.words.accessibleDescription() == "in ritardo di 3 ore · trasmissione alla Procura"
    row.words.click()
    assert today.board is not None
    today.resume(next(one for one in today.board.drafts if one.type == "urgency"))
    assert stage.went[-2:] == [("urgency", urgency), ("urgency", "")]


def test_the_hours_left_are_large_and_move_with_the_clock(
    stage: Stage, page: UrgencyPage, clock: FixedClock, session: Session
) -> None:
    assert (page.clocks.lead.text(), page.clocks.large.text()) == (
        "Da fare subito: tempo già passato",
        "meno di un minuto",
    )
    acts.do(session, page.urgency, "notify", given={"notice_to": "PM", "notice_outcome": "sì"})
    stage.rest()
    page.shown()
    stage.rest()
    clock.advance(ms=20 * HOUR + 20 * 60_000)
    page.clocks.tick()
    assert (page.clocks.lead.text(), page.clocks.large.text()) == ("Tempo che resta", "3 ore e 40")
    assert page.clocks.large.property("kind") == "attention"
    assert not page.clocks.lapses.isVisible()
    clock.advance(ms=6 * HOUR)
    page.clocks.tick()
    assert (page.clocks.lead.text(), page.clocks.large.text()) == ("Fuori termine da", "2 ore e 20")
    assert page.clocks.large.property("kind") == "danger"
    assert page.clocks.lapses.isVisible()


def test_a_step_is_ticked_by_key_with_hour_and_paper_and_a_late_one_says_so(
    stage: Stage, page: UrgencyPage, clock: FixedClock, session: Session
) -> None:
    clock.advance(ms=27 * HOUR)
    page.clocks.tick()
    QTest.keyClick(stage.window, Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    stage.rest()
    form = form_of(page)
    paper = form.editors["sent_paper"].control
    assert paper.hasFocus()
    QTest.keyClicks(paper, "PEC 118/2026")
    QTest.keyClick(paper, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()
    assert records.show(session, page.urgency).values["state"] == "sent"
    assert page.clocks.form is None
    assert page.clocks.buttons["notify"].hasFocus()
    assert "Trasmesso oggi, 13:00, 3 ore dopo il termine · PEC 118/2026" in words(page)
    assert [text for text, _ in stage.notices] == ["Fatto: Segna la trasmissione"]


def test_a_form_that_is_left_keeps_its_words_and_another_takes_its_place(
    stage: Stage, page: UrgencyPage, session: Session
) -> None:
    page.clocks.start("transmit")
    stage.rest()
    first = form_of(page)
    QTest.keyClicks(first.editors["sent_paper"].control, "PEC 7")
    page.clocks.start("transmit")
    assert form_of(page) is first
    assert not page.clocks.main.isVisible()
    page.clocks.start("notify")
    stage.rest()
    assert form_of(page).offer.name == "notify"
    (draft,) = drafts.all_drafts(session)
    assert (draft.type, draft.root, draft.values["sent_paper"]) == ("urgency", page.urgency, "PEC 7")
    QTest.keyClick(form_of(page), Qt.Key.Key_Escape)
    stage.rest()
    assert page.clocks.form is None
    assert page.clocks.buttons["notify"].hasFocus()
    page.clocks.start("transmit")
    stage.rest()
    assert form_of(page).values()["sent_paper"] == "PEC 7"
    page.clocks.start("moon")
    page.come_back({"urgency": ""})
    page.shown()
    stage.rest()
    assert "Nuova urgenza" in words(page)
    assert [row.key for row in page.rows] == [page.rows[0].key]


def test_where_every_step_is_marked_nothing_runs(stage: Stage, page: UrgencyPage, session: Session) -> None:
    given = {
        "notify": {"notice_to": "PM", "notice_outcome": "sì"},
        "transmit": {"sent_paper": "PEC 1"},
        "request-validation": {"request_paper": "n. 1"},
        "decree": {"decree_paper": "d. 1", "hearing_set_for": "2026-11-03T09:30:00+01:00"},
    }
    for action, values in given.items():
        acts.do(session, page.urgency, action, given=values)
    page.shown()
    stage.rest()
    assert "fissata per mar 3 nov, 9:30 · entro mar 3 nov, 23:59 · 15 giorni dal decreto" in words(page)
    acts.do(session, page.urgency, "hear", given={"hearing_paper": "v. 1"})
    page.shown()
    stage.rest()
    assert page.clocks.lead.text() == "Tutti i passi sono segnati"
    assert not page.clocks.large.isVisible()
    assert set(page.clocks.buttons) == {"close"}


def test_a_paper_that_came_is_written_on_a_form_of_its_own(stage: Stage, page: UrgencyPage) -> None:
    page.papers.add_paper()
    assert stage.went == [("new", "document", {"_root": page.urgency, "_circle": "reserved"})]


def test_a_placement_still_to_come_is_told_beside_it_and_nothing_is_lost(stage: Stage, session: Session) -> None:
    page = opened(stage, "")
    type_in(page, "child_name", "Neonato")
    assert page.editor is not None
    page.editor.form.editors["kind"].set_value("emergency_removal")
    page.editor.form.editors["began_at"].set_value("2026-10-20T10:00:00+02:00")
    page.editor.save()
    stage.rest()
    said = page.editor.form.boxes["began_at"].problem.words.text()
    assert said.startswith("È nel futuro, per l'orologio di questo PC")
    assert page.editor.form.values()["child_name"] == "Neonato"
    assert lists.page_of(session, records.type_named("urgency"))[0] == []


def test_a_tab_pressed_at_once_goes_to_the_next_field_of_the_form(stage: Stage, page: UrgencyPage) -> None:
    page.clocks.start("notify")
    first = form_of(page).editors["notice_to"].control
    assert first.hasFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert form_of(page).editors["notice_outcome"].control.hasFocus()
    stage.rest()


def test_an_impossible_hour_is_told_in_the_form_and_nothing_is_lost(
    stage: Stage, page: UrgencyPage, session: Session
) -> None:
    page.clocks.start("transmit")
    stage.rest()
    form = form_of(page)
    form.editors["sent_at"].set_value("2026-10-19T09:00:00+02:00")
    form.editors["sent_paper"].set_value("PEC 1")
    form.do()
    stage.rest()
    assert "Viene prima dell'inizio dell'urgenza" in form.banner.words.text()
    assert form.values()["sent_paper"] == "PEC 1"
    assert "sent_at" not in records.show(session, page.urgency).values


def test_what_is_written_meanwhile_by_another_does_not_touch_the_form(
    stage: Stage, page: UrgencyPage, session: Session
) -> None:
    type_in(page, "comune", "Guss")
    records.change(session, page.urgency, {"facts": "Era sola."})
    stage.rest()
    page.touched(frozenset({page.urgency}))
    stage.rest()
    assert page.editor is not None
    assert page.editor.form.values()["comune"] == "Guss"
    assert page.editor.banner.isVisible()


def test_it_is_saved_again_with_the_person_found_later(stage: Stage, page: UrgencyPage, session: Session) -> None:
    assert not page.cartella.isVisible()
    person = giulia(session)
    assert page.editor is not None
    page.editor.form.editors["person"].set_value({"id": person, "root": person, "title": "Ferrari, Giulia"})
    page.editor.save()
    stage.rest()
    assert page.cartella.isVisible()
    page.cartella.click()
    assert stage.went == [("cartella", person)]
    cartella = CartellaPage(stage.context)
    cartella.come_back({"person": person})
    page.hide()
    stage.put(cartella)
    (row,) = [one for one in cartella.panel.findChildren(RowButton) if one.label() == "Urgenza 2026/AA-1"]
    assert row.accessibleDescription() == "Da trasmettere"
    row.click()
    assert stage.went[-1] == ("urgency", page.urgency)


def test_that_nobody_else_reads_it_is_said_with_a_way_to_share(stage: Stage, page: UrgencyPage) -> None:
    assert page.alone.isVisible()
    page.alone.action.click()
    stage.rest()
    (view,) = page.findChildren(ReadersView)
    assert "Parte riservata" in " ".join(one.text() for one in view.findChildren(PlainLabel))


def test_the_copy_for_the_family_is_made_shown_and_kept(stage: Stage, page: UrgencyPage, session: Session) -> None:
    page.papers.buttons["urgency-copy"].click()
    stage.rest()
    (view,) = page.findChildren(PrintView)
    assert view.pdf.pages == 1
    page.shown()
    stage.rest()
    (paper,) = lists.of_root(session, "document", page.urgency)
    assert len(page.papers.rows) == 1
    page.papers.rows[0].click()
    assert stage.went[-1] == ("record", paper["_id"])


def test_a_copy_that_would_tell_where_the_child_is_is_refused(
    stage: Stage, page: UrgencyPage, session: Session
) -> None:
    told: list[str] = []
    stage.context.tasks.troubled.connect(lambda fault: told.append(fault.code))
    records.change(session, page.urgency, {"facts": "Portata a «la rondine»"})
    page.papers.print_paper("urgency-copy")
    stage.rest()
    assert told == ["secret_in_text"]


def test_a_closed_one_runs_no_clock_and_may_be_reopened(stage: Stage, page: UrgencyPage, session: Session) -> None:
    acts.do(session, page.urgency, "close", given={"outcome": "back_home"})
    page.shown()
    stage.rest()
    assert not page.clocks.now.isVisible()
    assert set(page.clocks.buttons) == {"reopen"}


def test_one_without_hours_asks_whom_to_tell_and_what_was_sent(stage: Stage, session: Session) -> None:
    page = opened(stage, add(session, "urgency", kind="unaccompanied_minor"))
    assert set(page.clocks.said) == {"removal_notice", "removal_transmission"}
    assert "Senza un termine in ore" in words(page)
    assert "emergency-removal" in page.clocks.buttons
    assert not page.clocks.source.isVisible()


def test_everything_is_named_and_nothing_is_cut_at_200_percent(stage: Stage, page: UrgencyPage) -> None:
    page.clocks.start("notify")
    stage.rest()
    stage.window.resize(*NARROW)
    stage.rest()
    assert cut_sideways(page) == []
    assert unnamed(page) == []


def test_its_history_and_its_erasure_stand_on_the_page_of_the_record(stage: Stage, page: UrgencyPage) -> None:
    page.history.click()
    assert stage.went == [("record", page.urgency)]


def test_one_that_is_not_here_is_told(stage: Stage) -> None:
    page = opened(stage, "0" * 26)
    assert "non" in words(page)
    assert not page.clocks.isVisible()
