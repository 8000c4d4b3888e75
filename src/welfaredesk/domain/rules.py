# SPDX-License-Identifier: EUPL-1.2
"""Rules between fields that more than one record type obeys."""

from collections.abc import Iterator

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.record import Problem

CLOSED_EARLY = N_("La chiusura viene prima dell'apertura")


def period_problems(values: Values) -> Iterator[Problem]:
    """Stop a closing that comes before the opening."""
    opened, closed = values.get("opened_on"), values.get("closed_on")
    if opened and closed and closed < opened:
        yield Problem("closed_on", CLOSED_EARLY)
