# SPDX-License-Identifier: EUPL-1.2
"""New records: what fills itself, links written whole, numbers, and the root where each goes."""

from typing import Any

import pytest

from tests.opened import add, giulia
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.errors import BadInput
from welfaredesk.desk import bulk, filling, records, roots
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.founding import WORKING, places, register_root
from welfaredesk.desk.lists import count_words, page_of
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.record import ROOT_TYPES
from welfaredesk.store import desk_notes

TODAY, NOW = "2026-10-19", "2026-10-19T10:00:00+02:00"


def values_of(session: Session, identity: str) -> dict[str, Any]:
    """Return what a record says."""
    return records.show(session, identity).values


def test_what_is_not_said_is_filled_and_what_is_said_stays(session: Session) -> None:
    person = add(session, "person", surname="Neri")
    entry = values_of(session, add(session, "diary_entry", person=person, text="Una riga"))
    assert (entry["when"], entry["kind"], entry["author"]["id"]) == (NOW, "note", session.identity.operator)
    assert entry["author"]["title"] == "Bianchi, Lucia"
    case = values_of(session, add(session, "case_file", person=person, opened_on="2020-01-01", state="closed"))
    assert (case["opened_on"], case["state"], case["number"]) == ("2020-01-01", "closed", "2026/AA-1")
    assert values_of(session, add(session, "care_episode", person=person))["opened_on"] == TODAY


def test_numbers_go_by_kind_and_year_and_none_is_given_twice(session: Session, clock: FixedClock) -> None:
    person = add(session, "person", surname="Neri")
    first = add(session, "case_file", person=person)
    records.retire(session, first, "Aperta per sbaglio")
    second = add(session, "case_file", person=person)
    with pytest.raises(BadInput):
        add(session, "case_file", person=person, opened_on="ieri")
    third = add(session, "case_file", person=person)
    contact = add(session, "contact", who="Conti")
    clock.moment = Moment(clock.moment.utc_ms + 90 * 86_400_000, 60)
    later = add(session, "case_file", person=person)
    numbers = [values_of(session, one)["number"] for one in (first, second, third, contact, later)]
    assert numbers == ["2026/AA-1", "2026/AA-2", "2026/AA-3", "2026/AA-1", "2027/AA-1"]


def test_an_id_alone_becomes_a_whole_link_in_rows_too(session: Session) -> None:
    person = giulia(session)
    household = add(session, "household", name="Ferrari", members=[{"person": person}, {"note": "il nonno"}])
    whole = {"id": person, "root": person, "title": "Ferrari, Giulia"}
    members = values_of(session, household)["members"]
    assert members[0]["person"] == whole
    assert "person" not in members[1]
    assert values_of(session, add(session, "contact", person={"id": person}))["person"] == whole
    written = whole | {"title": "Come scritto allora"}
    assert values_of(session, add(session, "contact", person=written))["person"] == written


def test_the_name_of_somebody_in_protection_is_not_written_into_links(session: Session) -> None:
    hidden = add(session, "person", surname="Ferrari", name="Elena", in_protection=True)
    other = giulia(session)
    household = add(session, "household", name="Nucleo", members=[{"person": hidden}, {"person": other}])
    tie = add(session, "network_tie", person=other, other=hidden)
    contact = add(session, "contact", person=hidden)
    assert [one["person"]["title"] for one in values_of(session, household)["members"]] == ["", "Ferrari, Giulia"]
    assert values_of(session, tie)["other"] == {"id": hidden, "root": hidden, "title": ""}
    assert records.show(session, tie).title == ""
    assert values_of(session, contact)["person"]["title"] == ""
    assert count_words(session, "elena") == 1
    records.change(session, hidden, {"in_protection": False})
    records.change(session, tie, {"other": hidden})
    assert records.show(session, tie).title == "Ferrari, Elena"


def test_a_link_to_what_this_desk_does_not_hold_needs_its_title(session: Session) -> None:
    with pytest.raises(BadInput) as refused:
        add(session, "contact", person="0" * 26)
    assert "Per chi" in refused.value.text
    elsewhere = {"id": "0" * 26, "root": "0" * 26, "title": "Neri, Ada"}
    assert values_of(session, add(session, "contact", person=elsewhere))["person"] == elsewhere
    with pytest.raises(BadInput):
        add(session, "contact", person={"id": "Neri Ada"})
    with pytest.raises(BadInput):
        add(session, "household", name="Neri", members=["Ada"])


def test_a_root_may_be_linked_before_it_has_a_record(session: Session) -> None:
    roster = places(session.identity.ente)["roster"]
    tie = add(session, "case_file", person=giulia(session), responsible_social_worker=session.identity.operator)
    assert values_of(session, tie)["responsible_social_worker"]["root"] == roster
    group = session.identity.groups[WORKING]
    with pytest.raises(BadInput):
        add(session, "case_file", person=giulia(session), group=group)
    folder = {"id": session.identity.operator}
    assert values_of(session, add(session, "deadline", title="Relazione", owner=folder))["owner"]["title"]


def test_each_register_is_of_its_group_and_year(session: Session) -> None:
    ente, group = session.identity.ente, session.identity.groups[WORKING]
    this, last = (register_root(ente, group, year=year) for year in (2026, 2025))
    now = add(session, "contact", who="Conti")
    then = add(session, "contact", who="Conti", when="2025-12-31T23:30:00+01:00")
    referral = add(session, "referral", source="school", received_on="2025-06-01")
    assert records.show(session, now).root == this
    assert records.show(session, then).root == records.show(session, referral).root == last


def test_a_record_goes_where_its_type_and_links_say(session: Session) -> None:
    person = giulia(session)
    fixed = places(session.identity.ente)
    own = session.identity.operator
    assert records.show(session, add(session, "appointment", when=NOW, person=person)).root == person
    assert records.show(session, add(session, "appointment", when=NOW)).root == own
    assert records.show(session, add(session, "quick_note", text="Chiamare")).root == own
    assert records.show(session, add(session, "body", name="Il Ponte")).root == fixed["directory"]
    assert (
        records.show(session, add(session, "local_code", list_name="sex", code="x", label="X")).root
        == fixed["settings"]
    )
    settings = add(session, "ente_settings", name="Ente")
    assert add(session, "ente_settings", name="Ente nuovo") == settings
    household = add(session, "household", name="Ferrari")
    entry = add(session, "diary_entry", root=household, text="Tutti insieme", person=person)
    assert records.show(session, entry).root == household


def test_a_record_without_a_root_or_in_a_wrong_one_is_refused(session: Session) -> None:
    elsewhere = {"id": "0" * 26, "root": "0" * 26, "title": "Neri, Ada"}
    for wrong in (None, "0" * 26, session.identity.operator):
        with pytest.raises(BadInput):
            add(session, "case_file", root=wrong, person=elsewhere)
    with pytest.raises(BadInput):
        add(session, "diary_entry", text="Di nessuno")


def test_every_kind_of_root_has_groups_to_open_it(session: Session) -> None:
    assert set(roots.GROUPS_OF) == set(ROOT_TYPES) == {root for type_ in CATALOGUE for root in type_.roots}
    assert {kind for kinds in roots.GROUPS_OF.values() for kind in kinds} <= set(session.identity.groups)


def test_many_records_are_saved_in_batches_with_their_own_moments(session: Session) -> None:
    type_ = type_named("body")
    new = [
        NewRecord(type=type_, values={"name": f"Ente {number}"}, moment=Moment(number * 1000, 60))
        for number in range(7)
    ]
    touched: list[frozenset[str]] = []
    session.on_touched(touched.append)
    assert bulk.add_many(session, new, batch=3) == 7
    rows, _ = page_of(session, type_)
    assert len(rows) == 7
    (line,) = records.history(session, rows[0]["_id"])
    assert line["when"].startswith("1970-01-01T01:00:0")
    assert touched == [frozenset()]


def test_a_batch_with_a_wrong_record_leaves_nothing_of_itself(session: Session) -> None:
    type_ = type_named("body")
    new = [NewRecord(type=type_, values={"name": name}) for name in ("Uno", "Due", "Tre", "")]
    with pytest.raises(BadInput):
        bulk.add_many(session, new, batch=2)
    assert [row["name"] for row in page_of(session, type_)[0]] == ["Uno", "Due"]


def test_an_imported_person_keeps_its_id_and_its_reserved_fields_apart(session: Session) -> None:
    identity = session.ids.new()
    values = {"surname": "Neri", "protected_abode": [{"street": "via Nascosta 1"}]}
    codes = Codes(session)
    one = NewRecord(type=type_named("person"), values=values, identity=identity)
    entry = NewRecord(type=type_named("diary_entry"), values={"text": "Riservata"}, root=identity, circle="reserved")
    assert session.vault.write(lambda database: bulk.add_within(session, database, [one, entry], codes=codes)) == 2
    shown = records.show(session, identity)
    assert (shown.root, shown.circle) == (identity, "ordinary")
    assert shown.values["protected_abode"][0]["street"] == "via Nascosta 1"
    (row,) = page_of(session, type_named("diary_entry"))[0]
    assert records.show(session, str(row["_id"])).circle == "reserved"


def test_a_counter_that_was_lost_goes_on_after_every_number_that_stands(session: Session) -> None:
    person = giulia(session)
    last = [add(session, "case_file", person=person) for _ in range(3)][-1]
    records.retire(session, last, "Aperta per sbaglio")
    add(session, "case_file", person=person, number="2026/BB-900")
    add(session, "case_file", person=person, number="vecchio fascicolo 12")
    session.vault.write(lambda database: desk_notes.put(database, "number/case_file/2026", 1))
    session.vault.write(lambda database: filling.count_on(session, database))
    assert values_of(session, last)["number"] == "2026/AA-4"
    assert values_of(session, add(session, "case_file", person=person))["number"] == "2026/AA-5"
    session.vault.write(lambda database: filling.count_on(session, database))
    assert values_of(session, add(session, "case_file", person=person))["number"] == "2026/AA-6"
