# SPDX-License-Identifier: EUPL-1.2
"""What is derived from a diary entry concerns the persons who were there, not everybody whom it links to."""

from tests.opened import add, giulia
from welfaredesk.desk import lists, records
from welfaredesk.desk.session import Session
from welfaredesk.store import derive
from welfaredesk.store import records as records_store
from welfaredesk.store.driver import Database


def present(*persons: str) -> list[dict[str, object]]:
    return [{"person": person} for person in persons]


def test_whom_an_entry_named_as_present_is_looked_at_again_and_its_author_is_not(session: Session) -> None:
    mother, son, aunt = (add(session, "person", surname=name) for name in ("Verdi", "Rossi", "Neri"))
    entry = add(
        session, "diary_entry", root=mother, text="visita", when="2026-10-01T10:00:00Z", persons=present(son, aunt)
    )
    shown = records.show(session, entry)
    assert shown.values["author"]["id"] == session.identity.operator
    former = session.vault.write(lambda database: derive.forget_links(database, entry))
    assert former == {son, aunt}


def test_who_is_taken_out_of_an_entry_was_not_met_that_day(session: Session) -> None:
    mother, son = (add(session, "person", surname=name) for name in ("Verdi", "Rossi"))
    first = add(session, "diary_entry", root=mother, text="una", when="2026-09-01T10:00:00Z", persons=present(son))
    second = add(session, "diary_entry", root=mother, text="due", when="2026-10-01T10:00:00Z", persons=present(son))
    assert days(session, mother, son) == ["2026-10-01", "2026-10-01"]
    records.change(session, second, {"persons": []})
    assert days(session, mother, son) == ["2026-10-01", "2026-09-01"]
    records.retire(session, first, "doppia")
    records.retire(session, second, "doppia")
    assert days(session, mother, son) == [None, None]


def test_records_folded_anew_together_cost_the_index_of_words_one_segment(session: Session) -> None:
    entries = [add(session, "diary_entry", root=giulia(session), text=f"visita {n}") for n in range(3)]

    def again(database: Database) -> None:
        records_store.refold(database, entries)

    session.vault.write(lambda database: database.conn.execute("INSERT INTO words (words) VALUES ('optimize')").close())
    assert segments(session) == 1
    session.vault.write(again)
    assert segments(session) == 2
    found = session.vault.read().conn.execute("SELECT count(*) FROM words WHERE words MATCH 'visita'").fetchone()
    assert found == (3,)


def segments(session: Session) -> int:
    found = session.vault.read().conn.execute("SELECT count(DISTINCT segid) FROM words_idx").fetchone()
    return int(found[0])


def days(session: Session, *persons: str) -> list[str | None]:
    return [lists.person_lines(session, [person])[0].last_contact for person in persons]
