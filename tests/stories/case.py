# SPDX-License-Identifier: EUPL-1.2
"""A desk with one person in carico, and the way to the cartella."""

from collections.abc import Mapping
from pathlib import Path

from tests.stories.program import PASSPHRASE, Program, founded
from tests.stories.window import Window, until
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import read_slots
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


def needles(window: Window, written: Mapping[str, str]) -> dict[str, bytes]:
    """Return what must be nowhere once locked: names, notes, the passphrase, the vault's keys."""
    vault_key = read_slots(window.program.profile).open_with_passphrase(PASSPHRASE)
    keys = {"vault key": vault_key, "database key": derive(vault_key, Purpose.DATABASE)}
    texts = {"name": SURNAME, "note": NOTE[:30], "passphrase": PASSPHRASE}
    texts |= {name: text[:30] for name, text in written.items()}
    found = {name: text.encode() for name, text in texts.items()}
    found |= {f"{name}, as Qt keeps it": text.encode("utf-16-le") for name, text in texts.items()}
    return found | keys | {f"{name}, in hex": key.hex().encode() for name, key in keys.items()}
