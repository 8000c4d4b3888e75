# SPDX-License-Identifier: EUPL-1.2
"""The driver: SQLCipher under sqlite-utils, and its errors as faults a person can be told."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlcipher3
import sqlcipher3.dbapi2 as driver

# sqlite-utils looks for these names first: with them its exception classes are the driver's.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", driver)

from sqlite_utils import Database  # (the lines above must come first)

from welfaredesk.base.errors import DamagedVault, DiskFailing, DiskFull, Fault, InUse, ReadOnlyPlace

__all__ = ["Connection", "Database", "connect", "driver", "errors_as_faults", "open_database", "peek_version"]

Connection = driver.Connection

CACHE_KIB = 32_000
BUSY_SECONDS = 5.0


def connect(path: Path, key: bytes, *, mode: str = "rwc") -> Connection:
    """Return a connection to an encrypted file; nothing is read until the first statement.

    Args:
        path: the file.
        key: the raw key, 32 bytes.
        mode: `rwc`, `rw`, `ro`, or `immutable`, which touches no file but the one read.
    """
    query = "mode=ro&immutable=1" if mode == "immutable" else f"mode={mode}"
    connection = driver.connect(
        f"{path.absolute().as_uri()}?{query}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
        cached_statements=512,
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
        connection = connect(path, key, mode=mode)
        if mode in {"ro", "immutable"}:
            connection.execute("PRAGMA query_only = ON").fetchall()
        else:
            connection.execute("PRAGMA journal_mode = WAL").fetchall()
            connection.execute("PRAGMA synchronous = FULL").fetchall()
            connection.execute("PRAGMA secure_delete = ON").fetchall()
            connection.execute("PRAGMA recursive_triggers = OFF").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return Database(connection, recursive_triggers=False)


def peek_version(path: Path, key: bytes) -> int:
    """Return the schema number in the file's header page without touching any other file."""
    with errors_as_faults():
        connection = connect(path, key, mode="immutable")
        try:
            return int(connection.execute("PRAGMA user_version").fetchone()[0])
        finally:
            connection.close()


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
