# SPDX-License-Identifier: EUPL-1.2
"""The pinned comparison of two long texts: paragraphs first, then words inside the paragraphs that differ.

Every desk must find the same edits for ever, so nothing here may change: a better comparison is a new module,
chosen by a higher `rules` number. A text is a row of tokens: its words, split at ASCII spaces, and a `BREAK`
at the end of every paragraph, the last one too. An empty paragraph is its `BREAK` alone.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

BREAK = "\n"

MOST_EDITS = 256
"""Rounds of the exact comparison before it gives way to anchors."""

MOST_EDITS_IN_A_GAP = 64
"""Rounds of the exact comparison between two anchors before the gap counts as wholly replaced."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Tokens `start` to `end` (excluded) of the base give way to `tokens`; an insertion has them equal."""

    start: int
    end: int
    tokens: tuple[str, ...]


class Pair(NamedTuple):
    """The places of one token that both rows have."""

    old: int
    new: int


class Gap(NamedTuple):
    """A stretch of each row, bounds excluded at the end, between two tokens that both rows have."""

    start: int
    end: int
    new_start: int
    new_end: int


def tokens_of(text: str) -> tuple[str, ...]:
    """Return the tokens of a text; `text_of` gives the text back, character by character."""
    return tuple(token for paragraph in text.split(BREAK) for token in _paragraph(paragraph))


def text_of(tokens: Sequence[str]) -> str:
    """Return the text of some tokens: one space between two words, and no break after the last paragraph."""
    parts: list[str] = []
    after_word = False
    for token in tokens:
        if after_word and token != BREAK:
            parts.append(" ")
        parts.append(token)
        after_word = token != BREAK
    return "".join(parts).removesuffix(BREAK)


def edits_between(base: str, new: str) -> list[Edit]:
    """Return the edits that make the tokens of `new` out of those of `base`: in order, never touching.

    A paragraph that was added or taken away is an edit of whole paragraphs wherever that is possible.
    """
    old_texts, new_texts = base.split(BREAK), new.split(BREAK)
    old_rows, new_rows = [_paragraph(text) for text in old_texts], [_paragraph(text) for text in new_texts]
    edits: list[Edit] = []
    offset = paragraph = 0
    for gap in gaps(old_texts, new_texts):
        offset += sum(len(row) for row in old_rows[paragraph : gap.start])
        old = [token for row in old_rows[gap.start : gap.end] for token in row]
        fresh = [token for row in new_rows[gap.new_start : gap.new_end] for token in row]
        edits += [Edit(e.start + offset, e.end + offset, e.tokens) for e in _word_edits(old, fresh)]
        offset += len(old)
        paragraph = gap.end
    return edits


def gaps(old: Sequence[str], new: Sequence[str]) -> list[Gap]:
    """Return where two rows differ, in order.

    Exact (Myers, An O(ND) Difference Algorithm, 1986; a deletion goes before an insertion) up to
    `MOST_EDITS`; beyond, the rows are cut at the tokens that each has exactly once, and compared in between.
    """
    codes: dict[str, int] = {}
    old_codes = [codes.setdefault(token, len(codes)) for token in old]
    new_codes = [codes.setdefault(token, len(codes)) for token in new]
    return _between(_aligned(old_codes, new_codes), Pair(len(old), len(new)))


def _paragraph(text: str) -> list[str]:
    return [*text.split(" "), BREAK] if text else [BREAK]


def _between(pairs: list[Pair], end: Pair) -> list[Gap]:
    found: list[Gap] = []
    start = Pair(0, 0)
    for pair in [*pairs, end]:
        if start != pair:
            found.append(Gap(start.old, pair.old, start.new, pair.new))
        start = Pair(pair.old + 1, pair.new + 1)
    return found


def common_ends(old: Sequence[object], new: Sequence[object]) -> tuple[int, int]:
    """Return how many items two rows share at the start, and then, of what is left, at the end."""
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return head, tail


def _aligned(old: list[int], new: list[int]) -> list[Pair]:
    head, tail = common_ends(old, new)
    old_middle, new_middle = old[head : len(old) - tail], new[head : len(new) - tail]
    middle = _shortest(old_middle, new_middle, most=MOST_EDITS)
    if middle is None:
        middle = _by_anchors(old_middle, new_middle)
    return [
        *(Pair(place, place) for place in range(head)),
        *(Pair(pair.old + head, pair.new + head) for pair in middle),
        *(Pair(len(old) - place, len(new) - place) for place in range(tail, 0, -1)),
    ]


def _by_anchors(old: list[int], new: list[int]) -> list[Pair]:
    anchors = _anchors(old, new)
    bounds = [*anchors, Pair(len(old), len(new))]
    pairs: list[Pair] = []
    start = Pair(0, 0)
    for bound in bounds:
        inner = _shortest(old[start.old : bound.old], new[start.new : bound.new], most=MOST_EDITS_IN_A_GAP)
        pairs += [Pair(pair.old + start.old, pair.new + start.new) for pair in inner or []]
        pairs.append(bound)
        start = Pair(bound.old + 1, bound.new + 1)
    return pairs[:-1]


def _anchors(old: list[int], new: list[int]) -> list[Pair]:
    """Return the longest row of tokens, in the same order on both sides, that each side has exactly once."""
    old_counts, new_counts = Counter(old), Counter(new)
    places = {code: place for place, code in enumerate(new)}
    single = [
        Pair(place, places[code]) for place, code in enumerate(old) if old_counts[code] == 1 and new_counts[code] == 1
    ]
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, pair in enumerate(single):
        rank = bisect_left(tails, pair.new)
        before.append(last[rank - 1] if rank else -1)
        tails[rank : rank + 1] = [pair.new]
        last[rank : rank + 1] = [index]
    chain: list[Pair] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(single[index])
        index = before[index]
    return chain[::-1]


def _shortest(old: list[int], new: list[int], *, most: int) -> list[Pair] | None:
    """Return the pairs of the shortest edit script, or nothing when it takes too many edits."""
    reach = {1: 0}
    trace: list[dict[int, int]] = []
    rows, columns = len(old), len(new)
    for edits in range(most + 1):
        trace.append(reach.copy())
        for diagonal in range(-edits, edits + 1, 2):
            x = reach[diagonal + 1] if _goes_down(reach, diagonal, edits=edits) else reach[diagonal - 1] + 1
            while x < rows and x - diagonal < columns and old[x] == new[x - diagonal]:
                x += 1
            reach[diagonal] = x
            if x >= rows and x - diagonal >= columns:
                return _walk_back(trace, Pair(rows, columns))
    return None


def _goes_down(reach: dict[int, int], diagonal: int, *, edits: int) -> bool:
    return diagonal == -edits or (diagonal != edits and reach[diagonal - 1] < reach[diagonal + 1])


def _walk_back(trace: list[dict[int, int]], end: Pair) -> list[Pair]:
    pairs: list[Pair] = []
    x, y = end
    for edits in range(len(trace) - 1, -1, -1):
        diagonal = x - y
        came_from = diagonal + 1 if _goes_down(trace[edits], diagonal, edits=edits) else diagonal - 1
        previous = trace[edits][came_from]
        while x > previous and y > previous - came_from:
            x, y = x - 1, y - 1
            pairs.append(Pair(x, y))
        x, y = previous, previous - came_from
    return pairs[::-1]


def _word_edits(old: list[str], new: list[str]) -> list[Edit]:
    if old and all(token == BREAK for token in old):
        # Who fills an empty paragraph writes one thing, however many paragraphs long: it stays in one piece.
        head, tail = common_ends(old, new)
        return [Edit(head, len(old) - tail, tuple(new[head : len(new) - tail]))]
    edits = [Edit(g.start, g.end, tuple(new[g.new_start : g.new_end])) for g in gaps(old, new)]
    return _by_paragraph(old, _rewritten_together(old, edits))


def _rewritten_together(old: list[str], edits: list[Edit]) -> list[Edit]:
    """Join two replacements around fewer words than either takes away: those are equal by chance."""
    joined: list[Edit] = []
    for edit in edits:
        joined.append(edit)
        while len(joined) > 1:
            left, right = joined[-2:]
            kept = old[left.end : right.start]
            if BREAK in kept or len(kept) >= min(left.end - left.start, right.end - right.start):
                break
            joined[-2:] = [Edit(left.start, right.end, (*left.tokens, *kept, *right.tokens))]
    return joined


def _by_paragraph(old: list[str], edits: list[Edit]) -> list[Edit]:
    """Cut an edit that ends where a paragraph does, so that whole paragraphs come or go *after* that one.

    «... fine BREAK nuovo» put before a BREAK is the same as «... fine» before it and «nuovo BREAK» behind it;
    so words that somebody else adds to the first paragraph stay in it.
    """
    cut: list[Edit] = []
    for edit in edits:
        for part in _cut_at_break(old, edit):
            if cut and cut[-1].end == part.start:
                cut[-1] = Edit(cut[-1].start, part.end, cut[-1].tokens + part.tokens)
            else:
                cut.append(part)
    return cut


def _cut_at_break(old: list[str], edit: Edit) -> list[Edit]:
    if edit.end == len(old) or old[edit.end] != BREAK:
        return [edit]
    taken = old[edit.start : edit.end]
    if BREAK in edit.tokens and BREAK not in taken:
        place = edit.tokens.index(BREAK)
        parts = [
            Edit(edit.start, edit.end, edit.tokens[:place]),
            Edit(edit.end + 1, edit.end + 1, (*edit.tokens[place + 1 :], BREAK)),
        ]
    elif BREAK in taken and BREAK not in edit.tokens:
        end = edit.start + taken.index(BREAK)
        parts = [Edit(edit.start, end, edit.tokens), Edit(end + 1, edit.end + 1, ())]
    else:
        parts = [edit]
    return [part for part in parts if part.start < part.end or part.tokens]
