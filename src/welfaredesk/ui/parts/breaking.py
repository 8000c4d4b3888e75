# SPDX-License-Identifier: EUPL-1.2
"""Words broken in lines between one another."""

from functools import lru_cache

from PySide6.QtGui import QFont

from welfaredesk.ui.theme import fonts


def in_lines(text: str, font: QFont, *, width: int) -> tuple[str, ...]:
    """Return the text in as many lines as it needs."""
    lines = in_two(text, font, width=width)
    while len(more := in_two(lines[-1], font, width=width)) > 1:
        lines = (*lines[:-1], *more)
    return lines


@lru_cache(maxsize=4096)
def in_two(text: str, font: QFont, *, width: int) -> tuple[str, ...]:
    """Return the text in one line, or in two broken between words."""
    words, first = text.split(" "), ""
    while words and fonts.advance(font, f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    if not words or not first:
        return (text,)
    return first.removesuffix(" ·"), " ".join(words).removeprefix("· ")
