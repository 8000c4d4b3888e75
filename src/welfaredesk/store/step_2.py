# SPDX-License-Identifier: EUPL-1.2
"""Step 2 of the schema: what the exchange needs. A released step is never edited: it shares no text."""

from hashlib import sha256

from welfaredesk.store import schema
from welfaredesk.store.driver import Database

CHANGES = """
ALTER TABLE entry ADD COLUMN former INTEGER;
DROP INDEX entry_seq;
CREATE INDEX entry_seq ON entry (desk, seq);
DROP INDEX entry_unsent;
CREATE INDEX entry_unsent ON entry (desk, folder, k) WHERE position IS NULL;
CREATE INDEX entry_position ON entry (position) WHERE position IS NOT NULL;
ALTER TABLE folder ADD COLUMN whole INTEGER NOT NULL DEFAULT 1;
ALTER TABLE folder ADD COLUMN filled_to INTEGER NOT NULL DEFAULT 0;
DROP INDEX folder_root;
CREATE INDEX folder_root ON folder (root, circle);
CREATE INDEX folder_arriving ON folder (id) WHERE whole = 0;
CREATE TABLE folder_key (
    folder TEXT NOT NULL, key_id BLOB NOT NULL, key BLOB NOT NULL, turn INTEGER NOT NULL DEFAULT 0,
    position INTEGER, former INTEGER,
    PRIMARY KEY (folder, key_id)
) WITHOUT ROWID;
CREATE INDEX folder_key_turned ON folder_key (folder) WHERE turn > 0;
CREATE TABLE key_held (
    folder TEXT NOT NULL, grp TEXT NOT NULL, key_id BLOB NOT NULL, position INTEGER,
    PRIMARY KEY (folder, grp, key_id)
) WITHOUT ROWID;
ALTER TABLE folder_grant ADD COLUMN key_id BLOB;
ALTER TABLE folder_grant ADD COLUMN item BLOB;
ALTER TABLE folder_grant ADD COLUMN position INTEGER;
CREATE INDEX folder_grant_unsent ON folder_grant (grp, folder) WHERE item IS NULL;
ALTER TABLE statement ADD COLUMN former INTEGER;
CREATE TABLE parcel (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, folder TEXT NOT NULL, desk TEXT NOT NULL, n INTEGER NOT NULL,
    k_from INTEGER NOT NULL, k_to INTEGER NOT NULL, previous BLOB NOT NULL, position INTEGER, former INTEGER,
    bytes BLOB, state TEXT NOT NULL, reason TEXT, utc_ms INTEGER NOT NULL
);
CREATE INDEX parcel_place ON parcel (folder, desk, k_to, id, state);
CREATE INDEX parcel_n ON parcel (desk, n);
CREATE INDEX parcel_position ON parcel (position) WHERE position IS NOT NULL;
CREATE INDEX parcel_sum ON parcel (folder, id) WHERE position IS NOT NULL;
CREATE INDEX parcel_open ON parcel (state, desk) WHERE position IS NULL;
CREATE TABLE item (
    number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL, bytes BLOB NOT NULL,
    position INTEGER, former INTEGER, state TEXT NOT NULL, reason TEXT, utc_ms INTEGER NOT NULL
);
CREATE INDEX item_open ON item (kind, number) WHERE position IS NULL;
CREATE TABLE letter_in (
    id BLOB PRIMARY KEY, position INTEGER NOT NULL, grp TEXT NOT NULL, desk TEXT NOT NULL, n INTEGER NOT NULL,
    text BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE reading_in (
    desk TEXT NOT NULL, n INTEGER NOT NULL, utc_ms INTEGER NOT NULL, offset INTEGER NOT NULL, operator TEXT NOT NULL,
    act TEXT NOT NULL, record TEXT, root TEXT, why TEXT, detail TEXT,
    PRIMARY KEY (desk, n)
) WITHOUT ROWID;
CREATE INDEX reading_in_record ON reading_in (record, utc_ms);
CREATE TABLE question (
    id TEXT PRIMARY KEY, operator TEXT NOT NULL, grp TEXT NOT NULL, utc_ms INTEGER NOT NULL, offset INTEGER NOT NULL,
    about BLOB NOT NULL, state TEXT NOT NULL, person TEXT
) WITHOUT ROWID;
CREATE TABLE answer (
    question TEXT NOT NULL, id TEXT NOT NULL, operator TEXT NOT NULL, said BLOB NOT NULL,
    PRIMARY KEY (question, id)
) WITHOUT ROWID;
CREATE TABLE told (
    id BLOB PRIMARY KEY, operator TEXT NOT NULL, grp TEXT NOT NULL, record TEXT NOT NULL, why TEXT NOT NULL,
    utc_ms INTEGER NOT NULL, offset INTEGER NOT NULL, noted INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE checkpoint (position INTEGER PRIMARY KEY, h BLOB NOT NULL, signature BLOB NOT NULL);
CREATE TABLE held (
    position INTEGER PRIMARY KEY, folder TEXT NOT NULL, bytes BLOB NOT NULL
);
CREATE INDEX held_folder ON held (folder, position);
CREATE TABLE aside (
    folder TEXT NOT NULL, desk TEXT NOT NULL, k INTEGER NOT NULL, parcel BLOB NOT NULL, why TEXT NOT NULL,
    PRIMARY KEY (folder, desk, k)
) WITHOUT ROWID;
CREATE TABLE cut_record (
    folder TEXT NOT NULL, record TEXT NOT NULL, type TEXT NOT NULL, PRIMARY KEY (folder, record)
) WITHOUT ROWID;
CREATE TABLE late (
    hash BLOB PRIMARY KEY, folder TEXT NOT NULL, record TEXT NOT NULL, type TEXT NOT NULL, utc_ms INTEGER NOT NULL,
    body BLOB NOT NULL, hidden INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE VIRTUAL TABLE word_found USING fts5vocab(words, instance);
INSERT INTO words (words, rank) VALUES ('hashsize', 8388608);
"""
"""The last two: the index of words as it is read by a check, which holds nothing of its own; and words of a large
transaction wait in 8 MB of memory instead of 1, so that fewer pieces are merged."""

KEY_ID_LABEL = b"welfaredesk/v1/key-id"


def change(database: Database) -> None:
    """Add the tables and columns of the exchange, and name the key of each folder."""
    schema.run(database, CHANGES)
    found = database.conn.execute("SELECT id, key FROM folder").fetchall()
    named = [(folder, _key_id(key), key) for folder, key in found]
    database.conn.executemany("INSERT INTO folder_key (folder, key_id, key) VALUES (?, ?, ?)", named)
    database.conn.execute(
        "UPDATE folder_grant SET key_id = (SELECT key_id FROM folder_key k WHERE k.folder = folder_grant.folder)"
    )


def _key_id(key: bytes) -> bytes:
    return sha256(b"".join(len(part).to_bytes(4, "big") + part for part in (KEY_ID_LABEL, key))).digest()[:16]
