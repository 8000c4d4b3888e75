# SPDX-License-Identifier: EUPL-1.2
"""A form open while a colleague's change arrives: never repainted, told by whom and when, and nothing overwritten."""

import pytest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests import colleague
from tests.opened import add, giulia
from tests.ui.staged import Stage
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import clashes, records
from welfaredesk.domain.entry import Operation, Put, PutText
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.screens.history import HistoryView
from welfaredesk.ui.screens.record_form import RecordForm

HOUR_MS = 3_600_000


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


def opened_form(stage: Stage, record: str) -> RecordForm:
    """Return the page of a record, listening to what is touched as in the shell."""
    page = RecordForm(stage.context)
    stage.context.tasks.touched.connect(page.touched)
    stage.put(page)
    page.come_back({"record": record})
    stage.rest()
    return page


def editor_of(page: RecordForm) -> RecordEditor:
    assert page.editor is not None
    return page.editor


def write(page: RecordForm, field: str, text: str) -> None:
    control = editor_of(page).form.editors[field].findChild(QPlainTextEdit)
    if control is None:
        editor_of(page).form.editors[field].set_value(text)
        editor_of(page).form.changed.emit()
    else:
        control.setPlainText(text)


def test_the_banner_says_who_changed_it_and_the_field_stays(stage: Stage, clock: FixedClock) -> None:
    session = stage.context.session
    anna = colleague.operator(session, "Galli", "Anna")
    note = add(session, "diary_entry", person=giulia(session), text="Visita.")
    page = opened_form(stage, note)
    write(page, "text", "Visita alle 11.")
    clock.advance(ms=42 * 60_000)
    colleague.saves(session, note, {"text": PutText("Visita annullata.")}, who=anna)
    stage.rest()
    editor = editor_of(page)
    assert editor.banner.words.text() == "Modificata da Galli Anna, 10:42. Quello che hai scritto è ancora qui."
    assert editor.form.values()["text"] == "Visita alle 11."
    editor.save()
    stage.rest()
    (line,) = clashes.waiting(session)
    assert (line.mine, line.theirs) == ("Visita alle 11.", "Visita annullata.")
    assert page.undecided.isVisible()
    page.undecided.action.click()
    assert stage.went == [("screen", "to_decide")]


def test_only_accepting_the_banner_counts_as_having_seen(stage: Stage) -> None:
    session = stage.context.session
    note = add(session, "diary_entry", person=giulia(session), text="Visita.")
    page = opened_form(stage, note)
    write(page, "text", "Visita alle 11.")
    theirs: dict[str, Operation] = {"text": PutText("Visita annullata."), "where": Put("A scuola")}
    colleague.saves(session, note, theirs)
    stage.rest()
    editor_of(page).banner.action.click()
    stage.rest()
    assert editor_of(page).form.values()["where"] == "A scuola"
    assert editor_of(page).form.values()["text"] == "Visita alle 11."
    editor_of(page).save()
    stage.rest()
    assert not clashes.waiting(session)
    values = records.show(session, note).values
    assert (values["text"], values["where"]) == ("Visita alle 11.", "A scuola")


def test_a_draft_reopened_after_an_exchange_still_clashes(stage: Stage) -> None:
    session = stage.context.session
    note = add(session, "diary_entry", person=giulia(session), text="Visita.")
    page = opened_form(stage, note)
    write(page, "text", "Visita alle 11.")
    page.before_lock()
    page.hide()
    colleague.saves(session, note, {"text": PutText("Visita annullata.")}, tell=False)
    again = opened_form(stage, note)
    assert editor_of(again).form.values()["text"] == "Visita alle 11."
    editor_of(again).save()
    stage.rest()
    (line,) = clashes.waiting(session)
    assert (line.before, line.mine, line.theirs) == ("Visita.", "Visita alle 11.", "Visita annullata.")


def test_two_people_in_one_note_keep_the_paragraphs_of_both(stage: Stage) -> None:
    session = stage.context.session
    note = add(session, "diary_entry", person=giulia(session), text="Visita.")
    page = opened_form(stage, note)
    write(page, "text", "Visita.\n\nLa nonna è presente.")
    colleague.saves(session, note, {"text": PutText("La scuola ha chiamato.\n\nVisita.")})
    stage.rest()
    editor_of(page).save()
    stage.rest()
    assert not clashes.waiting(session)
    said = records.show(session, note).values["text"]
    assert said == "La scuola ha chiamato.\n\nVisita.\n\nLa nonna è presente."


def test_the_page_and_the_history_say_how_far_a_change_has_come(stage: Stage, clock: FixedClock) -> None:
    session = stage.context.session
    note = add(session, "diary_entry", person=giulia(session), text="Visita.")
    page = opened_form(stage, note)
    assert page.kind.text() == "Annotazione di diario · salvata qui"
    token = records.show(session, note).entry
    colleague.saves(session, note, {"text": PutText("Visita annullata.")}, tell=False)
    clock.advance(ms=HOUR_MS)
    assert records.show(session, note).state == "received"
    records.change(session, note, {"text": "Visita alle 11."}, seen=token)
    again = opened_form(stage, note)
    assert again.kind.text() == "Annotazione di diario · da decidere"
    view = again.show_history()
    assert isinstance(view, HistoryView)
    stage.rest()
    said = [label.text() for step in view.timelines["text"].steps() for label in step.findChildren(PlainLabel)]
    assert "Bianchi, Lucia · oggi, 11:00 · non ancora ricevuta · in attesa di decisione" in said
    assert "Dopo: Visita alle 11." in said
    assert any("ricevuta, n. " in words for words in said)
