# SPDX-License-Identifier: EUPL-1.2
"""The page of a contract: a letter that is written, printed, signed on paper, and then does not change any more."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.ui.staged import NARROW, Stage, cut_sideways, unnamed
from tests.unit.desk.plan.plans import active, allow_drawings, contract
from tests.unit.desk.staff.made import do
from welfaredesk.desk import attachments, drafts, records
from welfaredesk.desk.plan.contracts import contract_page, start_contract
from welfaredesk.desk.session import Session
from welfaredesk.domain.frozen import hash_words
from welfaredesk.domain.kinds import Value
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.files import FileEditor
from welfaredesk.ui.editors.folding import FoldingRow, FoldingRowsEditor
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.drawing import DrawingPad
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.task_row import TaskRow
from welfaredesk.ui.screens.cartella_documents import DocumentView
from welfaredesk.ui.screens.contract import ContractScreen
from welfaredesk.ui.screens.print_view import PrintView


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


def opened(stage: Stage, made: str) -> ContractScreen:
    """Return the page of a contract, shown."""
    page = ContractScreen(stage.context)
    page.come_back({"contract": made})
    stage.put(page)
    return page


def said(page: ContractScreen) -> str:
    """Return all that the page says in visible labels."""
    return " | ".join(one.text() for one in page.findChildren(PlainLabel) if one.isVisible())


def signers(page: ContractScreen) -> list[FoldingRow]:
    """Return the rows of who signs."""
    assert page.editor is not None
    editor = page.editor.form.editors["signers"]
    assert isinstance(editor, FoldingRowsEditor)
    return editor.column.rows


def save(page: ContractScreen) -> None:
    """Press «Salva»."""
    assert page.editor is not None
    page.editor.save()


def standing(stage: Stage, made: str) -> dict[str, Value]:
    """Return what stands of a contract."""
    return dict(records.show(stage.context.session, made).values)


def act(stage: Stage, page: ContractScreen, name: str, **given: Value) -> None:
    """Do an act by its form on the page."""
    page.path.start(name)
    form = page.path.form
    assert form is not None
    for field, value in given.items():
        form.editors[field].set_value(value)
    form.do()
    stage.rest()
    page.shown()
    stage.rest()


def test_a_letter_is_written_in_place_and_then_prepared_to_be_signed(stage: Stage, session: Session) -> None:
    made = start_contract(session, active(session))
    page = opened(stage, made)
    assert page.title.text() == "Ferrari, Giulia"
    assert page.editor is not None
    text = page.editor.form.editors["agreed"].control
    assert isinstance(text, QPlainTextEdit)
    assert text.toPlainText().startswith("Insieme abbiamo scelto")
    assert text.height() >= text.sizeHint().height()
    text.setFocus()
    text.setPlainText("Giulia va a scuola.\nLa accompagna Lucia.")
    page.before_lock()
    assert drafts.draft_of(session, f"record/{made}") is not None
    QTest.keyClick(text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.rest()
    assert standing(stage, made)["agreed"] == "Giulia va a scuola.\nLa accompagna Lucia."
    act(stage, page, "issue")
    assert "agreed" not in page.editor.form.editors
    words = said(page)
    assert "Giulia va a scuola.\nLa accompagna Lucia." in words
    assert f"Impronta del testo: {hash_words(contract_page(session, made).digest)}." in words
    records.change(session, made, {"how_long": "Un anno"})
    page.shown()
    stage.rest()
    assert "quanto dura" in page.told.words.text()
    page.print_button.click()
    stage.rest()
    assert page.papers.layer is not None
    assert page.papers.layer.findChildren(PrintView)


def test_who_signed_on_paper_is_marked_and_then_nothing_changes(stage: Stage, session: Session, tmp_path: Path) -> None:
    made = contract(session, active(session))
    page = opened(stage, made)
    assert "Non ha ancora firmato: La madre." in page.side.said.text()
    line = signers(page)[0].line
    assert isinstance(line, TaskRow)
    line.action.click()
    box = signers(page)[0].box
    assert box is not None
    QTest.keyClicks(box.editors["where"].control, "faldone 12")
    second = signers(page)[1].line
    assert isinstance(second, TaskRow)
    second.action.click()
    save(page)
    stage.rest()
    row = standing(stage, made)["signers"][0]
    assert (row["state"], row["signed_on"], row["means"]) == ("signed", "2026-10-19", "paper")
    assert row["where"] == "faldone 12"
    act(stage, page, "sign", paper_place="Armadio A")
    assert page.editor is None
    assert "La carta: Armadio A." in said(page)
    scan = tmp_path / "firmato.png"
    scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(20))
    page.path.start("add-scan")
    assert page.path.form is not None
    file = page.path.form.editors["scan"]
    assert isinstance(file, FileEditor)
    page.path.form.do()
    assert page.path.form.boxes["scan"].problem.isVisible()
    file.take(scan)
    page.path.form.do()
    stage.rest()
    page.take_scan(scan)
    stage.rest()
    assert attachments.read_bytes(session, made) == scan.read_bytes()
    page.side.scan_button.click()
    stage.rest()
    assert page.layers.sheet is not None
    assert page.layers.sheet.findChildren(DocumentView)
    page.layers.close_layer()
    assert isinstance(page.notes.editor.control, QPlainTextEdit)
    page.notes.editor.control.setPlainText("La data giusta è il 4.")
    page.notes.save()
    stage.rest()
    assert [one.text for one in contract_page(session, made).notes] == ["La data giusta è il 4."]


def test_who_has_still_to_sign_is_said_where_the_contract_would_be_marked_signed(
    stage: Stage, session: Session
) -> None:
    made = contract(session, active(session))
    page = opened(stage, made)
    line = signers(page)[1].line
    assert isinstance(line, TaskRow)
    line.action.click()
    box = signers(page)[0].unfold()
    box.editors["state"].set_value("refused")
    box.editors["state"].changed.emit()
    save(page)
    stage.rest()
    assert [row["state"] for row in standing(stage, made)["signers"]] == ["refused", "signed"]
    page.path.toggle.click()
    assert "né la persona né la famiglia" in said(page)
    assert "sign" not in page.path.buttons
    page.path.start("refuse-part")
    form = page.path.form
    assert form is not None
    assert form.editors["refused_what"].value() == "Non firma: La madre."
    form.do()
    stage.rest()
    page.shown()
    stage.rest()
    assert page.told.words.text() == "Rifiutato in parte oggi: Non firma: La madre."


def test_a_signature_is_drawn_only_where_the_ente_uses_that_and_is_called_what_it_is(
    stage: Stage, session: Session
) -> None:
    made = contract(session, active(session))
    page = opened(stage, made)
    assert not page.side.drawings.isVisible()
    allow_drawings(session)
    page.shown()
    stage.rest()
    assert "Non è una firma elettronica" in said(page)
    first = contract_page(session, made).signers[0]
    pad = page.side.ask_drawing(first)
    stage.rest()
    assert page.side.layer is not None
    keep = next(one for one in page.side.layer.findChildren(Button) if one.label() == "Conserva il disegno")
    keep.click()
    assert page.side.layer.isVisible()
    draw(pad)
    keep.click()
    stage.rest()
    (drawn, *_) = contract_page(session, made).signers
    assert (drawn.state, drawn.means) == ("signed", "drawing")
    assert attachments.read_bytes(session, drawn.drawing).startswith(b"\x89PNG")


def draw(pad: DrawingPad) -> None:
    """Draw a line."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    for x in (60, 100):
        QTest.mouseMove(pad, QPoint(x, 60))
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=QPoint(100, 60))


def test_what_was_refused_is_said_over_the_letter_and_nothing_sticks_out(stage: Stage, session: Session) -> None:
    made = contract(session, active(session))
    do(session, made, "refuse-part", refused_what="Non vuole l'educatrice in casa.")
    page = opened(stage, made)
    assert page.told.words.text() == "Rifiutato in parte oggi: Non vuole l'educatrice in casa."
    signers(page)[0].unfold()
    stage.window.resize(*NARROW)
    stage.rest()
    assert cut_sideways(page) == []
    assert unnamed(page) == []
    page.project_button.click()
    page.case_button.click()
    assert [went[0] for went in stage.went[-2:]] == ["project", "cartella"]
    page.come_back({"contract": session.ids.new()})
    page.shown()
    stage.rest()
    assert page.title.text() == "Contratto"
