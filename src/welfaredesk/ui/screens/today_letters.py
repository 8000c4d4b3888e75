# SPDX-License-Identifier: EUPL-1.2
"""Oggi, what other desks said: questions that wait for a word, answers, cartelle opened with a reason, ended terms."""

from collections.abc import Callable, Iterator
from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import on_call, riscontro
from welfaredesk.desk.cutting import Proposal
from welfaredesk.desk.memberships import Ended
from welfaredesk.desk.on_call import ToldShown
from welfaredesk.desk.riscontro import QuestionShown, TaskShown
from welfaredesk.desk.session import Session
from welfaredesk.desk.today_letters import Letters
from welfaredesk.domain.periods import clock_words, full_day, moment_words
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.parts.task_row import TaskMark, TaskRow
from welfaredesk.ui.screens.cut_words import NOBODY, counted
from welfaredesk.ui.screens.people_part import CUTS
from welfaredesk.ui.screens.riscontro_words import standing_words

ASKS = N_("{asker} chiede: «{name} è già seguita?»")
DECIDE = N_("Rispondi tu, non la postazione")
ANSWER = N_("Rispondi")
DECLINE = N_("Non risponde")
SURE = (
    N_("Se rispondi, {asker} legge solo il gruppo e il collega da chiamare: niente della cartella."),
    N_("Se scegli «Non risponde» non riceve niente da qui, e la domanda sparisce anche dagli altri."),
)
NOTED, NOTED_ALL = N_("Visto"), N_("Segnato come visto.")
TOLD = N_("{who} ({group}) ha aperto la cartella di {name}")
TOLD_UNNAMED = N_("{who} ({group}) ha aperto una cartella")
TONIGHT = N_("stanotte, {hour}")
ENDED = N_("Non sei più in «{group}»: il termine era il {day}")
ENDED_SAID = N_("Da quel gruppo non arriva e non parte più niente")
OUTSIDE_ENDED = N_("Il tuo accesso da esterno è finito il {day}")
OUTSIDE_SAID = N_("Non arriva e non parte più niente: per continuare, parlane con chi ti ha invitato")
CUT, CUT_SAID = N_("{name} chiede di cancellare per legge: {count}"), N_("Serve la conferma di una seconda persona")
LATE, LATE_SAID = (
    N_("Qualcosa che hai scritto non è entrato"),
    N_("La scheda intanto è stata cancellata o resa riservata"),
)
LOOK = N_("Guarda")
ANSWERED, DECLINED = N_("Risposta in partenza."), N_("Nessuna risposta da qui.")
NIGHT_ENDS, NIGHT_BEGINS = 7, 20


def task_mark(one: TaskShown) -> TaskMark:
    """Return a question that waits for a word as a row."""
    title = tr(ASKS).format(asker=one.asker, name=one.name)
    return TaskMark(key=one.id, title=title, meta=tr(DECIDE), icon="user", kind="attention", action=tr(ANSWER))


def answer_mark(one: QuestionShown, today: date) -> TaskMark:
    """Return an answer that came as a row."""
    return TaskMark(key=one.id, title=one.name, meta=standing_words(one, today), icon="phone", action=tr(NOTED))


def told_mark(one: ToldShown, today: date) -> TaskMark:
    """Return a cartella opened with a reason as a row: who, when, why."""
    said = TOLD if one.name else TOLD_UNNAMED
    at = one.when.local()
    hour, days = clock_words(at), (today - at.date()).days
    night = (days == 0 and at.hour < NIGHT_ENDS) or (days == 1 and at.hour >= NIGHT_BEGINS)
    when = tr(TONIGHT).format(hour=hour) if night else hour if days == 0 else moment_words(at, today)
    return TaskMark(
        key=one.id.hex(),
        title=tr(said).format(who=one.who, group=one.group, name=one.name),
        meta=f"{when} · {one.why}",
        icon="folder-open",
        action=tr(NOTED),
    )


def ended_mark(one: Ended) -> TaskMark:
    """Return a membership that is over as a row."""
    title = tr(ENDED if one.group else OUTSIDE_ENDED).format(group=one.group, day=full_day(one.until))
    meta = tr(ENDED_SAID if one.group else OUTSIDE_SAID)
    return TaskMark(key=one.group, title=title, meta=meta, icon="triangle-alert", kind="attention")


def cut_mark(one: Proposal) -> TaskMark:
    """Return a cut that waits for this operator as a row."""
    title = tr(CUT).format(name=one.name or tr(NOBODY), count=counted(len(one.lines)))
    return TaskMark(key=one.id, title=title, meta=tr(CUT_SAID), icon="gavel", kind="attention", action=tr(LOOK))


def late_mark() -> TaskMark:
    """Return that words came too late as a row."""
    return TaskMark(
        key="late", title=tr(LATE), meta=tr(LATE_SAID), icon="triangle-alert", kind="attention", action=tr(LOOK)
    )


class LetterRows(QObject):
    """Makes the rows of what other desks said and does what they ask; `again` reads the board anew."""

    def __init__(self, context: Context, page: QWidget, *, again: Callable[[], None]) -> None:
        super().__init__(page)
        self._context, self._page, self._again = context, page, again
        self.sheet: Sheet | None = None

    def rows(self, letters: Letters, today: date) -> Iterator[TaskRow]:
        """Give the rows, what somebody waits for first."""
        for task in letters.to_answer:
            row = TaskRow(task_mark(task))
            for signal in (row.opened, row.acted):
                signal.connect(lambda _key, task=task: self.decide(task))
            yield row
        for mark in (*(cut_mark(one) for one in letters.cuts), *([late_mark()] if letters.late else ())):
            row = TaskRow(mark)
            for signal in (row.opened, row.acted):
                signal.connect(lambda _key: self._context.ways.part.emit(CUTS))
            yield row
        for answer in letters.answers:
            row = TaskRow(answer_mark(answer, today))
            row.acted.connect(lambda key: self._note(lambda session, noted: riscontro.note(session, key, noted=noted)))
            yield row
        for told in letters.told:
            yield self._told(told, today)
        for one in letters.ended:
            yield TaskRow(ended_mark(one))

    def _told(self, told: ToldShown, today: date) -> TaskRow:
        row = TaskRow(told_mark(told, today))
        row.opened.connect(lambda _key: self._context.ways.cartella.emit(told.person))
        row.acted.connect(
            lambda _key: self._note(lambda session, noted: on_call.note_told(session, told.id, noted=noted))
        )
        return row

    def _note(self, note: Callable[[Session, bool], None]) -> None:
        """Take note of something; «Annulla» takes it back."""
        tasks = self._context.tasks

        def undo() -> None:
            tasks.change(lambda session: note(session, False), lambda _none: self._again(), owner=self)

        def done(_none: None) -> None:
            self._context.ways.notice.emit(tr(NOTED_ALL), undo)
            self._again()

        tasks.change(lambda session: note(session, True), done, owner=self)

    def decide(self, task: TaskShown) -> None:
        """Lay a sheet over the page in which a person answers, or does not."""
        title = tr(ASKS).format(asker=task.asker, name=task.name)
        self.sheet = sheet = Sheet(self._page, title, widest=560, tallest=320)
        for sentence in SURE:
            sheet.content.addWidget(PlainLabel(tr(sentence).format(asker=task.asker), wrap=True))
        sheet.content.addStretch(1)
        decline, answer = Button(tr(DECLINE)), Button(tr(ANSWER), look="main")
        for button, reply in ((decline, False), (answer, True)):
            button.clicked.connect(lambda _on=False, reply=reply: self.answer(task, reply=reply))
            sheet.foot.addWidget(button)
        sheet.closed.connect(sheet.deleteLater)
        sheet.open_with(answer)

    def answer(self, task: TaskShown, *, reply: bool) -> None:
        """Give the word, and send it now."""
        if self.sheet is not None:
            self.sheet.close_layer()
            self.sheet = None

        def done(_none: None) -> None:
            self._context.ways.notice.emit(tr(ANSWERED if reply else DECLINED), None)
            self._context.exchanging.now()
            self._again()

        self._context.tasks.change(lambda session: riscontro.answer(session, task.id, reply=reply), done, owner=self)
