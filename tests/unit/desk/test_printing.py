# SPDX-License-Identifier: EUPL-1.2
"""A cartella on paper: what it holds, in which words, and that it is logged."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import pypdfium2
from tests.stories.program import Program, founded
from welfaredesk.base.errors import NotFound
from welfaredesk.desk import reading, records
from welfaredesk.desk.printing import print_cartella
from welfaredesk.desk.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Return an open desk."""
    program: Program = founded(tmp_path)
    opened = program.open()
    yield opened
    opened.close()


def add(session: Session, type_name: str, *, circle: str | None = None, **values: object) -> str:
    return records.add(session, records.type_named(type_name), values, circle=circle).id


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "\n")
    finally:
        document.close()


def test_it_holds_what_belongs_to_the_person_and_nothing_of_others(session: Session) -> None:
    person = add(session, "person", surname="Gazzola", name="Ottavia", birth="1948-05-02")
    other = add(session, "person", surname="Altrui", name="Rino")
    case_file = add(session, "case_file", person=person)
    add(session, "diary_entry", person=person, when="2026-03-04T16:30:00+01:00", text="Prima *riga*\nseconda #riga")
    add(session, "diary_entry", person=person, circle="reserved", text="Solo per pochi")
    add(session, "diary_entry", person=other, text="Di un altro")
    made = print_cartella(session, case_file)
    text = text_of(made.data)
    for said in ("Gazzola, Ottavia", "02/05/1948", "Prima *riga*", "seconda #riga", "04/03/2026 16:30", "Riservata"):
        assert said in text
    assert "Di un altro" not in text
    assert text.index("Prima") < text.index("Solo per pochi")
    number = records.show(session, case_file).values["number"]
    assert f"Cartella {number}" in text
    last = reading.lines(session)[-1]
    assert (last["act"], last["record"]) == ("print", person)


def test_a_long_cartella_has_its_number_on_every_page(session: Session) -> None:
    person = add(session, "person", surname="Gazzola")
    case_file = add(session, "case_file", person=person)
    for number in range(30):
        add(session, "diary_entry", person=person, text=f"Visita {number}.\n" + "Una frase che si ripete. " * 30)
    made = print_cartella(session, person)
    assert made.pages > 3
    numbered = f"Cartella {records.show(session, case_file).values['number']}"
    assert text_of(made.data).count(numbered) == made.pages


def test_what_belongs_to_no_person_is_not_printed(session: Session) -> None:
    note = add(session, "quick_note", text="Chiamare la scuola")
    with pytest.raises(NotFound):
        print_cartella(session, note)


def test_somebody_in_protection_is_not_named_on_a_relatives_paper(session: Session) -> None:
    mother = add(session, "person", surname="Gazzola", name="Ottavia", domicile=[{"street": "via Segreta 7"}])
    father = add(session, "person", surname="Belli", name="Ugo", family_caregiver=mother)
    members = [{"person": mother, "relation": "spouse"}, {"person": father}]
    add(session, "household", name="Belli e Gazzola", address="via Segreta 7", notes="Ottavia cucina", members=members)
    add(session, "network_tie", person=father, other=mother)
    written = text_of(print_cartella(session, father).data)
    assert "Ottavia" in written
    assert "via Segreta 7" in written
    records.change(session, mother, {"in_protection": True})
    paper = text_of(print_cartella(session, father).data)
    assert not any(word in paper for word in ("Ottavia", "Gazzola", "Segreta", mother))
    assert paper.count("persona in protezione") >= 3
    assert "Belli, Ugo" in paper
    own = text_of(print_cartella(session, mother).data)
    assert "Gazzola, Ottavia" in own
    assert "Segreta" not in own


def test_a_protected_address_is_on_no_paper(session: Session) -> None:
    person = add(
        session,
        "person",
        surname="Gazzola",
        residence=[{"street": "via Vecchia 1"}],
        abode=[{"street": "via Nuova 2"}],
        protected_abode=[{"street": "via Nascosta 3"}],
    )
    other = add(session, "person", surname="Altrui")
    add(session, "household", name="Insieme", address="via Nuova 2", members=[{"person": person}, {"person": other}])
    paper = text_of(print_cartella(session, person).data)
    assert "via Vecchia 1" in paper
    assert "via Nuova 2" in text_of(print_cartella(session, other).data)
    assert "Nascosta" not in paper
    assert "non si stampa" in paper
    ended = {"kind": "protected_address", "since": "2020-01-01", "until": "2020-12-31"}
    records.change(session, person, {"cautions": [ended]})
    assert "via Vecchia 1" in text_of(print_cartella(session, person).data)
    records.change(session, person, {"reserved_cautions": [{"kind": "protected_address", "since": "2026-01-01"}]})
    for one in (person, other):
        paper = text_of(print_cartella(session, one).data)
        assert not any(street in paper for street in ("Vecchia", "Nuova", "Nascosta"))
