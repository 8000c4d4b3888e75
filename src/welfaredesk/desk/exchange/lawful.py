# SPDX-License-Identifier: EUPL-1.2
"""Cuts on their way: those of the roster carried out with the batch that brings them, or what they are about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from welfaredesk.desk.exchange import notes
from welfaredesk.desk.session import Session
from welfaredesk.domain import cut_note
from welfaredesk.domain.roster import CutLine, Roster
from welfaredesk.domain.statement import GroupKind
from welfaredesk.store import desk_notes, folders
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cutting
from welfaredesk.store.exchange.arrivals import Arrival
from welfaredesk.store.exchange.cut_notes import CutOrder

WITHHELD = "exchange/withheld"
WITHHELD_CODE = "withheld"


def orders_of(roster: Roster) -> list[CutOrder]:
    """Return the cuts of a roster as a desk carries them out."""
    return [_order(roster, line) for line in roster.cuts]


def _order(roster: Roster, line: CutLine) -> CutOrder:
    people = {line.by} | ({line.second} if line.second else set())
    desks = frozenset(desk.id for desk in roster.desks.values() if desk.operator in people)
    own = frozenset(
        group.id
        for group in roster.groups.values()
        if group.kind is GroupKind.OWN and roster.members(group.id) == {line.by}
    )
    return CutOrder(parcels=frozenset(line.parcels), desks=desks, own=None if line.second else own)


def lawful_parcels(database: Database, roster: Roster) -> frozenset[bytes]:
    """Return the parcels that a lawful cut names: what one person alone has cut counts only where he may.

    Anybody may sign a cut alone, and name in it what is not his: that neither takes nor explains anything.
    """
    by_two = frozenset(parcel for line in roster.cuts if line.second for parcel in line.parcels)
    alone = frozenset(parcel for line in roster.cuts if not line.second for parcel in line.parcels) - by_two
    found: set[bytes] = set()
    for identity, (folder, desk) in cutting.places_of_parcels(database, alone).items():
        line = roster.desks.get(desk)
        groups = [one for one in folders.groups_of(database, folder) if one in roster.groups]
        if line is not None and identity in roster.cuts_in(groups, author=line.operator):
            found.add(identity)
    return by_two | found


@dataclass(slots=True)
class Cutting:
    """What a batch brings that cuts are about: the folders to look at, and texts held back without a reason yet."""

    database: Database
    folders: set[str] = field(default_factory=set)
    withheld: list[tuple[bytes, str, int]] = field(default_factory=list)
    _gone: frozenset[tuple[str, str]] | None = None

    def stated(self, parcels: Iterable[bytes]) -> None:
        """Look at the folders of parcels that were just cut."""
        self.folders |= cutting.folders_of_parcels(self.database, parcels)

    def arrived(self, some: Iterable[Arrival]) -> None:
        """Look at parcels that were placed."""
        if self._gone is None:
            self._gone = cutting.cut_records(self.database)
        for one in some:
            folder = one.span.folder
            if one.cut:
                self.folders.add(folder)
                self.withheld.append((one.id, folder, one.position))
            elif any(
                header.type == cut_note.TYPE or (folder, header.record) in self._gone for header, _ in one.entries
            ):
                self.folders.add(folder)

    def settle(self, roster: Roster, desk: str) -> frozenset[str]:
        """Carry out what the roster orders there, and return the records touched."""
        cut = lawful_parcels(self.database, roster) if self.withheld else frozenset[bytes]()
        known = _withheld(self.database)
        fresh = [list(one) for one in self.withheld if one[0] not in cut and list(one) not in known]
        if fresh:
            desk_notes.put(self.database, WITHHELD, [*known, *fresh])
        if not self.folders or not roster.cuts:
            return frozenset()
        return cutting.settle(self.database, orders_of(roster), desk=desk, folders=self.folders)


def _withheld(database: Database) -> Sequence[list[bytes | str | int]]:
    return desk_notes.get(database, WITHHELD) or []


def name_withheld(database: Database, roster: Roster) -> None:
    """Name, once a reply has come whole, the parcels without a text that no cut of the roster explains."""
    kept = _withheld(database)
    if not kept:
        return
    cut = lawful_parcels(database, roster)
    left = [one for one in kept if one[0] not in cut]
    named = {(one.folder, one.position) for one in notes.bad(database)}
    for _, folder, position in left:
        if (folder, position) not in named:
            notes.keep_bad(database, str(folder), position=int(position), code=WITHHELD_CODE)
    if len(left) != len(kept):
        notes.mend_bad(database, sorted({str(one[1]) for one in kept} - {str(one[1]) for one in left}))
    cutting.mark_withheld(database, [bytes(one[0]) for one in left if isinstance(one[0], bytes)])
    desk_notes.put(database, WITHHELD, left)


def clean(session: Session) -> None:
    """Take the files of what was cut off the disk, and the pages that held it out of the log of the database."""
    database = session.vault.read()
    if not cutting.is_to_clean(database):
        return
    cutting.take_off(session.profile, cutting.files_to_take_off(database))
    session.vault.checkpoint()
    session.vault.write(cutting.cleaned)
