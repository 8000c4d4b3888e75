# SPDX-License-Identifier: EUPL-1.2
"""Words that a part has room for are shown whole, and what stands in one column begins at one line."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from tests.ui.staged import put
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.chip import HEIGHT, ChipMark, chip_width, draw_chip
from welfaredesk.ui.parts.columns import Share, shared
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.person_header import PersonHead, PersonHeader
from welfaredesk.ui.parts.side_panel import PanelRow, RowButton, SidePanel
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.parts.task_row import TICK_ROOM, TaskMark, TaskRow
from welfaredesk.ui.theme import fonts, scale, style
from welfaredesk.ui.theme.current import current
from welfaredesk.ui.theme.tokens import ThemeName

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
LONG, SHORT = "Casalmaggiore, sede del servizio, sala riunioni", "Convocata"
COLUMNS = (Column("what", "Che cosa", 16, stretches=True), Column("when", "Quando", 20), Column("state", "Stato", 22))
NARROW, LINE = 683, 20


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    style.apply(qapp, ThemeName.LIGHT)


def test_a_column_gives_room_it_does_not_need_to_one_whose_words_are_long() -> None:
    what, state = Share(planned=100, needed=260, stretches=True), Share(planned=200, needed=90)
    assert shared([what, state], 360) == [270, 90]


def test_the_largest_drop_goes_first_and_the_rest_is_shared() -> None:
    columns = [Share(100, 100, stretches=True), Share(100, 100, drop=1), Share(100, 100, drop=2)]
    assert shared(columns, 250) == [150, 100, 0]
    assert shared(columns, 150) == [150, 0, 0]


@settings(max_examples=30)
@given(
    st.lists(
        st.builds(Share, st.integers(20, 300), st.integers(20, 900), st.integers(0, 4), st.booleans()),
        min_size=1,
        max_size=6,
    ),
    st.integers(100, 1400),
)
def test_columns_are_never_wider_than_the_room_unless_none_may_be_dropped(columns: list[Share], room: int) -> None:
    widths = shared(columns, room)
    kept = [one for one, width in zip(columns, widths, strict=True) if width]
    needed = sum(min(one.planned, one.needed) for one in kept)
    assert sum(widths) <= max(room, needed)
    assert all(width >= min(one.planned, one.needed) for one, width in zip(columns, widths, strict=True) if width)


def test_words_are_not_cut_in_a_table_that_has_room_for_all(room: QWidget) -> None:
    table = Table(COLUMNS, "Sedute")
    row: TableRow = (LONG, "gio 26 nov, 14:30", ChipMark(SHORT, "send", "accent"))
    table.set_rows(["a"], lambda ids: [row for _ in ids])
    needed = fonts.advance(fonts.strong(), LONG) + 2 * scale.S12
    put(room, table, width=700)
    planned = COLUMNS[0].width * fonts.digits_width(fonts.interface(), 1)
    assert table.columnWidth(0) >= needed > planned
    assert table.columnWidth(2) >= chip_width(ChipMark(SHORT, "send", "accent")) + 2 * scale.S12


def test_a_table_that_is_searched_does_not_grow_narrower_while_one_types(room: QWidget) -> None:
    table = Table(COLUMNS, "Sedute")
    table.set_rows(["a"], lambda ids: [(LONG, "gio 26 nov, 14:30", SHORT) for _ in ids])
    put(room, table, width=500)
    before = [table.columnWidth(place) for place in range(3)]
    table.set_rows(["b"], lambda ids: [("Sala", "gio", SHORT) for _ in ids])
    assert [table.columnWidth(place) for place in range(3)] == before


@pytest.mark.parametrize(("on", "edged"), [("surface", False), ("accent_soft", True)])
def test_a_chip_on_a_ground_as_its_own_has_an_edge(qapp: QApplication, *, on: str, edged: bool) -> None:
    picture = QImage(120, HEIGHT, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    draw_chip(painter, QRect(0, 0, 120, HEIGHT), mark=ChipMark("In corso", "", "accent"), ratio=1.0, on=on)
    painter.end()
    assert (picture.pixelColor(60, 0).name().upper() == current().accent) is edged


def test_a_row_of_the_panel_puts_its_value_under_a_label_that_is_long(room: QWidget) -> None:
    short = RowButton(PanelRow("Verifica", "lun 21 dic", "k"))
    long = RowButton(PanelRow("Relazione di aggiornamento sul percorso educativo", "inviata · 06/11/2026", "k"))
    put(room, long, width=280)
    assert short.heightForWidth(280) == scale.TARGET
    assert long.heightForWidth(280) == scale.TARGET + 2 * LINE
    assert long.height() >= long.heightForWidth(long.width())
    long.grab()
    assert not long.toolTip()


def test_the_words_of_rows_to_tick_and_of_rows_with_an_icon_begin_at_one_line(room: QWidget) -> None:
    ticked = TaskRow(TaskMark(key="a", title="Scadenza ISEE", tick="Fatto"))
    urgent = TaskRow(TaskMark(key="b", title="Urgenza", icon="siren", kind="danger"), icon_room=TICK_ROOM)
    put(room, ticked, width=320)
    put(room, urgent, width=320)
    assert ticked.words.x() == urgent.words.x()


def test_an_answer_is_shown_whole_whatever_its_length(room: QWidget) -> None:
    said = " ".join(["Le ore del martedì vanno scritte nel progetto e dette alla scuola."] * 4)
    answer = TaskRow(TaskMark(key="a", title="Neri, Ada", meta=said, pressing="Conferma", whole=True))
    other = TaskRow(TaskMark(key="b", title="Neri, Ada", meta=said, pressing="Conferma"))
    put(room, answer, width=260)
    put(room, other, width=260)
    for row in (answer, other):
        row.grab()
    assert not answer.words.toolTip()
    assert other.words.toolTip()


def test_a_field_with_a_problem_still_shows_where_the_keyboard_is(room: QWidget) -> None:
    line = QLineEdit("FRRGLI17C54B898X")
    field = Field("Codice fiscale", line)
    put(room, field, width=500)
    field.set_problem("Non torna")
    room.activateWindow()
    line.setFocus()
    QApplication.processEvents()
    seen = line.grab().toImage()
    assert seen.pixelColor(seen.width() // 2, 0).name().upper() == current().focus


def test_the_button_of_a_narrow_panel_has_its_word_beside_the_chips(room: QWidget) -> None:
    head, panel = PersonHeader(), SidePanel()
    head.set_actions([Button("Dati", "pencil")])
    head.set_aside(panel.toggle)
    head.show_person(PersonHead("Ferrari, Giulia", "9 anni · nata il 14/03/2017 · Gussola"))
    put(room, head, width=NARROW)
    put(room, panel, width=NARROW)
    assert panel.toggle.isVisible()
    assert panel.toggle.label() == "Riepilogo"
    assert panel.width() == 0
    assert panel.toggle.y() > head.facts.y() > head.name.y()
    room.resize(1366, 400)
    QApplication.processEvents()
    assert panel.toggle.isHidden()
    assert panel.width() == scale.PANEL
