# SPDX-License-Identifier: EUPL-1.2
"""Editor of a birthplace: comuni and states of today and of once, with the dates of their codes."""

from datetime import date

from PySide6.QtCore import Signal

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.resources import birthplaces
from welfaredesk.domain.kinds import Field
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.text import LineEditor
from welfaredesk.ui.parts.finder import Finder, Reply
from welfaredesk.ui.parts.hits import Hit

HINT = N_("Comune o stato")
_SHORTEST = 2


class BirthplaceEditor(LineEditor):
    """A line that proposes places; what is typed and is no place is kept as it is. `placed` carries the code."""

    placed = Signal(str)

    def __init__(self, context: Context, field: Field) -> None:
        self.finder = Finder(self._match, tr(field.label), placeholder=tr(HINT))
        super().__init__(context, field, self.finder)
        self.on: date | None = None
        self.finder.picked.connect(self._took)
        self.finder.textEdited.connect(self._typed)

    def _match(self, text: str, reply: Reply) -> None:
        if len(text.strip()) < _SHORTEST:
            reply([])
            return
        reply([Hit(one.code, one.shown, one.code) for one in birthplaces().find(text, on=self.on)])

    def _took(self, hit: Hit) -> None:
        place = birthplaces().by_code(hit.key, self.on)
        if place is not None:
            self.set_value(f"{place.name} ({place.province})" if place.province else place.name)
        self.placed.emit(hit.key)
        self.changed.emit()

    def _typed(self, _text: str) -> None:
        self.placed.emit("")
