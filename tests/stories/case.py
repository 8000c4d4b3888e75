# SPDX-License-Identifier: EUPL-1.2
"""A desk with one person in carico, and the way to the cartella."""

from pathlib import Path

from tests.stories.program import Program, founded
from tests.stories.window import Window, until
from welfaredesk.desk import records
from welfaredesk.desk.records import type_named
from welfaredesk.ui.screens.cartella_panel import NOTHING_DUE

SURNAME, NAME = "Zvanutigh", "Oriella"
NOTE = "Ultima visita presso il casello di Torre Malamberti"


def with_case(folder: Path) -> Program:
    """Return the program on a new ente with one person, a cartella, and one entry of the diary."""
    program = founded(folder)
    session = program.open()
    person = records.add(session, type_named("person"), {"surname": SURNAME, "name": NAME}).id
    records.add(session, type_named("case_file"), {"person": person})
    records.add(session, type_named("diary_entry"), {"person": person, "text": NOTE, "kind": "interview"})
    session.close()
    return program


def open_cartella(window: Window, typed: str = SURNAME[:5].lower()) -> None:
    """Find a person with Ctrl+K and wait until the page is there and has the keyboard."""
    window.key("ctrl+k")
    window.write(typed)
    window.key("Return")
    wait_for_cartella(window)


def wait_for_cartella(window: Window) -> None:
    """Wait for the first cartella of this image: the page and the keyboard come together with the cards beside it."""
    until(lambda: window.shows(NOTHING_DUE), "the page of the person")
