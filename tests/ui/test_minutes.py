# SPDX-License-Identifier: EUPL-1.2
"""The page of minutes: written by domain, decisions become tasks, answers are given, and closed they are only read."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.colleague import saves, seen_here
from tests.opened import add
from tests.ui.staged import NARROW, WIDE, Stage, cut_sideways, unnamed
from tests.unit.desk.staff.made import decided_again, do
from welfaredesk.base.text import tr
from welfaredesk.desk import drafts, lists, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff.minutes_rules import shared_copy
from welfaredesk.domain.entry import PutText
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.files import FileEditor
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.cartella_documents import DocumentView
from welfaredesk.ui.screens.minutes import MinutesScreen
from welfaredesk.ui.screens.print_view import PrintView
from welfaredesk.ui.unsaved import SAVE_FIRST


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def made(session: Session) -> str:
    """Return minutes after others in which two things were decided, one of which is a task."""
    about, now = decided_again(session)
    add(session, "preparation", root=about, minutes=now, name="Neri, Ada", knows="È attenta.")
    return now


@pytest.fixture
def page(stage: Stage, made: str) -> MinutesScreen:
    opened = MinutesScreen(stage.context)
    opened.come_back({"minutes": made})
    stage.put(opened)
    return opened


def said(page: MinutesScreen) -> str:
    """Return all that the page says in visible labels."""
    return " | ".join(one.text() for one in page.findChildren(PlainLabel) if one.isVisible())


def write(page: MinutesScreen, name: str, text: str) -> None:
    """Type in one of the fields of the minutes."""
    assert page.editor is not None
    control = page.editor.form.editors[name].control
    assert isinstance(control, QPlainTextEdit)
    control.setPlainText(text)


def save(stage: Stage, page: MinutesScreen) -> None:
    """Press «Salva»."""
    assert page.editor is not None
    page.editor.save()
    stage.rest()


def test_it_says_whose_it_is_what_was_decided_and_what_others_prepared(page: MinutesScreen) -> None:
    words = said(page)
    assert page.title.text() == "Ferrari, Giulia"
    assert "La volta prima, lun 14 set" in words
    assert "È attenta." in words
    (row,) = page.earlier.rows.values()
    assert row.words.accessibleName() == "Scrivere alla scuola"
    assert row.words.accessibleDescription().startswith("In ritardo di 16 giorni")
    assert page.place() == {"minutes": page.identity}


def opened_as_the_shell_does(stage: Stage, made: str, *, at: str = "") -> MinutesScreen:
    """Return a page that got the keyboard before it was read, or one of its buttons."""
    page = MinutesScreen(stage.context)
    page.come_back({"minutes": made})
    laid = stage.window.layout()
    assert laid is not None
    laid.addWidget(page)
    page.show()
    page.shown()
    (getattr(page, at) if at else page).setFocus()
    stage.rest()
    return page


def test_it_opens_with_the_keyboard_in_the_first_text_to_write(stage: Stage, made: str) -> None:
    page = opened_as_the_shell_does(stage, made)
    assert page.editor is not None
    assert stage.window.focusWidget() is page.editor.form.editors["health"].control


def test_the_keyboard_stays_where_somebody_put_it(stage: Stage, made: str) -> None:
    page = opened_as_the_shell_does(stage, made, at="print_button")
    assert page.editor is not None
    assert stage.window.focusWidget() is page.print_button


def test_in_one_column_closed_minutes_begin_with_their_text(stage: Stage, page: MinutesScreen, made: str) -> None:
    stage.window.resize(*NARROW)
    stage.rest()
    assert page.earlier.mapTo(page, page.earlier.pos()).y() < page.text.mapTo(page, page.text.pos()).y()
    write(page, "health", "Dorme.")
    save(stage, page)
    session = stage.context.session
    do(session, made, "share", answer_by="2026-11-10")
    for answer in desk.minutes_page(session, made).answers:
        do(session, answer.id, "record-answer", answer="confirmed", means="in_person")
    for action in ("confirm", "close"):
        do(session, made, action)
    page.shown()
    stage.rest()
    assert page.closed.isVisible()
    assert page.closed.mapTo(page, page.closed.pos()).y() < page.earlier.mapTo(page, page.earlier.pos()).y()
    stage.window.resize(*WIDE)
    stage.rest()
    assert page.earlier.mapTo(page, page.earlier.pos()).x() < page.closed.mapTo(page, page.closed.pos()).x()


def test_what_is_written_by_domain_is_saved_and_shown(stage: Stage, page: MinutesScreen) -> None:
    write(page, "health", "Dorme.")
    write(page, "person_view", "«Sto bene»")
    save(stage, page)
    values = records.show(stage.context.session, page.identity).values
    assert (values["health"], values["person_view"]) == ("Dorme.", "«Sto bene»")
    assert stage.notices[-1][0] == "Verbale salvato"
    assert page.editor is not None
    assert not page.editor.dirty


def test_what_a_colleague_writes_meanwhile_is_merged_and_nothing_is_repainted(
    stage: Stage, page: MinutesScreen, made: str
) -> None:
    session = stage.context.session
    seen = seen_here(session, made)
    write(page, "health", "Dorme.")
    saves(session, made, {"family": PutText("La nonna aiuta.")}, seen=seen)
    stage.rest()
    page.touched(frozenset({made}))
    stage.rest()
    assert page.editor is not None
    assert page.editor.form.values()["health"] == "Dorme."
    assert page.editor.banner.isVisible()
    save(stage, page)
    values = records.show(session, made).values
    assert (values["health"], values["family"]) == ("Dorme.", "La nonna aiuta.")


def test_a_decision_becomes_a_task_in_one_step_and_shows_its_path(stage: Stage, page: MinutesScreen) -> None:
    (row,) = page.decisions.rows.values()
    row.action.click()
    stage.rest()
    assert stage.notices[-1][0] == "La decisione ora è un compito"
    (row,) = page.decisions.rows.values()
    assert not hasattr(row, "action")
    row.words.click()
    stage.rest()
    page.decisions.strip.start("end")
    form = page.decisions.strip.form
    assert form is not None
    form.editors["outcome"].set_value("done")
    form.do()
    stage.rest()
    page.shown()
    stage.rest()
    (row,) = page.decisions.rows.values()
    assert row.words.accessibleDescription().startswith("Fatto")
    (earlier,) = page.earlier.rows.values()
    earlier.words.click()
    stage.rest()
    assert not page.decisions.strip.isVisible()
    assert page.earlier.strip.isVisible()


def unfolded(page: MinutesScreen) -> bool:
    """Tell whether the form of an act stands open in the path."""
    return page.path.form is not None


def test_nothing_is_shared_while_words_of_it_are_not_saved(stage: Stage, page: MinutesScreen, made: str) -> None:
    page.path.start("share")
    assert unfolded(page)
    write(page, "school", "Va bene.")
    assert not unfolded(page)
    page.path.start("share")
    assert not unfolded(page)
    assert [words for words, _ in stage.notices] == [tr(SAVE_FIRST)]
    save(stage, page)
    page.path.start("share")
    assert page.path.form is not None
    page.path.form.do()
    stage.rest()
    copy = shared_copy(stage.context.session.vault.read(), made, records.show(stage.context.session, made).values)
    assert copy is not None
    assert copy["school"] == "Va bene."


def test_shared_minutes_are_answered_and_closed_on_the_page(stage: Stage, page: MinutesScreen, made: str) -> None:
    session = stage.context.session
    page.path.start("share")
    assert page.path.form is not None
    page.path.form.do()
    stage.rest()
    page.shown()
    stage.rest()
    assert page.people.whose.text() == "Risposta di Bianchi, Lucia"
    page.people.strip.start("confirm")
    assert page.people.strip.form is not None
    page.people.strip.form.do()
    stage.rest()
    page.shown()
    stage.rest()
    (paper,) = [one for one in desk.minutes_page(session, made).answers if not one.operator]
    page.people.rows[paper.id].words.click()
    stage.rest()
    assert page.people.whose.text() == "Risposta di Neri, Ada"
    do(session, paper.id, "record-answer", answer="dissent", means="pec", text="Poche ore")
    for action in ("confirm", "close"):
        do(session, made, action)
    page.shown()
    stage.rest()
    words = said(page)
    assert "Verbale 2026/AA-1, chiuso il 19/10/2026" in words
    assert "Poche ore" in words
    assert page.editor is None
    assert not page.foot.isVisible()
    assert not page.people.strip.isVisible()
    page.notes.save()
    assert page.notes.box.isVisible()
    assert isinstance(page.notes.editor.control, QPlainTextEdit)
    page.notes.editor.control.setPlainText("La data giusta è il 4.")
    page.notes.save()
    stage.rest()
    assert "La data giusta è il 4." in said(page)
    assert page.opened is not None
    assert [one["text"] for one in lists.of_root(session, "minutes_note", page.opened.situation)] == [
        "La data giusta è il 4."
    ]


def test_an_answer_on_paper_keeps_its_paper_and_opens_it_later(
    stage: Stage, page: MinutesScreen, made: str, tmp_path: Path
) -> None:
    do(stage.context.session, made, "share")
    page.shown()
    stage.rest()
    (paper,) = [one for one in desk.minutes_page(stage.context.session, made).answers if not one.operator]
    page.people.rows[paper.id].words.click()
    stage.rest()
    assert not page.people.paper_button.isVisible()
    page.people.strip.start("record-answer")
    form = page.people.strip.form
    assert form is not None
    form.editors["answer"].set_value("confirmed")
    form.editors["means"].set_value("signed_sheet")
    file = form.editors["paper"]
    assert isinstance(file, FileEditor)
    (tmp_path / "firmato.txt").write_text("Confermo. Ada Neri")
    file.take(tmp_path / "firmato.txt")
    form.do()
    stage.rest()
    page.shown()
    stage.rest()
    page.people.rows[paper.id].words.click()
    stage.rest()
    assert page.people.paper_button.label() == "Apri «firmato.txt»"
    page.people.paper_button.click()
    stage.rest()
    (view,) = page.findChildren(DocumentView)
    assert [one.toPlainText() for one in view.findChildren(QPlainTextEdit)] == ["Confermo. Ada Neri"]


def test_what_changes_after_the_sharing_is_said_over_the_text(stage: Stage, page: MinutesScreen, made: str) -> None:
    session = stage.context.session
    do(session, made, "share")
    records.change(session, made, {"limits": "Poche ore"})
    page.shown()
    stage.rest()
    assert page.changed.isVisible()
    assert "limiti e difficoltà" in page.changed.words.text()


def test_the_own_sheet_is_prepared_and_its_draft_survives(stage: Stage, page: MinutesScreen, made: str) -> None:
    session = stage.context.session
    page.prepared.mine.unfold(unfolded=True)
    control = page.prepared.editors["asks"].control
    assert isinstance(control, QPlainTextEdit)
    control.setPlainText("Quante ore?")
    page.before_lock()
    assert drafts.draft_of(session, f"preparation/{made}") is not None
    again = MinutesScreen(stage.context)
    again.come_back({"minutes": made})
    stage.put(again)
    assert again.prepared.values() == {"asks": "Quante ore?"}
    again.prepared.save()
    stage.rest()
    assert drafts.draft_of(session, f"preparation/{made}") is None
    assert [one.asks for one in desk.minutes_page(session, made).prepared if one.mine] == ["Quante ore?"]


def test_copies_are_looked_at_before_they_are_printed(stage: Stage, page: MinutesScreen) -> None:
    for button, title in ((page.print_button, "Stampa"), (page.sheets_button, "Stampa le schede per prepararsi")):
        button.click()
        stage.rest()
        assert page.layer is not None
        assert page.layer.isVisible()
        (view,) = page.layer.findChildren(PrintView)
        assert view.accessibleName() == title
        assert view.pdf.pages == 1
        page.layer.close_layer()


def test_ways_lead_to_the_cartella_and_to_the_situation(stage: Stage, page: MinutesScreen) -> None:
    page.case_button.click()
    page.situation_button.click()
    assert [went[0] for went in stage.went[-2:]] == ["cartella", "record"]


def test_minutes_that_are_not_here_are_a_sentence(stage: Stage) -> None:
    opened = MinutesScreen(stage.context)
    opened.come_back({"minutes": stage.context.session.ids.new()})
    stage.put(opened)
    assert "Verbale" in said(opened)


def test_in_a_small_window_nothing_sticks_out_and_everything_has_a_name(
    stage: Stage, page: MinutesScreen, made: str
) -> None:
    do(stage.context.session, made, "share")
    page.shown()
    stage.window.resize(*NARROW)
    stage.rest()
    assert cut_sideways(page) == []
    assert unnamed(page) == []
