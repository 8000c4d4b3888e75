# SPDX-License-Identifier: EUPL-1.2
"""Acts on a real desk: what is offered, what is refused and why, what one writes, and what stays as it was."""

import pytest

from tests.opened import add, giulia
from welfaredesk.base.casework_errors import ActRefused, UnknownAct
from welfaredesk.base.errors import BadInput, NotFound
from welfaredesk.desk import acts, checking, drafts, lists, reading, records, referrals
from welfaredesk.desk.session import Session
from welfaredesk.domain.judging import frozen_in
from welfaredesk.domain.kinds import Value
from welfaredesk.store import journal
from welfaredesk.store import records as rows

TODAY = "2026-10-19"


def episode_of(session: Session, person: str) -> str:
    """Return the presa in carico of a person."""
    (row,) = lists.of_root(session, "care_episode", person)
    return str(row["_id"])


def done(session: Session, record: str, action: str, **given: Value) -> acts.Done:
    """Do an act that asks for these."""
    return acts.do(session, record, action, given=given)


@pytest.fixture
def person(session: Session) -> str:
    return giulia(session)


@pytest.fixture
def episode(session: Session, person: str) -> str:
    return episode_of(session, person)


@pytest.fixture
def referral(session: Session, person: str) -> str:
    return add(session, "referral", source="school", received_on="2026-10-12", person=person, referrer="Maestra")


def test_what_may_be_done_and_what_not_is_said_with_the_reason(session: Session, episode: str) -> None:
    offers = acts.offered(session, episode)
    assert offers.states == {"status": "in_care", "assignment": "accepted", "handing": "kept"}
    assert (offers.provisional, offers.changed) == (False, ())
    allowed = {one.name for one in offers.acts if one.allowed}
    assert allowed == {"suspend", "name-case-manager", "close", "transfer", "hand-over"}
    refused = offers.offer("resume")
    assert refused is not None
    assert refused.why == "Non è sospesa"
    closing = offers.offer("close")
    assert closing is not None
    assert [(one.field.name, one.required, one.value) for one in closing.asks] == [
        ("closed_on", True, TODAY),
        ("closing_reason", True, None),
        ("outcome", False, None),
        ("sent_on_to", False, None),
    ]
    assert offers.offer("moon") is None


def test_a_record_without_a_machine_has_no_acts(session: Session, person: str) -> None:
    assert acts.offered(session, person).acts == ()
    with pytest.raises(UnknownAct):
        done(session, person, "close")
    with pytest.raises(NotFound):
        acts.offered(session, session.ids.new())


def test_closing_keeps_a_copy_and_says_what_changed_since(session: Session, episode: str) -> None:
    made = done(session, episode, "close", closing_reason="goals_reached", outcome="Autonoma")
    assert (made.before, made.after, made.provisional) == ("in_care", "closed", False)
    values = records.show(session, episode).values
    assert (values["status"], values["closed_on"], values["outcome"]) == ("closed", TODAY, "Autonoma")
    assert acts.offered(session, episode).changed == ()
    records.change(session, episode, {"outcome": "Autonoma, con l'aiuto della zia"})
    assert acts.offered(session, episode).changed == ("outcome",)
    with pytest.raises(ActRefused) as told:
        done(session, episode, "suspend", suspension_reason="x")
    assert "la presa in carico è chiusa" in told.value.text
    done(session, episode, "reopen", reopening_reason="Nuovo bisogno")
    after = records.show(session, episode).values
    assert after["status"] == "reopened"
    assert "closed_on" not in after
    assert acts.offered(session, episode).changed == ()
    assert checking.check(session).problems == ()


def test_what_was_written_before_the_closing_is_not_emptied_by_it(session: Session, episode: str) -> None:
    records.change(session, episode, {"outcome": "Va meglio, la zia la segue."})
    closing = acts.offered(session, episode).offer("close")
    assert closing is not None
    assert "Va meglio, la zia la segue." in [one.value for one in closing.asks]
    done(session, episode, "close", closing_reason="goals_reached")
    assert records.show(session, episode).values["outcome"] == "Va meglio, la zia la segue."


def test_what_an_act_asks_must_be_there_and_nothing_else(session: Session, episode: str) -> None:
    before = records.show(session, episode)
    for given, words in (
        ({}, "Motivo di chiusura: serve per «Chiudi la presa in carico»"),
        ({"closing_reason": "moon"}, "Motivo di chiusura"),
        ({"closing_reason": "moved", "closed_on": "ieri"}, "Chiusa il"),
        ({"closing_reason": "moved", "closed_on": "2001-01-01"}, ""),
        ({"closing_reason": "moved", "notes": "x"}, "Note: «Chiudi la presa in carico» non lo chiede"),
        ({"closing_reason": "moved", "moon": "x"}, "campo sconosciuto"),
    ):
        with pytest.raises(BadInput) as told:
            done(session, episode, "close", **given)
        assert words in told.value.text
    assert records.show(session, episode) == before


def test_suspended_and_resumed(session: Session, episode: str) -> None:
    done(session, episode, "suspend", suspension_reason="Ricovero", suspended_until="2026-12-01")
    assert records.show(session, episode).values["status"] == "suspended"
    done(session, episode, "resume")
    values = records.show(session, episode).values
    assert values["status"] == "in_care"
    assert values["resumed_on"] == TODAY
    assert "suspended_until" not in values


def test_an_assignment_is_accepted_only_by_whom_it_names(session: Session, person: str, episode: str) -> None:
    other = add(session, "operator", surname="Rossi", name="Anna")
    me = session.identity.operator
    done(session, episode, "transfer", proposed_worker=other, transfer_reason="Cambio di zona")
    values = records.show(session, episode).values
    assert values["responsible_social_worker"]["id"] == me
    assert values["proposed_worker"]["title"] == "Rossi, Anna"
    with pytest.raises(ActRefused) as told:
        done(session, episode, "accept")
    assert "solo la persona indicata" in told.value.text
    done(session, episode, "assign", proposed_worker=me)
    done(session, episode, "accept")
    values = records.show(session, episode).values
    assert values["responsible_social_worker"]["id"] == me
    assert "proposed_worker" not in values
    assert acts.offered(session, episode).states["assignment"] == "accepted"


def test_what_is_sent_back_waits_for_another_name(session: Session, episode: str) -> None:
    me = session.identity.operator
    done(session, episode, "transfer", proposed_worker=me, transfer_reason="Prova")
    done(session, episode, "send-back", send_back_reason="Sono in congedo")
    assert acts.offered(session, episode).states["assignment"] == "sent_back"
    with pytest.raises(ActRefused):
        done(session, episode, "accept")
    done(session, episode, "assign", proposed_worker=me)


def test_a_segnalazione_becomes_a_numbered_presa_in_carico(session: Session, person: str, referral: str) -> None:
    made = done(session, referral, "open-care").made
    values = records.show(session, made).values
    assert (values["status"], values["kind"], values["number"]) == ("in_care", "continuing", "2026/AA-2")
    assert values["responsible_social_worker"]["id"] == session.identity.operator
    assert values["referral"]["id"] == referral
    here = records.show(session, referral).values
    assert (here["state"], here["outcome"], here["care_episode"]["id"]) == ("in_care", "care_episode", made)
    assert here["answered_on"] == TODAY
    assert referrals.to_answer(session) == []
    assert len(lists.of_root(session, "case_file", person)) == 1
    for action in ("open-care", "assign", "conclude", "reopen"):
        with pytest.raises(ActRefused) as told:
            done(session, referral, action)
        assert "è già una presa in carico" in told.value.text
    assert checking.check(session).problems == ()


def test_it_opens_the_cartella_of_whoever_has_none(session: Session) -> None:
    person = add(session, "person", surname="Boselli", name="Rino", comune="Bozzolo")
    referral = add(session, "referral", source="juvenile_court", subject="Boselli Rino")
    with pytest.raises(BadInput) as told:
        done(session, referral, "open-care")
    assert "Persona segnalata: serve" in told.value.text
    made = done(session, referral, "open-care", person=person).made
    values = records.show(session, made).values
    assert (values["kind"], values["mandate"], values["comune"]) == ("new", "judicial_authority", "Bozzolo")
    (case_file,) = lists.of_root(session, "case_file", person)
    assert case_file["number"] == "2026/AA-1"
    assert lists.person_lines(session, [person])[0].case_file


def test_a_segnalazione_given_to_a_colleague_waits_for_the_colleague(session: Session, referral: str) -> None:
    other = add(session, "operator", surname="Rossi", name="Anna")
    done(session, referral, "assign", assignee=other)
    with pytest.raises(ActRefused):
        done(session, referral, "accept")
    made = done(session, referral, "open-care").made
    values = records.show(session, made).values
    assert values["proposed_worker"]["id"] == other
    assert "responsible_social_worker" not in values
    assert acts.offered(session, made).states["assignment"] == "assigned"


def test_a_segnalazione_is_concluded_and_reopened(session: Session, referral: str) -> None:
    done(session, referral, "accept")
    assert len(referrals.to_answer(session)) == 1
    records.change(session, referral, {"answered_on": "2026-10-14"})
    done(session, referral, "conclude", outcome="guidance", answer="Informata la famiglia")
    assert records.show(session, referral).values["answered_on"] == "2026-10-14"
    done(session, referral, "reopen", reopening_reason="Richiamano")
    assert acts.offered(session, referral).states == {"state": "received", "handing": "kept"}


def test_the_copy_of_a_segnalazione_never_holds_the_name_of_who_signals(session: Session, referral: str) -> None:
    done(session, referral, "conclude", outcome="guidance")
    found = rows.standing(session.vault.read(), referral)
    assert found is not None
    entries = journal.entries_of(session.vault.read(), referral, found.circles["ordinary"])
    (frozen,) = [copy for entry in entries if (copy := frozen_in(entry)) is not None]
    assert frozen["source"] == "school"
    assert "Maestra" not in str(frozen)
    assert {line["act"] for line in records.history(session, referral) if "act" in line} == {"conclude"}


def test_a_cartella_is_closed_and_reopened(session: Session, person: str) -> None:
    (case_file,) = (str(row["_id"]) for row in lists.of_root(session, "case_file", person))
    assert done(session, case_file, "close").after == "closed"
    assert done(session, case_file, "reopen").after == "reopened"


def test_an_act_is_logged_and_takes_its_draft_with_it(session: Session, episode: str) -> None:
    key = acts.draft_key(episode, "suspend")
    drafts.keep(session, key, {"suspension_reason": "Ric"}, type_name="care_episode", record=episode)
    with pytest.raises(BadInput):
        done(session, episode, "suspend")
    assert drafts.draft_of(session, key) is not None
    done(session, episode, "suspend", suspension_reason="Ricovero")
    assert drafts.draft_of(session, key) is None
    assert [line["act"] for line in reading.lines(session, record=episode)] == ["act"]


def test_a_hidden_record_has_nothing_to_do(session: Session, episode: str) -> None:
    records.retire(session, episode, "doppia")
    assert not any(one.allowed for one in acts.offered(session, episode).acts)
    with pytest.raises(ActRefused):
        done(session, episode, "close", closing_reason="moved")
