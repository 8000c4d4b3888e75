# SPDX-License-Identifier: EUPL-1.2
"""Staff di progetto: the sittings with their agenda, the situations with their members, the minutes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import lists, reading, records
from welfaredesk.desk.plan.page import project_of_situation
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import sittings, situations
from welfaredesk.desk.staff.calendar import save_convocation
from welfaredesk.desk.staff.members import Expected, as_rows, readers_missing
from welfaredesk.desk.staff.sittings import MinutesLine, SittingLine, SittingPage
from welfaredesk.desk.staff.situations import Member, SituationLine
from welfaredesk.desk.staff.templates import TemplateLine, templates
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.names import link_title
from welfaredesk.ui.choose import save_file
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.detail import Detail
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.list_page import ListPage
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.act_strip import ActStrip
from welfaredesk.ui.screens.staff_detail import AgendaPart, not_on
from welfaredesk.ui.screens.staff_words import day_said, expected_words, member_words, state_chip, when_words

WHICH, SITTINGS, SITUATIONS, MINUTES = N_("Che cosa"), N_("Sedute"), N_("Situazioni"), N_("Verbali")
TEMPLATES, NEW_TEMPLATE = N_("Composizioni attese"), N_("Nuova composizione")
NEW_SITTING, NEW_SITUATION = N_("Nuova seduta"), N_("Chiedi uno staff")
SITTING = N_("Seduta {number}")
EMPTY = {
    "sittings": N_("Nessuna seduta in programma: se ne prepara una con «Nuova seduta»."),
    "situations": N_("Nessuna situazione aspetta uno staff."),
    "minutes": N_("Nessun verbale: si iniziano dall'ordine del giorno di una seduta."),
    "templates": N_("Nessuna composizione: dice chi è atteso agli staff di un servizio."),
}
CHOOSE, REVIEW = N_("Scegli dall'elenco"), N_("Da rivedere")
SITUATION_ONE, SITUATION_MANY = N_("situazione"), N_("situazioni")
MEMBER_ONE, MEMBER_MANY = N_("membro"), N_("membri")
PROJECT = N_("Progetto")
EDIT, CASE, OPEN, CALENDAR, FILL, SHARE = (
    N_("Modifica"),
    N_("Apri la cartella"),
    N_("Apri il verbale"),
    N_("Salva per il calendario"),
    N_("Aggiungi gli attesi"),
    N_("Condividi con i membri"),
)
SAVED = N_("Convocazione salvata: {name}")
CALENDAR_NAME, CALENDAR_KINDS = "staff.ics", N_("Calendario (*.ics)")
COLUMNS = (
    Column("what", N_("Che cosa"), 16, stretches=True),
    Column("when", N_("Quando"), 13),
    Column("state", N_("Stato"), 15),
    Column("more", N_("Dettaglio"), 11, drop=1),
    Column("number", N_("Numero"), 9, drop=2),
)
Line = SittingLine | SituationLine | MinutesLine | TemplateLine
LISTS: dict[str, Callable[[Session], Sequence[Line]]] = {
    "sittings": sittings.sittings,
    "situations": situations.situations,
    "minutes": sittings.minutes_here,
    "templates": templates,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """What the detail shows of a sitting or a situation."""

    values: Mapping[str, Value]
    page: SittingPage | None = None
    others: Sequence[SituationLine] = ()
    members: Sequence[Member] = ()
    missing: Sequence[Expected] = ()
    unread: Sequence[str] = ()


def _sitting(session: Session, identity: str) -> _Chosen:
    page = sittings.sitting_page(session, identity)
    return _Chosen(values=page.shown.values, page=page, others=not_on(page, situations.situations(session)))


def _situation(session: Session, identity: str) -> _Chosen:
    reading.opened(session, identity)
    values = records.show(session, identity).values
    names = lists.operator_names(session)
    return _Chosen(
        values=values,
        unread=[names.get(one, "") for one in readers_missing(session, identity, as_rows(values.get("members")))],
        members=situations.members_of(session, identity),
        missing=situations.expected_missing(session, identity),
    )


class Staff(Screen):
    """The lists of the staff, and beside them what is chosen."""

    name = "staff"
    label = N_("Staff di progetto")
    icon = "messages-square"
    deed = Deed.READ_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._lines: dict[str, Line] = {}
        leads = may(context.session.identity.roles, Deed.CONDUCT_CASES)
        self.new_sitting = Button(tr(NEW_SITTING), "calendar-plus", look="main")
        self.new_situation = Button(tr(NEW_SITUATION), "plus")
        self.new_sitting.clicked.connect(lambda: context.ways.new_record.emit("sitting", {}))
        self.new_situation.clicked.connect(lambda: context.ways.new_record.emit("situation", {}))
        self.to_review = Button(tr(REVIEW), "clipboard-check")
        self.to_review.clicked.connect(lambda: context.ways.screen.emit("queue"))
        self.new_template = Button(tr(NEW_TEMPLATE), "plus")
        self.new_template.clicked.connect(lambda: context.ways.new_record.emit("staff_template", {}))
        self.new_template.hide()
        choices = [("sittings", tr(SITTINGS)), ("situations", tr(SITUATIONS)), ("minutes", tr(MINUTES))]
        if may(context.session.identity.roles, Deed.WRITE_SETTINGS):
            choices.append(("templates", tr(TEMPLATES)))
        self.which = ChoiceChips(choices if leads else choices[2:3], tr(WHICH), always=True)
        self.which.choose("sittings" if leads else "minutes")
        self.which.changed.connect(self._turn)
        self.table = Table([Column(c.key, tr(c.label), c.width, c.stretches, drop=c.drop) for c in COLUMNS], tr(WHICH))
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(self._open)
        self.detail = Detail(tr(self.label), empty=tr(CHOOSE))
        self.path = ActStrip(context, framed=False)
        self.agenda = AgendaPart(context)
        self.detail.extra.addWidget(self.path)
        self.detail.extra.addWidget(self.agenda)
        self.agenda.opened.connect(self._to_minutes)
        self.agenda.added.connect(self._add)
        self.agenda.dated.connect(lambda situation: self.save_calendar(self.table.current_id(), situation))
        self.empty = EmptyState(tr(EMPTY["sittings"]), icon=self.icon)
        made = [self.to_review, self.new_template, self.new_situation, self.new_sitting]
        head = PageHead(tr(self.label), actions=made if leads else [])
        self.page = ListPage(head, [self.which], table=self.table, detail=self.detail, empty=self.empty)
        whole = column(gap=0)
        whole.addWidget(self.page)
        self.setLayout(whole)

    @property
    def kind(self) -> str:
        """Return which list is shown."""
        return self.which.code() or "minutes"

    @Slot()
    def _turn(self) -> None:
        self._clear_detail()
        self.shown()

    def shown(self) -> None:
        """Ask for the list."""
        kind = self.kind
        self.new_template.setVisible(kind == "templates")
        self.context.tasks.ask(LISTS[kind], lambda lines: self._show(kind, lines), owner=self, latest="staff")

    def _show(self, kind: str, lines: Sequence[Line]) -> None:
        if kind != self.kind:
            return
        chosen = self.table.current_id()
        self._lines = {line.id: line for line in lines}
        ids = list(self._lines)
        self.empty.say(tr(EMPTY[kind]))
        self.page.show_rows(some=bool(ids))
        with QSignalBlocker(self.table):
            self.table.set_rows(ids, lambda wanted: [self._row(self._lines[one]) for one in wanted])
            if chosen in self._lines:
                self.table.selectRow(ids.index(chosen))
        if ids:
            self._choose(self.table.current_id())
        else:
            self._clear_detail()

    def _row(self, line: Line) -> TableRow:
        codes, now = self.context.codes, today(self.context.clock)
        if isinstance(line, SittingLine):
            count = plural(line.situations, SITUATION_ONE, many=SITUATION_MANY)
            state = state_chip(codes, line.state, of="sitting_state")
            where = " · ".join(part for part in (line.place or line.convener, line.number) if part)
            return (where, when_words(line.when, now), state, count, "")
        if isinstance(line, SituationLine):
            members = plural(line.members, MEMBER_ONE, many=MEMBER_MANY)
            state = state_chip(codes, line.state, of="situation_state")
            return (line.name, day_said(line.requested_on, now), state, members, line.number)
        if isinstance(line, TemplateLine):
            return (line.name, "", "", plural(len(line.expected), MEMBER_ONE, many=MEMBER_MANY), "")
        state = state_chip(codes, line.state, of="minutes_state")
        return (line.name, when_words(line.when, now), state, line.place, "")

    def _clear_detail(self) -> None:
        self.path.show_record("")
        self.agenda.hide()
        self.detail.show_nothing()

    @Slot(str)
    def _choose(self, identity: str) -> None:
        line = self._lines.get(identity)
        if line is None:
            self._clear_detail()
            return
        self.path.show_record("" if isinstance(line, TemplateLine) else identity)
        if isinstance(line, MinutesLine | TemplateLine):
            self._show_plain(line)
            return
        question = _sitting if isinstance(line, SittingLine) else _situation
        self.context.tasks.ask(
            lambda session: question(session, identity),
            lambda found: self._show_chosen(identity, found),
            owner=self,
            latest="staff-chosen",
        )

    def _show_plain(self, line: MinutesLine | TemplateLine) -> None:
        self.agenda.hide()
        lines: list[tuple[str, str]] = []
        if isinstance(line, TemplateLine):
            lines.append((tr(N_("Chi è atteso")), expected_words(line.expected, self.context.codes)))
            said = line.service
        else:
            said = when_words(line.when, today(self.context.clock))
        self.detail.show_lines(line.name, lines=lines, subtitle=said, actions=self._actions(line))

    def _show_chosen(self, identity: str, found: _Chosen) -> None:
        line = self._lines.get(identity)
        if line is None or identity != self.table.current_id():
            return
        if isinstance(line, SittingLine) and found.page is not None:
            self._show_sitting(line, found)
        elif isinstance(line, SituationLine):
            self._show_situation(line, found)

    def _show_sitting(self, line: SittingLine, found: _Chosen) -> None:
        values, now = found.values, today(self.context.clock)
        lines = [
            (tr(N_("Dove")), str(values.get("place") or "")),
            (tr(N_("Collegamento a distanza")), str(values.get("online") or "")),
            (tr(N_("Chi convoca")), line.convener),
            (tr(N_("Perché è stata annullata")), str(values.get("call_off_reason") or "")),
        ]
        title = tr(SITTING).format(number=line.number)
        self.detail.show_lines(title, lines=lines, subtitle=when_words(line.when, now), actions=self._actions(line))
        if found.page is not None:
            self.agenda.show_agenda(found.page, found.others)
        self.agenda.show()

    def _show_situation(self, line: SituationLine, found: _Chosen) -> None:
        values, codes = found.values, self.context.codes
        members = "\n".join(member_words(one, codes) for one in found.members)
        services = (
            link_title(row.get("service")) or str(row.get("name") or "") for row in values.get("services") or ()
        )
        requester = str(values.get("requester_name") or "") or link_title(values.get("requester"))
        lines = [
            (tr(N_("Chi chiede")), requester),
            (tr(N_("Perché")), line.reason),
            (tr(N_("Servizi")), ", ".join(one for one in services if one)),
            (tr(N_("Membri")), members),
            (tr(N_("Atteso e non ancora indicato")), expected_words(found.missing, codes)),
            (tr(N_("Non la leggono ancora")), "; ".join(found.unread)),
        ]
        self.agenda.hide()
        actions = self._actions(line)
        if found.unread:
            shares = Button(tr(SHARE), "send")
            shares.clicked.connect(lambda _on=False: self._share(line.id))
            actions.append(shares)
        if found.missing:
            fill = Button(tr(FILL), "user-plus")
            fill.clicked.connect(lambda _on=False: self._fill(line.id))
            actions.append(fill)
        self.detail.show_lines(line.name, lines=lines, subtitle=line.number, actions=actions)

    def _actions(self, line: Line) -> list[Button]:
        ways = self.context.ways
        if isinstance(line, MinutesLine):
            opens = Button(tr(OPEN), "clipboard-list", look="main")
            opens.clicked.connect(lambda _on=False: ways.minutes.emit(line.id))
            return [opens]
        edit = Button(tr(EDIT), "pencil", look="quiet")
        edit.clicked.connect(lambda _on=False: ways.record.emit(line.id))
        if isinstance(line, SittingLine):
            saves = Button(tr(CALENDAR), "calendar-days")
            saves.clicked.connect(lambda _on=False: self.save_calendar(line.id))
            return [saves, edit]
        if isinstance(line, TemplateLine):
            return [edit]
        plan = Button(tr(PROJECT), "target")
        plan.clicked.connect(lambda _on=False: self._to_project(line.id))
        if not line.person:
            return [plan, edit]
        case = Button(tr(CASE), "folder-open")
        case.clicked.connect(lambda _on=False: ways.cartella.emit(line.person))
        return [case, plan, edit]

    def _to_project(self, situation: str) -> None:
        """Open the project of a situation, begun when there is none."""
        to = partial(self.context.ways.page.emit, "project")
        self.context.tasks.change(lambda session: project_of_situation(session, situation), to, owner=self)

    @Slot(str)
    def _open(self, identity: str) -> None:
        if isinstance(self._lines.get(identity), MinutesLine):
            self.context.ways.minutes.emit(identity)
        else:
            self.context.ways.record.emit(identity)

    @Slot(str)
    def _to_minutes(self, situation: str) -> None:
        """Open the minutes of a situation on the agenda, begun when nobody has yet."""
        sitting = self.table.current_id()
        self.context.tasks.change(
            lambda session: sittings.open_minutes(session, sitting, situation),
            self.context.ways.minutes.emit,
            owner=self,
        )

    @Slot(str)
    def _add(self, situation: str) -> None:
        sitting = self.table.current_id()
        self.context.tasks.change(
            lambda session: sittings.put_on_agenda(session, sitting, situation),
            lambda _saved: self.shown(),
            owner=self,
        )

    def _fill(self, situation: str) -> None:
        self.context.tasks.change(
            lambda session: situations.fill_from_template(session, situation),
            lambda _saved: self.shown(),
            owner=self,
        )

    def _share(self, situation: str) -> None:
        self.context.tasks.change(
            lambda session: situations.share(session, situation), lambda _count: self.shown(), owner=self
        )

    def save_calendar(self, sitting: str, situation: str | None = None) -> None:
        """Ask where to write the convocation for a calendar, of a sitting or of one situation, and write it there."""
        save_file(
            self,
            tr(CALENDAR),
            done=lambda path: self.write_calendar(sitting, path, situation=situation),
            name=CALENDAR_NAME,
            kinds=tr(CALENDAR_KINDS),
        )

    def write_calendar(self, sitting: str, path: Path, *, situation: str | None = None) -> None:
        """Write the convocation of a sitting, or of one situation of it, for a calendar."""

        def done(_count: int) -> None:
            self.context.ways.notice.emit(tr(SAVED).format(name=path.name), None)

        self.context.tasks.ask(
            lambda session: save_convocation(session, sitting, path, situation=situation), done, owner=self
        )

    def place(self) -> dict[str, Any]:
        """Return which list is shown."""
        return {"which": self.kind}

    def come_back(self, place: dict[str, Any]) -> None:
        """Show the list that was shown."""
        self.which.choose(str(place.get("which") or self.kind))

    def before_lock(self) -> None:
        """Keep the act being filled in."""
        self.path.keep_now()
