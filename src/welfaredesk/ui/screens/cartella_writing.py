# SPDX-License-Identifier: EUPL-1.2
"""Where the diary of a cartella is written: the quick entry, in three parts when wanted, with its draft."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import cartella, drafts
from welfaredesk.desk.cartella import DRAFT_KEY, CartellaShown
from welfaredesk.desk.drafts import Draft
from welfaredesk.desk.records import Saved
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import moment_words
from welfaredesk.domain.typed_moment import parse_moment
from welfaredesk.domain.typed_time import Toward
from welfaredesk.ui.context import Context
from welfaredesk.ui.draft_keeper import draft_time
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.code_picker import Choice
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.quick_entry import QuickEntry
from welfaredesk.ui.parts.quick_values import QuickOptions, QuickValues
from welfaredesk.ui.screens.cartella_parts import Passages, ThreeParts
from welfaredesk.ui.theme import scale

RESERVED_WORD = N_("Riservata")
IN_PARTS = N_("In tre parti")
MARK = N_("Segna «di terzi»")
NOW = N_("Adesso")
DRAFT_SAVED = N_("Bozza salvata {time}")
SAVED = N_("Annotazione salvata.")
SELECT_FIRST = N_("Seleziona prima le parole riferite da altri, poi segnale «di terzi».")
TIE = "tie:"


class DiaryWriting(QWidget):
    """The entry of one cartella; `saved` carries the id of the entry once it is durable."""

    saved = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.person = ""
        self._households: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._dirty = False
        kinds = context.codes.offered("diary_kind", today(context.clock))
        self.entry = QuickEntry(
            QuickOptions(
                kinds=tuple(Choice(one.code, one.label) for one in kinds),
                moments=(Choice("", tr(NOW)),),
                read_when=self._read_when,
            )
        )
        self.parts = ThreeParts()
        self.passages = Passages()
        self.reserved = Button(tr(RESERVED_WORD), "lock", look="quiet")
        self.in_parts = Button(tr(IN_PARTS), "layers", look="quiet")
        self.mark = Button(tr(MARK), "message-square", look="quiet")
        self._timer = QTimer(self, singleShot=True, interval=drafts.EVERY_SECONDS * 1000)
        self._build()

    def _build(self) -> None:
        for toggle in (self.reserved, self.in_parts):
            toggle.setCheckable(True)
        tools = FlowBox(gap=scale.S4)
        for button in (self.reserved, self.in_parts, self.mark):
            tools.add(button)
        for place, widget in enumerate((self.parts, self.passages, tools), 1):
            self.entry.body.insertWidget(place, widget)
        self.entry.body.setSpacing(scale.S8)
        for editor in self.parts.editors().values():
            editor.installEventFilter(self.entry)
        laid = column(gap=0)
        laid.addWidget(self.entry)
        self.setLayout(laid)
        self.setMaximumWidth(scale.STREAM_WIDEST)
        self.entry.draft_changed.connect(self._changed)
        self.entry.save_asked.connect(self._save_asked)
        self.entry.save_button.clicked.connect(self._save_parts)
        self.parts.changed.connect(self._changed)
        self.parts.send_asked.connect(self._save_parts)
        self.passages.changed.connect(self._changed)
        self.reserved.toggled.connect(self._reserved_turned)
        self.in_parts.toggled.connect(self._turn_parts)
        self.mark.clicked.connect(self.mark_passage)
        self._timer.timeout.connect(self.keep_later)

    def _read_when(self, text: str) -> Choice | None:
        now = self.context.clock.now().local()
        found = parse_moment(text, now, toward=Toward.PAST)
        if found is None:
            return None
        words = moment_words(found, now.date())
        return Choice(found.isoformat(timespec="seconds"), words[:1].upper() + words[1:])

    def show_person(self, shown: CartellaShown) -> None:
        """Begin to write for another person, from the draft when there is one."""
        self.person = shown.person.id
        self._dirty = False
        self._timer.stop()
        self.offer_people(shown)
        self.set_values(shown.draft.values if shown.draft else {})
        self.entry.say_draft(self._said(shown.draft) if shown.draft else "")

    def offer_people(self, shown: CartellaShown) -> None:
        """Offer those who live with the person now, and the persons of the network."""
        day = today(self.context.clock).isoformat()
        choices = []
        self._households, self._labels = {}, {}
        for household, member in cartella.members_now(shown, day):
            relation = self.context.codes.label("household_relation", member.relation) if member.relation else ""
            self._households[member.person] = household
            self._labels[member.person] = member.name
            choices.append(Choice(member.person, f"{member.name} ({relation.lower()})" if relation else member.name))
        for tie in shown.ties:
            title = str(tie["_title"]) or link_title(tie.get("other"))
            if title and not tie.get("until"):
                self._labels[f"{TIE}{tie['_id']}"] = title
                choices.append(Choice(f"{TIE}{tie['_id']}", title))
        self.entry.who.offer(choices)
        self.entry.who.button.setVisible(bool(choices))

    def set_values(self, values: dict[str, Any]) -> None:
        """Show what a draft says."""
        who = [row["person"]["id"] for row in values.get("persons") or [] if isinstance(row.get("person"), dict)]
        self.entry.set_values(
            QuickValues(
                text=str(values.get("text") or ""),
                kind=str(values.get("kind") or ""),
                when=str(values.get("when") or ""),
                who=(*who, *(values.get("_ties") or [])),
                minutes=int(values.get("minutes") or 0),
            )
        )
        self.reserved.setChecked(values.get("_circle") == RESERVED)
        self.parts.set_values(values)
        self.passages.set_rows(values.get("third_party_passages") or [])
        self._show_parts(shown=self.parts.says_something())

    def values(self) -> dict[str, Any]:
        """Return what the entry says now, as a draft keeps it; what begins with «_» is for this page alone."""
        quick = self.entry.values()
        said: dict[str, Any] = {"text": quick.text.strip(), "kind": quick.kind, "when": quick.when}
        said |= {"minutes": quick.minutes or None, "with_whom": self._with_whom(quick)}
        said |= self.parts.values() if self.in_parts.isChecked() else {}
        said["third_party_passages"] = self.passages.rows()
        said["persons"] = [{"person": {"id": one}} for one in quick.who if one in self._households]
        said["_ties"] = [one for one in quick.who if one.startswith(TIE)]
        said["_circle"] = RESERVED if self.reserved.isChecked() else ""
        return {name: value for name, value in said.items() if value not in (None, "", [])}

    def _with_whom(self, quick: QuickValues) -> str:
        return ", ".join(self._labels[one] for one in quick.who if one in self._labels)

    @Slot()
    def _changed(self) -> None:
        self._dirty = True
        if not self._timer.isActive():
            self._timer.start()

    @Slot(bool)
    def _reserved_turned(self, on: bool) -> None:
        self.reserved.set_icon_name("check" if on else "lock")
        self._changed()

    @Slot(bool)
    def _turn_parts(self, on: bool) -> None:
        if on:
            self.parts.set_values({"facts": self.entry.editor.toPlainText()})
            self.entry.editor.clear()
        else:
            self.entry.editor.setPlainText(self.parts.as_one_text())
            self.parts.set_values({})
        self._show_parts(shown=on)
        (self.parts.facts if on else self.entry.editor).setFocus()
        self._changed()

    def _show_parts(self, *, shown: bool) -> None:
        with QSignalBlocker(self.in_parts):
            self.in_parts.setChecked(shown)
        self.in_parts.set_icon_name("check" if shown else "layers")
        self.parts.setVisible(shown)
        self.entry.editor.setVisible(not shown)
        # A text given while it was hidden takes its height only now that it has its width.
        QTimer.singleShot(0, self.parts.fit)

    @Slot()
    def mark_passage(self) -> None:
        """Mark the selected words as somebody else's, so that an access to the papers can leave them out."""
        where = {"text": self.entry.editor} | (self.parts.editors() if self.in_parts.isChecked() else {})
        for part, editor in where.items():
            words = editor.textCursor().selectedText().replace("\u2029", "\n").strip()
            if words:
                self.passages.add_passage(part, words)
                return
        self.context.ways.notice.emit(tr(SELECT_FIRST), None)

    @Slot(QuickValues)
    def _save_asked(self, _values: QuickValues) -> None:
        self.save()

    @Slot()
    def _save_parts(self) -> None:
        if self.in_parts.isChecked() and self.parts.says_something():
            self.save()

    def save(self) -> None:
        """Save the entry; the field empties only once it is durable."""
        if not self.person or not self.entry.save_button.isEnabled():
            return
        said, person = self.values(), self.person
        named = {row["person"]["id"]: self._households[row["person"]["id"]] for row in said.pop("persons", [])}
        circle = said.pop("_circle", None)
        said.pop("_ties", None)
        self._timer.stop()
        self.entry.set_busy(busy=True)

        def work(session: Session) -> Saved:
            return cartella.write_diary(session, person, said, named=named, circle=circle)

        self.context.tasks.change(work, self._saved, owner=self, failed=self._failed)

    def _saved(self, saved: Saved) -> None:
        self._dirty = False
        self._timer.stop()
        self.entry.set_busy(busy=False)
        self.set_values({})
        self.entry.say_draft("")
        self.context.ways.notice.emit(tr(SAVED), None)
        self.saved.emit(saved.id)

    def _failed(self, fault: Fault) -> None:
        self.entry.set_busy(busy=False)
        self.context.tasks.troubled.emit(fault)

    def _kept(self, draft: Draft) -> None:
        if self._dirty and draft.root == self.person:
            self.entry.say_draft(self._said(draft))

    def _said(self, draft: Draft) -> str:
        return tr(DRAFT_SAVED).format(time=draft_time(draft, self.context.clock.now().offset))

    @Slot()
    def keep_later(self) -> None:
        """Keep the draft without making the person wait, and say so once it is durable."""
        if self._dirty and self.person:
            person, said = self.person, self.values()
            self.context.tasks.change(lambda session: _keep(session, person, said), self._kept, owner=self)

    def keep_now(self) -> None:
        """Keep the draft at once, before a lock or when another cartella is opened."""
        self._timer.stop()
        if self._dirty and self.person:
            _keep(self.context.session, self.person, self.values())
            self._dirty = False


def _keep(session: Session, person: str, said: dict[str, Any]) -> Draft:
    return drafts.keep(session, DRAFT_KEY.format(person=person), said, type_name="diary_entry", root=person)
