# SPDX-License-Identifier: EUPL-1.2
"""Money as people write it in Italy: «12,50» is 1250 cents."""

import re

_TYPED = re.compile(r"(-?)\s*€?\s*(\d{1,3}(?:\.\d{3})+|\d{1,10})(?:,(\d{1,2}))?\s*€?")
_POINT = re.compile(r"(-?)\s*€?\s*(\d{1,10})\.(\d{1,2})\s*€?")


def parse_euro(text: str) -> int | None:
    """Return the cents a person means, or nothing: «12,50», «12.50», «1.200», «1.200,5», «€ 7»."""
    typed = text.strip().replace("\u2212", "-")
    match = _POINT.fullmatch(typed) or _TYPED.fullmatch(typed)
    if match is None:
        return None
    sign, whole, part = match.groups()
    cents = int(whole.replace(".", "")) * 100 + int((part or "").ljust(2, "0"))
    return -cents if sign else cents


def euro_words(cents: int) -> str:
    """Return an amount of cents as it is written: «1.200,50»."""
    whole, part = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{part:02}"
