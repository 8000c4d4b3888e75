# SPDX-License-Identifier: EUPL-1.2
"""The map of an import: which column goes where, as a JSON file that can be kept and used again."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from welfaredesk.base.errors import BadFile
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.importing.targets import DIARY, KEY, NAMES_TOGETHER, PERSON, TYPES, Target, needed_type, targets

FORMAT = 1
SOURCE = "archivio precedente"
LARGEST_MAP = 1024 * 1024

NOT_JSON = N_("la mappa non è un file JSON scritto bene")
WRONG_PART = N_("la mappa ha una parte che non va, in {place}")
NEWER = N_("la mappa è di una versione più nuova del programma")
NO_TYPE = N_("la mappa deve dire che cosa contiene il file: person, household o diary_entry")
NO_TARGET = N_("nella mappa il campo «{path}» non esiste")
TWICE = N_("due colonne vanno nello stesso campo «{path}»: lasciane fuori una")
NO_PART = N_("nella mappa «with» nomina «{path}», che non esiste")
NO_SOURCE = N_("nella mappa «source» è vuoto")
NO_REFERENCE = N_("la mappa non dice di chi è ogni riga: serve person.key, person.tax_code o nome e nascita")
FIRST_ROW = "1"


class Column(msgspec.Struct, frozen=True, omit_defaults=True, rename={"constants": "with"}, forbid_unknown_fields=True):
    """Where a column goes: path, which row of a list, what else that row says, and translations of its values."""

    field: str
    row: str = FIRST_ROW
    constants: dict[str, str] = {}
    values: dict[str, str] = {}


class _Format(msgspec.Struct, frozen=True):
    format: int = FORMAT


class _File(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    type: str
    columns: dict[str, str | Column | None]
    format: int = FORMAT
    source: str = SOURCE
    key: str | None = None
    sheet: str | None = None
    date_formats: list[str] = []
    open_case_files: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What the file holds, from which program, and where its columns go; headings in neither place are left out."""

    type: str
    columns: dict[str, Column]
    source: str = SOURCE
    key: str | None = None
    sheet: str | None = None
    date_formats: tuple[str, ...] = ()
    open_case_files: bool = False
    _targets: dict[str, Target] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Look up where each column goes; a path that is not there is told by `problem`."""
        known = targets(self.type) if self.type in TYPES else {}
        self._targets.update(
            {heading: known[column.field] for heading, column in self.columns.items() if column.field in known}
        )

    def target(self, heading: str) -> Target:
        """Return where a column goes.

        Raises:
            KeyError: when it goes nowhere.
        """
        return self._targets[heading]

    def heading_of(self, section: str, name: str) -> str:
        """Return the first column that goes into a field, or into one cell with another name, or nothing."""
        wanted = (name, *NAMES_TOGETHER) if name in {"surname", "name"} else (name,)
        found = reversed(self._targets.items())
        here = {target.field: heading for heading, target in found if target.section == section}
        return next((here[one] for one in wanted if one in here), "")

    def fills(self, section: str) -> bool:
        """Tell whether some column goes into a section of the row."""
        return any(target.section == section for target in self._targets.values())

    def problem(self) -> str:
        """Return in a sentence what is wrong with the map, or nothing."""
        if self.type not in TYPES:
            return tr(NO_TYPE)
        if not self.source.strip():
            return tr(NO_SOURCE)
        taken: set[tuple[str, str]] = set()
        for heading, column in self.columns.items():
            if heading not in self._targets:
                return tr(NO_TARGET).format(path=column.field)
            place = (column.field, column.row if self._targets[heading].part else FIRST_ROW)
            if place in taken:
                return tr(TWICE).format(path=column.field)
            taken.add(place)
            wrong = self._wrong_constant(self._targets[heading], column)
            if wrong:
                return tr(NO_PART).format(path=wrong)
        return "" if self.type == PERSON or self._refers() else tr(NO_REFERENCE)

    def _wrong_constant(self, target: Target, column: Column) -> str:
        if not column.constants:
            return ""
        owner = needed_type(target.section or self.type)
        parts = {part.name for part in owner.field(target.field).rows} if target.part else set()
        return next((name for name in column.constants if name not in parts), "")

    def _refers(self) -> bool:
        said = {target.field for target in self._targets.values() if target.section == PERSON}
        return bool(said & {KEY, "tax_code", "surname", "surname_name", "name_surname"}) or self.type != DIARY

    def to_json(self) -> bytes:
        """Return the map as the file that keeps it."""
        columns: dict[str, str | Column | None] = {}
        for heading, column in self.columns.items():
            columns[heading] = column.field if column == Column(column.field) else column
        kept = _File(
            type=self.type,
            columns=columns,
            source=self.source,
            key=self.key,
            sheet=self.sheet,
            date_formats=list(self.date_formats),
            open_case_files=self.open_case_files,
        )
        said: dict[str, Any] = {"format": FORMAT, "source": self.source} | msgspec.to_builtins(kept)
        return msgspec.json.format(msgspec.json.encode(said), indent=2) + b"\n"


def read_mapping(path: Path) -> Mapping:
    """Return the map in a JSON file.

    Raises:
        BadFile: when it is not a map, naming the part that is wrong.
    """
    try:
        data = path.read_bytes()[:LARGEST_MAP]
    except OSError as error:
        raise BadFile(name=path.name, why=tr(NOT_JSON)) from error
    return mapping_from(data.removeprefix(b"\xef\xbb\xbf"), path.name)


def mapping_from(data: bytes, name: str) -> Mapping:
    """Return the map that JSON bytes describe; `name` is the file's, for the sentence.

    Raises:
        BadFile: when they describe none.
    """
    try:
        if msgspec.json.decode(data, type=_Format).format > FORMAT:
            raise BadFile(name=name, why=tr(NEWER))
        file = msgspec.json.decode(data, type=_File)
    except msgspec.ValidationError as error:
        # Only the path is told: the rest of the library's sentence is English.
        place = str(error).rpartition("`")[0].rpartition("`")[2] or "$"
        raise BadFile(name=name, why=tr(WRONG_PART).format(place=place)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BadFile(name=name, why=tr(NOT_JSON)) from error
    columns = {
        heading: Column(column) if isinstance(column, str) else column
        for heading, column in file.columns.items()
        if column is not None
    }
    found = Mapping(
        type=file.type,
        columns=columns,
        source=file.source,
        key=file.key,
        sheet=file.sheet,
        date_formats=tuple(file.date_formats),
        open_case_files=file.open_case_files,
    )
    why = found.problem()
    if why:
        raise BadFile(name=name, why=why)
    return found
