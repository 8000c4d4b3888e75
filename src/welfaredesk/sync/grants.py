# SPDX-License-Identifier: EUPL-1.2
"""Grants: folder keys sealed once, for the epochs of one group or several, and their withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from welfaredesk.base.ids import Ids, packed, spelled
from welfaredesk.crypto.hashes import framed, key_id, sha256
from welfaredesk.crypto.seal import SealBroken, seal, unseal
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.crypto.wrap import SealingKey, unwrap, wrap
from welfaredesk.sync.columns import ColumnReader, ColumnsBroken, ColumnWriter
from welfaredesk.sync.limits import MOST_FOLDERS, MOST_GROUPS
from welfaredesk.sync.wire import FORMAT, Grant, GrantFor, Ungrant

WRAP_LABEL = "grant"
SALT_BYTES = 16

_KEY_BYTES = 32
_ID_BYTES = 16


class GrantUnreadable(ValueError):
    """A grant that this key does not open, or that does not hold the keys that it names."""


@dataclass(frozen=True, slots=True)
class FolderKey:
    """A folder, its key, and what only those who hold the key know of it."""

    folder: str
    key: bytes = field(repr=False)
    root: str
    root_type: str
    circle: str


@dataclass(frozen=True, slots=True)
class GroupEpoch:
    """An epoch of a group, and its public half."""

    group: str
    epoch: int
    public: bytes


def seal_grant(
    folders: Sequence[FolderKey], groups: Sequence[GroupEpoch], *, ente: str, desk: str, ids: Ids, sign: SigningKey
) -> Grant:
    """Return the grant of 1 to 1,000 folders to the epochs of 1 to 100 groups: the text is sealed once for all."""
    if not 1 <= len(folders) <= MOST_FOLDERS or not 1 <= len(groups) <= MOST_GROUPS:
        raise ValueError("a grant is of 1 to 1,000 folders to 1 to 100 groups")
    named = [(packed(folder.folder), key_id(folder.key)) for folder in folders]
    meant = [GrantFor(packed(one.group), one.epoch, b"") for one in groups]
    bare = Grant(FORMAT, packed(ente), meant, named, b"", packed(desk))
    aad, key = _bytes(bare), ids.token(_KEY_BYTES)
    wrapped = [
        GrantFor(one.group, one.epoch, wrap(group.public, key, label=WRAP_LABEL, aad=aad))
        for one, group in zip(meant, groups, strict=True)
    ]
    unsigned = msgspec.structs.replace(bare, groups=wrapped, sealed=seal(key, _text(folders), aad=aad))
    return msgspec.structs.replace(unsigned, signature=sign.sign(Label.GRANT, _bytes(unsigned)))


def open_grant(grant: Grant, private: SealingKey, *, group: str, epoch: int) -> list[FolderKey]:
    """Return the folder keys of a grant, opened as a member of a group; the signature is verified apart.

    Raises:
        GrantUnreadable: when it is not for that epoch, `private` is not its key, or the keys are not those named.
    """
    bare = [GrantFor(one.group, one.epoch, b"") for one in grant.groups]
    aad = _bytes(msgspec.structs.replace(grant, groups=bare, sealed=b"", signature=b""))
    place = (packed(group), epoch)
    wrapped = next((one.wrapped for one in grant.groups if (one.group, one.epoch) == place), b"")
    try:
        key = unwrap(private, wrapped, label=WRAP_LABEL, aad=aad)
        text = ColumnReader(unseal(key, grant.sealed, aad=aad))
        lines = len(grant.folders)
        keys = [text.raw(_KEY_BYTES) for _ in range(lines)]
        roots = [spelled(text.raw(_ID_BYTES)) for _ in range(lines)]
        root_types, circles = text.names(lines), text.names(lines)
        text.end()
        ids = [spelled(folder) for folder, _ in grant.folders]
    except (SealBroken, ColumnsBroken, ValueError) as error:
        raise GrantUnreadable(str(error)) from error
    if any(key_id(key) != named for key, (_, named) in zip(keys, grant.folders, strict=True)):
        raise GrantUnreadable("a key is not the one named")
    return [FolderKey(*line) for line in zip(ids, keys, roots, root_types, circles, strict=True)]


def verify_grant(grant: Grant, public: bytes) -> bool:
    """Tell whether the owner of `public` signed the grant."""
    return verify(public, Label.GRANT, message=_unsigned(grant), signature=grant.signature)


def grant_id(grant: Grant) -> bytes:
    """Return the 32 bytes that name a grant."""
    return sha256(framed("grant", _unsigned(grant)))


def make_ungrant(*, ente: str, group: str, folder: str, ids: Ids, desk: str, sign: SigningKey) -> Ungrant:
    """Return the withdrawal of a folder from a group; a salt makes each one another item."""
    bare = Ungrant(FORMAT, packed(ente), packed(group), packed(folder), ids.token(SALT_BYTES), packed(desk))
    return msgspec.structs.replace(bare, signature=sign.sign(Label.UNGRANT, _bytes(bare)))


def verify_ungrant(ungrant: Ungrant, public: bytes) -> bool:
    """Tell whether the owner of `public` signed the withdrawal."""
    return verify(public, Label.UNGRANT, message=_unsigned(ungrant), signature=ungrant.signature)


def ungrant_id(ungrant: Ungrant) -> bytes:
    """Return the 32 bytes that name a withdrawal."""
    return sha256(framed("ungrant", _unsigned(ungrant)))


def _text(folders: Sequence[FolderKey]) -> bytes:
    out = ColumnWriter()
    for folder in folders:
        if len(folder.key) != _KEY_BYTES:
            raise ValueError("a folder key is 32 bytes")
        out.raw(folder.key)
    for folder in folders:
        out.raw(packed(folder.root))
    out.names([folder.root_type for folder in folders])
    out.names([folder.circle for folder in folders])
    return out.written()


def _unsigned(item: Grant | Ungrant) -> bytes:
    return _bytes(msgspec.structs.replace(item, signature=b""))


def _bytes(item: Grant | Ungrant) -> bytes:
    return msgspec.msgpack.encode(item)
