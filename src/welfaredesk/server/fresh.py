# SPDX-License-Identifier: EUPL-1.2
"""The reply to a fresh desk: statements, then whole folders by latest activity, then what is left."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from welfaredesk.base.ids import packed
from welfaredesk.domain.statement import GroupKind
from welfaredesk.server import rows
from welfaredesk.server import scope as scopes
from welfaredesk.server.handing import Handing
from welfaredesk.server.ledger import EnteLine
from welfaredesk.server.scope import FolderAt
from welfaredesk.sync.wire import BundleInfo, FrameKind, Fresh


def fresh(handing: Handing, asked: Fresh, *, bundles: list[BundleInfo]) -> Iterator[bytes]:
    """Give all that a desk reads up to a position; only the last check moves its cursor there.

    After a cut the desk says which folder was the last to be filled: the position of its last parcel is that of
    no other folder.
    """
    upto = asked.upto if 0 < asked.upto <= handing.head.position else handing.head.position
    yield from _statements(handing, upto)
    with handing.ledger.reading() as connection:
        h = handing.ledger.h_at(connection, handing.head.ente, position=handing.ask.position)
        end = handing.ledger.h_at(connection, handing.head.ente, position=upto)
        ordered = scopes.by_activity(connection, handing.scope, own=own_groups(handing), upto=upto)
    place = EnteLine(ente=handing.head.ente, position=handing.ask.position, h=h or b"")
    covered = _covered(handing, asked, bundles)
    if handing.writer.since_check:
        yield handing.writer.checked(place.position, place.h)
    for line in _after(ordered, asked.before):
        have = covered.get(line.folder, 0)
        if have and line.last <= have:
            continue
        if handing.is_full:
            handing.more = True
            yield handing.writer.checked(place.position, place.h)
            return
        with handing.ledger.reading() as connection:
            grants = scopes.grants_of(connection, handing.scope, line.folder)
        yield from handing.grants(position for position in grants if have < position <= upto)
        yield from handing.folder(line.folder, after=have, upto=upto, place=place)
    yield from _rest(handing, upto, covered)
    yield handing.writer.checked(upto, end or b"")


def own_groups(handing: Handing) -> frozenset[bytes]:
    """Return the groups of one of the operator who asks."""
    groups = handing.roster.groups.values()
    own = (packed(line.id) for line in groups if line.kind is GroupKind.OWN and line.founder == handing.operator)
    return frozenset(own) & handing.scope.groups


def _statements(handing: Handing, upto: int) -> Iterator[bytes]:
    with handing.ledger.reading() as connection:
        found = scopes.positions(connection, handing.scope, FrameKind.STATEMENT, upto=upto)
    for start in range(0, len(found), 100):
        for row in rows.at(handing.ledger, handing.scope, found[start : start + 100]):
            yield handing.writer.item(row)


def _after(ordered: list[FolderAt], before: int) -> list[FolderAt]:
    """Return what is left after the folder whose last parcel stands at `before`; 0 is the start."""
    if not before:
        return ordered
    for index, line in enumerate(ordered):
        if line.last == before:
            return ordered[index + 1 :]
    return [line for line in ordered if not line.own and line.last < before]


def _covered(handing: Handing, asked: Fresh, bundles: list[BundleInfo]) -> dict[bytes, int]:
    """Return up to which position the bundles that the desk took hold each folder.

    A generation counts when the desk took all of its parts, and only for folders granted before it was packed.
    """
    taken = set(asked.covered)
    parts: dict[bytes, list[BundleInfo]] = {}
    for one in bundles:
        parts.setdefault(one.generation, []).append(one)
    covered: dict[bytes, int] = {}
    for generation, infos in parts.items():
        whole = len({one.part for one in infos}) == infos[0].parts and all(one.id in taken for one in infos)
        if not whole and generation not in taken:
            continue
        scope = replace(handing.scope, groups=frozenset({infos[0].group}))
        with handing.ledger.reading() as connection:
            for folder in scopes.granted_by(connection, scope, upto=infos[0].upto):
                covered[folder] = max(covered.get(folder, 0), infos[0].upto)
    return covered


def _rest(handing: Handing, upto: int, covered: Mapping[bytes, int]) -> Iterator[bytes]:
    """Give the grants and letters that no folder or bundle has brought, and the ungrants that still say something."""
    if not handing.scope.groups:
        return
    with handing.ledger.reading() as connection:
        grants = scopes.grants_to(connection, handing.scope, handing.scope.groups, upto=upto, covered=covered)
        held = set(scopes.granted_by(connection, handing.scope, upto=upto))
        if handing.sees_holders:
            grants += scopes.grants_beside(connection, handing.scope, held, upto=upto, covered=covered)
        letters = scopes.letters(connection, handing.scope, upto=upto)
    yield from handing.grants(sorted(set(grants)))
    yield from handing.withdrawn(set(handing.scope.groups))
    left = handing.left_by_others(held)
    yield from handing.grants(sorted(position for some in left.values() for position in some))
    for start in range(0, len(letters), 20):
        for row in rows.at(handing.ledger, handing.scope, letters[start : start + 20]):
            yield handing.writer.item(row)
