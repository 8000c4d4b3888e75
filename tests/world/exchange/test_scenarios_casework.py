# SPDX-License-Identifier: EUPL-1.2
"""Casework in a world: minutes of two, a sitting with outsiders, tasks, a closed case, a hand-over, a case manager."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

import pytest

from tests.opened import add
from tests.unit.desk.exchange.test_staff_outside import cells
from tests.unit.desk.exchange.test_who_may import folders_named
from tests.unit.desk.handover.made import case_of, handed
from tests.unit.desk.handover.test_handing_over import holders
from tests.unit.desk.staff import made
from tests.world.exchange.checks import check_all
from tests.world.exchange.link import Fate
from tests.world.exchange.machine import Machine
from tests.world.exchange.template import MORNING, Newcomer, join, key_of
from tests.world.exchange.test_scenarios import asked, change, level, person, value
from tests.world.exchange.test_scenarios_people import group_of
from tests.world.exchange.world import World, world_of
from tests.world.scanner import Scanner
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.ids import packed
from welfaredesk.desk import acts, clashes, lists, people, records
from welfaredesk.desk.staff import minutes as pages
from welfaredesk.desk.staff import sittings, tasks
from welfaredesk.desk.staff.convening import minutes_id
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.settling import Keep
from welfaredesk.domain.statement import GroupKind, Role
from welfaredesk.store import roster as rows

TWO_MONTHS_MS = 61 * 24 * 3600 * 1000
LAST_DAY = date(2026, 12, 31)


@pytest.fixture
def world() -> Iterator[World]:
    """Return a world of the responsabile, an operatore and a coordinatore, whose clocks tell the same day."""
    with world_of(82, desks=3) as playing:
        for machine in playing.machines:
            machine.clock.moment = MORNING
        level(playing)
        yield playing


def doing(world: World, machine: Machine, work: Callable[[], Any]) -> Any:
    """Do something at a desk, remember all that it saved, and return what came of it."""
    before = machine.last_number()
    answer = work()
    world.remember(machine, machine.note(before))
    return answer


def do(world: World, machine: Machine, record: str, action: str, **given: Value) -> None:
    """Do an act at a desk."""
    doing(world, machine, partial(acts.do, machine.session, record, action, given=given))


def settle(world: World, machine: Machine, keep: Keep) -> None:
    """Decide what is asked first at a desk."""
    line = clashes.waiting(machine.session)[0]
    doing(world, machine, partial(clashes.settle, machine.session, line.id, keep=keep))


def settled(world: World) -> None:
    """Let everybody exchange, check everything, and fail where something is still asked."""
    level(world)
    check_all(world)
    assert [asked(machine) for machine in world.machines] == [[] for _ in world.machines]


# -- minutes


def minutes_of_two(world: World) -> str:
    """Return minutes with two decisions that everybody has."""
    first = world.machines[0]
    written: str = doing(world, first, partial(made.minutes, first.session, made.SCHOOL))
    level(world)
    return written


def confirm(world: World, machine: Machine, minutes: str) -> None:
    """Share minutes at a desk, and gather what the members answer."""
    do(world, machine, minutes, "share")
    for answer in pages.minutes_page(machine.session, minutes).answers:
        do(world, machine, answer.id, "record-answer", answer="confirmed", means="in_person")
    do(world, machine, minutes, "confirm")


def close(world: World, machine: Machine, minutes: str) -> None:
    """Share minutes at a desk, gather what the members answer, and close them."""
    confirm(world, machine, minutes)
    do(world, machine, minutes, "close")


def test_minutes_that_two_write_and_one_closes_lose_nothing(world: World) -> None:
    first, second, third = world.machines
    minutes = minutes_of_two(world)
    begun = value(first, minutes, "decisions")
    change(world, first, minutes, health="Sta molto meglio.\nDorme.", decisions=[*begun, decided("Sentire la NPI")])
    change(world, second, minutes, health="Sta meglio.\nDorme.\nMangia.", decisions=[*begun, decided("Visita")])
    settled(world)
    assert value(third, minutes, "health") == "Sta molto meglio.\nDorme.\nMangia."
    rows_now = value(third, minutes, "decisions")
    assert len(rows_now) == 4
    change(world, second, minutes, network="I vicini ci sono.", next_on="2026-12-01")
    assert world.exchange(second)
    close(world, first, minutes)
    digest = pages.minutes_page(first.session, minutes).digest
    late = [*rows_now, decided("Altro")]
    change(world, third, minutes, school="Va volentieri.", dissent="Nessuno.", decisions=late)
    level(world)
    check_all(world)
    for machine in world.machines:
        page = pages.minutes_page(machine.session, minutes)
        # What was placed before the closing stands beside the copy; what comes after it waits whole.
        assert (page.state, page.digest, set(page.changed)) == ("closed", digest, {"network", "next_on"})
        assert not {"network", "next_on", "school", "dissent"} & page.values.keys()
        assert len(page.values["decisions"]) == 4
        assert value(machine, minutes, "network") == "I vicini ci sono."
        waiting = clashes.waiting(machine.session)
        assert {line.field for line in waiting} == {"school", "dissent", "decisions"}
        assert all(line.whole and line.both for line in waiting)
    with pytest.raises(ActRefused):
        settle(world, third, Keep.MINE)
    settle(world, third, Keep.BOTH)
    settled(world)
    for machine in world.machines:
        page = pages.minutes_page(machine.session, minutes)
        (note,) = page.notes
        assert all(words in note.text for words in ("Va volentieri.", "Nessuno.", "Altro"))
        assert (page.digest, set(page.changed)) == (digest, {"network", "next_on"})


def test_a_closing_that_another_one_forestalled_lends_its_copy_to_no_later_one(world: World) -> None:
    first, second, third = world.machines
    minutes = minutes_of_two(world)
    confirm(world, first, minutes)
    level(world)
    do(world, second, minutes, "revise", revise_reason="Manca la scuola")
    assert world.exchange(second)
    do(world, first, minutes, "close")
    level(world)
    check_all(world)
    assert [value(machine, minutes, "state") for machine in world.machines] == ["draft"] * 3
    settle(world, first, Keep.THEIRS)
    level(world)
    change(world, second, minutes, school="Va volentieri.")
    close(world, second, minutes)
    settled(world)
    page = pages.minutes_page(third.session, minutes)
    assert (page.state, page.values["school"], page.changed) == ("closed", "Va volentieri.", ())


def decided(what: str) -> dict[str, Value]:
    """Return the row of a decision."""
    return {"what": what, "owner": "Rosa, Ivo"}


def test_a_decision_turned_into_a_task_on_two_desks_is_one_task_and_no_question(world: World) -> None:
    first, second, third = world.machines
    minutes = minutes_of_two(world)
    situation = records.show(first.session, minutes).root
    row = value(first, minutes, "decisions")[0]["_row"]
    task = doing(world, first, partial(tasks.make_task, first.session, minutes, row))
    do(world, first, minutes, "share")
    do(world, second, minutes, "to-tasks")
    do(world, third, minutes, "to-tasks")
    settled(world)
    for machine in world.machines:
        assert value(machine, minutes, "state") == "shared"
        assert len(lists.of_root(machine.session, "task", situation)) == 2
        assert task in {one.task for one in pages.minutes_page(machine.session, minutes).decisions}
    do(world, third, task, "end", outcome="done")
    settled(world)
    assert pages.minutes_page(first.session, minutes).decisions[0].outcome == "done"


# -- a sitting with members from outside


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody from outside: his desk, the situation he is asked for, and words that nobody else may be handed."""

    machine: Machine
    situation: str
    word: str


WORDS = ("Quarantotti", "Bevilacquini", "Sperandeo")
ORGANISED = "Zugravescu"
"""What the sitting alone says."""


def outsider(world: World, name: str) -> Machine:
    """Let somebody from outside come in as people do, and return his desk."""
    first = world.machines[0]
    until = people.end_of(first.session, LAST_DAY)
    newcomer = Newcomer(name.capitalize(), (Role.ESTERNO,), until_ms=until)
    profile = world.folder / name
    joining = partial(join, first.session, profile, world.server, newcomer)
    doing(world, first, joining).close()
    machine = world.add_machine(name, profile, key_of(profile))
    world.remember(machine, machine.note(0))
    return machine


def convened(world: World, guests: list[Machine]) -> tuple[str, list[Guest]]:
    """Return a sitting of as many situations as there are guests, one in each, its minutes begun."""
    first = world.machines[0]
    invited = []
    for machine, word in zip(guests, WORDS, strict=True):
        row: dict[str, Value] = {"role": "school", "operator": machine.session.identity.operator}
        situation = partial(made.situation, first.session, row, subject=f"Famiglia {word}", reason=f"Di {word}.")
        invited.append(Guest(machine, doing(world, first, situation), word))
    agenda = [{"situation": one.situation} for one in invited]
    beginning = partial(add, first.session, "sitting", when=made.WHEN, place="Sede", agenda=agenda)
    sitting: str = doing(world, first, partial(beginning, notes=f"Sala {ORGANISED}.", online=ORGANISED))
    do(world, first, sitting, "convene")
    for one in invited:
        decision = {"what": f"Scrivere a {one.word}", "operator": one.machine.session.identity.operator}
        words = {"family": f"Parole su {one.word}.", "decisions": [decision]}
        change(world, first, minutes_id(sitting, one.situation), **words)
        do(world, first, minutes_id(sitting, one.situation), "to-tasks")
    return sitting, invited


def test_of_three_situations_each_member_from_outside_is_handed_his_own_and_no_byte_more(world: World) -> None:
    first = world.machines[0]
    guests = [outsider(world, name) for name in ("scuola", "pediatra", "comunita")]
    level(world)
    sitting, invited = convened(world, guests)
    settled(world)
    for one in invited:
        session, minutes = one.machine.session, minutes_id(sitting, one.situation)
        said = {"knows": f"Di {one.word} so questo."}
        doing(world, one.machine, partial(pages.prepare, session, minutes, **said))
        (task,) = lists.of_root(session, "task", one.situation)
        do(world, one.machine, str(task["_id"]), "end", outcome="done")
        change(world, first, minutes, school=f"Ancora {one.word}.")
    settled(world)
    for one in invited:
        minutes = minutes_id(sitting, one.situation)
        (prepared,) = pages.minutes_page(first.session, minutes).prepared
        assert (prepared.knows, value(one.machine, minutes, "school")) == (
            f"Di {one.word} so questo.",
            f"Ancora {one.word}.",
        )
        handed_his_own_alone(world, one, sitting, others=[other for other in invited if other is not one])


def handed_his_own_alone(world: World, guest: Guest, sitting: str, *, others: list[Guest]) -> None:
    """Fail where the vault of a guest, or what the server handed him, has anything of other roots."""
    first, held = world.machines[0], cells(guest.machine.session)
    assert list(Scanner([guest.word]).data(held, "his own"))
    roots = [sitting, *(other.situation for other in others)]
    unseen = [ORGANISED, *(other.word for other in others), *roots]
    assert list(Scanner(unseen).data(held, guest.machine.name)) == []
    downloads = b"".join(world.server.downloads[guest.machine.name])
    (own,) = rows.folders_of_root(first.read(), guest.situation)
    assert packed(own.id) in downloads
    theirs = {folder.id for root in roots for folder in rows.folders_of_root(first.read(), root)}
    assert len(theirs) == len(roots)
    assert folders_named(guest.machine.session).isdisjoint(theirs)
    assert [folder for folder in theirs if packed(folder) in downloads] == []
    assert list(Scanner(unseen).data(downloads, "what came down")) == []
    assert sittings.sittings(guest.machine.session) == []


# -- a case


def case(world: World) -> tuple[str, str]:
    """Return a person and her presa in carico, which everybody has."""
    first = world.machines[0]
    giulia = person(world, first)
    said = {"person": giulia, "opened_on": "2026-10-01"}
    episode: str = doing(world, first, partial(add, first.session, "care_episode", **said))
    level(world)
    return giulia, episode


def test_a_visit_written_offline_while_the_case_is_closed_stays_and_what_it_changed_is_offered_as_a_note(
    world: World,
) -> None:
    first, second, third = world.machines
    giulia, episode = case(world)
    do(world, first, episode, "close", closing_reason="moved")
    visit = {"person": giulia, "kind": "home_visit", "text": "Trovata in casa."}
    visited = doing(world, second, partial(add, second.session, "diary_entry", **visit))
    change(world, second, episode, notes="La famiglia chiede ancora aiuto.", comune="Gussola")
    level(world)
    check_all(world)
    for machine in world.machines:
        assert value(machine, visited, "text") == "Trovata in casa."
        assert value(machine, episode, "status") == "closed"
        assert value(machine, episode, "comune") is None
        waiting = clashes.waiting(machine.session)
        assert {(line.record, line.field) for line in waiting} == {(episode, "notes"), (episode, "comune")}
        assert all(line.whole and line.both for line in waiting)
    settle(world, second, Keep.BOTH)
    settled(world)
    found = {str(row["text"]) for row in lists.of_root(third.session, "diary_entry", giulia)}
    (note,) = found - {"Trovata in casa."}
    assert "La famiglia chiede ancora aiuto." in note
    assert "Gussola" in note
    assert value(third, episode, "status") == "closed"


def test_of_two_who_name_a_case_manager_at_once_one_stands_and_the_other_is_asked(world: World) -> None:
    first, second, third = world.machines
    _, episode = case(world)
    names = {machine.name: machine.session.identity.operator for machine in world.machines}
    do(world, first, episode, "name-case-manager", case_manager=names[second.name])
    do(world, third, episode, "name-case-manager", case_manager=names[third.name])
    level(world)
    check_all(world)
    for machine in world.machines:
        assert value(machine, episode, "case_manager")["id"] == names[second.name]
        waiting = clashes.waiting(machine.session)
        assert {(line.field, line.whole) for line in waiting} == {("case_manager", True), ("case_manager_since", True)}
        assert {line.asked for line in waiting} == {names[third.name]}
    settle(world, third, Keep.MINE)
    settled(world)
    assert [value(machine, episode, "case_manager")["id"] for machine in world.machines] == [names[third.name]] * 3


def test_a_situation_begun_offline_while_a_colleague_leaves_the_group_reaches_the_others(world: World) -> None:
    first, second, third = world.machines
    change(world, second, person(world, first), family_doctor="Neri")
    world.sky.troubles, world.sky.percent = frozenset({Fate.DEAF}), 100
    assert not world.exchange(second)  # not knowing what arrived it asks first, next time
    world.sky.clear()
    begun = doing(world, second, partial(made.situation, second.session))
    people.remove_member(first.session, third.session.identity.operator, group_of(first, GroupKind.WORKING))
    assert world.exchange(first)
    settled(world)
    assert value(first, begun, "subject") == "Famiglia Rovati"


# -- a hand-over


def test_a_desk_away_for_two_months_while_its_cases_are_handed_over_loses_nothing(world: World) -> None:
    first, away, third = world.machines
    me, taker = away.session.identity.operator, third.session.identity.operator
    given = doing(world, first, partial(case_of, first.session, me))
    level(world)
    visit = {"person": given.person, "kind": "home_visit", "text": "Trovata in casa."}
    visited = doing(world, away, partial(add, away.session, "diary_entry", **visit))
    change(world, away, given.deadline, notes="Chiesto un rinvio.", owner=None)
    change(world, away, given.appointment, when="2026-12-21T09:00:00+01:00", where="Municipio")
    do(world, away, given.episode, "suspend", suspension_reason="Ricovero")
    for machine in world.machines:
        machine.clock.advance(ms=TWO_MONTHS_MS)
    change(world, first, given.appointment, when="2026-12-22T09:00:00+01:00")
    terms = {"taker": taker, "since": "2026-12-19"}
    handover = doing(world, first, partial(handed, first.session, given, me, **terms))
    several_rounds(world, first, third)
    do(world, third, handover, "accept")
    several_rounds(world, third, first)
    level(world)
    check_all(world)
    for machine in world.machines:
        session = machine.session
        assert holders(session, given) == [taker] * 4
        assert value(machine, visited, "text") == "Trovata in casa."
        assert value(machine, given.deadline, "notes") == "Chiesto un rinvio."
        assert value(machine, given.appointment, "where") == "Municipio"
        assert value(machine, given.episode, "status") == "suspended"
        waiting = {(line.record, line.field): line.author for line in clashes.waiting(session)}
        assert waiting == {(given.appointment, "when"): me, (given.deadline, "owner"): me}
    while clashes.waiting(away.session):
        settle(world, away, Keep.THEIRS)
    do(world, away, handover, "take-back")
    settled(world)
    assert [holders(machine.session, given) for machine in world.machines] == [[me] * 4] * 3


def several_rounds(world: World, *machines: Machine) -> None:
    """Let some desks exchange twice, while the others are away."""
    for machine in (*machines, *machines):
        assert world.exchange(machine)
