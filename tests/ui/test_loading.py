# SPDX-License-Identifier: EUPL-1.2
"""The loading: the unlocking stands before what opens an archive is there, and an open desk has only what it needs."""

import json
import subprocess
import sys
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from welfaredesk.ui.loading import STEP_MS, Loading

HEAVY = {"cryptography", "importlib.metadata", "msgspec", "rapidfuzz", "sqlcipher3", "sqlite_utils", "ssl"}
OPENING = {"welfaredesk.desk.session", "welfaredesk.domain.catalogue", "welfaredesk.store.vault"}
ONCE_IN_A_WHILE = {
    *("cryptography.x509", "docxtpl", "email.message", "http.client", "icalendar", "importlib.metadata", "lxml"),
    *("openpyxl", "pypdfium2", "PySide6.QtPrintSupport", "rapidfuzz", "segno", "sqlalchemy", "ssl", "typst"),
}
STARTED = """
import json
import linecache
import sys

from welfaredesk.__main__ import main
from PySide6.QtWidgets import QApplication


def shown(_application):
    from welfaredesk.ui.screens.unlock import OPENING_MODULES

    while not (window := QApplication.activeWindow()):
        QApplication.processEvents()
    painted = list(sys.modules)
    while OPENING_MODULES[-1] not in sys.modules:
        QApplication.processEvents()
    opening = list(sys.modules)
    import welfaredesk.ui.shell

    said = {"page": type(window.page()).__name__, "read": list(linecache.cache)}
    print(json.dumps(said | {"painted": painted, "opening": opening, "desk": list(sys.modules)}))
    return 0


QApplication.exec = shown
main()
"""


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Start a process on a closed desk and return what it had loaded, and when."""
    profile = tmp_path_factory.mktemp("profile")
    (profile / "slots").write_bytes(b"")
    line = [sys.executable, "-c", STARTED, "--profile", str(profile)]
    done = subprocess.run(line, capture_output=True, check=True, timeout=60)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_the_unlocking_stands_before_what_opens_an_archive_is_loaded(start: dict[str, Any]) -> None:
    assert start["page"] == "Unlock"
    early = (HEAVY | OPENING).intersection(start["painted"])
    assert not early


def test_what_opens_an_archive_is_loaded_before_anything_is_typed(start: dict[str, Any]) -> None:
    assert set(start["opening"]) >= OPENING


def test_an_open_desk_has_not_loaded_what_is_wanted_once_in_a_while(start: dict[str, Any]) -> None:
    assert "welfaredesk.ui.screens.cartella" in start["desk"]
    early = ONCE_IN_A_WHILE.intersection(start["desk"])
    assert not early


def test_the_binding_of_qt_does_not_look_through_what_is_imported(start: dict[str, Any]) -> None:
    assert not [path for path in start["read"] if "/screens/" in path]


def test_what_is_left_is_loaded_at_once_when_it_is_wanted(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    for name in ("colorsys", "stringprep"):
        sys.modules.pop(name, None)
    loading = Loading(["colorsys", "stringprep"], after=page)
    assert "colorsys" not in sys.modules
    loading.finish()
    assert {"colorsys", "stringprep"} <= set(sys.modules)
    with qtbot.waitExposed(page):
        page.show()
    page.repaint()  # nothing is left for the turns that begin with the painting
    qtbot.wait(2 * STEP_MS)
