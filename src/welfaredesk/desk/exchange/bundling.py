# SPDX-License-Identifier: EUPL-1.2
"""Bundling: an idle desk packs what a group may read, so that a fresh desk of it need not take every parcel."""

import base64
from collections.abc import Iterator

import msgspec

from welfaredesk.base.ids import spelled
from welfaredesk.base.log import note
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.exchange.place import fault_of, server_of
from welfaredesk.desk.exchange.round import alone, line_to
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import GroupLine
from welfaredesk.domain.statement import GroupKind, Role
from welfaredesk.store import desk_notes, standing
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import bundled, cursor
from welfaredesk.store.exchange.bundled import Freshness
from welfaredesk.sync.bundle_text import FolderContent, Holder, PlacedParcel
from welfaredesk.sync.bundles import Audience, bundle_id, encode_bundle, pack
from welfaredesk.sync.grants import FolderKey
from welfaredesk.sync.line import Line, LineBroken
from welfaredesk.sync.wire import Bundle, BundleInfo

KEPT = "exchange/bundles"
FEWEST = 50
"""Parcels below which a bundle saves nothing worth having."""
FRESH_SHARE = 0.2
FRESH_BYTES = 500_000
KINDS = (GroupKind.WORKING, GroupKind.COORDINATION)
"""The kinds of group that a fresh desk enters; an own group and that of the readings have nothing to pack."""
NO_PACKERS = frozenset({Role.DPO, Role.ESTERNO})
"""Fresh desks believe a bundle until it is proved: whoever only controls or comes from outside makes none."""
PIECE = 256 * 1024
STUCK = 3
CONFLICT = 409
BUNDLE_INFO, OFFSET, HAVE = "WD-Bundle", "WD-Offset", "wd-have"


def is_worth_it(fresh: Freshness) -> bool:
    """Tell whether so much has come since the last generation that another one is worth its way up.

    That is more than a fifth of all parcels, or more than half a megabyte.
    """
    if fresh.parcels < FEWEST or not fresh.fresh:
        return False
    return fresh.fresh > FRESH_SHARE * fresh.parcels or fresh.fresh_bytes > FRESH_BYTES


def is_due(session: Session) -> bool:
    """Tell whether this desk, as far as it knows, should pack: it has everything, nothing waits, and it is worth it."""
    database = session.vault.read()
    if server_of(session) is None or standing.count_unsent(database) or not desk_notes.get(database, "exchange/begun"):
        return False
    return bool(_due(session, database))


def pack_when_due(session: Session, *, line: Line | None = None) -> int:
    """Pack and send a generation of bundles for each group that is due; return how many bundles went up.

    To be called when the desk is idle, after a round that brought nothing. Another desk may have packed meanwhile:
    the server is asked first.

    Raises:
        Fault: when the line breaks; what went up is worth nothing then, and the next call packs anew.
    """
    place = server_of(session)
    if place is None or not is_due(session):
        return 0
    with alone(session), line_to(place, line) as way:
        talk = Talk(session, way, place=place)
        try:
            _learn(session, talk)
            sent = sum(_send(session, talk, group) for group in _due(session, session.vault.read()))
            if sent:
                _learn(session, talk)
            return sent
        except LineBroken as broken:
            raise fault_of(broken) from broken


def _due(session: Session, database: Database) -> list[GroupLine]:
    """Return the groups for which a generation is worth it.

    One that holds no more than another, all of whose members are in that other too, is left out: theirs serves them.
    """
    if session.identity.roles and NO_PACKERS.issuperset(session.identity.roles):
        return []
    kept = dict(desk_notes.get(database, KEPT) or {})
    upto = cursor.cursor(database).position
    roster = session.read_roster()
    groups = [
        (line, {one.id for one in bundled.packable(database, line.id, upto=upto)})
        for line in roster.groups.values()
        if line.kind in KINDS and session.identity.desk in roster.key_desks(line.id)
    ]
    chosen: list[GroupLine] = []
    seen: list[tuple[set[str], frozenset[str]]] = []
    for line, held in sorted(groups, key=lambda pair: (-len(pair[1]), pair[0].kind != GroupKind.WORKING, pair[0].id)):
        members = roster.members(line.id)
        if not held or any(held <= before and members <= theirs for before, theirs in seen):
            continue
        seen.append((held, members))
        if is_worth_it(bundled.freshness(database, int(kept.get(line.id, 0)))):
            chosen.append(line)
    return chosen


def _learn(session: Session, talk: Talk) -> None:
    """Remember up to which position the bundles reach that wait at the server."""
    infos = msgspec.msgpack.decode(talk.call("GET", "/v1/bundles").whole(), type=list[BundleInfo])
    upto: dict[str, int] = {}
    for info in infos:
        group = spelled(info.group)
        upto[group] = max(info.upto, upto.get(group, 0))
    session.vault.write(lambda database: desk_notes.put(database, KEPT, upto))


def _send(session: Session, talk: Talk, group: GroupLine) -> int:
    upto = cursor.cursor(session.vault.read()).position
    audience = Audience(ente=session.identity.ente, group=group.id, epoch=group.epoch, public=group.public, upto=upto)
    key = SigningKey.from_bytes(session.identity.sign)
    made = pack(contents(session, group.id, upto=upto), audience, desk=session.identity.desk, ids=session.ids, sign=key)
    for bundle in made:
        _put(talk, bundle)
    note("bundles-sent", bundles=len(made), upto=upto)
    return len(made)


def contents(session: Session, group: str, *, upto: int) -> Iterator[FolderContent]:
    """Give the folders that a group may read with all that has a position by `upto`."""
    database = session.vault.read()
    unproved = set(bundled.unproved(database))
    for folder in bundled.packable(database, group, upto=upto):
        # What others packed goes on under this desk's name only once its authors' signatures were seen.
        if folder.id in unproved:
            continue
        parcels = bundled.parcels_of(database, folder.id, upto=upto)
        entries = bundled.entries_of(database, folder.id, parcels)
        if entries is None:
            continue
        yield FolderContent(
            FolderKey(folder.id, folder.key, folder.root, folder.root_type, folder.circle),
            [
                PlacedParcel(id=one.id, position=one.position, desk=one.desk, n=one.n, k_from=one.k_from, k_to=one.k_to)
                for one in parcels
            ],
            entries,
            [Holder(one.group, one.epoch, one.position) for one in bundled.grants_of(database, folder, upto=upto)],
        )


def _put(talk: Talk, bundle: Bundle) -> None:
    data = encode_bundle(bundle)
    info = BundleInfo(
        id=bundle_id(bundle),
        group=bundle.group,
        generation=bundle.generation,
        part=bundle.part,
        parts=bundle.parts,
        upto=bundle.upto,
        size=len(data),
    )
    said = base64.urlsafe_b64encode(msgspec.msgpack.encode(info)).rstrip(b"=").decode()
    have = stuck = 0
    while have < len(data) and stuck < STUCK:
        headers = {BUNDLE_INFO: said, OFFSET: str(have)}
        path = f"/v1/bundle/{info.id.hex()}"
        answer = talk.call("PUT", path, body=data[have : have + PIECE], headers=headers, also=(CONFLICT,))
        answer.whole()
        now = int(answer.headers.get(HAVE, "0"))
        stuck = stuck + 1 if now <= have else 0
        have = now
