# SPDX-License-Identifier: EUPL-1.2
"""What a Linux desktop says on its buses that asks for a lock: sleep, a locked screen."""

import os
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor

from welfaredesk.ui.asked import SystemSignals

LOGIN = "org.freedesktop.login1"
LOGIN_PATH = "/org/freedesktop/login1"
LOGIN_ROOM = "org.freedesktop.login1.Manager"
SESSION_PATH = "/org/freedesktop/login1/session/auto"
SESSION_ROOM = "org.freedesktop.login1.Session"
SAVERS = (
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
)
REASON = "WelfareDesk"


class BusSignals(SystemSignals):
    """The signals of a Linux desktop: logind's sleep and lock, the screen savers' own."""

    def __init__(
        self,
        parent: QObject | None = None,
        *,
        system: QDBusConnection | None = None,
        session: QDBusConnection | None = None,
    ) -> None:
        super().__init__(parent)
        self._system = system or QDBusConnection.systemBus()
        self._session = session or QDBusConnection.sessionBus()
        self._delay: QDBusUnixFileDescriptor | None = None
        if self._system.isConnected():
            self._listen(self._system, LOGIN, LOGIN_PATH, room=LOGIN_ROOM, name="PrepareForSleep", flag=True)
            self._listen(self._system, LOGIN, "", room=SESSION_ROOM, name="Lock", flag=False)
            self._hold_sleep()
        if self._session.isConnected():
            for service, path in SAVERS:
                self._listen(self._session, service, path, room=service, name="ActiveChanged", flag=True)

    def _listen(self, bus: QDBusConnection, service: str, path: str, *, room: str, name: str, flag: bool) -> None:
        # PySide6 says bytes here and takes only a string.
        slot: Any = SLOT("_begins(bool)") if flag else SLOT("_locked()")
        bus.connect(service, path, room, name, self, slot)

    def _hold_sleep(self) -> None:
        """Ask logind to wait a moment before the PC sleeps, until the desk is locked."""
        call = QDBusMessage.createMethodCall(LOGIN, LOGIN_PATH, LOGIN_ROOM, "Inhibit")
        call.setArguments(["sleep", REASON, REASON, "delay"])
        answer = self._system.call(call)
        given = answer.arguments()
        if answer.type() == QDBusMessage.MessageType.ReplyMessage and given:
            held = given[0]
            self._delay = held if isinstance(held, QDBusUnixFileDescriptor) else None

    def let_sleep(self) -> None:
        """Let the PC sleep now: the desk is locked."""
        if self._delay is not None:
            number = self._delay.takeFileDescriptor()
            self._delay = None
            if number >= 0:
                os.close(number)

    @Slot(bool)
    def _begins(self, begins: bool) -> None:
        if begins:
            self.asked.emit()

    @Slot()
    def _locked(self) -> None:
        self.asked.emit()
