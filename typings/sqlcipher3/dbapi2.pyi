# SPDX-License-Identifier: EUPL-1.2
from sqlite3 import Connection as Connection
from sqlite3 import Cursor as Cursor
from sqlite3 import DatabaseError as DatabaseError
from sqlite3 import Error as Error
from sqlite3 import IntegrityError as IntegrityError
from sqlite3 import OperationalError as OperationalError

sqlite_version: str

def connect(
    database: str,
    *,
    timeout: float = ...,
    isolation_level: str | None = ...,
    check_same_thread: bool = ...,
    uri: bool = ...,
    cached_statements: int = ...,
    factory: type[Connection] = ...,
) -> Connection: ...
