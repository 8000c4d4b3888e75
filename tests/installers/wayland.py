# SPDX-License-Identifier: EUPL-1.2
"""A desk on Wayland: Weston in a window of a screen of its own, so that keys reach the program through it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

from tests.installers.root import UID, Installed
from tests.stories.window import HEIGHT, WIDTH, Window, screen_in, until

SOCKET = "wayland-desk"
MOST_PLAIN = 0.97
"""Weston's own empty desk has one colour, but for its pointer."""


class OnWayland(Window):
    """A running program whose window Weston shows."""

    def is_shown(self) -> bool:
        """Tell whether more is on the screen than an empty desk, and give Weston the keyboard."""
        assert self.process.poll() is None, f"the program ended with {self.process.returncode}: {self.said()}"
        self._tool("search", "--onlyvisible", "--class", ".", "windowfocus")
        return self.plainness() < MOST_PLAIN

    def unlock(self, passphrase: str) -> None:
        """Type the passphrase until it has arrived, since Weston takes its time to hand on the keyboard; then open."""
        until(self.is_shown, "a window")
        until(lambda: self._has_typed(passphrase), "what was typed")
        self.key("Return")
        self.wait_for_desk()

    def _has_typed(self, text: str) -> bool:
        self.key("ctrl+a")
        self.write(text)
        return self.shows(text)


@contextmanager
def on_wayland(desk: Installed) -> Iterator[OnWayland]:
    """Start Weston and the program in it, on a screen of their own, and end them."""
    size = (f"--width={WIDTH}", f"--height={HEIGHT}")
    weston = ("weston", "--backend=x11-backend.so", "--use-pixman", "--no-config", f"--socket={SOCKET}", *size)
    socket = desk.folder / "runtime" / SOCKET
    with screen_in(desk.folder) as (display, pixels), (desk.folder / "said.txt").open("ab") as said:
        line = desk.root.line(*weston, user=f"{UID}:{UID}", sharing=desk.folder)
        compositor = subprocess.Popen(line, env=desk.environment | {"DISPLAY": display}, stdout=said, stderr=said)
        try:
            until(socket.exists, "Weston")
            wayland = {"QT_QPA_PLATFORM": "wayland", "WAYLAND_DISPLAY": SOCKET}
            process = subprocess.Popen(
                desk.line(), env=desk.environment | wayland, cwd=desk.folder, stdout=said, stderr=said
            )
            try:
                yield OnWayland(process, desk, display=display, screen=pixels)
            finally:
                process.kill()
                process.wait()
        finally:
            compositor.kill()
            compositor.wait()
