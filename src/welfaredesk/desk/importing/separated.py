# SPDX-License-Identifier: EUPL-1.2
"""CSV files as programs and spreadsheets write them: any usual encoding, any usual separator."""

import codecs
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from welfaredesk.base.errors import BadFile
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.importing.table import LONGEST_CELL, text_of

SEPARATORS = ";,\t|"
ENCODINGS = ("utf-8-sig", "cp1252")
NOT_TEXT = N_("non è un file di testo: serve un CSV oppure un XLSX")
BROKEN_QUOTES = N_("le virgolette non tornano verso la riga {row}")
_LOOKED_AT = 30
_STRICT_LIMIT = LONGEST_CELL + 1


def rows_of(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give the number and the texts of each record of a CSV file.

    Raises:
        BadFile: when it is not text, or its quotes are broken.
    """
    text = _decoded(path)
    first, _, rest = text.partition("\n")
    separator = None
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        separator, text = first.strip()[-1], rest
    chosen = separator or _separator(text)
    # The module's own limit is process-wide and smaller than a long diary text.
    csv.field_size_limit(max(csv.field_size_limit(), _STRICT_LIMIT))
    number = 2 if separator else 1
    try:
        for record in _reader(text, chosen):
            yield number, [text_of(cell) for cell in record]
            number += 1
    except csv.Error as error:
        raise BadFile(name=path.name, why=tr(BROKEN_QUOTES).format(row=number)) from error


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    encodings: tuple[str, ...] = ENCODINGS
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ("utf-16",)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadFile(name=path.name, why=tr(NOT_TEXT))


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _separator(text: str) -> str:
    """Return the separator that cuts the first records into the most columns, and the same number most often."""
    best, best_score = SEPARATORS[0], (0, 0)
    for separator in SEPARATORS:
        widths = _widths(text, separator)
        usual = max(set(widths), key=widths.count) if widths else 0
        score = (widths.count(usual) if usual > 1 else 0, usual)
        if score > best_score:
            best, best_score = separator, score
    return best


def _widths(text: str, separator: str) -> list[int]:
    widths: list[int] = []
    try:
        widths.extend(len(record) for record in islice(_reader(text, separator), _LOOKED_AT) if record)
    except csv.Error:
        # Cut at another separator, quotes seem broken: what was read before tells enough.
        return widths
    return widths
