# SPDX-License-Identifier: EUPL-1.2
"""Questions that screens ask while somebody types: names from a covering index, words from the index of words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from welfaredesk.domain.kinds import ORDINARY, Kind, Value
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.spoken import fold_text, phone_digits, readings, words
from welfaredesk.domain.tax_code import TaxCodeKind, kind_of, undo_omocodia
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import select_rows
from welfaredesk.store.schema import order_of, table_of

HITS_CAP = 500
SHORTEST_NUMBER = 4
LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as lists show one."""

    id: str
    name: str
    birth: str | None
    comune: str
    case_file: str | None
    number: str
    state: str
    worker: str
    last_contact: str | None


@dataclass(frozen=True, slots=True)
class WordHit:
    """A record that holds the words asked for."""

    record: str
    type: str
    root: str


def all_cases(database: Database) -> list[str]:
    """Return the persons who have a cartella, in the order of their names."""
    found = database.conn.execute(
        "SELECT person FROM person_line WHERE case_file IS NOT NULL ORDER BY sort, person"
    ).fetchall()
    return [person for (person,) in found]


def count_cases(database: Database) -> int:
    """Return how many persons have a cartella."""
    found = database.conn.execute("SELECT count(*) FROM person_line WHERE case_file IS NOT NULL").fetchone()
    return int(found[0])


def named(database: Database, text: str, *, cap: int = HITS_CAP) -> list[str]:
    """Return up to `cap` persons found by names, codes or digits, in the order of their names."""
    found: dict[str, str] = {}
    for reading in [*readings(text), *_in_one_piece(text)]:
        for sort, person in _of_reading(database, reading, cap):
            found.setdefault(person, sort)
    return sorted(found, key=lambda person: (found[person], person))[:cap]


def _in_one_piece(text: str) -> list[list[str]]:
    """Return a tax code without omocodia, or a telephone number, however spaces and signs part it."""
    if kind_of(text) is TaxCodeKind.PERSONAL:
        return [[fold_text(undo_omocodia(text))]]
    digits = phone_digits(text)
    spelled = not any(sign.isalpha() for sign in text)
    return [[digits]] if spelled and len(digits) >= SHORTEST_NUMBER else []


def _of_reading(database: Database, reading: Sequence[str], cap: int) -> list[tuple[str, str]]:
    """Return those who have every word of a reading as the beginning of a token, the longest word asked first."""
    first, *others = sorted(reading, key=len, reverse=True)
    condition = "".join(
        " AND EXISTS (SELECT 1 FROM name_token o WHERE o.person = t.person AND o.token >= ? AND o.token < ?)"
        for _ in others
    )
    values = [bound for word in (first, *others) for bound in (word, word + LAST)]
    return database.conn.execute(
        f"SELECT t.sort, t.person FROM name_token t WHERE t.token >= ? AND t.token < ?{condition} LIMIT ?",
        (*values, cap * 2),
    ).fetchall()


def lines(database: Database, persons: Iterable[str]) -> list[PersonLine]:
    """Return the lines of persons, in the order given, without those that are not here."""
    found = []
    for person in persons:
        line = database.conn.execute(
            "SELECT person, name, birth, comune, case_file, number, state, worker, last_contact FROM person_line "
            "WHERE person = ?",
            (person,),
        ).fetchone()
        if line is not None:
            who, name, birth, comune, case_file, number, state, worker, last = line
            found.append(
                PersonLine(
                    who,
                    name,
                    birth,
                    comune or "",
                    case_file,
                    number or "",
                    state or "",
                    worker or "",
                    last or None,
                )
            )
    return found


def with_words(database: Database, text: str, *, cap: int = HITS_CAP, only: str | None = None) -> list[WordHit]:
    """Return up to `cap` records, of one type if said, that hold every word typed as a beginning, newest first."""
    match = _match(text)
    if not match:
        return []
    found = database.conn.execute(
        "SELECT w.record, w.type, w.root FROM words JOIN word_row w ON w.n = words.rowid "
        "WHERE words MATCH ?1 AND (?2 IS NULL OR w.type = ?2) ORDER BY words.rowid DESC LIMIT ?3",
        (match, only, cap),
    ).fetchall()
    return [WordHit(*hit) for hit in found]


def count_words(database: Database, text: str) -> int:
    """Return how many records hold every word typed."""
    match = _match(text)
    if not match:
        return 0
    return int(database.conn.execute("SELECT count(*) FROM words WHERE words MATCH ?", (match,)).fetchone()[0])


def _match(text: str) -> str:
    """Return a full-text expression made of quoted words alone: nothing typed is ever an operator."""
    typed = words(text)
    return " ".join(f'"{word}"*' for word in typed)


def recognised(database: Database, keys: Iterable[str], *, cap: int = HITS_CAP) -> list[str]:
    """Return the persons who share a key of recognition, at most `cap` per key."""
    found: dict[str, None] = {}
    for key in sorted(keys):
        hits = database.conn.execute("SELECT person FROM recognition WHERE key = ? LIMIT ?", (key, cap))
        found.update(dict.fromkeys(person for (person,) in hits))
    return list(found)


def of_root(
    database: Database, type_: RecordType, root: str, *, before: str | None = None, limit: int | None = None
) -> list[dict[str, Value]]:
    """Return the records of a type in a root, the latest first, from before a value of their order on."""
    order = order_of(type_)
    where, values = "_root = ?", [root]
    if before is not None:
        where, values = f'{where} AND "{order}" < ?', [*values, before]
    suffix = "" if limit is None else f" LIMIT {int(limit)}"
    return list(select_rows(database, type_, where=where, order=f'"{order}" DESC{suffix}', values=tuple(values)))


def linking(database: Database, target: str, source_type: str) -> list[tuple[str, str]]:
    """Return record and field of every record of a type that links to a target."""
    return database.conn.execute(
        "SELECT source, field FROM link WHERE target = ? AND source_type = ?", (target, source_type)
    ).fetchall()


def linking_within(database: Database, target: str, source_type: str, *, roots: Sequence[str]) -> list[tuple[str, str]]:
    """Return record and field of every record of a type that links to a target and lives in one of some roots."""
    wanted = ", ".join("?" * len(roots))
    return database.conn.execute(
        "SELECT DISTINCT l.source, l.field FROM link l JOIN record r ON r.id = l.source "
        f"WHERE l.target = ? AND l.source_type = ? AND r.root IN ({wanted})",
        (target, source_type, *roots),
    ).fetchall()


def page(
    database: Database,
    type_: RecordType,
    *,
    where: Sequence[tuple[str, Any]] = (),
    limit: int = 100,
    after: str | None = None,
) -> list[dict[str, Value]]:
    """Return records of a type by id, after an id: those whose fields equal, link to or hold what `where` says."""
    conditions, values = ["1"], []
    for name, value in where:
        kind = type_.field(name).kind if type_.has(name) else None
        if kind is Kind.LINK:
            conditions.append("_id IN (SELECT source FROM link WHERE target = ? AND source_type = ? AND field = ?)")
            values += [value, type_.name, name]
            continue
        choices = f'EXISTS (SELECT 1 FROM json_each("{name}") WHERE value = ?)'
        conditions.append(choices if kind is Kind.CHOICES else f'"{name}" = ?')
        values.append(value)
    if after is not None:
        conditions.append("_id > ?")
        values.append(after)
    order = f"_id LIMIT {int(limit)}"
    return list(select_rows(database, type_, where=" AND ".join(conditions), order=order, values=tuple(values)))


def count(database: Database, type_: RecordType) -> int:
    """Return how many records of a type there are, retired ones left out."""
    return int(database.conn.execute(f'SELECT count(*) FROM "{table_of(type_)}"').fetchone()[0])


def between(database: Database, type_: RecordType, *, first: str, last: str, limit: int) -> list[dict[str, Value]]:
    """Return records of a type whose order lies from `first` up to `last` left out, in that order."""
    order = order_of(type_)
    where = f'"{order}" >= ? AND "{order}" < ?'
    return list(select_rows(database, type_, where=where, order=f'"{order}" LIMIT {int(limit)}', values=(first, last)))


@dataclass(frozen=True, slots=True)
class Mark:
    """How a record stands beside its values: its circle, whether something waits, how many times it was saved."""

    circle: str
    clashes: int
    saves: int


def marks(database: Database, identities: Sequence[str]) -> dict[str, Mark]:
    """Return how records stand, by id; a record with parts in several circles counts as of the ordinary one."""
    found: dict[str, Mark] = {}
    for some in (identities[start : start + 200] for start in range(0, len(identities), 200)):
        wanted = ", ".join("?" * len(some))
        rows = database.conn.execute(
            "SELECT r.id, r.circle, r.clashes, (SELECT count(DISTINCT e.save) FROM entry e WHERE e.record = r.id) "
            f"FROM record r WHERE r.id IN ({wanted}) ORDER BY r.circle = ? DESC",
            (*some, ORDINARY),
        )
        for identity, circle, clashes, saves in rows:
            found.setdefault(identity, Mark(circle, clashes, saves))
    return found


def beyond_ordinary(database: Database, identities: Sequence[str]) -> set[str]:
    """Return those of some records that have a part in a reserved circle here, whatever else they have."""
    found: set[str] = set()
    for some in (identities[start : start + 200] for start in range(0, len(identities), 200)):
        wanted = ", ".join("?" * len(some))
        rows = database.conn.execute(f"SELECT id FROM record WHERE id IN ({wanted}) AND circle <> ?", (*some, ORDINARY))
        found |= {str(row[0]) for row in rows}
    return found


def diary(
    database: Database, type_: RecordType, root: str, *, before: tuple[str, str] | None, limit: int
) -> list[dict[str, Value]]:
    """Return the entries of a root's diary, the latest first, from before a moment and id on."""
    when, identity = before or (LAST, LAST)
    return list(
        select_rows(
            database,
            type_,
            where='_root = ? AND "when" <= ? AND ("when", _id) < (?, ?)',
            order=f'"when" DESC, _id DESC LIMIT {int(limit)}',
            values=(root, when, when, identity),
        )
    )


def protected(database: Database, persons: Sequence[str]) -> set[str]:
    """Return those of the persons who are in protection now."""
    if not persons:
        return set()
    wanted = ", ".join("?" * len(persons))
    found = database.conn.execute(
        f"SELECT _id FROM r_person WHERE _id IN ({wanted}) AND in_protection = 1", tuple(persons)
    )
    return {identity for (identity,) in found}


CASE_ORDERS = {
    "name": "sort",
    "birth": "birth",
    "comune": "comune COLLATE NOCASE",
    "worker": "worker COLLATE NOCASE",
    "last": "last_contact",
    "state": "state",
}


def cases(
    database: Database,
    *,
    comune: str | None = None,
    worker: str | None = None,
    state: str | None = None,
    order: str = "name",
    downwards: bool = False,
) -> list[str]:
    """Return the persons who have a cartella, those of a comune, a social worker or a state if said, in an order."""
    conditions, values = ["case_file IS NOT NULL"], []
    if comune is not None:
        conditions.append("comune = ?")
        values.append(comune)
    if state is not None:
        conditions.append("state = ?")
        values.append(state)
    if worker is not None:
        conditions.append(
            "case_file IN (SELECT source FROM link WHERE target = ? AND source_type = 'case_file' "
            "AND field = 'responsible_social_worker')"
        )
        values.append(worker)
    way = "DESC" if downwards else "ASC"
    found = database.conn.execute(
        f"SELECT person FROM person_line WHERE {' AND '.join(conditions)} "
        f"ORDER BY {CASE_ORDERS[order]} {way} NULLS LAST, sort, person",
        values,
    ).fetchall()
    return [person for (person,) in found]


def comuni(database: Database) -> list[str]:
    """Return the comuni that cartelle are of, those with more of them first."""
    found = database.conn.execute(
        "SELECT comune FROM person_line WHERE case_file IS NOT NULL AND comune <> '' "
        "GROUP BY comune ORDER BY count(*) DESC, comune"
    ).fetchall()
    return [comune for (comune,) in found]
