# SPDX-License-Identifier: EUPL-1.2
"""Several desks that write one record without seeing all of each other, and an oracle of what must come of it."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from msgspec import structs

from welfaredesk.domain.entry import Body, Entry, EntryKind, EntryRef, Header, Operation, Put
from welfaredesk.domain.fold import RETIRED, RecordState, fold
from welfaredesk.domain.statement import Role

DESKS = ("anna", "bice", "carla")


@dataclass(slots=True)
class Server:
    """The order in which entries are placed, and how far each desk has read."""

    entries: list[Entry] = field(default_factory=list)
    read: dict[str, int] = field(default_factory=lambda: dict.fromkeys(DESKS, 0))

    def seen_by(self, desk: str) -> dict[str, int]:
        """Return what a desk has on its screen: all that it has read, and its own."""
        seen: dict[str, int] = {}
        for place, entry in enumerate(self.entries):
            if place < self.read[desk] or entry.header.desk == desk:
                seen[entry.header.desk] = max(seen.get(entry.header.desk, 0), entry.header.k)
        return seen

    def shown_to(self, desk: str) -> RecordState:
        """Return the record as a desk shows it."""
        read = self.read[desk]
        return fold(e for place, e in enumerate(self.entries) if place < read or e.header.desk == desk)

    def write(self, desk: str, changes: dict[str, Operation], *, kind: EntryKind = EntryKind.SET) -> Entry:
        """Place one more entry of a desk."""
        number = 1 + sum(1 for entry in self.entries if entry.header.desk == desk)
        made = entry_of(desk, number, changes, seen=self.seen_by(desk), kind=kind)
        self.entries.append(made)
        return made

    def state(self) -> RecordState:
        """Return the record as everybody who has read all shows it."""
        return fold(self.entries)


def entry_of(
    desk: str, k: int, changes: dict[str, Operation], *, seen: dict[str, int], kind: EntryKind = EntryKind.SET
) -> Entry:
    """Return an entry of a desk, its `k`-th in the folder."""
    header = Header(
        format=1,
        desk=desk,
        seq=k,
        k=k,
        save=f"{desk}/{k}",
        folder="folder",
        record="record",
        type="person",
        rules=1,
        kind=kind,
        seen=seen,
        operator=desk,
        utc_ms=0,
        offset=0,
        body_hash=b"",
    )
    return Entry(header, Body(b"", changes), seen)


def judged_entry(
    desk: str,
    k: int,
    changes: dict[str, Operation],
    *,
    seen: dict[str, int],
    rules: int,
    kind: EntryKind = EntryKind.ACT,
    of: str = "minutes",
    roles: frozenset[Role] = frozenset(Role),
) -> Entry:
    """Return an entry of a record that has a machine, as its place finds it: with roles, and a body of its own."""
    made = entry_of(desk, k, changes, seen=seen, kind=kind)
    header = structs.replace(made.header, type=of, rules=rules, body_hash=f"{desk}{k}".encode())
    return structs.replace(made, header=header, roles=roles)


@dataclass(slots=True)
class OracleCell:
    """What the oracle believes of one plain field."""

    value: Any = None
    set_by: list[Entry] = field(default_factory=list)
    waiting: list[tuple[EntryRef, Any]] = field(default_factory=list)


def oracle(entries: list[Entry]) -> dict[str, OracleCell]:
    """Return what stands and waits in plain fields, worked out from the sentences of the design and nothing else.

    An entry changes a field only if it had seen an entry that set the standing value, or sets the same value;
    otherwise it waits. A later entry of the field that had seen both sides closes the question. An entry that the
    writer of the standing value had seen is history. Acts stand or wait whole, and so does what had not seen a
    retirement.
    """
    cells: dict[str, OracleCell] = {}
    for entry in entries:
        said = {name: change.value for name, change in entry.body.changes.items() if isinstance(change, Put)}
        refused = {name for name, value in said.items() if not _may(cells.get(name), entry, value)}
        whole = entry.header.kind is EntryKind.ACT and bool(refused)
        gone = cells.get(RETIRED)
        if gone and gone.value is not None and RETIRED not in said:
            whole = whole or not any(_saw(entry, one) for one in gone.set_by)
        for name, value in said.items():
            cell = cells.setdefault(name, OracleCell())
            if not cell.set_by or any(_saw(entry, one) for one in cell.set_by):
                cell.waiting = [(ref, other) for ref, other in cell.waiting if not _saw_ref(entry, ref)]
            if whole:
                cell.waiting.append((entry.ref, value))
            elif cell.set_by and all(_saw(one, entry) for one in cell.set_by):
                continue
            elif cell.set_by and cell.value == value:
                cell.set_by.append(entry)
            elif name in refused:
                cell.waiting.append((entry.ref, value))
            else:
                cell.value, cell.set_by = value, [entry]
    return cells


def _may(cell: OracleCell | None, entry: Entry, value: Any) -> bool:
    return not cell or not cell.set_by or cell.value == value or any(_saw(entry, one) for one in cell.set_by)


def _saw(entry: Entry, other: Entry) -> bool:
    return _saw_ref(entry, other.ref)


def _saw_ref(entry: Entry, ref: EntryRef) -> bool:
    if ref.desk == entry.header.desk:
        return ref.k < entry.header.k
    return ref.k <= entry.seen.get(ref.desk, 0)


@st.composite
def plain_worlds(draw: st.DrawFn) -> Server:
    """Give a server on which desks wrote plain fields, now and then as an act, a settlement or a retirement."""
    server = Server()
    for _ in range(draw(st.integers(1, 14))):
        desk = draw(st.sampled_from(DESKS))
        if draw(st.booleans()):
            server.read[desk] = draw(st.integers(server.read[desk], len(server.entries)))
        kind = draw(st.sampled_from((EntryKind.SET,) * 6 + (EntryKind.ACT, EntryKind.ACT, EntryKind.RETIRE)))
        if kind is EntryKind.RETIRE:
            server.write(desk, {RETIRED: Put(draw(st.sampled_from(["doppia", None])))}, kind=kind)
            continue
        names = draw(st.sets(st.sampled_from(["phone", "street", "state"]), min_size=1))
        server.write(desk, {name: Put(draw(st.sampled_from([None, 1, 2, 3]))) for name in sorted(names)}, kind=kind)
    return server
