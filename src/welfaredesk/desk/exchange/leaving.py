# SPDX-License-Identifier: EUPL-1.2
"""What leaves: statements, grants, parcels made of pending entries, letters, as frames in the order they are pushed."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, product

import msgspec

from welfaredesk.base.ids import spelled
from welfaredesk.base.log import note
from welfaredesk.crypto.hashes import key_id
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk import granting
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.identity import FORMER
from welfaredesk.desk.session import Session
from welfaredesk.domain.parcel import Parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import GroupKind, Role, StatementKind, decode_statement
from welfaredesk.store import desk_notes, folders
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cursor, items, keys_held, outgoing, rounds
from welfaredesk.store.exchange.items import Groups, ItemKind
from welfaredesk.store.exchange.outgoing import Pending
from welfaredesk.sync.enclosing import TextTooLarge
from welfaredesk.sync.frames import encode, raw
from welfaredesk.sync.grants import FolderKey, GroupEpoch, grant_id, seal_grant
from welfaredesk.sync.interning import Outgoing
from welfaredesk.sync.letters import letter_id, seal_letter
from welfaredesk.sync.parcels import known_ids, parcel_id, seal_parcel
from welfaredesk.sync.statements import statement_id
from welfaredesk.sync.wire import FrameKind, Grant, Letter, Ungrant

MOST_PUSH = 1_000_000
"""Bytes of one request, beyond which the rest goes with the next."""
FOLDERS_IN_GRANT = 100
TEXT_OF_PARCEL = 200_000
ENTRIES_OF_PARCEL = 2_000
AUDIT_LINES = 5_000
AUDIT_LETTER = "audit"

_encode = msgspec.msgpack.encode


@dataclass(frozen=True, slots=True)
class Pushed:
    """An item of a request: its kind, its id, its frame; for a parcel whose it is and where it belongs."""

    kind: FrameKind
    id: bytes
    frame: bytes
    folder: str = ""
    desk: str = ""


@dataclass(slots=True)
class Push:
    """The items of one request; `more` tells whether others wait for the next."""

    items: list[Pushed] = field(default_factory=list)
    size: int = 0
    more: bool = False

    @property
    def frames(self) -> list[bytes]:
        """Return the frames in their order."""
        return [one.frame for one in self.items]

    @property
    def is_full(self) -> bool:
        """Tell whether nothing more goes in."""
        return self.size >= MOST_PUSH

    def add(self, one: Pushed) -> None:
        """Add an item."""
        self.items.append(one)
        self.size += len(one.frame)


class Leaving:
    """Gathers the items of a request, in the transaction that keeps what it makes."""

    def __init__(self, session: Session, database: Database, *, roster: Roster, kept: Collection[bytes] = ()) -> None:
        """Seal as this desk does; `kept` are ids of items that the server would not take now, left out."""
        self._session = session
        self._database = database
        self._roster = roster
        self._left_out = frozenset(kept)
        self._key = SigningKey.from_bytes(session.identity.sign)
        former = {one["desk"]: one["sign"] for one in desk_notes.get(database, FORMER) or []}
        self._signs = former | {session.identity.desk: session.identity.sign}
        """The names that this desk had and its present one, each with its signing key."""
        self._names = Outgoing()

    def gather(self) -> Push:
        """Return what one request carries: statements, grants, parcels, letters."""
        push = Push()
        if self._statements(push):
            # Were somebody else's epoch of the same number there before it, a grant to this one would open for nobody.
            push.more = True
            return push
        pending = self._pending()
        self._grants(push)
        self._parcels(push, pending)
        if not push.is_full:
            self._letters(push)
        return push

    def seal(self) -> None:
        """Seal grants and parcels without a request that carries them: they wait, and may leave another way."""
        pending = self._pending()
        self._grants(Push())
        for desk, one in pending:
            self._sealed(one, desk)

    def _add(self, push: Push, one: Pushed) -> bool:
        """Add an item, and tell whether it goes with this request."""
        if push.is_full:
            push.more = True
            return False
        if one.id in self._left_out:
            return False
        push.add(one)
        return True

    def _statements(self, push: Push) -> bool:
        """Add the statements, and tell whether an epoch is among them."""
        waiting = items.unsent_statements(self._database)
        for data in waiting:
            self._add(push, Pushed(FrameKind.STATEMENT, statement_id(data), raw(FrameKind.STATEMENT, data)))
        return any(decode_statement(data).claim.kind is StatementKind.EPOCH for data in waiting)

    def _pending(self) -> list[tuple[str, Pending]]:
        """Return what is to be sealed and under what name, after the keys of its folders were turned where that is due.

        Under a name that this desk had only what had a position, which the server has forgotten, and is not taken as
        it was.
        """
        found = [
            (desk, one)
            for desk in self._signs
            for one in outgoing.pending(self._database, desk, most_entries=ENTRIES_OF_PARCEL, most_bytes=TEXT_OF_PARCEL)
        ]
        turning = not notes.is_revoked(self._database)
        for folder in {one.folder for _, one in found}:
            if turning and not self._is_last_word(folder):
                granting.turn_due(self._session, self._database, folder)
        return found

    def _is_last_word(self, folder: str) -> bool:
        """Tell whether this desk has given a folder up: what waits in it leaves under the key that it had."""
        mine = self._roster.groups_of(self._session.identity.operator)
        return mine.isdisjoint(rounds.groups_holding(self._database, folder))

    def _grants(self, push: Push) -> None:
        """Seal grants in batches, the folders of latest activity first, and push them with those that still wait."""
        self._older_keys()
        latest = rounds.latest_activity(self._database)
        alike: dict[Groups, list[folders.Folder]] = {}
        for folder, groups in items.unsent_grants(self._database):
            known = self._known(groups)
            if known:
                alike.setdefault(known, []).append(folder)
        for groups, some in sorted(alike.items()):
            some.sort(key=lambda folder: -latest.get(folder.id, 0))
            for made, part in self._sealed_grants(some, groups):
                granted = [folder.id for folder in part]
                items.grant_sent(self._database, grant_id(made), _encode(made), groups=groups, granted=granted)
        for item in items.unsent_items(self._database, ItemKind.GRANT, ItemKind.UNGRANT):
            if item.kind is ItemKind.GRANT:
                grant = msgspec.msgpack.decode(item.data, type=Grant)
                if self._add(push, Pushed(FrameKind.GRANT, item.id, encode(FrameKind.GRANT, grant))):
                    self._names.learn(folder for folder, _ in grant.folders)
            else:
                ungrant = msgspec.msgpack.decode(item.data, type=Ungrant)
                if not self._waits_for_work(push, spelled(ungrant.folder)):
                    self._add(push, Pushed(FrameKind.UNGRANT, item.id, encode(FrameKind.UNGRANT, ungrant)))

    def _known(self, groups: Groups) -> Groups:
        return tuple(group for group in groups if group in self._roster.groups)

    def _older_keys(self) -> None:
        """Grant groups that hold a folder the keys of it that nobody granted them: older words open with these.

        Before the key in use, so that this stays the newest. A group that gave the folder up gets none, though an older
        grant may come again and name it. Whoever is only from outside leaves it to the others.
        """
        if self._session.identity.roles == (Role.ESTERNO,):
            return
        lacking = keys_held.lacking(self._database)
        ended = self._ended() if lacking else {}
        seen: Counter[str] = Counter()
        alike: dict[tuple[int, Groups], list[folders.Folder]] = {}
        for folder, some in groupby(lacking, key=lambda one: one.folder):
            known = self._known(tuple(one.group for one in some if ended.get((folder.id, one.group), 0) < one.since))
            if known:
                alike.setdefault((seen[folder.id], known), []).append(folder)
                seen[folder.id] += 1
        for (_, groups), granted in sorted(alike.items(), key=lambda one: one[0]):
            for made, _ in self._sealed_grants(granted, groups):
                items.keep_grant(self._database, grant_id(made), _encode(made))
            for folder, group in product(granted, groups):
                keys_held.keep(self._database, folder.id, group, key=key_id(folder.key), position=None)

    def _ended(self) -> dict[tuple[str, str], int]:
        """Return where folder and group were parted last; an ungrant without a position stands behind all."""
        found: dict[tuple[str, str], int] = {}
        for data, position in items.ungrants(self._database):
            ungrant = msgspec.msgpack.decode(data, type=Ungrant)
            pair = spelled(ungrant.folder), spelled(ungrant.group)
            found[pair] = max(found.get(pair, 0), keys_held.FAR if position is None else position)
        return found

    def _waits_for_work(self, push: Push, folder: str) -> bool:
        """Tell whether an ungrant that ends this desk's own reading waits until its work in the folder has left."""
        desk = self._session.identity.desk
        if not self._is_last_word(folder) or not rounds.has_unsent(self._database, folder, desk):
            return False
        push.more = True
        return True

    def _sealed_grants(
        self, some: Sequence[folders.Folder], groups: Groups
    ) -> Iterator[tuple[Grant, Sequence[folders.Folder]]]:
        """Seal the keys of folders for groups, each message with the folders in it."""
        for start in range(0, len(some), FOLDERS_IN_GRANT):
            part = some[start : start + FOLDERS_IN_GRANT]
            yield self._sealed_grant(part, groups), part

    def _sealed_grant(self, some: Sequence[folders.Folder], groups: Groups) -> Grant:
        lines = [self._roster.groups[group] for group in groups]
        return seal_grant(
            [FolderKey(one.id, one.key, one.root, one.root_type, one.circle) for one in some],
            [GroupEpoch(line.id, line.epoch, line.public) for line in lines],
            ente=self._session.identity.ente,
            desk=self._session.identity.desk,
            ids=self._session.ids,
            sign=self._key,
        )

    def _parcels(self, push: Push, pending: Sequence[tuple[str, Pending]]) -> None:
        for kept in outgoing.waiting(self._database):
            if kept.parcel is not None and kept.id not in self._left_out:
                self._add_parcel(push, kept.parcel, kept.id)
        for desk, one in pending:
            if push.is_full:
                push.more = True
                return
            for parcel in self._sealed(one, desk):
                self._add_parcel(push, parcel, parcel_id(parcel))

    def _add_parcel(self, push: Push, parcel: Parcel, identity: bytes) -> None:
        """Add a parcel; only one that goes may be given names that those after it are called by."""
        if push.is_full:
            push.more = True
            return
        folder, desk = spelled(parcel.header.folder), spelled(parcel.header.desk)
        frame = encode(FrameKind.PARCEL, self._names.wire(parcel))
        push.add(Pushed(FrameKind.PARCEL, identity, frame, folder, desk))

    def _sealed(self, one: Pending, desk: str) -> list[Parcel]:
        """Return the parcel of a desk's pending entries, kept; in halves when they do not fit."""
        entries = outgoing.entries_between(self._database, one.folder, desk=desk, k_from=one.k_from, k_to=one.k_to)
        folder = folders.by_id(self._database, one.folder)
        if folder is None or not entries:
            return []
        here, me = cursor.cursor(self._database), self._session.identity
        try:
            parcel = seal_parcel(
                entries,
                ente=me.ente,
                folder=one.folder,
                key=folder.key,
                desk=desk,
                n=outgoing.next_n(self._database, desk),
                previous=outgoing.previous_parcel(self._database, one.folder, desk),
                last=here.position,
                last_h=here.h,
                sign=SigningKey.from_bytes(self._signs[desk]),
                known=known_ids(ente=me.ente, operator=me.operator, root=folder.root),
            )
        except TextTooLarge:
            if one.k_from == one.k_to:
                note("entry-too-large", k=one.k_from)
                return []
            middle = (one.k_from + one.k_to) // 2
            halves = (Pending(one.folder, one.k_from, middle), Pending(one.folder, middle + 1, one.k_to))
            return [parcel for half in halves for parcel in self._sealed(half, desk)]
        utc_ms = self._session.clock.now().utc_ms
        outgoing.keep_parcel(self._database, parcel, parcel_id(parcel), utc_ms=utc_ms)
        return [parcel]

    def _letters(self, push: Push) -> None:
        self._audit()
        for item in items.unsent_letters(self._database):
            letter = msgspec.msgpack.decode(item.data, type=Letter)
            self._add(push, Pushed(FrameKind.LETTER, item.id, encode(FrameKind.LETTER, letter)))

    def _audit(self) -> None:
        """Put the readings that have not left into one letter to the audit group, which this desk need not read."""
        group = next((one for one in self._roster.groups.values() if one.kind is GroupKind.AUDIT), None)
        lines = rounds.unsent_audit(self._database, most=AUDIT_LINES)
        if group is None or not lines:
            return
        letter = seal_letter(
            _encode({"kind": AUDIT_LETTER, "lines": lines}),
            ente=self._session.identity.ente,
            group=group.id,
            epoch=group.epoch,
            public=group.public,
            desk=self._session.identity.desk,
            n=rounds.last_letter(self._database) + 1,
            sign=self._key,
        )
        utc_ms = self._session.clock.now().utc_ms
        items.keep_letter(self._database, letter_id(letter), _encode(letter), utc_ms=utc_ms)
        rounds.audit_sent(self._database, lines[-1].number)
