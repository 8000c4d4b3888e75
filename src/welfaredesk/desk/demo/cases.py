# SPDX-License-Identifier: EUPL-1.2
"""The fictional cartelle: whose, since when, followed by whom, in which areas, how they ended."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.households import DemoHousehold, Member
from welfaredesk.desk.demo.people import DemoPerson
from welfaredesk.desk.demo.staff import Staff, Worker
from welfaredesk.desk.demo.territory import Territory
from welfaredesk.desk.demo.words import diary_texts

ADULT = 18
ENTRIES_OF_A_CASE = 7.0
_LEAST_LENGTH = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoEpisode:
    """A presa in carico of a cartella."""

    opened: date
    closed: date | None
    reason: str | None
    status: str
    kind: str


@dataclass(slots=True, kw_only=True)
class DemoCase:
    """A cartella with what its records are made from."""

    member: Member
    home: DemoHousehold
    areas: list[str]
    opened: date
    worker: Worker
    manager: Worker
    judicial: bool
    closed: date | None = None
    episodes: list[DemoEpisode] = field(default_factory=list)
    number: str = ""
    entries: int = 0
    themes: list[str] = field(default_factory=list)

    @property
    def person(self) -> DemoPerson:
        """Return whose cartella it is."""
        return self.member.person

    @property
    def area(self) -> str:
        """Return the prevalent area."""
        return self.areas[0]

    @property
    def state(self) -> str:
        """Return the state of the cartella."""
        if self.closed is not None:
            return "closed"
        return "reopened" if len(self.episodes) > 1 else "open"

    def texts(self, on: date) -> str:
        """Return the name of the texts that fit the case on a day."""
        grown = (self.person.age(on) or 0) >= ADULT
        return "parent" if self.area == "family" and grown and self.member.role != "child" else self.area


_AREAS_OF_ADULTS = [("poverty", 36), ("housing", 20), ("work", 20), ("addiction", 16), ("disability", 8)]
_SECOND = {
    "elderly": [("disability", 60), ("poverty", 25), ("housing", 15)],
    "family": [("poverty", 40), ("housing", 20), ("disability", 20), ("immigration", 20)],
    "disability": [("elderly", 20), ("poverty", 30), ("work", 50)],
    "poverty": [("housing", 45), ("work", 55)],
    "housing": [("poverty", 60), ("work", 40)],
    "work": [("poverty", 100)],
    "addiction": [("work", 50), ("housing", 50)],
    "immigration": [("work", 60), ("family", 40)],
    "violence": [("family", 70), ("housing", 30)],
}
_REASONS = {
    "elderly": [("death", 46), ("other_service", 24), ("goals_reached", 14), ("interrupted", 8), ("filed", 8)],
    "family": [("goals_reached", 42), ("moved", 24), ("interrupted", 12), ("other_service", 14), ("filed", 8)],
}
_OTHER_REASONS = [("goals_reached", 36), ("moved", 18), ("interrupted", 24), ("other_service", 12), ("filed", 10)]


class Cases:
    """Makes the cartelle of households."""

    def __init__(self, chance: Chance, territory: Territory, staff: Staff) -> None:
        """Begin with none."""
        self.chance = chance
        self.staff = staff
        self.today = territory.calendar.today
        self.calendar = territory.calendar

    def make(self, home: DemoHousehold, member: Member) -> DemoCase:
        """Return the cartella of a member of a household."""
        chance = self.chance
        areas = self._areas(home, member)
        judicial = areas[0] in {"family", "violence"} and chance.happens(20 if areas[0] == "family" else 60)
        base = self.staff.base(chance, home.comune)
        worker = self.staff.protection(home.comune) if judicial and member.role == "child" else base
        opened = self._opened(member, areas[0])
        case = DemoCase(
            member=member, home=home, areas=areas, opened=opened, worker=worker, manager=base, judicial=judicial
        )
        self._close(case)
        known = list(diary_texts(case.texts(opened)).themes)
        case.themes = chance.sample(known, 2)
        return case

    def _areas(self, home: DemoHousehold, member: Member) -> list[str]:
        chance = self.chance
        if home.story == "protected":
            areas = ["violence" if member.role == "mother" else "family"]
        elif member.role in {"elder", "spouse"}:
            areas = ["elderly"]
        elif home.story.startswith("disabled"):
            areas = ["disability" if member.role == "child" else "elderly"]
        elif member.role == "child":
            areas = ["family"]
        elif member.role == "mother":
            areas = [chance.weighted([("family", 60), ("poverty", 25), ("housing", 15)])]
        elif home.origin is not None and chance.happens(30):
            areas = ["immigration"]
        else:
            areas = [chance.weighted(_AREAS_OF_ADULTS)]
        if chance.happens(24):
            areas.append(chance.weighted(_SECOND[areas[0]]))
        return areas

    def _opened(self, member: Member, area: str) -> date:
        chance = self.chance
        least, most = chance.weighted(
            [((3, 60), 6), ((61, 365), 21), ((366, 1100), 33), ((1101, 2200), 25), ((2201, 4300), 15)]
        )
        opened = self.today - timedelta(days=chance.between(least, most))
        birth = member.person.birth
        if birth is not None:
            earliest = birth + timedelta(days=25)
            if area in {"poverty", "housing", "work", "addiction", "immigration"} or member.role != "child":
                earliest = birth.replace(day=1, year=birth.year + ADULT) + timedelta(days=40)
            of_age = _of_age(birth)
            if area == "family" and member.role == "child" and of_age <= self.today:
                opened = of_age - timedelta(days=chance.between(120, 2200))
            opened = max(opened, min(earliest, self.today))
        return self.calendar.working_day(opened)

    def _close(self, case: DemoCase) -> None:
        """Decide how the cartella stands and of which episodes it is made."""
        chance, today = self.chance, self.today
        age = (today - case.opened).days
        birth = case.person.birth
        minor_no_more = (
            case.area == "family" and case.member.role == "child" and birth is not None and _of_age(birth) <= today
        )
        if minor_no_more and birth is not None:
            case.closed = _of_age(birth)
            case.episodes = [self._ended(case, case.opened, case.closed, "of_age")]
            return
        likely = 3 if age < 180 else 12 if age < 365 else 30 if age < 1100 else 42
        if age <= _LEAST_LENGTH + 40 or not chance.happens(likely):
            case.episodes = [self._running(case, case.opened, kind="continuing" if age > 365 else "new")]
            return
        closed = self.calendar.working_day(case.opened + timedelta(days=chance.between(_LEAST_LENGTH, age - 12)))
        reason = chance.weighted(_REASONS.get(case.area, _OTHER_REASONS))
        again = (today - closed).days > 200 and reason != "death" and chance.happens(15)
        first = self._ended(case, case.opened, closed, reason)
        if again:
            back = closed + timedelta(days=chance.between(60, (today - closed).days - 20))
            case.episodes = [first, self._running(case, self.calendar.working_day(back), kind="new")]
            return
        case.closed, case.episodes = closed, [first]
        if reason == "death":
            case.person.death = closed - timedelta(days=chance.between(2, 20))

    def _ended(self, case: DemoCase, opened: date, closed: date, reason: str) -> DemoEpisode:
        kind = "continuing" if self.chance.happens(30) else "new"
        return DemoEpisode(opened=opened, closed=closed, reason=reason, status="closed", kind=kind)

    def _running(self, case: DemoCase, opened: date, *, kind: str) -> DemoEpisode:
        chance = self.chance
        days = (self.today - opened).days
        status = "in_care" if chance.happens(95) else "suspended"
        if days < 30 and chance.happens(25):
            status = "referred"
        elif days < 90 and chance.happens(60):
            status = "in_assessment"
        return DemoEpisode(opened=opened, closed=None, reason=None, status=status, kind=kind)


def _of_age(birth: date) -> date:
    """Return the eighteenth birthday; who is born on 29 February has it on 1 March."""
    leap = birth.month == 2 and birth.day == 29
    return date(birth.year + ADULT, 3, 1) if leap else birth.replace(year=birth.year + ADULT)


def number_cases(cases: list[DemoCase], letters: str) -> dict[int, int]:
    """Give every cartella its number, year by year in the order of opening, and return the last of each year."""
    last: dict[int, int] = {}
    for case in sorted(cases, key=lambda one: (one.opened, one.person.id)):
        year = case.opened.year
        last[year] = last.get(year, 0) + 1
        case.number = f"{year}/{letters}-{last[year]}"
    return last


def share_entries(chance: Chance, cases: list[DemoCase], *, today: date) -> None:
    """Share the diary entries out: many cartelle have few, few have many."""
    weights = []
    for case in cases:
        years = ((case.closed or today) - case.opened).days / 365
        weights.append((0.35 + 5.5 * chance.share() ** 3) * (years + 0.4) ** 0.5)
    whole = sum(weights)
    total = ENTRIES_OF_A_CASE * len(cases)
    for case, weight in zip(cases, weights, strict=True):
        case.entries = max(1, round(total * weight / whole))
