# SPDX-License-Identifier: EUPL-1.2
"""The report of an import: what came in, what was refused and why, never a value."""

import csv
import io
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from welfaredesk.base.errors import ImportRefused
from welfaredesk.base.text import N_, tr
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import durable_write

_HEADINGS = (N_("Riga"), N_("Colonna"), N_("Che cosa ci va"), N_("Perché"), N_("Esito"))
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True, order=True)
class Refused:
    """A cell or row that cannot be taken: where, what kind of value belongs there, and why not."""

    row: int
    column: str
    value_kind: str
    why: str


@dataclass(frozen=True, slots=True, order=True)
class Noticed:
    """Something doubtful that was taken as it is, or a value of the file that was left out in favour of ours."""

    row: int
    column: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """How many rows of the file were added, changed or the same as here; nothing was imported if some are refused."""

    added: int = 0
    changed: int = 0
    same: int = 0
    refused: list[Refused] = field(default_factory=list)
    warnings: list[Noticed] = field(default_factory=list)
    dry_run: bool = False

    @property
    def fault(self) -> ImportRefused | None:
        """Return what the command ends with when rows were refused, or nothing."""
        return ImportRefused(count=len({one.row for one in self.refused})) if self.refused else None

    def answer(self) -> dict[str, Any]:
        """Return the result as commands answer it; what was only noticed stands in the report."""
        return {
            "added": self.added,
            "changed": self.changed,
            "same": self.same,
            "refused": [asdict(one) for one in self.refused],
        }


def write_report(result: ImportResult, path: Path) -> None:
    """Write the report: JSON when the name ends so, else a CSV that a spreadsheet opens."""
    if path.suffix.lower() == ".json":
        data = msgspec.json.format(msgspec.json.encode(_whole(result)), indent=2) + b"\n"
    else:
        data = _table(result).encode("utf-8-sig")
    with errors_as_faults():
        durable_write(path, data)


def _whole(result: ImportResult) -> dict[str, Any]:
    return result.answer() | {"dry_run": result.dry_run, "warnings": [asdict(one) for one in result.warnings]}


def _table(result: ImportResult) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([tr(heading) for heading in _HEADINGS])
    for one in result.refused:
        writer.writerow([one.row, _harmless(one.column), one.value_kind, one.why, tr(N_("rifiutata"))])
    for note in result.warnings:
        writer.writerow([note.row, _harmless(note.column), "", note.why, tr(N_("avviso"))])
    return text.getvalue()


def _harmless(heading: str) -> str:
    """Return a heading that no spreadsheet takes for a formula."""
    return f"'{heading}" if heading.startswith(_STARTS_A_FORMULA) else heading
