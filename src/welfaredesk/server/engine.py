# SPDX-License-Identifier: EUPL-1.2
"""The database of the ledger, SQLite or PostgreSQL, with one way to read and one to write."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from welfaredesk.base import release
from welfaredesk.base.server_errors import NewerLedger

SQLITE_NAME = "ledger.sqlite"
BUSY_MS = 30_000
WRITES = "welfaredesk_writes"
MIGRATIONS = Path(__file__).with_name("migrations")


def sqlite_url(data: Path) -> str:
    """Return the address of the database that lies in a server's own folder."""
    return URL.create("sqlite", database=str(data / SQLITE_NAME)).render_as_string(hide_password=False)


def open_engine(url: str) -> Engine:
    """Return the engine of a database; `postgresql://` is served by psycopg 3.

    SQLite runs with a write-ahead log and waits for the disk at each commit: what is answered is durable.
    """
    place = make_url(url)
    if place.drivername in {"postgresql", "postgres"}:
        place = place.set(drivername="postgresql+psycopg")
    if place.get_backend_name() != "sqlite":
        return create_engine(place, pool_size=10, max_overflow=30, pool_pre_ping=True, hide_parameters=True)
    engine = create_engine(place, pool_size=10, max_overflow=30, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    # The driver opens transactions by itself, and too late for a lock: we begin them.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the database."""
    with engine.connect() as plain:
        more = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
        connection = plain.execution_options(**more)
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are durable when the block ends, or gone when it raises."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


def migrate(engine: Engine) -> None:
    """Bring the tables to the newest step; two processes that start together wait for each other.

    Raises:
        NewerLedger: when a newer version brought them further; nothing is written.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with writing(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7233161)")
        here = MigrationContext.configure(connection).get_current_revision()
        if here not in {None, *(step.revision for step in ScriptDirectory.from_config(config).walk_revisions())}:
            raise NewerLedger(here=release.version())
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert whole rows; where the key is there already, set the other columns."""
    if rows:
        connection.execute(_setting(table, connection.dialect.name), list(rows))


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; those whose key is there already stay as they are."""
    if rows:
        connection.execute(_keeping(table, connection.dialect.name), list(rows))


@cache
def _setting(table: Table, dialect: str) -> Insert:
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


@cache
def _keeping(table: Table, dialect: str) -> Insert:
    keys = [column.name for column in table.primary_key]
    statement = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    return statement.on_conflict_do_nothing(index_elements=keys)
