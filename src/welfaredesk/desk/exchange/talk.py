# SPDX-License-Identifier: EUPL-1.2
"""One request and its reply: signed in by challenge, read as it comes, believed up to each word of the server."""

import base64
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import Fault
from welfaredesk.base.exchange_errors import DeskRevoked, OtherServer, ServerRefuses
from welfaredesk.base.text import tr
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.exchange import shutting
from welfaredesk.desk.exchange.place import ServerPlace
from welfaredesk.desk.exchange.words import why
from welfaredesk.desk.session import Session
from welfaredesk.store import desk_notes
from welfaredesk.sync.frames import FrameReader, WireBroken, decode, encode
from welfaredesk.sync.line import Answer, Line, LineBroken
from welfaredesk.sync.signin import check_holds, sign_in, to_header
from welfaredesk.sync.wire import (
    FORMAT,
    Ask,
    Check,
    Code,
    End,
    FolderSum,
    FrameKind,
    Refused,
    ReplyHead,
    RequestHead,
    SignIn,
    Trouble,
)

PATH = "/v1/exchange"
CHALLENGE_NOTE = "exchange/challenge"
CHALLENGE_HEADER = "wd-challenge"
LARGEST_TROUBLE = 64 * 1024
MOST_UNCHECKED = 64 * 1024 * 1024
"""Bytes of a reply that may stand without a word of the server behind them; ours gives one after 64 KB or so."""
LEAST_FRAME = 200
"""What a frame takes in memory however short it is."""
_SIGNED_TWICE = 2


@dataclass(frozen=True, slots=True)
class Batch:
    """What stands before a word of the server, in its order: applied as one, or not at all."""

    events: tuple[tuple[FrameKind, msgspec.Struct], ...]
    check: Check


MOST_JOINED = 16
JOINED_SECONDS = 1.0
SLOW_SECONDS = 0.25
"""A batch that was waited for so long is given at once: the line is what takes the time, not the transactions."""


def joined(batches: Iterator[Batch], clock: Clock) -> Iterator[Batch]:
    """Give batches put together while they come fast: a transaction for about a megabyte, or for a second.

    What came whole before the line broke is given before the break is told.
    """
    held: list[Batch] = []
    started = asked = clock.monotonic()
    try:
        for one in batches:
            now = clock.monotonic()
            started = started if held else now
            held.append(one)
            if len(held) == MOST_JOINED or now - started > JOINED_SECONDS or now - asked > SLOW_SECONDS:
                yield _put_together(held)
                held = []
            asked = clock.monotonic()
    except LineBroken:
        if held:
            yield _put_together(held)
        raise
    if held:
        yield _put_together(held)


def _put_together(held: Sequence[Batch]) -> Batch:
    return Batch(tuple(event for one in held for event in one.events), held[-1].check)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs in: a desk, or the root key as the desk of zeros."""

    ente: str
    desk: str
    key: SigningKey


def signer_of(session: Session) -> Signer:
    """Return this desk as it signs in."""
    identity = session.identity
    return Signer(ente=identity.ente, desk=identity.desk, key=SigningKey.from_bytes(identity.sign))


@dataclass(slots=True)
class Reply:
    """A reply that is being read: its head, and what followed the batches given so far."""

    head: ReplyHead
    refused: list[Refused] = field(default_factory=list)
    scope: list[FolderSum] = field(default_factory=list)
    end: End | None = None
    _frames: Iterator[tuple[FrameKind, msgspec.Struct]] = field(default_factory=lambda: iter(()), repr=False)
    _ente: str = ""
    _request: bytes = b""
    _server: bytes = b""

    def batches(self) -> Iterator[Batch]:
        """Give each batch whose word holds.

        Raises:
            LineBroken: when the reply ends before its end.
            OtherServer: when a word does not hold.
        """
        waiting: list[tuple[FrameKind, msgspec.Struct]] = []
        for kind, message in self._frames:
            if isinstance(message, Check):
                if not check_holds(message, ente=self._ente, request=self._request, public=self._server):
                    raise OtherServer()
                yield Batch(tuple(waiting), message)
                waiting = []
            elif isinstance(message, Refused):
                self.refused.append(message)
            elif isinstance(message, FolderSum):
                self.scope.append(message)
            elif isinstance(message, End):
                self.end = message
            else:
                waiting.append((kind, message))


class Talk:
    """The requests of one round over one line."""

    def __init__(self, session: Session, line: Line, *, place: ServerPlace) -> None:
        """Begin with the challenge that the last reply left."""
        self._session = session
        self._line = line
        self._place = place
        self._challenge: bytes = desk_notes.get(session.vault.read(), CHALLENGE_NOTE) or b""
        self.refused = ""
        self.signed = b""
        """The signature of the last sign-in, which the server's word answers."""

    @property
    def server(self) -> bytes:
        """Return the key with which the server signs its word."""
        return self._place.key

    @property
    def challenge(self) -> bytes:
        """Return the challenge for the next request."""
        return self._challenge

    def ask(self, ask: Ask, items: Sequence[bytes] = (), *, signer: Signer | None = None) -> Reply:
        """Send a request of the exchange with the frames it pushes, and return the reply once its head is read.

        Raises:
            LineBroken: when no reply comes, or what comes is none.
            DeskRevoked: when the server says so; ServerRefuses for every other refusal.
        """
        said = msgspec.msgpack.encode(ask)
        end = encode(FrameKind.END, End())
        signed: list[SignIn] = []

        def send(one: SignIn) -> Answer:
            signed.append(one)
            head = encode(FrameKind.HEAD, RequestHead(one, said))
            return self._line.ask("POST", PATH, headers={}, body=[head, *items, end])

        answer = self._signed(signer or signer_of(self._session), "POST", PATH, body=said, send=send)
        frames = _frames(answer)
        first = next(frames, None)
        if first is None or not isinstance(first[1], ReplyHead):
            raise LineBroken()
        head = first[1]
        if head.format != FORMAT:
            raise ServerRefuses(reason=tr(why(Code.FORMAT)))
        self._challenge = head.challenge or self._challenge
        who = signer or signer_of(self._session)
        return Reply(head, _frames=frames, _ente=who.ente, _request=signed[-1].signature, _server=self._place.key)

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        signer: Signer | None = None,
        also: Collection[int] = (),
    ) -> Answer:
        """Make any other call of the server, signed in its header, and return the answer when its status is 2xx.

        Statuses in `also` are answers to the caller too, as 404 where it asks whether something is there.

        Raises:
            LineBroken: when no answer comes.
            ServerRefuses: when the server refuses.
        """

        def send(one: SignIn) -> Answer:
            return self._line.ask(method, path, headers={**(headers or {}), "Authorization": to_header(one)}, body=body)

        return self._signed(signer or signer_of(self._session), method, path, body=body, send=send, also=also)

    def _signed(
        self,
        signer: Signer,
        method: str,
        path: str,
        *,
        body: bytes,
        send: Callable[[SignIn], Answer],
        also: Collection[int] = (),
    ) -> Answer:
        """Sign and send; when the challenge has run out, once more with the one that the server gives."""
        for _ in range(_SIGNED_TWICE):
            one = sign_in(
                ente=signer.ente,
                desk=signer.desk,
                challenge=self._challenge,
                method=method,
                path=path,
                body=body,
                sign=signer.key,
            )
            self.signed = one.signature
            answer = send(one)
            if 200 <= answer.status < 300 or answer.status in also:
                self._learn(answer)
                return answer
            trouble = read_trouble(answer)
            if answer.status != 401 or not trouble.challenge:
                if trouble.code == Code.REVOKED:
                    shutting.believe(self._session, trouble)
                self.refused = trouble.code
                raise refusal(trouble.code)
            self._challenge = trouble.challenge
        raise refusal(Code.CHALLENGE)

    def _learn(self, answer: Answer) -> None:
        following = answer.headers.get(CHALLENGE_HEADER)
        if following:
            try:
                self._challenge = base64.urlsafe_b64decode(following + "=" * (-len(following) % 4))
            except ValueError:
                self._challenge = b""


def _frames(answer: Answer) -> Iterator[tuple[FrameKind, msgspec.Struct]]:
    """Give the frames of a reply up to its end, which must come; what is no frame is a broken line."""
    reader = FrameReader()
    ended, unchecked = False, 0
    try:
        for piece in answer.body:
            for kind, payload in reader.feed(piece):
                # What no word of the server vouches for waits in memory.
                unchecked = 0 if kind is FrameKind.CHECK else unchecked + len(payload) + LEAST_FRAME
                if ended or unchecked > MOST_UNCHECKED:
                    raise LineBroken()
                message = decode(kind, payload)
                ended = kind is FrameKind.END
                yield kind, message
    except WireBroken as error:
        raise LineBroken() from error
    if not ended:
        raise LineBroken()


def read_trouble(answer: Answer) -> Trouble:
    """Return what an answer that is no reply says.

    Raises:
        LineBroken: when it says nothing of ours.
    """
    body = answer.whole(limit=LARGEST_TROUBLE)
    try:
        return msgspec.msgpack.decode(body, type=Trouble)
    except msgspec.MsgspecError:
        pass
    try:
        return msgspec.json.decode(body, type=Trouble)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise LineBroken() from error


def refusal(code: str) -> Fault:
    """Return the fault for a request that the server refuses whole."""
    return DeskRevoked() if code == Code.REVOKED else ServerRefuses(reason=tr(why(code)))
