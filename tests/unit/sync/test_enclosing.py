# SPDX-License-Identifier: EUPL-1.2
"""A text is short, padded, and never inflates beyond what a reader takes."""

import tracemalloc

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.base.places import resources_folder
from welfaredesk.sync.dictionary import FILES, NEWEST, dictionary
from welfaredesk.sync.enclosing import NO_DICTIONARY, STEP, Enclosed, TextBroken, TextTooLarge, disclose, enclose
from welfaredesk.sync.leb128 import leb128
from welfaredesk.sync.limits import FREE_INFLATED, MIB, MOST_INFLATED, MOST_SEALED, most_inflated
from welfaredesk.sync.nesting import nests_within

PROSE = b"Sentita la signora al telefono: chiede un colloquio la settimana prossima. " * 4


def text(number: int, data: bytes, *, beside: bytes = b"") -> bytes:
    """Return a text spelled by hand."""
    content = leb128(len(beside)) + beside + data
    padding = -(1 + len(content)) % STEP
    return bytes([number << 5 | padding]) + content + bytes(padding)


def frame(data: bytes, **parameters: int) -> bytes:
    """Return a zstd frame without magic number and dictionary."""
    chosen = zstandard.ZstdCompressionParameters(format=zstandard.FORMAT_ZSTD1_MAGICLESS, **parameters)
    return zstandard.ZstdCompressor(compression_params=chosen).compress(data)


@given(st.binary(max_size=3000), st.binary(max_size=300), st.sampled_from([NEWEST, NO_DICTIONARY]))
def test_a_text_gives_back_what_it_encloses(data: bytes, beside: bytes, number: int) -> None:
    made = enclose(Enclosed(data, beside), number)
    assert disclose(made) == Enclosed(data, beside)
    assert len(made) % STEP == 0


def test_prose_gets_shorter_and_the_dictionary_helps() -> None:
    assert len(enclose(Enclosed(PROSE[:75]))) < len(enclose(Enclosed(PROSE[:75]), NO_DICTIONARY)) <= 96


def test_the_dictionary_is_the_one_that_was_shipped() -> None:
    data = (resources_folder() / FILES[1]).read_bytes()
    assert 32 * 1024 <= len(data) <= 64 * 1024
    assert dictionary(1).dict_id() == 1


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        bytes(31),
        bytes([31]) + b"x" * 31,
        bytes([0, 60]) + bytes(30),
        bytes([0]) + b"\x80" * 31,
        text(1, b""),
        text(1, b"rubbish that is no frame"),
        text(2, PROSE),
        text(6, PROSE),
        text(NO_DICTIONARY, frame(PROSE, write_content_size=0)[:-1]),
    ],
)
def test_what_is_no_text_is_refused(broken: bytes) -> None:
    with pytest.raises(TextBroken):
        disclose(broken)


def test_a_bomb_is_refused_and_takes_no_memory() -> None:
    bombs = [
        frame(bytes(64 * MIB)),
        frame(bytes(64 * MIB), write_content_size=0),
        frame(bytes(FREE_INFLATED + MIB)),
        frame(bytes(9 * MIB), window_log=25),
    ]
    tracemalloc.start()
    try:
        for bomb in bombs:
            with pytest.raises(TextBroken):
                disclose(text(NO_DICTIONARY, bomb))
        assert tracemalloc.get_traced_memory()[1] < 2 * MOST_INFLATED
    finally:
        tracemalloc.stop()


def test_what_a_reader_would_refuse_is_not_sent() -> None:
    even = bytes(FREE_INFLATED - MIB)
    assert disclose(enclose(Enclosed(even))) == Enclosed(even)
    for data in (bytes(FREE_INFLATED + MIB), bytes(MOST_INFLATED + 1)):
        with pytest.raises(TextTooLarge):
            enclose(Enclosed(data, bytes(MOST_SEALED - MIB)))
    with pytest.raises(TextTooLarge):
        enclose(Enclosed(b"", bytes(MOST_SEALED)))
    assert most_inflated(0) == FREE_INFLATED
    assert most_inflated(MOST_SEALED) == MOST_INFLATED


@pytest.mark.parametrize(
    ("data", "depth"),
    [
        (b"\x91" * 40 + b"\xc0", 40),
        (b"\x81\xa1a" * 40 + b"\xc0", 40),
        (b"\xdc\x00\x01" * 40 + b"\xc0", 40),
        (b"\xdf\x00\x00\x00\x01\xc0" * 40 + b"\xc0", 40),
        (b"\x9f" + b"\x92\x91\x90\xc0" * 15, 3),
        (b"\xdc\x00\x64" + b"\x90" * 100, 1),
        (b"\xd9\xff" + b"\x91" * 255, 0),
        (b"\x93\xc7\x64\x05" + b"\x91" * 100 + b"\xd6" + b"\x91" * 5 + b"\xcb" + b"\x91" * 8, 1),
        (b"\xdd\x00\x00\x00\x64" + b"\xbf" + b"\x91" * 31 + b"\xc4\x40" + b"\x91" * 64, 1),
    ],
)
def test_depth_is_told_without_decoding(data: bytes, depth: int) -> None:
    assert nests_within(data, depth)
    assert depth == 0 or not nests_within(data, depth - 1)


@given(st.binary(max_size=300), st.integers(0, 5))
def test_depth_of_rubbish_is_told_too(data: bytes, most: int) -> None:
    assert nests_within(data, most) in {True, False}
