# SPDX-License-Identifier: EUPL-1.2
"""Casework in a world: prese in carico, situations, sittings, minutes, and the acts that lead from state to state."""

from functools import partial

from tests.opened import add
from tests.world.exchange import actions, plans
from tests.world.exchange.actions import DEEDS, Deeds, doing, link_to, some_record, value
from tests.world.exchange.machine import Machine
from tests.world.exchange.plans import DAY
from tests.world.exchange.world import World, calm
from welfaredesk.base.casework_errors import ActRefused, OnlyByAct
from welfaredesk.desk import acts
from welfaredesk.desk.staff.minutes import minutes_page, prepare
from welfaredesk.domain.kinds import Value

WHEN = "2026-11-24T09:00:00+01:00"
TEXTS = ("health", "family", "school")
WORDS, SOMEBODY = "some words", "somebody here"
"""What is drawn when the act is done."""
GIVEN: dict[str, dict[str, dict[str, str]]] = {
    "care_episode": {
        "suspend": {"suspended_on": DAY, "suspension_reason": WORDS},
        "resume": {"resumed_on": DAY},
        "close": {"closed_on": DAY, "closing_reason": "moved"},
        "reopen": {"reopened_on": DAY, "reopening_reason": WORDS},
        "name-case-manager": {"case_manager_since": DAY, "case_manager": SOMEBODY},
        "hand-over": {"handed_to": SOMEBODY, "handed_since": plans.LONG_AGO},
    },
    "situation": {"accept": {"accepted_on": DAY}},
    "minutes": {
        "share": {"shared_on": DAY, "answer_by": "2026-12-10"},
        "revise": {"revise_reason": WORDS},
        "confirm": {"confirmed_on": DAY},
        "close": {"closed_on": DAY},
        "to-tasks": {},
        "approve": {"approved_on": DAY, "approval_note": WORDS},
        "send-back": {"sent_back_on": DAY, "send_back_reason": WORDS},
        "review-again": {"review_note": WORDS},
    },
    "confirmation": {"record-answer": {"answer": "confirmed", "answered_on": DAY, "means": "in_person"}},
    "task": {"end": {"outcome": "done", "ended_on": DAY}, "reopen": {}},
    "project": {
        "submit": {"submitted_on": DAY},
        "approve": {"approved_on": DAY, "approval_note": WORDS},
        "send-back": {"send_back_reason": WORDS},
        "take-back": {},
        "start-review": {},
        "resume": {},
        "replan": {"replan_reason": WORDS},
        "conclude": {"concluded_on": DAY, "closing": "moved", "outcome": WORDS},
        "reopen": {"reopening_reason": WORDS},
    },
    "project_review": {"carry": {}, "correct": {"correction_reason": WORDS}},
    "contract": {
        "issue": {"issued_on": DAY},
        "sign": {"signed_on": DAY},
        "refuse-part": {"refused_on": DAY, "refused_what": WORDS},
        "take-back": {"take_back_reason": WORDS},
        "withdraw": {"withdrawn_on": DAY, "withdrawal_reason": WORDS},
    },
    "handover": {
        "accept": {"accepted_on": DAY},
        "decline": {"decline_reason": WORDS},
        "withdraw": {"withdraw_reason": WORDS},
        "give-back": {"returned_on": DAY},
        "take-back": {"returned_on": DAY},
        "propose-again": {"to_operator": SOMEBODY, "since": plans.LONG_AGO},
    },
}
"""The acts that are done, with what each is given on any day."""
FORMER = ("care_episode", "minutes", "minutes", "confirmation", "confirmation", "task", "situation")
TYPES = (*FORMER, "minutes", "project", "project", "project_review", "contract", "handover", "handover")


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
    for deed in (plans.begin_plan, plans.begin_plan, plans.approve_plan, plans.give_work, plans.hand_over):
        deed(world, machine)
    calm(world)


def confirm(machine: Machine, minutes: str) -> None:
    """Share minutes, gather what the members answer, and leave them to be closed."""
    acts.do(machine.session, minutes, "share", given={**GIVEN["minutes"]["share"]})
    for one in minutes_page(machine.session, minutes).answers:
        acts.do(machine.session, one.id, "record-answer", given={**GIVEN["confirmation"]["record-answer"]})
    acts.do(machine.session, minutes, "confirm", given={**GIVEN["minutes"]["confirm"]})


def open_care(world: World, machine: Machine) -> None:
    """Open a presa in carico."""
    person = some_record(world, machine)
    if person is not None:
        doing(world, machine, partial(add, machine.session, "care_episode", person=person, opened_on=plans.LONG_AGO))


def ask_staff(world: World, machine: Machine) -> None:
    """Ask for a staff di progetto on somebody."""
    members = [{"role": "social_worker", "operator": link_to(world)}, {"role": "school", "name": value(world) or "x"}]
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
    act_on(world, machine, world.dice.pick(TYPES))


def change_hands(world: World, machine: Machine) -> None:
    """Answer a hand-over that is here, take it back, or propose it anew."""
    for _ in range(3):
        if act_on(world, machine, "handover"):
            return


def act_on(world: World, machine: Machine, type_name: str) -> bool:
    """Do one of the acts that a record of a type offers now, and tell whether there was one."""
    record = some_record(world, machine, type_name)
    if record is None:
        return False
    known = GIVEN[type_name]
    names = sorted(one.name for one in acts.offered(machine.session, record).acts if one.allowed and one.name in known)
    if not names:
        return False
    name = world.dice.pick(names)
    drawn = {WORDS: lambda: value(world) or "x", SOMEBODY: lambda: link_to(world)}
    given: dict[str, Value] = {field: drawn[said]() if said in drawn else said for field, said in known[name].items()}
    before = machine.last_number()
    try:
        acts.do(machine.session, record, name, given=given)
    except ActRefused:  # something that would go with it may not
        world.counters["refused"] += 1
        return False
    world.remember(machine, machine.note(before))
    world.counters[f"act {name}"] += 1
    world.counters[f"{type_name} {name}"] += 1
    return True


def settle(world: World, machine: Machine) -> None:
    """Decide one of the questions; what is signed, or left to acts, says that it stays as it is."""
    try:
        actions.settle(world, machine)
    except (ActRefused, OnlyByAct):
        world.counters["stays as it is"] += 1


PLAIN = {"add_person", "add_diary", "let_time_pass"}
CASEWORK: Deeds = (
    *((weight, deed) for weight, deed in DEEDS if deed.__name__ in PLAIN),
    (14, actions.change_now),
    (50, actions.exchange),
    (16, settle),
    (6, open_care),
    (8, ask_staff),
    (10, convene),
    (10, change_care),
    (24, write_minutes),
    (4, plans.begin_plan),
    (14, plans.write_plan),
    (6, plans.look_at_plan),
    (8, plans.write_contract),
    (4, plans.give_work),
    (8, plans.hand_over),
    (12, change_hands),
    (60, act),
)
