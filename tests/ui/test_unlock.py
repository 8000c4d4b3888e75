# SPDX-License-Identifier: EUPL-1.2
"""The unlocking: one field, nothing personal before it, and every way it can fail told in words."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.opened import PASSPHRASE
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import copies, unlocking
from welfaredesk.desk.repairing import Repaired
from welfaredesk.desk.session import Session, open_session
from welfaredesk.desk.unlocking import Drawn, FirstStart
from welfaredesk.store import vault
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.recover import Recover
from welfaredesk.ui.screens.restore import Restore, outcome
from welfaredesk.ui.screens.unlock import Unlock
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName

NEW = "una frase nuova di zecca"


@pytest.fixture
def ground(qapp: QApplication, tmp_path: Path, clock: FixedClock, ids: SeededIds) -> Ground:
    style.apply(qapp, ThemeName.LIGHT)
    return Ground(profile=tmp_path / "profile", clock=clock, ids=ids, cost=TEST_COST)


@pytest.fixture
def sheets(ground: Ground) -> Drawn:
    """Found an ente with three sheets and leave it locked."""
    drawn = unlocking.draw(ground.ids, alone=False)
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE)
    session = unlocking.begin(
        ground.profile,
        start,
        drawn=drawn,
        operator_profile=None,
        clock=ground.clock,
        ids=ground.ids,
        cost=TEST_COST,
    )
    session.close()
    return drawn


def _shown(qtbot: QtBot, page: Unlock | Recover | Restore) -> list[Session]:
    """Show a page and return the list into which it puts the session it opens."""
    opened: list[Session] = []
    page.opened.connect(opened.append)
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    return opened


def test_the_right_phrase_opens(qtbot: QtBot, ground: Ground, sheets: Drawn) -> None:
    page = Unlock(ground)
    opened = _shown(qtbot, page)
    QTest.keyClicks(page.line, PASSPHRASE)
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].identity.name == "Bianchi, Lucia"
    assert not page.line.text()
    opened[0].close()


def test_a_wrong_phrase_is_told_beside_the_field_and_selected(qtbot: QtBot, ground: Ground, sheets: Drawn) -> None:
    page = Unlock(ground)
    opened = _shown(qtbot, page)
    QTest.keyClicks(page.line, "non questa")
    page.unlock()
    qtbot.waitUntil(lambda: not page.busy)
    assert not opened
    assert page.field.problem.isVisible()
    assert "Non è la frase giusta" in page.field.problem.words.text()
    assert page.line.selectedText() == "non questa"
    assert page.trouble.isHidden()


def test_nothing_of_the_operator_is_on_the_page_before_it_opens(qtbot: QtBot, ground: Ground, sheets: Drawn) -> None:
    page = Unlock(ground)
    _shown(qtbot, page)
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "Questa postazione" in said
    assert "Ultimo lavoro" in said
    assert not any(name in said for name in ("Bianchi", "Lucia", "Ente di prova"))
    assert len(page.findChildren(QLineEdit)) == 1


@pytest.mark.parametrize("typed", ["", PASSPHRASE], ids=["as it is", "typed over"])
def test_a_demo_says_so_and_has_its_phrase_typed(qtbot: QtBot, ground: Ground, sheets: Drawn, typed: str) -> None:
    demo = Ground(
        profile=ground.profile, clock=ground.clock, ids=ground.ids, cost=TEST_COST, demo_passphrase=PASSPHRASE
    )
    page = Unlock(demo)
    opened = _shown(qtbot, page)
    assert page.where.text() == "Ente dimostrativo"
    QTest.keyClicks(page.line, typed)
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(opened))
    opened[0].close()


def test_an_archive_in_use_is_told_over_the_card(qtbot: QtBot, ground: Ground, sheets: Drawn) -> None:
    other = open_session(ground.profile, PASSPHRASE, clock=ground.clock, ids=ground.ids)
    page = Unlock(ground)
    opened = _shown(qtbot, page)
    QTest.keyClicks(page.line, PASSPHRASE)
    page.unlock()
    qtbot.waitUntil(lambda: not page.busy)
    assert not opened
    assert "già aperto" in page.trouble.words.text()
    assert page.restore_button.isHidden()
    other.close()


def test_a_damaged_archive_offers_a_copy_and_stays_whole_beside_it(
    qtbot: QtBot, ground: Ground, sheets: Drawn, tmp_path: Path, clock: FixedClock
) -> None:
    session = open_session(ground.profile, PASSPHRASE, clock=ground.clock, ids=ground.ids)
    copy = copies.write(session, tmp_path / f"copia{copies.SUFFIX}").path
    session.close()
    database = ground.profile / vault.DATABASE_NAME
    database.write_bytes(b"\0" * database.stat().st_size)
    page = Unlock(ground)
    _shown(qtbot, page)
    QTest.keyClicks(page.line, PASSPHRASE)
    page.unlock()
    qtbot.waitUntil(lambda: not page.busy)
    assert page.restore_button.isVisible()
    with qtbot.waitSignal(page.restore_asked):
        page.restore_button.click()

    helped = Restore(ground)
    opened = _shown(qtbot, helped)
    helped.file.setText(str(copy.with_name("altra.wdcopia")))
    helped.restore()
    assert "Questo file non c'è" in helped.file_field.problem.words.text()
    helped.file.setText(str(copy))
    helped.phrase.setText(PASSPHRASE)
    helped.restore()
    qtbot.waitUntil(helped.open_button.isVisible)
    assert "Non manca niente." in helped.trouble.words.text()
    kept = [path for path in ground.profile.iterdir() if path.name.startswith("danneggiato-")]
    assert [path.name in helped.trouble.words.text() for path in kept] == [True]
    assert set((kept[0] / vault.DATABASE_NAME).read_bytes()) == {0}
    assert not opened
    helped.open_button.click()
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].identity.name == "Bianchi, Lucia"
    opened[0].close()


def test_without_a_copy_what_is_lost_is_counted(qtbot: QtBot, ground: Ground, sheets: Drawn) -> None:
    assert outcome(Repaired("/p/danneggiato-1", 12, 1, 2)) == (
        "12 modifiche recuperate. 1 modifica manca, 2 allegati mancano. "
        "L'archivio danneggiato è nella cartella «danneggiato-1», accanto a quello nuovo."
    )
    page = Restore(ground)
    _shown(qtbot, page)
    page.phrase.setText(PASSPHRASE)
    page.restore()
    qtbot.waitUntil(page.open_button.isVisible)
    assert "Non manca niente." in page.trouble.words.text()


def test_a_copy_that_does_not_open_leaves_everything_where_it_was(
    qtbot: QtBot, ground: Ground, sheets: Drawn, tmp_path: Path
) -> None:
    before = (ground.profile / vault.DATABASE_NAME).read_bytes()
    broken = tmp_path / f"copia{copies.SUFFIX}"
    broken.write_bytes(b"not a copy")
    page = Restore(ground)
    opened = _shown(qtbot, page)
    page.file.setText(str(broken))
    page.phrase.setText(PASSPHRASE)
    page.restore()
    qtbot.waitUntil(page.trouble.isVisible)
    assert not opened
    assert (ground.profile / vault.DATABASE_NAME).read_bytes() == before


def test_two_sheets_set_a_new_phrase(qtbot: QtBot, ground: Ground, sheets: Drawn) -> None:
    page = Recover(ground)
    opened = _shown(qtbot, page)
    numbered = " ".join(f"{n}. {word.upper()}" for n, word in enumerate(sheets.shares[2].split(), 1))
    page.first.editor.setPlainText(numbered)
    page.second.editor.setPlainText(sheets.shares[0])
    assert page.first.state.text() == "Foglio copiato bene."
    page.phrase.line.setText(NEW)
    page.phrase.again.setText(NEW)
    page.set_phrase()
    qtbot.waitUntil(lambda: bool(opened))
    opened[0].close()
    again = open_session(ground.profile, NEW, clock=ground.clock, ids=ground.ids)
    again.close()


def test_one_sheet_of_three_does_not_open(qtbot: QtBot, ground: Ground, sheets: Drawn) -> None:
    page = Recover(ground)
    opened = _shown(qtbot, page)
    page.first.editor.setPlainText(sheets.shares[0])
    page.phrase.line.setText(NEW)
    page.phrase.again.setText(NEW)
    page.set_phrase()
    qtbot.waitUntil(page.trouble.isVisible)
    assert not opened
    assert "non bastano" in page.trouble.words.text()


def test_a_word_that_no_sheet_holds_is_named_once_it_is_finished(qtbot: QtBot, ground: Ground, sheets: Drawn) -> None:
    page = Recover(ground)
    _shown(qtbot, page)
    good = sheets.shares[0].split()[0]
    page.first.editor.setPlainText(f"{good} acadmic")
    assert page.first.field.problem.isHidden()
    page.first.editor.setPlainText(f"{good} acadmic ")
    assert "La parola 2, «acadmic»" in page.first.field.problem.words.text()
    page.set_phrase()
    assert "33 parole" in page.first.field.problem.words.text()
