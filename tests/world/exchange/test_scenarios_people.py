# SPDX-License-Identifier: EUPL-1.2
"""What worlds contain of people: who comes, who goes, who takes what is not his, a PC that burns."""

from collections.abc import Iterator

import pytest

from tests.opened import PASSPHRASE, add
from tests.world.exchange.checks import Reckoning, check_all, nothing_not_granted_is_here, same_entries
from tests.world.exchange.hostile import Hostile
from tests.world.exchange.machine import Machine
from tests.world.exchange.served import URL
from tests.world.exchange.test_scenarios import change, end, level, told, value
from tests.world.exchange.world import World, world_of
from welfaredesk.base.errors import NotFound
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import granting, people, records, replacing
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.desk.founding import COORDINATION, WORKING
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.session import read_slots
from welfaredesk.domain.statement import GroupKind, StatementKind
from welfaredesk.store import folders
from welfaredesk.store.exchange import scope
from welfaredesk.sync.frames import encode, raw
from welfaredesk.sync.interning import Outgoing
from welfaredesk.sync.statements import state
from welfaredesk.sync.wire import FrameKind


@pytest.fixture
def world() -> Iterator[World]:
    """Return a world of all five desks: the last one's operator is in no group but everybody's and her own."""
    with world_of(78, desks=5) as made:
        level(made)
        yield made


def save_person(world: World, machine: Machine, *, circle: str | None = None) -> str:
    """Save a person and let everybody exchange."""
    before = machine.last_number()
    made = add(machine.session, "person", surname="Prova", family_doctor="Rossi")
    if circle:
        records.change(machine.session, made, {"protected_abode": [{"street": "via Nascosta"}]})
    world.remember(machine, machine.note(before))
    level(world)
    return made


def group_of(machine: Machine, kind: str) -> str:
    """Return a group by its kind."""
    return next(line.id for line in roster_of(machine.session).groups.values() if line.kind == kind)


def own_group(machine: Machine, of: Machine) -> str:
    """Return the group of one of somebody, as a desk knows it."""
    roster, operator = roster_of(machine.session), of.session.identity.operator
    return next(g.id for g in roster.groups.values() if g.kind == GroupKind.OWN and operator in roster.members(g.id))


def test_whoever_is_in_no_group_gets_nothing(world: World) -> None:
    giulia = save_person(world, world.machines[0])
    stranger = world.machines[4]
    assert told(lambda: records.show(stranger.session, giulia)) == "not_found"
    end(world)


def test_a_cartella_granted_to_another_group_arrives_whole_and_goes_when_it_is_taken_back(world: World) -> None:
    first, stranger = world.machines[0], world.machines[4]
    giulia = save_person(world, first)
    own = own_group(first, stranger)
    granting.grant(first.session, giulia, own)
    end(world)
    assert value(stranger, giulia, "family_doctor") == "Rossi"
    change(world, stranger, giulia, family_doctor="Verdi")
    end(world)
    assert value(first, giulia, "family_doctor") == "Verdi"
    granting.ungrant(first.session, giulia, own)
    level(world)
    with pytest.raises(NotFound):
        records.show(stranger.session, giulia)
    change(world, first, giulia, family_doctor="Neri")
    end(world)


def test_work_in_a_folder_that_is_taken_back_meanwhile_is_not_lost_in_silence(world: World) -> None:
    first, other = world.machines[0], world.machines[1]
    giulia = save_person(world, first)
    change(world, other, giulia, languages="arabo")
    granting.ungrant(first.session, giulia, group_of(first, GroupKind.WORKING))
    assert world.exchange(first)
    level(world)
    end(world)


def test_a_grant_to_a_group_nobody_here_is_in_is_of_use_to_its_members(world: World) -> None:
    first, third = world.machines[1], world.machines[2]
    giulia = save_person(world, first)
    before = third.last_number()
    outside = people.add_group(third.session, "Pronto intervento")
    world.remember(third, third.note(before))
    level(world)
    assert first.session.identity.operator not in roster_of(first.session).members(outside)
    granting.grant(first.session, giulia, outside)
    end(world)


def test_a_colleague_brought_into_a_group_reads_what_it_holds_and_one_taken_out_no_longer(world: World) -> None:
    first, stranger = world.machines[0], world.machines[4]
    giulia = save_person(world, first)
    group = group_of(first, GroupKind.WORKING)
    people.add_member(first.session, stranger.session.identity.operator, group)
    end(world)
    assert value(stranger, giulia, "family_doctor") == "Rossi"
    people.remove_member(first.session, stranger.session.identity.operator, group)
    level(world)
    change(world, first, giulia, family_doctor="Neri")
    end(world)
    with pytest.raises(NotFound):
        records.show(stranger.session, giulia)


def test_an_administrator_who_adds_himself_is_refused_and_reads_nothing(world: World) -> None:
    first, stranger = world.machines[0], world.machines[4]
    giulia = save_person(world, first)
    group = group_of(first, GroupKind.WORKING)
    hostile = Hostile(world, stranger)
    roster = roster_of(stranger.session)
    body = {
        "group": group,
        "operator": stranger.session.identity.operator,
        "desk": stranger.desk,
        "epoch": roster.groups[group].epoch,
        "wrapped": b"\0" * 80,
        "wrapped_hash": b"\0" * 32,
    }
    claim = state(
        StatementKind.MEMBER, body, ente=stranger.session.identity.ente, previous=roster.head, key=hostile.sign
    )
    (code,) = hostile.push([raw(FrameKind.STATEMENT, claim)])
    assert code in {"rule", "signature"}
    end(world)
    with pytest.raises(NotFound):
        records.show(stranger.session, giulia)


def test_a_parcel_into_a_folder_of_others_answers_as_one_that_does_not_exist(world: World) -> None:
    first, stranger = world.machines[0], world.machines[4]
    giulia = save_person(world, first)
    folder = folders.find(first.read(), giulia, "ordinary")
    assert folder is not None
    hostile = Hostile(world, stranger)
    theirs = hostile.parcel(folder.id, folder.key, text=b"\0" * 32)
    nobodys = hostile.parcel(world.dice.ids.opaque(), folder.key, text=b"\0" * 32)
    codes = [hostile.push([encode(FrameKind.PARCEL, Outgoing().wire(one))]) for one in (theirs, nobodys)]
    assert codes == [["not_yours"], ["not_yours"]]
    end(world)


@pytest.mark.parametrize("text", [b"", b"\0" * 32, b"rubbish" * 40])
def test_rubbish_rightly_sealed_and_signed_is_skipped_by_all(text: bytes, world: World) -> None:
    first, other = world.machines[0], world.machines[1]
    giulia = save_person(world, first)
    folder = folders.find(other.read(), giulia, "ordinary")
    assert folder is not None
    hostile = Hostile(world, other)
    assert (
        hostile.push([encode(FrameKind.PARCEL, Outgoing().wire(hostile.parcel(folder.id, folder.key, text=text)))])
        == []
    )
    change(world, first, giulia, family_doctor="Verdi")
    change(world, other, giulia, languages="arabo")
    end(world)
    for machine in world.machines[:4]:
        assert (value(machine, giulia, "family_doctor"), value(machine, giulia, "languages")) == ("Verdi", "arabo")


def test_rubbish_under_numbers_that_a_desk_uses_keeps_nothing_of_its_own_back(world: World) -> None:
    first, other = world.machines[0], world.machines[1]
    giulia = save_person(world, first)
    folder = folders.find(other.read(), giulia, "ordinary")
    assert folder is not None
    change(world, other, giulia, languages="arabo")
    hostile = Hostile(world, other)
    hostile.push([encode(FrameKind.PARCEL, Outgoing().wire(hostile.parcel(folder.id, folder.key, text=b"")))])
    # It asks the folder again from its start, and so is handed what stands there under its own name.
    other.session.vault.write(lambda database: scope.fill_again(database, [folder.id]))
    end(world)
    assert value(first, giulia, "languages") == "arabo"


def test_a_revoked_desk_gets_and_gives_nothing_more(world: World) -> None:
    first, lost = world.machines[0], world.machines[1]
    giulia = save_person(world, first)
    change(world, lost, giulia, languages="arabo")
    people.revoke(first.session, lost.desk)
    assert world.exchange(first)
    change(world, first, giulia, family_doctor="Verdi")
    assert world.exchange(first)
    assert told(lambda: exchange(lost.session, line=world.server.line(lost.name))) == "desk_revoked"
    lost.gone = True
    level(world)
    check_all(world)
    assert value(first, giulia, "languages") is None


@pytest.mark.parametrize("statements", [True, False])
def test_a_revoked_desk_that_calls_first_after_the_server_was_put_back_gets_nothing_new(
    statements: bool, world: World
) -> None:
    first, lost = world.machines[0], world.machines[1]
    giulia = save_person(world, first)
    backup = world.snapshot_server()
    change(world, first, giulia, family_doctor="Verdi")
    level(world)
    people.revoke(first.session, lost.desk)
    assert world.exchange(first)
    change(world, first, giulia, family_doctor="Segreto")
    level_of = [machine for machine in world.machines if machine is not lost]
    for machine in level_of:
        assert world.exchange(machine)
    for _ in range(2):
        world.remember_readers()
        world.server.put_back(backup, statements=statements)
        told(lambda: exchange(lost.session, line=world.server.line(lost.name)))
        assert value(lost, giulia, "family_doctor") != "Segreto"
    lost.gone = True
    level(world)
    check_all(world)
    assert value(world.machines[2], giulia, "family_doctor") == "Segreto"
    assert lost.desk in Reckoning.of(world).readers.revoked


def test_an_old_server_shown_to_one_desk_is_noticed_and_nothing_is_lost(world: World) -> None:
    first, other = world.machines[0], world.machines[1]
    giulia = save_person(world, first)
    old = world.snapshot_server()
    change(world, first, giulia, family_doctor="Verdi")
    level(world)
    world.forked[other.name] = world.server.fork(world.folder / "fork", old)
    change(world, other, giulia, languages="arabo")
    told(lambda: exchange(other.session, line=world.server_for(other).line(other.name)))
    change(world, first, giulia, birthplace="Gussola")
    assert world.exchange(first)
    change(world, other, giulia, family_doctor="Neri")
    told(lambda: exchange(other.session, line=world.server_for(other).line(other.name)))
    end(world)
    for machine in world.machines[:4]:
        shown = records.show(machine.session, giulia).values
        assert (shown["languages"], shown["birthplace"], shown["family_doctor"]) == ("arabo", "Gussola", "Neri")


def test_a_group_of_one_that_burns_is_recovered_with_two_sheets(world: World) -> None:
    first, burned = world.machines[0], world.machines[4]
    before = burned.last_number()
    add(burned.session, "quick_note", text="Da non perdere")
    world.remember(burned, burned.note(before))
    level(world)
    operator = burned.session.identity.operator
    burned.gone = True
    burned.off()
    profile = world.folder / "new-pc"
    replacing.replace_desk(
        profile,
        URL,
        fingerprint=world.server.fingerprint,
        shares=world.template.shares[:2],
        passphrase=PASSPHRASE,
        operator=operator,
        clock=first.clock,
        ids=first.ids,
        cost=TEST_COST,
        line=world.server.line("new-pc"),
    )
    key = derive(read_slots(profile).open_with_passphrase(PASSPHRASE), Purpose.DATABASE)
    fresh = world.add_machine("new-pc", profile, key)
    level(world)
    found = fresh.read().conn.execute("SELECT text FROM r_quick_note").fetchall()
    assert found == [("Da non perdere",)]
    check_all(world)


def test_the_reserved_circle_stays_with_its_group(world: World) -> None:
    first = world.machines[0]
    giulia = save_person(world, first, circle="reserved")
    for machine in world.machines[1:4]:
        assert value(machine, giulia, "protected_abode") is None
    assert value(first, giulia, "protected_abode")
    reckoning = Reckoning.of(world)
    same_entries(reckoning)
    nothing_not_granted_is_here(reckoning)
    assert {WORKING, COORDINATION} <= set(first.session.identity.groups)
    end(world)
