# SPDX-License-Identifier: EUPL-1.2
"""Enclosing: a text made short and of a length that tells little, before it is sealed.

The first byte names in its upper three bits how the data is written (0: as it is; 7: a zstd frame; otherwise a zstd
frame with the dictionary of that number; frames are without magic number) and in its lower five how many zero bytes
close the text, up to a multiple of 32. Then come the number of bytes beside in LEB128, these, and the data.
"""

from dataclasses import dataclass

import zstandard

from welfaredesk.sync.dictionary import FILES, LEVEL, NEWEST, dictionary, digested
from welfaredesk.sync.leb128 import NumberBroken, leb128, read_leb128
from welfaredesk.sync.limits import MOST_INFLATED, MOST_SEALED, most_inflated

STEP = 32
AS_IT_IS = 0
NO_DICTIONARY = 7

_PADDING_BITS = 5
_WINDOW = 1 << 23
# Bits of the first byte of a frame (RFC 8878, 3.1.1.1.1): size of the content, single segment.
_ANNOUNCES_SIZE = 0b1110_0000


class TextBroken(ValueError):
    """What was sealed is no text of this format."""


class TextTooLarge(ValueError):
    """The text is larger than one message may carry."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The content of a text: data that is worth compressing, and bytes of chance beside it."""

    data: bytes
    beside: bytes = b""


def enclose(content: Enclosed, number: int = NEWEST) -> bytes:
    """Return the text to seal: the shorter of data and data compressed, padded to a multiple of 32 bytes.

    Raises:
        TextTooLarge: when no reader would take it.
    """
    data = content.data
    if len(data) + len(content.beside) > MOST_INFLATED:
        raise TextTooLarge("the text is too large")
    short = _compressed(data, number)
    if len(short) >= len(data) or len(data) > most_inflated(len(short)):
        number, short = AS_IT_IS, data
    head = leb128(len(content.beside)) + content.beside
    padding = -(1 + len(head) + len(short)) % STEP
    # The seal adds 16 bytes; the whole stays under what a reader takes.
    if len(head) + len(short) + STEP + 64 > MOST_SEALED:
        raise TextTooLarge("the text is too large")
    return bytes((number << _PADDING_BITS | padding,)) + head + short + bytes(padding)


def disclose(text: bytes) -> Enclosed:
    """Return the content of a text.

    Raises:
        TextBroken: when it encloses nothing, or more than a reader takes.
    """
    if not text or len(text) % STEP:
        raise TextBroken("a text is a multiple of 32 bytes")
    number, padding = text[0] >> _PADDING_BITS, text[0] & (1 << _PADDING_BITS) - 1
    end = len(text) - padding
    if end < 1 or any(text[end:]):
        raise TextBroken("a text is closed with zeros")
    try:
        beside, start = read_leb128(text, 1)
    except NumberBroken as error:
        raise TextBroken(str(error)) from error
    if start + beside > end:
        raise TextBroken("the text ends early")
    chance, data = text[start : start + beside], text[start + beside : end]
    if number == AS_IT_IS:
        return Enclosed(data, chance)
    if number != NO_DICTIONARY and number not in FILES:
        raise TextBroken("the text needs a dictionary of a later version")
    return Enclosed(_inflated(data, number, most=most_inflated(len(data))), chance)


def _inflated(data: bytes, number: int, *, most: int) -> bytes:
    """Return the content of one zstd frame, at most `most` bytes of it."""
    reader = zstandard.ZstdDecompressor(
        dict_data=None if number == NO_DICTIONARY else dictionary(number),
        max_window_size=_WINDOW,
        format=zstandard.FORMAT_ZSTD1_MAGICLESS,
    )
    # A frame that announced its size would be given that much memory before it is read.
    if not data or data[0] & _ANNOUNCES_SIZE:
        raise TextBroken("a frame does not say how large it is")
    try:
        return reader.decompress(data, max_output_size=most)
    except zstandard.ZstdError as error:
        raise TextBroken("the text is not compressed as it says, or inflates to more than it may") from error


def _compressed(data: bytes, number: int) -> bytes:
    parameters = zstandard.ZstdCompressionParameters.from_level(
        LEVEL,
        source_size=len(data),
        format=zstandard.FORMAT_ZSTD1_MAGICLESS,
        write_content_size=False,
        write_checksum=False,
        write_dict_id=False,
    )
    # A compressor belongs to one thread, and is cheap to make; the digested dictionary is shared.
    prepared = None if number == NO_DICTIONARY else digested(number)
    return zstandard.ZstdCompressor(dict_data=prepared, compression_params=parameters).compress(data)
