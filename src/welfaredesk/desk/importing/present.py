# SPDX-License-Identifier: EUPL-1.2
"""What is already here: records, persons by code or by name and birth, operators, and what earlier imports said."""

from dataclasses import dataclass
from typing import Any

from welfaredesk.desk.importing.said import Flat
from welfaredesk.desk.importing.targets import needed_type
from welfaredesk.desk.importing.wanted import identity_of
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import person_name
from welfaredesk.domain.recognition import Traits, recognition_keys
from welfaredesk.domain.spoken import fold_text
from welfaredesk.store import desk_notes, folders, questions, records
from welfaredesk.store.derive import traits_of
from welfaredesk.store.driver import Database
from welfaredesk.store.records import Standing
from welfaredesk.store.rows import read_row, select_rows


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier import made of a key: the record it became or joined, and the marks of what the file said."""

    record: str
    marks: dict[str, bytes]


def note_key(identity: str) -> str:
    """Return the name under which a desk remembers an imported record."""
    return f"import/{identity}"


def person_link(identity: str, values: Values) -> Value:
    """Return the link to a person; a person in protection is never named from another page."""
    title = "" if values.get("in_protection") else person_name(values)
    return {"id": identity, "root": identity, "title": title}


class Present:
    """Questions to one database, those that thousands of rows repeat answered once."""

    def __init__(self, session: Session, database: Database, source: str) -> None:
        """Ask through `database`, which may be the writer's inside its transaction."""
        self._session = session
        self._database = database
        self._source = source
        self._links: dict[str, Value] = {}
        self._operators: dict[frozenset[str], Value] = {}

    def before(self, identity: str) -> Before | None:
        """Return what an earlier import made of a derived id."""
        kept: Any = desk_notes.get(self._database, note_key(identity))
        return None if kept is None else Before(str(kept["record"]), dict(kept["marks"]))

    def standing(self, identity: str) -> Standing | None:
        """Return a record as it stands."""
        return records.standing(self._database, identity)

    def is_person(self, identity: str) -> bool:
        """Tell whether an id is a person here."""
        return folders.root_type_of(self._database, identity) == "person"

    def with_code(self, tax_code: str) -> list[str]:
        """Return the persons with a tax code, omocodia undone."""
        key = Traits(tax_code=tax_code).code_key
        return sorted(questions.recognised(self._database, [f"cf:{key}"])) if key else []

    def named(self, values: Flat) -> list[str]:
        """Return the persons of that surname and name, and of that birth when it is said."""
        wanted = traits_of(values)
        keys = [key for key in recognition_keys(Traits(wanted.surname, wanted.name)) if key.startswith("nome:")]
        found = []
        for person in questions.recognised(self._database, keys):
            row = read_row(self._database, needed_type("person"), person) or {}
            other = traits_of(row)
            if other.full_names[:1] == wanted.full_names[:1] and wanted.birth in {None, other.birth}:
                found.append(person)
        return sorted(found)

    def link_to(self, person: str) -> Value:
        """Return the link to a person who is here."""
        if person not in self._links:
            self._links[person] = person_link(person, read_row(self._database, needed_type("person"), person) or {})
        return self._links[person]

    def case_files_of(self, person: str) -> list[str]:
        """Return the cartelle of a person."""
        return [str(row["_id"]) for row in questions.of_root(self._database, needed_type("case_file"), person)]

    def operator(self, name: str) -> Value:
        """Return the link to an operator by the name that the file has; an unknown one keeps the name alone."""
        if not self._operators:
            self._operators = self._known_operators()
        pieces = frozenset(fold_text(name).split())
        if pieces not in self._operators:
            ente = self._session.identity.ente
            key = " ".join(sorted(pieces))
            identity = identity_of(ente, self._source, kind="operator", key=key)
            self._operators[pieces] = {"id": identity, "root": None, "title": name}
        return self._operators[pieces]

    def _known_operators(self) -> dict[frozenset[str], Value]:
        found: dict[frozenset[str], Value] = {}
        for row in select_rows(self._database, needed_type("operator")):
            pieces = frozenset(fold_text(f"{row.get('surname', '')} {row.get('name', '')}").split())
            found[pieces] = {"id": row["_id"], "root": row["_root"], "title": row["_title"]}
        identity = self._session.identity
        own = frozenset(fold_text(identity.name).split())
        found[own] = {"id": identity.operator, "root": None, "title": identity.name}
        return found
