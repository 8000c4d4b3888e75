# SPDX-License-Identifier: EUPL-1.2
"""What the form of a person fills by itself: birth, sex and birthplace from the tax code, the place's code."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import QObject, Slot

from welfaredesk.base.clock import today
from welfaredesk.desk.resources import birthplaces
from welfaredesk.domain.tax_code import TaxCodeKind, clean, facts_of, kind_of
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.birthplace import BirthplaceEditor
from welfaredesk.ui.editors.editor import Editor


class PersonAssist(QObject):
    """Fills the empty fields of a person from a tax code just typed; what a person wrote is never touched."""

    def __init__(
        self, context: Context, editors: Mapping[str, Editor], *, filled: Callable[[], object], owner: QObject
    ) -> None:
        super().__init__(owner)
        self._context, self._editors, self._filled = context, editors, filled

    @Slot()
    def code_typed(self) -> None:
        """Fill birth, sex and birthplace when the code is whole and right."""
        code = str(self._editors["tax_code"].value() or "")
        if kind_of(code) is not TaxCodeKind.PERSONAL:
            return
        facts = facts_of(clean(code), on=today(self._context.clock))
        if facts is None:
            return
        birth = facts.births[0] if facts.births else None
        self._fill("sex", facts.sex)
        self._fill("birth", birth.isoformat() if birth else None)
        place = birthplaces().by_code(facts.place_code, birth)
        if place is not None and self._empty("birthplace"):
            self._fill("birthplace", f"{place.name} ({place.province})" if place.province else place.name)
            self._fill("birthplace_code", facts.place_code)
        self._filled()

    @Slot(str)
    def placed(self, code: str) -> None:
        """Write the code of the place that was picked, or none for one that was only typed."""
        if "birthplace_code" in self._editors:
            self._editors["birthplace_code"].set_value(code)

    @Slot()
    def birth_changed(self) -> None:
        """Look for the birthplace as it was called on the day of the birth."""
        editor, birth = self._editors.get("birthplace"), self._editors["birth"].value()
        if isinstance(editor, BirthplaceEditor):
            editor.on = date.fromisoformat(birth) if birth else None

    def _empty(self, name: str) -> bool:
        return name in self._editors and self._editors[name].value() is None

    def _fill(self, name: str, value: str | None) -> None:
        if value and self._empty(name):
            self._editors[name].set_value(value)


def assist_person(
    context: Context, editors: Mapping[str, Editor], *, filled: Callable[[], object], owner: QObject
) -> None:
    """Make the fields of a person help each other; `filled` is told when some were filled."""
    assist = PersonAssist(context, editors, filled=filled, owner=owner)
    if "tax_code" in editors:
        editors["tax_code"].changed.connect(assist.code_typed)
    if "birth" in editors:
        editors["birth"].changed.connect(assist.birth_changed)
    place = editors.get("birthplace")
    if isinstance(place, BirthplaceEditor):
        place.placed.connect(assist.placed)
