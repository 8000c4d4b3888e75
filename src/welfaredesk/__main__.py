# SPDX-License-Identifier: EUPL-1.2
"""The start of the program: a command, or the window."""

import os
import sys
from pathlib import Path

INTERRUPTED = 2


class _Windows:
    """The windows, with all of Qt, loaded only when one is wanted."""

    def open(self, profile: Path, *, demo: str | None, taking: Path | None = None, choose: bool = False) -> int:
        """Show the window on a profile and return the exit code."""
        from welfaredesk.base.clock import SystemClock
        from welfaredesk.base.errors import NoScreen
        from welfaredesk.base.ids import SystemIds

        if not _has_screen():
            raise NoScreen()
        from welfaredesk.ui.plain_imports import import_plainly

        import_plainly()
        from welfaredesk.ui.app import run as show

        clock = SystemClock()
        return show(profile, clock=clock, ids=SystemIds(clock), demo=demo, taking=taking, choose=choose)

    def tour(self, profile: Path, folder: Path, *, passphrase: str) -> None:
        """Walk through the windows of the demo ente and leave pictures in a folder."""
        from welfaredesk.ui.tour import tour

        tour(profile, folder, passphrase=passphrase)

    def try_out(self, profile: Path) -> bool:
        """Paint the window of a profile where nobody sees it, and tell whether it came out right."""
        from welfaredesk.base.clock import SystemClock
        from welfaredesk.base.ids import SystemIds

        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        from welfaredesk.ui.trial import is_painted

        clock = SystemClock()
        return is_painted(profile, clock=clock, ids=SystemIds(clock))


def _has_screen() -> bool:
    """Tell whether Qt will find somewhere to draw; without, it would end the process by itself."""
    if sys.platform in {"win32", "darwin"} or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> None:
    """Do what the command line asks and end with its exit code; what it writes is its owner's alone."""
    os.umask(0o077)
    try:
        from welfaredesk.cli.run import run

        code = run(sys.argv[1:], _Windows())
    except KeyboardInterrupt:  # while the commands, which have a sentence for it, are still being loaded
        code = INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    main()
