# SPDX-License-Identifier: EUPL-1.2
"""The tour of a staff di progetto: the situations, minutes being written or closed, and those to review."""

from collections.abc import Iterator
from functools import partial

from welfaredesk.desk.queue import queue
from welfaredesk.desk.staff import sittings
from welfaredesk.ui.screens.minutes import MinutesScreen
from welfaredesk.ui.screens.staff import Staff
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_states import Scene


def staff_scenes(shell: Shell) -> Iterator[Scene]:
    """Give the scenes of the situation that was looked at before."""
    found = sittings.minutes_here(shell.context.session)
    closed = [one for one in found if one.state == "closed"]
    yield "staff-situations", partial(_situations, shell)
    for line in closed[:1]:
        coming = next((one for one in found if one.situation == line.situation and one.state == "draft"), None)
        if coming is not None:
            yield "minutes", partial(_minutes, shell, coming.id)
        yield "minutes-closed", partial(_minutes, shell, line.id)
    yield "queue", partial(_queue, shell)


def _situations(shell: Shell) -> None:
    shell.open_screen("staff")
    page = shell.screen_named("staff")
    if isinstance(page, Staff):
        page.come_back({"which": "situations"})
        page.shown()


def _minutes(shell: Shell, minutes: str) -> None:
    shell.context.ways.minutes.emit(minutes)
    page = shell.screen_named("minutes")
    if isinstance(page, MinutesScreen):
        page.page.verticalScrollBar().setValue(0)


def _queue(shell: Shell) -> None:
    """Show minutes that changed since they were approved, where there are some."""
    found = queue(shell.context.session)
    changed = next((one.key for one in found if one.kind == "again"), "")
    shell.go("queue", {"item": changed})
