# SPDX-License-Identifier: EUPL-1.2
"""Imports as Python does them: Qt's binding looks through the source of whatever is imported, at every start."""

import builtins
import importlib


def import_plainly() -> None:
    """Give `import` back to Python; called before the many modules of the window are imported.

    PySide6 takes it over, with QtCore and once, to find modules that say `from __feature__ import ...`: none here does.
    """
    importlib.import_module("PySide6.QtCore")
    vars(builtins)["__import__"] = vars(builtins).get("__orig_import__", builtins.__import__)
