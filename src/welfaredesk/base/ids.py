# SPDX-License-Identifier: EUPL-1.2
"""Ids: ordered in time where that helps, random where it would tell, derived where two desks must agree."""

import hashlib
import random
import secrets
from dataclasses import dataclass, field
from typing import Protocol

from welfaredesk.base.clock import Clock, SystemClock

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 26
ID_BYTES = 16
_PAIRS = tuple(first + second for first in ALPHABET for second in ALPHABET)
_SHIFTS = tuple(range(120, -1, -10))
# The digits that `int` reads in base 32: it is five times as fast as the modules for base 32.
_DIGITS = str.maketrans(ALPHABET, "0123456789abcdefghijklmnopqrstuv")
_LETTERS = frozenset(ALPHABET)


def spell(value: int) -> str:
    """Return a 128-bit number as 26 characters of Crockford's base 32, in the number's order."""
    return "".join([_PAIRS[value >> shift & 1023] for shift in _SHIFTS])


def packed(identity: str) -> bytes:
    """Return the 16 bytes of an id, as it travels.

    Raises:
        ValueError: when it is not spelled as one.
    """
    if not is_id(identity):
        raise ValueError("an id is 26 letters")
    return int(identity.translate(_DIGITS), 32).to_bytes(ID_BYTES, "big")


def spelled(data: bytes) -> str:
    """Return the id that 16 bytes hold.

    Raises:
        ValueError: when they are not 16.
    """
    if len(data) != ID_BYTES:
        raise ValueError("an id is 16 bytes")
    return spell(int.from_bytes(data, "big"))


def is_id(text: object) -> bool:
    """Tell whether `text` is spelled as an id."""
    return isinstance(text, str) and len(text) == ID_LENGTH and text[0] in "01234567" and _LETTERS.issuperset(text)


def derived_id(source: str, purpose: str) -> str:
    """Return the id of the record that is made from `source` for `purpose`: the same on every desk."""
    digest = hashlib.sha256(b"welfaredesk/derived-id\0" + source.encode() + b"\0" + purpose.encode()).digest()
    return spell(int.from_bytes(digest[:16], "big"))


class Ids(Protocol):
    """What gives ids and random bytes: chance, or a test's seed."""

    def new(self) -> str:
        """Return an id that sorts after those of earlier milliseconds."""
        ...

    def opaque(self) -> str:
        """Return an id that tells nothing, for what a server may see."""
        ...

    def token(self, size: int) -> bytes:
        """Return `size` random bytes."""
        ...


@dataclass(slots=True)
class SystemIds:
    """Ids from the system's chance and clock: 48 bits of milliseconds, 80 bits of chance."""

    clock: Clock = field(default_factory=SystemClock)

    def new(self) -> str:
        """Return a time-ordered id."""
        return spell((self.clock.now().utc_ms << 80) | secrets.randbits(80))

    def opaque(self) -> str:
        """Return a wholly random id."""
        return spell(secrets.randbits(128))

    def token(self, size: int) -> bytes:
        """Return `size` bytes of the system's chance."""
        return secrets.token_bytes(size)


@dataclass(slots=True)
class SeededIds:
    """Ids that a seed determines: for the demo ente and simulated worlds, never for keys of a real one."""

    seed: int
    clock: Clock = field(default_factory=SystemClock)
    _chance: random.Random = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Start the sequence."""
        self._chance = random.Random(self.seed)

    def new(self) -> str:
        """Return a time-ordered id."""
        return spell((self.clock.now().utc_ms << 80) | self._chance.getrandbits(80))

    def opaque(self) -> str:
        """Return an id without a time in it."""
        return spell(self._chance.getrandbits(128))

    def token(self, size: int) -> bytes:
        """Return `size` bytes of the sequence."""
        return self._chance.randbytes(size)
