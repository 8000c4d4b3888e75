# SPDX-License-Identifier: EUPL-1.2
"""The recovery sheets: the ente's secret on paper, two of three, and the two keys that come from it."""

import re
from collections.abc import Sequence
from itertools import chain, combinations

from shamir_mnemonic import MnemonicError, Share, combine_mnemonics, generate_mnemonics
from shamir_mnemonic.wordlist import WORD_INDEX_MAP
from welfaredesk.base.errors import WrongShares
from welfaredesk.base.ids import spell
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.schedule import KEY_LENGTH, Purpose, derive
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.wrap import SealingKey

WORDS_OF_A_SHARE = 33

# SLIP-39 stretches with 10,000 × 2^e rounds of PBKDF2, to slow down guesses of its passphrase. There is none
# here, and 32 bytes of chance cannot be guessed: more rounds would only make people wait.
_ITERATION_EXPONENT = 0
_LETTERS = re.compile(r"[^\W\d_]+")


def split(secret: bytes, *, alone: bool) -> list[str]:
    """Return the sheets of 33 English words (SLIP-39): three, of which any two suffice; alone, one twice.

    The chance of the sheets comes from the library, that is from the system.

    Raises:
        ValueError: when the secret is not 32 bytes.
    """
    if len(secret) != KEY_LENGTH:
        raise ValueError("the secret of an ente is 32 bytes")
    needed_and_made = (1, 1) if alone else (2, 3)
    (sheets,) = generate_mnemonics(1, [needed_and_made], secret, iteration_exponent=_ITERATION_EXPONENT)
    return sheets * 2 if alone else sheets


def join(shares: Sequence[str]) -> bytes:
    """Return the 32 bytes of the secret from sheets as people type them: capitals, spaces, lines, «12. word».

    A third sheet is welcome, and a miscopied one does no harm beside two good ones.

    Raises:
        WrongShares: when no two of them (or no single one, for an ente of one person) make a secret.
    """
    sheets = sorted({" ".join(words(share)) for share in shares if is_share(share)})
    for chosen in chain(combinations(sheets, 1), combinations(sheets, 2)):
        try:
            return combine_mnemonics(chosen)
        except MnemonicError:
            continue
    raise WrongShares


def words(share: str) -> list[str]:
    """Return the words of a sheet in lower case, without numbers and signs."""
    return _LETTERS.findall(share.lower())


def unknown_words(share: str) -> list[int]:
    """Return the places, from 0, of the words that no sheet can hold, to be marked while somebody types."""
    return [place for place, word in enumerate(words(share)) if word not in WORD_INDEX_MAP]


def is_share(share: str) -> bool:
    """Tell whether one sheet is copied well, by its own three words of checksum."""
    spoken = words(share)
    try:
        parsed = Share.from_mnemonic(" ".join(spoken))
    except MnemonicError:
        return False
    # Another exponent is of another program, and a high one would keep this PC busy for hours.
    return len(spoken) == WORDS_OF_A_SHARE and parsed.iteration_exponent == _ITERATION_EXPONENT


def root_key(secret: bytes) -> SigningKey:
    """Return the key that signs the first statement of the ente."""
    return SigningKey.from_bytes(derive(secret, Purpose.ENTE_ROOT))


def recovery_key(secret: bytes) -> SealingKey:
    """Return the key that opens every vault and every group of the ente."""
    return SealingKey.from_bytes(derive(secret, Purpose.ENTE_RECOVERY))


def ente_id(root_public: bytes) -> str:
    """Return the id of the ente: the first 128 bits of a labelled hash of its first root public key."""
    return spell(int.from_bytes(sha256(framed("ente-id", root_public))[:16], "big"))
