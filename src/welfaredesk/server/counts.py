# SPDX-License-Identifier: EUPL-1.2
"""The counts of a server since its start, as Prometheus reads them; no id is among them."""

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp
from threading import Lock

import msgspec

REQUESTS = "welfaredesk_requests_total"
ITEMS = "welfaredesk_items_stored_total"
REFUSED = "welfaredesk_items_refused_total"
UP = "welfaredesk_received_bytes_total"
DOWN = "welfaredesk_sent_bytes_total"
SECONDS = "welfaredesk_request_seconds_total"
MISMATCHES = "welfaredesk_mismatches_total"
MENDED = "welfaredesk_statements_mended_total"
HELP = {
    REQUESTS: "Requests answered, by kind of call and status.",
    ITEMS: "Items that took a position.",
    REFUSED: "Items refused, by code.",
    UP: "Bytes received in bodies.",
    DOWN: "Bytes sent in bodies.",
    SECONDS: "Seconds from the head of a request to the end of its answer.",
    MISMATCHES: "Cursors that this server did not know.",
    MENDED: "Statements placed again from the file outside the database.",
}


class _Said(msgspec.Struct, frozen=True, array_like=True):
    """What one process has counted."""

    values: list[tuple[str, str, int]]
    seconds: float


class Counts:
    """Numbers that only grow, each with labels from closed lists."""

    def __init__(self, shared: Path | None = None) -> None:
        """Begin at nothing; in the folder `shared` the processes of one server tell each other what they have counted.

        What a process that ended had counted stays there.
        """
        self._values: Counter[tuple[str, str]] = Counter()
        self._seconds = 0.0
        self._lock = Lock()
        self._told: Path | None = None
        if shared is not None:
            descriptor, name = mkstemp(dir=shared)
            os.close(descriptor)
            self._told = Path(name)

    def add(self, name: str, amount: int = 1, *, labels: str = "") -> None:
        """Count."""
        with self._lock:
            self._values[name, labels] += amount

    def took(self, seconds: float) -> None:
        """Add the time that a request took, which is at its end."""
        with self._lock:
            self._seconds += seconds
            if self._told is not None:
                said = _Said([(*key, value) for key, value in self._values.items()], self._seconds)
                fresh = self._told.with_name(f"{self._told.name}.new")
                # No answer fails for the sake of a number.
                with suppress(OSError):
                    fresh.write_bytes(msgspec.msgpack.encode(said))
                    fresh.replace(self._told)

    def _of_all(self) -> tuple[Counter[tuple[str, str]], float]:
        """Return the numbers and seconds of this process, and of those beside it."""
        with self._lock:
            values, seconds = self._values.copy(), self._seconds
        if self._told is None:
            return values, seconds
        with suppress(OSError):
            for path in self._told.parent.iterdir():
                if path == self._told or path.suffix or not (data := path.read_bytes()):
                    continue
                said = msgspec.msgpack.decode(data, type=_Said)
                values.update({(name, labels): value for name, labels, value in said.values})
                seconds += said.seconds
        return values, seconds

    def text(self, *, now: Iterable[tuple[str, str, int]] = ()) -> str:
        """Return the page for Prometheus; `now` are names, help and values of what stands at this moment."""
        values, seconds = self._of_all()
        lines = []
        for name, told in HELP.items():
            lines += [f"# HELP {name} {told}", f"# TYPE {name} counter"]
            if name == SECONDS:
                lines.append(f"{name} {seconds:.6f}")
                continue
            lines += [f"{name}{labels} {value}" for (one, labels), value in sorted(values.items()) if one == name]
        for name, told, value in now:
            lines += [f"# HELP {name} {told}", f"# TYPE {name} gauge", f"{name} {value}"]
        return "\n".join(lines) + "\n"
