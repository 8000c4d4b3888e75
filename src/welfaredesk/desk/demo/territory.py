# SPDX-License-Identifier: EUPL-1.2
"""The fictional district: which comune gets how much, who serves it, streets, and the days of the past."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

from welfaredesk.base.clock import Moment
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.words import names
from welfaredesk.desk.resources import Comune, SampleEnte, sample_ente

SUMMER_OFFSET, WINTER_OFFSET = 120, 60
_MILLISECONDS = 1000
_SATURDAY = 5
HOLIDAYS = {(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)}
"""The holidays of fixed date, as month and day."""
_YEARS_BACK = 9


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _italian_offset(day: date) -> int:
    """Return the minutes that Italian time is ahead of UTC on a day (directive 2000/84/EC)."""
    summer = _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)
    return SUMMER_OFFSET if summer else WINTER_OFFSET


@dataclass(slots=True)
class Calendar:
    """The days of the demo ente, seen from now."""

    now: Moment
    today: date = field(init=False)
    _italian: bool = field(init=False)

    def __post_init__(self) -> None:
        """Note whether the PC keeps Italian time."""
        self.today = self.now.local().date()
        self._italian = self.now.offset == _italian_offset(self.today)

    def at(self, day: date, minutes: int) -> Moment:
        """Return the moment so many minutes after midnight, in Italian time when the PC keeps it."""
        offset = _italian_offset(day) if self._italian else self.now.offset
        zone = timezone(timedelta(minutes=offset))
        return Moment.from_datetime(datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, tzinfo=zone))

    def working_day(self, day: date) -> date:
        """Return the day itself, or the last working one before a weekend or a holiday."""
        while day.weekday() >= _SATURDAY or (day.month, day.day) in HOLIDAYS:
            day -= timedelta(days=1)
        return day

    def office_hour(self, chance: Chance, day: date) -> Moment:
        """Return a moment of a working day in office hours, never later than now."""
        minutes = 5 * chance.weighted([(chance.between(102, 152), 62), (chance.between(168, 215), 38)])
        found = self.at(self.working_day(day), minutes)
        earlier = self.working_day(self.today - timedelta(days=1))
        return found if found < self.now else self.at(earlier, minutes)


@dataclass(slots=True)
class Territory:
    """The comuni with their weights."""

    calendar: Calendar
    ente: SampleEnte = field(default_factory=sample_ente)

    def quotas(self, chance: Chance, count: int) -> list[Comune]:
        """Return `count` comuni in proportion to their inhabitants, by largest remainder, shuffled."""
        comuni = self.ente.comuni
        whole = sum(one.men + one.women for one in comuni)
        exact = [(one, (one.men + one.women) * count / whole) for one in comuni]
        found = [one for one, share in exact for _ in range(int(share))]
        by_rest = sorted(exact, key=lambda pair: (int(pair[1]) - pair[1], pair[0].name))
        found += [one for one, _ in by_rest[: count - len(found)]]
        return chance.sample(found, len(found))

    def near(self, chance: Chance, comune: Comune) -> Comune:
        """Return the same comune, or another of the district."""
        if chance.happens(45):
            return comune
        weights: list[tuple[Comune, float]] = [(one, one.men + one.women) for one in self.ente.comuni]
        return chance.weighted(weights)

    def street(self, chance: Chance) -> str:
        """Return a street with its number."""
        letter = chance.weighted([("", 88), ("/A", 8), ("/B", 4)])
        return f"{chance.pick(names().streets)} {chance.between(1, 98)}{letter}"

    def first_moment(self, chance: Chance) -> int:
        """Return a millisecond of the past years, for the id of a person entered then."""
        back = timedelta(days=chance.between(1, _YEARS_BACK * 365))
        return self.calendar.now.utc_ms - int(back.total_seconds()) * _MILLISECONDS

    def labels(self, comune: Comune) -> dict[str, str]:
        """Return what the services are called in the sub-ambito of a comune."""
        return next(one.labels for one in self.ente.sub_ambiti if one.code == comune.sub_ambito)

    def short(self, comune: Comune) -> str:
        """Return the short name of the body that serves a comune."""
        return next(one.short for one in self.ente.sub_ambiti if one.code == comune.sub_ambito)
