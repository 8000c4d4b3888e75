# SPDX-License-Identifier: EUPL-1.2
"""The cards of the page of the exchange: the three numbers, what was refused, the server, the key drive."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.exchange.ledger import RefusedLine
from welfaredesk.desk.exchange.place import ServerPlace, fingerprint_words
from welfaredesk.desk.exchange.shutting import ShutOut
from welfaredesk.ui.line_words import Numbers, clock_words
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import Card, column, instead_of, row
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.exchange_words import CHANGES, ONE_CHANGE, entries_words, folder_words
from welfaredesk.ui.theme import scale

UNSENT, UNSENT_SAID, UNSENT_NONE = (
    N_("Da inviare"),
    N_("Modifiche salvate qui, che partono da sole"),
    N_("Tutto quello che hai salvato è partito"),
)
UNSENT_SHUT = N_("Non entrano più da sole: leggi qui sopra")
DECIDE, DECIDE_SAID, DECIDE_NONE = (
    N_("Da decidere"),
    N_("Cambiate da te e da un collega: scegli tu"),
    N_("Nessuna modifica in contrasto"),
)
DECIDE_NOW = N_("Decidi")
REFUSED, REFUSED_SAID, REFUSED_NONE = (
    N_("Rifiutate"),
    N_("Il server non le ha prese: qui sotto il perché"),
    N_("Il server ha preso tutto"),
)
REFUSED_TITLE = N_("Rifiutate dal server")
REFUSED_LEAD = N_("Sono salve su questo PC. Riprova, oppure portale con una chiavetta a un collega.")
RETRY, RETRY_OF = N_("Riprova"), N_("Riprova: {what}")
OUT = N_("L'ente ha revocato questa postazione")
OUT_UNSENT = N_("Non sono partite: {unsent}. Salvale su una chiavetta: un collega le può ancora inoltrare.")
OUT_KEPT = N_("Con ricevuta del server: {kept}. Restano da parte finché chi segue le cartelle le accetta.")
OUT_SAVED = N_("Su chiavetta: {saved}.")
OUT_FILES = N_("Allegati che sono solo su questo PC: {files}.")
OUT_SENT = N_("Tutto quello che avevi salvato era già partito.")
OUT_WIPE = N_("L'ente chiede anche di cancellare l'archivio da questo PC.")
ERASE, SURE = N_("Cancella l'archivio da questo PC…"), N_("Cancella adesso")
SURE_SAID = N_("Da questo PC sparisce tutto e non si torna indietro; quello che non è partito è perso per sempre.")
SURE_SAFE = N_("Da questo PC sparisce tutto e non si torna indietro.")
SERVER, ADDRESS, FINGERPRINT = N_("Server dell'ente"), N_("Indirizzo"), N_("Impronta")
FINGERPRINT_HELP = N_("Chi segue il server ha la stessa: se cambia, il programma non invia niente.")
STICK = N_("Se la linea non torna")
STICK_SAID = N_(
    "Salva su una chiavetta quello che manca: un collega che ha la linea lo prende e lo inoltra. "
    "È cifrato, non può leggerlo nessun altro."
)
TO_STICK, FROM_STICK = N_("Salva su chiavetta…"), N_("Prendi da chiavetta…")
TAKE_GIVEN = N_("Prendi «{name}»")
WIDE_NUMBERS = 560


class NumberCard(Card):
    """One of the three numbers, large, with its label and what it means."""

    def __init__(self, label: str, *, icon: str) -> None:
        super().__init__(gap=0)
        # The three are as high as the highest of them.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._icon = icon
        self._glyph = Glyph(icon)
        self.number = PlainLabel("", "title")
        self.label = PlainLabel(label, "strong", elide=True)
        self.said = PlainLabel("", "meta", wrap=True)
        top = row(gap=scale.S8)
        top.addWidget(self.number)
        top.addWidget(self.label, 1)
        top.addWidget(self._glyph)
        self.body.addLayout(top)
        self.add(self.said)
        self.body.addStretch(1)

    def show_number(self, number: int, said: str, *, kind: str = "neutral") -> None:
        """Show a number and what it means; the icon takes the colour of what presses."""
        self.number.setText(str(number))
        self.said.setText(said)
        presses = bool(number) and kind != "neutral"
        self._glyph.set_glyph("circle-alert" if presses else self._icon, kind if presses else "text2")
        self.setAccessibleName(f"{self.label.text()}: {number}. {said}")


class NumbersRow(Beside):
    """The three numbers beside one another; `decide_asked` leads to what waits for a decision."""

    decide_asked = Signal()

    def __init__(self) -> None:
        self.unsent = NumberCard(tr(UNSENT), icon="send")
        self.decide = NumberCard(tr(DECIDE), icon="git-compare")
        self.refused = NumberCard(tr(REFUSED), icon="inbox")
        super().__init__((self.unsent, self.decide, self.refused), shares=(1, 1, 1), wide_from=WIDE_NUMBERS)
        self.decide_button = Button(tr(DECIDE_NOW), "arrow-right", look="link")
        self.decide_button.clicked.connect(self.decide_asked)
        self.decide.body.insertWidget(2, self.decide_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.decide_button.hide()

    def show_numbers(self, numbers: Numbers, *, shut_out: bool = False) -> None:
        """Show how the desk stands; from one that was shut out nothing leaves by itself."""
        waits = UNSENT_SHUT if shut_out else UNSENT_SAID
        self.unsent.show_number(numbers.unsent, tr(waits if numbers.unsent else UNSENT_NONE))
        said = DECIDE_SAID if numbers.to_decide else DECIDE_NONE
        self.decide.show_number(numbers.to_decide, tr(said), kind="attention")
        self.decide_button.setVisible(bool(numbers.to_decide))
        said = REFUSED_SAID if numbers.refused else REFUSED_NONE
        self.refused.show_number(numbers.refused, tr(said), kind="danger")


class RefusedCard(Card):
    """What the server refused, each with its reason; `retry_asked` carries the parcel's id."""

    retry_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr(REFUSED_TITLE), gap=scale.S8)
        self.add(PlainLabel(tr(REFUSED_LEAD), "meta", wrap=True))
        self._rows = QWidget()
        self.add(self._rows)
        self.buttons: dict[str, Button] = {}

    def show_refused(self, lines: Sequence[RefusedLine], today: date) -> None:
        """Show these."""
        fresh = QWidget()
        laid = column(gap=scale.S12)
        self.buttons = {}
        for line in lines:
            laid.addWidget(self._line(line, today))
        fresh.setLayout(laid)
        self._rows = instead_of(self._rows, fresh)
        self.setVisible(bool(lines))

    def _line(self, line: RefusedLine, today: date) -> QWidget:
        what = folder_words(line)
        words = column(gap=0)
        words.addWidget(PlainLabel(what, "strong", wrap=True))
        when = f"{clock_words(line.when, today)} · {entries_words(line.entries)}"
        words.addWidget(PlainLabel(when, "meta", wrap=True))
        words.addWidget(PlainLabel(line.reason, wrap=True))
        again = Button(tr(RETRY), "rotate-ccw")
        again.setAccessibleDescription(tr(RETRY_OF).format(what=what))
        again.clicked.connect(lambda _on=False: self.retry_asked.emit(line.id))
        self.buttons[line.id] = again
        both = QWidget()
        laid = row(gap=scale.S12)
        laid.addWidget(Glyph("circle-alert", token="danger"), 0, Qt.AlignmentFlag.AlignTop)
        laid.addLayout(words, 1)
        laid.addWidget(again, 0, Qt.AlignmentFlag.AlignTop)
        both.setLayout(laid)
        return both


class ShutOutCard(Card):
    """A desk that the ente shut out: what could not leave, and what is left to do; `erase_asked` twice pressed."""

    erase_asked = Signal()

    def __init__(self) -> None:
        super().__init__(tr(OUT), gap=scale.S8)
        self.said = PlainLabel("", wrap=True)
        self.erase_button, self.sure_button = (
            Button(tr(ERASE), "trash-2", look="danger"),
            Button(tr(SURE), look="danger"),
        )
        self.sure = PlainLabel(tr(SURE_SAID), "problem", wrap=True)
        for widget in (self.said, self.sure):
            self.add(widget)
        buttons = FlowBox(line_gap=scale.S8)
        buttons.add(self.erase_button)
        buttons.add(self.sure_button)
        self.add(buttons)
        self.erase_button.clicked.connect(lambda: self._ask(asked=True))
        self.sure_button.clicked.connect(self.erase_asked)
        self._ask(asked=False)
        self.hide()

    def _ask(self, *, asked: bool) -> None:
        self.sure.setVisible(asked)
        self.sure_button.setVisible(asked)
        self.erase_button.setVisible(not asked)
        if asked:
            self.sure_button.setFocus()

    def show_out(self, out: ShutOut | None) -> None:
        """Show how the desk was shut out, or nothing for one that was not."""
        self.setVisible(out is not None)
        if out is not None:
            self.said.setText(" ".join(_out_words(out)))
            self.sure.setText(tr(SURE_SAID if out.lost or out.files else SURE_SAFE))
            self._ask(asked=False)
            self.erase_button.setVisible(out.wipe)


def _out_words(out: ShutOut) -> list[str]:
    """Return the sentences of a desk that was shut out."""
    words = []
    if out.lost:
        words.append(tr(OUT_UNSENT).format(unsent=plural(out.lost, ONE_CHANGE, many=CHANGES)))
    if out.kept:
        words.append(tr(OUT_KEPT).format(kept=plural(out.kept, ONE_CHANGE, many=CHANGES)))
    if out.saved:
        words.append(tr(OUT_SAVED).format(saved=plural(out.saved, ONE_CHANGE, many=CHANGES)))
    if out.files:
        words.append(tr(OUT_FILES).format(files=out.files))
    return [*(words or [tr(OUT_SENT)]), *([tr(OUT_WIPE)] if out.wipe else [])]


class ServerCard(Card):
    """Which server it is."""

    def __init__(self) -> None:
        super().__init__(tr(SERVER), gap=scale.S4)
        self.address, self.fingerprint = _copied(), _copied()
        for label, value in ((ADDRESS, self.address), (FINGERPRINT, self.fingerprint)):
            self.add(PlainLabel(tr(label), "meta"))
            self.add(value)
        self.add(PlainLabel(tr(FINGERPRINT_HELP), "meta", wrap=True))

    def show_place(self, place: ServerPlace) -> None:
        """Show the address and the fingerprint."""
        self.address.setText(place.url)
        self.fingerprint.setText(fingerprint_words(place.key))


class StickCard(Card):
    """What to do when there is no line for days."""

    def __init__(self) -> None:
        super().__init__(tr(STICK), gap=scale.S8)
        self.add(PlainLabel(tr(STICK_SAID), "meta", wrap=True))
        self.export_button = Button(tr(TO_STICK), "download")
        self.take_button = Button(tr(FROM_STICK), "upload")
        self.given_button = Button("", "upload", look="main")
        self.given_button.hide()
        self.state = PlainLabel("", "strong", wrap=True)
        self.state.hide()
        buttons = FlowBox(line_gap=scale.S8)
        buttons.add(self.given_button)
        buttons.add(self.export_button)
        buttons.add(self.take_button)
        self.add(buttons)
        self.add(self.state)

    def offer(self, name: str) -> None:
        """Offer to take the file that the program was opened with; without a name offer none."""
        self.given_button.set_label(tr(TAKE_GIVEN).format(name=name) if name else "")
        self.given_button.setVisible(bool(name))

    def say(self, text: str) -> None:
        """Say how it went."""
        self.state.setText(text)
        self.state.setVisible(bool(text))


def _copied() -> PlainLabel:
    """Return a label whose words can be copied."""
    label = PlainLabel("", wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
