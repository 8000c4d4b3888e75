# SPDX-License-Identifier: EUPL-1.2
"""A parcel comes out as it went in, for who holds the key, and not at all when one bit of it differs."""

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.sync.made import (
    DESK,
    ENTE,
    FOLDER,
    FOLDER_KEY,
    OPERATOR,
    OTHER_DESK,
    PERSON,
    PREVIOUS,
    RECORD,
    SIGN,
    entry_lists,
    fresh_ids,
    header,
    some_entries,
    some_parcel,
)
from welfaredesk.base.ids import packed
from welfaredesk.crypto.hashes import framed, key_id, sha256
from welfaredesk.crypto.seal import seal, unseal
from welfaredesk.crypto.sign import Label, SigningKey
from welfaredesk.domain.entry import Body, Put, encode_body
from welfaredesk.domain.parcel import Parcel, decode_parcel, encode_header, encode_parcel
from welfaredesk.sync.enclosing import STEP, Enclosed, enclose
from welfaredesk.sync.frames import encode
from welfaredesk.sync.interning import Incoming, Named, Outgoing
from welfaredesk.sync.packing import PackedEntry, pack
from welfaredesk.sync.parcels import (
    ParcelUnreadable,
    completed,
    known_ids,
    open_parcel,
    parcel_id,
    seal_parcel,
    verify_parcel,
)
from welfaredesk.sync.wire import FrameKind

# With the fixed key and entries of `made`: the format of the header, its id and its signature never drift. The sealed
# text may, when zstd changes how it compresses; what it holds may not.
HEADER = (
    "9b01c410db5b5fab8f4d3e27dda1494c73cf256dc41079cb9e86830c71c2cdcc69292f45e678c410c8542b1f3408299e499a"
    "a85e98080515c41073ab48767734d7c1c7fde805ec99108d0c0709c420606162636465666768696a6b6c6d6e6f7071727374"
    "75767778797a7b7c7d7e7fcd03e8c40808090a0b0c0d0e0f"
)


@given(entry_lists())
def test_a_parcel_is_opened_by_its_key(entries: list[PackedEntry]) -> None:
    parcel = some_parcel(entries)
    assert open_parcel(decode_parcel(encode_parcel(parcel)), FOLDER_KEY) == entries
    assert verify_parcel(parcel, SIGN.public)


def test_ids_that_both_ends_know_are_not_spelled_and_are_bound_by_the_seal() -> None:
    ids = fresh_ids(3)
    known = known_ids(ente=ENTE, operator=OPERATOR, root=PERSON)
    author = {"id": OPERATOR, "root": known[2], "title": "Riva, Anna"}
    body = encode_body(Body(ids.token(16), {"author": Put(author), "person": Put({"id": PERSON, "root": PERSON})}))
    entries = [(header(7, body, save=ids.new(), record=ids.new()), body)]
    plain, short = some_parcel(entries), some_parcel(entries, known=known)
    assert open_parcel(short, FOLDER_KEY, known=known) == entries
    assert len(plain.sealed) - len(short.sealed) >= 3 * 16 - STEP
    assert all(packed(one) not in enclose(pack(entries, known=known)) for one in known)
    others = [(), known[:2], (*known, OTHER_DESK), known_ids(ente=ENTE, operator=OPERATOR, root=RECORD)]
    others.append(known_ids(ente=ENTE, operator=RECORD, root=PERSON))
    for other in others:
        with pytest.raises(ParcelUnreadable):
            open_parcel(short, FOLDER_KEY, known=other)
    with pytest.raises(ParcelUnreadable):
        open_parcel(plain, FOLDER_KEY, known=known)


@given(entry_lists(), st.lists(st.sampled_from([DESK, OTHER_DESK, OPERATOR, RECORD, PERSON]), max_size=4))
def test_whatever_is_known_the_entries_come_out_as_they_went_in(entries: list[PackedEntry], known: list[str]) -> None:
    assert open_parcel(some_parcel(entries, known=known), FOLDER_KEY, known=known) == entries


def test_a_root_that_is_no_id_makes_a_parcel_unreadable_and_no_more() -> None:
    for strange in ("", "no id", "é" * 26):
        with pytest.raises(ParcelUnreadable):
            open_parcel(some_parcel(), FOLDER_KEY, known=known_ids(ente=ENTE, operator=OPERATOR, root=strange))


def test_a_parcel_travels_without_what_the_reader_works_out() -> None:
    parcel = some_parcel()
    named = Incoming().name(Outgoing().wire(parcel))
    assert _completed(named) == parcel
    assert _completed(named, keys=[bytes(16)]) is None
    assert _completed(named, previous=bytes(32)) is None
    assert _completed(named, public=SigningKey.from_bytes(bytes(32)).public) is None


def _completed(
    named: Named, *, keys: list[bytes] | None = None, previous: bytes = PREVIOUS, public: bytes = SIGN.public
) -> Parcel | None:
    ids = [bytes(16), key_id(FOLDER_KEY)] if keys is None else keys
    return completed(named, ente=ENTE, key_ids=ids, previous=previous, public=public)


def test_besides_its_text_a_parcel_takes_at_most_120_bytes() -> None:
    out = Outgoing()
    for n, folder in enumerate((FOLDER, OTHER_DESK), 400):
        parcel = some_parcel(n=n)
        parcel = msgspec.structs.replace(parcel, header=msgspec.structs.replace(parcel.header, folder=packed(folder)))
        frame = encode(FrameKind.PARCEL, out.wire(parcel))
    assert len(frame) - (len(parcel.sealed) - 16) <= 120


def test_the_header_and_what_is_signed_have_not_drifted() -> None:
    parcel = some_parcel()
    assert encode_header(parcel.header).hex() == HEADER
    assert parcel_id(parcel) == sha256(framed("parcel", bytes.fromhex(HEADER), sha256(parcel.sealed)))
    assert parcel.signature == SIGN.sign(Label.PARCEL, parcel_id(parcel))
    assert len(unseal(FOLDER_KEY, parcel.sealed, aad=bytes.fromhex(HEADER))) % STEP == 0


def _flipped(data: bytes) -> Iterator[bytes]:
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def test_a_parcel_with_any_bit_flipped_is_refused() -> None:
    parcel = some_parcel(some_entries(1))
    for data in _flipped(encode_parcel(parcel)):
        try:
            changed = decode_parcel(data)
        except ValueError:
            continue
        assert changed != parcel
        assert not verify_parcel(changed, SIGN.public)


def test_a_sealed_text_with_any_bit_flipped_does_not_open() -> None:
    parcel = some_parcel(some_entries(1))
    for sealed in _flipped(parcel.sealed):
        with pytest.raises(ParcelUnreadable):
            open_parcel(msgspec.structs.replace(parcel, sealed=sealed), FOLDER_KEY)


@pytest.mark.parametrize("key", [bytes(32), b"", bytes(16)])
def test_another_key_opens_nothing(key: bytes) -> None:
    with pytest.raises(ParcelUnreadable):
        open_parcel(some_parcel(), key)


@given(st.binary(max_size=300), st.sampled_from([0, 1, 7]))
def test_rubbish_that_was_truly_sealed_is_unreadable_and_no_more(data: bytes, number: int) -> None:
    good = some_parcel()
    aad = encode_header(good.header)
    texts = [data, bytes([number << 5]) + data + bytes(-(1 + len(data)) % STEP), enclose(Enclosed(data))]
    for text in texts:
        with pytest.raises(ParcelUnreadable):
            open_parcel(msgspec.structs.replace(good, sealed=seal(FOLDER_KEY, text, aad=aad)), FOLDER_KEY)


def test_ids_of_another_length_in_a_header_are_unreadable() -> None:
    good = some_parcel()
    for changed in ({"desk": b""}, {"folder": bytes(17)}, {"k_to": good.header.k_from - 1}, {"k_to": 2**60}):
        other = msgspec.structs.replace(good.header, **changed)
        sealed = seal(FOLDER_KEY, enclose(Enclosed(b"")), aad=encode_header(other))
        with pytest.raises(ParcelUnreadable):
            open_parcel(Parcel(other, sealed, b""), FOLDER_KEY)


def test_only_consecutive_entries_of_the_desk_and_folder_are_sealed() -> None:
    good = some_entries()
    wrong_body = [(good[0][0], b"altro")]
    of_another = [(header(7, b"", desk=OTHER_DESK), b"")]
    elsewhere = [(header(7, b"", folder=DESK), b"")]
    for entries in ([], [good[0], good[2]], wrong_body, of_another, elsewhere):
        with pytest.raises(ValueError, match=r"a parcel|without gaps|not the one"):
            seal_parcel(
                entries,
                ente=ENTE,
                folder=FOLDER,
                key=FOLDER_KEY,
                desk=DESK,
                n=1,
                previous=b"",
                last=0,
                last_h=bytes(32),
                sign=SIGN,
            )


def test_the_length_of_a_text_tells_little() -> None:
    sizes = set()
    for length in range(60):
        body = b"\x92\xc4\x10" + bytes(16) + b"\xd9" + bytes([length]) + bytes(range(97, 97 + 25)) * 3
        sizes.add(len(some_parcel([(header(1, body[: 21 + length]), body[: 21 + length])]).sealed) - 16)
    assert all(size % STEP == 0 for size in sizes)
    assert len(sizes) <= 3
