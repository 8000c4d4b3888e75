# SPDX-License-Identifier: EUPL-1.2
"""Notes on a real desk: they wait until they are filed into a cartella or destroyed, and both can be undone."""

from datetime import date

import pytest

from tests.opened import giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadInput
from welfaredesk.desk import lists, quick_notes, records
from welfaredesk.desk.session import Session


def test_notes_wait_the_reminded_first_then_the_oldest(session: Session, clock: FixedClock) -> None:
    first = quick_notes.write_note(session, "vecchio")
    clock.advance(ms=60_000)
    second = quick_notes.write_note(session, "da ricordare", remind_on=date(2026, 10, 19))
    third = quick_notes.write_note(session, "più avanti", remind_on=date(2026, 11, 1))
    assert [note.id for note in quick_notes.open_notes(session)] == [second, first, third]


def test_a_filed_note_becomes_a_diary_entry_of_the_moment_it_was_written(session: Session, clock: FixedClock) -> None:
    person = giulia(session)
    note = quick_notes.write_note(session, "La nonna ha telefonato")
    written = clock.now().iso()
    clock.advance(ms=3_600_000)
    entry = quick_notes.file_note(session, note, person)
    [row] = lists.of_root(session, "diary_entry", person)
    assert (row["_id"], row["text"], row["when"]) == (entry, "La nonna ha telefonato", written)
    values = records.show(session, note).values
    assert values["state"] == "filed"
    assert values["filed_as"]["id"] == entry
    assert not quick_notes.open_notes(session)


def test_a_filing_is_all_or_nothing(session: Session) -> None:
    note = quick_notes.write_note(session, "Senza cartella")
    with pytest.raises(BadInput):
        quick_notes.file_note(session, note, note)
    assert [one.id for one in quick_notes.open_notes(session)] == [note]


def test_a_filing_can_be_undone(session: Session) -> None:
    person = giulia(session)
    note = quick_notes.write_note(session, "Sbagliata")
    quick_notes.file_note(session, note, person)
    quick_notes.unfile_note(session, note)
    assert [one.id for one in quick_notes.open_notes(session)] == [note]
    assert not lists.of_root(session, "diary_entry", person)


def test_a_destroyed_note_comes_back_when_undone(session: Session) -> None:
    note = quick_notes.write_note(session, "Da buttare")
    quick_notes.destroy_note(session, note)
    assert not quick_notes.open_notes(session)
    quick_notes.bring_back(session, note)
    assert [one.text for one in quick_notes.open_notes(session)] == ["Da buttare"]
