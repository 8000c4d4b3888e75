# SPDX-License-Identifier: EUPL-1.2
"""The way to the server that an open window keeps from one round to the next, while nothing about it has changed."""

from collections.abc import Callable

from welfaredesk.desk.exchange.place import WayOut, line_of
from welfaredesk.desk.session import Session

KEPT_MS = 60_000
"""How long an idle way is kept: less than the 75 s of the server, and than the minutes of a network that forgets."""

MakeLine = Callable[[Session], WayOut | None]


class KeptWay:
    """One way at a time: `take` it for each thing to do, `rest` when that went well, else `let_go`."""

    def __init__(self, session: Session, *, make: MakeLine = line_of) -> None:
        """Keep what `make` gives."""
        self._session, self._make = session, make
        self._way: WayOut | None = None
        self._rested_ms = 0

    def take(self) -> WayOut | None:
        """Return the kept way if it is young and still leads there, else a new one; nothing without a server."""
        kept = self._way
        # It opens nothing before it is asked, and tells where a way would lead now.
        made = self._way = self._make(self._session)
        if kept is not None and made is not None and made.aim == kept.aim and self._is_young():
            self._way = kept
        elif kept is not None:
            kept.close()
        return self._way

    def rest(self) -> None:
        """Keep the way for the next thing to do."""
        self._rested_ms = self._session.clock.now().utc_ms

    def let_go(self) -> None:
        """Close the way, from any thread: whoever waits on it is told that it broke."""
        way, self._way = self._way, None
        if way is not None:
            way.close()

    def _is_young(self) -> bool:
        # By the wall clock, which goes on while the PC sleeps.
        return 0 <= self._session.clock.now().utc_ms - self._rested_ms < KEPT_MS
