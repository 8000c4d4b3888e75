# SPDX-License-Identifier: EUPL-1.2
"""What the server checks of an item before it takes a position."""

from pathlib import Path

import msgspec
import pytest

from tests.server_of import AppLine, server_of
from tests.unit.server.conftest import Office
from tests.unit.server.office import Desk, Item, root_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import key_id, sha256
from welfaredesk.crypto.sign import Label, SigningKey
from welfaredesk.domain.parcel import Parcel
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.server.limits import Limits
from welfaredesk.sync import statements
from welfaredesk.sync.grants import FolderKey, make_ungrant
from welfaredesk.sync.letters import seal_letter
from welfaredesk.sync.parcels import parcel_id
from welfaredesk.sync.statements import cut_words
from welfaredesk.sync.wire import Fill, FrameKind, Letter, Ungrant


def codes(desk: Desk, line: AppLine, *items: Item) -> list[str]:
    """Push items and return their codes, empty for those that were taken."""
    reply = desk.exchange(line, items)
    assert reply.status == 200
    return [reply.refused.get(index, "") for index in range(len(items))]


def ungrant_of(office: Office, desk: Desk, group: str, folder: FolderKey) -> Ungrant:
    """Return the withdrawal of a folder."""
    ids = office.ente.ids
    return make_ungrant(ente=office.ente.id, group=group, folder=folder.folder, ids=ids, desk=desk.id, sign=desk.sign)


def letter_to(office: Office, desk: Desk, group: str, *, epoch: int = 1) -> Letter:
    """Return a letter."""
    public = office.ente.roster.groups[group].public
    return seal_letter(
        b"chi", ente=office.ente.id, group=group, epoch=epoch, public=public, desk=desk.id, n=1, sign=desk.sign
    )


def test_a_parcel_with_a_used_number_is_refused(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    anna.n -= 1
    assert codes(anna, line, anna.parcel(settled.folder)) == ["n_taken"]


def test_a_gap_in_k_is_refused(settled: Office, line: AppLine) -> None:
    settled.anna.parcel(settled.folder)
    assert codes(settled.anna, line, settled.anna.parcel(settled.folder)) == ["gap"]


def test_a_signature_that_does_not_hold_is_refused(settled: Office, line: AppLine) -> None:
    parcel = settled.anna.parcel(settled.folder)
    bent = Parcel(parcel.header, parcel.sealed[:-1] + bytes((parcel.sealed[-1] ^ 1,)), parcel.signature)
    assert codes(settled.anna, line, bent) == ["signature"]


def test_another_chain_is_refused(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    anna.chains[settled.folder.folder] = (1, b"x" * 32)
    assert codes(anna, line, anna.parcel(settled.folder)) == ["signature"]


def test_each_bit_of_a_parcel_flipped_is_refused(settled: Office, line: AppLine) -> None:
    """Numbers are flipped one bit at a time; of the text every eighth byte."""
    parcel = settled.anna.parcel(settled.folder)
    bent = [
        Parcel(parcel.header, parcel.sealed[:at] + bytes((parcel.sealed[at] ^ 1,)) + parcel.sealed[at + 1 :], b"s" * 64)
        for at in range(0, len(parcel.sealed), 8)
    ]
    for name in ("n", "last"):
        header = msgspec.structs.replace(parcel.header, **{name: getattr(parcel.header, name) ^ 4})
        bent.append(Parcel(header, parcel.sealed, parcel.signature))
    assert set(codes(settled.anna, line, *bent)) == {"signature"}


def test_a_parcel_under_an_old_key_is_refused(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    turned = FolderKey(settled.folder.folder, b"k" * 32, settled.folder.root, "person", "ordinary")
    old = anna.parcel(settled.folder)
    assert codes(anna, line, anna.grant([turned], settled.group), old) == ["", "key"]
    anna.chains[settled.folder.folder] = (old.header.k_from - 1, old.header.previous)
    assert codes(anna, line, anna.parcel(turned)) == [""]


def test_a_key_that_not_all_groups_have_is_no_key_to_write_with(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    anna.exchange(line, [anna.grant([settled.folder], settled.hers)])
    turned = FolderKey(settled.folder.folder, b"k" * 32, settled.folder.root, "person", "ordinary")
    parcel = anna.parcel(turned)
    assert codes(anna, line, anna.grant([turned], settled.group), parcel) == ["", "key"]
    assert codes(anna, line, anna.grant([turned], settled.hers), parcel) == ["", ""]


def test_an_older_key_may_be_granted_for_the_history(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    turned = FolderKey(settled.folder.folder, b"k" * 32, settled.folder.root, "person", "ordinary")
    both = anna.grant([settled.folder, turned], settled.hers)
    assert codes(anna, line, anna.grant([turned], settled.group), both) == ["", ""]
    assert codes(anna, line, anna.parcel(turned)) == [""]
    assert key_id(turned.key) != key_id(settled.folder.key)


def test_a_forged_grant_is_refused(settled: Office, line: AppLine) -> None:
    grant = settled.anna.grant([settled.folder], settled.hers)
    later = [msgspec.structs.replace(one, epoch=9) for one in grant.groups]
    unknown = msgspec.structs.replace(grant, groups=later)
    stranger = msgspec.structs.replace(grant, desk=b"d" * 16)
    elsewhere = msgspec.structs.replace(grant, ente=b"e" * 16)
    forged = msgspec.structs.replace(grant, signature=b"s" * 64)
    wanted = ["signature", "unknown", "not_yours", "not_yours"]
    assert codes(settled.anna, line, forged, unknown, stranger, elsewhere) == wanted


def test_one_grant_brings_a_folder_to_several_groups(settled: Office, line: AppLine) -> None:
    anna, bruno, carla = settled.anna, settled.bruno, settled.carla
    folder = anna.folder()
    twice = anna.grant([folder], settled.group, settled.group)
    halved = msgspec.structs.replace(
        twice, groups=[*twice.groups[:1], msgspec.structs.replace(twice.groups[1], epoch=9)]
    )
    assert codes(anna, line, twice, halved) == ["format", "format"]
    assert codes(anna, line, anna.grant([folder], settled.group, settled.hers), anna.parcel(folder)) == ["", ""]
    for desk in (bruno, carla):
        there = desk.exchange(line)
        assert len(there.of(FrameKind.GRANT_AT)) > 0
        assert folder.folder in [named.folder for _, named in there.parcels()]


def test_the_last_group_of_a_folder_keeps_it(settled: Office, line: AppLine) -> None:
    ungrant = ungrant_of(settled, settled.anna, settled.group, settled.folder)
    assert codes(settled.anna, line, ungrant) == ["rule"]


def test_a_folder_moves_to_another_group(settled: Office, line: AppLine) -> None:
    anna, bruno, carla = settled.anna, settled.bruno, settled.carla
    bruno.exchange(line)
    moved: list[Item] = [anna.grant([settled.folder], settled.hers)]
    moved.append(ungrant_of(settled, anna, settled.group, settled.folder))
    assert codes(anna, line, *moved) == ["", ""]
    gone = bruno.exchange(line, [bruno.parcel(settled.folder)])
    assert gone.refused == {0: "not_yours"}
    assert len(gone.of(FrameKind.UNGRANT_AT)) == 1
    there = carla.exchange(line, ask=carla.ask(fills=[Fill(packed(settled.folder.folder), 0)]))
    assert len(there.parcels()) == 1


def test_a_forged_ungrant_is_refused(settled: Office, line: AppLine) -> None:
    anna = settled.anna
    anna.exchange(line, [anna.grant([settled.folder], settled.hers)])
    ungrant = ungrant_of(settled, anna, settled.hers, settled.folder)
    forged = msgspec.structs.replace(ungrant, signature=b"s" * 64)
    other = ungrant_of(settled, anna, settled.bruno_own, settled.folder)
    assert codes(anna, line, forged, other) == ["signature", "not_yours"]


def test_anybody_writes_letters_and_only_the_group_gets_them(settled: Office, line: AppLine) -> None:
    carla = settled.carla
    letter = letter_to(settled, carla, settled.group)
    assert codes(carla, line, letter) == [""]
    assert len(settled.bruno.exchange(line).of(FrameKind.LETTER_AT)) == 1
    forged = msgspec.structs.replace(letter, n=2)
    assert codes(carla, line, forged, letter_to(settled, carla, settled.group, epoch=3)) == ["signature", "unknown"]


def test_a_statement_must_stand_on_the_head(settled: Office, line: AppLine) -> None:
    ente, anna = settled.ente, settled.anna
    head = ente.roster.copy()
    first = ente.state(StatementKind.OPERATOR, {"operator": ente.ids.new()}, anna.sign)
    ente.roster = head
    second = ente.state(StatementKind.OPERATOR, {"operator": ente.ids.new()}, anna.sign)
    assert codes(anna, line, first, second, b"rubbish") == ["", "stale_head", "format"]


def test_a_group_without_recovery_grant_is_refused(settled: Office, line: AppLine) -> None:
    ente, anna = settled.ente, settled.anna
    body = {"group": ente.ids.opaque(), "kind": "working", "epoch": 1, "public": b"p" * 32, "recovery_grant": b""}
    with pytest.raises(ValueError, match="recovery_grant"):
        ente.state(StatementKind.GROUP, body, anna.sign)
    data = statements.state(StatementKind.GROUP, body, ente=ente.id, previous=ente.roster.head, key=anna.sign)
    assert codes(anna, line, data) == ["recovery_grant"]


def test_an_id_or_letters_with_something_behind_them_are_no_statement(settled: Office, line: AppLine) -> None:
    """A group that nobody can name would keep its members from the server for good."""
    ente, carla = settled.ente, settled.carla
    grant = b"g" * 80
    group = {"group": f"{ente.ids.opaque()}\n", "kind": "working", "epoch": 1, "public": carla.seal.public}
    desk = {"desk": ente.ids.opaque(), "operator": carla.operator, "sign": b"s" * 32, "seal": b"e" * 32}
    for kind, body in (
        (StatementKind.GROUP, group | {"recovery_grant": grant}),
        (StatementKind.DESK, desk | {"letters": "ZZ\n"}),
    ):
        data = statements.state(kind, body, ente=ente.id, previous=ente.roster.head, key=carla.sign)
        assert codes(carla, line, data) == ["format"]


def test_the_root_pushes_statements_and_nothing_else(settled: Office, line: AppLine) -> None:
    ente, root = settled.ente, root_of(settled.ente)
    data = ente.state(StatementKind.OPERATOR, {"operator": ente.ids.new()}, ente.root)
    assert codes(root, line, data, settled.anna.parcel(settled.folder)) == ["", "not_yours"]
    root.position, root.h = 0, bytes(32)
    reply = root.exchange(line)
    assert len(reply.of(FrameKind.STATEMENT_AT)) == len(ente.stated)
    assert len(reply.positions) == len(ente.stated)


def test_a_colleague_forwards_what_a_revoked_desk_had_written(settled: Office, line: AppLine) -> None:
    ente, anna, bruno = settled.ente, settled.anna, settled.bruno
    late = bruno.parcel(settled.folder)
    revoked = ente.state(StatementKind.REVOKE, {"desk": bruno.id}, anna.sign)
    assert codes(anna, line, revoked, late) == ["", ""]
    assert codes(settled.carla, line, bruno.parcel(settled.folder)) == ["not_yours"]


def test_a_desk_revoked_within_a_batch_writes_no_more(settled: Office, line: AppLine) -> None:
    ente, anna = settled.ente, settled.anna
    revoked = ente.state(StatementKind.REVOKE, {"desk": anna.id}, anna.sign)
    assert codes(anna, line, revoked, anna.parcel(settled.folder)) == ["", "revoked"]


def test_over_quota_is_refused_and_others_go_on(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    folder = tmp_path / "tight"
    with server_of(folder, clock=clock, limits=Limits(quota=12_000)) as tight:
        line = tight.line()
        assert office.anna.exchange(line, office.first()).refused == {}
        many = [office.anna.parcel(office.folder) for _ in range(40)]
        refused = set(office.anna.exchange(line, many).refused.values())
        assert "quota" in refused
        assert office.bruno.exchange(line, [office.bruno.parcel(office.folder)]).refused == {}


def test_a_cut_takes_the_text_and_leaves_the_chain(settled: Office, line: AppLine) -> None:
    ente, anna = settled.ente, settled.anna
    chief = ente.admit((Role.COORDINATORE,), by=anna.sign)
    ente.join(chief, settled.group, by=anna)
    parcel = anna.parcel(settled.folder)
    anna.exchange(line, [*ente.stated, parcel])
    id_ = parcel_id(parcel)
    body = {
        "parcels": [id_],
        "number": "12/2026",
        "second": chief.sign.public,
        "second_signature": chief.sign.sign(Label.ACT, cut_words(ente.id, "12/2026", parcels=[id_])),
    }
    cut = ente.state(StatementKind.CUT, body, anna.sign)
    assert codes(anna, line, cut) == [""]
    reply = settled.bruno.exchange(line)
    assert [named.sealed for _, named in reply.parcels()][-1] == sha256(parcel.sealed)
    assert codes(anna, line, parcel, anna.parcel(settled.folder)) == ["", ""]


def test_nobody_cuts_what_they_do_not_read(settled: Office, line: AppLine) -> None:
    ente, carla = settled.ente, settled.carla
    parcel = settled.anna.parcel(settled.folder)
    settled.anna.exchange(line, [parcel])
    cut = ente.state(StatementKind.CUT, {"parcels": [parcel_id(parcel)]}, carla.sign)
    alone = ente.state(StatementKind.CUT, {"parcels": [parcel_id(parcel)]}, settled.anna.sign)
    assert codes(carla, line, cut, alone) == ["not_yours", "rule"]


def test_a_key_of_nobody_signs_nothing(settled: Office, line: AppLine) -> None:
    stranger = Desk(settled.ente, settled.anna.operator, settled.anna.id, SigningKey.generate())
    assert codes(settled.anna, line, stranger.parcel(settled.carlas)) == ["not_yours"]
