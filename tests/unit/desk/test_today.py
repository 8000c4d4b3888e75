# SPDX-License-Identifier: EUPL-1.2
"""Oggi on a real desk: who is expected, what falls due, what waits to be put in order."""

from datetime import date
from pathlib import Path

from tests.opened import add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import copies, drafts, quick_notes, records, today
from welfaredesk.desk.preferences import prefer
from welfaredesk.desk.session import Session

DAY_MS = 86_400_000


def test_todays_appointments_come_first_and_those_of_others_not_at_all(session: Session) -> None:
    person = giulia(session)
    other = add(session, "operator", surname="Galli", name="Marta")
    late = add(session, "appointment", person=person, when="2026-10-19T15:00:00+02:00")
    early = add(session, "appointment", when="2026-10-19T09:00:00+02:00", title="Équipe")
    tomorrow = add(session, "appointment", person=person, when="2026-10-20T09:00:00+02:00")
    add(session, "appointment", when="2026-10-19T10:00:00+02:00", title="x", operators=[{"operator": other}])
    add(session, "appointment", when="2026-10-19T11:00:00+02:00", title="y", state="cancelled")
    board = today.board(session)
    assert [one.id for one in board.meetings] == [early, late]
    assert [one.id for one in board.next_meetings] == [tomorrow]
    assert board.meetings[1].person_name == "Ferrari, Giulia"


def test_deadlines_come_overdue_first_and_end_two_weeks_ahead(session: Session) -> None:
    person = giulia(session)
    soon = add(session, "deadline", person=person, title="presto", due_on="2026-11-02")
    late = add(session, "deadline", person=person, title="tardi", due_on="2026-10-16")
    hour = add(session, "deadline", person=person, title="alle 13", due_at="2026-10-19T13:00:00+02:00")
    add(session, "deadline", person=person, title="lontana", due_on="2026-11-03")
    add(session, "deadline", person=person, title="fatta", due_on="2026-10-18", done_on="2026-10-18")
    board = today.board(session)
    assert [one.id for one in board.due] == [late, hour, soon]
    assert [one.late(board.day) for one in board.due] == [3, 0, 0]
    assert board.due[1].hour == "13:00"
    assert board.count == 2


def test_an_entry_to_take_up_again_waits_until_a_later_entry(session: Session) -> None:
    person = giulia(session)
    entry = add(
        session,
        "diary_entry",
        person=person,
        text="Richiamare",
        when="2026-10-10T09:00:00+02:00",
        follow_up_by="2026-10-18",
    )
    [due] = today.board(session).due
    assert (due.id, due.type, due.late(date(2026, 10, 19))) == (entry, "diary_entry", 1)
    add(session, "diary_entry", person=person, text="Richiamata", when="2026-10-15T09:00:00+02:00")
    assert not today.board(session).due


def test_a_tick_is_done_today_and_can_be_undone(session: Session) -> None:
    person = giulia(session)
    deadline = add(session, "deadline", person=person, title="Relazione", due_on="2026-10-16")
    [due] = today.board(session).due
    today.tick(session, due)
    assert records.show(session, deadline).values["done_on"] == "2026-10-19"
    assert not today.board(session).due
    today.untick(session, due)
    assert today.board(session).due == (due,)


def test_a_ticked_follow_up_comes_back_with_its_day(session: Session) -> None:
    person = giulia(session)
    add(session, "diary_entry", person=person, text="x", follow_up_by="2026-10-20")
    [due] = today.board(session).due
    today.tick(session, due)
    assert not today.board(session).due
    today.untick(session, due)
    assert today.board(session).due == (due,)


def test_drafts_say_about_whom_and_when(session: Session) -> None:
    person = giulia(session)
    drafts.keep(session, f"diary/{person}", {"text": "Colloquio con la madre"}, type_name="diary_entry", root=person)
    [draft] = today.board(session).drafts
    assert (draft.about, draft.begins) == ("Ferrari, Giulia", "Colloquio con la madre")
    assert f"{draft.at.local():%H:%M}" == "10:00"


def test_open_notes_wait_in_oggi(session: Session) -> None:
    note = quick_notes.write_note(session, "Chiamare la scuola")
    assert [one.id for one in today.board(session).notes] == [note]


def test_the_copy_is_reminded_when_there_is_none_and_from_the_third_day(
    session: Session, clock: FixedClock, tmp_path: Path
) -> None:
    board = today.board(session)
    assert board.copy == today.Copy(age=None, folder_chosen=False)
    folder = tmp_path / "usb"
    folder.mkdir()
    prefer(session, "copy_folder", str(folder))
    copies.copy_now(session)
    assert today.board(session).copy is None
    clock.advance(ms=2 * DAY_MS)
    assert today.board(session).copy is None
    clock.advance(ms=DAY_MS)
    assert today.board(session).copy == today.Copy(age=3, folder_chosen=True)
