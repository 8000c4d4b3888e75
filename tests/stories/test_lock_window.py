# SPDX-License-Identifier: EUPL-1.2
"""A note written in the real window, the lock, and what the process still knows of it."""

from pathlib import Path

import pytest

from tests.stories.case import SURNAME, needles, wait_for_cartella, with_case
from tests.stories.program import PASSPHRASE, Program
from tests.stories.window import on_screen, until
from welfaredesk.desk import drafts

WRITTEN = "La signora Zvanutigh racconta del mulino di Quistello"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return the program on an ente with one person in carico, who has a diary."""
    return with_case(tmp_path)


def test_a_locked_desk_knows_nothing_and_comes_back_with_the_draft(program: Program) -> None:
    with on_screen(program) as window:
        window.unlock(PASSPHRASE)
        window.key("alt+4")
        window.write(SURNAME[:5])
        until(lambda: window.knows(SURNAME), "the person in the list")
        window.key("Return")
        wait_for_cartella(window)
        window.write(WRITTEN)
        until(lambda: window.knows(WRITTEN), "what was typed")
        found = window.memory_holds(needles(window, {"draft": WRITTEN}))
        assert {"vault key", "database key"} & set(found), "the scanner finds no key while the desk is open"
        window.lock()
        assert window.memory_holds(needles(window, {"draft": WRITTEN})) == []
    session = program.open()
    kept = drafts.all_drafts(session)
    session.close()
    assert [draft.values["text"] for draft in kept] == [WRITTEN]
