# SPDX-License-Identifier: EUPL-1.2
"""What Windows says to a window that asks for a lock: suspend, a locked session, another user."""

import sys

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray
from PySide6.QtWidgets import QApplication, QWidget

from welfaredesk.ui.asked import SystemSignals

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    WM_POWERBROADCAST, PBT_APMSUSPEND = 0x0218, 0x0004
    WM_WTSSESSION_CHANGE, WTS_SESSION_LOCK, WTS_CONSOLE_DISCONNECT = 0x02B1, 0x7, 0x2
    NOTIFY_FOR_THIS_SESSION = 0

    class _Messages(QAbstractNativeEventFilter):
        """Reads the messages that Windows sends to the window."""

        def __init__(self, owner: "WindowsSignals") -> None:
            super().__init__()
            self._owner = owner

        def nativeEventFilter(self, kind: "QByteArray | bytes | bytearray | memoryview[int]", message: int) -> object:
            """Notice a suspend, a locked session, a switched user."""
            if bytes(QByteArray(kind).data()) == b"windows_generic_MSG":
                read = wintypes.MSG.from_address(int(message))
                sleeps = read.message == WM_POWERBROADCAST and read.wParam == PBT_APMSUSPEND
                locks = (WTS_SESSION_LOCK, WTS_CONSOLE_DISCONNECT)
                if sleeps or (read.message == WM_WTSSESSION_CHANGE and read.wParam in locks):
                    self._owner.asked.emit()
            return False, 0

    class WindowsSignals(SystemSignals):
        """The messages of Windows to the program's window."""

        def __init__(self, window: QWidget) -> None:
            super().__init__(window)
            self._filter = _Messages(self)
            app = QApplication.instance()
            if app is not None:
                app.installNativeEventFilter(self._filter)
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), NOTIFY_FOR_THIS_SESSION)
