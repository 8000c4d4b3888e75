# SPDX-License-Identifier: EUPL-1.2
"""The log: events by name with ids and counts, unable to carry a person's words."""

import logging
import re

_EVENT = re.compile(r"[a-z][a-z0-9-]*\Z")
_logger = logging.getLogger("welfaredesk")
_logger.addHandler(logging.NullHandler())


def note(event: str, **counts: int) -> None:
    """Log `event`, a constant in lower case with hyphens, and whole numbers that go with it.

    Raises:
        ValueError: when the event is not such a constant: free text could carry a name.
    """
    if not _EVENT.match(event):
        raise ValueError("an event is a constant in lower case")
    _logger.info("%s %s", event, " ".join(f"{name}={int(value)}" for name, value in sorted(counts.items())))


def trouble(event: str, cause: BaseException) -> None:
    """Log that `event` failed, with the class of the cause and never its message."""
    if not _EVENT.match(event):
        raise ValueError("an event is a constant in lower case")
    _logger.warning("%s %s", event, type(cause).__name__)
