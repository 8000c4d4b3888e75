# SPDX-License-Identifier: EUPL-1.2
"""What passes beside the places: reserved commitments, segnalazioni, single actions of plans; and what stays."""

from tests.opened import add
from tests.unit.desk.handover.made import TODAY, TOMORROW, Case, admitted, case_of, do, handed
from welfaredesk.desk import acts, records
from welfaredesk.desk.handover import lines
from welfaredesk.desk.handover.proposing import cases_of, elsewhere
from welfaredesk.desk.plan.page import project_page
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value
from welfaredesk.store import journal
from welfaredesk.store.records import standing


def test_what_is_reserved_passes_to_whoever_reads_it_and_comes_back(
    session: Session, case: Case, neri: str, me: str
) -> None:
    reserved = add(
        session, "deadline", circle="reserved", person=case.person, title="Udienza", due_on=TOMORROW, owner=neri
    )
    (listed,) = cases_of(session, neri)
    assert (listed.reserved, listed.counts["deadline"]) == (1, 1)
    handover = handed(session, case, neri, taker=me)
    page = lines.handover_page(session, handover)
    assert (page.line.counts["deadline"], page.stays) == (2, ())
    do(session, handover, "accept")
    assert records.show(session, reserved).values["owner"]["id"] == me
    assert "Udienza" not in str(ordinary_entries(session, handover))
    assert reserved not in str(ordinary_entries(session, handover))
    do(session, handover, "give-back")
    assert records.show(session, reserved).values["owner"]["id"] == neri


def ordinary_entries(session: Session, record: str) -> list[object]:
    """Return what was written of a record in its ordinary part."""
    database = session.vault.read()
    found = standing(database, record)
    assert found is not None
    return [one.body for one in journal.entries_of(database, record, found.circles["ordinary"])]


def test_what_is_reserved_stays_where_the_receiver_does_not_read_it(session: Session, case: Case, neri: str) -> None:
    reserved = add(
        session, "deadline", circle="reserved", person=case.person, title="Udienza", due_on=TOMORROW, owner=neri
    )
    handover = handed(session, case, neri, taker=admitted(session))
    page = lines.handover_page(session, handover)
    assert page.line.counts["deadline"] == 1
    assert [one.record for one in page.stays] == [reserved]
    assert lines.stays_words(page.stays) == ["Nella parte riservata, che chi riceve non legge: 1 scadenza"]
    assert lines.stays_words(page.stays, reserved=False) == []


def test_a_segnalazione_passes_and_comes_back(session: Session, case: Case, neri: str, me: str) -> None:
    referral = add(session, "referral", person=case.person, source="school", received_on=TODAY)
    do(session, referral, "assign", assignee=neri, assigned_on=TODAY)
    assert all(not one.allowed for one in acts.offered(session, referral).acts if one.field == "handing")
    handover = handed(session, case, neri, taker=me)
    assert records.show(session, referral).values["assignee"]["id"] == neri
    do(session, handover, "accept")
    assert records.show(session, referral).values["assignee"]["id"] == me
    (item,) = [one for one in lines.handover_page(session, handover).items if one.part == "referral"]
    assert (item.record, item.holder) == (referral, me)
    do(session, handover, "give-back")
    assert records.show(session, referral).values["assignee"]["id"] == neri


def test_a_segnalazione_of_another_does_not_come_back_whatever_was_written(
    session: Session, case: Case, neri: str, me: str
) -> None:
    other = case_of(session, neri, "Gallo")
    taken = []
    for person in (case.person, other.person):
        taken.append(add(session, "referral", person=person, source="school", received_on=TODAY))
        do(session, taken[-1], "assign", assignee=neri, assigned_on=TODAY)
    handovers = [handed(session, one, neri, taker=me) for one in (case, other)]
    for one in handovers:
        do(session, one, "accept")
    rows = records.show(session, handovers[0]).values["items"]
    root = records.show(session, taken[1]).root
    foreign = {"part": "referral", "record": {"id": taken[1], "root": root, "title": ""}}
    records.change(session, handovers[0], {"items": [*rows, foreign]})
    do(session, handovers[0], "give-back")
    holding = [records.show(session, one).values["assignee"]["id"] for one in taken]
    assert holding == [neri, me]


def test_a_segnalazione_stays_where_the_receiver_does_not_read_the_register(
    session: Session, case: Case, neri: str
) -> None:
    referral = add(session, "referral", person=case.person, source="school", received_on=TODAY)
    do(session, referral, "assign", assignee=neri, assigned_on=TODAY)
    handover = handed(session, case, neri, taker=admitted(session))
    page = lines.handover_page(session, handover)
    assert "referral" not in page.line.counts
    (said,) = lines.stays_words(page.stays)
    assert said.endswith("di cui chi riceve non fa parte: 1 segnalazione")


def test_single_actions_of_a_plan_pass_and_it_stays_approved(session: Session, case: Case, neri: str, me: str) -> None:
    project = new_project(session, person=case.person)
    said = [{"what": what, "operator": neri} for what in ("Sentire il medico", "Portare l'ISEE", "Già fatta")]
    said[2]["state"] = "done"
    records.change(session, project, {"actions": [*said, {"what": "Accompagnare", "operator": me}]})
    do(session, project, "submit", submitted_on=TODAY)
    do(session, project, "approve", approved_on=TODAY)
    handover = handed(session, case, neri, taker=me)
    page = lines.handover_page(session, handover)
    assert page.line.counts["action"] == 2
    assert [one.what for one in page.items if one.part == "action"] == ["Portare l'ISEE", "Sentire il medico"]
    do(session, handover, "accept")
    holding = [row["operator"]["id"] for row in records.show(session, project).values["actions"]]
    assert holding == [me, me, neri, me]
    assert project_page(session, project).changed == ()
    records.change(session, project, {"actions": with_holder(session, project, number=2, operator=me)})
    assert project_page(session, project).changed == ("actions",)
    records.change(session, project, {"actions": with_holder(session, project, number=2, operator=neri)})
    do(session, handover, "give-back")
    holding = [row["operator"]["id"] for row in records.show(session, project).values["actions"]]
    assert holding == [neri, neri, neri, me]
    assert project_page(session, project).changed == ()


def with_holder(session: Session, project: str, *, number: int, operator: str) -> list[dict[str, Value]]:
    """Return the actions of a plan, one of them with somebody else to do it."""
    rows = [dict(row) for row in records.show(session, project).values["actions"]]
    rows[number]["operator"] = {"id": operator}
    return rows


def test_what_belongs_to_no_cartella_is_counted_apart(session: Session, case: Case, neri: str) -> None:
    referral = add(session, "referral", subject="Famiglia Rovati", source="school", received_on=TODAY)
    do(session, referral, "assign", assignee=neri, assigned_on=TODAY)
    assert elsewhere(session, neri) == {"referral": 1}
    assert "referral" not in cases_of(session, neri)[0].counts
