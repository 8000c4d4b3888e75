# SPDX-License-Identifier: EUPL-1.2
"""The lawful cut in a vault from which nothing ever left: each entry leaves in its place what says that it was there.

What stands in the place of an entry has its desk, numbers, author and time, so that chains and what others had seen
stay as they are. It is of the type of the cut notes, which nobody folds or shows, names no parcel, and carries the
header that was there, the hash of the lost body in it. When the ente joins a server it travels as any entry does.
"""

from collections.abc import Collection

from msgspec.structs import replace

from welfaredesk.base.ids import Ids
from welfaredesk.crypto.hashes import sha256
from welfaredesk.domain import cut_note
from welfaredesk.domain.cut_note import CutNote
from welfaredesk.domain.entry import Body, EntryKind, decode_header, encode_body, encode_header
from welfaredesk.store import journal
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cutting
from welfaredesk.store.exchange.cut_plan import Part
from welfaredesk.store.exchange.cutting import Done


def never_left(database: Database, parts: Collection[Part]) -> bool:
    """Tell whether no entry of some parts has ever been placed by a server."""
    return not any(
        database.conn.execute(
            "SELECT 1 FROM entry WHERE record = ? AND folder = ? AND position IS NOT NULL LIMIT 1",
            (part.record, part.folder),
        ).fetchone()
        for part in parts
    )


def cut_here(database: Database, parts: Collection[Part], *, ids: Ids) -> int:
    """Take the words of some parts out for good, and return how many entries they were; what is done stays so."""
    done, first, count = Done(), 0, 0
    for part in parts:
        found = database.conn.execute(
            "SELECT n, header, body FROM entry WHERE record = ? AND folder = ? ORDER BY n", (part.record, part.folder)
        ).fetchall()
        done.gone.add(part.record)
        done.touched.add(part.record)
        for number, header, body in found:
            _leave_trace(database, number, header, ids=ids)
            done.took(part.record, body or b"")
            first = min(first or number, number)
            count += 1
        # Sealed for a server that took nothing: what is left is sealed anew.
        database.conn.execute("DELETE FROM parcel WHERE folder = ? AND position IS NULL", (part.folder,))
    if count:
        journal.rechain(database, first)
    cutting.finish(database, done)
    return count


def _leave_trace(database: Database, number: int, data: bytes, *, ids: Ids) -> None:
    header = decode_header(data)
    note = CutNote([], [(header.record, header.type)], [(data, None)])
    body = encode_body(Body(ids.token(journal.SALT_BYTES), cut_note.to_changes(note)))
    trace = replace(
        header,
        record=ids.new(),
        type=cut_note.TYPE,
        rules=cut_note.RULES,
        kind=EntryKind.SET,
        body_hash=sha256(body),
    )
    database.conn.execute(
        "UPDATE entry SET record = ?, type = ?, kind = ?, header = ?, body = ? WHERE n = ?",
        (trace.record, trace.type, trace.kind.value, encode_header(trace), body, number),
    )
