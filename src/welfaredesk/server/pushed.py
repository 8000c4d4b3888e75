# SPDX-License-Identifier: EUPL-1.2
"""What a desk pushes: items cut out of a request, checked for their shape before anybody looks at their sense."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from welfaredesk.base.ids import packed
from welfaredesk.server.working import Wanted
from welfaredesk.sync.frames import WireBroken, decode
from welfaredesk.sync.grants import grant_id, ungrant_id
from welfaredesk.sync.interning import Incoming, Named
from welfaredesk.sync.letters import letter_id
from welfaredesk.sync.limits import MOST_FOLDERS, MOST_GROUPS, MOST_NUMBER, MOST_SEALED
from welfaredesk.sync.statements import statement_id
from welfaredesk.sync.wire import FORMAT, Code, FrameKind, Grant, Letter, Ungrant, WireParcel

Body: TypeAlias = bytes | Grant | Ungrant | Letter | Named
ITEM_KINDS = frozenset({FrameKind.STATEMENT, FrameKind.GRANT, FrameKind.UNGRANT, FrameKind.LETTER, FrameKind.PARCEL})
ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Pushed:
    """An item of a request: its place in it, its kind, and what it holds (a statement: its bytes)."""

    index: int
    kind: FrameKind
    body: Body
    id: bytes = b""
    code: Code | None = None

    @property
    def size(self) -> int:
        """Return about how many bytes the item takes."""
        body = self.body
        if isinstance(body, bytes):
            return len(body)
        return 128 if isinstance(body, Ungrant) else 256 + len(body.sealed)


def read_item(kind: FrameKind, payload: bytes, *, index: int, names: Incoming, most_statement: int) -> Pushed:
    """Return the item of a frame; one that is too large or misshapen carries the code it is refused with.

    Raises:
        WireBroken: when the payload is no item of its kind.
    """
    if kind is FrameKind.STATEMENT:
        code = Code.TOO_LARGE if len(payload) > most_statement else None
        return Pushed(index, kind, payload, statement_id(payload), code)
    message = decode(kind, payload)
    if isinstance(message, WireParcel):
        named = names.name(message)
        return Pushed(index, kind, named, b"", _fits_parcel(named))
    if isinstance(message, Grant):
        names.learn(folder for folder, _ in message.folders)
        return Pushed(index, kind, message, grant_id(message), _fits_grant(message))
    if isinstance(message, Ungrant):
        fits = _are_ids(message.ente, message.group, message.folder, message.desk)
        return Pushed(index, kind, message, ungrant_id(message), None if fits else Code.FORMAT)
    if isinstance(message, Letter):
        return Pushed(index, kind, message, letter_id(message), _fits_letter(message))
    raise WireBroken("no item")


def _fits_parcel(named: Named) -> Code | None:
    if len(named.sealed) > MOST_SEALED:
        return Code.TOO_LARGE
    numbers = (named.n, named.k_from, named.k_to, named.last)
    fits = all(0 <= number <= MOST_NUMBER for number in numbers) and named.n > 0 and len(named.last_h) <= 32
    return None if fits else Code.FORMAT


def _fits_grant(grant: Grant) -> Code | None:
    if len(grant.sealed) > MOST_SEALED or len(grant.folders) > MOST_FOLDERS or len(grant.groups) > MOST_GROUPS:
        return Code.TOO_LARGE
    groups = [one.group for one in grant.groups]
    ids = (grant.ente, *groups, grant.desk, *(part for line in grant.folders for part in line))
    whole = bool(grant.folders) and bool(groups) and len(set(groups)) == len(groups)
    return None if whole and grant.format == FORMAT and _are_ids(*ids) else Code.FORMAT


def _fits_letter(letter: Letter) -> Code | None:
    if len(letter.sealed) > MOST_SEALED:
        return Code.TOO_LARGE
    fits = _are_ids(letter.ente, letter.group, letter.desk) and 0 <= letter.n <= MOST_NUMBER
    return None if fits and letter.format == FORMAT else Code.FORMAT


def _are_ids(*ids: bytes) -> bool:
    return all(len(one) == ID_BYTES for one in ids)


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
