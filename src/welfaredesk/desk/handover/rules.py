# SPDX-License-Identifier: EUPL-1.2
"""The rules of the acts of a passaggio di consegne: what passes with them, in the same transaction."""

from datetime import date

from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.act_rules import Acted, ActRule
from welfaredesk.desk.act_writing import do_along, inside
from welfaredesk.desk.handover import held, offering, passing
from welfaredesk.desk.handover.held import PLACES, Held
from welfaredesk.desk.handover.offering import Terms, way_of
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import RESERVED, Value, Values
from welfaredesk.domain.names import id_in
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.records.handover import SAME_PERSON
from welfaredesk.store import records
from welfaredesk.store.driver import Database
from welfaredesk.store.records import Standing

NOT_YET = N_("Si accetta dal {day}: fino ad allora la cartella resta a {who}")
NO_CASES = N_("Chi riceve non è una persona dell'ente che lavora sui casi")
NOBODY = N_("Non ha né titolare né case manager: non c'è niente da passare")
NOT_THERE = N_("Chi passa le consegne qui non è né titolare né case manager")
FROM_THE_PAGE = N_("Si fa dal passaggio di consegne della cartella, con cui passano anche scadenze e compiti")
NOTHING_LEFT = N_("Non c'è più niente da passare: si può rifiutare o ritirare")


def _why_not_accept(session: Session, database: Database, acted: Acted) -> str:
    values, day = acted.values, today(session.clock)
    since = str(values.get("since") or "")
    if is_day(since) and since > day.isoformat():
        who = str((values.get("from_operator") or {}).get("title") or "")
        return tr(NOT_YET).format(day=full_day(date.fromisoformat(since)), who=who)
    return "" if offering.what_passes(session, database, acted.root, values=values).passes else tr(NOTHING_LEFT)


def _accept(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    some = offering.what_passes(session, database, acted.root, values=acted.values).passes
    return _told(session, database, acted, passing.take(session, database, some, way=way_of(acted.values)))


def _told(session: Session, database: Database, acted: Acted, some: list[Held]) -> dict[str, Value]:
    """Return what a handover says from now on that passes with it; what is reserved is written in that part."""
    rows = offering.item_rows(acted.root, some, known=acted.values)
    name = offering.ITEMS[RESERVED]
    offering.keep_reserved(session, database, acted.id, rows={name: rows.pop(name)})
    return rows


def _leave(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    passing.withdraw(session, database, _passed(database, acted), way=way_of(acted.values))
    return {}


def _withdraw(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    _leave(session, database, acted)
    if acted.values.get("opened"):
        offering.close_to(session, database, acted.root, taker=id_in(acted.values.get("to_operator")))
    return {"opened": None}


def _return(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    passing.give_back(session, database, _passed(database, acted), way=way_of(acted.values))
    return {}


def _propose_again(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    _stop_unless_fit(session, giver=acted.values.get("from_operator"), taker=acted.values.get("to_operator"))
    _close_to_former(session, database, acted.id, taker=acted.values.get("to_operator"))
    some = offering.what_passes(session, database, acted.root, values=acted.values).passes
    if not some:
        raise ActRefused(why=inside(tr(NOTHING_LEFT)))
    way = way_of(acted.values)
    passing.offer(session, database, some, way=way, values=acted.values)
    opened = offering.open_to(session, database, acted.root, some=some, taker=way.taker)
    return _told(session, database, acted, some) | {"opened": opened}


def _passed(database: Database, acted: Acted) -> list[Held]:
    """Return what a handover says that passed; what another program wrote there of other cartelle is none of it."""
    roots, found = held.roots_of(database, acted.root), []
    for name in offering.ITEMS.values():
        for row in as_rows(acted.values.get(name)):
            standing = records.standing(database, id_in(row.get("record")))
            if standing is not None and standing.root in roots and _is_of(acted.root, standing):
                found.append(_held(row, standing))
    return found


def _is_of(person: str, standing: Standing) -> bool:
    """Tell whether what lives in a root of a cartella is of it: a register holds segnalazioni of everybody."""
    return standing.type.name != held.REFERRAL or id_in(standing.values.get("person")) == person


def _held(row: Values, standing: Standing) -> Held:
    said = {name: str(row.get(name) or "") for name in ("part", "row", "what", "day")}
    return Held(type=standing.type.name, record=id_in(row.get("record")), root=standing.root, **said)


def _why_not_hand_over(_session: Session, _database: Database, acted: Acted) -> str:
    return "" if any(id_in(acted.values.get(name)) for name in PLACES) else tr(NOBODY)


def _from_holder(_session: Session, _database: Database, acted: Acted) -> dict[str, Value]:
    return {"handed_from": next((acted.values.get(name) for name in PLACES if id_in(acted.values.get(name))), None)}


def _hand_over(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    """Write the handover of the whole cartella with the offer of one presa in carico; an earlier offer is withdrawn."""
    values, person = acted.values, acted.root
    giver, taker = dict(values["handed_from"]), dict(values["handed_to"])
    _stop_unless_fit(session, giver=giver, taker=taker)
    if id_in(giver) not in {id_in(values.get(name)) for name in PLACES}:
        raise ActRefused(why=inside(tr(NOT_THERE)))
    terms = Terms(
        giver=giver,
        taker=taker,
        since=str(values.get("handed_since") or ""),
        until=str(values.get("handed_until") or ""),
    )
    earlier = offering.on_offer(database, person, giver=id_in(giver))
    if earlier is not None:
        _close_to_former(session, database, earlier, taker=taker)
        do_along(session, database, earlier, action="withdraw", values={})
    some = offering.passes_of(session, database, person, terms=terms).passes
    offering.make_offer(session, database, person, terms=terms, some=some, batch=session.ids.new(), but=acted.id)
    return {}


def _stop_unless_fit(session: Session, *, giver: Value, taker: Value) -> None:
    if id_in(giver) == id_in(taker):
        raise ActRefused(why=tr(SAME_PERSON))
    if not offering.may_take(session, id_in(taker)):
        raise ActRefused(why=inside(tr(NO_CASES)))


def _close_to_former(session: Session, database: Database, handover: str, *, taker: Value) -> None:
    """Take the cartella back from whoever it was opened to by an offer that now goes to somebody else."""
    found = records.standing(database, handover)
    former = id_in(found.values.get("to_operator")) if found is not None and found.values.get("opened") else ""
    if found is not None and former not in ("", id_in(taker)):
        offering.close_to(session, database, found.root, taker=former)


def _only_from_the_page(_session: Session, _database: Database, _acted: Acted) -> str:
    return tr(FROM_THE_PAGE)


HANDOVERS = {
    "accept": ActRule(why=_why_not_accept, adds=_accept),
    "decline": ActRule(adds=_leave),
    "withdraw": ActRule(adds=_withdraw),
    "give-back": ActRule(adds=_return),
    "take-back": ActRule(adds=_return),
    "propose-again": ActRule(adds=_propose_again),
}
REFERRALS = dict.fromkeys(("hand-over", "take-over", "hand-back"), ActRule(why=_only_from_the_page))
CARE = {
    "hand-over": ActRule(why=_why_not_hand_over, fills=_from_holder, adds=_hand_over),
    "take-over": ActRule(why=_only_from_the_page),
    "hand-back": ActRule(why=_only_from_the_page),
}
