# SPDX-License-Identifier: EUPL-1.2
"""The terms of a presa in carico: those that run in one, and those due soon in the cases of this operator."""

from dataclasses import dataclass
from datetime import date

from welfaredesk.desk.records import Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.terms import terms_here
from welfaredesk.domain.care_view import Due, adi_dues
from welfaredesk.domain.machines.care_path import OPEN
from welfaredesk.domain.names import link_title
from welfaredesk.domain.parameters import TERMS
from welfaredesk.store import agenda

MOST = 2000
MINE = ("responsible_social_worker", "case_manager")


@dataclass(frozen=True, slots=True)
class CaseDue:
    """A term of a case: the presa in carico, its person, the name as written there, what is due and when."""

    id: str
    person: str
    name: str
    due: Due


def terms_of_care(session: Session, shown: Shown) -> list[Due]:
    """Return the terms that run in a presa in carico, the first to end on top; none in any other record."""
    return adi_dues(shown.values, among=terms_here(session, TERMS)) if shown.type.name == "care_episode" else []


def due_until(session: Session, until: date) -> list[CaseDue]:
    """Return what is due by a day, or late, in the cases of which this operator is titolare or case manager."""
    type_, terms = type_named("care_episode"), terms_here(session, TERMS)
    rows = agenda.in_states(
        session.vault.read(), type_, "opened_on", field="status", states=OPEN, said="pad_signed_on", limit=MOST
    )
    me = session.identity.operator
    found: list[CaseDue] = []
    for row in rows:
        if any(isinstance(row.get(name), dict) and row[name].get("id") == me for name in MINE):
            identity, person, name = str(row["_id"]), str(row["_root"]), link_title(row.get("person"))
            dues = (one for one in adi_dues(row, among=terms) if one.day <= until)
            found.extend(CaseDue(identity, person, name, one) for one in dues)
    return found
