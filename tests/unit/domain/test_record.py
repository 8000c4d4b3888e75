# SPDX-License-Identifier: EUPL-1.2
"""Declarations of record types: read from a class, and refused when a field has no kind."""

from typing import Annotated, Any

import pytest

from welfaredesk.domain.catalogue import CATALOGUE, code_lists_needed, find_type
from welfaredesk.domain.changes import difference, row_changes, said
from welfaredesk.domain.entry import Put, PutText, SpliceText
from welfaredesk.domain.kinds import ORDINARY, RESERVED, Kind, Search, Traits, line, long_text, money, rows
from welfaredesk.domain.names import first_of
from welfaredesk.domain.record import record, record_type, searched, values_of


@record("trial", "Prova", plural="Prove", roots=("person",), title=first_of("name"))
class Trial:
    """A record of these tests."""

    name: Annotated[str, line("Nome", Traits(search=Search.NAME, required=True))] = ""
    text: Annotated[str, long_text("Testo", Traits(circle=RESERVED))] = ""
    cents: Annotated[int | None, money("Importo")] = None


def test_a_class_is_read_field_by_field() -> None:
    type_ = record_type(Trial)
    assert [(field.name, field.kind) for field in type_.fields] == [
        ("name", Kind.TEXT),
        ("text", Kind.LONG_TEXT),
        ("cents", Kind.MONEY),
    ]
    assert type_.doc == "A record of these tests."
    assert type_.field("name").required
    assert (type_.circle_of("text"), type_.circle_of("name"), type_.circle_of("later")) == (
        RESERVED,
        ORDINARY,
        ORDINARY,
    )
    assert type_.has("cents")
    assert not type_.has("later")
    assert not type_.is_root
    with pytest.raises(KeyError):
        type_.field("later")
    assert [field.name for field in searched(type_) if field.search is Search.NAME] == ["name"]
    assert [field.name for field in type_.of_kind(Kind.MONEY, Kind.TEXT)] == ["name", "cents"]


def test_a_typed_record_gives_only_what_it_says() -> None:
    assert values_of(Trial(name="Ada", cents=0)) == {"name": "Ada", "cents": 0}


def test_a_field_without_a_kind_is_refused() -> None:
    class Wrong:
        """A class with a bare field."""

        name: str = ""

    with pytest.raises(TypeError, match=r"Wrong.name"):
        record("wrong", "x", plural="x", roots=("person",), title=first_of("name"))(Wrong)


def test_the_fields_of_rows_are_asked_by_name() -> None:
    field = rows("Righe", {"who": line("Chi")})
    assert field.row("who").label == "Chi"
    with pytest.raises(KeyError):
        field.row("when")


def test_the_catalogue_finds_its_types_and_names_its_lists() -> None:
    assert all(find_type(type_.name) is type_ for type_ in CATALOGUE)
    assert find_type("trial") is None
    assert {"sex", "alias_kind", "care_area"} <= set(code_lists_needed())


@pytest.mark.parametrize("nothing", ["", "  \n", None, [], {}])
def test_every_way_of_saying_nothing_is_nothing(nothing: object) -> None:
    assert said(nothing) is None


@pytest.mark.parametrize("something", [0, False, " x ", [0], {"a": None}])
def test_a_zero_and_a_no_say_something(something: object) -> None:
    assert said(something) == (something.strip() if isinstance(something, str) else something)


def test_a_long_text_is_written_as_splices_only_when_that_is_much_shorter() -> None:
    type_ = record_type(Trial)
    long = "Una frase che si ripete. " * 40

    def change(before: str, after: str) -> object:
        return difference(type_, {"text": before}, wanted={"text": after}, new_row=str)["text"]

    assert isinstance(change(long, long.strip() + " Fine."), SpliceText)
    assert change(long, "x" * 600) == PutText("x" * 600)
    assert change("", long) == PutText(long.strip())
    assert change("breve", "più breve") == PutText("più breve")
    assert change(long, "") == PutText("")
    assert difference(type_, {"name": "Ada"}, wanted={"name": "Ada "}, new_row=str) == {}
    assert difference(type_, {"name": "Ada"}, wanted={"name": ""}, new_row=str) == {"name": Put(None)}


def test_a_row_given_back_without_its_id_is_no_change() -> None:
    before = [{"_row": "1", "who": "Ada"}, {"_row": "2", "who": "Rino", "since": "2026-01-01"}]
    given_back = [{"who": "Rino", "since": "2026-01-01"}, {"who": "Ada", "since": ""}]
    assert row_changes(before, given_back, new_row=str) == {}


def test_only_the_values_of_a_row_that_differ_are_written() -> None:
    before = [{"_row": "1", "who": "Ada", "since": "2026-01-01"}, {"_row": "2", "who": "Rino"}]
    after: list[dict[str, Any]] = [{"_row": "1", "who": "Adele"}, {"who": "Elvira", "since": None}]
    assert row_changes(before, after, new_row=lambda: "3") == {
        "1": {"who": "Adele", "since": None},
        "2": None,
        "3": {"who": "Elvira"},
    }


def test_a_row_that_came_with_an_id_of_its_own_is_written_whole() -> None:
    assert row_changes([], [{"_row": "9", "who": "Ada"}], new_row=str) == {"9": {"who": "Ada"}}
    assert row_changes([], [{"_row": "9"}], new_row=str) == {"9": {}}
