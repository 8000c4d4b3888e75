# SPDX-License-Identifier: EUPL-1.2
"""The passing of what an operator holds to another, and back, all in the transaction of the act that decides it."""

from collections.abc import Iterable
from dataclasses import dataclass

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.act_writing import do_along
from welfaredesk.desk.handover.held import (
    ACTION,
    APPOINTMENT,
    CONFIRMATION,
    DEADLINE,
    PLACES,
    PROJECT,
    REFERRAL,
    TASK,
    Held,
)
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.desk.staff.writing import bring_up_to_date
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.handing import HANDING
from welfaredesk.domain.names import id_in, link_title
from welfaredesk.store import records
from welfaredesk.store.driver import Database

OFFERED = ("care_episode", REFERRAL)
OWNER = {DEADLINE: "owner", TASK: "operator", PROJECT: "operator"}
INSTEAD = N_("{name} (per {other})")


@dataclass(frozen=True, slots=True)
class Way:
    """From whom to whom something passes: whole links to operators."""

    giver: dict[str, Value]
    taker: dict[str, Value]

    @property
    def back(self) -> "Way":
        """Return the way back."""
        return Way(self.taker, self.giver)

    def leads_from(self, link: Value) -> bool:
        """Tell whether a link names the giver."""
        return id_in(link) == id_in(self.giver)


def offer(
    session: Session, database: Database, some: Iterable[Held], *, way: Way, values: Values, but: str = ""
) -> None:
    """Offer to the receiver the prese in carico and segnalazioni in which the giver stands, `but` one.

    Raises:
        ActRefused: when one of them may not be offered now.
    """
    said = {"handed_since": values.get("since"), "handed_until": values.get("until")}
    for record in _offered_in(some) - {but}:
        wanted = {"handed_to": way.taker, "handed_from": way.giver} | said
        do_along(session, database, record, action="hand-over", values=wanted)


def take(session: Session, database: Database, some: Iterable[Held], *, way: Way) -> list[Held]:
    """Write the receiver where the giver stands, and return what passed; what was not offered to him stays."""
    day = today(session.clock).isoformat()
    found = list(some)
    passed = []
    for record in _offered_in(found):
        if _take(session, database, record, way=way, day=day):
            passed += [one for one in found if one.record == record]
    return passed + _pass_rest(session, database, found, way=way)


def _pass_rest(session: Session, database: Database, some: Iterable[Held], *, way: Way) -> list[Held]:
    """Write the taker where the giver stands in what is said by plain fields, each record once; return what passed."""
    by_record: dict[str, list[Held]] = {}
    for one in some:
        if one.type not in OFFERED:
            by_record.setdefault(one.record, []).append(one)
    return [one for same in by_record.values() if _pass(session, database, same, way=way) for one in same]


def give_back(session: Session, database: Database, some: Iterable[Held], *, way: Way) -> int:
    """Write the giver again where the receiver stands in what passed, and return in how many."""
    day = today(session.clock).isoformat()
    every = list(some)
    records_ = _offered_in(every)
    done = sum(_give_care_back(session, database, one, way=way, day=day) for one in records_)
    return done + len(_pass_rest(session, database, every, way=way.back))


def withdraw(session: Session, database: Database, some: Iterable[Held], *, way: Way) -> None:
    """Take back the offer of what nobody accepted."""
    for record in sorted(_offered_in(some)):
        values = _offered(database, record, way=way, state="offered")
        if values is not None:
            do_along(session, database, record, action="hand-back", values={})


def _offered_in(some: Iterable[Held]) -> set[str]:
    """Return the records that pass by being offered: prese in carico and segnalazioni."""
    return {one.record for one in some if one.type in OFFERED}


def _offered(database: Database, record: str, *, way: Way, state: str) -> Values | None:
    """Return what is on its way from one to the other, in that state."""
    found = records.standing(database, record)
    if found is None or found.type.name not in OFFERED or found.retired is not None:
        return None
    both = (id_in(found.values.get("handed_from")), id_in(found.values.get("handed_to")))
    there = both == (way.giver["id"], way.taker["id"]) and HANDING.state_of(found.values) == state
    return found.values if there else None


def _take(session: Session, database: Database, record: str, *, way: Way, day: str) -> bool:
    values = _offered(database, record, way=way, state="offered")
    if values is None:
        return False
    do_along(session, database, record, action="take-over", values=_places(values, way, day))
    return True


def _places(values: Values, way: Way, day: str) -> dict[str, Value]:
    """Return the places in which the giver stands, with the taker in them."""
    fresh: dict[str, Value] = {name: way.taker for name in (*PLACES, "assignee") if way.leads_from(values.get(name))}
    return fresh | ({"case_manager_since": day} if "case_manager" in fresh else {})


def _pass(session: Session, database: Database, same: list[Held], *, way: Way) -> bool:
    """Write the taker in the place of the giver in a record that says who has it by plain fields."""
    type_name, record = same[0].type, same[0].record
    found = records.standing(database, record)
    if found is None or found.retired is not None or found.type.name != type_name:
        return False
    if type_name == CONFIRMATION:
        return _pass_answer(session, database, record, found.values, way=way)
    fresh: dict[str, Value] = {}
    for one in same:
        fresh |= _fresh(one, {**found.values, **fresh}, way)
    return bring_up_to_date(session, database, record, fresh)


def _fresh(one: Held, values: Values, way: Way) -> dict[str, Value]:
    if one.type == APPOINTMENT:
        return {"operators": _with(as_rows(values.get("operators")), way)}
    if one.part == ACTION:
        return {"actions": [_action(row, one.row, way=way) for row in as_rows(values.get("actions"))]}
    if one.type in OWNER:
        name = OWNER[one.type]
        return {name: way.taker} if way.leads_from(values.get(name)) else {}
    return {name: way.taker for name in PLACES if way.leads_from(values.get(name))}


def _action(row: Values, wanted: str, *, way: Way) -> dict[str, Value]:
    passes = row.get("_row") == wanted and way.leads_from(row.get("operator"))
    return {**row, "operator": way.taker} if passes else dict(row)


def _with(rows: Iterable[Values], way: Way) -> list[dict[str, Value]]:
    """Return the operators of an appointment with the taker in the giver's place, once."""
    some = [dict(row) for row in rows]
    there = any(id_in(row.get("operator")) == way.taker["id"] for row in some)
    kept = [row for row in some if not (there and way.leads_from(row.get("operator")))]
    return [row | {"operator": way.taker} if way.leads_from(row.get("operator")) else row for row in kept]


def _pass_answer(session: Session, database: Database, record: str, values: Values, *, way: Way) -> bool:
    if not way.leads_from(values.get("operator")) or values.get("answer"):
        return False
    name = _first_name(str(values.get("name") or link_title(way.giver)))
    taker = link_title(way.taker)
    said = name if name == taker else tr(INSTEAD).format(name=taker, other=name)
    do_along(session, database, record, action="pass-on", values={"operator": way.taker, "name": said})
    return True


def _first_name(name: str) -> str:
    """Return who was asked first, where an answer already passed once."""
    before, _, after = tr(INSTEAD).partition("{other}")
    opening = before.partition("{name}")[2]
    _, found, rest = name.partition(opening)
    return rest.removesuffix(after) if found else name


def _give_care_back(session: Session, database: Database, record: str, *, way: Way, day: str) -> bool:
    values = _offered(database, record, way=way, state="away")
    if values is None:
        return False
    do_along(session, database, record, action="hand-back", values=_places(values, way.back, day))
    return True
