# SPDX-License-Identifier: EUPL-1.2
"""The paper that goes with a cartella, what happened meanwhile, and what passes to nobody."""

from dataclasses import replace
from datetime import date

import pytest
from page import ValidationProfile, validate_pdf_bytes

from tests.opened import add
from tests.unit.desk.handover.made import BACK, TODAY, WHEN, Case, admitted, asked_of, case_of, do, handed, terms
from tests.unit.desk.test_printing import text_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import NotFound
from welfaredesk.desk import drafts, quick_notes, reading, records
from welfaredesk.desk.handover import own
from welfaredesk.desk.handover.meanwhile import meanwhile
from welfaredesk.desk.handover.papers import print_handover
from welfaredesk.desk.handover.proposing import propose
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.session import Session

RISK = [{"kind": "visit_in_two", "reason": "Minaccia col coltello"}]
ABODE, PROTECTED = "via dei Platani 3", "via Segreta 9"
DAY_MS = 24 * 3600 * 1000


def test_the_paper_says_what_is_open_and_breaks_no_rule_of_pdf_ua(session: Session, case: Case, neri: str) -> None:
    asked_of(session, neri, case.person)
    cautions = [{"kind": "visit_in_two", "since": "2026-01-10", "reason": "Cane in cortile"}]
    records.change(session, case.person, {"cautions": cautions})
    records.change(session, case.appointment, {"where": ABODE})
    handover = handed(session, case, neri, taker=session.identity.operator, until=BACK)
    pdf = print_handover(session, handover)
    said = text_of(pdf.data)
    wanted = ("Boselli, Rino", "Relazione al TM", "Colloquio", "Cane in cortile", "Sentire il medico", ABODE)
    assert [one for one in (*wanted, "01/03/2027", "Neri, Ada") if one not in said] == []
    assert validate_pdf_bytes(pdf.data, profile=ValidationProfile.PDF_UA_1).is_compliant
    printed = [one for one in reading.lines(session, record=handover) if one["act"] == "print"]
    assert [one["root"] for one in printed] == [case.person]
    with pytest.raises(NotFound):
        print_handover(session, case.person)


def test_where_a_protected_person_is_met_stays_off_the_paper(session: Session, case: Case, neri: str) -> None:
    records.change(session, case.person, {"in_protection": True})
    records.change(session, case.appointment, {"where": PROTECTED})
    handover = handed(session, case, neri, taker=session.identity.operator)
    assert PROTECTED not in text_of(print_handover(session, handover).data)


def test_the_paper_holds_only_what_its_receiver_reads(session: Session, case: Case, neri: str) -> None:
    verdi, me = admitted(session), session.identity.operator
    records.change(session, case.person, {"reserved_cautions": RISK})
    add(session, "deadline", circle="reserved", person=case.person, title="Udienza", due_on="2026-11-21", owner=neri)
    asked_of(session, neri, case.person)
    reserved = ("Minaccia col coltello", "Udienza")
    said = text_of(print_handover(session, handed(session, case, neri, taker=verdi)).data)
    assert [one for one in reserved if one in said] == []
    assert "solo quello che legge chi riceve" in said
    other = case_of(session, verdi, "Gallo")
    records.change(session, other.person, {"reserved_cautions": RISK})
    add(session, "deadline", circle="reserved", person=other.person, title="Udienza", due_on="2026-11-21", owner=verdi)
    said = text_of(print_handover(session, handed(session, other, verdi, taker=me)).data)
    assert [one for one in reserved if one not in said] == []


def test_what_passes_is_on_the_paper_of_a_receiver_who_has_no_desk_yet(session: Session, case: Case, neri: str) -> None:
    project = new_project(session, person=case.person)
    records.change(session, project, {"actions": [{"what": "Portare l'ISEE", "operator": neri}]})
    said = text_of(print_handover(session, handed(session, case, neri, taker=admitted(session))).data)
    assert "Quale Portare l'ISEE" in said


def test_what_was_decided_where_the_receiver_does_not_read_stays_off_the_paper(
    session: Session, case: Case, neri: str
) -> None:
    asked_of(session, neri, case.person)
    limited = replace(terms(neri, admitted(session)), parts=("deadline",))
    (made,) = propose(session, [case.person], terms=limited)
    assert "Sentire il medico" not in text_of(print_handover(session, made.handover).data)


def test_what_stays_is_counted_on_the_paper(session: Session, case: Case, neri: str) -> None:
    referral = add(session, "referral", person=case.person, source="school", received_on=TODAY)
    do(session, referral, "assign", assignee=neri, assigned_on=TODAY)
    said = text_of(print_handover(session, handed(session, case, neri, taker=admitted(session))).data)
    assert "Resta a Neri, Ada" in said
    assert "1 segnalazione" in said


def test_an_empty_part_says_so(session: Session, neri: str) -> None:
    person = add(session, "person", surname="Conti")
    deadline = add(session, "deadline", person=person, title="ISEE", owner=neri)
    handover = handed(session, Case(person, "", "", deadline), neri, taker=session.identity.operator)
    assert text_of(print_handover(session, handover).data).count("Niente.") == 5


def test_whoever_comes_back_sees_what_happened_meanwhile(
    session: Session, case: Case, neri: str, clock: FixedClock
) -> None:
    add(session, "diary_entry", person=case.person, text="Prima", when="2026-10-01T09:00:00+02:00")
    asked_of(session, neri, case.person)
    handover = handed(session, case, neri, taker=session.identity.operator)
    do(session, handover, "accept")
    clock.advance(ms=20 * DAY_MS)
    add(session, "diary_entry", person=case.person, kind="home_visit", text="Trovata in casa", when=WHEN)
    records.change(session, case.deadline, {"done_on": "2026-11-05"})
    records.change(session, case.appointment, {"state": "held"})
    found = meanwhile(session, case.person, since=str(records.show(session, handover).values["accepted_on"]))
    told = [(one.day, one.what) for one in found]
    assert told[0] == ("2026-11-05", "Relazione al TM")
    assert {what for _, what in told} >= {"Trovata in casa", "Colloquio", "Relazione al TM"}
    assert "Prima" not in {what for _, what in told}
    assert meanwhile(session, case.person, since="") == ()
    assert {date.fromisoformat(day).year for day, _ in told} == {2026}


def test_appunti_and_drafts_are_shown_to_their_author_and_named_to_others(
    session: Session, case: Case, neri: str
) -> None:
    quick_notes.write_note(session, "Richiamare la scuola")
    drafts.keep(session, f"diary/{case.person}", {"text": "Appena"}, type_name="diary_entry", root=case.person)
    handed(session, case, neri, taker=session.identity.operator)
    found = own.own_things(session)
    assert (found.count, found.leaving) == (2, ())
    assert [one.text for one in found.notes] == ["Richiamare la scuola"]
    assert [one.about for one in found.drafts] == ["Boselli, Rino"]
    assert own.left_behind(session) == ("Neri, Ada",)
