# SPDX-License-Identifier: EUPL-1.2
"""A note written in the real window, the lock, and what the process still knows of it."""

from pathlib import Path

import pytest

from tests.stories.case import NOTE, SURNAME, wait_for_cartella, with_case
from tests.stories.program import PASSPHRASE, Program
from tests.stories.window import Window, on_screen, until
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import drafts
from welfaredesk.desk.session import read_slots

WRITTEN = "La signora Zvanutigh racconta del mulino di Quistello"


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Return the program on an ente with one person in carico, who has a diary."""
    return with_case(tmp_path)


def _needles(window: Window) -> dict[str, bytes]:
    """Return what must be nowhere once locked: names, notes, the passphrase, the vault's keys."""
    vault_key = read_slots(window.program.profile).open_with_passphrase(PASSPHRASE)
    keys = {"vault key": vault_key, "database key": derive(vault_key, Purpose.DATABASE)}
    texts = {"name": SURNAME, "note": NOTE[:30], "draft": WRITTEN[:30], "passphrase": PASSPHRASE}
    found = {name: text.encode() for name, text in texts.items()}
    found |= {f"{name}, as Qt keeps it": text.encode("utf-16-le") for name, text in texts.items()}
    return found | keys | {f"{name}, in hex": key.hex().encode() for name, key in keys.items()}


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
        found = window.memory_holds(_needles(window))
        assert {"vault key", "database key"} & set(found), "the scanner finds no key while the desk is open"
        window.lock()
        assert window.memory_holds(_needles(window)) == []
    session = program.open()
    kept = drafts.all_drafts(session)
    session.close()
    assert [draft.values["text"] for draft in kept] == [WRITTEN]
