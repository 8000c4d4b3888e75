# SPDX-License-Identifier: EUPL-1.2
"""The cut form: a parcel without its text keeps its id and its signature, and opens no more."""

import pytest

from tests.unit.sync.made import ENTE, FOLDER_KEY, SIGN, some_parcel
from welfaredesk.crypto.hashes import key_id
from welfaredesk.sync.interning import Incoming, Outgoing
from welfaredesk.sync.parcels import (
    ParcelUnreadable,
    completed,
    is_cut,
    open_parcel,
    parcel_id,
    verify_parcel,
    without_text,
)


def test_a_parcel_without_its_text_is_the_same_parcel() -> None:
    whole = some_parcel()
    bare = without_text(whole)
    assert is_cut(bare.sealed)
    assert not is_cut(whole.sealed)
    assert parcel_id(bare) == parcel_id(whole)
    assert verify_parcel(bare, SIGN.public)
    with pytest.raises(ParcelUnreadable):
        open_parcel(bare, FOLDER_KEY)


def test_what_is_cut_already_is_cut_no_further() -> None:
    bare = without_text(some_parcel())
    assert without_text(bare) == bare


def test_the_reader_works_out_a_cut_parcel_as_any_other() -> None:
    bare = without_text(some_parcel())
    named = Incoming().name(Outgoing().wire(bare))
    found = completed(named, ente=ENTE, key_ids=[key_id(FOLDER_KEY)], previous=bare.header.previous, public=SIGN.public)
    assert found == bare
