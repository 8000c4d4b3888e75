# SPDX-License-Identifier: EUPL-1.2
"""The tour of the accesses: the register, what goes and what stays of a cartella, and a record without others in it."""

from collections.abc import Iterator
from functools import partial

from welfaredesk.desk.access import requests
from welfaredesk.ui.screens.access import AccessScreen
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_states import Scene


def access_scenes(shell: Shell) -> Iterator[Scene]:
    """Give the scenes of the request that waits longest."""
    found = [one.id for one in requests.register(shell.context.session) if one.open]
    yield "access-register", partial(shell.open_screen, "access_register")
    for request in found[:1]:
        yield "access", partial(_request, shell, request)
        yield "access-names", partial(_below, shell, request)


def _request(shell: Shell, request: str) -> AccessScreen | None:
    shell.context.ways.page.emit("access", request)
    page = shell.screen_named("access")
    if not isinstance(page, AccessScreen):
        return None
    page.frame.page.verticalScrollBar().setValue(0)
    return page


def _below(shell: Shell, request: str) -> None:
    page = _request(shell, request)
    if page is not None:
        bar = page.frame.page.verticalScrollBar()
        bar.setValue(bar.maximum())
