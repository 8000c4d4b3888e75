# SPDX-License-Identifier: EUPL-1.2
"""Names that only another cartella ties to this one, and names that are broken, accented or in an address of mail."""

import pytest

from tests.opened import add
from tests.unit.desk.access.cases import Case, case_of, entry, said_in
from welfaredesk.desk.session import Session


@pytest.fixture
def case(session: Session) -> Case:
    return case_of(session)


def test_whoever_has_this_person_in_the_own_network_is_not_named(case: Case) -> None:
    session = case.session
    uncle = add(session, "person", surname="Zanichelli", name="Ubaldo")
    mother = add(session, "person", surname="Quaini", name="Palmira", in_protection=True)
    for one in (uncle, mother):
        add(session, "network_tie", person=one, other=case.person)
    entry(case, "Ubaldo Zanichelli la accompagna, Palmira Quaini telefona.")
    thirds = {one.shown for one in case.page().thirds}
    assert {"Zanichelli, Ubaldo", "Persona in protezione"} <= thirds
    assert said_in(case.printed(), "Zanichelli", "Ubaldo", "Quaini", "Palmira") == []


@pytest.mark.parametrize(
    "said",
    [
        "Viene Nicolò\nD\u2019Aloè.",
        "Viene NICOLO' D'ALOE'.",
        "Viene Nicolo\u0300 D\u2019Aloe\u0300.",
        "Viene D'Alo\u00adè Nico\u200blò.",
        "Viene Nico-\nlò, poi D'Alo-\n  è.",
        "Scrive a nicolo.daloe@scuola.it",
        "Scrive a nicolo_rossi@scuola.it",
    ],
)
def test_a_name_goes_however_it_is_broken_or_accented(case: Case, said: str) -> None:
    add(case.session, "network_tie", person=case.person, who="Nicolò D'Aloè")
    written = entry(case, said)
    left = case.lines(written).lower().replace("\u0300", "")
    assert said_in(left, "nicol", "alo") == []
