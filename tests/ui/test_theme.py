# SPDX-License-Identifier: EUPL-1.2
"""Tokens, type, icons and the style sheet."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from welfaredesk.ui import theme
from welfaredesk.ui.theme import current, fonts, icons, scale, style, tokens
from welfaredesk.ui.theme.tokens import PAIRS, THEMES, ThemeName, Tokens, colour, ratio

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
HEX = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.front}-on-{pair.back}")
@pytest.mark.parametrize("name", THEMES)
def test_every_pair_of_tokens_that_meets_has_the_contrast_it_needs(name: ThemeName, pair: tokens.Pair) -> None:
    found = ratio(colour(THEMES[name], pair.front), colour(THEMES[name], pair.back))
    assert found >= pair.least, f"{found:.2f}"


def test_text_pairs_need_four_and_a_half_and_edges_three() -> None:
    assert {pair.least for pair in PAIRS if pair.front in ("control", "focus")} == {3.0}
    assert {pair.least for pair in PAIRS if pair.front not in ("control", "focus")} == {4.5}


def test_the_ratio_of_black_on_white_is_twenty_one() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)


@given(HEX, HEX)
def test_contrast_is_the_same_both_ways_and_never_under_one(one: str, other: str) -> None:
    assert ratio(one, other) == ratio(other, one) >= 1


@given(HEX, HEX, HEX, HEX)
def test_system_colours_are_taken_only_when_every_pair_can_be_read(a: str, b: str, c: str, d: str) -> None:
    assert not tokens.weak_pairs(tokens.with_system_colours(ground=a, words=b, accent=c, on_accent=d))


def test_readable_system_colours_are_taken() -> None:
    made = tokens.with_system_colours(ground="#FFFFFF", words="#000000", accent="#00007F", on_accent="#FFFFFF")
    assert (made.bg, made.text, made.accent) == ("#FFFFFF", "#000000", "#00007F")


def test_a_name_that_is_no_colour_is_refused() -> None:
    with pytest.raises(KeyError):
        colour(tokens.LIGHT, "focus_width")


def test_only_the_theme_writes_colours() -> None:
    ui = Path(str(theme.__file__)).parents[1]
    hex_colour = re.compile(r"[\"']#[0-9A-Fa-f]{6}\b")
    found = [f.name for f in ui.rglob("*.py") if hex_colour.search(f.read_text(encoding="utf-8"))]
    assert found == ["tokens.py"]


@pytest.mark.parametrize("look", THEMES.values(), ids=THEMES)
def test_the_style_sheet_has_no_blank_left_and_only_colours_of_its_theme(look: Tokens) -> None:
    sheet = style.stylesheet(look)
    known = {colour(look, name) for name in tokens.COLOUR_NAMES}
    assert "$" not in sheet
    assert set(re.findall(r"#[0-9A-F]{6}", sheet)) <= known


def test_the_shipped_type_is_the_one_drawn(qapp: QApplication) -> None:
    style.apply(qapp, ThemeName.LIGHT)
    assert fonts.load_fonts() == [fonts.FAMILY]
    for made in (fonts.page_title(), fonts.section(), fonts.prose(), fonts.interface(), fonts.meta()):
        assert QFontInfo(made).family().startswith(fonts.FAMILY)
        assert made.pixelSize() >= scale.META


@pytest.mark.parametrize("name", icons.icon_names())
def test_every_icon_draws_something_in_the_colour_of_its_token(qapp: QApplication, name: str) -> None:
    style.apply(qapp, ThemeName.LIGHT)
    image = icons.pixmap(name, "danger", size=18, ratio=2).toImage()
    assert image.width() == 36
    dots = [image.pixelColor(x, y) for x in range(36) for y in range(36)]
    full = [dot for dot in dots if dot.alpha() > 200]
    assert full
    wanted = QColor(tokens.LIGHT.danger)
    assert all(abs(dot.red() - wanted.red()) + abs(dot.green() - wanted.green()) < 12 for dot in full)


def test_a_live_change_of_theme_gives_buttons_their_icons_again(qapp: QApplication, qtbot: QtBot) -> None:
    style.apply(qapp, ThemeName.LIGHT)
    button = QPushButton()
    qtbot.addWidget(button)
    icons.bind(button, "house", token="accent", size=20)
    before = button.icon().cacheKey()
    with qtbot.waitSignal(current.changes.changed):
        style.apply(qapp, ThemeName.DARK)
    assert button.icon().cacheKey() != before
    assert current.current() is tokens.DARK
    assert tokens.DARK.bg in qapp.styleSheet()


def test_what_is_dressed_so_already_is_not_dressed_again(qapp: QApplication, qtbot: QtBot) -> None:
    style.apply(qapp, ThemeName.LIGHT)
    with qtbot.assertNotEmitted(current.changes.changed):
        style.apply(qapp, ThemeName.LIGHT)
    style.apply(qapp, ThemeName.DARK)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == tokens.DARK.bg.lower()
    assert qapp.styleSheet() == style.stylesheet(tokens.DARK)
    current.use(tokens.LIGHT)
    with qtbot.waitSignal(current.changes.changed):
        style.apply(qapp, ThemeName.DARK)
    assert current.current() == tokens.DARK
    style.apply(qapp, ThemeName.LIGHT)


def test_auto_resolves_to_one_of_the_three(qapp: QApplication) -> None:
    style.apply(qapp, ThemeName.AUTO)
    assert current.current() in THEMES.values()
