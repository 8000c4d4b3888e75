# SPDX-License-Identifier: EUPL-1.2
"""The pages before an open desk that the tour shows: whose desk, and why one is not opened."""

from collections.abc import Iterator
from pathlib import Path

from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import Fault, NewerVault
from welfaredesk.base.machine_errors import SyncedFolder
from welfaredesk.desk.desks_here import DeskHere
from welfaredesk.ui.app import Window
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.choose_desk import ChooseDesk
from welfaredesk.ui.screens.stopped import Stopped
from welfaredesk.ui.walk_states import Scene

HOUR_MS = 60 * 60 * 1000
SAMPLE_DESKS = (("Prima postazione", 20), ("Stanza blu", 1), ("Sportello di Gussola", 0))
"""Names, and how many hours ago they were used; 0 for never."""
LATER = "7.3.1"
SAMPLE_PLACE = Path("/srv/prova/welfaredesk/profile")


def door_scenes(window: Window, ground: Ground) -> Iterator[Scene]:
    """Give the choice of a desk, the name of a new one, and the pages of a profile that is not opened."""
    yield "choose-desk", lambda: window.show_page(_desks(ground))
    yield "choose-desk-new", lambda: _new(window, ground)
    yield "stopped-newer", lambda: _stopped(window, NewerVault.asking(LATER))
    yield "stopped-synced", lambda: _stopped(window, SyncedFolder(program="OneDrive"))


def _desks(ground: Ground) -> ChooseDesk:
    now = ground.clock.now()
    desks = [
        DeskHere(SAMPLE_PLACE, name, Moment(now.utc_ms - hours * HOUR_MS, now.offset) if hours else None)
        for name, hours in SAMPLE_DESKS
    ]
    return ChooseDesk(desks, clock=ground.clock)


def _new(window: Window, ground: Ground) -> None:
    page = _desks(ground)
    window.show_page(page)
    page.add_button.click()


def _stopped(window: Window, fault: Fault) -> None:
    window.show_page(Stopped(fault, SAMPLE_PLACE))
