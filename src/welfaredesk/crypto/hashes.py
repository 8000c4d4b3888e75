# SPDX-License-Identifier: EUPL-1.2
"""Hashes with a label each, so that a hash made for one purpose never stands for another."""

import hashlib
from functools import cache

PREFIX = "welfaredesk/v1/"
DIGEST_LENGTH = 32
KEY_ID_LENGTH = 16


def sha256(data: bytes) -> bytes:
    """Return the SHA-256 of `data`: 32 bytes."""
    return hashlib.sha256(data).digest()


def framed(label: str, *parts: bytes) -> bytes:
    """Return label and parts, each behind its length in four bytes: no two lists give the same bytes."""
    return _begun(label) + b"".join([len(part).to_bytes(4, "big") + part for part in parts])


@cache
def _begun(label: str) -> bytes:
    spelled = (PREFIX + label).encode()
    return len(spelled).to_bytes(4, "big") + spelled


def chain(previous: bytes, header: bytes) -> bytes:
    """Return the link that follows `previous` (32 bytes, or none at the start) once `header` is appended."""
    return sha256(framed("chain", previous, header))


def position_hash(previous: bytes, position: int, *, item: bytes) -> bytes:
    """Return h of a position: the running hash of every item of an ente, 32 zero bytes before the first."""
    return sha256(framed("position", previous, position.to_bytes(8, "big"), item))


def key_id(key: bytes) -> bytes:
    """Return the 16 bytes that name a symmetric key without telling it."""
    return sha256(framed("key-id", key))[:KEY_ID_LENGTH]
