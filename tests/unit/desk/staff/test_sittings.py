# SPDX-License-Identifier: EUPL-1.2
"""Sittings: the agenda, the convocation, what it makes and whom it lets read."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from tests.colleague import saves
from tests.opened import add
from tests.unit.desk.staff.made import SCHOOL, WHEN, do, sitting, situation, why_not
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.errors import BadInput, NotFound
from welfaredesk.desk import lists, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import sittings
from welfaredesk.desk.staff.calendar import convocation
from welfaredesk.desk.staff.convening import minutes_id
from welfaredesk.domain.entry import Put, RowChanges


def test_a_convocation_begins_the_minutes_of_each_situation_with_its_own_members(session: Session) -> None:
    first = situation(session, SCHOOL)
    second = situation(session, {"role": "npi", "name": "Rosa, Ivo"}, subject="Famiglia Conti")
    made = add(session, "sitting", when=WHEN, place="Sede")
    assert why_not(session, made, "convene").startswith("L'ordine del giorno è vuoto")
    sittings.put_on_agenda(session, made, second, at="2026-10-26T15:00:00+01:00", length=20)
    sittings.put_on_agenda(session, made, first, at=WHEN)
    do(session, made, "convene")
    page = sittings.sitting_page(session, made)
    assert [(one.name, one.number, one.state, one.here) for one in page.agenda] == [
        ("Famiglia Rovati", "2026/AA-1", "draft", True),
        ("Famiglia Conti", "2026/AA-2", "draft", True),
    ]
    later = records.show(session, page.agenda[1].minutes).values
    assert later["when"] == "2026-10-26T15:00:00+01:00"
    assert [one.get("name") for one in later["attendance"]] == [None, "Rosa, Ivo"]
    (line,) = sittings.sittings(session)
    assert (line.number, line.state, line.situations, line.place) == ("2026/AA-1", "convened", 2, "Sede")
    assert [one.id for one in sittings.minutes_here(session)] == [one.minutes for one in page.agenda[::-1]]


def test_a_new_convocation_moves_the_date_and_adds_members_and_takes_nothing_away(session: Session) -> None:
    about = situation(session, SCHOOL)
    made = sitting(session, about)
    minutes = minutes_id(made, about)
    records.change(session, minutes, {"health": "Già scritto"})
    members = records.show(session, about).values["members"]
    records.change(session, about, {"members": [*members, {"role": "npi", "name": "Rosa, Ivo"}]})
    records.change(session, made, {"when": "2026-10-27T09:00:00+01:00"})
    do(session, made, "convene")
    values = records.show(session, minutes).values
    assert values["when"] == "2026-10-27T09:00:00+01:00"
    assert values["health"] == "Già scritto"
    assert {one.get("name") for one in values["attendance"]} == {None, "Neri, Ada", "Rosa, Ivo"}
    assert len(values["attendance"]) == 3
    do(session, minutes, "share")
    records.change(session, made, {"when": "2026-10-28T09:00:00+01:00"})
    do(session, made, "convene")
    assert records.show(session, minutes).values["when"] == "2026-10-27T09:00:00+01:00"


def test_the_agenda_names_nobody(session: Session) -> None:
    about = situation(session, SCHOOL, subject="Famiglia Rovati")
    made = sitting(session, about)
    (row,) = records.show(session, made).values["agenda"]
    assert row["situation"]["title"] == "2026/AA-1"
    assert "Rovati" not in str(list(records.history(session, made)))


def test_a_situation_stands_on_an_agenda_once_and_comes_off_again(session: Session) -> None:
    about, other = situation(session), situation(session, subject="Altri")
    made = sitting(session, about, other)
    with pytest.raises(BadInput) as told:
        sittings.put_on_agenda(session, made, about)
    assert "una volta sola" in told.value.text
    with pytest.raises(BadInput):
        records.change(session, made, {"agenda": [{"minutes": 30}]})
    sittings.take_off_agenda(session, made, about)
    assert [one.situation for one in sittings.sitting_page(session, made).agenda] == [other]
    assert records.show(session, minutes_id(made, about)).root == about


def test_minutes_may_be_opened_before_anybody_convened(session: Session) -> None:
    about = situation(session, SCHOOL)
    made = add(session, "sitting", when=WHEN, agenda=[{"situation": about}])
    minutes = sittings.open_minutes(session, made, about)
    assert sittings.open_minutes(session, made, about) == minutes == minutes_id(made, about)
    assert len(lists.of_root(session, "minutes", about)) == 1
    with pytest.raises(NotFound):
        sittings.open_minutes(session, made, session.ids.new())


def test_a_sitting_is_called_off_and_put_back(session: Session) -> None:
    made = sitting(session, situation(session))
    do(session, made, "call-off", call_off_reason="Neve")
    with pytest.raises(ActRefused):
        do(session, made, "convene")
    assert "METHOD:CANCEL" in convocation(session, made)
    do(session, made, "reopen")
    do(session, made, "hold")
    assert sittings.sittings(session)[0].state == "held"


def test_the_calendar_says_when_and_where_and_about_whom_nothing(session: Session) -> None:
    about = situation(session, subject="Famiglia Rovati")
    other = situation(session, subject="Famiglia Conti")
    place = "Sede; via Roma, 3 \\ secondo piano, in fondo al corridoio dopo la porta verde à sinistra"
    made = sitting(session, about, place=place)
    sittings.put_on_agenda(session, made, other, at="2026-10-26T15:30:00+01:00", length=45)
    text = convocation(session, made)
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    assert "DTSTART:20261026T133000Z" in lines
    assert "DTEND:20261026T144500Z" in lines
    assert "SUMMARY:Staff di progetto 2026/AA-1" in lines
    assert "LOCATION:" + place.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,") in lines
    assert "Rovati" not in text
    part = convocation(session, made, situation=other)
    assert "DTSTART:20261026T143000Z\r\nDTEND:20261026T151500Z" in part
    assert made not in part
    with pytest.raises(NotFound):
        convocation(session, made, situation=made)
    with pytest.raises(NotFound):
        convocation(session, about)


@pytest.mark.parametrize(
    ("when", "length", "start", "end"),
    [
        ("2026-10-24T14:30:00+02:00", 60, "20261024T123000Z", "20261024T133000Z"),
        ("2026-10-25T01:30:00+02:00", 120, "20261024T233000Z", "20261025T013000Z"),
        ("2027-03-28T01:30:00+01:00", 60, "20270328T003000Z", "20270328T013000Z"),
    ],
)
def test_the_calendar_holds_instants_where_the_clocks_turn(
    session: Session, when: str, length: int, start: str, end: str
) -> None:
    made = add(session, "sitting", when=when, agenda=[{"situation": situation(session), "minutes": length}])
    text = convocation(session, made)
    assert f"DTSTART:{start}\r\nDTEND:{end}\r\n" in text
    (event,) = Calendar.from_ical(text).events
    assert event.start == datetime.fromisoformat(when)
    assert event.duration == timedelta(minutes=length)


def test_a_moved_sitting_stays_the_same_event_and_none_of_its_members_is_named(session: Session) -> None:
    about = situation(session, SCHOOL)
    made = sitting(session, about)
    before = convocation(session, made)
    records.change(session, made, {"when": "2026-10-28T09:00:00+01:00"})
    after = convocation(session, made)
    assert "DTSTART:20261028T080000Z" in after
    for text in (before, after):
        assert f"UID:{made}@welfaredesk\r\n" in text
        assert not {name for name in ("Neri", "Ada", "Bianchi", "Lucia", "Rovati") if name in text}
    assert f"UID:{minutes_id(made, about)}@welfaredesk\r\n" in convocation(session, made, situation=about)


@pytest.mark.parametrize("length", [-30, 0, 721, 10**11])
def test_a_length_that_no_sitting_has_is_told(session: Session, length: int) -> None:
    about = situation(session)
    with pytest.raises(BadInput) as told:
        add(session, "sitting", when=WHEN, agenda=[{"situation": about, "minutes": length}])
    assert "da 1 a 720 minuti" in told.value.text


def test_what_another_program_left_in_a_sitting_breaks_no_calendar(session: Session) -> None:
    made = sitting(session, situation(session))
    (row,) = records.show(session, made).values["agenda"]
    saves(session, made, {"agenda": RowChanges({row["_row"]: {"minutes": 10**11}})})
    (event,) = Calendar.from_ical(convocation(session, made)).events
    assert event.duration == timedelta(minutes=60)
    saves(session, made, {"when": Put("domani")})
    with pytest.raises(BadInput) as told:
        convocation(session, made)
    assert "non dice quando" in told.value.text
