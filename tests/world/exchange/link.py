# SPDX-License-Identifier: EUPL-1.2
"""A bad line: requests lost, heard but not answered, cut at a byte, sent twice, delayed, replayed when they are old."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tests.world.values import Dice
from welfaredesk.sync.line import Answer, Counted, Line, LineBroken

REMEMBERED = 30


class Crash(BaseException):
    """The process of a desk ends here: nothing of ours runs any more."""


class Fate(StrEnum):
    """What becomes of a request."""

    FINE = "fine"
    LOST = "lost"
    DEAF = "deaf"
    CUT_UP = "cut_up"
    CUT_DOWN = "cut_down"
    TWICE = "twice"
    LATE = "late"
    OLD = "old"
    CRASH = "crash"


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it went over the line."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


def frame_ends(data: bytes) -> list[int]:
    """Return where the frames of a body end: kind byte, length in seven-bit groups, payload."""
    ends, at = [], 0
    while at < len(data):
        length, shift, at = 0, 0, at + 1
        while at < len(data):
            byte = data[at]
            length, shift, at = length | (byte & 127) << shift, shift + 7, at + 1
            if byte < 128:
                break
        at += length
        if at > len(data):
            break
        ends.append(at)
    return ends


def place_in(data: bytes, frame: int, inside: int) -> int:
    """Return a byte at which to cut: so many thousandths of the frames, then of the bytes of that frame.

    A place among the frames does not depend on how many bytes a time of day takes.
    """
    ends = [0, *frame_ends(data)]
    if ends[-1] != len(data):
        ends.append(len(data))
    chosen = frame * (len(ends) - 1) // 1000 if len(ends) > 1 else 0
    first, last = ends[chosen], ends[min(chosen + 1, len(ends) - 1)]
    return first + (last - first) * inside // 1000


@dataclass(slots=True)
class Sky:
    """The weather of a world: how often which trouble comes, and what is still under way."""

    dice: Dice
    troubles: frozenset[Fate] = frozenset()
    percent: int = 0
    counters: Counter[str] = field(default_factory=Counter)
    late: list[tuple[Line, Sent]] = field(default_factory=list)
    sent: list[tuple[Line, Sent]] = field(default_factory=list)

    def fate(self) -> Fate:
        """Return what becomes of the next request."""
        chosen = Fate.FINE
        if self.troubles and self.dice.happens(self.percent):
            chosen = self.dice.pick(sorted(self.troubles))
        if chosen is not Fate.FINE:
            self.counters[f"line {chosen}"] += 1
        return chosen

    def deliver_late(self) -> None:
        """Let one of the delayed requests arrive, not the first one first; nobody hears its answer."""
        if self.late:
            line, sent = self.late.pop(self.dice.below(len(self.late)))
            deliver(line, sent)
            self.counters["late arrived"] += 1

    def clear(self) -> None:
        """Let no more trouble come; what was delayed is lost."""
        self.troubles = frozenset()
        self.late.clear()


def deliver(line: Line, sent: Sent, *, cut: int | None = None) -> None:
    """Send a request of which nobody waits for the answer, whole or cut at a byte."""

    def begun() -> Iterator[bytes]:
        yield sent.body[:cut]
        raise LineBroken()

    body: Iterable[bytes] | bytes = sent.body if cut is None else begun()
    try:
        for _ in line.ask(sent.method, sent.path, headers=sent.headers, body=body).body:
            pass
    except LineBroken:
        return


class BadLine:
    """A line to the server under a sky."""

    def __init__(self, line: Line, sky: Sky) -> None:
        """Begin on a line that works."""
        self._line = line
        self._sky = sky
        self.counted = Counted()

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        """Send a request that the sky may spoil."""
        sky, dice = self._sky, self._sky.dice
        sent = Sent(method, path, dict(headers), body if isinstance(body, bytes) else b"".join(body))
        fate, frame, inside = sky.fate(), dice.below(1000), dice.below(1000)
        self.counted.requests += 1
        match fate:
            case Fate.LOST:
                raise LineBroken()
            case Fate.LATE:
                sky.late.append((self._line, sent))
                raise LineBroken()
            case Fate.CUT_UP:
                deliver(self._line, sent, cut=place_in(sent.body, frame, inside))
                raise LineBroken()
            case Fate.OLD if sky.sent:
                line, old = sky.sent[dice.below(len(sky.sent))]
                deliver(line, old)
            case Fate.CRASH if inside < 300:
                raise Crash
        if sky.percent:
            sky.sent = [*sky.sent[-REMEMBERED:], (self._line, sent)]
        answer = self._line.ask(method, path, headers=sent.headers, body=sent.body)
        data = b"".join(answer.body)
        if fate is Fate.TWICE:
            again = self._line.ask(method, path, headers=sent.headers, body=sent.body)
            second = b"".join(again.body)
            if inside < 500:
                answer, data = again, second
        if fate is Fate.DEAF:
            raise LineBroken()
        cut = place_in(data, frame, inside) if fate in (Fate.CUT_DOWN, Fate.CRASH) else None
        return Answer(answer.status, answer.headers, _pieces(data, cut, Crash if fate is Fate.CRASH else LineBroken))


PIECE = 4096


def _pieces(data: bytes, cut: int | None, error: type[BaseException]) -> Iterator[bytes]:
    whole = data if cut is None else data[:cut]
    for at in range(0, len(whole), PIECE):
        yield whole[at : at + PIECE]
    if cut is not None:
        raise error
