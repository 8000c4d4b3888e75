# SPDX-License-Identifier: EUPL-1.2
"""The rates: how many requests each caller has left, filling up again as time goes by."""

from threading import Lock

from welfaredesk.base.clock import Clock

MOST_KEYS = 100_000


class Rates:
    """A bucket per caller: `burst` requests at once, then `rate` per second; counted in this process alone."""

    def __init__(self, rate: float, burst: int, *, clock: Clock) -> None:
        """Take rate and burst."""
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._left: dict[str, tuple[float, float]] = {}
        self._lock = Lock()

    def wait(self, caller: str) -> int:
        """Take one request of a caller; return 0, or after how many whole seconds to come again."""
        now = self._clock.monotonic()
        with self._lock:
            if len(self._left) >= MOST_KEYS:
                self._left = {key: line for key, line in self._left.items() if not self._is_full(line, now)}
            left, since = self._left.get(caller, (float(self._burst), now))
            left = min(self._burst, left + max(0.0, now - since) * self._rate)
            if left < 1:
                self._left[caller] = (left, now)
                return max(1, round((1 - left) / self._rate))
            self._left[caller] = (left - 1, now)
            return 0

    def _is_full(self, line: tuple[float, float], now: float) -> bool:
        left, since = line
        return left + (now - since) * self._rate >= self._burst
