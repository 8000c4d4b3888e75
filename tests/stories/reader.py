# SPDX-License-Identifier: EUPL-1.2
"""A screen reader's place: the window is known and driven by what AT-SPI tells of it alone, no picture and no keys."""

import asyncio
import os
import subprocess
import tempfile
from collections.abc import Awaitable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.stories.program import Program
from tests.stories.window import on_screen, until

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
SPI = "org.a11y.atspi"
TOP = "/org/a11y/atspi/accessible/root"
ENABLED, SHOWING = 8, 25
"""Numbers of states in the order of the AT-SPI specification (`Atspi.StateType`)."""
PRESSED = ("push button", "toggle button", "check box", "radio button")
PRESSING = ("Press", "Toggle", "Check")
FIELDS = ("text", "password text", "entry")


class Closing(Protocol):
    """A bus as it says that it is closed, which its library leaves without a type."""

    def wait_for_disconnect(self) -> Awaitable[None]:
        """Wait until it is."""
        ...


class Gone(Exception):
    """What was asked about is no longer there, or cannot be done with it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing on the screen as a screen reader is told of it: what it is, its name, whether it can be used."""

    place: str
    role: str
    name: str
    states: int

    def has(self, state: int) -> bool:
        """Tell whether it is in a state."""
        return bool(self.states >> state & 1)


class Reader:
    """What a screen reader hears of one program, and what it can have done there."""

    def __init__(self, address: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._bus = self._loop.run_until_complete(_spoken(address))
        self._program = ""

    def close(self) -> None:
        """Leave the bus."""
        self._loop.run_until_complete(_left(self._bus))
        self._loop.close()

    def _ask(self, place: str, member: str, *given: Any, signature: str = "") -> list[Any]:
        asked = _called(self._bus, self._program, place, member=f"{SPI}.{member}", given=given, signature=signature)
        return self._loop.run_until_complete(asked)

    def is_here(self) -> bool:
        """Tell whether a program has made itself known."""
        (known,) = self._loop.run_until_complete(
            _called(self._bus, f"{SPI}.Registry", TOP, member=f"{SPI}.Accessible.GetChildren")
        )
        self._program = known[-1][0] if known else ""
        return bool(known)

    def all(self) -> list[Told]:
        """Return everything that is on the screen now, from the top; nothing while a page is just being changed."""
        try:
            return self._loop.run_until_complete(self._below(TOP))
        except Gone:
            return []

    async def _below(self, place: str) -> list[Told]:
        of_it = partial(_called, self._bus, self._program, place)
        role, states, children, name = await asyncio.gather(
            *(of_it(member=f"{SPI}.Accessible.{member}") for member in ("GetRoleName", "GetState", "GetChildren")),
            of_it(member="org.freedesktop.DBus.Properties.Get", given=(f"{SPI}.Accessible", "Name"), signature="ss"),
        )
        told = Told(place, role[0], name[0].value, states[0][0] | states[0][1] << 32)
        if place != TOP and not told.has(SHOWING):
            return []
        found = [told]
        for _, child in children[0]:
            found += await self._below(child)
        return found

    def waits_for(self, name: str) -> None:
        """Wait until something on the screen has that in its name."""
        until(lambda: any(name in one.name for one in self.all()), f"something that says «{name}»")

    def find(self, name: str, roles: Collection[str], *, among: int = 1) -> Told:
        """Return the last of so many things of that name and one of those roles, once they are there to be used."""
        found: list[Told] = []

        def there() -> bool:
            found[:] = [one for one in self.all() if one.name == name and one.role in roles and one.has(ENABLED)]
            return len(found) == among

        until(there, f"{among} {' or '.join(roles)} «{name}»")
        return found[-1]

    def press(self, name: str, *, among: int = 1) -> None:
        """Press the button of that name, the last of so many."""
        place = self.find(name, PRESSED, among=among).place
        (offered,) = self._ask(place, "Action.GetActions")
        at = next(number for number, (action, _, _) in enumerate(offered) if action in PRESSING)
        self._ask(place, "Action.DoAction", at, signature="i")

    def write(self, name: str, text: str) -> None:
        """Write into the field of that name, in place of what stood there."""
        place = self.find(name, FIELDS).place
        self._ask(place, "Component.GrabFocus")
        self._ask(place, "EditableText.SetTextContents", text, signature="s")


async def _spoken(address: str) -> MessageBus:
    """Return the bus on which programs speak to screen readers, asked for on the session's."""
    session = await MessageBus(bus_address=address).connect()
    (spoken,) = await _called(session, "org.a11y.Bus", "/org/a11y/bus", member="org.a11y.Bus.GetAddress")
    await _left(session)
    return await MessageBus(bus_address=spoken).connect()


async def _left(bus: MessageBus) -> None:
    """Leave a bus and wait until its socket is closed."""
    closing: Closing = bus
    bus.disconnect()
    await closing.wait_for_disconnect()


async def _called(
    bus: MessageBus, whom: str, place: str, *, member: str, given: Sequence[Any] = (), signature: str = ""
) -> list[Any]:
    interface, _, name = member.rpartition(".")
    asked = Message(
        destination=whom, path=place, interface=interface, member=name, signature=signature, body=list(given)
    )
    answer = await bus.call(asked)
    if answer.message_type is not MessageType.METHOD_RETURN:
        raise Gone(member)
    return list(answer.body)


@contextmanager
def listening(program: Program) -> Iterator[Reader]:
    """Start the program on a screen that nobody looks at, with a bus of its own for whoever listens, and end them."""
    with tempfile.TemporaryDirectory(prefix="bus-") as folder, ended(_bus()) as bus:
        assert bus.stdout is not None
        address = bus.stdout.readline().decode().strip()
        heard = {"DBUS_SESSION_BUS_ADDRESS": address, "XDG_RUNTIME_DIR": folder}
        shown = heard | {"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
        with ended(_launcher(heard)), on_screen(program, **shown) as window:
            reader = Reader(address)
            try:
                until(window.is_shown, "a window")
                until(reader.is_here, "a program that makes itself known")
                yield reader
            finally:
                reader.close()


def _launcher(heard: dict[str, str]) -> "subprocess.Popen[bytes]":
    line = [LAUNCHER, "--launch-immediately"]
    return subprocess.Popen(line, env=os.environ | heard, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _bus() -> "subprocess.Popen[bytes]":
    line = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    return subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


@contextmanager
def ended(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """Give a process and end it."""
    with process:
        try:
            yield process
        finally:
            process.terminate()
