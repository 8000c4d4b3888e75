# SPDX-License-Identifier: EUPL-1.2
"""Pages of rows read only when they are looked at, the least recently seen ones forgotten."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

PAGE = 48
KEPT_PAGES = 40

Row = TypeVar("Row")


class Pages(Generic[Row]):
    """Rows of a long list of ids; `read` is asked for one page of ids and answers in their order."""

    def __init__(self, ids: Sequence[str], read: Callable[[Sequence[str]], Sequence[Row]]) -> None:
        self._ids, self._read = ids, read
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._ids)

    def id_at(self, number: int) -> str:
        """Return the id of the row at `number`."""
        return self._ids[number]

    def row_at(self, number: int) -> Row | None:
        """Return the row at `number`, reading its page if it is not kept; None when it is no longer there."""
        page, place = divmod(number, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._read(self._ids[page * PAGE : (page + 1) * PAGE])
            self._pages[page] = rows
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return rows[place] if place < len(rows) else None

    def forget(self) -> None:
        """Read every page again when it is next looked at."""
        self._pages.clear()
