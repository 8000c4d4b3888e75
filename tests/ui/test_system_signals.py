# SPDX-License-Identifier: EUPL-1.2
"""What the system says: on real buses of our own, the PC that sleeps and the screen that is locked ask for a lock."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from pytestqt.qtbot import QtBot

from welfaredesk.ui import bus_signals
from welfaredesk.ui.bus_signals import BusSignals

DAEMON = shutil.which("dbus-daemon")
pytestmark = pytest.mark.skipif(
    DAEMON is None or not sys.platform.startswith("linux"), reason="no D-Bus on this system"
)
SAVER, SAVER_PATH = bus_signals.SAVERS[0]


@pytest.fixture
def address() -> Iterator[str]:
    """Start a bus and return its address."""
    bus = subprocess.Popen([str(DAEMON), "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True)
    assert bus.stdout is not None
    yield bus.stdout.readline().strip()
    bus.terminate()
    bus.wait(10)
    bus.stdout.close()


@pytest.fixture
def system(address: str) -> Iterator[QDBusConnection]:
    """Return a connection that is called as logind and the screen saver are."""
    made = QDBusConnection.connectToBus(address, "the-system")
    assert made.registerService(bus_signals.LOGIN)
    assert made.registerService(SAVER)
    yield made
    QDBusConnection.disconnectFromBus("the-system")


@pytest.fixture
def signals(address: str, system: QDBusConnection) -> Iterator[BusSignals]:
    ours = QDBusConnection.connectToBus(address, "the-program")
    made = BusSignals(system=ours, session=ours)
    yield made
    QDBusConnection.disconnectFromBus("the-program")


def _said(path: str, room: str, name: str, *facts: bool) -> QDBusMessage:
    message = QDBusMessage.createSignal(path, room, name)
    message.setArguments(list(facts))
    return message


def test_a_pc_that_goes_to_sleep_asks_for_a_lock(qtbot: QtBot, signals: BusSignals, system: QDBusConnection) -> None:
    with qtbot.waitSignal(signals.asked):
        system.send(_said(bus_signals.LOGIN_PATH, bus_signals.LOGIN_ROOM, "PrepareForSleep", True))


def test_a_locked_session_asks_for_a_lock(qtbot: QtBot, signals: BusSignals, system: QDBusConnection) -> None:
    path = "/org/freedesktop/login1/session/_32"
    with qtbot.waitSignal(signals.asked):
        system.send(_said(path, bus_signals.SESSION_ROOM, "Lock"))


def test_a_screen_saver_asks_when_it_begins_and_not_when_it_ends(
    qtbot: QtBot, signals: BusSignals, system: QDBusConnection
) -> None:
    asked: list[int] = []
    signals.asked.connect(lambda: asked.append(1))
    system.send(_said(SAVER_PATH, SAVER, "ActiveChanged", False))
    with qtbot.waitSignal(signals.asked):
        system.send(_said(SAVER_PATH, SAVER, "ActiveChanged", True))
    assert asked == [1]


def test_without_a_bus_nothing_is_said(qtbot: QtBot) -> None:
    nowhere = QDBusConnection("nowhere")
    signals = BusSignals(system=nowhere, session=nowhere)
    with qtbot.assertNotEmitted(signals.asked, wait=10):
        signals.let_sleep()
