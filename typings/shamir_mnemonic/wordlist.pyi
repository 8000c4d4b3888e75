# SPDX-License-Identifier: EUPL-1.2
"""The word list of SLIP-39."""

WORDLIST: list[str]
WORD_INDEX_MAP: dict[str, int]
