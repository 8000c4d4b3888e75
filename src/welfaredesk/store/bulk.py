# SPDX-License-Identifier: EUPL-1.2
"""Many records that are new to the desk, written at once: rows, links, words, and the lines of their persons."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from welfaredesk.domain.record import RecordType
from welfaredesk.domain.soundness import Sound
from welfaredesk.store import derive, rows
from welfaredesk.store.driver import Database
from welfaredesk.store.parts import INSERT_RECORD, Folded, record_lines

LINES_OF = ("person", "case_file")
"""The types that decide the line of their root."""


def write_new(database: Database, found: Sequence[Folded]) -> None:
    """Write records of which this desk has no row, with all that derives from them."""
    connection = database.conn
    connection.executemany(INSERT_RECORD, (line for record in found for line in record_lines(record)))
    shown = [(record, record.values()) for record in found if record.retired is None]
    by_type: dict[RecordType, list[tuple[Folded, Sound]]] = {}
    for record, values in shown:
        by_type.setdefault(record.type, []).append((record, values))
    for type_, some in by_type.items():
        rows.write_rows(database, type_, ((one.identity, one.root, values) for one, values in some))
    connection.executemany(derive.INSERT_LINK, _links(shown))
    _write_words(database, shown)
    _write_lines(database, found, shown)


def _links(shown: Iterable[tuple[Folded, Sound]]) -> Iterator[tuple[str, ...]]:
    for record, values in shown:
        for field, target in derive.links_in(record.type, values):
            yield record.identity, field, target, record.type.name


def _write_words(database: Database, shown: Iterable[tuple[Folded, Sound]]) -> None:
    connection = database.conn
    number = connection.execute("SELECT coalesce(max(n), 0) FROM word_row").fetchone()[0]
    places: list[tuple[Any, ...]] = []
    texts: list[tuple[int, str]] = []
    for record, values in shown:
        text = derive.words_of(record.type, values)
        if text:
            number += 1
            places.append((number, record.identity, record.type.name, record.root))
            texts.append((number, text))
    connection.executemany("INSERT INTO word_row (n, record, type, root) VALUES (?, ?, ?, ?)", places)
    connection.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", texts)


def _write_lines(database: Database, found: Iterable[Folded], shown: Iterable[tuple[Folded, Sound]]) -> None:
    """Write the lines of persons once each, then move on the last contact of the others who are named."""
    written = dict.fromkeys(record.root for record in found if record.type.name in LINES_OF)
    fresh = {record.root for record in found if record.type.name == "person"}
    derive.write_lines(database, written, fresh=fresh)
    latest: dict[str, str] = {}
    for record, values in shown:
        day = derive.day_of(values) if record.type.name == "diary_entry" else ""
        for person in {record.root, *derive.persons_named(values)} if day else ():
            if person not in written:
                latest[person] = max(day, latest.get(person, ""))
    derive.later_contacts(database, latest)
