# SPDX-License-Identifier: EUPL-1.2
"""Gruppi di lavoro: who is in each, who may let somebody in, and what leaving does not undo."""

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import people, people_pages
from welfaredesk.desk.memberships import last_day
from welfaredesk.desk.people import GroupShown, OperatorShown
from welfaredesk.desk.people_pages import Powers
from welfaredesk.desk.session import Session
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.statement import GroupKind, Role
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, instead_of, row
from welfaredesk.ui.parts.code_picker import Choice, CodePicker
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.screens.people_part import (
    EVERYBODY,
    GROUPS,
    NAMES_APART,
    UNTIL,
    UNTIL_DAY,
    UNTIL_WRONG,
    Listed,
    ListPart,
    until_picker,
)
from welfaredesk.ui.theme import scale

COLUMNS = (
    Column("name", N_("Gruppo"), 20, stretches=True),
    Column("members", N_("Chi ne fa parte"), 34, drop=1),
    Column("count", N_("Persone"), 7, right=True, drop=2),
)
NEW, NAME, NAME_HELP = (
    N_("Nuovo gruppo"),
    N_("Nome del gruppo"),
    N_("Per esempio «Tutela minori» o «Servizio sociale di Viadana». Tu ne sei il primo membro."),
)
CREATE, CREATED = N_("Crea il gruppo"), N_("Gruppo creato.")
LISTED = Listed(
    columns=COLUMNS,
    icon="users",
    empty=N_("Non c'è ancora nessun gruppo di lavoro."),
    choose=N_("Scegli un gruppo dall'elenco"),
    one=N_("gruppo"),
    many=N_("gruppi"),
)
ONE_PERSON, PEOPLE = N_("persona"), N_("persone")
NOBODY = N_("nessuno")
ADD, WHO, TAKE_OUT, TAKE_OUT_OF = N_("Aggiungi"), N_("Aggiungi una persona"), N_("Togli"), N_("Togli {name}")
MAY_NOT = N_(
    "Fa entrare altri solo chi è già nel gruppo ed è responsabile, coordinatore o case manager: "
    "nessuno può darsi le cartelle da solo."
)
ADDED, TAKEN_OUT = (
    N_("{name} è nel gruppo: le cartelle le arrivano con la prossima sincronizzazione."),
    N_("{name} non è più nel gruppo."),
)
LEAVING = N_("Togli {name} dal gruppo «{group}»?")
LEAVING_SAID = (
    N_("Da adesso non riceve più le cartelle del gruppo né le novità, e quello che il gruppo scrive ha chiavi nuove."),
    N_("Quello che ha già letto o stampato resta letto: nessun programma può riprenderlo."),
)
UNTIL_HELP = N_("Vuoto: senza fine.")
ON_CALL = N_("È di reperibilità o pronto intervento")
ON_CALL_HELP = N_("Apre solo la parte ordinaria delle cartelle, dicendo perché: chi segue la persona lo vede in Oggi.")
EVERYONE = N_("Tutte le persone dell'ente, per gli elenchi comuni")


@dataclass(frozen=True, slots=True)
class GroupsRead:
    """The groups, everybody who could join one, and what may be done here."""

    groups: list[GroupShown]
    everybody: list[OperatorShown]
    powers: Powers


class GroupsPart(ListPart):
    """The list of groups and the members of the chosen one."""

    key = GROUPS

    def __init__(self, context: Context) -> None:
        self.new_button = Button(tr(NEW), "plus", look="main")
        super().__init__(context, LISTED, actions=[self.new_button])
        self.new_button.clicked.connect(self.new_group)
        self._found: dict[str, GroupShown] = {}
        self._read: GroupsRead | None = None
        self._members = QWidget()
        self.detail.extra.addWidget(self._members)
        self.who = CodePicker([], tr(WHO))
        self.add_button = Button(tr(ADD), "user-plus")
        self.name = QLineEdit()
        self.outs: dict[str, Button] = {}
        self.new_button.hide()

    def ask(self) -> None:
        """Ask for the groups and for who could join them."""
        self.context.tasks.ask(_read, self.show_found, owner=self, latest="groups")

    def show_found(self, read: GroupsRead) -> None:
        """Show these groups, staying on the chosen one."""
        self._read = read
        self.new_button.setVisible(read.powers.makes_groups)
        self._found = {one.id: one for one in read.groups}
        self.show_rows(self._found, _row)

    @Slot(str)
    def choose(self, group: str) -> None:
        """Show a group: who is in it, and who may come."""
        one = self._found.get(group)
        if one is None:
            self.detail.show_nothing()
            self._members.hide()
            return
        subtitle = tr(EVERYONE) if one.kind == EVERYBODY else plural(len(one.members), ONE_PERSON, many=PEOPLE)
        self.detail.show_lines(one.name, lines=(), subtitle=subtitle)
        fresh, self.outs = QWidget(), {}
        laid = column(gap=scale.S8)
        for operator, name in one.members.items():
            laid.addWidget(self._member(one, operator, name=name))
        if one.may_admit:
            laid.addWidget(self._adding(one))
        elif one.kind != EVERYBODY:
            laid.addWidget(PlainLabel(tr(MAY_NOT), "meta", wrap=True))
        fresh.setLayout(laid)
        self._members = instead_of(self._members, fresh)

    def _member(self, group: GroupShown, operator: str, *, name: str) -> QWidget:
        line = QWidget()
        laid = row(gap=scale.S8)
        end = group.expiries.get(operator)
        offset = self.context.clock.now().offset
        last = "" if end is None else tr(UNTIL_DAY).format(day=full_day(last_day(end, offset)))
        laid.addWidget(PlainLabel(NAMES_APART.join(part for part in (name, last) if part), elide=True), 1)
        read = self._read
        leaves = read is not None and (read.powers.leads or operator == self.context.session.identity.operator)
        if leaves and len(group.members) > 1 and group.kind != EVERYBODY:
            out = Button(tr(TAKE_OUT), look="quiet")
            out.setAccessibleName(tr(TAKE_OUT_OF).format(name=name))
            out.clicked.connect(lambda: self.ask_leaving(group, operator))
            self.outs[operator] = out
            laid.addWidget(out)
        line.setLayout(laid)
        return line

    def _adding(self, group: GroupShown) -> QWidget:
        everybody = self._read.everybody if self._read is not None else []
        choices = [
            Choice(one.id, one.name)
            for one in everybody
            if one.id not in group.members and one.desks and one.roles != (Role.ESTERNO,)
        ]
        self.who = CodePicker(choices, tr(WHO))
        self.until = until_picker(self.context.clock)
        self.add_button = Button(tr(ADD), "user-plus")
        field = Field(tr(WHO), self.who)
        self.add_button.clicked.connect(lambda: self._add(group, field))
        box = QWidget()
        laid = column(gap=scale.S8)
        laid.addWidget(field)
        laid.addWidget(Field(tr(UNTIL), self.until, help_text=tr(UNTIL_HELP)))
        laid.addWidget(self.add_button)
        box.setLayout(laid)
        box.setVisible(bool(choices))
        return box

    def _add(self, group: GroupShown, field: Field) -> None:
        operator, name = self.who.code(), self.who.text()
        if not operator:
            self.who.show_all()
            return
        if not self.until.understood():
            field.set_problem(tr(UNTIL_WRONG))
            return
        until = self.until.day()

        def add(session: Session) -> None:
            end = None if until is None else people.end_of(session, until)
            people.add_member(session, operator, group.id, expires_ms=end)

        self.context.tasks.change(
            add,
            lambda _none: self._changed(tr(ADDED).format(name=name)),
            owner=self,
            failed=lambda fault: field.set_problem(fault.text),
        )

    def ask_leaving(self, group: GroupShown, operator: str) -> None:
        """Ask once more before somebody leaves a group."""
        name = group.members[operator]
        button = Button(tr(TAKE_OUT_OF).format(name=name), look="danger")
        title = tr(LEAVING).format(name=name, group=group.name)

        def leave() -> None:
            self.context.tasks.change(
                lambda session: people.remove_member(session, operator, group.id),
                lambda _none: self._changed(tr(TAKEN_OUT).format(name=name)),
                owner=self,
            )

        self.confirm(title, [tr(one) for one in LEAVING_SAID], button=button, done=leave)

    @Slot()
    def new_group(self) -> None:
        """Lay the sheet in which a new group gets its name."""
        self.name = QLineEdit()
        field = Field(tr(NAME), self.name, help_text=tr(NAME_HELP))
        self.on_call = Tick(tr(ON_CALL))
        create = Button(tr(CREATE), look="main")
        create.clicked.connect(lambda: self._create(field, on_call=self.on_call.isChecked()))
        self.name.returnPressed.connect(create.click)
        help_ = PlainLabel(tr(ON_CALL_HELP), "meta", wrap=True)
        self.lay_sheet(tr(NEW), [field, self.on_call, help_], foot=[create], first=self.name)

    def _create(self, field: Field, *, on_call: bool) -> None:
        name = self.name.text().strip()
        if not name:
            field.set_problem(tr(N_("Serve un nome.")))
            return

        def done(_group: str) -> None:
            self.close_sheet()
            self._changed(tr(CREATED))

        self.context.tasks.change(
            lambda session: people.add_group(session, name, on_call=on_call),
            done,
            owner=self,
            failed=lambda fault: field.set_problem(fault.text),
        )

    def _changed(self, told: str) -> None:
        self.context.ways.notice.emit(told, None)
        self.context.exchanging.now()
        self.ask()


def _read(session: Session) -> GroupsRead:
    groups = sorted(people.groups(session), key=lambda one: (one.kind != GroupKind.WORKING, one.kind == EVERYBODY))
    return GroupsRead(groups, people.operators(session), people_pages.powers(session))


def _row(one: GroupShown) -> TableRow:
    return one.name, NAMES_APART.join(one.members.values()) or tr(NOBODY), str(len(one.members))
