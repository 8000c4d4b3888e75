# SPDX-License-Identifier: EUPL-1.2
"""The register of requests: numbered, with a term, in the order of who waits; and what their acts write."""

from datetime import date

import pytest

from tests.opened import add, giulia
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.errors import BadInput
from welfaredesk.desk import acts, records
from welfaredesk.desk.access import requests
from welfaredesk.desk.access.requests import new_request
from welfaredesk.desk.access.treatments import TREATMENTS
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.records.access_request import OF_THE_CARTELLA


def asked(session: Session, person: str, received: str = "2026-10-12", **said: Value) -> str:
    return new_request(session, person, {"requester": "Ottavia Mazzi", "received_on": received} | said).id


def due(session: Session, request: str) -> Value:
    return records.show(session, request).values.get("due_on")


def do(session: Session, request: str, action: str, **given: Value) -> None:
    acts.do(session, request, action, given=given)


def test_requests_are_numbered_and_have_a_term(session: Session) -> None:
    person = giulia(session)
    first, second = asked(session, person), asked(session, person, basis="own_data")
    numbers = [records.show(session, one).values["number"] for one in (first, second)]
    assert numbers == ["2026/AA-1", "2026/AA-2"]
    assert (due(session, first), due(session, second)) == ("2026-11-11", "2026-11-12")
    assert due(session, asked(session, person, basis="other")) is None


def test_the_term_is_that_of_the_ente_where_it_wrote_one(session: Session) -> None:
    person = giulia(session)
    terms = [
        {"name": "access_papers", "length": 20, "unit": "giorni"},
        {"name": "access_own_data", "length": 15, "unit": "giorni", "valid_from": "2026-10-13"},
        {"name": "access_own_data_longer", "length": 1, "unit": "mesi"},
    ]
    add(session, "ente_settings", name="Consorzio", terms=terms)
    papers, own = asked(session, person), asked(session, person, basis="own_data")
    assert (due(session, papers), due(session, own)) == ("2026-11-01", "2026-11-12")
    do(session, own, "start")
    do(session, own, "extend", extension_reason="Archivio vecchio")
    assert due(session, own) == "2026-12-12"
    do(session, papers, "suspend", suspension_reason="Manca la delega")
    do(session, papers, "resume")
    assert due(session, papers) == "2026-11-08"


def test_a_request_needs_to_say_who_asks_and_cannot_come_tomorrow(session: Session) -> None:
    person = giulia(session)
    with pytest.raises(BadInput):
        new_request(session, person, {"received_on": "2026-10-12"})
    with pytest.raises(BadInput) as caught:
        asked(session, person, "2026-10-20")
    assert "futuro" in caught.value.text
    with pytest.raises(BadInput):
        asked(session, person, due_on="2026-10-01")


def test_the_register_has_on_top_who_waits_and_is_due_first(session: Session) -> None:
    person = giulia(session)
    old, new = asked(session, person, "2026-09-01"), asked(session, person)
    over = asked(session, person, "2026-08-01")
    do(session, over, "withdraw")
    found = requests.register(session)
    assert [one.id for one in found] == [old, new, over]
    assert [one.late for one in found] == [18, 0, 0]
    assert [one.id for one in requests.of_person(session, person)] == [old, new, over]
    assert [one.id for one in requests.due_until(session, date(2026, 10, 30))] == [old]


def test_while_it_is_suspended_no_term_runs_and_it_begins_anew(session: Session) -> None:
    request = asked(session, giulia(session), "2026-09-01")
    do(session, request, "suspend", suspension_reason="Manca la delega")
    assert [one.late for one in requests.register(session)] == [0]
    do(session, request, "resume")
    assert due(session, request) == "2026-11-18"
    assert [one.state for one in requests.register(session)] == ["in_progress"]


def test_only_own_data_may_be_put_off(session: Session) -> None:
    person = giulia(session)
    papers, own = asked(session, person), asked(session, person, basis="own_data")
    with pytest.raises(ActRefused):
        do(session, papers, "extend", extension_reason="Molte schede")
    do(session, own, "extend", extension_reason="Molte schede")
    assert due(session, own) == "2027-01-12"


def test_an_answer_before_the_request_or_a_refusal_without_a_reason_is_not_written(session: Session) -> None:
    request = asked(session, giulia(session))
    do(session, request, "start")
    for given in ({"answered_on": "2026-10-01"}, {"answer": "refused"}):
        with pytest.raises(BadInput):
            acts.do(session, request, "answer", given={"answer": "accepted"} | given)
    do(session, request, "answer", answer="refused", reason="Non è legittimato")
    assert records.show(session, request).values["answered_on"] == "2026-10-19"


def test_every_type_that_may_go_is_treated_and_its_fields_exist() -> None:
    assert set(TREATMENTS) == set(OF_THE_CARTELLA)
    for name, treatment in TREATMENTS.items():
        fields = {one.name for one in type_named(name).fields}
        assert {*treatment.dropped, *treatment.naming, *treatment.silent} <= fields, name
