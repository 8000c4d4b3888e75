# SPDX-License-Identifier: EUPL-1.2
"""The tour of an urgency: a new one, one whose hours run, the marking of a step, its papers."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QApplication

from welfaredesk.desk import urgencies
from welfaredesk.ui.screens.urgency import UrgencyPage
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_states import Scene


def urgency_scenes(shell: Shell) -> Iterator[Scene]:
    """Give the scenes of the urgency that presses most."""
    found = urgencies.open_urgencies(shell.context.session)
    yield "urgency-new", lambda: shell.context.ways.urgency.emit("")
    if found:
        yield "urgency", partial(_one, shell, found[0].id)
        yield "urgency-step", partial(_step, shell)
        yield "urgency-papers", partial(_papers, shell)


def _one(shell: Shell, urgency: str) -> None:
    shell.context.ways.urgency.emit(urgency)
    page = shell.screen_named("urgency")
    if isinstance(page, UrgencyPage):
        page.page.verticalScrollBar().setValue(0)


def _step(shell: Shell) -> None:
    page = shell.screen_named("urgency")
    if isinstance(page, UrgencyPage):
        page.clocks.start("transmit")


def _papers(shell: Shell) -> None:
    page = shell.screen_named("urgency")
    if isinstance(page, UrgencyPage):
        if page.clocks.form is not None:
            page.clocks.form.leave()
        QApplication.processEvents()
        page.page.ensureWidgetVisible(page.papers)
