# SPDX-License-Identifier: EUPL-1.2
"""Step 2: a vault of schema 1, made from the text that made it then, is brought up without loss."""

from contextlib import closing
from pathlib import Path
from typing import Any

from tests.opened import PASSPHRASE, add, giulia
from tests.unit.store.test_rebuild import everything
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.hashes import key_id, sha256
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import checking, records
from welfaredesk.desk.session import Session, open_session, read_slots
from welfaredesk.store import migrations, schema
from welfaredesk.store.driver import Database, open_database, peek_version
from welfaredesk.store.exchange import outgoing
from welfaredesk.store.vault import DATABASE_NAME

TEXT_OF_SCHEMA_1 = "e5196f2fc6a0a3ecf85419937c3b64280292719c8874fb0fa299b45dc3e7fdb1"
"""The SHA-256 of what made the vaults that are in use."""


def as_version_1(source: Database, target: Path, key: bytes) -> None:
    """Write a file of schema 1 that holds what a vault of this version holds."""
    with closing(open_database(target, key)) as made:
        schema.create_first(made)
        for table in made.table_names():
            if not table.startswith("words"):
                names = ", ".join(f'"{column.name}"' for column in made[table].columns)
                lines = source.conn.execute(f'SELECT {names} FROM "{table}"').fetchall()
                marks = ", ".join("?" * len(made[table].columns))
                made.conn.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', lines)
        made.conn.execute("PRAGMA user_version = 1")
        made.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def kept(database: Database) -> dict[str, Any]:
    """Return what no step may change: entries, keys, statements, notes."""
    tables = ("entry", "head", "folder", "group_epoch", "draft", "audit", "meta")
    return {table: sorted(database.conn.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}


def shape(database: Database) -> dict[str, Any]:
    """Return the columns and indexes of every table, however they came to be."""
    found: dict[str, Any] = {}
    for table in sorted(database.table_names()):
        found[table] = [tuple(column) for column in database[table].columns]
        found[f"{table}/indexes"] = sorted(
            (one[1:], database.conn.execute(f'PRAGMA index_info("{one[1]}")').fetchall())
            for one in database.conn.execute(f'PRAGMA index_list("{table}")').fetchall()
        )
    return found


def test_schema_1_is_the_one_that_made_the_vaults_in_use() -> None:
    assert sha256(schema.FIXED.encode()).hex() == TEXT_OF_SCHEMA_1


def test_a_vault_of_version_1_is_brought_up_without_loss(session: Session, clock: FixedClock, ids: SeededIds) -> None:
    person = giulia(session)
    entry = add(session, "diary_entry", root=person, text="Colloquio", when="2026-10-12T10:00:00+02:00")
    records.change(session, entry, {"text": "Colloquio con la madre"})
    database = session.vault.read()
    before = kept(database), everything(database), checking.content_hash(session), shape(database)
    key = derive(read_slots(session.profile).open_with_passphrase(PASSPHRASE), Purpose.DATABASE)
    profile = session.profile
    as_version_1(database, profile / "old.db", key)
    session.close()
    (profile / "old.db").replace(profile / DATABASE_NAME)
    assert peek_version(profile / DATABASE_NAME, key) == 1
    with closing(open_session(profile, PASSPHRASE, clock=clock, ids=ids)) as again:
        database = again.vault.read()
        assert migrations.version_of(database) == migrations.newest()
        assert (kept(database), everything(database), checking.content_hash(again), shape(database)) == before
        assert checking.check(again).problems == ()
        keys = database.conn.execute("SELECT f.key, k.key_id, k.key FROM folder f JOIN folder_key k ON k.folder = f.id")
        named = keys.fetchall()
        assert len(named) == len(before[0]["folder"])
        assert all(key_id(current) == identity and current == kept_key for current, identity, kept_key in named)
        ungranted = (
            "SELECT count(*) FROM folder_grant g JOIN folder_key k ON k.folder = g.folder AND k.key_id = g.key_id"
        )
        grants = database.conn.execute("SELECT count(*) FROM folder_grant").fetchone()
        assert database.conn.execute(ungranted).fetchone() == grants
        pending = outgoing.pending(database, again.identity.desk, most_entries=1000, most_bytes=1 << 20)
        assert sum(one.k_to - one.k_from + 1 for one in pending) == len(before[0]["entry"])
        records.change(again, person, {"notes": "dopo"})
    assert peek_version(profile / f"{DATABASE_NAME}.prima-di-2", key) == 1
