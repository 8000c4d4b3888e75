# SPDX-License-Identifier: EUPL-1.2
"""Kept apart: what a desk had not sent when it was shut out waits, sealed, until a colleague accepts it."""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import func, select

from tests.server_of import AppLine, ServerOf, server_of
from tests.unit.server.conftest import Office, new_office, settle
from tests.unit.server.office import Desk, root_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds, packed
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.domain.parcel import Parcel, decode_parcel, encode_parcel
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.server import checking, copies
from welfaredesk.server.limits import Limits
from welfaredesk.server.place import Place, opened, prepare
from welfaredesk.server.tables import APART
from welfaredesk.sync.apart import Apart, ApartReceipt, Leaving, leaving_id, receipt_holds, token_of, write_leaving
from welfaredesk.sync.grants import FolderKey, make_ungrant
from welfaredesk.sync.parcels import parcel_id, without_text
from welfaredesk.sync.signin import to_header
from welfaredesk.sync.wire import FrameKind, Grant, Trouble

HOURS_MS = 3_600_000


@pytest.fixture
def server(url: str | None, tmp_path: Path, clock: FixedClock) -> Iterator[ServerOf]:
    """Give a server on each database."""
    with server_of(tmp_path / "server", clock=clock, url=url, limits=Limits(apart=6)) as running:
        yield running


def leave(desk: Desk, line: AppLine, *items: Leaving) -> ApartReceipt:
    """Push what could not leave, and return the receipt."""
    answer = desk.call(line, "POST", "/v1/apart", body=write_leaving(items))
    assert answer.status == 200
    return msgspec.msgpack.decode(answer.whole(), type=ApartReceipt)


def codes(receipt: ApartReceipt) -> dict[int, str]:
    return {one.index: one.code for one in receipt.refused}


def listed(desk: Desk, line: AppLine) -> list[Apart]:
    answer = desk.call(line, "GET", "/v1/apart")
    assert answer.status == 200
    return msgspec.msgpack.decode(answer.whole(), type=list[Apart])


def fetched(desk: Desk, line: AppLine, id_: bytes) -> bytes:
    answer = desk.call(line, "GET", f"/v1/apart/{id_.hex()}")
    assert answer.status == 200
    return answer.whole()


def from_outside(office: Office, guest: Desk, *, until_ms: int) -> Grant:
    """Admit somebody from outside until a moment, and return the grant of Anna's folder to him alone."""
    ente, anna = office.ente, office.anna
    own, everyone = ente.group(guest, "own"), ente.group(anna, "everyone")
    ente.join(guest, everyone, by=anna, expires_ms=until_ms)
    return anna.grant([office.folder], own)


def revoke(office: Office, line: AppLine, desk: Desk, *, stolen: bool = False) -> None:
    said = office.ente.state(StatementKind.REVOKE, {"desk": desk.id, "stolen": stolen}, office.anna.sign)
    assert office.anna.exchange(line, [said]).refused == {}


def test_the_work_of_a_revoked_desk_waits_until_a_colleague_forwards_it(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    revoke(settled, line, bruno)
    work = [bruno.parcel(settled.folder), bruno.parcel(settled.folder, entries=3)]
    receipt = leave(bruno, line, *work)
    assert (receipt.kept, receipt.refused) == ([parcel_id(one) for one in work], [])
    before = anna.position
    reply = anna.exchange(line)
    assert reply.head is not None
    assert reply.head.apart == token_of(receipt.kept) != b""
    assert reply.of(FrameKind.PARCEL_AT) == []
    assert anna.position == before
    seen = listed(anna, line)
    assert [(one.id, one.desk, one.folder, one.k_from, one.k_to) for one in seen] == [
        (parcel_id(one), packed(bruno.id), packed(settled.folder.folder), one.header.k_from, one.header.k_to)
        for one in work
    ]
    taken = [decode_parcel(fetched(anna, line, one.id)) for one in seen]
    assert taken == work
    accepted = anna.exchange(line, taken)
    assert accepted.refused == {}
    assert anna.position == before + 2
    assert listed(anna, line) == []
    after = anna.exchange(line, taken)
    assert (after.refused, anna.position) == ({}, before + 2)
    assert after.head is not None
    assert after.head.apart == b""


def test_nobody_cuts_alone_what_waits_to_be_accepted(settled: Office, line: AppLine) -> None:
    anna, bruno, ente = settled.anna, settled.bruno, settled.ente
    carla = ente.admit((), by=anna.sign)
    ente.join(carla, settled.group, by=anna)
    anna.exchange(line, ente.stated)
    revoke(settled, line, bruno)
    work = bruno.parcel(settled.folder)
    leave(bruno, line, work)
    (seen,) = listed(carla, line)
    alone = ente.state(StatementKind.CUT, {"parcels": [seen.id]}, carla.sign)
    without = without_text(work)
    assert list(carla.exchange(line, [alone, without]).refused.values()) == ["signature"]
    assert anna.exchange(line, [work]).refused == {}
    reply = carla.exchange(line)
    assert [named.sealed for _, named in reply.parcels()] == [work.sealed]


def test_a_revoked_desk_is_handed_nothing_down(settled: Office, line: AppLine) -> None:
    bruno = settled.bruno
    revoke(settled, line, bruno)
    work = bruno.parcel(settled.folder)
    leave(bruno, line, work)
    for method, path in (
        ("GET", "/v1/apart"),
        ("GET", f"/v1/apart/{parcel_id(work).hex()}"),
        ("GET", "/v1/bundles"),
        ("GET", f"/v1/file/{'0' * 64}"),
    ):
        answer = bruno.call(line, method, path)
        assert answer.status == 403
        assert msgspec.msgpack.decode(answer.whole(), type=Trouble).code == "revoked"
    assert bruno.exchange(line).status == 403


def test_a_receipt_is_the_word_of_this_server_on_this_request(settled: Office, server: ServerOf) -> None:
    bruno, line = settled.bruno, server.line()
    revoke(settled, line, bruno)
    body = write_leaving([bruno.parcel(settled.folder)])
    bruno.call(line, "POST", "/v1/apart", body=b"nothing")
    signed = bruno.sign_in("POST", "/v1/apart", body)
    answer = line.ask("POST", "/v1/apart", headers={"Authorization": to_header(signed)}, body=body)
    receipt = msgspec.msgpack.decode(answer.whole(), type=ApartReceipt)
    public, ente = server.key.public, settled.ente.id
    assert receipt_holds(receipt, ente=ente, desk=bruno.id, request=signed.signature, public=public)
    others = bytes(64)
    assert not receipt_holds(receipt, ente=ente, desk=bruno.id, request=others, public=public)
    assert not receipt_holds(receipt, ente=ente, desk=settled.anna.id, request=signed.signature, public=public)
    less = ApartReceipt([], [], receipt.signature)
    assert not receipt_holds(less, ente=ente, desk=bruno.id, request=signed.signature, public=public)


def test_of_a_stolen_desk_nothing_is_kept_nor_shown(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    revoke(settled, line, bruno)
    work = bruno.parcel(settled.folder)
    assert leave(bruno, line, work).kept == [parcel_id(work)]
    revoke(settled, line, bruno, stolen=True)
    refused = bruno.call(line, "POST", "/v1/apart", body=write_leaving([bruno.parcel(settled.folder)]))
    assert (refused.status, msgspec.msgpack.decode(refused.whole(), type=Trouble).code) == (403, "revoked")
    reply = anna.exchange(line)
    assert reply.head is not None
    assert reply.head.apart == b""
    assert listed(anna, line) == []
    assert anna.call(line, "GET", f"/v1/apart/{parcel_id(work).hex()}").status == 404


def test_who_was_removed_from_a_group_and_whose_end_has_come_leave_their_work(
    settled: Office, line: AppLine, clock: FixedClock
) -> None:
    ente, anna = settled.ente, settled.anna
    removed, over = (ente.admit((role,), by=anna.sign) for role in (Role.OPERATORE, Role.ESTERNO))
    ente.join(removed, settled.group, by=anna)
    grant = from_outside(settled, over, until_ms=clock.now().utc_ms + HOURS_MS)
    ente.state(StatementKind.LEAVE, {"group": settled.group, "operator": removed.operator}, anna.sign)
    assert anna.exchange(line, [*ente.stated, grant]).refused == {}
    clock.advance(ms=2 * HOURS_MS)
    for desk in (removed, over):
        work = desk.parcel(settled.folder)
        assert desk.exchange(line, [work]).refused == {0: "not_yours"}
        assert leave(desk, line, work).kept == [parcel_id(work)]
        assert listed(desk, line) == []
    assert {one.desk for one in listed(anna, line)} == {packed(removed.id), packed(over.id)}


def test_a_folder_that_a_group_lost_takes_what_its_members_had_written(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    anna.exchange(line, [anna.grant([settled.folder], settled.anna_own)])
    ungrant = make_ungrant(
        ente=settled.ente.id,
        group=settled.group,
        folder=settled.folder.folder,
        ids=settled.ente.ids,
        desk=anna.id,
        sign=anna.sign,
    )
    assert anna.exchange(line, [ungrant]).refused == {}
    work = bruno.parcel(settled.folder)
    assert bruno.exchange(line, [work]).refused == {0: "not_yours"}
    assert leave(bruno, line, work).kept == [parcel_id(work)]
    assert [one.id for one in listed(anna, line)] == [parcel_id(work)]


def test_who_never_read_a_folder_leaves_nothing_in_it(settled: Office, line: AppLine) -> None:
    carla, bruno, ente = settled.carla, settled.bruno, settled.ente
    dpo = ente.admit((Role.DPO,), by=settled.anna.sign)
    ente.join(dpo, settled.group, by=settled.anna)
    settled.anna.exchange(line, ente.stated)
    assert codes(leave(carla, line, carla.parcel(settled.folder))) == {0: "not_yours"}
    assert codes(leave(bruno, line, bruno.parcel(settled.carlas))) == {0: "not_yours"}
    assert codes(leave(dpo, line, dpo.parcel(settled.folder))) == {0: "not_yours"}
    stranger = bruno.folder()
    assert codes(leave(bruno, line, bruno.parcel(stranger))) == {0: "not_yours"}


def test_what_is_wrong_is_refused_with_its_reason(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    revoke(settled, line, bruno)
    good = bruno.parcel(settled.folder)
    again = Desk(settled.ente, bruno.operator, bruno.id, bruno.sign, n=bruno.n)
    forged = Parcel(good.header, good.sealed, bytes(64))
    gap = Desk(settled.ente, bruno.operator, bruno.id, bruno.sign, n=7, chains={settled.folder.folder: (9, b"x" * 32)})
    chain = Desk(
        settled.ente, bruno.operator, bruno.id, bruno.sign, n=8, chains={settled.folder.folder: (1, b"x" * 32)}
    )
    key = FolderKey(settled.folder.folder, b"k" * 32, settled.folder.root, "person", "ordinary")
    cut = Parcel(good.header, hashlib.sha256(good.sealed).digest(), good.signature)
    wanted: list[tuple[Leaving, str]] = [
        (forged, "signature"),
        (anna.parcel(settled.folder), "not_yours"),
        (cut, "format"),
        (again.parcel(key), "key"),
        (gap.parcel(settled.folder), "gap"),
    ]
    receipt = leave(bruno, line, *(item for item, _ in wanted))
    assert (receipt.kept, codes(receipt)) == ([], dict(enumerate(code for _, code in wanted)))
    assert leave(bruno, line, good).kept == [parcel_id(good)]
    assert codes(leave(bruno, line, chain.parcel(settled.folder))) == {0: "previous"}
    assert leave(bruno, line, good).kept == [parcel_id(good)]
    assert len(listed(anna, line)) == 1
    for body in (b"", b"x" * 20, write_leaving([good])[:-3], encode_parcel(good)):
        assert bruno.call(line, "POST", "/v1/apart", body=body).status == 400
    assert root_of(settled.ente).call(line, "POST", "/v1/apart", body=write_leaving([])).status == 403


def test_a_number_that_was_used_is_not_used_again(settled: Office, line: AppLine) -> None:
    bruno = settled.bruno
    placed = bruno.parcel(settled.folder)
    assert bruno.exchange(line, [placed]).refused == {}
    revoke(settled, line, bruno)
    assert leave(bruno, line, placed).kept == [parcel_id(placed)]
    bruno.n = 0
    assert codes(leave(bruno, line, bruno.parcel(settled.folder))) == {0: "n_taken"}
    assert listed(settled.anna, line) == []


def test_a_new_cartella_waits_with_the_grant_that_opens_it(settled: Office, line: AppLine) -> None:
    anna, bruno, carla = settled.anna, settled.bruno, settled.carla
    revoke(settled, line, bruno)
    fresh = bruno.folder()
    grant, work = bruno.grant([fresh], settled.group), bruno.parcel(fresh)
    assert leave(bruno, line, grant, work).kept == [leaving_id(grant), parcel_id(work)]
    assert [one.kind for one in listed(anna, line)] == [FrameKind.GRANT, FrameKind.PARCEL]
    assert listed(carla, line) == []
    assert carla.call(line, "GET", f"/v1/apart/{parcel_id(work).hex()}").status == 404
    assert anna.exchange(line, [grant, work]).refused == {}
    assert listed(anna, line) == []
    foreign = carla.grant([bruno.folder()], settled.hers)
    forged = msgspec.structs.replace(grant, signature=bytes(64))
    assert codes(leave(bruno, line, foreign, forged)) == {0: "not_yours", 1: "signature"}


def test_what_was_sealed_before_the_key_turned_is_accepted_all_the_same(settled: Office, line: AppLine) -> None:
    anna, bruno = settled.anna, settled.bruno
    work = bruno.parcel(settled.folder)
    revoke(settled, line, bruno)
    leave(bruno, line, work)
    turned = FolderKey(settled.folder.folder, b"t" * 32, settled.folder.root, "person", "ordinary")
    assert anna.exchange(line, [anna.grant([turned], settled.group), anna.parcel(turned)]).refused == {}
    own = Desk(settled.ente, anna.operator, anna.id, anna.sign, anna.seal, n=50, chains=dict(anna.chains))
    assert anna.exchange(line, [own.parcel(settled.folder)]).refused == {0: "key"}
    assert anna.exchange(line, [decode_parcel(fetched(anna, line, parcel_id(work)))]).refused == {}


@pytest.mark.parametrize("role", [Role.DPO, Role.ESTERNO])
def test_who_controls_or_comes_from_outside_is_told_nothing(role: Role, settled: Office, line: AppLine) -> None:
    ente, anna = settled.ente, settled.anna
    guest = ente.admit((role,), by=anna.sign)
    more: list[Grant] = []
    if role is Role.ESTERNO:
        more.append(from_outside(settled, guest, until_ms=2**50))
    else:
        ente.join(guest, settled.group, by=anna)
    assert anna.exchange(line, [*ente.stated, *more]).refused == {}
    revoke(settled, line, settled.bruno)
    leave(settled.bruno, line, settled.bruno.parcel(settled.folder))
    reply = guest.exchange(line)
    assert reply.head is not None
    assert (reply.head.apart, listed(guest, line)) == (b"", [])
    assert len(listed(anna, line)) == 1


def test_what_a_desk_keeps_apart_has_its_limits(settled: Office, server: ServerOf) -> None:
    bruno, line = settled.bruno, server.line()
    revoke(settled, line, bruno)
    many = [bruno.parcel(settled.folder) for _ in range(8)]
    receipt = leave(bruno, line, *many)
    assert (len(receipt.kept), codes(receipt)) == (6, {6: "too_many", 7: "gap"})
    large = b"x" * (9 * 1024 * 1024)
    assert bruno.call(line, "POST", "/v1/apart", body=large).status == 413


def test_the_quota_of_a_desk_holds_for_what_is_kept_apart(tmp_path: Path, ids: SeededIds, clock: FixedClock) -> None:
    with server_of(tmp_path / "small", clock=clock, limits=Limits(quota=14_000)) as small:
        line, office = small.line(), new_office(ids)
        settle(office, line)
        revoke(office, line, office.bruno)
        texts = [office.ente.ids.token(8_000) for _ in range(3)]
        work = [office.bruno.parcel(office.folder, text=text) for text in texts]
        assert codes(leave(office.bruno, line, *work)) == {1: "quota", 2: "gap"}


def put(desk: Desk, line: AppLine, data: bytes, folder: FolderKey) -> int:
    headers = {"WD-Folder": folder.folder, "WD-Size": str(len(data)), "WD-Offset": "0"}
    return desk.call(line, "PUT", f"/v1/file/{hashlib.sha256(data).hexdigest()}", body=data, headers=headers).status


def test_an_attachment_follows_the_work_it_belongs_to(settled: Office, line: AppLine) -> None:
    anna, bruno, data = settled.anna, settled.bruno, b"sealed"
    revoke(settled, line, bruno)
    assert put(bruno, line, data, settled.folder) == 403
    leave(bruno, line, bruno.parcel(settled.folder))
    assert put(bruno, line, data, settled.folder) == 200
    assert put(bruno, line, data, settled.carlas) == 403
    assert anna.call(line, "GET", f"/v1/file/{hashlib.sha256(data).hexdigest()}").whole() == data
    assert bruno.call(line, "GET", f"/v1/file/{hashlib.sha256(data).hexdigest()}").status == 403


def rows(server: ServerOf) -> int:
    with server.ledger.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(APART)).scalar_one())


def test_a_copy_and_a_check_hold_what_is_kept_apart(tmp_path: Path, ids: SeededIds, clock: FixedClock) -> None:
    place = Place(data=tmp_path / "first")
    key = prepare(place, clock=clock)
    with server_of(place.data, clock=clock, key=key) as running:
        line, office = running.line(), new_office(ids)
        settle(office, line)
        revoke(office, line, office.bruno)
        work = office.bruno.parcel(office.folder)
        leave(office.bruno, line, work)
        copies.write(running.ledger, tmp_path / "copy", place=place)
        assert checking.check(running.ledger, files=running.data / "files").problems == []
        with running.ledger.writing() as connection:
            bad = encode_parcel(Parcel(work.header, work.sealed, bytes(64)))
            connection.execute(APART.update().values(data=bad))
        (problem,) = checking.check(running.ledger, files=running.data / "files").problems
        assert problem[0] == checking.APART_SIGNED
    again = Place(data=tmp_path / "second")
    copies.restore(tmp_path / "copy", place=again)
    with server_of(again.data, clock=clock, key=again.key()) as running, opened(again):
        assert rows(running) == 1
        office.anna.challenge = b""
        assert [one.id for one in listed(office.anna, running.line())] == [parcel_id(work)]


def test_other_enti_and_strangers_see_and_leave_nothing(
    settled: Office, line: AppLine, office_of_others: Office
) -> None:
    settle(office_of_others, line)
    revoke(settled, line, settled.bruno)
    work = settled.bruno.parcel(settled.folder)
    leave(settled.bruno, line, work)
    other = office_of_others.anna
    assert listed(other, line) == []
    assert codes(leave(other, line, work)) == {0: "not_yours"}
    wrong = Desk(settled.ente, "", settled.bruno.id, SigningKey.generate())
    answer = wrong.call(line, "POST", "/v1/apart", body=write_leaving([work]))
    assert (answer.status, msgspec.msgpack.decode(answer.whole(), type=Trouble).code) == (403, "unknown")


def test_a_lost_receipt_is_given_again(settled: Office, line: AppLine) -> None:
    """A receipt says again what it kept, however often the reply is lost."""
    revoke(settled, line, settled.bruno)
    work: Sequence[Parcel] = [settled.bruno.parcel(settled.folder) for _ in range(3)]
    first, second = leave(settled.bruno, line, *work), leave(settled.bruno, line, *work)
    assert (first.kept, first.refused) == (second.kept, second.refused)
    assert len(listed(settled.anna, line)) == 3
