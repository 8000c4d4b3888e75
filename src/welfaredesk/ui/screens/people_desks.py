# SPDX-License-Identifier: EUPL-1.2
"""Postazioni: the desks of the ente, when each was last heard, and how one is shut out."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Slot

from welfaredesk.base.clock import Moment, today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import people, people_pages
from welfaredesk.desk.people import Contact, DeskShown
from welfaredesk.ui.context import Context
from welfaredesk.ui.line_words import clock_words
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.screens.people_part import DESKS, Listed, ListPart

COLUMNS = (
    Column("letters", N_("Sigla"), 6),
    Column("name", N_("Di chi è"), 14, stretches=True),
    Column("last", N_("Ultimo contatto"), 14, drop=2),
    Column("version", N_("Versione"), 8, drop=3),
    Column("state", N_("Stato"), 20, drop=1),
)
STATES = {
    "active": ("circle-check", "done", N_("Attiva")),
    "revoked": ("ban", "danger", N_("Revocata")),
    "wiped": ("trash-2", "danger", N_("Revocata, si cancella")),
}
HERE = N_("Questa postazione")
LISTED = Listed(
    columns=COLUMNS,
    icon="monitor",
    empty=N_("Non c'è ancora nessuna postazione."),
    choose=N_("Scegli una postazione dall'elenco"),
    one=N_("postazione"),
    many=N_("postazioni"),
)
LAST, VERSION, UNSENT = N_("Ultimo contatto"), N_("Versione del programma"), N_("Da inviare")
TITLE = N_("Postazione {letters}")
REVOKE, WIPE = N_("Revoca…"), N_("Revoca e cancella…")
REVOKE_NOW, WIPE_NOW = N_("Revoca la postazione"), N_("Revoca e cancella la postazione")
ASK_REVOKE, ASK_WIPE = (
    N_("Revocare la postazione {letters} di {name}?"),
    N_("Revocare e cancellare la postazione {letters} di {name}?"),
)
REVOKE_SAID = (
    N_("Da subito il server non le dà più niente; i gruppi cambiano chiave."),
    N_("Quello che era già su quel PC resta lì, cifrato con la sua frase segreta: chi la conosce può ancora leggerlo."),
    N_("Non si torna indietro: per rientrare serve un nuovo invito."),
)
WIPE_SAID = (
    N_("Da subito il server non le dà più niente; i gruppi cambiano chiave."),
    N_("Quando quel PC si collega, prima invia quello che gli resta e poi cancella il suo archivio."),
    N_("Se non si collega più, non si cancella niente: contro un furto protegge solo la frase segreta."),
)
REVOKED = N_("Postazione {letters} revocata.")
STOLEN = N_("È stata rubata o persa: non prendere più niente da lì")
LEFT_IN_GROUPS = N_(
    "Il suo lavoro già ricevuto resta nelle cartelle; quello che non aveva inviato, se non è rubata, arriva da parte "
    "e si accetta in Sincronizzazione."
)


class DesksPart(ListPart):
    """The list of desks and the chosen one."""

    key = DESKS

    def __init__(self, context: Context) -> None:
        super().__init__(context, LISTED)
        self._found: dict[str, DeskShown] = {}
        self._contacts: dict[str, Contact] = {}
        self._asking = False
        self.stolen = Tick(tr(STOLEN))

    def ask(self) -> None:
        """Ask for the desks."""
        contacts = self._contacts
        self.context.tasks.ask(
            lambda session: people.desks(session, contacts), self.show_found, owner=self, latest="desks"
        )
        if self.context.exchanging.state.connected and not self._asking:
            self._asking = True
            self.context.exchanging.ask(people.contacts, self._heard, owner=self, failed=self._not_heard)

    def _heard(self, contacts: dict[str, Contact]) -> None:
        """Show what the server says of the desks."""
        self._asking, self._contacts = False, contacts
        self.context.tasks.ask(
            lambda session: people.desks(session, contacts), self.show_found, owner=self, latest="desks"
        )

    def _not_heard(self, _fault: Fault) -> None:
        """Leave what was known: the state box says what is wrong with the line."""
        self._asking = False

    def show_found(self, found: Sequence[DeskShown]) -> None:
        """Show these desks, staying on the chosen one."""
        day, offset = today(self.context.clock), self.context.clock.now().offset
        self._found = {one.id: one for one in found}
        self.show_rows(self._found, lambda one: _row(one, day, offset))

    @Slot(str)
    def choose(self, identity: str) -> None:
        """Show a desk, and how it can be shut out."""
        one = self._found.get(identity)
        if one is None:
            self.detail.show_nothing()
            return
        actions = []
        if people_pages.may_revoke(self.context.session, identity):
            for label, wipe in ((REVOKE, False), (WIPE, True)):
                button = Button(tr(label), "trash-2" if wipe else "ban", look="danger")
                button.clicked.connect(lambda _on=False, wipe=wipe: self.ask_revoking(one, wipe=wipe))
                actions.append(button)
        chips = [_state(one)]
        if one.own:
            chips.insert(0, ChipMark(tr(HERE), "monitor", "accent"))
        unsent = "" if one.entries_unsent is None else str(one.entries_unsent)
        self.detail.show_lines(
            tr(TITLE).format(letters=one.letters),
            subtitle=one.name,
            chips=chips,
            lines=(
                (tr(LAST), _last(one, today(self.context.clock), self.context.clock.now().offset)),
                (tr(UNSENT), unsent),
                (tr(VERSION), one.version or ""),
            ),
            actions=actions,
        )

    def ask_revoking(self, one: DeskShown, *, wipe: bool) -> None:
        """Ask once more before a desk is shut out, saying what that does and does not do."""
        button = Button(tr(WIPE_NOW if wipe else REVOKE_NOW), look="danger")
        title = tr(ASK_WIPE if wipe else ASK_REVOKE).format(letters=one.letters, name=one.name)
        said = [tr(sentence) for sentence in (*(WIPE_SAID if wipe else REVOKE_SAID), LEFT_IN_GROUPS)]
        self.stolen = Tick(tr(STOLEN))

        def revoke() -> None:
            self._revoke(one, wipe=wipe, stolen=self.stolen.isChecked())

        self.confirm(title, said, button=button, done=revoke, also=self.stolen)

    def _revoke(self, one: DeskShown, *, wipe: bool, stolen: bool) -> None:
        def done(_none: object) -> None:
            self.context.ways.notice.emit(tr(REVOKED).format(letters=one.letters), None)
            self.context.exchanging.now()
            self.ask()

        self.context.tasks.change(
            lambda session: people.revoke(session, one.id, wipe=wipe, stolen=stolen), done, owner=self
        )


def _state(one: DeskShown) -> ChipMark:
    icon, kind, words = STATES["wiped" if one.wipe and one.revoked else "revoked" if one.revoked else "active"]
    return ChipMark(tr(words), icon, kind)


def _last(one: DeskShown, day: date, offset: int) -> str:
    if one.last_contact_ms is None:
        return ""
    return clock_words(Moment(one.last_contact_ms, offset), day)


def _row(one: DeskShown, day: date, offset: int) -> TableRow:
    return one.letters, one.name, _last(one, day, offset), one.version or "", _state(one)
