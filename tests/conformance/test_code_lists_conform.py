# SPDX-License-Identifier: EUPL-1.2
"""Every shipped code list is complete: new lists are tested before their author writes a test."""

import re

import pytest

from welfaredesk.base.places import resources_folder
from welfaredesk.desk.resources import code_lists
from welfaredesk.domain.code_lists import CodeList

OFFICIAL = re.compile(r"[0-9A-Z][0-9A-Z.]*")
OURS = re.compile(r"[a-z][a-z0-9_]*")
ICON = re.compile(r"[a-z][a-z0-9-]*")
NEEDED = (
    *("access_point_kind", "acronyms", "address_kind", "alias_kind", "anpr_education"),
    *("anpr_marital_status", "anpr_non_working_condition", "anpr_relationship"),
    *("anpr_stay_title", "anpr_work_position", "appointment_kind", "appointment_state"),
    *("author_relation", "body_kind", "care_area", "care_closing_reason", "care_mandate"),
    *("care_status", "case_file_state", "caution_kind", "citizenships", "contact_channel"),
    *("contact_need", "contact_outcome", "deadline_kind", "deadline_term", "deadline_unit"),
    *("diary_kind", "document_kind", "episode_kind", "household_composition"),
    *("household_kind", "household_relation", "istat_service_class", "istat_user_area"),
    *("legal_protection", "operator_role", "parental_responsibility"),
    *("professional_profile", "provider_kind", "quantity_unit", "reachability_kind"),
    *("reachability_owner", "referral_outcome", "referral_source", "requester_kind"),
    *("residence_permit_kind", "residence_permit_reason", "resource_kind", "service_area"),
    *("sex", "siuss_benefit", "siuss_benefit_group", "siuss_user_area", "states", "tie_quality"),
    *("tie_role", "urgency", "violence_kind", "vulnerability_kind"),
)
each_list = pytest.mark.parametrize("code_list", code_lists().values(), ids=lambda code_list: code_list.name)


def test_the_lists_that_the_casework_needs_are_shipped() -> None:
    assert set(NEEDED) <= set(code_lists())
    assert len(list((resources_folder() / "codes").glob("*.json"))) == len(code_lists())


@each_list
def test_a_list_has_a_label_a_source_and_codes(code_list: CodeList) -> None:
    assert code_list.label
    assert code_list.source
    assert len(code_list) > 1


@each_list
def test_codes_are_unique_short_and_labelled(code_list: CodeList) -> None:
    assert len({code.code for code in code_list}) == len(code_list)
    for code in code_list:
        assert OFFICIAL.fullmatch(code.code) or OURS.fullmatch(code.code)
        assert code.label == code.label.strip()
        assert code.label
        assert not code.icon or ICON.fullmatch(code.icon)


@each_list
def test_labels_tell_codes_of_one_group_apart(code_list: CodeList) -> None:
    of_today = (code for code in code_list if code.valid_to is None and not code.facts.get("historical"))
    in_use = [(code.label, code.facts.get("macro"), code.facts.get("acronym")) for code in of_today]
    assert len(set(in_use)) == len(in_use)


@each_list
def test_a_code_does_not_end_before_it_begins(code_list: CodeList) -> None:
    for code in code_list:
        assert code.valid_from is None or code.valid_to is None or code.valid_from <= code.valid_to


@each_list
def test_house_lists_spell_their_codes_in_small_letters(code_list: CodeList) -> None:
    if "modificabile dall'ente" in code_list.source:
        assert all(OURS.fullmatch(code.code) for code in code_list)


@pytest.mark.parametrize(
    "name", ["diary_kind", "caution_kind", "appointment_kind", "reachability_kind", "contact_channel"]
)
def test_kinds_shown_with_a_picture_all_have_one(name: str) -> None:
    assert all(code.icon for code in code_lists()[name])


def test_digital_help_can_be_counted_by_itself() -> None:
    assert "digital_help" in code_lists()["contact_need"]


def test_the_codes_of_relations_are_codes_of_the_registry() -> None:
    lists = code_lists()
    known = [code.facts["anpr"] for code in lists["household_relation"] if "anpr" in code.facts]
    assert all(code in lists["anpr_relationship"] for code in known)


def test_acronyms_with_two_meanings_have_both() -> None:
    meanings: dict[str, list[str]] = {}
    for code in code_lists()["acronyms"]:
        meanings.setdefault(code.facts["acronym"], []).append(code.label)
    assert {name for name, found in meanings.items() if len(found) > 1} == {
        "SAP",
        "ADI",
        "ATS",
        "PUC",
        "CAV",
        "PEI",
    }


def test_citizenships_of_today_have_the_number_that_the_flow_asks_for() -> None:
    lacking = {code.label for code in code_lists()["citizenships"] if "iso_numeric" not in code.facts}
    assert lacking == {
        "Apolide",
        "In corso di definizione",
        "Kosovo",
        "Non attribuibile",
        "Riconosciuti non cittadini (lettoni)",
    }
