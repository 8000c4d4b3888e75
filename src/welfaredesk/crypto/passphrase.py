# SPDX-License-Identifier: EUPL-1.2
"""From a passphrase to a key, slowly on purpose."""

import unicodedata
from functools import cache

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from mnemonic import Mnemonic

from welfaredesk.base.errors import WeakPassphrase
from welfaredesk.base.ids import Ids
from welfaredesk.crypto.cost import FLOOR, PRODUCTION, SMALL, TEST_COST, Cost, production_cost

__all__ = [
    "FLOOR",
    "LEAST_LENGTH",
    "PRODUCTION",
    "SALT_LENGTH",
    "SMALL",
    "TEST_COST",
    "WORDS",
    "Cost",
    "check_strength",
    "normalise",
    "production_cost",
    "propose_words",
    "stretch",
    "word_list",
]

LEAST_LENGTH = 15
WORDS = 5
SALT_LENGTH = 16


def normalise(passphrase: str) -> bytes:
    """Return the bytes of a passphrase however typed: NFKC, no outer spaces, one space between words."""
    # surrogatepass: a passphrase file in another encoding is a wrong passphrase, never a crash.
    return _tidy(passphrase).encode("utf-8", "surrogatepass")


def check_strength(passphrase: str) -> None:
    """Accept a new passphrase of at least 15 characters, or of five words of the Italian BIP-39 list.

    Words of the list have at least four letters, so five of them always pass the count: there is one test.

    Raises:
        WeakPassphrase: when it is shorter.
    """
    if len(_tidy(passphrase)) < LEAST_LENGTH:
        raise WeakPassphrase


def propose_words(ids: Ids) -> str:
    """Return five words of the Italian BIP-39 list: 55 bits of chance."""
    words = word_list()
    # 65,536 is a whole multiple of 2,048: each word is equally likely.
    return " ".join(words[int.from_bytes(ids.token(2), "big") % len(words)] for _ in range(WORDS))


@cache
def word_list() -> tuple[str, ...]:
    """Return the 2,048 words of the Italian BIP-39 list."""
    return tuple(Mnemonic("italian").wordlist)


def stretch(passphrase: str, salt: bytes, *, cost: Cost) -> bytes:
    """Return the 32-byte key of a passphrase: Argon2id, version 1.3.

    Raises:
        MemoryError: when the PC cannot give the memory of `cost`.
    """
    argon = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return argon.derive(normalise(passphrase))


def _tidy(passphrase: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())
