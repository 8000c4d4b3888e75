# SPDX-License-Identifier: EUPL-1.2
"""Preferences of this desk, which travel nowhere: theme, time to lock, copy, and the page to come back to."""

from typing import Any

from welfaredesk.desk import policy
from welfaredesk.desk.session import Session
from welfaredesk.store import desk_notes

DEFAULTS: dict[str, Any] = {
    "theme": "auto",
    "lock_minutes": 10,
    "copy_folder": "",
    "copy_last_ms": 0,
    "place": None,
}
SHORTEST_LOCK, LONGEST_LOCK = 5, 30


def preference(session: Session, name: str) -> Any:
    """Return a preference, its default when it was never set.

    Raises:
        KeyError: when there is no such preference.
    """
    kept = desk_notes.get(session.vault.read(), f"preference/{name}")
    return DEFAULTS[name] if kept is None else kept


def prefer(session: Session, name: str, value: Any) -> None:
    """Keep a preference.

    Raises:
        KeyError: when there is no such preference.
    """
    if name not in DEFAULTS:
        raise KeyError(name)
    if name == "lock_minutes":
        value = min(max(int(value), SHORTEST_LOCK), LONGEST_LOCK)
    session.vault.write(lambda database: desk_notes.put(database, f"preference/{name}", value))


def lock_minutes(session: Session) -> int:
    """Return after how many minutes untouched the desk locks: those preferred, at most those that are fixed here."""
    preferred = int(preference(session, "lock_minutes"))
    bound = policy.current().lock_minutes
    return preferred if bound is None else min(preferred, bound)
