# SPDX-License-Identifier: EUPL-1.2
"""Handing down: the frames of a reply, read from the ledger in pieces as the line takes them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import msgspec

from welfaredesk.base.ids import packed, spelled
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.roster_bodies import MemberBody, body_of
from welfaredesk.domain.statement import Role, StatementKind, decode_statement
from welfaredesk.server import rows
from welfaredesk.server import scope as scopes
from welfaredesk.server.items import Row
from welfaredesk.server.ledger import EnteLine, Ledger
from welfaredesk.server.scope import Scope
from welfaredesk.server.writer import Writer
from welfaredesk.sync.wire import Ask, Fill, FrameKind, Grant, Ungrant

SHORTEST_ID = 8


@dataclass(slots=True, kw_only=True)
class Handing:
    """One reply: to whom, up to which head, and how much of it has been written."""

    ledger: Ledger
    head: EnteLine
    roster: Roster
    scope: Scope
    ask: Ask
    writer: Writer
    check_bytes: int
    more: bool = False
    granted: set[int] = field(default_factory=set)

    @property
    def is_full(self) -> bool:
        """Tell whether the reply has reached the size that the desk asked for."""
        return bool(self.ask.limit) and self.writer.total >= self.ask.limit

    @property
    def operator(self) -> str:
        """Return the operator whose desk asks; the root has none."""
        line = self.roster.desks.get(spelled(self.scope.desk))
        return "" if line is None else line.operator

    def at_head(self) -> bytes:
        """Return a check at the head."""
        return self.writer.checked(self.head.position, self.head.h)

    def main(self) -> Iterator[bytes]:
        """Give everything in scope above the desk's cursor; a check at the head ends it."""
        position, going = self.ask.position, True
        left_out = {fill.folder for fill in self.ask.fills}
        while going and position < self.head.position:
            found, going = rows.in_scope(self.ledger, self.scope, after=position, upto=self.head.position)
            concerned = self.concerning(found)
            for row in found:
                position = row.position
                if row.folder in left_out or row.position not in concerned:
                    continue
                if row.position not in self.granted:
                    yield self.writer.item(row)
                yield from self._joined(row)
                if self.is_full and position < self.head.position:
                    self.more = True
                    yield self.writer.checked(row.position, row.h)
                    return
                if position < self.head.position and self.writer.is_time_to_check(self.check_bytes):
                    yield self.writer.checked(row.position, row.h)
        yield self.at_head()

    def concerning(self, found: Iterable[Row]) -> set[int]:
        """Return the positions that concern the desk: of grants and ungrants to others, those of its folders."""
        concerned: set[int] = set()
        doubtful: dict[int, list[bytes]] = {}
        for row in found:
            foreign = row.group not in self.scope.groups and row.desk != self.scope.desk
            if row.kind == FrameKind.GRANT and row.desk != self.scope.desk:
                grant = msgspec.msgpack.decode(row.data, type=Grant)
                if self.scope.groups.isdisjoint(one.group for one in grant.groups):
                    doubtful[row.position] = [folder for folder, _ in grant.folders]
                else:
                    concerned.add(row.position)
            elif row.kind == FrameKind.UNGRANT and foreign:
                doubtful[row.position] = [msgspec.msgpack.decode(row.data, type=Ungrant).folder]
            else:
                concerned.add(row.position)
        if doubtful and self.sees_holders:
            folders = {folder for named in doubtful.values() for folder in named}
            with self.ledger.reading() as connection:
                held = scopes.held_among(connection, self.scope, folders)
            concerned.update(position for position, named in doubtful.items() if not held.isdisjoint(named))
        return concerned

    @property
    def sees_holders(self) -> bool:
        """Tell whether the desk is told who else holds its folders: whoever is only an outside member is not."""
        return bool(self.scope.groups) and self.roster.roles_of(self.operator) != {Role.ESTERNO}

    def _joined(self, row: Row) -> Iterator[bytes]:
        """Give the grants of a group once more right after the statement that brings the operator's desk into it.

        Those that stood between his leaving and his coming back too: until now they did not open.
        """
        if row.kind != FrameKind.STATEMENT or not self.ask.position:
            return
        statement = decode_statement(row.data)
        if statement.claim.kind is not StatementKind.MEMBER:
            return
        body = body_of(statement)
        if not isinstance(body, MemberBody) or body.operator != self.operator:
            return
        group = packed(body.group)
        if group not in self.scope.groups:
            return
        with self.ledger.reading() as connection:
            older = scopes.grants_to(connection, self.scope, [group], upto=row.position)
        yield from self.grants(older)
        yield from self.withdrawn({group})

    def grants(self, positions: Iterable[int]) -> Iterator[bytes]:
        """Give grants that this reply has not given yet."""
        wanted = [position for position in positions if position not in self.granted]
        self.granted.update(wanted)
        for start in range(0, len(wanted), 20):
            for row in rows.at(self.ledger, self.scope, wanted[start : start + 20]):
                yield self.writer.item(row)

    def withdrawn(self, groups: set[bytes]) -> Iterator[bytes]:
        """Give the ungrants of folders that some groups no longer hold: a grant of many folders may name them."""
        if not groups:
            return
        with self.ledger.reading() as connection:
            positions = scopes.withdrawn(connection, self.scope, groups, upto=self.head.position)
        yield from self.grants(positions)

    def left_by_others(self, folders: set[bytes]) -> dict[bytes, list[int]]:
        """Return the ungrants that keep a desk from taking a group for a holder, which an older grant still names."""
        if not folders or not self.sees_holders:
            return {}
        with self.ledger.reading() as connection:
            return scopes.left_by_others(connection, self.scope, folders, upto=self.head.position)

    def fills(self, wanted: Iterable[Fill]) -> Iterator[bytes]:
        """Give whole folders, each followed by FILLED; folders out of scope are passed over without a word."""
        asked = list(wanted)
        with self.ledger.reading() as connection:
            held = scopes.held_among(connection, self.scope, [fill.folder for fill in asked])
        left = self.left_by_others({fill.folder for fill in asked if fill.after == 0} & held)
        for fill in asked:
            if fill.folder not in held:
                continue
            if self.is_full:
                self.more = True
                break
            if fill.after == 0:
                yield from self.grants(self._grants_of(fill))
                yield from self.grants(left.get(fill.folder, ()))
            yield from self.folder(fill.folder, after=fill.after, upto=self.head.position, place=self.head)
        if self.writer.since_check:
            yield self.at_head()

    def _grants_of(self, fill: Fill) -> list[int]:
        """Return the grants of a folder: those to the desk's groups, and to others, who need its next key too."""
        with self.ledger.reading() as connection:
            own = scopes.grants_of(connection, self.scope, fill.folder)
            if not self.sees_holders:
                return own
            return own + scopes.grants_beside(connection, self.scope, [fill.folder], upto=self.head.position)

    def folder(self, folder: bytes, *, after: int, upto: int, place: EnteLine) -> Iterator[bytes]:
        """Give the parcels of a folder and FILLED, with checks at `place` in between."""
        last, going = after, True
        while going:
            found, going = rows.of_folder(self.ledger, self.scope, folder, after=last, upto=upto)
            for row in found:
                last = row.position
                yield self.writer.item(row, whole=True)
                if self.writer.is_time_to_check(self.check_bytes):
                    yield self.writer.checked(place.position, place.h)
        yield self.writer.filled(folder, last)

    def fetched(self) -> Iterator[bytes]:
        """Give the parcels asked for by id, as far as they are here and in scope."""
        wanted = [id_ for id_ in self.ask.fetch if SHORTEST_ID <= len(id_) <= 32]
        for start in range(0, len(wanted), 20):
            for row in rows.named(self.ledger, self.scope, wanted[start : start + 20]):
                yield self.writer.item(row, whole=True)
        if self.writer.since_check:
            yield self.at_head()
