# SPDX-License-Identifier: EUPL-1.2
"""Converting: from the text of a cell to the value that a field holds, or why it cannot be."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache, cached_property
from time import strptime

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.importing.places import place_named, tidy_place
from welfaredesk.desk.importing.spellings import MORE_SPELLINGS, spellings
from welfaredesk.desk.importing.wall_clock import italian
from welfaredesk.domain.checks import field_problem, is_day
from welfaredesk.domain.kinds import Field, Kind, Value
from welfaredesk.domain.spoken import fold_text
from welfaredesk.domain.tax_code import TaxCodeKind, clean, kind_of
from welfaredesk.domain.typed_time import Toward, parse_day, parse_duration, parse_time

NOT_TIME = N_("Ci vuole un'ora, per esempio 16:30")
NOT_DAY = N_("Non è una data che esiste: per esempio 3/11/2026")
NOT_MOMENT = N_("Non è una data con ora che esiste: per esempio 3/11/2026 16:30")
NOT_NUMBER = N_("Non è un numero intero")
NOT_MONEY = N_("Non è un importo, per esempio 1.250,00")
NOT_FLAG = N_("Non è né sì né no")
NOT_CODE = N_("Non è una voce dell'elenco «{label}»: nel file usa una delle sue voci")
NOT_TAX_CODE = N_("Non è un codice fiscale, un codice provvisorio, un STP o un ENI")
WRONG_CHECK = N_("L'ultimo carattere del codice fiscale non torna")
FORMULA = N_("È l'errore di una formula: correggi il foglio di calcolo")

_FORMULA_ERRORS = {
    *("#N/A", "#N/D", "#REF!", "#RIF!", "#VALUE!", "#VALORE!", "#DIV/0!", "#NAME?", "#NOME?"),
    *("#NUM!", "#NULL!", "#NULLO!", "#####"),
}
_FIGURES = re.compile(r"\d{1,4}\s*[/.\- ]\s*\d{1,2}\s*[/.\- ]\s*\d{2,4}|\d{6}|\d{8}|\d{1,2}\s+[A-Za-z]{3,9}\s+\d{4}")
_MOMENT = re.compile(r"(?P<day>.+?)(?:[T,]|\s+ore|\s+alle|\s)\s*(?P<hour>\d{1,2}[:.]\d{2})(?::\d{2}(?:\.\d+)?)?")
_MIDNIGHT = re.compile(r"[T ]0?0[:.]00(?:[:.]00(?:\.0+)?)?$")
_WHOLE = re.compile(r"[+-]?\d+(?:[.,]0+)?")
_MONEY = re.compile(r"(?:€\s*)?(-?)(\d{1,3}(?:[.' ]\d{3})+|\d+)(?:[.,](\d{1,2}))?(?:\s*(?:€|euro))?", re.IGNORECASE)
_YES = frozenset(["si", "s", "yes", "y", "true", "vero", "x", "1"])
_NO = frozenset(["no", "n", "false", "falso", "0"])
_SEVERAL = re.compile(r"[;,|\n]")
_PLACES = frozenset({"comune", "birthplace"})


class UnfitError(Exception):
    """A cell that its field cannot hold; the sentence never repeats it."""


class Converter:
    """Cells to values, with the code lists and the birthplaces of this ente."""

    def __init__(self, codes: Codes, *, today: date, date_formats: tuple[str, ...]) -> None:
        """Keep what conversions need; `today` places the years written with two figures."""
        self._codes = codes
        self._known = cache(codes.known)
        self._today = today
        self._formats = date_formats
        self._spelled: dict[str, dict[str, str]] = {}

    @cached_property
    def _by_kind(self) -> dict[Kind, Callable[[Field, str], Value]]:
        return {
            Kind.DAY: self._day,
            Kind.MOMENT: self._moment,
            Kind.NUMBER: self._number,
            Kind.MONEY: self._money,
            Kind.FLAG: self._flag,
            Kind.CHOICE: self._choice,
            Kind.CHOICES: self._choices,
            Kind.TEXT: self._line,
            Kind.LONG_TEXT: lambda _, text: text,
        }

    def value(self, field: Field, text: str, *, translations: Mapping[str, str]) -> Value:
        """Return what a cell says; links to operators stay the name that was written.

        Raises:
            UnfitError: when the field cannot hold it.
        """
        if text.upper() in _FORMULA_ERRORS:
            raise UnfitError(tr(FORMULA))
        if translations:
            folded = {fold_text(said): meant for said, meant in translations.items()}
            text = translations.get(text, folded.get(fold_text(text), text))
        if not text.strip():
            return None
        convert = self._by_kind.get(field.kind, self._line)
        value = convert(field, text.strip())
        why = "" if field.kind is Kind.LINK else field_problem(field, value, codes=self._known)
        if why:
            raise UnfitError(tr(why))
        return value

    def hour(self, text: str) -> time:
        """Return the hour in a column of its own.

        Raises:
            UnfitError: when it is none.
        """
        match = _MOMENT.fullmatch(text)
        found = parse_time(match["hour"] if match else re.sub(r"(\d{1,2}[:.]\d{2})[:.]\d{2}$", r"\1", text))
        if found is None:
            raise UnfitError(tr(NOT_TIME))
        return found

    def _line(self, field: Field, text: str) -> Value:
        line = " ".join(text.split())
        if field.name == "tax_code":
            return self._tax_code(line)
        return tidy_place(line) if field.name in _PLACES else line

    def _tax_code(self, text: str) -> str:
        kind = kind_of(text)
        if kind is TaxCodeKind.MALFORMED:
            raise UnfitError(tr(NOT_TAX_CODE))
        if kind is TaxCodeKind.WRONG_CHECK:
            raise UnfitError(tr(WRONG_CHECK))
        return clean(text)

    def _read_day(self, text: str) -> date | None:
        for shape in self._formats:
            try:
                year, month, day = strptime(text, shape)[:3]
                return date(year, month, day)
            except ValueError:
                continue
        # Words such as «ieri» would mean another day at the second run.
        return parse_day(text, self._today, toward=Toward.PAST) if _FIGURES.fullmatch(text) else None

    def _day(self, field: Field, text: str) -> Value:
        found = self._read_day(text) or self._read_day(_MIDNIGHT.sub("", text))
        if found is None or not is_day(found.isoformat()):
            raise UnfitError(tr(NOT_DAY))
        return found.isoformat()

    def _moment(self, field: Field, text: str) -> Value:
        try:
            written = datetime.fromisoformat(text)
        except ValueError:
            written = None
        if written is not None and written.tzinfo is not None:
            return written.isoformat(timespec="seconds")
        match = _MOMENT.fullmatch(text)
        day = self._read_day(match["day"].strip() if match else text)
        hour = parse_time(match["hour"]) if match else time()
        if day is None or hour is None or not is_day(day.isoformat()):
            raise UnfitError(tr(NOT_MOMENT))
        return italian(datetime.combine(day, hour)).isoformat(timespec="seconds")

    def _number(self, field: Field, text: str) -> Value:
        if _WHOLE.fullmatch(text):
            return int(re.split(r"[.,]", text)[0])
        minutes = parse_duration(re.sub(r"^(\d{1,2}:\d{2}):00$", r"\1", text)) if field.unit == "min" else None
        if minutes is None:
            raise UnfitError(tr(NOT_NUMBER))
        return minutes

    def _money(self, field: Field, text: str) -> Value:
        match = _MONEY.fullmatch(text)
        if match is None:
            raise UnfitError(tr(NOT_MONEY))
        sign, whole, cents = match.groups()
        amount = int(re.sub(r"\D", "", whole)) * 100 + int((cents or "0").ljust(2, "0"))
        return -amount if sign else amount

    def _flag(self, field: Field, text: str) -> Value:
        word = fold_text(text)
        if word not in _YES | _NO:
            raise UnfitError(tr(NOT_FLAG))
        return word in _YES

    def _choice(self, field: Field, text: str) -> Value:
        name = field.codes or ""
        if text in self._known(name):
            return text
        found = self._spellings_of(name).get(fold_text(text))
        if found is None and name == "citizenships":
            found = self._spellings_of(name).get(fold_text(place_named(text)))
        if found is None:
            raise UnfitError(tr(NOT_CODE).format(label=tr(field.label)))
        return found

    def _choices(self, field: Field, text: str) -> Value:
        known = self._spellings_of(field.codes or "")
        if fold_text(text) in known or text in self._known(field.codes or ""):
            return [self._choice(field, text)]
        parts = [part.strip() for part in _SEVERAL.split(text) if part.strip()]
        return list(dict.fromkeys(self._choice(field, part) for part in parts))

    def _spellings_of(self, name: str) -> dict[str, str]:
        """Return code by folded spelling; what two codes share means neither, a whole label wins over a part."""
        if name not in self._spelled:
            loose: dict[str, set[str]] = {}
            whole: dict[str, str] = {}
            for code in sorted(self._known(name)):
                label = self._codes.label(name, code)
                whole.setdefault(fold_text(label), code)
                whole.setdefault(fold_text(code), code)
                for spelling in spellings(label):
                    loose.setdefault(spelling, set()).add(code)
            sure = {spelling: next(iter(codes)) for spelling, codes in loose.items() if len(codes) == 1}
            more = {said: code for said, code in MORE_SPELLINGS.get(name, {}).items() if code in self._known(name)}
            self._spelled[name] = more | sure | whole
        return self._spelled[name]
