# SPDX-License-Identifier: EUPL-1.2
"""Lettera and GePI: written from the cartella with the keyboard, issued, printed, and copied block by block."""

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from welfaredesk.desk import acts, drafts, lists, records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import Role
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.files import FileEditor
from welfaredesk.ui.own_pages import own_page
from welfaredesk.ui.parts.chip import Chip
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.screens.act_form import ActForm
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.gepi import GepiPage
from welfaredesk.ui.screens.letter import LetterPage
from welfaredesk.ui.screens.print_view import PrintView
from welfaredesk.ui.screens.settings import Settings


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def person(session: Session) -> str:
    return giulia(session)


@pytest.fixture
def letter(session: Session, person: str) -> str:
    service = add(session, "service", name="Tutela minori")
    return add(
        session, "letter", person=person, subject="Aggiornamento", facts="Due visite.", addressee={"id": service}
    )


def opened(stage: Stage, letter: str) -> LetterPage:
    page = LetterPage(stage.context)
    page.come_back({"letter": letter})
    stage.put(page)
    return page


def words(page: Any) -> str:
    return " | ".join(one.text() for one in page.findChildren(PlainLabel) if one.isVisible())


def type_in(page: LetterPage, name: str, text: str) -> None:
    assert page.editor is not None
    control = page.editor.form.editors[name].control
    field = control if isinstance(control, QLineEdit | QPlainTextEdit) else control.findChild(QLineEdit)
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    field.setFocus()
    QTest.keyClicks(field, text)


def form_of(page: LetterPage) -> ActForm | None:
    """Return the form of an act that is unfolded."""
    return page.path.form


def save(stage: Stage) -> None:
    QTest.keyClick(stage.window.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()


def test_a_new_letter_begins_in_the_cartella_and_goes_on_once_it_is_saved(
    stage: Stage, session: Session, person: str
) -> None:
    cartella = CartellaPage(stage.context)
    cartella.come_back({"person": person})
    stage.put(cartella)
    cartella.roads.act("letters")
    assert stage.went[-1] == ("letter", f"new:{person}")
    cartella.hide()
    page = opened(stage, f"new:{person}")
    assert page.title.text() == "Ferrari, Giulia"
    assert "Nuova lettera o relazione · Bastano che cosa e oggetto" in words(page)
    assert "Indirizzo protetto" in {one.accessibleName() for one in page.cautions.findChildren(Chip)}
    type_in(page, "subject", "Relazione per il Tribunale")
    type_in(page, "facts", "Il servizio ha svolto due visite.")
    page.before_lock()
    assert own_page(stage.context.ways, "letter", record="", root=person)
    assert stage.went[-1] == ("letter", f"new:{person}")
    assert [draft.type for draft in drafts.all_drafts(session)] == ["letter"]
    save(stage)
    (row,) = lists.of_root(session, "letter", person)
    assert (row["subject"], row["facts"]) == ("Relazione per il Tribunale", "Il servizio ha svolto due visite.")
    assert page.place() == {"letter": row["_id"]}
    assert "Relazione · 2026/AA-1 · Relazione per il Tribunale" in words(page)
    assert drafts.all_drafts(session) == []
    type_in(page, "evaluation", "Si propone di proseguire.")
    save(stage)
    assert records.show(session, str(row["_id"])).values["evaluation"] == "Si propone di proseguire."


def test_a_new_letter_may_be_reserved_from_its_start_and_its_draft_knows_it(
    stage: Stage, session: Session, person: str
) -> None:
    page = opened(stage, f"new:{person}")
    page.reserved.click()
    type_in(page, "subject", "Relazione per il Tribunale")
    page.before_lock()
    again = opened(stage, f"new:{person}")
    assert again.reserved.isChecked()
    assert again.editor is not None
    assert again.editor.form.values()["subject"] == "Relazione per il Tribunale"
    again.editor.save()
    stage.rest()
    (row,) = lists.of_root(session, "letter", person)
    assert records.show(session, str(row["_id"])).circle == "reserved"
    assert not again.reserved.isVisible()


def test_one_button_lets_a_letter_be_about_the_whole_household(stage: Stage, session: Session, person: str) -> None:
    brother = add(session, "person", surname="Ferrari", name="Luca")
    add(session, "household", name="Ferrari", members=[{"person": person}, {"person": brother}])
    page = opened(stage, f"new:{person}")
    page.family.click()
    page.family.click()
    type_in(page, "subject", "Invio")
    save(stage)
    (row,) = lists.of_root(session, "letter", person)
    assert [one["person"]["id"] for one in row["others"]] == [brother]


def test_it_is_issued_printed_and_kept_and_then_only_the_protocol_is_written(
    stage: Stage, session: Session, letter: str, tmp_path: Path
) -> None:
    page = opened(stage, letter)
    type_in(page, "evaluation", "Bene.")
    page.path.start("issue")
    assert form_of(page) is None
    page.papers.print_paper()
    assert [words[:12] for words, _ in stage.notices] == ["Prima salva "] * 2
    save(stage)
    page.path.start("issue")
    type_in(page, "evaluation", "Molto ")
    assert form_of(page) is None
    save(stage)
    page.path.start("issue")
    form = form_of(page)
    assert form is not None
    form.do()
    stage.rest()
    page.shown()
    stage.rest()
    assert records.show(session, letter).values["state"] == "issued"
    assert page.editor is not None
    assert set(page.editor.form.editors) == {"protocol_number", "protocol_on", "signed_file"}
    assert "come è stata emessa. Impronta" in words(page)
    assert "Due visite." in words(page)
    page.papers.print_paper()
    stage.rest()
    assert page.papers.papers.layer is not None
    assert page.papers.papers.layer.findChildren(PrintView)
    page.papers.keep_docx(tmp_path / "lettera.docx")
    stage.rest()
    page.shown()
    stage.rest()
    assert sorted(row.label() for row in page.papers.rows) == [
        "Relazione 2026/AA-1",
        "Relazione 2026/AA-1 (DOCX)",
    ]
    lines = [one.text for one in Document(io.BytesIO((tmp_path / "lettera.docx").read_bytes())).paragraphs]
    assert "Due visite." in lines


def test_what_is_typed_while_the_letter_is_issued_elsewhere_is_not_lost(
    stage: Stage, session: Session, letter: str
) -> None:
    page = opened(stage, letter)
    type_in(page, "evaluation", "Da rivedere.")
    acts.do(session, letter, "issue", given={})
    page.touched(frozenset({letter}))
    stage.rest()
    assert page.editor is not None
    assert page.editor.form.values()["evaluation"] == "Da rivedere."
    page.before_lock()
    again = opened(stage, letter)
    assert again.editor is not None
    assert "evaluation" not in again.editor.form.editors
    type_in(again, "protocol_number", "12")
    save(stage)
    assert records.show(session, letter).values["protocol_number"] == "12"
    acts.do(session, letter, "correct", given={"correction_reason": "Manca la valutazione"})
    again.shown()
    stage.rest()
    assert again.editor.form.values()["evaluation"] == "Da rivedere."


def test_templates_are_made_in_the_settings_by_who_may(stage: Stage, session: Session, tmp_path: Path) -> None:
    page = Settings(stage.context)
    stage.put(page)
    page.templates.keep_start(tmp_path / "modello.docx")
    stage.rest()
    template = add(session, "letter_template", name="Carta del comune")
    form = RecordEditor(stage.context, type_named("letter_template"), shown=records.show(session, template))
    editor = form.form.editors["document"]
    assert isinstance(editor, FileEditor)
    editor.take(tmp_path / "modello.docx")
    form.save()
    stage.rest()
    assert records.show(session, template).values["document"]["name"] == "modello.docx"
    page.shown()
    stage.rest()
    assert [row.label() for row in page.templates.rows] == ["Carta del comune"]
    broken = Document(str(tmp_path / "modello.docx"))
    broken.add_paragraph("{{ cognomme }}")
    broken.save(str(tmp_path / "rotto.docx"))
    editor.take(tmp_path / "rotto.docx")
    form.save()
    stage.rest()
    assert "«cognomme» non è un campo delle lettere" in form.banner.words.text()
    assert records.show(session, template).values["document"]["name"] == "modello.docx"
    session.identity = replace(session.identity, roles=(Role.OPERATORE,))
    page.shown()
    stage.rest()
    assert not page.templates.isVisible()


def test_what_stops_a_letter_is_said_above_it_without_the_address(
    stage: Stage, session: Session, person: str, letter: str
) -> None:
    records.change(session, person, {"protected_abode": [{"street": "Via dei Tigli 4"}]})
    records.change(session, letter, {"facts": "Vive in via dei Tigli 4."})
    page = opened(stage, letter)
    assert "Indirizzo protetto" in {one.accessibleName() for one in page.cautions.findChildren(Chip)}
    assert "Così la lettera non può uscire: tra le parole che ne escono c'è un indirizzo protetto." in words(page)
    assert page.path.offers is not None
    offer = page.path.offers.offer("issue")
    assert offer is not None
    assert not offer.allowed
    records.change(session, letter, {"facts": "Vive altrove.", "addressee": None, "addressee_text": "Avv. Sala"})
    page.shown()
    stage.rest()
    assert "Quando la emetti ti si chiede perché il destinatario può riceverla" in words(page)


def test_nothing_is_cut_or_unnamed_at_two_hundred_per_cent(stage: Stage, session: Session, letter: str) -> None:
    acts.do(session, letter, "issue", given={})
    page = opened(stage, letter)
    stage.window.resize(*NARROW)
    stage.rest()
    assert cut_sideways(page) == []
    assert unnamed(page) == []


def test_a_key_copies_a_block_and_space_ticks_it(stage: Stage, session: Session, person: str) -> None:
    episode = lists.of_root(session, "care_episode", person)[0]["_id"]
    records.change(session, str(episode), {"adi_phase": "monitoring", "pad_signed_on": "2026-10-01"})
    page = GepiPage(stage.context)
    page.come_back({"gepi": person})
    stage.put(page)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_1)
    text = QGuiApplication.clipboard().text()
    assert "Fase ADI: Monitoraggio" in text
    assert page.cards[0].tick.hasFocus()
    QTest.keyClick(page.cards[0].tick, Qt.Key.Key_Space)
    stage.rest()
    assert "Riportato oggi, 10:00 da Bianchi, Lucia" in words(page)
    assert page.cards[0].tick.isChecked()
    assert page.cards[0].tick.hasFocus()
    stage.window.resize(*NARROW)
    stage.rest()
    assert cut_sideways(page) == []
    assert unnamed(page) == []
