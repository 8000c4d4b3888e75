# SPDX-License-Identifier: EUPL-1.2
"""Bundles give a fresh desk the folders, keys, entries and parcels that they were made of."""

from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.sync.made import (
    DESK,
    ENTE,
    FOLDER,
    FOLDER_KEY,
    GROUP,
    GROUP_KEY,
    OTHER_DESK,
    PERSON,
    SIGN,
    fresh_ids,
    header,
    some_entries,
)
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.seal import seal
from welfaredesk.crypto.sign import Label
from welfaredesk.crypto.wrap import SealingKey, wrap
from welfaredesk.sync.bundle_text import FolderContent, Holder, PlacedParcel, content_of, folders_in
from welfaredesk.sync.bundles import (
    Audience,
    BundleUnreadable,
    bundle_id,
    decode_bundle,
    encode_bundle,
    pack,
    unpack,
    verify_bundle,
)
from welfaredesk.sync.columns import ColumnsBroken
from welfaredesk.sync.enclosing import Enclosed
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.grants import FolderKey
from welfaredesk.sync.limits import MIB, MOST_SEALED
from welfaredesk.sync.wire import Bundle

AUDIENCE = Audience(ente=ENTE, group=GROUP, epoch=3, public=GROUP_KEY.public, upto=77)


def placed(position: int, desk: str, k_from: int, *, count: int) -> PlacedParcel:
    identity = sha256(bytes([position]))
    return PlacedParcel(id=identity, position=position, desk=desk, n=position, k_from=k_from, k_to=k_from + count - 1)


def two_desks(folder: str = FOLDER) -> FolderContent:
    mine = [(msgspec.structs.replace(one, folder=folder), body) for one, body in some_entries(4, k_from=1)]
    theirs = [(header(k, b"", desk=OTHER_DESK, folder=folder), b"") for k in (1, 2, 9)]
    parcels = [
        placed(5, DESK, 1, count=2),
        placed(6, OTHER_DESK, 1, count=2),
        placed(9, DESK, 3, count=2),
        placed(12, OTHER_DESK, 9, count=1),
    ]
    key = FolderKey(folder, FOLDER_KEY, PERSON, "person", "ordinary")
    return FolderContent(key, parcels, [*mine[:2], *theirs[:2], *mine[2:], theirs[2]])


def made(folders: list[FolderContent], *, part_size: int = 1) -> list[Bundle]:
    return pack(folders, AUDIENCE, desk=DESK, ids=fresh_ids(), sign=SIGN, part_size=part_size)


def test_a_bundle_gives_back_its_folders_in_parts() -> None:
    folders = [two_desks(), two_desks(fresh_ids(8).opaque()), FolderContent(two_desks().key, [], [])]
    bundles = made(folders)
    assert [(one.part, one.parts, one.upto) for one in bundles] == [(0, 3, 77), (1, 3, 77), (2, 3, 77)]
    assert [folder for one in bundles for folder in unpack(decode_bundle(encode_bundle(one)), GROUP_KEY)] == folders
    assert unpack(made(folders, part_size=10**6)[0], GROUP_KEY) == folders
    assert len({bundle_id(one) for one in bundles}) == 3
    assert made([]) == []


def test_who_else_holds_a_folder_comes_with_it() -> None:
    other = fresh_ids(9).opaque()
    shared = replace(two_desks(), holders=(Holder(GROUP, 3, 5), Holder(other, 1, 7)))
    alone = replace(two_desks(fresh_ids(8).opaque()), holders=(Holder(GROUP, 3, 6),))
    (one,) = made([shared, alone], part_size=10**6)
    assert unpack(one, GROUP_KEY) == [shared, alone]


def test_a_bundle_is_signed_and_opened_by_its_group_alone() -> None:
    (one,) = made([two_desks()])
    assert verify_bundle(one, SIGN.public)
    head = msgspec.msgpack.encode(msgspec.structs.replace(one, wrapped=b"", sealed=b"", signature=b""))
    digest = sha256(framed("bundle", head, one.wrapped, sha256(one.sealed)))
    assert one.signature == SIGN.sign(Label.BUNDLE, digest)
    assert bundle_id(one) == digest[:16]
    with pytest.raises(BundleUnreadable):
        unpack(one, SealingKey.from_bytes(bytes(range(32))))
    for changed in ({"upto": 78}, {"epoch": 4}, {"sealed": one.sealed[:-1]}, {"wrapped": bytes(80)}):
        other = msgspec.structs.replace(one, **changed)
        assert not verify_bundle(other, SIGN.public)
        with pytest.raises(BundleUnreadable):
            unpack(other, GROUP_KEY)


def test_rubbish_is_no_bundle() -> None:
    for data in (b"", b"\x90", encode_bundle(made([two_desks()])[0])[:-1]):
        with pytest.raises(WireBroken):
            decode_bundle(data)


def test_rubbish_truly_sealed_is_unreadable() -> None:
    (one,) = made([two_desks()])
    head = msgspec.structs.replace(one, wrapped=b"", sealed=b"", signature=b"")
    aad = msgspec.msgpack.encode(head)
    wrapped = wrap(GROUP_KEY.public, bytes(32), label="bundle", aad=aad)
    sealed = seal(bytes(32), bytes(31) + b"\1", aad=aad)
    with pytest.raises(BundleUnreadable):
        unpack(msgspec.structs.replace(head, wrapped=wrapped, sealed=sealed), GROUP_KEY)


def test_entries_that_are_not_those_of_the_parcels_are_refused() -> None:
    good = two_desks()
    doubled = [*good.parcels[:-1], placed(12, OTHER_DESK, 2, count=1)]
    for parcels, entries in ((good.parcels, good.entries[1:]), (doubled, good.entries), (good.parcels[1:], [])):
        with pytest.raises(ValueError, match="those of its parcels"):
            made([FolderContent(good.key, parcels, entries)])


def test_a_part_too_large_is_halved_and_a_folder_too_large_left_out() -> None:
    ids = fresh_ids(6)

    def of(size: int) -> FolderContent:
        folder, body = (
            ids.opaque(),
            b"\x92\xc4\x10" + ids.token(16) + b"\xc6" + size.to_bytes(4, "big") + bytes(size),
        )
        key = FolderKey(folder, FOLDER_KEY, PERSON, "person", "ordinary")
        return FolderContent(key, [placed(1, DESK, 1, count=1)], [(header(1, body, folder=folder), body)])

    folders = [of(MOST_SEALED // 2), of(MOST_SEALED + MIB), of(MOST_SEALED // 3)]
    bundles = made(folders, part_size=10**8)
    assert [folder for one in bundles for folder in unpack(one, GROUP_KEY)] == [folders[0], folders[2]]


@settings(max_examples=300)
@given(st.integers(0, 10**6), st.integers(0, 255), st.integers(0, 1))
def test_a_changed_byte_gives_other_folders_or_none(place: int, byte: int, part: int) -> None:
    content = content_of([two_desks()])
    both = [bytearray(content.data), bytearray(content.beside)]
    both[part][place % len(both[part])] = byte
    try:
        assert isinstance(folders_in(Enclosed(bytes(both[0]), bytes(both[1]))), list)
    except ColumnsBroken:
        return


@given(st.binary(max_size=200), st.binary(max_size=100))
def test_rubbish_holds_no_folders(data: bytes, beside: bytes) -> None:
    try:
        assert not folders_in(Enclosed(data, beside)) or data
    except ColumnsBroken:
        return
