# SPDX-License-Identifier: EUPL-1.2
"""The lock asked by keys and by closing the window: the draft and the page stay; one window at a time has the desk."""

from pathlib import Path

import pytest

from tests.stories.case import NOTE, SURNAME, open_cartella, wait_for_cartella, with_case
from tests.stories.program import PASSPHRASE, Program
from tests.stories.window import on_screen, until
from welfaredesk.base.errors import InUse
from welfaredesk.desk import drafts, lists
from welfaredesk.desk.preferences import preference
from welfaredesk.desk.records import type_named
from welfaredesk.ui.screens.cartella_writing import SAVED
from welfaredesk.ui.screens.unlock import WRONG

BEGUN, ADDED = "La signora racconta del mulino", " e della roggia"


@pytest.fixture
def desk(tmp_path: Path) -> Program:
    """Return the program on an ente with one person in carico, who has a diary."""
    return with_case(tmp_path)


def _written(program: Program) -> list[str]:
    """Return the texts of the diary, read from outside."""
    session = program.open()
    texts = [str(one["text"]) for one in lists.page_of(session, type_named("diary_entry"))[0]]
    session.close()
    return sorted(texts)


def test_the_draft_and_the_page_outlast_a_lock_and_a_closed_window(desk: Program) -> None:
    with on_screen(desk) as window:
        window.unlock(PASSPHRASE)
        open_cartella(window)
        window.write(BEGUN)
        window.lock()
        window.write("non è questa la frase")
        window.key("Return")
        until(lambda: window.shows(WRONG), "the sentence for a wrong phrase")
        assert not window.has_open("vault.db")
        assert not window.knows(SURNAME)
        window.unlock(PASSPHRASE)
        wait_for_cartella(window)
        assert window.knows(BEGUN)
        window.write(ADDED)
        until(lambda: window.knows(BEGUN + ADDED), "the draft gone on with")
        assert window.close() == 0
    assert _written(desk) == [NOTE]
    session = desk.open()
    kept, place = drafts.all_drafts(session), preference(session, "place")
    session.close()
    assert [draft.values["text"] for draft in kept] == [BEGUN + ADDED]
    assert place["stops"][place["at"]][0] == "cartella"


def test_a_second_window_says_that_the_desk_is_open_and_leaves_it_alone(desk: Program) -> None:
    with on_screen(desk) as first, on_screen(desk) as second:
        first.unlock(PASSPHRASE)
        open_cartella(first)
        until(second.is_shown, "the second window")
        second.write(PASSPHRASE)
        second.key("Return")
        until(lambda: second.shows(InUse.what), "the sentence for a desk that is open elsewhere")
        assert not second.has_open("vault.db")
        first.write(BEGUN)
        first.key("ctrl+Return")
        until(lambda: first.shows(SAVED), "the saved note")
        first.lock()
        assert _written(desk) == sorted((NOTE, BEGUN))
        second.unlock(PASSPHRASE)
        until(lambda: second.knows(BEGUN), "the note, in the other window")
        second.lock()
    assert second.said() == ""
