# SPDX-License-Identifier: EUPL-1.2
"""Migrations: what the catalogue gained is added by itself; other changes are numbered steps, after a copy."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from welfaredesk.base import release
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.store import desk_notes, records, schema, step_2
from welfaredesk.store.driver import Connection, Database, database_on
from welfaredesk.store.exchange import entering
from welfaredesk.store.files import flush_folder


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered change of the schema: it brings a file from `number - 1` to `number`, once, for ever the same."""

    number: int
    change: Callable[[Database], None]


FOLDED_BY = "folded-by"
"""Under what name the vault keeps the types and rules by which its rows were folded."""
BEFORE = ".prima-di-"
"""Stands in the name of the copy that is kept when a file is brought up to this version."""
JUDGING = 3
"""Raised when entries are judged otherwise by rules that were there before; 2: what acts alone write; 3: what is said
again to have been seen."""

STEPS: tuple[Step, ...] = (Step(2, step_2.change),)
"""The steps after schema 1, in order; a released step is never edited."""


def newest(steps: Sequence[Step] = STEPS) -> int:
    """Return the schema number that this version writes."""
    return steps[-1].number if steps else schema.FIRST


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is, seen before anything is written.

    Attributes:
        number: its schema number.
        asks: the version of the program that brought it to what it is, empty when it does not say.
        newer: whether a newer version brought it there, by steps, types, fields or rules that this one has not.
        older: whether this version has such that the file has not.
        whole: whether it says by what rules it was folded, and which version it asks for.
    """

    number: int
    asks: str
    newer: bool
    older: bool
    whole: bool


def look(connection: Connection, *, steps: Sequence[Step] = STEPS) -> Look:
    """Look at a file through a connection that only reads."""
    number = int(connection.execute("PRAGMA user_version").fetchone()[0])
    asks = release.spelled(int(connection.execute("PRAGMA application_id").fetchone()[0]))
    if not schema.FIRST <= number <= newest(steps):
        return Look(number, asks, newer=number > newest(steps), older=False, whole=False)
    database = database_on(connection)
    present = schema.columns_present(database)
    folded, ours = desk_notes.get(database, FOLDED_BY), _rules()
    behind = dict(folded or ())
    newer = schema.has_unknown(present) or any(rules > dict(ours).get(name, 0) for name, rules in behind.items())
    older = number < newest(steps) or bool(schema.missing_in(present)) or folded not in (None, ours)
    return Look(number, asks, newer=newer, older=older, whole=folded is not None and bool(asks))


def _rules() -> list[list[Any]]:
    return [*([type_.name, type_.rules] for type_ in CATALOGUE), ["_judging", JUDGING]]


def create(database: Database) -> None:
    """Make every table of an empty vault, in one transaction, as schema 1 and every step after it leave them."""
    database.conn.execute("BEGIN IMMEDIATE")
    schema.create_first(database)
    _step_up(database, STEPS, version=schema.FIRST)
    _sign(database)
    database.conn.execute("COMMIT")


def copy_before(path: Path, name: str) -> Path:
    """Copy a database file, with its log emptied before, beside it and return the copy; an earlier one goes."""
    kept = path.with_name(f"{path.name}{BEFORE}{name}")
    fresh = kept.with_name(kept.name + ".new")
    try:
        fresh.touch(mode=0o600)
        shutil.copyfile(path, fresh)
        with fresh.open("rb+") as written:
            os.fsync(written.fileno())
        fresh.replace(kept)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    for earlier in path.parent.glob(f"{path.name}{BEFORE}*"):
        if earlier != kept:
            earlier.unlink()
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
    missed = schema.add_missing(database) or desk_notes.get(database, FOLDED_BY) != _rules()
    if missed or version != before:
        # What an older version could not read, or judged by older rules, is read again by these.
        entering.name_again(database)
        records.rebuild(database)
        _sign(database)
    elif not int(database.conn.execute("PRAGMA application_id").fetchone()[0]):
        _sign(database)
    return version


def _sign(database: Database) -> None:
    """Say by what rules the rows are folded, and that no older version of the program may open the file."""
    desk_notes.put(database, FOLDED_BY, _rules())
    database.conn.execute(f"PRAGMA application_id = {release.number_of(release.version())}")


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
