# SPDX-License-Identifier: EUPL-1.2
"""Consegne being prepared: who leaves, the cartelle with what is open in them, who receives, from when until when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import lists
from welfaredesk.desk.handover.lines import counts_words
from welfaredesk.desk.handover.offering import Terms
from welfaredesk.desk.handover.proposing import CaseHeld, Proposed, cases_of, elsewhere, propose, takers
from welfaredesk.desk.session import Session
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.periods import day_words
from welfaredesk.domain.typed_time import Toward, parse_day
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card
from welfaredesk.ui.parts.code_picker import Choice, CodePicker
from welfaredesk.ui.parts.day_picker import DayPicker
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.page import Page, bring_into_view
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.handover_cases import Cases
from welfaredesk.ui.screens.handover_part import LABEL, NEW, HandoverPart
from welfaredesk.ui.theme import scale

FROM, TO = N_("Chi passa le consegne"), N_("Chi le riceve")
SINCE, UNTIL, WHY = N_("Dal"), N_("Rientro, se si sa"), N_("Motivo")
NOTE = N_("Da sapere")
NOTE_HELP = N_("Lo legge chi riceve, uguale in ogni cartella scelta: niente nomi di altre persone.")
PROPOSE, KEYS = N_("Proponi le consegne"), N_("Ctrl+Invio")
WHO_FIRST = N_("Scegli chi passa le consegne: qui compaiono le sue cartelle, con quello che è aperto in ognuna.")
PASSES = N_(
    "Passano titolare, case manager, progetti e loro azioni, appuntamenti, scadenze, compiti, verbali da confermare e "
    "segnalazioni, quando chi riceve accetta. Non serve il PC di chi parte."
)
SEALED = N_(
    "Non passano gli appunti e le bozze di {who}: li legge solo chi li ha scritti, e nessun altro li può contare. "
    "Quello che è riservato passa solo a chi lo legge già."
)
ELSEWHERE = N_(
    "Non passano con nessuna cartella: {what}. Si riassegnano dallo staff e dal registro delle segnalazioni."
)
GIVER_MISSING, TAKER_MISSING = N_("Indica chi passa le consegne"), N_("Indica chi le riceve")
DAY_MISSING, NO_DAY = N_("Serve il giorno da cui passano"), N_("Non è un giorno: scrivi per esempio 31/12, +30")
NONE_CHOSEN = N_("Scegli almeno una cartella.")
DONE_ONE, DONE_MANY = N_("cartella proposta a {who}"), N_("cartelle proposte a {who}")
NOT_DONE = N_("Non proposta, {name}: {why}.")
_NAME = 30


class HandoverNew(HandoverPart):
    """The form by which any number of cartelle is proposed at once."""

    def __init__(self, context: Context, *, parts: Sequence[str]) -> None:
        self.button = Button(tr(PROPOSE), "send", look="main", keys=tr(KEYS))
        super().__init__(context, NEW, parts=parts, actions=[self.button])
        self._names: dict[str, str] = {}
        self.giver, self.taker = (CodePicker((), tr(label)) for label in (FROM, TO))
        self.since, self.until = (self._day(tr(label)) for label in (SINCE, UNTIL))
        self.since.set_day(today(context.clock))
        self.reason, self.note = QLineEdit(), QPlainTextEdit()
        self.banner = Banner(kind="danger", closes=True)
        self.cases = Cases()
        self.fields: dict[str, Field] = {}
        self._build()
        self.giver.changed.connect(self._giver_changed)
        self.taker.changed.connect(lambda _code: self.fields["taker"].set_problem(""))
        self.since.changed.connect(lambda _day: self._ask_cases())
        self.button.clicked.connect(self.propose)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.propose)

    def _day(self, label: str) -> DayPicker:
        clock = self.context.clock
        return DayPicker(
            label,
            parse=lambda text: parse_day(text, today(clock), toward=Toward.FUTURE),
            words=lambda day: day_words(day, today(clock)),
            today=lambda: today(clock),
        )

    def _build(self) -> None:
        card = Card(gap=scale.S12)
        boxes: list[tuple[str, str, QWidget]] = [("giver", FROM, self.giver), ("taker", TO, self.taker)]
        boxes += [("since", SINCE, self.since), ("until", UNTIL, self.until), ("reason", WHY, self.reason)]
        people, days = (FlowBox(gap=scale.S24, line_gap=scale.S12) for _line in range(2))
        for name, label, editor in boxes:
            wide = isinstance(editor, QLineEdit)
            self.fields[name] = Field(tr(label), editor, characters=_NAME if wide else 0)
            (people if isinstance(editor, CodePicker) else days).add(self.fields[name])
        card.add(people)
        card.add(days)
        card.add(Field(tr(NOTE), self.note, help_text=tr(NOTE_HELP)))
        card.add(PlainLabel(tr(PASSES), "meta", wrap=True))
        self.sealed = PlainLabel("", "meta", wrap=True)
        self.sealed.hide()
        card.add(self.sealed)
        self.said = PlainLabel(tr(WHO_FIRST), "soft", wrap=True)
        self.elsewhere = PlainLabel("", "soft", wrap=True)
        self.elsewhere.hide()
        self.page = Page(tr(LABEL), gap=scale.S12)
        self.page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S16)
        for widget in (self.head, self.row, self.banner, card, self.said, self.cases, self.elsewhere):
            self.page.body.addWidget(widget)
        self.page.body.addStretch(1)
        self.banner.hide()
        self.cases.hide()
        self.lay(self.page)

    @property
    def first(self) -> QWidget:
        """Return the first field that is written."""
        return self.giver

    def ask(self) -> None:
        """Ask who can hand over and who can receive, and the cartelle of whoever was chosen."""

        def question(session: Session) -> tuple[dict[str, str], dict[str, str]]:
            return lists.operator_names(session), takers(session)

        self.context.tasks.ask(question, self._know, owner=self, latest="handover-people")
        self._ask_cases()

    def _know(self, found: tuple[dict[str, str], dict[str, str]]) -> None:
        everybody, able = found
        self._names = everybody
        for picker, some in ((self.giver, everybody), (self.taker, able)):
            picker.offer(list(_choices(some)))
            if held_in(picker) is None:
                picker.set_code(picker.code())
        self._say_sealed()

    @Slot(str)
    def _giver_changed(self, _code: str) -> None:
        self.fields["giver"].set_problem("")
        self._say_sealed()
        self._ask_cases()

    def _say_sealed(self) -> None:
        who = self._names.get(self.giver.code(), "")
        self.sealed.setText(tr(SEALED).format(who=who))
        self.sealed.setVisible(bool(who))

    def _ask_cases(self) -> None:
        giver, since = self.giver.code(), self.since.day()
        if not giver:
            self._show(())
            return
        day = since.isoformat() if since else ""

        def question(session: Session) -> tuple[list[CaseHeld], dict[str, int]]:
            return cases_of(session, giver, since=day), elsewhere(session, giver, since=day)

        self.context.tasks.ask(question, lambda found: self._show(*found), owner=self, latest="handover-cases")

    def _show(self, found: Sequence[CaseHeld], elsewhere: Mapping[str, int] | None = None) -> None:
        self.elsewhere.setText(tr(ELSEWHERE).format(what=counts_words(elsewhere or {})))
        self.elsewhere.setVisible(bool(elsewhere))
        self.cases.show_cases(found)
        self.cases.setVisible(bool(found))
        nothing = N_("Qui non ha niente da passare, o non è su questo PC.")
        self.said.setText("" if found else tr(nothing if self.giver.code() else WHO_FIRST))
        self.said.setVisible(not found)

    @Slot()
    def propose(self) -> None:
        """Propose the chosen cartelle, unless something is missing: then say what, beside it."""
        self.banner.hide()
        first = self._say_missing()
        persons = self.cases.chosen()
        since, until = self.since.day(), self.until.day()
        if first is not None or since is None:
            return
        if not persons:
            self._tell(tr(NONE_CHOSEN))
            return
        terms = Terms(
            giver={"id": self.giver.code()},
            taker={"id": self.taker.code()},
            since=since.isoformat(),
            until=until.isoformat() if until else "",
            reason=self.reason.text().strip(),
            note=self.note.toPlainText().strip(),
        )
        self.button.setEnabled(False)
        self.context.tasks.change(
            lambda session: propose(session, persons, terms=terms), self._proposed, owner=self, failed=self._failed
        )

    def _say_missing(self) -> Field | None:
        """Say beside each field what is missing, go to the first and return it."""
        wrong = {
            "giver": "" if self.giver.code() else tr(GIVER_MISSING),
            "taker": "" if self.taker.code() else tr(TAKER_MISSING),
            "since": "" if self.since.day() else tr(DAY_MISSING if self.since.understood() else NO_DAY),
            "until": "" if self.until.understood() else tr(NO_DAY),
        }
        for name, words in wrong.items():
            self.fields[name].set_problem(words)
        first = next((self.fields[name] for name, words in wrong.items() if words), None)
        if first is not None:
            first.editor.setFocus()
            bring_into_view(first)
        return first

    def _tell(self, text: str) -> None:
        self.banner.show()
        self.banner.say(text, kind="danger")
        bring_into_view(self.banner)

    def _failed(self, fault: Fault) -> None:
        self.button.setEnabled(True)
        self._tell(fault.text)

    def _proposed(self, made: Sequence[Proposed]) -> None:
        self.button.setEnabled(True)
        done = [one for one in made if one.handover]
        if done:
            who = self._names.get(self.taker.code(), "")
            self.context.ways.notice.emit(plural(len(done), DONE_ONE, many=DONE_MANY).format(who=who), None)
        left = [one for one in made if not one.handover]
        if left:
            told = (tr(NOT_DONE).format(name=self.cases.name_of(one.person), why=one.why.rstrip(".")) for one in left)
            self._tell(" ".join(told))
        self.context.exchanging.now()
        self._ask_cases()

    def place(self) -> dict[str, Any]:
        """Return what was chosen and typed."""
        days = {name: day.isoformat() for name, day in self._days() if day is not None}
        people = {"giver": self.giver.code(), "taker": self.taker.code()}
        said = {"reason": self.reason.text(), "note": self.note.toPlainText()}
        return people | days | said | {"left": self.cases.left()}

    def _days(self) -> Iterator[tuple[str, date | None]]:
        yield "since", self.since.day()
        yield "until", self.until.day()

    def come_back(self, place: dict[str, Any]) -> None:
        """Choose and type it again."""
        if "giver" not in place:
            return
        self.giver.set_code(str(place["giver"]))
        self.taker.set_code(str(place.get("taker") or ""))
        for name, picker in (("since", self.since), ("until", self.until)):
            said = place.get(name)
            picker.set_day(date.fromisoformat(str(said)) if is_day(said) else None)
        self.reason.setText(str(place.get("reason") or ""))
        self.note.setPlainText(str(place.get("note") or ""))
        self.cases.leave(place.get("left") or ())


def _choices(names: dict[str, str]) -> Iterator[Choice]:
    for identity, name in sorted(names.items(), key=lambda one: one[1].casefold()):
        yield Choice(identity, name)
