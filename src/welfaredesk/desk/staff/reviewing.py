# SPDX-License-Identifier: EUPL-1.2
"""Minutes as whoever reviews them reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.minutes import MinutesPage, minutes_page
from welfaredesk.desk.staff.review import differences, last_copy, reviewed_copies
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.machines.minutes_review import MINUTES_REVIEW


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    """Minutes to review: the text as it stands, and the copy of the last review when there is one."""

    page: MinutesPage
    review: str
    copy: Mapping[str, Any] | None

    @property
    def values(self) -> Mapping[str, Value]:
        """Return what stands: what came after the closing and is not in the closed text too."""
        return self.page.shown.values

    @cached_property
    def changed(self) -> Sequence[str]:
        """Return the fields that are not as they were reviewed last."""
        return differences(self.copy, self.values)


def review_page(session: Session, minutes: str) -> ReviewPage:
    """Return minutes as whoever reviews them reads them; the reading is logged first.

    Raises:
        NotFound: when they are not here, or the operator's roles do not reach them.
    """
    page = minutes_page(session, minutes)
    values = page.shown.values
    state, database = MINUTES_REVIEW.state_of(values), session.vault.read()
    if state == "to_review":
        copy = last_copy(database, minutes)
    else:
        copy = reviewed_copies(database, {minutes: values}).get(minutes)
    return ReviewPage(page=page, review=state, copy=copy)
