# SPDX-License-Identifier: EUPL-1.2
"""The plain pages of a vault, unused ones too: what somebody with the key would find in every corner of the file."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from tests.opened import PASSPHRASE
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk.session import read_slots

PAGE = 4096
RESERVED = 80
VECTOR = 16
FRAME_HEAD = 24
LOG_HEAD = 32


def plain_pages(profile: Path, *, passphrase: str = PASSPHRASE) -> bytes:
    """Return every page of the database and of its log, decrypted as SQLCipher 4 lays them out."""
    key = derive(read_slots(profile).open_with_passphrase(passphrase), Purpose.DATABASE)
    data = (profile / "vault.db").read_bytes()
    pages = [data[start : start + PAGE] for start in range(0, len(data), PAGE)]
    log = profile / "vault.db-wal"
    if log.exists():
        kept = log.read_bytes()[LOG_HEAD:]
        pages += [kept[at + FRAME_HEAD : at + FRAME_HEAD + PAGE] for at in range(0, len(kept), FRAME_HEAD + PAGE)]
    return b"".join(_plain(key, page) for page in pages if len(page) == PAGE)


def _plain(key: bytes, page: bytes) -> bytes:
    # The first page of the file begins with the salt in clear: its first block comes out wrong and holds no text.
    text, vector = page[:-RESERVED], page[-RESERVED : VECTOR - RESERVED]
    opened = Cipher(AES(key), CBC(vector)).decryptor()
    return opened.update(text) + opened.finalize()
