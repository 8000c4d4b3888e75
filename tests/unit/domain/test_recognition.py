# SPDX-License-Identifier: EUPL-1.2
"""A person already here is recognised, with the reason, and twins are not taken for one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.recognition import Traits, likeness, most_like, recognition_keys

MARIA = Traits(
    surname="Rossi",
    name="Maria",
    birth=date(1980, 4, 15),
    tax_code="RSSMRA80D55H501S",
    phones=("333 1234567",),
    aliases=("Bianchi Maria",),
)
WITHOUT_CODE = replace(MARIA, tax_code="", phones=())


def reason(candidate: Traits, other: Traits) -> str:
    found = likeness(candidate, other)
    return found.reason if found else ""


@pytest.mark.parametrize(
    ("candidate", "expected"),
    [
        (Traits(tax_code="rssmra80d55h50mk"), "stesso codice fiscale"),
        (Traits(phones=("+39 3331234567",)), "stesso numero di telefono"),
        (Traits("Rosi", "Maria", phones=("3331234567",)), "stesso numero di telefono e nome simile"),
        (Traits("Rossi", "Maria", date(1980, 4, 15)), "stesso nome e stessa data di nascita"),
        (Traits("Maria", "Rossi", date(1980, 4, 15)), "stesso nome e stessa data di nascita"),
        (Traits("Bianchi", "Maria", date(1980, 4, 15)), "stesso nome e stessa data di nascita"),
        (Traits("Rosi", "Maria", date(1980, 4, 15)), "nome simile e stessa data di nascita"),
        (Traits("Rossi", "Maria Grazia", date(1980, 4, 15)), "nome simile e stessa data di nascita"),
        (Traits("Rossi", "Maria", date(1980, 4, 16)), "stesso nome e data di nascita quasi uguale"),
        (Traits("Rossi", "Maria"), "stesso nome"),
        (Traits("Rosi", "Maria"), "nome simile"),
        (Traits("Rossi", "Maria", date(1955, 1, 2)), ""),
        (Traits("Verdi", "Luca", date(1980, 4, 15)), ""),
        (Traits(), ""),
        (Traits(phones=("333",)), ""),
        (Traits(tax_code="RSSMRA80D55H501T"), ""),
    ],
)
def test_the_strongest_reason_is_given(candidate: Traits, expected: str) -> None:
    assert reason(candidate, MARIA) == expected


def test_day_and_month_exchanged_are_nearly_equal() -> None:
    other = Traits("Rossi", "Maria", date(1980, 5, 4))
    assert reason(replace(WITHOUT_CODE, birth=date(1980, 4, 5)), other) == "stesso nome e data di nascita quasi uguale"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Traits("Hoxha", "Arta"), Traits("Hoja", "Arta")),
        (Traits("Singh", "Yussef"), Traits("Sing", "Iusef")),
        (Traits("Mohamed", "Ahmed"), Traits("Muhammad", "Ahmad")),
        (Traits("Hussein", "Yussef"), Traits("Usein", "Iusef")),
        (Traits("Xhafer", "Xhovani"), Traits("Giafer", "Giovanni")),
        (Traits("Singh", "Yussef"), Traits("Iusef", "Sing")),
    ],
)
def test_another_spelling_is_a_like_name(one: Traits, other: Traits) -> None:
    birth = date(1991, 7, 31)
    assert reason(replace(one, birth=birth), replace(other, birth=birth)) == "nome simile e stessa data di nascita"


def test_two_valid_codes_that_differ_are_two_persons() -> None:
    twin = replace(MARIA, name="Marta", tax_code="RSSMRT80D55H501L", phones=())
    homonym = replace(MARIA, tax_code="RSSMRA80D55F205V", phones=())
    assert reason(twin, MARIA) == ""
    assert reason(homonym, MARIA) == ""
    assert reason(replace(homonym, phones=MARIA.phones), MARIA) == "stesso numero di telefono"


def test_the_surest_comes_first_and_the_rest_is_cut() -> None:
    known = [
        ("name", Traits("Rossi", "Maria")),
        ("nobody", Traits("Verdi", "Luca")),
        ("code", Traits(tax_code="RSSMRA80D55H501S")),
        ("phone", Traits(phones=("3331234567",))),
    ]
    assert [found.record for found in most_like(MARIA, known)] == ["code", "phone", "name"]
    assert [found.record for found in most_like(MARIA, known, limit=1)] == ["code"]


def test_keys_hold_code_telephones_and_sound() -> None:
    keys = recognition_keys(MARIA)
    assert {"cf:RSSMRA80D55H501S", "tel:3331234567", "nome:maria rosi", "nato:1980-04-15:r"} <= keys
    assert recognition_keys(Traits()) == frozenset()


NAMES = st.sampled_from(["Rossi", "Rosi", "Maria", "Mario", "Hoxha", "Hoja", "D'Angelo", "Dangelo", "De Santis", "Li"])
PERSONS = st.builds(
    Traits,
    surname=NAMES,
    name=NAMES,
    birth=st.none() | st.dates(date(1980, 1, 1), date(1980, 3, 1)),
    tax_code=st.sampled_from(["", "RSSMRA80D55H501S", "RSSMRA80D55H50MK", "BNCLCU12T01I829Q", "12345678903"]),
    phones=st.lists(st.sampled_from(["3331234567", "+39 333 1234567", "0375123456", "1"])).map(tuple),
)


@given(one=PERSONS, other=PERSONS)
def test_likeness_does_not_depend_on_who_is_asked(one: Traits, other: Traits) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(PERSONS)
def test_a_person_is_like_itself_and_shares_its_keys(person: Traits) -> None:
    assert likeness(person, person) is not None
    assert recognition_keys(person)


@given(one=PERSONS, other=PERSONS)
def test_who_is_surely_alike_shares_a_key(one: Traits, other: Traits) -> None:
    found = likeness(one, other)
    if found is not None and found.score >= 0.9:
        assert recognition_keys(one) & recognition_keys(other)
