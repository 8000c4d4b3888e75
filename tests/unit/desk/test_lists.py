# SPDX-License-Identifier: EUPL-1.2
"""Finding: persons by name, other name, code and number; records by their words; who may be the same person."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.opened import add, giulia, open_desk
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.errors import BadInput
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import lists, reading, records
from welfaredesk.desk.lists import CaseFilter
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.spoken import words
from welfaredesk.domain.statement import Role
from welfaredesk.domain.tax_code import compute, omocodia_variants

CODE = compute("D'Àngelo", "Zoë", sex="F", birth=date(1980, 1, 1), place_code="H501")


def zoe(session: Session) -> str:
    """Return a person with everything under which somebody is found, beside another."""
    add(session, "person", surname="Rossi", name="Maria", tax_code="RSSMRA80A41H501Y")
    return add(
        session,
        "person",
        surname="D'Àngelo",
        name="Zoë",
        birth="1980-01-01",
        tax_code=omocodia_variants(CODE)[37],
        aliases=[{"alias": "Popescu Ioana"}, {"alias": "Đorđević"}],
        reachabilities=[
            {"kind": "mobile", "value": "+39 347 76 54 321"},
            {"kind": "landline", "value": "0375/284567"},
            {"kind": "email", "value": "zoe@posta.it"},
        ],
        comune="Gussola",
    )


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, str]]:
    """Return a desk that is only asked, and the id of the person who is looked for."""
    clock = FixedClock(Moment(1_792_396_800_000, 120))
    session = open_desk(tmp_path_factory.mktemp("known") / "profile", clock=clock, ids=SeededIds(1, clock))
    person = giulia(session)
    add(session, "diary_entry", person=person, text="Una visita alla scuola", minutes=30, with_whom="la madre")
    add(session, "diary_entry", person=person, text="Prima telefonata, poi altro", counts_as_contact=True)
    yield session, zoe(session)
    session.close()


@pytest.mark.parametrize(
    "typed",
    [
        "d'angelo",
        "D’ANGELO",
        "dangelo",
        "d angelo",
        "angelo zoe",
        "Zoë D'À",
        "zo ang",
        "popescu",
        "ioana popes",
        "dordevic",
        "Đorđević",
        CODE,
        CODE.lower()[:9],
        f"{CODE[:3]} {CODE[3:6]} {CODE[6:11]} {CODE[11:]}",
        omocodia_variants(CODE)[37],
        omocodia_variants(CODE)[90],
        "3477654321",
        "+39 347 7654321",
        "347 76 54 321",
        "7654321",
        "0375 28 45 67",
        "284567",
        "28-45-67",
    ],
)
def test_a_person_is_found_by_all_that_people_type(known: tuple[Session, str], typed: str) -> None:
    session, person = known
    assert [line.id for line in lists.find_people(session, typed)] == [person]


@pytest.mark.parametrize(
    "typed", ["", "  ", "'", "angela", "5678", "zoe rossi", "RSSMRA80A41H502Z", "%", "e*", '"zoe"x']
)
def test_somebody_else_is_not_found(known: tuple[Session, str], typed: str) -> None:
    session, person = known
    assert person not in [line.id for line in lists.find_people(session, typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "OR",
        "NOT visita",
        "visita AND",
        "visita NEAR scuola",
        'visita" OR "altro',
        "body:visita",
        "vis*ita*",
        "^visita",
        "(visita",
        "-visita",
        "visita + scuola",
        "{visita}",
        "'; DROP TABLE words; --",
    ],
)
def test_what_is_typed_is_only_words(known: tuple[Session, str], typed: str) -> None:
    session, _ = known
    wanted = words(typed)
    texts = ("una visita alla scuola la madre", "prima telefonata poi altro")
    holding = [text for text in texts if all(any(one.startswith(word) for one in text.split()) for word in wanted)]
    hits = lists.find_words(session, typed)
    assert len(hits) == lists.count_words(session, typed) == len(holding)


def test_words_are_found_by_their_beginnings_and_without_accents(session: Session) -> None:
    person = giulia(session)
    entry = add(session, "diary_entry", person=person, text="Perché l'accompagnamento all'Università, con Đorđe e Weiß")
    for typed in ("perche", "accompagn", "l'accompagnamento", "universita", "PERCHÉ univ", "đorđe", "dorde", "weiss"):
        assert [hit.id for hit in lists.find_words(session, typed)] == [entry], typed
    (hit,) = lists.find_words(session, "universita")
    assert hit.title == "Ferrari, Giulia"
    assert "Università" in hit.snippet
    assert hit.root == person


def test_a_changed_text_is_found_by_its_new_words_only(session: Session) -> None:
    person = giulia(session)
    entry = add(session, "diary_entry", person=person, text="Colloquio con la maestra")
    records.change(session, entry, {"text": "Colloquio con il pediatra"})
    assert lists.find_words(session, "maestra") == []
    assert [hit.id for hit in lists.find_words(session, "pediatra")] == [entry]
    records.retire(session, entry, "Scritta due volte")
    assert lists.find_words(session, "pediatra") == []
    assert lists.count_words(session, "colloquio") == 0


def test_a_snippet_is_cut_around_the_word_that_was_found(session: Session) -> None:
    person = giulia(session)
    text = "Prima di tutto " * 10 + "la neuropsichiatra " + "e poi il resto " * 10
    add(session, "diary_entry", person=person, text=text)
    (hit,) = lists.find_words(session, "neuropsich")
    assert "neuropsichiatra" in hit.snippet
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert len(hit.snippet) <= lists.SNIPPET + 2


def test_search_gives_persons_first_and_each_once(session: Session) -> None:
    person = giulia(session)
    entry = add(session, "diary_entry", person=person, text="Ferrari è un cognome comune")
    hits = lists.search(session, "ferrari")
    assert hits[0].id == person
    assert [hit.id for hit in hits].count(person) == 1
    assert entry in [hit.id for hit in hits]
    assert lists.search(session, "ferrari", limit=1) == hits[:1]
    assert lists.search(session, " ") == []


def test_whoever_links_finds_records_of_each_type(session: Session) -> None:
    person = giulia(session)
    body = add(session, "body", name="Cooperativa Il Ponte")
    assert [hit.id for hit in lists.find_records(session, ["person"], "giulia")] == [person]
    assert [hit.id for hit in lists.find_records(session, ["service", "body"], "")] == [body]
    assert [hit.id for hit in lists.find_records(session, ["service", "body"], "ponte")] == [body]
    assert lists.find_records(session, ["service"], "ponte") == []
    assert [hit.id for hit in lists.find_records(session, ["operator"], "bian lu")] == [session.identity.operator]
    assert lists.find_records(session, ["operator"], "rossi") == []
    with pytest.raises(LookupError):
        lists.find_records(session, ["nothing"], "x")


def test_who_may_be_the_same_person_is_told_with_the_reason(session: Session) -> None:
    person = zoe(session)
    found = lists.similar_people(session, {"surname": "Dangelo", "name": "Zoe", "birth": "1980-01-01"})
    assert [line.id for line, _ in found] == [person]
    (by_code,) = lists.similar_people(session, {"surname": "X", "tax_code": CODE})
    assert by_code[0].id == person
    assert by_code[1].likeness.score == 1.0
    assert lists.similar_people(session, {"surname": "Zanichelli", "name": "Ugo"}) == []
    records.retire(session, person, "Doppia")
    assert lists.similar_people(session, {"surname": "Dangelo", "name": "Zoe", "birth": "1980-01-01"}) == []


@pytest.mark.parametrize(
    ("type_name", "where", "expected"),
    [
        ("diary_entry", [("minutes", "30")], 1),
        ("diary_entry", [("minutes", "31")], 0),
        ("diary_entry", [("minutes", "trenta")], 0),
        ("diary_entry", [("minutes", "9" * 40)], 0),
        ("diary_entry", [("counts_as_contact", "sì")], 1),
        ("diary_entry", [("counts_as_contact", "no")], 0),
        ("diary_entry", [("needs", "PERSON")], 0),
        ("diary_entry", [("person", "PERSON")], 2),
        ("diary_entry", [("_root", "PERSON"), ("with_whom", "la madre")], 1),
        ("care_episode", [("areas", "family")], 1),
        ("care_episode", [("areas", "fam")], 0),
        ("care_episode", [("areas", "family"), ("person", "PERSON"), ("opened_on", "2025-02-03")], 1),
        ("person", [("_id", "PERSON")], 1),
        ("person", [("comune", "gussola")], 0),
    ],
)
def test_a_list_holds_what_its_condition_says(
    known: tuple[Session, str], type_name: str, where: list[tuple[str, str]], expected: int
) -> None:
    session, _ = known
    (person,) = lists.case_ids(session)
    said = [(name, person if text == "PERSON" else text) for name, text in where]
    found, following = lists.page_of(session, type_named(type_name), where=said)
    assert (len(found), following) == (expected, None)


@pytest.mark.parametrize("name", ["nothing", "members", '"; --', "_title"])
def test_a_list_cannot_be_asked_for_what_is_no_field(known: tuple[Session, str], name: str) -> None:
    session, _ = known
    with pytest.raises(BadInput):
        lists.page_of(session, type_named("household"), where=[(name, "x")])


def test_a_list_is_gone_through_page_by_page(session: Session) -> None:
    made = sorted(add(session, "body", name=f"Ente {number}") for number in range(5))
    first, after = lists.page_of(session, type_named("body"), limit=2)
    second, last = lists.page_of(session, type_named("body"), limit=2, after=after)
    third, end = lists.page_of(session, type_named("body"), limit=2, after=last)
    assert [row["_id"] for row in (*first, *second, *third)] == made
    assert end is None


def test_the_list_of_cartelle_is_narrowed_by_comune_state_and_owner(session: Session) -> None:
    person = giulia(session)
    add(session, "person", surname="Senza", name="Cartella", comune="Gussola")
    assert lists.case_count(session) == 1
    assert lists.case_comuni(session) == ["Gussola"]
    assert (
        lists.case_ids(session) == lists.filtered_case_ids(session, CaseFilter(mine=True, comune="Gussola")) == [person]
    )
    assert lists.filtered_case_ids(session, CaseFilter(state="closed")) == []
    assert lists.filtered_case_ids(session, CaseFilter(order="birth", downwards=True), "giul") == [person]
    assert lists.filtered_case_ids(session, CaseFilter(), "senza") == []
    (line,) = lists.person_lines(session, [person, "0" * 26])
    assert lists.births_of([line])[person].isoformat() == "2017-03-14"
    assert lists.in_protection(session, [person]) == lists.in_protection(session, []) == set()


def as_role(session: Session, *roles: Role) -> None:
    """Make the operator of a desk somebody else."""
    session.identity = replace(session.identity, roles=roles)


def test_whoever_has_no_cartella_finds_nobody(session: Session) -> None:
    person = giulia(session)
    body = add(session, "body", name="Cooperativa Ferrari")
    add(session, "diary_entry", person=person, text="Ferrari è venuta")
    household = add(session, "household", name="Ferrari", members=[{"person": person}])
    add(session, "contact", who="Ferrari", person=person)
    as_role(session, Role.AMMINISTRATORE, Role.DPO)
    assert lists.case_count(session) == 0
    nobody: list[list[object]] = [
        [*lists.case_ids(session)],
        [*lists.filtered_case_ids(session, CaseFilter())],
        [*lists.case_comuni(session)],
        [*lists.person_lines(session, [person])],
        [*lists.find_people(session, "ferrari")],
        [*lists.similar_people(session, {"surname": "Ferrari", "name": "Giulia"})],
        [*lists.find_records(session, ["household"], "ferrari")],
        [*lists.find_records(session, ["household", "contact"], "")],
        [*lists.of_root(session, "diary_entry", person)],
        [*lists.linked_from(session, person, "household")],
        [*lists.between(session, "diary_entry", first="2000", last="2100")],
        [*lists.page_of(session, type_named("household"))[0]],
    ]
    assert not any(nobody), household
    assert [hit.id for hit in lists.find_words(session, "ferrari")] == [body]


def test_an_outside_member_sees_cases_but_no_register(session: Session) -> None:
    person = giulia(session)
    entry = add(session, "diary_entry", person=person, text="Ferrari è venuta")
    add(session, "contact", who="Ferrari", person=person)
    as_role(session, Role.ESTERNO)
    assert {hit.id for hit in lists.find_words(session, "ferrari")} == {person, entry}
    assert lists.linked_from(session, person, "contact") == []


def test_a_search_is_logged_by_what_it_showed_and_never_by_what_was_typed(session: Session) -> None:
    person = giulia(session)
    reading.searched(session, [hit.id for hit in lists.search(session, "ferrari giulia")])
    reading.searched(session, [])
    (line,) = reading.lines(session)
    assert (line["act"], line["shown"], line["record"]) == ("search", [person], None)
    said: list[Value] = [value for value in line.values() if isinstance(value, str)]
    assert not any("ferrari" in text.lower() for text in said)
