# SPDX-License-Identifier: EUPL-1.2
"""The typeface shipped with the program and the five ways it is set."""

from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from welfaredesk.base.places import resources_folder
from welfaredesk.ui.theme import scale

FAMILY = "Atkinson Hyperlegible Next"
_SAMPLE = "La casa è riscaldata, Giulia fa i compiti al tavolo e la madre chiede di spostare"
_loaded: set[Path] = set()


def load_fonts(folder: Path | None = None) -> list[str]:
    """Load the shipped TTF files once into the running application and return their families."""
    families: set[str] = set()
    for file in sorted((folder or resources_folder() / "fonts").glob("*.ttf")):
        if file in _loaded:
            families.add(FAMILY)
            continue
        number = QFontDatabase.addApplicationFont(str(file))
        if number >= 0:
            families.update(QFontDatabase.applicationFontFamilies(number))
            _loaded.add(file)
            _made.cache_clear()
            advance.cache_clear()
    return sorted(families)


@cache
def _made(size: int, *, strong: bool = False, italic: bool = False) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setItalic(italic)
    return font


def page_title() -> QFont:
    """Return the type of a page's title: 24, semibold."""
    return _made(scale.PAGE_TITLE, strong=True)


def section() -> QFont:
    """Return the type of a section's title: 17, semibold."""
    return _made(scale.SECTION, strong=True)


def prose() -> QFont:
    """Return the type of what people write: 16."""
    return _made(scale.PROSE)


def prose_italic() -> QFont:
    """Return the type of words reported from others inside prose: 16, italic."""
    return _made(scale.PROSE, italic=True)


def interface() -> QFont:
    """Return the type of controls and labels: 15."""
    return _made(scale.INTERFACE)


def strong() -> QFont:
    """Return the type of a word that leads a card or a row: 15, semibold."""
    return _made(scale.INTERFACE, strong=True)


def meta() -> QFont:
    """Return the type of dates, counts and helps: 13."""
    return _made(scale.META)


def meta_strong() -> QFont:
    """Return the type of chips: 13, semibold."""
    return _made(scale.META, strong=True)


def characters_width(font: QFont, count: int) -> float:
    """Return the width in logical pixels of `count` average characters of Italian prose in `font`."""
    return QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * count


def digits_width(font: QFont, count: int) -> float:
    """Return the width of `count` figures, the «ch» of field widths, in logical pixels."""
    return QFontMetricsF(font).horizontalAdvance("0") * count


@lru_cache(maxsize=4096)
def advance(font: QFont, text: str) -> float:
    """Return the width of `text` on one line, in logical pixels; layouts ask for the same ones again and again."""
    return QFontMetricsF(font).horizontalAdvance(text)
