# SPDX-License-Identifier: EUPL-1.2
"""Editor of an attachment: what is attached, a file to attach, or none any more."""

from pathlib import Path

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.kinds import Field, Value
from welfaredesk.domain.periods import minutes_words
from welfaredesk.ui.choose import choose_file
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import Editor
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

CHOOSE = N_("Scegli un file…")
TAKE_OFF = N_("Togli il file")
NONE = N_("Nessun file")
TO_SEAL = N_("{name}: viene cifrato quando salvi")
HEAVY_FILE = N_("Sono {size}, circa {time} di linea lenta: in bianco e nero una scansione pesa meno.")
HEAVY = 25_000_000
"""From how many bytes on it is said: they take thirteen minutes of a slow line."""
_SLOW_LINE = 256_000 // 8
_UNITS = ("byte", "kB", "MB", "GB")


def size_words(size: int) -> str:
    """Return a size as people say it: «340 kB», «1,2 MB»."""
    amount, unit = float(size), 0
    while amount >= 1000 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1000, unit + 1
    shown = f"{amount:.0f}" if amount >= 10 or not unit else f"{amount:.1f}".replace(".", ",")
    return f"{shown} {_UNITS[unit]}"


def heavy_words(path: Path) -> str:
    """Return what is to be known of a file that is large for a slow line, of 256 kbit/s; nothing for another."""
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    time = minutes_words(size // _SLOW_LINE // 60)
    return tr(HEAVY_FILE).format(size=size_words(size), time=time) if size >= HEAVY else ""


class FileEditor(Editor):
    """The attachment; a file chosen now is `chosen`, and is sealed by the desk when the record is saved."""

    def __init__(self, context: Context, field: Field) -> None:
        control = FlowBox(gap=scale.S12, line_gap=scale.S4)
        self.said = PlainLabel(tr(NONE), "soft")
        self.choose = Button(tr(CHOOSE), "paperclip")
        self.take_off = Button(tr(TAKE_OFF), "x", look="quiet")
        self.heavy = PlainLabel("", "meta")
        for widget in (self.choose, self.said, self.take_off, self.heavy):
            control.add(widget)
        control.setFocusProxy(self.choose)
        super().__init__(context, field, control)
        self.chosen: Path | None = None
        self._value: dict[str, Value] | None = None
        self.choose.clicked.connect(self._ask)
        self.take_off.clicked.connect(self._none)
        self._say()

    def _ask(self) -> None:
        choose_file(self.control.window(), tr(CHOOSE), done=self.take)

    def take(self, path: Path) -> None:
        """Take a file from the disk; nothing is read before the save."""
        self.chosen = path
        self._say()
        self.changed.emit()

    def _none(self) -> None:
        self.chosen, self._value = None, None
        self._say()
        self.changed.emit()

    def _say(self) -> None:
        if self.chosen is not None:
            words = tr(TO_SEAL).format(name=self.chosen.name)
        elif self._value is not None:
            words = f"{self._value['name']} · {size_words(int(self._value['size']))}"
        else:
            words = tr(NONE)
        heavy = heavy_words(self.chosen) if self.chosen is not None else ""
        self.said.setText(words)
        self.heavy.setText(heavy)
        self.heavy.setVisible(bool(heavy))
        self.take_off.setVisible(self.chosen is not None or self._value is not None)

    def value(self) -> Value:
        """Return the description of what is attached."""
        return self._value

    def set_value(self, value: Value) -> None:
        """Show what is attached."""
        self._value, self.chosen = value or None, None
        self._say()

    def summary(self) -> str:
        """Return the file's name."""
        return str(self._value["name"]) if self._value else ""

    def characters(self) -> int:
        """Take the width there is."""
        return 0
