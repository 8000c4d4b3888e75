# SPDX-License-Identifier: EUPL-1.2
"""Bundles: all that a group may read up to a position, for a desk that has nothing yet, in parts of about 1 MB."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from welfaredesk.base.ids import Ids, packed
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.seal import SealBroken, seal, unseal
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.crypto.wrap import SealingKey, unwrap, wrap
from welfaredesk.sync.bundle_text import FolderContent, content_of, folders_in, size_of
from welfaredesk.sync.columns import ColumnsBroken
from welfaredesk.sync.enclosing import NO_DICTIONARY, TextBroken, TextTooLarge, disclose, enclose
from welfaredesk.sync.frames import decoded
from welfaredesk.sync.limits import MIB
from welfaredesk.sync.wire import FORMAT, Bundle

WRAP_LABEL = "bundle"
PART_SIZE = 6 * MIB
"""Bytes of a part before it is compressed; casework comes out at a fifth. While one is put in place the next comes."""
FIRST_PART = MIB // 4
"""Bytes of the first part, so that a fresh desk can begin with the latest folders after some seconds."""

_KEY_BYTES = 32
_ID_BYTES = 16


class BundleUnreadable(ValueError):
    """A bundle that this key does not open, or whose text is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Whom bundles are made for: an epoch of a group, with its public half, and up to which position."""

    ente: str
    group: str
    epoch: int
    public: bytes
    upto: int


def pack(
    folders: Iterable[FolderContent],
    audience: Audience,
    *,
    desk: str,
    ids: Ids,
    sign: SigningKey,
    part_size: int = PART_SIZE,
) -> list[Bundle]:
    """Return the parts of one generation of bundles; a folder too large for any part is left out.

    What is left out, or was cut meanwhile, is found by the sum over the scope and fetched as parcels.
    """
    texts = [text for some in _parted(folders, part_size) for text in _enclosed(some)]
    generation = ids.token(_ID_BYTES)
    bundles = []
    for part, text in enumerate(texts):
        head = Bundle(
            format=FORMAT,
            ente=packed(audience.ente),
            group=packed(audience.group),
            epoch=audience.epoch,
            generation=generation,
            part=part,
            parts=len(texts),
            upto=audience.upto,
            desk=packed(desk),
        )
        key = ids.token(_KEY_BYTES)
        wrapped = wrap(audience.public, key, label=WRAP_LABEL, aad=msgspec.msgpack.encode(head))
        sealed = seal(key, text, aad=msgspec.msgpack.encode(head))
        bundle = msgspec.structs.replace(head, wrapped=wrapped, sealed=sealed)
        bundles.append(msgspec.structs.replace(bundle, signature=sign.sign(Label.BUNDLE, _hash(bundle))))
    return bundles


def unpack(bundle: Bundle, private: SealingKey) -> list[FolderContent]:
    """Return the folders of a bundle; its signature is verified apart, and the authors' signatures afterwards.

    Raises:
        BundleUnreadable: when `private` is not the key of the epoch, or the text is none.
    """
    aad = msgspec.msgpack.encode(_head(bundle))
    try:
        key = unwrap(private, bundle.wrapped, label=WRAP_LABEL, aad=aad)
        return folders_in(disclose(unseal(key, bundle.sealed, aad=aad)))
    except (SealBroken, TextBroken, ColumnsBroken) as error:
        raise BundleUnreadable(str(error)) from error


def verify_bundle(bundle: Bundle, public: bytes) -> bool:
    """Tell whether the owner of `public` made the bundle."""
    return verify(public, Label.BUNDLE, message=_hash(bundle), signature=bundle.signature)


def bundle_id(bundle: Bundle) -> bytes:
    """Return the 16 bytes that name a bundle."""
    return _hash(bundle)[:_ID_BYTES]


def encode_bundle(bundle: Bundle) -> bytes:
    """Return the bytes of a bundle, as it lies at the server."""
    return msgspec.msgpack.encode(bundle)


def decode_bundle(data: bytes) -> Bundle:
    """Return the bundle in `data`.

    Raises:
        WireBroken: when it is none.
    """
    return decoded(Bundle, data)


def _head(bundle: Bundle) -> Bundle:
    return msgspec.structs.replace(bundle, wrapped=b"", sealed=b"", signature=b"")


def _hash(bundle: Bundle) -> bytes:
    head = msgspec.msgpack.encode(_head(bundle))
    return sha256(framed("bundle", head, bundle.wrapped, sha256(bundle.sealed)))


def _parted(folders: Iterable[FolderContent], part_size: int) -> Iterator[list[FolderContent]]:
    """Give folders as they go into parts: circles apart, the first part a small one."""
    some: list[FolderContent] = []
    size, most = 0, min(part_size, FIRST_PART)
    for folder in folders:
        if some and (size >= most or folder.key.circle != some[-1].key.circle):
            yield some
            some, size, most = [], 0, part_size
        some.append(folder)
        size += size_of(folder)
    if some:
        yield some


def _enclosed(some: Sequence[FolderContent]) -> Iterator[bytes]:
    """Give the text of a part, or of its halves where it is larger than a reader takes."""
    try:
        yield enclose(content_of(some), NO_DICTIONARY)
    except TextTooLarge:
        if len(some) > 1:
            yield from _enclosed(some[: len(some) // 2])
            yield from _enclosed(some[len(some) // 2 :])
