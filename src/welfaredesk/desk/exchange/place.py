# SPDX-License-Identifier: EUPL-1.2
"""The place of the server: where it answers, the key it must show, and the line there."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import msgspec

from welfaredesk.base.errors import Fault
from welfaredesk.base.exchange_errors import (
    BadAddress,
    CaptivePortal,
    NoLine,
    OtherServer,
    ProxyPassword,
    ServerRefuses,
    WrongClock,
)
from welfaredesk.base.text import in_fours, tr
from welfaredesk.crypto.hashes import sha256
from welfaredesk.desk import policy
from welfaredesk.desk.exchange.words import why
from welfaredesk.desk.policy import Policy
from welfaredesk.desk.session import Session
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.sync.line import Line, LineBroken, LineTrouble

if TYPE_CHECKING:
    from welfaredesk.sync.http_line import HttpLine

KEPT = "exchange/server"
KEY_BYTES = 32
ELSEWHERE = (404, 405, 410)
"""What answers there is no server of ours: the address has words too many, or is another's."""
FAULTS: dict[LineTrouble, type[Fault]] = {
    LineTrouble.NO_LINE: NoLine,
    LineTrouble.CUT: NoLine,
    LineTrouble.PORTAL: CaptivePortal,
    LineTrouble.PROXY_PASSWORD: ProxyPassword,
    LineTrouble.OTHER_SERVER: OtherServer,
    LineTrouble.WRONG_CLOCK: WrongClock,
    LineTrouble.BAD_ADDRESS: BadAddress,
}


class WayOut(Line, Protocol):
    """A line that whoever began it can give up."""

    @property
    def aim(self) -> object:
        """Return where it leads and by what way: equal for lines that stand for each other."""
        ...

    def close(self) -> None:
        """Give the line up for good, from any thread: whoever waits for an answer is told that it broke."""
        ...


@dataclass(frozen=True, slots=True)
class ServerPlace:
    """Where the server answers, and the 32 bytes of its public key."""

    url: str
    key: bytes


class ServerInfo(msgspec.Struct, frozen=True):
    """What a server says of itself to anybody: its key in hexadecimal letters, format and version."""

    key: str
    format: int
    version: str = ""


def server_of(session: Session) -> ServerPlace | None:
    """Return the server of this desk, or nothing while it has none."""
    kept = desk_notes.get(session.vault.read(), KEPT)
    return None if kept is None else ServerPlace(kept["url"], kept["key"])


def keep_server(database: Database, place: ServerPlace) -> None:
    """Keep the server of this desk, in the caller's transaction."""
    desk_notes.put(database, KEPT, {"url": place.url, "key": place.key})


def line_of(session: Session) -> "HttpLine | None":
    """Return a line to this desk's server, or nothing while it has none; `close` gives it up from any thread."""
    place = server_of(session)
    return None if place is None else open_line(place)


def open_line(place: ServerPlace) -> "HttpLine":
    """Return a line to a server.

    Raises:
        BadAddress: when the address is none, or plain HTTP to another machine.
    """
    try:
        return _line_to(place.url, place.key, fixed=policy.current())
    except LineBroken as error:
        raise fault_of(error) from error


@contextmanager
def way_to(place: ServerPlace, line: Line | None = None) -> Iterator[Line]:
    """Give the line that the caller has, or a new one that is closed at the end."""
    if line is not None:
        yield line
        return
    with closing(open_line(place)) as opened:
        yield opened


def fault_of(broken: LineBroken) -> Fault:
    """Return what a person is told of a broken line."""
    return FAULTS[broken.trouble]()


def find_server(url: str, fingerprint: str, *, line: Line | None = None) -> ServerPlace:
    """Return the server at an address once its key is the one whose fingerprint was read to us.

    The fingerprint is the SHA-256 of the key's 32 bytes, in hexadecimal letters however they are grouped. Nothing of
    the ente is said before it was compared.

    Raises:
        FixedServer: when the technician fixed another for this PC.
        OtherServer: when the key is another.
        BadAddress: when nothing like a server answers at that place.
        Fault: when the line does not reach it.
    """
    fixed = policy.current()
    fixed.check_server(url, fingerprint)
    try:
        with nullcontext(line) if line is not None else closing(_line_to(url, None, fixed=fixed)) as asked:
            answer = asked.ask("GET", "/v1/server", headers={})
            body = answer.whole(limit=4096)
    except LineBroken as error:
        raise fault_of(error) from error
    if answer.status in ELSEWHERE:
        raise BadAddress()
    if answer.status != 200:
        raise ServerRefuses(reason=tr(why("busy")))
    try:
        key = bytes.fromhex(msgspec.json.decode(body, type=ServerInfo).key)
    except (msgspec.MsgspecError, ValueError) as error:
        raise OtherServer() from error
    if len(key) != KEY_BYTES or fingerprint_of(key) != _letters(fingerprint):
        raise OtherServer()
    return ServerPlace(url.rstrip("/"), key)


def _line_to(url: str, key: bytes | None, *, fixed: Policy) -> "HttpLine":
    from welfaredesk.sync.http_line import HttpLine

    return HttpLine(url, key, proxies=fixed.proxies)


def fingerprint_of(key: bytes) -> str:
    """Return the fingerprint of a server's key, 64 letters without groups."""
    return sha256(key).hex()


def fingerprint_words(key: bytes) -> str:
    """Return the fingerprint of a server's key as it is read aloud: groups of four letters."""
    return in_fours(fingerprint_of(key))


def _letters(said: str) -> str:
    return "".join(letter for letter in said.lower() if letter not in " :-\t\n")
