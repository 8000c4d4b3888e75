# SPDX-License-Identifier: EUPL-1.2
"""What the tests of the wire send: entries, keys and ids that a seed determines."""

from collections.abc import Sequence
from typing import Any

import msgspec
from hypothesis import strategies as st

from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.domain.entry import (
    FIRST_MS,
    FORMAT,
    LAST_MS,
    Body,
    EntryKind,
    Header,
    Operation,
    Put,
    SpliceText,
    encode_body,
)
from welfaredesk.domain.parcel import Parcel
from welfaredesk.sync.packing import PackedEntry
from welfaredesk.sync.parcels import seal_parcel

NOW = Moment(1_792_396_800_000, 120)
_ids = SeededIds(11, FixedClock(NOW))
ENTE, DESK, OTHER_DESK, FOLDER, GROUP = (_ids.opaque() for _ in range(5))
OPERATOR, RECORD, PERSON = _ids.new(), _ids.new(), _ids.new()
FOLDER_KEY = bytes(range(32))
SIGN = SigningKey.from_bytes(bytes(range(32, 64)))
GROUP_KEY = SealingKey.from_bytes(bytes(range(64, 96)))
PREVIOUS = bytes(range(96, 128))


def fresh_ids(seed: int = 1) -> SeededIds:
    """Return ids of a seed."""
    return SeededIds(seed, FixedClock(NOW))


def header(k: int, body: bytes, **other: Any) -> Header:
    """Return the header of an entry of `DESK` in `FOLDER`, a minute after the one before."""
    usual = Header(
        format=FORMAT,
        desk=DESK,
        seq=40 + k,
        k=k,
        save=PERSON,
        folder=FOLDER,
        record=RECORD,
        type="diary_entry",
        rules=1,
        kind=EntryKind.SET,
        seen={},
        operator=OPERATOR,
        utc_ms=NOW.utc_ms + 60_000 * k,
        offset=120,
        body_hash=sha256(body),
    )
    return msgspec.structs.replace(usual, **other)


def some_entries(count: int = 3, *, k_from: int = 7) -> list[PackedEntry]:
    """Return entries as a desk writes them."""
    ids = fresh_ids(k_from)
    entries = []
    for k in range(k_from, k_from + count):
        link = {"id": PERSON, "root": PERSON, "title": "Ferrari, Giulia"}
        changes: dict[str, Operation] = {
            "text": SpliceText([(k, 0, " Sentita la nonna, più tranquilla.")]),
            "person": Put(link),
        }
        body = encode_body(Body(ids.token(16), changes))
        seen = {OTHER_DESK: 4, DESK: k - 1} if k == k_from else {}
        entries.append((header(k, body, save=ids.new(), record=ids.new(), seen=seen), body))
    return entries


def some_parcel(
    entries: list[PackedEntry] | None = None, *, key: bytes = FOLDER_KEY, n: int = 12, known: Sequence[str] = ()
) -> Parcel:
    """Return a parcel of entries, signed by `SIGN`."""
    return seal_parcel(
        entries or some_entries(),
        ente=ENTE,
        folder=FOLDER,
        key=key,
        desk=DESK,
        n=n,
        previous=PREVIOUS,
        last=1_000,
        last_h=bytes(range(8, 40)),
        sign=SIGN,
        known=known,
    )


whole = st.integers(-(2**63) + 1, 2**63 - 1)
an_id = st.one_of(
    st.sampled_from([RECORD, PERSON, OPERATOR, DESK]),
    st.integers(0, 2**128 - 1).map(lambda number: SeededIds(number).opaque()),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), whole, st.text(max_size=40), an_id, st.binary(max_size=20)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)),
    max_leaves=12,
)
bodies = st.one_of(
    st.builds(
        lambda salt, changes: encode_body(Body(salt, {name: Put(value) for name, value in changes.items()})),
        st.binary(min_size=16, max_size=16),
        st.dictionaries(st.text(max_size=8), values, max_size=5),
    ),
    st.binary(max_size=60),
    st.binary(max_size=30).map(lambda rest: b"\x92\xc4\x10" + bytes(16) + rest),
)


@st.composite
def entry_lists(draw: st.DrawFn) -> list[PackedEntry]:
    """Draw entries of one desk and folder with all else free."""
    k_from = draw(st.integers(1, 2**40))
    entries = []
    for line in range(draw(st.integers(1, 6))):
        body = draw(bodies)
        one = header(
            k_from + line,
            body,
            format=draw(st.integers(1, 3)),
            seq=draw(whole),
            save=draw(an_id),
            record=draw(an_id),
            operator=draw(an_id),
            type=draw(st.sampled_from(["person", "diary_entry", "tipò"])),
            rules=draw(st.integers(1, 300)),
            kind=draw(st.sampled_from(EntryKind)),
            seen=draw(st.dictionaries(an_id, st.integers(0, 2**50), max_size=4)),
            utc_ms=draw(st.one_of(st.integers(0, 2**44), st.integers(FIRST_MS, LAST_MS))),
            offset=draw(st.integers(-720, 840)),
        )
        entries.append((one, body))
    return entries
