# SPDX-License-Identifier: EUPL-1.2
"""What leaves by another way than the exchange: grants and parcels as they are kept, and the server's word on them."""

from collections.abc import Iterable, Sequence
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.domain.parcel import Parcel, decode_parcel, encode_parcel
from welfaredesk.sync.frames import FrameReader, WireBroken, decode, encode, raw
from welfaredesk.sync.grants import grant_id
from welfaredesk.sync.limits import MOST_LISTED
from welfaredesk.sync.parcels import parcel_id
from welfaredesk.sync.wire import Bytes16, Bytes32, Bytes64, End, FrameKind, Grant, Refused, Whole

Leaving: TypeAlias = Grant | Parcel
TOKEN_BYTES = 8


class Apart(msgspec.Struct, frozen=True, array_like=True):
    """A parcel or grant, by its kind of frame, that is kept apart: whose, in which folder (of a grant none), when."""

    kind: Whole
    id: Bytes32
    desk: Bytes16
    folder: Annotated[bytes, Meta(max_length=16)]
    k_from: Whole
    k_to: Whole
    at_ms: Whole


class ApartReceipt(msgspec.Struct, frozen=True, array_like=True):
    """What the server keeps apart of what was pushed, by id, what it does not, and its word on the ids."""

    kept: Annotated[list[Bytes32], Meta(max_length=MOST_LISTED)]
    refused: Annotated[list[Refused], Meta(max_length=MOST_LISTED)]
    signature: Bytes64


def write_leaving(items: Iterable[Leaving]) -> bytes:
    """Return grants and parcels as frames, a parcel with its whole header, and END."""
    pieces = [
        encode(FrameKind.GRANT, one) if isinstance(one, Grant) else raw(FrameKind.PARCEL, encode_parcel(one))
        for one in items
    ]
    return b"".join([*pieces, encode(FrameKind.END, End())])


def read_leaving(data: bytes, *, limit: int) -> list[Leaving]:
    """Return what `write_leaving` wrote.

    Raises:
        WireBroken: when it is none, or is cut.
        ValueError: when a parcel in it is none.
    """
    reader = FrameReader(limit_total=limit)
    found: list[Leaving] = []
    ended = False
    for kind, payload in reader.feed(data):
        if ended:
            raise WireBroken("something follows the end")
        if kind is FrameKind.PARCEL:
            found.append(decode_parcel(payload))
        elif kind is FrameKind.GRANT:
            found.append(msgspec.convert(decode(kind, payload), type=Grant))
        elif kind is FrameKind.END:
            ended = True
        else:
            raise WireBroken("no such thing leaves this way")
    if not ended or not reader.at_end:
        raise WireBroken("it is cut")
    return found


def leaving_id(one: Leaving) -> bytes:
    """Return the 32 bytes that name a grant or a parcel."""
    return grant_id(one) if isinstance(one, Grant) else parcel_id(one)


def token_of(ids: Iterable[bytes]) -> bytes:
    """Return what names a list of ids in the head of a reply, empty for none."""
    ordered = sorted(ids)
    return sha256(framed("apart", *ordered))[:TOKEN_BYTES] if ordered else b""


def sign_receipt(
    kept: Sequence[bytes], refused: Sequence[Refused], *, ente: str, desk: str, request: bytes, sign: SigningKey
) -> ApartReceipt:
    """Return the server's word that it keeps these apart for a desk; `request` is the signature of its sign-in."""
    signature = sign.sign(Label.SERVER_REPLY, _words(kept, ente=ente, desk=desk, request=request))
    return ApartReceipt(list(kept), list(refused), signature)


def receipt_holds(receipt: ApartReceipt, *, ente: str, desk: str, request: bytes, public: bytes) -> bool:
    """Tell whether the server that owns `public` gave this receipt in answer to this request."""
    words = _words(receipt.kept, ente=ente, desk=desk, request=request)
    return verify(public, Label.SERVER_REPLY, message=words, signature=receipt.signature)


def _words(kept: Iterable[bytes], *, ente: str, desk: str, request: bytes) -> bytes:
    return framed("apart", packed(ente), packed(desk), request, *kept)
