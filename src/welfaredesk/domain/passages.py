# SPDX-License-Identifier: EUPL-1.2
"""Passages «di terzi»: taken out of a text for good, however its lines were broken since they were marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

LONGEST = 299
"""Characters of a passage kept in one piece: one of a full line may be the beginning of a longer one."""
FULL_LINE = 300


@dataclass(frozen=True, slots=True)
class Cut:
    """A text without its passages: how many places were cut, and whether a passage was no longer found."""

    text: str
    count: int
    lost: bool


_UNSEEN = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u06dd\u070f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]"
)
"""Signs of format (Unicode category Cf): nobody sees them, and they part a word in two."""


def plain(text: str) -> str:
    """Return a text in composed letters, without the signs that are not seen."""
    return text if text.isascii() else _UNSEEN.sub("", normalize("NFC", text))


def pieces(words: str) -> list[str]:
    """Return a passage as the lines that keep it: parted between words, all of it."""
    found = [""]
    for word in re.findall(rf"\S{{1,{LONGEST}}}", words):
        longer = f"{found[-1]} {word}".strip()
        if len(longer) > LONGEST:
            found.append(word)
        else:
            found[-1] = longer
    return found


def without(text: str, passages: Iterable[str], *, mark: str) -> Cut:
    """Return a text with a mark in place of each passage, wherever it stands.

    A passage that fills its line was perhaps cut when it was marked: all that follows goes with it. One that is no
    longer found may stand there in other words: then nothing of the text is left.
    """
    whole = plain(text)
    spans: list[tuple[int, int]] = []
    for passage in passages:
        words = plain(passage).split()
        if not words:
            continue
        # A word of which a part was marked goes whole: no half of it may be left.
        one = r"\w*?" + r"\s+".join(re.escape(word) for word in words) + r"\w*"
        found = list(re.finditer(rf"(?=({one}))", whole))
        if not found:
            return Cut("", 1, lost=True)
        open_end = len(passage) >= FULL_LINE
        spans += [(hit.start(1), len(whole) if open_end else hit.end(1)) for hit in found]
    return _cut(whole, spans, mark)


def _cut(text: str, spans: list[tuple[int, int]], mark: str) -> Cut:
    made: list[str] = []
    at, count = 0, 0
    for start, end in sorted(spans):
        if start >= at:
            between = text[at:start]
            # Two that follow each other are one to whoever reads.
            if between.strip() or not made:
                made += [between, mark]
                count += 1
        at = max(at, end)
    return Cut("".join([*made, text[at:]]), count, lost=False)
