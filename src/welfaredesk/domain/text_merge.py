# SPDX-License-Identifier: EUPL-1.2
"""The three-way merge of a long text, its splices, and the words that differ between two texts.

Used by the fold, so pinned like `text_diff`: the same three texts give the same result everywhere, for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from welfaredesk.domain.text_diff import BREAK, Edit, common_ends, edits_between, text_of, tokens_of

Kind = Literal["same", "removed", "added"]


@dataclass(frozen=True)
class Overlap:
    """One place changed in two different ways: how it was, how it stands, how the incoming text has it."""

    base: str
    standing: str
    incoming: str


@dataclass(frozen=True)
class Merged:
    """The merged text; with overlaps, `text` is the proposal «tieni entrambi», for a person to take."""

    text: str
    overlaps: tuple[Overlap, ...]


@dataclass(frozen=True)
class Segment:
    """A stretch of text to show: the same in both, only in the one before, or only in the one after."""

    text: str
    kind: Kind


class _Change(NamedTuple):
    """A stretch of characters of the base, and the stretch of the new text that replaces it."""

    start: int
    end: int
    new_start: int
    new_end: int


class _Block(NamedTuple):
    """The edits of one place: a single edit of one side, or edits of both sides that overlap."""

    start: int
    end: int
    standing: tuple[Edit, ...]
    incoming: tuple[Edit, ...]


def merge(base: str, standing: str, *, incoming: str) -> Merged:
    """Merge two texts that were both made out of `base`.

    Edits of different places are all made; two insertions at one point are both kept, the standing one first;
    an edit that both made is made once. Edits that share words of the base and leave different words are
    overlaps: there the text holds the standing wording followed by the incoming one.
    """
    tokens = tokens_of(base)
    merged: list[str] = []
    overlaps: list[Overlap] = []
    place = 0
    filled = -1
    for block in _blocks(edits_between(base, standing), edits_between(base, incoming)):
        merged += tokens[place : block.start]
        stands = _edited(tokens, block, edits=block.standing)
        comes = _edited(tokens, block, edits=block.incoming)
        if block.standing and block.incoming and _words(stands) == _words(comes):
            merged += stands if len(stands) >= len(comes) else comes  # only spaces and breaks differ: no question
        elif block.standing and block.incoming:
            was = tokens[block.start : block.end]
            overlaps.append(Overlap(text_of(was), text_of(stands), text_of(comes)))
            merged += [*stands, *_parting(tokens, block, first=stands), *comes]
        else:
            if filled == block.start == block.end:
                merged += _parting(tokens, block, first=merged)
            merged += stands if block.standing else comes
        place = block.end
        filled = block.start if block.start == block.end else -1
    merged += tokens[place:]
    return Merged(text_of(merged), tuple(overlaps))


def splice_of(base: str, new: str) -> list[tuple[int, int, str]]:
    """Return what makes `new` out of `base`: (position, deleted length, inserted text), in ascending order.

    Positions and lengths count characters (code points) of `base`, whatever the splices before them do.
    """
    splice: list[tuple[int, int, str]] = []
    for change in _changes(base, new):
        removed, added = base[change.start : change.end], new[change.new_start : change.new_end]
        head, tail = common_ends(removed, added)
        splice.append((change.start + head, len(removed) - head - tail, added[head : len(added) - tail]))
    return splice


def apply_splice(base: str, splice: Sequence[tuple[int, int, str]]) -> str:
    """Return the text that a splice makes out of `base`; raises ValueError when it does not fit this base."""
    parts: list[str] = []
    place = 0
    for position, deleted, inserted in splice:
        if position < place or deleted < 0 or position + deleted > len(base):
            raise ValueError("the splice does not fit the text")
        parts += [base[place:position], inserted]
        place = position + deleted
    return "".join([*parts, base[place:]])


def words_changed(before: str, after: str) -> list[Segment]:
    """Return both texts as one row of segments, to mark the words that differ.

    The segments without the added ones are `before`; without the removed ones, `after`.
    """
    segments: list[Segment] = []
    place = 0
    for change in _changes(before, after):
        removed, added = before[change.start : change.end], after[change.new_start : change.new_end]
        head = 1 if removed[:1] == added[:1] and removed[:1] in (" ", BREAK) else 0
        tail = 1 if removed[head:][-1:] == added[head:][-1:] and removed[-1:] in (" ", BREAK) else 0
        end = change.end - tail
        segments.append(Segment(before[place : change.start + head], "same"))
        segments.append(Segment(before[change.start + head : end], "removed"))
        segments.append(Segment(added[head : len(added) - tail], "added"))
        place = end
    segments.append(Segment(before[place:], "same"))
    return [segment for segment in segments if segment.text]


def _blocks(standing: list[Edit], incoming: list[Edit]) -> list[_Block]:
    blocks: list[_Block] = []
    common = set(standing)
    rows = [_Block(edit.start, edit.end, (edit,), ()) for edit in standing]
    rows += [_Block(edit.start, edit.end, (), (edit,)) for edit in incoming if edit not in common]
    for row in sorted(rows, key=_order):
        if blocks and row.start < blocks[-1].end:
            last = blocks[-1]
            end = max(last.end, row.end)
            blocks[-1] = _Block(last.start, end, last.standing + row.standing, last.incoming + row.incoming)
        else:
            blocks.append(row)
    return blocks


def _order(row: _Block) -> tuple[int, int, int]:
    """Insertions go before what replaces the next word, whole paragraphs before words, standing first."""
    (edit,) = row.standing + row.incoming
    words = 0 if edit.tokens[-1:] == (BREAK,) else 1
    return row.start, row.end, 2 * words + len(row.incoming)


def _edited(tokens: Sequence[str], block: _Block, *, edits: Sequence[Edit]) -> list[str]:
    row: list[str] = []
    place = block.start
    for edit in edits:
        row += [*tokens[place : edit.start], *edit.tokens]
        place = edit.end
    return [*row, *tokens[place : block.end]]


def _words(row: Sequence[str]) -> list[str]:
    return [token for token in row if token not in ("", BREAK)]


def _parting(tokens: Sequence[str], block: _Block, *, first: Sequence[str]) -> list[str]:
    """Return the break that keeps two wordings of whole paragraphs from running into one another."""
    opens = block.start == 0 or tokens[block.start - 1] == BREAK
    closes = BREAK in (*tokens[block.end : block.end + 1], *tokens[block.start : block.end][-1:])
    needed = opens and closes and len(first) > 0 and first[-1] != BREAK
    return [BREAK] if needed else []


def _changes(base: str, new: str) -> list[_Change]:
    """Return the edits as stretches of characters, with the spaces around the words."""
    spans, new_spans = _spans(base), _spans(new)
    changes: list[_Change] = []
    shift = 0
    for edit in edits_between(base, new):
        new_start = edit.start + shift
        new_end = new_start + len(edit.tokens)
        shift = new_end - edit.end
        # The break that closes the last paragraph is not in the text: at the very end, take the one before.
        back = 1 if edit.end == len(spans.starts) - 1 else 0
        changes.append(
            _Change(
                spans.ends[edit.start] - back,
                spans.starts[edit.end] - back,
                new_spans.ends[new_start] - back,
                new_spans.starts[new_end] - back,
            )
        )
    return changes


class _Spans(NamedTuple):
    """Where each token starts, and where the one before it ended; then the same for the end of the text."""

    starts: list[int]
    ends: list[int]


def _spans(text: str) -> _Spans:
    spans = _Spans([], [0])
    place = 0
    after_word = False
    for token in tokens_of(text):
        place += 1 if after_word and token != BREAK else 0
        spans.starts.append(place)
        place += len(token)
        spans.ends.append(place)
        after_word = token != BREAK
    spans.starts.append(place)
    return spans
