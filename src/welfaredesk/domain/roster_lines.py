# SPDX-License-Identifier: EUPL-1.2
"""The lines of the roster: what stands of a desk, of a group, of an epoch, of a cut."""

from dataclasses import dataclass
from enum import StrEnum

from welfaredesk.domain.statement import GroupKind


class Refusal(StrEnum):
    """Why a statement is refused, in the words of the wire."""

    FORMAT = "format"
    UNKNOWN = "unknown"
    SIGNATURE = "signature"
    REVOKED = "revoked"
    STALE_HEAD = "stale_head"
    RULE = "rule"
    RECOVERY_GRANT = "recovery_grant"


class RosterRefused(ValueError):
    """A statement that the roster does not take; nothing changed."""

    def __init__(self, code: Refusal) -> None:
        """Keep the code, one of those of the wire."""
        super().__init__(code.value)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """A desk: whose it is, its public keys, who admitted it (nobody: the root), and whether it was shut out."""

    id: str
    operator: str
    sign: bytes
    seal: bytes
    letters: str
    admitted_by: str | None
    revoked: bool = False
    wipe: bool = False
    stolen: bool = False
    former: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """A group at its newest epoch; `founder` is the operator whose desk made it."""

    id: str
    kind: GroupKind
    epoch: int
    public: bytes
    recovery_grant: bytes
    founder: str


@dataclass(frozen=True, slots=True)
class EpochLine:
    """An epoch of a group: the public half, and the private one wrapped to the recovery key."""

    public: bytes
    recovery_grant: bytes


@dataclass(frozen=True, slots=True)
class CutLine:
    """Parcels that were cut: by whose word, with whose (nobody: in one's own root), under which number."""

    parcels: tuple[bytes, ...]
    by: str
    second: str | None
    number: str


@dataclass(frozen=True, slots=True)
class ServerLine:
    """The server of the ente: its key, and where it answers."""

    key: bytes
    url: str
