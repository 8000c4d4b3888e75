# SPDX-License-Identifier: EUPL-1.2
"""The clashes that the tour shows: made on a copy of the demo ente, so that the ente stays as it was."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from welfaredesk.desk import clashes
from welfaredesk.desk.demo.colleague import clashes_of_demo
from welfaredesk.desk.session import Session
from welfaredesk.domain.settling import Keep
from welfaredesk.ui.screens.to_decide import ToDecide
from welfaredesk.ui.screens.to_decide_words import decisions
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_states import Scene

COPY = "copy"


def copy_of(profile: Path, folder: Path) -> Path:
    """Copy a profile that nobody has open into a folder, and return where it is."""
    return Path(shutil.copytree(profile, folder / COPY))


def clash_scenes(session: Session, shell: Shell) -> Iterator[Scene]:
    """Make the clashes and give the scenes that show each card, and a choice that can still be undone."""
    clashes_of_demo(session)
    found = [one.line.id for one in decisions(clashes.waiting(session, mine_only=True))]
    for number, identity in enumerate(found, start=1):
        yield ("clash" if number == 1 else f"clash-{number}"), partial(_card, shell, identity)
    if found:
        yield "clash-undo", partial(_chosen, shell)


def _page(shell: Shell) -> ToDecide:
    page = shell.screen_named(ToDecide.name)
    if not isinstance(page, ToDecide):
        raise TypeError(page.name)
    return page


def _card(shell: Shell, identity: str) -> None:
    """Show one card; what was chosen in the scene before is taken back first."""
    page = _page(shell)
    page.take_back()
    shell.go(page.name, {"first": identity})


def _chosen(shell: Shell) -> None:
    _page(shell).choose(Keep.THEIRS)
