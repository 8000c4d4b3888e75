# SPDX-License-Identifier: EUPL-1.2
"""What must hold once the faults of a world have stopped."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from tests.world.exchange.machine import SALT, Machine
from tests.world.exchange.oracle import Asked, Said, Told, told
from tests.world.exchange.readers import Item, Readers, items_of
from tests.world.exchange.world import World, WorldFailed
from welfaredesk.desk import clashes, drafts
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.fold import RecordState, fold
from welfaredesk.domain.kinds import Kind
from welfaredesk.domain.parcel import decode_parcel
from welfaredesk.store import content, journal, records
from welfaredesk.sync.wire import FrameKind

RESTATED = "_seen"
"""What stands in the body of an entry by which a desk says again what another had seen."""
OF_A_CLOCK = frozenset({"number", "opened_on"})
"""Fields that are filled in with the year or the day of the clock when somebody leaves them empty."""
CORRECTION = "Nota di rettifica"
WRITING = {"operatore", "case-manager", "coordinatore", "responsabile", "esterno"}


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """An entry as a desk holds it: where it stands, who wrote it, and by what it is known."""

    position: int
    desk: str
    k: int
    record: str
    save: str
    kind: str
    seen: str


def entries_in(machine: Machine, folder: str) -> list[Line]:
    """Return the entries of a folder at a desk in the order of their positions, those without one last.

    What a desk says again that an entry had seen is nothing that a person did.
    """
    found = machine.read().conn.execute(
        f"SELECT coalesce(position, {1 << 60}), desk, k, record, {SALT}, kind, header, seen, body FROM entry "
        "WHERE folder = ? AND body IS NOT NULL ORDER BY 1, desk, k",
        (folder,),
    )
    return [
        Line(p, desk, k, record, save, kind, _seen(header, seen))
        for p, desk, k, record, save, kind, header, seen, body in found
        if RESTATED not in msgspec.msgpack.decode(body)[1]
    ]


def _seen(header: bytes, seen: bytes | None) -> str:
    """Return what an entry says that its writer had seen, as it was signed and as this desk has worked it out."""
    whole: dict[str, int] = msgspec.msgpack.decode(seen or b"\x80")
    return f"{sorted(msgspec.msgpack.decode(header)[10].items())} {sorted(whole.items())}"


@dataclass(slots=True)
class Reckoning:
    """A world at its end: who reads what, and what lies where."""

    world: World
    readers: Readers
    items: list[Item]
    machines: list[Machine]
    scope: dict[str, set[str]]

    @classmethod
    def of(cls, world: World) -> "Reckoning":
        """Take stock of a world."""
        items = items_of(world.server.database)
        readers = Readers().take(items)
        machines = [machine for machine in world.awake() if machine.desk not in readers.revoked]
        scope = {m.name: readers.folders_of(m.session.identity.operator) for m in machines}
        return cls(world, readers, items, machines, scope)

    def fail(self, what: str) -> None:
        """Say what does not hold."""
        raise WorldFailed(self.world, what)


def check_all(world: World, *, oracle: bool = True) -> None:
    """Check everything that must hold; without the oracle where saves were not remembered."""
    reckoning = Reckoning.of(world)
    same_entries(reckoning)
    nothing_lost(reckoning)
    no_draft_lost(reckoning)
    nothing_twice(reckoning)
    nothing_granted_is_missing(reckoning)
    nothing_not_granted_is_here(reckoning)
    rows_are_the_fold(reckoning)
    if oracle:
        oracle_agrees(reckoning)


def content_of(world: World) -> str:
    """Return what all desks hold in the end, as one text to compare, without what a clock is asked for by design."""
    return "\n".join(f"{machine.name} {_told_by(machine)}" for machine in world.awake())


def _told_by(machine: Machine) -> list[tuple[str, str | None, list[tuple[str, Any]]]]:
    database, found = machine.read(), []
    for (identity,) in database.conn.execute("SELECT DISTINCT id FROM record ORDER BY id").fetchall():
        standing = records.standing(database, identity)
        assert standing is not None
        values = sorted(_timeless(standing.values).items())
        found.append((identity, standing.retired, values))
    return found


def _timeless(values: dict[str, Any]) -> dict[str, Any]:
    """Return values without what a clock says: a note of correction says when its words were written, and is of now."""
    text = values.get("text")
    if not isinstance(text, str) or not text.startswith(CORRECTION):
        return {name: said for name, said in values.items() if name not in OF_A_CLOCK}
    plain = re.sub(r"scritta il [0-9/]+", "", text)
    return {name: said for name, said in values.items() if name not in OF_A_CLOCK | {"when"}} | {"text": plain}


def same_entries(reckoning: Reckoning) -> None:
    """Every desk that may read a folder holds the same entries in the same places, and the same content."""
    first: dict[str, tuple[str, list[Line]]] = {}
    for machine in reckoning.machines:
        for folder in sorted(reckoning.scope[machine.name]):
            placed = [line for line in entries_in(machine, folder) if line.position < 1 << 60]
            name, lines = first.setdefault(folder, (machine.name, placed))
            if lines != placed:
                differing = sorted(set(lines) ^ set(placed))[:4]
                reckoning.fail(f"folder {folder} differs on {name} and {machine.name}: {differing}")
    hashes: dict[frozenset[str], tuple[str, str]] = {}
    for machine in reckoning.machines:
        if _unsent(machine):
            continue
        key = frozenset(reckoning.scope[machine.name])
        made = content.content_hash(machine.read())
        name, other = hashes.setdefault(key, (machine.name, made))
        if made != other:
            reckoning.fail(f"{name} and {machine.name} read the same folders and hold other content")


def _unsent(machine: Machine) -> int:
    return int(machine.read().conn.execute("SELECT count(*) FROM entry WHERE position IS NULL").fetchone()[0])


def everything_placed(reckoning: Reckoning) -> set[str]:
    """Return all entries that have a position at some desk."""
    found: set[str] = set()
    for machine in reckoning.machines:
        rows = machine.read().conn.execute(f"SELECT {SALT} FROM entry WHERE position IS NOT NULL AND body IS NOT NULL")
        found |= {save for (save,) in rows}
    return found


def may_write(reckoning: Reckoning, machine: Machine, folder: str) -> bool:
    """Tell whether a desk may write in a folder now."""
    operator = machine.session.identity.operator
    return folder in reckoning.scope[machine.name] and bool(reckoning.readers.roles[operator] & WRITING)


def nothing_lost(reckoning: Reckoning) -> None:
    """What was answered as saved has a position, or lies at its own desk where it may no longer be sent."""
    placed = everything_placed(reckoning)
    for machine in reckoning.machines:
        for folder, mine in machine.life.mine.items():
            missing = [save for save in mine if save not in placed]
            if not missing:
                continue
            if may_write(reckoning, machine, folder):
                reckoning.fail(f"{machine.name} saved {missing} in {folder}, and nobody has it")
            here = machine.saves_in(folder)
            if folder in reckoning.scope[machine.name] and not here.issuperset(missing):
                reckoning.fail(f"{machine.name} saved {missing} in {folder}, and not even it has that any more")


def no_draft_lost(reckoning: Reckoning) -> None:
    """What somebody was still writing lies at the desk, whatever she may read now."""
    for machine in reckoning.machines:
        missing = machine.life.drafts.keys() - {draft.key for draft in drafts.all_drafts(machine.session)}
        if missing:
            reckoning.fail(f"{machine.name} has lost the drafts {sorted(missing)}")


def nothing_twice(reckoning: Reckoning) -> None:
    """No entry stands in two places; where a desk lived twice and lost its end as well, it counts once (ADR 0008)."""
    for machine in reckoning.machines:
        rows = machine.read().conn.execute(
            f"SELECT {SALT}, folder, count(*) FROM entry WHERE body IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1"
        )
        twice = rows.fetchall()
        if twice and not reckoning.world.lived_twice:
            reckoning.fail(f"{machine.name} holds twice: {twice[:3]}")
        reckoning.world.counters["under two names"] += len(twice)


def nothing_granted_is_missing(reckoning: Reckoning) -> None:
    """A desk holds all that the server has of the folders that it may read."""
    counted = Counter(item.folder for item in reckoning.items if item.kind == FrameKind.PARCEL)
    for machine in reckoning.machines:
        held = Counter(
            folder
            for (folder,) in machine.read()
            .conn.execute("SELECT folder FROM parcel WHERE position IS NOT NULL")
            .fetchall()
        )
        for folder in sorted(reckoning.scope[machine.name]):
            if counted[folder] != held[folder]:
                reckoning.fail(f"{machine.name} has {held[folder]} of the {counted[folder]} parcels of {folder}")


def nothing_not_granted_is_here(reckoning: Reckoning) -> None:
    """No desk holds an entry or was handed a byte of a folder that its operator could never read."""
    world, readers = reckoning.world, reckoning.readers
    parcels = [item for item in reckoning.items if item.kind == FrameKind.PARCEL]
    for machine in world.machines:
        operator = machine.session.identity.operator
        mine = set(machine.life.mine)
        for (folder,) in machine.read().conn.execute("SELECT DISTINCT folder FROM entry").fetchall():
            could = readers.could(operator, folder) or world.former.could(operator, folder) or folder in mine
            if not could:
                reckoning.fail(f"{machine.name} holds entries of {folder}, which it was never granted")
        downloads = b"".join(world.server.downloads.get(machine.name, ()))
        for item in parcels:
            assert item.folder is not None
            could = readers.could(operator, item.folder, position=item.position)
            could = could or world.former.could(operator, item.folder) or item.folder in mine
            if not could and sealed_of(item) in downloads:
                reckoning.fail(f"{machine.name} was handed parcel {item.position} of {item.folder}, never granted")


def sealed_of(item: Item) -> bytes:
    """Return the sealed text of a parcel in the ledger."""
    return decode_parcel(item.data).sealed


def rows_are_the_fold(reckoning: Reckoning) -> None:
    """The rows of every desk are what its entries fold to, and its journal is the one written."""
    for machine in reckoning.machines:
        database = machine.read()
        if odd := list(content.differing_rows(database)):
            reckoning.fail(f"{machine.name} has rows that are not the fold: {odd[:3]}")
        if odd := list(content.differing_lines(database)):
            reckoning.fail(f"{machine.name} has lines that are not as the rows: {odd[:3]}")
        if odd := list(journal.chain_problems(database)):
            reckoning.fail(f"{machine.name}: {odd[:3]}")


def oracle_agrees(reckoning: Reckoning) -> None:
    """Every record stands as the oracle says, and every question is asked once, as the oracle asks it."""
    seen: set[str] = set()
    for machine in reckoning.machines:
        if _unsent(machine):
            continue
        fresh = reckoning.scope[machine.name] - seen
        seen |= reckoning.scope[machine.name]
        expected: set[Asked] = set()
        for folder in sorted(reckoning.scope[machine.name]):
            here = entries_in(machine, folder)
            for record, lines in _by_record(here).items():
                expected |= _compare(reckoning, machine, folder, record, lines, whole=folder in fresh)
        _asked_once(reckoning, machine, expected)


def _by_record(lines: Iterable[Line]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.record, []).append(line)
    return found


def _compare(
    reckoning: Reckoning,
    machine: Machine,
    folder: str,
    record: str,
    lines: list[Line],
    *,
    whole: bool,
) -> set[Asked]:
    """Compare one record with the oracle, and return the questions to be asked of it."""
    world = reckoning.world
    if record in world.strange:
        return set()
    known = world.known
    said = [known[line.save, folder] for line in lines if (line.save, folder) in known]
    if len(said) != len(lines):
        reckoning.fail(f"record {record} has entries that nobody remembers to have saved")
    mine = _without_texts(told({one.save: one for one in said}.values()), said)  # under two names it was said once
    if whole:
        state = fold(journal.entries_of(machine.read(), record, folder))
        texts = {name for name, cell in state.cells.items() if cell.is_text}
        values = {n: c.value for n, c in state.cells.items() if c.value is not None and n not in texts}
        if values != mine.values:
            odd = {
                n: (values.get(n), mine.values.get(n))
                for n in values | mine.values
                if values.get(n) != mine.values.get(n)
            }
            reckoning.fail(f"record {record} on {machine.name}, as it stands and as the oracle says: {odd}")
        asked = _asked_of(state, {(line.desk, line.k): line.save for line in lines})
        if asked != mine.asked:
            reckoning.fail(f"record {record} on {machine.name} asks {asked}, the oracle {mine.asked}")
    world.counters["records compared"] += whole
    return _still_asked(mine, {one.save: one for one in said})


def _without_texts(found: Told, said: list[Said]) -> Told:
    """Leave texts out: what two write in one is merged, of which the oracle knows nothing."""
    type_ = find_type(said[0].type) if said else None
    texts = {field.name for field in type_.fields if field.kind is Kind.LONG_TEXT} if type_ is not None else set()
    values = {name: value for name, value in found.values.items() if name not in texts}
    return Told(values, {one: value for one, value in found.asked.items() if one.cell not in texts}, found.beside)


def _asked_of(state: RecordState, saves: dict[tuple[str, int], str]) -> dict[Asked, Any]:
    return {
        Asked(saves[clash.waiting.ref.desk, clash.waiting.ref.k], clash.cell): clash.waiting.value
        for clash in state.clashes()
        if not state.cells[clash.cell].is_text
    }


def _still_asked(found: Told, said: dict[str, Said]) -> set[Asked]:
    """Leave out what another waiting entry of the same cell went on from, and name fields in place of cells."""

    def goes_on(later: Asked, earlier: Asked) -> bool:
        takes_its_place = later not in found.beside or earlier in found.beside
        return later != earlier and later.cell == earlier.cell and takes_its_place

    return {
        Asked(one.save, one.cell.partition("/")[0])
        for one in found.asked
        if not any(goes_on(other, one) and one.save in said[other.save].shown for other in found.asked)
    }


def _asked_once(reckoning: Reckoning, machine: Machine, expected: set[Asked]) -> None:
    saves = {
        (folder, desk, str(k)): save
        for save, folder, desk, k in machine.read().conn.execute(
            f"SELECT {SALT}, folder, desk, k FROM entry WHERE body IS NOT NULL"
        )
    }
    lines = clashes.waiting(machine.session)
    if len({line.id for line in lines}) != len(lines):
        reckoning.fail(f"{machine.name} asks something twice")
    found = set()
    for line in lines:
        folder, desk, k, name = line.id.split("-", 3)
        save = saves[folder, desk, k]
        plain = not line.type.has(name) or line.type.field(name).kind.value != "long_text"
        if plain:
            found.add(Asked(save, name))
    if found != expected:
        reckoning.fail(f"{machine.name} asks {sorted(found)}, the oracle {sorted(expected)}")
    reckoning.world.counters["questions"] += len(lines)
