# SPDX-License-Identifier: EUPL-1.2
"""Chance that a seed determines, for what the demo ente says; its keys stay truly random."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from welfaredesk.base.ids import Ids, spell

T = TypeVar("T")
_BUFFER = 8192
_WORD = 4
_ID_CHANCE = 10


@dataclass(slots=True)
class Chance:
    """Choices drawn from the bytes of seeded ids."""

    ids: Ids
    _bytes: bytes = field(default=b"", init=False, repr=False)
    _used: int = field(default=0, init=False, repr=False)

    def _take(self, size: int) -> int:
        if self._used + size > len(self._bytes):
            self._bytes, self._used = self.ids.token(_BUFFER), 0
        self._used += size
        return int.from_bytes(self._bytes[self._used - size : self._used], "big")

    def below(self, limit: int) -> int:
        """Return a whole number from 0 to `limit` - 1."""
        return self._take(_WORD) * limit >> (8 * _WORD)

    def between(self, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`, both included."""
        return least + self.below(most - least + 1)

    def happens(self, percent: float) -> bool:
        """Tell whether something happens that does so `percent` times in a hundred."""
        return self._take(_WORD) < percent / 100 * (1 << (8 * _WORD))

    def share(self) -> float:
        """Return a number from 0 to less than 1."""
        return self._take(_WORD) / (1 << (8 * _WORD))

    def pick(self, some: Sequence[T]) -> T:
        """Return one of `some`."""
        return some[self.below(len(some))]

    def weighted(self, some: Sequence[tuple[T, float]]) -> T:
        """Return one of `some` in proportion to its weight."""
        point = self.share() * sum(weight for _, weight in some)
        for one, weight in some:
            point -= weight
            if point < 0:
                return one
        return some[-1][0]

    def sample(self, some: Sequence[T], count: int) -> list[T]:
        """Return `count` different ones of `some`, or all of them, in an order of chance."""
        left = list(some)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def identity(self, utc_ms: int) -> str:
        """Return an id of that millisecond."""
        return spell((max(utc_ms, 0) << 80) | self._take(_ID_CHANCE))


@dataclass(frozen=True, slots=True)
class DemoIds:
    """Ids that a seed determines, with secret bytes that nothing does."""

    seeded: Ids
    secret: Ids

    def new(self) -> str:
        """Return a time-ordered id of the seed."""
        return self.seeded.new()

    def opaque(self) -> str:
        """Return an id of the seed without a time in it."""
        return self.seeded.opaque()

    def token(self, size: int) -> bytes:
        """Return `size` bytes of the system's chance: keys are made of them."""
        return self.secret.token(size)
