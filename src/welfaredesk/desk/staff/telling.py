# SPDX-License-Identifier: EUPL-1.2
"""Rows of minutes as lines: a member, a decision, an assignment, an answer, each by what names it."""

from collections.abc import Iterator
from dataclasses import dataclass

from welfaredesk.desk.codes import Codes
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.desk.wording import in_words
from welfaredesk.domain.kinds import Field, Value
from welfaredesk.domain.staff_members import member_name

BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class RowLine:
    """What names a row, and the rest of what it says."""

    name: str
    text: str


def row_lines(field: Field, value: Value, *, codes: Codes) -> Iterator[RowLine]:
    """Give the rows of a list as lines."""
    for row in as_rows(value):
        said = [in_words(part, row.get(part.name), codes=codes) for part in field.rows]
        words = [one for one in said if one]
        name = str(row.get("what") or "") or member_name(row) or next(iter(words), "")
        rest = list(dict.fromkeys(one for one in words if one != name))
        yield RowLine(name, BETWEEN.join(rest))
