# SPDX-License-Identifier: EUPL-1.2
"""The driver: SQLCipher under sqlite-utils, and its errors as faults a person can be told."""

import errno
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

import sqlcipher3
import sqlcipher3.dbapi2 as driver

# sqlite-utils looks for these names first: with them its exception classes are the driver's.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", driver)

from sqlite_utils import Database  # (the lines above must come first)

from welfaredesk.base.errors import DamagedVault, DiskFailing, DiskFull, Fault, InUse, ReadOnlyPlace

__all__ = [
    "Connection",
    "Database",
    "connect",
    "driver",
    "errors_as_faults",
    "open_database",
    "peek_version",
    "peeking",
]

Connection = driver.Connection

CACHE_KIB = 32_000
BUSY_SECONDS = 5.0


class _ToldCursor(driver.Cursor):
    """A cursor that tells a broken page as a fault, also when it is met only while rows are fetched."""

    def execute(self, statement: str, values: Any = (), /) -> Self:
        try:
            super().execute(statement, values)
        except driver.DatabaseError as error:
            raise fault_of(error) from error
        return self

    def fetchone(self) -> Any:
        try:
            return super().fetchone()
        except driver.DatabaseError as error:
            raise fault_of(error) from error

    def fetchall(self) -> list[Any]:
        try:
            return super().fetchall()
        except driver.DatabaseError as error:
            raise fault_of(error) from error

    def __next__(self) -> Any:
        try:
            return super().__next__()
        except driver.DatabaseError as error:
            raise fault_of(error) from error


class _Reader(driver.Connection):
    """A connection whose answers are asked for outside any transaction of ours, where nobody else turns errors."""

    def cursor(self, factory: Any = _ToldCursor) -> Any:
        return super().cursor(factory)


def connect(path: Path, key: bytes, *, mode: str = "rwc", factory: type[Connection] = Connection) -> Connection:
    """Return a connection to an encrypted file; nothing is read until the first statement.

    Args:
        path: the file.
        key: the raw key, 32 bytes.
        mode: `rwc`, `rw`, `ro`, or `immutable`, which touches no file but the one read.
        factory: the class of the connection.
    """
    query = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    connection = driver.connect(
        f"{path.absolute().as_uri()}?{query}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        cached_statements=512,
        factory=factory,
    )
    # Errors of the cipher would go to standard error, with paths in them.
    connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"").fetchall()
    # Never FILE: sorting would leave plain text in temporary files.
    connection.execute("PRAGMA temp_store = MEMORY").fetchall()
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}").fetchall()
    return connection


def open_database(path: Path, key: bytes, *, mode: str = "rwc") -> Database:
    """Return the database in `path`, ready to write with a full flush at each commit, or to read only."""
    with errors_as_faults():
        if mode == "rwc":
            # SQLite would make it readable by everybody; log and index take the rights of the file.
            path.touch(mode=0o600)
        connection = connect(path, key, mode=mode, factory=_Reader if mode == "ro" else Connection)
        try:
            _prepare(connection, mode)
        except BaseException:
            connection.close()
            raise
    return database_on(connection)


def database_on(connection: Connection) -> Database:
    """Return the database behind a connection."""
    # No package that happens to be installed plugs itself into an archive; to look for one takes 3 MB and 50 ms.
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def _prepare(connection: Connection, mode: str) -> None:
    if mode == "ro":
        connection.execute("PRAGMA query_only = ON").fetchall()
    else:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA synchronous = FULL").fetchall()
        connection.execute("PRAGMA secure_delete = ON").fetchall()
        connection.execute("PRAGMA recursive_triggers = OFF").fetchall()
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


@contextmanager
def peeking(path: Path, key: bytes) -> Iterator[Connection]:
    """Give a connection to a database, with its log if it has one, that leaves its bytes and its log as they are."""
    log, index = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    had_index = index.exists()
    # An immutable file is read without its log: whatever a crash left there would be overlooked.
    mode = "ro" if log.exists() and log.stat().st_size else "immutable"
    with errors_as_faults():
        try:
            with closing(connect(path, key, mode=mode)) as connection:
                yield connection
        finally:
            if not had_index:
                index.unlink(missing_ok=True)


def peek_version(path: Path, key: bytes) -> int:
    """Return the schema number of a database; its bytes and its log stay as they are."""
    with peeking(path, key) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def errors_as_faults() -> Iterator[None]:
    """Turn the errors of the driver and of the disk into faults."""
    try:
        yield
    except driver.DatabaseError as error:
        raise fault_of(error) from error
    except OSError as error:
        raise disk_fault_of(error) from error


def fault_of(error: driver.DatabaseError) -> Fault | driver.DatabaseError:
    """Return the fault that an error of the driver means, or the error when it is a mistake of ours."""
    name = getattr(error, "sqlite_errorname", "") or ""
    words = str(error)
    if name.startswith("SQLITE_FULL") or "is full" in words:
        return DiskFull()
    if name.startswith("SQLITE_IOERR") or "disk I/O" in words:
        return DiskFailing()
    if name.startswith(("SQLITE_READONLY", "SQLITE_CANTOPEN")) or "readonly" in words or "unable to open" in words:
        return ReadOnlyPlace()
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "is locked" in words:
        return InUse()
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")) or "malformed" in words or "not a database" in words:
        return DamagedVault()
    return error


def disk_fault_of(error: OSError) -> Fault:
    """Return the fault that an error of the file system means."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return DiskFull()
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return ReadOnlyPlace()
    return DiskFailing()
