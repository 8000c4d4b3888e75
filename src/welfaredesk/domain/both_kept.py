# SPDX-License-Identifier: EUPL-1.2
"""«Tieni entrambi»: one text out of two that change the same place differently, paragraph by paragraph.

Where both rewrote a paragraph it stands twice, one wording under the other: sentences mixed word by word say what
neither wrote. What only one of them changed is taken once. It proposes a value to a person and is no part of the fold.
"""

from collections.abc import Sequence
from typing import NamedTuple

from welfaredesk.domain.text_diff import BREAK, Gap, gaps
from welfaredesk.domain.text_merge import merge


class _Chunk(NamedTuple):
    """Paragraphs `start` to `end` (excluded) of the text that both began from, changed by one or by both."""

    start: int
    end: int


def both_texts(base: str, standing: str, *, incoming: str) -> str:
    """Return a text with what both wrote: the standing wording first where they differ."""
    old, one, other = base.split(BREAK), standing.split(BREAK), incoming.split(BREAK)
    if base in (standing, incoming):
        return incoming if standing == base else standing
    if not (base and standing and incoming):
        return BREAK.join(text for text in (standing, incoming) if text)
    ones, others = gaps(old, one), gaps(old, other)
    kept: list[str] = []
    place = 0
    for chunk in _chunks([*ones, *others]):
        kept += old[place : chunk.start]
        was = old[chunk.start : chunk.end]
        kept += _chosen(was, _side(one, ones, chunk), other=_side(other, others, chunk))
        place = chunk.end
    return BREAK.join([*kept, *old[place:]])


def both_lists(standing: Sequence[str], incoming: Sequence[str]) -> list[str]:
    """Return what is in either list, the standing ones first."""
    return list(dict.fromkeys([*standing, *incoming]))


def _chunks(changed: Sequence[Gap]) -> list[_Chunk]:
    """Return the stretches that somebody changed, those that touch or overlap as one."""
    chunks: list[_Chunk] = []
    for start, end in sorted((gap.start, gap.end) for gap in changed):
        if chunks and start <= chunks[-1].end:
            chunks[-1] = _Chunk(chunks[-1].start, max(chunks[-1].end, end))
        else:
            chunks.append(_Chunk(start, end))
    return chunks


def _side(text: Sequence[str], changed: Sequence[Gap], chunk: _Chunk) -> list[str]:
    """Return what one text has in the place of a chunk."""
    before = sum(_growth(gap) for gap in changed if gap.end < chunk.start)
    within = sum(_growth(gap) for gap in changed if chunk.start <= gap.start and gap.end <= chunk.end)
    start = chunk.start + before
    return list(text[start : chunk.end + before + within])


def _growth(gap: Gap) -> int:
    return (gap.new_end - gap.new_start) - (gap.end - gap.start)


def _chosen(was: list[str], one: list[str], *, other: list[str]) -> list[str]:
    """Return what stands in a chunk: one side when the other left it, merged words, else both wordings."""
    if one == was:
        return other
    if other in (was, one):
        return one
    if was:
        merged = merge(BREAK.join(was), BREAK.join(one), incoming=BREAK.join(other))
        if not merged.overlaps:
            return merged.text.split(BREAK)
    return [*one, *(paragraph for paragraph in other if paragraph not in one)]
