# SPDX-License-Identifier: EUPL-1.2
"""Stating: new lines of the roster made one on the other, and the group keys that they hand on."""

from collections.abc import Mapping
from typing import Any

from welfaredesk.base.errors import NotAllowed
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.wrap import SealingKey, wrap
from welfaredesk.domain.roster import Roster, RosterRefused
from welfaredesk.domain.statement import StatementKind
from welfaredesk.store import folders, rights
from welfaredesk.store.driver import Database
from welfaredesk.sync import statements

EPOCH_LABEL = "group-epoch"
RECOVERY_LABEL = "recovery-grant"


def epoch_aad(ente: str, group: str, *, epoch: int) -> bytes:
    """Return what binds a wrapped group key to its group and epoch."""
    return f"{ente}/{group}/{epoch}".encode()


class Stating:
    """Statements of one signer made one on the other, in a transaction; each is checked as the server will."""

    def __init__(self, database: Database, roster: Roster, *, key: SigningKey, ente: str = "") -> None:
        """Go on from a roster, which stays as it is; `ente` is named when there is none yet."""
        self.roster = roster.copy()
        self._database = database
        self._key = key
        self._ente = ente or roster.ente

    def as_signer(self, key: SigningKey) -> None:
        """Let somebody else sign what follows."""
        self._key = key

    def say(self, kind: StatementKind, body: Mapping[str, Any]) -> bytes:
        """Make a statement, keep it to be sent, and return its bytes.

        Raises:
            NotAllowed: when the roster does not take it from this signer.
        """
        said = self._with_written(kind, body)
        data = statements.state(kind, said, ente=self._ente, previous=self.roster.head, key=self._key)
        try:
            statements.add(self.roster, data)
        except RosterRefused as refused:
            raise NotAllowed() from refused
        folders.keep_statement(self._database, str(kind), data)
        return data

    def _with_written(self, kind: StatementKind, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the body, of new roles without a server with what their operator has written by now."""
        if kind is not StatementKind.ROLE or self.roster.server is not None:
            return dict(body)
        written = rights.written_by(self._database, str(body["operator"]))
        return {**body, "written": written} if written else dict(body)


def wrapped_to(seal: bytes, private: bytes, *, ente: str, group: str, epoch: int) -> bytes:
    """Return a group's private key wrapped to a desk."""
    return wrap(seal, private, label=EPOCH_LABEL, aad=epoch_aad(ente, group, epoch=epoch))


def group_body(roster: Roster, group: str, *, kind: str, epoch: SealingKey) -> dict[str, Any]:
    """Return the body that makes a group, its first epoch wrapped to the recovery key too."""
    return {"group": group, "kind": kind, **_epoch_body(roster, group, 1, epoch)}


def _epoch_body(roster: Roster, group: str, number: int, epoch: SealingKey) -> dict[str, Any]:
    aad = epoch_aad(roster.ente, group, epoch=number)
    grant = wrap(roster.recovery, epoch.to_bytes(), label=RECOVERY_LABEL, aad=aad)
    return {"epoch": number, "public": epoch.public, "recovery_grant": grant}


def member_body(
    roster: Roster, group: str, *, desk: str, keys: Mapping[int, bytes], expires_ms: int | None = None
) -> dict[str, Any]:
    """Return the body that hands a desk the keys of a group: every epoch that is at hand, the newest above all.

    Args:
        roster: the roster, which knows the desk.
        group: the group.
        desk: the desk.
        keys: epoch to private half.
        expires_ms: when the membership ends.

    Raises:
        NotAllowed: when the newest epoch is not at hand: who has no key cannot hand it on.
    """
    newest, line = roster.groups[group].epoch, roster.desks[desk]
    if newest not in keys:
        raise NotAllowed()
    wrapped = {
        epoch: wrapped_to(line.seal, private, ente=roster.ente, group=group, epoch=epoch)
        for epoch, private in keys.items()
    }
    body: dict[str, Any] = {
        "group": group,
        "operator": line.operator,
        "desk": desk,
        "epoch": newest,
        "wrapped": wrapped[newest],
        "wrapped_hash": sha256(wrapped[newest]),
    }
    earlier = [[epoch, wrapped[epoch]] for epoch in sorted(wrapped) if epoch < newest]
    return body | ({"earlier": earlier} if earlier else {}) | ({"expires_ms": expires_ms} if expires_ms else {})


def make_group(saying: Stating, group: str, *, kind: str, desk: str) -> SealingKey:
    """Make a group whose first member is its maker's desk, and return its key."""
    epoch = SealingKey.generate()
    saying.say(StatementKind.GROUP, group_body(saying.roster, group, kind=kind, epoch=epoch))
    saying.say(StatementKind.MEMBER, member_body(saying.roster, group, desk=desk, keys={1: epoch.to_bytes()}))
    return epoch


def make_epoch(saying: Stating, database: Database, group: str) -> None:
    """Make the next epoch of a group, wrapped to the desks that hold its key, and keep it."""
    roster, epoch = saying.roster, SealingKey.generate()
    number = roster.groups[group].epoch + 1
    body = _epoch_body(roster, group, number, epoch)
    wrapped = [
        [desk, wrapped_to(roster.desks[desk].seal, epoch.to_bytes(), ente=roster.ente, group=group, epoch=number)]
        for desk in sorted(roster.key_desks(group))
    ]
    saying.say(StatementKind.EPOCH, {"group": group, **body, "wrapped": wrapped})
    folders.keep_epoch(
        database,
        group,
        number,
        public=epoch.public,
        private=epoch.to_bytes(),
        recovery_grant=body["recovery_grant"],
    )
