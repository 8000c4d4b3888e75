# SPDX-License-Identifier: EUPL-1.2
"""The merge of long texts: fixed vectors that may never change, and what holds for any three texts."""

import hashlib
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfaredesk.domain.text_diff import BREAK, edits_between, gaps, text_of, tokens_of
from welfaredesk.domain.text_merge import (
    Merged,
    Overlap,
    Segment,
    apply_splice,
    merge,
    splice_of,
    words_changed,
)

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("text_merge_vectors.json").read_text(encoding="utf-8")
)

WORDS = st.sampled_from(["la", "madre", "lavora", "casa", "è", "", "sola.", "😀", "a\u0301"])
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", " ", " ", BREAK])), max_size=14).map(
    lambda row: "".join(word + mark for word, mark in row)
)


@st.composite
def versions(draw: st.DrawFn, base: str) -> str:
    """Return a text made out of the base by a few edits of characters, or another text altogether."""
    text = base
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 8)))
        text = text[:start] + draw(TEXTS) + text[end:]
    return text


@st.composite
def threes(draw: st.DrawFn) -> tuple[str, str, str]:
    """Return a base and two versions of it."""
    base = draw(TEXTS)
    return base, draw(versions(base)), draw(versions(base))


def words(text: str) -> list[str]:
    """Return the words of a text, without breaks and doubled spaces."""
    return [token for token in tokens_of(text) if token not in ("", BREAK)]


def long_text(seed: int, *, size: int, vocabulary: int, paragraph: int) -> str:
    """Return a long text, the same everywhere: words of a vocabulary, paragraphs of some mean length."""
    state, parts = seed, list[str]()
    for _ in range(size):
        state = (state * 1103515245 + 12345) % 2**31
        parts.append(f"p{(state >> 8) % vocabulary}")
        parts.append(BREAK if (state >> 20) % paragraph == 0 else " ")
    return "".join(parts)


def digest(value: object) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of a value's text."""
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_vector_merges_as_it_did_on_the_first_day(vector: dict[str, Any]) -> None:
    merged = merge(vector["base"], vector["standing"], incoming=vector["incoming"])
    assert merged == Merged(vector["text"], tuple(Overlap(*row) for row in vector["overlaps"]))
    assert splice_of(vector["base"], vector["incoming"]) == [tuple(row) for row in vector["splice"]]


def test_there_are_enough_vectors_of_both_outcomes() -> None:
    clashing = [vector for vector in VECTORS if vector["overlaps"]]
    assert len(VECTORS) >= 25
    assert 8 <= len(clashing) <= len(VECTORS) - 8
    assert len({vector["name"] for vector in VECTORS}) == len(VECTORS)


@given(TEXTS)
def test_tokens_give_the_text_back(text: str) -> None:
    assert text_of(tokens_of(text)) == text


@given(threes())
def test_what_only_one_side_changed_is_taken_as_it_is(three: tuple[str, str, str]) -> None:
    base, new, _ = three
    assert merge(base, base, incoming=new) == Merged(new, ())
    assert merge(base, new, incoming=base) == Merged(new, ())
    assert merge(base, new, incoming=new) == Merged(new, ())


@given(threes())
def test_no_text_that_either_side_wrote_is_lost(three: tuple[str, str, str]) -> None:
    base, standing, incoming = three
    kept = " " + " ".join(words(merge(base, standing, incoming=incoming).text)) + " "
    for side in (standing, incoming):
        for edit in edits_between(base, side):
            written = " ".join(words(text_of(edit.tokens)))
            assert not written or f" {written} " in kept
        assert set((Counter(words(side)) - Counter(words(base))).keys()) <= set(kept.split(" "))


@given(threes())
def test_the_order_of_two_sides_decides_nothing_but_the_order_of_insertions(
    three: tuple[str, str, str],
) -> None:
    base, standing, incoming = three
    one, other = merge(base, standing, incoming=incoming), merge(base, incoming, incoming=standing)
    assert [overlap.base for overlap in one.overlaps] == [overlap.base for overlap in other.overlaps]
    assert [overlap.standing for overlap in one.overlaps] == [overlap.incoming for overlap in other.overlaps]
    if not one.overlaps:
        assert Counter(words(one.text)) == Counter(words(other.text))


@given(threes())
def test_an_overlap_always_holds_two_different_wordings(three: tuple[str, str, str]) -> None:
    base, standing, incoming = three
    for overlap in merge(base, standing, incoming=incoming).overlaps:
        assert words(overlap.standing) != words(overlap.incoming)
        assert overlap.base


@given(TEXTS, TEXTS, TEXTS)
def test_two_insertions_anywhere_are_never_an_overlap(start: str, end: str, written: str) -> None:
    base = f"{start}X{BREAK}Y{end}"
    standing = f"{start}X{BREAK}prima {written}{BREAK}Y{end}"
    incoming = f"{start}X{BREAK}dopo {written}{BREAK}Y{end}"
    merged = merge(base, standing, incoming=incoming)
    assert merged == Merged(f"{start}X{BREAK}prima {written}{BREAK}dopo {written}{BREAK}Y{end}", ())


@given(threes())
def test_edits_are_in_order_and_never_touch(three: tuple[str, str, str]) -> None:
    edits = edits_between(three[0], three[1])
    assert all(edit.start < edit.end or edit.tokens for edit in edits)
    assert all(left.end < right.start for left, right in pairwise(edits))


@given(threes())
def test_a_splice_makes_the_new_text_again(three: tuple[str, str, str]) -> None:
    base, new, _ = three
    assert apply_splice(base, splice_of(base, new)) == new


def test_a_letter_corrected_in_a_long_text_is_a_splice_of_one_letter() -> None:
    base = long_text(5, size=20_000, vocabulary=3000, paragraph=40)
    assert len(base) > 100_000
    new = base[:70_000] + "é" + base[70_001:]
    assert splice_of(base, new) == [(70_000, 1, "é")]


@pytest.mark.parametrize(
    "splice",
    [
        [(-1, 0, "x")],
        [(5, 1, "")],
        [(6, 0, "x")],
        [(0, -1, "")],
        [(2, 2, ""), (3, 1, "x")],
        [(3, 0, "x"), (1, 0, "y")],
    ],
)
def test_a_splice_that_does_not_fit_is_refused(splice: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        apply_splice("abcde", splice)


def test_a_splice_of_nothing_leaves_the_text() -> None:
    assert splice_of("Vive sola.", "Vive sola.") == []
    assert apply_splice("Vive sola.", []) == "Vive sola."


@given(threes())
def test_segments_hold_both_texts_whole(three: tuple[str, str, str]) -> None:
    before, after, _ = three
    segments = words_changed(before, after)
    assert "".join(segment.text for segment in segments if segment.kind != "added") == before
    assert "".join(segment.text for segment in segments if segment.kind != "removed") == after
    assert all(segment.text for segment in segments)


def test_only_the_words_that_differ_are_marked() -> None:
    assert words_changed("Il figlio di Anna lavora.", "Il figlio di Marta lavora.") == [
        Segment("Il figlio di ", "same"),
        Segment("Anna", "removed"),
        Segment("Marta", "added"),
        Segment(" lavora.", "same"),
    ]
    assert words_changed("Vive sola.", "Vive sola.\nHa un gatto.") == [
        Segment("Vive sola.", "same"),
        Segment("\nHa un gatto.", "added"),
    ]
    assert words_changed("Vive da sola ora", "Vive ora") == [
        Segment("Vive ", "same"),
        Segment("da sola ", "removed"),
        Segment("ora", "same"),
    ]
    assert words_changed("", "") == []


def test_a_sentence_rewritten_is_marked_whole_and_not_word_by_word() -> None:
    before = "Il padre non risponde al telefono da giorni interi"
    after = "La nonna si presenta al posto della madre malata"
    assert [segment.kind for segment in words_changed(before, after)] == ["removed", "added"]


def test_many_small_changes_of_two_persons_in_a_long_text_merge_without_a_question() -> None:
    rows = [f"Riga {number}: il nucleo {number} paga regolarmente." for number in range(2000)]
    standing = [row.replace("paga", "non paga") if place % 5 == 0 else row for place, row in enumerate(rows)]
    incoming = [f"{row} Visto." if place % 3 == 0 else row for place, row in enumerate(rows)]
    both = [
        (row.replace("paga", "non paga") if place % 5 == 0 else row) + (" Visto." if place % 3 == 0 else "")
        for place, row in enumerate(rows)
    ]
    for mark in (BREAK, " "):
        merged = merge(mark.join(rows), mark.join(standing), incoming=mark.join(incoming))
        assert merged == Merged(mark.join(both), ())


RUNS = ("x " * 9_000 + "y " * 9_000, "y " * 9_000 + "x " * 9_000)
UNIQUE = tuple(" ".join(f"p{place * step % 9001}" for place in range(9001)) for step in (1, 7919))
MIXED = tuple(long_text(seed, size=9_000, vocabulary=3000, paragraph=40) for seed in (1, 2))
LEVEL = tuple(" ".join("x " * 100 + f"{mark}{place}" for place in range(140)) for mark in "pq")


@pytest.mark.parametrize(
    ("pair", "pinned"),
    [
        (RUNS, "cb66628f9d5e5a15"),
        (UNIQUE, "76c41ea6b7b84452"),
        (MIXED, "70d3ce34bf62f6ec"),
        (LEVEL, "dc1f3b7146c8594b"),
    ],
    ids=["runs", "unique", "mixed", "level"],
)
def test_texts_too_different_for_the_exact_way_are_compared_as_on_the_first_day(
    pair: tuple[str, str], pinned: str
) -> None:
    splice = splice_of(*pair)
    assert apply_splice(pair[0], splice) == pair[1]
    assert digest((gaps(pair[0].split(" "), pair[1].split(" ")), splice)) == pinned


def corrected(mark: str, *, times: int) -> list[str]:
    """Return words that alternate with one common word: each costs the exact comparison two edits."""
    return [word for place in range(times) for word in ("e", f"{mark}{place}")]


def test_the_exact_comparison_ends_at_256_edits() -> None:
    assert len(gaps(corrected("p", times=128), corrected("q", times=128))) == 128
    assert len(gaps(corrected("p", times=129), corrected("q", times=129))) == 1


@pytest.mark.parametrize(("times", "found"), [(32, 32), (33, 1)])
def test_between_two_anchors_the_exact_comparison_ends_at_64_edits(times: int, found: int) -> None:
    old = [*corrected("p", times=times), "ancora", *corrected("r", times=129)]
    new = [*corrected("q", times=times), "ancora", *corrected("s", times=129)]
    assert len(gaps(old, new)) == found + 1


@settings(max_examples=8, deadline=None)
@given(st.integers(1, 10**6), st.integers(2, 4000), st.integers(2, 400))
def test_long_texts_of_any_sort_lose_nothing(seed: int, vocabulary: int, paragraph: int) -> None:
    base, standing, incoming = (
        long_text(seed + place, size=1500, vocabulary=vocabulary, paragraph=paragraph) for place in range(3)
    )
    assert apply_splice(base, splice_of(base, standing)) == standing
    merged = merge(base, standing, incoming=incoming)
    assert merged.overlaps
    added = (Counter(words(standing)) | Counter(words(incoming))) - Counter(words(base))
    assert set(added) <= set(words(merged.text))
