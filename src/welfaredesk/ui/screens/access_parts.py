# SPDX-License-Identifier: EUPL-1.2
"""Parts of the page of an access: a record as it would go, and the names of others that are taken out."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QLineEdit

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.access.dossier import Candidate, Fate
from welfaredesk.desk.access.names import Third
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, clear_out, column, labelled, row
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.theme import scale

FATE, WHY = N_("Che cosa se ne fa"), N_("Perché resta")
YES, NO = N_("Si consegna"), N_("Resta")
REASONS = ("third_parties", "reported", "referrer", "other_services", "protection", "internal", "not_asked", "other")
AS_BEFORE, CUT, UNCUT = N_("Come proposto"), N_("Togli le parole scelte"), N_("Rimetti i passaggi tolti")
HOW_TO_CUT = N_("Scegli con il mouse o con la tastiera le parole da togliere, poi «Togli le parole scelte».")
NO_WORDS = N_("Prima scegli le parole nel testo qui sopra.")
RESERVED = N_("È di un ambito riservato: non entra mai in un dossier, e l'elenco di ciò che manca non la nomina.")
REMOVED = N_("Tolto: {what}.")
DOUBTFUL = N_("Da guardare: se è il nome di qualcun altro, si toglie.")
TAKE_OUT, MOST_DOUBTFUL = N_("Togli «{word}»"), 8
NOTHING_LEFT = N_("Di questa scheda non resta niente da consegnare.")
NAMES, NAMES_HELP = N_("Nomi di altre persone"), N_("Sono tolti dal testo. Spunta chi può restare scritto.")
NO_NAMES = N_("Nessun'altra persona è indicata per nome nelle schede. Un nome scritto solo nel testo si aggiunge qui.")
PROTECTED, PROTECTED_MANY = N_("persona in protezione: mai nominata"), N_("persone in protezione: mai nominate")
ADD, NAME = N_("Togli anche questo"), N_("Un altro nome da togliere")


class RecordPart(Card):
    """A record as it would go; `fated` carries yes, no or nothing and a reason, `cut` a part and its words.

    `named` carries words of it that are somebody's name.
    """

    fated = Signal(str, str)
    named = Signal(str)
    cut = Signal(str, str)
    uncut = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__(gap=scale.S12)
        self._context = context
        self.shown_one: Candidate | None = None
        self.labels: dict[str, PlainLabel] = {}
        self.title = PlainLabel("", "section", wrap=True)
        self.fate = ChoiceChips([("yes", tr(YES)), ("no", tr(NO))], tr(FATE), always=True)
        codes = context.codes
        reasons = [(one, codes.label("access_exclusion", one)) for one in REASONS]
        self.why = ChoiceChips(reasons, tr(WHY), always=True)
        self.why_label = PlainLabel(tr(WHY), "strong")
        self.text = column(gap=scale.S8)
        self.note = PlainLabel("", "soft", wrap=True)
        self.doubtful = FlowBox(gap=scale.S8, line_gap=scale.S8)
        self.help = PlainLabel(tr(HOW_TO_CUT), "meta", wrap=True)
        self.cut_button, self.uncut_button = Button(tr(CUT), "minus"), Button(tr(UNCUT), "undo-2", look="quiet")
        self.back_button = Button(tr(AS_BEFORE), "rotate-ccw", look="quiet")
        self._build()

    def _build(self) -> None:
        for widget in (self.title, self.fate, self.why_label, self.why):
            self.add(widget)
        self.body.addLayout(self.text)
        self.add(self.note)
        self.add(self.doubtful)
        self.add(self.help)
        foot = FlowBox(gap=scale.S8, line_gap=scale.S8)
        for button in (self.cut_button, self.uncut_button, self.back_button):
            foot.add(button)
        self.add(foot)
        self.fate.changed.connect(self._fated)
        self.why.changed.connect(lambda why: self.fated.emit("no", why))
        self.back_button.clicked.connect(lambda: self.fated.emit("", ""))
        self.uncut_button.clicked.connect(self.uncut)
        self.cut_button.clicked.connect(self._cut)
        self.hide()

    @Slot(str)
    def _fated(self, said: str) -> None:
        self.fated.emit(said, "other" if said == "no" else "")

    def show_one(
        self, one: Candidate | None, *, called: str = "", may_change: bool = False, has_cuts: bool = False
    ) -> None:
        """Show a record under what it is called, or nothing."""
        self.shown_one = one
        self.setVisible(one is not None)
        if one is None:
            return
        self.setAccessibleName(called)
        self.title.setText(called)
        never, stays = one.fate is Fate.NEVER, one.fate is Fate.STAYS
        self.fate.choose("yes" if one.fate is Fate.GOES else "no")
        self.why.choose(one.why)
        for widget in (self.fate, self.back_button, self.cut_button, self.help):
            widget.setVisible(may_change and not never)
        self.back_button.setVisible(may_change and one.by_hand)
        self.uncut_button.setVisible(may_change and has_cuts)
        for chips in (self.why, self.why_label):
            chips.setVisible(stays)
        self.why.setEnabled(may_change)
        self._show_text(one)
        self.note.setText(_notes(one))
        self.note.setVisible(bool(self.note.text()))
        self._show_doubtful(one.cleaned.doubtful if may_change and not never else ())
        self.updateGeometry()

    def _show_doubtful(self, words: Sequence[str]) -> None:
        self.doubtful.clear()
        for word in words[:MOST_DOUBTFUL]:
            button = Button(tr(TAKE_OUT).format(word=word), "minus", look="quiet")
            button.clicked.connect(lambda _on=False, said=word: self._take_out(said))
            self.doubtful.add(button)
        self.doubtful.setVisible(bool(words))

    def _take_out(self, word: str) -> None:
        """Take out a name everywhere, or a word in small letters where it stands."""
        if word[:1].isupper():
            self.named.emit(word)
            return
        part = next((name for name, label in self.labels.items() if word in label.text()), "")
        self.cut.emit(part, word)

    def _show_text(self, one: Candidate) -> None:
        clear_out(self.text)
        self.labels.clear()
        for said in one.cleaned.lines:
            words = PlainLabel(said.text, wrap=True)
            words.setAccessibleName(f"{said.label}: {said.text}")
            words.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.labels[said.part] = words
            self.text.addWidget(labelled(said.label, words))

    @Slot()
    def _cut(self) -> None:
        for part, label in self.labels.items():
            if label.selectedText().strip():
                self.cut.emit(part, label.selectedText())
                return
        self._context.ways.notice.emit(tr(NO_WORDS), None)


def _notes(one: Candidate) -> str:
    if one.fate is Fate.NEVER:
        return tr(RESERVED)
    removed = "; ".join(each.what for each in one.cleaned.removed)
    found = [tr(REMOVED).format(what=removed)] if removed else []
    if one.cleaned.doubtful:
        found.append(tr(DOUBTFUL))
    if not one.cleaned.lines:
        found.append(tr(NOTHING_LEFT))
    return "\n".join(found)


class NamesPart(Card):
    """The names of others; `turned` carries one and whether it may stay, `added` one to take out."""

    turned = Signal(str, bool)
    added = Signal(str)

    def __init__(self) -> None:
        super().__init__(gap=scale.S8)
        self.ticks: dict[str, Tick] = {}
        self.rows = column(gap=0)
        self.help = PlainLabel(tr(NAMES_HELP), "meta", wrap=True)
        self.locked = PlainLabel("", "soft", wrap=True)
        self.line = QLineEdit()
        self.line.setPlaceholderText(tr(NAME))
        self.line.setAccessibleName(tr(NAME))
        self.add_button = Button(tr(ADD), "plus")
        self.setAccessibleName(tr(NAMES))
        self.add(PlainLabel(tr(NAMES), "section"))
        self.add(self.help)
        self.body.addLayout(self.rows)
        self.add(self.locked)
        more = row(gap=scale.S8)
        more.addWidget(self.line, 1)
        more.addWidget(self.add_button)
        self.body.addLayout(more)
        self.add_button.clicked.connect(self._add)
        self.line.returnPressed.connect(self._add)

    def show_names(self, thirds: Sequence[Third], *, may_change: bool) -> None:
        """Show who else is named; whoever is in protection is counted and not named here either."""
        said = [one for one in thirds if not one.locked]
        if list(self.ticks) != [one.name for one in said]:
            self._build_ticks(said)
        for one in said:
            # In place: the keyboard stays where it is.
            with QSignalBlocker(self.ticks[one.name]):
                self.ticks[one.name].setChecked(one.kept)
            self.ticks[one.name].setEnabled(may_change)
        hidden = len(thirds) - len(said)
        self.locked.setText(plural(hidden, PROTECTED, many=PROTECTED_MANY) if hidden else "")
        self.locked.setVisible(bool(hidden))
        self.help.setText(tr(NAMES_HELP if said else NO_NAMES))
        self.line.setVisible(may_change)
        self.add_button.setVisible(may_change)
        self.updateGeometry()

    def _build_ticks(self, said: Sequence[Third]) -> None:
        clear_out(self.rows)
        self.ticks.clear()
        for one in said:
            tick = Tick(f"{one.name} · {one.where}" if one.where else one.name)
            tick.toggled.connect(lambda on, name=one.name: self.turned.emit(name, on))
            self.ticks[one.name] = tick
            self.rows.addWidget(tick)

    @Slot()
    def _add(self) -> None:
        if self.line.text().strip():
            self.added.emit(self.line.text().strip())
            self.line.clear()
