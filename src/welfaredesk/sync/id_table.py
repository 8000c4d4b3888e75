# SPDX-License-Identifier: EUPL-1.2
"""The table of ids of a text: each id once, numbered as it first appears, written against the time of that entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from welfaredesk.base.ids import packed, spelled
from welfaredesk.sync.columns import ColumnReader, ColumnsBroken, ColumnWriter


@dataclass(slots=True)
class IdWriter:
    """The ids that a text has named so far, on the side that writes it."""

    _numbers: dict[str, int] = field(default_factory=dict)
    _times: list[int] = field(default_factory=list)
    _known: int = 0

    def number(self, identity: str, time: int) -> int:
        """Return the number of an id, named by an entry of this time; a new one when it was not named before."""
        number = self._numbers.setdefault(identity, len(self._times))
        if number == len(self._times):
            self._times.append(time)
        return number

    def know(self, *ids: str) -> None:
        """Take ids that the reader knows too: they are the first numbers, and are not written."""
        for identity in ids:
            self.number(identity, 0)
        self._known = len(self._times)

    def write(self, out: ColumnWriter) -> None:
        """Write the table, after all that names ids.

        Raises:
            ValueError: when an id is not spelled as one.
        """
        fresh = list(self._numbers)[self._known :]
        out.timed_ids([packed(identity) for identity in fresh], self._times[self._known :])


@dataclass(slots=True)
class IdReader:
    """The times of the ids that a text has named so far, on the side that reads it; `known` need no table."""

    known: list[str] = field(default_factory=list)
    _times: list[int] = field(default_factory=list)

    def numbers(self, text: ColumnReader, times: Sequence[int]) -> list[int]:
        """Return a column of numbers of ids, named by entries of these times.

        Raises:
            ColumnsBroken: when a number was left out.
        """
        column = text.column(len(times))
        new = len(self.known) + len(self._times)
        for number, time in zip(column, times, strict=True):
            if not 0 <= number <= new:
                raise ColumnsBroken("a number names nothing yet")
            if number == new:
                self._times.append(time)
                new += 1
        return column

    def read(self, text: ColumnReader) -> list[str]:
        """Return the ids by number."""
        return self.known + [spelled(data) for data in text.timed_ids(self._times)]
