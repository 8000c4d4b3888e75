# SPDX-License-Identifier: EUPL-1.2
"""A record being written: its form, its draft every few seconds, its save, and who else touched it meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import attachments, drafts, records
from welfaredesk.desk.correspondence.templates import stop_at_unfit
from welfaredesk.desk.drafts import TYPED, Draft
from welfaredesk.desk.last_changes import LastChange, last_change
from welfaredesk.desk.records import Saved, Shown
from welfaredesk.desk.session import Session
from welfaredesk.domain.changes import carried_over
from welfaredesk.domain.guarding import left_to_acts
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.periods import moment_words
from welfaredesk.domain.record import RecordType
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import kept_typed
from welfaredesk.ui.editors.files import FileEditor
from welfaredesk.ui.forms import Form
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

SAVE, SAVE_KEYS = N_("Salva"), N_("Ctrl+Invio")
DRAFT_SAVED = N_("Bozza salvata {time}")
DRAFT_BACK = N_("È tornata la bozza delle {time}")
DROP_DRAFT = N_("Butta la bozza")
TOUCHED = N_("La scheda è stata modificata mentre la scrivevi: quello che hai scritto è ancora qui.")
TOUCHED_BY = N_("Modificata da {who}, {time}. Quello che hai scritto è ancora qui.")
SEE = N_("Vedi")
SAVED = N_("Salvato")
CIRCLE = "_circle"
TO_MEND = N_("Per salvare, correggi i campi segnati qui sotto.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What a new record starts with: its values, its root and its circle."""

    values: Mapping[str, Value]
    root: str | None = None
    circle: str | None = None


def start_of(given: Mapping[str, Value] | None) -> Start:
    """Return the start that a way to a new record describes: `_root` and `_circle` stand among the values."""
    said = dict(given or {})
    root, circle = said.pop("_root", None), said.pop(CIRCLE, None)
    return Start(values=said, root=root, circle=circle)


def filled_start(context: Context, type_: RecordType, start: Start) -> Start:
    """Return a start with what its type fills by itself, so that a person sees it; a number is given at the save."""
    now = context.clock.now()
    identity = context.session.identity
    ready: dict[str, Value] = {
        "now": now.iso(),
        "today": now.local().date().isoformat(),
        "me": {"id": identity.operator, "root": None, "title": identity.name},
    }
    given: dict[str, Value] = {}
    for field in type_.fields:
        if field.fills.startswith("="):
            given[field.name] = field.fills.removeprefix("=")
        elif field.fills in ready:
            given[field.name] = ready[field.fills]
    return replace(start, values=given | dict(start.values))


def clock_words(utc_ms: int, offset: int) -> str:
    """Return the hour of an instant on the wall clock: «10:42»."""
    when = datetime.fromtimestamp(utc_ms / 1000, timezone(timedelta(minutes=offset)))
    return f"{when.hour}:{when.minute:02}"


class RecordEditor(QWidget):
    """The form of one record; `saved` carries the id once it is durable, `circle_came` that of a draft come back."""

    saved = Signal(str)
    circle_came = Signal(str)

    def __init__(
        self,
        context: Context,
        type_: RecordType,
        *,
        shown: Shown | None = None,
        start: Start | None = None,
        only: Sequence[str] = (),
        form: Form | None = None,
    ) -> None:
        super().__init__()
        self.context, self.type, self.shown = context, type_, shown
        self.start = filled_start(context, type_, start or Start(values={}))
        self.form = form or Form(context, type_, only=only)
        # What acts alone write in a record that is there: they say why not where they may not.
        standing = {} if shown is None else shown.values
        self._left = left_to_acts(type_, self.form.editors, standing=standing) if shown is not None else []
        for name in self._left:
            self.form.editors[name].control.setEnabled(False)
        self.banner = Banner(closes=True)
        self.banner.hide()
        self.draft_state = PlainLabel("", "meta", elide=True)
        self.save_button = Button(tr(SAVE), look="main", keys=tr(SAVE_KEYS))
        self._dirty, self._pressed, self._seen = False, False, shown.entry if shown else None
        laid = column(gap=scale.S16)
        laid.addWidget(self.banner)
        laid.addWidget(self.form)
        self.setLayout(laid)
        self._timer = QTimer(self)
        self._timer.setInterval(drafts.EVERY_SECONDS * 1000)
        self._timer.timeout.connect(self._keep_later)
        self.form.standing = dict(standing)
        self.form.set_values(shown.values if shown else self.start.values)
        self.form.changed.connect(self._changed)
        self.save_button.clicked.connect(self.save)
        self.banner.action_asked.connect(self._banner_action)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.save)
        key = self.draft_key
        context.tasks.ask(lambda session: drafts.draft_of(session, key), self._came_back, owner=self)

    @property
    def draft_key(self) -> str:
        """Return the name the draft is kept under: the record, or the kind of a new one and its root."""
        if self.shown is not None:
            return f"record/{self.shown.id}"
        return f"new/{self.type.name}/{self.start.root or ''}"

    def held(self) -> str:
        """Return the name of the field that has the keyboard, nothing where none has."""
        return next((name for name, one in self.form.editors.items() if held_in(one.control) is not None), "")

    @property
    def dirty(self) -> bool:
        """Tell whether something was written that is not saved."""
        return self._dirty

    def _came_back(self, draft: Draft | None) -> None:
        if draft is None or self._dirty:
            return
        base = dict(self.shown.values) if self.shown else {}
        circle = draft.values.get(CIRCLE)
        if self.shown is None and circle:
            self.start = replace(self.start, circle=str(circle))
            self.circle_came.emit(str(circle))
        self.form.set_values(base | draft.values)
        self.form.put_typed(draft.values.get(TYPED, {}))
        self._seen = draft.seen or self._seen
        self._dirty = True
        time = clock_words(draft.utc_ms, self.context.clock.now().offset)
        self.banner.say(tr(DRAFT_BACK).format(time=time), kind="neutral", action=tr(DROP_DRAFT))
        self.banner.setProperty("asks", "drop")
        self.banner.show()

    @Slot()
    def _changed(self) -> None:
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def _draft(self) -> tuple[str, dict[str, Any]]:
        said = {name: value for name, value in self.form.values().items() if value is not None or self.shown}
        if self.shown is None and self.start.circle:
            said[CIRCLE] = self.start.circle
        return self.draft_key, said | kept_typed(self.form.editors)

    def begin_in(self, circle: str | None) -> None:
        """Let a record that is not saved yet begin in a circle, nothing for that of its root."""
        self.start = replace(self.start, circle=circle)
        self._changed()

    def _keep(self, session: Session) -> Draft:
        key, said = self._draft()
        return drafts.keep(
            session,
            key,
            said,
            type_name=self.type.name,
            record=self.shown.id if self.shown else None,
            root=self.shown.root if self.shown else self.start.root,
            seen=self._seen,
        )

    @Slot()
    def _keep_later(self) -> None:
        self._timer.stop()
        if not self._dirty:
            return
        key, said = self._draft()
        record = self.shown.id if self.shown else None
        root = self.shown.root if self.shown else self.start.root
        name, seen = self.type.name, self._seen

        def work(session: Session) -> Draft:
            return drafts.keep(session, key, said, type_name=name, record=record, root=root, seen=seen)

        self.context.tasks.change(work, self._kept, owner=self)

    def _kept(self, draft: Draft) -> None:
        if self._dirty:
            time = clock_words(draft.utc_ms, self.context.clock.now().offset)
            self.draft_state.setText(tr(DRAFT_SAVED).format(time=time))

    def keep_now(self) -> None:
        """Keep the draft at once, before a lock or when the form is left."""
        self._timer.stop()
        if self._dirty:
            self._keep(self.context.session)

    @Slot()
    def _banner_action(self) -> None:
        if self.banner.property("asks") == "drop":
            self.drop_draft()
        else:
            self.see()

    def drop_draft(self) -> None:
        """Go back to the record as it stands."""
        self._dirty = False
        self._timer.stop()
        self.banner.hide()
        self.draft_state.setText("")
        key = self.draft_key
        self.context.tasks.change(lambda session: drafts.drop(session, key), lambda _none: None, owner=self)
        self.form.set_values(self.shown.values if self.shown else self.start.values)
        self._seen = self.shown.entry if self.shown else None

    def touched(self, ids: frozenset[str]) -> None:
        """Say that somebody else changed the record; what is written here stays as it is."""
        if self.shown is None or self.shown.id not in ids or not self.save_button.isEnabled():
            return
        if self._dirty:
            self.banner.say(tr(TOUCHED), action=tr(SEE))
            self.banner.setProperty("asks", "see")
            self.banner.show()
            identity = self.shown.id
            ask = self.context.tasks.ask
            ask(lambda session: last_change(session, identity), self._tell_who, owner=self, latest="who-changed")
        else:
            self.see()

    def _tell_who(self, last: LastChange | None) -> None:
        """Say in the banner who changed the record and when, where that is known."""
        if last is None or not last.who or self.banner.isHidden() or self.banner.property("asks") != "see":
            return
        now = today(self.context.clock)
        when = last.when.local()
        time = clock_words(last.when.utc_ms, last.when.offset) if when.date() == now else moment_words(when, now)
        who = last.who.replace(", ", " ")
        self.banner.say(tr(TOUCHED_BY).format(who=who, time=time), action=tr(SEE))

    def take_shown(self, shown: Shown) -> None:
        """Go on from a record just saved here, without touching what is on the screen."""
        self._stands(shown)
        if not self._dirty:
            typed = self.form.typed()
            self.form.set_values(shown.values)
            self.form.put_typed(typed)

    def _stands(self, shown: Shown) -> None:
        self.shown, self._seen, self.form.standing = shown, shown.entry, dict(shown.values)

    def see(self) -> None:
        """Take the record as it stands now: the fields not written here show it, and only now is it seen."""
        if self.shown is None:
            return
        identity, before = self.shown.id, self.shown.values
        older = self._seen if self._seen != self.shown.entry else None  # of a draft that came back

        def read(session: Session) -> tuple[Shown, Values]:
            now = records.show(session, identity)
            return now, records.stood(session, identity, older) if older else before

        self.context.tasks.ask(read, lambda both: self._saw(*both), owner=self)

    def _saw(self, shown: Shown, before: Values) -> None:
        new_row = self.context.session.ids.new
        mine, typed = self.form.values() if self._dirty else {}, self.form.typed()
        held = carried_over(self.type, before, mine=mine, theirs=shown.values, new_row=new_row)
        self._stands(shown)
        self.form.set_values(dict(shown.values) | held)
        self.form.put_typed(typed)
        self.banner.hide()

    @Slot()
    def save(self) -> None:
        """Save what is written, unless something stops it; `saved` comes once it is durable."""
        if not self.save_button.isEnabled():
            return
        if self.form.errors():
            self.banner.say(tr(TO_MEND), kind="danger")
            self.banner.show()
            return
        self._pressed = held_in(self.save_button) is not None
        self.save_button.setEnabled(False)
        self._timer.stop()
        self.context.tasks.change(self._work(), self._saved, owner=self, failed=self._failed)

    def _work(self) -> Callable[[Session], Saved]:
        values = {name: value for name, value in self.form.values().items() if name not in self._left}
        seen, start = self._seen, self.start
        shown, type_, key = self.shown, self.type, self.draft_key
        editors = self.form.editors.items()
        files = {name: one.chosen for name, one in editors if isinstance(one, FileEditor) and one.chosen}

        def work(session: Session) -> Saved:
            for path in files.values():
                stop_at_unfit(type_, path)
            # Before anything is saved: what cannot be read must not leave a record without it behind.
            with attachments.sealed_for(session, files) as sealed:
                held = values | sealed
                if shown is not None:
                    saved = records.change(session, shown.id, held, seen=seen)
                else:
                    said = dict(start.values) | {name: value for name, value in held.items() if value is not None}
                    saved = records.add(session, type_, said, root=start.root, circle=start.circle)
            drafts.drop(session, key)
            return saved

        return work

    def _saved(self, saved: Saved) -> None:
        self._dirty = False
        self._enable()
        self.draft_state.setText(tr(SAVED))
        self.banner.hide()
        self.saved.emit(saved.id)

    def _enable(self) -> None:
        """Let it be saved again, the keyboard on the button where it was pressed there."""
        self.save_button.setEnabled(True)
        if self._pressed:
            self.save_button.setFocus()

    def _failed(self, fault: Fault) -> None:
        self._enable()
        self.banner.say(fault.text, kind="danger")
        self.banner.show()
