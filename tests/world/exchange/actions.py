# SPDX-License-Identifier: EUPL-1.2
"""What people do at their desks in a world, each deed drawn from its seed."""

from collections.abc import Callable
from typing import Any

from tests.world.exchange.machine import Machine
from tests.world.exchange.world import World
from welfaredesk.base.errors import Fault
from welfaredesk.desk import clashes, drafts, records
from welfaredesk.desk.cartella import open_cartella
from welfaredesk.desk.records import type_named

LINES = ("family_doctor", "languages", "birthplace")
FEW = ("uguale", "lo stesso", "")
DAY_MS = 86_400_000
DRAFTED = "appena scritto"
"""What somebody has typed and not saved."""


def value(world: World) -> str:
    """Return a value to put: mostly one that nobody else writes, now and then one that others write too."""
    if world.dice.happens(25):
        return world.dice.pick(FEW)
    world.counters["values"] += 1
    return f"v{world.counters['values']}"


def link_to(world: World) -> str:
    """Return somebody who has a desk in this world."""
    return world.dice.pick(world.machines).session.identity.operator


def doing(world: World, machine: Machine, work: Callable[[], Any]) -> Any:
    """Do something, and remember all that it saved."""
    before = machine.last_number()
    answer = work()
    world.remember(machine, machine.note(before))
    return answer


def some_record(world: World, machine: Machine, type_name: str = "person") -> str | None:
    """Return a record of a type that is at this desk and may be written, or nothing."""
    found = machine.read().conn.execute(
        "SELECT DISTINCT r.id FROM record r JOIN folder f ON f.id = r.folder "
        "WHERE r.type = ? AND f.whole ORDER BY r.id",
        (type_name,),
    )
    here = [identity for (identity,) in found.fetchall()]
    return world.dice.pick(here) if here else None


def add_person(world: World, machine: Machine) -> None:
    """Open a cartella."""
    before = machine.last_number()
    said = {"surname": f"Prova{machine.last_number()}", LINES[0]: value(world), "notes": "prima riga\n\nseconda riga"}
    person = open_cartella(machine.session, said)
    world.remember(machine, machine.note(before))
    world.persons.append(person)


def add_diary(world: World, machine: Machine) -> None:
    """Write a diary entry, now and then into the reserved circle."""
    person = some_record(world, machine)
    if person is None:
        return
    circle = "reserved" if world.dice.happens(20) else None
    before = machine.last_number()
    said = {"text": f"Colloquio {value(world)}.", "when": "2026-03-02T10:00:00+01:00", "with_whom": value(world)}
    records.add(machine.session, type_named("diary_entry"), said, root=person, circle=circle)
    world.remember(machine, machine.note(before))


def add_contact(world: World, machine: Machine) -> None:
    """Note an access in the register of its year, which two desks may be the first to need."""
    year = 2026 + world.dice.below(3)
    before = machine.last_number()
    said = {"when": f"{year}-05-04T09:30:00+02:00", "who": value(world), "note": "Chiede informazioni."}
    records.add(machine.session, type_named("contact"), said)
    world.remember(machine, machine.note(before))


def wanted(world: World, machine: Machine, shown: dict[str, Any]) -> dict[str, Any]:
    """Return what somebody wants to change of a person as it is shown."""
    dice = world.dice
    match dice.below(10):
        case 0 | 1 | 2 | 3:
            return {dice.pick(LINES): value(world)}
        case 4:
            return {name: value(world) for name in LINES[: 1 + dice.below(3)]}
        case 5 | 6:
            return {"reachabilities": _rows(world, machine, list(shown.get("reachabilities") or []), name="value")}
        case 7:
            return {"protected_abode": _rows(world, machine, list(shown.get("protected_abode") or []), name="street")}
        case _:
            paragraphs = str(shown.get("notes") or "").split("\n\n")
            paragraphs[dice.below(len(paragraphs))] += f" {value(world)}"
            return {"notes": "\n\n".join(paragraphs)}


def _rows(world: World, machine: Machine, rows: list[dict[str, Any]], *, name: str) -> list[dict[str, Any]]:
    """Return a list with a row more, a row changed or a row less."""
    dice = world.dice
    choice = dice.below(4)
    if not rows or choice == 0:
        return [*rows, {"_row": machine.ids.new(), name: value(world) or "x"}]
    at = dice.below(len(rows))
    if choice == 1:
        return rows[:at] + rows[at + 1 :]
    return [row | {name: value(world) or "y"} if number == at else row for number, row in enumerate(rows)]


def change_now(world: World, machine: Machine) -> None:
    """Open a form and save it."""
    person = some_record(world, machine)
    if person is None:
        return
    form = machine.open_form(person)
    save_form(world, machine, form, keep=False)


def save_form(world: World, machine: Machine, form: Any, *, keep: bool) -> None:
    """Save a form as it was opened, whatever came in between; one that is kept is written on."""
    said = wanted(world, machine, form.values)
    _, entries = machine.saved(form, said)
    world.remember(machine, entries)
    if keep and not {"reachabilities", "protected_abode"} & set(said):
        form.values |= said
        machine.life.forms.append(form)


def open_form(world: World, machine: Machine) -> None:
    """Open a form and leave it open."""
    person = some_record(world, machine)
    if person is not None and len(machine.life.forms) < 3:
        machine.life.forms.append(machine.open_form(person))


def save_open(world: World, machine: Machine) -> None:
    """Save the form that has been open for longest."""
    if machine.life.forms:
        form = machine.life.forms.pop(0)
        world.counters["form open across"] += 1
        save_form(world, machine, form, keep=world.dice.happens(20))


def keep_draft(world: World, machine: Machine) -> None:
    """Put what is being written away as a draft."""
    if machine.life.forms:
        form = machine.life.forms.pop(0)
        key, said = f"record/{form.record}", form.values | {"name": DRAFTED}
        drafts.keep(machine.session, key, said, type_name="person", record=form.record, seen=form.token)
        machine.life.drafts[key] = form


def reopen_draft(world: World, machine: Machine) -> None:
    """Go on from a draft, with the state that was shown when it was begun, and save it."""
    for key in sorted(machine.life.drafts):
        draft = drafts.draft_of(machine.session, key)
        form = machine.life.drafts.pop(key)
        assert draft is not None, f"the draft {key} is gone"
        assert draft.values["name"] == DRAFTED
        assert draft.seen is not None
        form.token = draft.seen
        form.values = dict(draft.values)
        world.counters["draft reopened"] += 1
        save_form(world, machine, form, keep=False)
        drafts.drop(machine.session, key)
        return


def retire(world: World, machine: Machine) -> None:
    """Hide a record, or bring one back."""
    kind = world.dice.pick(["person", "diary_entry", "diary_entry"])
    record = some_record(world, machine, kind)
    if record is None:
        return
    shown = records.show(machine.session, record)
    before = machine.last_number()
    records.retire(machine.session, record, None if shown.retired else f"doppia {value(world)}")
    world.remember(machine, machine.note(before))


def settle(world: World, machine: Machine) -> None:
    """Decide one of the questions that are asked here, whoever's it is."""
    lines = clashes.waiting(machine.session)
    if not lines:
        return
    line = world.dice.pick(lines)
    fields = {one.field for one in lines if one.entry == line.entry} if line.whole else {line.field}
    others = [one for one in lines if one.record == line.record and one.entry != line.entry]
    alone = fields.isdisjoint(one.field for one in others)
    keep = world.dice.pick(["mine", "theirs", "both"] if line.both else ["mine", "theirs"])
    before = machine.last_number()
    clashes.settle(machine.session, line.id, keep=keep)
    world.remember(machine, machine.note(before, as_written=not alone))
    world.counters[f"settled {keep}"] += 1
    assert line.id not in {one.id for one in clashes.waiting(machine.session)}, "a settled question is asked again"


def exchange(world: World, machine: Machine) -> None:
    """Exchange over whatever line there is."""
    world.exchange(machine)


def let_time_pass(world: World, machine: Machine) -> None:
    """Move the clock of a desk: an hour, or a jump of up to three years either way."""
    days = world.dice.below(2191) - 1095 if world.dice.happens(30) else 0
    machine.clock.advance(ms=days * DAY_MS + 3_600_000)


Deeds = tuple[tuple[int, Callable[[World, Machine], None]], ...]
DEEDS: Deeds = (
    (4, add_person),
    (6, add_diary),
    (4, add_contact),
    (24, change_now),
    (8, open_form),
    (8, save_open),
    (3, keep_draft),
    (4, reopen_draft),
    (3, retire),
    (5, settle),
    (20, exchange),
    (2, let_time_pass),
)


def one(world: World, deeds: Deeds = DEEDS) -> None:
    """Let somebody do something."""
    machine = world.dice.pick(world.awake())
    place = world.dice.below(sum(weight for weight, _ in deeds))
    for weight, deed in deeds:
        place -= weight
        if place < 0:
            world.counters[deed.__name__] += 1
            try:
                deed(world, machine)
            except Fault as fault:
                world.told(machine, fault)
            return
