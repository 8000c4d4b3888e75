# SPDX-License-Identifier: EUPL-1.2
"""The card of the settings that says whose desk this is, and leads to the ente's own settings."""

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.lists import page_of
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.statement import Role
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

ROLE_WORDS = {
    Role.OPERATORE: N_("operatore"),
    Role.CASE_MANAGER: N_("case manager"),
    Role.COORDINATORE: N_("coordinatore"),
    Role.RESPONSABILE: N_("responsabile"),
    Role.AMMINISTRATORE: N_("amministratore"),
    Role.DPO: N_("responsabile della protezione dei dati"),
    Role.ESTERNO: N_("esterno"),
}
TITLE = N_("Questa postazione")
LETTERS = N_("Postazione {letters}: i numeri dati qui cominciano così.")
ENTE = N_("Impostazioni dell'ente")
IMPORT = N_("Importa da un altro programma")


def role_label(role: Role) -> str:
    """Return a role as it stands beside a box to tick."""
    words = tr(ROLE_WORDS[role])
    return words[:1].upper() + words[1:]


class WhoseCard(Card):
    """Ente, operator, roles."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr(TITLE), gap=scale.S4)
        self._context = context
        identity = context.session.identity
        roles = ", ".join(tr(ROLE_WORDS[role]) for role in identity.roles)
        self.ente = PlainLabel("", wrap=True)
        self.add(self.ente)
        self.add(PlainLabel(f"{identity.name} · {roles}", wrap=True))
        self.add(PlainLabel(tr(LETTERS).format(letters=identity.letters), "meta", wrap=True))
        self._settings = ""
        self.ente_button = Button(tr(ENTE), "building-2")
        self.ente_button.clicked.connect(lambda: context.ways.record.emit(self._settings))
        self.import_button = Button(tr(IMPORT), "upload")
        self.import_button.clicked.connect(lambda: context.ways.screen.emit("import"))
        buttons = FlowBox(line_gap=scale.S8)
        buttons.add(self.ente_button)
        buttons.add(self.import_button)
        self.ente_button.hide()
        self.body.addSpacing(scale.S8)
        self.add(buttons)

    def ask(self) -> None:
        """Ask for the ente's name."""
        self._context.tasks.ask(_ente, self._show, owner=self, latest="whose")

    def _show(self, found: tuple[str, str]) -> None:
        self._settings, name = found
        self.ente.setText(name)
        self.ente.setVisible(bool(name))
        allowed = may(self._context.session.identity.roles, Deed.WRITE_SETTINGS)
        self.ente_button.setVisible(bool(self._settings) and allowed)


def _ente(session: Session) -> tuple[str, str]:
    type_ = find_type("ente_settings")
    rows = page_of(session, type_, limit=1)[0] if type_ else []
    return (str(rows[0]["_id"]), str(rows[0].get("name") or "")) if rows else ("", "")
