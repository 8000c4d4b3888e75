# SPDX-License-Identifier: EUPL-1.2
"""The reception of one exchange: frames are read as they come, and stored in batches once it is known from whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast

from sqlalchemy import Connection

from welfaredesk.base.ids import spelled
from welfaredesk.base.log import note
from welfaredesk.domain.roster import Roster, RosterRefused
from welfaredesk.server.callers import Caller
from welfaredesk.server.counts import MENDED, MISMATCHES, REFUSED
from welfaredesk.server.gate import Call, signer, turned
from welfaredesk.server.ledger import EnteLine
from welfaredesk.server.mending import agrees, mend
from welfaredesk.server.pushed import ITEM_KINDS, Pushed, read_item
from welfaredesk.server.service import Service
from welfaredesk.sync import statements
from welfaredesk.sync.frames import FrameReader, WireBroken, decode, decoded
from welfaredesk.sync.interning import Incoming
from welfaredesk.sync.wire import FORMAT, Ask, Code, FrameKind, Refused, RequestHead

PATH = "/v1/exchange"
METHOD = "POST"


@dataclass(slots=True)
class Reception:
    """One request to exchange, from its first byte to its end."""

    service: Service
    head: RequestHead | None = None
    ask: Ask | None = None
    caller: Caller | None = None
    ended: bool = False
    mismatch: bool = False
    match: int | None = None
    refused: list[Refused] = field(default_factory=list)
    _reader: FrameReader = field(init=False)
    _names: Incoming = field(default_factory=Incoming)
    _waiting: list[Pushed] = field(default_factory=list)
    _waiting_bytes: int = 0
    _count: int = 0
    _newcomer: Roster | None = None

    def __post_init__(self) -> None:
        """Read within the limits of the service."""
        limits = self.service.limits
        self._reader = FrameReader(limits.frame, limits.request)

    def is_turning_back(self) -> bool:
        """Tell whether the desk is sent back to where it matches: nothing that it pushes is stored."""
        return self.mismatch or self.match is not None

    def take(self, data: bytes) -> None:
        """Take a piece of the body; store what makes a batch.

        Raises:
            WireBroken: when it is no request; what came whole before is stored.
            Turned: when the caller may not come in.
        """
        if self.is_turning_back():
            return
        try:
            for kind, payload in self._reader.feed(data):
                self._frame(kind, payload)
                if self.is_turning_back():
                    return
        except WireBroken:
            self.store()
            raise

    def _frame(self, kind: FrameKind, payload: bytes) -> None:
        if self.ended:
            raise WireBroken("nothing follows the end")
        if self.head is None:
            self._open(kind, payload)
            return
        if kind is FrameKind.END:
            self.ended = True
            if self.caller is None:
                raise turned(HTTPStatus.FORBIDDEN, Code.UNKNOWN)
            return
        if kind not in ITEM_KINDS:
            raise WireBroken("no item of a request")
        limits = self.service.limits
        if self._count >= limits.items:
            raise WireBroken("too many items")
        item = read_item(kind, payload, index=self._count, names=self._names, most_statement=limits.statement)
        self._count += 1
        self._waiting.append(item)
        self._waiting_bytes += len(payload)
        if self.caller is None:
            if self._waiting_bytes > limits.introduction:
                raise turned(HTTPStatus.FORBIDDEN, Code.UNKNOWN)
            self._introduce(item)
        elif len(self._waiting) >= limits.batch_items or self._waiting_bytes >= limits.batch_bytes:
            self.store()

    def _open(self, kind: FrameKind, payload: bytes) -> None:
        """Read the head, look who asks, and whether their cursor is one of ours."""
        if kind is not FrameKind.HEAD or len(payload) > self.service.limits.head:
            raise WireBroken("a request begins with its head")
        head = cast(RequestHead, decode(kind, payload, head=RequestHead))
        self.service.gate.check_challenge(head.sign_in)
        ask = decoded(Ask, head.ask)
        if ask.format != FORMAT:
            raise turned(HTTPStatus.BAD_REQUEST, Code.FORMAT)
        self.head, self.ask = head, ask
        ente = spelled(head.sign_in.ente)
        ledger = self.service.ledger
        with ledger.reading() as connection:
            line = ledger.line(connection, ente)
            if line is not None and line.statements and agrees(ledger, line):
                self._meet(connection, line, head, ask)
                return
        if line is None or not line.statements:
            self._open_unknown(ask)
            return
        self._mend(ente)
        with ledger.reading() as connection:
            self._meet(connection, ledger.line(connection, ente) or line, head, ask)

    def _meet(self, connection: Connection, line: EnteLine, head: RequestHead, ask: Ask) -> None:
        """See who asks an ente that is here, and whether their cursor is one of ours."""
        self.caller = self.service.gate.caller(connection, head.sign_in, call=self._call(head))
        self._compare(line, ask, list(self._hs(connection, line, ask)))

    def _mend(self, ente: str) -> None:
        mended = mend(self.service.ledger, ente, now_ms=self.service.now_ms)
        self.service.counts.add(MENDED, mended.placed)
        if mended.missing:
            # Not one byte goes down before the newest statements are there: one of them may shut out who asks.
            raise turned(HTTPStatus.SERVICE_UNAVAILABLE, Code.BUSY)

    def _open_unknown(self, ask: Ask) -> None:
        """An ente that is not here: its statements make it known, or its desk is told to begin at nothing."""
        if ask.checkpoints:
            self.match = 0
        elif ask.position:
            self.mismatch = True
        else:
            self._newcomer = Roster()

    def _call(self, head: RequestHead) -> Call:
        return Call(method=METHOD, path=PATH, body=head.ask)

    def _introduce(self, item: Pushed) -> None:
        """Add a statement to the roster of an ente that is not here yet, until it names the desk that has signed."""
        head, roster = self.head, self._newcomer
        if head is None or roster is None or not isinstance(item.body, bytes):
            raise turned(HTTPStatus.FORBIDDEN, Code.UNKNOWN)
        try:
            statements.add(roster, item.body)
        except RosterRefused:
            raise turned(HTTPStatus.FORBIDDEN, Code.UNKNOWN) from None
        self.caller = signer(roster, head.sign_in, call=self._call(head))
        if self.caller is None:
            return
        self.service.gate.slow_desk(head.sign_in)
        ledger = self.service.ledger
        with ledger.reading() as connection:
            if ledger.count_enti(connection) >= self.service.limits.enti:
                raise turned(HTTPStatus.FORBIDDEN, Code.QUOTA)

    def _hs(self, connection: Connection, line: EnteLine, ask: Ask) -> Iterator[bool]:
        """Give, for the cursor and then for each checkpoint, whether it is one of ours."""
        for position, h in [(ask.position, ask.h), *ask.checkpoints[: self.service.limits.checkpoints]]:
            if position == line.position:
                known: bytes | None = line.h
            elif position < line.position:
                known = self.service.ledger.h_at(connection, line.ente, position=position)
            else:
                known = None
            yield position == 0 or known == h

    def _compare(self, line: EnteLine, ask: Ask, right: list[bool]) -> None:
        if ask.checkpoints:
            places = (position for (position, _), fits in zip(ask.checkpoints, right[1:], strict=False) if fits)
            self.match = next(places, 0)
        elif not right[0]:
            self.mismatch = True
            self.service.counts.add(MISMATCHES)
            note("cursor-unknown", position=ask.position, head=line.position)

    def store(self) -> None:
        """Store what waits; of somebody who has not been introduced yet it goes on waiting."""
        if not self._waiting or self.caller is None or self.is_turning_back():
            return
        waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
        stored = self.service.storing.store(self.caller, waiting, now_ms=self.service.now_ms)
        self.refused += stored.refused
        self._count_refused(stored.refused)

    def _count_refused(self, refused: Iterable[Refused]) -> None:
        for one in refused:
            self.service.counts.add(REFUSED, labels=f'{{code="{one.code}"}}')
