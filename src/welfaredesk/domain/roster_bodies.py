# SPDX-License-Identifier: EUPL-1.2
"""The bodies of statements: what each kind carries, checked for its shape before anybody looks at its sense."""

from typing import Annotated, TypeAlias

import msgspec

from welfaredesk.domain.statement import GroupKind, Role, Statement, StatementKind, decode_body

Id: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A[0-7][0-9a-hjkmnp-tv-z]{25}\Z")]
Key: TypeAlias = Annotated[bytes, msgspec.Meta(min_length=32, max_length=32)]
Wrapped: TypeAlias = Annotated[bytes, msgspec.Meta(min_length=80, max_length=80)]
"""A key of 32 bytes under HPKE: 48 bytes longer."""
Letters: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z]{2,4}\Z")]
Number: TypeAlias = Annotated[int, msgspec.Meta(ge=1, lt=2**53)]
MOST_PARCELS_CUT = 10_000
MOST_DESKS_WRITTEN = 100


class EnteBody(msgspec.Struct, frozen=True):
    """The keys of the ente, whose secret halves exist on paper only."""

    root: Key
    recovery: Key


class OperatorBody(msgspec.Struct, frozen=True):
    """Somebody who works for the ente, without a name."""

    operator: Id


class DeskBody(msgspec.Struct, frozen=True):
    """A desk of an operator: its two public keys, and the letters of its numbers."""

    desk: Id
    operator: Id
    sign: Key
    seal: Key
    letters: Letters


class RoleBody(msgspec.Struct, frozen=True):
    """All the roles of an operator from here on.

    Stated before there is a server, `written` names by desk the last number (`seq`) of what the operator had written:
    that is not judged by this statement, wherever the two are placed later.
    """

    operator: Id
    roles: list[Role]
    written: Annotated[dict[Id, Number], msgspec.Meta(max_length=MOST_DESKS_WRITTEN)] = {}


class GroupBody(msgspec.Struct, frozen=True):
    """A new group with its first epoch, wrapped to the recovery key too."""

    group: Id
    kind: GroupKind
    epoch: int
    public: Key
    recovery_grant: bytes = b""


class MemberBody(msgspec.Struct, frozen=True):
    """An operator's desk is handed a group's key: the epoch that stands, and those before it."""

    group: Id
    operator: Id
    desk: Id
    epoch: int
    wrapped: Wrapped
    wrapped_hash: Key
    earlier: list[tuple[int, Wrapped]] = []
    expires_ms: Number | None = None


class ServerBody(msgspec.Struct, frozen=True):
    """The server of the ente: its key, and where it answers."""

    key: Key
    url: Annotated[str, msgspec.Meta(max_length=500)]


class EpochBody(msgspec.Struct, frozen=True):
    """A group's next epoch, wrapped to each desk that holds the group's key, and to the recovery key."""

    group: Id
    epoch: int
    public: Key
    wrapped: list[tuple[Id, Wrapped]]
    recovery_grant: bytes = b""


class LeaveBody(msgspec.Struct, frozen=True):
    """An operator leaves a group."""

    group: Id
    operator: Id


class RevokeBody(msgspec.Struct, frozen=True):
    """A desk is shut out; `wipe` asks it to erase itself, `stolen` says that nothing it sends is ever taken."""

    desk: Id
    wipe: bool = False
    stolen: bool = False


class IdentityBody(msgspec.Struct, frozen=True):
    """A desk goes on under another identity, as its former key says."""

    former: Id
    desk: Id
    operator: Id
    sign: Key
    seal: Key
    letters: Letters


class RecoveryBody(msgspec.Struct, frozen=True):
    """Another recovery key from here on."""

    recovery: Key


class CutBody(msgspec.Struct, frozen=True):
    """Parcels whose bodies go; `second` is the signing key of the other person, unless it is one's own root."""

    parcels: Annotated[list[Key], msgspec.Meta(min_length=1, max_length=MOST_PARCELS_CUT)]
    number: Annotated[str, msgspec.Meta(max_length=200)] = ""
    second: bytes = b""
    second_signature: bytes = b""


Body: TypeAlias = (
    EnteBody
    | OperatorBody
    | DeskBody
    | RoleBody
    | GroupBody
    | MemberBody
    | ServerBody
    | EpochBody
    | LeaveBody
    | RevokeBody
    | IdentityBody
    | RecoveryBody
    | CutBody
)

BODY_OF: dict[StatementKind, type[Body]] = {
    StatementKind.ENTE: EnteBody,
    StatementKind.OPERATOR: OperatorBody,
    StatementKind.DESK: DeskBody,
    StatementKind.ROLE: RoleBody,
    StatementKind.GROUP: GroupBody,
    StatementKind.MEMBER: MemberBody,
    StatementKind.SERVER: ServerBody,
    StatementKind.EPOCH: EpochBody,
    StatementKind.LEAVE: LeaveBody,
    StatementKind.REVOKE: RevokeBody,
    StatementKind.IDENTITY: IdentityBody,
    StatementKind.RECOVERY: RecoveryBody,
    StatementKind.CUT: CutBody,
}


def body_of(statement: Statement) -> Body:
    """Return what a statement carries.

    Raises:
        ValueError: when its body has not the shape of its kind.
    """
    return msgspec.convert(decode_body(statement.claim.body), type=BODY_OF[statement.claim.kind])
