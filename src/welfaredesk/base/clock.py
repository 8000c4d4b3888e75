# SPDX-License-Identifier: EUPL-1.2
"""The clock, the only place of the program that asks what time it is."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A declared instant: milliseconds since 1970 in UTC, and the offset of the wall clock in minutes."""

    utc_ms: int
    offset: int = 0

    def local(self) -> datetime:
        """Return the wall-clock date and time where the instant was declared."""
        zone = timezone(timedelta(minutes=self.offset))
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=self.utc_ms)).astimezone(zone)

    def iso(self) -> str:
        """Return `YYYY-MM-DDTHH:MM:SS±HH:MM`, whole seconds."""
        return self.local().isoformat(timespec="seconds")

    @classmethod
    def from_datetime(cls, value: datetime) -> "Moment":
        """Return the moment of an aware datetime.

        Raises:
            ValueError: when `value` has no time zone.
        """
        offset = value.utcoffset()
        if offset is None:
            raise ValueError("a moment needs a time zone")
        return cls(round(value.timestamp() * 1000), int(offset.total_seconds() // 60))


class Clock(Protocol):
    """What tells the time: the system's clock, or a test's."""

    def now(self) -> Moment:
        """Return the declared time of this PC."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never go back, for time-outs and intervals."""
        ...


class SystemClock:
    """The clock of the PC."""

    def now(self) -> Moment:
        """Return the time of the PC in its local zone."""
        seconds = time.time()
        return Moment(int(seconds * 1000), time.localtime(seconds).tm_gmtoff // 60)

    def monotonic(self) -> float:
        """Return the monotonic seconds of the PC."""
        return time.monotonic()


@dataclass(slots=True)
class FixedClock:
    """A clock that moves only when told: for tests, the demo ente and pictures."""

    moment: Moment
    step_ms: int = 0

    def now(self) -> Moment:
        """Return the set moment, then move on by `step_ms`."""
        moment = self.moment
        self.advance(ms=self.step_ms)
        return moment

    def monotonic(self) -> float:
        """Return the set moment in seconds."""
        return self.moment.utc_ms / 1000

    def advance(self, *, ms: int) -> None:
        """Move the clock on by `ms` milliseconds."""
        self.moment = Moment(self.moment.utc_ms + ms, self.moment.offset)


def today(clock: Clock) -> date:
    """Return the calendar day at the wall clock."""
    return clock.now().local().date()
