# SPDX-License-Identifier: EUPL-1.2
"""Streams, tables and the lists of found things: what they read, what they say, what keys do."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import gallery_data as data
from welfaredesk.ui.parts import prose
from welfaredesk.ui.parts.paged import KEPT_PAGES, PAGE, Pages
from welfaredesk.ui.parts.stream import Stream
from welfaredesk.ui.parts.stream_model import STREAM_PAGE, StreamModel, StreamRow
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import TableRow
from welfaredesk.ui.theme import fonts, scale, style
from welfaredesk.ui.theme.tokens import ThemeName

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
MANY = 100_000


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    style.apply(qapp, ThemeName.LIGHT)


class _Diary:
    """A diary of 100,000 rows that remembers what was read of it."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def rows(self, offset: int, limit: int) -> Sequence[StreamRow]:
        self.asked.append((offset, limit))
        last = min(MANY, offset + limit)
        return [
            StreamRow(str(n), f"Mese {n // 30}", "house", "Visita", "10 min", "lun 19", f"Riga {n}.")
            for n in range(offset, last)
        ]


def _read(asked: list[Sequence[str]]) -> Callable[[Sequence[str]], Sequence[TableRow]]:
    def read(ids: Sequence[str]) -> Sequence[TableRow]:
        asked.append(ids)
        return data.table_rows(ids)

    return read


def _stream(qtbot: QtBot, diary: _Diary) -> Stream:
    stream = Stream()
    qtbot.addWidget(stream)
    stream.resize(700, 600)
    stream.set_rows(diary.rows)
    with qtbot.waitExposed(stream):
        stream.show()
    stream.setFocus()
    return stream


def _table(qtbot: QtBot, asked: list[Sequence[str]]) -> Table:
    table = Table(data.COLUMNS, "Cartelle")
    qtbot.addWidget(table)
    table.resize(1100, 600)
    table.set_rows([str(n) for n in range(MANY)], _read(asked))
    with qtbot.waitExposed(table):
        table.show()
    table.grab()
    return table


def test_a_stream_of_a_hundred_thousand_rows_reads_one_page_to_begin_with(qtbot: QtBot) -> None:
    diary = _Diary()
    stream = _stream(qtbot, diary)
    stream.grab()
    assert diary.asked == [(0, STREAM_PAGE)]
    assert stream.loaded() == STREAM_PAGE


def test_a_stream_reads_the_next_page_when_its_end_is_reached(qtbot: QtBot) -> None:
    diary = _Diary()
    stream = _stream(qtbot, diary)
    stream.verticalScrollBar().setValue(stream.verticalScrollBar().maximum())
    qtbot.waitUntil(lambda: stream.loaded() == 2 * STREAM_PAGE)
    assert diary.asked[:2] == [(0, STREAM_PAGE), (STREAM_PAGE, STREAM_PAGE)]


def test_a_short_page_is_the_last(qapp: QApplication) -> None:
    model = StreamModel()
    model.set_rows(data.stream_rows)
    assert model.rowCount() == len(data.ROWS)
    assert not model.canFetchMore(model.index(-1, 0))


def test_arrows_move_and_enter_opens_a_card(qtbot: QtBot) -> None:
    stream = _stream(qtbot, _Diary())
    QTest.keyClick(stream, Qt.Key.Key_Down)
    QTest.keyClick(stream, Qt.Key.Key_Down)
    with qtbot.waitSignal(stream.opened) as opened:
        QTest.keyClick(stream, Qt.Key.Key_Return)
    assert opened.args == ["2"]


def test_copying_a_card_takes_its_words(qtbot: QtBot) -> None:
    stream = _stream(qtbot, _Diary())
    QTest.keyClick(stream, Qt.Key.Key_Down)
    QTest.keyClick(stream, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Visita, lun 19, 10 min. Riga 1."


def test_a_refreshed_stream_stays_on_its_card(qtbot: QtBot) -> None:
    stream = _stream(qtbot, _Diary())
    stream.select("7")
    stream.refresh()
    assert stream.current_key() == "7"


def test_a_screen_reader_hears_the_whole_card(qtbot: QtBot) -> None:
    stream = Stream()
    qtbot.addWidget(stream)
    stream.set_rows(data.stream_rows)
    said = stream.model().index(2, 0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith("Relazione al TM, ven 16, inviata con prot. 4821. Riservata. Relazione")


def test_prose_lines_hold_at_most_about_78_characters_and_lose_none() -> None:
    text = " ".join([data.HOME, data.SCHOOL] * 3)
    width = prose.prose_width(2000)
    laid = prose.lay(text, width=width, most=100)
    assert max(fonts.advance(fonts.prose(), line.rstrip()) for line in laid.lines) <= width
    assert "".join(laid.lines) == text
    assert prose.line_height() == round(1.45 * scale.PROSE)


def test_long_prose_is_cut_with_a_mark() -> None:
    laid = prose.lay(data.HOME * 20, width=400, most=6)
    assert laid.cut
    assert len(laid.lines) == 6
    assert laid.lines[-1].endswith("…")


def test_a_table_of_a_hundred_thousand_rows_reads_only_the_page_it_shows(qtbot: QtBot) -> None:
    asked: list[Sequence[str]] = []
    table = _table(qtbot, asked)
    assert [ids[0] for ids in asked] == ["0"]
    assert len(asked[0]) == PAGE
    table.scrollToBottom()
    table.grab()
    assert {int(ids[0]) // PAGE for ids in asked} <= {0, MANY // PAGE - 1, MANY // PAGE}


def test_rows_of_a_table_are_36_high(qtbot: QtBot) -> None:
    table = _table(qtbot, [])
    assert {table.rowHeight(row) for row in (0, 1, MANY - 1)} == {scale.ROW}


def test_enter_opens_the_row_of_a_table(qtbot: QtBot) -> None:
    table = _table(qtbot, [])
    QTest.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["1"]


def test_a_narrow_table_drops_the_columns_that_matter_least_and_is_never_wider_than_it_is(
    qtbot: QtBot,
) -> None:
    table = _table(qtbot, [])
    for width in (1100, 620, 460):
        table.resize(width, 400)
        shown = [n for n in range(len(data.COLUMNS)) if not table.isColumnHidden(n)]
        assert sum(table.columnWidth(n) for n in shown) <= table.viewport().width()
        assert {0, 5} <= set(shown)
    assert table.isColumnHidden(3)


def test_a_heading_asks_for_the_order_and_then_for_its_contrary(qtbot: QtBot) -> None:
    table = _table(qtbot, [])
    asked: list[tuple[str, bool]] = []
    table.sort_asked.connect(lambda key, down: asked.append((key, down)))
    table.horizontalHeader().sectionClicked.emit(0)
    table.set_order("name", downwards=False)
    table.horizontalHeader().sectionClicked.emit(0)
    assert asked == [("name", False), ("name", True)]
    assert table.model().headerData(0, Qt.Orientation.Horizontal) == "Nome ↑"


def test_a_page_seen_long_ago_is_read_again_and_a_recent_one_is_not() -> None:
    asked: list[Sequence[str]] = []
    pages = Pages([str(n) for n in range(PAGE * (KEPT_PAGES + 1))], _read(asked))
    for page in range(KEPT_PAGES + 1):
        pages.row_at(page * PAGE)
    pages.row_at(KEPT_PAGES * PAGE + 1)
    assert len(asked) == KEPT_PAGES + 1
    pages.row_at(0)
    assert len(asked) == KEPT_PAGES + 2


def test_a_row_that_is_no_longer_there_is_empty() -> None:
    pages: Pages[TableRow] = Pages(["1", "2"], lambda _ids: [("uno",)])
    assert pages.row_at(1) is None
