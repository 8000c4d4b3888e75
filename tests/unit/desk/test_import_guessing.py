# SPDX-License-Identifier: EUPL-1.2
"""A map is guessed from headings and contents, kept as JSON, and refused in a sentence when it is wrong."""

from pathlib import Path

import pytest

from welfaredesk.base.errors import BadFile
from welfaredesk.base.places import resources_folder
from welfaredesk.desk.importing.guessing import guess_mapping
from welfaredesk.desk.importing.mapping import Column, Mapping, mapping_from, read_mapping
from welfaredesk.desk.importing.reading import read_table
from welfaredesk.desk.importing.table import Row, Table
from welfaredesk.desk.importing.targets import TYPES, label_of, targets

SAMPLES = resources_folder() / "samples"


def _table(headings: str, *rows: str) -> Table:
    cells = [tuple(row.split("|")) for row in rows]
    return Table(tuple(headings.split("|")), tuple(Row(number, one) for number, one in enumerate(cells, start=2)))


def _fields(mapping: Mapping) -> dict[str, str]:
    return {heading: column.field for heading, column in mapping.columns.items()}


@pytest.mark.parametrize("name", ["persone", "nuclei", "diario"])
def test_the_maps_of_the_samples_are_those_that_are_guessed(name: str) -> None:
    guessed = guess_mapping(read_table(SAMPLES / f"{name}.csv"))
    assert read_mapping(SAMPLES / f"{name}.map.json") == guessed
    assert guessed.problem() == ""


def test_the_spreadsheet_of_the_sample_says_the_same_map() -> None:
    assert guess_mapping(read_table(SAMPLES / "persone.xlsx")) == read_mapping(SAMPLES / "persone.map.json")


def test_english_and_run_together_headings_are_known() -> None:
    table = _table(
        "PersonID|last_name|FirstName|DateOfBirth|Gender|City|Mobile|boh",
        "1|Ferrari|Ada|03/25/1980|F|Viadana|333 1234567|",
        "2|Conti|Ugo|12/01/1971|M|Gussola|333 7654321|",
    )
    mapping = guess_mapping(table)
    assert mapping.key == "PersonID"
    assert mapping.date_formats[0] == "%m/%d/%Y"
    assert _fields(mapping) == {
        "last_name": "surname",
        "FirstName": "name",
        "DateOfBirth": "birth",
        "Gender": "sex",
        "City": "residence.place",
        "Mobile": "reachabilities.value",
    }


def test_contents_tell_what_headings_do_not() -> None:
    table = _table(
        "Nominativo|Codice|Contatto|Scrivere a|Paese",
        "Ferrari Zini Oreste|FRRRST38S22L826L|0375 200111|o@posta.example|Viadana",
        "Bottazzi Ermelinda|BTTRLN41C47B898V|347 5550102|b@posta.example|Gussola",
    )
    mapping = guess_mapping(table)
    assert mapping.key is None
    assert _fields(mapping) == {
        "Nominativo": "surname_name",
        "Codice": "tax_code",
        "Contatto": "reachabilities.value",
        "Scrivere a": "reachabilities.value",
        "Paese": "comune",
    }


def test_a_diary_without_known_headings_is_told_by_its_texts() -> None:
    long = "Colloquio in ufficio con la signora, che racconta della settimana e chiede del pasto a domicilio."
    mapping = guess_mapping(_table("CF|Data|Cosa", f"BTTRLN41C47B898V|14/01/2026|{long}"))
    assert mapping.type == "diary_entry"
    assert _fields(mapping) == {"CF": "person.tax_code", "Data": "when", "Cosa": "text"}


def test_a_key_that_repeats_is_no_key() -> None:
    assert guess_mapping(_table("ID|Cognome|Nome", "1|Ferrari|Ada", "1|Conti|Ugo")).key is None


def test_a_map_is_kept_as_it_is(tmp_path: Path) -> None:
    mapping = Mapping(
        type="person",
        source="altro",
        key="Id",
        columns={
            "Cell": Column("reachabilities.value", row="2", constants={"kind": "mobile"}),
            "S": Column("sex", values={"1": "M"}),
        },
        sheet="Foglio 2",
        date_formats=("%Y%m%d",),
        open_case_files=True,
    )
    path = tmp_path / "mappa.json"
    path.write_bytes(mapping.to_json())
    assert read_mapping(path) == mapping


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("{", "JSON"),
        ('{"type": "person", "columns": {"A": 3}}', "$.columns"),
        ('{"type": "person", "columns": {}, "more": 1}', "in more"),
        ('{"type": "person", "format": 2, "columns": {}, "more": 1}', "più nuova"),
        ('{"type": "contact", "columns": {}}', "person, household"),
        ('{"type": "person", "format": 2, "columns": {}}', "più nuova"),
        ('{"type": "person", "source": " ", "columns": {}}', "source"),
        ('{"type": "person", "columns": {"A": "surnames"}}', "surnames"),
        ('{"type": "person", "columns": {"A": "surname", "B": "surname"}}', "due colonne"),
        ('{"type": "person", "columns": {"A": {"field": "residence.street", "with": {"x": "y"}}}}', "«x»"),
        ('{"type": "diary_entry", "columns": {"A": "text"}}', "person.key"),
    ],
)
def test_a_wrong_map_is_told_in_a_sentence(data: str, said: str) -> None:
    with pytest.raises(BadFile) as refused:
        mapping_from(data.encode(), "mappa.json")
    assert said in refused.value.text


@pytest.mark.parametrize("type_", TYPES)
def test_every_target_has_a_label_for_the_wizard(type_: str) -> None:
    assert all(label_of(type_, path) for path in targets(type_))
