# SPDX-License-Identifier: EUPL-1.2
"""Persone: who works for the ente, with which roles, in which groups, on how many desks."""

from dataclasses import dataclass

from PySide6.QtCore import Slot

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import people, people_pages
from welfaredesk.desk.people import OperatorShown
from welfaredesk.desk.people_pages import Powers
from welfaredesk.desk.session import Session
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.statement import Role
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.screens.people_part import (
    EVERYBODY,
    INVITE,
    NAMES_APART,
    PEOPLE,
    UNTIL,
    UNTIL_DAY,
    UNTIL_WRONG,
    Listed,
    ListPart,
    roles_words,
    until_picker,
)
from welfaredesk.ui.screens.whose_card import ROLE_WORDS, role_label
from welfaredesk.ui.theme import scale

COLUMNS = (
    Column("name", N_("Nome"), 16, stretches=True),
    Column("roles", N_("Ruoli"), 26, drop=1),
    Column("groups", N_("Gruppi"), 20, drop=2),
    Column("desks", N_("Postazioni"), 9, drop=3),
)
INVITE_SOMEBODY = N_("Invita un collega")
LISTED = Listed(
    columns=COLUMNS,
    icon="users",
    empty=N_("Non c'è ancora nessuno."),
    choose=N_("Scegli una persona dall'elenco"),
    one=N_("persona"),
    many=N_("persone"),
)
UNTIL_HELP = N_("L'ultimo giorno in cui legge e scrive. Da solo, «esterno» esce dai gruppi di lavoro.")
ROLES, IN_GROUPS, ON_DESKS = N_("Ruoli"), N_("Gruppi di lavoro"), N_("Postazioni")
BY_NAME = N_("nessuno: legge la cartella condivisa con lui")
ROLES_TALL = 460
NO_GROUP, NO_DESK = N_("nessuno: non riceve cartelle"), N_("nessuna ancora")
CARD, CHANGE_ROLES = N_("Scheda"), N_("Cambia i ruoli…")
ME = N_("Tu")
ROLES_OF, ROLES_HELP = (
    N_("Ruoli di {name}"),
    N_("Un ruolo dice che cosa si può fare. Quali cartelle si leggono lo dicono i gruppi di lavoro."),
)
KEEP_ROLES, ROLES_KEPT = N_("Salva i ruoli"), N_("Ruoli cambiati.")
ONE_ROLE = N_("Scegline almeno uno.")


@dataclass(frozen=True, slots=True)
class PersonsRead:
    """The persons, the groups that are not of one person alone, and what may be done here."""

    persons: list[OperatorShown]
    shared: frozenset[str]
    powers: Powers


class PersonsPart(ListPart):
    """The list of persons and the chosen one."""

    key = PEOPLE

    def __init__(self, context: Context) -> None:
        self.invite_button = Button(tr(INVITE_SOMEBODY), "user-plus", look="main")
        super().__init__(context, LISTED, actions=[self.invite_button])
        self.invite_button.clicked.connect(lambda: self.part_asked.emit(INVITE))
        self._found: dict[str, OperatorShown] = {}
        self._read: PersonsRead | None = None
        self.ticks: dict[Role, Tick] = {}
        self.keep_button = Button(tr(KEEP_ROLES), look="main")
        self.until = until_picker(context.clock)
        self.until_field = Field(tr(UNTIL), self.until)
        self.table.opened.connect(context.ways.record)
        self.invite_button.hide()

    def ask(self) -> None:
        """Ask who works here."""
        self.context.tasks.ask(_read, self.show_found, owner=self, latest="people")

    def show_found(self, read: PersonsRead) -> None:
        """Show these persons, staying on the chosen one."""
        self._read = read
        self.invite_button.setVisible(read.powers.invites)
        self._found = {one.id: one for one in read.persons}
        self.show_rows(self._found, self._row)

    @Slot(str)
    def choose(self, operator: str) -> None:
        """Show a person, and what may be done about him."""
        one = self._found.get(operator)
        if one is None:
            self.detail.show_nothing()
            return
        card = Button(tr(CARD), "user")
        card.clicked.connect(lambda: self.context.ways.record.emit(operator))
        actions = [card]
        if self._read is not None and self._read.powers.sets_roles:
            change = Button(tr(CHANGE_ROLES), "pencil")
            change.clicked.connect(lambda: self.change_roles(operator))
            actions.append(change)
        self.detail.show_lines(
            one.name,
            lines=(
                (tr(ROLES), self._roles(one)),
                (tr(IN_GROUPS), "\n".join(self._groups(one)) or tr(NO_GROUP if one.until is None else BY_NAME)),
                (tr(ON_DESKS), ", ".join(one.desks) or tr(NO_DESK)),
            ),
            chips=[ChipMark(tr(ME), "user", "accent")] if one.id == self.context.session.identity.operator else [],
            actions=actions,
        )

    def _roles(self, one: OperatorShown) -> str:
        """Return the roles of somebody; of who is only from outside with the last day."""
        last = "" if one.until is None else tr(UNTIL_DAY).format(day=full_day(one.until))
        return NAMES_APART.join(part for part in (roles_words(one.roles), last) if part)

    def _groups(self, one: OperatorShown) -> list[str]:
        """Return the groups of somebody by name, without those of one person alone."""
        shared = self._read.shared if self._read is not None else frozenset()
        return [name for key, name in one.groups.items() if key in shared]

    def _row(self, one: OperatorShown) -> TableRow:
        return one.name, self._roles(one), NAMES_APART.join(self._groups(one)), ", ".join(one.desks)

    def change_roles(self, operator: str) -> None:
        """Lay the sheet in which the roles of somebody are ticked."""
        one = self._found[operator]
        self.ticks = {role: Tick(role_label(role), ticked=role in one.roles) for role in ROLE_WORDS}
        box = FlowBox(gap=scale.S16)
        for tick in self.ticks.values():
            box.add(tick)
            tick.toggled.connect(self._ticked)
        field = Field(tr(ROLES), box, help_text=tr(ROLES_HELP))
        self.until = until_picker(self.context.clock)
        self.until.set_day(one.until)
        self.until_field = Field(tr(UNTIL), self.until, help_text=tr(UNTIL_HELP))
        self._ticked()
        self.keep_button = Button(tr(KEEP_ROLES), look="main")
        self.keep_button.clicked.connect(lambda: self._keep_roles(operator, field))
        first = next(iter(self.ticks.values()))
        self.lay_sheet(
            tr(ROLES_OF).format(name=one.name),
            [field, self.until_field],
            foot=[self.keep_button],
            first=first,
            tallest=ROLES_TALL,
        )

    def _ticked(self, _on: object = None) -> None:
        """Ask for a last day of who is only from outside."""
        self.until_field.setVisible(self._chosen_roles() == (Role.ESTERNO,))

    def _chosen_roles(self) -> tuple[Role, ...]:
        return tuple(role for role, tick in self.ticks.items() if tick.isChecked())

    def _keep_roles(self, operator: str, field: Field) -> None:
        chosen, until = self._chosen_roles(), self.until.day()
        if not chosen:
            field.set_problem(tr(ONE_ROLE))
            return
        if chosen == (Role.ESTERNO,) and until is None:
            self.until_field.set_problem(tr(UNTIL_WRONG))
            return

        def keep(session: Session) -> None:
            end = None if until is None else people.end_of(session, until)
            people_pages.set_roles(session, operator, chosen, until_ms=end)

        self.context.tasks.change(
            keep,
            self._roles_kept,
            owner=self,
            failed=lambda fault: field.set_problem(fault.text),
        )

    def _roles_kept(self, _none: None) -> None:
        self.close_sheet()
        self.context.ways.notice.emit(tr(ROLES_KEPT), None)
        self.context.exchanging.now()
        self.ask()


def _read(session: Session) -> PersonsRead:
    shared = frozenset(one.id for one in people.groups(session) if one.kind != EVERYBODY)
    return PersonsRead(people.operators(session), shared, people_pages.powers(session))
