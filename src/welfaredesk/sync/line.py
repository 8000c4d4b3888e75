# SPDX-License-Identifier: EUPL-1.2
"""The line: one request and its answer, over HTTP that a weak network, a proxy or a portal may spoil."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class LineTrouble(StrEnum):
    """What is wrong with the line; the desk says it in Italian."""

    NO_LINE = "no_line"
    CUT = "cut"
    PORTAL = "captive_portal"
    PROXY_PASSWORD = "proxy_password"
    OTHER_SERVER = "other_server"
    WRONG_CLOCK = "wrong_clock"
    BAD_ADDRESS = "bad_address"


class LineBroken(Exception):
    """No answer of the server came, or it was cut while it was read; `trouble` says how."""

    def __init__(self, trouble: LineTrouble = LineTrouble.CUT) -> None:
        """Keep what is wrong."""
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the HTTP status, headers by their names in small letters, and the body as it arrives."""

    status: int
    headers: Mapping[str, str]
    body: Iterator[bytes]

    def whole(self, *, limit: int = 1 << 20) -> bytes:
        """Return the body read to its end.

        Raises:
            LineBroken: when it is cut, or longer than `limit`.
        """
        pieces, size = [], 0
        for piece in self.body:
            size += len(piece)
            if size > limit:
                raise LineBroken(LineTrouble.CUT)
            pieces.append(piece)
        return b"".join(pieces)


@dataclass(slots=True)
class Counted:
    """Requests, and bytes each way with their headers, since the line was made."""

    requests: int = 0
    up: int = 0
    down: int = 0


class Line(Protocol):
    """A way to a server."""

    @property
    def counted(self) -> Counted:
        """Return what went over the line so far."""
        ...

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        """Send a request and return the answer, whose body is read as it comes.

        Raises:
            LineBroken: when no answer comes; while reading the body, when it is cut.
        """
        ...
