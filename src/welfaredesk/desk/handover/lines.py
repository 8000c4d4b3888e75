# SPDX-License-Identifier: EUPL-1.2
"""Handovers as lists and pages show them: who to whom, what passes and where it is now, what happened meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import lists, reading, records
from welfaredesk.desk.handover.held import CONFIRMATION, MANAGER, PARTS, PLACES, RESPONSIBLE
from welfaredesk.desk.handover.passing import OWNER, id_in
from welfaredesk.desk.records import Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows, readers_missing
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.handover_path import HANDOVER_PATH
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import full_day
from welfaredesk.store import questions
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

MOST = 2000
OPEN = ("proposed", "accepted", "declined")
COUNTED = {
    "project": (N_("progetto"), N_("progetti")),
    "appointment": (N_("appuntamento"), N_("appuntamenti")),
    "deadline": (N_("scadenza"), N_("scadenze")),
    "task": (N_("compito"), N_("compiti")),
    "confirmation": (N_("verbale da confermare"), N_("verbali da confermare")),
}
PLACE_WORDS = {RESPONSIBLE: N_("titolare"), MANAGER: N_("case manager")}
NOT_READ = N_("fuori da questo PC")
MINUTES_OF, UNDATED = N_("verbale del {day}"), N_("verbale senza data")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverLine:
    """A handover of one cartella as a list shows it."""

    id: str
    person: str
    name: str
    giver: str
    giver_name: str
    taker: str
    taker_name: str
    since: str
    until: str
    state: str
    counts: Mapping[str, int]
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Something that a handover speaks of: what, by when, and who has it now."""

    part: str
    record: str
    what: str
    day: str
    holder: str
    holder_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPage:
    """What the page of one handover shows; `reads` tells whether the receiver reads the cartella by now."""

    shown: Shown
    line: HandoverLine
    items: tuple[Item, ...]
    reads: bool


def counts_words(counts: Mapping[str, int]) -> str:
    """Return how much passes in words, the places first."""
    said = [tr(PLACE_WORDS[part]) for part in PARTS if part in PLACE_WORDS and counts.get(part)]
    for part, (one, many) in COUNTED.items():
        if counts.get(part):
            said.append(plural(counts[part], one, many=many))
    return ", ".join(said)


def handovers(session: Session, *, states: Iterable[str] = OPEN) -> tuple[HandoverLine, ...]:
    """Return the handovers in these states that this desk reads, by day and name."""
    if not may(session.identity.roles, Deed.READ_CASES):
        return ()
    wanted = set(states)
    rows = questions.page(session.vault.read(), type_named("handover"), limit=MOST)
    return _lines(session, [row for row in rows if HANDOVER_PATH.state_of(row) in wanted])


def waiting(session: Session) -> tuple[HandoverLine, ...]:
    """Return the handovers that wait for this operator to accept them."""
    return tuple(one for one in handovers(session, states=("proposed",)) if one.taker == session.identity.operator)


def _lines(session: Session, rows: list[dict[str, Value]]) -> tuple[HandoverLine, ...]:
    names = {line.id: line.name for line in lists.person_lines(session, {str(row["_root"]) for row in rows})}
    made = [_line(row, names.get(str(row["_root"]), "")) for row in rows]
    return tuple(sorted(made, key=lambda one: (one.since, one.name.casefold(), one.id)))


def _line(row: Values, name: str) -> HandoverLine:
    return HandoverLine(
        id=str(row["_id"]),
        person=str(row["_root"]),
        name=name or link_title(row.get("person")),
        giver=id_in(row.get("from_operator")),
        giver_name=link_title(row.get("from_operator")),
        taker=id_in(row.get("to_operator")),
        taker_name=link_title(row.get("to_operator")),
        since=str(row.get("since") or ""),
        until=str(row.get("until") or ""),
        state=HANDOVER_PATH.state_of(row),
        counts=_counts(as_rows(row.get("items"))),
        values=row,
    )


def _counts(rows: Iterable[Values]) -> dict[str, int]:
    found: dict[str, set[str]] = {}
    for row in rows:
        part = str(row.get("part") or "")
        found.setdefault(part, set()).add("" if part in PLACE_WORDS else id_in(row.get("record")))
    return {part: len(found[part]) for part in PARTS if part in found}


def handover_page(session: Session, identity: str) -> HandoverPage:
    """Return what the page of one handover shows; the reading is logged first.

    Raises:
        NotFound: when it is not here, or is none.
    """
    shown = records.show(session, identity)
    if shown.type.name != "handover":
        raise NotFound()
    reading.opened(session, identity, root=shown.root)
    database = session.vault.read()
    row = shown.values | {"_id": identity, "_root": shown.root}
    (line,) = _lines(session, [row])
    names = lists.operator_names(session)
    items = [
        _item(database, one, names=names) for one in as_rows(shown.values.get("items")) if one.get("part") in PARTS
    ]
    return HandoverPage(
        shown=shown,
        line=line,
        items=tuple(sorted(items, key=lambda one: (PARTS.index(one.part), one.day or "9999", one.what))),
        reads=not readers_missing(session, shown.root, [{"operator": shown.values.get("to_operator")}]),
    )


def _item(database: Database, row: Values, *, names: Mapping[str, str]) -> Item:
    part = str(row.get("part"))
    record = id_in(row.get("record"))
    found, type_name = _now(database, record, part=part)
    holder = _holder(found, part=part, type_name=type_name)
    return Item(
        part=part,
        record=record if found else "",
        what=str(row.get("what") or _what(database, found, type_name)),
        day=str(row.get("day") or ""),
        holder=id_in(holder),
        holder_name=names.get(id_in(holder)) or link_title(holder),
    )


def _now(database: Database, record: str, *, part: str) -> tuple[dict[str, Value], str]:
    """Return how a record that passes stands now and its type, nothing for one that is not here."""
    for type_name in ("care_episode", "case_file") if part in PLACE_WORDS else (part,):
        row = read_row(database, type_named(type_name), record)
        if row is not None:
            return row, type_name
    return {}, ""


def _holder(row: Values, *, part: str, type_name: str) -> Value:
    if part in PLACE_WORDS:
        return next(row.get(name) for name, place in PLACES.items() if place == part)
    if type_name == "appointment":
        return next((one.get("operator") for one in as_rows(row.get("operators"))), None)
    return row.get(OWNER.get(type_name, "operator"))


def _what(database: Database, row: Values, type_name: str) -> str:
    if not type_name:
        return tr(NOT_READ)
    if type_name == CONFIRMATION:
        minutes = read_row(database, type_named("minutes"), id_in(row.get("minutes"))) or {}
        day = str(minutes.get("when") or "")[:10]
        return tr(MINUTES_OF).format(day=full_day(date.fromisoformat(day))) if is_day(day) else tr(UNDATED)
    label = tr(type_named(type_name).label)
    return label if type_name in {"care_episode", "case_file"} else str(row.get("_title") or label)
