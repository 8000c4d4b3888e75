# SPDX-License-Identifier: EUPL-1.2
"""What the acts of a request of access write by themselves: the day by which it is answered."""

from welfaredesk.base.clock import today
from welfaredesk.base.errors import BadInput
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.access.requests import access_terms
from welfaredesk.desk.act_rules import Acted, ActRule
from welfaredesk.desk.records import label_of, type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.access_terms import answerable, due_from, prolonged
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.records.access_request import TOO_EARLY, comes_before
from welfaredesk.store.driver import Database

DAYS = ("suspended_on", "resumed_on", "answered_on", "withdrawn_on")
NOT_LONGER = N_("Per questa norma non si conoscono proroghe: se serve, si scrive un altro giorno nella richiesta")


def _standing(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    due = answerable(acted.values, among=access_terms(session, database)).due_on
    return {"due_on": due.isoformat() if due is not None else None}


def _anew(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    """Return the term counted again from the day on which the request is complete."""
    found = answerable(acted.values, among=access_terms(session, database)).term
    due = due_from(found, today(session.clock))
    return {"due_on": due.isoformat() if due is not None else acted.values.get("due_on")}


def _longer_why(_session: Session, _database: Database, acted: Acted) -> str:
    return "" if acted.values.get("basis") == "own_data" else tr(NOT_LONGER)


def _longer(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    due = prolonged(acted.values, among=access_terms(session, database))
    return {"due_on": due.isoformat() if due is not None else None}


def _in_order(_session: Session, _database: Database, acted: Acted) -> dict[str, Value]:
    """Stop a day that comes before the request; nothing is written besides."""
    wrong = [name for name in DAYS if comes_before(acted.values, name)]
    if wrong:
        type_ = type_named("access_request")
        raise BadInput(problems="; ".join(f"{label_of(type_, one)}: {tr(TOO_EARLY)}" for one in wrong))
    return {}


REQUESTS: dict[str, ActRule] = {
    "start": ActRule(fills=_standing),
    "suspend": ActRule(adds=_in_order),
    "resume": ActRule(fills=_anew, adds=_in_order),
    "extend": ActRule(why=_longer_why, fills=_longer),
    "answer": ActRule(adds=_in_order),
    "withdraw": ActRule(adds=_in_order),
}
