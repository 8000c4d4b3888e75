# SPDX-License-Identifier: EUPL-1.2
"""Segnalazioni: the numbered register, what waits for an answer on top, and the answer beside it."""

from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import drafts, reading, records
from welfaredesk.desk import referrals as desk
from welfaredesk.desk.drafts import Draft
from welfaredesk.desk.records import Saved, type_named
from welfaredesk.desk.referrals import ReferralLine
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.care_view import is_open
from welfaredesk.domain.periods import day_words, full_day
from welfaredesk.ui.context import Context
from welfaredesk.ui.draft_keeper import DraftKeeper
from welfaredesk.ui.editors import Editor, editor_for
from welfaredesk.ui.editors.editor import kept_typed, show_typed
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.detail import Detail
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.field import Field, drop_mended, say_problems
from welfaredesk.ui.parts.list_page import ListPage
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.section import Section
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Cell, Column, TableRow
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.act_strip import ActStrip
from welfaredesk.ui.screens.referral_sheet import KEY, ReferralSheet

NEW = N_("Nuova segnalazione")
EMPTY = N_("Nessuna segnalazione aspetta una risposta.")
CHOOSE = N_("Scegli una segnalazione dall'elenco")
WHICH, WAITING, ALL = N_("Quali"), N_("Senza risposta"), N_("Tutte")
ANSWERED_OPEN = N_("Da concludere")
NO_OPEN = N_("Nessuna segnalazione con una risposta aspetta di essere conclusa.")
WAITS_ONE, WAITS_MANY = N_("aspetta una risposta"), N_("aspettano una risposta")
WAITING_DAYS, RECEIVED_TODAY = N_("Senza risposta da {days}"), N_("Arrivata oggi")
ANSWERED = N_("Risposta {day}")
ANSWER, SAVE_ANSWER = N_("Risposta"), N_("Salva la risposta")
SAVED = N_("Risposta salvata")
HALF, RESUME = N_("Hai lasciato una segnalazione a metà."), N_("Riprendi")
OPEN, OPEN_CASE = N_("Modifica"), N_("Apri la cartella")
MISSING = N_("Scrivi il giorno del primo contatto")
LATE_DAYS = 7
STILL_OPEN = N_("Da concludere: {outcome}")
SAVED_OPEN = N_("Risposta salvata. La segnalazione resta aperta: è in «Da concludere».")
LISTS = {"waiting": desk.to_answer, "open": desk.to_conclude, "all": desk.all_referrals}
FIELDS = ("answered_on", "outcome", "answer")
URGENCY = {
    "emergency": ("danger", "zap"),
    "urgent": ("danger", "circle-alert"),
    "soon": ("attention", "clock"),
    "ordinary": ("neutral", ""),
}
COLUMNS = (
    Column("who", N_("Chi"), 15, stretches=True),
    Column("urgency", N_("Urgenza"), 15),
    Column("state", N_("Stato"), 17, stretches=True, drop=1),
    Column("source", N_("Fonte"), 13, stretches=True, drop=3),
    Column("received", N_("Ricevuta"), 10, drop=2),
    Column("number", N_("Numero"), 9, drop=4),
)


class Referrals(Screen):
    """The register of referrals."""

    name = "referrals"
    label = N_("Segnalazioni")
    icon = "megaphone"
    deed = Deed.WRITE_CONTACTS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._lines: dict[str, ReferralLine] = {}
        self._waiting = 0
        self._shown_id, self._seen = "", ""
        self.sheet: ReferralSheet | None = None
        new = Button(tr(NEW), "plus", look="main")
        new.clicked.connect(self.start)
        self.which = ChoiceChips(
            [("waiting", tr(WAITING)), ("open", tr(ANSWERED_OPEN)), ("all", tr(ALL))], tr(WHICH), always=True
        )
        self.which.choose("waiting")
        self.which.changed.connect(self.shown)
        columns = [Column(c.key, tr(c.label), c.width, c.stretches, drop=c.drop) for c in COLUMNS]
        self.table = Table(columns, tr(self.label))
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(context.ways.record)
        self.detail = Detail(tr(self.label), empty=tr(CHOOSE))
        type_ = type_named("referral")
        self.editors: dict[str, Editor] = {name: editor_for(context, type_.field(name)) for name in FIELDS}
        self.path = ActStrip(context, framed=False)
        self.path.made.connect(self._to_case)
        self.answer = Section(tr(ANSWER))
        self.boxes: dict[str, Field] = {}
        self.keeper = DraftKeeper(context, self, self._answer_values, key="record/", type_name="referral")
        self._build_answer()
        empty = EmptyState(tr(EMPTY), action=tr(NEW), icon="megaphone")
        empty.action_asked.connect(self.start)
        head = PageHead(tr(self.label), actions=[new])
        self.half = Banner(tr(HALF), kind="neutral", action=tr(RESUME))
        self.half.hide()
        self.half.action_asked.connect(self.start)
        self.page = ListPage(head, [self.which, self.half], table=self.table, detail=self.detail, empty=empty)
        whole = column(gap=0)
        whole.addWidget(self.page)
        self.setLayout(whole)

    def _build_answer(self) -> None:
        for name, editor in self.editors.items():
            box = Field(tr(editor.field.label), editor.control)
            editor.control.setMinimumWidth(0)
            if isinstance(editor.control, QPlainTextEdit):
                editor.control.setFixedHeight(76)
            editor.changed.connect(self._changed)
            self.boxes[name] = box
            self.answer.body.addWidget(box)
        self.save_button = Button(tr(SAVE_ANSWER), look="main", keys="Ctrl+Invio")
        self.save_button.clicked.connect(self.save_answer)
        self.answer.body.addWidget(self.save_button)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.answer)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save_answer)
        self.detail.extra.addWidget(self.path)
        self.detail.extra.addWidget(self.answer)
        self.answer.hide()

    def shown(self) -> None:
        """Ask for the register."""
        self.context.tasks.ask(LISTS[self.which.code() or "all"], self.show_lines, owner=self, latest="referrals")
        self.context.tasks.ask(desk.waiting_count, self._counted, owner=self, latest="referrals-waiting")
        self.context.tasks.ask(_half_written, self._offer_draft, owner=self, latest="referrals-draft")

    def _offer_draft(self, draft: Draft | None) -> None:
        writing = self.sheet is not None and self.sheet.isVisible()
        self.half.setVisible(draft is not None and not writing)

    def touched(self, ids: frozenset[str]) -> None:
        """Read the register again, and count also while another page is in front."""
        if self.isVisible():
            self.shown()
        else:
            self.context.tasks.ask(desk.waiting_count, self._counted, owner=self, latest="referrals-waiting")

    def _counted(self, waiting: int) -> None:
        self._waiting = waiting
        self.page.head.say(plural(waiting, WAITS_ONE, many=WAITS_MANY) if waiting else "")

    def count(self) -> int | None:
        """Return how many wait for an answer."""
        return self._waiting or None

    @Slot(object)
    def show_lines(self, lines: list[ReferralLine]) -> None:
        """Show these referrals, staying on the one that was chosen; an answer half written is not touched."""
        chosen, found = self.table.current_id(), {line.id: line for line in lines}
        if self._shown_id not in found:
            self.keeper.keep_soon()  # while it is known what was written of it
        self._lines = found
        self.page.empty.say(tr(NO_OPEN if self.which.code() == "open" else EMPTY))
        self.page.show_rows(some=bool(lines))
        ids = [line.id for line in lines]
        with QSignalBlocker(self.table):
            self.table.set_rows(ids, lambda wanted: [self._row(self._lines[one]) for one in wanted])
            if chosen in self._lines:
                self.table.selectRow(ids.index(chosen))
        if lines:
            self._choose(self.table.current_id())
        else:
            self._shown_id = ""
            self.path.show_record("")
            self.detail.show_nothing()

    def _row(self, line: ReferralLine) -> TableRow:
        codes, now = self.context.codes, today(self.context.clock)
        urgency: Cell = self._urgency(line) or ""
        return (
            line.who,
            urgency,
            self._state(line, now),
            codes.label("referral_source", line.source),
            day_words(line.received_on, now),
            line.number,
        )

    def _urgency(self, line: ReferralLine) -> ChipMark | None:
        if not line.urgency:
            return None
        kind, icon = URGENCY.get(line.urgency, ("neutral", ""))
        return ChipMark(self.context.codes.label("urgency", line.urgency), icon, kind)

    def _state(self, line: ReferralLine, now: date) -> str:
        waiting = line.days_waiting(now)
        if waiting is None and line.answered_on is not None:
            outcome = self.context.codes.label("referral_outcome", line.outcome) if line.outcome else ""
            said = outcome or tr(ANSWERED).format(day=day_words(line.answered_on, now))
            listed = self.which.code() == "open"  # as are all in that list
            return tr(STILL_OPEN).format(outcome=said) if is_open(line.values) and not listed else said
        if not waiting:
            return tr(RECEIVED_TODAY)
        return tr(WAITING_DAYS).format(days=plural(waiting, N_("giorno"), many=N_("giorni")))

    @Slot(str)
    def _choose(self, identity: str) -> None:
        line = self._lines.get(identity)
        if line is None:
            return
        keep = identity == self._shown_id and self._half_written()
        if not keep:
            self.keeper.keep_soon()
        self._shown_id = identity

        def question(session: Session) -> tuple[str, Draft | None]:
            # The name of who reports is shown here: the reading is logged before it is.
            reading.opened(session, identity)
            return records.show(session, identity).entry, drafts.draft_of(session, f"record/{identity}")

        def done(found: tuple[str, Draft | None]) -> None:
            self._show(line)
            self.path.show_record(identity)
            if not keep:
                self._answer_of(line, *found)

        self.context.tasks.ask(question, done, owner=self, latest="referral")

    def _answer_of(self, line: ReferralLine, seen: str, draft: Draft | None) -> None:
        """Show the answer of a referral, as it was left half written or as it stands."""
        values = dict(line.values) | (draft.values if draft else {})
        for name, editor in self.editors.items():
            editor.set_value(values.get(name))
            self.boxes[name].set_problem("")
        show_typed(self.editors, values)
        self._seen = (draft.seen if draft else None) or seen
        self.keeper.belong(line.id, seen=self._seen)

    def _answer_values(self) -> dict[str, Any]:
        if not self._half_written():
            return {}
        return {name: editor.value() for name, editor in self.editors.items()} | kept_typed(self.editors)

    def _half_written(self) -> bool:
        """Tell whether the answer on the screen differs from the record shown."""
        line = self._lines.get(self._shown_id)
        return line is not None and any(
            (editor.value() or None) != (line.values.get(name) or None) or bool(editor.not_understood())
            for name, editor in self.editors.items()
        )

    def _show(self, line: ReferralLine) -> None:
        codes, values, now = self.context.codes, line.values, today(self.context.clock)

        def several(name: str, codes_of: str) -> str:
            return ", ".join(codes.label(codes_of, code) for code in values.get(name) or ())

        relation = str(values.get("author_relation") or "")
        lines = [
            (tr(N_("Fonte")), codes.label("referral_source", line.source)),
            (tr(N_("Vulnerabilità")), several("vulnerabilities", "vulnerability_kind")),
            (tr(N_("Violenza")), several("violence", "violence_kind")),
            (tr(N_("Rapporto con l'autore")), codes.label("author_relation", relation) if relation else ""),
            (tr(N_("Contenuto")), str(values.get("content") or "")),
            (tr(N_("Chi segnala (riservato)")), str(values.get("referrer") or "")),
        ]
        chips = [mark for mark in (self._urgency(line),) if mark is not None]
        waiting = line.days_waiting(now)
        if waiting is not None:
            late = waiting >= LATE_DAYS or line.urgency in {"urgent", "emergency"}
            chips.append(ChipMark(self._state(line, now), "clock", "attention" if late and waiting else "neutral"))
        received = full_day(line.received_on)
        said = " · ".join(part for part in (line.number, received, line.comune) if part)
        self.detail.show_lines(line.who, lines=lines, subtitle=said, chips=chips, actions=self._actions(line))
        self.answer.show()

    def _actions(self, line: ReferralLine) -> list[Button]:
        ways = self.context.ways
        found = []
        if line.person:
            case = Button(tr(OPEN_CASE), "folder-open")
            case.clicked.connect(lambda _on=False: ways.cartella.emit(line.person))
            found.append(case)
        opens = Button(tr(OPEN), "pencil", look="quiet")
        opens.clicked.connect(lambda _on=False: ways.record.emit(line.id))
        return [*found, opens]

    @Slot(str)
    def _to_case(self, episode: str) -> None:
        """Go to the cartella of a presa in carico that was just opened."""
        ask, ways = self.context.tasks.ask, self.context.ways
        ask(lambda session: records.show(session, episode).root, ways.cartella.emit, owner=self)

    @Slot()
    def start(self) -> None:
        """Open the sheet of a new referral."""
        if self.sheet is None:
            self.sheet = ReferralSheet(self.context, self)
        self.half.hide()
        self.sheet.start()

    def _problems(self) -> dict[str, str]:
        """Return by field what is missing or not understood in the answer."""
        found = {name: one.not_understood() for name, one in self.editors.items()}
        if not self.editors["answered_on"].value():
            found["answered_on"] = found["answered_on"] or tr(MISSING)
        return found

    @Slot()
    def _changed(self) -> None:
        """Keep what is typed, and say no more of a field that is mended."""
        self.keeper.touch()
        drop_mended(self.boxes, self._problems())

    @Slot()
    def save_answer(self) -> None:
        """Save the first contact and what came of it."""
        day, wrong = self.editors["answered_on"].value(), self._problems()
        say_problems(self.boxes, wrong)
        first = next((name for name, problem in wrong.items() if problem), "")
        if first or not self._shown_id or not self.save_button.isEnabled():
            self.editors[first or "answered_on"].control.setFocus()
            return
        referral, outcome = self._shown_id, str(self.editors["outcome"].value() or "")
        text, seen = str(self.editors["answer"].value() or ""), self._seen
        still_open = is_open({**self._lines[referral].values, "answered_on": day, "outcome": outcome})
        self.save_button.setEnabled(False)

        def work(session: Session) -> Saved:
            answered = date.fromisoformat(day)
            saved = desk.answer(session, referral, answered_on=answered, outcome=outcome, text=text, seen=seen)
            drafts.drop(session, f"record/{referral}")
            return saved

        def done(_saved: Saved) -> None:
            self.keeper.forget()
            self._shown_id = ""
            self.save_button.setEnabled(True)
            self.context.ways.notice.emit(tr(SAVED_OPEN if still_open else SAVED), None)
            self.shown()

        def failed(fault: Any) -> None:
            self.save_button.setEnabled(True)
            self.context.tasks.troubled.emit(fault)

        self.context.tasks.change(work, done, owner=self, failed=failed)

    def place(self) -> dict[str, Any]:
        """Return which referrals are listed."""
        return {"which": self.which.code()}

    def come_back(self, place: dict[str, Any]) -> None:
        """List what was listed."""
        self.which.choose(str(place.get("which") or "waiting"))

    def before_lock(self) -> None:
        """Keep the referral being written."""
        if self.sheet is not None:
            self.sheet.before_lock()
        self.path.keep_now()
        self.keeper.keep_now()


def _half_written(session: Session) -> Draft | None:
    return drafts.draft_of(session, KEY)
