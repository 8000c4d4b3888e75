# SPDX-License-Identifier: EUPL-1.2
"""What the shell and the page of the exchange ask of how the desk stands: the numbers, and the age of the copy."""

from dataclasses import dataclass

from welfaredesk.desk.apart_work import count_waiting
from welfaredesk.desk.exchange import ledger
from welfaredesk.desk.exchange.shutting import ShutOut, shut_out
from welfaredesk.desk.session import Session
from welfaredesk.desk.standing import Standing, standing_of
from welfaredesk.ui.line_words import Numbers


@dataclass(frozen=True, slots=True)
class StandingRead:
    """How the desk stands, its numbers with how far a fresh one has filled, and how it was shut out, if it was."""

    stands: Standing
    numbers: Numbers
    out: ShutOut | None = None


def standing_read(session: Session) -> StandingRead:
    """Return how the desk stands now."""
    stands, filling = standing_of(session), ledger.filling(session)
    numbers = Numbers(
        unsent=stands.unsent,
        to_decide=stands.to_decide,
        refused=stands.refused,
        here=filling.here,
        total=filling.total,
        apart=count_waiting(session),
    )
    return StandingRead(stands, numbers, shut_out(session))
