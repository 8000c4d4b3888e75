# SPDX-License-Identifier: EUPL-1.2
"""What waits, asked of real rows: order, limits, and what is left out."""

import pytest

from tests.opened import add, giulia
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.store import agenda


def test_deadlines_are_taken_by_day_whether_the_hour_counts_or_not(session: Session) -> None:
    by_hour = add(session, "deadline", title="ora", due_at="2026-10-19T13:00:00+02:00")
    by_day = add(session, "deadline", title="giorno", due_on="2026-10-18")
    add(session, "deadline", title="mai")
    rows = agenda.open_deadlines(session.vault.read(), type_named("deadline"), until="2026-10-19", limit=9)
    assert [row["_id"] for row in rows] == [by_day, by_hour]
    assert not agenda.open_deadlines(session.vault.read(), type_named("deadline"), until="2026-10-17", limit=9)


def test_an_entry_is_taken_up_by_a_later_one_of_the_same_person_only(session: Session) -> None:
    one, other = giulia(session), add(session, "person", surname="Riva")
    entry = add(
        session, "diary_entry", person=one, text="a", when="2026-10-10T09:00:00+02:00", follow_up_by="2026-10-12"
    )
    add(session, "diary_entry", person=other, text="b", when="2026-10-11T09:00:00+02:00")
    database, diary = session.vault.read(), type_named("diary_entry")
    rows = agenda.to_take_up(database, diary, since="2026-01-01", until="2026-10-19", limit=9)
    assert [row["_id"] for row in rows] == [entry]
    assert not agenda.to_take_up(database, diary, since="2026-10-11", until="2026-10-19", limit=9)


def test_the_latest_come_first_and_the_limit_cuts_the_oldest(session: Session) -> None:
    for day in (1, 3, 2):
        add(session, "referral", source="school", subject=str(day), received_on=f"2026-10-0{day}")
    referral = type_named("referral")
    rows = agenda.latest(session.vault.read(), referral, "received_on", limit=2)
    assert [row["subject"] for row in rows] == ["3", "2"]
    assert agenda.counted(session.vault.read(), referral, where="answered_on", value=None) == 3


def test_only_what_counts_as_a_contact_is_taken(session: Session) -> None:
    person = giulia(session)
    entry = add(session, "diary_entry", person=person, counts_as_contact=True)
    add(session, "diary_entry", person=person, text="x", counts_as_contact=False)
    rows = agenda.latest_between(
        session.vault.read(), type_named("diary_entry"), first="2026", last="2027", flag="counts_as_contact", limit=9
    )
    assert [row["_id"] for row in rows] == [entry]


def test_a_field_that_is_not_declared_is_never_asked_for(session: Session) -> None:
    with pytest.raises(KeyError):
        agenda.counted(session.vault.read(), type_named("referral"), where="1; DROP TABLE entry", value=None)
