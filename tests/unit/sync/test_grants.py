# SPDX-License-Identifier: EUPL-1.2
"""Grants, withdrawals and letters: opened by their group alone, bound to every word in clear, signed."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
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
    RECORD,
    SIGN,
    fresh_ids,
)
from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import framed, key_id, sha256
from welfaredesk.crypto.seal import seal
from welfaredesk.crypto.sign import Label, SigningKey
from welfaredesk.crypto.wrap import SealingKey, wrap
from welfaredesk.sync.enclosing import TextTooLarge
from welfaredesk.sync.frames import decode
from welfaredesk.sync.grants import (
    FolderKey,
    GrantUnreadable,
    GroupEpoch,
    grant_id,
    make_ungrant,
    open_grant,
    seal_grant,
    ungrant_id,
    verify_grant,
    verify_ungrant,
)
from welfaredesk.sync.letters import LetterUnreadable, letter_id, open_letter, seal_letter, verify_letter
from welfaredesk.sync.limits import MOST_FOLDERS, MOST_GROUPS, MOST_SEALED
from welfaredesk.sync.wire import FrameKind, Grant, GrantFor, Letter, Ungrant

OTHER_KEY = SigningKey.from_bytes(bytes(32))
STRANGER = SealingKey.from_bytes(bytes(range(32)))
HERE = GroupEpoch(GROUP, 2, GROUP_KEY.public)
THERE = GroupEpoch(OTHER_DESK, 5, STRANGER.public)


def grant(folders: list[FolderKey] | None = None) -> Grant:
    given_ = folders or [FolderKey(FOLDER, FOLDER_KEY, PERSON, "person", "ordinary")]
    return seal_grant(given_, [HERE], ente=ENTE, desk=DESK, ids=fresh_ids(), sign=SIGN)


def opened(one: Grant, private: SealingKey = GROUP_KEY) -> list[FolderKey]:
    return open_grant(one, private, group=GROUP, epoch=2)


def letter(data: bytes = b"chi la segue?") -> Letter:
    return seal_letter(data, ente=ENTE, group=GROUP, epoch=2, public=GROUP_KEY.public, desk=DESK, n=4, sign=SIGN)


def ungrant() -> Ungrant:
    return make_ungrant(ente=ENTE, group=GROUP, folder=FOLDER, ids=fresh_ids(), desk=DESK, sign=SIGN)


@given(st.lists(st.tuples(st.integers(0, 2**64), st.sampled_from(["person", "household", ""])), min_size=1, max_size=9))
def test_a_grant_gives_the_group_its_keys(drawn: list[tuple[int, str]]) -> None:
    folders = [
        FolderKey(fresh_ids(seed).opaque(), fresh_ids(seed).token(32), RECORD, kind, f"circle {seed % 3}")
        for seed, kind in drawn
    ]
    assert opened(grant(folders)) == folders


def test_a_grant_to_two_groups_is_sealed_once_and_opened_by_each() -> None:
    folders = [FolderKey(fresh_ids(n).opaque(), bytes([n]) * 32, PERSON, "person", "ordinary") for n in range(20)]
    both = seal_grant(folders, [HERE, THERE], ente=ENTE, desk=DESK, ids=fresh_ids(), sign=SIGN)
    assert opened(both) == folders == open_grant(both, STRANGER, group=OTHER_DESK, epoch=5)
    assert len(msgspec.msgpack.encode(both)) < len(msgspec.msgpack.encode(grant(folders))) + 110
    for private, group, epoch in ((STRANGER, GROUP, 2), (GROUP_KEY, OTHER_DESK, 5), (GROUP_KEY, GROUP, 5)):
        with pytest.raises(GrantUnreadable):
            open_grant(both, private, group=group, epoch=epoch)
    fewer = msgspec.structs.replace(both, groups=both.groups[:1])
    assert not verify_grant(fewer, SIGN.public)
    with pytest.raises(GrantUnreadable):
        opened(fewer)


def test_a_grant_is_opened_by_its_group_alone_and_tells_the_server_two_ids() -> None:
    one = grant()
    with pytest.raises(GrantUnreadable):
        opened(one, STRANGER)
    assert one.folders == [(packed(FOLDER), key_id(FOLDER_KEY))]
    data = msgspec.msgpack.encode(one)
    assert not [word for word in (packed(PERSON), b"person", b"ordinary", FOLDER_KEY) if word in data]
    assert decode(FrameKind.GRANT, data) == one


@pytest.mark.parametrize(
    "changed",
    [
        {"ente": bytes(16)},
        {"groups": [GrantFor(bytes(16), 2, bytes(80))]},
        {"groups": [GrantFor(packed(GROUP), 3, bytes(80))]},
        {"groups": []},
        {"desk": packed(OTHER_DESK)},
        {"folders": [(packed(FOLDER), bytes(16))]},
        {"folders": [(packed(FOLDER), key_id(FOLDER_KEY))] * 2},
        {"sealed": bytes(80)},
    ],
)
def test_a_grant_is_bound_to_all_that_it_says_in_clear(changed: dict[str, Any]) -> None:
    other = msgspec.structs.replace(grant(), **changed)
    assert not verify_grant(other, SIGN.public)
    assert grant_id(other) != grant_id(grant())
    with pytest.raises(GrantUnreadable):
        opened(other)


def test_a_key_that_is_not_the_one_named_is_refused() -> None:
    here = GrantFor(packed(GROUP), 2, b"")
    bare = Grant(1, packed(ENTE), [here], [(packed(FOLDER), bytes(16))], b"", packed(DESK))
    aad, key = msgspec.msgpack.encode(bare), bytes(32)
    wrapped = msgspec.structs.replace(here, wrapped=wrap(GROUP_KEY.public, key, label="grant", aad=aad))
    texts = [FOLDER_KEY + packed(PERSON) + b"\0\x0cperson\0\x10ordinary", b"", bytes(200)]
    for text in texts:
        made = msgspec.structs.replace(bare, groups=[wrapped], sealed=seal(key, text, aad=aad))
        with pytest.raises(GrantUnreadable):
            opened(made)


def test_a_grant_is_of_some_folders_with_whole_keys() -> None:
    one = FolderKey(FOLDER, FOLDER_KEY, PERSON, "person", "ordinary")
    for folders in ([], [one] * (MOST_FOLDERS + 1), [FolderKey(FOLDER, b"short", PERSON, "person", "ordinary")]):
        with pytest.raises(ValueError, match=r"a grant|32 bytes"):
            seal_grant(folders, [HERE], ente=ENTE, desk=DESK, ids=fresh_ids(), sign=SIGN)
    for groups in ([], [HERE] * (MOST_GROUPS + 1)):
        with pytest.raises(ValueError, match="a grant"):
            seal_grant([one], groups, ente=ENTE, desk=DESK, ids=fresh_ids(), sign=SIGN)
    assert "key" not in repr(one)


def _unsigned(item: Grant | Ungrant | Letter) -> bytes:
    return msgspec.msgpack.encode(msgspec.structs.replace(item, signature=b""))


def test_what_is_signed_and_named_has_not_drifted() -> None:
    one, gone, sent = grant(), ungrant(), letter()
    named = {"grant": grant_id(one), "ungrant": ungrant_id(gone), "letter": letter_id(sent)}
    for label, item in ((Label.GRANT, one), (Label.UNGRANT, gone), (Label.LETTER, sent)):
        assert named[label.value] == sha256(framed(label.value, _unsigned(item)))
        assert item.signature == SIGN.sign(label, _unsigned(item))
    assert verify_grant(one, SIGN.public) > verify_grant(one, OTHER_KEY.public)
    assert verify_ungrant(gone, SIGN.public) > verify_ungrant(gone, OTHER_KEY.public)
    assert verify_letter(sent, SIGN.public) > verify_letter(sent, OTHER_KEY.public)


def test_a_withdrawal_is_signed_and_each_is_another_item() -> None:
    first = ungrant()
    ids = fresh_ids(2)
    second = make_ungrant(ente=ENTE, group=GROUP, folder=FOLDER, ids=ids, desk=DESK, sign=SIGN)
    assert ungrant_id(first) != ungrant_id(second)
    assert not verify_ungrant(msgspec.structs.replace(first, folder=bytes(16)), SIGN.public)
    assert decode(FrameKind.UNGRANT, msgspec.msgpack.encode(first)) == first


@given(st.binary(max_size=2000))
def test_a_letter_is_read_by_its_group(data: bytes) -> None:
    one = letter(data)
    assert open_letter(one, GROUP_KEY) == data
    assert (len(one.sealed) - 48) % 32 == 0
    assert decode(FrameKind.LETTER, msgspec.msgpack.encode(one)) == one


@pytest.mark.parametrize("changed", [{"ente": bytes(16)}, {"group": bytes(16)}, {"n": 5}, {"sealed": b""}])
def test_a_letter_is_bound_to_all_that_it_says_in_clear(changed: dict[str, Any]) -> None:
    other = msgspec.structs.replace(letter(), **changed)
    assert not verify_letter(other, SIGN.public)
    with pytest.raises(LetterUnreadable):
        open_letter(other, GROUP_KEY)


def test_a_letter_of_rubbish_or_for_another_is_unreadable() -> None:
    with pytest.raises(LetterUnreadable):
        open_letter(letter(), STRANGER)
    bare = msgspec.structs.replace(letter(), sealed=b"", signature=b"")
    sealed = wrap(GROUP_KEY.public, b"no text", label="letter", aad=msgspec.msgpack.encode(bare))
    with pytest.raises(LetterUnreadable):
        open_letter(msgspec.structs.replace(bare, sealed=sealed), GROUP_KEY)
    with pytest.raises(TextTooLarge):
        letter(fresh_ids().token(MOST_SEALED))
