# SPDX-License-Identifier: EUPL-1.2
"""The passing of what an operator holds to another, and back, all in the transaction of the act that decides it."""

from collections.abc import Iterable
from dataclasses import dataclass

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.act_writing import do_along
from welfaredesk.desk.handover.held import APPOINTMENT, CONFIRMATION, DEADLINE, PLACES, PROJECT, TASK, Held
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.desk.staff.writing import bring_up_to_date
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.handing import HANDING
from welfaredesk.domain.names import link_title
from welfaredesk.store import records
from welfaredesk.store.driver import Database

CARE = "care_episode"
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


def id_in(link: Value) -> str:
    """Return whom a link names, nothing for none."""
    return str(link.get("id") or "") if isinstance(link, dict) else ""


def offer_care(
    session: Session, database: Database, some: Iterable[Held], *, way: Way, values: Values, but: str = ""
) -> None:
    """Offer to the receiver the prese in carico in which the giver stands, `but` one.

    Raises:
        ActRefused: when one of them may not be offered now.
    """
    said = {"handed_since": values.get("since"), "handed_until": values.get("until")}
    for record in _care_in(some) - {but}:
        wanted = {"handed_to": way.taker, "handed_from": way.giver} | said
        do_along(session, database, record, action="hand-over", values=wanted)


def take(session: Session, database: Database, some: Iterable[Held], *, way: Way) -> list[Held]:
    """Write the receiver where the giver stands, and return what passed; what was not offered to him stays."""
    day = today(session.clock).isoformat()
    found = list(some)
    passed = []
    for record in _care_in(found):
        if _take_care(session, database, record, way=way, day=day):
            passed += [one for one in found if one.record == record]
    for one in found:
        if one.type != CARE and _pass(session, database, one, way=way):
            passed.append(one)
    return passed


def give_back(session: Session, database: Database, records_: Iterable[str], *, way: Way) -> int:
    """Write the giver again where the receiver stands in these records, and return in how many."""
    day = today(session.clock).isoformat()
    return sum(_give_back(session, database, one, way=way, day=day) for one in records_)


def leave_care(session: Session, database: Database, records_: Iterable[str], *, way: Way) -> None:
    """Take back the offer of prese in carico that nobody accepted."""
    for record in records_:
        values = _offered(database, record, way=way, state="offered")
        if values is not None:
            do_along(session, database, record, action="hand-back", values={})


def _care_in(some: Iterable[Held]) -> set[str]:
    return {one.record for one in some if one.type == CARE}


def _offered(database: Database, record: str, *, way: Way, state: str) -> Values | None:
    """Return a presa in carico that is on its way from one to the other, in that state."""
    found = records.standing(database, record)
    if found is None or found.type.name != CARE or found.retired is not None:
        return None
    both = (id_in(found.values.get("handed_from")), id_in(found.values.get("handed_to")))
    there = both == (way.giver["id"], way.taker["id"]) and HANDING.state_of(found.values) == state
    return found.values if there else None


def _take_care(session: Session, database: Database, record: str, *, way: Way, day: str) -> bool:
    values = _offered(database, record, way=way, state="offered")
    if values is None:
        return False
    do_along(session, database, record, action="take-over", values=_places(values, way, day))
    return True


def _places(values: Values, way: Way, day: str) -> dict[str, Value]:
    """Return the places in which the giver stands, with the taker in them."""
    fresh: dict[str, Value] = {name: way.taker for name in PLACES if way.leads_from(values.get(name))}
    return fresh | ({"case_manager_since": day} if "case_manager" in fresh else {})


def _pass(session: Session, database: Database, one: Held, *, way: Way) -> bool:
    """Write the taker in the place of the giver in a record that says who has it by a plain field."""
    found = records.standing(database, one.record)
    if found is None or found.retired is not None:
        return False
    if one.type == CONFIRMATION:
        return _pass_answer(session, database, one.record, found.values, way=way)
    return bring_up_to_date(session, database, one.record, _fresh(one.type, found.values, way))


def _fresh(type_name: str, values: Values, way: Way) -> dict[str, Value]:
    if type_name == APPOINTMENT:
        return {"operators": _with(as_rows(values.get("operators")), way)}
    if type_name in OWNER:
        name = OWNER[type_name]
        return {name: way.taker} if way.leads_from(values.get(name)) else {}
    return {name: way.taker for name in PLACES if way.leads_from(values.get(name))}


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


def _give_back(session: Session, database: Database, record: str, *, way: Way, day: str) -> bool:
    found = records.standing(database, record)
    if found is None or found.retired is not None:
        return False
    back = way.back
    if found.type.name != CARE:
        held = Held(part="", type=found.type.name, record=record, root=found.root, what="", day="", reserved=False)
        return _pass(session, database, held, way=back)
    values = _offered(database, record, way=way, state="away")
    if values is None:
        return False
    do_along(session, database, record, action="hand-back", values=_places(values, back, day))
    return True
