# SPDX-License-Identifier: EUPL-1.2
"""Where a person may be born: comuni and states, each with the days in which its code was in force."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.spoken import fold_text, words

FOREIGN_PROVINCE = "EE"
_SMALL_WORDS = frozenset(
    (
        *("a", "al", "alla", "con", "d'", "da", "dal", "dalla", "de", "de'", "degli", "dei", "del", "della"),
        *("delle", "dello", "di", "e", "ed", "in", "la", "le", "lo", "nel", "nella", "per", "presso"),
        *("sui", "sul", "sulla", "sullo"),
    )
)
_ELIDED = ("Dall'", "Dell'", "Nell'", "Sull'", "All'", "D'")


class PlaceKind(StrEnum):
    """What a birthplace is."""

    COMUNE = "comune"
    STATE = "state"

    @property
    def label(self) -> str:
        """Return the word for the screen, to be translated when shown."""
        return N_("comune") if self is PlaceKind.COMUNE else N_("stato estero")


@dataclass(frozen=True, slots=True)
class Birthplace:
    """A comune or state under one code; no date means always or still, `province` is empty for a state."""

    code: str
    name: str
    province: str
    valid_from: date | None
    valid_to: date | None
    kind: PlaceKind
    other_names: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Tell whether the code was in force on that day, its first and last included."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    @property
    def suppressed(self) -> bool:
        """Tell whether the place no longer exists under this code and name."""
        return self.valid_to is not None

    @property
    def shown(self) -> str:
        """Return the name with the province: «Viadana (MN)», «Fiume (FU), fino al 1947», «Albania»."""
        named = f"{self.name} ({self.province})" if self.province else self.name
        if self.valid_to is None:
            return named
        return tr(N_("{place}, fino al {year}")).format(place=named, year=self.valid_to.year)

    def _distance(self, on: date | None) -> int:
        """Return how many days lie between that day and the period; without a day, whether it is over."""
        if on is None:
            return date.max.toordinal() - self.valid_to.toordinal() if self.valid_to else 0
        if self.valid_from is not None and on < self.valid_from:
            return self.valid_from.toordinal() - on.toordinal()
        return max(0, on.toordinal() - self.valid_to.toordinal()) if self.valid_to else 0


@dataclass(frozen=True, slots=True)
class Birthplaces:
    """A table of birthplaces, asked by name or by code; built once, at the first question."""

    places: tuple[Birthplace, ...]
    _by_code: dict[str, list[Birthplace]] = field(init=False, repr=False, compare=False)
    _folded: list[tuple[str, Birthplace]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make the two indexes."""
        by_code: defaultdict[str, list[Birthplace]] = defaultdict(list)
        for place in self.places:
            by_code[place.code].append(place)
        folded = [
            (spelling, place)
            for place in self.places
            for name in (place.name, *place.other_names)
            for spelling in dict.fromkeys((fold_text(name), " ".join(words(name))))
        ]
        object.__setattr__(self, "_by_code", dict(by_code))
        object.__setattr__(self, "_folded", folded)

    def by_code(self, code: str, on: date | None = None) -> Birthplace | None:
        """Return the place that had `code` on that day or nearest to it; without a day, the latest.

        A code suppressed since, or given only after the birth, is still found: it is on people's papers.
        """
        return min(self._by_code.get(code.upper(), ()), key=lambda place: place._distance(on), default=None)

    def find(self, text: str, *, on: date | None = None, limit: int = 12) -> list[Birthplace]:
        """Return the places whose name, of today or of once, has the words of `text`: each code once.

        The likeliest first: whole name, beginning, anywhere in the name; in force on that day before the
        others; comuni before states. A code such as `D620` is found too. Each is named as on that day.
        """
        wanted = fold_text(text)
        if not wanted:
            return []
        ranks: dict[str, int] = {wanted.upper(): -1} if wanted.upper() in self._by_code else {}
        for name, place in self._folded:
            if wanted in name:
                ranks[place.code] = min(_rank(name, wanted), ranks.get(place.code, _WORST_RANK))
        candidates = ((rank, self.by_code(code, on)) for code, rank in ranks.items())
        ranked = sorted(
            (
                (rank, fold_text(place.name) != wanted, place._distance(on), place.kind.value, place.name),
                place.code,
                place,
            )
            for rank, place in candidates
            if place is not None
        )
        return [place for *_, place in ranked[:limit]]

    def codes_named(self, name: str) -> frozenset[str]:
        """Return every code that a place of exactly this name has had, for comparing with a tax code."""
        wanted = fold_text(name)
        return frozenset(place.code for folded, place in self._folded if folded == wanted)


_WORST_RANK = 3


def _rank(name: str, wanted: str) -> int:
    """Return how a folded name meets the words: 0 whole, 1 beginning, 2 beginning of a word, 3 inside."""
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else _WORST_RANK


def birthplaces_from(comuni: Iterable[Mapping[str, object]], states: Iterable[Mapping[str, object]]) -> Birthplaces:
    """Return the table made of rows as `python-codicefiscale` ships them; like periods become one."""
    places = [
        *(_place(row, PlaceKind.COMUNE) for row in comuni),
        *(_place(row, PlaceKind.STATE) for row in states),
    ]
    return Birthplaces(tuple(_joined(places)))


def _place(row: Mapping[str, object], kind: PlaceKind) -> Birthplace:
    """Return the birthplace of one row."""
    name = _title(str(row["name"]))
    province = str(row["province"])
    others = {_title(str(row.get(key) or "")) for key in ("name_alt", "name_alt_en")} - {name, ""}
    return Birthplace(
        code=str(row["code"]),
        name=name,
        province="" if province == FOREIGN_PROVINCE else province,
        valid_from=_day(row["date_created"]),
        valid_to=_day(row["date_deleted"]),
        kind=kind,
        other_names=tuple(sorted(others)),
    )


def _day(text: object) -> date | None:
    """Return the day of `YYYY-MM-DDTHH:MM:SS`, or nothing when empty."""
    return date.fromisoformat(text[:10]) if isinstance(text, str) and text else None


def _title(name: str) -> str:
    """Return a name with its small words in small letters: «Rivarolo del Re ed Uniti»."""
    first, *others = name.split(" ")
    return " ".join([first, *(_small(word) for word in others)])


def _small(word: str) -> str:
    """Return a word that is not the first of a name as it is printed on maps."""
    if word.lower() in _SMALL_WORDS:
        return word.lower()
    elided = next((start for start in _ELIDED if word.startswith(start)), None)
    return elided.lower() + word[len(elided) :] if elided else word


def _joined(places: Iterable[Birthplace]) -> list[Birthplace]:
    """Return the places with the periods of one code, name and province joined: borders do not matter."""
    found: dict[tuple[str, str, str], Birthplace] = {}
    for place in places:
        key = (place.code, place.name, place.province)
        before = found.get(key)
        found[key] = (
            place
            if before is None
            else replace(
                before,
                valid_from=_earliest(before.valid_from, place.valid_from),
                valid_to=_latest(before.valid_to, place.valid_to),
                other_names=tuple(sorted({*before.other_names, *place.other_names})),
            )
        )
    return list(found.values())


def _earliest(one: date | None, other: date | None) -> date | None:
    """Return the earlier first day; none means always."""
    return min(one, other) if one and other else None


def _latest(one: date | None, other: date | None) -> date | None:
    """Return the later last day; none means still."""
    return max(one, other) if one and other else None
