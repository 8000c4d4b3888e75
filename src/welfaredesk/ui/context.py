# SPDX-License-Identifier: EUPL-1.2
"""The context: what every screen is given, and the ways from one screen to another."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from welfaredesk.base.clock import Clock
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.session import Session
from welfaredesk.ui.exchanging import Exchanging
from welfaredesk.ui.tasks import Tasks


class Ways(QObject):
    """Where a person wants to go; the shell listens and goes there."""

    screen = Signal(str)
    """The name of a screen of the rail."""
    cartella = Signal(str)
    """The person whose cartella to open."""
    record = Signal(str)
    """The record to open in its form."""
    new_record = Signal(str, object)
    """The type of a record to make, and the values it starts with (`_root`, `_circle` among them)."""
    part = Signal(str)
    """The key of the part of Amministrazione to open."""
    quick_contact = Signal()
    """Accesso rapido, from anywhere."""
    urgency = Signal(str)
    """The urgency to open, nothing for a new one and those that are open."""
    minutes = Signal(str)
    """The minutes of a situation to open."""
    page = Signal(str, str)
    """The name of a page that shows one record, and the record: its place is `{name: record}`."""
    notice = Signal(str, object)
    """A sentence to show at the bottom, and what «Annulla» does, or nothing."""
    lock = Signal()
    """Lock the desk now."""
    erase = Signal()
    """Lock the desk and erase its vault: the ente shut it out and asked for that."""


@dataclass(frozen=True, slots=True)
class Context:
    """The open desk as a screen sees it."""

    session: Session
    tasks: Tasks
    codes: Codes
    ways: Ways
    exchanging: Exchanging

    @property
    def clock(self) -> Clock:
        """Return the clock of the session."""
        return self.session.clock
