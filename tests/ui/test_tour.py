# SPDX-License-Identifier: EUPL-1.2
"""The tour: pictures with the names, sizes and index that the contract gives them."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName
from welfaredesk.ui.walk import Camera


def test_each_window_is_taken_in_every_theme(qapp: QApplication, tmp_path: Path) -> None:
    camera = Camera(tmp_path, scale="1")
    camera.window.show()
    after = camera.show(
        [
            ("one", lambda: camera.window.show_page(PlainLabel("Uno"))),
            ("two", lambda: camera.window.show_page(PlainLabel("Due"))),
        ],
        begin=7,
    )
    camera.window.close()
    style.apply(qapp, ThemeName.LIGHT)
    assert after == 9
    files = [str(one["file"]) for one in camera.pictures]
    assert files[:3] == ["07-one-light-100.png", "08-two-light-100.png", "07-one-dark-100.png"]
    assert sorted(files) == sorted(path.name for path in tmp_path.iterdir())
    assert camera.pictures[0] == {
        "file": "07-one-light-100.png",
        "screen": "one",
        "theme": "light",
        "scale": 100,
        "size": [1366, 768],
    }
    light, dark = QImage(str(tmp_path / files[0])), QImage(str(tmp_path / files[2]))
    assert light.size().toTuple() == (1366, 768)
    assert light.pixelColor(600, 700) != dark.pixelColor(600, 700)
