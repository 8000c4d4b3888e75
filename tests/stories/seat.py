# SPDX-License-Identifier: EUPL-1.2
"""Whoever sits at a desk, hears what is on the screen and types: the acts that many stories have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.stories.program import PASSPHRASE, Program
from tests.stories.reader import FIELDS, LISTED, Reader, listening
from tests.stories.window import until

SEARCH, NOTE, LEAVE = "Cerca persone, cartelle, azioni", "Nuova annotazione", "Lascia stare"
MOST_ROWS = 40
GONE = "qt.accessibility.atspi: Could not find accessible on path"
"""What Qt says when one asks about something that has just left the screen."""


class Seat:
    """One person at one window; what is only pressed or written the reader does."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.window = reader, reader.window

    def type(self, name: str, text: str, *, among: int = 1) -> None:
        """Type into the field of that name, the last of so many, over what stands there, and wait until it is there."""
        place = self.reader.go_to(name, FIELDS, among=among)
        self.window.key("ctrl+a")
        self.window.write(text)
        self.reader.until(lambda: text in self.reader.text_at(place), f"«{text}» in «{name}»")

    def pick(self, name: str, typed: str, *, wanted: str, among: int = 1) -> None:
        """Type a few letters into a field that proposes, and take what it proposes first."""
        self.type(name, typed, among=among)
        self._offered(wanted)
        self.window.key("Return")

    def find(self, typed: str, *, wanted: str) -> None:
        """Find something with Ctrl+K and open it."""
        self.window.key("ctrl+k")
        self.reader.is_on(SEARCH)
        self.window.write(typed)
        self._offered(wanted)
        self.window.key("Return")

    def _offered(self, wanted: str) -> None:
        def first() -> bool:
            shown = [one.name for one in self.reader.all() if one.role == "list item"]
            return any(one.startswith(wanted) for one in shown)

        self.reader.until(first, f"«{wanted}» in the list")

    def turn_to(self, page: str) -> None:
        """Open a page of the rail, also when one stands on a page that belongs under it."""
        self.reader.go_to(page, ("radio button",))
        self.window.key("space")

    def open_cartella(self, typed: str, *, wanted: str) -> None:
        """Find a person and open the cartella, where the keyboard then stands ready for a note."""
        self.find(typed, wanted=wanted)
        self.reader.is_on(NOTE)

    def row(self, table: str, cell: str) -> None:
        """Go down a table by keys to the row with that cell."""
        self.reader.go_to(table, ("table",))
        self.window.key("ctrl+Home")
        for _row in range(MOST_ROWS):
            held = self.reader.held(LISTED)
            if any(cell in name for name in held):
                return
            self.window.key("Down")
        raise AssertionError(f"no row «{cell}» in «{table}»")

    def unfold(self, act: str) -> None:
        """Unfold the form of an act; the keyboard comes into it."""
        self.reader.press(act)
        self.reader.waits_for(LEAVE)

    def do(self, act: str, *, among: int = 2) -> None:
        """Do the act whose form is unfolded, with the last of so many buttons: the other one unfolded it.

        The form goes when it is done, and stays when it is not.
        """
        self.reader.press(act, among=among)
        self.done()

    def done(self) -> None:
        """Wait until the form of an act is gone."""
        self.reader.until(lambda: all(one.name != LEAVE for one in self.reader.all()), "an act that is done")

    def choose_file(self, title: str, path: Path, *, button: str, among: int = 1) -> None:
        """Write a path into a dialog for files and confirm it."""
        self.reader.waits_for(title)
        self.reader.write("Nome del file:", str(path))
        self.reader.press(button, among=among)
        self.reader.until(lambda: all(one.role != "dialog" for one in self.reader.all()), "the end of the dialog")
        until(self.window.is_shown, "the window with the keyboard")


@contextmanager
def seated(program: Program) -> Iterator[Seat]:
    """Open the window, unlock it, and end it; it must have said nothing on the standard error."""
    with listening(program) as reader:
        seat = Seat(reader)
        reader.write("Frase segreta", PASSPHRASE)
        reader.press("Sblocca")
        reader.waits_for("Segnalazioni")
        yield seat
        said = [line for line in seat.window.said().splitlines() if not line.startswith(GONE)]
        assert said == [], said
