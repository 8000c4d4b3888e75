# SPDX-License-Identifier: EUPL-1.2
"""Attachments open whole or not at all."""

import hashlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.crypto.files import CHUNK_SIZE, LARGEST_CHUNK, SealedFile, open_file, seal_file, sealed_size
from welfaredesk.crypto.seal import TAG_LENGTH, SealBroken

KEY = bytes(range(32))
CHUNK = 16
SEALED_CHUNK = CHUNK + TAG_LENGTH


class Dribble(BytesIO):
    """A source that hands over one byte at a time, as a pipe may."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 1))


def sealed_bytes(plain: bytes, *, chunk_size: int = CHUNK) -> bytes:
    target = BytesIO()
    seal_file(BytesIO(plain), target, key=KEY, chunk_size=chunk_size)
    return target.getvalue()


def opened(sealed: bytes, *, key: bytes = KEY, chunk_size: int = CHUNK) -> bytes:
    target = BytesIO()
    size = open_file(BytesIO(sealed), target, key=key, chunk_size=chunk_size)
    assert size == len(target.getvalue())
    return target.getvalue()


@given(st.binary(max_size=100), st.integers(min_value=1, max_value=40))
def test_a_sealed_file_opens_again_and_says_its_size_and_hash(plain: bytes, chunk_size: int) -> None:
    target = BytesIO()
    facts = seal_file(BytesIO(plain), target, key=KEY, chunk_size=chunk_size)
    sealed = target.getvalue()
    assert facts == SealedFile(hashlib.sha256(sealed).hexdigest(), len(plain), chunk_size)
    assert len(sealed) == sealed_size(len(plain), chunk_size=chunk_size)
    assert opened(sealed, chunk_size=chunk_size) == plain


def test_the_format_of_files_has_not_drifted() -> None:
    assert hashlib.sha256(sealed_bytes(bytes(range(40)))).hexdigest() == (
        "5fcc4a8738dee64866967e7b3b3bfe6223618a7c01285060d12908ed9f8121f2"
    )


def test_a_file_of_several_chunks_of_the_usual_size() -> None:
    plain = bytes(range(256)) * (CHUNK_SIZE // 128) + b"coda"
    assert opened(sealed_bytes(plain, chunk_size=CHUNK_SIZE), chunk_size=CHUNK_SIZE) == plain
    assert sealed_size(len(plain)) == len(plain) + 3 * TAG_LENGTH


def test_a_slow_source_is_read_to_its_end() -> None:
    plain = bytes(range(70))
    target, back = BytesIO(), BytesIO()
    seal_file(Dribble(plain), target, key=KEY, chunk_size=CHUNK)
    assert target.getvalue() == sealed_bytes(plain)
    open_file(Dribble(target.getvalue()), back, key=KEY, chunk_size=CHUNK)
    assert back.getvalue() == plain


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 32, 40])
def test_a_file_cut_anywhere_is_broken(size: int) -> None:
    sealed = sealed_bytes(bytes(range(size)))
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            opened(sealed[:length])


def test_every_changed_byte_of_a_file_is_noticed() -> None:
    sealed = sealed_bytes(bytes(range(40)))
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 0x20]) + sealed[place + 1 :]
        with pytest.raises(SealBroken):
            opened(changed)


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 0, 2), (0, 2), (0, 1), (2,), (0, 1, 2, 2), (0, 1, 2, 0), (2, 1, 0)])
def test_chunks_moved_dropped_or_repeated_are_noticed(order: tuple[int, ...]) -> None:
    sealed = sealed_bytes(bytes(range(3 * CHUNK)))
    chunks = [sealed[start : start + SEALED_CHUNK] for start in range(0, len(sealed), SEALED_CHUNK)]
    assert opened(b"".join(chunks)) == bytes(range(3 * CHUNK))
    with pytest.raises(SealBroken):
        opened(b"".join(chunks[place] for place in order))


def test_a_chunk_of_another_file_does_not_fit() -> None:
    sealed = sealed_bytes(bytes(3 * CHUNK))
    other = BytesIO()
    seal_file(BytesIO(bytes(3 * CHUNK)), other, key=bytes(32), chunk_size=CHUNK)
    with pytest.raises(SealBroken):
        opened(sealed[:SEALED_CHUNK] + other.getvalue()[SEALED_CHUNK:])


def test_another_key_or_chunk_size_does_not_open() -> None:
    sealed = sealed_bytes(b"referto")
    for key, chunk_size in (
        (bytes(32), CHUNK),
        (KEY, CHUNK + 1),
        (b"", CHUNK),
        (KEY, 0),
        (KEY, LARGEST_CHUNK + 1),
    ):
        with pytest.raises(SealBroken):
            opened(sealed, key=key, chunk_size=chunk_size)


@pytest.mark.parametrize(("key", "chunk_size"), [(b"short", CHUNK), (KEY, 0), (KEY, -1), (KEY, LARGEST_CHUNK + 1)])
def test_nothing_is_sealed_out_of_bounds(key: bytes, chunk_size: int) -> None:
    target = BytesIO()
    with pytest.raises(ValueError, match="is"):
        seal_file(BytesIO(b"referto"), target, key=key, chunk_size=chunk_size)
    assert target.getvalue() == b""
