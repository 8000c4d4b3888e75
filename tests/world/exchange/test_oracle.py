# SPDX-License-Identifier: EUPL-1.2
"""The oracle and the fold were written apart and say the same."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.domain.desks import DESKS, Server, plain_worlds
from tests.world.exchange import oracle
from tests.world.exchange.oracle import GONE, Asked, Said, Told, told
from welfaredesk.domain.entry import Entry, EntryKind, EntryRef, Put, RowChanges


def save_of(ref: EntryRef) -> str:
    return f"{ref.desk}/{ref.k}"


def cells_of(entry: Entry) -> dict[str, object]:
    cells: dict[str, object] = {}
    for name, change in entry.body.changes.items():
        if isinstance(change, Put):
            cells[name] = change.value
        elif isinstance(change, RowChanges):
            for row, said in change.rows.items():
                cells[f"{name}/{row}"] = None if said is None else True
                cells |= {f"{name}/{row}/{part}": value for part, value in (said or {}).items()}
    return cells


def said_of(entry: Entry) -> Said:
    header = entry.header
    shown = {f"{desk}/{k}" for desk in DESKS for k in range(1, entry.seen.get(desk, 0) + 1)}
    shown |= {f"{header.desk}/{k}" for k in range(1, header.k)}
    return Said(
        save=save_of(entry.ref),
        folder="folder",
        record="record",
        cells=cells_of(entry),
        shown=frozenset(shown),
        type=header.type,
        kind=header.kind.value,
    )


def by_the_fold(server: Server) -> Told:
    """Return what the fold says, in the oracle's words."""
    state = server.state()
    standing = {name: cell.value for name, cell in state.cells.items() if cell.value is not None}
    return Told(standing, {Asked(save_of(c.waiting.ref), c.cell): c.waiting.value for c in state.clashes()})


def by_the_oracle(server: Server) -> Told:
    """Return what the oracle says."""
    return told(said_of(entry) for entry in server.entries)


@given(plain_worlds())
@settings(max_examples=300)
def test_the_oracle_and_the_fold_agree_on_plain_fields(server: Server) -> None:
    assert by_the_oracle(server) == by_the_fold(server)


@st.composite
def row_worlds(draw: st.DrawFn) -> Server:
    server = Server()
    for _ in range(draw(st.integers(1, 12))):
        desk = draw(st.sampled_from(DESKS))
        if draw(st.booleans()):
            server.read[desk] = draw(st.integers(server.read[desk], len(server.entries)))
        row = draw(st.sampled_from(["r1", "r2"]))
        value = draw(st.sampled_from([None, 1, 2, 3]))
        server.write(desk, {"phones": RowChanges({row: None if value is None else {"value": value}})})
        if draw(st.integers(0, 9)) == 0:
            server.write(desk, {GONE: Put("doppia")}, kind=EntryKind.RETIRE)
    return server


@given(row_worlds())
@settings(max_examples=300)
def test_the_oracle_and_the_fold_agree_on_rows(server: Server) -> None:
    assert by_the_oracle(server) == by_the_fold(server)


@given(st.one_of(plain_worlds(), row_worlds()), st.data())
@settings(max_examples=200)
def test_the_oracle_and_the_fold_agree_where_entries_took_other_places(server: Server, data: st.DataObject) -> None:
    queues = {desk: [one for one in server.entries if one.header.desk == desk] for desk in DESKS}
    places = data.draw(st.permutations([one.header.desk for one in server.entries]))
    server.entries = [queues[desk].pop(0) for desk in places]
    assert by_the_oracle(server) == by_the_fold(server)


def test_the_oracle_imports_nothing_of_ours() -> None:
    source = Path(str(oracle.__file__)).read_text(encoding="utf-8")
    imported = [line for line in source.splitlines() if line.startswith(("import ", "from "))]
    assert imported
    assert not any("welfaredesk" in line or "tests" in line for line in imported)
