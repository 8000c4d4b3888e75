# SPDX-License-Identifier: EUPL-1.2
"""The tour of Informazioni: the facts, and a licence that was looked for."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QScrollArea

from welfaredesk.ui.screens.about import AboutPage
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_states import Scene

LOOKED_FOR = "lgpl"


def about_scenes(shell: Shell) -> Iterator[Scene]:
    """Give the scenes of Informazioni."""
    yield "about", partial(_page, shell, "")
    yield "about-licence", partial(_page, shell, LOOKED_FOR)


def _page(shell: Shell, text: str) -> None:
    shell.open_screen("about")
    page = shell.screen_named("about")
    if isinstance(page, AboutPage):
        page.line.setText(text)
        area = page.findChild(QScrollArea)
        if area is not None:
            bar = area.verticalScrollBar()
            bar.setValue(bar.maximum() if text else 0)
