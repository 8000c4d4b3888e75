# SPDX-License-Identifier: EUPL-1.2
"""Figures of the desk without a window, printed as JSON: filling, unlocking, searching, pages, saves, memory.

    python -m tests.bench.desk_figures [--entries N] [--cases N] [--folder DIR]

Medians and 95th percentiles in milliseconds; the machine's noise is in them.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.bench.peak_memory import peak_mb
from tests.bench.vault_of import NAMES, SURNAMES, again, fill
from welfaredesk.desk import lists, records
from welfaredesk.desk.session import Session

TYPED = [name[:length].lower() for name in SURNAMES for length in (1, 2, 3, 4, 5)]
TYPED += [f"{surname[:4]} {name[:2]}".lower() for surname, name in zip(SURNAMES, NAMES, strict=False)]
WORDS = ("scuola", "spesa", "visita domiciliare", "annotazione 4321", "nonna collabora")
PAINTED = 40


def timed(work: Callable[[], object]) -> float:
    """Return how long a call took, in milliseconds."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def summary(taken: list[float]) -> dict[str, float]:
    """Return the median and the 95th percentile."""
    ordered = sorted(taken)
    return {"median": round(statistics.median(ordered), 2), "p95": round(ordered[int(len(ordered) * 0.95) - 1], 2)}


def names(session: Session) -> dict[str, float]:
    """Time what a key does: find by name, read the forty lines that are painted."""

    def key(text: str) -> None:
        lists.person_lines(session, lists.case_ids(session, text)[:PAINTED])

    return summary([timed(partial(key, text)) for text in TYPED])


def notes(session: Session) -> dict[str, float]:
    """Time the search of words and its full count."""

    def ask(text: str) -> None:
        lists.find_words(session, text)
        lists.count_words(session, text)

    return summary([timed(partial(ask, text)) for text in WORDS])


def saves(session: Session) -> dict[str, float]:
    """Time a diary entry through the service, each with its own full flush."""
    person = lists.case_ids(session)[0]
    type_ = records.type_named("diary_entry")
    values = {"person": person, "text": "Telefonata con la scuola: la frequenza è regolare."}
    return summary([timed(lambda: records.add(session, type_, values)) for _ in range(100)])


def pages(session: Session) -> dict[str, float]:
    """Time what a cartella page reads: the person, what belongs to it, the first twenty diary entries."""

    def read(person: str) -> None:
        records.show(session, person)
        for name in ("case_file", "care_episode", "deadline", "document", "network_tie"):
            lists.of_root(session, name, person)
        lists.linked_from(session, person, "household")
        lists.of_root(session, "diary_entry", person, limit=20)

    return summary([timed(partial(read, who)) for who in lists.case_ids(session)[:200:4]])


def figures(profile: Path) -> dict[str, object]:
    """Return the figures of a filled vault."""
    found: dict[str, object] = {}
    session = again(profile)
    session.close()
    opened = []

    def unlock() -> None:
        opened.append(again(profile))
        ids = lists.case_ids(opened[-1])
        lists.person_lines(opened[-1], ids[:PAINTED])

    found["unlock_to_list_ms"] = round(timed(unlock), 1)
    session = opened[0]
    found["cases"] = lists.case_count(session)
    found["names_ms"] = names(session)
    found["notes_and_count_ms"] = notes(session)
    found["page_ms"] = pages(session)
    found["save_ms"] = saves(session)
    found["database_mb"] = round((profile / "vault.db").stat().st_size / 1e6, 1)
    found["peak_mb"] = peak_mb()
    session.close()
    return found


def main() -> None:
    """Fill a vault unless one is given, and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--cases", type=int, default=6_000)
    parser.add_argument("--folder", type=Path, default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        profile = asked.folder or Path(scratch) / "vault"
        result: dict[str, object] = {}
        if not profile.exists():
            loaded = fill(profile, asked.cases, entries=asked.entries)
            result = {"entries": loaded.entries, "fill_seconds": round(loaded.seconds, 1)}
        print(json.dumps(result | figures(profile)))


if __name__ == "__main__":
    main()
