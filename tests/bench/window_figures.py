# SPDX-License-Identifier: EUPL-1.2
"""Figures of the window, off-screen at 1280x800, printed as JSON: start to list, key to paint, cartella page, memory.

    python -m tests.bench.window_figures --folder PROFILE

PROFILE is a vault that `desk_figures --folder PROFILE` made and filled. Milliseconds; the machine's noise is in them.
"""

import argparse
import json
import os
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench.desk_figures import TYPED, summary
from tests.bench.peak_memory import peak_mb
from tests.bench.vault_of import again
from welfaredesk.desk import lists
from welfaredesk.ui.app import context_of, dress
from welfaredesk.ui.screens.cartelle import Cartelle
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName

WIDTH, HEIGHT = 1280, 800
PAGES = 40


class _Painted(QObject):
    """Notes when a widget was painted last."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        self.when = 0.0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the widget paint first: the note is made by the next event of the loop."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QApplication.sendEvent(watched, event)
            watched.installEventFilter(self)
            self.when = time.perf_counter()
            return True
        return False


def settle(shell: Shell) -> None:
    """Let the window come to rest."""
    while shell.context.tasks.busy:
        QApplication.processEvents()
    QApplication.processEvents()


def key_to_paint(shell: Shell) -> dict[str, float]:
    """Time from each key to the paint of the rows, with the search of words running beside it."""
    shell.open_screen("cartelle")
    settle(shell)
    page = shell.current()
    assert isinstance(page, Cartelle)
    painted = _Painted(page.table.viewport())
    taken = []
    for text in TYPED:
        page.search.clear()
        for letter in text:
            before = time.perf_counter()
            QTest.keyClick(page.search, Qt.Key(ord(letter.upper())))
            while painted.when < before:
                QApplication.processEvents()
            taken.append((painted.when - before) * 1000)
    settle(shell)
    return summary(taken)


def page_to_paint(shell: Shell) -> dict[str, float]:
    """Time from asking for a cartella to its page at rest: head, diary and side cards."""
    taken = []
    for person in lists.case_ids(shell.context.session)[: PAGES * 7 : 7]:
        before = time.perf_counter()
        shell.context.ways.cartella.emit(person)
        settle(shell)
        taken.append((time.perf_counter() - before) * 1000)
    return summary(taken)


def figures(profile: Path) -> dict[str, object]:
    """Return the figures of the window on a filled vault."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    style.apply(app, ThemeName.LIGHT)
    before = time.perf_counter()
    session = again(profile)
    dress(session)
    shell = Shell(context_of(session))
    shell.resize(WIDTH, HEIGHT)
    shell.show()
    shell.open_screen("cartelle")
    settle(shell)
    found: dict[str, object] = {"unlock_to_list_ms": round((time.perf_counter() - before) * 1000)}
    found["key_to_paint_ms"] = key_to_paint(shell)
    found["page_ms"] = page_to_paint(shell)
    found["peak_mb"] = peak_mb()
    shell.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    shell.context.tasks.close()
    session.close()
    return found


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True)
    print(json.dumps(figures(parser.parse_args().folder)), flush=True)
    # The widgets go with the process: nothing of them is looked at any more.
    os._exit(0)


if __name__ == "__main__":
    main()
