# SPDX-License-Identifier: EUPL-1.2
"""Parcels: entries sealed and signed for the way, opened and verified at its end."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from welfaredesk.base.ids import derived_id, packed, spelled
from welfaredesk.crypto.hashes import DIGEST_LENGTH, framed, key_id, sha256
from welfaredesk.crypto.seal import SealBroken, seal, unseal
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.domain.entry import Header
from welfaredesk.domain.parcel import FORMAT, SHORT_H, Parcel, ParcelHeader, encode_header
from welfaredesk.sync.columns import ColumnsBroken
from welfaredesk.sync.enclosing import TextBroken, disclose, enclose
from welfaredesk.sync.interning import Named
from welfaredesk.sync.packing import pack, unpack


class ParcelUnreadable(ValueError):
    """A parcel that this key does not open, or whose text is none."""


def seal_parcel(
    entries: Sequence[tuple[Header, bytes]],
    *,
    ente: str,
    folder: str,
    key: bytes,
    desk: str,
    n: int,
    previous: bytes,
    last: int,
    last_h: bytes,
    sign: SigningKey,
    known: Sequence[str] = (),
) -> Parcel:
    """Return the parcel of entries of one desk in one folder, with consecutive `k`.

    `n` must be one that this desk never sealed another text with; `last` and `last_h` are the cursor's position and h
    (of which eight bytes are kept); `previous` is the id of the desk's previous parcel in the folder, or empty; `known`
    are the `known_ids`, which the text then does not spell.

    Raises:
        ValueError: when the entries are not of this desk and folder, or have gaps; `TextTooLarge` when they do not fit.
    """
    if not entries:
        raise ValueError("a parcel holds at least one entry")
    k_from = entries[0][0].k
    for line, (entry, body) in enumerate(entries):
        if (entry.desk, entry.folder, entry.k) != (desk, folder, k_from + line):
            raise ValueError("the entries of a parcel are of one desk and folder, without gaps")
        if entry.body_hash != sha256(body):
            raise ValueError("a body is not the one written")
    header = ParcelHeader(
        format=FORMAT,
        ente=packed(ente),
        folder=packed(folder),
        key=key_id(key),
        desk=packed(desk),
        n=n,
        k_from=k_from,
        k_to=k_from + len(entries) - 1,
        previous=previous,
        last=last,
        last_h=last_h[:SHORT_H],
    )
    sealed = seal(key, enclose(pack(entries, known=known)), aad=_bound(header, known))
    return Parcel(header, sealed, sign.sign(Label.PARCEL, _id(header, sha256(sealed))))


def known_ids(*, ente: str, operator: str, root: str) -> tuple[str, ...]:
    """Return the ids that a parcel need not spell: its desk's operator, its folder's root, that of the operators."""
    return tuple(dict.fromkeys((operator, root, derived_id(ente, "roster"))))


def _bound(header: ParcelHeader, known: Sequence[str]) -> bytes:
    """Return what the seal binds: the header, and the ids that the text takes for known."""
    return encode_header(header) + b"".join(packed(identity) for identity in known)


def parcel_id(parcel: Parcel) -> bytes:
    """Return the 32 bytes that name a parcel: a hash of its header and of its sealed text; a cut one keeps its name."""
    return _id(parcel.header, _hash_of(parcel.sealed))


def is_cut(sealed: bytes) -> bool:
    """Tell whether what stands in the place of a sealed text is the hash of one that was cut; no text is so short."""
    return len(sealed) == DIGEST_LENGTH


def without_text(parcel: Parcel) -> Parcel:
    """Return what stays of a parcel that is cut: in the place of its sealed text the hash of it, of which its id is."""
    return replace(parcel, sealed=_hash_of(parcel.sealed))


def _hash_of(sealed: bytes) -> bytes:
    return sealed if is_cut(sealed) else sha256(sealed)


def verify_parcel(parcel: Parcel, public: bytes) -> bool:
    """Tell whether the owner of `public` signed this header with this text."""
    return verify(public, Label.PARCEL, message=parcel_id(parcel), signature=parcel.signature)


def open_parcel(parcel: Parcel, key: bytes, *, known: Sequence[str] = ()) -> list[tuple[Header, bytes]]:
    """Return the entries of a parcel, headers and exact bodies; the signature is verified apart.

    With other `known` ids than it was sealed with it does not open.

    Raises:
        ParcelUnreadable: when the key does not open it, or its text is none.
    """
    header = parcel.header
    try:
        desk, folder = spelled(header.desk), spelled(header.folder)
        text = unseal(key, parcel.sealed, aad=_bound(header, known))
        count = header.k_to - header.k_from + 1
        return unpack(disclose(text), desk=desk, folder=folder, k_from=header.k_from, count=count, known=known)
    except (SealBroken, TextBroken, ColumnsBroken, ValueError) as error:
        raise ParcelUnreadable(str(error)) from error


def completed(named: Named, *, ente: str, key_ids: Iterable[bytes], previous: bytes, public: bytes) -> Parcel | None:
    """Return the parcel with what was not sent: the header, with one of the folder's keys, whose signature holds."""
    text = _hash_of(named.sealed)
    for key in key_ids:
        header = ParcelHeader(
            format=FORMAT,
            ente=packed(ente),
            folder=packed(named.folder),
            key=key,
            desk=packed(named.desk),
            n=named.n,
            k_from=named.k_from,
            k_to=named.k_to,
            previous=previous,
            last=named.last,
            last_h=named.last_h,
        )
        if verify(public, Label.PARCEL, message=_id(header, text), signature=named.signature):
            return Parcel(header, named.sealed, named.signature)
    return None


def _id(header: ParcelHeader, text: bytes) -> bytes:
    return sha256(framed("parcel", encode_header(header), text))
