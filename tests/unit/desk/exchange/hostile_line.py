# SPDX-License-Identifier: EUPL-1.2
"""A line on which a hostile server puts frames of its own into a reply whose words are right."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from tests.unit.desk.exchange.lines import LineOver
from welfaredesk.sync.frames import FrameReader, encode, raw
from welfaredesk.sync.line import Answer
from welfaredesk.sync.wire import End, FrameKind, ReplyHead


@dataclass(slots=True)
class HostileLine(LineOver):
    """Puts `first` behind the head of the next reply to an exchange; `match` alone in each reply; keeps what went up.

    With `endless` that frame comes over and over in the place of what follows the head; `given` counts its bytes.
    """

    first: list[bytes] = field(default_factory=list)
    match: int | None = None
    endless: bytes = b""
    given: int = 0
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        data = body if isinstance(body, bytes) else b"".join(body)
        self.sent.append((method, path, data))
        answer = self.line.ask(method, path, headers=headers, body=data)
        if path != "/v1/exchange" or answer.status != 200:
            return answer
        return Answer(answer.status, answer.headers, self._altered(b"".join(answer.body)))

    def _altered(self, data: bytes) -> Iterator[bytes]:
        for kind, payload in FrameReader().feed(data):
            if kind is not FrameKind.HEAD:
                yield raw(kind, payload)
                continue
            head = msgspec.msgpack.decode(payload, type=ReplyHead)
            if self.match is not None:
                yield encode(kind, msgspec.structs.replace(head, match=self.match))
                yield encode(FrameKind.END, End())
                return
            yield encode(kind, head)
            some, self.first = self.first, []
            yield from some
            while self.endless:
                self.given += len(self.endless)
                yield self.endless
