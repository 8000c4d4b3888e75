# SPDX-License-Identifier: EUPL-1.2
"""The rescue file: what could not leave goes on a key drive, sealed, and a colleague's desk forwards it."""

from pathlib import Path

import msgspec

from welfaredesk.base.errors import BadFile, PlaceTaken
from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.leaving import Leaving
from welfaredesk.desk.session import Session
from welfaredesk.domain.parcel import Parcel, decode_parcel, encode_parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.store.driver import Database, errors_as_faults
from welfaredesk.store.exchange import items, outgoing, rounds
from welfaredesk.store.exchange.items import ItemKind
from welfaredesk.store.exchange.kept import Kept
from welfaredesk.store.files import durable_write
from welfaredesk.sync.frames import FrameReader, WireBroken, decode, encode, raw
from welfaredesk.sync.grants import grant_id, verify_grant
from welfaredesk.sync.parcels import parcel_id, verify_parcel
from welfaredesk.sync.wire import End, FrameKind, Grant

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

    def work(database: Database) -> bytes:
        roster = session.read_roster(database)
        leaving = Leaving(session, database, roster=roster)
        while leaving.gather().more:
            leaving = Leaving(session, database, roster=roster)
            if not outgoing.pending(database, session.identity.desk, most_entries=1, most_bytes=1):
                break
        # From now on the server may have them without having said so to this desk.
        notes.put_uncertain(database, uncertain=True)
        return _file(session, database)

    data = session.vault.write(work)
    with errors_as_faults():
        durable_write(path, data)
    return sum(one.k_to - one.k_from + 1 for one in _waiting(session.vault.read()))


def _waiting(database: Database) -> list[Kept]:
    return [one for one in (*outgoing.waiting(database), *outgoing.refused(database)) if one.parcel is not None]


def _file(session: Session, database: Database) -> bytes:
    grants = items.unsent_items(database, ItemKind.GRANT)
    parcels = [one.parcel for one in _waiting(database) if one.parcel is not None]
    pieces = [
        MAGIC,
        packed(session.identity.ente),
        *(encode(FrameKind.GRANT, msgspec.msgpack.decode(item.data, type=Grant)) for item in grants),
        *(raw(FrameKind.PARCEL, encode_parcel(parcel)) for parcel in parcels),
        encode(FrameKind.END, End()),
    ]
    return b"".join(pieces)


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
        found = _read(data[len(head) :])
    except (WireBroken, ValueError) as error:
        raise BadFile(name=path.name, why=tr(NOT_OURS)) from error
    return session.vault.write(lambda database: _keep(session, database, found))


def _read(data: bytes) -> list[Grant | Parcel]:
    reader = FrameReader(limit_total=LARGEST)
    found: list[Grant | Parcel] = []
    ended = False
    for kind, payload in reader.feed(data):
        if ended:
            raise WireBroken("something follows the end")
        if kind is FrameKind.PARCEL:
            found.append(decode_parcel(payload))
        elif kind is FrameKind.GRANT:
            found.append(msgspec.convert(decode(kind, payload), type=Grant))
        elif kind is FrameKind.END:
            ended = True
        else:
            raise WireBroken("no such thing in a rescue file")
    if not ended or not reader.at_end:
        raise WireBroken("the file is cut")
    return found


def _keep(session: Session, database: Database, found: list[Grant | Parcel]) -> int:
    roster = session.read_roster(database)
    utc_ms, fresh = session.clock.now().utc_ms, 0
    for one in found:
        if isinstance(one, Parcel):
            # Nothing that a stolen desk sends is ever taken.
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
