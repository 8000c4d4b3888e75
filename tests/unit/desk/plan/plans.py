# SPDX-License-Identifier: EUPL-1.2
"""A plan for the tests: a fictional girl, two goals, three actions, money from two sources."""

from typing import Any

from tests.opened import add, giulia
from tests.unit.desk.staff.made import do
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import records
from welfaredesk.desk.plan.contracts import start_contract
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value

SCHOOL, HOME = derived_id("goal", "school"), derived_id("goal", "home")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def said(session: Session) -> dict[str, Value]:
    """Return what is written in the plan."""
    return {
        "wishes": "Vorrei restare nella mia classe.",
        "starts_on": "2026-10-19",
        "ends_on": "2027-06-30",
        "review_months": 3,
        "goals": [
            {"_row": HOME, "horizon": "long", "goal": "La casa è sicura"},
            {"_row": SCHOOL, "horizon": "short", "goal": "Va a scuola tutti i giorni", "indicator": "Le presenze"},
        ],
        "actions": [
            {"goal": SCHOOL, "what": "Accompagnamento", "operator": session.identity.operator, "due_on": "2026-11-02"},
            {"goal": SCHOOL, "what": "Preparare lo zaino la sera", "owner": "La madre", "due_on": "2026-10-30"},
            {"what": "Sentire il pediatra"},
        ],
        "roles": [
            {"operator": session.identity.operator, "role": "social_worker", "does": "Tiene insieme il progetto"},
            {"name": "La madre", "role": "family"},
        ],
        "budget": [
            {"source": "comune", "what": "Educativa", "committed": 120_000, "spent": 30_000},
            {"source": "region", "what": "Trasporto", "committed": 50_000},
            {"source": "comune", "what": "Mensa", "committed": 20_000, "spent": 20_000},
        ],
        "family_resources": "La nonna può tenerla il pomeriggio.",
    }


def project(session: Session, **more: Any) -> str:
    """Return a project of a girl, still a draft."""
    made = new_project(session, person=giulia(session))
    records.change(session, made, said(session) | more)
    return made


def active(session: Session, **more: Any) -> str:
    """Return a project that was approved."""
    made = project(session, **more)
    do(session, made, "submit")
    do(session, made, "approve", approval_note="Va bene.")
    return made


def contract(session: Session, project_id: str) -> str:
    """Return a contract that waits to be signed."""
    made = start_contract(session, project_id)
    do(session, made, "issue")
    return made


def sign_row(session: Session, made: str, number: int = 0, **how: Value) -> None:
    """Mark that a signer signed on paper."""
    rows = records.show(session, made).values["signers"]
    rows[number] |= {"state": "signed", "signed_on": "2026-10-19", "means": "paper"} | how
    records.change(session, made, {"signers": rows})


def sign_all(session: Session, made: str, **how: Value) -> None:
    """Mark that all who are named signed on paper."""
    for number in range(len(records.show(session, made).values["signers"])):
        sign_row(session, made, number, **how)


def allow_drawings(session: Session) -> None:
    """Say for the ente that signatures may be drawn."""
    add(session, "ente_settings", name="Ente di prova", phone="0372 000111", drawn_signatures=True)
