# SPDX-License-Identifier: EUPL-1.2
"""Names and numbers are found however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.spoken import fold_text, phone_digits, readings, sound_key, tokens, words


def is_found(query: str, name: str) -> bool:
    """Tell whether a search over the beginnings of indexed words finds `name`."""
    indexed = tokens(name)
    return any(
        all(any(word.startswith(wanted) for word in indexed) for wanted in reading) for reading in readings(query)
    )


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("D'Angelo", "dangelo"),
        ("D’ANGELO", "dangelo"),
        ("Niccolo'", "niccolo"),
        ("Niccolò", "niccolo"),
        ("Èspositò", "esposito"),
        ("  Anna-Maria,  (Rosa) ", "annamaria rosa"),
        ("Łukasz Đorđević", "lukasz dordevic"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_accents_case_and_apostrophes_are_folded_away(text: str, folded: str) -> None:
    assert fold_text(text) == folded


def test_words_are_parted_at_apostrophes_too() -> None:
    assert words("D'Angelo-Rossi") == ["d", "angelo", "rossi"]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("dangelo", "D'Angelo Niccolò"),
        ("d angelo", "D'Angelo Niccolò"),
        ("D'ANG", "D'Angelo Niccolò"),
        ("angelo", "D'Angelo Niccolò"),
        ("d'angelo", "Dangelo Niccolò"),
        ("d angelo", "Dangelo Niccolò"),
        ("de santis", "De Santis Gianfranco"),
        ("desantis", "De Santis Gianfranco"),
        ("de san", "Desantis Gianfranco"),
        ("gian de", "De Santis Gianfranco"),
        ("santis", "De Santis Gianfranco"),
        ("abdelrah", "Abd El Rahman Omar"),
        ("abd el rah", "Abdelrahman Omar"),
        ("al fo", "Fo Al"),
        ("li wei", "Wei Li"),
        ("annamaria", "Bianchi Anna-Maria"),
        ("anna maria", "Bianchi Anna-Maria"),
        ("obrien", "O'Brien"),
    ],
)
def test_a_person_is_found_however_the_name_is_parted(query: str, name: str) -> None:
    assert is_found(query, name)


@pytest.mark.parametrize(("query", "name"), [("rossi", "Russo"), ("angelo x", "D'Angelo"), ("de rossi", "De Santis")])
def test_another_name_is_not_found(query: str, name: str) -> None:
    assert not is_found(query, name)


def test_an_empty_query_has_no_reading() -> None:
    assert readings(" ' ") == []


@pytest.mark.parametrize(
    "spellings",
    [
        "Hoxha Hoja Hodja Hodža",
        "Cristian Christian Kristian",
        "Yussef Youssef Iusef Yousef Yusuf",
        "Mohamed Muhammad Mohammed Mohamad Muhamed",
        "Ahmed Ahmad Amed",
        "Hussein Hossain Usein",
        "Singh Sing",
        "Angela Anxhela Anjela",
        "Giovanni Jovanni Xhovani",
        "Agnese Aniese",
        "Schiavi Skiavi",
        "Michele Mikele",
        "Alex Aleks Alecs",
        "Walter Valter",
        "Zanetti Sanetti",
        "Aicha Aisha Ayscia",
        "Khadija Kadigia",
        "Mahmoud Mahmud",
        "Shpresa Spresa",
        "Filippo Philippo",
        "Guglielmo Gulielmo",
        "Bhatti Batti",
        "Czeslaw Ceslav",
        "Xenia Ksenia",
    ],
)
def test_spellings_of_one_name_sound_alike(spellings: str) -> None:
    assert len({sound_key(name) for name in spellings.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("Maria", "Mario"), ("Rossi", "Russo"), ("Rossi", "Rosa"), ("Bianchi", "Bianco"), ("Carla", "Clara")],
)
def test_different_names_sound_different(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


def test_every_word_of_a_name_has_its_sound() -> None:
    assert sound_key("Singh Yussef") == "sing iusef"
    assert sound_key(" - ") == ""


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+39 333 1234567", "3331234567"),
        ("0039 0375/123456", "0375123456"),
        ("393331234567", "3331234567"),
        ("3933123456", "3933123456"),
        ("0375 12.34.56 int. 5", "0375123456"),
        ("tel. 333-1234567 (mamma)", "3331234567"),
        ("+355 69 123 4567", "00355691234567"),
        ("non risponde", ""),
        ("", ""),
    ],
)
def test_a_number_is_its_digits_without_the_italian_code(text: str, digits: str) -> None:
    assert phone_digits(text) == digits


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold_text(text)
    assert fold_text(once) == once
    assert once.isascii()


@given(st.text())
def test_a_name_typed_whole_is_found(name: str) -> None:
    assert is_found(name, name) or not readings(name)


@given(st.text())
def test_the_sound_of_a_name_ignores_case_and_is_plain(name: str) -> None:
    key = sound_key(name)
    assert key.isascii()
    assert key == sound_key(fold_text(name).upper())


@given(st.text("0123456789", min_size=6, max_size=10).filter(lambda digits: not digits.startswith(("00", "39"))))
def test_every_way_to_write_a_number_gives_its_digits(digits: str) -> None:
    spaced = f"{digits[:3]} {digits[3:]}"
    assert {phone_digits(written) for written in (digits, spaced, f"+39 {spaced}", f"0039{digits}")} == {digits}
