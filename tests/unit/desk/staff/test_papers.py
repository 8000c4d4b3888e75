# SPDX-License-Identifier: EUPL-1.2
"""Papers of a staff: a numbered copy for each member without a desk, of his situation alone."""

import pytest

from tests.unit.desk.staff.made import SCHOOL, do, minutes
from tests.unit.desk.test_printing import text_of
from welfaredesk.base.errors import NotFound
from welfaredesk.desk import reading, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import minutes as desk
from welfaredesk.desk.staff.papers import print_minutes, print_sheets
from welfaredesk.domain.frozen import hash_words


def test_minutes_are_printed_once_for_each_member_without_a_desk_with_the_name_on_each_page(session: Session) -> None:
    made = minutes(session, SCHOOL, {"role": "npi", "name": "Rosa, Ivo"}, family="La nonna aiuta.\n" * 60)
    do(session, made, "share")
    pdf = print_minutes(session, made)
    text = text_of(pdf.data)
    assert pdf.pages >= 4
    assert text.count("Copia 2 di 3, per Neri, Ada") + text.count("Copia 3 di 3, per Rosa, Ivo") == pdf.pages
    assert "per Bianchi" not in text
    assert "Non è il testo chiuso" in text
    assert "Scrivere alla scuola" in text
    assert "Dissento, perché:" in text
    (answer,) = [one for one in desk.minutes_page(session, made).answers if one.name == "Rosa, Ivo"]
    alone = text_of(print_minutes(session, answer.id).data)
    assert "Rosa, Ivo" in alone
    assert "per Neri" not in alone
    logged = [line for line in reading.lines(session) if line["act"] == "print"]
    assert [line["record"] for line in logged] == [made, made]


def test_closed_minutes_carry_number_and_hash_and_ask_nothing(session: Session) -> None:
    made = minutes(session)
    do(session, made, "share")
    for one in desk.minutes_page(session, made).answers:
        do(session, one.id, "record-answer", answer="confirmed", means="in_person")
    do(session, made, "confirm")
    do(session, made, "close")
    text = text_of(print_minutes(session, made).data)
    assert "2026/AA-1" in text
    assert hash_words(desk.minutes_page(session, made).digest) in text
    assert "Dissento" not in text
    assert "Hanno risposto tutti i membri" in text


def test_sheets_to_prepare_say_why_and_leave_room(session: Session) -> None:
    made = minutes(session)
    root = records.show(session, made).root
    records.change(session, root, {"reason": "La scuola chiede più ore."})
    text = text_of(print_sheets(session, made).data)
    assert "La scuola chiede più ore." in text
    assert "Copia 2 di 2, per Neri, Ada" in text
    for words in ("Che cosa porto", "Che cosa chiedo", "Che cosa propongo"):
        assert words in text
    with pytest.raises(NotFound):
        print_sheets(session, root)
