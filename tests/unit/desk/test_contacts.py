# SPDX-License-Identifier: EUPL-1.2
"""Accesses on a real desk: saved once in the right place, found by who called, listed by day."""

from datetime import date

import pytest

from tests.opened import add, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadInput
from welfaredesk.desk import acts, contacts, lists, records
from welfaredesk.desk.session import Session

MONDAY = date(2026, 10, 19)
DAY_MS = 86_400_000


def test_an_access_of_somebody_in_carico_is_one_diary_entry_and_no_contact(session: Session) -> None:
    person = giulia(session)
    saved = contacts.register_contact(
        session, {"person": {"id": person}, "channel": "phone", "needs": ["school"], "note": "Chiede degli orari"}
    )
    assert saved.type == "diary_entry"
    shown = records.show(session, saved.id)
    assert shown.root == person
    assert shown.values["counts_as_contact"] is True
    assert shown.values["needs"] == ["school"]
    assert not lists.between(session, "contact", first="2000", last="2100")


def test_an_access_of_somebody_without_a_cartella_is_one_contact_and_no_diary_entry(session: Session) -> None:
    person = add(session, "person", surname="Boselli", name="Rino", comune="Bozzolo")
    saved = contacts.register_contact(session, {"person": {"id": person}, "channel": "home", "needs": ["isolation"]})
    assert saved.type == "contact"
    values = records.show(session, saved.id).values
    assert values["comune"] == "Bozzolo"
    assert values["number"] == "2026/AA-1"
    assert not lists.of_root(session, "diary_entry", person)


def test_a_closed_cartella_sends_the_access_to_the_register(session: Session) -> None:
    person = giulia(session)
    for row in (*lists.of_root(session, "case_file", person), *lists.of_root(session, "care_episode", person)):
        acts.do(session, str(row["_id"]), "close", given={} if "state" in row else {"closing_reason": "moved"})
    assert not contacts.followed(session, person)
    assert contacts.register_contact(session, {"person": {"id": person}, "note": "Saluta"}).type == "contact"


def test_a_nameless_access_is_recorded(session: Session) -> None:
    saved = contacts.register_contact(session, {"channel": "desk", "needs": ["digital_help"]})
    assert saved.type == "contact"


def test_an_unknown_need_is_refused(session: Session) -> None:
    with pytest.raises(BadInput):
        contacts.register_contact(session, {"needs": ["moon"]})


@pytest.mark.parametrize("typed", ["333 1234567", "3331234567", "+39 333 12345", "ferrari", "Ferari Giulia", "giulia"])
def test_who_calls_is_found_by_number_by_name_and_by_sound(session: Session, typed: str) -> None:
    person = giulia(session)
    add(session, "person", surname="Riva", name="Ada")
    found = contacts.find_callers(session, typed)
    assert [one.line.id for one in found] == [person]
    assert found[0].followed


def test_the_card_of_a_caller_has_the_cautions_in_force_and_the_numbers(session: Session) -> None:
    person = giulia(session)
    card = contacts.caller_card(session, person)
    assert [one["kind"] for one in card.cautions] == ["protected_address", "do_not_call_home"]
    assert card.phones == ("333 1234567 (madre)",)
    assert card.followed


def test_a_caution_that_has_ended_is_not_shown(session: Session) -> None:
    rows = [{"kind": "animals", "until": "2026-10-18"}, {"kind": "visit_in_two", "since": "2026-10-19"}]
    person = add(session, "person", surname="Riva", cautions=rows)
    assert [one["kind"] for one in contacts.caller_card(session, person).cautions] == ["visit_in_two"]


def test_the_list_of_a_day_holds_contacts_and_the_entries_that_count_as_one(
    session: Session, clock: FixedClock
) -> None:
    person = giulia(session)
    add(session, "diary_entry", person=person, text="Non è un accesso")
    first = contacts.register_contact(session, {"who": "Bini", "phone": "339 1", "comune": "Sabbioneta"})
    clock.advance(ms=60_000)
    second = contacts.register_contact(session, {"person": {"id": person}, "note": "x"})
    found = contacts.contacts_between(session, first=MONDAY, last=MONDAY)
    assert [(one.id, one.type) for one in found] == [(second.id, "diary_entry"), (first.id, "contact")]
    assert found[0].person_name == "Ferrari, Giulia"
    assert found[0].comune == "Gussola"
    assert found[1].who == "Bini, 339 1"
    clock.advance(ms=DAY_MS)
    assert not contacts.contacts_between(session, first=date(2026, 10, 20), last=date(2026, 10, 20))


def test_an_access_is_linked_to_a_person_later_and_unlinked(session: Session) -> None:
    person = add(session, "person", surname="Riva", name="Ada", comune="Viadana")
    saved = contacts.register_contact(session, {"who": "una signora"})
    contacts.attach(session, saved.id, person)
    line = contacts.contact_line(session, saved.id)
    assert line is not None
    assert (line.person, line.person_name, line.comune) == (person, "Riva, Ada", "Viadana")
    contacts.detach(session, saved.id)
    assert "person" not in records.show(session, saved.id).values


def test_a_saved_access_can_be_taken_back(session: Session) -> None:
    saved = contacts.register_contact(session, {"who": "Bini"})
    contacts.undo(session, saved)
    assert contacts.contact_line(session, saved.id) is None
