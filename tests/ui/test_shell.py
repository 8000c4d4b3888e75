# SPDX-License-Identifier: EUPL-1.2
"""The shell: where the ways lead, what can be done from anywhere, and what a lock leaves behind."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from tests.opened import PASSPHRASE, add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import DiskFailing
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import copies
from welfaredesk.desk.drafts import all_drafts
from welfaredesk.desk.founding import FirstStart, found
from welfaredesk.desk.preferences import prefer
from welfaredesk.desk.session import Session, open_session
from welfaredesk.ui.app import Program
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.lock import Lock
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.exchange import ExchangePage
from welfaredesk.ui.screens.unlock import Unlock
from welfaredesk.ui.screens.urgency import UrgencyPage
from welfaredesk.ui.screens_list import RAIL
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName

MINUTE_MS = 60_000


class Desk:
    """A program on a desk, as far as the open shell; `again` counts how often it wanted to start anew."""

    def __init__(self, qtbot: QtBot, ground: Ground) -> None:
        self.again = 0
        self.qtbot = qtbot
        self.program = Program(ground, replace=self._again)
        qtbot.addWidget(self.program.window)
        self.program.begin()

    def _again(self) -> None:
        self.again += 1

    def unlock(self) -> "Desk":
        page = self.program.window.page()
        assert isinstance(page, Unlock)
        page.line.setText(PASSPHRASE)
        page.unlock()
        self.qtbot.waitUntil(lambda: self.program.shell is not None)
        self.rest()
        return self

    @property
    def shell(self) -> Shell:
        assert self.program.shell is not None
        return self.program.shell

    @property
    def lock(self) -> Lock:
        assert self.program.lock is not None
        return self.program.lock

    @property
    def session(self) -> Session:
        return self.shell.context.session

    def rest(self) -> None:
        """Wait until nothing is asked of the desk."""
        self.qtbot.waitUntil(lambda: not self.shell.context.tasks.busy)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys as the system would, on the window."""
        handle = self.program.window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifier)


@pytest.fixture
def ground(qapp: QApplication, tmp_path: Path, clock: FixedClock, ids: SeededIds) -> Ground:
    style.apply(qapp, ThemeName.LIGHT)
    ground = Ground(profile=tmp_path / "profile", clock=clock, ids=ids, cost=TEST_COST)
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE, alone=True)
    found(ground.profile, start, clock=clock, ids=ids, cost=TEST_COST)
    return ground


@pytest.fixture
def start(qtbot: QtBot, ground: Ground) -> Iterator[Callable[[], Desk]]:
    """Return what starts the program; what is still open at the end is locked."""
    started: list[Desk] = []

    def begin() -> Desk:
        started.append(Desk(qtbot, ground))
        return started[-1]

    yield begin
    for desk in started:
        if desk.program.lock is not None:
            desk.program.lock.leave()


@pytest.fixture
def desk(start: Callable[[], Desk]) -> Desk:
    return start().unlock()


def test_it_opens_on_the_first_page_of_the_rail(desk: Desk) -> None:
    assert isinstance(desk.shell.current(), RAIL[0])
    assert desk.shell.rail.buttons[RAIL[0].name].isChecked()


def test_opened_with_a_rescue_file_it_goes_where_that_is_taken(qtbot: QtBot, ground: Ground) -> None:
    desk = Desk(qtbot, replace(ground, taking=Path("/media/chiavetta/da-inviare.wdr"))).unlock()
    assert isinstance(desk.shell.current(), ExchangePage)
    desk.lock.leave()


def test_an_urgency_is_begun_while_one_types_an_access_and_found_again_by_its_words(desk: Desk) -> None:
    desk.shell.quick_contact()
    desk.rest()
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit)
    QTest.keyClicks(focused, "Zanetti")
    desk.press(Qt.Key.Key_F9)
    desk.rest()
    page = desk.shell.current()
    assert isinstance(page, UrgencyPage)
    assert page.editor is not None
    assert page.editor.form.first_control().hasFocus()
    assert [draft.type for draft in all_drafts(desk.session)] == ["contact"]
    urgency = add(desk.session, "urgency", kind="emergency_intervention", child_name="Bambino alla stazione")
    desk.rest()
    desk.shell.finding.choose(Hit(f"urgency:{urgency}", "", "", "", ""))
    desk.rest()
    assert page.urgency == urgency
    desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.rest()
    assert page.urgency == ""


def test_the_rail_shows_where_a_page_without_a_place_of_its_own_belongs(desk: Desk) -> None:
    desk.shell.open_screen("import")
    assert desk.shell.rail.buttons["settings"].isChecked()
    desk.shell.open_screen("cartelle")
    assert not desk.shell.rail.buttons["settings"].isChecked()


def test_the_title_of_the_window_never_names_a_person(desk: Desk) -> None:
    person = giulia(desk.session)
    desk.shell.context.ways.cartella.emit(person)
    desk.shell.context.ways.record.emit(person)
    desk.rest()
    assert desk.program.window.windowTitle() == "WelfareDesk"


def test_alt_and_a_number_opens_a_page_and_alt_left_goes_back(desk: Desk) -> None:
    desk.press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert isinstance(desk.shell.current(), RAIL[3])
    desk.press(Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    assert isinstance(desk.shell.current(), RAIL[6])
    desk.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert isinstance(desk.shell.current(), RAIL[3])
    desk.press(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert isinstance(desk.shell.current(), RAIL[6])
    desk.rest()


def test_esc_goes_back_where_nothing_else_wants_it(desk: Desk) -> None:
    desk.shell.open_screen("settings")
    desk.shell.setFocus()
    QTest.keyClick(desk.shell, Qt.Key.Key_Escape)
    assert isinstance(desk.shell.current(), RAIL[0])


def test_the_palette_finds_a_person_an_action_and_the_words_of_a_record(desk: Desk) -> None:
    giulia(desk.session)
    desk.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    layer = desk.shell.palette_layer
    assert layer.isVisible()
    layer.line.setText("ferrari giu")
    assert layer.list.hits()[0].label.startswith("Ferrari")
    layer.line.setText("impostazioni")
    assert layer.list.hits()[0].key == "action:go-settings"
    QTest.keyClick(layer.line, Qt.Key.Key_Return)
    assert desk.shell.current() is desk.shell.screen_named("settings")
    assert layer.isHidden()
    desk.rest()


def test_ctrl_n_opens_a_quick_access_from_anywhere(desk: Desk) -> None:
    desk.shell.open_screen("settings")
    desk.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert desk.shell._quick is not None
    assert desk.shell._quick.isVisible()
    desk.rest()


def test_behind_the_curtain_no_key_does_anything(desk: Desk) -> None:
    desk.press(Qt.Key.Key_F12)
    assert desk.shell.curtain.isVisible()
    desk.press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    desk.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert desk.again == 0
    assert isinstance(desk.shell.current(), RAIL[0])
    desk.press(Qt.Key.Key_F12)
    assert desk.shell.curtain.isHidden()


def test_a_notice_is_undone_with_its_button(desk: Desk) -> None:
    undone: list[int] = []
    desk.shell.context.ways.notice.emit("Appunto archiviato.", lambda: undone.append(1))
    assert desk.shell.notice.isVisible()
    desk.shell.notice.undo.click()
    assert undone == [1]


def test_a_fault_stays_on_the_page_until_it_is_closed(desk: Desk) -> None:
    desk.shell.context.tasks.troubled.emit(DiskFailing())
    assert desk.shell.fault.isVisible()
    assert "copia di sicurezza" in desk.shell.fault.words.text()
    desk.shell.fault.close_button.click()
    assert desk.shell.fault.isHidden()


def test_the_state_box_counts_what_has_not_left_and_how_old_the_copy_is(
    desk: Desk, clock: FixedClock, tmp_path: Path
) -> None:
    prefer(desk.session, "copy_folder", str(tmp_path))
    copies.copy_now(desk.session)
    clock.advance(ms=9 * 24 * 60 * MINUTE_MS)
    giulia(desk.session)
    desk.rest()
    desk.shell.refresh_state()
    desk.rest()
    said = desk.shell.rail.state.accessibleDescription()
    # Without a server nothing waits to be sent: the box speaks of what counts here.
    assert "Da inviare" not in said
    assert "Da decidere 0" in said
    assert "Ultima copia: 9 giorni fa" in said
    assert desk.shell.rail.state.accessibleName() == "Solo su questo PC"


def test_the_rail_counts_what_waits_on_pages_nobody_opened_yet(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: "quick_notes" in {page.objectName().removeprefix("screen-") for page in _pages(desk)})
    add(desk.session, "quick_note", text="Richiamare la scuola")
    desk.qtbot.waitUntil(lambda: desk.shell.rail.buttons["quick_notes"].count == 1)
    assert isinstance(desk.shell.current(), RAIL[0])
    desk.rest()


def _pages(desk: Desk) -> list[Screen]:
    return desk.shell.findChildren(Screen)


def test_a_lock_closes_the_desk_and_asks_for_a_new_process(desk: Desk) -> None:
    desk.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert desk.again == 1
    assert desk.program.window.isHidden()
    again = open_session(desk.session.profile, PASSPHRASE, clock=desk.session.clock, ids=desk.session.ids)
    again.close()


def test_it_locks_after_the_minutes_without_input_and_not_before(desk: Desk, clock: FixedClock) -> None:
    prefer(desk.session, "lock_minutes", 5)
    clock.advance(ms=4 * MINUTE_MS)
    desk.lock.idle.look()
    assert desk.again == 0
    desk.press(Qt.Key.Key_Shift)
    clock.advance(ms=4 * MINUTE_MS)
    desk.lock.idle.look()
    assert desk.again == 0
    clock.advance(ms=MINUTE_MS)
    desk.lock.idle.look()
    assert desk.again == 1


def test_a_moving_mouse_is_somebody(desk: Desk, clock: FixedClock) -> None:
    prefer(desk.session, "lock_minutes", 5)
    clock.advance(ms=4 * MINUTE_MS)
    handle = desk.program.window.windowHandle()
    assert handle is not None
    QTest.mouseMove(handle, QPoint(40, 40))
    QTest.mouseMove(handle, QPoint(60, 60))
    clock.advance(ms=4 * MINUTE_MS)
    desk.lock.idle.look()
    assert desk.again == 0


def test_closing_the_window_locks_and_starts_nothing(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.program.ended) as ended:
        desk.program.window.close()
    assert ended.args == [False]
    assert desk.again == 0


def test_after_a_lock_the_same_page_comes_back(desk: Desk, start: Callable[[], Desk]) -> None:
    desk.shell.open_screen("settings")
    desk.shell.go("record", {"type": "person", "values": {}})
    desk.rest()
    desk.lock.lock()
    later = start().unlock()
    here = later.shell.current()
    assert here is not None
    assert (here.name, here.place()) == ("record", {"type": "person", "values": {}})
    later.shell.back()
    assert later.shell.current() is later.shell.screen_named("settings")
    later.rest()


def test_what_is_typed_after_the_unlocking_goes_into_the_access_that_was_open(
    desk: Desk, start: Callable[[], Desk]
) -> None:
    desk.shell.go("cartella", {"person": giulia(desk.session)})
    desk.shell.quick_contact()
    desk.rest()
    desk.lock.lock()
    later = start().unlock()
    page, sheet, window = later.shell.current(), later.shell._quick, later.shell.window()
    assert page is not None
    assert sheet is not None
    later.qtbot.waitUntil(lambda: sheet.isAncestorOf(window.focusWidget()))
    QTest.keyClicks(window.focusWidget(), "Zanetti")
    assert "Zanetti" in [line.text() for line in sheet.findChildren(QLineEdit)]
    assert "Zanetti" not in [field.toPlainText() for field in page.findChildren(QPlainTextEdit)]


def test_what_is_being_written_is_kept_by_the_lock(desk: Desk, start: Callable[[], Desk]) -> None:
    desk.shell.go("record", {"type": "person", "values": {}})
    desk.rest()
    form = desk.shell.current()
    assert form is not None
    line = next(one for one in form.findChildren(QLineEdit) if one.accessibleName() == "Cognome")
    QTest.keyClicks(line, "Galli")
    desk.lock.lock()
    later = start().unlock()
    assert any("Galli" in str(draft.values) for draft in all_drafts(later.session))


def test_a_lock_makes_the_copy_of_the_day_once(desk: Desk, start: Callable[[], Desk], tmp_path: Path) -> None:
    stick = tmp_path / "chiavetta"
    stick.mkdir()
    prefer(desk.session, "copy_folder", str(stick))
    desk.lock.lock()
    assert len(copies.copies_in(stick)) == 1
    start().unlock().lock.lock()
    assert len(copies.copies_in(stick)) == 1


def test_a_stick_taken_away_does_not_keep_the_desk_open(desk: Desk, tmp_path: Path) -> None:
    prefer(desk.session, "copy_folder", str(tmp_path / "tolta"))
    desk.lock.lock()
    assert desk.again == 1


def test_text_copied_from_here_does_not_outlive_the_lock(desk: Desk, qapp: QApplication) -> None:
    line = desk.shell.palette_layer.line
    desk.shell.open_palette()
    line.setText("Ferrari Giulia")
    line.setFocus()
    line.selectAll()
    line.copy()
    assert qapp.clipboard().text() == "Ferrari Giulia"
    desk.rest()
    desk.lock.lock()
    assert qapp.clipboard().text() == ""


def test_text_of_another_program_stays_in_the_clipboard(desk: Desk, qapp: QApplication) -> None:
    desk.program.window.hide()
    qapp.clipboard().setText("di un altro programma")
    desk.lock.lock()
    assert qapp.clipboard().text() == "di un altro programma"
