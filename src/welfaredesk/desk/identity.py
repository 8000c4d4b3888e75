# SPDX-License-Identifier: EUPL-1.2
"""Whose desk this is: what the vault keeps of it, and what the roster says of its roles and groups."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from welfaredesk.base.errors import DamagedVault
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.domain.roster import GroupLine, Roster, RosterRefused
from welfaredesk.domain.statement import GroupKind, Role
from welfaredesk.store import desk_notes, folders
from welfaredesk.store.driver import Database
from welfaredesk.sync import statements

NOTE = "identity"
FORMER = "exchange/former"
"""The note of the identities that this desk had, the oldest first: each with its keys and the statement after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Whose desk this is; the private keys never show.

    `groups` goes from kind to id: the operator's own group, the first working group he is in, and the three of the
    ente. Somebody in no working group works in his own.
    """

    ente: str
    operator: str
    desk: str
    letters: str
    roles: tuple[Role, ...]
    groups: dict[str, str]
    name: str
    alone: bool
    sign: bytes = field(repr=False)
    seal: bytes = field(repr=False)


class RosterReader:
    """Reads the roster of a vault, and only what came since when it is asked again."""

    def __init__(self, statements_of: Callable[[Database], list[bytes]] = folders.statements) -> None:
        """Begin with nothing read, and say which statements of a vault are to be read."""
        self._statements_of = statements_of
        self._read: list[bytes] = []
        self.roster = Roster()

    def read(self, database: Database) -> Roster:
        """Return the roster that the statements make; one given earlier does not change.

        What has no position and does not fit the head stands aside until it is made again.
        """
        found = self._statements_of(database)
        known = len(self._read)
        if found == self._read:
            return self.roster
        if found[:known] == self._read:
            roster, following = self.roster.copy(), found[known:]
        else:
            roster, following = Roster(), found
        for data in following:
            try:
                statements.add(roster, data)
            except RosterRefused:
                continue
        self._read, self.roster = found, roster
        return roster


class IdentityReader:
    """Reads whose desk this is, and works it out anew only where the vault or the roster says something else."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._kept: Any = None
        self._roster: Roster | None = None
        self._identity: Identity | None = None

    def read(self, database: Database, roster: Roster) -> Identity:
        """Return whose desk this is, by a roster that does not change.

        Raises:
            DamagedVault: when the vault does not say.
        """
        kept = desk_notes.get(database, NOTE)
        if self._identity is None or roster is not self._roster or kept != self._kept:
            self._identity = read_identity(database, roster)
            self._kept, self._roster = kept, roster
        return self._identity


def read_identity(database: Database, roster: Roster) -> Identity:
    """Return whose desk this is; a desk that the roster does not know yet is what its vault says.

    Raises:
        DamagedVault: when the vault does not say.
    """
    kept = desk_notes.get(database, NOTE)
    if kept is None:
        raise DamagedVault()
    kept["roles"] = tuple(Role(role) for role in kept["roles"])
    desk = roster.desks.get(kept["desk"])
    if desk is not None and desk.sign == SigningKey.from_bytes(kept["sign"]).public:
        given = roster.roles_of(desk.operator)
        kept["operator"], kept["letters"] = desk.operator, desk.letters
        kept["roles"] = tuple(role for role in Role if role in given)
        kept["groups"] = groups_of(roster, desk.operator, desk=desk.id)
    return Identity(**kept)


def groups_of(roster: Roster, operator: str, *, desk: str) -> dict[str, str]:
    """Return the groups that a desk works with, by kind; those on call are for reading, not for working."""
    found: dict[str, str] = {}
    for group in roster.groups.values():
        kind = group.kind
        if kind is GroupKind.ON_CALL:
            continue
        if kind is GroupKind.OWN:
            if is_own(roster, group, operator=operator) and desk in roster.key_desks(group.id):
                found[kind] = group.id
        elif kind is not GroupKind.WORKING or (kind not in found and operator in roster.members(group.id)):
            found[kind] = group.id
    if GroupKind.OWN in found:
        found.setdefault(GroupKind.WORKING, found[GroupKind.OWN])
    return {str(kind): group for kind, group in found.items()}


def is_own(roster: Roster, group: GroupLine, *, operator: str) -> bool:
    """Tell whether a group is the operator's own."""
    return group.kind is GroupKind.OWN and operator in roster.members(group.id)
