# SPDX-License-Identifier: EUPL-1.2
"""The generated form: a field for each line of a record type's declaration, problems beside while a person types."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.checks import MISSING, future_problems, problems_of
from welfaredesk.domain.kinds import Field, Value, Values
from welfaredesk.domain.record import Problem, RecordType
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors import Editor, editor_for
from welfaredesk.ui.editors.editor import put_typed, typed_of
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.field import Field as FieldBox
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.page import bring_into_view
from welfaredesk.ui.parts.section import Section
from welfaredesk.ui.person_assist import assist_person
from welfaredesk.ui.theme import scale

MORE = N_("Altri dati")
OPEN_FIELDS = 7
LATER = frozenset({"aliases", "birthplace_code", "death", "number"})
"""Fields without a section that never stand among the first seven: rare ones, and those that the program fills."""
SEVERAL = N_("{first} (e altro)")


def shown_fields(type_: RecordType, only: Sequence[str] = ()) -> list[Field]:
    """Return the fields a form shows: those named, in that order, else all but those retired or the program's own."""
    if only:
        return [type_.field(name) for name in only]
    return [field for field in type_.fields if not (field.retired or field.inner)]


def sections_of(fields: Sequence[Field]) -> list[tuple[str, list[Field]]]:
    """Return the fields under their sections: seven without one stand open first, under an empty title."""
    plain = sorted((field for field in fields if not field.section), key=lambda field: field.name in LATER)
    found: list[tuple[str, list[Field]]] = [("", plain[:OPEN_FIELDS])]
    if plain[OPEN_FIELDS:]:
        found.append((MORE, plain[OPEN_FIELDS:]))
    titles = dict.fromkeys(field.section for field in fields if field.section)
    found.extend((title, [field for field in fields if field.section == title]) for title in titles)
    return [(title, some) for title, some in found if some]


class Form(QWidget):
    """The editors of a record; `changed` is said when a person changed one."""

    changed = Signal()

    def __init__(self, context: Context, type_: RecordType, *, only: Sequence[str] = ()) -> None:
        super().__init__()
        self.context, self.type = context, type_
        self.setAccessibleName(tr(type_.label))
        self.editors: dict[str, Editor] = {}
        self.boxes: dict[str, FieldBox] = {}
        self.sections: list[tuple[Section, list[Field]]] = []
        self._base: dict[str, Value] = {}
        self.standing: Values = {}
        """The record as it stands saved, nothing of a draft."""
        self._asked = False
        self._laid = column(gap=scale.S16)
        self.setLayout(self._laid)
        self._build(shown_fields(type_, only))
        if type_.name == "person":
            assist_person(context, self.editors, filled=self.show_problems, owner=self)

    def _build(self, fields: Sequence[Field]) -> None:
        parts = sections_of(fields)
        for title, some in parts:
            if not title:
                for field in some:
                    self._laid.addWidget(self._box(field))
                continue
            section = Section(tr(title), unfolded=len(fields) <= OPEN_FIELDS)
            for field in some:
                section.body.addWidget(self._box(field))
            section.toggled.connect(self._summarise)
            self.sections.append((section, some))
            self._laid.addWidget(section)

    def editor_of(self, field: Field) -> Editor:
        """Return the editor of a field; a page with its own way of writing one gives another."""
        return editor_for(self.context, field)

    def _box(self, field: Field) -> FieldBox:
        editor = self.editor_of(field)
        box = FieldBox(
            tr(field.label),
            editor.control,
            help_text=tr(field.help) if field.help else "",
            characters=editor.characters(),
        )
        self.editors[field.name], self.boxes[field.name] = editor, box
        editor.changed.connect(self._changed)
        return box

    @Slot()
    def _changed(self) -> None:
        self.show_problems()
        self.changed.emit()

    def set_values(self, values: Values) -> None:
        """Show a record without saying that it changed; fields the form does not show are kept in mind for checks."""
        self._base = {name: value for name, value in values.items() if not name.startswith("_")}
        for name, editor in self.editors.items():
            editor.set_value(values.get(name))
        self._asked = False
        self._summarise()
        self.show_problems()

    def values(self) -> dict[str, Value]:
        """Return field to value for every field shown, None for nothing."""
        return {name: editor.value() for name, editor in self.editors.items()}

    def typed(self) -> dict[str, str]:
        """Return what is typed and not understood, by its place."""
        return typed_of(self.editors)

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Show again what was typed and not understood, and say so."""
        put_typed(self.editors, typed)
        self.show_problems()

    def problems(self) -> list[Problem]:
        """Return everything wrong or doubtful, what is not understood first."""
        unread = [Problem(name, text) for name, one in self.editors.items() if (text := one.not_understood())]
        named = {one.field for one in unread}
        whole = self._base | self.values()
        now = self.context.clock.now().local()
        to_come = future_problems(self.type, self.values(), now=now, standing=self.standing)
        checked = [*problems_of(self.type, whole, codes=self.context.codes.known), *to_come]
        return [*unread, *(one for one in checked if one.field not in named)]

    @Slot()
    def show_problems(self) -> list[Problem]:
        """Show each problem beside its field; what is only missing waits until a save was asked for."""
        found = self.problems()
        first: dict[str, Problem] = {}
        for one in sorted(found, key=lambda problem: problem.warning):
            first.setdefault(one.field, one)
        for name, box in self.boxes.items():
            said = first.get(name)
            early = said is not None and not self._asked and not self._may_say(said)
            told = self.editors[name].tells and bool(self.editors[name].not_understood())
            text = "" if said is None or early or told else tr(said.text)
            box.set_problem(text, warning=bool(said and said.warning))
        return found

    def _may_say(self, problem: Problem) -> bool:
        """Tell whether a problem is said while typing: not that something is missing, or half typed, in its field."""
        editor = self.editors[problem.field]
        left = bool(editor.not_understood()) and held_in(editor.control) is None
        return problem.text != MISSING and (problem.warning or left or editor.value() is not None)

    def errors(self) -> list[Problem]:
        """Show every problem and return those that stop the save; the keyboard goes to the first."""
        self._asked = True
        found = [one for one in self.show_problems() if not one.warning]
        place = next((one.field for one in found if one.field in self.editors), None)
        if place is not None:
            for section, fields in self.sections:
                if any(field.name == place for field in fields):
                    section.unfold(unfolded=True)
            self.editors[place].control.setFocus()
            box = self.boxes[place]
            bring_into_view(box)
        return found

    @Slot()
    def _summarise(self) -> None:
        for section, fields in self.sections:
            said = [words for field in fields if (words := self.editors[field.name].summary())]
            section.set_summary(" · ".join(said))

    def first_control(self, *, empty: bool = False) -> QWidget:
        """Return where the keyboard goes first: the first open field, or the first of them that is still empty."""
        folded = {field.name for section, fields in self.sections if not section.head.unfolded for field in fields}
        editors = [one for name, one in self.editors.items() if name not in folded and one.control.isEnabled()]
        wanted = (editor for editor in editors if not empty or editor.value() is None)
        return next(wanted, (editors or list(self.editors.values()))[0]).control
