# SPDX-License-Identifier: EUPL-1.2
"""Da decidere: one clash at a time, decided with the keys 1 2 3; the next comes by itself."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QFrame, QWidget

from welfaredesk.base.errors import Fault, NoClash
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import clashes
from welfaredesk.desk.clashes import ClashLine
from welfaredesk.desk.reading import opened
from welfaredesk.desk.session import Session
from welfaredesk.domain.settling import Keep
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.clash_card import ClashCard
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.to_decide_words import Decision, decisions, kept_words, keys_of, shown
from welfaredesk.ui.theme import scale

NOTHING = N_("Niente da decidere. Quando due persone cambiano la stessa cosa senza vedersi, la scelta arriva qui.")
ALL_DONE = N_("Fatto: non c'è altro da decidere.")
OF_OTHERS = N_("A te non è chiesto niente. Altri hanno ancora da decidere: li vedi con «Tutti».")
COUNT = N_("{number} di {all}")
WHOSE, TO_ME, ALL = N_("Quali"), N_("Chiesti a te"), N_("Tutti")
LATER = N_("Più tardi")
UNDO, UNDO_KEYS = N_("Annulla"), N_("Ctrl+Z")
CHANGED_AGAIN = N_("Quella scheda è cambiata ancora: la trovi di nuovo tra quelle da decidere.")
UNDO_MS = 6000
_ANY_HEIGHT, _LEAST = 16_777_215, 120
SCROLLS = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}
KEYS = {"1": Keep.THEIRS, "2": Keep.MINE, "3": Keep.BOTH}


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A choice that can still be undone: it is written when the next is made, the page is left or the time is over."""

    decision: Decision
    keep: Keep


class ToDecide(Screen):
    """What waits for a decision, a card at a time."""

    name = "to_decide"
    label = N_("Da decidere")
    icon = "git-compare"
    under = "today"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._lines: list[ClashLine] = []
        self._queue: list[Decision] = []
        self._done = 0
        self._chosen: _Chosen | None = None
        self._being_written: set[str] = set()
        self._first = ""
        self._whole = False
        self.current: Decision | None = None
        self.card: ClashCard | None = None
        self.head = PageHead(tr(self.label))
        self.which = ChoiceChips((("me", tr(TO_ME)), ("all", tr(ALL))), tr(WHOSE), always=True)
        self.which.choose("me")
        self.page = Page(tr(self.label), gap=scale.S12)
        self.room = column(gap=0)
        self.empty = EmptyState(tr(NOTHING), icon="git-compare")
        self.buttons: dict[Keep, Button] = {keep: Button("", keys=key, look="plain") for key, keep in KEYS.items()}
        self.later = Button(tr(LATER), look="quiet", keys="→")
        self.undo = Button(tr(UNDO), "rotate-ccw", keys=tr(UNDO_KEYS))
        self.kept = PlainLabel("", wrap=True)
        self.foot = QFrame()
        self.undo_bar = QWidget()
        self.timer = QTimer(self, singleShot=True, interval=UNDO_MS)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._build()
        self._listen()

    def _build(self) -> None:
        self.setProperty("look", "page")
        self.page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S8)
        self.page.body.addWidget(self.head)
        self.page.body.addWidget(self.which)
        self.page.body.addLayout(self.room)
        self.page.body.addWidget(self.empty, 1)
        self.page.body.addStretch(1)
        undone = row(gap=scale.S12)
        undone.addWidget(self.kept, 1)
        undone.addWidget(self.undo)
        self.undo_bar.setLayout(undone)
        keys = FlowBox(gap=scale.S8, line_gap=scale.S8)
        for button in (*self.buttons.values(), self.later):
            keys.add(button)
        self.keys = keys
        laid = column(gap=scale.S8)
        laid.setContentsMargins(scale.S24, scale.S8, scale.S24, scale.S8)
        laid.addWidget(keys)
        laid.addWidget(self.undo_bar)
        self.foot.setLayout(laid)
        outer = column(gap=0)
        outer.addWidget(self.page, 1)
        outer.addWidget(self.foot)
        outer.addStretch(0)
        self.setLayout(outer)
        for widget in (self.which, self.empty, self.undo_bar, self.foot):
            widget.hide()

    def _listen(self) -> None:
        for keep, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, keep=keep: self.choose(keep))
        self.later.clicked.connect(self.put_off)
        self.undo.clicked.connect(self.take_back)
        inner = self.page.widget()
        if inner is not None:
            inner.installEventFilter(self)
        self.which.changed.connect(self._filter)
        self.timer.timeout.connect(self._write_chosen)
        self._fitting.timeout.connect(self._fit)
        QShortcut(QKeySequence.StandardKey.Undo, self).activated.connect(self.take_back)

    def shown(self) -> None:
        """Ask what there is to decide."""
        self.context.tasks.ask(clashes.waiting, self._read, owner=self, latest="to-decide")

    def come_back(self, place: dict[str, Any]) -> None:
        """Begin with the clash, or the record, that `place` names as the first."""
        self._first = str(place.get("first") or "")

    def _read(self, lines: list[ClashLine]) -> None:
        self._lines = lines
        self._arrange()

    def _arrange(self) -> None:
        """Put what there is into the queue: what is on the screen stays first while it is the same."""
        me = self.context.session.identity.operator
        left_out = self._being_written | ({self._chosen.decision.line.id} if self._chosen else set())
        everything = [one for one in decisions(self._lines) if one.line.id not in left_out]
        mine = [one for one in everything if one.line.asked == me]
        self.which.setVisible(len(mine) != len(everything))
        wanted = everything if self.which.code() == "all" else mine
        order = {one.line.id: number for number, one in enumerate(self._queue)}
        first, self._first = self._first, ""
        wanted.sort(key=lambda one: (first not in (one.line.id, one.line.record), order.get(one.line.id, len(order))))
        self._queue = wanted
        self._show_first(others=bool(everything))

    def _show_first(self, *, others: bool = False) -> None:
        if not self._queue:
            self._show_nothing(others=others)
            return
        decision = self._queue[0]
        self.head.say(tr(COUNT).format(number=self._done + 1, all=self._done + len(self._queue)))
        if decision == self.current and self.card is not None:
            return
        self.current, self._whole = None, False
        line = decision.line

        def read(session: Session) -> None:
            opened(session, line.record, root=line.root)

        self.context.tasks.ask(read, lambda _none: self._show_card(decision), owner=self, latest="to-decide-card")

    def _show_nothing(self, *, others: bool) -> None:
        self.current = None
        self._take_card_away()
        self.head.say("")
        self.empty.say(tr(OF_OTHERS if others else ALL_DONE if self._done else NOTHING))
        self.empty.show()
        self.page.setMaximumHeight(_ANY_HEIGHT)
        self.keys.hide()
        self.foot.setVisible(self._chosen is not None)

    def _take_card_away(self) -> None:
        if self.card is not None:
            self.room.removeWidget(self.card)
            self.card.hide()
            self.card.deleteLater()
            self.card = None

    def _show_card(self, decision: Decision) -> None:
        if not self._queue or self._queue[0] != decision:
            return
        self._take_card_away()
        self.current = decision
        self.card = ClashCard(shown(self.context, decision, whole_text=self._whole))
        self.card.opened.connect(self._open_record)
        self.card.whole_asked.connect(self._show_whole)
        self.room.addWidget(self.card)
        self.empty.hide()
        words = keys_of(decision, me=self.context.session.identity.operator)
        for keep, button in self.buttons.items():
            button.set_label(words.get(keep, ""))
            button.setVisible(keep in words)
        self.later.setVisible(len(self._queue) > 1)
        self.keys.show()
        self.foot.show()
        self.page.verticalScrollBar().setValue(0)
        self.setFocus()
        self._fitting.start()
        announce(self, self.card.sentence.text())

    @Slot()
    def _fit(self) -> None:
        """Let the page be no higher than its card, so that what the keys do stands right under it."""
        laid, width = self.page.body, self.page.viewport().width()
        if self.card is None:
            return
        high = laid.totalHeightForWidth(width) if laid.hasHeightForWidth() else laid.totalSizeHint().height()
        self.page.setMaximumHeight(max(high, _LEAST))
        # Columns ask for more than they need until they know their width: that is no reason for a scroll bar.
        fits = high <= self.height() - self.foot.sizeHint().height()
        policies = Qt.ScrollBarPolicy
        self.page.setVerticalScrollBarPolicy(policies.ScrollBarAlwaysOff if fits else policies.ScrollBarAsNeeded)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the height of the card when it changes, or its width does."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self._fitting.start()
        return False

    @Slot()
    def _show_whole(self) -> None:
        if self.current is not None:
            self._whole = True
            self._show_card(self.current)

    @Slot()
    def _open_record(self) -> None:
        if self.current is not None:
            self.context.ways.record.emit(self.current.line.record)

    def choose(self, keep: Keep) -> None:
        """Keep a side of the clash on the screen; it can be undone until the next choice, for some seconds."""
        decision = self.current
        if decision is None or keep not in keys_of(decision, me=self.context.session.identity.operator):
            return
        self._write_chosen()
        self._chosen = _Chosen(decision, keep)
        self._done += 1
        self._queue = self._queue[1:]
        words = kept_words(decision, keep)
        self.kept.setText(words)
        self.undo_bar.show()
        self.timer.start()
        announce(self, words)
        self._arrange()

    @Slot()
    def put_off(self) -> None:
        """Show the next one and come back to this at the end."""
        if self.current is not None and len(self._queue) > 1:
            self._queue = [*self._queue[1:], self._queue[0]]
            self._show_first()

    @Slot()
    def take_back(self) -> None:
        """Undo the last choice: its card comes back."""
        chosen, self._chosen = self._chosen, None
        if chosen is None:
            return
        self.timer.stop()
        self.undo_bar.hide()
        self._done -= 1
        self._queue = [chosen.decision, *self._queue]
        self._arrange()

    @Slot()
    def _write_chosen(self) -> None:
        """Write the choice that could still be undone."""
        chosen, self._chosen = self._chosen, None
        self.timer.stop()
        self.undo_bar.hide()
        self.foot.setVisible(self.current is not None)
        if chosen is None:
            return
        identity = chosen.decision.line.id
        self._being_written.add(identity)

        def done(_none: None) -> None:
            self._being_written.discard(identity)

        def failed(fault: Fault) -> None:
            self._being_written.discard(identity)
            self._done -= 1
            self._tell(fault)
            self.shown()

        self.context.tasks.change(partial(_settle, chosen), done, owner=self, failed=failed)

    def _tell(self, fault: Fault) -> None:
        if isinstance(fault, NoClash):
            self.context.ways.notice.emit(tr(CHANGED_AGAIN), None)
        else:
            self.context.tasks.troubled.emit(fault)

    @Slot(str)
    def _filter(self, _code: str) -> None:
        self._arrange()

    def before_lock(self) -> None:
        """Write the last choice at once: leaving the page is no undoing."""
        chosen, self._chosen = self._chosen, None
        self.timer.stop()
        self.undo_bar.hide()
        self._done = 0
        if chosen is not None:
            _settle(chosen, self.context.session)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with 1 2 3, go on with the right arrow."""
        keep = KEYS.get(event.text())
        if keep is not None:
            self.choose(keep)
        elif event.key() == Qt.Key.Key_Right:
            self.put_off()
        elif event.key() in SCROLLS:
            self.page.verticalScrollBar().triggerAction(SCROLLS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)


def _settle(chosen: _Chosen, session: Session) -> None:
    line = chosen.decision.line
    clashes.settle(session, line.id, keep=chosen.keep, shown=line)
