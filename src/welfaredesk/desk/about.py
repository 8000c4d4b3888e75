# SPDX-License-Identifier: EUPL-1.2
"""What the program can say of itself: how it was built, where the data of this desk lie, and what it is made of."""

from dataclasses import dataclass
from pathlib import Path

from welfaredesk.base.build import Made, made
from welfaredesk.base.parts import Parts
from welfaredesk.desk import policy
from welfaredesk.desk.policy import Policy
from welfaredesk.desk.session import Session
from welfaredesk.store.migrations import newest
from welfaredesk.sync.wire import FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What «Informazioni» shows.

    Attributes:
        made: how the program was built, nothing when it runs from its source.
        profile: the folder of this desk.
        data: number of the form of the data on the disk.
        exchanged: number of the form of what travels.
        policy: what is fixed on this PC.
        parts: what the program is made of.
    """

    made: Made | None
    profile: Path
    data: int
    exchanged: int
    policy: Policy
    parts: Parts


def about(session: Session) -> About:
    """Return what the program can say of itself on this desk."""
    from welfaredesk.base.installed import shipped

    return About(
        made=made(),
        profile=session.profile,
        data=newest(),
        exchanged=FORMAT,
        policy=policy.current(),
        parts=shipped(),
    )
