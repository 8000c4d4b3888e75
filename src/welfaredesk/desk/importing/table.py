# SPDX-License-Identifier: EUPL-1.2
"""The table that a file says: texts under headings, the same from CSV and from XLSX."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from welfaredesk.base.errors import BadFile
from welfaredesk.base.text import N_, tr

MOST_ROWS = 500_000
MOST_COLUMNS = 400
LONGEST_CELL = 200_000

TOO_MANY_ROWS = N_("ha troppe righe")
TOO_MANY_COLUMNS = N_("ha troppe colonne")
CELL_TOO_LONG = N_("una cella della riga {row} è troppo lunga")
EMPTY = N_("non contiene righe")
TRUTHS = {True: "sì", False: "no"}


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the file: its number as a spreadsheet shows it, a text per heading, and how many cells had none."""

    number: int
    cells: tuple[str, ...]
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """What a file says: headings, all different, and the rows that are not blank."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, heading: str) -> list[str]:
        """Return the texts of a column that say something."""
        place = self.headings.index(heading)
        return [row.cells[place] for row in self.rows if row.cells[place]]


def text_of(cell: object) -> str:
    """Return a cell as text, equal whether it was typed in a spreadsheet or saved from it as CSV."""
    match cell:
        case None:
            text = ""
        case bool():
            text = TRUTHS[cell]
        case float():
            text = str(int(cell)) if cell.is_integer() else repr(cell)
        case datetime() if cell.time() == time():
            text = cell.date().isoformat()
        case datetime():
            text = cell.isoformat(sep=" ", timespec="seconds")
        case time():
            text = cell.isoformat(timespec="minutes")
        case timedelta():
            text = f"{int(cell.total_seconds() // 60)} min"
        case _:
            text = str(cell).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
    return text


def table_of(rows: Iterator[tuple[int, list[str]]], name: str) -> Table:
    """Return the table of numbered rows: titles above the headings are left out, so are blank rows.

    Raises:
        BadFile: when there is none, or it goes beyond the limits.
    """
    headings: tuple[str, ...] = ()
    found: list[Row] = []
    for number, cells in rows:
        filled = sum(1 for cell in cells if cell)
        if len(found) > MOST_ROWS:
            raise BadFile(name=name, why=tr(TOO_MANY_ROWS))
        if any(len(cell) > LONGEST_CELL for cell in cells):
            raise BadFile(name=name, why=tr(CELL_TOO_LONG).format(row=number))
        if not filled:
            continue
        if not headings:
            # A line with one cell above the headings is a title of the list.
            if filled > 1:
                headings = _headings(cells, name)
            continue
        padded = [*cells[: len(headings)], *[""] * (len(headings) - len(cells))]
        beyond = sum(1 for cell in cells[len(headings) :] if cell)
        found.append(Row(number, tuple(padded), beyond))
    if not headings or not found:
        raise BadFile(name=name, why=tr(EMPTY))
    return Table(headings, tuple(found))


def _headings(cells: list[str], name: str) -> tuple[str, ...]:
    """Return the headings, each different: a nameless column has its letter, a repeated name its number."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > MOST_COLUMNS:
        raise BadFile(name=name, why=tr(TOO_MANY_COLUMNS))
    found: list[str] = []
    for place, cell in enumerate(cells, start=1):
        wanted = " ".join(cell.split()) or _letter(place)
        heading, count = wanted, 2
        while heading in found:
            heading, count = f"{wanted} ({count})", count + 1
        found.append(heading)
    return tuple(found)


def _letter(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place))
