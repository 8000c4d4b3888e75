# SPDX-License-Identifier: EUPL-1.2
"""XLSX files, read row by row; one made to fill the memory is refused before it is opened."""

import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet
from welfaredesk.base.errors import BadFile
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.importing.table import MOST_COLUMNS, text_of

LARGEST_INFLATED = 600 * 1024 * 1024
HIGHEST_RATIO = 150
_RATIO_COUNTS_FROM = 20 * 1024 * 1024
_MOST_PARTS = 2_000

DAMAGED = N_("è un file XLSX danneggiato")
INFLATED = N_("si gonfierebbe oltre misura una volta aperto")
NO_SHEET = N_("non ha il foglio indicato nella mappa")
# A SyntaxError is what both readers of XML raise that the library may use, the built-in one and lxml.
_FAULTS = (
    zipfile.BadZipFile, zlib.error, SyntaxError, InvalidFileException, KeyError, ValueError, TypeError,
    AttributeError, IndexError, EOFError, NotImplementedError, RuntimeError, OSError,
)  # fmt: skip


def rows_of(path: Path, *, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    """Give the number and the texts of each row of a sheet.

    Raises:
        BadFile: when the file is damaged, inflates beyond the limits, or has no such sheet.
    """
    _check_size(path)
    try:
        with warnings.catch_warnings():
            # What openpyxl cannot keep (styles, extensions) is not looked at here.
            warnings.simplefilter("ignore")
            book = load_workbook(str(path), read_only=True, data_only=True, keep_links=False)
            try:
                yield from _rows(_chosen(book, path, sheet=sheet))
            finally:
                book.close()
    except _FAULTS as error:
        raise BadFile(name=path.name, why=tr(DAMAGED)) from error


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except _FAULTS as error:
        raise BadFile(name=path.name, why=tr(DAMAGED)) from error
    inflated = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > _RATIO_COUNTS_FROM and part.file_size > HIGHEST_RATIO * max(1, part.compress_size)
        for part in parts
    )
    if swollen or inflated > LARGEST_INFLATED or len(parts) > _MOST_PARTS:
        raise BadFile(name=path.name, why=tr(INFLATED))


def _chosen(book: Workbook, path: Path, *, sheet: str | None) -> Worksheet:
    if sheet is not None:
        for one in book.worksheets:
            if one.title == sheet:
                return one
        raise BadFile(name=path.name, why=tr(NO_SHEET))
    shown = [one for one in book.worksheets if one.sheet_state == "visible"] or book.worksheets
    for one in shown:
        if any(any(cells) for _, cells in _rows(one)):
            return one
    return shown[0]


def _rows(sheet: Worksheet) -> Iterator[tuple[int, list[str]]]:
    # The size written in the file may be wrong, and is only a hint.
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [text_of(cell) for cell in cells[: MOST_COLUMNS * 2]]
