# SPDX-License-Identifier: EUPL-1.2
"""A screen reader's place: the window is known and driven by what AT-SPI tells of it alone, no picture and no keys."""

import asyncio
import os
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from dbus_fast import Message, MessageType
from dbus_fast.aio import MessageBus

from tests.stories.program import Program
from tests.stories.window import Window, on_screen, until

LAUNCHER = "/usr/libexec/at-spi-bus-launcher"
SPI = "org.a11y.atspi"
PROPERTY = "org.freedesktop.DBus.Properties.Get"
TOP = "/org/a11y/atspi/accessible/root"
ENABLED, FOCUSED, SHOWING = 8, 12, 25
"""Numbers of states in the order of the AT-SPI specification (`Atspi.StateType`)."""
PRESSED = ("push button", "toggle button", "check box", "radio button")
PRESSING = ("Press", "Toggle", "Check")
FIELDS = ("text", "password text", "entry")
LISTED = ("list item", "cell")
LOOK_EVERY = 0.3
"""Seconds between two looks: one asks for all that is on the screen, which costs both sides."""


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

    def __init__(self, address: str, window: Window) -> None:
        self.window = window
        self._loop = asyncio.new_event_loop()
        self._bus = self._loop.run_until_complete(_spoken(address))
        self._program = ""
        self._roles: dict[str, str] = {}

    def close(self) -> None:
        """Leave the bus."""
        self._loop.run_until_complete(_left(self._bus))
        self._loop.close()

    def _ask(self, place: str, member: str, *given: Any, signature: str = "") -> list[Any]:
        asked = _called(self._bus, self._program, place, member=f"{SPI}.{member}", given=given, signature=signature)
        return self._loop.run_until_complete(asked)

    def _ask_property(self, place: str, name: str) -> Any:
        given = (f"{SPI}.Accessible", name)
        asked = _called(self._bus, self._program, place, member=PROPERTY, given=given, signature="ss")
        return self._loop.run_until_complete(asked)[0].value

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
        ((low, high),) = await of_it(member=f"{SPI}.Accessible.GetState")
        if place != TOP and not low >> SHOWING & 1:
            return []
        children, name = await asyncio.gather(
            of_it(member=f"{SPI}.Accessible.GetChildren"),
            of_it(member=PROPERTY, given=(f"{SPI}.Accessible", "Name"), signature="ss"),
        )
        if place not in self._roles:
            (self._roles[place],) = await of_it(member=f"{SPI}.Accessible.GetRoleName")
        found = [Told(place, self._roles[place], name[0].value, low | high << 32)]
        for _, child in children[0]:
            found += await self._below(child)
        return found

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait until a thing heard is so; if it never is, tell what was on the screen in its place."""
        try:
            until(true, what, every=LOOK_EVERY)
        except AssertionError as never:
            said = (f"{one.role} «{one.name}»{' *' * one.has(FOCUSED)}" for one in self.all() if one.name)
            raise AssertionError("\n  ".join([str(never), *said])) from None

    def waits_for(self, name: str) -> None:
        """Wait until something on the screen has that in its name."""
        self.until(lambda: any(name in one.name for one in self.all()), f"something that says «{name}»")

    def is_on(self, name: str) -> None:
        """Wait until the keyboard is on what has that name."""
        self.until(lambda: name in self.held(), f"the keyboard on «{name}»")

    def held(self, roles: Collection[str] = ()) -> list[str]:
        """Return the names of what the keyboard is on: a widget, a row in it; only of these roles, if any are named."""
        return [one.name for one in self.all() if one.has(FOCUSED) and (not roles or one.role in roles)]

    def descriptions(self, names: Collection[str]) -> list[str]:
        """Return what is said of the buttons of these names besides their names."""
        found = [one.place for one in self.all() if one.name in names and one.role in PRESSED]
        try:
            return [str(self._ask_property(place, "Description")) for place in found]
        except Gone:
            return []

    def find(self, name: str, roles: Collection[str], *, among: int = 1) -> Told:
        """Return the last of so many things of that name and one of those roles, once they are there to be used."""
        found: list[Told] = []

        def there() -> bool:
            found[:] = [one for one in self.all() if one.name == name and one.role in roles and one.has(ENABLED)]
            return len(found) == among

        self.until(there, f"{among} {' or '.join(roles)} «{name}»")
        return found[-1]

    def press(self, name: str, *, among: int = 1) -> None:
        """Press the button of that name, the last of so many."""
        place = self.find(name, PRESSED, among=among).place
        (offered,) = self._ask(place, "Action.GetActions")
        at = next(number for number, (action, _, _) in enumerate(offered) if action in PRESSING)
        self._ask(place, "Action.DoAction", at, signature="i")

    def go_to(self, name: str, roles: Collection[str] = FIELDS, *, among: int = 1) -> str:
        """Bring the keyboard to what has that name, the last of so many, and return its place."""
        place = self.find(name, roles, among=among).place
        self._ask(place, "Component.GrabFocus")
        self.until(
            lambda: any(one.place == place and one.has(FOCUSED) for one in self.all()), f"the keyboard on «{name}»"
        )
        return place

    def text_at(self, place: str) -> str:
        """Return the text of the field at that place, nothing once it is gone."""
        try:
            (text,) = self._ask(place, "Text.GetText", 0, -1, signature="ii")
        except Gone:
            return ""
        return str(text)

    def reads(self, name: str, text: str) -> None:
        """Wait until the field of that name says that."""
        self.until(lambda: text in self.text_at(self.find(name, FIELDS).place), f"«{text}» in «{name}»")

    def write(self, name: str, text: str, *, among: int = 1) -> None:
        """Write into the field of that name, the last of so many, in place of what stood there."""
        place = self.find(name, FIELDS, among=among).place
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
            reader = Reader(address, window)
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
