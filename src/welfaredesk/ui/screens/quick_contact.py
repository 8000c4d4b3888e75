# SPDX-License-Identifier: EUPL-1.2
"""Accesso rapido: a sheet over anything, six fields, ten seconds; two may wait while a third is at the door."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import contacts, drafts
from welfaredesk.desk.contacts import CallerCard, ContactSaved
from welfaredesk.desk.drafts import Draft
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.contact_rule import SavedAs
from welfaredesk.ui.context import Context
from welfaredesk.ui.draft_keeper import DraftKeeper, draft_time
from welfaredesk.ui.editors.choices import ChoicesEditor, offered
from welfaredesk.ui.editors.editor import Editor, kept_typed, show_typed
from welfaredesk.ui.editors.found import stray_words
from welfaredesk.ui.editors.links import find_people
from welfaredesk.ui.editors.numbers import NumberEditor
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.person_picker import PersonPicker
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.section import Section
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.screens.caller_line import WHO, CallerCardBox, CallerLine

TITLE = N_("Accesso rapido")
FOR_WHOM = N_("Per chi")
NOT_NEEDED = N_("Cognome e nome di chi è seguito qui; non è obbligatorio")
HOW = N_("Come")
NEED = N_("Bisogno")
WHAT = N_("Cosa è stato detto")
OUTCOME = N_("Esito")
MORE = N_("Minuti, in che veste, punto di accesso")
AS_WHOM = N_("In che veste")
WHERE = N_("Punto di accesso")
SAVE, KEYS = N_("Salva"), N_("Ctrl+Invio")
PARK = N_("Parcheggia")
PARKED_ONE = N_("{time} {who}")
SOMEBODY = N_("senza nome")
PARKED_SAID = N_("Accesso parcheggiato: lo ritrovi qui e in Oggi")
FULL = N_("Ce ne sono già due parcheggiati: riprendine uno e salvalo, poi parcheggia questo")
NOTHING = N_("Scrivi almeno chi si rivolge, il bisogno o cosa è stato detto")
IN_DIARY = N_("Accesso salvato nel diario di {who}")
IN_REGISTER = N_("Accesso salvato nel registro")
PLACES = ("contact/1", "contact/2")
NOW = "contact/now"


class QuickContact(Sheet):
    """The sheet; `open` shows it, `before_lock` keeps what is written."""

    def __init__(self, context: Context, host: QWidget) -> None:
        super().__init__(host, tr(TITLE), widest=680, tallest=736)
        self.context = context
        self._person = ""
        self._guessed = True
        self._saving = False
        self.parked: dict[str, Draft] = {}
        self.caller = CallerLine(context)
        self.card = CallerCardBox(context)
        self.person = PersonPicker(lambda text, reply: find_people(context, text, reply), tr(FOR_WHOM))
        self.channel = ChoiceChips(_codes(context, "contact_channel"), tr(HOW), always=True)
        type_ = type_named("contact")
        self.needs = ChoicesEditor(context, type_.field("needs"))
        self.what = QPlainTextEdit()
        self.outcome = ChoiceChips(_codes(context, "contact_outcome"), tr(OUTCOME))
        self.minutes = NumberEditor(context, type_.field("minutes"))
        self.requester = ChoiceChips(_codes(context, "requester_kind"), tr(AS_WHOM))
        self.access_point = ChoiceChips(_codes(context, "access_point_kind"), tr(WHERE))
        self._typed: dict[str, Editor] = {"needs": self.needs, "minutes": self.minutes}
        self.more = Section(tr(MORE), unfolded=False)
        self.problem = Banner(kind="attention", closes=True)
        self.chips = FlowBox(gap=8)
        self.draft_state = PlainLabel("", "meta", elide=True)
        self.park_button = Button(tr(PARK), "clock", look="quiet")
        self.save_button = Button(tr(SAVE), look="main", keys=tr(KEYS))
        self.keeper = DraftKeeper(context, self, self.values, key=NOW, type_name="contact")
        self._build()
        self._connect()

    def _build(self) -> None:
        self.problem.hide()
        self.person.setPlaceholderText(tr(NOT_NEEDED))
        self.person.keeps_strays = True
        what = Field(tr(WHAT), self.what)
        self.what.setFixedHeight(76)
        fields: list[QWidget] = [
            self.chips,
            self.problem,
            Field(tr(WHO), self.caller),
            self.card,
            Field(tr(FOR_WHOM), self.person),
            Field(tr(HOW), self.channel),
            Field(tr(NEED), self.needs.control),
            what,
            Field(tr(OUTCOME), self.outcome),
            self.more,
        ]
        for widget in fields:
            self.content.addWidget(widget)
        self.more.body.addWidget(Field(tr(N_("Minuti")), self.minutes.control, characters=6))
        self.more.body.addWidget(Field(tr(AS_WHOM), self.requester))
        self.more.body.addWidget(Field(tr(WHERE), self.access_point))
        self.content.addStretch(1)
        self.chips.hide()
        for button in (self.draft_state, self.park_button, self.save_button):
            self.foot.addWidget(button)

    def _connect(self) -> None:
        self.caller.found.connect(self._found)
        self.caller.textEdited.connect(self._guess_channel)
        self.person.chosen.connect(self._chosen)
        self.channel.changed.connect(self._channel_said)
        for signal in (
            self.caller.textEdited,
            self.caller.found,
            self.person.textEdited,
            self.person.chosen,
            self.channel.changed,
            self.needs.changed,
            self.what.textChanged,
            self.outcome.changed,
            self.minutes.changed,
            self.requester.changed,
            self.access_point.changed,
        ):
            signal.connect(self.keeper.touch)
        self.keeper.kept.connect(self.draft_state.setText)
        self.park_button.clicked.connect(self.park)
        self.save_button.clicked.connect(self.save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)

    def open(self) -> None:
        """Show the sheet with what was being written, and the ones that wait."""
        self.open_with(self.caller)
        self.context.tasks.ask(drafts.all_drafts, self._came_back, owner=self, latest="quick-contact-drafts")

    def _came_back(self, found: list[Draft]) -> None:
        by_key = {draft.key: draft for draft in found}
        self.parked = {key: by_key[key] for key in PLACES if key in by_key}
        self._show_parked()
        if NOW in by_key and not self.values():
            self.set_values(by_key[NOW].values)

    def resume(self, key: str) -> None:
        """Open the sheet on a parked access, parking the present one in its place."""
        self.open_with(self.caller)
        present = self.values()

        def work(session: Session) -> list[Draft]:
            draft = drafts.draft_of(session, key)
            if draft is not None and key != NOW:
                drafts.drop(session, key)
                if present:
                    drafts.keep(session, key, present, type_name="contact")
                drafts.keep(session, NOW, draft.values, type_name="contact")
            return drafts.all_drafts(session)

        def done(found: list[Draft]) -> None:
            self.set_values({})
            self._came_back(found)

        self.context.tasks.change(work, done, owner=self)

    def _show_parked(self) -> None:
        self.chips.clear()
        offset = self.context.clock.now().offset
        for key, draft in self.parked.items():
            who = str(draft.values.get("who") or draft.values.get("phone") or tr(SOMEBODY))
            words = tr(PARKED_ONE).format(time=draft_time(draft, offset), who=who)
            chip = Button(words, "clock", look="chip")
            chip.clicked.connect(lambda _on=False, one=key: self.resume(one))
            self.chips.add(chip)
        self.chips.setVisible(bool(self.parked))

    def values(self) -> dict[str, Any]:
        """Return what the sheet says as the fields of a contact; nothing when nobody typed anything."""
        said: dict[str, Any] = {
            "who": self.caller.name(),
            "phone": self.caller.phone(),
            "person": {"id": self.person.key()} if self.person.key() else None,
            "needs": self.needs.value(),
            "note": self.what.toPlainText().strip(),
            "outcome": self.outcome.code(),
            "minutes": self.minutes.value(),
            "requester": self.requester.code(),
            "access_point": self.access_point.code(),
        }
        found = {name: value for name, value in said.items() if value not in (None, "", [])}
        found |= kept_typed(self._typed)
        if not found and not self.person.stray():
            return {}
        return found | {"channel": self.channel.code(), "_name": self.person.text(), "_caller": self.caller.person()}

    def set_values(self, values: dict[str, Any]) -> None:
        """Show a draft, or an empty sheet; the minutes of a phone call and the rest fold away."""
        person = values.get("person")
        self.caller.set_caller(
            str(values.get("who") or values.get("phone") or ""), person=str(values.get("_caller") or "")
        )
        self.person.set_person(str(person["id"]) if person else "", str(values.get("_name") or ""))
        self._guessed = "channel" not in values
        self.channel.choose(str(values.get("channel") or "in_person"))
        self.needs.set_value(values.get("needs"))
        self.what.setPlainText(str(values.get("note") or ""))
        self.outcome.choose(str(values.get("outcome") or ""))
        self.minutes.set_value(values.get("minutes"))
        show_typed(self._typed, values)
        self.requester.choose(str(values.get("requester") or ""))
        self.access_point.choose(str(values.get("access_point") or ""))
        self.problem.hide()
        self.draft_state.setText("")
        self._show_card(self.person.key() or self.caller.person())

    @Slot(str)
    def _guess_channel(self, _text: str) -> None:
        if self._guessed:
            self.channel.choose("phone" if self.caller.phone() else "in_person")

    @Slot(str)
    def _channel_said(self, _code: str) -> None:
        self._guessed = False

    @Slot(str)
    def _found(self, person: str) -> None:
        """Take who was found as the one it is for, unless somebody else was named."""
        if person and not self.person.key():
            self.person.set_person(person, self.caller.text())
        elif not person and self.person.key() == self._person:
            self.person.set_person("", "")
        self._person = person
        self._show_card(self.person.key() or person)

    @Slot(str)
    def _chosen(self, person: str) -> None:
        self._show_card(person or self.caller.person())

    def _show_card(self, person: str) -> None:
        if not person:
            self.card.show_card(None)
            return

        def question(session: Session) -> CallerCard:
            return contacts.caller_card(session, person)

        self.context.tasks.ask(question, self.card.show_card, owner=self, latest="quick-contact-card")

    @Slot()
    def park(self) -> None:
        """Put this access aside for who is at the door now."""
        values = self.values()
        free = next((key for key in PLACES if key not in self.parked), None)
        if not values:
            self._say(NOTHING)
        elif free is None:
            self._say(FULL)
        else:
            place: str = free

            def work(session: Session) -> list[Draft]:
                drafts.keep(session, place, values, type_name="contact")
                drafts.drop(session, NOW)
                return drafts.all_drafts(session)

            self.context.tasks.change(work, self._parked, owner=self)

    def _parked(self, found: list[Draft]) -> None:
        self.set_values({})
        self.keeper.forget()
        self._came_back([draft for draft in found if draft.key != NOW])
        self.context.ways.notice.emit(tr(PARKED_SAID), None)
        self.caller.setFocus()

    def _say(self, text: str) -> None:
        self.problem.say(tr(text), kind="attention")
        self.problem.show()

    @Slot()
    def save(self) -> None:
        """Save the access where the rule says."""
        said = self.values()
        values = {name: value for name, value in said.items() if not name.startswith("_")}
        if self._saving:
            return
        if not values:
            self._say(NOTHING)
            return
        wrong = stray_words(self.person) or self.needs.not_understood() or self.minutes.not_understood()
        if wrong:
            self._say(wrong)
            return
        name = self.person.text()
        self._saving = True
        self.save_button.setEnabled(False)

        def work(session: Session) -> ContactSaved:
            saved = contacts.register_contact(session, values)
            drafts.drop(session, NOW)
            return saved

        def done(saved: ContactSaved) -> None:
            self._ready()
            if self.values() == said:
                self.set_values({})
                self.keeper.forget()
                self.close_layer()
            words = tr(IN_DIARY).format(who=name) if saved.type == SavedAs.DIARY_ENTRY else tr(IN_REGISTER)
            self.context.ways.notice.emit(words, self._undo(saved))

        def failed(fault: Any) -> None:
            self._ready()
            self.problem.say(fault.text, kind="danger")
            self.problem.show()

        self.context.tasks.change(work, done, owner=self, failed=failed)

    def _ready(self) -> None:
        self._saving = False
        self.save_button.setEnabled(True)

    def _undo(self, saved: ContactSaved) -> Callable[[], None]:
        tasks = self.context.tasks
        return lambda: tasks.change(lambda session: contacts.undo(session, saved), lambda _none: None, owner=self)

    def before_lock(self) -> None:
        """Keep what is written, at once."""
        self.keeper.keep_now()


def _codes(context: Context, name: str) -> list[tuple[str, str]]:
    return [(one.code, one.label) for one in offered(context, name)]
