# SPDX-License-Identifier: EUPL-1.2
"""The queue of attachments: which sealed files the records name, which have their receipt, which are not here."""

from dataclasses import dataclass

from welfaredesk.domain.catalogue import CATALOGUE, find_type
from welfaredesk.domain.kinds import Kind
from welfaredesk.store import desk_notes, records
from welfaredesk.store.driver import Database

SCANNED = "exchange/files"
TO_BRING = "exchange/files-to-bring"


@dataclass(frozen=True, slots=True)
class QueuedFile:
    """A sealed file by the hash of its bytes, the folder it belongs to, and whether the server has it."""

    sha256: str
    folder: str
    received: bool


def has_new(database: Database) -> bool:
    """Tell whether entries came that may name attachments not looked at yet."""
    last = database.conn.execute("SELECT max(n) FROM entry").fetchone()[0] or 0
    return int(last) > _scanned(database)


def scan(database: Database) -> None:
    """Note the attachments that entries have named since the last time."""
    types = [type_.name for type_ in CATALOGUE if any(type_.of_kind(Kind.FILE))]
    marks = ", ".join("?" * len(types))
    found = database.conn.execute(
        f"SELECT DISTINCT record, type FROM entry WHERE n > ? AND type IN ({marks})", (_scanned(database), *types)
    ).fetchall()
    for record, type_name in found:
        _note(database, record, type_name)
    last = database.conn.execute("SELECT max(n) FROM entry").fetchone()[0] or 0
    desk_notes.put(database, SCANNED, int(last))


def _scanned(database: Database) -> int:
    return int(desk_notes.get(database, SCANNED) or 0)


def _note(database: Database, record: str, type_name: str) -> None:
    type_, stands = find_type(type_name), records.standing(database, record)
    if type_ is None or stands is None:
        return
    for field in type_.of_kind(Kind.FILE):
        value = stands.values.get(field.name)
        folder = stands.circles.get(field.circle) or next(iter(stands.circles.values()), None)
        if isinstance(value, dict) and folder is not None:
            database.conn.execute(
                "INSERT OR IGNORE INTO sealed_file (sha256, folder, bytes) VALUES (?, ?, ?)",
                (str(value["sha256"]), folder, int(value["size"])),
            )


def bring(database: Database, sha256: str, *, folder: str, size: int) -> None:
    """Queue a file for the folder that its record was copied into: whoever reads that one fetches it there."""
    database.conn.execute(
        "INSERT OR REPLACE INTO sealed_file (sha256, folder, bytes) VALUES (?, ?, ?)", (sha256, folder, size)
    )
    desk_notes.put(database, TO_BRING, sorted({*_named(database), sha256}))


def brought(database: Database, sha256: str) -> None:
    """Note that a file lies where its record was copied."""
    desk_notes.put(database, TO_BRING, [one for one in _named(database) if one != sha256])


def to_bring(database: Database) -> list[QueuedFile]:
    """Return the files that are to be brought into another folder, whether they are here or not."""
    wanted = _named(database)
    return [one for one in queued(database) if one.sha256 in wanted] if wanted else []


def _named(database: Database) -> list[str]:
    return list(desk_notes.get(database, TO_BRING) or [])


def queued(database: Database, *, received: bool | None = None) -> list[QueuedFile]:
    """Return the sealed files that records name, those with a receipt, those without, or all."""
    found = database.conn.execute(
        "SELECT sha256, folder, received FROM sealed_file WHERE ?1 IS NULL OR received = ?1 ORDER BY sha256",
        (None if received is None else int(received),),
    )
    return [QueuedFile(sha256, folder, bool(flag)) for sha256, folder, flag in found]


def receive(database: Database, sha256: str) -> None:
    """Note that the server has a file whole."""
    database.conn.execute("UPDATE sealed_file SET received = 1 WHERE sha256 = ?", (sha256,))


def forget_receipts(database: Database) -> None:
    """Ask again about every file: the server went back."""
    database.conn.execute("UPDATE sealed_file SET received = 0")
