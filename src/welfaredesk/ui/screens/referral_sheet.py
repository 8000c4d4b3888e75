# SPDX-License-Identifier: EUPL-1.2
"""The sheet of a new referral: who is reported, by which source, how urgent; the name of who reports is reserved."""

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import drafts, referrals
from welfaredesk.desk.drafts import Draft
from welfaredesk.desk.records import Saved, type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Values
from welfaredesk.ui.context import Context
from welfaredesk.ui.draft_keeper import DraftKeeper
from welfaredesk.ui.editors import Editor, editor_for
from welfaredesk.ui.editors.choices import offered
from welfaredesk.ui.editors.editor import kept_typed, show_typed
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button, Glyph
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.field import Field, drop_mended, say_problems
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.theme import scale

TITLE = N_("Nuova segnalazione")
URGENCY = N_("Urgenza")
RESERVED = N_("Nome e recapito di chi segnala sono riservati: li legge solo chi è autorizzato.")
SAVE, KEYS = N_("Salva"), N_("Ctrl+Invio")
MISSING_WHO = N_("Scegli la persona segnalata, o scrivi chi è")
MISSING = N_("Manca questo dato")
SAVED = N_("Segnalazione registrata")
KEY = "referral/new"
FIRST = ("source", "received_on", "person", "subject", "comune")
THEN = ("vulnerabilities", "violence", "author_relation", "content", "referrer")
WHEN_VIOLENT = ("violence", "author_relation")


class ReferralSheet(Sheet):
    """The sheet; `start` opens it empty or on its draft, `start_from` on what an access says."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(page.window(), tr(TITLE), widest=680, tallest=736)
        self.context = context
        self._contact = ""
        self._saving = False
        type_ = type_named("referral")
        self.editors: dict[str, Editor] = {n: editor_for(context, type_.field(n)) for n in (*FIRST, *THEN)}
        self.urgency = ChoiceChips([(one.code, one.label) for one in offered(context, "urgency")], tr(URGENCY))
        self.boxes: dict[str, Field] = {}
        self.problem = Banner(kind="danger", closes=True)
        self.problem.hide()
        self.draft_state = PlainLabel("", "meta", elide=True)
        self.save_button = Button(tr(SAVE), look="main", keys=tr(KEYS))
        self.keeper = DraftKeeper(context, self, self.values, key=KEY, type_name="referral")
        self._build()

    def _build(self) -> None:
        self.content.addWidget(self.problem)
        for name in FIRST:
            self.content.addWidget(self._box(name))
        self.content.addWidget(Field(tr(URGENCY), self.urgency))
        for name in THEN:
            self.content.addWidget(self._box(name))
        reserved = row(gap=scale.S8)
        reserved.addWidget(Glyph("lock", token="reserved"), 0, Qt.AlignmentFlag.AlignTop)
        reserved.addWidget(PlainLabel(tr(RESERVED), "meta", wrap=True), 1)
        self.content.addLayout(reserved)
        self.content.addStretch(1)
        self.foot.addWidget(self.draft_state)
        self.foot.addWidget(self.save_button)
        self.urgency.changed.connect(self.keeper.touch)
        self.keeper.kept.connect(self.draft_state.setText)
        self.save_button.clicked.connect(self.save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)
        self._show_relevant()

    def _box(self, name: str) -> Field:
        editor = self.editors[name]
        box = Field(tr(editor.field.label), editor.control, characters=editor.characters())
        self.boxes[name] = box
        editor.changed.connect(self._changed)
        return box

    @Slot()
    def _changed(self) -> None:
        self.keeper.touch()
        self._show_relevant()
        drop_mended(self.boxes, self._mistakes())

    def _show_relevant(self) -> None:
        """Ask for kinds of violence only where what is reported may hide one; for a name only without a person."""
        violent = referrals.asks_violence({name: one.value() for name, one in self.editors.items()})
        for name in WHEN_VIOLENT:
            # Words that are no entry stop the save: they stay in sight.
            self.boxes[name].setVisible(violent or bool(self.editors[name].not_understood()))
        self.boxes["subject"].setVisible(self.editors["person"].value() is None)

    def start(self) -> None:
        """Open the sheet on the draft that was left, or empty."""
        self._contact = ""
        self.set_values({})
        self.open_with(self.editors["source"].control)
        self.context.tasks.ask(self.keeper.find, self._came_back, owner=self, latest="referral-draft")

    def _came_back(self, draft: Draft | None) -> None:
        if draft is not None and not self.values():
            self.set_values(draft.values)

    def start_from(self, values: Values, *, contact: str = "") -> None:
        """Open the sheet with what an access says."""
        self.set_values(referrals.from_contact(values))
        self._contact = contact
        self.open_with(self.editors["source"].control)

    def values(self) -> dict[str, Any]:
        """Return what the sheet says; nothing when nobody typed anything."""
        said = {name: editor.value() for name, editor in self.editors.items()}
        said["urgency"] = self.urgency.code() or None
        found = {name: value for name, value in said.items() if value not in (None, "", [])}
        found |= kept_typed(self.editors)
        if set(found) <= {"received_on"}:
            return {}
        return found | ({"_contact": self._contact} if self._contact else {})

    def set_values(self, values: Values) -> None:
        """Show a draft, or an empty sheet with the day of today."""
        received = values.get("received_on") or today(self.context.clock).isoformat()
        for name, editor in self.editors.items():
            editor.set_value(received if name == "received_on" else values.get(name))
            self.boxes[name].set_problem("")
        show_typed(self.editors, values)
        self.urgency.choose(str(values.get("urgency") or ""))
        self._contact = str(values.get("_contact") or "")
        self.problem.hide()
        self.draft_state.setText("")
        self._show_relevant()

    def _mistakes(self) -> dict[str, str]:
        found = {name: one.not_understood() for name, one in self.editors.items() if one.not_understood()}
        for name in ("source", "received_on"):
            if self.editors[name].value() is None:
                found.setdefault(name, tr(MISSING))
        if self.editors["person"].value() is None and self.editors["subject"].value() is None:
            found["subject"] = tr(MISSING_WHO)
        return found

    @Slot()
    def save(self) -> None:
        """Save the referral, unless something is missing; then the keyboard goes there."""
        if self._saving:
            return
        wrong = self._mistakes()
        say_problems(self.boxes, wrong)
        if wrong:
            self.editors[next(name for name in (*FIRST, *THEN) if name in wrong)].control.setFocus()
            return
        values = {name: value for name, value in self.values().items() if not name.startswith("_")}
        contact = self._contact
        self._saving = True
        self.save_button.setEnabled(False)

        def work(session: Session) -> Saved:
            saved = referrals.save_new(session, values, contact=contact)
            drafts.drop(session, KEY)
            return saved

        self.context.tasks.change(work, self._saved, owner=self, failed=self._failed)

    def _saved(self, _saved: Saved) -> None:
        self._ready()
        self.keeper.forget()
        self.set_values({})
        self.close_layer()
        self.context.ways.notice.emit(tr(SAVED), None)

    def _failed(self, fault: Any) -> None:
        self._ready()
        self.problem.say(fault.text, kind="danger")
        self.problem.show()

    def _ready(self) -> None:
        self._saving = False
        self.save_button.setEnabled(True)

    def before_lock(self) -> None:
        """Keep what is written, at once."""
        self.keeper.keep_now()
