# SPDX-License-Identifier: EUPL-1.2
"""Step 2: a vault of schema 1, made from the text that made it then, is brought up without loss."""

from contextlib import closing
from pathlib import Path
from typing import Any

from tests.opened import PASSPHRASE, add, giulia
from tests.unit.store.test_rebuild import everything
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.hashes import key_id
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import checking, records
from welfaredesk.desk.session import Session, open_session, read_slots
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.store import migrations, schema, vault
from welfaredesk.store.driver import Database, open_database, peek_version
from welfaredesk.store.exchange import outgoing
from welfaredesk.store.vault import DATABASE_NAME

FIXED_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), entries INTEGER NOT NULL, chain BLOB NOT NULL);
CREATE TABLE entry (
    n INTEGER PRIMARY KEY,
    desk TEXT NOT NULL, seq INTEGER NOT NULL, k INTEGER NOT NULL,
    save TEXT NOT NULL, folder TEXT NOT NULL, record TEXT NOT NULL, type TEXT NOT NULL,
    kind TEXT NOT NULL, operator TEXT NOT NULL, utc_ms INTEGER NOT NULL,
    header BLOB NOT NULL, body BLOB, seen BLOB, position INTEGER, chain BLOB NOT NULL
);
CREATE INDEX entry_record ON entry (record, folder, n);
CREATE UNIQUE INDEX entry_place ON entry (folder, desk, k);
CREATE UNIQUE INDEX entry_seq ON entry (desk, seq);
CREATE INDEX entry_unsent ON entry (n) WHERE position IS NULL;
CREATE TABLE folder (
    id TEXT PRIMARY KEY, root TEXT NOT NULL, root_type TEXT NOT NULL, circle TEXT NOT NULL, key BLOB NOT NULL
) WITHOUT ROWID;
CREATE UNIQUE INDEX folder_root ON folder (root, circle);
CREATE TABLE folder_grant (
    folder TEXT NOT NULL, grp TEXT NOT NULL, epoch INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (folder, grp, epoch)
) WITHOUT ROWID;
CREATE TABLE statement (
    hash BLOB PRIMARY KEY, n INTEGER NOT NULL, kind TEXT NOT NULL, bytes BLOB NOT NULL, position INTEGER
) WITHOUT ROWID;
CREATE TABLE group_epoch (
    grp TEXT NOT NULL, epoch INTEGER NOT NULL, public BLOB NOT NULL, private BLOB, recovery_grant BLOB NOT NULL,
    PRIMARY KEY (grp, epoch)
) WITHOUT ROWID;
CREATE TABLE record (
    id TEXT NOT NULL, folder TEXT NOT NULL, type TEXT NOT NULL, root TEXT NOT NULL, circle TEXT NOT NULL,
    retired TEXT, clashes INTEGER NOT NULL, rules INTEGER NOT NULL, last_n INTEGER NOT NULL,
    PRIMARY KEY (id, folder)
) WITHOUT ROWID;
CREATE INDEX record_type ON record (type, id);
CREATE INDEX record_clashes ON record (id) WHERE clashes > 0;
CREATE TABLE link (
    source TEXT NOT NULL, field TEXT NOT NULL, target TEXT NOT NULL, source_type TEXT NOT NULL,
    PRIMARY KEY (target, source_type, source, field)
) WITHOUT ROWID;
CREATE INDEX link_source ON link (source);
CREATE TABLE name_token (
    token TEXT NOT NULL, sort TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (token, sort, person)
) WITHOUT ROWID;
CREATE INDEX name_token_person ON name_token (person, token);
CREATE TABLE person_line (
    person TEXT PRIMARY KEY, sort TEXT NOT NULL, name TEXT NOT NULL, birth TEXT, comune TEXT,
    case_file TEXT, number TEXT, state TEXT, worker TEXT, last_contact TEXT
) WITHOUT ROWID;
CREATE INDEX person_line_sort ON person_line (sort, person) WHERE case_file IS NOT NULL;
CREATE TABLE recognition (key TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (key, person)) WITHOUT ROWID;
CREATE INDEX recognition_person ON recognition (person);
CREATE TABLE word_row (n INTEGER PRIMARY KEY, record TEXT NOT NULL, type TEXT NOT NULL, root TEXT NOT NULL);
CREATE UNIQUE INDEX word_row_record ON word_row (record);
CREATE VIRTUAL TABLE words USING fts5(
    body, content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 2", prefix='3'
);
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
CREATE TABLE draft (
    key TEXT PRIMARY KEY, type TEXT NOT NULL, record TEXT, root TEXT, payload BLOB NOT NULL, utc_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE audit (
    n INTEGER PRIMARY KEY, utc_ms INTEGER NOT NULL, offset INTEGER NOT NULL, operator TEXT NOT NULL,
    act TEXT NOT NULL, record TEXT, root TEXT, why TEXT, detail TEXT, sent INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX audit_record ON audit (record, n);
CREATE TABLE sealed_file (
    sha256 TEXT PRIMARY KEY, folder TEXT NOT NULL, bytes INTEGER NOT NULL, received INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
"""


def as_version_1(source: Database, target: Path, key: bytes) -> None:
    """Write a file of schema 1 that holds what a vault of this version holds."""
    with closing(open_database(target, key)) as made:
        for statement in FIXED_1.split(";\n"):
            if statement.strip():
                made.conn.execute(statement)
        for type_ in CATALOGUE:
            schema.create_table(made, type_)
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


def test_a_fresh_vault_has_what_the_step_makes(tmp_path: Path) -> None:
    key = bytes(32)
    vault.create_vault(tmp_path / "new", key).close()
    with closing(open_database(tmp_path / "old.db", key)) as made:
        for statement in FIXED_1.split(";\n"):
            if statement.strip():
                made.conn.execute(statement)
        migrations.STEPS[0].change(made)
        with closing(open_database(tmp_path / "new" / DATABASE_NAME, key)) as fresh:
            wanted = {name: one for name, one in shape(fresh).items() if not name.startswith("r_")}
            assert shape(made) == wanted
