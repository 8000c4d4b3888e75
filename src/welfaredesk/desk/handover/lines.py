# SPDX-License-Identifier: EUPL-1.2
"""Handovers as lists and pages show them: who to whom, what passes and where it is now, what happened meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import lists, reading, records
from welfaredesk.desk.handover.held import (
    ACTION,
    CONFIRMATION,
    MANAGER,
    PARTS,
    PLACES,
    PROJECT,
    REFERRAL,
    RESPONSIBLE,
    Held,
    counted,
    counts_of,
)
from welfaredesk.desk.handover.offering import ITEMS, what_passes
from welfaredesk.desk.handover.passing import OWNER
from welfaredesk.desk.records import Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows, readers_missing
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import ORDINARY, Value, Values
from welfaredesk.domain.machines.handover_path import HANDOVER_PATH
from welfaredesk.domain.names import id_in, link_title
from welfaredesk.domain.periods import full_day
from welfaredesk.store import questions
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

MOST = 2000
OPEN = ("proposed", "accepted", "declined")
COUNTED = {
    "project": (N_("progetto"), N_("progetti")),
    ACTION: (N_("azione di progetto"), N_("azioni di progetto")),
    "appointment": (N_("appuntamento"), N_("appuntamenti")),
    "deadline": (N_("scadenza"), N_("scadenze")),
    "task": (N_("compito"), N_("compiti")),
    "confirmation": (N_("verbale da confermare"), N_("verbali da confermare")),
    REFERRAL: (N_("segnalazione"), N_("segnalazioni")),
}
PLACE_WORDS = {RESPONSIBLE: N_("titolare"), MANAGER: N_("case manager")}
NOT_READ = N_("fuori da questo PC")
STAYS_RESERVED = N_("Nella parte riservata, che chi riceve non legge: {what}")
STAYS_REGISTER = N_("Nel registro di un gruppo di lavoro di cui chi riceve non fa parte: {what}")
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
    """Something that a handover speaks of: what, by when, who has it now, and in which folder it is."""

    part: str
    record: str
    root: str
    circle: str
    what: str
    day: str
    holder: str
    holder_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPage:
    """What the page of one handover shows; `reads` tells whether the receiver reads the cartella by now.

    `stays` is what the giver goes on holding in the cartella.
    """

    shown: Shown
    line: HandoverLine
    items: tuple[Item, ...]
    reads: bool
    stays: tuple[Held, ...] = ()


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
        counts=counted(
            (str(one.get("part") or ""), id_in(one.get("record")) + str(one.get("row") or "")) for one in _rows_of(row)
        ),
        values=row,
    )


def _rows_of(row: Values) -> list[Values]:
    """Return what a handover says that passes, and what is reserved of it where that is read."""
    return [one for name in ITEMS.values() for one in as_rows(row.get(name))]


def stays_words(some: Iterable[Held], *, reserved: bool = True) -> list[str]:
    """Return how much stays with the giver and why, without what is reserved where that is not to be told."""
    every = list(some)
    apart = [one for one in every if one.circle != ORDINARY] if reserved else []
    registered = [one for one in every if one.circle == ORDINARY and one.part == REFERRAL]
    rest = [one for one in every if one.circle == ORDINARY and one.part != REFERRAL]
    told = [(STAYS_RESERVED, apart), (STAYS_REGISTER, registered)]
    said = [tr(words).format(what=counts_words(counts_of(some))) for words, some in told if some]
    return [*said, *([counts_words(counts_of(rest))] if rest else [])]


def _stays(session: Session, row: Values) -> tuple[Held, ...]:
    """Return what the giver holds in a cartella and does not pass, or has not passed."""
    state = HANDOVER_PATH.state_of(row)
    if state not in {"proposed", "accepted"}:
        return ()
    found = what_passes(session, session.vault.read(), str(row["_root"]), values=row)
    return (*found.stays, *(found.passes if state == "accepted" else ()))


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
        _item(database, one, names=names, circle=circle)
        for circle, name in ITEMS.items()
        for one in as_rows(shown.values.get(name))
        if one.get("part") in PARTS
    ]
    return HandoverPage(
        shown=shown,
        line=line,
        items=tuple(sorted(items, key=lambda one: (PARTS.index(one.part), one.day or "9999", one.what))),
        reads=not readers_missing(session, shown.root, [{"operator": shown.values.get("to_operator")}]),
        stays=_stays(session, row),
    )


def _item(database: Database, row: Values, *, names: Mapping[str, str], circle: str) -> Item:
    part = str(row.get("part"))
    record = id_in(row.get("record"))
    found, type_name = _now(database, row)
    holder = _holder(found, part=part, type_name=type_name)
    return Item(
        part=part,
        record=record if found else "",
        root=str((row.get("record") or {}).get("root") or ""),
        circle=circle,
        what=str(row.get("what") or _what(database, found, type_name)),
        day=str(row.get("day") or ""),
        holder=id_in(holder),
        holder_name=names.get(id_in(holder)) or link_title(holder),
    )


def _now(database: Database, said: Values) -> tuple[Values, str]:
    """Return how what passes stands now and the type of its record, nothing for one that is not here."""
    part, record = str(said.get("part")), id_in(said.get("record"))
    of_part = {ACTION: (PROJECT,)} | dict.fromkeys(PLACE_WORDS, ("care_episode", "case_file"))
    for type_name in of_part.get(part, (part,)):
        row = read_row(database, type_named(type_name), record)
        if row is None:
            continue
        actions = [one for one in as_rows(row.get("actions")) if one.get("_row") == said.get("row")]
        if part != ACTION or actions:
            return {**actions[0], "_title": actions[0].get("what")} if part == ACTION else row, type_name
    return {}, ""


def _holder(row: Values, *, part: str, type_name: str) -> Value:
    if part in PLACE_WORDS:
        return next(row.get(name) for name, place in PLACES.items() if place == part)
    if part == REFERRAL:
        return row.get("assignee")
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
