# SPDX-License-Identifier: EUPL-1.2
"""Admission: all that the server can check of an item, one function per kind."""

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from welfaredesk.base.ids import packed, spelled
from welfaredesk.domain.parcel import Parcel, encode_parcel
from welfaredesk.domain.roster import RosterRefused
from welfaredesk.server import cuts, outside
from welfaredesk.server.callers import GIVING_UP, Caller, has_role, live_groups, may_widen, may_write
from welfaredesk.server.pushed import Pushed
from welfaredesk.server.working import FolderState, Item, Working
from welfaredesk.sync import statements
from welfaredesk.sync.grants import verify_grant, verify_ungrant
from welfaredesk.sync.interning import Named
from welfaredesk.sync.letters import verify_letter
from welfaredesk.sync.wire import Code, FrameKind, Grant, GrantFor, Letter, Ungrant


@dataclass(frozen=True, slots=True)
class Admission:
    """A caller's items admitted into a working copy; `quota` in bytes of all that a desk has stored here."""

    working: Working
    caller: Caller
    quota: int

    def admit(self, item: Pushed) -> Code | None:
        """Place an item, or return why not; one that is here already changes nothing and is no refusal."""
        if item.code is not None or item.id in self.working.ids:
            return item.code
        if isinstance(item.body, bytes):
            return self._statement(item, item.body)
        if self.caller.is_root:
            return Code.NOT_YOURS
        if not self.working.roster.is_active(self.caller.desk):
            return Code.REVOKED
        return self._work(item, item.body)

    def _work(self, item: Pushed, body: Named | Grant | Ungrant | Letter) -> Code | None:
        if isinstance(body, Named):
            return self._parcel(body)
        if body.ente != self.working.ente:
            return Code.NOT_YOURS
        if isinstance(body, Grant):
            return self._grant(item, body)
        if isinstance(body, Ungrant):
            return self._ungrant(item, body)
        return self._letter(item, body)

    def _groups(self, desk: str) -> frozenset[bytes]:
        return live_groups(self.working.roster, desk, now_ms=self.working.now_ms)

    def _reads(self, desk: str, state: FolderState | None) -> bool:
        return state is not None and not state.groups.isdisjoint(self._groups(desk))

    def _writes(self, desk: str, state: FolderState | None) -> bool:
        return self._reads(desk, state) and may_write(self.working.roster, desk)

    def _has_room(self, size: int) -> bool:
        return self.working.used_bytes + self.working.added_bytes + size <= self.quota

    def _statement(self, item: Pushed, data: bytes) -> Code | None:
        working = self.working
        if not self._has_room(len(data)):
            return Code.QUOTA
        fresh = working.roster.copy()
        try:
            statements.add(fresh, data)
        except RosterRefused as refused:
            return Code(refused.code.value)
        if fresh.ente != working.base.ente:
            return Code.UNKNOWN
        statement = statements.read(data)
        refusal = cuts.take(working, statement)
        if refusal is not None:
            return refusal
        signer = fresh.desk_of_key(statement.claim.signer)
        desk = bytes(16) if signer is None else packed(signer.id)
        working.place(Item(kind=FrameKind.STATEMENT, id=item.id, desk=desk, data=data))
        working.statements.append((item.id, data))
        turned = {group for group, line in fresh.groups.items() if _epoch_before(working, group) not in {0, line.epoch}}
        working.voided.update(packed(group) for group in turned)
        working.roster = fresh
        return None

    def _parcel(self, named: Named) -> Code | None:
        working = self.working
        folder, desk = packed(named.folder), packed(named.desk)
        state = working.folders.get(folder)
        author = working.roster.desks.get(named.desk)
        if state is None or author is None or not self._writes(self.caller.desk, state):
            return Code.NOT_YOURS
        taken = working.numbers.get((desk, named.n))
        if taken is not None:
            return None if taken == named.signature else Code.N_TAKEN
        k, previous = working.chains.get((folder, desk), (0, b""))
        if named.k_from != k + 1:
            return Code.GAP
        cut = working.roster.cuts_in({spelled(one) for one in state.groups}, author=author.operator)
        chain = cuts.Chain(working.base.ente, previous, author.sign, cut)
        found = self._completed(named, chain, state)
        if isinstance(found, Code):
            return found
        id_, parcel = found
        data = encode_parcel(parcel)
        if not self._has_room(len(data)):
            return Code.QUOTA
        item = Item(kind=FrameKind.PARCEL, id=id_, desk=desk, data=data, folder=folder, n=named.n)
        working.place_parcel(parcel, item)
        return None

    def _completed(self, named: Named, chain: cuts.Chain, state: FolderState) -> tuple[bytes, Parcel] | Code:
        """Return id and parcel of what was pushed, or why it is none: its key must be the folder's, held by all.

        An older key is taken of a desk that may not write any more: it cannot seal anew what a colleague forwards.
        """
        found = cuts.completed(named, chain, keys=[state.key])
        if found is None:
            found = cuts.completed(named, chain, keys=sorted(state.keys - {state.key}))
            if found is None:
                return Code.SIGNATURE
            if self._writes(named.desk, state):
                return Code.KEY
        return found if state.is_readable_with(found[1].header.key) else Code.KEY

    def _signed(self, body: Grant | Ungrant | Letter, holds: Callable[[bytes], bool]) -> Code | None:
        author = self.working.roster.desks.get(spelled(body.desk))
        if author is None:
            return Code.NOT_YOURS
        return None if holds(author.sign) else Code.SIGNATURE

    def _knows_epoch(self, body: GrantFor | Letter) -> bool:
        return (spelled(body.group), body.epoch) in self.working.roster.epochs

    def _may_grant(self, grant: Grant, folder: bytes, key: bytes) -> bool:
        """Tell whether one of those who vouch reads the folder, and may give it another key or to further groups."""
        working = self.working
        state = working.folders.get(folder)
        if state is None:
            return True
        reading = [desk for desk in (self.caller.desk, spelled(grant.desk)) if self._reads(desk, state)]
        widens = not state.groups.issuperset(one.group for one in grant.groups)
        if widens and not any(may_widen(working.roster, desk) for desk in reading):
            return False
        return bool(reading) and (key in state.keys or any(self._writes(desk, state) for desk in reading))

    def _grant(self, item: Pushed, grant: Grant) -> Code | None:
        working = self.working
        if not all(self._knows_epoch(one) for one in grant.groups):
            return Code.UNKNOWN
        if not all(self._may_grant(grant, folder, key) for folder, key in grant.folders):
            return Code.NOT_YOURS
        if not outside.may_grant(working, grant):
            return Code.RULE
        refusal = self._signed(grant, lambda public: verify_grant(grant, public))
        if refusal is not None:
            return refusal
        data = msgspec.msgpack.encode(grant)
        if not self._has_room(len(data)):
            return Code.QUOTA
        placed = Item(kind=FrameKind.GRANT, id=item.id, desk=grant.desk, data=data)
        position = working.place(placed)
        for folder, key in grant.folders:
            state = working.folders.setdefault(folder, FolderState(key))
            if key not in state.keys:
                state.key = key
            for one in grant.groups:
                state.held.setdefault((one.group, key), position)
            working.changed.add(folder)
        return None

    def _ungrant(self, item: Pushed, ungrant: Ungrant) -> Code | None:
        working = self.working
        state = working.folders.get(ungrant.folder)
        if state is None or ungrant.group not in state.groups or not self._reads(self.caller.desk, state):
            return Code.NOT_YOURS
        vouching = {self.caller.desk, spelled(ungrant.desk)}
        may = any(self._reads(desk, state) and has_role(working.roster, desk, roles=GIVING_UP) for desk in vouching)
        if not may or outside.leaves_only_outside(working, state.groups - {ungrant.group}):
            return Code.RULE
        refusal = self._signed(ungrant, lambda public: verify_ungrant(ungrant, public))
        if refusal is not None:
            return refusal
        data = msgspec.msgpack.encode(ungrant)
        placed = Item(
            kind=FrameKind.UNGRANT,
            id=item.id,
            desk=ungrant.desk,
            data=data,
            group=ungrant.group,
        )
        working.place(placed)
        state.held = {line: at for line, at in state.held.items() if line[0] != ungrant.group}
        state.given_up.add(ungrant.group)
        working.changed.add(ungrant.folder)
        working.voided.add(ungrant.group)
        return None

    def _letter(self, item: Pushed, letter: Letter) -> Code | None:
        if not self._knows_epoch(letter):
            return Code.UNKNOWN
        refusal = self._signed(letter, lambda public: verify_letter(letter, public))
        if refusal is not None:
            return refusal
        data = msgspec.msgpack.encode(letter)
        if not self._has_room(len(data)):
            return Code.QUOTA
        self.working.place(
            Item(kind=FrameKind.LETTER, id=item.id, desk=letter.desk, data=data, group=letter.group, n=letter.n)
        )
        return None


def _epoch_before(working: Working, group: str) -> int:
    line = working.roster.groups.get(group)
    return 0 if line is None else line.epoch
