# SPDX-License-Identifier: EUPL-1.2
"""A day written as people write it («lun», «+7», «3/11») and shown in words beside."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QLocale, QRect, QRectF, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QLineEdit, QToolButton, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip, restyle
from welfaredesk.ui.parts.popup import PopupCard
from welfaredesk.ui.theme import fonts, icons, scale
from welfaredesk.ui.theme.current import changes, paint

EARLIER = N_("Mese precedente")
LATER = N_("Mese successivo")
CALENDAR = N_("Calendario")
NOT_A_DAY = N_("Non è un giorno: scrivi per esempio 3/11, lun, +7")
ParseDay = Callable[[str], date | None]
DayWords = Callable[[date], str]
CHARACTERS = 12


class MonthCalendar(QCalendarWidget):
    """A month with Monday first, in the colours of the theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setLocale(QLocale(QLocale.Language.Italian, QLocale.Country.Italy))
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        self.setMinimumSize(308, 288)
        self._arrow("qt_calendar_prevmonth", "chevron-left", tr(EARLIER))
        self._arrow("qt_calendar_nextmonth", "chevron-right", tr(LATER))
        changes.changed.connect(self.recolour)
        self.recolour()

    def _arrow(self, name: str, icon: str, label: str) -> None:
        button = self.findChild(QToolButton, name)
        if isinstance(button, QToolButton):
            icons.bind(button, icon, token="text")
            button.setAccessibleName(label)
            plain_tip(button, label)

    @Slot()
    def recolour(self) -> None:
        """Give the names of the days the colours of the theme."""
        head = QTextCharFormat()
        head.setForeground(QColor(paint("text2")))
        head.setBackground(QColor(paint("surface")))
        self.setHeaderTextFormat(head)
        for day in Qt.DayOfWeek:
            self.setWeekdayTextFormat(day, QTextCharFormat(head))

    def paintCell(self, painter: QPainter, rect: QRect, day: QDate | date) -> None:
        """Draw a day: the chosen one on the accent, those of other months softer."""
        shown = QDate(day.year, day.month, day.day) if isinstance(day, date) else day
        chosen = shown == self.selectedDate()
        other = shown.month() != self.monthShown()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, QColor(paint("surface")))
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(paint("accent")))
            box = QRectF(rect).adjusted(2, 2, -2, -2)
            painter.drawRoundedRect(box, scale.RADIUS_CONTROL, scale.RADIUS_CONTROL)
        font = fonts.meta() if other else fonts.strong() if chosen else fonts.interface()
        painter.setFont(font)
        painter.setPen(QColor(paint("on_accent" if chosen else "text2" if other else "text")))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(shown.day()))
        painter.restore()


class DayPicker(QWidget):
    """A line for a day with its words and a calendar; `changed` carries a `date` or None.

    `parse` understands what is typed, `words` says a day («lun 19 ott»), `today` is where the calendar opens.
    """

    changed = Signal(object)

    def __init__(self, label: str, *, parse: ParseDay, words: DayWords, today: Callable[[], date]) -> None:
        super().__init__()
        self._parse, self._words, self._today = parse, words, today
        self._day: date | None = None
        self.line = QLineEdit()
        self.line.setAccessibleName(label)
        self.line.setFixedWidth(round(fonts.digits_width(fonts.interface(), CHARACTERS)) + 24)
        self.open_button = Button("", "calendar-days", look="plain")
        self.open_button.setAccessibleName(tr(CALENDAR))
        plain_tip(self.open_button, tr(CALENDAR))
        self.open_button.setFixedWidth(36)
        self.said = PlainLabel("", "soft", elide=True)
        self.said.setAccessibleName("")
        laid = row()
        for widget in (self.line, self.open_button):
            laid.addWidget(widget)
        laid.addWidget(self.said, 1)
        self.setLayout(laid)
        self.setFocusProxy(self.line)
        self.setAccessibleName(label)
        self._card: PopupCard | None = None
        self.line.textChanged.connect(self._typed)  # not textEdited: what is dictated comes without keys
        self.line.editingFinished.connect(self._tidy)
        self.open_button.clicked.connect(self.open_calendar)

    def day(self) -> date | None:
        """Return the day, or None when the line is empty or not understood."""
        return self._day

    def understood(self) -> bool:
        """Tell whether what is typed is a day or nothing."""
        return self._day is not None or not self.line.text().strip()

    def set_day(self, day: date | None) -> None:
        """Show a day."""
        self._day = day
        with QSignalBlocker(self.line):
            self.line.setText(f"{day:%d/%m/%Y}" if day else "")
        self._say()

    @Slot(str)
    def _typed(self, text: str) -> None:
        day = self._parse(text) if text.strip() else None
        changed, self._day = day != self._day, day
        self._say()
        if changed:
            self.changed.emit(day)

    def _say(self) -> None:
        good = self.understood()
        words = self._words(self._day) if self._day else "" if good else tr(NOT_A_DAY)
        self.said.setText(words)
        restyle(self.said, look="soft" if good else "problem")
        restyle(self.line, problem="false" if good else "true")
        self.line.setAccessibleDescription(words)

    @Slot()
    def _tidy(self) -> None:
        if self._day is not None:
            with QSignalBlocker(self.line):
                self.line.setText(f"{self._day:%d/%m/%Y}")

    @Slot()
    def open_calendar(self) -> None:
        """Show the month of the day, or of today."""
        card = PopupCard(self.open_button, tr(CALENDAR))
        calendar = MonthCalendar()
        day = self._day or self._today()
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        calendar.setAccessibleName(tr(CALENDAR))
        calendar.activated.connect(self._picked)
        calendar.clicked.connect(self._picked)
        card.body.addWidget(calendar)
        card.closed.connect(card.deleteLater)
        self._card = card
        card.open_by(calendar)

    @Slot(QDate)
    def _picked(self, picked: QDate) -> None:
        self.set_day(date(picked.year(), picked.month(), picked.day()))
        self.changed.emit(self._day)
        if self._card is not None:
            card, self._card = self._card, None
            card.close()
