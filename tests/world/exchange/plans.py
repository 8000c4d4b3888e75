# SPDX-License-Identifier: EUPL-1.2
"""Plans and hand-overs in a world: goals, reviews and contracts that several write, cartelle that change hands."""

from functools import partial

from tests.opened import add
from tests.world.exchange.actions import doing, link_to, some_record, value
from tests.world.exchange.machine import Machine
from tests.world.exchange.world import World
from welfaredesk.base.casework_errors import ActRefused, OnlyByAct
from welfaredesk.desk import acts, records
from welfaredesk.desk.handover.offering import Terms
from welfaredesk.desk.handover.proposing import propose
from welfaredesk.desk.plan.contracts import start_contract
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.plan.reviews import start_review
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.kinds import Value

LONG_AGO = "2021-03-01"
"""A day that has come whatever the clock of a desk says."""
DAY = LONG_AGO
REACHED = ("yes", "partly", "no")


def begin_plan(world: World, machine: Machine) -> None:
    """Begin the plan of a person, with two goals and money from somewhere."""
    person = some_record(world, machine)
    if person is None:
        return
    goals: Value = [{"horizon": "short", "goal": value(world) or "x"}, {"horizon": "long", "goal": value(world) or "y"}]

    def work() -> None:
        made = new_project(machine.session, person=person)
        said = {"goals": goals, "starts_on": DAY, "review_months": 3, "roles": [{"operator": link_to(world)}]}
        records.change(machine.session, made, said)

    doing(world, machine, work)


def write_plan(world: World, machine: Machine) -> None:
    """Write in a plan, whatever its state: a goal, an action, who takes part, money."""
    plan = some_record(world, machine, "project")
    if plan is None:
        return
    dice, form = world.dice, machine.open_form(plan)
    match dice.below(5):
        case 0:
            said: dict[str, Value] = {"ends_on": f"2027-0{1 + dice.below(9)}-01", "needs": value(world)}
        case 1:
            said = _row_more(machine, form.values, "actions", {"what": value(world) or "x", "operator": link_to(world)})
        case 2:
            said = _row_more(machine, form.values, "roles", {"role": "school", "name": value(world) or "x"})
        case 3:
            committed: Value = {"source": "comune", "what": value(world) or "x", "committed": 1_000 * dice.below(9)}
            said = _row_more(machine, form.values, "budget", committed)
        case _:
            rows = as_rows(form.values.get("goals"))
            at = dice.below(len(rows) + 1)
            fresh = [dict(row) | ({"goal": value(world) or "z"} if n == at else {}) for n, row in enumerate(rows)]
            said = {"goals": fresh if at < len(rows) else [*fresh, {"_row": machine.ids.new(), "goal": value(world)}]}
    save(world, machine, plan, said)


def _row_more(machine: Machine, values: dict[str, Value], name: str, row: Value) -> dict[str, Value]:
    assert isinstance(row, dict)
    return {name: [*as_rows(values.get(name)), {"_row": machine.ids.new()} | row]}


def save(world: World, machine: Machine, record: str, said: dict[str, Value]) -> None:
    """Save a record as it stands here; one that is closed says that it is."""
    try:
        _, entries = machine.saved(machine.open_form(record), said)
    except (ActRefused, OnlyByAct):
        world.counters["sealed"] += 1
        return
    world.remember(machine, entries)


def look_at_plan(world: World, machine: Machine) -> None:
    """Review a plan, or go on with a review: goal by goal what was reached."""
    plan = some_record(world, machine, "project")
    if plan is None:
        return
    review = doing(world, machine, partial(start_review, machine.session, plan))
    outcomes = as_rows(records.show(machine.session, review).values.get("outcomes"))
    told = [dict(row) | {"reached": world.dice.pick(REACHED), "note": value(world)} for row in outcomes]
    save(world, machine, review, {"outcomes": told})


def write_contract(world: World, machine: Machine) -> None:
    """Begin the contract of a plan, or mark that somebody signed one that is there."""
    contract = some_record(world, machine, "contract")
    if contract is None or world.dice.happens(30):
        plan = some_record(world, machine, "project")
        if plan is not None:
            made = doing(world, machine, partial(start_contract, machine.session, plan))
            save(world, machine, made, {"agreed": value(world) or "x", "signers": [{"name": "La madre"}]})
        return
    rows = [dict(row) for row in as_rows(records.show(machine.session, contract).values.get("signers"))]
    if rows:
        rows[world.dice.below(len(rows))] |= {"state": "signed", "signed_on": DAY, "where": value(world)}
        save(world, machine, contract, {"signers": rows, "paper_place": value(world)})


def hand_over(world: World, machine: Machine) -> None:
    """Propose the cartella of a presa in carico to a colleague, if whoever sits here assigns cases."""
    episode = some_record(world, machine, "care_episode")
    if episode is None or not may(machine.session.identity.roles, Deed.ASSIGN_CASES):
        return
    shown = records.show(machine.session, episode)
    giver, taker = str(shown.values["responsible_social_worker"]["id"]), link_to(world)
    if giver == taker:
        return
    terms = Terms(giver={"id": giver}, taker={"id": taker}, since=LONG_AGO)
    (made,) = doing(world, machine, partial(propose, machine.session, [shown.root], terms=terms))
    world.counters["proposed" if made.handover else "nothing to hand over"] += 1


def give_work(world: World, machine: Machine) -> None:
    """Give somebody a deadline in a cartella."""
    person = some_record(world, machine)
    if person is not None:
        said = {"title": value(world) or "x", "due_on": "2026-12-10", "owner": link_to(world)}
        doing(world, machine, partial(add, machine.session, "deadline", person=person, **said))


def approve_plan(world: World, machine: Machine) -> None:
    """Bring the plans that are here as far as a contract that waits to be signed."""
    plan = some_record(world, machine, "project")
    if plan is None:
        return

    def work() -> None:
        acts.do(machine.session, plan, "submit", given={"submitted_on": DAY})
        acts.do(machine.session, plan, "approve", given={"approved_on": DAY})
        contract = start_contract(machine.session, plan)
        records.change(machine.session, contract, {"agreed": "x", "signers": [{"name": "La madre"}]})
        acts.do(machine.session, contract, "issue", given={"issued_on": DAY})

    doing(world, machine, work)
