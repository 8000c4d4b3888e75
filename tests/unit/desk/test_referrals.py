# SPDX-License-Identifier: EUPL-1.2
"""The register of referrals on a real desk."""

from datetime import date

import pytest

from tests.colleague import saves
from tests.opened import add
from welfaredesk.base.errors import BadInput
from welfaredesk.desk import acts, contacts, records, referrals
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import Put
from welfaredesk.domain.judging import machines_of
from welfaredesk.domain.kinds import ORDINARY, RESERVED
from welfaredesk.domain.machines.referral_path import REFERRAL_PATH
from welfaredesk.store import folders

MONDAY = date(2026, 10, 19)


def _referral(session: Session, received_on: str, urgency: str, subject: str) -> str:
    return add(session, "referral", received_on=received_on, source="school", urgency=urgency, subject=subject)


def test_what_waits_is_listed_the_most_urgent_first_then_the_oldest(session: Session) -> None:
    new = _referral(session, "2026-10-18", "ordinary", "nuova")
    old = _referral(session, "2026-10-01", "ordinary", "vecchia")
    urgent = _referral(session, "2026-10-19", "emergency", "urgente")
    done = _referral(session, "2026-10-02", "urgent", "chiusa")
    referrals.answer(session, done, answered_on=MONDAY, outcome="guidance", text="Sentita la famiglia")
    assert [one.id for one in referrals.to_answer(session)] == [urgent, old, new]
    assert referrals.waiting_count(session) == 3
    assert {one.id for one in referrals.all_referrals(session)} == {new, old, urgent, done}


def test_days_without_an_answer_end_with_the_answer(session: Session) -> None:
    referral = _referral(session, "2026-10-08", "soon", "x")
    [line] = referrals.to_answer(session)
    assert line.days_waiting(MONDAY) == 11
    referrals.answer(session, referral, answered_on=MONDAY, outcome="", text="")
    [line] = referrals.all_referrals(session)
    assert line.days_waiting(MONDAY) is None


def test_an_answer_saved_concludes_and_accepts_nothing(session: Session) -> None:
    referral = _referral(session, "2026-10-08", "soon", "x")
    for outcome in ("guidance", "care_episode", "in_assessment", ""):
        referrals.answer(session, referral, answered_on=MONDAY, outcome=outcome, text="Sentita la famiglia")
        assert acts.offered(session, referral).states["state"] == "received"
    assert [one.id for one in referrals.to_conclude(session)] == [referral]
    assert {one.name for one in acts.offered(session, referral).acts if one.allowed} >= {"accept", "conclude"}
    acts.do(session, referral, "conclude", given={"outcome": "guidance"})
    shown = records.show(session, referral).values
    assert (shown["state"], shown["answered_on"], shown["answer"]) == (
        *("concluded", "2026-10-19", "Sentita la famiglia"),
    )
    assert referrals.to_conclude(session) == []


def test_an_old_one_still_open_is_listed_however_many_came_after_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(referrals, "MOST", 2)
    days = [f"2026-10-0{day}" for day in range(1, 5)]
    old, *later = [_referral(session, day, "soon", "x") for day in days]
    for one in (old, *later):
        referrals.answer(session, one, answered_on=MONDAY, outcome="guidance", text="Sentita la famiglia")
    for one in later:
        acts.do(session, one, "conclude", given={"outcome": "guidance"})
    assert [one.id for one in referrals.to_conclude(session)] == [old]


def test_one_that_is_assigned_and_answered_still_waits_to_be_accepted(session: Session) -> None:
    referral = _referral(session, "2026-10-08", "soon", "x")
    acts.do(session, referral, "assign", given={"assignee": session.identity.operator})
    referrals.answer(session, referral, answered_on=MONDAY, outcome="guidance", text="Sentita la famiglia")
    assert acts.offered(session, referral).states["state"] == "assigned"
    acts.do(session, referral, "accept", given={})
    assert [one.id for one in referrals.to_conclude(session)] == [referral]


def test_one_registered_with_its_outcome_begins_where_that_says_and_one_without_is_received(session: Session) -> None:
    given = {"received_on": "2026-10-08", "source": "school", "subject": "x", "answered_on": "2026-10-09"}
    said = {"": "received", "guidance": "concluded", "in_assessment": "accepted", "care_episode": "accepted"}
    for outcome, state in said.items():
        made = add(session, "referral", **given, outcome=outcome or None)
        assert records.show(session, made).values["state"] == state
    assert "open-care" in {one.name for one in acts.offered(session, made).acts if one.allowed}
    linked = given | {"outcome": "care_episode", "care_episode": {"record": made}}
    assert REFERRAL_PATH.opening(linked) == "in_care"


def test_an_access_becomes_a_referral_once_and_says_so(session: Session) -> None:
    saved = contacts.register_contact(session, {"who": "Vicina di casa", "note": "Sente gridare", "comune": "Bozzolo"})
    values = referrals.from_contact(records.show(session, saved.id).values)
    assert values == {"subject": "Vicina di casa", "content": "Sente gridare", "comune": "Bozzolo"}
    made = referrals.save_new(session, values | {"source": "neighbour"}, contact=saved.id)
    assert records.show(session, made.id).values["number"] == "2026/AA-1"
    assert records.show(session, saved.id).values["outcome"] == "referral"


def test_the_name_of_who_reports_lies_in_a_folder_of_its_own(session: Session) -> None:
    referral = add(session, "referral", source="school", subject="x", referrer="Maestra Rossi")
    shown = records.show(session, referral)
    assert shown.values["referrer"] == "Maestra Rossi"
    database = session.vault.read()
    kept = {circle: folders.find(database, shown.root, circle) for circle in (ORDINARY, RESERVED)}
    assert None not in kept.values()
    assert kept[ORDINARY] != kept[RESERVED]


def test_violence_is_asked_where_it_may_hide() -> None:
    assert referrals.asks_violence({"vulnerabilities": ["family_conflict"]})
    assert referrals.asks_violence({"violence": ["physical"]})
    assert not referrals.asks_violence({"vulnerabilities": ["housing"]})


@pytest.mark.parametrize(
    ("said", "state", "before"),
    [
        ({}, "received", "received"),
        ({"answered_on": "2026-10-09"}, "received", "concluded"),
        ({"answered_on": "2026-10-09", "outcome": "guidance"}, "concluded", "concluded"),
        ({"outcome": "guidance"}, "received", "received"),
        ({"answered_on": "2026-10-09", "outcome": "in_assessment"}, "accepted", "accepted"),
        ({"outcome": "care_episode"}, "in_care", "in_care"),
    ],
)
def test_one_written_before_the_states_is_concluded_by_its_outcome_and_not_by_a_first_contact_alone(
    said: dict[str, str], state: str, before: str
) -> None:
    assert REFERRAL_PATH.state_of(said) == state
    (older,) = (one for one in machines_of("referral", 2) if one.field == "state")
    assert older.state_of(said) == before


def test_one_that_another_program_left_without_its_day_breaks_no_register(session: Session) -> None:
    odd, sound = (_referral(session, "2026-10-08", "ordinary", subject) for subject in ("strana", "giusta"))
    saves(session, odd, {"received_on": Put("ieri"), "answered_on": Put(["x"])})
    assert {one.id for one in referrals.all_referrals(session)} == {odd, sound}
    assert [one.id for one in referrals.to_answer(session)] == [odd, sound]
    records.change(session, odd, {"received_on": "2026-10-09"})
    assert [one.id for one in referrals.to_answer(session)] == [sound, odd]


def test_a_day_of_a_colleague_whose_clock_is_ahead_stops_no_other_change(session: Session) -> None:
    made = _referral(session, "2026-10-08", "ordinary", "x")
    saves(session, made, {"received_on": Put("2026-10-21"), "answered_on": Put("2026-10-22")})
    shown = records.show(session, made).values
    records.change(session, made, {"received_on": shown["received_on"], "content": "Sentita la scuola"})
    acts.do(session, made, "accept", given={})
    acts.do(session, made, "conclude", given={"outcome": "guidance"})
    assert records.show(session, made).values["state"] == "concluded"
    with pytest.raises(BadInput):
        records.change(session, made, {"received_on": "2026-10-20"})
