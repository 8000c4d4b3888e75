# SPDX-License-Identifier: EUPL-1.2
"""What a vault holds, checked and summed: pages, chain, rows against entries, files, and one hash of it all."""

import hashlib
from collections.abc import Collection, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import msgspec

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.catalogue import CATALOGUE, find_type
from welfaredesk.domain.fold import fold
from welfaredesk.domain.kinds import Kind, Value
from welfaredesk.store import derive, desk_notes, journal, parts, records, rows
from welfaredesk.store.driver import Database
from welfaredesk.store.files import FILES_NAME, sealed_path

PAGES = N_("Pagine danneggiate nel file dell'archivio: {count}.")
TABLES = N_("Tabelle e indici che non si corrispondono: {count} punti.")
CHAIN = N_("Il registro delle modifiche non è quello scritto: {count} punti non tornano.")
ROWS = N_("Schede diverse da quello che dice il registro delle modifiche: {count}.")
LINES = N_("Righe degli elenchi che non sono come le schede: {count}.")
WORDS = N_("Schede che la ricerca per parole non trova o trova per errore: {count}.")
GRANTS = N_("Fascicoli di cui nessun gruppo ha la chiave: {count}.")
KEYS = N_("Fascicoli la cui chiave manca tra quelle conservate: {count}.")
AUDIT = N_("Righe del registro degli accessi che non tornano: {count}.")
FILES_MISSING = N_("Allegati che mancano: {count}.")
FILES_ALTERED = N_("Allegati che non sono come furono scritti: {count}.")

UNGRANTED = "SELECT count(*) FROM folder WHERE id NOT IN (SELECT folder FROM folder_grant)"
KEYLESS = (
    "SELECT count(*) FROM folder f "
    "WHERE NOT EXISTS (SELECT 1 FROM folder_key k WHERE k.folder = f.id AND k.key = f.key)"
)

_encode = msgspec.json.Encoder(order="sorted").encode


def _told(sentence: str, count: int) -> Iterator[str]:
    if count:
        yield tr(sentence).format(count=count)


def problems(database: Database, profile: Path) -> Iterator[str]:
    """Give in a sentence each what is wrong with a vault."""
    yield from _told(PAGES, len(database.conn.execute("PRAGMA cipher_integrity_check").fetchall()))
    yield from _told(TABLES, sum(1 for (line,) in database.conn.execute("PRAGMA integrity_check") if line != "ok"))
    yield from _told(CHAIN, sum(1 for _ in journal.chain_problems(database)))
    yield from _told(ROWS, sum(1 for _ in differing_rows(database)))
    yield from _told(LINES, sum(1 for _ in differing_lines(database)))
    yield from _told(WORDS, sum(1 for _ in differing_words(database)))
    yield from _told(GRANTS, _number(database, UNGRANTED))
    yield from _told(KEYS, _number(database, KEYLESS))
    yield from _told(AUDIT, desk_notes.count_odd_readings(database))
    missing, altered = file_faults(database, profile)
    yield from _told(FILES_MISSING, missing)
    yield from _told(FILES_ALTERED, altered)


def differing_rows(database: Database) -> Iterator[str]:
    """Give the records whose row is not what their entries fold to, and rows that no entry made."""
    seen: set[str] = set()
    homes = parts.homes_of_all(database)
    for (identity,) in database.conn.execute("SELECT DISTINCT record FROM entry").fetchall():
        record = parts.folded(database, identity, homes)
        if record is None:
            continue
        seen.add(identity)
        wanted = None if record.retired is not None else record.values()
        row = rows.read_row(database, record.type, identity)
        here = None if row is None else {name: value for name, value in row.items() if not name.startswith("_")}
        if here != wanted:
            yield identity
    for type_ in CATALOGUE:
        for row in rows.select_rows(database, type_):
            if row["_id"] not in seen:
                yield row["_id"]


def differing_lines(database: Database) -> Iterator[str]:
    """Give the persons whose lines in lists and in the search by name are not what their records say."""
    persons = database.conn.execute("SELECT _id FROM r_person UNION SELECT person FROM person_line").fetchall()
    for (person,) in persons:
        if derive.kept_line(database, person) != derive.line_of(database, person):
            yield person


def differing_words(database: Database) -> Iterator[int]:
    """Give the rows of the search by words in whose index there are more or fewer words than were written."""
    connection = database.conn
    found = dict(connection.execute("SELECT doc, count(*) FROM word_found GROUP BY doc").fetchall())
    written = {row: _varint(size) for row, size in connection.execute("SELECT id, sz FROM words_docsize").fetchall()}
    wanted = {row for (row,) in connection.execute("SELECT n FROM word_row").fetchall()}
    for row in wanted | written.keys() | found.keys():
        if row not in wanted or row not in written or found.get(row, 0) != written[row]:
            yield row


def _varint(data: bytes) -> int:
    """Return the number that FTS5 writes for the words of a row of one column: seven bits a byte, the highest first."""
    number = 0
    for byte in data:
        number = number << 7 | byte & 0x7F
    return number


def _number(database: Database, question: str) -> int:
    return int(database.conn.execute(question).fetchone()[0])


def attachments(database: Database) -> Iterator[dict[str, Any]]:
    """Give the description of every attachment that a record holds."""
    for type_ in CATALOGUE:
        for field in type_.of_kind(Kind.FILE):
            for row in rows.select_rows(database, type_, where=f'"{field.name}" IS NOT NULL'):
                yield row[field.name]


def file_faults(database: Database, profile: Path) -> tuple[int, int]:
    """Return how many sealed files are missing, and how many are not as they were written."""
    missing = altered = 0
    for value in attachments(database):
        path = sealed_path(profile, str(value["sha256"]))
        if not path.exists():
            missing += 1
            continue
        with path.open("rb") as source:
            altered += hashlib.file_digest(source, "sha256").hexdigest() != value["sha256"]
    return missing, altered


def sealed_files(profile: Path) -> list[Path]:
    """Return the sealed files beside the database, in the order of their names."""
    folder = profile / FILES_NAME
    return sorted(path for path in folder.iterdir() if len(path.name) == 64) if folder.is_dir() else []


def content_hash(database: Database, *, of: Collection[str] | None = None) -> str:
    """Return one hash of all records: the same for equal content, whatever entries led to it, on any desk.

    With `of` it is that of those folders alone: two desks that hold them agree, whatever else each of them holds.
    """
    digest = hashlib.sha256()
    found = database.conn.execute(
        "SELECT id, type, root, retired, circle, folder FROM record ORDER BY id, circle, folder"
    ).fetchall()
    for identity, lines in groupby(found, key=lambda line: str(line[0])):
        whole = list(lines)
        some = whole if of is None else [line for line in whole if line[5] in of]
        if some:
            retired = max((line[3] for line in some if line[3] is not None), default=None)
            places = [line[5] for line in some] if len(some) < len(whole) else None
            values = _values(database, some[0][1], identity, places=places)
            circles = ",".join(line[4] for line in some)
            digest.update(_encode([identity, some[0][1], some[0][2], retired, circles, values]))
            digest.update(b"\n")
    return digest.hexdigest()


def _values(database: Database, type_name: str, identity: str, *, places: list[str] | None) -> dict[str, Value]:
    """Return what a record says, or what it says in some of its folders."""
    type_ = find_type(type_name)
    if type_ is None:
        return {}
    row = rows.read_row(database, type_, identity) if places is None else None
    if row is None:
        where = records.folders_of(database, identity) if places is None else places
        states = (fold(journal.entries_of(database, identity, folder)) for folder in where)
        return parts.merged(type_, states)
    return {name: value for name, value in row.items() if not name.startswith("_")}


def entry_count(database: Database) -> int:
    """Return how many entries the journal holds."""
    return int(database.conn.execute("SELECT count(*) FROM entry").fetchone()[0])
