# SPDX-License-Identifier: EUPL-1.2
"""How the desk stands: what has not left, what waits, how old the last copy is."""

from dataclasses import dataclass

from welfaredesk.desk.clashes import count_mine
from welfaredesk.desk.copies import copy_age_days
from welfaredesk.desk.preferences import preference
from welfaredesk.desk.session import Session
from welfaredesk.store import standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Counts for the state box: of what is to decide, what is asked of this operator.

    `copy_days` is nothing while no copy was ever made.
    """

    unsent: int
    to_decide: int
    refused: int
    copy_days: int | None
    copy_folder: str


def standing_of(session: Session) -> Standing:
    """Return how the desk stands now; a desk without a server has nothing refused."""
    database = session.vault.read()
    return Standing(
        unsent=standing.count_unsent(database),
        to_decide=count_mine(session),
        refused=standing.count_refused(database),
        copy_days=copy_age_days(session),
        copy_folder=str(preference(session, "copy_folder")),
    )
