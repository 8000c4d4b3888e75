# SPDX-License-Identifier: EUPL-1.2
"""An office for the tests of the exchange: a server in this process, and desks that came to it as people do."""

import shutil
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.opened import PASSPHRASE, Chance, copy_profile, giulia, is_given_out, open_desk, shelf
from tests.server_of import AppLine, ServerOf, server_of
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.fingerprint import fingerprint
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import enrolment, inviting
from welfaredesk.desk.exchange.joining import attach
from welfaredesk.desk.exchange.round import Exchanged, exchange
from welfaredesk.desk.session import Session, open_session
from welfaredesk.domain.statement import Role
from welfaredesk.store import content, journal
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import rounds
from welfaredesk.sync.line import Line

URL = "http://127.0.0.1:8750"
WORKING = "Servizio sociale di base"
MOST_KEPT = 12


@dataclass(slots=True)
class Office:
    """A server, and the desks of one ente."""

    folder: Path
    clock: FixedClock
    server: ServerOf
    stack: ExitStack
    desks: list[Session] = field(default_factory=list)

    @property
    def line(self) -> AppLine:
        """Return a new line to the server."""
        return self.server.line()

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of the server."""
        return fingerprint(self.server.key.public)

    def found(self, name: str = "one") -> Session:
        """Return the first desk of an ente that has no server yet."""
        session = open_desk(self.folder / name, clock=self.clock, ids=SeededIds(7, self.clock))
        self.stack.callback(session.close)
        self.desks.append(session)
        return session

    def attach(self, session: Session, line: Line | None = None) -> int:
        """Bring the ente of a desk to the server."""
        return attach(session, URL, self.fingerprint, line=line or self.line)

    def enrol(
        self,
        first: Session,
        *,
        name: str = "two",
        groups: Sequence[str] = (WORKING,),
        roles: Sequence[Role] = (),
        until_ms: int | None = None,
        operator_name: tuple[str, str] | None = None,
    ) -> Session:
        """Return a further desk, invited and confirmed by the first; it has exchanged nothing yet."""
        profile, ids = self.folder / name, SeededIds(100 + len(self.desks), self.clock)
        code = inviting.invite(
            first,
            self.line,
            operator_name=operator_name or ("Rossi", name.capitalize()),
            roles=tuple(roles) or (Role.OPERATORE,),
            groups=list(groups),
            until_ms=until_ms,
        ).code
        exchange(first, line=self.line)
        words = enrolment.begin(
            profile,
            URL,
            fingerprint=self.fingerprint,
            code=code,
            passphrase=PASSPHRASE,
            clock=self.clock,
            ids=ids,
            cost=TEST_COST,
            line=self.line,
        ).words
        (asking,) = inviting.requests(first, self.line)
        inviting.approve(first, self.line, asking.id, words=words)
        exchange(first, line=self.line)
        enrolment.wait(profile, PASSPHRASE, clock=self.clock, ids=ids, pause=lambda _: None, seconds=0, line=self.line)
        session = open_session(profile, PASSPHRASE, clock=self.clock, ids=ids)
        self.stack.callback(session.close)
        self.desks.append(session)
        return session

    def round(self, session: Session, line: Line | None = None, *, files: bool = False) -> Exchanged:
        """Do a round of a desk."""
        return exchange(session, line=line or self.line, files=files)


@contextmanager
def office_in(folder: Path, *, clock: FixedClock) -> Iterator[Office]:
    """Give an office with a server and no desk."""
    with server_of(folder / "server", clock=clock) as server, ExitStack() as stack:
        yield Office(folder, clock, server, stack)


@dataclass(frozen=True, slots=True)
class _Staged:
    """An office as it was left: its folder kept aside, its desks, what was told of it, the time, where it was given."""

    kept: Path
    desks: tuple[tuple[str, int, Chance], ...]
    told: str
    after: Moment
    given: list[Path]


_staged: dict[Hashable, _Staged] = {}
"""Offices that many tests begin with: brought there once in a process, then copied, server, desks and all."""


def staged(office: Office, bring: Callable[..., str], *given: Hashable) -> str:
    """Bring an office without desks to where `bring` does, and return what that tells, as the id of a cartella.

    Keys of desks are drawn by chance: while a copy that was given out is still there, another is made anew.
    """
    assert not office.desks
    key = (bring, given, office.clock.moment)
    known = _staged.get(key)
    if known is not None and not any(place.exists() for place in known.given):
        _put(office, known)
        known.given[:] = [one.profile for one in office.desks]
        return known.told
    told = bring(office, *given)
    if known is None and len(_staged) < MOST_KEPT:
        kept = copy_profile(office.folder, shelf() / f"office-{len(_staged)}")
        desks = tuple((one.profile.name, *_chance_of(one)) for one in office.desks)
        _staged[key] = _Staged(kept, desks, told, office.clock.moment, [one.profile for one in office.desks])
    return told


def _chance_of(session: Session) -> tuple[int, Chance]:
    assert isinstance(session.ids, SeededIds)
    return session.ids.seed, session.ids._chance.getstate()


def _put(office: Office, known: _Staged) -> None:
    office.server.ledger.close()
    shutil.rmtree(office.server.data)
    copy_profile(known.kept, office.folder)
    office.clock.moment = known.after
    for name, seed, chance in known.desks:
        ids = SeededIds(seed, office.clock)
        session = open_session(office.folder / name, PASSPHRASE, clock=office.clock, ids=ids)
        ids._chance.setstate(chance)
        is_given_out(session.profile)
        office.stack.callback(session.close)
        office.desks.append(session)


def pair(office: Office) -> tuple[Session, Session, str]:
    """Return two desks that have everything of each other, and a cartella that both read."""
    person = staged(office, _pair)
    first, second = office.desks
    return first, second, person


def _pair(office: Office) -> str:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    everybody(office, office.enrol(first), first)
    return person


def everybody(office: Office, *sessions: Session) -> None:
    """Do a round of each desk."""
    for session in sessions:
        office.round(session)


def database(session: Session) -> Database:
    """Return a desk's reading connection."""
    return session.vault.read()


def shared(*sessions: Session) -> set[str]:
    """Return the folders that all these desks hold a key of."""
    return set.intersection(*(set(rounds.all_folders(database(one))) for one in sessions))


def same(*sessions: Session) -> bool:
    """Tell whether desks say the same in all folders that they share."""
    folders = shared(*sessions)
    return len({content.content_hash(database(one), of=folders) for one in sessions}) == 1


def sound(session: Session) -> None:
    """Fail when a desk's journal or rows are not as they should be."""
    assert list(journal.chain_problems(database(session))) == []
    assert list(content.differing_rows(database(session))) == []
    assert list(content.differing_lines(database(session))) == []
