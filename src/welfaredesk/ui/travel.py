# SPDX-License-Identifier: EUPL-1.2
"""The way a person came: pages visited, back and forward, kept over a lock."""

from dataclasses import dataclass, field
from typing import Any

MOST = 50


@dataclass(frozen=True, slots=True)
class Stop:
    """A page and what it showed."""

    name: str
    place: dict[str, Any] = field(default_factory=dict)


class Travel:
    """The stops, and which of them is on the screen."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._at = -1

    def here(self) -> Stop | None:
        """Return the stop on the screen."""
        return self._stops[self._at] if self._stops else None

    def stay(self, place: dict[str, Any]) -> None:
        """Keep what the page on the screen shows now."""
        if self._stops:
            self._stops[self._at] = Stop(self._stops[self._at].name, place)

    def visit(self, stop: Stop) -> None:
        """Go on from here; what lay forward is forgotten. The same page again is no new stop."""
        if self.here() == stop:
            return
        self._stops = [*self._stops[: self._at + 1], stop][-MOST:]
        self._at = len(self._stops) - 1

    def move(self, by: int) -> Stop | None:
        """Go `by` stops forward or, under 0, back, and return the stop there, or nothing."""
        if not 0 <= self._at + by < len(self._stops):
            return None
        self._at += by
        return self._stops[self._at]

    def kept(self) -> dict[str, Any]:
        """Return the stops as plain values."""
        return {"stops": [[stop.name, stop.place] for stop in self._stops], "at": self._at}

    def come_back(self, kept: dict[str, Any], *, known: set[str]) -> Stop | None:
        """Take kept stops, those of pages that exist, and return the one to show."""
        self._stops = [Stop(name, place) for name, place in kept.get("stops", []) if name in known]
        self._at = min(int(kept.get("at", -1)), len(self._stops) - 1)
        return self.here() if self._at >= 0 else None
