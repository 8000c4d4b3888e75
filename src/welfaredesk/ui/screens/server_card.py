# SPDX-License-Identifier: EUPL-1.2
"""The card of the settings that brings an ente of one desk to a server, or says which one it has."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import policy
from welfaredesk.desk.exchange.joining import attach
from welfaredesk.desk.exchange.place import WayOut, server_of
from welfaredesk.domain.access import Deed, may
from welfaredesk.ui.context import Context
from welfaredesk.ui.fixed import fix_server, help_of
from welfaredesk.ui.line_words import last_words
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.page import bring_into_view
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.first_start_pages import filled
from welfaredesk.ui.theme import scale

TITLE = N_("Server dell'ente")
SOLO = N_(
    "Questo ente lavora su questo PC soltanto. Con un server possono unirsi i colleghi e il lavoro sta anche altrove, "
    "cifrato: chi tiene il server non legge niente."
)
OPEN = N_("Collega a un server…")
ADDRESS, ADDRESS_HELP = N_("Indirizzo"), N_("Lo dà chi ha installato il server; comincia con https://")
FINGERPRINT, FINGERPRINT_HELP = N_("Impronta"), N_("64 lettere e cifre: il server la mostra quando parte.")
CONNECT = N_("Collega e invia tutto")
WHAT_LEAVES = N_(
    "Parte tutto quello che c'è, cifrato; niente cambia nelle schede. Può durare a lungo: intanto si lavora. "
    "Due enti già avviati non si uniscono: il secondo entra con un invito e poi importa."
)
CONNECTING = N_("Collego e invio…")
CONNECTED = N_("Collegato: modifiche inviate {count}.")
JOINED = N_("{url}. {last}.")
SEE = N_("Sincronizzazione")
NOT_YOU = N_("Lo collega il responsabile o l'amministratore.")


class ServerCard(Card):
    """Closed it is one button; open, the address and the fingerprint. `line` is another way than the address."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr(TITLE), gap=scale.S12)
        self._context = context
        self.line: WayOut | None = None
        self.said = PlainLabel("", wrap=True)
        self.open_button, self.see_button = Button(tr(OPEN), "link"), Button(tr(SEE), "refresh-cw")
        self.address, self.fingerprint = QLineEdit(), QLineEdit()
        fixed = policy.current()
        self.address_field = Field(tr(ADDRESS), self.address, help_text=help_of(fixed.server, ADDRESS_HELP))
        print_help = help_of(fixed.fingerprint, FINGERPRINT_HELP)
        self.print_field = Field(tr(FINGERPRINT), self.fingerprint, help_text=print_help)
        fix_server(fixed, address=self.address, fingerprint=self.fingerprint)
        self.connect_button = Button(tr(CONNECT), look="main")
        self.state = PlainLabel("", "strong", wrap=True)
        self._inside = QWidget()
        laid = column(gap=scale.S12)
        for part in (self.address_field, self.print_field, PlainLabel(tr(WHAT_LEAVES), "meta", wrap=True)):
            laid.addWidget(part)
        laid.addWidget(self.connect_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._inside.setLayout(laid)
        self.add(self.said)
        for button in (self.open_button, self.see_button):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._inside)
        self.add(self.state)
        for widget in (self._inside, self.state, self.see_button):
            widget.hide()
        self.open_button.clicked.connect(self._open)
        self.see_button.clicked.connect(lambda: context.ways.screen.emit("exchange"))
        self.connect_button.clicked.connect(self.attach)
        self.fingerprint.returnPressed.connect(self.attach)

    def show_place(self) -> None:
        """Say whether the ente has a server."""
        context = self._context
        place = server_of(context.session)
        allowed = may(context.session.identity.roles, Deed.WRITE_ROSTER)
        if place is not None:
            last = last_words(context.exchanging.state, context.clock)
            self.said.setText(tr(JOINED).format(url=place.url, last=last))
        else:
            self.said.setText(tr(SOLO) if allowed else f"{tr(SOLO)} {tr(NOT_YOU)}")
        self.see_button.setVisible(place is not None)
        self.open_button.setVisible(place is None and allowed and self._inside.isHidden())

    @Slot()
    def _open(self) -> None:
        self.open_button.hide()
        self._inside.show()
        lines = (self.address, self.fingerprint, self.connect_button)
        first = next(line for line in lines if line.isEnabled())
        first.setFocus()
        bring_into_view(first)

    @Slot()
    def attach(self) -> None:
        """Bring the ente to the server."""
        there = [filled(self.print_field, self.fingerprint), filled(self.address_field, self.address)]
        if not all(there) or not self.connect_button.isEnabled():
            return
        url, fingerprint = self.address.text().strip(), self.fingerprint.text().strip()
        self.connect_button.setEnabled(False)
        self.state.setText(tr(CONNECTING))
        self.state.show()
        line = self.line
        self._context.exchanging.join(
            lambda session, _none: attach(session, url, fingerprint, line=line),
            self._attached,
            owner=self,
            failed=self._failed,
        )

    def _attached(self, count: int) -> None:
        self.connect_button.setEnabled(True)
        self._inside.hide()
        self.state.setText(tr(CONNECTED).format(count=count))
        self._context.exchanging.server_changed()
        self.show_place()

    def _failed(self, fault: Fault) -> None:
        self.connect_button.setEnabled(True)
        self.state.hide()
        self.address_field.set_problem(fault.text)
        self.address.setFocus()
        self._context.exchanging.server_changed()
        self.show_place()
