# SPDX-License-Identifier: EUPL-1.2
"""The sheet, as far as it is used."""

from collections.abc import Iterator, Sequence

class Worksheet:
    title: str
    sheet_state: str
    def iter_rows(self, *, values_only: bool = False) -> Iterator[tuple[object, ...]]: ...
    def reset_dimensions(self) -> None: ...
    def append(self, iterable: Sequence[object]) -> None: ...
