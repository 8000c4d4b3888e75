# SPDX-License-Identifier: EUPL-1.2
"""The keys of groups: what the roster hands this desk is opened and kept, beside the public halves of the others."""

from welfaredesk.crypto.seal import SealBroken
from welfaredesk.crypto.wrap import SealingKey, unwrap
from welfaredesk.desk.identity import FORMER, Identity
from welfaredesk.desk.stating import EPOCH_LABEL, epoch_aad
from welfaredesk.domain.roster import Roster
from welfaredesk.store import desk_notes, folders
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database


def take_epochs(database: Database, roster: Roster, *, identity: Identity) -> None:
    """Keep the epochs of every group: the public half, and the private one where it was handed to this desk.

    To be called once statements came, before grants are opened. An epoch of this desk's own, that has no position yet,
    gives way to the one of the same number that another desk made first. Whoever handed a key to a name that this desk
    had did not know the new one yet.
    """
    known, names = rows.epochs_known(database), _names(database, identity)
    for (group, epoch), line in roster.epochs.items():
        private, kept = None, known.get((group, epoch))
        if kept is not None and kept.public != line.public:
            rows.drop_epoch(database, group, epoch)
            kept = None
        if kept is not None and kept.has_private:
            continue
        for desk, seal in names.items():
            wrapped = roster.wrapped.get((group, epoch, desk))
            if private is None and wrapped is not None:
                private = _opened(seal, wrapped, aad=epoch_aad(identity.ente, group, epoch=epoch), public=line.public)
        if private is not None or kept is None:
            folders.keep_epoch(
                database, group, epoch, public=line.public, private=private, recovery_grant=line.recovery_grant
            )


def _names(database: Database, identity: Identity) -> dict[str, SealingKey]:
    """Return the names of this desk, its present one first, each with the key to which others wrap for it."""
    former = [one for one in desk_notes.get(database, FORMER) or [] if "seal" in one]
    found = {identity.desk: identity.seal} | {one["desk"]: one["seal"] for one in reversed(former)}
    return {desk: SealingKey.from_bytes(seal) for desk, seal in found.items()}


def _opened(seal: SealingKey, wrapped: bytes, *, aad: bytes, public: bytes) -> bytes | None:
    """Return the private half of an epoch, or nothing when what was handed is not that of its public half."""
    try:
        private = unwrap(seal, wrapped, label=EPOCH_LABEL, aad=aad)
        return private if SealingKey.from_bytes(private).public == public else None
    except (SealBroken, ValueError):
        return None
