# SPDX-License-Identifier: EUPL-1.2
"""Figures of how a changed long text is written: whole, or as splices. Printed as JSON, bytes of the change.

    python -m tests.bench.text_changes

Each text of some length is corrected as people do: a word, a sentence at the end, a paragraph in the middle, all anew.
"""

import json
import statistics
import time

import msgspec
import zstandard

from tests.bench.vault_of import text
from welfaredesk.domain.entry import PutText, SpliceText
from welfaredesk.domain.text_merge import splice_of

LENGTHS = (200, 500, 1_000, 2_000, 5_000, 20_000)
SAMPLES = 20


def prose(length: int, number: int) -> str:
    """Return prose of about `length` characters in paragraphs."""
    parts: list[str] = []
    while sum(map(len, parts)) < length:
        parts.append(text(number * 1000 + len(parts)))
    return "\n".join(parts)[:length]


def corrections(before: str, number: int) -> dict[str, str]:
    """Return the ways in which a text is corrected."""
    middle = before.rfind(" ", 0, len(before) // 2)
    return {
        "word": before[:middle] + " corretta" + before[middle:],
        "end": before + " Si risentono lunedì mattina.",
        "paragraph": before[:middle] + "\n" + text(number + 77) + "\n" + before[middle:],
        "anew": prose(len(before), number + 500),
    }


def figures() -> list[dict[str, object]]:
    """Return for each length and correction the median bytes whole and spliced, and the milliseconds to compare."""
    found: list[dict[str, object]] = []
    for length in LENGTHS:
        rows: dict[str, list[tuple[int, int, float]]] = {}
        for number in range(SAMPLES):
            before = prose(length, number)
            for way, after in corrections(before, number).items():
                started = time.perf_counter()
                splices = splice_of(before, after)
                taken = (time.perf_counter() - started) * 1000
                whole = len(zstandard.compress(msgspec.msgpack.encode(PutText(after))))
                spliced = len(zstandard.compress(msgspec.msgpack.encode(SpliceText(list(splices)))))
                rows.setdefault(way, []).append((whole, spliced, taken))
        for way, taken_rows in rows.items():
            wholes, spliceds, times = zip(*taken_rows, strict=True)
            found.append(
                {
                    "length": length,
                    "correction": way,
                    "whole_bytes": statistics.median(wholes),
                    "spliced_bytes": statistics.median(spliceds),
                    "compare_ms": round(statistics.median(times), 2),
                }
            )
    return found


if __name__ == "__main__":
    print(json.dumps(figures()))
