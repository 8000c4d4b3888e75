# SPDX-License-Identifier: EUPL-1.2
"""What else was found below the names: records by their words, with the words around."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import lists
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import find_type
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.hits import Hit, HitList
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

IN_NOTES = N_("Nelle note e negli indirizzi")
RESULT, RESULTS = N_("risultato"), N_("risultati")
SHORTEST = 3
MOST = 40


class WordsFound(QWidget):
    """The records found by their words; `person_asked` and `record_asked` carry an id."""

    person_asked = Signal(str)
    record_asked = Signal(str)
    left_upwards = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = PlainLabel(tr(IN_NOTES), "month")
        self.list = _KeyList(tr(IN_NOTES))
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        laid = column(gap=scale.S4)
        laid.addWidget(self.title)
        laid.addWidget(self.list)
        self.setLayout(laid)
        self.list.picked.connect(self._open)
        self.list.left_upwards.connect(self.left_upwards)
        self._hits: dict[str, lists.Hit] = {}
        self.hide()

    def show_found(self, found: Sequence[lists.Hit], total: int, *, rows: int) -> None:
        """Show these records, `rows` of them at a time, and how many there are in all."""
        self._hits = {hit.id: hit for hit in found}
        self.list.show_hits([self._shown(hit) for hit in found])
        self.title.setText(f"{tr(IN_NOTES)} · {plural(total, RESULT, many=RESULTS)}")
        self.list.setFixedHeight(min(len(found), rows) * scale.ROW + 2)
        self.setVisible(bool(found))

    def _shown(self, hit: lists.Hit) -> Hit:
        type_ = find_type(hit.type)
        what = f"{hit.title} · {tr(type_.label)}" if type_ and hit.type != "person" else hit.title
        return Hit(hit.id, what, hit.snippet, icon=type_.icon if type_ else "file-text")

    def _open(self, shown: Hit) -> None:
        hit = self._hits[shown.key]
        if hit.type == "person":
            self.person_asked.emit(hit.id)
        else:
            self.record_asked.emit(hit.id)


class _KeyList(HitList):
    """A list of hits that takes the keyboard: Enter opens, Up on the first goes back above."""

    left_upwards = Signal()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show these hits, none marked before the keyboard is here."""
        super().show_hits(hits)
        if not self.hasFocus():
            self.setCurrentIndex(QModelIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the first hit."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.step(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        marked = self.marked()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and marked is not None:
            self.picked.emit(marked)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)


def find_in_words(session: Session, text: str) -> tuple[list[lists.Hit], int]:
    """Return the records that hold the words typed, without persons already found by name, and how many there are."""
    if len(text.strip()) < SHORTEST:
        return [], 0
    named = set(lists.case_ids(session, text))
    hits = lists.find_words(session, text, limit=MOST)
    found = [hit for hit in hits if not (hit.type == "person" and hit.id in named)]
    return found, lists.count_words(session, text) - (len(hits) - len(found))
