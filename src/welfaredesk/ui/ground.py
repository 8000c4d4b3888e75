# SPDX-License-Identifier: EUPL-1.2
"""The ground: what the windows before the unlocking stand on."""

from dataclasses import dataclass
from pathlib import Path

from welfaredesk.base.clock import Clock
from welfaredesk.base.ids import Ids
from welfaredesk.desk.closed import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The profile, the clock, the ids, what a new passphrase costs, the phrase of a demo, a rescue file to take."""

    profile: Path
    clock: Clock
    ids: Ids
    cost: Cost
    demo_passphrase: str = ""
    taking: Path | None = None
