# SPDX-License-Identifier: EUPL-1.2
"""The fictional households: who lives with whom, who else is near, with ages that make sense."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.people import (
    DemoPerson,
    TaxCodes,
    birth_at,
    child_surname,
    first_name,
    surname_of,
)
from welfaredesk.desk.demo.territory import Territory
from welfaredesk.desk.demo.words import Origin, names
from welfaredesk.desk.resources import Comune

LEAST_GAP, MOST_GAP = 20, 41
"""Years between a mother and a child."""
OLDEST_CHILD = 20
CARER_ORIGINS = ("ukraine", "moldova", "romania")


@dataclass(slots=True)
class Member:
    """A person of a household or near it: `role` in the story, relation to the reference person on the registry."""

    person: DemoPerson
    role: str
    relation: str | None


@dataclass(slots=True)
class DemoHousehold:
    """A household with its relatives outside, and which members have a cartella.

    `hidden` when its address is protected, `wide` when the grandmother lives there in fact.
    """

    number: int
    story: str
    comune: Comune
    street: str
    origin: Origin | None
    members: list[Member] = field(default_factory=list)
    cases: list[Member] = field(default_factory=list)
    hidden: bool = False
    wide: bool = False

    @property
    def living(self) -> list[Member]:
        """Return who is on the registry household."""
        return [member for member in self.members if member.relation is not None]

    def of(self, *roles: str) -> list[Member]:
        """Return the members with those roles."""
        return [member for member in self.members if member.role in roles]


class Families:
    """Makes households, one after the other."""

    def __init__(self, chance: Chance, territory: Territory, tax_codes: TaxCodes, *, today: date) -> None:
        """Begin with none."""
        self.chance = chance
        self.territory = territory
        self.tax_codes = tax_codes
        self.today = today
        self._made = 0

    def make(self, comune: Comune, *, room: int) -> DemoHousehold:
        """Return a household of that comune with one cartella at least, `room` at most."""
        chance = self.chance
        story = chance.weighted(STORIES)
        share = comune.foreigners_2020 / (comune.italians_2020 + comune.foreigners_2020)
        foreign = chance.happens(share * 100 * FOREIGN_FACTORS[story])
        origin = chance.weighted([(one, one.weight) for one in names().origins]) if foreign else None
        home = DemoHousehold(self._made, story, comune, self.territory.street(chance), origin)
        self._made += 1
        _BUILDERS[story](self, home)
        home.cases = home.cases[: max(1, room)]
        return home

    def person(self, home: DemoHousehold, sex: str, *, age: int, surname: str = "", origin: str = "") -> DemoPerson:
        """Return a new person of a household."""
        chance = self.chance
        own = next((one for one in names().origins if one.code == origin), None) if origin else home.origin
        birth = birth_at(chance, age, today=self.today)
        made = DemoPerson(
            id=chance.identity(self.territory.first_moment(chance)),
            surname=surname or surname_of(chance, sex, origin=own),
            name=first_name(chance, sex, age=age, origin=own),
            sex=sex,
            birth=birth,
            origin=own,
            comune=home.comune,
            address=home.street,
            household=home.number,
        )
        while any(m.person.name == made.name and m.person.surname == made.surname for m in home.members):
            made.name = first_name(chance, sex, age=age, origin=own)
        self.tax_codes.identify(made)
        return made

    def join(self, home: DemoHousehold, person: DemoPerson, *, role: str, relation: str | None) -> Member:
        """Put a person into a household, or near it when there is no relation on the registry."""
        member = Member(person, role, relation)
        home.members.append(member)
        if relation is None:
            person.comune = self.territory.near(self.chance, home.comune)
            person.address = self.territory.street(self.chance)
        return member


def _elder(families: Families, home: DemoHousehold, *, sex: str = "") -> Member:
    chance = families.chance
    sex = sex or ("F" if chance.happens(64) else "M")
    elder = families.person(home, sex, age=chance.between(70, 94))
    member = families.join(home, elder, role="elder", relation="reference")
    home.cases.append(member)
    return member


def _grown_children(families: Families, home: DemoHousehold, elder: Member, *, relation: str | None = None) -> None:
    chance = families.chance
    age = elder.person.age(families.today) or LEAST_GAP
    for _ in range(1 if relation else chance.weighted([(0, 12), (1, 45), (2, 43)])):
        sex = chance.pick("FM")
        years = age - chance.between(23, 36)
        surname = elder.person.surname if elder.person.sex == "M" else ""
        families.join(
            home, families.person(home, sex, age=years, surname=surname), role="grown_child", relation=relation
        )


def _elder_alone(families: Families, home: DemoHousehold) -> None:
    _grown_children(families, home, _elder(families, home))


def _elder_couple(families: Families, home: DemoHousehold) -> None:
    chance = families.chance
    husband = _elder(families, home, sex="M")
    age = (husband.person.age(families.today) or 0) - chance.between(-1, 6)
    wife = families.join(home, families.person(home, "F", age=max(age, 64)), role="spouse", relation="spouse")
    _grown_children(families, home, wife)
    for child in home.of("grown_child"):
        if home.origin is None:
            child.person.surname = husband.person.surname
            families.tax_codes.identify(child.person)
    if chance.happens(35):
        home.cases.append(wife)


def _elder_carer(families: Families, home: DemoHousehold) -> None:
    chance = families.chance
    elder = _elder(families, home)
    carer = families.person(home, "F", age=chance.between(40, 63), origin=chance.pick(CARER_ORIGINS))
    families.join(home, carer, role="carer", relation="live_in_carer")
    _grown_children(families, home, elder)


def _elder_with_child(families: Families, home: DemoHousehold) -> None:
    _grown_children(families, home, _elder(families, home), relation="child")


def _parents(families: Families, home: DemoHousehold, *, age: int, together: bool) -> tuple[Member, Member]:
    """Add a mother of that age and a father, who lives elsewhere when they are not together."""
    chance = families.chance
    married = chance.happens(75)
    father = families.person(home, "M", age=age + chance.between(-3, 9))
    mother = families.person(home, "F", age=age)
    if together:
        him = families.join(home, father, role="father", relation="reference")
        her = families.join(home, mother, role="mother", relation="spouse" if married else "partner")
        return her, him
    her = families.join(home, mother, role="mother", relation="reference")
    return her, families.join(home, father, role="father", relation=None)


def _kids(
    families: Families, home: DemoHousehold, father: DemoPerson, *, mother_age: int, ages: list[int]
) -> list[Member]:
    chance = families.chance
    found = []
    for years in sorted(ages, reverse=True):
        if not LEAST_GAP <= mother_age - years <= MOST_GAP:
            continue
        sex = chance.pick("FM")
        surname = child_surname(chance, sex, origin=home.origin, father=father.surname)
        kid = families.person(home, sex, age=years, surname=surname)
        found.append(families.join(home, kid, role="child", relation="child"))
    return found


def _ages(chance: Chance, youngest: int, *, count: int) -> list[int]:
    ages = [youngest]
    while len(ages) < count:
        ages.append(ages[-1] + chance.between(2, 5))
    return [age for age in ages if age <= OLDEST_CHILD] or [youngest]


def _with_children(families: Families, home: DemoHousehold, *, together: bool) -> tuple[Member, list[Member]]:
    chance = families.chance
    more = 1 if home.origin is not None else 0
    count = chance.weighted([(1, 34), (2, 40), (3, 20), (4, 6)]) + (more if chance.happens(50) else 0)
    ages = _ages(chance, chance.between(0, 15), count=count)
    mother_age = max(ages) + chance.between(LEAST_GAP + 1, 33)
    mother, father = _parents(families, home, age=mother_age, together=together)
    return mother, _kids(families, home, father.person, mother_age=mother_age, ages=ages)


def _family(families: Families, home: DemoHousehold) -> None:
    mother, kids = _with_children(families, home, together=True)
    chance = families.chance
    home.cases = chance.sample(kids, chance.weighted([(1, 60), (2, 30), (3, 10)]))
    if chance.happens(18):
        home.cases.append(mother)


def _single_mother(families: Families, home: DemoHousehold) -> None:
    mother, kids = _with_children(families, home, together=False)
    chance = families.chance
    if chance.happens(32):
        age = (mother.person.age(families.today) or 0) + chance.between(LEAST_GAP + 1, 34)
        families.join(home, families.person(home, "F", age=age), role="grandmother", relation=None)
        home.wide = chance.happens(70)
    home.cases = chance.sample(kids, chance.weighted([(1, 62), (2, 30), (3, 8)]))
    if chance.happens(28):
        home.cases.append(mother)


def _disabled_child(families: Families, home: DemoHousehold) -> None:
    _, kids = _with_children(families, home, together=families.chance.happens(85))
    home.cases = families.chance.sample(kids, 1)


def _disabled_adult(families: Families, home: DemoHousehold) -> None:
    chance = families.chance
    age = chance.between(19, 58)
    mother_age = age + chance.between(LEAST_GAP + 1, 38)
    her, him = _parents(families, home, age=mother_age, together=True)
    if mother_age > 84 or chance.happens(20):
        home.members.remove(him)
        her.relation = "reference"
    kids = _kids(families, home, him.person, mother_age=mother_age, ages=[age])
    if chance.happens(35):
        years = max(18, mother_age - MOST_GAP, min(age + chance.between(-8, 6), mother_age - LEAST_GAP))
        brother = families.person(home, chance.pick("FM"), age=years, surname="" if home.origin else him.person.surname)
        families.join(home, brother, role="child", relation=None)
    home.cases = kids[:1]
    if mother_age > 72 and chance.happens(45):
        home.cases.append(her)


def _adult_alone(families: Families, home: DemoHousehold) -> None:
    chance = families.chance
    sex = "M" if chance.happens(62) else "F"
    adult = families.person(home, sex, age=chance.between(24, 67))
    home.cases.append(families.join(home, adult, role="adult", relation="reference"))
    age = adult.age(families.today) or 0
    if chance.happens(45):
        other = families.person(home, chance.pick("FM"), age=max(19, age + chance.between(-9, 9)))
        if home.origin is None:
            other.surname = adult.surname
            families.tax_codes.identify(other)
        families.join(home, other, role="sibling", relation=None)
    if age < 52 and chance.happens(35):
        mother = families.person(home, "F", age=age + chance.between(LEAST_GAP + 1, 36))
        families.join(home, mother, role="old_mother", relation=None)


def _couple(families: Families, home: DemoHousehold) -> None:
    chance = families.chance
    age = chance.between(27, 64)
    sex = chance.pick("FM")
    adult = families.join(home, families.person(home, sex, age=age), role="adult", relation="reference")
    other = families.person(home, "M" if sex == "F" else "F", age=max(22, age + chance.between(-6, 6)))
    partner = families.join(home, other, role="partner", relation="spouse" if chance.happens(60) else "partner")
    home.cases = [adult, partner] if chance.happens(35) else [adult]


def _protected(families: Families, home: DemoHousehold) -> None:
    mother, kids = _with_children(families, home, together=False)
    home.cases = [mother, *kids[:2]]
    home.hidden = True
    for member in (mother, *kids):
        member.person.in_protection = True


STORIES: list[tuple[str, float]] = [
    ("elder_alone", 22),
    ("elder_couple", 12),
    ("elder_carer", 6),
    ("elder_with_child", 4),
    ("family", 20),
    ("single_mother", 13),
    ("disabled_child", 6.5),
    ("disabled_adult", 7),
    ("adult_alone", 10.5),
    ("couple", 6),
    ("protected", 0.6),
]
FOREIGN_FACTORS = {
    "elder_alone": 0.15,
    "elder_couple": 0.2,
    "elder_carer": 0.0,
    "elder_with_child": 0.5,
    "family": 1.7,
    "single_mother": 1.5,
    "disabled_child": 1.5,
    "disabled_adult": 0.4,
    "adult_alone": 1.3,
    "couple": 1.6,
    "protected": 1.6,
}
"""How much oftener than in the whole population a story is one of foreign residents; the mean is about one."""
_BUILDERS: dict[str, Callable[[Families, DemoHousehold], None]] = {
    "elder_alone": _elder_alone,
    "elder_couple": _elder_couple,
    "elder_carer": _elder_carer,
    "elder_with_child": _elder_with_child,
    "family": _family,
    "single_mother": _single_mother,
    "disabled_child": _disabled_child,
    "disabled_adult": _disabled_adult,
    "adult_alone": _adult_alone,
    "couple": _couple,
    "protected": _protected,
}
