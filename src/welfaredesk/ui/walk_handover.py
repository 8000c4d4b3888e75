# SPDX-License-Identifier: EUPL-1.2
"""The tour of the consegne: those that wait, those under way, the form that prepares them, one's own things."""

from collections.abc import Iterator
from functools import partial

from welfaredesk.desk.handover import lines
from welfaredesk.ui.screens.handover import HandoverScreen
from welfaredesk.ui.screens.handover_new import HandoverNew
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_states import Scene


def handover_scenes(shell: Shell) -> Iterator[Scene]:
    """Give the scenes of the page of the consegne."""
    found = lines.handovers(shell.context.session)
    yield "handover", partial(_part, shell, "waiting")
    yield "handover-open", partial(_part, shell, "open")
    if found:
        yield "handover-new", partial(_prepare, shell, found[0].giver)
    yield "handover-own", partial(_part, shell, "own")


def _part(shell: Shell, key: str) -> None:
    shell.open_screen("handover")
    page = shell.screen_named("handover")
    if isinstance(page, HandoverScreen) and key in page.parts:
        page.open_part(key)


def _prepare(shell: Shell, giver: str) -> None:
    _part(shell, "new")
    page = shell.screen_named("handover")
    if isinstance(page, HandoverScreen) and isinstance(page.part, HandoverNew):
        page.part.come_back({"giver": giver})
        page.part.ask()
