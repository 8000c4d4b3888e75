# SPDX-License-Identifier: EUPL-1.2
"""The terms of a case: reminded in Oggi to whoever follows it, as the ente wants them."""

from tests.opened import add, giulia
from welfaredesk.desk import lists, records, today
from welfaredesk.desk.care_terms import terms_of_care
from welfaredesk.desk.session import Session


def in_oggi(session: Session) -> list[tuple[str, str, str]]:
    return [(one.title, one.day.isoformat(), one.who) for one in today.board(session).due if one.type == "care_episode"]


def case(session: Session, **said: object) -> str:
    """Return a presa in carico of the girl with a PAD, of this operator."""
    (row,) = lists.of_root(session, "care_episode", giulia(session))
    identity = str(row["_id"])
    records.change(session, identity, {"pad_signed_on": "2026-06-22"} | said)
    return identity


def test_a_term_of_the_adi_path_is_reminded_to_whoever_follows_the_case(session: Session) -> None:
    made = case(session)
    assert in_oggi(session) == [("Primo appuntamento ADI", "2026-10-20", "Ferrari, Giulia")]
    records.change(session, made, {"adi_appointments": [{"held_on": "2026-10-19", "result": "held"}]})
    assert in_oggi(session) == []


def test_one_that_is_late_stays_and_that_of_a_colleague_is_not_shown(session: Session) -> None:
    colleague = add(session, "operator", surname="Galli", name="Marta")
    case(session, pad_signed_on="2026-01-12")
    assert [one[1] for one in in_oggi(session)] == ["2026-05-12"]
    person = giulia(session)
    add(
        session,
        "care_episode",
        person=person,
        opened_on="2026-01-07",
        pad_signed_on="2026-06-22",
        responsible_social_worker=colleague,
    )
    assert [one[1] for one in in_oggi(session)] == ["2026-05-12"]


def test_the_ente_says_how_long_and_turns_on_what_is_shipped_off(session: Session) -> None:
    made = case(session)
    terms = [
        {"name": "Primo appuntamento ADI", "length": 4, "unit": "mesi", "source": "Regolamento"},
        {"name": "Convocazione ADI", "length": 60},
        {"name": "Firma del patto per l'inclusione", "length": 30},
    ]
    add(session, "ente_settings", name="Consorzio", terms=terms)
    dues = terms_of_care(session, records.show(session, made))
    assert [(one.term.name, one.day.isoformat()) for one in dues] == [
        ("adi_convene", "2026-08-21"),
        ("adi_first", "2026-10-22"),
    ]
    assert dues[1].term.source == "Regolamento"
    records.change(session, made, {"adi_appointments": [{"held_on": "2026-10-19", "result": "held"}]})
    dues = terms_of_care(session, records.show(session, made))
    assert [one.term.name for one in dues] == ["adi_sign", "adi_next"]
    records.change(session, made, {"adi_phase": "monitoring"})
    assert [one.term.name for one in terms_of_care(session, records.show(session, made))] == ["adi_next"]
    assert terms_of_care(session, records.show(session, giulia(session))) == []
