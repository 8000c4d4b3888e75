# SPDX-License-Identifier: EUPL-1.2
"""Attachments, sealed piece by piece so that a large one never stands in memory whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256, Hash

from welfaredesk.crypto.hashes import framed
from welfaredesk.crypto.schedule import KEY_LENGTH
from welfaredesk.crypto.seal import TAG_LENGTH, SealBroken

CHUNK_SIZE = 1024 * 1024
LARGEST_CHUNK = 16 * CHUNK_SIZE


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What an entry keeps of a sealed file beside its key: hash of the sealed bytes, plain and chunk size."""

    sha256: str
    size: int
    chunk_size: int


def seal_file(source: BinaryIO, target: BinaryIO, *, key: bytes, chunk_size: int = CHUNK_SIZE) -> SealedFile:
    """Write `source` to `target` in sealed chunks, each 16 bytes longer.

    `key` is 32 random bytes, of this file alone. Each chunk is AES-256-GCM-SIV under a nonce of its index and
    whether it is the last, after STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): no chunk can be moved,
    dropped, repeated or cut off at the end.

    Raises:
        ValueError: when key or chunk size is out of bounds.
    """
    cipher = _cipher(key, chunk_size)
    digest, size = Hash(SHA256()), 0
    for nonce, chunk in _numbered(source, chunk_size):
        sealed = cipher.encrypt(nonce, chunk, _aad(chunk_size))
        target.write(sealed)
        digest.update(sealed)
        size += len(chunk)
    return SealedFile(digest.finalize().hex(), size, chunk_size)


def open_file(source: BinaryIO, target: BinaryIO, *, key: bytes, chunk_size: int = CHUNK_SIZE) -> int:
    """Write the plain bytes of a sealed file to `target` and return how many they are.

    Each chunk is checked before it is written, but that the file is whole is known only at its end: when this
    raises, what `target` holds must be thrown away.

    Raises:
        SealBroken: when key or chunk size is another, or out of bounds (both may come from another desk);
            when the file was cut, reordered or changed.
    """
    try:
        cipher = _cipher(key, chunk_size)
    except ValueError as cause:
        raise SealBroken(str(cause)) from None
    size = 0
    for nonce, sealed in _numbered(source, chunk_size + TAG_LENGTH):
        try:
            chunk = cipher.decrypt(nonce, sealed, _aad(chunk_size))
        except InvalidTag:
            raise SealBroken("the file is not as it was sealed") from None
        target.write(chunk)
        size += len(chunk)
    return size


def sealed_size(size: int, *, chunk_size: int = CHUNK_SIZE) -> int:
    """Return how many bytes a file of `size` bytes takes once sealed; an empty one is one empty chunk."""
    return size + TAG_LENGTH * max(1, -(-size // chunk_size))


def _cipher(key: bytes, chunk_size: int) -> AESGCMSIV:
    if len(key) != KEY_LENGTH:
        raise ValueError("the key of a file is 32 bytes")
    if not 0 < chunk_size <= LARGEST_CHUNK:
        raise ValueError("a chunk is at least one byte and at most 16 MiB")
    return AESGCMSIV(key)


def _numbered(source: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield nonce and piece; the nonce is the index in 11 bytes and a byte that is 1 for the last piece."""
    piece, following = _read(source, size), _read(source, size)
    index = 0
    while following:
        yield index.to_bytes(11, "big") + b"\0", piece
        piece, following, index = following, _read(source, size), index + 1
    yield index.to_bytes(11, "big") + b"\1", piece


def _aad(chunk_size: int) -> bytes:
    return framed("file", chunk_size.to_bytes(4, "big"))


def _read(source: BinaryIO, size: int) -> bytes:
    # An unbuffered file or a pipe may hand over less than asked before its end.
    pieces = []
    while size and (piece := source.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
