# SPDX-License-Identifier: EUPL-1.2
"""The fictional persons: names, births, tax codes, addresses, reachabilities."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.words import Origin, names
from welfaredesk.desk.resources import Comune, birthplaces
from welfaredesk.domain.names import person_name
from welfaredesk.domain.tax_code import check_digit, compute, omocodia_variants

DAYS_OF_YEAR = 365.25
OLD, YOUNG = 58, 24
SOUTHERNERS = 14
MERGED_COMUNI = {"M418": "G536"}
"""The code that a comune born of a merger had before: who was born earlier keeps it."""
ITALY = "100"


@dataclass(slots=True, kw_only=True)
class DemoPerson:
    """A person of the demo ente with everything that its record and the texts about it need."""

    id: str
    surname: str
    name: str
    sex: str
    birth: date | None
    origin: Origin | None
    comune: Comune
    address: str
    household: int
    values: dict[str, Any] = field(default_factory=dict)
    death: date | None = None
    in_protection: bool = False

    @property
    def title(self) -> str:
        """Return the title that a link to the person carries, nothing for a person in protection."""
        return "" if self.in_protection else person_name({"surname": self.surname, "name": self.name})

    @property
    def link(self) -> dict[str, str]:
        """Return a whole link to the person."""
        return {"id": self.id, "root": self.id, "title": self.title}

    def age(self, on: date) -> int | None:
        """Return the age on a day, or nothing when the birth is not known."""
        if self.birth is None:
            return None
        return on.year - self.birth.year - ((on.month, on.day) < (self.birth.month, self.birth.day))


def birth_at(chance: Chance, age: int, *, today: date) -> date:
    """Return a birth that makes somebody `age` years old today."""
    latest = today - timedelta(days=int(age * DAYS_OF_YEAR) + 1)
    return latest - timedelta(days=chance.below(363))


def first_name(chance: Chance, sex: str, *, age: int, origin: Origin | None) -> str:
    """Return a first name usual for sex, age and origin."""
    if origin is not None:
        return chance.pick(origin.F if sex == "F" else origin.M)
    found = names().italian.F if sex == "F" else names().italian.M
    generation = found.old if age >= OLD else found.young if age < YOUNG else found.middle
    return chance.pick(generation)


def surname_of(chance: Chance, sex: str, *, origin: Origin | None) -> str:
    """Return a surname of that origin."""
    if origin is None:
        return chance.pick(names().italian.surnames)
    usual = origin.surname_by_sex.get(sex)
    return usual if usual and chance.happens(85) else chance.pick(origin.surnames)


def child_surname(chance: Chance, sex: str, *, origin: Origin | None, father: str) -> str:
    """Return the surname of a child: the father's, unless the origin gives one by sex."""
    usual = origin.surname_by_sex.get(sex) if origin is not None else None
    return usual if usual and chance.happens(90) else father


@dataclass(slots=True)
class TaxCodes:
    """Tax codes already given: no two persons have one, omocodia undone."""

    chance: Chance
    today: date
    _given: set[str] = field(default_factory=set)

    def identify(self, person: DemoPerson) -> None:
        """Give a person birthplace and tax code, moving the birth by a day when the code is taken."""
        born = person.birth
        if born is None:
            return
        code = self._birthplace(person, born)
        place = birthplaces().by_code(code, born)
        person.values |= {"birthplace": place.name if place else "", "birthplace_code": code}
        person.values["tax_code"] = self._code(person, code)

    def _birthplace(self, person: DemoPerson, born: date) -> str:
        chance, places = self.chance, names().birthplaces
        age = person.age(self.today) or 0
        if person.origin is not None:
            # A child born here to foreign parents is born in the district's hospitals.
            here = 85 if age < 10 else 60 if age < 16 else 25 if age < YOUNG else 0
            return chance.weighted(places.now) if chance.happens(here) else person.origin.birthplace
        if age >= YOUNG and chance.happens(SOUTHERNERS):
            return chance.pick(places.south)
        own = person.comune.code
        if age >= OLD and chance.happens(45):
            return MERGED_COMUNI.get(own, own)
        return chance.weighted(places.then if age > 40 else places.now)

    def _code(self, person: DemoPerson, place: str) -> str:
        chance = self.chance
        newcomer = person.origin is not None and place == person.origin.birthplace
        if newcomer and chance.happens(2):
            return self._unused("STP030", 10, check=False)
        if newcomer and chance.happens(2):
            return self._unused("9", 9, check=True)
        if chance.happens(2 if not newcomer else 4):
            return ""
        for _ in range(28):
            born = person.birth or self.today
            found = compute(person.surname, person.name, sex=person.sex, birth=born, place_code=place)
            if found not in self._given:
                self._given.add(found)
                return omocodia_variants(found)[1] if chance.happens(0.5) else found
            person.birth = born - timedelta(days=1) if born.day > 1 else born + timedelta(days=27)
        return ""

    def _unused(self, head: str, digits: int, *, check: bool) -> str:
        while True:
            text = head + "".join(str(self.chance.below(10)) for _ in range(digits))
            code = text + check_digit(text) if check else text
            if code not in self._given:
                self._given.add(code)
                return code


def mobile(number: int) -> str:
    """Return a mobile number in a range that is given to nobody: 300 to 309, then 555."""
    scattered = number * 7919 % 100_000
    return f"30{scattered // 10_000} 555 {scattered % 10_000:04}"


def landline(number: int) -> str:
    """Return a landline number that cannot exist: no subscriber's number begins with a zero."""
    scattered = number * 773 % 10_000
    return f"0375 00 {scattered // 100:02} {scattered % 100:02}"


def address_row(street: str, comune: Comune, *, since: date | None) -> dict[str, Any]:
    """Return an address as a row of a person."""
    row = {"street": street, "place": comune.name, "postcode": comune.cap}
    return row | ({"valid_from": since.isoformat()} if since else {})
