# SPDX-License-Identifier: EUPL-1.2
"""A wreck: a database of which some pages may not be readable, asked again and again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from welfaredesk.store.driver import Connection, connect, driver


class Wreck:
    """Answers what can be read; after an unreadable page the cipher refuses everything, so it is opened anew."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Take the file and its raw key; nothing is read yet."""
        self._path = path
        self._key = key
        self._connection: Connection | None = None

    def _open(self) -> Connection:
        if self._connection is None:
            self._connection = connect(self._path, self._key, mode="ro")
        return self._connection

    def all(self, question: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]] | None:
        """Return all rows of an answer, nothing when one of its pages cannot be read."""
        try:
            return self._open().execute(question, values).fetchall()
        except driver.DatabaseError:
            self.close()
            return None

    def some(self, question: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of an answer up to the first page that cannot be read."""
        try:
            yield from self._open().execute(question)
        except driver.DatabaseError:
            self.close()

    def number(self, question: str) -> int:
        """Return the one number that is asked for, 0 when it cannot be read or there is none."""
        rows = self.all(question)
        found = rows[0][0] if rows else None
        return found if isinstance(found, int) else 0

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
