# SPDX-License-Identifier: EUPL-1.2
"""A vault of any size for the figures: plain persons, cartelle and diary entries, the same for the same numbers."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import SystemClock
from welfaredesk.base.ids import SystemIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk.bulk import NewRecord, add_many
from welfaredesk.desk.founding import FirstStart, found
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session, open_session

PASSPHRASE = "una frase per le misure"
SURNAMES = [
    "Rossi",
    "Ferrari",
    "Bianchi",
    "Conti",
    "Riva",
    "Moretti",
    "Galli",
    "Fontana",
    "Barbieri",
    "Marini",
    "Greco",
    "Leone",
    "Villa",
    "Serra",
]
NAMES = [
    "Maria",
    "Luca",
    "Giulia",
    "Marco",
    "Ada",
    "Sara",
    "Paolo",
    "Anna",
    "Davide",
    "Elena",
    "Omar",
    "Fatima",
    "Ion",
    "Irina",
    "Chiara",
    "Pietro",
]
WORDS = [
    "colloquio",
    "con",
    "la",
    "madre",
    "che",
    "riferisce",
    "difficoltà",
    "economiche",
    "e",
    "chiede",
    "un",
    "aiuto",
    "per",
    "la",
    "spesa",
    "si",
    "concorda",
    "una",
    "visita",
    "domiciliare",
    "la",
    "settimana",
    "prossima",
    "il",
    "figlio",
    "frequenta",
    "la",
    "scuola",
    "con",
    "qualche",
    "assenza",
    "la",
    "nonna",
    "collabora",
    "volentieri",
    "sentito",
    "il",
    "medico",
    "di",
    "base",
    "e",
    "la",
    "cooperativa",
    "per",
    "avviare",
    "il",
    "servizio",
    "educativo",
    "a",
    "casa",
    "due",
    "volte",
    "alla",
    "settimana",
]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A vault that was filled, and how long the filling took, in seconds."""

    profile: Path
    entries: int
    seconds: float


def text(number: int) -> str:
    """Return the text of a diary entry, about 300 characters, different for each number."""
    size = 30 + number * 7919 % 41
    start = number * 31 % len(WORDS)
    chosen = [WORDS[(start + index * (1 + number % 7)) % len(WORDS)] for index in range(size)]
    return f"{' '.join(chosen).capitalize()}. Annotazione {number}."


def fresh(profile: Path) -> Session:
    """Found an ente and open its desk."""
    start = FirstStart(ente="Ente delle misure", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE)
    clock, ids = SystemClock(), SystemIds()
    found(profile, start, clock=clock, ids=ids, cost=TEST_COST)
    return open_session(profile, PASSPHRASE, clock=clock, ids=ids)


def again(profile: Path) -> Session:
    """Open the desk of a vault made before."""
    return open_session(profile, PASSPHRASE, clock=SystemClock(), ids=SystemIds())


def records(session: Session, cases: int, *, entries: int) -> Iterator[NewRecord]:
    """Give persons, their cartelle, and diary entries until there are `entries` records."""
    person, case_file, diary = (type_named(name) for name in ("person", "case_file", "diary_entry"))
    links = []
    for number in range(cases):
        identity = session.ids.new()
        surname = f"{SURNAMES[number % len(SURNAMES)]}{chr(97 + number // 14 % 26)}"
        name = NAMES[number // 3 % len(NAMES)]
        birth = f"{1930 + number % 90}-{1 + number % 12:02}-{1 + number % 28:02}"
        link = {"id": identity, "root": identity, "title": f"{surname}, {name}"}
        links.append(link)
        values: dict[str, Any] = {
            "surname": surname,
            "name": name,
            "birth": birth,
            "comune": "Gussola",
            "reachabilities": [{"kind": "mobile", "value": f"350 {number:07}"}],
        }
        yield NewRecord(type=person, values=values, identity=identity)
        yield NewRecord(type=case_file, values={"person": link}, root=identity)
    for number in range(max(0, entries - 2 * cases)):
        link = links[number % cases]
        when = f"20{16 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}T{8 + number % 10:02}:30:00+01:00"
        values = {"person": link, "when": when, "text": text(number), "kind": "interview"}
        yield NewRecord(type=diary, values=values, root=str(link["id"]))


def fill(profile: Path, cases: int, *, entries: int) -> Loaded:
    """Make a vault of `entries` entries on `cases` cartelle."""
    session = fresh(profile)
    try:
        started = time.perf_counter()
        count = add_many(session, records(session, cases, entries=entries))
        return Loaded(profile, count, time.perf_counter() - started)
    finally:
        session.close()
