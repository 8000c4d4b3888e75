# SPDX-License-Identifier: EUPL-1.2
"""What an author says again that he had seen, once names in his entries stand for other entries (ADR 0008).

An entry names what its writer had seen by desk and number. After a server was put back a desk that lived twice may have
given such a number to another entry; what had left stays as it was signed. Its author's desk then says by the hashes of
their bodies which entries were meant. It says so in an entry of its own, which the fold reads and nobody is shown.
Only of desks that took another name, and of numbers that his entry names: nobody else's later words become old so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import msgspec

from welfaredesk.domain.entry import Entry, EntryRef, Header, Operation, Put

RESTATED = "_seen"
"""Where the body of such an entry says it: no field, and nothing else of that body is folded."""
SHORT = 32
"""Hexadecimal digits of a hash: half of it."""


class Restated(msgspec.Struct, frozen=True):
    """What an entry had seen, it and the others named by the hashes of their bodies: of some desks up to a number."""

    entry: str
    upto: dict[str, int]
    bodies: list[str]


def body_of(header: Header) -> str:
    """Return what names an entry here, whatever number it has."""
    return header.body_hash.hex()[:SHORT]


def changes_of(said: Sequence[Restated]) -> dict[str, Operation]:
    """Return what stands in the body of an entry that says again what others had seen."""
    return {RESTATED: Put(msgspec.to_builtins(said))}


def restated(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries of a record with what their own authors say again that they had seen, and not the saying."""
    some = list(entries)
    plain = [entry for entry in some if RESTATED not in entry.body.changes]
    if len(plain) == len(some):
        return some
    said: dict[tuple[str, str], list[_Told]] = {}
    for entry in some:
        for one in _said(entry):
            said.setdefault((entry.operator, one.entry), []).append(_Told(one, entry.renamed))
    places: dict[str, list[EntryRef]] = {}
    for entry in plain:
        places.setdefault(body_of(entry.header), []).append(entry.ref)
    return [_with(entry, said.get((entry.operator, body_of(entry.header)), ()), places) for entry in plain]


@dataclass(frozen=True, slots=True)
class _Told:
    said: Restated
    renamed: frozenset[str]


def _said(entry: Entry) -> list[Restated]:
    change = entry.body.changes.get(RESTATED)
    if not isinstance(change, Put):
        return []
    try:
        return msgspec.convert(change.value, type=list[Restated])
    except msgspec.ValidationError:
        return []


def _with(entry: Entry, told: Sequence[_Told], places: dict[str, list[EntryRef]]) -> Entry:
    seen, beside = dict(entry.seen), set[EntryRef]()
    for one in told:
        upto = {desk: k for desk, k in one.said.upto.items() if desk in one.renamed and entry.seen.get(desk, 0) > k}
        if upto:
            seen |= {desk: min(seen[desk], k) for desk, k in upto.items()}
            found = (ref for body in one.said.bodies for ref in places.get(body, ()))
            beside |= {ref for ref in found if ref.desk in one.renamed}
    return msgspec.structs.replace(entry, seen=seen, beside=frozenset(beside)) if told else entry
