# SPDX-License-Identifier: EUPL-1.2
"""The steps of a first start by keys alone: an ente, its sheets saved and tested, the open desk, the lost phrase."""

import re
from pathlib import Path

import pypdfium2
from tests.stories.window import Window, until
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


def sheets_in(path: Path) -> list[list[str]]:
    """Return the words of every sheet of the PDF, in their order."""
    document = pypdfium2.PdfDocument(path)
    found = []
    for page in document:
        numbered = re.findall(r"\b(\d{1,2})\. ([a-z]+)\b", page.get_textpage().get_text_range())
        found.append([word for _, word in sorted((int(number), word) for number, word in numbered)])
    document.close()
    return found


def found_ente(window: Window, pdf: Path) -> None:
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


def answer(window: Window, sheets: list[list[str]]) -> None:
    """Give no word at first, so that the page says which it wants, then those of the sheets."""
    window.key("Return")
    until(lambda: len(window.readings(WRONG_WORD)) == WORDS_ASKED, "the words that the page asks for")
    asked = sorted((int(sheet), int(number)) for number, sheet in window.readings(WRONG_WORD))
    for sheet, number in asked:
        window.write(sheets[sheet - 1][number - 1])
        window.key("Tab")
    window.key("shift+Tab", "Return")
    window.wait_for_desk()


def recover(window: Window, sheets: list[list[str]]) -> None:
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
