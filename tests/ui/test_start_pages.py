# SPDX-License-Identifier: EUPL-1.2
"""Where the program begins: whose desk, why one is not opened, and what the technician fixed."""

import os
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.opened import PASSPHRASE, open_desk
from welfaredesk.base import places
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import policy, policy_file
from welfaredesk.desk.desks_here import new_profile
from welfaredesk.desk.erasing import Order, erase
from welfaredesk.store.driver import Database
from welfaredesk.ui.app import Program, Window
from welfaredesk.ui.context import Context
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.choose_desk import ChooseDesk
from welfaredesk.ui.screens.enrol import Enrol
from welfaredesk.ui.screens.enrol_pages import InvitationPage
from welfaredesk.ui.screens.erased import Erased
from welfaredesk.ui.screens.first_start import FirstStartWizard
from welfaredesk.ui.screens.replace import Replace
from welfaredesk.ui.screens.restore import Restore
from welfaredesk.ui.screens.server_card import ServerCard
from welfaredesk.ui.screens.settings import Settings
from welfaredesk.ui.screens.stopped import Stopped
from welfaredesk.ui.screens.unlock import Unlock
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName

PRINT = " ".join(["0123 4567 89ab cdef"] * 4)
SERVER = "https://welfaredesk.gussola.example:8443"


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an account of the system."""
    monkeypatch.delenv(places.PROFILE_VARIABLE, raising=False)
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda name, *, appauthor: str(tmp_path / "conto" / name))
    return tmp_path / "conto" / "welfaredesk"


@pytest.fixture
def ground(qapp: QApplication, account: Path, clock: FixedClock, ids: SeededIds) -> Ground:
    style.apply(qapp, ThemeName.LIGHT)
    return Ground(profile=account / "profile", clock=clock, ids=ids, cost=TEST_COST)


@pytest.fixture
def program(qtbot: QtBot, ground: Ground) -> Iterator[Program]:
    made = Program(ground, replace=lambda: None)
    qtbot.addWidget(made.window)
    yield made
    made.window.close()


@pytest.fixture
def fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file of a technician who fixed everything."""
    path = tmp_path / "etc" / "policy.toml"
    path.parent.mkdir(mode=0o755)
    path.write_text(
        f'server = "{SERVER}"\nfingerprint = "{PRINT}"\nproxy = "no"\nlock_minutes = 12\n', encoding="utf-8"
    )
    path.chmod(0o644)
    monkeypatch.setattr(policy_file, "PLACE", path)
    monkeypatch.setattr(policy_file, "ROOT", os.geteuid())
    return path


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[Window]:
    made = Window()
    qtbot.addWidget(made)
    made.resize(1158, 768)
    made.show()
    yield made
    made.close()


def words_on(page: QWidget) -> str:
    return " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page))


def state(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else b"/" for path in folder.rglob("*")}


def test_with_one_desk_nobody_has_to_choose(program: Program, ground: Ground) -> None:
    open_desk(ground.profile, clock=ground.clock, ids=ground.ids).close()
    program.begin(choose=True)
    page = program.window.page()
    assert isinstance(page, Unlock)
    assert page.where.text() == "Questa postazione"
    assert page.others_button.isVisible()


def test_with_two_desks_one_is_chosen_and_told_by_its_folder(program: Program, ground: Ground, qtbot: QtBot) -> None:
    for place in (ground.profile, new_profile("Stanza blu")):
        open_desk(place, clock=ground.clock, ids=ground.ids).close()
    program.begin(choose=True)
    page = program.window.page()
    assert isinstance(page, ChooseDesk)
    assert [button.label() for button in page.buttons] == ["Prima postazione", "Stanza blu"]
    assert not any(name in words_on(page) for name in ("Bianchi", "Lucia", "Ente di prova"))
    qtbot.waitUntil(page.buttons[0].hasFocus)
    QTest.keyClick(page.buttons[1], Qt.Key.Key_Return)
    unlock = program.window.page()
    assert isinstance(unlock, Unlock)
    assert unlock.where.text() == "Stanza blu"
    assert program.profile.name == "Stanza blu"
    QTest.keyClick(unlock.others_button, Qt.Key.Key_Return)
    assert isinstance(program.window.page(), ChooseDesk)


def test_a_desk_that_may_not_be_opened_bars_no_other(program: Program, ground: Ground) -> None:
    for place in (ground.profile, new_profile("Stanza blu")):
        open_desk(place, clock=ground.clock, ids=ground.ids).close()
    (new_profile("Verde") / ".stfolder").mkdir(parents=True)
    program.begin(choose=True)
    page = program.window.page()
    assert isinstance(page, ChooseDesk)
    assert [button.label() for button in page.buttons] == ["Prima postazione", "Stanza blu", "Verde"]
    page.buttons[2].click()
    stopped = program.window.page()
    assert isinstance(stopped, Stopped)
    assert "Syncthing" in words_on(stopped)
    assert str(program.profile) in words_on(stopped)
    assert program.profile.name == "Verde"


def test_a_desk_whose_archive_was_erased_does_not_say_that_it_was_never_used(program: Program, ground: Ground) -> None:
    blue = new_profile("Stanza blu")
    for place in (ground.profile, blue):
        open_desk(place, clock=ground.clock, ids=ground.ids).close()
    erase(blue, Order(when="2026-10-19T09:00:00+02:00", letters="AB", role="responsible"))
    program.begin(choose=True)
    page = program.window.page()
    assert isinstance(page, ChooseDesk)
    assert page.buttons[1].accessibleDescription() == "archivio cancellato"
    assert page.buttons[0].accessibleDescription().startswith("Ultimo lavoro: ")
    page.buttons[1].click()
    erased = program.window.page()
    assert isinstance(erased, Erased)
    assert "postazione AB" in words_on(erased)


def test_one_more_person_begins_with_a_name_and_the_first_start(
    program: Program, ground: Ground, account: Path
) -> None:
    open_desk(ground.profile, clock=ground.clock, ids=ground.ids).close()
    program.begin(choose=True)
    unlock = program.window.page()
    assert isinstance(unlock, Unlock)
    unlock.others_button.click()
    page = program.window.page()
    assert isinstance(page, ChooseDesk)
    page.add_button.click()
    QTest.keyClick(page.line, Qt.Key.Key_Escape)
    assert page.buttons[0].isVisible()
    page.add_button.click()
    assert not page.buttons[0].isVisible()
    page.line.setText("a/b")
    page.make_button.click()
    assert "solo lettere" in page.field.problem.words.text()
    page.line.setText("Verde")
    QTest.keyClick(page.line, Qt.Key.Key_Return)
    assert isinstance(program.window.page(), FirstStartWizard)
    assert program.profile == account / "postazioni" / "Verde"
    assert not (account / "postazioni").exists()


def test_a_folder_named_at_the_start_offers_no_other(program: Program, ground: Ground, tmp_path: Path) -> None:
    place = tmp_path / "indicato"
    open_desk(place, clock=ground.clock, ids=ground.ids).close()
    page = Unlock(Ground(profile=place, clock=ground.clock, ids=ground.ids, cost=TEST_COST))
    assert not page.others_button.isVisibleTo(page)
    assert page.where.text() == "Questa postazione"
    page.deleteLater()


def test_newer_data_is_told_on_a_page_and_not_a_byte_changes(program: Program, ground: Ground, qtbot: QtBot) -> None:
    session = open_desk(ground.profile, clock=ground.clock, ids=ground.ids)

    def later(database: Database) -> None:
        database.conn.execute("PRAGMA user_version = 99")
        database.conn.execute("PRAGMA application_id = 7003001")

    session.vault.write(later)
    session.close()
    before = state(ground.profile)
    program.begin(choose=True)
    unlock = program.window.page()
    assert isinstance(unlock, Unlock)
    QTest.keyClicks(unlock.line, PASSPHRASE)
    QTest.keyClick(unlock.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(program.window.page(), Stopped))
    page = program.window.page()
    assert isinstance(page, Stopped)
    assert "la versione 7.3.1 o una più recente" in words_on(page)
    assert str(ground.profile) in words_on(page)
    assert state(ground.profile) == before
    page.again_button.click()
    assert isinstance(program.window.page(), Unlock)
    helped = Restore(ground)
    qtbot.addWidget(helped)
    helped.show()
    helped.phrase.setText(PASSPHRASE)
    helped.restore()
    qtbot.waitUntil(helped.trouble.isVisible)
    assert "la versione 7.3.1 o una più recente" in helped.trouble.words.text()
    assert state(ground.profile) == before


def test_a_synced_folder_is_told_before_anything_is_typed(qtbot: QtBot, ground: Ground, tmp_path: Path) -> None:
    place = tmp_path / "OneDrive - Comune di Gussola" / "profilo"
    program = Program(Ground(profile=place, clock=ground.clock, ids=ground.ids, cost=TEST_COST), replace=lambda: None)
    qtbot.addWidget(program.window)
    program.begin()
    page = program.window.page()
    assert isinstance(page, Stopped)
    assert "OneDrive copia su altri PC" in words_on(page)
    assert not place.parent.exists()
    page.close_button.click()
    assert not program.window.isVisible()


def test_what_is_fixed_stands_in_the_settings(qtbot: QtBot, window: Window, context: Context, fixed: Path) -> None:
    page = Settings(context)
    window.show_page(page)
    page.shown()
    said = words_on(page)
    for words in ("Fissato dal tecnico", f"Server: {SERVER}", "Proxy: nessuno", "al più tardi dopo 12 min", str(fixed)):
        assert words in said, words
    page.minutes.chip("12").click()
    with pytest.raises(ValueError, match="15"):
        page.minutes.chip("15")
    qtbot.waitUntil(lambda: not context.tasks.busy)


def test_without_a_technician_the_settings_say_nothing_of_one(window: Window, context: Context) -> None:
    page = Settings(context)
    window.show_page(page)
    assert "tecnico" not in words_on(page)


def test_a_file_that_fixes_nothing_has_no_card(window: Window, context: Context, fixed: Path) -> None:
    fixed.write_text("# lock_minutes = 10\n")
    page = Settings(context)
    window.show_page(page)
    assert "tecnico" not in words_on(page)
    fixed.write_text("lock_minutes = 99\n")
    page = Settings(context)
    window.show_page(page)
    assert "c'è da correggere: riga 1: «lock_minutes» vuole" in words_on(page)


def test_the_fixed_server_stands_in_every_form_and_cannot_be_changed(
    qtbot: QtBot, ground: Ground, context: Context, fixed: Path
) -> None:
    enrol, replace, card = Enrol(ground), Replace(ground), ServerCard(context)
    for page in (enrol, replace, card):
        qtbot.addWidget(page)
    for form in (enrol.invitation, replace.gone, card):
        assert (form.address.text(), form.address.isEnabled()) == (SERVER, False)
        assert (form.fingerprint.text(), form.fingerprint.isEnabled()) == (PRINT, False)
        assert "Fissato dal tecnico" in form.address_field.editor.accessibleDescription()
    assert enrol.invitation.first() is enrol.invitation.code
    assert replace.gone.first() is replace.gone.letters


def test_what_leads_the_page_of_an_invitation_and_what_is_fixed_on_it_are_of_one_reading(
    qtbot: QtBot, ground: Ground, fixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[Path]()

    def counted(path: Path, *, limit: int, too_large: str, owner: int) -> tuple[bytes | None, str]:
        read.append(path)
        return policy_file.read_trusted(path, limit=limit, too_large=too_large, owner=owner)

    monkeypatch.setattr(policy, "read_trusted", counted)
    page = InvitationPage()
    qtbot.addWidget(page)
    assert read == [fixed]
    assert words_on(page).startswith("Il server di questo PC è già scritto")
    fixed.unlink()
    free = InvitationPage()
    qtbot.addWidget(free)
    assert read == [fixed] * 2
    assert words_on(free).startswith("Chi ti ha invitato ti ha dato tre cose")


def test_an_invitation_to_another_server_is_told_and_not_taken(qtbot: QtBot, ground: Ground, fixed: Path) -> None:
    enrol = Enrol(ground)
    qtbot.addWidget(enrol)
    enrol.show()
    page = enrol.invitation
    page.code.setText(f"https://altro.example {PRINT} ABCD EFGH")
    assert "il tecnico ha fissato un altro server" in page.code_field.problem.words.text()
    assert (page.code.text(), page.address.text()) == ("", SERVER)
    page.code.setText(f"{SERVER} {PRINT} ABCD EFGH")
    assert page.code.text() == "ABCD EFGH"
    assert page.code_field.problem.isHidden()
