# SPDX-License-Identifier: EUPL-1.2
"""The one style sheet, generated from the tokens."""

from dataclasses import asdict
from string import Template

from welfaredesk.ui.theme import scale
from welfaredesk.ui.theme.tokens import Tokens

_WORDS = """
* { font-size: ${interface}px; }
QWidget { color: $text; }
QMainWindow, QDialog, QWidget[look="page"] { background: $bg; }
QLabel { background: transparent; }
QLabel[look="title"] { font-size: ${page_title}px; font-weight: 600; }
QLabel[look="clock"] { font-size: ${clock}px; font-weight: 600; }
QLabel[look="clock"][kind="danger"] { color: $danger; }
QLabel[look="clock"][kind="attention"] { color: $attention; }
QLabel[look="section"] { font-size: ${section}px; font-weight: 600; }
QLabel[look="prose"] { font-size: ${prose}px; }
QLabel[look="strong"] { font-weight: 600; }
QLabel[look="soft"] { color: $text2; }
QLabel[look="meta"] { font-size: ${meta}px; color: $text2; }
QLabel[look="month"] { font-size: ${meta}px; font-weight: 600; color: $text2; }
QLabel[look="problem"] { font-size: ${meta}px; color: $danger; }
QLabel[look="brand"] { font-weight: 600; font-size: ${section}px; color: $accent; }
QToolTip { background: $surface; color: $text; border: 1px solid $control; padding: 4px 8px;
           font-size: ${meta}px; }
"""

_BOXES = """
QFrame[look="card"] { background: $surface; border: 1px solid $line; border-radius: ${card}px;
    padding: ${card_inset}px; }
QFrame[look="card"][active="true"] { border: ${ring}px solid $focus; padding: 0; }
QFrame[look="sheet"] { background: $surface; border: 1px solid $control; border-radius: ${card}px; }
QFrame[look="popup"] { background: $surface; border: 1px solid $control; border-radius: ${radius}px; }
QFrame[look="header"] { background: $surface; border: none; border-bottom: 1px solid $line; }
QFrame[look="foot"] { background: $surface; border: none; border-top: 1px solid $line; }
QFrame[look="rail"] { background: $sunken; border: none; border-right: 1px solid $line; }
QFrame[look="strip"] { background: $sunken; border: none; border-left: 1px solid $line; }
QFrame[look="rule"] { background: $line; border: none; max-height: 1px; }
QFrame[look="notice"] { background: $text; border: 1px solid $bg; border-radius: ${card}px; }
QFrame[look="notice"] QLabel { color: $surface; }
QFrame[look="curtain"] { background: $bg; }
"""

_KIND = """
QFrame[look="banner"][kind="$kind"] { background: ${soft}; border: 1px solid ${edge};
    border-radius: ${card}px; }
QFrame[look="banner"][kind="$kind"] QLabel { color: $text; }
"""

_BUTTONS = """
QPushButton { background: $surface; color: $text; border: 1px solid $control; border-radius: ${radius}px;
              padding: 0 14px; min-height: 32px; }
QPushButton:hover { background: $sunken; }
QPushButton:pressed { background: $accent_soft; }
QPushButton:disabled { color: $text2; border: 1px dashed $control; }
QPushButton[look="main"] { background: $accent; color: $on_accent; border-color: $accent; font-weight: 600; }
QPushButton[look="main"]:hover { border: 2px solid $text; }
QPushButton[look="main"]:disabled { background: $sunken; color: $text2; border: 1px dashed $control; }
QPushButton[look="danger"] { color: $danger; border-color: $danger; }
QPushButton[look="chip"] { background: $sunken; border-color: $line; padding: 0 10px; min-height: 32px; }
QPushButton[look="chip"]:hover { border-color: $control; }
QPushButton[look="quiet"], QPushButton[look="link"] {
    background: transparent; border-color: transparent; color: $accent; padding: 0 8px; }
QPushButton[look="quiet"]:hover { background: $accent_soft; }
QPushButton[look="link"] { padding: 0; }
QPushButton[look="row"] { background: transparent; border-color: transparent; padding: 0; }
QPushButton[look="row"]:hover { background: $sunken; }
QPushButton[look="undo"] { background: transparent; border-color: $surface; color: $surface; }
QPushButton::menu-indicator { width: 0; image: none; }
"""

_EDITORS = """
QLineEdit, QPlainTextEdit { placeholder-text-color: $text2; }
QLineEdit, QPlainTextEdit[look="field"] {
    background: $surface; color: $text; border: 1px solid $control; border-radius: ${radius}px;
    padding: 0 9px; min-height: 34px; selection-background-color: $accent; selection-color: $on_accent; }
QPlainTextEdit[look="field"] { padding: 6px; }
QPlainTextEdit[look="letter"] { background: $surface; color: $text; border: 1px solid $control; padding: 6px;
    border-radius: ${radius}px; font-size: ${prose}px; selection-background-color: $accent;
    selection-color: $on_accent; }
QPlainTextEdit[look="letter"]:focus { border: ${ring}px solid $focus; padding: ${letter_inset}px; }
QLineEdit:focus, QPlainTextEdit[look="field"]:focus {
    border: ${ring}px solid $focus; padding: 0 ${field_inset}px; }
QPlainTextEdit[look="field"]:focus { padding: 5px; }
QLineEdit[problem="true"], QPlainTextEdit[problem="true"] { border-color: $danger; }
QLineEdit[problem="true"]:focus, QPlainTextEdit[problem="true"]:focus { border-color: $focus; }
QLineEdit:read-only, QLineEdit:disabled { background: $sunken; border-color: $line; }
QLineEdit[look="search"] { font-size: ${section}px; min-height: 44px; }
QPlainTextEdit[look="prose"] { background: transparent; border: none; font-size: ${prose}px; padding: 0;
    selection-background-color: $accent; selection-color: $on_accent; }
"""

_LISTS = """
QAbstractScrollArea { background: transparent; }
QScrollArea { border: none; background: transparent; }
QListView, QTableView, QTreeView { background: $surface; color: $text; border: 1px solid $line;
    border-radius: ${card}px; outline: none; gridline-color: $line; }
QListView[look="stream"] { background: $bg; border: none; border-radius: 0; }
QListView[look="hits"] { border: none; }
QTableView { padding: 3px; }
QTableView:focus { border: ${ring}px solid $focus; padding: ${table_inset}px; }
QHeaderView { background: $surface; border: none; }
QHeaderView::section { background: $surface; color: $text2; font-size: ${meta}px; font-weight: 600;
    border: none;    border-bottom: 1px solid $control; padding: 0 12px; min-height: 34px; }
QHeaderView::section:hover { color: $text; background: $sunken; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $control; border-radius: 3px; margin: 3px;
    min-height: 32px; min-width: 32px; }
QScrollBar::handle:hover { background: $text2; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QMenu { background: $surface; color: $text; border: 1px solid $control; padding: 4px; }
QMenu::item { border: 1px solid transparent; min-height: 24px; padding: 4px 20px 4px 12px; border-radius: ${radius}px; }
QMenu::item:selected { background: $accent_soft; color: $text; border: 1px solid $focus; }
QMenu::item:disabled { color: $text2; }
QMenu::indicator { width: 16px; height: 16px; left: 8px; }
QCalendarWidget QWidget { background: $surface; alternate-background-color: $surface; }
QCalendarWidget QAbstractItemView, QCalendarWidget QAbstractItemView:focus {
    border: none; padding: 0; border-radius: 0; selection-background-color: $accent;
    selection-color: $on_accent; }
QCalendarWidget QToolButton { background: transparent; border: none; min-height: 32px; min-width: 32px;
    border-radius: ${radius}px; padding: 0 6px; font-weight: 600; color: $text; }
QCalendarWidget QToolButton:hover { background: $sunken; }
QCalendarWidget QToolButton:focus { border: ${ring}px solid $focus; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
"""


def _kinds(tokens: Tokens) -> str:
    contrast = tokens.surface == tokens.attention_soft
    made = []
    for kind in ("danger", "attention", "done", "reserved", "accent", "neutral"):
        ground = tokens.sunken if kind == "neutral" else str(getattr(tokens, f"{kind}_soft"))
        edge = tokens.control if kind == "neutral" else str(getattr(tokens, kind))
        filled = Template(_KIND).substitute(
            kind=kind, soft=ground, edge=edge if contrast or kind == "neutral" else ground,
            text=tokens.text, card=scale.RADIUS_CARD,
        )  # fmt: skip
        made.append(filled)
    return "".join(made)


def stylesheet(tokens: Tokens) -> str:
    """Return the whole style sheet of a theme; sizes come from `scale`, colours from `tokens`."""
    words = {name: str(value) for name, value in asdict(tokens).items()}
    words |= {
        "interface": str(scale.INTERFACE),
        "clock": str(scale.CLOCK),
        "page_title": str(scale.PAGE_TITLE),
        "section": str(scale.SECTION),
        "prose": str(scale.PROSE),
        "meta": str(scale.META),
        "radius": str(scale.RADIUS_CONTROL),
        "card": str(scale.RADIUS_CARD),
        "ring": str(tokens.focus_width),
        "card_inset": str(tokens.focus_width - 1),
        "table_inset": str(4 - tokens.focus_width),
        "field_inset": str(10 - tokens.focus_width),
        "letter_inset": str(7 - tokens.focus_width),
    }
    sheet = "".join((_WORDS, _BOXES, _BUTTONS, _EDITORS, _LISTS))
    return Template(sheet).substitute(words) + _kinds(tokens)
