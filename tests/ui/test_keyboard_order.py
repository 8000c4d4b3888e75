# SPDX-License-Identifier: EUPL-1.2
"""Tab goes as one reads: beside one another or one under the other, and also through what came onto the page later."""

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.staged import NARROW, WIDE, Stage, in_shell
from tests.unit.desk.staff.made import decided_again, do
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, stacked
from welfaredesk.ui.parts.keyboard import InOrder, turn_within
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.screens.minutes import MinutesScreen

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
MOST = 400
SMALL, LARGE = (683, 384), (1366, 768)


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


@pytest.fixture
def made(session: Session) -> str:
    """Return minutes in which something is decided, after others."""
    return decided_again(session)[1]


@pytest.fixture
def page(stage: Stage, made: str) -> MinutesScreen:
    opened = MinutesScreen(stage.context)
    opened.come_back({"minutes": made})
    stage.put(opened)
    return opened


def steps(window: QWidget, *, back: bool = False) -> Iterator[tuple[QWidget, QWidget]]:
    """Press Tab, from nowhere, until the keyboard comes round; give where it was and where it is after each."""
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    held = window.focusWidget()
    if held is not None:
        held.clearFocus()
    QTest.keyClick(window, key)
    first = held = window.focusWidget()
    for _ in range(MOST):
        assert held is not None
        QTest.keyClick(held, key)
        now = window.focusWidget()
        assert now is not None
        if now is first:
            return
        yield held, now
        held = now
    raise AssertionError("the keyboard does not come round")


def walked(window: QWidget, *, back: bool = False) -> list[QWidget]:
    """Return where Tab leads, from the first place to the last."""
    gone = list(steps(window, back=back))
    return [gone[0][0], *(now for _, now in gone)]


def leaps(window: QWidget) -> list[str]:
    """Return where Tab leads to what stands neither under nor at the right of where it was."""
    found = list[str]()
    for one, after in steps(window):
        was, now = _box(window, one), _box(window, after)
        above = now.bottom() <= was.center().y() and now.left() < was.right()
        if above or (now.top() < was.center().y() and now.left() < was.left()):
            found.append(f"{one.accessibleName()} {was} -> {after.accessibleName()} {now}")
    return found


def _box(window: QWidget, one: QWidget) -> QRect:
    return QRect(one.mapTo(window, QPoint(0, 0)), one.size())


def shown(qtbot: QtBot, *widgets: QWidget) -> InOrder:
    """Return a window that shows some parts one under the other."""
    window, laid = InOrder(), column()
    for one in widgets:
        laid.addWidget(one)
    window.setLayout(laid)
    qtbot.addWidget(window)
    window.resize(900, 500)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return window


def named(*names: str) -> list[QWidget]:
    """Return buttons."""
    return [Button(name) for name in names]


def test_columns_are_gone_through_as_they_stand_however_they_were_made(qtbot: QtBot) -> None:
    right, left = named("c", "d"), named("a", "b")
    first, second = stacked(*left), stacked(*right)
    beside = Beside([first, second], shares=(1, 1), wide_from=600)
    window = shown(qtbot, beside)
    assert walked(window) == [*left, *right]
    beside.lead_with(second)
    assert walked(window) == [*left, *right]
    window.resize(400, 500)
    assert walked(window) == [*right, *left]
    assert walked(window, back=True) == [*reversed(left), *reversed(right)]
    beside.lead_with(first)
    assert walked(window) == [*left, *right]
    window.resize(900, 500)
    assert walked(window) == [*left, *right]


def test_what_comes_onto_a_page_later_has_its_turn_where_it_stands(qtbot: QtBot) -> None:
    above, below, late = named("a", "b", "c")
    middle = Page("Prova")
    window = shown(qtbot, above, middle, below)
    middle.body.addWidget(late)
    held, shut, box = named("d", "e", "f")
    for one in (held, shut, box):
        middle.body.addWidget(one)
    held.hide()
    shut.setEnabled(False)
    box.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    QApplication.processEvents()
    assert walked(window) == [above, late, below]
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Tab)
    assert below.hasFocus()


def test_what_goes_away_gives_the_keyboard_to_what_stands_after_it(qtbot: QtBot) -> None:
    first, gone, beside, after, last = named("a", "b", "c", "d", "e")
    box = stacked(gone, beside)
    window = shown(qtbot, first, box, after, last)
    gone.setFocus()
    box.hide()
    assert after.hasFocus()
    after.setEnabled(False)
    assert last.hasFocus()
    assert window.focusWidget() is last


def test_what_is_shut_while_another_window_is_in_front_gives_the_keyboard_on_as_well(qtbot: QtBot) -> None:
    first, shut, after, elsewhere = named("a", "b", "c", "d")
    window = shown(qtbot, first, shut, after)
    shut.setFocus()
    shown(qtbot, elsewhere)
    assert not window.isActiveWindow()
    shut.setEnabled(False)
    assert window.focusWidget() is after


def test_what_the_keyboard_comes_to_from_outside_is_scrolled_into_view(qtbot: QtBot) -> None:
    above, page, far = QLineEdit(), Page("Prova"), named(*(str(one) for one in range(30)))
    for one in far:
        page.body.addWidget(one)
    window = shown(qtbot, above, page)
    above.setFocus()
    QTest.keyClick(above, Qt.Key.Key_Backtab)
    assert far[-1].hasFocus()
    assert not far[-1].visibleRegion().isEmpty()
    assert window.focusWidget() is far[-1]


def test_on_a_sheet_what_closes_it_comes_first_where_it_stands_first(qtbot: QtBot) -> None:
    window = shown(qtbot, QLineEdit())
    sheet = Sheet(window, "Prova")
    late, save = QLineEdit(), Button("Salva")
    sheet.foot.addWidget(save)
    sheet.content.addWidget(late)
    sheet.open_with(late)
    for expected in (save, sheet.close_button, late):
        held = window.focusWidget()
        assert held is not None
        QTest.keyClick(held, Qt.Key.Key_Tab)
        assert expected.hasFocus()


def test_a_sheet_opens_with_all_of_its_first_field_in_sight(qtbot: QtBot) -> None:
    window = shown(qtbot, QLineEdit())
    window.resize(*SMALL)
    sheet, line = Sheet(window, "Prova"), QLineEdit()
    sheet.content.addWidget(PlainLabel("Quello che si legge prima. " * 60, wrap=True))
    sheet.content.addWidget(line)
    sheet.content.addWidget(PlainLabel("Quello che si legge dopo. " * 60, wrap=True))
    sheet.open_with(line)
    qtbot.waitUntil(lambda: line.visibleRegion().boundingRect() == line.rect())


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_minutes_are_gone_through_column_by_column(stage: Stage, page: MinutesScreen, size: tuple[int, int]) -> None:
    stage.window.resize(*size)
    stage.rest()
    assert leaps(stage.window) == []
    parts = (page.frame.head, page.earlier, page.prepared, page.path, page.text, page.decisions)
    assert _parts_of(stage.window, [*parts, page.foot]) == list(range(len(parts) + 1))
    gone = walked(stage.window)
    assert page.editor is not None
    lines = [one for one in gone if page.editor.form.editors["decisions"].control.isAncestorOf(one)]
    assert [one.accessibleName() for one in (lines[0], lines[-1])] == ["Che cosa", "Aggiungi: decisioni"]


def test_closed_minutes_are_read_first_by_keys_too(stage: Stage, page: MinutesScreen, made: str) -> None:
    session = stage.context.session
    do(session, made, "share", answer_by="2026-11-10")
    for answer in desk.minutes_page(session, made).answers:
        do(session, answer.id, "record-answer", answer="confirmed", means="in_person")
    for action in ("confirm", "close"):
        do(session, made, action)
    page.shown()
    stage.rest()
    wide = [page.earlier, page.notes, page.decisions]
    assert _parts_of(stage.window, wide) == [0, 1, 2]
    stage.window.resize(*NARROW)
    stage.rest()
    assert _parts_of(stage.window, [page.notes, page.earlier, page.decisions]) == [0, 1, 2]
    assert leaps(stage.window) == []


def _parts_of(window: QWidget, parts: Sequence[QWidget]) -> list[int]:
    """Return through which of some parts the keyboard goes, in order, each run of one once."""
    inside = [next((at for at, part in enumerate(parts) if part.isAncestorOf(one)), None) for one in walked(window)]
    run = [one for one in inside if one is not None]
    return [one for at, one in enumerate(run) if not at or run[at - 1] != one]


def test_minutes_opened_from_another_page_have_the_keyboard_in_the_first_text(
    qtbot: QtBot, context: Context, made: str
) -> None:
    window, shell = in_shell(qtbot, context)
    shell.open_screen("staff")
    qtbot.waitUntil(lambda: not context.tasks.busy)
    before = shell.current()
    assert before is not None
    assert turn_within(before, forward=True)
    assert before.isAncestorOf(window.focusWidget())
    shell.go("minutes", {"minutes": made})
    qtbot.waitUntil(lambda: not context.tasks.busy)
    QApplication.processEvents()
    page = shell.current()
    assert isinstance(page, MinutesScreen)
    assert page.editor is not None
    assert window.focusWidget() is page.editor.form.editors["health"].control
    page.print_button.setFocus()
    shell.open_screen("staff")
    shell.back()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert page.print_button.hasFocus()


def test_every_page_of_the_rail_is_gone_through_as_it_is_read(qtbot: QtBot, context: Context) -> None:
    window, shell = in_shell(qtbot, context)
    found = dict[str, list[str]]()
    for size in (LARGE, SMALL):
        window.resize(*size)
        for name in shell.rail.buttons:
            shell.open_screen(name)
            qtbot.waitUntil(lambda: not context.tasks.busy)
            qtbot.waitUntil(lambda: not leaps(window))  # laid out
            found[f"{name} {size}"] = leaps(window)
    assert {name: one for name, one in found.items() if one} == {}
