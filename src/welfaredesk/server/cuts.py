# SPDX-License-Identifier: EUPL-1.2
"""The cut: the bodies of parcels go, their headers and hashes stay."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from welfaredesk.base.ids import packed
from welfaredesk.domain.parcel import Parcel, decode_parcel, encode_parcel
from welfaredesk.domain.roster_bodies import CutBody, body_of
from welfaredesk.domain.statement import GroupKind, Statement, StatementKind
from welfaredesk.server.callers import live_groups
from welfaredesk.server.working import Working
from welfaredesk.sync import parcels
from welfaredesk.sync.interning import Named
from welfaredesk.sync.wire import Code


@dataclass(frozen=True, slots=True)
class Chain:
    """What a parcel is completed with: ente, the parcel before it, its desk's key, and which parcels are cut."""

    ente: str
    previous: bytes
    public: bytes
    cut: frozenset[bytes]


def completed(named: Named, chain: Chain, *, keys: Sequence[bytes]) -> tuple[bytes, Parcel] | None:
    """Return id and parcel of what a desk pushed, if its signature holds with one of the folder's keys.

    A parcel that was cut loses its text here too, and is taken without one.
    """
    parcel = parcels.completed(named, ente=chain.ente, key_ids=keys, previous=chain.previous, public=chain.public)
    if parcel is None:
        return None
    id_ = parcels.parcel_id(parcel)
    if id_ in chain.cut:
        return id_, parcels.without_text(parcel)
    return None if parcels.is_cut(named.sealed) else (id_, parcel)


def take(working: Working, statement: Statement) -> Code | None:
    """Take the texts of the parcels that a statement cuts, or return why it may not; other statements pass.

    The roster has judged who signs; here is judged what: folders that the signer reads, and alone only those
    that nobody but his own group holds. Parcels that are not here (yet) are cut when they come.
    """
    if statement.claim.kind is not StatementKind.CUT:
        return None
    body = cast(CutBody, body_of(statement))
    signer = working.roster.desk_of_key(statement.claim.signer)
    groups = live_groups(working.roster, "" if signer is None else signer.id, now_ms=working.now_ms)
    own = {packed(group.id) for group in working.roster.groups.values() if group.kind is GroupKind.OWN} & groups
    found = working.parcels_named(body.parcels)
    holders = working.holders(folder for _, folder, _ in found)
    for _, folder, _ in found:
        if holders[folder].isdisjoint(groups):
            return Code.NOT_YOURS
        if not body.second and not holders[folder] <= own:
            return Code.RULE
    for position, folder, data in found:
        working.cut.append((position, encode_parcel(parcels.without_text(decode_parcel(data)))))
        # A bundle that was made before holds what was cut.
        working.voided.update(holders[folder])
    return None
