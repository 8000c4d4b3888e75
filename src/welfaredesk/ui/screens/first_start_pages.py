# SPDX-License-Identifier: EUPL-1.2
"""The pages of the first start on which somebody says what the ente is and who works in it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QVBoxLayout, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.founding import DEFAULT_ROLES
from welfaredesk.desk.resources import birthplaces, code_lists
from welfaredesk.domain.birthplaces import PlaceKind
from welfaredesk.domain.statement import Role
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.code_picker import Choice, CodePicker
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.finder import Finder, Reply
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.parts.tick import INDENT, Pick, Tick
from welfaredesk.ui.screens.new_passphrase import NewPassphrase
from welfaredesk.ui.screens.whose_card import role_label
from welfaredesk.ui.theme import scale

REQUIRED = N_("Serve per continuare.")
OFFERED_ROLES = (
    Role.OPERATORE,
    Role.CASE_MANAGER,
    Role.COORDINATORE,
    Role.RESPONSABILE,
    Role.AMMINISTRATORE,
    Role.DPO,
)


class StartPage(QWidget):
    """One page of the first start: its title, what stands on it, whether one may go on."""

    title = ""

    def __init__(self, lead: str = "") -> None:
        super().__init__()
        self.body = column(gap=scale.S12)
        self.setLayout(self.body)
        if lead:
            self.body.addWidget(PlainLabel(lead, wrap=True))

    def entered(self) -> None:
        """Get ready to be seen."""

    def ready(self) -> bool:
        """Say on the page what is missing, and tell whether nothing is."""
        return True

    def first(self) -> QWidget:
        """Return where the keyboard begins."""
        return self


class Welcome(StartPage):
    """A new ente on this PC, an invitation from one that exists, the sheets of one whose PC is gone, or a copy."""

    title = N_("Cominciamo")
    LEAD = N_(
        "Qui si lavora con la cartella sociale anche senza linea. Tutto resta cifrato su questo PC: "
        "chi lo trova o lo ruba non può leggere niente."
    )
    NEW = N_("Creo l'ente su questo PC")
    NEW_HELP = N_("Comincio da sola o da solo; i colleghi potranno unirsi in seguito, senza rifare niente.")
    INVITED = N_("Ho un invito")
    INVITED_HELP = N_("Un collega mi ha dato un indirizzo, un'impronta e un codice per unirmi al suo ente.")
    GONE = N_("Il mio PC non c'è più")
    GONE_HELP = N_("Si è rotto o è perso: ho i fogli di recupero dell'ente, l'indirizzo del server e la sua impronta.")
    COPY = N_("Ho una copia di sicurezza")
    COPY_HELP = N_("Un file .wdcopia di un PC che non c'è più, e la mia frase segreta.")

    def __init__(self) -> None:
        super().__init__(tr(self.LEAD))
        self.new, self.invited = Pick(tr(self.NEW)), Pick(tr(self.INVITED))
        self.gone, self.copy = Pick(tr(self.GONE)), Pick(tr(self.COPY))
        self.new.setChecked(True)
        said = (
            (self.new, self.NEW_HELP),
            (self.invited, self.INVITED_HELP),
            (self.gone, self.GONE_HELP),
            (self.copy, self.COPY_HELP),
        )
        for choice, help_text in said:
            self.body.addLayout(said_under(choice, tr(help_text)))

    def first(self) -> QWidget:
        """Begin at the choice."""
        return self.new


class Comuni(QWidget):
    """The comuni of the ente: found as one types, shown as chips that can be taken away."""

    PLACE = N_("Scrivi il nome di un comune")
    TAKE_AWAY = N_("Togli {name}")

    def __init__(self, label: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.finder = Finder(self._find, label, placeholder=tr(self.PLACE))
        self.finder.picked.connect(self._picked)
        self.chips = FlowBox(line_gap=scale.S8)
        laid = column(gap=scale.S8)
        laid.addWidget(self.finder)
        laid.addWidget(self.chips)
        self.setLayout(laid)
        self.setFocusProxy(self.finder)

    def _find(self, text: str, reply: Reply) -> None:
        if not text.strip():
            reply([])
            return
        found = [
            place
            for place in birthplaces().find(text, limit=24)
            if place.kind is PlaceKind.COMUNE and not place.suppressed and place.name not in self.names
        ]
        reply([Hit(place.name, place.name, place.province) for place in found[:8]])

    @Slot(Hit)
    def _picked(self, hit: Hit) -> None:
        self.finder.clear()
        self.add(hit.key)

    def add(self, name: str) -> None:
        """Add a comune."""
        if name not in self.names:
            self.names.append(name)
            self._show()

    def _take_away(self, name: str) -> None:
        self.names.remove(name)
        self._show()
        self.finder.setFocus()

    def _show(self) -> None:
        self.chips.clear()
        for name in self.names:
            chip = Button(name, "x", look="chip")
            plain_tip(chip, tr(self.TAKE_AWAY).format(name=name))
            chip.clicked.connect(lambda _on=False, name=name: self._take_away(name))
            self.chips.add(chip)
        self.chips.updateGeometry()


class EntePage(StartPage):
    """The ente's name and its comuni."""

    title = N_("L'ente")
    NAME = N_("Nome dell'ente")
    NAME_HELP = N_("Come compare sui documenti: comune, consorzio, azienda speciale.")
    COMUNI = N_("Comuni serviti")
    COMUNI_HELP = N_("Quelli di cui ti occupi; si possono aggiungere anche dopo.")

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name_field = Field(tr(self.NAME), self.name, help_text=tr(self.NAME_HELP))
        self.comuni = Comuni(tr(self.COMUNI))
        self.body.addWidget(self.name_field)
        self.body.addWidget(Field(tr(self.COMUNI), self.comuni, help_text=tr(self.COMUNI_HELP)))

    def ready(self) -> bool:
        """Ask for the name alone."""
        return filled(self.name_field, self.name)

    def first(self) -> QWidget:
        """Begin at the name."""
        return self.name


class OperatorPage(StartPage):
    """Who works here: name, profile, roles."""

    title = N_("Chi lavora su questa postazione")
    SURNAME = N_("Cognome")
    NAME = N_("Nome")
    PROFILE = N_("Figura professionale")
    ROLES = N_("Che cosa fai nell'ente")
    ROLES_HELP = N_("Chi crea l'ente è di solito anche responsabile e amministratore: si può cambiare dopo.")
    NO_ROLE = N_("Scegline almeno uno.")

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        day = ground.clock.now().local().date()
        offered = code_lists()["professional_profile"].codes
        choices = [Choice(one.code, tr(one.label)) for one in offered if one.valid_to is None or one.valid_to >= day]
        self.surname, self.name = QLineEdit(), QLineEdit()
        self.profile = CodePicker(choices, tr(self.PROFILE))
        self.roles = {role: Tick(role_label(role)) for role in OFFERED_ROLES}
        self.surname_field = Field(tr(self.SURNAME), self.surname)
        self.name_field = Field(tr(self.NAME), self.name)
        box = FlowBox(gap=scale.S16)
        for role, check in self.roles.items():
            check.setChecked(role in DEFAULT_ROLES)
            box.add(check)
        self.roles_field = Field(tr(self.ROLES), box, help_text=tr(self.ROLES_HELP))
        for part in (
            self.surname_field,
            self.name_field,
            Field(tr(self.PROFILE), self.profile, characters=34),
            self.roles_field,
        ):
            self.body.addWidget(part)

    def chosen_roles(self) -> tuple[Role, ...]:
        """Return the roles ticked."""
        return tuple(role for role, check in self.roles.items() if check.isChecked())

    def ready(self) -> bool:
        """Ask for both names and a role."""
        self.roles_field.set_problem("" if self.chosen_roles() else tr(self.NO_ROLE))
        named = [filled(self.name_field, self.name), filled(self.surname_field, self.surname)]
        return all(named) and bool(self.chosen_roles())

    def first(self) -> QWidget:
        """Begin at the surname."""
        return self.surname


class PhrasePage(StartPage):
    """The passphrase."""

    title = N_("La frase segreta")
    LEAD = N_(
        "Apre l'archivio ogni volta che ricominci. Non è scritta da nessuna parte: "
        "se la dimentichi, servono i fogli di recupero che stampi tra poco."
    )

    def __init__(self, ground: Ground) -> None:
        super().__init__(tr(self.LEAD))
        self.phrase = NewPassphrase(ground.ids)
        self.body.addWidget(self.phrase)

    def ready(self) -> bool:
        """Ask for a phrase long enough, twice the same."""
        return self.phrase.check()

    def first(self) -> QWidget:
        """Begin at the phrase."""
        return self.phrase.line


class HoldersPage(StartPage):
    """Three sheets with three holders, or one sheet twice for who works alone."""

    title = N_("Chi custodisce i fogli di recupero")
    LEAD = N_("Se la frase segreta va persa, solo i fogli di carta riaprono l'archivio. Nessun altro può farlo.")
    THREE = N_("Tre fogli a tre persone")
    THREE_HELP = N_("Due qualsiasi insieme riaprono l'archivio; uno solo non serve a niente. È la scelta migliore.")
    ALONE = N_("Lavoro da sola o da solo")
    ALONE_HELP = N_(
        "Lo stesso foglio in due copie: una con te, lontano dal PC, l'altra in busta chiusa in un altro edificio. "
        "Chi ne ha una può riaprire l'archivio."
    )
    HOLDER = N_("Chi custodisce il foglio {number}")

    def __init__(self) -> None:
        super().__init__(tr(self.LEAD))
        self.three, self.alone = Pick(tr(self.THREE)), Pick(tr(self.ALONE))
        self._group = QButtonGroup(self)
        self.holders = [QLineEdit() for _ in range(3)]
        self.fields = [
            Field(tr(self.HOLDER).format(number=number), holder) for number, holder in enumerate(self.holders, 1)
        ]
        self.names = QWidget()
        names = column(gap=scale.S8)
        names.setContentsMargins(INDENT, 0, 0, scale.S8)
        for field in self.fields:
            names.addWidget(field)
        self.names.setLayout(names)
        self._choice(self.three, self.THREE_HELP)
        self.body.addWidget(self.names)
        self._choice(self.alone, self.ALONE_HELP)
        self.three.setChecked(True)
        self.three.toggled.connect(self.names.setVisible)

    def _choice(self, choice: Pick, help_text: str) -> None:
        self._group.addButton(choice)
        self.body.addLayout(said_under(choice, tr(help_text)))

    def is_alone(self) -> bool:
        """Tell whether the ente is of one person."""
        return self.alone.isChecked()

    def holder_names(self) -> list[str]:
        """Return who keeps the sheets."""
        return [] if self.is_alone() else [holder.text().strip() for holder in self.holders]

    def ready(self) -> bool:
        """Ask for three names."""
        if self.is_alone():
            return True
        # The last one first: the keyboard ends in the first that is empty.
        pairs = zip(reversed(self.fields), reversed(self.holders), strict=True)
        there = [filled(field, line) for field, line in pairs]
        return all(there)

    def first(self) -> QWidget:
        """Begin at the choice."""
        return self.three


def said_under(choice: Pick, help_text: str) -> QVBoxLayout:
    """Return a choice with what it means close under it."""
    choice.setAccessibleDescription(help_text)
    words = PlainLabel(help_text, "meta", wrap=True)
    words.setContentsMargins(INDENT, 0, 0, 0)
    both = column(gap=scale.S4)
    both.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
    both.addWidget(words)
    return both


def filled(field: Field, line: QLineEdit) -> bool:
    """Say beside a field that it must be filled, and tell whether it is."""
    there = bool(line.text().strip())
    field.set_problem("" if there else tr(REQUIRED))
    if not there:
        line.setFocus(Qt.FocusReason.OtherFocusReason)
    return there
