# SPDX-License-Identifier: EUPL-1.2
"""The first start: from an empty profile to an open desk, never without sheets that were tested."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.crypto.shares import join
from welfaredesk.desk import records
from welfaredesk.desk.lists import page_of
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import has_vault, recover, words
from welfaredesk.domain.statement import Role
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.pdf_pages import pages_of
from welfaredesk.ui.screens.first_start import FirstStartWizard
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName

PHRASE = "le rondini tornano tardi"


@pytest.fixture
def ground(qapp: QApplication, tmp_path: Path, clock: FixedClock, ids: SeededIds) -> Ground:
    style.apply(qapp, ThemeName.LIGHT)
    return Ground(profile=tmp_path / "profile", clock=clock, ids=ids, cost=TEST_COST)


@pytest.fixture
def wizard(qtbot: QtBot, ground: Ground) -> FirstStartWizard:
    made = FirstStartWizard(ground)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def _fill(wizard: FirstStartWizard, *, alone: bool = False) -> None:
    """Walk from the first page to the sheets."""
    wizard.go_on()
    wizard.ente.name.setText("Consorzio di prova")
    wizard.ente.comuni.add("Gussola")
    wizard.go_on()
    wizard.operator.surname.setText("Bianchi")
    wizard.operator.name.setText("Lucia")
    wizard.operator.profile.set_code("social_worker")
    wizard.go_on()
    wizard.phrase.phrase.line.setText(PHRASE)
    wizard.phrase.phrase.again.setText(PHRASE)
    wizard.go_on()
    if alone:
        wizard.holders.alone.setChecked(True)
    for line, name in zip(wizard.holders.holders, ("Anna Riva", "Paolo Sala", "Marta Galli"), strict=True):
        line.setText(name)
    wizard.go_on()


def _shares(wizard: FirstStartWizard) -> tuple[str, ...]:
    """Return the sheets as their owner would read them on paper."""
    assert wizard._drawn is not None
    return wizard._drawn[1].shares


def _answer(wizard: FirstStartWizard) -> None:
    for asked, line in zip(wizard.test.asked, wizard.test.lines, strict=True):
        line.setText(words(_shares(wizard)[asked.sheet - 1])[asked.number - 1].upper())


def _finish(qtbot: QtBot, wizard: FirstStartWizard) -> Session:
    opened: list[Session] = []
    wizard.opened.connect(opened.append)
    wizard.go_on()
    qtbot.waitUntil(lambda: bool(opened))
    return opened[0]


def test_from_nothing_to_an_open_desk(qtbot: QtBot, wizard: FirstStartWizard, ground: Ground) -> None:
    _fill(wizard)
    assert wizard.page() is wizard.sheets
    wizard.sheets.in_hand.setChecked(True)
    wizard.go_on()
    assert wizard.page() is wizard.test
    assert len(wizard.test.lines) == 8
    _answer(wizard)
    shares = list(_shares(wizard)[1:])
    session = _finish(qtbot, wizard)
    assert session.identity.roles == (Role.OPERATORE, Role.RESPONSABILE, Role.AMMINISTRATORE)
    ente = page_of(session, records.type_named("ente_settings"))[0][0]
    assert ente["name"] == "Consorzio di prova"
    settings = records.show(session, str(ente["_id"]))
    comuni = settings.values["comuni"]
    assert isinstance(comuni, list)
    assert [(row["comune"], row["code"]) for row in comuni] == [("Gussola", "E272")]
    me = records.show(session, session.identity.operator)
    assert (me.values["surname"], me.values["profile"]) == ("Bianchi", "social_worker")
    session.close()
    recover(ground.profile, shares, new="una frase del tutto nuova", cost=TEST_COST, ids=ground.ids)


def test_a_wrong_word_keeps_the_ente_from_being_made(qtbot: QtBot, wizard: FirstStartWizard, ground: Ground) -> None:
    _fill(wizard)
    wizard.sheets.in_hand.setChecked(True)
    wizard.go_on()
    _answer(wizard)
    wizard.test.lines[5].setText("zebra")
    wizard.go_on()
    asked = wizard.test.asked[5]
    said = wizard.test.fields[5].problem.words.text()
    assert f"numero {asked.number} del foglio {asked.sheet}" in said
    assert not has_vault(ground.profile)
    assert wizard.page() is wizard.test


def test_nothing_is_on_the_disk_before_the_test(wizard: FirstStartWizard, ground: Ground, tmp_path: Path) -> None:
    _fill(wizard)
    wizard.sheets.in_hand.setChecked(True)
    wizard.go_on()
    assert list(tmp_path.iterdir()) == []


def test_the_sheets_must_be_in_hand(wizard: FirstStartWizard) -> None:
    _fill(wizard)
    wizard.go_on()
    assert wizard.page() is wizard.sheets
    assert wizard.sheets.told.isVisible()


def test_going_back_does_not_change_sheets_already_printed(wizard: FirstStartWizard) -> None:
    _fill(wizard)
    before = _shares(wizard)
    wizard.go_back()
    wizard.go_on()
    assert _shares(wizard) == before
    wizard.go_back()
    wizard.holders.holders[0].setText("Rita Conti")
    wizard.go_on()
    assert _shares(wizard) == before
    wizard.go_back()
    wizard.holders.alone.setChecked(True)
    wizard.go_on()
    assert _shares(wizard) != before
    assert not wizard.sheets.in_hand.isChecked()


def test_an_ente_of_one_has_one_sheet_twice(qtbot: QtBot, wizard: FirstStartWizard) -> None:
    _fill(wizard, alone=True)
    first, second = _shares(wizard)
    assert first == second
    assert join([first])
    wizard.sheets.in_hand.setChecked(True)
    wizard.go_on()
    assert {asked.sheet for asked in wizard.test.asked} == {1}
    _answer(wizard)
    session = _finish(qtbot, wizard)
    assert session.identity.alone
    session.close()


def test_each_page_says_what_it_misses(wizard: FirstStartWizard) -> None:
    wizard.go_on()
    wizard.go_on()
    assert wizard.page() is wizard.ente
    assert wizard.ente.name_field.problem.isVisible()
    wizard.ente.name.setText("Consorzio")
    wizard.go_on()
    wizard.go_on()
    assert wizard.page() is wizard.operator
    assert wizard.operator.surname.hasFocus()
    wizard.operator.surname.setText("Bianchi")
    wizard.operator.name.setText("Lucia")
    wizard.go_on()
    wizard.phrase.phrase.line.setText("corta")
    wizard.go_on()
    assert wizard.page() is wizard.phrase
    assert "mancano 10 caratteri" in wizard.phrase.phrase.field.problem.words.text()
    wizard.phrase.phrase.line.setText(PHRASE)
    wizard.go_on()
    assert "non sono uguali" in wizard.phrase.phrase.again_field.problem.words.text()


def test_an_invitation_leads_elsewhere(qtbot: QtBot, wizard: FirstStartWizard) -> None:
    wizard.welcome.invited.setChecked(True)
    with qtbot.waitSignal(wizard.invited):
        wizard.go_on()
    assert wizard.page() is wizard.welcome


def test_five_words_are_proposed_in_sight_and_typed_again_by_hand(wizard: FirstStartWizard) -> None:
    field = wizard.phrase.phrase
    field.propose.click()
    assert len(field.phrase().split()) == 5
    assert field.line.echoMode() == field.line.EchoMode.Normal
    assert not field.again.text()
    assert "Ottima" in field.worth.text()


def test_comuni_are_found_by_typing_and_taken_away(qtbot: QtBot, wizard: FirstStartWizard) -> None:
    wizard.go_on()
    comuni = wizard.ente.comuni
    comuni.finder.setFocus()
    QTest.keyClicks(comuni.finder, "casalmagg")
    QTest.keyClick(comuni.finder, Qt.Key.Key_Return)
    assert comuni.names == ["Casalmaggiore"]
    assert wizard.page() is wizard.ente
    comuni.chips.findChildren(type(wizard.on_button))[0].click()
    assert comuni.names == []


def test_the_sheets_print_one_to_a_page_and_save_where_asked(wizard: FirstStartWizard, tmp_path: Path) -> None:
    _fill(wizard)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printed = tmp_path / "printed.pdf"
    printer.setOutputFileName(str(printed))
    wizard.sheets.print_on(printer)
    assert len(pages_of(printed.read_bytes(), dots_per_inch=30)) == 3
    saved = tmp_path / "stick.pdf"
    wizard.sheets.save_to(saved)
    assert len(pages_of(saved.read_bytes(), dots_per_inch=30)) == 3
    assert "cancella il file" in wizard.sheets.told.words.text()
    wizard.sheets.save_to(tmp_path / "no" / "where.pdf")
    assert "non si può scrivere" in wizard.sheets.told.words.text()
