# SPDX-License-Identifier: EUPL-1.2
"""Checks of a whole vault: right when nothing is wrong, equal for equal content, and nothing is changed."""

from pathlib import Path

from tests.opened import add, giulia
from welfaredesk.crypto.hashes import sha256
from welfaredesk.desk import checking, records
from welfaredesk.desk.session import Session
from welfaredesk.store import journal, vault


def test_an_untouched_vault_is_right_and_checking_it_changes_nothing(session: Session, profile: Path) -> None:
    giulia(session)
    session.vault.checkpoint()
    before = sha256((profile / vault.DATABASE_NAME).read_bytes()), journal.head(session.vault.read())
    first, second = checking.check(session), checking.check(session)
    assert first.ok
    assert first == second
    session.vault.checkpoint()
    assert (sha256((profile / vault.DATABASE_NAME).read_bytes()), journal.head(session.vault.read())) == before


def test_the_hash_is_of_what_stands_and_not_of_how_it_came_there(session: Session) -> None:
    person = giulia(session)
    digest = checking.content_hash(session)
    records.change(session, person, {"comune": "Viadana"})
    assert checking.content_hash(session) != digest
    records.change(session, person, {"comune": "Gussola"})
    assert checking.content_hash(session) == digest
    records.change(session, person, {"notes": "x"})
    records.change(session, person, {"notes": ""})
    assert checking.content_hash(session) == digest
    records.retire(session, person, "doppia")
    retired = checking.content_hash(session)
    assert retired != digest
    records.retire(session, person, None)
    assert checking.content_hash(session) == digest


def test_a_problem_is_told_in_a_sentence_that_names_nobody(session: Session) -> None:
    add(session, "person", surname="Zanotti")
    session.vault.write(lambda database: database.conn.execute("UPDATE r_person SET surname = 'Altra'"))
    problems = checking.check(session).problems
    assert problems
    assert all(problem.endswith(".") and "Zanotti" not in problem and "Altra" not in problem for problem in problems)
