# SPDX-License-Identifier: EUPL-1.2
"""Attacks by somebody who reads for a while: he would hand himself what he is to lose, or be handed more than one."""

from dataclasses import dataclass

import pytest

from tests.server_of import AppLine
from tests.unit.server.conftest import Office
from tests.unit.server.office import Desk, Item
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import packed
from welfaredesk.domain.roster import RosterRefused
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.sync.grants import FolderKey, make_ungrant
from welfaredesk.sync.wire import Fill

DAY = 86_400_000


@dataclass(slots=True, repr=False)
class Outside:
    """Somebody from outside: his desk, the group of one to which folders are granted, the group of all."""

    desk: Desk
    own: str
    everyone: str
    root: FolderKey


@pytest.fixture
def outside(settled: Office, line: AppLine, clock: FixedClock) -> Outside:
    """Give somebody from outside who reads the office's folder until tomorrow."""
    ente, anna = settled.ente, settled.anna
    before = len(ente.stated)
    everyone = ente.group(anna, "everyone")
    came = ente.admit((Role.ESTERNO,), by=anna.sign)
    ente.join(came, everyone, by=anna, expires_ms=clock.now().utc_ms + DAY)
    assert anna.exchange(line, ente.stated[before:]).refused == {}
    own, root = ente.group(came, "own"), came.folder()
    assert came.exchange(line, [*ente.stated[-2:], came.grant([root], own)]).refused == {}
    assert anna.exchange(line, [anna.grant([settled.folder], own)]).refused == {}
    return Outside(came, own, everyone, root)


def controller(office: Office, line: AppLine) -> Desk:
    """Return the desk of a DPO whom somebody let into the working group."""
    came = office.ente.admit((Role.DPO,), by=office.anna.sign)
    items: list[Item] = [*office.ente.stated[-3:], office.ente.join(came, office.group, by=office.anna)]
    assert office.anna.exchange(line, items).refused == {}
    return came


def filled(desk: Desk, line: AppLine, folder: FolderKey) -> int:
    """Return how many parcels of a folder a desk is handed."""
    return len(desk.exchange(line, ask=desk.ask(fills=[Fill(packed(folder.folder), 0)]), move=False).parcels())


def test_what_was_granted_to_him_by_name_he_reads_and_writes_until_the_day(
    settled: Office, line: AppLine, clock: FixedClock, outside: Outside
) -> None:
    came = outside.desk
    assert filled(came, line, settled.folder) == 1
    assert came.exchange(line, [came.parcel(settled.folder), came.parcel(outside.root)]).refused == {}
    clock.advance(ms=2 * DAY)
    settled.anna.exchange(line, [settled.anna.parcel(settled.folder)])
    assert filled(came, line, settled.folder) == 0
    assert came.exchange(line, [came.parcel(settled.folder)]).refused == {0: "not_yours"}
    settled.ente.join(came, outside.everyone, by=settled.anna, expires_ms=clock.now().utc_ms + DAY)
    assert settled.anna.exchange(line, settled.ente.stated[-1:]).refused == {}
    assert filled(came, line, settled.folder) == 3


def test_he_is_handed_no_second_folder_before_the_first_is_taken_back(
    settled: Office, line: AppLine, outside: Outside
) -> None:
    anna = settled.anna
    second = anna.folder()
    assert anna.exchange(line, [anna.grant([second], settled.group)]).refused == {}
    assert anna.exchange(line, [anna.grant([second], outside.own)]).refused == {0: "rule"}
    both = [anna.folder(), anna.folder()]
    assert anna.exchange(line, [anna.grant(both, settled.group, outside.own)]).refused == {0: "rule"}
    again = settled.ente.group(outside.desk, "own")
    assert outside.desk.exchange(line, settled.ente.stated[-2:]).refused == {}
    assert anna.exchange(line, [anna.grant([second], again)]).refused == {0: "rule"}
    ungrant = make_ungrant(
        ente=settled.ente.id,
        group=outside.own,
        folder=settled.folder.folder,
        ids=settled.ente.ids,
        desk=anna.id,
        sign=anna.sign,
    )
    assert anna.exchange(line, [ungrant, anna.grant([second], outside.own)]).refused == {}
    assert filled(outside.desk, line, settled.folder) == 0


def test_the_turned_key_of_his_folder_is_no_second_folder(settled: Office, line: AppLine, outside: Outside) -> None:
    anna, old = settled.anna, settled.folder
    turned = FolderKey(old.folder, settled.ente.ids.token(32), old.root, old.root_type, old.circle)
    assert anna.exchange(line, [anna.grant([turned], settled.group, outside.own)]).refused == {}


def test_he_grants_nothing(settled: Office, line: AppLine, outside: Outside) -> None:
    came, old = outside.desk, settled.folder
    turned = FolderKey(old.folder, settled.ente.ids.token(32), old.root, old.root_type, old.circle)
    fresh = came.folder()
    tries = [
        came.grant([old], settled.hers),
        came.grant([turned], settled.group, outside.own),
        came.grant([fresh], settled.group),
        came.grant([fresh], outside.own),
        came.grant([outside.root], settled.group),
    ]
    reply = came.exchange(line, tries)
    assert reply.refused == {0: "not_yours", 1: "rule", 2: "rule", 3: "rule", 4: "not_yours"}


def test_without_an_end_nothing_is_granted_to_him(settled: Office, line: AppLine) -> None:
    ente, anna = settled.ente, settled.anna
    before = len(ente.stated)
    came = ente.admit((Role.ESTERNO,), by=anna.sign)
    assert anna.exchange(line, ente.stated[before:]).refused == {}
    own = ente.group(came, "own")
    assert came.exchange(line, ente.stated[-2:]).refused == {}
    assert anna.exchange(line, [anna.grant([settled.folder], own)]).refused == {0: "rule"}


def test_his_is_never_the_last_group_of_a_folder(settled: Office, line: AppLine, outside: Outside) -> None:
    anna = settled.anna
    ungrant = make_ungrant(
        ente=settled.ente.id,
        group=settled.group,
        folder=settled.folder.folder,
        ids=settled.ente.ids,
        desk=anna.id,
        sign=anna.sign,
    )
    assert anna.exchange(line, [ungrant]).refused == {0: "rule"}
    assert filled(outside.desk, line, settled.folder) == 1


def test_he_is_in_no_group_of_others_even_when_he_was(settled: Office, line: AppLine, outside: Outside) -> None:
    ente, anna, bruno = settled.ente, settled.anna, settled.bruno
    with pytest.raises(RosterRefused):
        ente.join(outside.desk, settled.group, by=anna)
    with pytest.raises(RosterRefused):
        ente.join(outside.desk, outside.everyone, by=anna)
    assert filled(bruno, line, settled.folder) == 1
    ente.state(StatementKind.ROLE, {"operator": bruno.operator, "roles": ["esterno"]}, anna.sign)
    assert anna.exchange(line, ente.stated[-1:]).refused == {}
    assert filled(bruno, line, settled.folder) == 0
    assert settled.group in ente.roster.turning


def test_whoever_only_controls_grants_nothing(settled: Office, line: AppLine) -> None:
    came = controller(settled, line)
    own = settled.ente.group(came, "own")
    reply = came.exchange(line, [*settled.ente.stated[-2:], came.grant([settled.folder], own)])
    assert reply.refused == {2: "not_yours"}


def test_a_colleague_who_works_here_grants_as_before(settled: Office, line: AppLine) -> None:
    bruno = settled.bruno
    assert bruno.exchange(line, [bruno.grant([settled.folder], settled.bruno_own)]).refused == {}
