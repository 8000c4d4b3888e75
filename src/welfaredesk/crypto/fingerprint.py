# SPDX-License-Identifier: EUPL-1.2
"""The fingerprint by which a server's key is known: how it is read out, and typed back."""

from welfaredesk.base.text import in_fours
from welfaredesk.crypto.hashes import sha256


def fingerprint(public: bytes) -> str:
    """Return the fingerprint of a server's key as it is read out: SHA-256 in hex, in groups of four."""
    return in_fours(sha256(public).hex())


def is_fingerprint(text: str) -> bool:
    """Tell whether a text typed back is a fingerprint at all."""
    try:
        read_fingerprint(text)
    except ValueError:
        return False
    return True


def read_fingerprint(text: str) -> bytes:
    """Return the 32 bytes of a fingerprint typed back, with or without spaces and colons, in any case.

    Raises:
        ValueError: when it is none.
    """
    data = bytes.fromhex("".join(text.replace(":", " ").replace("-", " ").split()))
    if len(data) != 32:
        raise ValueError("a fingerprint is 64 digits")
    return data
