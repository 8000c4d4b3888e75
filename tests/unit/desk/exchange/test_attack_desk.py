# SPDX-License-Identifier: EUPL-1.2
"""Attacks by a colleague whose program is not the one we ship: signed by him, and still not what it says."""

from pathlib import Path

import msgspec
import pytest

from tests.opened import add
from tests.unit.desk.exchange.hostile_line import HostileLine
from tests.unit.desk.exchange.office import Office, database, sound
from tests.unit.desk.exchange.test_bad_parcels import folder_of, pair
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk import people, records
from welfaredesk.desk.exchange import rescue
from welfaredesk.desk.exchange.opening import NOT_ITS_OPERATOR
from welfaredesk.desk.exchange.place import server_of
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.posting import own_group
from welfaredesk.desk.session import Session
from welfaredesk.domain import checks
from welfaredesk.domain.entry import FIRST_MS, LAST_MS, Header, decode_header
from welfaredesk.domain.parcel import Parcel
from welfaredesk.store import folders
from welfaredesk.store.exchange import arrivals, cursor, outgoing
from welfaredesk.store.files import sealed_path
from welfaredesk.sync.frames import encode
from welfaredesk.sync.grants import FolderKey, GroupEpoch, seal_grant
from welfaredesk.sync.interning import Outgoing
from welfaredesk.sync.parcels import known_ids, seal_parcel
from welfaredesk.sync.wire import FORMAT, Ask, FrameKind


def forged(session: Session, folder: str, **changed: object) -> Parcel:
    """Return a parcel of a desk with an entry that is there already, said again with other words in its header."""
    db = database(session)
    data, body = db.conn.execute("SELECT header, body FROM entry WHERE folder = ? LIMIT 1", (folder,)).fetchone()
    here, known = cursor.cursor(db), folders.by_id(db, folder)
    assert known is not None
    mine = {"desk": session.identity.desk, "k": 1, "seen": {}, "save": session.ids.new()}
    header: Header = msgspec.structs.replace(decode_header(data), **mine, **changed)
    return seal_parcel(
        [(header, body)],
        ente=session.identity.ente,
        folder=folder,
        key=known.key,
        desk=session.identity.desk,
        n=outgoing.next_n(db, session.identity.desk),
        previous=b"",
        last=here.position,
        last_h=here.h,
        sign=SigningKey.from_bytes(session.identity.sign),
        known=known_ids(ente=session.identity.ente, operator=session.identity.operator, root=known.root),
    )


def push(office: Office, session: Session, parcel: Parcel) -> None:
    """Push a parcel that the desk itself does not know of."""
    place, here = server_of(session), cursor.cursor(database(session))
    assert place is not None
    frame = encode(FrameKind.PARCEL, Outgoing().wire(parcel))
    reply = Talk(session, office.line, place=place).ask(Ask(FORMAT, here.position, here.h, "0.1.0", 0), [frame])
    assert list(reply.batches())
    assert reply.refused == []


def test_nobody_writes_in_the_name_of_somebody_else(office: Office) -> None:
    first, second, persons = pair(office)
    folder = folder_of(first, persons[0])
    push(office, second, forged(second, folder, operator=first.identity.operator))
    office.round(first)
    question = "SELECT count(*) FROM entry WHERE desk = ? AND operator = ?"
    said = (second.identity.desk, first.identity.operator)
    assert database(first).conn.execute(question, said).fetchone() == (0,)
    aside = [(one.desk, one.folder, one.why) for one in arrivals.aside(database(first))]
    assert aside == [(second.identity.desk, folder, NOT_ITS_OPERATOR)]
    records.change(first, persons[0], {"comune": "Viadana"})
    office.round(first)
    sound(first)


@pytest.mark.parametrize(
    "when", [{"offset": 1440}, {"offset": -1440}, {"utc_ms": LAST_MS + 1}, {"utc_ms": FIRST_MS - 1}]
)
def test_an_entry_of_no_time_is_set_aside(office: Office, when: dict[str, int]) -> None:
    """The history of its record would be shown on no desk any more."""
    first, second, persons = pair(office)
    mine = {"operator": second.identity.operator}
    push(office, second, forged(second, folder_of(first, persons[0]), **mine, **when))
    office.round(first)
    assert [one.desk for one in arrivals.aside(database(first))] == [second.identity.desk]
    assert list(records.history(first, persons[0]))


@pytest.mark.parametrize(("kind", "lowest"), [("person", "0" * 26), ("case_file", "0" * 26), ("nessuno", "0" * 26)])
def test_a_folder_beside_that_of_a_cartella_takes_nothing_of_what_is_written(
    office: Office, kind: str, lowest: str
) -> None:
    """He would read on in a cartella that was taken from him, and nobody could write in one of a kind there is not."""
    first, second, persons = pair(office)
    me, roster = second.identity, second.read_roster()
    groups = [roster.groups[one] for one in (me.groups["working"], own_group(roster, me.operator) or "")]
    beside = FolderKey(lowest, second.ids.token(32), persons[0], kind, "ordinary")
    epochs = [GroupEpoch(one.id, one.epoch, one.public) for one in groups]
    sign = SigningKey.from_bytes(me.sign)
    grant = seal_grant([beside], epochs, ente=me.ente, desk=me.desk, ids=second.ids, sign=sign)
    place, here = server_of(second), cursor.cursor(database(second))
    assert place is not None
    ask = Ask(FORMAT, here.position, here.h, "0.1.0", 0)
    assert list(Talk(second, office.line, place=place).ask(ask, [encode(FrameKind.GRANT, grant)]).batches())
    real = folder_of(first, persons[0])
    office.round(first)
    assert folders.by_id(database(first), lowest) is not None
    records.change(first, persons[0], {"comune": "Viadana"})
    entry = add(first, "diary_entry", person=persons[0], text="Solo per chi segue.")
    question = "SELECT DISTINCT folder FROM entry WHERE record = ?"
    assert database(first).conn.execute(question, (entry,)).fetchall() == [(real,)]
    office.round(first)
    sound(first)


FILE = {"name": "a.pdf", "media_type": "application/pdf", "size": 9, "chunk_size": 1, "key": "0" * 64}


@pytest.mark.parametrize("name", ["../slots", "/etc/passwd", "", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_an_attachment_is_named_by_a_hash_and_lies_in_its_folder(tmp_path: Path, name: str) -> None:
    assert not checks.is_file(FILE | {"sha256": name})
    assert checks.is_file(FILE | {"sha256": "0" * 64})
    assert sealed_path(tmp_path, name).parent == tmp_path / "files"
    assert not sealed_path(tmp_path, name).exists()


@pytest.mark.parametrize("size", [-1, 2**70, True])
def test_the_size_of_an_attachment_is_a_size(size: int) -> None:
    assert not checks.is_file(FILE | {"sha256": "0" * 64, "size": size})


def test_an_attachment_never_sends_another_file_of_the_pc(office: Office) -> None:
    first, _, persons = pair(office)
    (first.profile / "secret").write_bytes(b"chiave privata")
    folder = folder_of(first, persons[0])
    first.vault.write(
        lambda db: db.conn.execute(
            "INSERT INTO sealed_file (sha256, folder, bytes) VALUES (?, ?, ?)", ("../secret", folder, 3)
        )
    )
    line = HostileLine(office.line)
    office.round(first, line, files=True)
    assert all(b"chiave privata" not in body for _, _, body in line.sent)
    assert (first.profile / "secret").exists()


def test_what_a_stolen_desk_wrote_is_not_forwarded(office: Office, tmp_path: Path) -> None:
    first, second, persons = pair(office)
    records.change(second, persons[0], {"comune": "Viadana"})
    rescue.export(second, tmp_path / "key-drive")
    people.revoke(first, second.identity.desk, stolen=True)
    assert rescue.take(first, tmp_path / "key-drive") == 0
    office.round(first)
    assert records.show(first, persons[0]).values["comune"] == "Gussola"
