# SPDX-License-Identifier: EUPL-1.2
"""The rule of the quick access: the diary for who is in carico here, the register for everybody else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain import contact_rule
from welfaredesk.domain.contact_rule import SavedAs
from welfaredesk.domain.kinds import Values

PERSON = {"id": "0" * 26, "root": "0" * 26, "title": "Riva, Ada"}


@pytest.mark.parametrize(
    ("cases", "episodes", "expected"),
    [
        ([], [], False),
        ([{"state": "open"}], [], True),
        ([{"state": "reopened"}], [], True),
        ([{"state": "closed"}], [], False),
        ([{"state": "open", "closed_on": "2026-01-01"}], [], False),
        ([], [{"status": "in_care"}], True),
        ([], [{"status": "suspended"}], True),
        ([{"state": "closed"}], [{"status": "closed"}], False),
        ([{"state": "closed"}], [{"status": "reopened"}], True),
    ],
)
def test_an_open_cartella_or_an_open_episode_means_in_carico(
    cases: list[Values], episodes: list[Values], *, expected: bool
) -> None:
    assert contact_rule.in_care(cases, episodes) is expected


@given(known=st.booleans(), followed=st.booleans())
def test_only_a_known_person_in_carico_goes_to_the_diary(*, known: bool, followed: bool) -> None:
    where = contact_rule.saved_as(PERSON if known else None, followed=followed)
    assert (where is SavedAs.DIARY_ENTRY) == (known and followed)


def test_the_diary_entry_says_all_that_the_access_said() -> None:
    contact = {
        "channel": "phone",
        "who": "Conti Sara",
        "phone": "333 1234567",
        "requester": "relative",
        "needs": ["school"],
        "note": "Porta il calendario",
        "information": "Orari dello sportello",
        "outcome": "information",
        "minutes": 5,
        "access_point": "comune",
        "person": PERSON,
    }
    entry = contact_rule.diary_values(contact)
    assert entry["counts_as_contact"] is True
    assert entry["kind"] == "phone_call"
    assert entry["text"] == "Porta il calendario\nOrari dello sportello"
    assert entry["with_whom"] == "Conti Sara, 333 1234567"
    for name in ("channel", "requester", "needs", "outcome", "minutes", "access_point", "person"):
        assert entry[name] == contact[name]


def test_an_access_without_a_name_gives_a_diary_entry_without_a_caller() -> None:
    said = contact_rule.diary_values({"channel": "fax", "person": PERSON})
    assert "with_whom" not in said
    assert (said["kind"], said["text"], said["counts_as_contact"]) == ("desk_contact", "", True)


def test_a_contact_keeps_zero_and_leaves_out_what_says_nothing() -> None:
    access: Values = {"who": "", "needs": [], "person": None, "minutes": 0, "note": "Chiede del contributo"}
    assert contact_rule.contact_values(access) == {"minutes": 0, "note": "Chiede del contributo"}
