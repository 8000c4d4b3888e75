# SPDX-License-Identifier: EUPL-1.2
"""Inviti: a code for a colleague or a further desk of one's own, then who asks to come in, with the six words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import inviting, people, people_pages
from welfaredesk.desk.exchange.place import ServerPlace, WayOut, server_of
from welfaredesk.desk.inviting import Asking, Invited
from welfaredesk.desk.people_names import operator_names
from welfaredesk.desk.people_pages import SHARED_WITH
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import Role
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.screens.people_invite_cards import CodeCard, InviteForm
from welfaredesk.ui.screens.people_part import INVITE, PARTS, Part
from welfaredesk.ui.screens.people_requests import RequestsCard
from welfaredesk.ui.theme import scale

SOLO = N_("Per invitare un collega l'ente ha bisogno di un server: collegalo dalle Impostazioni.")
CONNECT = N_("Collega a un server")
COPIED = N_("Copiato: si cancella dagli appunti al blocco.")
LET_IN = N_("{name} può entrare: le cartelle dei suoi gruppi le arrivano adesso.")
LET_OUTSIDE_IN = N_("{name} può entrare. La sua cartella si condivide da «Chi può leggere».")
TURNED_AWAY = N_("Richiesta di {name} rifiutata: il suo codice non vale più.")
EVERY_MS = 15_000
WIDE_FROM = 860


@dataclass(frozen=True, slots=True)
class InviteRead:
    """Where the server is, the groups one may let somebody into, the roles one may give, and one's own name."""

    place: ServerPlace | None
    groups: list[tuple[str, str]]
    roles: tuple[Role, ...]
    own_name: str


class InvitePart(Part):
    """The form of an invitation at the left, its code in the form's place once made; the requests at the right."""

    key = INVITE

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.form = InviteForm(context.session.identity.operator, context.clock)
        self.made, self.requests = CodeCard(), RequestsCard()
        self.solo = EmptyState(tr(SOLO), action=tr(CONNECT), icon="user-plus")
        self._place: ServerPlace | None = None
        self._own_name = ""
        self._timer = QTimer(self, interval=EVERY_MS)
        self._looking = False
        self._build()
        self._listen()

    def _build(self) -> None:
        left, right = QWidget(), QWidget()
        for holder, widgets in ((left, (self.form, self.made)), (right, (self.requests,))):
            laid = column(gap=scale.S12)
            for widget in widgets:
                laid.addWidget(widget)
            laid.addStretch(1)
            holder.setLayout(laid)
        self.both = Beside([left, right], shares=(1, 1), wide_from=WIDE_FROM)
        page = Page(tr(PARTS[INVITE]), gap=scale.S12)
        page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S16)
        page.body.addWidget(self.head)
        page.body.addWidget(self.row)
        page.body.addWidget(self.both)
        page.body.addWidget(self.solo, 1)
        page.body.addStretch(1)
        self.lay(page)
        self.made.hide()
        self.solo.hide()
        self.both.hide()

    def _listen(self) -> None:
        self.form.make_button.clicked.connect(self.make)
        self.made.copy_button.clicked.connect(self._copy)
        self.made.another.clicked.connect(self._again)
        self.requests.approve_asked.connect(self.approve)
        self.requests.refuse_asked.connect(self.refuse)
        self.solo.action_asked.connect(lambda: self.context.ways.screen.emit("settings"))
        self._timer.timeout.connect(self.look)

    def ask(self) -> None:
        """Ask for one's own groups, then look who asks to come in."""
        self.context.tasks.ask(_read, self._show_read, owner=self, latest="invite")

    def _show_read(self, read: InviteRead) -> None:
        self._place, self._own_name = read.place, read.own_name
        self.both.setVisible(read.place is not None)
        self.solo.setVisible(read.place is None)
        self.form.offer(read.groups, roles=read.roles)
        if read.place is not None:
            self.look()

    def showEvent(self, event: QShowEvent) -> None:
        """Look now and then while somebody waits in front of the page."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Look no more."""
        super().hideEvent(event)
        self._timer.stop()

    @Slot()
    def make(self) -> None:
        """Make the invitation."""
        if not self.form.ready():
            return
        wanted = self.form.wanted()
        self.form.set_waiting(waiting=True)
        self.context.exchanging.ask(
            lambda session, line: inviting.invite(
                session,
                line,
                operator_name=(wanted.surname, wanted.name),
                roles=wanted.roles,
                groups=wanted.groups,
                until_ms=None if wanted.until is None else people.end_of(session, wanted.until),
            ),
            lambda made: self.show_made(made, f"{wanted.name} {wanted.surname}" if wanted.roles else self._own_name),
            owner=self,
            failed=self.form.tell,
        )

    def show_made(self, made: Invited, name: str) -> None:
        """Show the code in the place of the form; whoever else may admit is told with the next exchange."""
        self.context.exchanging.now()
        self.form.set_waiting(waiting=False)
        if self._place is not None:
            self.made.show_invited(made, name, place=self._place, day=today(self.context.clock))
        self.form.hide()
        self.made.show()
        self.made.copy_button.setFocus()

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.made.words())
        self.context.ways.notice.emit(tr(COPIED), None)

    @Slot()
    def _again(self) -> None:
        self.made.forget()
        self.made.hide()
        self.form.clear()
        self.form.show()
        self.form.surname.setFocus()

    @Slot()
    def look(self) -> None:
        """Ask the server who asks to come in; one question at a time."""
        if not self._looking and self.context.exchanging.state.connected:
            self._looking = True
            self.context.exchanging.ask(inviting.requests, self._looked, owner=self, failed=self._not_looked)

    def _looked(self, found: Sequence[Asking]) -> None:
        self._looking = False
        self.requests.show_requests(found)

    def _not_looked(self, fault: Fault) -> None:
        self._looking = False
        self.requests.say(fault.text)

    @Slot(object)
    def approve(self, request: Asking) -> None:
        """Let somebody in whose six words are the same on both screens."""
        self._settle(
            lambda session, line: inviting.approve(session, line, request.id, words=request.words),
            tr(LET_IN if request.until_ms is None else LET_OUTSIDE_IN).format(name=request.name),
        )

    @Slot(object)
    def refuse(self, request: Asking) -> None:
        """Turn a request away."""
        self._settle(
            lambda session, line: inviting.refuse(session, line, request.id), tr(TURNED_AWAY).format(name=request.name)
        )

    def _settle(self, work: Callable[[Session, WayOut], object], told: str) -> None:
        def done(_result: object) -> None:
            self.context.ways.notice.emit(told, None)
            self.context.exchanging.now()
            self.look()

        self.requests.set_waiting(waiting=True)
        self.context.exchanging.ask(work, done, owner=self, failed=self._not_looked)


def _read(session: Session) -> InviteRead:
    groups = [(one.id, one.name) for one in people.groups(session) if one.may_admit and one.kind in SHARED_WITH]
    surname, _, name = operator_names(session)[session.identity.operator].partition(", ")
    own_name = f"{name} {surname}".strip()
    return InviteRead(server_of(session), groups, people_pages.roles_to_give(session), own_name)
