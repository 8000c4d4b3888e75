# SPDX-License-Identifier: EUPL-1.2
"""The form of an act: what it asks for, unfolded under the path, and one button; nothing is laid over the page."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import acts, attachments
from welfaredesk.desk.acts import Asked, Done, Offer, Offers
from welfaredesk.desk.drafts import Draft
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context
from welfaredesk.ui.draft_keeper import DraftKeeper
from welfaredesk.ui.editors import Editor, editor_for
from welfaredesk.ui.editors.editor import kept_typed, show_typed
from welfaredesk.ui.editors.files import FileEditor
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.field import Field, drop_mended, say_problems
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

NEEDED = N_("Serve per «{action}»")
LEAVE = N_("Lascia stare")
KEYS = N_("Ctrl+Invio")
OPTIONAL = N_("{label} (se si sa)")
NO_ASKS = N_("Non serve altro: conferma con il pulsante.")
_PROSE = 76


class ActForm(QWidget):
    """What one act asks for; `done` carries what was done, `left` says that it was put away."""

    done = Signal(object)
    left = Signal()

    def __init__(self, context: Context, offers: Offers, offer: Offer) -> None:
        super().__init__()
        self.context, self.offer = context, offer
        self._record, self._seen = offers.shown.id, offers.shown.entry
        self.editors: dict[str, Editor] = {}
        self.boxes: dict[str, Field] = {}
        self.banner = Banner(kind="danger")
        self.button = Button(offer.label, offer.icon, look="main", keys=tr(KEYS))
        self.leave_button = Button(tr(LEAVE), look="quiet", keys="Esc")
        self.draft_state = PlainLabel("", "meta", elide=True)
        root = offers.shown.root if {"person", "urgency"} & set(offers.shown.type.roots) else None
        key = acts.draft_key(self._record, offer.name)
        self.keeper = DraftKeeper(context, self, self._draft, key=key, type_name=offers.shown.type.name, root=root)
        self.keeper.kept.connect(self.draft_state.setText)
        self._build()
        context.tasks.ask(self.keeper.find, self._came_back, owner=self)

    def _build(self) -> None:
        self.setAccessibleName(self.offer.label)
        laid = column(gap=scale.S12)
        laid.addWidget(PlainLabel(self.offer.label, "section"))
        if not self.offer.asks:
            laid.addWidget(PlainLabel(tr(NO_ASKS), "soft", wrap=True))
        for asked in self.offer.asks:
            laid.addWidget(self._box(asked))
        self.banner.hide()
        laid.addWidget(self.banner)
        foot = FlowBox(gap=scale.S8)
        for widget in (self.button, self.leave_button, self.draft_state):
            foot.add(widget)
        laid.addWidget(foot)
        self.setLayout(laid)
        self.button.clicked.connect(self.do)
        self.leave_button.clicked.connect(self.leave)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.do)

    def _box(self, asked: Asked) -> Field:
        editor = editor_for(self.context, asked.field)
        label = tr(asked.field.label)
        said = label if asked.required else tr(OPTIONAL).format(label=label)
        box = Field(said, editor.control, help_text=tr(asked.field.help) if asked.field.help else "")
        editor.control.setMinimumWidth(0)
        if isinstance(editor.control, QPlainTextEdit):
            editor.control.setFixedHeight(_PROSE)
        # The page may have been read hours ago.
        editor.set_value(self.context.clock.now().iso() if asked.fills == "now" else asked.value)
        editor.changed.connect(self._changed)
        self.editors[asked.field.name], self.boxes[asked.field.name] = editor, box
        return box

    def focus_first(self) -> None:
        """Bring the keyboard to the first field that says nothing, else to the button."""
        empty = (one.control for one in self.editors.values() if one.value() is None)
        next(empty, self.button).setFocus()

    def values(self) -> dict[str, Any]:
        """Return field to value for what was asked."""
        return {name: editor.value() for name, editor in self.editors.items()}

    def _draft(self) -> dict[str, Any]:
        return self.values() | kept_typed(self.editors)

    def _came_back(self, draft: Draft | None) -> None:
        if draft is not None and not self.keeper.dirty:
            for name, editor in self.editors.items():
                if draft.values.get(name) is not None:
                    editor.set_value(draft.values[name])
            show_typed(self.editors, draft.values)

    @Slot()
    def _changed(self) -> None:
        """Keep what is typed, and say no more of a field that is mended."""
        self.keeper.touch()
        drop_mended(self.boxes, self._problems())

    def _problems(self) -> dict[str, str]:
        """Return by field what is missing or not understood."""
        found = {}
        for asked in self.offer.asks:
            editor = self.editors[asked.field.name]
            needed = asked.required and editor.value() is None and not _chosen(editor)
            missing = tr(NEEDED).format(action=self.offer.label) if needed else ""
            found[asked.field.name] = editor.not_understood() or missing
        return found

    def _wrong(self) -> bool:
        """Show beside each field what is missing or not understood, and tell whether anything is."""
        problems = self._problems()
        say_problems(self.boxes, problems)
        first = next((name for name, text in problems.items() if text), "")
        if first:
            self.editors[first].control.setFocus()
        return bool(first)

    @Slot()
    def do(self) -> None:
        """Do the act, unless something that it needs is missing."""
        if not self.button.isEnabled() or self._wrong():
            return
        self.button.setEnabled(False)
        record, name, given, seen = self._record, self.offer.name, self.values(), self._seen
        files = {name: path for name, editor in self.editors.items() if (path := _chosen(editor))}

        def work(session: Session) -> Done:
            with attachments.sealed_for(session, files) as sealed:
                return acts.do(session, record, name, given=given | sealed, seen=seen)

        self.context.tasks.change(work, self._done, owner=self, failed=self._failed)

    def _done(self, done: Done) -> None:
        self.keeper.forget()
        self.done.emit(done)

    def _failed(self, fault: Fault) -> None:
        self.button.setEnabled(True)
        self.banner.say(fault.text, kind="danger")
        self.banner.show()

    @Slot()
    def leave(self) -> None:
        """Put the form away; what was typed stays as a draft."""
        self.keeper.keep_now()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the form away with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _chosen(editor: Editor) -> Path | None:
    """Return the file that was chosen in an editor of files, which is sealed when the act is done."""
    return editor.chosen if isinstance(editor, FileEditor) else None
