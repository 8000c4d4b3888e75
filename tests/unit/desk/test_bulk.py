# SPDX-License-Identifier: EUPL-1.2
"""Many records at once: the same journal as one by one, and nothing of a batch that fails."""

import pytest

from welfaredesk.base.errors import BadInput
from welfaredesk.desk import checking, records
from welfaredesk.desk.bulk import NewRecord, add_many
from welfaredesk.desk.session import Session

PERSON = "person"


def _persons(*names: str) -> list[NewRecord]:
    return [NewRecord(type=records.type_named(PERSON), values={"surname": name}) for name in names]


def _places(session: Session) -> list[tuple[int, int]]:
    found = session.vault.read().conn.execute("SELECT n, seq FROM entry ORDER BY n").fetchall()
    return [(int(number), int(seq)) for number, seq in found]


def test_batches_and_single_saves_go_on_from_each_other(session: Session) -> None:
    before = len(_places(session))
    assert add_many(session, _persons("Aldini", "Bassi", "Corsi", "Dondi", "Elmi"), batch=2) == 5
    one = records.add(session, records.type_named(PERSON), {"surname": "Fanti"})
    add_many(session, _persons("Guidi"), batch=2)
    records.change(session, one.id, {"surname": "Fantini"})
    places = _places(session)
    assert len(places) == before + 8
    assert places == [(number, number) for number in range(1, len(places) + 1)]
    assert checking.check(session).problems == ()


def test_a_batch_that_fails_leaves_nothing_and_the_journal_goes_on(session: Session) -> None:
    add_many(session, _persons("Aldini"))
    before = _places(session)
    wrong = NewRecord(type=records.type_named(PERSON), values={"surname": "Bassi", "birth": "31/02/1990"})
    with pytest.raises(BadInput):
        add_many(session, [*_persons("Corsi"), wrong])
    assert _places(session) == before
    add_many(session, _persons("Dondi"))
    assert checking.check(session).problems == ()
