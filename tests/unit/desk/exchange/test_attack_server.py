# SPDX-License-Identifier: EUPL-1.2
"""Attacks by the server, alone or with somebody of the ente: what it puts into its replies is believed no further."""

from pathlib import Path

import pytest

from tests.unit.desk.exchange.hostile_line import HostileLine
from tests.unit.desk.exchange.office import Office, database, everybody, same
from tests.unit.desk.exchange.test_bad_parcels import folder_of, pair
from welfaredesk.base.exchange_errors import NoLine, OtherServer
from welfaredesk.base.ids import packed
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk import people, records
from welfaredesk.desk.exchange import notes, rescue, shutting
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.store import folders
from welfaredesk.store.exchange import cursor, items, rounds
from welfaredesk.store.exchange.items import ItemKind
from welfaredesk.sync import statements
from welfaredesk.sync.frames import encode
from welfaredesk.sync.grants import FolderKey, GroupEpoch, seal_grant
from welfaredesk.sync.wire import BytesAt, End, FrameKind, Grant, GrantAt, Trouble


def again(data: bytes, position: int) -> bytes:
    """Return a statement as the server would hand it down at another position."""
    return encode(FrameKind.STATEMENT_AT, BytesAt(position, data))


def test_a_statement_that_has_a_position_takes_no_other(office: Office) -> None:
    _, second, _ = pair(office)
    before = rounds.placed_statements(database(second))
    line = HostileLine(office.line, first=[again(before[2], 9_000)])
    with pytest.raises(OtherServer):
        office.round(second, line)
    assert rounds.placed_statements(database(second)) == before
    office.round(second)


def test_a_statement_does_not_come_before_those_that_are_here(office: Office) -> None:
    first, second, _ = pair(office)
    people.add_group(first, "Comune di Gussola")
    late = items.unsent_statements(database(first))[0]
    line = HostileLine(office.line, first=[again(late, 1)])
    with pytest.raises(OtherServer):
        office.round(second, line)
    office.round(first)
    office.round(second)


def test_a_revoked_desk_is_not_wiped_by_a_word_of_nobody(office: Office) -> None:
    first, second, _ = pair(office)
    people.revoke(first, second.identity.desk)
    said = items.unsent_statements(database(first))[0]
    position = cursor.cursor(database(second)).position + 1
    second.vault.write(lambda db: items.place_statement(db, str(StatementKind.REVOKE), said, position=position))
    body = {"desk": second.identity.desk, "wipe": True, "stolen": False}
    ente = second.identity.ente
    forged = statements.state(StatementKind.REVOKE, body, ente=ente, previous=b"", key=SigningKey.generate())
    shutting.believe(second, Trouble("revoked", statement=forged))
    assert notes.is_revoked(database(second))
    assert not notes.is_to_wipe(database(second))


def test_a_match_that_was_never_offered_is_another_server(office: Office) -> None:
    _, second, _ = pair(office)
    with pytest.raises(OtherServer):
        office.round(second, HostileLine(office.line, match=12_345))
    office.round(second)


def test_a_reply_without_a_word_of_the_server_is_given_up_in_time(office: Office) -> None:
    _, second, _ = pair(office)
    endless = encode(FrameKind.STATEMENT_AT, BytesAt(1, bytes(1_000_000)))
    line = HostileLine(office.line, endless=endless)
    with pytest.raises(NoLine):
        office.round(second, line)
    assert line.given < 100_000_000


def rogue_grant(rogue: Session, folder: folders.Folder, group: str) -> Grant:
    """Return a grant with a key that its maker knows, for a folder that he does not read."""
    line = rogue.read_roster().groups[group]
    key = FolderKey(folder.id, bytes(range(32)), folder.root, folder.root_type, folder.circle)
    return seal_grant(
        [key],
        [GroupEpoch(line.id, line.epoch, line.public)],
        ente=rogue.identity.ente,
        desk=rogue.identity.desk,
        ids=rogue.ids,
        sign=SigningKey.from_bytes(rogue.identity.sign),
    )


def test_nothing_is_sealed_with_a_key_of_somebody_who_does_not_read_the_folder(office: Office) -> None:
    first, second, persons = pair(office)
    rogue = office.enrol(first, name="three", groups=(), roles=(Role.AMMINISTRATORE,))
    everybody(office, rogue, first, second)
    folder = folders.by_id(database(first), folder_of(first, persons[0]))
    assert folder is not None
    grant = rogue_grant(rogue, folder, first.identity.groups["working"])
    position = cursor.cursor(database(first)).position + 1
    office.round(first, HostileLine(office.line, first=[encode(FrameKind.GRANT_AT, GrantAt(position, grant))]))
    records.change(first, persons[0], {"comune": "Viadana"})
    office.round(first)
    after = folders.by_id(database(first), folder.id)
    assert after is not None
    assert after.key not in {bytes(range(32)), folder.key}
    assert ("grant", "not_yours") in notes.refused_items(database(first))
    office.round(second)
    assert records.show(second, persons[0]).values["comune"] == "Viadana"
    assert same(first, second)


def test_a_rescue_file_brings_no_grant_of_somebody_who_does_not_read_the_folder(office: Office, tmp_path: Path) -> None:
    first, second, persons = pair(office)
    rogue = office.enrol(first, name="three", groups=(), roles=(Role.AMMINISTRATORE,))
    everybody(office, rogue, first, second)
    folder = folders.by_id(database(first), folder_of(first, persons[0]))
    assert folder is not None
    for maker, taken in ((rogue, 0), (second, 1)):
        grant = rogue_grant(maker, folder, first.identity.groups["working"])
        frames = encode(FrameKind.GRANT, grant) + encode(FrameKind.END, End())
        path = tmp_path / f"key-drive-{taken}"
        path.write_bytes(rescue.MAGIC + packed(first.identity.ente) + frames)
        rescue.take(first, path)
        assert len(items.unsent_items(database(first), ItemKind.GRANT)) == taken
