# SPDX-License-Identifier: EUPL-1.2
"""A scan that is large for a slow line is taken, and what that means is said while one can still choose another."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.staged import show
from welfaredesk.desk.records import type_named
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.files import FileEditor, heavy_words
from welfaredesk.ui.forms import Form

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")


def scan_of(folder: Path, size: int) -> Path:
    """Return a file of so many bytes, none of which takes room."""
    path = folder / f"{size}.pdf"
    with path.open("wb") as made:
        made.truncate(size)
    return path


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (24_999_999, ""),
        (25_000_000, "Sono 25 MB, circa 13 min di linea lenta:"),
        (200_000_000, "Sono 200 MB, circa 1 h 44 di linea lenta:"),
    ],
)
def test_what_a_large_file_costs_is_said_when_it_is_chosen(
    qtbot: QtBot, context: Context, tmp_path: Path, size: int, said: str
) -> None:
    form = Form(context, type_named("document"))
    show(qtbot, form)
    form.set_values({"title": "Verbale"})
    editor = form.editors["attachment"]
    assert isinstance(editor, FileEditor)
    editor.take(scan_of(tmp_path, size))
    assert editor.heavy.text().startswith(said)
    assert editor.heavy.isHidden() is not bool(said)
    for section, _ in form.sections:
        section.unfold(unfolded=True)
    form.resize(1000, 900)
    qtbot.waitUntil(lambda: editor.heavy.isHidden() or editor.heavy.geometry().bottom() < editor.control.height())
    assert not [one for one in form.problems() if not one.warning]
    editor.take_off.click()
    assert editor.heavy.isHidden()


def test_a_file_that_is_gone_has_no_size(tmp_path: Path) -> None:
    assert heavy_words(tmp_path / "tolta.pdf") == ""
