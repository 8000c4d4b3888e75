# SPDX-License-Identifier: EUPL-1.2
"""The schema: the tables a vault began with, and one table per record type made from its declaration.

What was added since stands in the numbered steps alone: a new vault runs them too.
"""

from collections.abc import Mapping

from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.kinds import Field, Kind
from welfaredesk.domain.record import RecordType
from welfaredesk.store.driver import Database

FIRST = 1

FIXED = """
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
"""The text of schema 1, never edited."""

SQL_TYPES: dict[Kind, str] = {
    Kind.NUMBER: "INTEGER",
    Kind.MONEY: "INTEGER",
    Kind.FLAG: "INTEGER",
}
JSON_KINDS = (Kind.CHOICES, Kind.LINK, Kind.ROWS, Kind.FILE)
ORDERED_BY = ("when", "due_on", "received_on", "opened_on", "surname", "name")


def table_of(type_: RecordType) -> str:
    """Return the name of the table that holds the records of a type."""
    return f"r_{type_.name}"


def column_of(field: Field) -> str:
    """Return the column's declaration; JSON kinds are kept as text."""
    return f'"{field.name}" {SQL_TYPES.get(field.kind, "TEXT")}'


def create_first(database: Database) -> None:
    """Make the tables of schema 1 and those of every record type; the caller holds the transaction."""
    run(database, FIXED)
    for type_ in CATALOGUE:
        create_table(database, type_)


def run(database: Database, statements: str) -> None:
    """Run statements that each end their last line with a semicolon."""
    for statement in statements.split(";\n"):
        if statement.strip():
            database.conn.execute(statement)


def create_table(database: Database, type_: RecordType) -> None:
    """Make the table of a record type: id, root, title, and a column per field, with the index its lists need."""
    columns = ", ".join(column_of(field) for field in type_.fields)
    table = table_of(type_)
    # With a row id: rows of prose in an index tree would each spill into a page of their own.
    database.conn.execute(
        f'CREATE TABLE "{table}" (_id TEXT PRIMARY KEY, _root TEXT NOT NULL, _title TEXT NOT NULL, {columns})'
    )
    order = order_of(type_)
    database.conn.execute(f'CREATE INDEX "{table}_root" ON "{table}" (_root, "{order}")')
    if order != "_id":
        database.conn.execute(f'CREATE INDEX "{table}_order" ON "{table}" ("{order}", _id)')


def order_of(type_: RecordType) -> str:
    """Return the column by which lists of a type are ordered."""
    return next((name for name in ORDERED_BY if type_.has(name)), "_id")


COLUMNS_OF_RECORDS = """
SELECT t.name, c.name FROM sqlite_master t LEFT JOIN pragma_table_info(t.name) c
WHERE t.type = 'table' AND t.name GLOB 'r_*'
"""


OWN_COLUMNS = frozenset({"_id", "_root", "_title"})


def columns_present(database: Database) -> dict[str, set[str]]:
    """Return the columns that each table of records has, by one question: it is asked each time a vault is opened."""
    present: dict[str, set[str]] = {}
    for table, column in database.conn.execute(COLUMNS_OF_RECORDS):
        present.setdefault(table, set()).add(column)
    return present


def missing_columns(database: Database) -> list[tuple[RecordType, Field | None]]:
    """Return what the catalogue has and the file has not: a type whose table is missing, or a field."""
    return missing_in(columns_present(database))


def missing_in(present: Mapping[str, set[str]]) -> list[tuple[RecordType, Field | None]]:
    """Return what the catalogue has beyond the tables and columns that are present."""
    missing: list[tuple[RecordType, Field | None]] = []
    for type_ in CATALOGUE:
        columns = present.get(table_of(type_))
        if columns is None:
            missing.append((type_, None))
        else:
            missing.extend((type_, field) for field in type_.fields if field.name not in columns)
    return missing


def has_unknown(present: Mapping[str, set[str]]) -> bool:
    """Tell whether a type or a field is present that the catalogue has not: a newer program has had the file."""
    known = {table_of(type_): OWN_COLUMNS | {field.name for field in type_.fields} for type_ in CATALOGUE}
    return any(not columns <= known.get(table, frozenset()) for table, columns in present.items())


def add_missing(database: Database) -> int:
    """Add the tables and columns that the catalogue has gained, and return how many."""
    missing = missing_columns(database)
    for type_, field in missing:
        if field is None:
            create_table(database, type_)
        else:
            database.conn.execute(f'ALTER TABLE "{table_of(type_)}" ADD COLUMN {column_of(field)}')
    return len(missing)
