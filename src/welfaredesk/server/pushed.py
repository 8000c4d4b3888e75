# SPDX-License-Identifier: EUPL-1.2
"""What a desk pushes: items cut out of a request, checked for their shape before anybody looks at their sense."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from welfaredesk.base.ids import packed
from welfaredesk.server.working import Wanted
from welfaredesk.sync.frames import decode
from welfaredesk.sync.grants import grant_id, ungrant_id
from welfaredesk.sync.interning import Incoming, Named
from welfaredesk.sync.letters import letter_id
from welfaredesk.sync.statements import statement_id
from welfaredesk.sync.wire import FORMAT, Code, FrameKind, Grant, Letter, Ungrant, WireParcel

Body: TypeAlias = bytes | Grant | Ungrant | Letter | Named
ITEM_KINDS = frozenset({FrameKind.STATEMENT, FrameKind.GRANT, FrameKind.UNGRANT, FrameKind.LETTER, FrameKind.PARCEL})


@dataclass(frozen=True, slots=True)
class Pushed:
    """An item of a request: its place in it, its kind, and what it holds (a statement: its bytes)."""

    index: int
    kind: FrameKind
    body: Body
    id: bytes = b""
    code: Code | None = None


def read_item(kind: FrameKind, payload: bytes, *, index: int, names: Incoming, most_statement: int) -> Pushed:
    """Return the item of a frame of one of `ITEM_KINDS`; a misshapen one carries the code it is refused with.

    Raises:
        WireBroken: when the payload is no item of its kind, or larger than the format allows.
    """
    if kind is FrameKind.STATEMENT:
        code = Code.TOO_LARGE if len(payload) > most_statement else None
        return Pushed(index, kind, payload, statement_id(payload), code)
    message = decode(kind, payload)
    if isinstance(message, WireParcel):
        return Pushed(index, kind, names.name(message))
    if isinstance(message, Grant):
        names.learn(folder for folder, _ in message.folders)
        groups = {one.group for one in message.groups}
        return Pushed(index, kind, message, grant_id(message), _fits(message, len(groups) == len(message.groups)))
    if isinstance(message, Ungrant):
        return Pushed(index, kind, message, ungrant_id(message), _fits(message))
    letter = cast(Letter, message)
    return Pushed(index, kind, letter, letter_id(letter), _fits(letter))


def _fits(message: Grant | Ungrant | Letter, *more: bool) -> Code | None:
    return None if all((message.format == FORMAT, *more)) else Code.FORMAT


def wanted(items: Sequence[Pushed]) -> Wanted:
    """Return what the database must be asked before these items can be admitted."""
    folders: set[bytes] = set()
    numbers: set[tuple[bytes, int]] = set()
    ids: set[bytes] = set()
    for item in items:
        if item.code is not None:
            continue
        body = item.body
        if isinstance(body, Named):
            folders.add(packed(body.folder))
            numbers.add((packed(body.desk), body.n))
            continue
        ids.add(item.id)
        if isinstance(body, Grant):
            folders.update(folder for folder, _ in body.folders)
        elif isinstance(body, Ungrant):
            folders.add(body.folder)
    return Wanted(frozenset(folders), frozenset(numbers), frozenset(ids))
