# SPDX-License-Identifier: EUPL-1.2
"""The verifica of a plan, laid over it: goal by goal how far it was reached, the person's view, the next one."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts, records
from welfaredesk.desk.acts import Done
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.records import Shown, type_named
from welfaredesk.domain.kinds import Field, Value, Values
from welfaredesk.domain.machines.project_review_path import PROJECT_REVIEW_PATH
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors import Editor
from welfaredesk.ui.forms import Form
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.screens.act_strip import ActStrip
from welfaredesk.ui.screens.cartella_layers import Layers
from welfaredesk.ui.screens.project_words import NO_GOAL
from welfaredesk.ui.theme import scale

TITLE = N_("Verifica del progetto")
CARRY = N_("Salva e riporta nel progetto")
SAVED, CARRIED = N_("Verifica salvata"), N_("Verifica riportata nel progetto: gli obiettivi e la prossima data")
HOW_FAR, NOTE_OF = N_("Raggiunto? {goal}"), N_("Nota: {goal}")
NOTE = N_("Nota, se serve")
NO_GOALS = N_("Il progetto non aveva ancora obiettivi.")
CARRIED_LEAD = N_("Già riportata nel progetto. Per cambiarla si usa «Correggi».")
WRITTEN = ("held_on", "outcomes", "text", "person_view", "result", "next_on", "attendance")


class _Outcome(QWidget):
    """One goal: its words, how far it was reached, a note."""

    changed = Signal()

    def __init__(self, codes: Codes, *, row: Values) -> None:
        super().__init__()
        self._row = dict(row)
        goal = str(row.get("text") or "") or tr(NO_GOAL)
        choices = [(name, codes.label("goal_reached", name)) for name in ("no", "partly", "yes")]
        self.reached = ChoiceChips(choices, tr(HOW_FAR).format(goal=goal))
        self.reached.choose(str(row.get("reached") or ""))
        self.note = QLineEdit(str(row.get("note") or ""))
        self.note.setPlaceholderText(tr(NOTE))
        self.note.setAccessibleName(tr(NOTE_OF).format(goal=goal))
        self.note.setMaximumWidth(scale.FIELD_WIDEST)
        laid = column(gap=scale.S4)
        for widget in (PlainLabel(goal, wrap=True), self.reached, self.note):
            laid.addWidget(widget)
        self.setLayout(laid)
        self.reached.changed.connect(lambda _code: self.changed.emit())
        self.note.textEdited.connect(lambda _text: self.changed.emit())

    def value(self) -> dict[str, Value]:
        """Return the row as it stands."""
        said = {"reached": self.reached.code() or None, "note": self.note.text().strip() or None}
        return {name: one for name, one in (self._row | said).items() if one is not None}


class OutcomesEditor(Editor):
    """The goals of a review one under the other; none is added here."""

    def __init__(self, context: Context, field: Field) -> None:
        control = QWidget()
        super().__init__(context, field, control)
        self.rows: list[_Outcome] = []
        self._none = PlainLabel(tr(NO_GOALS), "soft")
        self._laid = column(gap=scale.S16)
        self._laid.addWidget(self._none)
        control.setLayout(self._laid)

    def value(self) -> Value:
        """Return the rows."""
        return [one.value() for one in self.rows] or None

    def set_value(self, value: Value) -> None:
        """Show these rows."""
        if (value or None) == self.value():
            return
        for one in self.rows:
            one.hide()
            one.deleteLater()
        self.rows = []
        for row in value or []:
            made = _Outcome(self.context.codes, row=row)
            made.changed.connect(self.changed)
            self._laid.addWidget(made)
            made.show()
            self.rows.append(made)
        self._none.setVisible(not self.rows)
        if self.rows:
            self.control.setFocusProxy(self.rows[0].reached)

    def characters(self) -> int:
        """Take the width there is."""
        return 0


class ReviewForm(Form):
    """The form of a review: the goals are not rows to add, but to be looked at."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, type_named("project_review"), only=WRITTEN)

    def editor_of(self, field: Field) -> Editor:
        """Return the editor of the goals for them, else the ordinary one."""
        return OutcomesEditor(self.context, field) if field.name == "outcomes" else super().editor_of(field)


class ReviewSheet(QObject):
    """Lays a review over the page of its project; `saved` says that one was written."""

    saved = Signal()

    def __init__(self, context: Context, host: QWidget) -> None:
        super().__init__(host)
        self.context, self.layers = context, Layers(host, context)
        self._carrying = False
        self._button: Button | None = None
        self.layers.saved.connect(self._saved)

    @property
    def editor(self) -> RecordEditor | None:
        """Return what is being written."""
        return self.layers.editor

    @Slot(str)
    def open(self, review: str) -> None:
        """Lay a review over the page."""
        self.context.tasks.ask(
            lambda session: records.show(session, review), self._show, owner=self, latest="project-review"
        )

    def _show(self, shown: Shown) -> None:
        self._carrying = False
        editor = RecordEditor(self.context, shown.type, shown=shown, form=ReviewForm(self.context))
        extra: list[QWidget] = []
        if PROJECT_REVIEW_PATH.state_of(shown.values) == "draft":
            carry = Button(tr(CARRY), "clipboard-check", look="main")
            carry.clicked.connect(self.carry)
            editor.save_button.set_look("plain")
            extra.append(carry)
        self.layers.form(editor, tr(TITLE), extra=extra)
        sheet = self.layers.sheet
        if not extra and sheet is not None:
            path = ActStrip(self.context)
            sheet.content.insertWidget(0, path)
            sheet.content.insertWidget(0, PlainLabel(tr(CARRIED_LEAD), "soft", wrap=True))
            path.show_record(shown.id)

    @Slot()
    def carry(self) -> None:
        """Save the review, and bring what it says into the project."""
        if self.editor is not None:
            self._carrying = True
            self.editor.save()
            self._carrying = not self.editor.save_button.isEnabled()

    def _saved(self, review: str) -> None:
        if not self._carrying:
            self.context.ways.notice.emit(tr(SAVED), None)
            self.saved.emit()
            return
        self._carrying = False

        def done(_done: Done) -> None:
            self.context.ways.notice.emit(tr(CARRIED), None)
            self.saved.emit()

        self.context.tasks.change(lambda session: acts.do(session, review, "carry", given={}), done, owner=self)

    def touched(self, ids: frozenset[str]) -> None:
        """Say in the form that the review was saved elsewhere."""
        self.layers.touched(ids)

    def keep_now(self) -> None:
        """Keep the draft of an open review at once."""
        self.layers.keep_now()

    def close_layer(self) -> None:
        """Put away what is laid over the page."""
        self.layers.close_layer()
