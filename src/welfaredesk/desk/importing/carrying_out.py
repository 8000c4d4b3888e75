# SPDX-License-Identifier: EUPL-1.2
"""Carrying out: the whole plan in one transaction, or nothing of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from welfaredesk.base.errors import ImportStopped
from welfaredesk.desk.bulk import NewRecord, add_within
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.importing.guessing import guess_mapping
from welfaredesk.desk.importing.mapping import Mapping
from welfaredesk.desk.importing.planning import Plan, Step, make_plan
from welfaredesk.desk.importing.present import note_key
from welfaredesk.desk.importing.reading import read_table
from welfaredesk.desk.importing.report import ImportResult, write_report
from welfaredesk.desk.importing.table import Table
from welfaredesk.desk.roots import Place, folder_for
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.changes import by_circle, difference
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.store import desk_notes, folders, journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange

GoOn: TypeAlias = Callable[[int, int], bool]
"""Told how many records are written of how many; says whether to go on."""
TOLD_EVERY = 200


def always(_written: int, _of: int) -> bool:
    """Go on, whatever was written."""
    return True


def import_file(
    session: Session, path: Path, *, mapping: Mapping | None = None, dry_run: bool = False, report: Path | None = None
) -> ImportResult:
    """Import a CSV or XLSX file of persons, households or diary, all or nothing.

    When a row is refused nothing is imported, and `fault` of the result is what a command ends with.

    Args:
        session: the open desk.
        path: the file.
        mapping: which column goes where, else guessed from headings and contents.
        dry_run: look only, write nothing.
        report: where to write the report, row by row.

    Raises:
        BadFile: when the file or its map cannot be used at all.
        NotAllowed: when the operator may not write cases.
    """
    session.require(Deed.WRITE_CASES)
    table = read_table(path, sheet=mapping.sheet if mapping else None)
    result = import_table(session, table, mapping=mapping or guess_mapping(table), path=path, dry_run=dry_run)
    if report is not None:
        write_report(result, report)
    return result


def import_table(
    session: Session,
    table: Table,
    *,
    mapping: Mapping,
    path: Path,
    dry_run: bool = False,
    go_on: GoOn = always,
) -> ImportResult:
    """Import a table that was already read; `path` names the file in sentences.

    Raises:
        ImportStopped: when `go_on`, told how many records are written of how many, says no: nothing stays.
    """
    session.require(Deed.WRITE_CASES)
    work = _Import(session, table, mapping, path, go_on)
    if dry_run:
        return work.planned(session.vault.read()).result(dry_run=True)
    plan = session.vault.write(work.carry_out)
    if plan.added or plan.changed:
        session.tell()
    return plan.result(dry_run=False)


@dataclass(frozen=True, slots=True)
class _Import:
    """One import, planned and written on the writer's thread so that nothing comes between."""

    session: Session
    table: Table
    mapping: Mapping
    path: Path
    go_on: GoOn

    def planned(self, database: Database) -> Plan:
        return make_plan(self.session, database, self.table, mapping=self.mapping, path=self.path)

    def _new(self, plan: Plan) -> Iterator[NewRecord]:
        """Give the records to make, telling how far it is from time to time."""
        steps = [step for step in plan.steps if step.added]
        for number, step in enumerate(steps):
            if number % TOLD_EVERY == 0 and not self.go_on(number, len(steps)):
                raise ImportStopped()
            yield NewRecord(type=step.type, values=step.values, identity=step.record, root=step.root)
        if not self.go_on(len(steps), len(steps)):
            raise ImportStopped()

    def carry_out(self, database: Database) -> Plan:
        plan = self.planned(database)
        if plan.refused:
            return plan
        codes = Codes(self.session)
        add_within(self.session, database, self._new(plan), codes=codes)
        for step in plan.steps:
            if not step.added and step.values:
                self._change(database, step)
            note: dict[str, Any] = {"record": step.record, "marks": step.marks}
            for identity in step.identities:
                if desk_notes.get(database, note_key(identity)) != note:
                    desk_notes.put(database, note_key(identity), note)
        return plan

    def _change(self, database: Database, step: Step) -> None:
        """Save what differs, in the folders of its circles, having seen what stands."""
        session = self.session
        standing = records.standing(database, step.record)
        if standing is None:
            return
        whole = None if ORDINARY in standing.circles else next(iter(standing.circles))
        found = difference(step.type, standing.values, wanted=step.values, new_row=session.ids.new)
        root_type = folders.root_type_of(database, standing.root) or step.type.roots[0]
        place = Place(step.record, standing.root, root_type)
        parts = []
        for circle, changes in by_circle(step.type, found, whole=whole).items():
            folder = folder_for(session, database, place, circle=circle).id
            seen = journal.seen_now(database, folder)
            parts.append(FolderChange(folder=folder, circle=circle, changes=changes, seen=seen))
        if parts:
            records.write(
                database,
                step.type,
                step.record,
                root=standing.root,
                parts=parts,
                author=session.author(),
                save=session.ids.new(),
                ids=session.ids,
            )
