# SPDX-License-Identifier: EUPL-1.2
"""The four chips under a quick entry: kind, moment, persons, minutes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QMenu

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.code_picker import Choice
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.popup import PopupCard
from welfaredesk.ui.parts.tick import Tick

KIND = N_("Tipo")
WHEN = N_("Quando")
WHO = N_("Con chi")
MINUTES = N_("Durata")
NOT_UNDERSTOOD = N_("Scrivi per esempio: ieri 16:30")
HINT = N_("oggi 10:20, ieri, 3/11 9:00")
ReadWhen = Callable[[str], Choice | None]


def as_typed(text: str) -> str:
    """Return `text` for a menu, where «&» would underline a letter."""
    return text.replace("&", "&&")


class _Chip(Button):
    """A chip that says what it is for and what is chosen."""

    def __init__(self, what: str) -> None:
        super().__init__(tr(what), look="chip")
        self._what = tr(what)

    def say(self, chosen: str) -> None:
        self.set_label(chosen or self._what)
        self.setAccessibleDescription(self._what)


class MenuChip(QObject):
    """A chip over a menu of choices; `changed` carries nothing, ask `code`."""

    changed = Signal()

    def __init__(self, what: str, choices: Sequence[Choice], parent: QObject) -> None:
        super().__init__(parent)
        self.button = _Chip(what)
        self._choices = tuple(choices)
        self._code = ""
        self.button.clicked.connect(self.open_menu)

    def code(self) -> str:
        """Return the chosen code, or an empty string."""
        return self._code

    def offer(self, choices: Sequence[Choice]) -> None:
        """Offer other entries from now on."""
        self._choices = tuple(choices)

    def choose(self, code: str) -> None:
        """Choose an entry without saying that it changed."""
        self._code = code
        self.button.say(next((c.label for c in self._choices if c.code == code), ""))

    @Slot()
    def open_menu(self) -> QMenu:
        """Show the choices under the chip."""
        menu = QMenu(self.button)
        menu.setAccessibleName(self.button.accessibleName())
        for choice in self._choices:
            action = menu.addAction(as_typed(choice.label))
            action.triggered.connect(lambda _checked=False, code=choice.code: self._take(code))
            if choice.code == self._code:
                menu.setActiveAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
        return menu

    def _take(self, code: str) -> None:
        self.choose(code)
        self.changed.emit()


class PeopleChip(QObject):
    """A chip over a list of persons to tick."""

    changed = Signal()

    def __init__(self, people: Sequence[Choice], parent: QObject) -> None:
        super().__init__(parent)
        self.button = _Chip(WHO)
        self._people = tuple(people)
        self._codes: tuple[str, ...] = ()
        self.button.clicked.connect(self.open_list)

    def offer(self, people: Sequence[Choice]) -> None:
        """Offer other persons from now on."""
        self._people = tuple(people)

    def codes(self) -> tuple[str, ...]:
        """Return the codes of the ticked persons."""
        return self._codes

    def choose(self, codes: Sequence[str]) -> None:
        """Tick these persons without saying that they changed."""
        self._codes = tuple(codes)
        self.button.say(", ".join(p.label for p in self._people if p.code in self._codes))

    @Slot()
    def open_list(self) -> PopupCard:
        """Show the persons under the chip."""
        card = PopupCard(self.button, tr(WHO))
        boxes: list[Tick] = []
        for person in self._people:
            box = Tick(person.label, ticked=person.code in self._codes)
            box.toggled.connect(lambda on, code=person.code: self._tick(code, on=on))
            card.body.addWidget(box)
            boxes.append(box)
        card.closed.connect(card.deleteLater)
        card.open_by(boxes[0] if boxes else card)
        return card

    def _tick(self, code: str, *, on: bool) -> None:
        chosen = {*self._codes, code} if on else set(self._codes) - {code}
        self.choose([person.code for person in self._people if person.code in chosen])
        self.changed.emit()


class WhenChip(QObject):
    """A chip over a line that understands «ieri 16:30», with some ready moments."""

    changed = Signal()

    def __init__(self, moments: Sequence[Choice], read: ReadWhen, parent: QObject) -> None:
        super().__init__(parent)
        self.button = _Chip(WHEN)
        self._moments, self._read = tuple(moments), read
        self._chosen = Choice("", "")
        self.button.clicked.connect(self.open_line)

    def code(self) -> str:
        """Return the moment's code, or an empty string."""
        return self._chosen.code

    def choose(self, code: str) -> None:
        """Take a moment without saying that it changed; a code not offered is read and said in words."""
        offered = next((moment for moment in self._moments if moment.code == code), None)
        self._chosen = offered or self._read(code) or Choice(code, code)
        self.button.say(self._chosen.label)

    @Slot()
    def open_line(self) -> PopupCard:
        """Show the line and the ready moments under the chip."""
        card = PopupCard(self.button, tr(WHEN))
        line = QLineEdit()
        line.setAccessibleName(tr(WHEN))
        line.setPlaceholderText(tr(HINT))
        line.setMinimumWidth(240)
        said = PlainLabel(self._chosen.label, "soft")
        card.body.addWidget(line)
        card.body.addWidget(said)
        for moment in self._moments:
            ready = Button(moment.label, look="quiet")
            ready.clicked.connect(lambda _checked=False, code=moment.code: self._take(code, card))
            card.body.addWidget(ready, 0, Qt.AlignmentFlag.AlignLeft)
        line.textEdited.connect(lambda text: self._typed(text, said))
        card.closed.connect(card.deleteLater)
        card.open_by(line)
        return card

    def _typed(self, text: str, said: PlainLabel) -> None:
        moment = self._read(text)
        said.setText(moment.label if moment else tr(NOT_UNDERSTOOD))
        if moment is not None:
            self._chosen = moment
            self.button.say(moment.label)
            self.changed.emit()

    def _take(self, code: str, card: PopupCard) -> None:
        self.choose(code)
        self.changed.emit()
        card.close()
