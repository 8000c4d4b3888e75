# SPDX-License-Identifier: EUPL-1.2
"""The same table is read from CSV in every usual dress and from XLSX; what is no table is told in a sentence."""

import contextlib
import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpyxl import Workbook
from welfaredesk.base.errors import BadFile
from welfaredesk.base.places import resources_folder
from welfaredesk.desk.importing.reading import read_table
from welfaredesk.desk.importing.table import Table

TEXT = 'Cognome;Nome;Note\r\nFerrari;Niccolò;"Prima riga;\r\nseconda «riga»"\r\n\r\nBondì;Ada;\r\n'
CELLS = [["Cognome", "Nome", "Note"], ["Ferrari", "Niccolò", "Prima riga;\nseconda «riga»"], ["Bondì", "Ada", ""]]


def _xlsx(path: Path, rows: list[list[object]], *, title: str = "Foglio") -> Path:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def _cells(table: Table) -> list[list[str]]:
    return [list(table.headings), *(list(row.cells) for row in table.rows)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_csv_is_read_in_every_usual_dress(tmp_path: Path, encoding: str, separator: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(CELLS)
    path = tmp_path / "elenco.csv"
    path.write_bytes(text.getvalue().encode(encoding))
    assert _cells(read_table(path)) == CELLS


def test_blank_rows_are_left_out_and_numbers_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "elenco.csv"
    path.write_text("sep=;\r\n" + TEXT, encoding="utf-8", newline="")
    table = read_table(path)
    assert _cells(table) == CELLS
    assert [row.number for row in table.rows] == [3, 5]


def test_a_spreadsheet_says_what_its_csv_says(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Elenco degli utenti"],
        ["ID", "Nato il", "Visto il", "Ore", "Attivo", "ID", None],
        [12, date(1980, 3, 7), datetime.fromisoformat("2026-01-02T16:30"), 1.5, True, "x", None],
        [None, None, None, None, None, None, None],
        [13.0, datetime.fromisoformat("1990-12-01"), None, None, False, "y", "z"],
    ]
    table = read_table(_xlsx(tmp_path / "elenco.xlsx", rows))
    assert table.headings == ("ID", "Nato il", "Visto il", "Ore", "Attivo", "ID (2)")
    assert table.rows[0].cells == ("12", "1980-03-07", "2026-01-02 16:30:00", "1.5", "sì", "x")
    assert (table.rows[1].number, table.rows[1].cells[0], table.rows[1].beyond) == (5, "13", 1)


def test_the_first_sheet_that_says_something_is_read_unless_one_is_named(tmp_path: Path) -> None:
    book = Workbook()
    for title in ("Persone", "Altro"):
        sheet = book.create_sheet(title)
        sheet.append(["Foglio", "Valore"])
        sheet.append([title, 1])
    path = tmp_path / "fogli.xlsx"
    book.save(path)
    assert read_table(path).rows[0].cells[0] == "Persone"
    assert read_table(path, sheet="Altro").rows[0].cells[0] == "Altro"
    with pytest.raises(BadFile):
        read_table(path, sheet="Manca")


def test_a_file_made_to_fill_the_memory_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "bomba.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * (64 * 1024 * 1024))
    with pytest.raises(BadFile) as refused:
        read_table(path)
    assert "gonfierebbe" in refused.value.text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 not a package",
        b"\xd0\xcf\x11\xe0 old Excel",
        b"\x00\x01\x02\x03",
        b"Cognome;Nome\n",
        b'Cognome;Nome\n"Ferrari;Ada\n',
    ],
)
def test_what_is_no_table_is_told_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "elenco.csv"
    path.write_bytes(data)
    with pytest.raises(BadFile) as refused:
        read_table(path)
    assert "elenco.csv" in refused.value.text


def test_a_package_that_is_no_workbook_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "finto.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types")
    with pytest.raises(BadFile):
        read_table(path)
    with pytest.raises(BadFile):
        read_table(tmp_path / "manca.csv")


@settings(max_examples=60)
@given(
    places=st.lists(st.integers(0, 10_000_000), min_size=1, max_size=12),
    byte=st.integers(0, 255),
    where=st.sampled_from(["parts", "package"]),
)
def test_a_damaged_spreadsheet_is_read_or_refused_and_nothing_else(
    places: list[int], byte: int, where: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sample = resources_folder() / "samples" / "persone.xlsx"
    path = tmp_path_factory.mktemp("xlsx") / "rotto.xlsx"
    if where == "parts":
        with zipfile.ZipFile(sample) as whole, zipfile.ZipFile(path, "w") as broken:
            for name in whole.namelist():
                broken.writestr(name, _spoilt(whole.read(name), places, byte))
    else:
        path.write_bytes(_spoilt(sample.read_bytes(), places, byte))
    with contextlib.suppress(BadFile):
        assert read_table(path).headings


def _spoilt(data: bytes, places: list[int], byte: int) -> bytes:
    spoilt = bytearray(data)
    for place in places:
        spoilt[place % len(spoilt)] = byte
    return bytes(spoilt)


_texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12)


@given(rows=st.lists(st.lists(_texts, min_size=3, max_size=3), min_size=1, max_size=5))
def test_any_texts_come_through_a_csv(rows: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([["Uno", "Due", "Tre"], *rows])
    path = tmp_path_factory.mktemp("csv") / "elenco.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    wanted = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if wanted:
        assert _cells(read_table(path))[1:] == wanted
