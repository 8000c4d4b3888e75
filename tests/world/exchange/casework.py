# SPDX-License-Identifier: EUPL-1.2
"""Casework in a world: prese in carico, situations, sittings, minutes, and the acts that lead from state to state."""

from collections.abc import Callable
from functools import partial
from typing import Any

from tests.opened import add
from tests.world.exchange.actions import DEEDS, Deeds, some_record, value
from tests.world.exchange.machine import Machine
from tests.world.exchange.world import World, calm
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.desk import acts
from welfaredesk.desk.staff.minutes import minutes_page, prepare
from welfaredesk.domain.kinds import Value

WHEN = "2026-11-24T09:00:00+01:00"
DAY = "2026-11-24"
TEXTS = ("health", "family", "school")
GIVEN: dict[str, dict[str, dict[str, Value]]] = {
    "care_episode": {
        "suspend": {"suspended_on": DAY},
        "resume": {"resumed_on": DAY},
        "close": {"closed_on": DAY, "closing_reason": "moved"},
        "reopen": {"reopened_on": DAY},
        "name-case-manager": {"case_manager_since": DAY},
    },
    "situation": {"accept": {"accepted_on": DAY}},
    "minutes": {
        "share": {"shared_on": DAY, "answer_by": "2026-12-10"},
        "revise": {},
        "confirm": {"confirmed_on": DAY},
        "close": {"closed_on": DAY},
        "to-tasks": {},
    },
    "confirmation": {"record-answer": {"answer": "confirmed", "answered_on": DAY, "means": "in_person"}},
    "task": {"end": {"outcome": "done", "ended_on": DAY}, "reopen": {}},
}
"""The acts that are done, with what each is given on any day; a reason, or somebody, is drawn."""
REASONS = {"suspend": "suspension_reason", "reopen": "reopening_reason", "revise": "revise_reason"}
TYPES = ("care_episode", "minutes", "minutes", "confirmation", "confirmation", "task", "situation")


def doing(world: World, machine: Machine, work: Callable[[], Any]) -> Any:
    """Do something, and remember all that it saved."""
    before = machine.last_number()
    answer = work()
    world.remember(machine, machine.note(before))
    return answer


def somebody(world: World) -> dict[str, Value]:
    """Return a row that names somebody who has a desk in this world."""
    return {"operator": world.dice.pick(world.machines).session.identity.operator}


def begin(world: World) -> None:
    """Let everybody begin with prese in carico, and minutes of two situations in which something was decided."""
    machine = world.machines[0]
    for _ in range(2):
        open_care(world, machine)
        ask_staff(world, machine)
    for _ in range(2):
        convene(world, machine)
    for _ in range(8):
        write_minutes(world, machine)
    minutes = some_record(world, machine, "minutes")
    if minutes is not None:
        doing(world, machine, partial(confirm, machine, minutes))
    calm(world)


def confirm(machine: Machine, minutes: str) -> None:
    """Share minutes, gather what the members answer, and leave them to be closed."""
    acts.do(machine.session, minutes, "share", given=GIVEN["minutes"]["share"])
    for one in minutes_page(machine.session, minutes).answers:
        acts.do(machine.session, one.id, "record-answer", given=GIVEN["confirmation"]["record-answer"])
    acts.do(machine.session, minutes, "confirm", given=GIVEN["minutes"]["confirm"])


def open_care(world: World, machine: Machine) -> None:
    """Open a presa in carico."""
    person = some_record(world, machine)
    if person is not None:
        doing(world, machine, partial(add, machine.session, "care_episode", person=person, opened_on="2026-10-01"))


def ask_staff(world: World, machine: Machine) -> None:
    """Ask for a staff di progetto on somebody."""
    members = [{"role": "social_worker"} | somebody(world), {"role": "school", "name": value(world) or "x"}]
    asking = partial(add, machine.session, "situation", subject=value(world) or "x", requested_on=DAY)
    doing(world, machine, partial(asking, members=members))


def convene(world: World, machine: Machine) -> None:
    """Convene a sitting for one or two situations that are here."""
    some = {one for one in (some_record(world, machine, "situation") for _ in range(2)) if one is not None}
    if not some:
        return
    agenda = [{"situation": one} for one in sorted(some)]

    def work() -> None:
        sitting = add(machine.session, "sitting", when=WHEN, place="Sede", agenda=agenda)
        acts.do(machine.session, sitting, "convene", given={"convened_on": DAY})

    doing(world, machine, work)
    world.counters["convened"] += 1


def write_minutes(world: World, machine: Machine) -> None:
    """Write in minutes: a text, a decision more, or what one brings before the sitting."""
    minutes = some_record(world, machine, "minutes")
    if minutes is None:
        return
    dice, form = world.dice, machine.open_form(minutes)
    match dice.below(4):
        case 0:
            doing(world, machine, lambda: prepare(machine.session, minutes, knows=value(world) or "x"))
            return
        case 1:
            row = {"_row": machine.ids.new(), "what": value(world) or "x", "owner": value(world) or "y"}
            said: dict[str, Value] = {"decisions": [*(form.values.get("decisions") or ()), row]}
        case 2:
            said = {"place": value(world), "next_on": f"2026-12-{10 + dice.below(20)}"}
        case _:
            name = dice.pick(TEXTS)
            said = {name: "\n".join(filter(None, [str(form.values.get(name) or ""), value(world)]))}
    try:
        _, entries = machine.saved(form, said)
    except ActRefused:  # they are closed
        world.counters["sealed"] += 1
        return
    world.remember(machine, entries)


def change_care(world: World, machine: Machine) -> None:
    """Change a presa in carico, whatever its state."""
    record = some_record(world, machine, "care_episode")
    if record is not None:
        said = {world.dice.pick(("comune", "outcome")): value(world)}
        world.remember(machine, machine.saved(machine.open_form(record), said)[1])


def act(world: World, machine: Machine) -> None:
    """Do one of the acts that a record offers now."""
    record = some_record(world, machine, world.dice.pick(TYPES))
    if record is None:
        return
    offers = acts.offered(machine.session, record)
    known = GIVEN[offers.shown.type.name]
    names = sorted(one.name for one in offers.acts if one.allowed and one.name in known)
    if not names:
        return
    name = world.dice.pick(names)
    given = dict(known[name])
    if name in REASONS:
        given[REASONS[name]] = value(world) or "x"
    if name == "name-case-manager":
        given["case_manager"] = somebody(world)["operator"]
    doing(world, machine, lambda: acts.do(machine.session, record, name, given=given))
    world.counters[f"act {name}"] += 1


CASEWORK: Deeds = (
    *((weight, deed) for weight, deed in DEEDS if deed.__name__ in {"add_person", "add_diary", "change_now", "settle"}),
    *((weight, deed) for weight, deed in DEEDS if deed.__name__ in {"exchange", "let_time_pass"}),
    (6, open_care),
    (8, ask_staff),
    (10, convene),
    (10, change_care),
    (24, write_minutes),
    (40, act),
)
