# SPDX-License-Identifier: EUPL-1.2
"""One POST both ways: what goes up takes a position, what comes down is what the desk may read."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.server_of import PIECE, AppLine, ServerOf, server_of
from tests.unit.server.conftest import Office, settle
from tests.unit.server.office import Item
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import position_hash
from welfaredesk.domain.parcel import ZERO_H
from welfaredesk.domain.statement import Role
from welfaredesk.server.limits import Limits
from welfaredesk.sync.line import LineBroken
from welfaredesk.sync.parcels import parcel_id
from welfaredesk.sync.statements import statement_id
from welfaredesk.sync.wire import Fill, FrameKind, Fresh, GrantAt


def groups_of(event: GrantAt) -> list[bytes]:
    return [one.group for one in event.grant.groups]


def test_an_ente_comes_with_its_statements(office: Office, server: ServerOf, url: str | None, tmp_path: Path) -> None:
    clock = FixedClock(office.ente.ids.clock.now())
    with server_of(tmp_path / "other", clock=clock, url=url) as other:
        items = office.first()
        reply = office.anna.exchange(other.line(), items, server=other.key.public)
    assert reply.refused == {}
    assert reply.positions == list(range(1, len(items) + 1))
    assert [one.n for one in reply.of(FrameKind.OWN)] == [1]
    assert reply.check.position == len(items)


def test_h_runs_over_all_items(office: Office, line: AppLine) -> None:
    reply = office.anna.exchange(line, office.ente.stated)
    h = ZERO_H
    for position, data in enumerate(office.ente.stated, start=1):
        h = position_hash(h, position, item=statement_id(data))
    assert reply.check.h == h


def test_nothing_new_is_a_head_a_check_and_an_end(settled: Office, line: AppLine) -> None:
    settled.anna.exchange(line)
    up, down = line.counted.up, line.counted.down
    reply = settled.anna.exchange(line, ask=settled.anna.ask(want_sum=True))
    assert [kind for kind, _ in reply.frames] == [FrameKind.HEAD, FrameKind.CHECK, FrameKind.END]
    assert line.counted.up - up + line.counted.down - down < 600


def test_a_colleague_of_the_group_gets_the_parcel(settled: Office, line: AppLine) -> None:
    reply = settled.bruno.exchange(line)
    assert [named.folder for _, named in reply.parcels()] == [settled.folder.folder]
    assert len(reply.of(FrameKind.GRANT_AT)) == 1
    assert len(reply.of(FrameKind.STATEMENT_AT)) == len(settled.ente.stated)


def test_a_parcel_of_another_group_never_comes_down(settled: Office, line: AppLine) -> None:
    for desk in (settled.anna, settled.bruno):
        reply = desk.exchange(line)
        assert settled.carlas.folder not in [named.folder for _, named in reply.parcels()]
        assert all(packed(settled.hers) not in groups_of(one) for one in reply.of(FrameKind.GRANT_AT))


def test_replays_change_nothing(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    parcel, grant = anna.parcel(settled.folder), anna.grant([anna.folder()], settled.group)
    anna.exchange(line, [grant, parcel])
    position, h = anna.position, anna.h
    items: list[Item] = [*settled.ente.stated, grant, parcel]
    reply = anna.exchange(line, items)
    assert reply.refused == {}
    assert (anna.position, anna.h) == (position, h)


def test_what_came_whole_before_a_cut_is_stored(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    anna.exchange(line)
    parcels = [anna.parcel(settled.folder) for _ in range(6)]
    pieces = anna.request(parcels)

    def cut() -> Iterator[bytes]:
        yield b"".join(pieces[:4])
        yield pieces[4][:-1]
        raise LineBroken()

    with pytest.raises(LineBroken):
        line.ask("POST", "/v1/exchange", headers={}, body=cut())
    reply = anna.exchange(line)
    assert [one.id for one in reply.of(FrameKind.OWN)] == [parcel_id(one)[:8] for one in parcels[:3]]
    assert anna.exchange(line, parcels[3:]).refused == {}


def test_a_body_that_ends_without_its_end_keeps_what_came(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    anna.exchange(line)
    pieces = anna.request([anna.parcel(settled.folder)], end=False)
    assert line.ask("POST", "/v1/exchange", headers={}, body=pieces).status == 400
    assert len(anna.exchange(line).of(FrameKind.OWN)) == 1


def test_an_unknown_cursor_is_sent_back_to_its_newest_checkpoint(settled: Office, line: AppLine) -> None:
    bruno = settled.bruno
    bruno.exchange(line)
    good, parcel = (bruno.position, bruno.h), bruno.parcel(settled.folder)
    wrong = bruno.ask(position=good[0] + 5, h=b"x" * 32)
    reply = bruno.exchange(line, [parcel], wrong)
    assert reply.head is not None
    assert reply.head.mismatch
    assert [kind for kind, _ in reply.frames] == [FrameKind.HEAD, FrameKind.END]
    checkpoints = [(good[0] + 3, b"y" * 32), good, (1, b"z" * 32)]
    again = bruno.exchange(line, [parcel], msgspec.structs.replace(wrong, checkpoints=checkpoints))
    assert again.head is not None
    assert again.head.match == good[0]
    assert bruno.exchange(line).of(FrameKind.OWN) == []


def test_what_still_comes_from_a_desk_that_is_sent_back_is_left_unread(settled: Office, line: AppLine) -> None:
    bruno = settled.bruno
    bruno.exchange(line)
    long = bruno.parcel(settled.folder, text=settled.ente.ids.token(2 * PIECE))
    reply = bruno.exchange(line, [long], bruno.ask(h=b"x" * 32))
    assert reply.head is not None
    assert reply.head.mismatch
    assert bruno.exchange(line).of(FrameKind.OWN) == []


def test_the_same_position_with_another_h_is_no_cursor(settled: Office, line: AppLine) -> None:
    settled.bruno.exchange(line)
    reply = settled.bruno.exchange(line, ask=settled.bruno.ask(h=b"x" * 32))
    assert reply.head is not None
    assert reply.head.mismatch


def test_a_server_that_lost_everything_begins_again(settled: Office, tmp_path: Path, clock: FixedClock) -> None:
    with server_of(tmp_path / "empty", clock=clock) as empty:
        line, anna = empty.line(), settled.anna
        lost = anna.exchange(line)
        assert lost.head is not None
        assert lost.head.mismatch
        back = anna.exchange(line, ask=anna.ask(checkpoints=[(anna.position, anna.h)]))
        assert back.head is not None
        assert back.head.match == 0
        anna.position, anna.h = 0, ZERO_H
        assert anna.exchange(line, settled.ente.stated).refused == {}


def test_a_fresh_desk_gets_own_folders_first_then_by_activity(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    folders = [anna.folder() for _ in range(4)]
    own = bruno.folder()
    bruno.exchange(line, [bruno.grant([own], settled.bruno_own), bruno.parcel(own)])
    anna.exchange(line, [anna.grant(folders, settled.group), *(anna.parcel(one) for one in folders)])
    bruno.position, bruno.h = 0, ZERO_H
    reply = bruno.exchange(line, ask=bruno.ask(fresh=Fresh()))
    wanted = [own, *reversed(folders), settled.folder]
    assert [folder for folder, _ in reply.filled] == [one.folder for one in wanted]
    assert bruno.position == anna.position
    kinds = [kind for kind, _ in reply.frames]
    assert kinds.index(FrameKind.FILLED) > max(i for i, kind in enumerate(kinds) if kind is FrameKind.STATEMENT_AT)


def test_a_fresh_desk_goes_on_after_its_last_folder(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    folders = [anna.folder() for _ in range(4)]
    anna.exchange(line, [anna.grant(folders, settled.group), *(anna.parcel(one) for one in folders)])
    upto = anna.position
    whole = bruno.exchange(line, ask=bruno.ask(fresh=Fresh(upto)), move=False)
    filled = whole.filled
    anna.exchange(line, [anna.parcel(folders[0])])
    rest = bruno.exchange(line, ask=bruno.ask(fresh=Fresh(upto, filled[1][1])), move=False)
    assert rest.filled == filled[2:]
    assert rest.check.position == upto


def test_a_fill_brings_one_folder_whole_and_no_other(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    bruno.exchange(line)
    anna.exchange(line, [anna.parcel(settled.folder)])
    fills = [Fill(packed(settled.folder.folder), 0), Fill(packed(settled.carlas.folder), 0), Fill(bytes(16), 0)]
    reply = bruno.exchange(line, ask=bruno.ask(fills=fills))
    assert [named.folder for _, named in reply.parcels()] == [settled.folder.folder] * 2
    assert [folder for folder, _ in reply.filled] == [settled.folder.folder]


def test_who_joins_a_group_gets_its_older_grants(settled: Office, line: AppLine) -> None:
    carla = settled.carla
    carla.exchange(line)
    settled.anna.exchange(line, [settled.ente.join(carla, settled.group, by=settled.anna)])
    reply = carla.exchange(line)
    assert [groups_of(one) for one in reply.of(FrameKind.GRANT_AT)] == [[packed(settled.group)]]
    filled = carla.exchange(line, ask=carla.ask(fills=[Fill(packed(settled.folder.folder), 0)]))
    assert len(filled.parcels()) == 1


def test_a_limit_stops_a_reply_where_it_can_go_on(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    bruno.exchange(line)
    anna.exchange(line, [anna.parcel(settled.folder) for _ in range(30)])
    got: list[int] = []
    rounds = 0
    while True:
        reply = bruno.exchange(line, ask=bruno.ask(limit=1000))
        got += reply.positions
        rounds += 1
        if not reply.end.more:
            break
    assert rounds > 3
    assert got == sorted(set(got))
    assert len(got) == 30


def test_checks_stand_between_pieces_of_a_long_reply(settled: Office, tmp_path: Path, clock: FixedClock) -> None:
    with server_of(tmp_path / "small", clock=clock, limits=Limits(check_bytes=500)) as small:
        line = small.line()
        settled.anna.position, settled.anna.h = 0, ZERO_H
        settled.anna.exchange(line, settled.first()[:-1], server=small.key.public)
        reply = settled.bruno.exchange(line, server=small.key.public)
    checks = reply.of(FrameKind.CHECK)
    assert len(checks) > 3
    assert [one.position for one in checks] == sorted({one.position for one in checks})


def test_the_sum_is_that_of_all_parcels_in_scope(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    parcels = [anna.parcel(settled.folder) for _ in range(3)]
    anna.exchange(line, parcels)
    reply = settled.bruno.exchange(line, ask=settled.bruno.ask(want_sum=True, want_scope=True))
    sums = reply.of(FrameKind.SCOPE)
    assert [one.folder for one in sums] == [packed(settled.folder.folder)]
    assert sums[0].count == 4
    assert reply.end.sum == sums[0].sum
    ids = [named for _, named in reply.parcels()]
    assert len(ids) == 4


def test_parcels_are_fetched_by_id_only_from_the_scope(settled: Office, line: AppLine) -> None:
    mine, hers = settled.anna.parcel(settled.folder), settled.carla.parcel(settled.carlas)
    settled.anna.exchange(line, [mine])
    settled.carla.exchange(line, [hers])
    settled.bruno.exchange(line)
    wanted = [parcel_id(mine), parcel_id(hers), b"n" * 32]
    reply = settled.bruno.exchange(line, ask=settled.bruno.ask(fetch=wanted))
    assert [named.sealed for _, named in reply.parcels()] == [mine.sealed]


def test_an_outside_member_is_not_told_who_else_reads(settled: Office, line: AppLine, clock: FixedClock) -> None:
    ente, anna = settled.ente, settled.anna
    guest = ente.admit((Role.ESTERNO,), by=anna.sign)
    ente.join(guest, ente.group(anna, "everyone"), by=anna, expires_ms=clock.now().utc_ms + 86_400_000)
    outside = ente.group(guest, "own")
    shared = anna.grant([settled.folder], outside)
    anna.exchange(line, [*ente.stated, shared])
    reply = guest.exchange(line)
    assert [groups_of(one) for one in reply.of(FrameKind.GRANT_AT)] == [[packed(outside)]]
    assert len(settled.bruno.exchange(line).of(FrameKind.GRANT_AT)) == 2


def test_another_ente_shares_nothing(settled: Office, line: AppLine, office_of_others: Office) -> None:
    settle(office_of_others, line)
    assert office_of_others.carla.position == len(office_of_others.ente.stated) + 4
    reply = office_of_others.bruno.exchange(line)
    assert len(reply.parcels()) == 1
