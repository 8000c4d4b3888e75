# SPDX-License-Identifier: EUPL-1.2
"""The roster: the fold of the statements of an ente; it refuses alike on every desk and on the server."""

from collections.abc import Callable

from welfaredesk.domain.roster_lines import (
    CutLine,
    DeskLine,
    EpochLine,
    GroupLine,
    Refusal,
    RosterRefused,
    ServerLine,
)
from welfaredesk.domain.roster_rules import check
from welfaredesk.domain.roster_state import RosterState
from welfaredesk.domain.roster_steps import take
from welfaredesk.domain.statement import UNCHAINED, Statement

__all__ = [
    "CutLine",
    "DeskLine",
    "EpochLine",
    "GroupLine",
    "Refusal",
    "Roster",
    "RosterRefused",
    "ServerLine",
]


class Roster(RosterState):
    """A roster that takes statements; `apply` changes it whole or not at all."""

    def copy(self) -> "Roster":
        """Return a roster that goes on by itself; the lines are shared, since none of them changes."""
        other = Roster()
        for name, value in vars(self).items():
            setattr(other, name, value.copy() if isinstance(value, (dict, set, list)) else value)
        return other

    def apply(self, statement: Statement, digest: bytes, *, holds: Callable[[Statement], bool]) -> None:
        """Take a statement whose hash is `digest`; `holds` tells whether what it carries is signed and hashed right.

        Raises:
            RosterRefused: when it may not stand here; nothing changed.
        """
        body = check(self, statement, holds=holds)
        claim = statement.claim
        self.ente = claim.ente
        take(self, body, signer=self.desk_of_key(claim.signer))
        if claim.kind not in UNCHAINED:
            self.head = digest
