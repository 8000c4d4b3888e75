# SPDX-License-Identifier: EUPL-1.2
"""Choosing files and folders without leaving traces of where somebody looked."""

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings, QUrl
from PySide6.QtWidgets import QFileDialog, QWidget

from welfaredesk.base.text import N_, tr

Chosen = Callable[[Path], None]
NOWHERE = "/dev/null/none"
LOOK_IN, KINDS = N_("Cartella:"), N_("Tipi di file:")


def keep_no_settings() -> None:
    """Send Qt's own settings, such as the folders seen in a file dialog, where nothing can be written.

    On Windows they are in the registry, which this does not reach: there the dialog is the system's own.
    """
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(kind, scope, NOWHERE)


def _dialog(parent: QWidget, title: str, *, done: Chosen) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    # The dialogs of Linux desktops write what was opened into a list of recent files.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, sys.platform not in ("win32", "darwin"))
    # Qt has no Italian for these two.
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, tr(LOOK_IN))
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, tr(KINDS))
    dialog.setDirectory(str(Path.home()))
    places = [QUrl.fromLocalFile(str(place)) for place in (Path.home(), Path("/media"), Path("/mnt")) if place.is_dir()]
    dialog.setSidebarUrls(places)
    dialog.fileSelected.connect(lambda name: done(Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    return dialog


def choose_folder(parent: QWidget, title: str, *, done: Chosen) -> QFileDialog:
    """Ask for a folder; `done` gets it when one is chosen. The window beneath stays alive."""
    dialog = _dialog(parent, title, done=done)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly, True)
    dialog.open()
    return dialog


def choose_file(parent: QWidget, title: str, *, done: Chosen, kinds: str = "") -> QFileDialog:
    """Ask for a file that exists; `kinds` is such as «Tabelle (*.csv *.xlsx)»."""
    dialog = _dialog(parent, title, done=done)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if kinds:
        dialog.setNameFilter(kinds)
    dialog.open()
    return dialog


def save_file(parent: QWidget, title: str, *, done: Chosen, name: str, kinds: str = "") -> QFileDialog:
    """Ask where to write a file that is proposed as `name`."""
    dialog = _dialog(parent, title, done=done)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    if kinds:
        dialog.setNameFilter(kinds)
    dialog.selectFile(name)
    dialog.open()
    return dialog
