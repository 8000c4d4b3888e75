# SPDX-License-Identifier: EUPL-1.2
"""The gate: who may come in, judged by challenge, signature, roster and rate."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from sqlalchemy import Connection, select, update

from welfaredesk.base.clock import Clock
from welfaredesk.base.ids import packed, spelled
from welfaredesk.crypto.challenge import challenge_holds, challenge_secret, make_challenge
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.roster_bodies import RevokeBody, body_of
from welfaredesk.domain.statement import StatementKind, decode_statement
from welfaredesk.server.callers import Caller
from welfaredesk.server.engine import insert_new
from welfaredesk.server.ledger import Ledger, statements
from welfaredesk.server.limits import Limits
from welfaredesk.server.rates import Rates
from welfaredesk.server.storing import desk_row
from welfaredesk.server.tables import DESK
from welfaredesk.sync.signin import ROOT_DESK, sign_in_holds
from welfaredesk.sync.wire import Code, SignIn, Trouble


class Turned(Exception):
    """A caller who is turned away: the status and the body of the answer."""

    def __init__(self, status: HTTPStatus, trouble: Trouble, *, wait: int = 0) -> None:
        """Keep what is answered; `wait` in seconds, for whoever comes too often."""
        super().__init__(trouble.code)
        self.status = status
        self.trouble = trouble
        self.wait = wait


def turned(status: HTTPStatus, code: Code) -> Turned:
    """Return the answer to whoever is turned away with a code."""
    return Turned(status, Trouble(code.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a sign-in signs besides the challenge: method, path with its query, and the body or its part."""

    method: str
    path: str
    body: bytes


class Gate:
    """Knows a server's challenges again, and who may call."""

    def __init__(self, ledger: Ledger, *, key: SigningKey, clock: Clock, limits: Limits) -> None:
        """Take what a caller is judged by."""
        self._ledger = ledger
        self._secret = challenge_secret(key)
        self._clock = clock
        self._limits = limits
        self._desks = Rates(limits.desk_rate, limits.desk_burst, clock=clock)
        self._strangers = Rates(limits.stranger_rate, limits.stranger_burst, clock=clock)

    def challenge(self, ente: bytes, desk: bytes) -> bytes:
        """Return a challenge for a desk, known or not."""
        until = self._clock.now().utc_ms + self._limits.challenge_ms
        return make_challenge(self._secret, until, ente=ente, desk=desk)

    def slow_strangers(self, address: str) -> None:
        """Let somebody who has not signed in come only so often.

        Raises:
            Turned: when it is too often.
        """
        wait = self._strangers.wait(address)
        if wait:
            raise Turned(HTTPStatus.TOO_MANY_REQUESTS, Trouble(Code.RATE.value), wait=wait)

    def slow_desk(self, sign_in: SignIn) -> None:
        """Let a desk whose signature holds come only so often.

        Raises:
            Turned: when it is too often.
        """
        wait = self._desks.wait((sign_in.ente + sign_in.desk).hex())
        if wait:
            raise Turned(HTTPStatus.TOO_MANY_REQUESTS, Trouble(Code.RATE.value), wait=wait)

    def check_challenge(self, sign_in: SignIn) -> None:
        """Look at the challenge that was answered.

        Raises:
            Turned: when it is not one of this server, or over.
        """
        now_ms = self._clock.now().utc_ms
        ente, desk = sign_in.ente, sign_in.desk
        if not challenge_holds(self._secret, sign_in.challenge, ente=ente, desk=desk, now_ms=now_ms):
            raise Turned(HTTPStatus.UNAUTHORIZED, Trouble(Code.CHALLENGE.value, self.challenge(ente, desk)))

    def caller(self, connection: Connection, sign_in: SignIn, *, call: Call, shut_out: bool = False) -> Caller:
        """Return who has signed a call, the challenge checked before; with `shut_out` a revoked one too, not a stolen.

        Raises:
            Turned: the same for an ente, a desk and a signature that are not known; otherwise for a desk shut out, or
                one that comes too often: only now, lest somebody else use up its share.
        """
        ente = spelled(sign_in.ente)
        line = self._ledger.line(connection, ente)
        roster = Roster() if line is None else self._ledger.roster(connection, line)
        caller = signer(roster, sign_in, call=call)
        if caller is None:
            raise turned(HTTPStatus.FORBIDDEN, Code.UNKNOWN)
        self.slow_desk(sign_in)
        if not caller.is_root and not roster.is_active(caller.desk):
            self._note_told(caller)
            if shut_out and not roster.desks[caller.desk].stolen:
                return caller
            raise Turned(HTTPStatus.FORBIDDEN, self._shut_out(connection, roster, caller))
        return caller

    def _note_told(self, caller: Caller) -> None:
        """Keep when a desk was first told that it is shut out, for those who wait for its wiping."""
        ente, desk = packed(caller.ente), packed(caller.desk)
        mine = (DESK.c.ente == ente) & (DESK.c.desk == desk)
        with self._ledger.reading() as connection:
            told = connection.execute(select(DESK.c.told_ms).where(mine)).scalar_one_or_none()
        if told:
            return
        with self._ledger.writing() as connection:
            insert_new(connection, DESK, [desk_row(ente, desk)])
            connection.execute(update(DESK).where(mine).values(told_ms=self._clock.now().utc_ms))

    def _shut_out(self, connection: Connection, roster: Roster, caller: Caller) -> Trouble:
        """Return the answer to a revoked desk: it carries the statement, so that the desk believes nobody's word."""
        formers, desk = set(), roster.desks.get(caller.desk)
        while desk is not None:
            formers.add(desk.id)
            desk = roster.desks.get(desk.former or "")
        said = next(data for _, data in reversed(statements(connection, caller.ente)) if _revokes(data, formers))
        return Trouble(Code.REVOKED.value, wipe=roster.desks[caller.desk].wipe, statement=said)


def _revokes(data: bytes, desks: set[str]) -> bool:
    """Tell whether a statement revokes one of some desks."""
    statement = decode_statement(data)
    return statement.claim.kind is StatementKind.REVOKE and cast(RevokeBody, body_of(statement)).desk in desks


def signer(roster: Roster, sign_in: SignIn, *, call: Call) -> Caller | None:
    """Return the desk or root of a roster whose signature holds for a call."""
    desk = spelled(sign_in.desk)
    line = roster.desks.get(desk)
    public = roster.root if desk == ROOT_DESK else b"" if line is None else line.sign
    if not public or roster.ente != spelled(sign_in.ente):
        return None
    holds = sign_in_holds(sign_in, method=call.method, path=call.path, body=call.body, public=public)
    return Caller(roster.ente, desk) if holds else None
