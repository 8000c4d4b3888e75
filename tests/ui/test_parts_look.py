# SPDX-License-Identifier: EUPL-1.2
"""Rules that hold for every part on every page of the gallery: names, sizes, plain words, no Qt warning."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import gallery
from tests.ui import gallery_data as data
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.person_header import PersonHeader
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.parts.rail import Rail
from welfaredesk.ui.parts.side_panel import SidePanel
from welfaredesk.ui.parts.timeline import Change, Timeline
from welfaredesk.ui.theme import scale, style
from welfaredesk.ui.theme.current import current
from welfaredesk.ui.theme.tokens import THEMES, ThemeName

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
HTML = "<b>Sala</b> & <img src='file:///etc/hostname'> &amp;"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    style.apply(qapp, ThemeName.LIGHT)
    qapp.setCursorFlashTime(0)  # a caret that blinks makes two pictures differ


@pytest.fixture(params=gallery.PAGES)
def page(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[QWidget]:
    made = gallery.PAGES[str(request.param)]()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.close()


def _takes_keyboard(page: QWidget) -> list[QWidget]:
    tab = Qt.FocusPolicy.TabFocus.value
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy().value & tab and widget.focusProxy() is None
    ]


def test_everything_that_takes_the_keyboard_has_a_name(page: QWidget) -> None:
    nameless = [
        type(widget).__name__
        for widget in _takes_keyboard(page)
        if not widget.objectName().startswith("qt_") and not _name(widget)
    ]
    assert nameless == []


def _name(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    return face.text(QAccessible.Text.Name)


def test_the_name_of_a_button_is_its_label(page: QWidget) -> None:
    for button in page.findChildren(Button):
        if button.label():
            assert button.accessibleName() == button.label()


def test_no_target_is_smaller_than_32(page: QWidget) -> None:
    small = [
        (type(button).__name__, button.accessibleName(), button.size().toTuple())
        for button in page.findChildren(QAbstractButton)
        if button.isVisible() and button.focusPolicy() != Qt.FocusPolicy.NoFocus
        if min(button.width(), button.height()) < scale.TARGET
    ]
    assert small == []


def test_every_label_shows_plain_text(page: QWidget) -> None:
    labels = [label for label in page.findChildren(QLabel) if label.text()]
    assert [label.text() for label in labels if label.textFormat() != Qt.TextFormat.PlainText] == []


def test_no_page_needs_more_than_the_smallest_window(page: QWidget, qtbot: QtBot) -> None:
    page.resize(683, 384)
    qtbot.waitUntil(lambda: page.width() == 683)
    assert page.size() == QSize(683, 384)


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_open_while_the_theme_changes_is_drawn_without_a_warning(
    page: QWidget, theme: ThemeName, qapp: QApplication
) -> None:
    before = page.grab().toImage()
    style.apply(qapp, theme)
    after = page.grab().toImage()
    assert current() is THEMES[theme]
    assert (after == before) == (theme is ThemeName.LIGHT)


def test_html_typed_by_a_person_is_shown_as_typed(qtbot: QtBot) -> None:
    label, banner, chips = PlainLabel(HTML), Banner(HTML), ChipRow([ChipMark(HTML)])
    history = Timeline("Storia", [Change(HTML, "lun", HTML, HTML)])
    field = Field(HTML, QLineEdit(), help_text=HTML)
    for widget in (label, banner, chips, history, field):
        qtbot.addWidget(widget)
        shown = [part for part in (widget, *widget.findChildren(QLabel)) if isinstance(part, QLabel)]
        texts = [part.text() for part in shown if part.text()]
        assert texts
        assert all(HTML in text for text in texts)
        assert {part.textFormat() for part in shown} == {Qt.TextFormat.PlainText}
    assert label.accessibleName() == HTML
    assert field.editor.accessibleName() == HTML


def test_bold_tags_widen_a_label_instead_of_making_it_bold(qtbot: QtBot) -> None:
    plain, tagged = PlainLabel("Sala"), PlainLabel("<b>Sala</b>")
    for label in (plain, tagged):
        qtbot.addWidget(label)
    assert tagged.sizeHint().width() > plain.sizeHint().width() + 20


def test_a_tooltip_shows_html_as_typed(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    plain_tip(widget, HTML)
    assert "<b>" not in widget.toolTip()
    assert "&lt;b&gt;Sala" in widget.toolTip()
    assert widget.accessibleDescription() == HTML


def test_the_header_is_at_most_96_high_and_keeps_the_name_whole(qtbot: QtBot) -> None:
    header = PersonHeader()
    qtbot.addWidget(header)
    header.show_person(data.HEAD)
    header.resize(1158, header.heightForWidth(1158))
    header.show()
    assert header.heightForWidth(1158) <= 96
    assert header.name.width() >= header.name.sizeHint().width()


def test_chips_that_do_not_fit_go_to_the_next_line_and_none_is_lost(qtbot: QtBot) -> None:
    chips = ChipRow(data.HEAD.chips)
    qtbot.addWidget(chips)
    chips.resize(300, chips.heightForWidth(300))
    chips.show()
    places = [chip.geometry() for chip in chips.findChildren(PlainLabel)]
    assert len({place.y() for place in places}) > 1
    assert all(chips.rect().contains(place) for place in places)


def test_rail_and_panel_follow_the_width_of_the_window(qtbot: QtBot) -> None:
    page = gallery.cartella()
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    rail, panel = page.findChildren(Rail)[0], page.findChildren(SidePanel)[0]
    assert (rail.width(), panel.width()) == (scale.RAIL_WIDE, scale.PANEL)
    page.resize(1100, 700)
    assert (rail.narrow, panel.narrow) == (True, False)
    page.resize(1000, 700)
    assert panel.narrow
    panel.toggle.click()
    assert panel.drawer.isVisible()
    QTest.keyClick(panel.drawer, Qt.Key.Key_Escape)
    assert not panel.drawer.isVisible()
    page.resize(1366, 768)
    assert (rail.narrow, panel.narrow, panel.area.isVisible()) == (False, False, True)


@pytest.mark.parametrize("times", [1, 2])
def test_the_rail_has_one_ground_behind_all_its_pages(qtbot: QtBot, times: int) -> None:
    rail = Rail(data.ENTRIES)
    qtbot.addWidget(rail)
    for _ in range(times - 1):
        rail.offer(data.ENTRIES[1:])
    rail.resize(scale.RAIL_WIDE, 768)
    rail.show()
    picture = rail.grab().toImage()
    below = max(button.mapTo(rail, button.rect().bottomLeft()).y() for button in rail.buttons.values()) + 20
    ground = {picture.pixelColor(x, below).name() for x in range(0, scale.RAIL_WIDE - 4, 2)}
    assert ground == {current().sunken.lower()}


def test_the_button_with_the_keyboard_has_a_ring_with_a_gap(qtbot: QtBot) -> None:
    page = gallery.form()
    qtbot.addWidget(page)
    page.resize(800, 600)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    button = page.findChildren(Button)[1]
    button.setFocus()
    rings = [child for child in page.findChildren(QWidget, "focusRing") if child.isVisible()]
    assert len(rings) == 1
    assert rings[0].width() == button.width() + 2 * (2 + current().focus_width)


def test_a_problem_is_told_beside_the_field_and_to_the_screen_reader(qtbot: QtBot) -> None:
    field = Field("Codice fiscale", QLineEdit(), help_text="Sedici caratteri.", characters=18)
    qtbot.addWidget(field)
    field.show()
    field.set_problem("Manca un carattere.")
    assert field.problem.isVisible()
    assert field.editor.accessibleDescription() == "Manca un carattere."
    field.set_problem("")
    assert not field.problem.isVisible()
    assert field.editor.accessibleDescription() == "Sedici caratteri."


def test_pictures_at_200_per_cent_have_twice_the_dots(tmp_path: Path) -> None:
    asked = {"GALLERY_SCALE": "2", "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    root = Path(__file__).resolve().parents[2]
    asked["PYTHONPATH"] = os.pathsep.join((str(root / "src"), str(root)))
    command = [sys.executable, "-m", "tests.ui.gallery", str(tmp_path), "cartella"]
    subprocess.run(command, env=os.environ | asked, cwd=root, check=True, timeout=120, capture_output=True)
    picture = QImage(str(tmp_path / "cartella-light-200.png"))
    assert (picture.width(), picture.height()) == (1366, 768)
