# SPDX-License-Identifier: EUPL-1.2
"""The line of the quick access where a name or a number is typed, and the card of who is found."""

from PySide6.QtCore import Signal, Slot

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import contacts
from welfaredesk.desk.contacts import Caller, CallerCard
from welfaredesk.desk.lists import births_of
from welfaredesk.domain.periods import age_words
from welfaredesk.ui.case_marks import caution_chips
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import Snug, column
from welfaredesk.ui.parts.chip import ChipRow
from welfaredesk.ui.parts.finder import Finder, Reply
from welfaredesk.ui.parts.hits import Hit
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

WHO = N_("Chi si rivolge: nome o telefono")
HINT = N_("Cognome e nome, oppure numero")
FOLLOWED = N_("in carico qui")
GOES_TO_DIARY = N_("È in carico qui: l'accesso va nel suo diario")
GOES_TO_REGISTER = N_("Non è in carico qui: l'accesso va nel registro, collegato alla sua scheda")
NO_PHONES = N_("Nessun telefono scritto in scheda")
PHONES = N_("Telefono: {numbers}")


class CallerLine(Finder):
    """Finds who of the persons here may be at the door; `found` carries the person's id, empty for nobody here."""

    found = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(self._match, tr(WHO), placeholder=tr(HINT))
        self._context = context
        self._callers: dict[str, Caller] = {}
        self._person, self._name = "", ""
        self.picked.connect(self._took)
        self.textEdited.connect(self._typed)

    def person(self) -> str:
        """Return the id of who was found, or an empty string."""
        return self._person

    def name(self) -> str:
        """Return the name that was typed or found, without a number."""
        text = self.text().strip()
        return "" if contacts.is_number(text) else text

    def phone(self) -> str:
        """Return the number that was typed, or an empty string."""
        text = self.text().strip()
        return text if contacts.is_number(text) else ""

    def set_caller(self, text: str, *, person: str = "") -> None:
        """Show who was already typed or found."""
        self._person, self._name = person, text if person else ""
        self.setText(text)

    def list_width(self) -> int:
        """Return room for a name and its details."""
        return 520

    def _match(self, text: str, reply: Reply) -> None:
        found = contacts.find_callers(self._context.session, text)
        self._callers = {one.line.id: one for one in found}
        births, now = births_of(one.line for one in found), today(self._context.clock)
        hits = []
        for one in found:
            age = age_words(births[one.line.id], now) if one.line.id in births else ""
            followed = tr(FOLLOWED) if one.followed else ""
            parts = (age, one.line.comune, followed, tr(one.reason) if one.reason else "")
            hits.append(Hit(one.line.id, one.line.name, " · ".join(part for part in parts if part), "", "user"))
        reply(hits)

    @Slot(Hit)
    def _took(self, hit: Hit) -> None:
        self._person, self._name = hit.key, hit.label
        self.found.emit(hit.key)

    @Slot(str)
    def _typed(self, text: str) -> None:
        if self._person and text != self._name:
            self._person, self._name = "", ""
            self.found.emit("")


class CallerCardBox(Snug):
    """Whom the access is about: avvertenze first, then the numbers, and where the save goes."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.setProperty("look", "banner")
        self.setProperty("kind", "neutral")
        self.name = PlainLabel("", "strong", elide=True)
        self.cautions = ChipRow()
        self.phones = PlainLabel("", wrap=True)
        self.goes = PlainLabel("", "meta", wrap=True)
        laid = column(gap=scale.S8)
        laid.setContentsMargins(scale.S12, scale.S8, scale.S12, scale.S8)
        for widget in (self.name, self.cautions, self.phones, self.goes):
            laid.addWidget(widget)
        self.setLayout(laid)
        self.hide()

    def show_card(self, card: CallerCard | None) -> None:
        """Show who was found, or nobody."""
        self.setVisible(card is not None)
        if card is None:
            return
        births = births_of([card.line])
        age = age_words(births[card.line.id], today(self._context.clock)) if births else ""
        self.name.setText(" · ".join(part for part in (card.line.name, age, card.line.comune) if part))
        marks = caution_chips(self._context, card.cautions)
        self.cautions.set_chips(marks)
        self.cautions.setVisible(bool(marks))
        self.phones.setText(tr(PHONES).format(numbers=" · ".join(card.phones)) if card.phones else tr(NO_PHONES))
        self.goes.setText(tr(GOES_TO_DIARY if card.followed else GOES_TO_REGISTER))
        self.setAccessibleName(self.name.text())
        self.updateGeometry()
