# SPDX-License-Identifier: EUPL-1.2
"""The ente that every world begins with: founded, attached and joined by four colleagues once, then copied."""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.opened import PASSPHRASE, add, copy_profile
from tests.world.exchange.machine import SALT, act_of, cells_of, leads_of
from tests.world.exchange.oracle import Said
from tests.world.exchange.served import URL, Served
from tests.world.values import Dice
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import enrolment, inviting, people, records
from welfaredesk.desk.exchange.joining import attach
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.desk.founding import COORDINATION, WORKING, Drawn, FirstStart, draw
from welfaredesk.desk.session import Session, open_session, read_slots
from welfaredesk.desk.unlocking import begin
from welfaredesk.domain.statement import Role

MORNING = Moment(1_792_396_800_000, 120)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who joins: surname, roles, kinds of the groups of the first desk; somebody from outside until a moment."""

    surname: str
    roles: tuple[Role, ...]
    kinds: tuple[str, ...] = ()
    until_ms: int | None = None


COLLEAGUES = (
    Newcomer("Verdi", (Role.OPERATORE,), (WORKING,)),
    Newcomer("Neri", (Role.OPERATORE, Role.COORDINATORE), (WORKING, COORDINATION)),
    Newcomer("Gallo", (Role.OPERATORE, Role.CASE_MANAGER), (WORKING,)),
    Newcomer("Riva", (Role.OPERATORE,)),
)
"""Who joins the ente; the last is in no group but everybody's."""
PERSONS = 3
MEMORY = Path("/dev/shm")
"""Where files are quick, if it is there: what a crash or a full disk leaves is played, not met, in these worlds."""
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Template:
    """Disks of five desks and a server that are level, and what had been saved on them."""

    home: Path
    keys: tuple[bytes, ...]
    said: dict[tuple[str, str], Said]
    shares: tuple[str, ...]

    def choose(self, dice: Dice, count: int) -> list[int]:
        """Return which desks a world has: the first, who may do everything, and some others."""
        others = list(range(1, len(self.keys)))
        chosen = [others.pop(dice.below(len(others))) for _ in range(count - 1)]
        return [0, *sorted(chosen)]

    def copy_desk(self, number: int, profile: Path) -> None:
        """Copy the disk of a desk."""
        copy_profile(self.home / f"desk{number}", profile)

    def server(self, folder: Path) -> Served:
        """Return a server on a copy of the folder of the first."""
        shutil.copytree(self.home / "server", folder)
        return Served(folder)


@cache
def template() -> Template:
    """Return the template of this process, made at the first call."""
    home = Path(tempfile.mkdtemp(prefix="worlds-", dir=MEMORY if os.access(MEMORY, os.W_OK | os.X_OK) else None))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    with ExitStack() as stack:
        server = Served(home / "server")
        stack.callback(server.close)
        said, shares = _make(home, server, stack)
    keys = tuple(key_of(home / f"desk{number}") for number in range(1 + len(COLLEAGUES)))
    return Template(home, keys, said, shares)


def _make(home: Path, server: Served, stack: ExitStack) -> tuple[dict[tuple[str, str], Said], tuple[str, ...]]:
    """Found, join and work; return what was saved, and the sheets of the ente."""
    clock = FixedClock(MORNING, step_ms=1000)
    ids = SeededIds(1, clock)
    drawn = draw(ids, alone=False)
    sessions = [_found(home / "desk0", drawn, ids)]
    stack.callback(sessions[0].close)
    attach(sessions[0], URL, server.fingerprint, line=server.line("desk0"))
    for number, newcomer in enumerate(COLLEAGUES, start=1):
        sessions.append(join(sessions[0], home / f"desk{number}", server, newcomer))
        stack.callback(sessions[-1].close)
        _exchange(sessions, server)
    _work(sessions[0], sessions[2])
    for _ in range(ROUNDS):
        _exchange(sessions, server)
    return _said(sessions[0]), drawn.shares


def _found(profile: Path, drawn: Drawn, ids: SeededIds) -> Session:
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE)
    return begin(profile, start, drawn=drawn, operator_profile=None, clock=ids.clock, ids=ids, cost=TEST_COST)


def join(first: Session, profile: Path, server: Served, newcomer: Newcomer) -> Session:
    """Let a colleague join as people do: an invitation, six words, a yes."""
    name = profile.name
    ids = SeededIds(first.ids.token(1)[0] + 1000, first.clock)
    groups = [first.identity.groups[kind] for kind in newcomer.kinds]
    line, hers = server.line("desk0"), server.line(name)
    invited = inviting.invite(
        first,
        line,
        operator_name=(newcomer.surname, "Anna"),
        roles=newcomer.roles,
        groups=groups,
        until_ms=newcomer.until_ms,
    )
    begun = enrolment.begin(
        profile,
        URL,
        fingerprint=server.fingerprint,
        code=invited.code,
        passphrase=PASSPHRASE,
        clock=first.clock,
        ids=ids,
        cost=TEST_COST,
        line=hers,
    )
    (request,) = inviting.requests(first, line)
    inviting.approve(first, line, request.id, words=begun.words)
    exchange(first, line=line)
    enrolment.wait(profile, PASSPHRASE, clock=first.clock, ids=ids, pause=never, line=hers)
    return open_session(profile, PASSPHRASE, clock=first.clock, ids=ids)


def never(_seconds: float) -> None:
    """Do not wait: what is asked for is there already."""
    raise AssertionError("nobody waits in a template")


def _exchange(sessions: list[Session], server: Served) -> None:
    for number, session in enumerate(sessions):
        exchange(session, line=server.line(f"desk{number}"))


def _work(first: Session, third: Session) -> None:
    """Make a group of two besides the others, and some persons, one with a reserved circle."""
    group = people.add_group(first, "Tutela minori")
    people.add_member(first, third.identity.operator, group)
    for number in range(PERSONS):
        person = add(first, "person", surname=f"Ferrari{number}", notes="Prima.\n\nSeconda.", family_doctor="Rossi")
        if number == 0:
            records.change(first, person, {"protected_abode": [{"street": "via Nascosta 1"}]})


def _said(session: Session) -> dict[tuple[str, str], Said]:
    """Return what was saved so far: one after the other, each on all that was there."""
    said: dict[tuple[str, str], Said] = {}
    shown: dict[str, list[str]] = {}
    found = session.vault.read().conn.execute(
        f"SELECT {SALT}, folder, record, type, kind, body FROM entry ORDER BY position IS NULL, position, n"
    )
    for save, folder, record, type_, kind, body in found.fetchall():
        before = shown.setdefault(folder, [])
        said[save, folder] = Said(
            save=save,
            folder=folder,
            record=record,
            cells=cells_of(body),
            shown=frozenset(before),
            type=type_,
            kind=kind,
            act=act_of(body),
            leads=leads_of(type_, act_of(body), cells=cells_of(body)),
        )
        before.append(save)
    return said


def key_of(profile: Path) -> bytes:
    """Return the key of the vault in a profile."""
    return derive(read_slots(profile).open_with_passphrase(PASSPHRASE), Purpose.DATABASE)
