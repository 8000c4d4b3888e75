# SPDX-License-Identifier: EUPL-1.2
"""Whom a letter may go to: no protected address on paper, nobody who must not approach, a reason where in doubt."""

from typing import Any

import pytest

from tests.opened import add
from welfaredesk.desk import records
from welfaredesk.desk.correspondence.addressee import Verdict
from welfaredesk.desk.correspondence.reading import letter_shown
from welfaredesk.desk.session import Session

STREET = "Via dei Tigli 4"
SECRET = {"street": STREET, "place": "Cremona", "care_of": "Comunità La Rondine"}


def person(session: Session, surname: str, **said: Any) -> str:
    return add(session, "person", surname=surname, name="Anna", **said)


def verdict(session: Session, whose: str, **said: Any) -> Verdict:
    letter = add(session, "letter", person=whose, **({"subject": "Oggetto", "body": "Testo"} | said))
    return letter_shown(session, letter).verdict


@pytest.fixture
def anna(session: Session) -> str:
    order = {"kind": "no_contact_order", "against": "l'ex marito Rossi Mario", "since": "2026-01-10"}
    return person(session, "Verdi", in_protection=True, protected_abode=[SECRET], cautions=[order])


@pytest.fixture
def service(session: Session) -> str:
    return add(session, "service", name="Consultorio")


TOLD = {
    "body": "Abita in via dei Tigli 4, a Cremona",
    "facts": "VIA DEI TIGLI, n. 4",
    "third_parties": "v. Tigli\n4",
    "third_parties_who": "La direttrice della comunità  la rondine",
    "evaluation": "è accolta alla comunità  la rondine",
    "subject": "Invio da via Dei Tigli, 4",
    "addressee_text": "Comunita' «La Rondine»",
    "addressee_address": "Tigli 4",
}


def test_a_protected_address_stops_a_letter_to_anybody_and_is_not_repeated(
    session: Session, anna: str, service: str
) -> None:
    for field, text in TOLD.items():
        found = verdict(session, anna, addressee={"id": service}, **{field: text})
        assert found.stop == ("tra le parole che ne escono c'è un indirizzo protetto",), field
        assert not any(word in found.why.lower() for word in ("tigli", "rondine", "cremona"))


def test_the_street_alone_is_asked_about_and_another_one_is_not(session: Session, anna: str, service: str) -> None:
    near = verdict(session, anna, addressee={"id": service}, body="La scuola di via dei Tigli 40")
    assert (near.stop, len(near.unsure)) == ((), 1)
    assert verdict(session, anna, addressee={"id": service}, body="La scuola di via Roma 4") == Verdict()


def test_an_address_is_secret_too_where_the_avvertenza_says_so(session: Session, service: str) -> None:
    home = [{"street": "Viale Po 12"}]
    caution = {"kind": "protected_address", "since": "2026-01-10"}
    plain = person(session, "Neri", residence=home)
    warned = person(session, "Neri", residence=home, cautions=[caution])
    over = person(session, "Neri", residence=home, cautions=[caution | {"until": "2026-02-01"}])
    said = {"addressee": {"id": service}, "body": "Abita in viale Po 12"}
    assert [bool(verdict(session, one, **said).stop) for one in (plain, warned, over)] == [False, True, False]


def test_who_must_not_approach_gets_no_letter_of_that_cartella(session: Session, anna: str) -> None:
    for name in ("Rossi Mario", "Sig. Mario ROSSI, via Roma 3"):
        assert verdict(session, anna, addressee_text=name).stop
    mario = add(session, "person", surname="Rossi", name="Mario")
    assert verdict(session, anna, addressee={"id": mario}).stop
    tie = add(session, "network_tie", person=anna, who="Rossi, Mario", role="other")
    assert verdict(session, anna, addressee={"id": tie}).stop
    brother = verdict(session, anna, addressee_text="Rossi Luca")
    assert not brother.stop
    assert "il nome del destinatario somiglia a quello di un divieto di avvicinamento" in brother.unsure


def test_an_order_that_ended_stops_nothing(session: Session) -> None:
    order = {"kind": "no_contact_order", "against": "Rossi Mario", "until": "2026-01-10"}
    assert verdict(session, person(session, "Verdi", cautions=[order]), addressee_text="Rossi Mario") == Verdict()


def test_with_avvertenze_only_a_service_or_the_person_herself_needs_no_reason(
    session: Session, anna: str, service: str
) -> None:
    assert verdict(session, anna, addressee={"id": service}) == Verdict()
    assert verdict(session, anna, addressee={"id": anna}) == Verdict()
    assert verdict(session, anna, addressee={"id": service}, addressee_text="Consultorio, dott. Neri") == Verdict()
    over = {"addressee": {"id": service}, "addressee_text": "Avv. Paolo Sala"}
    for said in ({}, over, {"addressee_text": "Scuola media"}, {"addressee": {"id": person(session, "Gialli")}}):
        found = verdict(session, anna, **said)
        assert not found.stop
        assert "divieto di avvicinamento, persona in protezione" in found.unsure[0]


def test_a_letter_in_the_cartella_of_the_other_tells_no_address_of_who_is_tied_to_him(session: Session) -> None:
    home = [{"street": "Via Garibaldi 7"}]
    hidden = person(
        session, "Verdi", in_protection=True, protected_abode=[SECRET], residence=[*home, {"street": "Corso Italia 9"}]
    )
    mario = add(session, "person", surname="Rossi", name="Mario", residence=home)
    add(session, "household", name="Rossi", kind="actual", members=[{"person": mario}, {"person": hidden}])
    assert verdict(session, mario, addressee={"id": mario}, body="La signora è in via dei Tigli 4").stop
    assert verdict(session, mario, addressee={"id": mario}, body="ora in corso Italia 9").stop
    # Where both lived he knows: it is no secret, and his own address.
    assert verdict(session, mario, addressee={"id": mario}, addressee_address="Via Garibaldi 7") == Verdict()
    assert "una persona legata a questa è protetta" in verdict(session, mario, addressee_text="Avvocato").why


def test_who_has_an_order_against_him_is_near_even_where_nothing_ties_them(session: Session, anna: str) -> None:
    mario = add(session, "person", surname="Rossi", name="Mario")
    luca = add(session, "person", surname="Bianchi", name="Luca")
    told = {"addressee_text": "Tribunale", "body": "La signora abita in via dei Tigli 4."}
    assert verdict(session, mario, **told).stop
    elsewhere = verdict(session, luca, **told)
    assert elsewhere == Verdict((), ("nel testo c'è un indirizzo che è protetto per un'altra persona",))
    assert verdict(session, luca, addressee_text="Tribunale", body="Abita in via dei Tigli 6.") == Verdict()
    assert verdict(session, luca, addressee_text="Mario Rossi", body=told["body"]).stop


def test_data_that_would_tell_where_a_protected_person_is_are_left_out_and_said(
    session: Session, anna: str, service: str
) -> None:
    records.change(session, anna, {"residence": [{"street": "Via Roma 1"}], "reachabilities": [{"value": "333 1"}]})
    letter = add(
        session,
        "letter",
        person=anna,
        subject="Invio",
        body="Testo",
        addressee={"id": service},
        shared_data=["name", "residence", "phone"],
    )
    one = letter_shown(session, letter)
    assert one.verdict == Verdict()
    assert one.left_out.startswith("La residenza e i recapiti non si stampano")


def test_a_letter_about_several_is_judged_for_each_of_them(session: Session, service: str) -> None:
    order = {"kind": "no_contact_order", "against": "Rossi Mario", "since": "2026-01-10"}
    mother, child = person(session, "Neri", cautions=[order]), person(session, "Conti")
    about = [{"person": mother}]
    assert verdict(session, child, addressee_text="Rossi Mario") == Verdict()
    assert verdict(session, child, addressee_text="Rossi Mario", others=about).stop != ()
    assert verdict(session, child, addressee={"id": service}, others=about) == Verdict()


def test_who_is_in_protection_is_written_about_in_her_own_cartella_alone(
    session: Session, anna: str, service: str
) -> None:
    (why,) = verdict(session, person(session, "Conti"), addressee={"id": service}, others=[{"person": anna}]).stop
    assert why.startswith("riguarda anche una persona in protezione")
