# SPDX-License-Identifier: EUPL-1.2
"""The first start by keys alone: an ente, its sheets saved and tested, the open desk; then the phrase is lost."""

import re
from pathlib import Path

import pytest

import pypdfium2
from tests.stories.program import Program
from tests.stories.window import Window, on_screen, until
from welfaredesk.base.clock import SystemClock
from welfaredesk.base.errors import WrongPassphrase
from welfaredesk.base.ids import SystemIds
from welfaredesk.desk import lists
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session, open_session
from welfaredesk.desk.unlocking import is_share
from welfaredesk.ui.screens import first_start_sheets
from welfaredesk.ui.screens.first_start_pages import Welcome
from welfaredesk.ui.screens.recover import NEW

FIRST, SECOND = "la nebbia sale dai fossi", "il treno ferma a Piadena"
NUMBER = rb"((?:[0-9]\0)+)"
WRONG_WORD = re.compile(
    NUMBER.join(part.encode("utf-16-le") for part in re.split(r"\{\w+\}", first_start_sheets.TestPage.WRONG)[:2])
    + NUMBER
)
WORDS_ASKED = 8


def _sheets(path: Path) -> list[list[str]]:
    """Return the words of every sheet of the PDF, in their order."""
    document = pypdfium2.PdfDocument(path)
    found = []
    for page in document:
        numbered = re.findall(r"\b(\d{1,2})\. ([a-z]+)\b", page.get_textpage().get_text_range())
        found.append([word for _, word in sorted((int(number), word) for number, word in numbered)])
    document.close()
    return found


def _found_ente(window: Window, pdf: Path) -> None:
    """Go through the pages up to the sheets, save these, and say that they are in hand."""
    until(lambda: window.is_shown() and window.shows(Welcome.NEW), "the first page")
    window.key("Return")
    window.write("Consorzio del Fiume")
    window.key("Tab")
    window.write("Casalmaggiore")
    window.key("Return", "shift+Tab", "Return")
    window.write("Cavalli")
    window.key("Tab")
    window.write("Irene")
    window.key("Return")
    window.write(FIRST)
    window.key("Tab", "Tab", "Tab")
    window.write(FIRST)
    window.key("Return")
    for holder in ("Ada Bini", "Bruno Carli", "Carla Dossi"):
        window.key("Tab")
        window.write(holder)
    window.key("Return", "Tab", "space")
    window.choose(first_start_sheets.SheetsPage.SAVE, pdf)
    until(lambda: pdf.exists() and window.is_shown(), "the saved sheets")
    window.key("Tab", "space", "Return")


def _answer(window: Window, sheets: list[list[str]]) -> None:
    """Give no word at first, so that the page says which it wants, then those of the sheets."""
    window.key("Return")
    until(lambda: len(window.readings(WRONG_WORD)) == WORDS_ASKED, "the words that the page asks for")
    asked = sorted((int(sheet), int(number)) for number, sheet in window.readings(WRONG_WORD))
    for sheet, number in asked:
        window.write(sheets[sheet - 1][number - 1])
        window.key("Tab")
    window.key("shift+Tab", "Return")
    window.wait_for_desk()


def _recover(window: Window, sheets: list[list[str]]) -> None:
    """Open the desk with two sheets and a new phrase."""
    window.key("Tab", "Tab", "space")
    until(lambda: window.shows(NEW), "the page of who forgot")
    window.write(" ".join(sheets[2]))
    window.key("Tab")
    window.write(" ".join(sheets[0]))
    window.key("Tab")
    window.write(SECOND)
    window.key("Tab", "Tab", "Tab")
    window.write(SECOND)
    window.key("Return")
    window.wait_for_desk()


def _open(program: Program, passphrase: str) -> Session:
    clock = SystemClock()
    return open_session(program.profile, passphrase, clock=clock, ids=SystemIds(clock))


def test_an_ente_is_founded_and_its_sheets_open_it_when_the_phrase_is_lost(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    program, pdf = Program(tmp_path), tmp_path / "home" / "fogli.pdf"
    with on_screen(program, HOME=str(tmp_path / "home")) as window:
        _found_ente(window, pdf)
        sheets = _sheets(pdf)
        assert [is_share(" ".join(sheet)) for sheet in sheets] == [True] * 3
        _answer(window, sheets)
        window.lock()
        _recover(window, sheets)
        window.lock()
    with pytest.raises(WrongPassphrase):
        _open(program, FIRST)
    session = _open(program, SECOND)
    operators = lists.page_of(session, type_named("operator"))[0]
    session.close()
    assert [one["surname"] for one in operators] == ["Cavalli"]
