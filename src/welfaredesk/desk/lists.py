# SPDX-License-Identifier: EUPL-1.2
"""Lists: what screens ask for while somebody types or scrolls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.errors import BadInput
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import TO_READ, Deed, may, may_read
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.kinds import Kind, Value, Values
from welfaredesk.domain.names import brief
from welfaredesk.domain.recognition import Found, most_like, recognition_keys
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.spoken import fold_text, words
from welfaredesk.store import folders, questions
from welfaredesk.store.derive import traits_of
from welfaredesk.store.questions import PersonLine
from welfaredesk.store.rows import read_row, to_column

__all__ = ["Hit", "PersonLine"]

NO_FIELD = N_("quello indicato non è un campo su cui filtrare")
LONGEST_NUMBER = 18
SNIPPET = 90
SNIPPET_BEFORE = 30


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: a person by name, or a record by its words."""

    type: str
    id: str
    title: str
    snippet: str
    root: str


def _needed(name: str) -> RecordType:
    found = find_type(name)
    if found is None:
        raise LookupError(name)
    return found


def _sees_cases(session: Session) -> bool:
    return may(session.identity.roles, Deed.READ_CASES)


def _reached(session: Session, rows: list[dict[str, Value]]) -> list[dict[str, Value]]:
    """Return the rows whose root is of a kind that the operator's roles reach."""
    closed = {kind for kind in TO_READ if not may_read(session.identity.roles, kind)}
    if not closed:
        return rows
    database = session.vault.read()
    return [row for row in rows if folders.root_type_of(database, str(row["_root"])) not in closed]


def case_ids(session: Session, text: str = "") -> list[str]:
    """Return the persons of the list of cartelle: all who have one, or who is found by what is typed (500 at most)."""
    if not _sees_cases(session):
        return []
    database = session.vault.read()
    return questions.named(database, text) if text.strip() else questions.all_cases(database)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cartelle are wanted and in which order: of a comune, mine alone, in a state."""

    comune: str | None = None
    mine: bool = False
    state: str | None = None
    order: str = "name"
    downwards: bool = False


def filtered_case_ids(session: Session, wanted: CaseFilter, text: str = "") -> list[str]:
    """Return the persons of the list of cartelle that a filter lets through, in its order."""
    if not _sees_cases(session):
        return []
    database = session.vault.read()
    found = questions.cases(
        database,
        comune=wanted.comune,
        worker=session.identity.operator if wanted.mine else None,
        state=wanted.state,
        order=wanted.order,
        downwards=wanted.downwards,
    )
    if not text.strip():
        return found
    named = set(questions.named(database, text))
    return [person for person in found if person in named]


def case_comuni(session: Session) -> list[str]:
    """Return the comuni that cartelle are of, those with more of them first."""
    return questions.comuni(session.vault.read()) if _sees_cases(session) else []


def person_lines(session: Session, persons: Iterable[str]) -> list[PersonLine]:
    """Return the lines of persons, in the order given."""
    return questions.lines(session.vault.read(), persons) if _sees_cases(session) else []


def case_count(session: Session) -> int:
    """Return how many cartelle there are."""
    return questions.count_cases(session.vault.read()) if _sees_cases(session) else 0


def find_people(session: Session, text: str, *, limit: int = 40) -> list[PersonLine]:
    """Return persons by name, other names, tax code or phone, with a cartella or without."""
    if not text.strip() or not _sees_cases(session):
        return []
    database = session.vault.read()
    return questions.lines(database, questions.named(database, text)[:limit])


def find_words(session: Session, text: str, *, limit: int = 40) -> list[Hit]:
    """Return records by their words, the newest first, each with the words around the first one found."""
    if not text.strip():
        return []
    database = session.vault.read()
    found = []
    for hit in questions.with_words(database, text, cap=limit):
        type_ = find_type(hit.type)
        values = read_row(database, type_, hit.record) if type_ else None
        if type_ is None or values is None or not _reached(session, [values]):
            continue
        title = str(values["_title"]) if type_.is_root else _with_root(session, hit.root, values)
        found.append(Hit(hit.type, hit.record, title, snippet(type_, values, text=text), hit.root))
    return found


def find_records(session: Session, types: Sequence[str], text: str, *, limit: int = 40) -> list[Hit]:
    """Return records of some types by their words, for whoever links to one; with no text the first of each type."""
    found: list[Hit] = []
    for name in types:
        if name == "person":
            people = find_people(session, text, limit=limit)
            found.extend(Hit("person", one.id, one.name, one.comune, one.id) for one in people)
        elif name == "operator":
            found.extend(_operators(session, text))
        elif text.strip():
            found.extend(_of_type(session, _needed(name), text, limit=limit))
        else:
            rows = _reached(session, questions.page(session.vault.read(), _needed(name), limit=limit))
            found.extend(Hit(name, str(row["_id"]), str(row["_title"]), "", str(row["_root"])) for row in rows)
    return found[:limit]


def _of_type(session: Session, type_: RecordType, text: str, *, limit: int) -> list[Hit]:
    database = session.vault.read()
    found = []
    for hit in questions.with_words(database, text, only=type_.name, cap=limit):
        values = read_row(database, type_, hit.record)
        if values is not None and _reached(session, [values]):
            found.append(Hit(type_.name, hit.record, str(values["_title"]), "", hit.root))
    return found


def operator_names(session: Session) -> dict[str, str]:
    """Return how the operators of the ente are called, by id; oneself is always among them."""
    rows = questions.page(session.vault.read(), _needed("operator"), limit=1000)
    return {session.identity.operator: session.identity.name} | {str(row["_id"]): str(row["_title"]) for row in rows}


def _operators(session: Session, text: str) -> list[Hit]:
    wanted = words(text)
    return [
        Hit("operator", identity, name, "", identity)
        for identity, name in sorted(operator_names(session).items(), key=lambda one: one[1])
        if all(any(part.startswith(word) for part in words(name)) for word in wanted)
    ]


def _with_root(session: Session, root: str, values: Values) -> str:
    line = next(iter(questions.lines(session.vault.read(), [root])), None)
    return line.name if line else str(values["_title"])


def count_words(session: Session, text: str) -> int:
    """Return how many records hold the words."""
    return questions.count_words(session.vault.read(), text)


def snippet(type_: RecordType, values: Values, *, text: str) -> str:
    """Return the words around the first one found, from the field that holds it."""
    wanted = words(text)
    for field in type_.fields:
        value = values.get(field.name)
        if field.kind not in {Kind.TEXT, Kind.LONG_TEXT} or not isinstance(value, str):
            continue
        folded = fold_text(value)
        if any(word in folded for word in wanted):
            return _around(value, wanted)
    return brief(values.get("_title"), SNIPPET)


def _around(value: str, wanted: Sequence[str]) -> str:
    line = " ".join(value.split())
    start = 0
    for position, word in enumerate(line.split(" ")):
        if any(fold_text(word).startswith(one) for one in wanted):
            start = len(" ".join(line.split(" ")[:position]))
            break
    first = max(0, line.rfind(" ", 0, max(0, start - SNIPPET_BEFORE)) + 1)
    shown = line[first : first + SNIPPET]
    return f"{'…' if first else ''}{shown}{'…' if first + SNIPPET < len(line) else ''}"


def search(session: Session, text: str, *, limit: int = 40) -> list[Hit]:
    """Return persons by name, then records by words, as the list of cartelle does."""
    people = find_people(session, text, limit=limit)
    found = [Hit("person", one.id, one.name, one.comune, one.id) for one in people]
    known = {hit.id for hit in found}
    found.extend(hit for hit in find_words(session, text, limit=limit) if hit.id not in known)
    return found[:limit]


def similar_people(session: Session, values: Values, *, limit: int = 5) -> list[tuple[PersonLine, Found]]:
    """Return who of the persons here may be the one being typed, the surest first, with the reason."""
    if not _sees_cases(session):
        return []
    candidate = traits_of(values)
    database = session.vault.read()
    type_ = _needed("person")
    known = []
    for person in questions.recognised(database, recognition_keys(candidate)):
        row = read_row(database, type_, person)
        if row is not None:
            known.append((person, traits_of(row)))
    found = most_like(candidate, known, limit=limit)
    by_id = {line.id: line for line in questions.lines(database, [one.record for one in found])}
    return [(by_id[one.record], one) for one in found if one.record in by_id]


def in_protection(session: Session, persons: Sequence[str]) -> set[str]:
    """Return those of the persons who are in protection now."""
    return questions.protected(session.vault.read(), persons)


def of_root(
    session: Session, type_name: str, root: str, *, before: str | None = None, limit: int | None = None
) -> list[dict[str, Value]]:
    """Return the records of a type in a root, the latest first, as rows with `_id`, `_root`, `_title`."""
    rows = questions.of_root(session.vault.read(), _needed(type_name), root, before=before, limit=limit)
    return _reached(session, rows)


def linked_from(session: Session, target: str, type_name: str) -> list[dict[str, Value]]:
    """Return the records of a type that link to a target."""
    database = session.vault.read()
    type_ = _needed(type_name)
    found = (read_row(database, type_, source) for source, _ in questions.linking(database, target, type_name))
    return _reached(session, [row for row in found if row is not None])


def between(session: Session, type_name: str, *, first: str, last: str, limit: int = 200) -> list[dict[str, Value]]:
    """Return records of a type from one moment or day up to another, in order."""
    rows = questions.between(session.vault.read(), _needed(type_name), first=first, last=last, limit=limit)
    return _reached(session, rows)


def page_of(
    session: Session,
    type_: RecordType,
    *,
    where: Sequence[tuple[str, str]] = (),
    limit: int = 100,
    after: str | None = None,
) -> tuple[list[dict[str, Value]], str | None]:
    """Return a page of records of a type and the cursor of the next one.

    Raises:
        BadInput: when `where` names a field that cannot be compared.
    """
    conditions = []
    for name, text in where:
        if name in {"_root", "_id"}:
            conditions.append((name, text))
            continue
        if not type_.has(name) or type_.field(name).kind in {Kind.ROWS, Kind.FILE}:
            raise BadInput(problems=tr(NO_FIELD))
        field = type_.field(name)
        whole = field.kind in {Kind.CHOICES, Kind.LINK}
        conditions.append((name, text if whole else to_column(field, _typed(type_, name, text))))
    found = questions.page(session.vault.read(), type_, where=conditions, limit=limit + 1, after=after)
    more = found[limit - 1]["_id"] if len(found) > limit and limit else None
    return _reached(session, found[:limit]), more


def _typed(type_: RecordType, name: str, text: str) -> Value:
    kind = type_.field(name).kind
    if kind in {Kind.NUMBER, Kind.MONEY}:
        whole = text.isascii() and text.removeprefix("-").isdigit() and len(text) <= LONGEST_NUMBER
        return int(text) if whole else text
    return text.lower() in {"1", "true", "sì", "si"} if kind is Kind.FLAG else text


def births_of(lines: Iterable[PersonLine]) -> dict[str, date]:
    """Return the births that are known, by person."""
    return {line.id: date.fromisoformat(line.birth) for line in lines if line.birth}
