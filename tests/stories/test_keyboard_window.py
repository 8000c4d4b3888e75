# SPDX-License-Identifier: EUPL-1.2
"""A desk worked by keyboard alone: ten accesses, every page of the rail, a person from the palette."""

from functools import partial
from pathlib import Path

import pytest

from tests.stories.case import open_cartella, with_case
from tests.stories.program import PASSPHRASE, Program
from tests.stories.window import Window, on_screen, until
from welfaredesk.desk import lists
from welfaredesk.desk.preferences import preference
from welfaredesk.desk.records import type_named

CALLERS = ("Abbiati", "Boselli", "Cantoni", "Devoti", "Ferraroni", "Ghisolfi", "Lodigiani", "Manara", "Noli", "Oneta")
RAIL = ["today", "contacts", "referrals", "cartelle", "staff", "quick_notes", "resources", "people", "settings"]


@pytest.fixture
def desk(tmp_path: Path) -> Program:
    """Return the program on an ente with one person in carico, who has a diary."""
    return with_case(tmp_path)


def _register(window: Window, who: str, said: str) -> None:
    """Register an access: who, by phone, one need, what was said; Tab leads from field to field."""
    window.key("ctrl+n")
    window.write(who)
    window.key("Tab", "Tab", "Right", "Tab")
    window.write("casa")
    window.key("Return", "Tab")
    window.write(said)
    window.key("ctrl+Return")


def test_ten_accesses_every_page_and_a_cartella_with_no_mouse(desk: Program) -> None:
    said = [f"Chiede del bando numero {number}" for number in range(1, 11)]
    with on_screen(desk) as window:
        window.unlock(PASSPHRASE)
        window.key("alt+2")
        for number, (who, what) in enumerate(zip(CALLERS, said, strict=True), 1):
            _register(window, who, what)
            counted = "1 accesso" if number == 1 else f"{number} accessi"
            until(partial(window.shows, counted), f"{counted} in the list")
        window.key(*(f"alt+{number}" for number in range(1, len(RAIL) + 1)))
        open_cartella(window)
        window.lock()
    session = desk.open()
    place = preference(session, "place")
    found = lists.page_of(session, type_named("contact"))[0]
    session.close()
    assert [(one["who"], one["note"], one["channel"], one["needs"]) for one in found] == [
        (who, what, "phone", ["housing"]) for who, what in zip(CALLERS, said, strict=True)
    ]
    assert [name for name, _ in place["stops"]][-len(RAIL) - 1 :] == [*RAIL, "cartella"]
