# SPDX-License-Identifier: EUPL-1.2
"""A disk under the encryption that remembers every write and flush, and can fail: for a process of its own.

Run as `python -m tests.world.disk PROFILE KEY OUT SAVES SYNC FAIL`: the service layer itself saves records through
another SQLite library, which lets Python stand below its cipher; two SQLite libraries never open one file together.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

import apsw
from tests.world.ops import Op
from tests.world.values import Dice, prose
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.errors import DiskFailing
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import drafts, records
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.store.driver import Database
from welfaredesk.store.instance import Instance
from welfaredesk.store.vault import Vault

T = TypeVar("T")
PAGES_BEFORE_CHECKPOINT = 40
"""Few, so that some cuts fall into the copying of the log into the file."""


@dataclass(slots=True)
class Disk:
    """What happened so far, and which of its operations fail: none, or every so many."""

    ops: list[Op] = field(default_factory=list)
    fail_every: int = 0
    done: int = 0

    def take(self, op: Op) -> None:
        """Remember an operation of the disk, or fail in its place."""
        self.done += 1
        if self.fail_every and self.done % self.fail_every == 0:
            raise apsw.IOError
        self.ops.append(op)


class RecordingDisk(apsw.VFS):
    """The system's files, watched."""

    def __init__(self, disk: Disk) -> None:
        super().__init__("recording", "unix")
        self._disk = disk

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return RecordingFile(name, flags, disk=self._disk)


class RecordingFile(apsw.VFSFile):
    """One file, watched."""

    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], *, disk: Disk) -> None:
        super().__init__("unix", name, flags)
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "").name
        self._disk = disk

    def xWrite(self, data: bytes, offset: int) -> None:
        self._disk.take(Op("write", self._name, offset, bytes(data)))
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:
        self._disk.take(Op("sync", self._name))
        super().xSync(flags)

    def xTruncate(self, newsize: int) -> None:
        self._disk.take(Op("truncate", self._name, newsize))
        super().xTruncate(newsize)


class Answer:
    """A cursor as the driver of the store gives one."""

    def __init__(self, cursor: apsw.Cursor, last: int) -> None:
        self._cursor = cursor
        self.lastrowid = last

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self._cursor)

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._cursor.fetchall()


class Line:
    """A connection as the driver of the store gives one."""

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def execute(self, statement: str, values: Sequence[Any] = ()) -> Answer:
        cursor = self._connection.execute(statement, values)
        return Answer(cursor, self._connection.last_insert_rowid())

    def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        self._connection.executemany(statement, list(rows))


@dataclass(frozen=True, slots=True, weakref_slot=True)
class OtherDatabase:
    """What the store takes for its database."""

    conn: Line


class OtherVault:
    """What a session takes for its vault: the same transactions, on the other library."""

    def __init__(self, profile: Path, connection: apsw.Connection) -> None:
        self.profile = profile
        self._connection = connection
        self._database = cast(Database, OtherDatabase(Line(connection)))

    def read(self) -> Database:
        return self._database

    def write(self, change: Callable[[Database], T]) -> T:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            result = change(self._database)
            self._connection.execute("COMMIT")
        except apsw.Error as error:
            if self._connection.in_transaction:
                with suppress(apsw.Error):
                    self._connection.execute("ROLLBACK")
            raise DiskFailing from error
        return result


def open_line(path: Path, key: str, *, sync: str) -> apsw.Connection:
    """Open a vault's database above the watched disk, with the settings of the store."""
    connection = apsw.Connection(str(path), vfs="multipleciphers-recording")
    for pragma in (
        *("cipher = 'sqlcipher'", "legacy = 4", f"key = \"x'{key}'\"", "temp_store = MEMORY", "journal_mode = WAL"),
        *(f"synchronous = {sync}", "secure_delete = ON", f"wal_autocheckpoint = {PAGES_BEFORE_CHECKPOINT}"),
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def save_all(session: Session, disk: Disk, saves: int) -> None:
    """Save records, changes and drafts, and note each answer among the operations of the disk."""
    dice = Dice.of(saves)
    person = ""
    for number in range(saves):
        said = {"surname": f"Prova{number}", "notes": prose(dice)}
        try:
            if not person or dice.happens(40):
                person = records.add(session, type_named("person"), said).id
            elif dice.happens(70):
                records.change(session, person, {"notes": f"{number} {prose(dice)}"})
            else:
                drafts.keep(session, "person/new", {"notes": str(number)}, type_name="person")
        except DiskFailing:
            disk.ops.append(Op("refused"))
            continue
        head = session.vault.read().conn.execute("SELECT entries FROM head").fetchone()[0]
        disk.ops.append(Op("answered", person, int(head)))


def main(profile: Path, key: str, out: Path, *, saves: int, sync: str, fail_every: int) -> None:
    """Save on the watched disk and write down what happened to it."""
    disk = Disk(fail_every=fail_every)
    vfs = RecordingDisk(disk)
    connection = open_line(profile / "vault.db", key, sync=sync)
    clock = FixedClock(Moment(1_792_396_800_000, 120), step_ms=1000)
    held = cast(Instance, None)
    vault = cast(Vault, OtherVault(profile, connection))
    save_all(Session(vault, held, clock=clock, ids=SeededIds(saves, clock)), disk, saves)
    out.write_bytes(msgspec.msgpack.encode(disk.ops))
    with suppress(apsw.Error):
        connection.close()
    del vfs


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        sys.argv[2],
        Path(sys.argv[3]),
        saves=int(sys.argv[4]),
        sync=sys.argv[5],
        fail_every=int(sys.argv[6]),
    )
