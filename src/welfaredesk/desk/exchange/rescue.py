# SPDX-License-Identifier: EUPL-1.2
"""The rescue file: what could not leave goes on a key drive, sealed, and a colleague's desk forwards it."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from welfaredesk.base.errors import BadFile, PlaceTaken
from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.leaving import Leaving as Gathering
from welfaredesk.desk.session import Session
from welfaredesk.domain.parcel import Parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.store.driver import Database, errors_as_faults
from welfaredesk.store.exchange import elsewhere, items, outgoing, rounds
from welfaredesk.store.exchange.elsewhere import Way
from welfaredesk.store.exchange.items import ItemKind
from welfaredesk.store.exchange.kept import Kept
from welfaredesk.store.files import durable_write
from welfaredesk.sync.apart import Leaving, read_leaving, write_leaving
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.grants import grant_id, verify_grant
from welfaredesk.sync.parcels import parcel_id, verify_parcel
from welfaredesk.sync.wire import Grant

MAGIC = b"welfaredesk-rescue-1\n"
NOT_OURS = N_("non è un file di soccorso di questo ente")
UNREADABLE = N_("non si può leggere")
LARGEST = 1 << 30


def export(session: Session, path: Path) -> int:
    """Write everything that waits to leave, sealed as it would travel, and return how many changes that is.

    Raises:
        PlaceTaken: when something is there.
    """
    if path.exists():
        raise PlaceTaken()

    def work(database: Database) -> tuple[list[Leaving], list[Kept]]:
        seal_all(session, database)
        # From now on the server may have them without having said so to this desk.
        notes.put_uncertain(database, uncertain=True)
        return leaving(database), waiting(database)

    found, parcels = session.vault.write(work)
    with errors_as_faults():
        durable_write(path, MAGIC + packed(session.identity.ente) + write_leaving(found))
    session.vault.write(lambda database: elsewhere.remember(database, [one.id for one in parcels], Way.FILE))
    return sum(one.k_to - one.k_from + 1 for one in parcels)


def seal_all(session: Session, database: Database) -> None:
    """Seal what is in no parcel yet, as far as it can be: its folder is whole here and granted to a group."""
    roster, desk = session.read_roster(database), session.identity.desk
    before = None
    # What is too large to be sealed stays: it is not asked for for ever.
    while (left := outgoing.pending(database, desk, most_entries=1, most_bytes=1)) and left != before:
        before = left
        Gathering(session, database, roster=roster).seal()


def waiting(database: Database) -> list[Kept]:
    """Return the parcels that have no position, in the order in which they go."""
    return [one for one in (*outgoing.waiting(database), *outgoing.refused(database)) if one.parcel is not None]


def leaving(database: Database) -> list[Leaving]:
    """Return what goes another way: the grants that wait, then the parcels."""
    grants = items.unsent_items(database, ItemKind.GRANT)
    parcels = [one.parcel for one in waiting(database) if one.parcel is not None]
    return [*(msgspec.msgpack.decode(item.data, type=Grant) for item in grants), *parcels]


def take(session: Session, path: Path) -> int:
    """Take a colleague's rescue file, to be forwarded with the next exchange; return how many parcels are new.

    Nothing in it is folded here: it has no positions.

    Raises:
        BadFile: when it is none, is cut, or belongs to another ente.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadFile(name=path.name, why=tr(UNREADABLE)) from error
    head = MAGIC + packed(session.identity.ente)
    if not data.startswith(head):
        raise BadFile(name=path.name, why=tr(NOT_OURS))
    try:
        found = read_leaving(data[len(head) :], limit=LARGEST)
    except (WireBroken, ValueError) as error:
        raise BadFile(name=path.name, why=tr(NOT_OURS)) from error
    return session.vault.write(lambda database: forward(session, database, found))


def forward(session: Session, database: Database, found: Sequence[Leaving]) -> int:
    """Keep a colleague's grants and parcels, to be pushed with the next exchange; return how many parcels are new.

    Of a desk that was stolen nothing is taken, nor what it did not sign.
    """
    roster = session.read_roster(database)
    utc_ms, fresh = session.clock.now().utc_ms, 0
    for one in found:
        if isinstance(one, Parcel):
            author = roster.desks.get(spelled(one.header.desk))
            if author is None or author.stolen or not verify_parcel(one, author.sign):
                continue
            identity = parcel_id(one)
            fresh += not rounds.is_known(database, identity)
            outgoing.keep_parcel(database, one, identity, utc_ms=utc_ms)
        elif _is_theirs_to_grant(database, roster, one):
            # What a grant opens is not kept here: it is forwarded as it is.
            data = msgspec.msgpack.encode(one)
            items.grant_sent(database, grant_id(one), data, groups=(), granted=())
    return fresh


def _is_theirs_to_grant(database: Database, roster: Roster, grant: Grant) -> bool:
    """Tell whether a grant is of somebody who reads its folders, as far as this desk knows them.

    Whoever forwards it vouches for it: the server takes it as if this desk had made it.
    """
    author = roster.desks.get(spelled(grant.desk))
    if author is None or author.stolen or not verify_grant(grant, author.sign):
        return False
    theirs = roster.groups_of(author.operator)
    held = (rounds.groups_holding(database, spelled(folder)) for folder, _ in grant.folders)
    return not any(groups and groups.isdisjoint(theirs) for groups in held)
