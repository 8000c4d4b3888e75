# SPDX-License-Identifier: EUPL-1.2
"""A desk of a world: a real vault in a folder, a clock of its own, and what its person remembers."""

import copy
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tests.opened import copy_profile
from tests.world.exchange.link import Crash
from tests.world.exchange.oracle import Said, anywhere
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import records
from welfaredesk.desk.records import Saved, Shown
from welfaredesk.desk.session import Session
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.entry import ACT
from welfaredesk.domain.machine import Action
from welfaredesk.domain.machine import Machine as StateMachine
from welfaredesk.store import instance, vault
from welfaredesk.store.driver import Database

T = TypeVar("T")

SALT = "hex(substr(body, 4, 16))"
"""What an entry is known by in a world: its body's random salt stays when desk and numbers change."""


@dataclass(slots=True)
class Form:
    """An open form: the record, the token and values shown, and the saves that had gone into what is shown."""

    record: str
    token: str
    values: dict[str, Any]
    shown: dict[str, frozenset[str]]


@dataclass(slots=True)
class Life:
    """What the person at a desk has done and has before her; it goes back with the disk."""

    mine: dict[str, list[str]] = field(default_factory=dict)
    forms: list[Form] = field(default_factory=list)
    drafts: dict[str, Form] = field(default_factory=dict)


@dataclass(slots=True)
class Image:
    """A copy of a desk's disk and of what its person knew then."""

    folder: Path
    life: Life


@dataclass(slots=True)
class Machine:
    """A desk: its disk, its clock, and the person at it."""

    name: str
    profile: Path
    key: bytes
    clock: FixedClock
    ids: SeededIds
    life: Life = field(default_factory=Life)
    gone: bool = False
    counters: Counter[str] = field(default_factory=Counter)
    _session: Session | None = None

    @property
    def session(self) -> Session:
        """Return the open desk, switched on if it is off."""
        if self._session is None:
            held = instance.hold(self.profile)
            opened = vault.open_vault(self.profile, self.key)
            self._session = Session(opened, held, clock=self.clock, ids=self.ids)
        return self._session

    @property
    def switched_on(self) -> bool:
        """Tell whether its program runs."""
        return self._session is not None

    @property
    def desk(self) -> str:
        """Return the id under which it writes now."""
        return self.session.identity.desk

    def read(self) -> Database:
        """Return its database, to ask."""
        return self.session.vault.read()

    def off(self) -> None:
        """Switch the desk off in good order."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def image(self, folder: Path) -> Image:
        """Copy the disk as it is at this moment, with what lies in the log of the database."""
        copy_profile(self.profile, folder)
        return Image(folder, copy.deepcopy(self.life))

    def go_back(self, image: Image, *, keep: bool = True) -> None:
        """Put an earlier disk in the place of this one, without a word to anybody."""
        self.off()
        shutil.rmtree(self.profile)
        if keep:
            copy_profile(image.folder, self.profile)
        else:
            image.folder.rename(self.profile)
        self.life = copy.deepcopy(image.life)

    def kill(self) -> None:
        """End the process where it is: what is on the disk stays, log and all, nothing else."""
        if self._session is None:
            return
        aside = self.profile.with_name(self.profile.name + ".killed")
        image = self.image(aside)
        self.go_back(image, keep=False)

    # -- what is written, as it lies in the file

    def last_number(self) -> int:
        """Return the number of the last entry in the journal."""
        return int(self.read().conn.execute("SELECT coalesce(max(n), 0) FROM entry").fetchone()[0])

    def saves_in(self, folder: str) -> frozenset[str]:
        """Return the entries of a folder whose words are here, by their salts."""
        found = self.read().conn.execute(f"SELECT {SALT} FROM entry WHERE folder = ? AND body IS NOT NULL", (folder,))
        return frozenset(save for (save,) in found)

    def folders_of(self, record: str) -> list[str]:
        """Return the folders in which a record has a part."""
        found = self.read().conn.execute("SELECT DISTINCT folder FROM record WHERE id = ?", (record,))
        return sorted(folder for (folder,) in found)

    # -- what its person does

    def open_form(self, record: str) -> Form:
        """Open the form of a record."""
        shown = records.show(self.session, record)
        return Form(record, shown.entry, dict(shown.values), self._shown(shown))

    def _shown(self, shown: Shown) -> dict[str, frozenset[str]]:
        return {folder: self.saves_in(folder) for folder in self.folders_of(shown.id)}

    def note(
        self, before: int, shown: dict[str, frozenset[str]] | None = None, *, as_written: bool = False
    ) -> list[Said]:
        """Return what was appended since an entry number, remembered as done by this person.

        With no `shown` the writer had before her all that was there; `as_written`, what the entry itself says.
        """
        found = self.read().conn.execute(
            f"SELECT {SALT}, folder, record, type, kind, body, seen FROM entry WHERE n > ? AND desk = ? ORDER BY n",
            (before, self.desk),
        )
        said = []
        rows = found.fetchall()
        own = {save for save, *_ in rows}
        for save, folder, record, type_, kind, body, written in rows:
            mine = self.life.mine.setdefault(folder, [])
            if as_written:
                seen = self._written(folder, written)
            else:
                seen = self.saves_in(folder) - own if shown is None else shown.get(folder, frozenset())
            cells = cells_of(body)
            one = Said(
                save=save,
                folder=folder,
                record=record,
                cells=cells,
                shown=frozenset(seen) | frozenset(mine),
                type=type_,
                kind=kind,
                act=act_of(body),
                leads=leads_of(type_, act_of(body), cells=cells, operator=self.session.identity.operator),
                alone=alone_of(type_),
            )
            mine.append(save)
            said.append(one)
        return said

    def _written(self, folder: str, written: bytes | None) -> frozenset[str]:
        """Return the entries that lie below the numbers that an entry says it had seen."""
        seen: set[str] = set()
        for desk, k in msgspec.msgpack.decode(written or b"\x80").items():
            rows = self.read().conn.execute(
                f"SELECT {SALT} FROM entry WHERE folder = ? AND desk = ? AND k <= ?", (folder, desk, k)
            )
            seen |= {save for (save,) in rows}
        return frozenset(seen)

    def saved(self, form: Form, values: dict[str, Any]) -> tuple[Saved, list[Said]]:
        """Save a form as it was opened, and return what came of it."""
        before = self.last_number()
        answer = records.change(self.session, form.record, values, seen=form.token)
        return answer, self.note(before, form.shown)

    @contextmanager
    def crashing(self, after: int) -> Iterator[None]:
        """Let the process end inside a transaction of the vault: the so-many-th from now on."""
        opened = self.session.vault
        real = opened.submit
        left = [after]

        def submit(change: Callable[[Database], T]) -> Any:
            left[0] -= 1
            if left[0]:
                return real(change)

            def stopped(database: Database) -> T:
                change(database)
                raise Crash

            return real(stopped)

        object.__setattr__(opened, "submit", submit)
        try:
            yield
        finally:
            if "submit" in vars(opened):
                object.__delattr__(opened, "submit")


def cells_of(body: bytes) -> dict[str, Any]:
    """Return cell to value of an entry's bytes, read as plain MessagePack: values put and rows; texts of acts alone."""
    cells: dict[str, Any] = {}
    changes = msgspec.msgpack.decode(body)[1]
    for name, (mark, said) in changes.items():
        if name == ACT:
            continue  # what an act says of itself stands in no cell
        if mark == "=" or (mark == "T" and ACT in changes):
            cells[name] = said
        elif mark == "#":
            for row, values in said.items():
                cells[f"{name}/{row}"] = None if values is None else True
                cells |= {f"{name}/{row}/{part}": value for part, value in (values or {}).items()}
    return cells


def act_of(body: bytes) -> str:
    """Return the name of the act that an entry's bytes say, nothing for one that is none."""
    _, said = msgspec.msgpack.decode(body)[1].get(ACT, ("", {}))
    return str(said.get("name", ""))


def leads_of(
    type_name: str, act: str, *, cells: Mapping[str, Any], operator: str = ""
) -> Callable[[Mapping[str, Any]], bool]:
    """Return what tells, by the table of its type, whether an act leads from the state among some values to its own."""
    type_ = find_type(type_name) if act else None
    machines = () if type_ is None else type_.machines
    for machine in machines:
        for action in machine.actions:
            if action.name == act:
                others = [one for one in machines if one is not machine and not machine.beyond]
                return partial(_leads, _Act(machine, action, others, cells, operator))
    return anywhere


def alone_of(type_name: str) -> Mapping[str, bool]:
    """Return the fields of a type that acts alone write, by its tables: always, or (False) once they say something."""
    type_ = find_type(type_name)
    machines = () if type_ is None else type_.machines
    kept = dict.fromkeys((name for machine in machines for name in machine.kept), False)
    return kept | dict.fromkeys((name for machine in machines for name in machine.guarded), True)


@dataclass(frozen=True, slots=True)
class _Act:
    machine: StateMachine
    action: Action
    others: Sequence[StateMachine]
    cells: Mapping[str, Any]
    operator: str


def _leads(act: _Act, values: Mapping[str, Any]) -> bool:
    """Tell whether an act may be done on a record in which these values stand: by state, by name, by what it counts."""
    machine, action, cells = act.machine, act.action, act.cells
    state, only = machine.state_of(values), named_in(values.get(action.only))
    if any(one.state_of(values) in one.ends for one in act.others) or only not in ("", act.operator):
        return False
    for name in cells.keys() & action.may_set.keys():
        first = named_in(values.get(action.instead))
        if named_in(cells[name]) != named_in(values.get(action.may_set[name])):
            return False
        if named_in(values.get(name)) not in (first, named_in(cells[name])):
            return False
    counted = [name for name, source in action.sets.items() if source == "+" and name in cells]
    if any(cells[name] > (values.get(name) or 0) + 1 for name in counted):
        return False
    return bool(action.moves.get(state) == cells.get(machine.field, state))


def named_in(link: Any) -> str:
    """Return whom a link names, nothing for none."""
    return str(link["id"]) if isinstance(link, dict) else ""
