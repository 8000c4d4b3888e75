# SPDX-License-Identifier: EUPL-1.2
"""The trial of the windows: the unlocking is painted where nobody sees it, and all the pages are loaded."""

import importlib
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from welfaredesk.base.clock import Clock
from welfaredesk.base.ids import Ids
from welfaredesk.desk.closed import cost_here
from welfaredesk.ui.app import Program, application
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.unlock import Unlock

LOADED_LATER = ("screens_list", "screens.first_start_sheets", "reachability", "system_signals")
"""What an unlocking does not load, and with it the rest of Qt: printing, the network, the bus of the session."""
FEW_COLOURS = 40
"""Smooth letters have more; a window without any has not."""


def is_painted(profile: Path, *, clock: Clock, ids: Ids) -> bool:
    """Tell whether the unlocking of a profile comes out on a picture."""
    application()
    program = Program(Ground(profile=profile, clock=clock, ids=ids, cost=cost_here()), replace=lambda: None)
    program.begin()
    QApplication.processEvents()
    for name in LOADED_LATER:
        importlib.import_module(f"welfaredesk.ui.{name}")
    picture = program.window.grab().toImage()
    program.window.close()
    return isinstance(program.window.page(), Unlock) and _colours(picture) > FEW_COLOURS


def _colours(picture: QImage) -> int:
    return len(set(memoryview(picture.constBits()).cast("I")))
