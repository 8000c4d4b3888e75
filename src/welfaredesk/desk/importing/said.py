# SPDX-License-Identifier: EUPL-1.2
"""What each row of the file says: its cells converted and put where the map wants them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.importing.converting import Converter, UnfitError
from welfaredesk.desk.importing.mapping import FIRST_ROW, Column, Mapping
from welfaredesk.desk.importing.places import place_code, tidy_place
from welfaredesk.desk.importing.report import Noticed, Refused
from welfaredesk.desk.importing.spellings import parted
from welfaredesk.desk.importing.table import Row, Table
from welfaredesk.desk.importing.targets import NAMES_TOGETHER, PERSON, TIME, Target, kind_word
from welfaredesk.desk.importing.wall_clock import italian
from welfaredesk.domain.kinds import Kind, Value
from welfaredesk.domain.spoken import fold_text, phone_digits

BEYOND = N_("La riga ha più celle delle intestazioni: forse un separatore sta dentro un testo")
COLUMN_MISSING = N_("La colonna è nella mappa e non nel file")

Flat = dict[str, Value]
"""Values by path: `surname`, or `field/row/part` for what stands in a row of a list."""


@dataclass(slots=True)
class Said:
    """What a row says: its key in the other program, and values by section."""

    row: int
    key: str = ""
    sections: dict[str, Flat] = field(default_factory=dict)

    def of(self, section: str) -> Flat:
        """Return the values of a section."""
        return self.sections.setdefault(section, {})


@dataclass(frozen=True, slots=True)
class _Placed:
    """A column of the file with the place the map gives it."""

    place: int
    heading: str
    column: Column
    target: Target


def path_of(name: str, slot: str, *, part: str) -> str:
    """Return the path of a value in a row of a list."""
    return f"{name}/{slot}/{part}"


def placed(table: Table, mapping: Mapping) -> tuple[dict[str, int], list[Noticed]]:
    """Return where the columns of the map stand in the file, however their headings are spelled; and which do not."""
    exact = {heading: place for place, heading in enumerate(table.headings)}
    folded: dict[str, int] = {}
    for heading, place in exact.items():
        folded.setdefault(fold_text(heading), place)
    wanted = [*mapping.columns, *([mapping.key] if mapping.key else [])]
    found = {one: exact.get(one, folded.get(fold_text(one), -1)) for one in wanted}
    missing = [Noticed(1, one, tr(COLUMN_MISSING)) for one, place in found.items() if place < 0]
    return {one: place for one, place in found.items() if place >= 0}, missing


class RowReader:
    """Rows of one file to what they say."""

    def __init__(
        self, table: Table, mapping: Mapping, *, converter: Converter, operator: Callable[[str], Value]
    ) -> None:
        """Find the columns; `operator` gives the link to an operator by the name that the file has."""
        places, self.warnings = placed(table, mapping)
        self._mapping = mapping
        self._converter = converter
        self._operator = operator
        self._has_comune = bool(mapping.heading_of("", "comune"))
        self._key = places.get(mapping.key, -1) if mapping.key else -1
        self.has_key = self._key >= 0
        self._columns = [
            _Placed(places[heading], heading, column, mapping.target(heading))
            for heading, column in mapping.columns.items()
            if heading in places
        ]
        self.refused: list[Refused] = []

    @property
    def maps_something(self) -> bool:
        """Tell whether the file has any column of the map."""
        return bool(self._columns)

    def read(self, row: Row) -> Said:
        """Return what a row says; what it cannot say is added to `refused`."""
        if row.beyond:
            self.refused.append(Refused(row.number, "", kind_word(None), tr(BEYOND)))
        said = Said(row.number)
        if self.has_key:
            said.key = " ".join(row.cells[self._key].split())
        spoken: dict[tuple[str, str, str], Column] = {}
        for one in self._columns:
            text = row.cells[one.place]
            if not text:
                continue
            try:
                value = self._value(one, text)
            except UnfitError as unfit:
                self.refused.append(Refused(row.number, one.heading, kind_word(one.target), str(unfit)))
                continue
            if value is not None:
                said.of(one.target.section)[self._path(one)] = value
                if one.target.part:
                    spoken[(one.target.section, one.target.field, one.column.row)] = one.column
        self._add_constants(said, spoken)
        for section in list(said.sections):
            _complete_names(said.of(section), said.of(section).get("tax_code") or "")
        self._complete(said.of(""), row)
        return said

    def _path(self, one: _Placed) -> str:
        target = one.target
        return path_of(target.field, one.column.row, part=target.part) if target.part else target.field

    def _value(self, one: _Placed, text: str) -> Value:
        if one.target.field == TIME:
            return self._converter.hour(text)
        value = self._converter.value(one.target.declared, text, translations=one.column.values)
        if one.target.kind is Kind.LINK and value is not None:
            return self._operator(str(value))
        return value

    def _add_constants(self, said: Said, spoken: dict[tuple[str, str, str], Column]) -> None:
        """Write into each row of a list what the map says of it, and what kind of reachability it plainly is."""
        for (section, name, slot), column in spoken.items():
            values = said.of(section)
            for part, code in column.constants.items():
                values.setdefault(path_of(name, slot, part=part), code)
            written = values.get(path_of(name, slot, part="value"))
            if name == "reachabilities" and written:
                values.setdefault(path_of(name, slot, part="kind"), _reach_kind(str(written)))

    def _complete(self, values: Flat, row: Row) -> None:
        hour = values.pop(TIME, None)
        if hour is not None and values.get("when"):
            day = datetime.fromisoformat(str(values["when"])).date()
            values["when"] = italian(datetime.combine(day, hour)).isoformat(timespec="seconds")
        if self._mapping.type == PERSON and values.get("birthplace") and not values.get("birthplace_code"):
            code = place_code(str(values["birthplace"]), str(values.get("tax_code") or ""))
            if code:
                values["birthplace_code"] = code
        lives_in = values.get(path_of("residence", FIRST_ROW, part="place"))
        if self._mapping.type == PERSON and lives_in and not self._has_comune:
            values["comune"] = tidy_place(str(lives_in))


def _complete_names(values: Flat, tax_code: str) -> None:
    """Part a surname and name that share a cell."""
    for together in NAMES_TOGETHER:
        written = values.pop(together, None)
        if written:
            surname, name = parted(str(written), tax_code, surname_first=together == NAMES_TOGETHER[0])
            values.setdefault("surname", surname)
            if name:
                values.setdefault("name", name)


def _reach_kind(text: str) -> str:
    if "@" in text:
        return "pec" if ".pec." in text.lower() or "@pec" in text.lower() else "email"
    return "mobile" if phone_digits(text).startswith("3") else "landline"
