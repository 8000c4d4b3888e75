# SPDX-License-Identifier: EUPL-1.2
"""The signals of this system that ask for a lock."""

import sys

from PySide6.QtWidgets import QWidget

from welfaredesk.ui.asked import SystemSignals

if sys.platform == "win32":
    from welfaredesk.ui.windows_signals import WindowsSignals
elif sys.platform.startswith("linux"):
    from welfaredesk.ui.bus_signals import BusSignals


def system_signals(window: QWidget) -> SystemSignals:
    """Return the signals of this system, owned by `window`."""
    made = SystemSignals(window)
    if sys.platform == "win32":
        made = WindowsSignals(window)
    elif sys.platform.startswith("linux"):
        made = BusSignals(window)
    return made
