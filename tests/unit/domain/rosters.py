# SPDX-License-Identifier: EUPL-1.2
"""An ente of six operators with pretended signatures, to ask of its roster who may state what."""

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from welfaredesk.base.ids import derived_id
from welfaredesk.domain.roster import Roster, RosterRefused
from welfaredesk.domain.statement import (
    FORMAT,
    UNCHAINED,
    Claim,
    Role,
    Statement,
    StatementKind,
    encode_body,
    encode_statement,
)

GRANT = b"g" * 80
WRAPPED = b"w" * 80
ROOT = "root"
STAFF: dict[str, tuple[Role, ...]] = {
    "resp": (Role.OPERATORE, Role.RESPONSABILE),
    "coord": (Role.COORDINATORE,),
    "admin": (Role.AMMINISTRATORE,),
    "cm": (Role.CASE_MANAGER,),
    "oper": (Role.OPERATORE,),
    "out": (Role.CASE_MANAGER,),
    "dpo": (Role.DPO,),
}
IN_WORKING = ("resp", "coord", "cm", "oper")


def named(what: str) -> str:
    """Return the id that stands for a name in these tests."""
    return derived_id(what, "test")


def key_of(what: str) -> bytes:
    """Return 32 bytes that stand for a public key."""
    return sha256(what.encode()).digest()


@dataclass(slots=True)
class Ente:
    """A roster and what is needed to state things in it."""

    roster: Roster = field(default_factory=Roster)
    id: str = named("ente")

    def make(self, signer: str, kind: StatementKind, body: dict[str, Any], **claimed: Any) -> Statement:
        """Return a statement of the root, or of the desk of that name."""
        previous = b"" if kind in UNCHAINED else self.roster.head
        said: dict[str, Any] = {"format": FORMAT, "ente": self.id, "previous": previous, "signer": key_of(signer)}
        said |= claimed
        return Statement(Claim(kind=kind, body=encode_body(body), **said), b"s" * 64)

    def take(self, statement: Statement, *, signed: bool = True) -> None:
        """Let the roster take a statement."""
        self.roster.apply(statement, sha256(encode_statement(statement)).digest(), holds=lambda _: signed)

    def state(self, signer: str, statement: StatementKind, /, **body: Any) -> None:
        """Make and take a statement."""
        self.take(self.make(signer, statement, body))

    def answer(self, signer: str, kind: StatementKind, body: dict[str, Any]) -> str:
        """Return what the roster says to a statement, on a copy: a code, or nothing when it takes it."""
        other = Ente(self.roster.copy(), self.id)
        try:
            other.state(signer, kind, **body)
        except RosterRefused as refused:
            return str(refused.code)
        return ""

    def admit(self, name: str, letters: str, *roles: Role, by: str = ROOT) -> None:
        """Admit an operator with a desk of the same name."""
        self.state(by, StatementKind.OPERATOR, operator=named(name))
        self.state(by, StatementKind.DESK, **desk_body(name, letters))
        self.state(by, StatementKind.ROLE, operator=named(name), roles=[str(role) for role in roles])

    def found_group(self, name: str, kind: str, *, by: str) -> None:
        """Make a group whose first member is its maker."""
        self.state(by, StatementKind.GROUP, **group_body(name, kind))
        self.state(by, StatementKind.MEMBER, **member_body(name, by))


def desk_body(name: str, letters: str, *, operator: str | None = None) -> dict[str, Any]:
    """Return the body that admits the desk of a name."""
    return {
        "desk": named(f"desk of {name}"),
        "operator": named(operator or name),
        "sign": key_of(name),
        "seal": key_of(f"seal of {name}"),
        "letters": letters,
    }


def group_body(name: str, kind: str, *, grant: bytes = GRANT, epoch: int = 1) -> dict[str, Any]:
    """Return the body that makes a group."""
    public = key_of(f"{name} {epoch}")
    return {"group": named(name), "kind": kind, "epoch": epoch, "public": public, "recovery_grant": grant}


def member_body(group: str, name: str, *, operator: str | None = None, epoch: int = 1, **more: Any) -> dict[str, Any]:
    """Return the body that hands the desk of a name the key of a group."""
    return {
        "group": named(group),
        "operator": named(operator or name),
        "desk": named(f"desk of {name}"),
        "epoch": epoch,
        "wrapped": WRAPPED,
        "wrapped_hash": key_of("hash"),
    } | more


def epoch_body(group: str, epoch: int, *desks: str, grant: bytes = GRANT) -> dict[str, Any]:
    """Return the body of a group's next epoch, wrapped to the desks of these names."""
    return {
        "group": named(group),
        "epoch": epoch,
        "public": key_of(f"{group} {epoch}"),
        "recovery_grant": grant,
        "wrapped": [[named(f"desk of {desk}"), WRAPPED] for desk in desks],
    }


def an_ente() -> Ente:
    """Return an ente of six: `working` holds four of them, `small` the responsabile alone, `lonely` nobody."""
    ente = Ente()
    ente.state(ROOT, StatementKind.ENTE, root=key_of(ROOT), recovery=key_of("recovery"))
    for letters, (name, roles) in zip(("AA", "AB", "AC", "AD", "AE", "AF", "AG"), STAFF.items(), strict=True):
        ente.admit(name, letters, *roles)
        ente.found_group(f"own of {name}", "own", by=name)
    ente.found_group("everyone", "everyone", by="resp")
    ente.found_group("working", "working", by="resp")
    ente.found_group("small", "working", by="resp")
    for name in STAFF:
        if name != "resp":
            ente.state("resp", StatementKind.MEMBER, **member_body("everyone", name))
    for name in IN_WORKING[1:]:
        ente.state("resp", StatementKind.MEMBER, **member_body("working", name))
    return ente
