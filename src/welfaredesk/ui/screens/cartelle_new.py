# SPDX-License-Identifier: EUPL-1.2
"""The sheet of a new cartella: a few data, and who may already be here, found while they are typed."""

from typing import Any

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import cartella, drafts, lists
from welfaredesk.desk.drafts import Draft
from welfaredesk.desk.lists import PersonLine
from welfaredesk.desk.records import type_named
from welfaredesk.desk.resources import birthplaces
from welfaredesk.desk.session import Session
from welfaredesk.domain.periods import age_words
from welfaredesk.domain.recognition import Found
from welfaredesk.ui.context import Context
from welfaredesk.ui.forms import Form
from welfaredesk.ui.parts.announce import announce
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Snug, clear_out, column
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.screens.riscontro_line import RiscontroLine
from welfaredesk.ui.theme import fonts, scale

TITLE = N_("Nuova cartella")
ASKED = ("surname", "name", "tax_code", "birth", "birthplace", "sex", "comune")
PHONE = N_("Telefono")
SAVE, SAVE_KEYS = N_("Apri la cartella"), N_("Ctrl+Invio")
HERE = N_("Forse è già qui")
GO = N_("Vai alla cartella")
GIVE = N_("Apri una cartella a questa persona")
DRAFT_KEY = "new/case_file/"
Similar = list[tuple[PersonLine, Found]]


class SimilarPeople(Snug):
    """Who may be the one being typed, each with the reason; `chosen` carries the line."""

    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.setProperty("look", "banner")
        self.setProperty("kind", "attention")
        self.setAccessibleName(tr(HERE))
        self._laid = column(gap=scale.S8, margins=scale.S12)
        self.setLayout(self._laid)
        self.buttons: list[Button] = []
        self.hide()

    def show_people(self, found: Similar) -> None:
        """Show these persons, or nobody."""
        clear_out(self._laid)
        self.buttons = []
        if found:
            self._laid.addWidget(PlainLabel(tr(HERE), "strong"))
        for line, why in found:
            self._add(line, tr(why.likeness.reason))
        if found and self.isHidden():
            announce(self, tr(HERE))
        self.setVisible(bool(found))

    def _add(self, line: PersonLine, reason: str) -> None:
        born = lists.births_of([line])
        age = age_words(born[line.id], today(self.context.clock)) if line.id in born else ""
        facts = " · ".join(part for part in (line.name, age, line.comune, reason) if part)
        button = Button(tr(GO if line.case_file else GIVE), "folder-open" if line.case_file else "folder-plus")
        button.setAccessibleDescription(facts)
        button.clicked.connect(lambda: self.chosen.emit(line))
        self.buttons.append(button)
        box = FlowBox(gap=scale.S12)
        label = PlainLabel(facts, wrap=True)
        label.setMinimumWidth(min(300, int(fonts.advance(fonts.interface(), facts)) + scale.S4))
        box.add(label)
        box.add(button)
        self._laid.addWidget(box)


class NewCartella(Sheet):
    """The sheet; `opened_person` carries whose cartella to show."""

    opened_person = Signal(str)

    def __init__(self, host: QWidget, context: Context, *, typed: str = "") -> None:
        super().__init__(host, tr(TITLE), widest=640, tallest=720)
        self.context = context
        self.similar = SimilarPeople(context)
        self.riscontro = RiscontroLine(context)
        self.banner = Banner(kind="danger")
        self.banner.hide()
        self.form = Form(context, type_named("person"), only=ASKED)
        self.phone = QLineEdit()
        self.phone_field = Field(tr(PHONE), self.phone, characters=18)
        self.save_button = Button(tr(SAVE), look="main", keys=tr(SAVE_KEYS))
        self._dirty = False
        self._timer = QTimer(self, interval=drafts.EVERY_SECONDS * 1000, singleShot=True)
        self._timer.timeout.connect(self._keep_later)
        self._start(typed)
        for widget in (self.similar, self.banner, self.form, self.phone_field, self.riscontro):
            self.content.addWidget(widget)
        self.content.addStretch(1)
        self.foot.addWidget(self.save_button)
        self.form.changed.connect(self._changed)
        self.phone.textEdited.connect(self._changed)
        self.similar.chosen.connect(self._chosen)
        self.save_button.clicked.connect(self.save)
        self.closed.connect(self.keep_now)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.save)

    def _start(self, typed: str) -> None:
        surname, _, name = typed.strip().partition(" ")
        digits = any(sign.isdigit() for sign in typed)
        self.form.set_values({} if digits else {"surname": surname.title(), "name": name.strip().title()})

    def open(self) -> None:
        """Show the sheet; a draft left earlier comes back where nothing was typed in the search."""
        self.open_with(self.form.first_control(empty=True))
        self.context.tasks.ask(_ready, self._came_back, owner=self)
        self._look()

    def _came_back(self, draft: Draft | None) -> None:
        if draft is not None and not self._dirty and not any(self.form.values().values()):
            values = dict(draft.values)
            self.phone.setText(str(values.pop("_phone", "") or ""))
            self.form.set_values(values)
            self._look()

    def values(self) -> dict[str, Any]:
        """Return the person as typed, the phone among the recapiti."""
        said = {name: value for name, value in self.form.values().items() if value is not None}
        phone = self.phone.text().strip()
        return said | ({"reachabilities": [{"value": phone}]} if phone else {})

    @Slot()
    def _changed(self) -> None:
        self._dirty = True
        self._timer.start()
        self._look()

    def _look(self) -> None:
        values = self.values()
        self.riscontro.show_typed(values)
        if not any(values.get(name) for name in ("surname", "name", "tax_code", "reachabilities")):
            self.similar.show_people([])
            return
        self.context.tasks.ask(
            lambda session: lists.similar_people(session, values),
            self.similar.show_people,
            owner=self,
            latest="similar-people",
        )

    def _chosen(self, line: PersonLine) -> None:
        if line.case_file is not None:
            self._leave(line.id)
        else:
            comune = {"comune": line.comune} if line.comune else {}
            self.context.tasks.change(
                lambda session: cartella.open_cartella(session, comune, person=line.id), self._leave, owner=self
            )

    @Slot()
    def save(self) -> None:
        """Open the cartella, unless something stops it."""
        if not self.save_button.isEnabled() or self.form.errors():
            return
        values = self.values()
        self.save_button.setEnabled(False)
        self.context.tasks.change(
            lambda session: cartella.open_cartella(session, values), self._leave, owner=self, failed=self._failed
        )

    def _leave(self, person: str) -> None:
        self._dirty = False
        self._timer.stop()
        self.context.tasks.change(lambda session: drafts.drop(session, DRAFT_KEY), lambda _none: None, owner=self)
        self.opened_person.emit(person)
        self.close_layer()

    def _failed(self, fault: Fault) -> None:
        self.save_button.setEnabled(True)
        self.banner.say(fault.text, kind="danger")
        self.banner.show()

    def _draft(self) -> dict[str, Any]:
        said = {name: value for name, value in self.form.values().items() if value is not None}
        phone = self.phone.text().strip()
        return said | ({"_phone": phone} if phone else {})

    @Slot()
    def _keep_later(self) -> None:
        said = self._draft()
        self.context.tasks.change(
            lambda session: drafts.keep(session, DRAFT_KEY, said, type_name="person"), lambda _draft: None, owner=self
        )

    @Slot()
    def keep_now(self) -> None:
        """Keep the draft at once."""
        self._timer.stop()
        if self._dirty:
            drafts.keep(self.context.session, DRAFT_KEY, self._draft(), type_name="person")


def _ready(session: Session) -> Draft | None:
    birthplaces()  # the first call reads the tables: here it does not hold up the screen
    return drafts.draft_of(session, DRAFT_KEY)
