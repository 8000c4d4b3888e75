# SPDX-License-Identifier: EUPL-1.2
"""Birthplaces are found by name and code, with the days in which they were in force."""

from collections.abc import Mapping
from datetime import date

import pytest

from welfaredesk.domain.birthplaces import Birthplace, Birthplaces, PlaceKind, birthplaces_from


def row(code: str, name: str, province: str, start: str, *, end: str = "", alt: str = "") -> Mapping[str, object]:
    """Return a row in the form of the tables."""
    return {
        "code": code,
        "name": name,
        "province": province,
        "date_created": f"{start}T00:00:00" if start else "",
        "date_deleted": f"{end}T00:00:00" if end else "",
        "name_alt": alt,
    }


@pytest.fixture(scope="module")
def table() -> Birthplaces:
    return birthplaces_from(
        [
            row("D620", "Fiume", "FU", "1924-03-09", end="1947-09-15"),
            row("D621", "Fiume", "UD", "1866-11-19", end="1911-10-31"),
            row("D621", "Fiume Veneto", "UD", "1911-11-01", end="1968-01-01"),
            row("D621", "Fiume Veneto", "PN", "1968-01-02"),
            row("D622", "Fiumedinisi", "ME", "1861-03-17"),
            row("A952", "Bolzano", "BZ", "1927-01-12", alt="Bozen"),
            row("F839", "Napoli", "NA", "1865-12-14", end="1925-11-29"),
            row("F839", "Napoli", "NA", "1925-11-30"),
            row("A345", "Aquila Degli Abruzzi", "AQ", "1863-05-10", end="1939-11-22"),
            row("A345", "L'Aquila", "AQ", "1939-11-23"),
            row("I005", "San Martino Dall'Argine", "MN", "1868-01-01"),
            row("H341", "Rivarolo Del Re Ed Uniti", "CR", "1861-03-17"),
        ],
        [row("Z100", "Albania", "EE", "1900-01-01"), row("Z118", "Jugoslavia", "EE", "", end="2003-02-04")],
    )


def codes(found: list[Birthplace]) -> list[str]:
    return [place.code for place in found]


def test_a_place_suppressed_since_is_found_for_a_birth_of_its_time(table: Birthplaces) -> None:
    first = table.find("fiume", on=date(1940, 11, 20))[0]
    assert (first.code, first.shown, first.suppressed) == ("D620", "Fiume (FU), fino al 1947", True)
    assert first.in_force(date(1940, 11, 20))


def test_a_place_is_found_under_the_name_it_had_then(table: Birthplaces) -> None:
    assert codes(table.find("fiume", on=date(1900, 1, 1)))[0] == "D621"
    assert table.find("fiume", on=date(1900, 1, 1))[0].shown == "Fiume (UD), fino al 1911"


def test_each_code_is_found_once_whole_name_first(table: Birthplaces) -> None:
    found = codes(table.find("fiume"))
    assert found == ["D620", "D621", "D622"]
    assert codes(table.find("fiume", limit=1)) == ["D620"]


def test_a_code_typed_as_such_is_found(table: Birthplaces) -> None:
    assert codes(table.find("z100")) == ["Z100"]


def test_accents_apostrophes_and_other_languages_are_no_obstacle(table: Birthplaces) -> None:
    assert codes(table.find("BOZEN")) == ["A952"]
    assert codes(table.find("l aquila")) == ["A345"]
    assert codes(table.find("laquila")) == ["A345"]
    assert table.find("aquila")[0].name == "L'Aquila"


def test_nothing_typed_finds_nothing(table: Birthplaces) -> None:
    assert table.find(" ") == []
    assert table.find("Atlantide") == []


def test_small_words_of_a_name_are_small(table: Birthplaces) -> None:
    assert table.find("argine")[0].name == "San Martino dall'Argine"
    assert table.find("rivarolo")[0].name == "Rivarolo del Re ed Uniti"


def test_adjoining_periods_of_one_place_become_one(table: Birthplaces) -> None:
    assert [place.valid_from for place in table.places if place.code == "F839"] == [date(1865, 12, 14)]


def test_a_code_is_known_on_every_day_by_its_nearest_period(table: Birthplaces) -> None:
    def name_on(code: str, on: date | None) -> str:
        place = table.by_code(code, on)
        return place.shown if place else ""

    assert name_on("d621", None) == "Fiume Veneto (PN)"
    assert name_on("D621", date(1950, 1, 1)) == "Fiume Veneto (UD), fino al 1968"
    assert name_on("A952", date(1900, 1, 1)) == "Bolzano (BZ)"
    assert name_on("D620", date(2020, 1, 1)) == "Fiume (FU), fino al 1947"
    assert name_on("Z118", date(1800, 1, 1)) == "Jugoslavia, fino al 2003"
    assert name_on("X999", None) == ""


def test_a_name_tells_every_code_it_has_had(table: Birthplaces) -> None:
    assert table.codes_named("FIUME") == {"D620", "D621"}
    assert table.codes_named("") == frozenset()


def test_states_have_no_province_and_their_own_word(table: Birthplaces) -> None:
    albania = table.by_code("Z100")
    assert albania is not None
    assert (albania.kind, albania.shown, albania.kind.label) == (PlaceKind.STATE, "Albania", "stato estero")
    assert PlaceKind.COMUNE.label == "comune"
