# SPDX-License-Identifier: EUPL-1.2
"""A sentence for whoever started the program where nothing is read: on Windows it then has no standard error."""

import sys

TITLE = "WelfareDesk"

if sys.platform == "win32":
    import ctypes

    ICON_WARNING = 0x30


def show_if_unheard(sentence: str) -> None:
    """Show a sentence in a window of the system when there is no standard error to write it on."""
    if sys.platform == "win32" and sys.__stderr__ is None:
        ctypes.windll.user32.MessageBoxW(None, sentence, TITLE, ICON_WARNING)
