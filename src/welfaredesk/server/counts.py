# SPDX-License-Identifier: EUPL-1.2
"""The counts of a server since its start, as Prometheus reads them; no id is among them."""

from collections import Counter
from collections.abc import Iterable
from threading import Lock

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


class Counts:
    """Numbers that only grow, each with labels from closed lists."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._values: Counter[tuple[str, str]] = Counter()
        self._seconds = 0.0
        self._lock = Lock()

    def add(self, name: str, amount: int = 1, *, labels: str = "") -> None:
        """Count."""
        with self._lock:
            self._values[name, labels] += amount

    def took(self, seconds: float) -> None:
        """Add the time that a request took."""
        with self._lock:
            self._seconds += seconds

    def text(self, *, now: Iterable[tuple[str, str, int]] = ()) -> str:
        """Return the page for Prometheus; `now` are names, help and values of what stands at this moment."""
        with self._lock:
            values, seconds = dict(self._values), self._seconds
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
