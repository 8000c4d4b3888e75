# SPDX-License-Identifier: EUPL-1.2
"""A real desk for a test: an ente founded in a folder of its own, opened, and told of some fictional persons."""

import atexit
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import Clock, FixedClock, Moment
from welfaredesk.base.ids import Ids, SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import records
from welfaredesk.desk.cartella import open_cartella
from welfaredesk.desk.founding import FirstStart, found
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session, open_session
from welfaredesk.store.vault import BALLAST_NAME

PASSPHRASE = "una frase segreta di prova"
MOST_KEPT = 8

Chance = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Founded:
    """What was founded: the profile kept aside, the state of the ids after it, and where it was given out."""

    kept: Path
    after: Chance
    given: list[Path]


_founded: dict[tuple[Moment, Chance], _Founded] = {}
"""What was founded last in this process, by the moment and the state of the ids before; the longest unused goes."""


def open_desk(profile: Path, *, clock: Clock, ids: Ids) -> Session:
    """Return the open session of a new ente on one desk."""
    if isinstance(clock, FixedClock) and not clock.step_ms and isinstance(ids, SeededIds) and not profile.exists():
        _found_once(profile, clock=clock, ids=ids)
    else:
        _found(profile, clock=clock, ids=ids)
    return open_session(profile, PASSPHRASE, clock=clock, ids=ids)


def _found(profile: Path, *, clock: Clock, ids: Ids) -> None:
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE, alone=True)
    found(profile, start, clock=clock, ids=ids, cost=TEST_COST)


def _found_once(profile: Path, *, clock: FixedClock, ids: SeededIds) -> None:
    """Found an ente, or copy the one that the same clock and the same ids founded before in this process.

    Keys of desks are drawn by chance: while one that was given out is still there, the next is founded anew.
    """
    chance = ids._chance
    key = clock.moment, chance.getstate()
    known = _founded.get(key)
    if known is not None and not any(place.exists() for place in known.given):
        copy_profile(known.kept, profile)
        chance.setstate(known.after)
        known.given[:] = [profile]
        _founded[key] = _founded.pop(key)
        return
    _found(profile, clock=clock, ids=ids)
    if known is None:
        if len(_founded) == MOST_KEPT:
            shutil.rmtree(_founded.pop(next(iter(_founded))).kept)
        kept = copy_profile(profile, Path(tempfile.mkdtemp(dir=shelf())))
        _founded[key] = _Founded(kept, chance.getstate(), [profile])


def is_given_out(profile: Path) -> None:
    """Say that a copy of something founded here lies in a profile: until it is gone the next is founded anew."""
    for known in _founded.values():
        known.given.append(profile)


def copy_profile(source: Path, target: Path) -> Path:
    """Copy a profile, or a folder that holds some, as it lies on the disk at this moment, logs of databases and all.

    The index of a log is made anew by whoever reads it; the ballast, only ever taken away whole, is one for all.
    """
    return shutil.copytree(
        source, target, ignore=shutil.ignore_patterns("*-shm"), copy_function=_copy_file, dirs_exist_ok=True
    )


def _copy_file(source: str, target: str) -> str:
    if source.endswith(BALLAST_NAME):
        with suppress(OSError):  # the copy lies on another disk
            os.link(source, target)
            return target
    return shutil.copy(source, target)


@cache
def shelf() -> Path:
    """Return the folder of what is kept in this process, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="welfaredesk-founded-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


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
