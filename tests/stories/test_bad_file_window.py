# SPDX-License-Identifier: EUPL-1.2
"""A bad spreadsheet is refused whole, row by row explained; corrected it comes in; a second time nothing changes."""

from pathlib import Path

import openpyxl
from tests.stories.program import PASSPHRASE, Program
from tests.stories.window import Window, fixed_part, on_screen, until
from welfaredesk.desk import lists
from welfaredesk.desk.records import type_named
from welfaredesk.desk.standing import standing_of
from welfaredesk.ui.screens.import_wizard import BAD, DONE, GOOD, NOTHING_NEW

HEADINGS = ("Cognome", "Nome", "Data di nascita", "Codice")
BINI, GOZZI = ("Bini", "Carla", "01/02/1960", "A1"), ("Gozzi", "Ada", "05/05/1970", "A3")
WRONG, RIGHT = ("Vezzoni", "Piero", "31/02/1950", "A2"), ("Vezzoni", "Piero", "28/02/1950", "A2")


def _write(path: Path, *rows: tuple[str, ...]) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, *rows):
        sheet.append(row)
    book.save(path)


def _try(window: Window) -> None:
    """Read the file named in the line and try its rows; the keyboard goes from one step to the next."""
    window.key("Return")
    until(lambda: window.shows("vecchio.xlsx: "), "the columns of the file")
    window.key("space")


def _persons(program: Program) -> tuple[list[tuple[str, str, str]], int]:
    """Return the persons here and how many entries wait to be sent, read while the window is locked."""
    session = program.open()
    rows = lists.page_of(session, type_named("person"))[0]
    waiting = standing_of(session).unsent
    session.close()
    return sorted((str(row["surname"]), str(row["name"]), str(row["birth"])) for row in rows), waiting


def test_a_bad_file_is_refused_a_good_one_taken_once(program: Program) -> None:
    path = program.folder / "vecchio.xlsx"
    _write(path, BINI, WRONG, GOZZI)
    _, at_first = _persons(program)
    with on_screen(program) as window:
        window.unlock(PASSPHRASE)
        window.key("ctrl+k")
        window.write("importa")
        window.key("Return")
        window.write(str(path))
        _try(window)
        until(lambda: window.shows(fixed_part(BAD)), "the refusal")
        until(lambda: window.knows("Non è una data che esiste"), "why the row is refused")
        window.lock()
        assert _persons(program) == ([], at_first)
        _write(path, BINI, RIGHT, GOZZI)
        window.unlock(PASSPHRASE)
        _try(window)
        until(lambda: window.shows(fixed_part(GOOD)), "a trial that goes well")
        window.key("space")
        until(lambda: window.shows(fixed_part(DONE)), "the end of the import")
        window.lock()
        found, imported = _persons(program)
        assert found == [
            ("Bini", "Carla", "1960-02-01"),
            ("Gozzi", "Ada", "1970-05-05"),
            ("Vezzoni", "Piero", "1950-02-28"),
        ]
        window.unlock(PASSPHRASE)
        _try(window)
        until(lambda: window.shows(fixed_part(NOTHING_NEW)), "nothing new")
        window.key("space")
        window.lock()
    assert _persons(program) == (found, imported)
