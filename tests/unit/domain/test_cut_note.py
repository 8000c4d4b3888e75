# SPDX-License-Identifier: EUPL-1.2
"""The cut note: what it says comes back as it was, and whatever is none says nothing."""

import pytest

from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.cut_note import FIELD, TYPE, CutNote, from_body, to_changes
from welfaredesk.domain.entry import Body, Operation, Put, PutText, decode_body, encode_body

NOTE = CutNote([b"p" * 32], [("0" * 26, "diary_entry")], [(b"header", b"body"), (b"other", None)])


def test_a_note_comes_back_as_it_was() -> None:
    assert from_body(decode_body(encode_body(Body(b"s" * 16, to_changes(NOTE))))) == NOTE


def test_its_type_is_that_of_no_record() -> None:
    assert find_type(TYPE) is None


@pytest.mark.parametrize(
    "changes", [{}, {"text": Put("x")}, {FIELD: PutText("x")}, {FIELD: Put("x")}, {FIELD: Put([[1], [], []])}]
)
def test_what_is_none_says_nothing(changes: dict[str, Operation]) -> None:
    assert from_body(Body(b"s" * 16, changes)) is None
