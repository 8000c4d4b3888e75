# SPDX-License-Identifier: EUPL-1.2
"""The parcel: the sealed entries of one or more saves in one folder, as its desk signed them."""

import msgspec

FORMAT = 1
ZERO_H = b"\0" * 32
SHORT_H = 8


class ParcelHeader(msgspec.Struct, frozen=True, array_like=True):
    """What is signed of a parcel besides its text; ids are 16 raw bytes, `previous` is empty for the first.

    `last_h` is the first eight bytes of h at the sender's cursor `last`.
    """

    format: int
    ente: bytes
    folder: bytes
    key: bytes
    desk: bytes
    n: int
    k_from: int
    k_to: int
    previous: bytes
    last: int
    last_h: bytes


class Parcel(msgspec.Struct, frozen=True, array_like=True):
    """A header, the sealed text, and the signature of both."""

    header: ParcelHeader
    sealed: bytes
    signature: bytes


def encode_header(header: ParcelHeader) -> bytes:
    """Return the bytes that are signed and bound to the seal."""
    return msgspec.msgpack.encode(header)


def encode_parcel(parcel: Parcel) -> bytes:
    """Return the bytes that a desk keeps of a parcel."""
    return msgspec.msgpack.encode(parcel)


def decode_parcel(data: bytes) -> Parcel:
    """Return the parcel in bytes that `encode_parcel` made.

    Raises:
        ValueError: when it is none.
    """
    return msgspec.msgpack.decode(data, type=Parcel)
