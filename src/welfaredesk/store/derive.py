# SPDX-License-Identifier: EUPL-1.2
"""What is derived from a row when it is written: links, words, tokens and sounds of names, the line of a person."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import Field, Kind, Search, Value, Values
from welfaredesk.domain.names import link_title, person_name
from welfaredesk.domain.recognition import Traits, recognition_keys
from welfaredesk.domain.record import RecordType, searched
from welfaredesk.domain.spoken import expanded, fold_text, phone_digits, tokens
from welfaredesk.domain.tax_code import undo_omocodia
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

INSERT_LINK = "INSERT OR IGNORE INTO link (source, field, target, source_type) VALUES (?, ?, ?, ?)"
PRESENT = "persons.person"
"""The field of a diary entry that names who was there: of those, and of nobody else, it is a contact."""
PHONE_TAIL = 4
"""How many leading digits of a number may be left out and still find it."""


def forget_links(database: Database, identity: str) -> set[str]:
    """Take out the links of a record and return the persons that it named as present."""
    linked = database.conn.execute("DELETE FROM link WHERE source = ? RETURNING target, field", (identity,)).fetchall()
    return {target for target, field in linked if field == PRESENT}


def forget_words(database: Database, identities: Iterable[str]) -> None:
    """Take the words of records out of the index, of all of them before any is written anew.

    FTS5 writes out what it gathered whenever a row number goes back: taken out and written by turns, each record
    would cost a segment of its own.
    """
    connection = database.conn
    gone = [
        connection.execute("DELETE FROM word_row WHERE record = ? RETURNING n", (one,)).fetchone() for one in identities
    ]
    connection.executemany("DELETE FROM words WHERE rowid = ?", sorted(one for one in gone if one is not None))


def derive(
    database: Database,
    type_: RecordType,
    identity: str,
    *,
    root: str,
    values: Values,
    former: set[str] | None = None,
) -> None:
    """Write links, words and the lines of the persons that a row touches.

    `former` are the persons that an earlier row of the record named as present, nothing for a new record.
    """
    links = [(identity, field, target, type_.name) for field, target in links_in(type_, values)]
    if links:
        database.conn.executemany(INSERT_LINK, links)
    text = words_of(type_, values)
    if text:
        number = database.conn.execute(
            "INSERT INTO word_row (record, type, root) VALUES (?, ?, ?)", (identity, type_.name, root)
        ).lastrowid
        database.conn.execute("INSERT INTO words (rowid, body) VALUES (?, ?)", (number, text))
    touch_lines(database, type_, root, values=values, former=former)


def links_in(type_: RecordType, values: Values) -> list[tuple[str, str]]:
    """Return field and target of every link that a record makes, those in its rows too."""
    found = []
    for field in type_.of_kind(Kind.LINK, Kind.ROWS):
        value = values.get(field.name)
        if field.kind is Kind.LINK and isinstance(value, dict):
            found.append((field.name, str(value["id"])))
        for row in value if isinstance(value, list) else ():
            found.extend(
                (f"{field.name}.{part.name}", str(row[part.name]["id"]))
                for part in field.rows
                if part.kind is Kind.LINK and isinstance(row.get(part.name), dict)
            )
    return found


def words_of(type_: RecordType, values: Values) -> str:
    """Return the text under which a record is found: its searchable words and codes, ordinary circle or not."""
    parts = []
    for field in searched(type_):
        if values.get(field.name):
            parts.extend(_texts(field, values[field.name]))
    return expanded("\n".join(parts))


def _texts(field: Field, value: Value) -> list[str]:
    if isinstance(value, str):
        digits = phone_digits(value) if field.search is Search.PHONE else ""
        return [value, digits] if digits else [value]
    found = []
    for row in value if isinstance(value, list) else ():
        for part in field.rows:
            said = row.get(part.name)
            if isinstance(said, str) and part.kind is Kind.TEXT:
                found.append(said)
                digits = phone_digits(said) if field.search is Search.PHONE else ""
                if digits:
                    found.append(digits)
    return found


def touch_lines(
    database: Database, type_: RecordType, root: str, *, values: Values, former: set[str] | None = None
) -> None:
    """Write again the lines of the persons whose line this record decides, or decided before."""
    match type_.name:
        case "person" | "case_file":
            write_line(database, root)
        case "diary_entry":
            touched = {root, *persons_named(values)}
            if former is None:
                day = day_of(values)
                later_contacts(database, dict.fromkeys(touched, day) if day else {})
            else:
                for person in touched | former:
                    _last_contact_again(database, person)


def persons_named(values: Values) -> set[str]:
    """Return the persons that a diary entry names."""
    rows = values.get("persons") or []
    return {str(row["person"]["id"]) for row in rows if isinstance(row.get("person"), dict)}


def day_of(values: Values) -> str:
    """Return the day of a diary entry, nothing when it says none."""
    return str(values.get("when") or "")[:10]


def later_contacts(database: Database, days: Mapping[str, str]) -> None:
    """Move the last contact of persons on to a new entry's day: the common case, without looking at other entries."""
    database.conn.executemany(
        "UPDATE person_line SET last_contact = max(coalesce(last_contact, ''), ?) WHERE person = ?",
        [(day, person) for person, day in days.items()],
    )


def _last_contact_again(database: Database, person: str) -> None:
    day = last_contact(database, person)
    database.conn.execute("UPDATE person_line SET last_contact = ? WHERE person = ?", (day, person))


def last_contact(database: Database, person: str) -> str | None:
    """Return the day of the latest diary entry of a person, or of a household that names the person."""
    latest = database.conn.execute(
        'SELECT max("when") FROM (SELECT max("when") AS "when" FROM r_diary_entry WHERE _root = ?1 UNION ALL '
        'SELECT d."when" FROM link l JOIN r_diary_entry d ON d._id = l.source '
        "WHERE l.target = ?1 AND l.source_type = 'diary_entry' AND l.field = ?2)",
        (person, PRESENT),
    ).fetchone()[0]
    return str(latest)[:10] if latest else None


@dataclass(frozen=True, slots=True)
class Line:
    """What lists show of a person, and under what the person is found."""

    shown: tuple[Any, ...]
    tokens: frozenset[str]
    keys: frozenset[str]

    @property
    def sort(self) -> str:
        """Return the place of the person among the others."""
        return str(self.shown[1])


def line_of(database: Database, person: str) -> Line | None:
    """Return the line of a person as the records say it, nothing for one that is not here."""
    type_ = find_type("person")
    values = read_row(database, type_, person) if type_ else None
    if values is None:
        return None
    case_file = database.conn.execute(
        "SELECT _id, number, state, responsible_social_worker, comune FROM r_case_file WHERE _root = ? "
        "ORDER BY closed_on IS NOT NULL, opened_on DESC, _id LIMIT 1",
        (person,),
    ).fetchone() or (None, None, None, None, None)
    sort = f"{fold_text(str(values.get('surname') or ''))} {fold_text(str(values.get('name') or ''))}".strip()
    worker = msgspec.json.decode(case_file[3]) if case_file[3] else None
    number = {fold_text(case_file[1]).replace(" ", "")} if case_file[1] else set()
    shown = (
        *(person, sort, person_name(values), values.get("birth"), case_file[4] or values.get("comune")),
        *(case_file[0], case_file[1], case_file[2], link_title(worker), last_contact(database, person)),
    )
    return Line(shown, frozenset(name_tokens(values) | number), frozenset(recognition_keys(traits_of(values))))


def write_line(database: Database, person: str) -> None:
    """Write the line of a person as lists show it, and the tokens and sounds under which the person is found."""
    write_lines(database, [person], fresh=frozenset())


def write_lines(database: Database, persons: Iterable[str], *, fresh: Set[str]) -> None:
    """Write the lines of persons; those in `fresh` have none yet."""
    connection = database.conn
    lines = {person: line_of(database, person) for person in persons}
    known = [(person,) for person in lines if person not in fresh]
    for table in ("name_token", "recognition", "person_line"):
        connection.executemany(f"DELETE FROM {table} WHERE person = ?", known)
    made = {person: line for person, line in lines.items() if line is not None}
    connection.executemany(
        "INSERT INTO person_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (line.shown for line in made.values())
    )
    connection.executemany(
        "INSERT INTO name_token VALUES (?, ?, ?)",
        ((token, line.sort, person) for person, line in made.items() for token in line.tokens),
    )
    connection.executemany(
        "INSERT INTO recognition VALUES (?, ?)", ((key, person) for person, line in made.items() for key in line.keys)
    )


def kept_line(database: Database, person: str) -> Line | None:
    """Return the line of a person as it was written."""
    connection = database.conn
    shown = connection.execute("SELECT * FROM person_line WHERE person = ?", (person,)).fetchone()
    if shown is None:
        return None
    tokens = connection.execute("SELECT token FROM name_token WHERE person = ? AND sort = ?", (person, shown[1]))
    keys = connection.execute("SELECT key FROM recognition WHERE person = ?", (person,))
    return Line(tuple(shown), frozenset(one for (one,) in tokens), frozenset(one for (one,) in keys))


def name_tokens(values: Values) -> set[str]:
    """Return the tokens under which a person is found at once: names, other names, codes, digits of phones."""
    found: set[str] = set()
    texts = [str(values.get("surname") or ""), str(values.get("name") or "")]
    texts.extend(str(row.get("alias") or "") for row in values.get("aliases") or [])
    for text in texts:
        found.update(tokens(text))
    code = str(values.get("tax_code") or "").replace(" ", "")
    if code:
        found.update({fold_text(code), fold_text(undo_omocodia(code))})
    for digits in phones(values):
        found.update(digits[start:] for start in range(min(PHONE_TAIL + 1, len(digits))))
    return found - {""}


def phones(values: Values) -> list[str]:
    """Return the digits of the phone numbers of a person."""
    rows = values.get("reachabilities") or []
    return [digits for row in rows if (digits := phone_digits(str(row.get("value") or "")))]


def traits_of(values: Values) -> Traits:
    """Return what a person is recognised by."""
    birth = values.get("birth")
    return Traits(
        surname=str(values.get("surname") or ""),
        name=str(values.get("name") or ""),
        birth=date.fromisoformat(str(birth)) if is_day(birth) else None,
        tax_code=str(values.get("tax_code") or ""),
        phones=tuple(phones(values)),
        aliases=tuple(str(row.get("alias") or "") for row in values.get("aliases") or []),
    )
