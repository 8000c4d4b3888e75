# SPDX-License-Identifier: EUPL-1.2
"""The cartella's page and its diary, on a real desk."""

import pytest

from tests.opened import add, giulia
from welfaredesk.base.errors import BadInput, NotFound
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import cartella, drafts, lists, reading, records
from welfaredesk.desk.lists import CaseFilter
from welfaredesk.desk.session import Session


def _family(session: Session, child: str, *, protected: bool = False) -> tuple[str, str]:
    mother = add(session, "person", surname="Conti", name="Sara", birth="1985-05-02", in_protection=protected or None)
    household = add(
        session,
        "household",
        name="Ferrari Conti",
        kind="actual",
        members=[
            {"person": child, "relation": "child", "since": "2017-03-14"},
            {"person": mother, "relation": "parent", "since": "2017-03-14"},
        ],
    )
    return mother, household


def test_the_page_logs_the_reading_and_shows_the_case(session: Session) -> None:
    person = giulia(session)
    shown = cartella.page(session, person)
    assert shown.person.title == "Ferrari, Giulia"
    assert shown.case_file is not None
    assert shown.case_file["number"] == "2026/AA-1"
    assert shown.open_episode is not None
    assert [one["kind"] for one in shown.cautions] == ["protected_address", "do_not_call_home"]
    assert [line["act"] for line in reading.lines(session, record=person)] == ["open"]


def test_a_person_who_is_not_here_has_no_page_and_leaves_no_line(session: Session, ids: SeededIds) -> None:
    with pytest.raises(NotFound):
        cartella.page(session, ids.new())
    assert not reading.lines(session)


def test_the_diary_comes_latest_first_and_goes_on_where_it_stopped(session: Session) -> None:
    person = giulia(session)
    for day in (3, 1, 2, 2):
        add(session, "diary_entry", person=person, text=f"giorno {day}", when=f"2026-10-0{day}T09:00:00+02:00")
    first = cartella.stream(session, person, limit=3)
    assert [line.values["text"] for line in first] == ["giorno 3", "giorno 2", "giorno 2"]
    rest = cartella.stream(session, person, before=first[-1].cursor, limit=3)
    assert [line.values["text"] for line in rest] == ["giorno 1"]


def test_two_entries_of_one_moment_are_both_shown_across_a_page(session: Session) -> None:
    person = giulia(session)
    for number in range(5):
        add(session, "diary_entry", person=person, text=str(number), when="2026-10-02T09:00:00+02:00")
    seen: list[str] = []
    before = None
    while lines := cartella.stream(session, person, before=before, limit=2):
        seen += [line.id for line in lines]
        before = lines[-1].cursor
    assert len(seen) == len(set(seen)) == 5


def test_an_entry_that_names_several_of_a_household_shows_in_each_cartella(session: Session) -> None:
    person = giulia(session)
    mother, household = _family(session, person)
    saved = cartella.write_diary(session, person, {"text": "Colloquio insieme"}, named={mother: household})
    assert records.show(session, saved.id).root == household
    assert [line.id for line in cartella.stream(session, person)] == [saved.id]
    assert [line.id for line in cartella.stream(session, mother)] == [saved.id]


def test_an_entry_of_the_household_that_names_another_does_not_show(session: Session) -> None:
    person = giulia(session)
    mother, household = _family(session, person)
    add(session, "diary_entry", root=household, text="Solo la madre", persons=[{"person": mother}])
    whole = add(session, "diary_entry", root=household, text="Tutto il nucleo")
    before_birth = "2016-01-01T09:00:00+01:00"
    add(session, "diary_entry", root=household, text="Prima di lei", when=before_birth)
    assert [line.id for line in cartella.stream(session, person)] == [whole]


def test_an_entry_about_one_person_lives_with_that_person(session: Session) -> None:
    person = giulia(session)
    drafts.keep(session, f"diary/{person}", {"text": "Tele"}, type_name="diary_entry", root=person)
    assert cartella.page(session, person).draft is not None
    saved = cartella.write_diary(session, person, {"text": "Telefonata"}, named={}, circle="reserved")
    line = cartella.stream(session, person)[0]
    assert (line.id, line.root, line.reserved) == (saved.id, person, True)
    assert cartella.page(session, person).draft is None


def test_a_corrected_entry_says_so(session: Session) -> None:
    person = giulia(session)
    saved = cartella.write_diary(session, person, {"text": "Telefonta"}, named={})
    assert not cartella.stream(session, person)[0].corrected
    records.change(session, saved.id, {"text": "Telefonata"})
    assert cartella.stream(session, person)[0].corrected


def test_a_person_in_protection_has_neither_name_nor_link_on_a_relatives_page(session: Session) -> None:
    person = giulia(session)
    mother, _household = _family(session, person, protected=True)
    add(session, "network_tie", person=person, other=mother, role="mother")
    shown = cartella.page(session, person)
    assert "Conti" not in repr(shown.households)
    assert mother not in repr(shown.households)
    assert "Conti" not in repr(shown.ties)
    assert mother not in repr(shown.ties)
    assert not cartella.members_now(shown, "2026-10-19")
    assert cartella.page(session, mother).person.title == "Conti, Sara"


def test_protection_given_later_hides_the_name_written_before(session: Session) -> None:
    person = giulia(session)
    mother, _household = _family(session, person)
    add(session, "network_tie", person=person, other=mother, role="mother")
    assert "Conti" in repr(cartella.page(session, person).ties)
    records.change(session, mother, {"in_protection": True})
    shown = cartella.page(session, person)
    assert "Conti" not in repr((shown.ties, shown.households))


def test_what_is_done_is_no_longer_due(session: Session) -> None:
    person = giulia(session)
    late = add(session, "deadline", person=person, title="Relazione", due_on="2026-11-20")
    soon = add(session, "deadline", person=person, title="Verifica", due_on="2026-11-03")
    assert [row["_id"] for row in cartella.page(session, person).deadlines] == [soon, late]
    records.change(session, soon, {"done_on": "2026-10-19"})
    assert [row["_id"] for row in cartella.page(session, person).deadlines] == [late]


def test_a_cartella_is_opened_whole_or_not_at_all(session: Session) -> None:
    with pytest.raises(BadInput):
        cartella.open_cartella(session, {"surname": "Riva", "tax_code": "RVIDAA56A41B898X"})
    assert not lists.find_people(session, "Riva")
    person = cartella.open_cartella(session, {"surname": "Riva", "name": "Ada"})
    assert lists.case_ids(session) == [person]


def test_a_person_already_here_gets_a_cartella_and_no_double(session: Session) -> None:
    ada = add(session, "person", surname="Riva", name="Ada", comune="Viadana")
    assert cartella.open_cartella(session, {}, person=ada) == ada
    assert [line.id for line in lists.find_people(session, "riva")] == [ada]
    assert lists.case_ids(session) == [ada]


def test_the_list_is_filtered_and_ordered(session: Session) -> None:
    one = cartella.open_cartella(session, {"surname": "Abate", "comune": "Viadana", "birth": "1990-01-01"})
    two = cartella.open_cartella(session, {"surname": "Bruni", "comune": "Gussola", "birth": "1950-01-01"})
    assert lists.filtered_case_ids(session, CaseFilter()) == [one, two]
    assert lists.filtered_case_ids(session, CaseFilter(comune="Gussola")) == [two]
    assert lists.filtered_case_ids(session, CaseFilter(mine=True)) == [one, two]
    assert lists.filtered_case_ids(session, CaseFilter(state="closed")) == []
    assert lists.filtered_case_ids(session, CaseFilter(order="birth")) == [two, one]
    assert lists.filtered_case_ids(session, CaseFilter(mine=True), "abat") == [one]
    assert lists.case_comuni(session) == ["Gussola", "Viadana"]


def test_protection_hides_the_name_of_a_guardian_or_caregiver_too(session: Session) -> None:
    hidden = add(session, "person", surname="Ferrari", name="Elena")
    other = giulia(session)
    said = {"family_caregiver": hidden, "legal_protection": [{"person": hidden}]}
    records.change(session, other, said)
    assert cartella.page(session, other).person.values["family_caregiver"]["title"] == "Ferrari, Elena"
    records.change(session, hidden, {"in_protection": True})
    values = cartella.page(session, other).person.values
    assert values["family_caregiver"] == {"id": hidden, "root": hidden, "title": ""}
    assert values["legal_protection"][0]["person"]["title"] == ""
    assert cartella.page(session, hidden).person.title == "Ferrari, Elena"
