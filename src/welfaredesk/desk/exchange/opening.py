# SPDX-License-Identifier: EUPL-1.2
"""Opening a parcel: its author's key, its place in its author's chain, no forked history, a text that opens."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from welfaredesk.base.ids import spelled
from welfaredesk.domain.entry import Header
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.parcel import SHORT_H, Parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.store import folders
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import arrivals, cursor, scope
from welfaredesk.store.exchange.arrivals import Arrival
from welfaredesk.store.exchange.kept import Kept
from welfaredesk.sync.interning import Named
from welfaredesk.sync.parcels import (
    ParcelUnreadable,
    completed,
    is_cut,
    known_ids,
    open_parcel,
    parcel_id,
    without_text,
)

ALL_CHECKPOINTS = 10_000
UNREADABLE = "unreadable"
NOT_ITS_OPERATOR = "an entry names another operator than that of its desk"


def are_of(entries: Iterable[tuple[Header, bytes]], operator: str, *, others: Collection[str] = ()) -> bool:
    """Tell whether entries name as their author the operator of the desk that wrote them, or one of some others."""
    return all(header.operator == operator or header.operator in others for header, _ in entries)


def copied_from(roster: Roster, circle: str) -> Collection[str]:
    """Return whom entries in a folder may name besides the operator of their desk, which then stands as who copied.

    An older program copied so what became reserved, and nothing else.
    """
    return () if circle == ORDINARY else roster.operators


class BadParcel(Exception):
    """A parcel that is not folded; `code` says why and stays with it."""

    def __init__(self, code: str) -> None:
        """Keep the code."""
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class Opening:
    """Opens the parcels of one batch: each goes on from those before it."""

    database: Database
    ente: str
    forked: list[int] = field(default_factory=list)
    _ends: dict[tuple[str, str, int], bytes] = field(default_factory=dict)
    _keys: dict[str, dict[bytes, bytes]] = field(default_factory=dict)
    _folders: dict[str, tuple[str, str]] = field(default_factory=dict)
    _points: dict[int, bytes] | None = None
    _cuts: tuple[int, frozenset[bytes]] | None = None

    def open(self, named: Named, *, position: int, roster: Roster) -> Arrival:
        """Return a parcel with its entries, none when it is cut or does not open: its chain goes on all the same.

        Raises:
            BadParcel: when it is not what its author made, or not next in its author's chain.
        """
        author = roster.desks.get(named.desk)
        if author is None:
            raise BadParcel("unknown")
        known = self._keys_of(named.folder)
        if not known:
            raise BadParcel("key")
        parcel = completed(named, ente=self.ente, key_ids=known, previous=self._previous(named), public=author.sign)
        if parcel is None:
            raise BadParcel("signature")
        self._compare_last(named, position)
        identity = parcel_id(parcel)
        self._ends[named.folder, named.desk, named.k_to] = identity
        if is_cut(named.sealed) or self._is_cut(roster, identity, folder=named.folder, author=author.operator):
            return Arrival(position=position, id=identity, parcel=without_text(parcel), entries=(), cut=True)
        return self._read(parcel, identity, position=position, roster=roster)

    def open_again(self, kept: Kept, roster: Roster) -> Arrival | None:
        """Return a parcel that was set aside, nothing when it was not kept whole or its folder is not here any more."""
        parcel, keys = kept.parcel, self._keys_of(kept.folder)
        if parcel is None or kept.position is None or parcel.header.key not in keys or is_cut(parcel.sealed):
            return None
        return self._read(parcel, kept.id, position=kept.position, roster=roster)

    def _read(self, parcel: Parcel, identity: bytes, *, position: int, roster: Roster) -> Arrival:
        folder, author = spelled(parcel.header.folder), roster.desks[spelled(parcel.header.desk)]
        root, circle = self._place_of(folder)
        try:
            ids = known_ids(ente=self.ente, operator=author.operator, root=root)
            entries = open_parcel(parcel, self._keys_of(folder)[parcel.header.key], known=ids)
        except ParcelUnreadable:
            return Arrival(position=position, id=identity, parcel=parcel, entries=(), trouble=UNREADABLE)
        if not are_of(entries, author.operator, others=copied_from(roster, circle)):
            return Arrival(position=position, id=identity, parcel=parcel, entries=(), trouble=NOT_ITS_OPERATOR)
        return Arrival(position=position, id=identity, parcel=parcel, entries=entries)

    def _is_cut(self, roster: Roster, identity: bytes, *, folder: str, author: str) -> bool:
        if identity not in self._cut(roster):
            return False
        groups = folders.groups_of(self.database, folder)
        return identity in roster.cuts_in([one for one in groups if one in roster.groups], author=author)

    def _cut(self, roster: Roster) -> frozenset[bytes]:
        if self._cuts is None or self._cuts[0] != len(roster.cuts):
            self._cuts = (len(roster.cuts), roster.cut_parcels())
        return self._cuts[1]

    def forget_keys(self) -> None:
        """Ask for keys again: a grant came."""
        self._keys.clear()

    def _keys_of(self, folder: str) -> dict[bytes, bytes]:
        if folder not in self._keys:
            self._keys[folder] = scope.keys_of(self.database, folder)
        return self._keys[folder]

    def _place_of(self, folder: str) -> tuple[str, str]:
        """Return root and circle of a folder."""
        if folder not in self._folders:
            found = folders.by_id(self.database, folder)
            self._folders[folder] = ("", ORDINARY) if found is None else (found.root, found.circle)
        return self._folders[folder]

    def _previous(self, named: Named) -> bytes:
        """Return the id of the parcel that its author put before it.

        Raises:
            BadParcel: when that one is not here.
        """
        if named.k_from == 1:
            return b""
        place = (named.folder, named.desk, named.k_from - 1)
        end = self._ends.get(place) or arrivals.previous_of(
            self.database, named.folder, desk=named.desk, k_from=named.k_from
        )
        if not end:
            raise BadParcel("gap")
        return end

    def _compare_last(self, named: Named, position: int) -> None:
        """Remember a parcel whose author was shown another h for a position than this desk was.

        It is folded all the same: after a server was restored, honest parcels offered again still name the h of the
        history that was lost. Whoever looks at the state of the exchange is told.
        """
        if self._points is None:
            self._points = dict(cursor.checkpoints(self.database, limit=ALL_CHECKPOINTS))
        h = self._points.get(named.last)
        if h is not None and h[:SHORT_H] != named.last_h[:SHORT_H]:
            self.forked.append(position)
