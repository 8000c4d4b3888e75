# SPDX-License-Identifier: EUPL-1.2
"""What a diary can say of a case: the words for the person, the relatives, the services and the days."""

from collections.abc import Callable
from datetime import date, timedelta

from welfaredesk.desk.demo.cases import ADULT, DemoCase
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.households import DemoHousehold, Member
from welfaredesk.desk.demo.people import DemoPerson
from welfaredesk.desk.demo.sentences import noun
from welfaredesk.desk.demo.staff import Staff
from welfaredesk.desk.demo.territory import Territory

MONTHS = (
    *("gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno"),
    *("luglio", "agosto", "settembre", "ottobre", "novembre", "dicembre"),
)
WEEKDAYS = ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì")
NUMBERS = ("due", "tre", "quattro", "cinque")
HOURS = ("quattro", "sei", "otto", "dieci", "dodici")
FACILITIES = ("Casa di riposo San Rocco", "Residenza Al Ponte")
SCHOOLS = (
    (3, "scuola dell'infanzia"),
    (6, "scuola primaria"),
    (11, "scuola media"),
    (14, "scuola superiore"),
)
_SCHOOL_ENDS = 19
_PAEDIATRICIAN_ENDS = 14
_SIBLINGS = {"F": ("la", "sorella"), "M": ("il", "fratello")}
_CHILDREN = {"F": ("la", "figlia"), "M": ("il", "figlio")}
_SPOUSES = {"F": ("la", "moglie"), "M": ("il", "marito")}
_PARTNERS = {"F": ("la", "compagna"), "M": ("il", "compagno")}


def ending(person: DemoPerson) -> str:
    """Return the ending of the adjectives that go with a person."""
    return "a" if person.sex == "F" else "o"


def titled(person: DemoPerson) -> tuple[str, str]:
    """Return article and words for an adult: «la», «signora Conti»."""
    return ("la", f"signora {person.surname}") if person.sex == "F" else ("il", f"signor {person.surname}")


def named(words: tuple[str, str], person: DemoPerson) -> tuple[str, str]:
    """Return article and words for a relative, with the name unless the person is in protection."""
    article, word = words
    return article, word if person.in_protection else f"{word} {person.name}"


def persons_facts(case: DemoCase) -> dict[str, str]:
    """Return the words for the person of a case and for the relatives: they stay the same from day to day."""
    person, home = case.person, case.home
    facts = {
        "nome": person.name,
        "o": ending(person),
        "lo": "la" if person.sex == "F" else "lo",
        "gli": "le" if person.sex == "F" else "gli",
        "comune": person.comune.name,
    }
    return facts | _RELATIVES.get(case.member.role, _of_adult)(home, case.member)


def _first(members: list[Member], than: Member | None = None) -> DemoPerson | None:
    return next((one.person for one in members if one is not than), None)


def _of_child(home: DemoHousehold, member: Member) -> dict[str, str]:
    facts: dict[str, str] = {}
    if _first(home.of("mother")):
        facts |= noun("madre", ("la", "madre"))
    if _first(home.of("father")):
        facts |= noun("padre", ("il", "padre"))
    if _first(home.of("grandmother")):
        facts |= noun("nonna", ("la", "nonna"))
    sibling = _first(home.of("child"), member)
    if sibling is not None:
        facts |= noun("fratello", named(_SIBLINGS[sibling.sex], sibling))
    return facts


def _of_mother(home: DemoHousehold, member: Member) -> dict[str, str]:
    kids = [one for one in home.of("child") if one.relation == "child"]
    if home.story == "disabled_adult":
        outside = _first([one for one in home.of("child") if one.relation is None])
        return _grown(outside) if outside else {}
    if len(kids) == 1:
        return noun("figli", named(_CHILDREN[kids[0].person.sex], kids[0].person))
    return noun("figli", ("i", "figli"))


def _grown(person: DemoPerson) -> dict[str, str]:
    return noun("figlio", named(_CHILDREN[person.sex], person)) | {"figlio_o": ending(person)}


def _of_elder(home: DemoHousehold, member: Member) -> dict[str, str]:
    facts: dict[str, str] = {}
    other = _first(home.of("elder", "spouse"), member)
    if other is not None:
        facts |= noun("coniuge", _SPOUSES[other.sex]) | {"coniuge_o": ending(other)}
    grown = _first(home.of("grown_child"))
    if grown is not None:
        facts |= _grown(grown)
    carer = _first(home.of("carer"))
    if carer is not None:
        facts |= noun("badante", ("la", f"signora {carer.name}"))
    return facts


def _of_adult(home: DemoHousehold, member: Member) -> dict[str, str]:
    facts: dict[str, str] = {}
    other = next((one for one in home.of("adult", "partner") if one is not member), None)
    if other is not None:
        married = "spouse" in {other.relation, member.relation}
        facts |= noun("partner", (_SPOUSES if married else _PARTNERS)[other.person.sex])
    sibling = _first(home.of("sibling"))
    if sibling is not None:
        facts |= noun("fratello", named(_SIBLINGS[sibling.sex], sibling))
    if _first(home.of("old_mother")):
        facts |= noun("madre", ("la", "madre"))
    return facts


_RELATIVES: dict[str, Callable[[DemoHousehold, Member], dict[str, str]]] = {
    "child": _of_child,
    "mother": _of_mother,
    "elder": _of_elder,
    "spouse": _of_elder,
}


def school(age: int) -> str:
    """Return the school that somebody of that age goes to, or nothing."""
    if age >= _SCHOOL_ENDS:
        return ""
    return next((name for least, name in reversed(SCHOOLS) if age >= least), "")


def days_facts(chance: Chance, on: date, *, later: date) -> dict[str, str]:
    """Return the words for days, months, hours and amounts as they are said on a day."""
    day = f"{later.day} {MONTHS[later.month - 1]}"
    elided = later.day in {8, 11}
    return {
        "il_giorno": f"l'{day}" if elided else f"il {day}",
        "al_giorno": f"all'{day}" if elided else f"al {day}",
        "del_giorno": f"dell'{day}" if elided else f"del {day}",
        "mese_scorso": MONTHS[on.month - 2],
        "mese_prossimo": MONTHS[on.month % 12],
        "giorno_settimana": chance.pick(WEEKDAYS),
        "ora": f"{chance.between(8, 17)}.{chance.pick(('00', '15', '30', '45'))}",
        "numero": chance.pick(NUMBERS),
        "ore": chance.pick(HOURS),
        "euro": str(10 * chance.between(6, 62)),
        "protocollo": str(chance.between(1000, 9800)),
    }


class Facts:
    """Makes the facts of a diary entry."""

    def __init__(self, chance: Chance, territory: Territory, staff: Staff) -> None:
        """Take where the words come from."""
        self.chance = chance
        self.territory = territory
        self.staff = staff

    def later(self, on: date) -> date:
        """Return a working day of the weeks after a day."""
        return self.territory.calendar.working_day(on + timedelta(days=self.chance.between(8, 45)))

    def of(self, case: DemoCase, still: dict[str, str], *, on: date, later: date) -> dict[str, str]:
        """Return all the facts of a case on a day; `still` are those of its persons."""
        chance, person = self.chance, case.person
        age = person.age(on) or 0
        labels = self.territory.labels(case.home.comune)
        facts = still | days_facts(chance, on, later=later)
        facts |= {
            "educativa": labels["educational_support"],
            "saap": labels["school_support"],
            "sil": labels["work_inclusion"],
            "collega": self.staff.other(chance, case.worker).called,
            "comune_vicino": self.territory.near(chance, case.home.comune).name,
        }
        if age >= ADULT:
            facts |= noun("sig", titled(person))
        if "madre" in still and age < ADULT and chance.happens(30):
            facts |= self._mother(case)
        where = school(age)
        if where:
            facts |= noun("scuola", ("la", where))
        small = age < _PAEDIATRICIAN_ENDS
        facts |= noun("medico", ("la", "pediatra")) if small else noun("medico", ("il", "medico di famiglia"))
        return facts | noun("struttura", ("la", chance.pick(FACILITIES)))

    def _mother(self, case: DemoCase) -> dict[str, str]:
        mother = _first(case.home.of("mother"))
        if mother is None or mother.in_protection:
            return {}
        return noun("madre", titled(mother))
