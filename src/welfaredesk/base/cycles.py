# SPDX-License-Identifier: EUPL-1.2
"""The search for cycles in memory, put off while thousands of objects are made that hold none."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_lock = threading.Lock()
_inside = 0
_was_on = True


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave the search for cycles until the end; threads may be inside together, and one inside another.

    Entries and records make no cycles, and looking for them among tens of thousands costs up to a third of the time.
    """
    global _inside, _was_on
    with _lock:
        _was_on = _was_on if _inside else gc.isenabled()
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _was_on and not _inside:
                gc.enable()


def look_when_due() -> None:
    """Look for cycles where the interpreter would by itself, on the calling thread; not while it is put off."""
    with _lock:
        if _inside:
            return
    made = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [generation for generation, (count, most) in enumerate(made) if count > most]
    if due:
        gc.collect(due[-1])
