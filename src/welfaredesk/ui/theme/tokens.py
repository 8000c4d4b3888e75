# SPDX-License-Identifier: EUPL-1.2
"""Colour tokens of the three themes and the contrast between them, computed as WCAG 2.2 does."""

from dataclasses import dataclass, fields, replace
from enum import StrEnum


class ThemeName(StrEnum):
    """The themes a person can choose; AUTO follows the system."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Every colour of one theme as #RRGGBB, and the width of its focus ring in logical pixels."""

    bg: str
    surface: str
    sunken: str
    text: str
    text2: str
    line: str
    control: str
    accent: str
    on_accent: str
    accent_soft: str
    focus: str
    danger: str
    danger_soft: str
    attention: str
    attention_soft: str
    done: str
    done_soft: str
    reserved: str
    reserved_soft: str
    scrim: str
    focus_width: int = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tokens that meet on the screen and the least contrast they need."""

    front: str
    back: str
    least: float


LIGHT = Tokens(
    bg="#F6F4EF",
    surface="#FFFFFF",
    sunken="#EFECE5",
    text="#1F2328",
    text2="#565B63",
    line="#D9D4C9",
    control="#7A756C",
    accent="#0B5C6B",
    on_accent="#FFFFFF",
    accent_soft="#DCEDEF",
    focus="#1A5FD0",
    danger="#A3211F",
    danger_soft="#FBE9E7",
    attention="#7F4C00",
    attention_soft="#FFF1D6",
    done="#1F6B3A",
    done_soft="#E3F2E6",
    reserved="#6B2D73",
    reserved_soft="#F3E8F5",
    scrim="#1F2328",
)

DARK = Tokens(
    bg="#15191C",
    surface="#1D2327",
    sunken="#262D32",
    text="#ECEFF1",
    text2="#B3BCC3",
    line="#39424A",
    control="#8A959E",
    accent="#6FC3D0",
    on_accent="#0B1A1D",
    accent_soft="#123A42",
    focus="#8AB8FF",
    danger="#FF9C94",
    danger_soft="#4A1D1B",
    attention="#F2BE6A",
    attention_soft="#43300F",
    done="#84D19B",
    done_soft="#173A24",
    reserved="#D9A6E0",
    reserved_soft="#3D2142",
    scrim="#000000",
)

CONTRAST = Tokens(
    bg="#000000",
    surface="#000000",
    sunken="#000000",
    text="#FFFFFF",
    text2="#FFFFFF",
    line="#FFFFFF",
    control="#FFFFFF",
    accent="#7FE7F5",
    on_accent="#000000",
    accent_soft="#000000",
    focus="#FFE45C",
    danger="#FFB3AD",
    danger_soft="#000000",
    attention="#FFE45C",
    attention_soft="#000000",
    done="#9BF2B5",
    done_soft="#000000",
    reserved="#F0B8FF",
    reserved_soft="#000000",
    scrim="#000000",
    focus_width=3,
)

THEMES: dict[ThemeName, Tokens] = {
    ThemeName.LIGHT: LIGHT,
    ThemeName.DARK: DARK,
    ThemeName.CONTRAST: CONTRAST,
}

KINDS = ("danger", "attention", "done", "reserved")
GROUNDS = ("bg", "surface", "sunken")
TEXT_LEAST = 4.5
EDGE_LEAST = 3.0
COLOUR_NAMES = frozenset(f.name for f in fields(Tokens)) - {"focus_width"}


def _pairs() -> tuple[Pair, ...]:
    found = [Pair(front, back, TEXT_LEAST) for front in ("text", "text2", "accent") for back in GROUNDS]
    found += [Pair(front, f"{kind}_soft", TEXT_LEAST) for kind in KINDS for front in ("text", "text2", kind)]
    found += [Pair(kind, back, TEXT_LEAST) for kind in KINDS for back in GROUNDS]
    found += [Pair(front, "accent_soft", TEXT_LEAST) for front in ("text", "text2", "accent")]
    found += [Pair("on_accent", "accent", TEXT_LEAST)]
    found += [Pair(edge, back, EDGE_LEAST) for edge in ("control", "focus") for back in GROUNDS]
    found += [Pair("focus", "accent_soft", EDGE_LEAST)]
    return tuple(found)


PAIRS: tuple[Pair, ...] = _pairs()


def colour(tokens: Tokens, name: str) -> str:
    """Return the colour called `name` as #RRGGBB; raises KeyError for a name that is no colour token."""
    if name not in COLOUR_NAMES:
        raise KeyError(name)
    return str(getattr(tokens, name))


def ink(kind: str) -> str:
    """Return the token of the words of a kind: danger, attention, done, reserved, accent or neutral."""
    return kind if kind in KINDS or kind == "accent" else "text2"


def soft(kind: str) -> str:
    """Return the token of the ground under a kind's words."""
    return f"{kind}_soft" if kind in KINDS or kind == "accent" else "sunken"


def luminance(hex_colour: str) -> float:
    """Return the relative luminance of #RRGGBB, from 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    channels = [int(hex_colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, success criterion 1.4.3)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def weak_pairs(tokens: Tokens) -> list[Pair]:
    """Return the pairs of `PAIRS` that have less contrast than they need."""
    return [p for p in PAIRS if ratio(colour(tokens, p.front), colour(tokens, p.back)) < p.least]


def with_system_colours(*, ground: str, words: str, accent: str, on_accent: str) -> Tokens:
    """Return the high contrast theme in the system's own colours, or ours where the system's are too weak."""
    grounds = {name: ground for name in COLOUR_NAMES if name in GROUNDS or name.endswith("_soft")}
    inks = dict.fromkeys(("text", "text2", "line", "control", "focus", *KINDS), words)
    own = {"accent": accent, "on_accent": on_accent, "scrim": ground}
    tokens = replace(CONTRAST, focus_width=CONTRAST.focus_width, **{**grounds, **inks, **own})
    return CONTRAST if weak_pairs(tokens) else tokens
