# SPDX-License-Identifier: EUPL-1.2
"""A code list is read from decoded JSON, or refused with a reason."""

from datetime import date

import pytest

from welfaredesk.domain.code_lists import Code, CodeList, code_list_from

DATA: dict[str, object] = {
    "name": "colour",
    "label": "Colore",
    "source": "prova",
    "verify": True,
    "codes": [
        {"code": "red", "label": "Rosso", "valid_from": None, "valid_to": None, "icon": "gavel"},
        {
            "code": "blue",
            "label": "Blu",
            "valid_from": "2020-01-01",
            "valid_to": "2020-12-31",
            "note": "solo nel 2020",
            "facts": {"iso": "7"},
        },
    ],
}


def test_a_list_is_read_with_all_its_parts() -> None:
    found = code_list_from(DATA)
    assert (found.name, found.label, found.source, found.verify, len(found)) == (
        "colour",
        "Colore",
        "prova",
        True,
        2,
    )
    assert next(iter(found)) == Code("red", "Rosso", icon="gavel")
    blue = found.get("blue")
    assert blue is not None
    assert (blue.note, blue.facts) == ("solo nel 2020", {"iso": "7"})
    assert "red" in found
    assert "green" not in found


def test_only_codes_in_force_may_be_chosen_but_all_have_their_label() -> None:
    found = code_list_from(DATA)
    assert [code.code for code in found.in_force(date(2020, 12, 31))] == ["red", "blue"]
    assert [code.code for code in found.in_force(date(2021, 1, 1))] == ["red"]
    assert [code.code for code in found.in_force(date(2019, 12, 31))] == ["red"]
    assert found.label_of("blue") == "Blu"
    assert found.label_of("green") == "green"
    assert found.get("green") is None


def test_an_ente_may_call_things_its_own_way() -> None:
    local = code_list_from(DATA).with_labels({"red": "Rosso ciliegia"})
    assert (local.label_of("red"), local.label_of("blue")) == ("Rosso ciliegia", "Blu")


def test_codes_can_be_gathered_in_sets() -> None:
    assert len({Code("a", "A"), Code("a", "A"), Code("b", "B", facts={"x": "y"})}) == 2


def test_a_code_may_stand_once_only() -> None:
    with pytest.raises(ValueError, match="twice"):
        CodeList("colour", "Colore", (Code("red", "Rosso"), Code("red", "Rosso scuro")))


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"label": 3},
        {"codes": None},
        {"codes": ["red"]},
        {"codes": [{"code": "red"}]},
        {"codes": [{"code": "red", "label": "Rosso", "valid_from": "ieri"}]},
        {"codes": [{"code": "red", "label": "Rosso", "valid_to": 2020}]},
        {"codes": [{"code": "red", "label": "Rosso", "facts": ["iso"]}]},
        {"codes": [{"code": "red", "label": "Rosso", "facts": {"iso": 7}}]},
        {"codes": [{"code": "red", "label": "Rosso", "note": None}]},
    ],
)
def test_a_list_with_a_wrong_part_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must|needs|object|texts|Invalid"):
        code_list_from({**DATA, **change})
