# SPDX-License-Identifier: EUPL-1.2
"""The directory on a real desk: found by name, local name, acronym and words, with how fresh each entry is."""

from datetime import date

import pytest

from tests.opened import add
from welfaredesk.desk import directory
from welfaredesk.desk.session import Session

MONDAY = date(2026, 10, 19)


@pytest.fixture
def sed(session: Session) -> str:
    """Return a service with a local name and a body that runs it."""
    body = add(session, "body", name="Cooperativa Il Girasole", comune="Casalmaggiore", accredited_until="2026-11-30")
    return add(
        session,
        "service",
        name="Servizio educativo domiciliare",
        local_name="S.E.D.",
        comune="Casalmaggiore",
        body=body,
        checked_on="2025-08-10",
        requirements="Minori con fragilità",
    )


@pytest.mark.parametrize("typed", ["sed", "S.E.D.", "educativo dom", "fragilita", "girasole minori"])
def test_a_service_is_found_however_it_is_called(session: Session, sed: str, typed: str) -> None:
    assert sed in [one.id for one in directory.find(session, typed)]


def test_a_service_is_not_found_by_words_it_does_not_have(session: Session, sed: str) -> None:
    assert not directory.find(session, "dentista")


def test_an_acronym_with_two_meanings_shows_both() -> None:
    labels = [one.label for one in directory.acronym_meanings("sap")]
    assert len(labels) == 2
    assert directory.acronym_meanings("a") == []


def test_an_acronym_finds_what_it_stands_for(session: Session) -> None:
    houses = add(session, "service", name="Servizi abitativi pubblici")
    assert [one.id for one in directory.find(session, "SAP")] == [houses]


def test_bodies_and_services_are_told_apart(session: Session, sed: str) -> None:
    [body] = directory.find(session, "", type_name="body")
    assert body.name == "Cooperativa Il Girasole"
    assert [one.id for one in directory.services_of(session, body.id)] == [sed]


def test_a_service_not_looked_at_for_a_year_is_to_be_checked_again(session: Session, sed: str) -> None:
    assert directory.resource(session, sed).to_check(MONDAY)
    directory.checked_now(session, sed)
    fresh = directory.resource(session, sed)
    assert not fresh.to_check(MONDAY)
    assert (fresh.checked_on, fresh.keeper) == (MONDAY, session.identity.name)


def test_an_accreditation_ends_after_its_last_day() -> None:
    assert not directory.expired(MONDAY, MONDAY)
    assert directory.expires_soon(MONDAY, MONDAY)
    assert directory.expired(date(2026, 10, 18), MONDAY)
    assert not directory.expires_soon(date(2027, 1, 1), MONDAY)
