# SPDX-License-Identifier: EUPL-1.2
"""Parts where there is little room: what does not fit goes under the rest instead of being cut."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QTableView, QWidget

from tests.ui.staged import put
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.side_panel import PanelCard, PanelRow, SidePanel
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column
from welfaredesk.ui.parts.task_row import TaskMark, TaskRow
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.current import current
from welfaredesk.ui.theme.tokens import ThemeName

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
COPY = TaskMark(key="copy", title="Nessuna copia ancora", meta="Se il PC si rompe", action="Scegli una cartella")
MEETING = TaskMark(key="m", title="Sala, Ada", meta="Visita · via Po 1 · 30 min", lead="9:30", action="Prepara")
LINE = 20


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    style.apply(qapp, ThemeName.LIGHT)


def test_a_wide_action_goes_under_the_words_and_a_short_one_stays_beside(room: QWidget) -> None:
    copy, meeting = TaskRow(COPY), TaskRow(MEETING)
    put(room, copy, width=320)
    put(room, meeting, width=320)
    assert copy.action.geometry().top() >= copy.words.geometry().bottom()
    assert meeting.action.geometry().left() >= meeting.words.geometry().right()


def test_soft_words_that_do_not_fit_take_a_second_line(room: QWidget) -> None:
    row = TaskRow(MEETING)
    put(room, row, width=320)
    assert row.words.heightForWidth(120) > row.words.heightForWidth(400)


def test_the_sentence_of_a_head_goes_under_it_where_it_would_be_cut(room: QWidget) -> None:
    head = PageHead("Oggi", actions=[Button("Accesso rapido")])
    head.say("sab 21 nov 2026 · 3 appuntamenti · 4 scadenze in ritardo · 2 bozze da riprendere")
    put(room, head, width=900)
    assert head.said.isVisible()
    assert head.under.isHidden()
    room.resize(580, 400)
    QApplication.processEvents()
    assert head.said.isHidden()
    assert head.under.isVisible()


def test_the_room_under_the_rows_of_a_table_is_of_its_surface(room: QWidget) -> None:
    table = Table([Column("name", "Nome", stretches=True)], "Prova")
    table.set_rows(["a"], lambda _ids: [("Sala, Ada",)])
    put(room, table, width=400)
    assert isinstance(table, QTableView)
    picture = table.grab().toImage()
    assert picture.pixelColor(200, picture.height() - 40).name().upper() == current().surface


def test_a_panel_read_again_stays_where_a_person_was_reading(room: QWidget) -> None:
    panel = SidePanel("Accanto")
    cards = [PanelCard(f"{n}", f"Scheda {n}", (PanelRow("Riga", "", "r"),)) for n in range(20)]
    panel.set_cards(cards)
    put(room, panel, width=1400)
    panel.area.verticalScrollBar().setValue(300)
    panel.set_cards(cards)
    QApplication.processEvents()
    assert panel.area.verticalScrollBar().value() == 300
    panel.to_top()
    assert panel.area.verticalScrollBar().value() == 0


def test_the_ring_outlives_the_button_that_had_it_before(room: QWidget) -> None:
    before, after = Button("Prima"), Button("Dopo")
    put(room, before, width=400)
    put(room, after, width=400)
    room.activateWindow()
    before.setFocus()
    after.setFocus()
    before.deleteLater()
    QApplication.sendPostedEvents(before, QEvent.Type.DeferredDelete)
    rings = [one for one in room.findChildren(QWidget, "focusRing") if one.isVisible()]
    assert len(rings) == 1


def test_a_wide_line_gives_way_where_the_room_is_narrow(room: QWidget) -> None:
    field = Field("Oggetto", QLineEdit(), characters=60)
    put(room, field, width=900)
    whole = field.editor.width()
    assert whole < 900
    room.resize(400, 400)
    QApplication.processEvents()
    assert field.editor.width() <= 400 < whole


def test_the_actions_of_a_head_go_under_a_title_that_they_would_cut(room: QWidget) -> None:
    head = PageHead("Staff di progetto", actions=[Button(f"Un'azione lunga {n}") for n in range(3)])
    put(room, head, width=600)
    assert head.title.width() >= head.title.sizeHint().width()


def test_what_follows_a_pressing_word_takes_two_lines_before_it_is_cut(room: QWidget) -> None:
    said = "27/10/2026 · Foglio firmato · Le ore di educativa vanno riviste"
    row = TaskRow(TaskMark(key="a", title="Neri, Ada", meta=said, pressing="Conferma con un'osservazione"))
    put(room, row, width=250)
    assert row.words.heightForWidth(240) == row.words.heightForWidth(900) + 2 * LINE
