# SPDX-License-Identifier: EUPL-1.2
"""Icons from the shipped SVG files, recoloured from a token and sharp at every scale of the screen."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from welfaredesk.base.places import resources_folder
from welfaredesk.ui.theme.current import changes, paint

STROKE = "1.75"
_SCALES = (1.0, 1.25, 1.5, 2.0, 3.0)


@lru_cache(maxsize=256)
def _svg(name: str) -> str:
    file = resources_folder() / "icons" / f"{name}.svg"
    return file.read_text(encoding="utf-8").replace('stroke-width="2"', f'stroke-width="{STROKE}"')


@lru_cache(maxsize=1024)
def _drawn(name: str, colour: str, side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


def icon_names() -> list[str]:
    """Return the names of the shipped icons."""
    return sorted(file.stem for file in (resources_folder() / "icons").glob("*.svg"))


def pixmap(name: str, token: str, *, size: int, ratio: float = 1.0) -> QPixmap:
    """Return the icon as a picture of `size` logical pixels for a screen of `ratio` device pixels each."""
    drawn = QPixmap(_drawn(name, paint(token), max(1, round(size * ratio))))
    drawn.setDevicePixelRatio(ratio)
    return drawn


def icon(name: str, token: str, *, size: int = 18) -> QIcon:
    """Return the icon in the colour the token has now; `bind` keeps it right when the theme changes."""
    made = QIcon()
    for ratio in _SCALES:
        made.addPixmap(pixmap(name, token, size=size, ratio=ratio))
    return made


class _Keeper(QObject):
    """Gives its parent the icon again when the theme changes."""

    def __init__(self, owner: QAbstractButton | QAction, name: str, *, token: str, size: int) -> None:
        super().__init__(owner)
        self._owner, self._name, self._token, self._size = owner, name, token, size
        changes.changed.connect(self.give)
        self.give()

    @Slot()
    def give(self) -> None:
        self._owner.setIcon(icon(self._name, self._token, size=self._size))
        if isinstance(self._owner, QAbstractButton):
            self._owner.setIconSize(QSize(self._size, self._size))


def bind(owner: QAbstractButton | QAction, name: str, *, token: str = "text2", size: int = 18) -> None:
    """Give `owner` the icon now and at every change of theme."""
    _Keeper(owner, name, token=token, size=size)
