# SPDX-License-Identifier: EUPL-1.2
"""The plans of the demo ente: one with a contract to sign, one to approve again, one that waits for its approval."""

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from welfaredesk.base.places import resources_folder
from welfaredesk.desk import acts, records
from welfaredesk.desk.demo.territory import Calendar
from welfaredesk.desk.plan.contracts import start_contract
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value

APPROVED_AFTER, PRINTED_AFTER, SIGNED_AFTER = 5, 7, 9
"""Days from the beginning of a plan to its approval, and to the contract printed and signed."""


class Goal(msgspec.Struct, frozen=True):
    """A goal, and how far it was reached when it was looked at last."""

    horizon: str
    goal: str
    indicator: str
    reached: str = ""
    note: str = ""


class Step(msgspec.Struct, frozen=True):
    """An action of the goal of that number: whose it is where it is not this operator's, in how many days."""

    goal: int
    what: str
    owner: str
    days: int
    state: str


class Plan(msgspec.Struct, frozen=True):
    """A plan: when it began, what it says, whether it was approved, its contract, and what a goal became after."""

    kind: str
    began: int
    lasts: int
    months: int
    situation: bool
    needs: str
    wishes: str
    goals: list[Goal]
    actions: list[Step]
    roles: list[dict[str, str]]
    budget: list[dict[str, str | int]]
    family: str
    community: str
    approval: str | None
    contract: str
    after: str


def make_plans(session: Session, *, persons: Sequence[str], situation: str, calendar: Calendar) -> None:
    """Write the plans as people do, act by act.

    Args:
        session: the desk of the demo ente.
        persons: in carico, the person of the situation on top.
        situation: the one of a staff di progetto from which a plan came.
        calendar: the days, seen from now.
    """
    plans = msgspec.json.decode((resources_folder() / "demo" / "plans.json").read_bytes(), type=list[Plan])
    for plan, person in zip(plans, persons, strict=False):
        begun = calendar.working_day(calendar.today - timedelta(days=plan.began))
        about = situation if plan.situation else None
        made = new_project(session, person=person, situation=about, kind=plan.kind)
        _write(session, made, plan, begun=begun)
        _go_on(session, made, plan, begun=begun)


def _write(session: Session, project: str, plan: Plan, *, begun: date) -> None:
    records.change(
        session,
        project,
        {
            "needs": plan.needs,
            "wishes": plan.wishes,
            "starts_on": begun.isoformat(),
            "ends_on": _on(begun, plan.lasts),
            "review_months": plan.months,
            "goals": [{"horizon": one.horizon, "goal": one.goal, "indicator": one.indicator} for one in plan.goals],
            "roles": [{"operator": session.identity.operator, "role": "case_manager"}, *plan.roles],
            "budget": plan.budget,
            "family_resources": plan.family,
            "community_resources": plan.community,
        },
    )
    goals = [row["_row"] for row in records.show(session, project).values["goals"]]
    actions = [_action(session, one, goals[one.goal], begun=begun) for one in plan.actions]
    records.change(session, project, {"actions": actions})


def _action(session: Session, one: Step, goal: str, *, begun: date) -> dict[str, Value]:
    whose: dict[str, Value] = {"owner": one.owner} if one.owner else {"operator": session.identity.operator}
    said = {"goal": goal, "what": one.what, "due_on": _on(begun, one.days), "state": one.state}
    return {name: value for name, value in said.items() if value} | whose


def _on(begun: date, days: int) -> str:
    return (begun + timedelta(days=days)).isoformat()


def _go_on(session: Session, project: str, plan: Plan, *, begun: date) -> None:
    """Take a plan as far as it is: approved, looked at, its contract printed and signed, a goal changed since."""
    acts.do(session, project, "submit", given={"submitted_on": begun.isoformat()})
    if plan.approval is None:
        return
    approved: dict[str, Value] = {"approved_on": _on(begun, APPROVED_AFTER), "approval_note": plan.approval}
    acts.do(session, project, "approve", given=approved)
    goals = records.show(session, project).values["goals"]
    seen = [
        row | {"reached": one.reached, "reached_on": _on(begun, 2 * plan.began // 3), "note": one.note}
        for row, one in zip(goals, plan.goals, strict=True)
        if one.reached
    ]
    records.change(session, project, {"goals": [*seen, *goals[len(seen) :]]})
    _agree(session, project, plan, begun=begun)
    if plan.after:
        goals = records.show(session, project).values["goals"]
        records.change(session, project, {"goals": [*goals[:-1], goals[-1] | {"goal": plan.after}]})


def _agree(session: Session, project: str, plan: Plan, *, begun: date) -> None:
    contract = start_contract(session, project)
    acts.do(session, contract, "issue", given={"issued_on": _on(begun, PRINTED_AFTER)})
    if plan.contract != "signed":
        return
    day = _on(begun, SIGNED_AFTER)
    signed = {"state": "signed", "signed_on": day, "means": "paper"}
    signers = [row | signed for row in records.show(session, contract).values["signers"]]
    records.change(session, contract, {"signers": signers})
    acts.do(session, contract, "sign", given={"signed_on": day, "paper_place": "Armadio 3, sede di Casalmaggiore"})
