# SPDX-License-Identifier: EUPL-1.2
"""A real desk for a test: an ente founded in a folder of its own, opened, and told of some fictional persons."""

from pathlib import Path
from typing import Any

from welfaredesk.base.clock import Clock
from welfaredesk.base.ids import Ids
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import records
from welfaredesk.desk.cartella import open_cartella
from welfaredesk.desk.founding import FirstStart, found
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session, open_session

PASSPHRASE = "una frase segreta di prova"


def open_desk(profile: Path, *, clock: Clock, ids: Ids) -> Session:
    """Return the open session of a new ente on one desk."""
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE, alone=True)
    found(profile, start, clock=clock, ids=ids, cost=TEST_COST)
    return open_session(profile, PASSPHRASE, clock=clock, ids=ids)


def add(session: Session, type_name: str, *, root: str | None = None, circle: str | None = None, **said: Any) -> str:
    """Save a record and return its id."""
    return records.add(session, type_named(type_name), said, root=root, circle=circle).id


def giulia(session: Session) -> str:
    """Return a girl with a cartella, cautions and an open presa in carico."""
    person = open_cartella(
        session,
        {
            "surname": "Ferrari",
            "name": "Giulia",
            "sex": "F",
            "birth": "2017-03-14",
            "comune": "Gussola",
            "cautions": [
                {"kind": "protected_address", "since": "2026-01-10"},
                {"kind": "do_not_call_home", "since": "2026-01-10"},
            ],
            "reachabilities": [{"kind": "mobile", "value": "333 1234567", "owner": "madre"}],
        },
    )
    add(
        session,
        "care_episode",
        person=person,
        opened_on="2025-02-03",
        areas=["family"],
        case_manager=session.identity.operator,
    )
    return person
