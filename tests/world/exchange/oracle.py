# SPDX-License-Identifier: EUPL-1.2
"""The oracle: what must stand and what must be asked, from the sentences of the design and nothing of the fold.

An entry changes a cell only if its writer had before him an entry that set the standing value, or sets the same value;
otherwise it waits. An entry of the cell that had seen both sides closes the question. An entry that the writer of the
standing value had seen is history. Whatever had not seen a retirement or a closing waits whole, and so does an act of
which one part would wait. Closed minutes are sealed: a save waits whole though it had seen the closing, and whoever
settles there closes the question and writes nothing. Whoever takes a row out must have seen all that it says.

An act waits whole too where the table of its type does not lead from the state that stands, and so does a review of
minutes that are a draft, and the signing of a contract for which somebody named has still to sign: nor does anybody
settle for it as long as that is so. What acts alone write, whoever settles lets stand while it stands or waits there;
else his word waits beside it and closes nothing. Which acts a role refuses the oracle does not know: in its worlds
nobody loses one, and nobody refuses to sign.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any, NamedTuple

GONE = "_retired"
CLOSED = {
    "care_episode": ("status", frozenset({"closed"})),
    "minutes": ("state", frozenset({"closed"})),
    "project": ("state", frozenset({"concluded"})),
    "contract": ("state", frozenset({"signed", "withdrawn"})),
}
"""In which field a record of a type is closed, and by which codes."""
NOT_CLOSED: tuple[str, frozenset[str]] = ("", frozenset())
SEALED = frozenset({"minutes", "contract"})
REVIEW = frozenset({"review", "approved_by", "approved_on", "approval_note", "review_note"})
BEYOND = {"minutes": REVIEW | {"sent_back_by", "sent_back_on", "send_back_reason"}}
"""What of a record acts still write, and whoever settles may let stand, when it is closed for good."""


def anywhere(_values: Mapping[str, Any]) -> bool:
    """Tell that something may be done whatever stands."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One entry as the world remembers it: its save, where it went, cell to value, and what its writer had seen.

    `type` is the type of its record, `kind` what was done: a save, an act, a retirement, a question settled. `act` is
    the name of the act, and `leads` tells whether it leads from the state among some values to the one that it says.
    `alone` are the cells of its type that acts alone write: always, or (False) once they say something.
    """

    save: str
    folder: str
    record: str
    cells: Mapping[str, Any]
    shown: frozenset[str]
    type: str = ""
    kind: str = ""
    act: str = ""
    leads: Callable[[Mapping[str, Any]], bool] = field(default=anywhere, compare=False)
    alone: Mapping[str, bool] = field(default_factory=dict, compare=False)

    @property
    def whole(self) -> bool:
        """Tell whether it stands or waits as one."""
        return self.kind == "act"


class Asked(NamedTuple):
    """A question: the save whose value waits, and in which cell."""

    save: str
    cell: str


@dataclass(slots=True)
class _Cell:
    value: Any = None
    set_by: list[Said] = field(default_factory=list)
    waiting: dict[str, Any] = field(default_factory=dict)
    beside: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Told:
    """What the oracle says of one record in one folder: cell to value, question to the value that waits.

    `beside` are the questions of what acts alone write, and no act said.
    """

    values: dict[str, Any]
    asked: dict[Asked, Any]
    beside: set[Asked] = field(default_factory=set)


def told(entries: Iterable[Said]) -> Told:
    """Return what the entries of one record in one folder come to, in the order of their positions."""
    cells: dict[str, _Cell] = {}
    known: dict[str, Said] = {}
    for number, entry in enumerate(entries):
        known[entry.save] = entry
        if number == 0:
            cells = {name: _Cell(value, [entry]) for name, value in entry.cells.items()}
            continue
        if entry.kind == "settle" and _is_sealed(cells, entry) and not _waits_beyond(cells, entry):
            for name in entry.cells.keys() & cells.keys():
                _close(cells[name], entry)
            continue
        stopped = {name for name, value in entry.cells.items() if not _may(cells, entry, name, value=value)}
        refused = bool(stopped) or _refused(cells, entry) or _barred(cells, entry)
        whole = _ended(cells, entry) or (entry.whole and refused)
        barred = {save for cell in cells.values() for save in cell.waiting if _barred(cells, known[save])}
        for name, value in entry.cells.items():
            cell = cells.setdefault(name, _Cell())
            if _is_left_to_acts(cell, entry, name, value=value, barred=barred):
                cell.waiting[entry.save] = value
                cell.beside.add(entry.save)
            else:
                _say(cell, entry, value, waits=whole, stopped=name in stopped)
    beside = {Asked(save, name) for name, cell in cells.items() for save in cell.beside & cell.waiting.keys()}
    asked = {Asked(save, name): value for name, cell in cells.items() for save, value in cell.waiting.items()}
    return Told({name: cell.value for name, cell in cells.items() if cell.value is not None}, asked, beside)


def _is_left_to_acts(cell: _Cell, entry: Said, name: str, *, value: Any, barred: Set[str]) -> bool:
    """Tell whether an entry that is no act says what acts alone write, and neither stands nor waits there.

    What an act of `barred` brought does not count: it could not be done now.
    """
    always = entry.alone.get(name)
    if entry.whole or always is None or value == cell.value or not (value or cell.value):
        return False
    waits = (other == value for save, other in cell.waiting.items() if save in entry.shown and save not in barred)
    return (always or bool(cell.value)) and not (entry.kind == "settle" and any(waits))


def _say(cell: _Cell, entry: Said, value: Any, *, waits: bool, stopped: bool) -> None:
    _close(cell, entry)
    if waits:
        cell.waiting[entry.save] = value
    elif cell.set_by and all(_saw(one, entry) for one in cell.set_by):
        return
    elif cell.set_by and cell.value == value:
        cell.set_by.append(entry)
    elif stopped:
        cell.waiting[entry.save] = value
    else:
        cell.value, cell.set_by = value, [entry]


def _may(cells: dict[str, _Cell], entry: Said, name: str, *, value: Any) -> bool:
    cell = cells.get(name)
    if cell is None or not cell.set_by or cell.value == value:
        return True
    if value is None and name.count("/") == 1 and not _saw_row(cells, entry, name):
        return False
    return any(_saw(entry, one) for one in cell.set_by)


def _saw_row(cells: dict[str, _Cell], entry: Said, row: str) -> bool:
    inside = [cell for name, cell in cells.items() if name.startswith(row + "/") and cell.value is not None]
    return all(any(_saw(entry, one) for one in cell.set_by) for cell in inside)


def _ended(cells: dict[str, _Cell], entry: Said) -> bool:
    """Tell whether the record had been retired or closed and the writer did not know, or is closed for good."""
    if _unseen_end(cells.get(GONE), entry):
        return True
    if entry.whole and _only_beyond(entry):
        return False
    name, _ = CLOSED.get(entry.type, NOT_CLOSED)
    if _is_closed(cells, entry) and name not in entry.cells and not any(_saw(entry, one) for one in cells[name].set_by):
        return True
    changed = any(name not in cells or cells[name].value != value for name, value in entry.cells.items())
    return entry.kind == "set" and changed and _is_sealed(cells, entry)


def _refused(cells: dict[str, _Cell], entry: Said) -> bool:
    """Tell whether an act does not lead from the state that stands to the one that it says."""
    return not entry.leads({name: cell.value for name, cell in cells.items() if cell.value is not None})


def _barred(cells: dict[str, _Cell], entry: Said) -> bool:
    """Tell whether an act reviews minutes that are a draft, or signs a contract that somebody has still to sign."""
    stands = {name: cell.value for name, cell in cells.items() if cell.value is not None}
    if (entry.type, entry.act) in {("minutes", "approve"), ("minutes", "send-back")}:
        return bool(stands.get("state", "draft") == "draft")
    if (entry.type, entry.act) != ("contract", "sign"):
        return False
    signers = [name for name in stands if name.startswith("signers/") and name.count("/") == 1]
    return {stands.get(f"{name}/state") for name in signers} != {"signed"}


def _is_closed(cells: dict[str, _Cell], entry: Said) -> bool:
    name, closed = CLOSED.get(entry.type, NOT_CLOSED)
    return name in cells and cells[name].value in closed


def _only_beyond(entry: Said) -> bool:
    return bool(entry.cells) and BEYOND.get(entry.type, frozenset()).issuperset(entry.cells)


def _waits_beyond(cells: dict[str, _Cell], entry: Said) -> bool:
    """Tell whether all that an entry lets stand is beyond the closing, and stands or waits there."""
    there = (
        name in cells and value in (cells[name].value, *cells[name].waiting.values())
        for name, value in entry.cells.items()
    )
    return _only_beyond(entry) and all(there)


def _is_sealed(cells: dict[str, _Cell], entry: Said) -> bool:
    return entry.type in SEALED and _is_closed(cells, entry)


def _close(cell: _Cell, entry: Said) -> None:
    """Close the questions of a cell whose both sides the writer had before him."""
    if not cell.set_by or any(_saw(entry, one) for one in cell.set_by):
        cell.waiting = {save: other for save, other in cell.waiting.items() if save not in entry.shown}


def _unseen_end(end: _Cell | None, entry: Said) -> bool:
    """Tell whether the record had been retired and the writer did not know."""
    return (
        end is not None
        and end.value is not None
        and GONE not in entry.cells
        and not any(_saw(entry, one) for one in end.set_by)
    )


def _saw(entry: Said, other: Said) -> bool:
    return other.save in entry.shown
