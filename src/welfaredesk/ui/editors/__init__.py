# SPDX-License-Identifier: EUPL-1.2
"""The editors, one for each kind of field."""

from collections.abc import Callable

from welfaredesk.domain.kinds import Field, Kind
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.birthplace import BirthplaceEditor
from welfaredesk.ui.editors.choices import ChoiceEditor, ChoicesEditor, FlagEditor
from welfaredesk.ui.editors.editor import Editor
from welfaredesk.ui.editors.files import FileEditor
from welfaredesk.ui.editors.links import LinkEditor
from welfaredesk.ui.editors.numbers import NumberEditor
from welfaredesk.ui.editors.rows import RowsEditor
from welfaredesk.ui.editors.text import LineEditor, ProseEditor
from welfaredesk.ui.editors.times import DayEditor, MomentEditor

__all__ = ["Editor", "editor_for"]

BY_NAME: dict[str, Callable[[Context, Field], Editor]] = {"birthplace": BirthplaceEditor}
BY_KIND: dict[Kind, Callable[[Context, Field], Editor]] = {
    Kind.TEXT: LineEditor,
    Kind.LONG_TEXT: ProseEditor,
    Kind.DAY: DayEditor,
    Kind.MOMENT: MomentEditor,
    Kind.NUMBER: NumberEditor,
    Kind.MONEY: NumberEditor,
    Kind.CHOICE: ChoiceEditor,
    Kind.CHOICES: ChoicesEditor,
    Kind.FLAG: FlagEditor,
    Kind.LINK: LinkEditor,
    Kind.FILE: FileEditor,
}


def editor_for(context: Context, field: Field) -> Editor:
    """Return an empty editor for a field, by its name where it has one of its own, else by its kind."""
    if field.kind is Kind.ROWS:
        return RowsEditor(context, field, editor_for)
    return BY_NAME.get(field.name, BY_KIND[field.kind])(context, field)
