# SPDX-License-Identifier: EUPL-1.2
"""The journal: appended in order, chained, with what each writer had seen."""

import pytest

from tests.opened import add, giulia
from welfaredesk.crypto.hashes import sha256
from welfaredesk.desk import records
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import decode_header, seen_whole
from welfaredesk.store import journal
from welfaredesk.store.driver import Database


def busy(session: Session) -> str:
    person = giulia(session)
    for number in range(5):
        add(session, "diary_entry", root=person, text=f"Colloquio {number}")
        records.change(session, person, {"notes": f"nota {number}"})
    records.change(session, person, {"protected_abode": [{"street": "via Po 1"}]})
    return person


def test_numbers_have_no_gap_and_seen_is_what_the_headers_say(session: Session) -> None:
    busy(session)
    rows = session.vault.read().conn.execute("SELECT header, seen FROM entry ORDER BY n").fetchall()
    headers = [decode_header(header) for header, _ in rows]
    assert [header.seq for header in headers] == list(range(1, len(headers) + 1))
    last: dict[str, dict[str, int]] = {}
    numbers: dict[str, int] = {}
    for header, (_, stored) in zip(headers, rows, strict=True):
        assert header.k == numbers.get(header.folder, 0) + 1
        numbers[header.folder] = header.k
        last[header.folder] = seen_whole(last.get(header.folder), header.seen)
        assert last[header.folder] == journal.decode_seen(stored)


def test_an_entry_names_neither_ente_nor_position(session: Session) -> None:
    busy(session)
    for (header,) in session.vault.read().conn.execute("SELECT header FROM entry"):
        assert session.identity.ente.encode() not in header


TAMPERINGS = {
    "a body is another": "UPDATE entry SET body = x'00' WHERE n = 3",
    "a header is another": "UPDATE entry SET header = (SELECT header FROM entry WHERE n = 4) WHERE n = 3",
    "an entry is missing": "DELETE FROM entry WHERE n = 3",
    "the last entry is missing": "DELETE FROM entry WHERE n = (SELECT max(n) FROM entry)",
    "the head is an old one": "UPDATE head SET entries = entries - 1",
    "the head is gone": "DELETE FROM head",
    "a link of the chain is another": "UPDATE entry SET chain = zeroblob(32) WHERE n = 3",
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_journal_that_was_tampered_with_is_noticed(what: str, session: Session) -> None:
    busy(session)
    assert list(journal.chain_problems(session.vault.read())) == []
    session.vault.write(lambda database: database.conn.execute(TAMPERINGS[what]))
    assert list(journal.chain_problems(session.vault.read()))


def test_a_body_that_was_cut_does_not_break_the_chain(session: Session) -> None:
    busy(session)
    session.vault.write(lambda database: database.conn.execute("UPDATE entry SET body = NULL WHERE n = 3"))
    assert list(journal.chain_problems(session.vault.read())) == []


def test_nothing_of_a_change_that_fails_stays(session: Session) -> None:
    busy(session)
    before = journal.head(session.vault.read())

    def work(database: Database) -> None:
        database.conn.execute("DELETE FROM entry")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        session.vault.write(work)
    assert journal.head(session.vault.read()) == before
    assert list(journal.chain_problems(session.vault.read())) == []


def test_a_body_is_kept_exactly_as_it_was_written(session: Session) -> None:
    busy(session)
    for header, body in session.vault.read().conn.execute("SELECT header, body FROM entry"):
        assert sha256(body) == decode_header(header).body_hash
