# SPDX-License-Identifier: EUPL-1.2
"""Urgencies on a desk: reserved from the first save, their steps, what is impossible, who may."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.opened import add, giulia
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import BadInput, NotAllowed, NotFound
from welfaredesk.desk import acts, attachments, lists, reading, records, urgencies
from welfaredesk.desk.session import Session
from welfaredesk.desk.today import board
from welfaredesk.domain.removal_terms import DECREE, NOTICE, TRANSMISSION
from welfaredesk.domain.statement import Role
from welfaredesk.store import folders

HOUR = 3_600_000


def removal(session: Session, **said: Any) -> str:
    """Save a collocamento in luogo sicuro that began now."""
    return add(session, "urgency", **({"kind": "emergency_removal", "child_name": "Bambina, forse Alba"} | said))


def do(session: Session, urgency: str, action: str, **given: Any) -> acts.Done:
    return acts.do(session, urgency, action, given=given)


def folders_of(session: Session, root: str) -> list[tuple[str, str]]:
    """Return root type and circle of the folders of a root."""
    found = session.vault.read().conn.execute("SELECT root_type, circle FROM folder WHERE root = ?", (root,))
    return [(str(kind), str(circle)) for kind, circle in found]


def test_it_is_saved_with_two_words_before_there_is_a_cartella(session: Session) -> None:
    urgency = add(session, "urgency", kind="emergency_removal")
    values = records.show(session, urgency).values
    assert values["number"] == "2026/AA-1"
    assert values["began_at"] == session.clock.now().iso()
    assert values["writer"]["id"] == session.identity.operator


def test_nobody_else_hears_that_it_is_there(session: Session) -> None:
    urgency = removal(session)
    add(session, "document", root=urgency, title="Foto della casa", circle="ordinary")
    assert folders_of(session, urgency) == [("urgency", "reserved")]
    folder = session.vault.read().conn.execute("SELECT id FROM folder WHERE root = ?", (urgency,)).fetchone()[0]
    assert folders.groups_of(session.vault.read(), folder) == [session.identity.groups["own"]]
    assert urgencies.opened(session, urgency).alone


def test_asked_to_be_ordinary_it_is_reserved_all_the_same(session: Session) -> None:
    urgency = records.add(session, records.type_named("urgency"), {"kind": "criminal_report"}, circle="ordinary").id
    assert records.show(session, urgency).circle == "reserved"


def test_its_opening_is_logged(session: Session) -> None:
    urgency = removal(session)
    urgencies.opened(session, urgency)
    last = reading.lines(session)[-1]
    assert (last["act"], last["record"], last["root"]) == ("open", urgency, urgency)


def test_the_steps_are_marked_with_hour_and_paper_and_start_the_next_clock(session: Session, clock: FixedClock) -> None:
    urgency = removal(session)
    clock.advance(ms=20 * 60_000)
    do(session, urgency, "notify", notice_to="PM di turno", notice_outcome="aspetta la relazione")
    clock.advance(ms=27 * HOUR)
    assert do(session, urgency, "transmit", sent_paper="PEC 118/2026").after == "sent"
    found = {one.name: one for one in urgencies.opened(session, urgency).clocks(clock.now().local())}
    late = found[TRANSMISSION].over
    assert late is not None
    assert (late.total_seconds(), found[TRANSMISSION].paper) == (3 * 3600 + 20 * 60, "PEC 118/2026")
    assert found[NOTICE].done is not None
    assert do(session, urgency, "request-validation", request_paper="n. 77").after == "requested"
    given = {"decree_paper": "dec. 12", "curator": "avv. Sala", "hearing_set_for": "2026-11-03T09:30:00+01:00"}
    assert do(session, urgency, "decree", **given).after == "decreed"
    assert do(session, urgency, "hear", hearing_paper="verbale 3").after == "heard"
    assert do(session, urgency, "close", outcome="validated").after == "closed"
    assert urgencies.open_urgencies(session) == []
    assert do(session, urgency, "reopen", reopening_reason="Il decreto è stato reclamato").after == "reopened"
    assert [line.id for line in urgencies.open_urgencies(session)] == [urgency]


def test_what_was_sent_is_kept_as_it_was(session: Session) -> None:
    urgency = removal(session, facts="Era sola in casa.", safe_place="Comunità La Rondine")
    do(session, urgency, "transmit", sent_paper="PEC 1")
    records.change(session, urgency, {"facts": "Era con il fratello."})
    do(session, urgency, "close", outcome="revoked")
    assert "facts" not in acts.offered(session, urgency).changed
    records.change(session, urgency, {"facts": "Altro"})
    assert "facts" in acts.offered(session, urgency).changed


def test_a_step_forgotten_is_marked_later_and_the_state_stays(session: Session) -> None:
    urgency = removal(session)
    do(session, urgency, "decree", decree_paper="dec. 1")
    assert do(session, urgency, "transmit", sent_paper="PEC 1").after == "decreed"
    assert do(session, urgency, "notify", notice_to="PM", notice_outcome="sì").after == "decreed"


def test_one_without_a_placement_is_reported_and_may_become_one(session: Session, clock: FixedClock) -> None:
    urgency = add(session, "urgency", kind="emergency_intervention")
    with pytest.raises(ActRefused) as told:
        do(session, urgency, "decree", decree_paper="x")
    assert "solo per il collocamento in luogo sicuro (art. 403 c.c.)" in told.value.text
    assert do(session, urgency, "transmit", sent_paper="PEC 1").after == "reported"
    clock.advance(ms=5 * HOUR)
    assert do(session, urgency, "emergency-removal", decided_by="Anna Riva").after == "open"
    opened = urgencies.opened(session, urgency)
    assert opened.values["kind"] == "emergency_removal"
    assert "sent_at" not in opened.values
    due = {one.name: one.due for one in opened.clocks(clock.now().local())}[TRANSMISSION]
    assert due is not None
    assert due.timestamp() * 1000 == clock.now().utc_ms + 24 * HOUR


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sent_at": "2026-10-19T09:00:00+02:00"}, "Trasmesso: Viene prima dell'inizio dell'urgenza"),
        ({"sent_at": "2026-10-21T09:00:00+02:00"}, "Trasmesso: È nel futuro"),
        ({"sent_at": "ieri"}, "Trasmesso: Ci vogliono data e ora"),
        ({"sent_paper": ""}, "Protocollo o PEC di invio: serve per"),
    ],
)
def test_an_impossible_moment_is_told_and_nothing_is_changed(
    session: Session, given: dict[str, str], said: str
) -> None:
    urgency = removal(session)
    before = records.show(session, urgency)
    with pytest.raises(BadInput) as told:
        do(session, urgency, "transmit", **({"sent_paper": "PEC 1"} | given))
    assert said in told.value.text
    assert records.show(session, urgency).values == before.values


def test_a_placement_in_the_future_is_told(session: Session) -> None:
    with pytest.raises(BadInput) as told:
        removal(session, began_at="2026-10-19T12:00:00+02:00")
    urgency = removal(session)
    assert "Quando: È nel futuro" in told.value.text
    with pytest.raises(BadInput):
        records.change(session, urgency, {"began_at": "2027-10-19T12:00:00+02:00"})
    assert lists.page_of(session, records.type_named("urgency"))[0][0]["_id"] == urgency


def test_those_that_are_open_come_by_what_presses(session: Session, clock: FixedClock) -> None:
    late = removal(session)
    do(session, late, "notify", notice_to="PM", notice_outcome="sì")
    clock.advance(ms=20 * HOUR)
    plain = add(session, "urgency", kind="unaccompanied_minor")
    new = removal(session)
    do(session, new, "notify", notice_to="PM", notice_outcome="sì")
    clock.advance(ms=5 * HOUR)
    found = urgencies.open_urgencies(session)
    assert [line.id for line in found] == [late, new, plain]
    assert [line.clock.is_late for line in found if line.clock] == [True, False, False]
    shown = board(session)
    assert [line.id for line in shown.urgencies] == [late, new, plain]
    assert shown.count >= 3


def test_it_is_tied_to_a_person_later_and_the_tie_is_undone(session: Session) -> None:
    urgency = removal(session, child_name="")
    assert urgencies.who_of(records.show(session, urgency).values) == ""
    person = giulia(session)
    urgencies.tie(session, urgency, person)
    assert urgencies.who_of(records.show(session, urgency).values) == "Ferrari, Giulia"
    assert [row["_id"] for row in lists.linked_from(session, person, "urgency")] == [urgency]
    urgencies.tie(session, urgency, None)
    assert "person" not in records.show(session, urgency).values


def test_the_ente_may_say_another_term_from_a_day_on(session: Session, clock: FixedClock) -> None:
    terms = [
        {"name": TRANSMISSION, "length": 36, "unit": "ore", "source": "Legge nuova", "valid_from": "2026-10-01"},
        {"name": DECREE, "length": 3, "unit": "days", "valid_to": "2020-01-01"},
        {"name": "altro", "length": 1, "unit": "ore"},
        {"name": NOTICE, "length": 0, "unit": "ore"},
        {"name": NOTICE, "length": 2, "unit": "settimane"},
    ]
    add(session, "ente_settings", name="Consorzio", terms=terms)
    urgency = removal(session)
    found = {one.name: one for one in urgencies.opened(session, urgency).clocks(clock.now().local())}
    term = found[TRANSMISSION].term
    assert term is not None
    assert (term.hours, term.source) == (36, "Legge nuova")
    decree = found[DECREE].term
    assert decree is not None
    assert decree.hours == 48
    notice = found[NOTICE].term
    assert notice is not None
    assert (notice.hours, notice.days) == (0, 0)


def test_a_paper_that_came_is_kept_with_it(session: Session, tmp_path: Path) -> None:
    urgency = removal(session)
    document = add(session, "document", root=urgency, title="Decreto")
    file = tmp_path / "decreto.pdf"
    file.write_bytes(b"%PDF-1.7 decreto")
    attachments.attach(session, document, file)
    assert records.show(session, document).circle == "reserved"
    assert [paper.title for paper in urgencies.opened(session, urgency).papers] == ["Decreto"]


@pytest.mark.parametrize("role", [Role.AMMINISTRATORE, Role.DPO, Role.ESTERNO])
def test_whoever_works_on_no_case_neither_sees_nor_makes_one(session: Session, role: Role) -> None:
    urgency = removal(session)
    session.identity = replace(session.identity, roles=(role,))
    assert urgencies.open_urgencies(session) == []
    with pytest.raises(NotFound):
        urgencies.opened(session, urgency)
    with pytest.raises(NotAllowed):
        removal(session)
