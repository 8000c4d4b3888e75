# SPDX-License-Identifier: EUPL-1.2
"""The key schedule: one key per purpose out of one secret."""

from enum import StrEnum

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from welfaredesk.crypto.hashes import PREFIX

KEY_LENGTH = 32


class Purpose(StrEnum):
    """What a derived key is for; a purpose is never renamed, since its name is the label."""

    DATABASE = "database"
    FILES = "files"
    SLOTS = "slots"
    BACKUP = "backup"
    DRAFTS = "drafts"
    ENTE_ROOT = "ente-root"
    ENTE_RECOVERY = "ente-recovery"


def derive(secret: bytes, purpose: Purpose) -> bytes:
    """Return the 32-byte key of a purpose: HKDF-SHA256 (RFC 5869), no salt, label `welfaredesk/v1/<purpose>`.

    Raises:
        ValueError: when the secret is not 32 bytes.
    """
    if len(secret) != KEY_LENGTH:
        raise ValueError("a secret is 32 bytes")
    # The secrets are uniformly random, so RFC 5869 section 3.1 asks for no salt.
    label = (PREFIX + purpose.value).encode()
    return HKDF(algorithm=SHA256(), length=KEY_LENGTH, salt=None, info=label).derive(secret)
