# SPDX-License-Identifier: EUPL-1.2
"""What worlds contain, each thing by itself: small stories whose end is known."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.opened import PASSPHRASE, add
from tests.world.exchange.checks import check_all
from tests.world.exchange.link import BadLine, Crash, Fate
from tests.world.exchange.machine import Machine
from tests.world.exchange.world import World, calm, world_of
from welfaredesk.base.errors import DiskFull, Fault
from welfaredesk.desk import clashes, copies, drafts, records
from welfaredesk.desk.exchange import ledger
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.store.driver import Database

MONDAY = "2026-03-02T10:00:00+01:00"


@pytest.fixture
def world() -> Iterator[World]:
    """Return a world of three desks and nothing wrong."""
    with world_of(77, desks=3) as made:
        level(made)
        yield made


def level(world: World) -> None:
    """Exchange until everybody has everything."""
    calm(world)


def person(world: World, machine: Machine, **said: Any) -> str:
    """Save a person at a desk, and let everybody get her."""
    before = machine.last_number()
    made = add(machine.session, "person", surname="Prova", **said)
    world.remember(machine, machine.note(before))
    level(world)
    return made


def change(world: World, machine: Machine, record: str, **said: Any) -> None:
    """Open a record at a desk and save a change of it."""
    _, entries = machine.saved(machine.open_form(record), said)
    world.remember(machine, entries)


def value(machine: Machine, record: str, name: str) -> Any:
    """Return what stands in a field at a desk."""
    return records.show(machine.session, record).values.get(name)


def asked(machine: Machine) -> list[tuple[str, Any, Any]]:
    """Return field, waiting value and standing value of what is asked at a desk."""
    return [(line.field, line.mine, line.theirs) for line in clashes.waiting(machine.session)]


def settle(world: World, machine: Machine, keep: str) -> None:
    """Settle the one question at a desk."""
    (line,) = clashes.waiting(machine.session)
    before = machine.last_number()
    clashes.settle(machine.session, line.id, keep=keep)
    world.remember(machine, machine.note(before))


def told(deed: Callable[[], Any]) -> str:
    """Return the code of the fault that a deed tells, nothing when it tells none."""
    try:
        deed()
    except Fault as fault:
        return fault.code
    return ""


def end(world: World) -> None:
    """Let everybody exchange, and check everything that must hold."""
    level(world)
    check_all(world)


def test_a_form_open_across_an_exchange_asks_about_what_came_meanwhile(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    form = two.open_form(giulia)
    change(world, one, giulia, family_doctor="Verdi")
    level(world)
    _, entries = two.saved(form, {"family_doctor": "Neri"})
    world.remember(two, entries)
    end(world)
    for machine in world.machines:
        assert value(machine, giulia, "family_doctor") == "Verdi"
        assert asked(machine) == [("family_doctor", "Neri", "Verdi")]


def test_a_draft_reopened_after_an_exchange_has_seen_what_it_was_begun_on(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, languages="italiano")
    form = two.open_form(giulia)
    key = f"record/{giulia}"
    drafts.keep(two.session, key, form.values, type_name="person", record=giulia, seen=form.token)
    change(world, one, giulia, languages="arabo")
    level(world)
    two.off()
    draft = drafts.draft_of(two.session, key)
    assert draft is not None
    assert draft.seen is not None
    form.token = draft.seen
    _, entries = two.saved(form, {"languages": "francese"})
    world.remember(two, entries)
    end(world)
    assert asked(one) == [("languages", "francese", "arabo")]


def test_changes_of_different_fields_are_no_clash(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, languages="italiano", family_doctor="Rossi")
    change(world, one, giulia, languages="arabo")
    change(world, two, giulia, family_doctor="Verdi")
    end(world)
    assert [asked(machine) for machine in world.machines] == [[], [], []]
    assert (value(one, giulia, "languages"), value(two, giulia, "family_doctor")) == ("arabo", "Verdi")


def test_two_in_one_note_keep_the_paragraphs_of_both(world: World) -> None:
    one, two, three = world.machines
    giulia = person(world, one, notes="Prima.\n\nSeconda.")
    change(world, one, giulia, notes="Prima, cambiata.\n\nSeconda.")
    change(world, two, giulia, notes="Prima.\n\nSeconda, cambiata.")
    end(world)
    assert value(three, giulia, "notes") == "Prima, cambiata.\n\nSeconda, cambiata."
    assert asked(three) == []


def test_two_who_settle_at_once_and_one_keeps_what_stands(world: World) -> None:
    one, two, three = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    change(world, one, giulia, family_doctor="Verdi")
    change(world, two, giulia, family_doctor="Neri")
    level(world)
    settle(world, one, "theirs")
    settle(world, two, "mine")
    end(world)
    assert len({value(machine, giulia, "family_doctor") for machine in world.machines}) == 1
    while asked(three):
        settle(world, three, "theirs")
        end(world)
    assert [asked(machine) for machine in world.machines] == [[], [], []]


def test_a_change_of_somebody_who_did_not_know_that_it_was_retired_waits_whole(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    form = two.open_form(giulia)
    before = one.last_number()
    records.retire(one.session, giulia, "doppia")
    world.remember(one, one.note(before))
    level(world)
    _, entries = two.saved(form, {"family_doctor": "Neri", "languages": "arabo"})
    world.remember(two, entries)
    end(world)
    assert records.show(one.session, giulia).retired == "doppia"
    assert {line.field for line in clashes.waiting(one.session)} == {"family_doctor", "languages"}


@pytest.mark.parametrize("step", range(1, 9))
def test_a_crash_at_each_transaction_of_a_round_loses_nothing(step: int, world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    change(world, one, giulia, family_doctor="Verdi")
    change(world, two, giulia, languages="arabo")
    assert world.exchange(two)
    try:
        with one.crashing(step):
            exchange(one.session, line=world.server.line(one.name))
    except Crash:
        one.kill()
    end(world)
    assert (value(two, giulia, "family_doctor"), value(one, giulia, "languages")) == ("Verdi", "arabo")


def test_a_full_disk_is_told_and_loses_nothing(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one)
    for number in range(6):
        change(world, two, giulia, notes=f"{number} parola" * 1500)
    assert world.exchange(two)
    one.session.vault.submit(lambda database: _may_grow_to(database, 1)).result()
    with pytest.raises(DiskFull):
        exchange(one.session, line=world.server.line(one.name))
    one.session.vault.submit(lambda database: _may_grow_to(database, 1 << 30)).result()
    end(world)


def _may_grow_to(database: Database, more: int) -> None:
    pages = int(database.conn.execute("PRAGMA page_count").fetchone()[0])
    database.conn.execute(f"PRAGMA max_page_count = {min(pages + more, 1 << 30)}").fetchall()


def test_a_desk_put_back_to_an_old_image_twice_gets_its_own_work_again(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    disk = one.image(world.folder / "image")
    for doctor in ("Verdi", "Neri"):
        change(world, one, giulia, family_doctor=doctor)
        assert world.exchange(one)
        one.go_back(disk)
        change(world, one, giulia, languages=doctor)
        level(world)
    end(world)
    assert value(two, giulia, "family_doctor") == "Neri" or asked(two)


def test_what_had_not_left_in_the_image_of_a_desk_is_not_sent_a_second_time(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    change(world, one, giulia, family_doctor="Verdi")
    disk = one.image(world.folder / "image")
    change(world, one, giulia, languages="arabo")
    assert world.exchange(one)
    one.go_back(disk)
    change(world, one, giulia, birthplace="Gussola")
    end(world)
    shown = records.show(two.session, giulia).values
    assert (shown["family_doctor"], shown["languages"], shown["birthplace"]) == ("Verdi", "arabo", "Gussola")


def test_what_had_not_left_when_a_desk_was_cloned_is_not_sent_by_both(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    change(world, one, giulia, family_doctor="Verdi")
    image = one.image(world.folder / "twin")
    twin = world.add_machine("twin", image.folder, one.key)
    twin.life = image.life
    change(world, one, giulia, languages="arabo")
    change(world, twin, giulia, birthplace="Gussola")
    end(world)
    shown = records.show(two.session, giulia).values
    assert (shown["family_doctor"], shown["languages"], shown["birthplace"]) == ("Verdi", "arabo", "Gussola")


def test_two_halves_of_a_cloned_desk_both_go_on(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    image = one.image(world.folder / "twin")
    twin = world.add_machine("twin", image.folder, one.key)
    twin.life = image.life
    change(world, one, giulia, family_doctor="Verdi")
    change(world, twin, giulia, languages="arabo")
    level(world)
    assert one.desk != twin.desk
    change(world, one, giulia, birthplace="Gussola")
    change(world, twin, giulia, family_doctor="Neri")
    end(world)
    assert (value(two, giulia, "languages"), value(two, giulia, "family_doctor")) == ("arabo", "Neri")


def test_a_new_identity_that_the_server_has_forgotten_is_stated_again(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    backup = world.snapshot_server()
    image = one.image(world.folder / "twin")
    twin = world.add_machine("twin", image.folder, one.key)
    twin.life = image.life
    change(world, one, giulia, languages="arabo")
    assert world.exchange(one)
    change(world, twin, giulia, birthplace="Gussola")
    assert world.exchange(twin)
    assert one.desk != twin.desk
    world.server.put_back(backup, statements=False)
    end(world)
    shown = records.show(two.session, giulia).values
    assert (shown["languages"], shown["birthplace"]) == ("arabo", "Gussola")


def test_a_desk_restored_from_a_copy_goes_on(world: World, tmp_path: Path) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    copies.write(one.session, tmp_path / "copia")
    life = one.image(world.folder / "life").life
    change(world, one, giulia, family_doctor="Verdi")
    level(world)
    one.off()
    copies.restore(
        tmp_path / "copia", one.profile.with_name("restored"), passphrase=PASSPHRASE, clock=one.clock, ids=one.ids
    )
    one.profile, one.life = one.profile.with_name("restored"), life
    change(world, one, giulia, languages="arabo")
    end(world)
    assert (value(two, giulia, "family_doctor"), value(one, giulia, "languages")) == ("Verdi", "arabo")


@pytest.mark.parametrize("statements", [True, False])
def test_a_server_put_back_twice_gets_everything_again(statements: bool, world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one, family_doctor="Rossi")
    backup = world.snapshot_server()
    for number in range(2):
        change(world, one, giulia, family_doctor=f"Verdi{number}")
        level(world)
        change(world, two, giulia, languages=f"arabo{number}")
        level(world)
        world.server.put_back(backup, statements=statements)
    end(world)
    for machine in world.machines:
        assert (value(machine, giulia, "family_doctor"), value(machine, giulia, "languages")) == ("Verdi1", "arabo1")


def test_a_folder_that_arrives_in_parts_cannot_be_written_until_it_is_whole(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one)
    for number in range(5):
        change(world, one, giulia, notes=f"{number} parola" * 900)
        level(world)
    disk = two.image(world.folder / "image")
    two.go_back(disk)
    world.sky.troubles, world.sky.percent = frozenset({Fate.CUT_DOWN}), 100
    assert told(lambda: exchange(two.session, line=BadLine(world.server.line(two.name), world.sky))) in {"", "no_line"}
    end(world)


def test_over_quota_is_kept_and_said_and_leaves_when_there_is_room(world: World) -> None:
    one, two, _ = world.machines
    giulia = person(world, one)
    world.server.set_quota(1)
    change(world, one, giulia, family_doctor="Verdi")
    exchange(one.session, line=world.server.line(one.name))
    assert records.show(one.session, giulia).state == "refused"
    assert [line.code for line in ledger.refused(one.session)] == ["quota"]
    assert value(one, giulia, "family_doctor") == "Verdi"
    world.server.set_quota(None)
    world.retry_refused(one)
    end(world)
    assert value(two, giulia, "family_doctor") == "Verdi"
