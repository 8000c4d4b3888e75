# SPDX-License-Identifier: EUPL-1.2
"""The vault: the encrypted database of a desk, one thread that writes, readers that only read."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from welfaredesk.base import release
from welfaredesk.base.errors import (
    DamagedVault,
    DiskFailing,
    DiskFull,
    NewerVault,
    NoVault,
    ReadOnlyPlace,
    VaultExists,
)
from welfaredesk.store.driver import CACHE_KIB, Database, errors_as_faults, open_database, peeking
from welfaredesk.store.files import FILES_NAME, durable_write
from welfaredesk.store.migrations import STEPS, Look, Step, copy_before, create, look, migrate, newest
from welfaredesk.store.names import BALLAST_NAME, DATABASE_NAME, INDEX_NAME, LOG_NAME, SLOTS_NAME, exists

__all__ = [
    "BALLAST_BYTES",
    "BALLAST_NAME",
    "BULK_CACHE_KIB",
    "DATABASE_NAME",
    "INDEX_NAME",
    "LOG_NAME",
    "SLOTS_NAME",
    "Vault",
    "create_vault",
    "exists",
    "looked_at",
    "open_and_count",
    "open_vault",
    "put_ballast",
    "refuse_newer",
]

T = TypeVar("T")

BALLAST_BYTES = 4 * 1024 * 1024
BULK_CACHE_KIB = 128_000


class Vault:
    """An open vault: `write` runs one change after the other in its own thread, `read` asks from any thread."""

    def __init__(self, profile: Path, key: bytes) -> None:
        """Open the database of a profile with its raw key; use `create_vault` and `open_vault`."""
        self.profile = profile
        self._key = key
        self._path = profile / DATABASE_NAME
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._local = threading.local()
        self._readers: list[Database] = []
        self._readers_lock = threading.Lock()
        self._closed = False
        try:
            self._writer = self._threads.submit(open_database, self._path, key, mode="rw").result()
        except BaseException:
            self._threads.shutdown()
            raise

    def submit(self, change: Callable[[Database], T]) -> "Future[T]":
        """Run a change in one transaction on the writer's thread; nothing of it stays when it raises."""
        return self._threads.submit(self._transaction, change)

    def write(self, change: Callable[[Database], T]) -> T:
        """Run a change and wait until it is durable.

        Raises:
            DiskFull: when there is no room; the ballast is let go so that drafts can still be saved.
        """
        return self.submit(change).result()

    @contextmanager
    def much_at_once(self) -> Iterator[None]:
        """Give the writer more room in memory while thousands of records are written one after the other."""
        self._threads.submit(self._room, BULK_CACHE_KIB).result()
        try:
            yield
        finally:
            self._threads.submit(self._room, CACHE_KIB).result()

    def _room(self, kib: int) -> None:
        with errors_as_faults():
            self._writer.conn.execute(f"PRAGMA cache_size = -{kib}")
            self._writer.conn.execute("PRAGMA shrink_memory")

    def read(self) -> Database:
        """Return this thread's read-only connection."""
        found: Database | None = getattr(self._local, "reader", None)
        if found is None:
            found = open_database(self._path, self._key, mode="ro")
            self._local.reader = found
            with self._readers_lock:
                self._readers.append(found)
        return found

    def _transaction(self, change: Callable[[Database], T]) -> T:
        connection = self._writer.conn
        try:
            with errors_as_faults():
                connection.execute("BEGIN IMMEDIATE")
                result = change(self._writer)
                connection.execute("COMMIT")
                return result
        except DiskFull:
            (self.profile / BALLAST_NAME).unlink(missing_ok=True)
            self._roll_back()
            raise
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        if self._writer.conn.in_transaction:
            with errors_as_faults():
                self._writer.conn.execute("ROLLBACK")

    def count_entries_of(self, folder: Path) -> int:
        """Open a copy of this vault in another folder, check its pages, and return how many entries it holds."""
        return open_and_count(folder / DATABASE_NAME, self._key)

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file and empty it."""
        self._threads.submit(self._checkpoint).result()

    def _checkpoint(self) -> None:
        with errors_as_faults():
            self._writer.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Wait for the writer, empty the log, close every connection; a second time does nothing."""
        if self._closed:
            return
        self._closed = True
        with self._readers_lock:
            for reader in self._readers:
                reader.close()
            self._readers.clear()
        try:
            self._threads.submit(self._checkpoint).result()
        finally:
            self._threads.submit(self._writer.close).result()
            self._threads.shutdown()


def open_and_count(path: Path, key: bytes) -> int:
    """Open a database, check its pages, and return how many entries it holds, -1 when a page is broken.

    Its log is brought into it: afterwards the file alone is all of it.

    Raises:
        NewerVault: when a newer version wrote it.
        DamagedVault: when it does not open.
    """
    looked_at(path, key)
    database = open_database(path, key)
    try:
        with errors_as_faults():
            if database.conn.execute("PRAGMA cipher_integrity_check").fetchall():
                return -1
            return int(database.conn.execute("SELECT count(*) FROM entry").fetchone()[0])
    finally:
        database.close()


def create_vault(profile: Path, key: bytes) -> Vault:
    """Make the database of a new vault in an empty profile.

    Raises:
        VaultExists: when there is one, whole or not.
    """
    if exists(profile):
        raise VaultExists()
    with errors_as_faults():
        profile.mkdir(parents=True, exist_ok=True, mode=0o700)
        (profile / FILES_NAME).mkdir(exist_ok=True, mode=0o700)
    database = open_database(profile / DATABASE_NAME, key)
    create(database)
    database.close()
    put_ballast(profile)
    return Vault(profile, key)


def open_vault(profile: Path, key: bytes, *, steps: Sequence[Step] = STEPS) -> Vault:
    """Open the vault of a profile, bringing an older one up to this version after a copy of it.

    Raises:
        NoVault: when there is none.
        NewerVault: when a newer version wrote it; not a byte is written.
        DamagedVault: when it does not open; it stays as it is.
    """
    path = profile / DATABASE_NAME
    if not path.exists():
        raise DamagedVault() if exists(profile) else NoVault()
    seen = looked_at(path, key, steps=steps)
    vault = Vault(profile, key)
    try:
        if seen.older:
            vault.checkpoint()
            name = str(newest(steps)) if seen.number < newest(steps) else release.version()
            vault.write(lambda _: copy_before(path, name))
        if seen.older or not seen.whole:
            vault.write(partial(migrate, steps=steps))
    except BaseException:
        vault.close()
        raise
    put_ballast(profile)
    return vault


def looked_at(path: Path, key: bytes, *, steps: Sequence[Step] = STEPS) -> Look:
    """Return what a database is, looked at before anything is written.

    Raises:
        NewerVault: when a newer version wrote it.
        DamagedVault: when it has no schema, as an emptied file that SQLite would take for a new database.
    """
    with peeking(path, key) as connection:
        seen = look(connection, steps=steps)
    if seen.newer:
        raise NewerVault.asking(seen.asks)
    if seen.number < 1:
        raise DamagedVault()
    return seen


def refuse_newer(path: Path, key: bytes) -> None:
    """Stop before a newer version's database is touched; one that is missing or broken is no reason to stop here.

    Raises:
        NewerVault: when a newer version wrote it.
    """
    with suppress(DamagedVault, DiskFailing, ReadOnlyPlace):
        looked_at(path, key)


def put_ballast(profile: Path) -> None:
    """Keep 4 MB aside on the disk, so that a draft can be saved when it is full; without room there is none."""
    ballast = profile / BALLAST_NAME
    if ballast.exists() and ballast.stat().st_size == BALLAST_BYTES:
        return
    try:
        durable_write(ballast, b"\xa5" * BALLAST_BYTES)
    except OSError:
        ballast.unlink(missing_ok=True)
