# SPDX-License-Identifier: EUPL-1.2
"""The three parts of a diary entry, and the passages in it that come from others."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.names import brief
from welfaredesk.domain.passages import pieces
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.quick_entry import GrowingText
from welfaredesk.ui.theme import scale

FACTS, THIRD, WHO, EVALUATION = N_("Fatti"), N_("Riferito da terzi"), N_("Da chi"), N_("Valutazioni")
HINTS = {
    FACTS: N_("Che cosa è successo, che cosa hai visto e sentito"),
    THIRD: N_("Che cosa hanno detto altri, con le loro parole"),
    EVALUATION: N_("Che cosa ne pensi come professionista"),
}
OF_OTHERS = N_("Di terzi: «{passage}»")
TAKE_OFF = N_("Togli il segno «di terzi»")
SHOWN = 40


class ThreeParts(QWidget):
    """Facts, what others reported and who, evaluations; `send_asked` on Ctrl+Enter in any of them."""

    changed = Signal()
    send_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.facts = GrowingText(tr(FACTS))
        self.third_parties = GrowingText(tr(THIRD))
        self.who = QLineEdit()
        self.who.setAccessibleName(tr(WHO))
        self.who.setPlaceholderText(tr(WHO))
        self.who.setMaximumWidth(320)
        self.evaluation = GrowingText(tr(EVALUATION))
        self._quiet = False
        laid = column(gap=scale.S4)
        for label, editor in ((FACTS, self.facts), (THIRD, self.third_parties), (EVALUATION, self.evaluation)):
            head = FlowBox(gap=scale.S8)
            head.add(PlainLabel(tr(label), "strong"))
            head.add(PlainLabel(tr(HINTS[label]), "meta"))
            laid.addWidget(head)
            laid.addWidget(editor)
            if editor is self.third_parties:
                laid.addWidget(self.who)
            editor.textChanged.connect(self._typed)
            editor.send_asked.connect(self.send_asked)
        self.who.textEdited.connect(self._typed)
        self.setLayout(laid)
        self.hide()

    def editors(self) -> dict[str, GrowingText]:
        """Return the editors by the field each writes."""
        return {"facts": self.facts, "third_parties": self.third_parties, "evaluation": self.evaluation}

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def set_values(self, values: dict[str, Any]) -> None:
        """Show a draft without saying that it changed."""
        self._quiet = True
        for name, editor in self.editors().items():
            editor.setPlainText(str(values.get(name) or ""))
        self.who.setText(str(values.get("third_parties_who") or ""))
        self._quiet = False

    def values(self) -> dict[str, str]:
        """Return field to text."""
        said = {name: editor.toPlainText().strip() for name, editor in self.editors().items()}
        return said | {"third_parties_who": self.who.text().strip()}

    def fit(self) -> None:
        """Give each part the height of what it says."""
        for editor in self.editors().values():
            editor.updateGeometry()
            editor.verticalScrollBar().setValue(0)

    def says_something(self) -> bool:
        """Tell whether one of the parts says something."""
        return any(editor.toPlainText().strip() for editor in self.editors().values())

    def as_one_text(self) -> str:
        """Return the parts as one text, nothing of them lost."""
        said = self.values()
        who = f" ({said['third_parties_who']})" if said["third_parties_who"] else ""
        found = [said["facts"]] if said["facts"] else []
        if said["third_parties"] or who:
            found.append(f"{tr(THIRD)}{who}: {said['third_parties']}")
        if said["evaluation"]:
            found.append(f"{tr(EVALUATION)}: {said['evaluation']}")
        return "\n\n".join(found)


class Passages(FlowBox):
    """The passages marked «di terzi», each a chip that takes the mark off."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[dict[str, Any]] = []
        self.hide()

    def rows(self) -> list[dict[str, Any]]:
        """Return the passages as the record keeps them."""
        return list(self._rows)

    def set_rows(self, rows: Sequence[dict[str, Any]]) -> None:
        """Show these passages without saying that they changed."""
        self._rows = list(rows)
        self.clear()
        for number, one in enumerate(self._rows):
            words = tr(OF_OTHERS).format(passage=brief(one.get("passage"), SHOWN))
            chip = Button(words, "x", look="chip")
            chip.setAccessibleDescription(tr(TAKE_OFF))
            chip.clicked.connect(lambda _on=False, at=number: self._take_off(at))
            self.add(chip)
        self.setVisible(bool(self._rows))

    def add_passage(self, part: str, words: str) -> None:
        """Mark words of a part; longer ones than a line holds are kept in several, all of them."""
        found = [{"part": part, "passage": one} for one in pieces(words)]
        fresh = [one for one in found if one not in self._rows]
        if fresh:
            self.set_rows([*self._rows, *fresh])
            self.changed.emit()

    def _take_off(self, at: int) -> None:
        self.set_rows([row for number, row in enumerate(self._rows) if number != at])
        self.changed.emit()
