# SPDX-License-Identifier: EUPL-1.2
"""Planning: what an import would write, row by row, without writing it."""

from collections.abc import Container
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.errors import BadFile
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.importing.comparing import compare, merged, nested
from welfaredesk.desk.importing.converting import Converter
from welfaredesk.desk.importing.gathering import Gathering
from welfaredesk.desk.importing.mapping import Mapping
from welfaredesk.desk.importing.present import Present
from welfaredesk.desk.importing.report import ImportResult, Noticed, Refused
from welfaredesk.desk.importing.said import RowReader
from welfaredesk.desk.importing.table import Table
from welfaredesk.desk.importing.targets import PERSON, kind_word
from welfaredesk.desk.importing.wanted import Wanted, marks
from welfaredesk.desk.session import Session
from welfaredesk.domain.checks import problems_of
from welfaredesk.domain.guarding import left_to_acts
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.spoken import fold_text
from welfaredesk.store.driver import Database

KEY_MISSING = N_("non ha la colonna «{heading}», che secondo la mappa è il codice dell'altro programma")
NOTHING_MAPPED = N_("nessuna delle sue colonne è nella mappa")
LEFT_TO_ACTS = N_("Lo cambia solo un'azione della scheda: quello del file non è stato preso")
OURS_STANDS = N_("Qui c'è già un altro valore: resta quello, quello del file non è stato preso")
DISAGREES = N_("Non concorda con il codice fiscale: importato come è scritto")
TOLD_BY_TAX_CODE = frozenset({"surname", "name", "sex", "birth", "birthplace"})
RETIRED = N_("La scheda qui è stata tolta dagli elenchi: resta tolta")
ANOTHER_PERSON = N_(
    "Questo codice qui è già di un'altra persona: se il file viene da un altro programma,"
    " lascia fuori la colonna del codice"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One record to write: wholly, or only the fields that differ; and what to remember of it."""

    type: RecordType
    record: str
    root: str | None
    added: bool
    values: dict[str, Value]
    identities: tuple[str, ...]
    marks: dict[str, bytes]


@dataclass(slots=True)
class Plan:
    """The records to write, and how each row of the file fares."""

    steps: list[Step] = field(default_factory=list)
    added: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    rows: int = 0
    refused: list[Refused] = field(default_factory=list)
    warnings: list[Noticed] = field(default_factory=list)

    def result(self, *, dry_run: bool) -> ImportResult:
        """Return the plan as a result; refused rows count as nothing, and without a trial run so does every row."""
        refused = sorted(set(self.refused))
        lost = {one.row for one in refused}
        idle = bool(refused) and not dry_run
        added = 0 if idle else len(self.added - lost)
        changed = 0 if idle else len(self.changed - self.added - lost)
        same = 0 if idle else self.rows - len(lost) - added - changed
        return ImportResult(
            added=added,
            changed=changed,
            same=same,
            refused=refused,
            warnings=sorted(set(self.warnings)),
            dry_run=dry_run,
        )


class _Planning:
    """One plan in the making."""

    def __init__(self, session: Session, database: Database, mapping: Mapping) -> None:
        self.mapping = mapping
        self.session = session
        self.codes = Codes(session)
        self.present = Present(session, database, mapping.source)
        self.plan = Plan()
        self._known = cache(self._codes_of)

    def _codes_of(self, name: str) -> Container[str]:
        return self.codes.known(name)

    def settle(self, wanted: Wanted) -> None:
        """Decide what is written of one record."""
        before = next((one for one in map(self.present.before, wanted.identities) if one is not None), None)
        now = marks(wanted.values)
        if before is not None and before.marks == now and self._is_remembered(wanted, before.record):
            return
        record = before.record if before is not None else wanted.identity
        standing = self.present.standing(record)
        if standing is None:
            self._add(wanted, now)
            return
        if standing.retired is not None:
            self._notice(wanted, "", RETIRED)
            return
        if before is not None and wanted.type.name == PERSON and _is_another(wanted.values, standing.values):
            self._refuse(wanted, "surname", tr(ANOTHER_PERSON))
            return
        found = compare(wanted, standing.values, record=record, before=None if before is None else before.marks)
        left = left_to_acts(wanted.type, found.changes, standing=standing.values)
        for path in found.kept:
            self._notice(wanted, path, OURS_STANDS)
        for path in left:
            self._notice(wanted, path, LEFT_TO_ACTS)
            del found.changes[path]
        found.kept += left
        given = merged(wanted, standing.values, found=found)
        if not self._fits(wanted, standing.values | given):
            return
        remembered = dict(before.marks) if before is not None else {}
        remembered |= {path: one for path, one in now.items() if path not in found.kept}
        self.plan.changed |= {wanted.said_in[path] for path in found.changes if path in wanted.said_in}
        self._step(wanted, record, added=False, values=given, marks=remembered)

    def _is_remembered(self, wanted: Wanted, record: str) -> bool:
        """Tell whether each of the keys of a record is remembered as that record."""
        return all(
            (before := self.present.before(identity)) is not None and before.record == record
            for identity in wanted.identities
        )

    def _add(self, wanted: Wanted, now: dict[str, bytes]) -> None:
        values = nested(wanted.type, wanted.values, record=wanted.identity)
        if self._fits(wanted, values):
            self.plan.added |= set(wanted.said_in.values())
            self._step(wanted, wanted.identity, added=True, values=values, marks=now)

    def _step(
        self, wanted: Wanted, record: str, *, added: bool, values: dict[str, Value], marks: dict[str, bytes]
    ) -> None:
        self.plan.steps.append(
            Step(
                type=wanted.type,
                record=record,
                root=wanted.root,
                added=added,
                values=values,
                identities=wanted.identities,
                marks=marks,
            )
        )

    def _fits(self, wanted: Wanted, values: Values) -> bool:
        """Check a record as a save would; what stops a save is refused, what is doubtful is noticed."""
        fits = True
        for problem in problems_of(wanted.type, values, codes=self._known):
            if problem.warning:
                # The sentences of a form say what the tax code tells: a report must not.
                told = DISAGREES if problem.field in TOLD_BY_TAX_CODE else problem.text
                self._notice(wanted, problem.field, told)
            else:
                self._refuse(wanted, problem.field, tr(problem.text))
                fits = False
        return fits

    def _refuse(self, wanted: Wanted, path: str, why: str) -> None:
        heading, row = self._where(wanted, path)
        target = self.mapping.target(heading) if heading else None
        self.plan.refused.append(Refused(row, heading, kind_word(target), why))

    def _notice(self, wanted: Wanted, path: str, text: str) -> None:
        heading, row = self._where(wanted, path)
        self.plan.warnings.append(Noticed(row, heading, tr(text)))

    def _where(self, wanted: Wanted, path: str) -> tuple[str, int]:
        """Return the column and the row that said a value, the first row of the record when nobody did."""
        heading = self.mapping.heading_of(wanted.section, path.partition("/")[0]) if path else ""
        return heading, wanted.said_in.get(path, wanted.rows[0])


def _is_another(wanted: Values, standing: Values) -> bool:
    """Tell whether a key surely means another person than the one it meant: name and birth or code all differ."""
    names = [fold_text(f"{one.get('surname') or ''} {one.get('name') or ''}") for one in (wanted, standing)]
    told = [(wanted.get(name), standing.get(name)) for name in ("birth", "tax_code")]
    differing: list[Any] = [ours for theirs, ours in told if theirs and ours and theirs != ours]
    agreeing = [ours for theirs, ours in told if theirs and ours and theirs == ours]
    return all(names) and names[0] != names[1] and bool(differing) and not agreeing


def make_plan(session: Session, database: Database, table: Table, *, mapping: Mapping, path: Path) -> Plan:
    """Return what importing a table would write and refuse.

    Raises:
        BadFile: when the file lacks the columns of the map.
    """
    work = _Planning(session, database, mapping)
    converter = Converter(work.codes, today=today(session.clock), date_formats=mapping.date_formats)
    reader = RowReader(table, mapping, converter=converter, operator=work.present.operator)
    if mapping.key and not reader.has_key:
        raise BadFile(name=path.name, why=tr(KEY_MISSING).format(heading=mapping.key))
    if not reader.maps_something:
        raise BadFile(name=path.name, why=tr(NOTHING_MAPPED))
    said = [reader.read(row) for row in table.rows]
    gathering = Gathering(work.present, mapping, ente=session.identity.ente, has_key=reader.has_key)
    gathering.gather(said)
    plan = work.plan
    plan.rows = len(table.rows)
    plan.refused = [*reader.refused, *gathering.refused]
    plan.warnings = [*reader.warnings, *gathering.warnings]
    for wanted in gathering.wanted():
        work.settle(wanted)
    return plan
