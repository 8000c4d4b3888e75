# SPDX-License-Identifier: EUPL-1.2
"""The pages of who comes with an invitation: where the ente's server is, the code, the phrase, the six words."""

import re

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.ids import Ids
from welfaredesk.base.machine_errors import FixedServer
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import policy
from welfaredesk.ui.fixed import fix_server, help_of
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.first_start_pages import StartPage, filled
from welfaredesk.ui.screens.new_passphrase import NewPassphrase

_ALL = re.compile(r"\s*(\S+)\s+((?:[0-9a-fA-F][\s:-]*){64})(\S.*)")


class PlacePage(StartPage):
    """Where the server of the ente is: address and fingerprint; `LEAD_FIXED` leads where the server is fixed."""

    LEAD, LEAD_FIXED = "", ""
    ADDRESS, ADDRESS_HELP = N_("Indirizzo del server"), N_("Comincia con https://")
    FINGERPRINT = N_("Impronta del server")
    FINGERPRINT_HELP = N_(
        "64 lettere e cifre, a gruppi di quattro. Fa sì che il programma parli solo con il server giusto."
    )
    WRONG_PRINT = N_("Sono {count} lettere e cifre: ne servono 64, da 0 a 9 e da a a f.")

    def __init__(self) -> None:
        fixed = policy.current()
        super().__init__(tr(self.LEAD_FIXED if fixed.server and self.LEAD_FIXED else self.LEAD))
        self.policy = fixed
        self.address, self.fingerprint = QLineEdit(), QLineEdit()
        address_help = help_of(self.policy.server, self.ADDRESS_HELP)
        print_help = help_of(self.policy.fingerprint, self.FINGERPRINT_HELP)
        self.address_field = Field(tr(self.ADDRESS), self.address, help_text=address_help)
        self.print_field = Field(tr(self.FINGERPRINT), self.fingerprint, help_text=print_help)
        fix_server(self.policy, address=self.address, fingerprint=self.fingerprint)
        for field in (self.address_field, self.print_field):
            self.body.addWidget(field)

    def ready(self) -> bool:
        """Ask for both, the fingerprint whole."""
        pairs = ((self.print_field, self.fingerprint), (self.address_field, self.address))
        there = [filled(field, line) for field, line in pairs]
        letters = re.sub(r"[\s:-]", "", self.fingerprint.text())
        whole = bool(re.fullmatch(r"[0-9a-fA-F]{64}", letters))
        if letters and not whole:
            self.print_field.set_problem(tr(self.WRONG_PRINT).format(count=len(letters)))
            self.fingerprint.setFocus()
        return all(there) and whole

    def first(self) -> QWidget:
        """Begin at the first line that is not fixed."""
        lines = (self.address, self.fingerprint, self.last())
        return next(line for line in lines if line.isEnabled())

    def last(self) -> QLineEdit:
        """Return the line that the page adds."""
        return self.fingerprint


class InvitationPage(PlacePage):
    """Address, fingerprint and code, as the colleague gave them."""

    title = N_("Il tuo invito")
    LEAD = N_(
        "Chi ti ha invitato ti ha dato tre cose. Se le hai in un messaggio, incollalo intero nella prima casella."
    )
    LEAD_FIXED = N_("Il server di questo PC è già scritto: manca il codice. Se hai un messaggio, incollalo intero.")
    CODE, CODE_HELP = N_("Codice di invito"), N_("Maiuscole, minuscole e spazi non contano.")

    def __init__(self) -> None:
        super().__init__()
        self.code = QLineEdit()
        self.code_field = Field(tr(self.CODE), self.code, help_text=tr(self.CODE_HELP))
        self.body.addWidget(self.code_field)
        for line in (self.address, self.code):
            line.textChanged.connect(self._pasted)

    @Slot(str)
    def _pasted(self, text: str) -> None:
        """Part the three lines that were pasted together."""
        found = _ALL.fullmatch(text)
        if found is None:
            return
        self.code_field.set_problem("")
        try:
            self.policy.check_server(found[1], found[2])
        except FixedServer as fault:
            self.code.clear()
            self.code_field.set_problem(fault.text)
        else:
            self.address.setText(found[1])
            self.fingerprint.setText(found[2].strip())
            self.fingerprint.setCursorPosition(0)
            self.code.setText(found[3].strip())
            self.code.setFocus()

    def last(self) -> QLineEdit:
        """Return the line of the code."""
        return self.code

    def ready(self) -> bool:
        """Ask for all three, the fingerprint whole."""
        code = filled(self.code_field, self.code)
        return super().ready() and code


class OwnPhrasePage(StartPage):
    """The passphrase of the new desk."""

    title = N_("La tua frase segreta")
    LEAD = N_(
        "Apre l'archivio di questo PC ogni volta che ricominci, ed è solo tua. "
        "Se la dimentichi, il responsabile dell'ente ti rimanda un invito: quello che hai già inviato non si perde."
    )

    def __init__(self, ids: Ids) -> None:
        super().__init__(tr(self.LEAD))
        self.phrase = NewPassphrase(ids)
        self.body.addWidget(self.phrase)

    def ready(self) -> bool:
        """Ask for a phrase long enough, twice the same."""
        return self.phrase.check()

    def first(self) -> QWidget:
        """Begin at the phrase."""
        return self.phrase.line


class WordsPage(StartPage):
    """The six words, and the waiting until a colleague confirms them."""

    title = N_("Le sei parole")
    LEAD = N_(
        "Leggile per telefono o di persona a chi ti ha invitato, o a un altro che può farti entrare: sul suo schermo "
        "devono essere le stesse, "
        "nello stesso ordine. Se sono diverse, qualcuno si è messo in mezzo: fermatevi."
    )
    FOR = N_("Invito per {name}")
    WAITS = N_("Aspetto la conferma del collega…")
    LINE = N_("Non c'è linea: riprovo da solo. Le parole restano queste.")

    def __init__(self) -> None:
        super().__init__(tr(self.LEAD))
        self.words = PlainLabel("", "title", wrap=True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state = PlainLabel("", "soft", wrap=True)
        self.whose = PlainLabel("", "strong", wrap=True)
        self.body.addWidget(self.words)
        self.body.addWidget(self.whose)
        self.body.addWidget(self.state)

    def show_words(self, words: str, name: str) -> None:
        """Show the words, for whom the invitation is, and say that somebody must confirm them."""
        self.words.setText(words)
        self.whose.setText(tr(self.FOR).format(name=name))
        self.say(tr(self.WAITS))
        announce(self.words, words)

    def say(self, text: str) -> None:
        """Say how the waiting goes, once for each thing there is to say."""
        if text != self.state.text():
            self.state.setText(text)
            announce(self.state, text)

    def first(self) -> QWidget:
        """Have the keyboard nowhere: there is nothing to type."""
        return self
