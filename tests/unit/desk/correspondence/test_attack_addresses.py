# SPDX-License-Identifier: EUPL-1.2
"""A protected address is noticed however it is written: short, in Roman numbers, over a line, without staircase."""

import pytest

from tests.unit.desk.correspondence.test_addressee import person, service, verdict
from welfaredesk.desk.session import Session

__all__ = ["service"]

WRITTEN = [
    ("Via dei Tigli 4/B", "Abita in via dei Tigli 4"),
    ("Via dei Tigli 4, scala B int. 3", "Abita in via dei Tigli, 4"),
    ("Via dei Tigli 4", "Abita in via dei Tigli 4A"),
    ("Via dei Tigli 4", "Abita in via dei Ti-\ngli 4"),
    ("Via dei Tigli 4", "Abita in via dei Ti\u00adgli 4"),
    ("Via dei Tigli 4", "Abita in via dei\n\nTìgli n° 4"),
    ("P.za Tigli 4", "Abita in piazza Tigli 4"),
    ("Via XXV Aprile 4", "Abita in via 25 aprile 4"),
    ("Via 4 Novembre 12", "Abita in via IV Novembre, 12"),
]
SHORT = [
    ("Via dei Tigli 4/B", "Abita in via dei Tigli"),
    ("Via Giuseppe Verdi 3", "Abita in via Verdi 3"),
    ("Via Giuseppe Verdi 3", "Abita in via G. Verdi"),
    ("Corso Vittorio Emanuele II 12", "Abita in c.so V. Emanuele, 12"),
    ("Corso Vittorio Emanuele II 12", "Abita in corso Vittorio Emanuele"),
    ("Via Fratelli Bandiera 3", "Abita in via F.lli Bandiera 3"),
    ("Via San Giovanni 3", "Abita in via S. Giovanni"),
]
OTHERS = [
    ("Via XXV Aprile 4", "Si vede il 4 aprile"),
    ("Via Giuseppe Verdi 3", "La signora Verdi ha 3 figli"),
    ("Via dei Tigli 4", "Abita in via Roma 4, vi va da sola"),
]


@pytest.mark.parametrize(("home", "text"), WRITTEN)
def test_the_same_address_stops_a_letter(session: Session, service: str, home: str, text: str) -> None:
    whose = person(session, "Neri", in_protection=True, protected_abode=[{"street": home}])
    assert verdict(session, whose, addressee={"id": service}, body=text).stop


@pytest.mark.parametrize(("home", "text"), SHORT)
def test_one_that_is_written_short_asks_for_a_reason(session: Session, service: str, home: str, text: str) -> None:
    whose = person(session, "Neri", in_protection=True, protected_abode=[{"street": home}])
    found = verdict(session, whose, addressee={"id": service}, body=text)
    assert found.unsure or found.stop


@pytest.mark.parametrize(("home", "text"), OTHERS)
def test_other_words_do_not(session: Session, service: str, home: str, text: str) -> None:
    whose = person(session, "Neri", in_protection=True, protected_abode=[{"street": home}])
    assert not verdict(session, whose, addressee={"id": service}, body=text).why
