# SPDX-License-Identifier: EUPL-1.2
"""Where a person writes: one field that grows, four chips, one button."""

from math import ceil

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QBoxLayout, QPlainTextEdit, QSizePolicy

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, row
from welfaredesk.ui.parts.code_picker import Choice
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.quick_chips import KIND, MINUTES, MenuChip, PeopleChip, WhenChip
from welfaredesk.ui.parts.quick_values import QuickOptions, QuickValues
from welfaredesk.ui.theme import fonts, scale

NEW_NOTE = N_("Nuova annotazione")
WRITE_HERE = N_("Che cosa è successo?")
SAVE = N_("Salva")
SAVE_KEYS = N_("Ctrl+Invio")
MINUTE = N_("min")
_LEAST_LINES, _MOST_LINES = 2, 10
_ONE_LINE_FROM = 640
_MARGIN = 2


class GrowingText(QPlainTextEdit):
    """Plain prose that grows with what is written, from two lines to ten or `most`; Tab leaves it.

    `around` is the height that its edge and padding take.
    """

    send_asked = Signal()

    def __init__(self, label: str, *, most: int = _MOST_LINES, around: int = 4) -> None:
        super().__init__()
        self._most, self._around = most, around
        self.setProperty("look", "prose")
        self.setAccessibleName(label)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(_MARGIN)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)

    @Slot()
    def _grow(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the height of the lines written, at least two and at most so many."""
        line = QFontMetricsF(fonts.prose()).lineSpacing()
        lines = max(_LEAST_LINES, min(self._most, int(self.document().size().height())))
        return QSize(240, lines * ceil(line) + 2 * _MARGIN + self._around)

    def minimumSizeHint(self) -> QSize:
        """Return two lines."""
        return QSize(160, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height at another width, once the layout that gave it has ended."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            QTimer.singleShot(0, self, self.updateGeometry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask to save with Ctrl+Enter."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.send_asked.emit()
        else:
            super().keyPressEvent(event)


class QuickEntry(Card):
    """The entry; further chips may be added to `chips`.

    `draft_changed` and `save_asked` carry `QuickValues`. Blank text asks for nothing.
    """

    draft_changed = Signal(QuickValues)
    save_asked = Signal(QuickValues)

    def __init__(self, options: QuickOptions, *, label: str = "") -> None:
        super().__init__(gap=scale.S12)
        self.setAccessibleName(label or tr(NEW_NOTE))
        self.editor = GrowingText(label or tr(NEW_NOTE))
        self.editor.setPlaceholderText(tr(WRITE_HERE))
        self.save_button = Button(tr(SAVE), look="main", keys=tr(SAVE_KEYS))
        self.draft_state = PlainLabel("", "meta", elide=True)
        self._quiet = False
        minutes = [Choice(str(n), plural(n, MINUTE, many=MINUTE)) for n in options.minutes]
        self.kind = MenuChip(KIND, options.kinds, self)
        self.when = WhenChip(options.moments, options.read_when, self)
        self.who = PeopleChip(options.people, self)
        self.minutes = MenuChip(MINUTES, minutes, self)
        self.chips = FlowBox(gap=scale.S8, line_gap=scale.S8)
        self._build()

    def _build(self) -> None:
        chips = self.chips
        for chip in (self.kind, self.when, self.who, self.minutes):
            chips.add(chip.button)
            chip.changed.connect(self._changed)
        tail = row(gap=scale.S8)
        tail.addStretch(1)
        tail.addWidget(self.draft_state)
        tail.addWidget(self.save_button)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(scale.S8)
        self._foot.addWidget(chips, 1)
        self._foot.addLayout(tail)
        self.add(self.editor)
        self.body.addLayout(self._foot)
        self.editor.textChanged.connect(self._changed)
        self.editor.send_asked.connect(self.ask_to_save)
        self.editor.installEventFilter(self)
        self.save_button.clicked.connect(self.ask_to_save)

    def values(self) -> QuickValues:
        """Return what is written and chosen now."""
        minutes = self.minutes.code()
        return QuickValues(
            text=self.editor.toPlainText(),
            kind=self.kind.code(),
            when=self.when.code(),
            who=self.who.codes(),
            minutes=int(minutes) if minutes else 0,
        )

    def set_values(self, values: QuickValues) -> None:
        """Show a draft without saying that it changed."""
        self._quiet = True
        self.editor.setPlainText(values.text)
        self.editor.moveCursor(QTextCursor.MoveOperation.End)
        self.kind.choose(values.kind)
        self.when.choose(values.when)
        self.who.choose(values.who)
        self.minutes.choose(str(values.minutes) if values.minutes else "")
        self._quiet = False

    def say_draft(self, text: str) -> None:
        """Say how the draft stands: «Bozza salvata 10:42»."""
        self.draft_state.setText(text)

    def set_busy(self, *, busy: bool) -> None:
        """Take no second «Salva» while the first is being written."""
        self.save_button.setEnabled(not busy)

    @Slot()
    def ask_to_save(self) -> None:
        """Ask to save what is written, if anything is and nothing is being saved."""
        if self.save_button.isEnabled() and self.editor.toPlainText().strip():
            self.save_asked.emit(self.values())

    @Slot()
    def _changed(self) -> None:
        if not self._quiet:
            self.draft_changed.emit(self.values())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put «Salva» under the chips where one line is too short for both."""
        narrow = event.size().width() < _ONE_LINE_FROM
        ways = QBoxLayout.Direction
        self._foot.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
        super().resizeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the focus on the whole card while a person writes."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.set_active(active=event.type() == QEvent.Type.FocusIn)
        return False
