# SPDX-License-Identifier: EUPL-1.2
"""The making of the demo ente: founded as any other, filled through the same entries as a save."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from welfaredesk.base.clock import Clock, FixedClock
from welfaredesk.base.errors import VaultExists
from welfaredesk.base.ids import SeededIds, SystemIds
from welfaredesk.crypto.passphrase import Cost
from welfaredesk.desk.bulk import NewRecord, add_many
from welfaredesk.desk.demo.accesses import ask_for_papers
from welfaredesk.desk.demo.chance import DemoIds
from welfaredesk.desk.demo.directory import ENTE_NAME
from welfaredesk.desk.demo.handing import hand_over_some
from welfaredesk.desk.demo.letters import write_letters
from welfaredesk.desk.demo.plans import make_plans
from welfaredesk.desk.demo.reviews import leave_to_review
from welfaredesk.desk.demo.sitting import hold_sittings
from welfaredesk.desk.demo.staff import OPERATOR
from welfaredesk.desk.demo.world import World
from welfaredesk.desk.founding import FirstStart, found
from welfaredesk.desk.resources import sample_ente
from welfaredesk.desk.session import Session, open_session
from welfaredesk.store import desk_notes, vault
from welfaredesk.store.driver import Database, errors_as_faults

DEFAULT_SIZE = 2700
DEFAULT_SEED = 1
NOTE = "demo"
_ASIDE = ".in-corso"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoMade:
    """The demo ente of a profile: how many persons and diary entries it holds, and the seconds this took."""

    profile: Path
    persons: int
    entries: int
    seconds: float


def make_demo(
    profile: Path,
    *,
    size: int = DEFAULT_SIZE,
    seed: int = DEFAULT_SEED,
    clock: Clock,
    cost: Cost,
    passphrase: str,
) -> DemoMade:
    """Make the demo ente with `size` cartelle in a profile, or tell what a profile that has it holds.

    The same seed, size and clock give the same persons, texts, days and ids of records; the keys never repeat.
    It is made beside the profile and moved in place at the end: interrupted anywhere, it is made anew.

    Raises:
        VaultExists: when the profile holds an ente that is not a demo.
        WrongPassphrase: when it holds a demo with another passphrase.
    """
    began = clock.monotonic()
    if not vault.exists(profile):
        _make(profile, size=size, seed=seed, clock=clock, cost=cost, passphrase=passphrase)
    session = open_session(profile, passphrase, clock=clock, ids=SystemIds(clock))
    try:
        counted = desk_notes.get(session.vault.read(), NOTE)
    finally:
        session.close()
    if counted is None:
        raise VaultExists()
    return DemoMade(
        profile=profile,
        persons=int(counted["persons"]),
        entries=int(counted["entries"]),
        seconds=round(clock.monotonic() - began, 3),
    )


def _make(profile: Path, *, size: int, seed: int, clock: Clock, cost: Cost, passphrase: str) -> None:
    """Found and fill an ente beside the profile, then move it in place."""
    aside = profile.with_name(profile.name + _ASIDE)
    with errors_as_faults():
        if aside.exists():
            shutil.rmtree(aside)
        aside.mkdir(parents=True)
    surname, name = OPERATOR
    start = FirstStart(
        ente=ENTE_NAME,
        surname=surname,
        name=name,
        passphrase=passphrase,
        comuni=tuple(one.name for one in sample_ente().comuni),
        alone=True,
    )
    # One moment for the whole making: the ids of the seed must not depend on how fast the PC is.
    standing = FixedClock(clock.now())
    ids = DemoIds(SeededIds(seed, standing), SystemIds(clock))
    found(aside, start, clock=standing, ids=ids, cost=cost)
    session = open_session(aside, passphrase, clock=standing, ids=ids)
    try:
        _fill(session, size=size, seed=seed)
    finally:
        session.close()
    with errors_as_faults():
        if profile.exists():
            profile.rmdir()
        aside.replace(profile)


def _fill(session: Session, *, size: int, seed: int) -> None:
    world = World(session.identity, now=session.clock.now(), size=size, seed=seed)
    counts: dict[str, int] = {}
    for part in world.parts():
        add_many(session, _counted(part, counts))
    note = {"persons": counts["person"], "entries": counts["diary_entry"], "size": size, "seed": seed}

    def finish(database: Database) -> None:
        for (what, year), last in world.numbers().items():
            desk_notes.put(database, f"number/{what}/{year}", last)
        desk_notes.put(database, NOTE, note)

    session.vault.write(finish)
    others = [one for one in world.cases if one is not world.giulia and not one.home.hidden]
    persons = [one.person.id for one in (world.giulia, *others[:2])]
    if len(persons) < 2:  # a sitting and what follows from it need somebody else
        return
    situations = hold_sittings(session, girl=persons[0], other=persons[1], calendar=world.calendar)
    mine = {one.areas[0]: one.person.id for one in reversed(others[2:]) if one.manager is world.staff.me}
    leave_to_review(session, persons=mine, calendar=world.calendar)
    make_plans(session, persons=persons, situation=situations[0], calendar=world.calendar)
    write_letters(session, persons=persons, calendar=world.calendar)
    ask_for_papers(session, persons=persons[:2], calendar=world.calendar)
    hand_over_some(session, others[2:], staff=world.staff, calendar=world.calendar)


def _counted(some: Iterator[NewRecord], counts: dict[str, int]) -> Iterator[NewRecord]:
    for one in some:
        counts[one.type.name] = counts.get(one.type.name, 0) + 1
        yield one
