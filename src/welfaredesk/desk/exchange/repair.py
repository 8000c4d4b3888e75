# SPDX-License-Identifier: EUPL-1.2
"""Whether desk and server hold the same: one sum over the scope; only on difference, one for each folder."""

from collections import Counter
from dataclasses import dataclass, field

from welfaredesk.base.ids import packed, spelled
from welfaredesk.base.log import note
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.talk import Reply
from welfaredesk.desk.session import Session
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import bundled, rounds, scope
from welfaredesk.sync.wire import Ask, Fill, FolderSum


@dataclass(slots=True)
class Wanted:
    """What the next request of a round asks besides: checkpoints to agree on, sums per folder, folders unknown here."""

    checkpoints: list[tuple[int, bytes]] = field(default_factory=list)
    scope: bool = False
    compared: bool = False
    unknown: list[str] = field(default_factory=list)


def fills(database: Database, asked: Counter[str], *, wanted: Wanted, most: int) -> list[Fill]:
    """Return the folders to be filled, each at most `most` times in a round."""
    found = []
    for folder, filled_to in [*scope.not_whole(database), *((one, 0) for one in wanted.unknown)]:
        if asked[folder] < most:
            asked[folder] += 1
            found.append(Fill(packed(folder), filled_to))
    wanted.unknown = []
    return found


def after(session: Session, reply: Reply, ask: Ask, *, wanted: Wanted, asked: Counter[str], most: int) -> bool:
    """Compare what desk and server hold once a reply has come whole; tell whether something is to be asked again."""
    end = reply.end
    if end is None or end.more or ask.fresh is not None:
        return False
    if ask.want_scope:
        wanted.scope = False
        dropped: set[str] = set()
        again = session.vault.write(lambda database: _differing(database, reply.scope, wanted, dropped))
        if dropped:
            session.tell(*dropped)
        return again
    database = session.vault.read()
    arriving = [folder for folder, _ in scope.not_whole(database)]
    if not arriving and end.sum == notes.last_sum(database) and ask.position == reply.head.position:
        return False
    here = _sum(database)
    if here == end.sum:
        if arriving:
            session.vault.write(lambda writing: _all_whole(writing, arriving))
        return False
    if any(asked[folder] < most for folder in arriving):
        return True
    if wanted.compared or arriving or notes.is_known_difference(database, here, end.sum):
        return False
    wanted.scope = wanted.compared = True
    session.vault.write(lambda writing: notes.know_difference(writing, here, end.sum))
    return True


def _sum(database: Database) -> bytes:
    """Return the sum over the scope, without the folders that were taken back and are not forgotten yet."""
    return scope.scope_sum(database, without=notes.gone(database))


def _all_whole(database: Database, folders: list[str]) -> None:
    for folder in folders:
        scope.mark_whole(database, folder)
    notes.mend_bad(database, folders)


def _differing(database: Database, said: list[FolderSum], wanted: Wanted, dropped: set[str]) -> bool:
    """Ask again the folders whose sum differs, and those that this desk has no key of.

    One that came in a bundle and differs is forgotten first: whoever packed it was wrong, or lied.
    """
    here = scope.sums(database)
    known = set(rounds.all_folders(database))
    differing = []
    for one in said:
        folder = spelled(one.folder)
        if folder not in known:
            wanted.unknown.append(folder)
        elif here.get(folder, (0, 0)) != (int.from_bytes(one.sum, "big"), one.count):
            differing.append(folder)
    unproved = bundled.unproved(database)
    for folder in set(differing) & set(unproved):
        try:
            dropped |= scope.drop_folder(database, folder)
        except scope.WorkLeft:
            continue
        differing.remove(folder)
        unproved.remove(folder)
        wanted.unknown.append(folder)
    bundled.put_unproved(database, unproved)
    scope.fill_again(database, differing)
    note("sum-differs", folders=len(differing), unknown=len(wanted.unknown))
    return bool(differing or wanted.unknown)
