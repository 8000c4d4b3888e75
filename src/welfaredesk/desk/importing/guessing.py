# SPDX-License-Identifier: EUPL-1.2
"""Guessing the map of a file from what its columns are called and what they hold."""

import re
from collections.abc import Callable

from welfaredesk.desk.importing.headings import BY_HEADING, REACHED_BY
from welfaredesk.desk.importing.mapping import Column, Mapping
from welfaredesk.desk.importing.places import is_place
from welfaredesk.desk.importing.table import Table
from welfaredesk.desk.importing.targets import DIARY, HOUSEHOLD, KEY, PERSON, targets
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.kinds import Kind
from welfaredesk.domain.spoken import fold_text, phone_digits, words
from welfaredesk.domain.tax_code import TaxCodeKind, kind_of

LOOKED_AT = 400
MOST = 0.8
_DATE = re.compile(r"(?:\d{1,2}[/.\-]\d{1,2}[/.\-](?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2})(?:[T ].*)?")
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}(?:[T ].*)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}")
_PHONE = re.compile(r"[+(]?\d[\d\s./()\-]{5,}")
_CODES = (TaxCodeKind.PERSONAL, TaxCodeKind.PROVISIONAL, TaxCodeKind.STP, TaxCodeKind.ENI, TaxCodeKind.WRONG_CHECK)
_LONG_TEXT = 60
_AMERICAN_DATES = ("%m/%d/%Y", "%m/%d/%Y %H:%M")


def guess_mapping(table: Table) -> Mapping:
    """Return the likeliest map of a table; what is not understood is left out, for a person to say."""
    guess = _Guess(table, _type_of(table))
    guess.by_headings()
    guess.by_contents()
    found = guess.columns
    opens = guess.type == PERSON and any(column.field.startswith("case_file.") for column in found.values())
    return Mapping(
        type=guess.type,
        columns=found,
        key=guess.key,
        date_formats=_AMERICAN_DATES if guess.american() else (),
        open_case_files=opens,
    )


def folded(heading: str) -> str:
    """Return a heading as it is looked up: «N° cartella», «IdUtente» and «ID_UTENTE» without what varies."""
    # «DataNascita» and «data_nascita» are two words each, «CF» is one.
    apart = re.sub(r"(?<=[a-zà-ù])(?=[A-Z])", " ", heading)
    return " ".join(words(apart.replace("°", " ")))


def _type_of(table: Table) -> str:
    """Return what the rows are: whose headings are met most, a diary only with a date and a text."""
    headings = [folded(heading) for heading in table.headings]
    met = {
        type_: {path for heading in headings if (path := _path_of(type_, heading))}
        for type_ in (PERSON, HOUSEHOLD, DIARY)
    }
    long_texts = any(_share(table.column(one), lambda text: len(text) > _LONG_TEXT) > 0.3 for one in table.headings)
    if "when" in met[DIARY] and ("text" in met[DIARY] or long_texts) and "birthplace" not in met[PERSON]:
        return DIARY
    of_persons = met[PERSON] & {"sex", "birthplace", "residence.street", "civil_status", "citizenships.country"}
    belongs = "members.relation" in met[HOUSEHOLD] and bool(met[HOUSEHOLD] & {"key", "name"})
    return HOUSEHOLD if belongs and not of_persons - {"residence.street"} else PERSON


def _path_of(type_: str, heading: str) -> str:
    """Return the path that a folded heading means, by the list of headings or by the label of the field itself."""
    known = BY_HEADING[type_]
    for spelling in (heading, heading.replace(" ", "")):
        if spelling in known:
            return known[spelling]
    declared = find_type(type_)
    for field in declared.fields if declared else ():
        if fold_text(field.label) == heading and field.name in targets(type_):
            return field.name
    return ""


class _Guess:
    """The map as it grows."""

    def __init__(self, table: Table, type_: str) -> None:
        self.type = type_
        self.columns: dict[str, Column] = {}
        self.key: str | None = None
        self._table = table
        self._taken: set[tuple[str, str]] = set()

    def by_headings(self) -> None:
        """Take the columns whose headings are known and whose contents do not belie them."""
        for heading in self._table.headings:
            said = folded(heading)
            if self.type == PERSON and said.replace("e mail", "email") in REACHED_BY:
                self._reach(heading, *REACHED_BY[said.replace("e mail", "email")])
                continue
            path = _path_of(self.type, said)
            if path == KEY:
                self._take_key(heading)
            elif path and self._agrees(heading, path):
                self._take(heading, Column(path))

    def by_contents(self) -> None:
        """Take the columns that their contents tell plainly."""
        prefix = "" if self.type == PERSON else "person."
        for heading in self._table.headings:
            if heading in self.columns or heading == self.key:
                continue
            texts = self._table.column(heading)[:LOOKED_AT]
            if _share(texts, lambda text: kind_of(text) in _CODES) >= MOST:
                self._take(heading, Column(f"{prefix}tax_code"))
            elif self.type == DIARY and _share(texts, lambda text: bool(_DATE.fullmatch(text))) >= MOST:
                self._take(heading, Column("when"))
            elif self.type == DIARY and _share(texts, lambda text: len(text) > _LONG_TEXT) >= 0.5:
                self._take(heading, Column("text"))
            elif self.type == PERSON and _share(texts, lambda text: bool(_EMAIL.fullmatch(text))) >= MOST:
                self._reach(heading, fold_text(heading), "email")
            elif self.type == PERSON and _share(texts, _is_phone) >= MOST:
                self._reach(heading, fold_text(heading), "")
            elif self.type == PERSON and _share(texts, is_place) >= MOST:
                self._take(heading, Column("comune"))

    def american(self) -> bool:
        """Tell whether the dates have the month first: some second figure is over twelve, no first one is."""
        pairs = [
            (int(match[1]), int(match[2]))
            for heading in self.columns
            if targets(self.type)[self.columns[heading].field].kind in {Kind.DAY, Kind.MOMENT}
            for text in self._table.column(heading)
            if (match := _AMERICAN.fullmatch(text))
        ]
        return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)

    def _take(self, heading: str, column: Column) -> bool:
        place = (column.field, column.row)
        if place in self._taken or column.field not in targets(self.type):
            return False
        self._taken.add(place)
        self.columns[heading] = column
        return True

    def _take_key(self, heading: str) -> None:
        """Take the code of the other program: on every row, and on one alone where a row is one record."""
        texts = self._table.column(heading)
        whole = len(texts) == len(self._table.rows)
        single = self.type == HOUSEHOLD or len(set(texts)) == len(texts)
        codes = _share(texts[:LOOKED_AT], lambda text: kind_of(text) in _CODES) >= MOST
        if self.key is None and whole and single and not codes:
            self.key = heading

    def _reach(self, heading: str, row: str, kind: str) -> None:
        constants = {"kind": kind} if kind else {}
        self._take(heading, Column("reachabilities.value", row=row, constants=constants))

    def _agrees(self, heading: str, path: str) -> bool:
        """Tell whether the contents may be what the heading says; an empty column may."""
        texts = self._table.column(heading)[:LOOKED_AT]
        if not texts:
            return True
        if path.endswith("tax_code"):
            return _share(texts, lambda text: kind_of(text) in _CODES or len(text) > 10) > 0.5
        if targets(self.type)[path].kind is Kind.DAY:
            return _share(texts, lambda text: bool(re.search(r"\d", text))) > 0.5
        return True


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and 6 <= len(phone_digits(text)) <= 13 and not _DATE.fullmatch(text)


def _share(texts: list[str], holds: Callable[[str], bool]) -> float:
    """Return the part of the texts of which something holds, none of none."""
    some = texts[:LOOKED_AT]
    return sum(1 for text in some if holds(text)) / len(some) if some else 0.0
