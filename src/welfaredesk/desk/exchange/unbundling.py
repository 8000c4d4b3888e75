# SPDX-License-Identifier: EUPL-1.2
"""Unbundling: a fresh desk takes the bundles that wait for its groups, part by part, and puts them in place in bulk."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec

from welfaredesk.base.cycles import uncollected
from welfaredesk.base.exchange_errors import ServerRefuses
from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.log import note
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.session import Session
from welfaredesk.domain.parcel import FORMAT, Parcel, ParcelHeader
from welfaredesk.domain.roster import Roster
from welfaredesk.store import desk_notes
from welfaredesk.store import roster as roster_rows
from welfaredesk.store.driver import Database, errors_as_faults
from welfaredesk.store.exchange import arrivals, bundled, scope
from welfaredesk.store.exchange.arrivals import Arrival, ParcelsBroken
from welfaredesk.store.exchange.bundled import GrantLine
from welfaredesk.store.files import FILES_NAME
from welfaredesk.store.folders import Folder
from welfaredesk.sync.bundle_text import FolderContent
from welfaredesk.sync.bundles import BundleUnreadable, bundle_id, decode_bundle, unpack, verify_bundle
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.wire import Bundle, BundleInfo

KEPT = "exchange/generations"
GONE = (404, 416)
PARTIAL = 206
LARGEST = 8 * 1024 * 1024


class Wanted(msgspec.Struct, array_like=True):
    """A part of a generation that was chosen, and whether it is in place."""

    info: BundleInfo
    placed: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    """A part in place: its entries, and the records that they touched."""

    entries: int
    touched: frozenset[str]


def chosen(database: Database) -> list[Wanted] | None:
    """Return the parts that this desk takes, nothing while it has not been told which there are."""
    kept = desk_notes.get(database, KEPT)
    return None if kept is None else msgspec.convert(kept, type=list[Wanted])


def _keep(database: Database, wanted: Sequence[Wanted]) -> None:
    desk_notes.put(database, KEPT, msgspec.to_builtins(wanted, builtin_types=(bytes,)))


def choose(database: Database, offered: Sequence[BundleInfo]) -> None:
    """Choose, of each group whose key is here, the newest generation that waits whole, the latest folders first."""
    generations: dict[bytes, list[BundleInfo]] = {}
    for info in offered:
        if info.size <= LARGEST and roster_rows.group_keys(database, spelled(info.group)):
            generations.setdefault(info.generation, []).append(info)
    newest: dict[bytes, list[BundleInfo]] = {}
    for infos in generations.values():
        first = infos[0]
        whole = {one.part for one in infos} == set(range(first.parts))
        if whole and (first.group not in newest or first.upto > newest[first.group][0].upto):
            newest[first.group] = sorted(infos, key=lambda one: one.part)
    _keep(database, [Wanted(info) for infos in newest.values() for info in infos])


def covered(database: Database) -> list[bytes]:
    """Return the ids of the parts in place: what they hold need not come again."""
    return [one.info.id for one in chosen(database) or [] if one.placed]


def take(session: Session, talk: Talk, roster: Roster) -> int:
    """Fetch the parts chosen that are not in place, each going on where the line broke, and return the entries placed.

    A part that is gone, or is not what it says, is passed over: what it held comes as parcels.

    Raises:
        LineBroken: when the line breaks; what came over stays.
    """
    received = 0
    under_way: Future[_Placed] | None = None

    def shown() -> None:
        nonlocal received, under_way
        if under_way is not None and under_way.done():
            received += _ended(session, under_way)
            under_way = None

    try:
        # While one part is written by the vault's own thread, the next one is fetched and opened.
        for one in [one for one in chosen(session.vault.read()) or [] if not one.placed]:
            data = _fetched(session, talk, one.info, meanwhile=shown)
            if one.info.part == 1:
                # The first part holds the latest folders: whoever waits begins with them, before more is opened.
                received += _ended(session, under_way)
                under_way = None
            content = None if data is None else _opened(session, one.info, data, roster=roster)
            received += _ended(session, under_way)
            under_way = None
            if content is None:
                note("bundle-passed-over", part=one.info.part)
                _pass_over(session, one.info.generation)
            else:
                under_way = session.vault.submit(partial(_place, session, wanted=one, content=content))
    finally:
        # Also where the line broke: the next round asks for what is not in place.
        received += _ended(session, under_way)
    return received


def _ended(session: Session, under_way: "Future[_Placed] | None") -> int:
    """Wait until a part is in place, tell what it brought, and return its number of entries."""
    if under_way is None:
        return 0
    placed = under_way.result()
    session.tell(*placed.touched)
    return placed.entries


def _part_path(session: Session, info: BundleInfo) -> Path:
    return session.profile / FILES_NAME / f"{info.id.hex()}.bundle"


def _fetched(session: Session, talk: Talk, info: BundleInfo, *, meanwhile: Callable[[], None]) -> bytes | None:
    """Return a part, fetched from where it broke off; nothing when the server has it no more.

    `meanwhile` is called after each piece, so that what was put in place is shown before this part is here.
    """
    path = _part_path(session, info)
    with errors_as_faults():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        have = path.stat().st_size if path.exists() else 0
        if have < info.size:
            headers = {"Range": f"bytes={have}-"} if have else {}
            try:
                answer = talk.call("GET", f"/v1/bundle/{info.id.hex()}", headers=headers, also=GONE)
            except ServerRefuses:
                return None
            if answer.status in GONE:
                answer.whole()
                path.unlink(missing_ok=True)
                return None
            with path.open("ab" if answer.status == PARTIAL else "wb") as target:
                for piece in answer.body:
                    meanwhile()
                    target.write(piece)
                    if target.tell() > info.size:
                        break
        data = path.read_bytes()
        path.unlink()
    return data if len(data) == info.size else None


def _opened(session: Session, info: BundleInfo, data: bytes, *, roster: Roster) -> list[FolderContent] | None:
    """Return the folders of a part; nothing when it is not what its maker signed, or does not open."""
    with contextlib.suppress(WireBroken, BundleUnreadable):
        bundle = decode_bundle(data)
        maker = roster.desks.get(spelled(bundle.desk))
        told = (bundle.group, bundle.generation, bundle.part, bundle.upto, bundle_id(bundle))
        private = roster_rows.group_keys(session.vault.read(), spelled(bundle.group)).get(bundle.epoch)
        right = told == (info.group, info.generation, info.part, info.upto, info.id) and _is_current(bundle, roster)
        if right and maker is not None and private is not None and verify_bundle(bundle, maker.sign):
            with uncollected():
                found = unpack(bundle, SealingKey.from_bytes(private))
            # What does not name its author rightly comes as parcels, whose signatures tell.
            cut = roster.cut_parcels()
            return [one for one in found if _is_attributed(one, roster) and cut.isdisjoint(p.id for p in one.parcels)]
    return None


def _is_attributed(content: FolderContent, roster: Roster) -> bool:
    """Tell whether each entry of a folder names the operator of its desk."""
    of = {desk.id: desk.operator for desk in roster.desks.values()}
    return all(of.get(header.desk) == header.operator for header, _ in content.entries)


def _is_current(bundle: Bundle, roster: Roster) -> bool:
    """Tell whether a bundle is for the ente and for the epoch of its group that stands."""
    line = roster.groups.get(spelled(bundle.group))
    return line is not None and line.epoch == bundle.epoch and bundle.ente == packed(roster.ente)


def _pass_over(session: Session, generation: bytes) -> None:
    """Count a generation as not taken: the server covers only whole ones."""

    def work(database: Database) -> None:
        _keep(database, [one for one in chosen(database) or [] if one.info.generation != generation or one.placed])

    session.vault.write(work)


def _place(session: Session, database: Database, *, wanted: Wanted, content: list[FolderContent]) -> _Placed:
    """Put the folders of a part in place; one that does not fit what is here already comes as parcels."""
    utc_ms = session.clock.now().utc_ms
    fresh: list[FolderContent] = []
    for one in content:
        if scope.keys_of(database, one.key.folder):
            continue
        folder = Folder(one.key.folder, one.key.root, one.key.root_type, one.key.circle, one.key.key)
        bundled.take_folder(database, folder, [GrantLine(h.group, h.epoch, h.position) for h in one.holders])
        fresh.append(one)
    waiting = {one.key.folder: list(_arrivals(session, one)) for one in fresh}
    touched: frozenset[str] = frozenset()
    while waiting:
        try:
            with uncollected():
                touched = arrivals.place(database, [one for some in waiting.values() for one in some], utc_ms=utc_ms)
            break
        except ParcelsBroken as broken:
            del waiting[broken.span.folder]
    for identity in waiting:
        scope.mark_whole(database, identity, filled_to=wanted.info.upto)
    bundled.put_unproved(database, [*bundled.unproved(database), *waiting])
    parts = chosen(database) or []
    _keep(database, [Wanted(one.info, one.placed or one.info.id == wanted.info.id) for one in parts])
    return _Placed(sum(len(one.entries) for some in waiting.values() for one in some), touched)


def _arrivals(session: Session, content: FolderContent) -> Iterator[Arrival]:
    """Give the parcels that a folder stands for, as they arrive without sealed text and signature."""
    ente, folder = packed(session.identity.ente), packed(content.key.folder)
    ends: dict[str, bytes] = {}
    start = 0
    for one in content.parcels:
        count = one.k_to - one.k_from + 1
        header = ParcelHeader(
            format=FORMAT,
            ente=ente,
            folder=folder,
            key=b"",
            desk=packed(one.desk),
            n=one.n,
            k_from=one.k_from,
            k_to=one.k_to,
            previous=ends.get(one.desk, b""),
            last=0,
            last_h=b"",
        )
        ends[one.desk] = one.id
        entries = content.entries[start : start + count]
        start += count
        yield Arrival(position=one.position, id=one.id, parcel=Parcel(header, b"", b""), entries=entries)
