# SPDX-License-Identifier: EUPL-1.2
"""Cells become values in every way other programs write them; a cell that cannot is never repeated."""

from datetime import datetime

import pytest

from welfaredesk.base.clock import today
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.importing.converting import Converter, UnfitError
from welfaredesk.desk.importing.places import place_code, tidy_place
from welfaredesk.desk.importing.spellings import parted
from welfaredesk.desk.importing.targets import targets
from welfaredesk.desk.importing.wall_clock import italian
from welfaredesk.desk.records import add, type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value, money


@pytest.fixture
def converter(session: Session) -> Converter:
    return Converter(Codes(session), today=today(session.clock), date_formats=())


def _value(converter: Converter, path: str, text: str, type_: str = "person", **translations: str) -> Value:
    return converter.value(targets(type_)[path].declared, text, translations=translations)


@pytest.mark.parametrize("text", ["7/3/1941", "07-03-1941", "7.3.41", "1941-03-07", "1941-03-07 00:00:00", "070341"])
def test_a_day_is_read_however_it_is_written(converter: Converter, text: str) -> None:
    assert _value(converter, "birth", text) == "1941-03-07"


@pytest.mark.parametrize("text", ["ieri", "lun", "+7", "31/02/2020", "7/3", "0000-00-00", "x"])
def test_a_day_that_would_be_another_tomorrow_is_none(converter: Converter, text: str) -> None:
    with pytest.raises(UnfitError) as unfit:
        _value(converter, "birth", text)
    assert f"«{text}»" not in str(unfit.value)


def test_the_map_says_how_dates_are_written(session: Session) -> None:
    american = Converter(Codes(session), today=today(session.clock), date_formats=("%m/%d/%Y",))
    assert _value(american, "birth", "03/07/1941") == "1941-03-07"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("14/01/2026 09:30", "2026-01-14T09:30:00+01:00"),
        ("14/07/2026 ore 9.30", "2026-07-14T09:30:00+02:00"),
        ("2026-07-14 09:30:00", "2026-07-14T09:30:00+02:00"),
        ("2026-07-14T09:30:00Z", "2026-07-14T09:30:00+00:00"),
        ("14/01/2026", "2026-01-14T00:00:00+01:00"),
    ],
)
def test_a_moment_has_the_offset_of_italy_on_that_day(converter: Converter, text: str, moment: str) -> None:
    assert _value(converter, "when", text, "diary_entry") == moment


def test_summer_time_follows_the_rule_of_each_time() -> None:
    offsets = [
        italian(moment).isoformat()[-6:]
        for moment in map(
            datetime.fromisoformat,
            ("2026-03-29T01:59", "2026-03-29T03:00", "2026-10-25T03:00", "1995-10-01T12:00", "1975-07-01"),
        )
    ]
    assert offsets == ["+01:00", "+02:00", "+01:00", "+01:00", "+01:00"]


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("sex", "Femmina", "F"),
        ("sex", "donna", "F"),
        ("sex", "m", "M"),
        ("civil_status", "CONIUGATA", "2"),
        ("civil_status", "nubile", "1"),
        ("citizenships.country", "marocco", "436"),
        ("citizenships.country", "Italiana", "100"),
    ],
)
def test_a_code_is_found_by_label_spelling_or_code(converter: Converter, path: str, text: str, code: str) -> None:
    assert _value(converter, path, text) == code


def test_a_code_is_found_by_the_label_of_the_ente_and_by_the_map(session: Session) -> None:
    add(session, type_named("local_code"), {"list_name": "diary_kind", "code": "interview", "label": "Colloquio SSB"})
    converter = Converter(Codes(session), today=today(session.clock), date_formats=())
    assert _value(converter, "kind", "colloquio ssb", "diary_entry") == "interview"
    assert _value(converter, "kind", "V.D.", "diary_entry", **{"v.d.": "home_visit"}) == "home_visit"
    with pytest.raises(UnfitError):
        _value(converter, "kind", "sopralluogo lunare", "diary_entry")


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("minutes", "1:30", 90),
        ("minutes", "45 min", 45),
        ("minutes", "45", 45),
        ("km", "12,0", 12),
        ("counts_as_contact", "Sì", True),
        ("counts_as_contact", "falso", False),
        ("needs", "", None),
    ],
)
def test_numbers_lengths_and_flags(converter: Converter, path: str, text: str, value: Value) -> None:
    assert _value(converter, path, text, "diary_entry") == value


def test_several_codes_share_a_cell(converter: Converter, session: Session) -> None:
    codes = Codes(session)
    first, second = sorted(codes.known("contact_need"))[:2]
    labels = [codes.label("contact_need", code) for code in (first, second)]
    assert _value(converter, "needs", " | ".join(labels), "diary_entry") == [first, second]
    assert _value(converter, "needs", labels[0].upper(), "diary_entry") == [first]
    with pytest.raises(UnfitError):
        _value(converter, "needs", f"{labels[0]}; altro ancora mai visto", "diary_entry")


def test_an_hour_in_a_column_of_its_own_is_an_hour(converter: Converter) -> None:
    assert [str(converter.hour(text)) for text in ("9:30", "09:30:00", "1899-12-30 16:05:00")] == [
        "09:30:00", "09:30:00", "16:05:00",
    ]  # fmt: skip
    with pytest.raises(UnfitError):
        converter.hour("mattina")


def test_an_amount_is_in_cents(converter: Converter) -> None:
    field = money("Importo")
    amounts = [converter.value(field, text, translations={}) for text in ("1.250,5", "€ 12", "-3,20", "7 euro")]
    assert amounts == [125050, 1200, -320, 700]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tax_code", "RSSMRA80A01H501X"),
        ("tax_code", "RSSMRA"),
        ("sex", "#N/D"),
        ("surname", "x" * 301),
        ("surname", "a\x07b"),
        ("in_protection", "forse"),
    ],
)
def test_what_does_not_fit_is_refused(converter: Converter, path: str, text: str) -> None:
    with pytest.raises(UnfitError) as unfit:
        _value(converter, path, text)
    assert text not in str(unfit.value)


def test_a_tax_code_is_cleaned(converter: Converter) -> None:
    assert _value(converter, "tax_code", "bttrln 41c47 b898v") == "BTTRLN41C47B898V"


def test_places_are_written_as_on_maps() -> None:
    assert tidy_place("VIADANA (MN)") == "Viadana"
    assert tidy_place("L826") == "Viadana"
    assert tidy_place("Frazione Nowhere") == "Frazione Nowhere"
    assert place_code("Viadana", "") == "L826"


@pytest.mark.parametrize(
    ("text", "code", "custom", "wanted"),
    [
        ("FERRARI ZINI ORESTE", "FRRRST38S22L826L", "surname_name", ("FERRARI ZINI", "ORESTE")),
        ("Rossi, Maria Pia", "", "surname_name", ("Rossi", "Maria Pia")),
        ("De Santis Maria Pia", "", "surname_name", ("De Santis", "Maria Pia")),
        ("Maria Pia De Santis", "", "name_surname", ("De Santis", "Maria Pia")),
        ("Rossi", "", "surname_name", ("Rossi", "")),
    ],
)
def test_two_names_in_a_cell_are_parted(text: str, code: str, custom: str, wanted: tuple[str, str]) -> None:
    assert parted(text, code, surname_first=custom == "surname_name") == wanted
