# SPDX-License-Identifier: EUPL-1.2
"""Da rivedere: left what waits, in the middle its text, approved or sent back with a key; the next comes by itself."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QFrame, QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts
from welfaredesk.desk.acts import Done
from welfaredesk.desk.queue import KINDS, QueueItem, queue
from welfaredesk.desk.staff.reviewing import ReviewPage
from welfaredesk.domain.access import Deed
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.act_room import ActRoom
from welfaredesk.ui.screens.queue_text import Opened, QueueText, opened_of
from welfaredesk.ui.screens.queue_words import SHORT, review_sentences
from welfaredesk.ui.screens.staff_words import day_said
from welfaredesk.ui.theme import scale

NOTHING = N_("Niente da rivedere. Qui arrivano i verbali dei tuoi casi, le risposte che ti si chiedono e le scadenze.")
ALL_DONE = N_("Fatto: non c'è altro da rivedere.")
COUNT = N_("{number} di {all}")
NEXT, PREVIOUS, OPEN, COMMENT = N_("Successivo"), N_("Precedente"), N_("Apri"), N_("Con un commento")
APPROVED = N_("Approvato: {name}")
DONE = N_("{label}: {name}")
ANEW = N_("Il testo è cambiato mentre lo leggevi.")
SEE = N_("Vedi il testo di adesso")
COLUMNS = (
    Column("name", N_("Di chi"), 12, stretches=True),
    Column("kind", N_("Che cosa"), 11),
    Column("since", N_("Dal"), 9),
)
LIST_WIDE, WIDE_FROM = 420, 900
FIRST, LAST = "A", "R"
LASTS = frozenset({"send-back", "decline"})
SCROLLS = {
    Qt.Key.Key_Space: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}


class QueuePage(Screen):
    """What waits for whoever works here, one thing at a time."""

    name = "queue"
    label = N_("Da rivedere")
    icon = "clipboard-check"
    under = "today"
    deed = Deed.CONDUCT_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.items: list[QueueItem] = []
        self.opened: Opened | None = None
        self._current = ""
        self._done: set[str] = set()
        self.head = PageHead(tr(self.label))
        self.table = Table([replace(one, label=tr(one.label)) for one in COLUMNS], tr(self.label))
        self.text = QueueText(context)
        self.said, self.anew = Banner(kind="attention"), Banner(kind="attention")
        self.room = ActRoom(context, self)
        self.page = Page(tr(self.label), gap=scale.S12)
        self.empty = EmptyState(tr(NOTHING), icon=self.icon)
        self.buttons: dict[str, Button] = {}
        self.deeds = FlowBox(gap=scale.S8, line_gap=scale.S8)
        self.previous = Button(tr(PREVIOUS), "chevron-up", look="quiet", keys="K")
        self.next = Button(tr(NEXT), "chevron-down", look="quiet", keys="J")
        self.open_button = Button(tr(OPEN), "clipboard-list", look="quiet", keys="O")
        self.foot = QFrame()
        self._build()
        self._listen()

    def _build(self) -> None:
        self.setProperty("look", "page")
        for widget in (self.said, self.anew, self.text):
            self.page.body.addWidget(widget)
        self.page.body.insertLayout(0, self.room.laid)
        self.page.body.addStretch(1)
        self.table.setFixedWidth(LIST_WIDE)
        self.beside = Beside([self.table, self.page], shares=(0, 1), wide_from=WIDE_FROM)
        self.beside.turned.connect(self._turned)
        self.foot.setProperty("look", "foot")
        ways = FlowBox(gap=scale.S4, line_gap=scale.S8)
        for button in (self.previous, self.next, self.open_button):
            ways.add(button)
        foot = row(gap=scale.S16)
        foot.setContentsMargins(scale.S24, scale.S8, scale.S24, scale.S8)
        foot.addWidget(self.deeds, 1)
        foot.addWidget(ways, 1)
        self.foot.setLayout(foot)
        inner = column(gap=scale.S12)
        inner.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S8)
        inner.addWidget(self.head)
        inner.addWidget(self.beside, 1)
        inner.addWidget(self.empty, 1)
        whole = column(gap=0)
        whole.addLayout(inner, 1)
        whole.addWidget(self.foot)
        self.setLayout(whole)
        for hidden in (self.said, self.anew, self.empty, self.foot, self.beside):
            hidden.hide()

    def _listen(self) -> None:
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(self.open_record)
        self.previous.clicked.connect(lambda: self.step(-1))
        self.next.clicked.connect(lambda: self.step(1))
        self.open_button.clicked.connect(lambda: self.open_record(self._current))
        self.anew.action_asked.connect(self._read_current)
        keys = {FIRST: partial(self._by_key, FIRST), LAST: partial(self._by_key, LAST), "C": self.comment}
        keys |= {"J": partial(self.step, 1), "K": partial(self.step, -1), "O": lambda: self.open_record(self._current)}
        for key, do in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(key in "JK")
            shortcut.activated.connect(do)

    def shown(self) -> None:
        """Ask what waits."""
        self.context.tasks.ask(queue, self._read, owner=self, latest="queue")

    def place(self) -> dict[str, Any]:
        """Return what is being read."""
        return {"item": self._current}

    def come_back(self, place: dict[str, Any]) -> None:
        """Begin with what `place` names."""
        self._current = str(place.get("item") or self._current)

    def _read(self, items: Sequence[QueueItem]) -> None:
        number = self._number()
        self.items, read = list(items), self.opened.item if self.opened is not None else None
        if read is not None and read.kind == "read" and read.key == self._current and read not in self.items:
            self.items.insert(number, read)  # to read it is all it waited for: it stays as long as it is being read
        keys = [one.key for one in self.items]
        if self._current not in keys:
            self._current = keys[min(max(number, 0), len(keys) - 1)] if keys else ""
        with QSignalBlocker(self.table):
            rows = {one.key: self._row(one) for one in self.items}
            self.table.set_rows(keys, lambda wanted: [rows[one] for one in wanted])
        self._turned(self.beside.wide)
        self.beside.setVisible(bool(keys))
        self.empty.setVisible(not keys)
        self.empty.say(tr(ALL_DONE if self._done else NOTHING))
        if not keys:
            self.foot.hide()
            self.opened = None
            self.room.drop()
        self._go_to_current()

    def _row(self, item: QueueItem) -> TableRow:
        return (item.name or item.title, tr(SHORT[item.kind]), day_said(item.since, today(self.context.clock)))

    def _number(self) -> int:
        return next((number for number, one in enumerate(self.items) if one.key == self._current), -1)

    def _item(self) -> QueueItem | None:
        number = self._number()
        return self.items[number] if number >= 0 else None

    @Slot(str)
    def _choose(self, key: str) -> None:
        if key and key != self._current:
            self._current = key
            self._go_to_current()

    def step(self, by: int) -> None:
        """Go to the next thing that waits, or to the one before."""
        number = self._number() + by
        if 0 <= number < len(self.items):
            self._choose(self.items[number].key)

    def _go_to_current(self) -> None:
        """Mark what is read in the list, count it, and ask for its text unless that is shown."""
        number = self._number()
        if number < 0:
            self.head.say("")
            return
        keys = [one.key for one in self.items]
        place, every = self._done.union(keys[: number + 1]), self._done.union(keys)
        self.head.say(tr(COUNT).format(number=len(place), all=len(every)))
        with QSignalBlocker(self.table):
            self.table.selectRow(number)
        self.previous.setEnabled(number > 0)
        self.next.setEnabled(number < len(self.items) - 1)
        if self.opened is None or self.opened.item != self.items[number]:
            self._read_current()

    @Slot()
    def _read_current(self) -> None:
        item = self._item()
        if item is None:
            return
        if self.opened is None or self.opened.item.key != item.key:
            self.room.keep_now()
            self.room.drop()
        self.opened = None
        self.context.tasks.ask(
            partial(opened_of, item=item), self._show, owner=self, failed=self._missing, latest="queue-item"
        )

    def _show(self, opened: Opened) -> None:
        if opened.item.key != self._current:
            return
        self.opened = opened
        if opened.item.kind == "read":
            self._done.add(opened.item.key)
        self.anew.hide()
        sentences = " ".join(review_sentences(opened.page)) if opened.page is not None else ""
        self.said.say(sentences)
        self.said.setVisible(bool(sentences))
        self.text.show_opened(opened)
        self._show_deeds(opened)
        if self.room.form is None:
            self.page.verticalScrollBar().setValue(0)
            if held_in(self.table) is None:
                self.setFocus()
            announce(self, f"{self.head.said.text()}. {self.text.title.text()}, {tr(KINDS[opened.item.kind])}")

    def _missing(self, fault: Fault) -> None:
        self.said.say(fault.text, kind="danger")
        self.said.show()

    def _show_deeds(self, opened: Opened) -> None:
        """Show what may be done with it: the first act by A, that which says no by R."""
        self.deeds.clear()
        self.buttons = {}
        for name in opened.item.acts:
            offer = opened.offers.offer(name)
            if offer is None or not offer.allowed:
                continue
            key = LAST if name in LASTS else FIRST if not self.buttons else ""
            button = Button(offer.label, offer.icon, look="plain" if self.buttons else "main", keys=key)
            button.clicked.connect(lambda _on=False, name=name: self.do(name))
            self.buttons[name] = button
            self.deeds.add(button)
        if "approve" in self.buttons and opened.page is not None:
            comment = Button(tr(COMMENT), "message-square", look="quiet", keys="C")
            comment.clicked.connect(self.comment)
            self.deeds.add(comment)
        self.deeds.setVisible(self.room.form is None)
        self.foot.show()

    def _by_key(self, key: str) -> None:
        """Do what a key stands for, once its text is on the screen."""
        if self.opened is None or self.room.form is not None:
            return
        names = [name for name in self.buttons if (name in LASTS) == (key == LAST)]
        if names:
            self.do(names[0])

    def do(self, name: str) -> None:
        """Approve minutes at once, which can be undone; for everything else unfold what the act asks for."""
        opened = self.opened
        if opened is None or name not in self.buttons:
            return
        if name == "approve" and opened.page is not None:
            self._approve(opened, opened.page)
        else:
            self._unfold(opened, name)

    @Slot()
    def comment(self) -> None:
        """Unfold the comment of an approval."""
        if self.opened is not None and self.opened.page is not None and "approve" in self.buttons:
            self._unfold(self.opened, "approve")

    def _approve(self, opened: Opened, page: ReviewPage) -> None:
        self.opened = None
        item, seen = opened.item, page.page.shown.entry

        def undo() -> None:
            again = partial(acts.do, identity=item.id, action="review-again", given={})
            self.context.tasks.change(again, lambda _done: self._undone(item), owner=self)

        def failed(fault: Fault) -> None:
            self.context.tasks.troubled.emit(fault)
            self.shown()

        work = partial(acts.do, identity=item.id, action="approve", given={}, seen=seen)
        said = tr(APPROVED).format(name=item.name)
        self.context.tasks.change(work, lambda _done: self._went(item, said, undo=undo), owner=self, failed=failed)

    def _went(self, item: QueueItem, said: str, *, undo: object = None) -> None:
        """Count what was done and go on with the next."""
        self._done.add(item.key)
        self.opened = None
        self.context.ways.notice.emit(said, undo)
        if self._current == item.key:
            rest = [one.key for one in self.items if one.key != item.key]
            number = self._number()
            self._current = rest[min(number, len(rest) - 1)] if rest else ""
        self.shown()

    def _undone(self, item: QueueItem) -> None:
        self._done.discard(item.key)
        self._current, self.opened = item.key, None
        self.shown()

    def _unfold(self, opened: Opened, name: str) -> None:
        form = self.room.unfold(opened.offers, name)
        if form is None:
            return
        form.done.connect(self._form_done)
        form.left.connect(self._form_left)
        self.deeds.hide()  # its own button says the same
        self.room.enter()

    @Slot(object)
    def _form_done(self, done: Done) -> None:
        label = self.room.form.offer.label if self.room.form is not None else ""
        self.room.drop()
        item = self._item() if self.opened is None else self.opened.item
        if item is not None and item.id == done.id:
            self._went(item, tr(DONE).format(label=label, name=item.name))

    @Slot()
    def _form_left(self) -> None:
        self.room.drop()
        self.deeds.show()
        self.setFocus()

    @Slot(str)
    def open_record(self, key: str) -> None:
        """Open the minutes, or the record, on the page that is theirs."""
        item = next((one for one in self.items if one.key == key), None)
        if item is None:
            return
        ways = self.context.ways
        if item.minutes:
            ways.minutes.emit(item.minutes)
        elif item.type == "project":
            ways.page.emit(item.type, item.id)
        else:
            ways.record.emit(item.id)

    def touched(self, ids: frozenset[str]) -> None:
        """Read the list again; a text that changed while it is read is not repainted under the eyes."""
        if not self.isVisible():
            return
        opened = self.opened
        if opened is not None and opened.page is not None and opened.item.minutes in ids:
            self.anew.say(tr(ANEW), action=tr(SEE))
            self.anew.show()
        self.shown()

    def before_lock(self) -> None:
        """Keep the comment that is being written, and count from the beginning the next time."""
        self.room.keep_now()
        self._done = set()

    @Slot(bool)
    def _turned(self, wide: bool) -> None:
        """Leave the list out where there is room for one column."""
        self.table.setVisible(wide)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn the pages of the text."""
        if event.key() in SCROLLS:
            self.page.verticalScrollBar().triggerAction(SCROLLS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
