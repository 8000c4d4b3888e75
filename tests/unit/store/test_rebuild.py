# SPDX-License-Identifier: EUPL-1.2
"""Rebuilding gives identical rows: records, links, lines of persons, tokens, sounds, words."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.opened import PASSPHRASE, add, giulia
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import checking, lists, reading, records
from welfaredesk.desk.session import Session, read_slots
from welfaredesk.store import content, salvage
from welfaredesk.store.driver import Database, open_database
from welfaredesk.store.vault import DATABASE_NAME

DERIVED = ("record", "link", "name_token", "recognition", "person_line")


def everything(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that is derived from the journal; words by their records, since their numbers may change."""
    tables = [*DERIVED, *(name for name in database.table_names() if name.startswith("r_"))]
    found = {t: sorted(database.conn.execute(f'SELECT * FROM "{t}"'), key=repr) for t in tables}
    found["words"] = sorted(database.conn.execute("SELECT record, type, root FROM word_row").fetchall())
    return found


def rebuilt_equal(session: Session) -> None:
    before = everything(session.vault.read())
    digest = checking.content_hash(session)
    checked = checking.rebuild(session)
    assert checked.problems == ()
    assert everything(session.vault.read()) == before
    assert checked.hash == digest


def test_a_day_of_work_is_rebuilt_equal(session: Session) -> None:
    person = giulia(session)
    other = add(session, "person", surname="Verdi", name="Ugo", tax_code="STP0301234567890")
    first = add(session, "diary_entry", root=person, text="Uno", when="2026-10-12T10:00:00+02:00")
    add(session, "diary_entry", root=person, text="Due", when="2026-10-01T10:00:00+02:00")
    named = add(session, "household", name="Ferrari Verdi")
    home = add(session, "diary_entry", root=named, text="Tre", persons=[{"person": other}], when="2026-10-05T10:00:00Z")
    rebuilt_equal(session)
    records.change(session, first, {"when": "2026-09-01T10:00:00+02:00"})
    rebuilt_equal(session)
    assert _last(session, person) == "2026-10-01"
    assert _last(session, other) == "2026-10-05"
    records.change(session, home, {"persons": []})
    assert _last(session, other) is None
    records.retire(session, first, "scritta per errore")
    records.retire(session, person, "doppia")
    rebuilt_equal(session)
    records.retire(session, person, None)
    records.retire(session, first, None)
    rebuilt_equal(session)


def _last(session: Session, person: str) -> str | None:
    return lists.person_lines(session, [person])[0].last_contact


ACTS = st.lists(
    st.tuples(
        st.sampled_from(["person", "diary", "move", "name", "rename", "retire", "back", "case"]),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    max_size=14,
)


@given(acts=ACTS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_work_is_rebuilt_equal(session: Session, acts: list[tuple[str, int, int]]) -> None:
    persons = [add(session, "person", surname="Base")]
    entries: list[str] = []
    for act, one, two in acts:
        person = persons[one % len(persons)]
        entry = entries[one % len(entries)] if entries else None
        when = f"2026-0{1 + two}-1{one}T10:00:00+01:00"
        match act:
            case "person":
                persons.append(add(session, "person", surname=f"Prova{two}", notes="parole"))
            case "diary":
                named = [{"person": persons[two % len(persons)]}]
                entries.append(add(session, "diary_entry", root=person, text="Uno", when=when, persons=named))
            case "move" if entry:
                records.change(session, entry, {"when": when})
            case "name" if entry:
                records.change(session, entry, {"persons": [{"person": person}] if two % 2 else None})
            case "rename":
                records.change(session, person, {"surname": f"Altro{two}", "notes": ""})
            case "retire" | "back":
                reason = "doppia" if act == "retire" else None
                records.retire(session, entry if entry and two % 2 else person, reason)
            case "case":
                add(session, "case_file", person=person, opened_on=when[:10])
            case _:
                pass
    rebuilt_equal(session)


SPOILED = {
    "a row": "UPDATE r_person SET surname = 'Altra'",
    "a row too many": "INSERT INTO r_group (_id, _root, _title) VALUES ('x', 'y', 'z')",
    "a row too few": "DELETE FROM r_person",
    "a line of a list": "UPDATE person_line SET name = 'Altra'",
    "a token": "DELETE FROM name_token WHERE token = (SELECT min(token) FROM name_token)",
    "words": "DELETE FROM word_row",
}


@pytest.mark.parametrize("what", SPOILED)
def test_rows_that_are_not_what_the_journal_says_are_noticed_and_rebuilt(what: str, session: Session) -> None:
    giulia(session)
    before = everything(session.vault.read())
    session.vault.write(lambda database: database.conn.execute(SPOILED[what]))
    assert checking.check(session).problems
    assert checking.rebuild(session).problems == ()
    assert everything(session.vault.read()) == before


def test_a_folder_that_nobody_was_granted_is_noticed(session: Session) -> None:
    lost = "DELETE FROM folder_grant WHERE folder = (SELECT min(folder) FROM folder_grant)"
    session.vault.write(lambda database: database.conn.execute(lost))
    assert len(checking.check(session).problems) == 1


def test_lost_lines_of_the_log_of_readings_are_noticed(session: Session) -> None:
    person = giulia(session)
    for _ in range(3):
        reading.logged(session, "document", record=person)
    assert checking.check(session).ok
    session.vault.write(lambda database: database.conn.execute("DELETE FROM audit WHERE n = 3"))
    assert len(checking.check(session).problems) == 1


def test_a_salvage_finds_lost_folders_again_in_their_grants(session: Session, tmp_path: Path) -> None:
    giulia(session)
    database = session.vault.read()
    before = content.content_hash(database), content.entry_count(database), folders_in(database)
    key = derive(read_slots(session.profile).open_with_passphrase(PASSPHRASE), Purpose.DATABASE)
    session.vault.write(lambda one: one.conn.execute("DELETE FROM folder"))
    session.vault.checkpoint()
    made = salvage.salvage([session.profile / DATABASE_NAME], tmp_path / "new.db", key=key)
    assert (made.entries, made.missing) == (before[1], 0)
    with closing(open_database(tmp_path / "new.db", key)) as salvaged:
        assert (content.content_hash(salvaged), made.entries, folders_in(salvaged)) == before


def folders_in(database: Database) -> list[tuple[Any, ...]]:
    return sorted(database.conn.execute("SELECT * FROM folder").fetchall())
