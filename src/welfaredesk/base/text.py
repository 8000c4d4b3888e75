# SPDX-License-Identifier: EUPL-1.2
"""Words for people: marked where they are written, translated when they are shown."""

from collections.abc import Callable

_translate: Callable[[str], str] = str


def N_(text: str) -> str:
    """Mark a sentence for translation and return it unchanged."""
    return text


def tr(text: str) -> str:
    """Return the sentence in the language of the person at the screen; the source language is Italian."""
    return _translate(text)


def install_translation(translate: Callable[[str], str]) -> None:
    """Make every later `tr` go through `translate`, which must return its argument when it knows nothing better."""
    global _translate
    _translate = translate


def plural(number: int, one: str, *, many: str) -> str:
    """Return `number` with the word that agrees with it: «1 bozza», «3 bozze», «2.700 cartelle»."""
    return f"{in_thousands(number)} {tr(one) if number == 1 else tr(many)}"


def in_thousands(number: int) -> str:
    """Return a number as it is written in Italian, a point before each three figures: «2.700»."""
    return f"{number:,}".replace(",", ".")


def in_fours(text: str) -> str:
    """Return a long row of letters as people read and compare it: in groups of four."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))
