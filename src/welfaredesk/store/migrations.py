# SPDX-License-Identifier: EUPL-1.2
"""Migrations: what the catalogue gained is added by itself; other changes are numbered steps, after a copy."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.store import desk_notes, records, schema, step_2
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import entering
from welfaredesk.store.files import flush_folder


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered change of the schema: it brings a file from `number - 1` to `number`, once, for ever the same."""

    number: int
    change: Callable[[Database], None]


FOLDED_BY = "folded-by"
"""Under what name the vault keeps the types and rules by which its rows were folded."""
JUDGING = 2
"""Raised when entries are judged otherwise by rules that were there before; 2: what acts alone write."""

STEPS: tuple[Step, ...] = (Step(2, step_2.change),)
"""The steps after schema 1, in order; a released step is never edited."""


def newest(steps: Sequence[Step] = STEPS) -> int:
    """Return the schema number that this version writes."""
    return steps[-1].number if steps else schema.FIRST


def create(database: Database) -> None:
    """Make every table of an empty vault, in one transaction, as schema 1 and every step after it leave them."""
    database.conn.execute("BEGIN IMMEDIATE")
    schema.create_first(database)
    _step_up(database, STEPS, version=schema.FIRST)
    database.conn.execute("COMMIT")


def copy_before(path: Path, version: int) -> Path:
    """Copy a database file, with its log emptied before, beside it and return the copy."""
    kept = path.with_name(f"{path.name}.prima-di-{version}")
    fresh = kept.with_name(kept.name + ".new")
    shutil.copyfile(path, fresh)
    with fresh.open("rb+") as written:
        written.flush()
    fresh.replace(kept)
    flush_folder(path.parent)
    return kept


def migrate(database: Database, *, steps: Sequence[Step] = STEPS) -> int:
    """Run the steps that a file lacks, add what the catalogue gained, and fold again what that touches.

    A field that an older version kept without knowing it shows up here. The caller holds the transaction.

    Returns:
        The schema number the file has now.
    """
    before = version_of(database)
    version = _step_up(database, steps, version=before)
    rules = [[type_.name, type_.rules] for type_ in CATALOGUE] + [["_judging", JUDGING]]
    missed = schema.add_missing(database) or desk_notes.get(database, FOLDED_BY) != rules
    if missed or version != before:
        # What an older version could not read, or judged by older rules, is read again by these.
        entering.name_again(database)
        records.rebuild(database)
        desk_notes.put(database, FOLDED_BY, rules)
    return version


def _step_up(database: Database, steps: Sequence[Step], *, version: int) -> int:
    """Run the steps after a version and return the number that they lead to."""
    for step in steps:
        if step.number > version:
            step.change(database)
            version = step.number
            database.conn.execute(f"PRAGMA user_version = {version}")
    return version


def version_of(database: Database) -> int:
    """Return the schema number of an open database."""
    return int(database.conn.execute("PRAGMA user_version").fetchone()[0])
