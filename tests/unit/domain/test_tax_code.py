# SPDX-License-Identifier: EUPL-1.2
"""What tax codes say, checked against fictional vectors and against an independent library."""

from dataclasses import dataclass
from datetime import date

import pytest
from codicefiscale import codicefiscale as library
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain import tax_code
from welfaredesk.domain.tax_code import TaxCodeKind, kind_of


@dataclass(frozen=True)
class Vector:
    surname: str
    name: str
    birth: date
    code: str
    one_letter: str
    seven_letters: str

    @property
    def sex(self) -> str:
        return "F" if self.name in ("Maria", "Arta", "Anna Maria", "Li") else "M"

    @property
    def place(self) -> str:
        return self.code[11:15]


PEOPLE = (
    ("Rossi", "Maria", date(1980, 4, 15)),
    ("Bianchi", "Luca", date(2012, 12, 1)),
    ("Fo", "Al", date(1955, 9, 9)),
    ("D'Angelo", "Niccolò", date(1999, 2, 28)),
    ("Hoxha", "Arta", date(1991, 7, 31)),
    ("De Santis", "Gianfranco", date(1940, 11, 20)),
    ("Èspositò", "Anna Maria", date(2000, 2, 29)),
    ("Xu", "Li", date(1988, 1, 2)),
)
CODES = (
    ("RSSMRA80D55H501S", "RSSMRA80D55H50MK", "RSSMRAULDRRHRLMF"),
    ("BNCLCU12T01I829Q", "BNCLCU12T01I82VF", "BNCLCUMNTLMIUNVT"),
    ("FOXLAX55P09B049A", "FOXLAX55P09B04VP", "FOXLAXRRPLVBLQVL"),
    ("DNGNCL99B28A326J", "DNGNCL99B28A32SG", "DNGNCLVVBNUAPNSW"),
    ("HXHRTA91L71Z100R", "HXHRTA91L71Z10LU", "HXHRTAVMLTMZMLLB"),
    ("DSNGFR40S20D620W", "DSNGFR40S20D62LZ", "DSNGFRQLSNLDSNLD"),
    ("SPSNMR00B69F839H", "SPSNMR00B69F83VW", "SPSNMRLLBSVFUPVU"),
    ("XUXLIX88A42Z210K", "XUXLIX88A42Z21LN", "XUXLIXUUAQNZNMLX"),
)
VECTORS = tuple(Vector(*person, *codes) for person, codes in zip(PEOPLE, CODES, strict=True))
each_vector = pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.code)
TODAY = date(2026, 11, 21)


@each_vector
def test_the_facts_of_a_person_give_the_code(vector: Vector) -> None:
    given_by_facts = tax_code.compute(
        vector.surname, vector.name, sex=vector.sex, birth=vector.birth, place_code=vector.place
    )
    assert given_by_facts == vector.code


@each_vector
def test_a_code_has_128_spellings_with_one_and_seven_letters_among_them(vector: Vector) -> None:
    variants = tax_code.omocodia_variants(vector.code)
    assert len(variants) == len(set(variants)) == 128
    assert variants[0] == vector.code
    assert {vector.one_letter, vector.seven_letters} <= set(variants)


@each_vector
def test_every_spelling_is_valid_and_goes_back_to_the_first(vector: Vector) -> None:
    for variant in tax_code.omocodia_variants(vector.seven_letters):
        assert kind_of(variant) is TaxCodeKind.PERSONAL
        assert tax_code.undo_omocodia(variant) == vector.code


@each_vector
def test_a_code_tells_birth_sex_and_place_also_with_omocodia(vector: Vector) -> None:
    for code in (vector.code, vector.seven_letters):
        facts = tax_code.facts_of(code, on=TODAY)
        assert facts is not None
        assert (facts.births[0], facts.sex, facts.place_code) == (vector.birth, vector.sex, vector.place)


@each_vector
def test_a_code_agrees_with_its_own_person(vector: Vector) -> None:
    for code in (vector.code, vector.one_letter):
        found = tax_code.disagreements(
            code,
            surname=vector.surname,
            name=vector.name,
            sex=vector.sex,
            birth=vector.birth,
            place_codes={vector.place},
        )
        assert found == []


def test_each_fact_that_disagrees_is_named_with_a_sentence() -> None:
    found = tax_code.disagreements(
        "RSSMRA80D55H501S",
        surname="Verdi",
        name="Luca",
        sex="M",
        birth=date(1980, 4, 16),
        place_codes={"F205"},
    )
    assert [field for field, _ in found] == ["surname", "name", "sex", "birth", "birthplace"]
    sentences = dict(found)
    assert "femmina" in sentences["sex"]
    assert "15/4/80" in sentences["birth"]
    assert "H501" in sentences["birthplace"]
    assert "maschio" in dict(tax_code.disagreements("BNCLCU12T01I829Q", sex="F"))["sex"]


def test_what_is_missing_or_unreadable_never_disagrees() -> None:
    assert tax_code.disagreements("RSSMRA80D55H501S") == []
    assert tax_code.disagreements("12345678903", surname="Verdi") == []
    assert tax_code.disagreements("RSSMRA80D55H501S", sex="") == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("rssmra80d55h501s", TaxCodeKind.PERSONAL),
        ("RSS MRA 80D55 H501S", TaxCodeKind.PERSONAL),
        ("RSSMRA80D55H501T", TaxCodeKind.WRONG_CHECK),
        ("RSSMRA80D55H501", TaxCodeKind.MALFORMED),
        ("RSSMRA80F55H501S", TaxCodeKind.MALFORMED),
        ("RSSMRA80D00H501S", TaxCodeKind.MALFORMED),
        ("RSSMRA80D35H501S", TaxCodeKind.MALFORMED),
        ("RSSMRA80D40H501S", TaxCodeKind.MALFORMED),
        ("RSSMRA80D72H501S", TaxCodeKind.MALFORMED),
        ("RSSMRA80D95H501S", TaxCodeKind.MALFORMED),
        ("12345678903", TaxCodeKind.PROVISIONAL),
        ("12345678904", TaxCodeKind.WRONG_CHECK),
        ("00000000000", TaxCodeKind.MALFORMED),
        ("STP0301230000001", TaxCodeKind.STP),
        ("ENI0301230000001", TaxCodeKind.ENI),
        ("STP030123000000", TaxCodeKind.MALFORMED),
        ("", TaxCodeKind.MALFORMED),
        ("non ce l'ha", TaxCodeKind.MALFORMED),
    ],
)
def test_the_kind_of_a_code_is_told(text: str, kind: TaxCodeKind) -> None:
    assert kind_of(text) is kind


def test_every_kind_has_a_name_on_screen() -> None:
    assert all(kind.label for kind in TaxCodeKind)


def test_a_birth_has_two_possible_centuries_and_none_in_the_future() -> None:
    facts = tax_code.facts_of("BNCLCU12T01I829Q", on=TODAY)
    assert facts is not None
    assert facts.births == (date(2012, 12, 1), date(1912, 12, 1))
    earlier = tax_code.facts_of("BNCLCU12T01I829Q", on=date(2012, 11, 30))
    assert earlier is not None
    assert earlier.births == (date(1912, 12, 1), date(1812, 12, 1))


def test_a_leap_day_exists_in_one_century_only() -> None:
    facts = tax_code.facts_of("SPSNMR00B69F839H", on=TODAY)
    assert facts is not None
    assert facts.births == (date(2000, 2, 29),)


def test_a_text_that_is_no_personal_code_tells_nothing() -> None:
    assert tax_code.facts_of("STP0301230000001", on=TODAY) is None
    assert tax_code.undo_omocodia("stp 0301230000001") == "STP0301230000001"
    assert tax_code.undo_omocodia("RSSMRA80D55H50MS") == "RSSMRA80D55H50MS"
    with pytest.raises(ValueError, match="not a personal"):
        tax_code.omocodia_variants("STP0301230000001")


def test_check_characters_are_asked_of_whole_beginnings_only() -> None:
    with pytest.raises(ValueError, match="fifteen"):
        tax_code.check_character("RSSMRA")
    with pytest.raises(ValueError, match="ten digits"):
        tax_code.check_digit("123")


LETTERS = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZàèéìòùÀÈ' -", min_size=1, max_size=20).filter(
    lambda text: any(sign.isalpha() for sign in text)
)
DAYS = st.dates(date(1900, 1, 1), date(2026, 1, 1))
SEXES = st.sampled_from(["M", "F"])


@given(surname=LETTERS, name=LETTERS)
def test_the_letters_of_names_are_those_of_the_library(surname: str, name: str) -> None:
    assert tax_code.surname_code(surname) == library.encode_lastname(surname)
    assert tax_code.name_code(name) == library.encode_firstname(name)


@given(first15=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=15, max_size=15))
def test_the_check_character_is_that_of_the_library(first15: str) -> None:
    assert tax_code.check_character(first15) == library.encode_cin(first15)


@given(surname=LETTERS, name=LETTERS, sex=SEXES, birth=DAYS, chosen=st.integers(0, 127))
def test_a_computed_code_is_valid_and_tells_its_facts(
    surname: str, name: str, sex: str, birth: date, chosen: int
) -> None:
    code = tax_code.compute(surname, name, sex=sex, birth=birth, place_code="L826")
    variant = tax_code.omocodia_variants(code)[chosen]
    assert kind_of(variant) is TaxCodeKind.PERSONAL
    facts = tax_code.facts_of(variant, on=TODAY)
    assert facts is not None
    assert birth in facts.births
    assert tax_code.disagreements(
        variant, surname=surname, name=name, sex=sex, birth=birth, place_codes=["L826"]
    ) == []  # fmt: skip


@given(first10=st.text("0123456789", min_size=10, max_size=10), place=st.integers(0, 10), shift=st.integers(1, 9))
def test_one_mistyped_digit_of_a_provisional_code_is_noticed(first10: str, place: int, shift: int) -> None:
    code = first10 + tax_code.check_digit(first10)
    wrong = code[:place] + str((int(code[place]) + shift) % 10) + code[place + 1 :]
    assert kind_of(wrong) is not TaxCodeKind.PROVISIONAL


@given(st.text())
def test_any_text_has_a_kind(text: str) -> None:
    assert kind_of(text) in TaxCodeKind
    assert tax_code.undo_omocodia(text) == tax_code.undo_omocodia(tax_code.undo_omocodia(text))
