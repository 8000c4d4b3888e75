# SPDX-License-Identifier: EUPL-1.2
"""Proving: what came in bundles is compared with the parcels that its authors signed, folder by folder, when idle."""

from dataclasses import dataclass, field

import msgspec

from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.log import note
from welfaredesk.base.release import version
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.opening import BadParcel, Opening
from welfaredesk.desk.exchange.place import fault_of, server_of
from welfaredesk.desk.exchange.round import alone, line_to
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster
from welfaredesk.store import roster as roster_rows
from welfaredesk.store import standing
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import bundled, cursor, rounds, scope
from welfaredesk.store.exchange.arrivals import Arrival
from welfaredesk.store.folders import Folder
from welfaredesk.sync import statements
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.grants import GrantUnreadable, open_grant, verify_grant
from welfaredesk.sync.interning import Incoming, Named
from welfaredesk.sync.line import Line, LineBroken
from welfaredesk.sync.wire import FORMAT, Ask, Fill, Filled, GrantAt, ParcelAt

MOST_AT_ONCE = 40
"""Folders proved in one request: some hundred kilobytes, so that a round that is wanted meanwhile waits little."""
NOT_AS_SIGNED = "bundle"


@dataclass(slots=True)
class _Originals:
    """What came down of one folder: its parcels with their positions."""

    parcels: list[tuple[Named, int]] = field(default_factory=list)


def prove_some(session: Session, *, line: Line | None = None, most: int = MOST_AT_ONCE) -> int:
    """Fetch the originals of some folders that came in bundles and compare; return how many came out right.

    A folder that is not as its authors signed it is forgotten and comes as parcels with the next round, unless own
    work waits in it: then it is named, and looked at again later. The cursor does not move.

    Raises:
        Fault: when the line breaks; what was proved stays so.
    """
    place = server_of(session)
    wanted = bundled.unproved(session.vault.read())[:most]
    if place is None or not wanted:
        return 0
    with alone(session), line_to(place, line) as way:
        try:
            return _prove(session, Talk(session, way, place=place), frozenset(wanted))
        except LineBroken as broken:
            raise fault_of(broken) from broken


def _prove(session: Session, talk: Talk, wanted: frozenset[str]) -> int:
    database = session.vault.read()
    here = cursor.cursor(database)
    fills = [Fill(packed(folder), 0) for folder in sorted(wanted)]
    ask = Ask(FORMAT, here.position, here.h, version(), standing.count_unsent(database), fills=fills)
    reply = talk.ask(ask)
    if reply.head.mismatch or reply.head.match is not None:
        return 0
    roster = statements.read_roster(rounds.placed_statements(database))
    names, came, proved = Incoming(), {folder: _Originals() for folder in wanted}, 0
    for batch in reply.batches():
        for _, event in batch.events:
            try:
                folder = _take(session, roster, event, names=names, came=came, upto=here.position)
            except WireBroken as error:
                raise LineBroken() from error
            if folder in wanted:
                proved += _compare(session, roster, folder, came[folder].parcels)
    note("proved", folders=proved, of=len(wanted))
    return proved


def _take(
    session: Session,
    roster: Roster,
    event: msgspec.Struct,
    *,
    names: Incoming,
    came: dict[str, _Originals],
    upto: int,
) -> str:
    """Take what concerns the folders wanted, and return the one that is whole now."""
    if isinstance(event, GrantAt):
        names.learn(folder for folder, _ in event.grant.folders)
        session.vault.write(lambda database: _older_keys(database, roster, event, came))
    elif isinstance(event, ParcelAt):
        named = names.name(event.parcel)
        if named.folder in came and event.position <= upto:
            came[named.folder].parcels.append((named, event.position))
    elif isinstance(event, Filled):
        return names.folder(event.folder)
    return ""


def _older_keys(database: Database, roster: Roster, event: GrantAt, came: dict[str, _Originals]) -> None:
    """Keep the keys that a folder had before: a bundle brings the current one alone."""
    grant = event.grant
    signer = roster.desks.get(spelled(grant.desk))
    if signer is None or not verify_grant(grant, signer.sign):
        return
    for one in grant.groups:
        group = spelled(one.group)
        private = roster_rows.group_keys(database, group).get(one.epoch)
        if private is None:
            continue
        try:
            opened = open_grant(grant, SealingKey.from_bytes(private), group=group, epoch=one.epoch)
        except GrantUnreadable:
            continue
        for key in opened:
            if key.folder in came and scope.keys_of(database, key.folder):
                folder = Folder(key.folder, key.root, key.root_type, key.circle, key.key)
                scope.take_folder(database, folder, whole=True, position=event.position)
        return


def _compare(session: Session, roster: Roster, folder: str, parcels: list[tuple[Named, int]]) -> bool:
    """Compare a folder with the parcels that its authors signed, and keep these; tell whether it is as they say."""

    def work(database: Database) -> tuple[bool, frozenset[str]]:
        left = [one for one in bundled.unproved(database) if one != folder]
        opening = Opening(database, session.identity.ente)
        try:
            arrivals = [opening.open(named, position=position, roster=roster) for named, position in parcels]
        except BadParcel as bad:
            notes.keep_bad(database, folder, position=0, code=bad.code)
            arrivals = []
        if arrivals and _are_here(database, folder, arrivals):
            bundled.put_unproved(database, left)
            return True, frozenset()
        try:
            touched = scope.drop_folder(database, folder)
        except scope.WorkLeft:
            notes.keep_bad(database, folder, position=0, code=NOT_AS_SIGNED)
            bundled.put_unproved(database, [*left, folder])
            return False, frozenset()
        note("bundle-not-as-signed", parcels=len(parcels))
        bundled.put_unproved(database, left)
        notes.forget_sum(database)
        return False, touched

    right, touched = session.vault.write(work)
    if touched:
        session.tell(*touched)
    return right


def _are_here(database: Database, folder: str, arrivals: list[Arrival]) -> bool:
    """Tell whether exactly these parcels stand here with exactly their entries; keep their bytes if so.

    One that does not open, as under another root than the bundle said, proves nothing: honest bundles leave it out.
    """
    mark = cursor.watermark(database)
    last = max(one.position for one in arrivals)
    if not bundled.has_no_other(database, folder, [one.id for one in arrivals], upto=last):
        return False
    if not all(one.cut or (not one.trouble and bundled.has_entries(database, one.entries)) for one in arrivals):
        return False
    for one in arrivals:
        if one.position > mark:
            bundled.keep_bytes(database, one.parcel, one.id)
    return True
