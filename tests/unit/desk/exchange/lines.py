# SPDX-License-Identifier: EUPL-1.2
"""Lines with one fault each: cut at a byte, a reply lost or changed, an old request said again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from tests.server_of import AppLine
from welfaredesk.base.ids import packed
from welfaredesk.sync.frames import FrameReader, decode, raw
from welfaredesk.sync.interning import Incoming
from welfaredesk.sync.line import Answer, Counted, LineBroken
from welfaredesk.sync.wire import FrameKind, GrantAt, ParcelAt

PIECE = 64


@dataclass(slots=True)
class LineOver:
    """What goes over another line, and is counted there."""

    line: AppLine

    @property
    def counted(self) -> Counted:
        """Return what went over the line so far."""
        return self.line.counted


@dataclass(slots=True)
class CutLine(LineOver):
    """Breaks once, after so many bytes up or down; before and after it is whole. `broke` tells whether it did."""

    up: int | None = None
    down: int | None = None
    broke: bool = False
    most_up: int = 0
    most_down: int = 0

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        data = body if isinstance(body, bytes) else b"".join(body)
        self.most_up = max(self.most_up, len(data))
        answer = self.line.ask(method, path, headers=headers, body=self._rising(data))
        return Answer(answer.status, answer.headers, self._coming(answer.body))

    def _rising(self, data: bytes) -> Iterator[bytes]:
        if self.broke or self.up is None or self.up >= len(data):
            yield data
            return
        self.broke = True
        yield data[: self.up]
        raise LineBroken()

    def _coming(self, body: Iterator[bytes]) -> Iterator[bytes]:
        data = b"".join(body)
        self.most_down = max(self.most_down, len(data))
        end = len(data)
        cut = not self.broke and self.down is not None and self.down < end
        if cut:
            self.broke, end = True, self.down or 0
        for start in range(0, end, PIECE):
            yield data[start : min(start + PIECE, end)]
        if cut:
            raise LineBroken()


@dataclass(slots=True)
class KeptLine(LineOver):
    """Remembers every request, so that it can be said again."""

    asked: list[tuple[str, str, Mapping[str, str], bytes]] = field(default_factory=list)

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        data = body if isinstance(body, bytes) else b"".join(body)
        self.asked.append((method, path, dict(headers), data))
        return self.line.ask(method, path, headers=headers, body=data)

    def again(self) -> None:
        """Say everything again, as somebody would who had listened."""
        for method, path, headers, body in self.asked:
            self.line.ask(method, path, headers=headers, body=body).whole()


@dataclass(slots=True)
class TwiceLine(LineOver):
    """Sends every request twice, as over a kept connection that broke before the answer."""

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        data = body if isinstance(body, bytes) else b"".join(body)
        self.line.ask(method, path, headers=headers, body=data).whole(limit=1 << 30)
        return self.line.ask(method, path, headers=headers, body=data)


@dataclass(slots=True)
class AlteringLine(LineOver):
    """Changes one bit of the sealed text of the parcels of some folders on their way down, `times` times."""

    folder: bytes
    times: int
    altered: int = 0

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        answer = self.line.ask(method, path, headers=headers, body=body)
        if path != "/v1/exchange" or answer.status != 200:
            return answer
        names, reader = Incoming(), FrameReader()
        pieces = []
        for kind, payload in reader.feed(b"".join(answer.body)):
            fresh = payload
            message = None if kind is FrameKind.STATEMENT else decode(kind, payload)
            if isinstance(message, ParcelAt):
                named = names.name(message.parcel)
                if packed(named.folder) == self.folder and self.altered < self.times:
                    self.altered += 1
                    sealed = message.parcel.sealed[:-1] + bytes((message.parcel.sealed[-1] ^ 1,))
                    parcel = msgspec.structs.replace(message.parcel, sealed=sealed)
                    fresh = msgspec.msgpack.encode(ParcelAt(message.position, parcel))
            elif isinstance(message, GrantAt):
                names.learn(folder for folder, _ in message.grant.folders)
            pieces.append(raw(kind, fresh))
        return Answer(answer.status, answer.headers, iter(pieces))


@dataclass(slots=True)
class OddLine(LineOver):
    """Changes or loses the answers under one path."""

    under: str
    change: Callable[[Answer], Answer]

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        answer = self.line.ask(method, path, headers=headers, body=body)
        return self.change(answer) if path.startswith(self.under) else answer


def lost(_answer: Answer) -> Answer:
    """Lose an answer."""
    raise LineBroken()


def rubbish(answer: Answer) -> Answer:
    """Give what nobody can read in the place of an answer."""
    return Answer(answer.status, answer.headers, iter([b"\xc1"]))
