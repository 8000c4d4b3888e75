# SPDX-License-Identifier: EUPL-1.2
"""The pages that the roles of an operator open: those of the rail, and those reached from them."""

from collections.abc import Collection
from dataclasses import dataclass

from welfaredesk.base.text import tr
from welfaredesk.domain.access import may
from welfaredesk.domain.statement import Role
from welfaredesk.ui.parts.rail import RailEntry
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens_list import PAGES, RAIL


@dataclass(frozen=True, slots=True)
class Entries:
    """The pages of some roles: of the rail in its order, and all by name."""

    roles: tuple[Role, ...]
    rail: tuple[type[Screen], ...]
    kinds: dict[str, type[Screen]]

    @classmethod
    def of(cls, roles: tuple[Role, ...]) -> "Entries":
        """Return the pages of some roles."""
        rail = _open_to(roles, RAIL)
        return cls(roles, rail, {kind.name: kind for kind in (*rail, *_open_to(roles, PAGES))})

    @property
    def counted(self) -> list[str]:
        """Return the pages of the rail that have something to count."""
        return [kind.name for kind in self.rail if kind.count is not Screen.count]

    def on_rail(self) -> list[RailEntry]:
        """Return the pages of the rail as it shows them."""
        return [RailEntry(kind.name, kind.icon, tr(kind.label)) for kind in self.rail]


def _open_to(roles: Collection[Role], kinds: tuple[type[Screen], ...]) -> tuple[type[Screen], ...]:
    return tuple(kind for kind in kinds if kind.deed is None or may(roles, kind.deed))
