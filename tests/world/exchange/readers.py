# SPDX-License-Identifier: EUPL-1.2
"""Who may read which folder, worked out from the items in the server's database and nothing of the program's own."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from welfaredesk.base.ids import spelled
from welfaredesk.sync.wire import FrameKind

FOREVER = 1 << 60


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the ledger: position, kind of frame, and the bytes as they were pushed."""

    position: int
    kind: int
    id: bytes
    folder: str | None
    data: bytes


def items_of(database: Path) -> list[Item]:
    """Return the items of a ledger in the order of their positions, read past the program."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT position, kind, id, folder, data FROM item ORDER BY position").fetchall()
    return [
        Item(p, kind, id_, None if folder is None else spelled(folder), data) for p, kind, id_, folder, data in rows
    ]


@dataclass(slots=True)
class Readers:
    """Operators of groups, groups of folders, and since when and until when an operator could read a folder."""

    operator_of: dict[str, str] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    members: dict[str, set[str]] = field(default_factory=dict)
    holders: dict[str, set[str]] = field(default_factory=dict)
    roles: dict[str, set[str]] = field(default_factory=dict)
    until: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, items: Iterable[Item]) -> "Readers":
        """Take the items in order."""
        for item in items:
            match item.kind:
                case FrameKind.STATEMENT:
                    self._state(*msgspec.msgpack.decode(item.data)[0][2:6:3])
                case FrameKind.GRANT:
                    fields = msgspec.msgpack.decode(item.data)
                    groups = {spelled(one[0]) for one in fields[2]}
                    for folder, _ in fields[3]:
                        self.holders.setdefault(spelled(folder), set()).update(groups)
                case FrameKind.UNGRANT:
                    fields = msgspec.msgpack.decode(item.data)
                    self.holders.get(spelled(fields[3]), set()).discard(spelled(fields[2]))
                case _:
                    continue
            self._mark(item.position)
        return self

    def _state(self, kind: str, body_bytes: bytes) -> None:
        body: dict[str, Any] = msgspec.msgpack.decode(body_bytes)
        match kind:
            case "desk":
                self.operator_of[body["desk"]] = body["operator"]
            case "identity":
                self.operator_of[body["desk"]] = self.operator_of[body["former"]]
            case "revoke":
                self.revoked.add(body["desk"])
            case "role":
                self.roles[body["operator"]] = set(body["roles"])
            case "member":
                self.members.setdefault(body["group"], set()).add(body["operator"])
            case "leave":
                self.members.get(body["group"], set()).discard(body["operator"])

    def _mark(self, position: int) -> None:
        now = {(operator, folder) for folder in self.holders for operator in self.of(folder)}
        for pair in now:
            self.until[pair] = FOREVER
        for pair, until in self.until.items():
            if until == FOREVER and pair not in now:
                self.until[pair] = position

    def of(self, folder: str) -> set[str]:
        """Return the operators who may read a folder now."""
        return {operator for group in self.holders.get(folder, ()) for operator in self.members.get(group, ())}

    def folders_of(self, operator: str) -> set[str]:
        """Return the folders that an operator may read now."""
        return {folder for folder in self.holders if operator in self.of(folder)}

    def could(self, operator: str, folder: str, *, position: int = 0) -> bool:
        """Tell whether an operator could ever take what stands at a position of a folder."""
        return self.until.get((operator, folder), -1) >= position
