# SPDX-License-Identifier: EUPL-1.2
"""The two sides of an invitation: the form that asks for whom it is, and the code that came of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.exchange.place import ServerPlace, fingerprint_words
from welfaredesk.desk.inviting import Invited
from welfaredesk.domain.periods import moment_words
from welfaredesk.domain.statement import Role
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, labelled
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.qr import QrPicture
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.screens.first_start_pages import filled
from welfaredesk.ui.screens.people_part import UNTIL, UNTIL_MISSING, until_picker
from welfaredesk.ui.screens.whose_card import ROLE_WORDS, role_label
from welfaredesk.ui.theme import scale

WHO, COLLEAGUE, MINE = N_("Chi inviti"), N_("Un collega"), N_("Un'altra mia postazione")
MINE_SAID = N_("Un PC in più per te: riceve le stesse cartelle di questo. Il codice vale solo per te.")
SURNAME, NAME, ROLES, GROUPS = N_("Cognome"), N_("Nome"), N_("Ruoli"), N_("Gruppi di lavoro")
ROLES_HELP = N_("Che cosa può fare. L'amministratore, da solo, non legge nessuna cartella.")
ROLES_SOME = N_("Tu fai entrare operatori ed esterni: gli altri ruoli li aggiunge dopo il responsabile.")
UNTIL_HELP = N_("L'ultimo giorno in cui legge e scrive. Si può cambiare dopo.")
OUTSIDE_SAID = N_(
    "Chi è solo esterno legge una cartella sola: quella che condividerai con lui da «Chi può leggere», quando sarà "
    "entrato. Vede anche i nomi di chi lavora nell'ente e le risorse."
)
GROUPS_HELP = N_("Quali cartelle riceve: senza gruppi, nessuna. Ci sono solo quelli in cui puoi far entrare qualcuno.")
NO_ROLE = N_("Scegline almeno uno.")
MAKE, MAKING, ANOTHER = N_("Crea l'invito"), N_("Creo l'invito…"), N_("Un altro invito")
CODE, COPY = N_("Codice di invito"), N_("Copia tutto")
VALID = N_("Vale fino a {when}, per una persona sola e una volta sola.")
HOW = N_(
    "Sul PC nuovo si sceglie «Ho un invito» e si scrivono indirizzo, impronta e codice. "
    "Dalli a voce o su carta: chi ha il codice può chiedere di entrare."
)
FOR, ADDRESS, FINGERPRINT = N_("Invito per {name}"), N_("Indirizzo"), N_("Impronta")
PICTURE = N_("Indirizzo, impronta e codice da inquadrare")
FOR_COLLEAGUE, FOR_ME = "colleague", "me"


@dataclass(frozen=True, slots=True)
class Wanted:
    """For whom an invitation is to be."""

    surname: str
    name: str
    roles: tuple[Role, ...]
    groups: tuple[str, ...]
    until: date | None = None


class InviteForm(Card):
    """Name, roles and groups of a colleague, or nothing for a further desk of one's own."""

    def __init__(self, me: str, clock: Clock) -> None:
        super().__init__(tr(WHO), gap=scale.S12)
        self._me = me
        self.which = ChoiceChips([(FOR_COLLEAGUE, tr(COLLEAGUE)), (FOR_ME, tr(MINE))], tr(WHO), always=True)
        self.surname, self.name = QLineEdit(), QLineEdit()
        self.roles = {role: Tick(role_label(role), ticked=role is Role.OPERATORE) for role in ROLE_WORDS}
        self.groups: dict[str, Tick] = {}
        self._group_box = FlowBox(gap=scale.S16)
        roles = FlowBox(gap=scale.S16)
        for tick in self.roles.values():
            roles.add(tick)
        self.surname_field, self.name_field = Field(tr(SURNAME), self.surname), Field(tr(NAME), self.name)
        self.roles_field = Field(tr(ROLES), roles, help_text=tr(ROLES_HELP))
        self.groups_field = Field(tr(GROUPS), self._group_box, help_text=tr(GROUPS_HELP))
        self.roles_some = PlainLabel(tr(ROLES_SOME), wrap=True)
        self.until = until_picker(clock)
        self.until_field = Field(tr(UNTIL), self.until, help_text=tr(UNTIL_HELP))
        self.outside_said = PlainLabel(tr(OUTSIDE_SAID), wrap=True)
        self.mine_said = PlainLabel(tr(MINE_SAID), wrap=True)
        self.trouble = Banner(kind="danger")
        self.make_button = Button(tr(MAKE), look="main")
        self._all_roles = True
        self._colleague = (self.surname_field, self.name_field, self.roles_field)
        self._outside = (self.until_field, self.outside_said)
        self.add(self.which)
        for asked in (*self._colleague, self.roles_some, self.groups_field, *self._outside, self.mine_said):
            self.add(asked)
        self.add(self.trouble)
        for tick in self.roles.values():
            tick.toggled.connect(self._chosen)
        self.body.addWidget(self.make_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.trouble.hide()
        self.which.changed.connect(self._chosen)
        self.which.choose(FOR_COLLEAGUE)
        self._chosen()

    def offer(self, groups: Sequence[tuple[str, str]], *, roles: Collection[Role]) -> None:
        """Offer these groups and roles; whoever may give none gets a further desk of one's own alone."""
        if [key for key, _ in groups] != list(self.groups):
            self._group_box.clear()
            self.groups = {key: Tick(name) for key, name in groups}
            for tick in self.groups.values():
                self._group_box.add(tick)
        self._all_roles = set(roles) == set(self.roles)
        for role, tick in self.roles.items():
            tick.setVisible(role in roles)
            if role not in roles:
                tick.setChecked(False)
        self.which.setVisible(bool(roles))
        if not roles:
            self.which.choose(FOR_ME)
        self._chosen()

    @Slot()
    def _chosen(self, _on: object = None) -> None:
        """Ask of a colleague for roles and groups, of who is only from outside for a last day instead of groups."""
        mine = self.which.code() == FOR_ME
        outside = not mine and self._roles() == (Role.ESTERNO,)
        for part in self._colleague:
            part.setHidden(mine)
        self.roles_some.setVisible(not mine and not self._all_roles)
        self.groups_field.setHidden(mine or outside)
        for asked in self._outside:
            asked.setVisible(outside)
        self.mine_said.setVisible(mine)

    def _roles(self) -> tuple[Role, ...]:
        return tuple(role for role, tick in self.roles.items() if tick.isChecked())

    def ready(self) -> bool:
        """Say beside the fields what is missing, and tell whether nothing is."""
        if not self.make_button.isEnabled():
            return False
        if self.which.code() == FOR_ME:
            return True
        wanted = self.wanted()
        self.roles_field.set_problem("" if wanted.roles else tr(NO_ROLE))
        named = [filled(self.name_field, self.name), filled(self.surname_field, self.surname)]
        ends = wanted.until is not None or wanted.roles != (Role.ESTERNO,)
        self.until_field.set_problem("" if ends else tr(UNTIL_MISSING))
        return all(named) and bool(wanted.roles) and ends

    def wanted(self) -> Wanted:
        """Return for whom the invitation is to be."""
        if self.which.code() == FOR_ME:
            # By id: the name that a desk was made with need not be the one in the organico.
            return Wanted(self._me, "", roles=(), groups=())
        outside = self._roles() == (Role.ESTERNO,)
        return Wanted(
            self.surname.text().strip(),
            self.name.text().strip(),
            roles=self._roles(),
            groups=() if outside else tuple(key for key, tick in self.groups.items() if tick.isChecked()),
            until=self.until.day() if outside else None,
        )

    def set_waiting(self, *, waiting: bool) -> None:
        """Take nothing more while the invitation is being made."""
        self.make_button.setEnabled(not waiting)
        self.make_button.set_label(tr(MAKING if waiting else MAKE))
        self.trouble.hide()

    def tell(self, fault: Fault) -> None:
        """Say why it was not made."""
        self.set_waiting(waiting=False)
        self.trouble.show()
        self.trouble.say(fault.text, kind="danger")

    def clear(self) -> None:
        """Be ready for another."""
        self.surname.clear()
        self.name.clear()


class CodeCard(Card):
    """The invitation that was made: address, fingerprint, code, and all three as a picture."""

    def __init__(self) -> None:
        super().__init__(gap=scale.S8)
        self.title = PlainLabel("", "section", wrap=True)
        self.code, self.address, self.fingerprint = copied("title"), copied(), copied()
        self.valid = PlainLabel("", "meta", wrap=True)
        self.picture = QrPicture(tr(PICTURE))
        self.copy_button, self.another = Button(tr(COPY), "copy"), Button(tr(ANOTHER), "plus", look="quiet")
        self.add(self.title)
        for label, value in ((CODE, self.code), (ADDRESS, self.address), (FINGERPRINT, self.fingerprint)):
            self.add(labelled(tr(label), value))
        self.add(self.valid)
        self.body.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(PlainLabel(tr(HOW), "meta", wrap=True))
        buttons = FlowBox(line_gap=scale.S8)
        buttons.add(self.copy_button)
        buttons.add(self.another)
        self.body.addSpacing(scale.S8)
        self.add(buttons)

    def show_invited(self, made: Invited, name: str, *, place: ServerPlace, day: date) -> None:
        """Show an invitation."""
        self.title.setText(tr(FOR).format(name=name))
        self.code.setText(made.code)
        self.address.setText(place.url)
        self.fingerprint.setText(fingerprint_words(place.key))
        self.valid.setText(tr(VALID).format(when=moment_words(made.expires.local(), day)))
        self.picture.show_words(self.words())

    def words(self) -> str:
        """Return address, fingerprint and code, a line each."""
        return "\n".join((self.address.text(), self.fingerprint.text(), self.code.text()))

    def forget(self) -> None:
        """Drop the code."""
        self.code.setText("")
        self.picture.show_words("")


def copied(look: str = "interface") -> PlainLabel:
    """Return a label whose words can be copied."""
    label = PlainLabel("", look, wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
