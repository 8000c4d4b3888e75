# SPDX-License-Identifier: EUPL-1.2
"""The whole demo ente as records to save, in the order in which links need them."""

from collections.abc import Iterator

from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.cases import Cases, DemoCase, number_cases, share_entries
from welfaredesk.desk.demo.casework import Casework
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.desk_work import DeskWork
from welfaredesk.desk.demo.diary import Diaries
from welfaredesk.desk.demo.directory import DirectoryRecords
from welfaredesk.desk.demo.facts import Facts
from welfaredesk.desk.demo.ferrari import Ferrari
from welfaredesk.desk.demo.households import DemoHousehold, Families
from welfaredesk.desk.demo.people import TaxCodes
from welfaredesk.desk.demo.registry import Registry
from welfaredesk.desk.demo.staff import staff_of
from welfaredesk.desk.demo.territory import Calendar, Territory
from welfaredesk.desk.demo.together import Together
from welfaredesk.desk.founding import places
from welfaredesk.desk.session import Identity

CASES_OF_A_HOUSEHOLD = 1.36
CASES_OF_A_DOUBLE = 450


class World:
    """The fictional district: its people are made at once, its records one after the other."""

    def __init__(self, identity: Identity, *, now: Moment, size: int, seed: int) -> None:
        """Make the people and their cartelle."""
        self.size = size
        self.identity = identity
        chance = self.chance = Chance(SeededIds(seed, FixedClock(now)))
        calendar = self.calendar = Calendar(now)
        territory = Territory(calendar)
        roots = places(identity.ente)
        self.staff = staff_of(chance, me=identity.operator, roster=roots["roster"], moment=now.utc_ms)
        self.directory = DirectoryRecords(chance, territory, self.staff, identity=identity, roots=roots)
        self.casework = Casework(chance, calendar, self.directory.links)
        families = Families(chance, territory, TaxCodes(chance, calendar.today), today=calendar.today)
        self.ferrari = Ferrari(families, self.staff, self.casework)
        self.giulia = self.ferrari.case()
        self.homes: list[tuple[DemoHousehold, list[DemoCase]]] = [(self.ferrari.home, [self.giulia])]
        self._settle(families, Cases(chance, territory, self.staff), territory)
        self.last_numbers = number_cases(self.cases, identity.letters)
        share_entries(chance, [case for case in self.cases if case is not self.giulia], today=calendar.today)
        self.facts = Facts(chance, territory, self.staff)
        self.diaries = Diaries(chance, self.facts, calendar)
        self.desk = DeskWork(self.casework, territory, self.staff, directory=self.directory.links)
        self.registry = Registry(chance, calendar)

    def _settle(self, families: Families, cases: Cases, territory: Territory) -> None:
        """Make households in proportion to the comuni until there are cartelle enough."""
        comuni = iter(territory.quotas(self.chance, round(self.size / CASES_OF_A_HOUSEHOLD)))
        missing = self.size - 1
        while missing > 0:
            comune = next(comuni, None) or territory.quotas(self.chance, 1)[0]
            home = families.make(comune, room=missing)
            self.homes.append((home, [cases.make(home, member) for member in home.cases]))
            missing -= len(home.cases)

    @property
    def cases(self) -> list[DemoCase]:
        """Return all the cartelle."""
        return [case for _, cases in self.homes for case in cases]

    def parts(self) -> Iterator[Iterator[NewRecord]]:
        """Give the records in parts: the checks of each know the codes of those before."""
        yield self.directory.settings()
        yield self._all()

    def _all(self) -> Iterator[NewRecord]:
        yield from self.directory.roster()
        yield from self.directory.resources()
        for home, cases in self.homes:
            yield from self._persons(home, cases)
            yield from self._household(home, cases)
            for case in cases:
                yield from self._case(case)
        known = [case for case in self.cases if not case.home.hidden]
        for case in self.chance.sample(known, max(1, self.size // CASES_OF_A_DOUBLE)):
            yield from self.registry.double(case)
        yield from self.desk.referrals(self.cases)
        yield from self.desk.contacts(self.cases)
        yield from self.desk.notes(self.cases)
        # Giulia's page says exactly what its picture does.
        yield from self.desk.today_and_near([case for case in self.cases if case is not self.giulia])
        yield from self.desk.urgencies()

    def _persons(self, home: DemoHousehold, cases: list[DemoCase]) -> Iterator[NewRecord]:
        for record in self.registry.persons(home, cases):
            if record.identity == self.giulia.person.id:
                record.values["cautions"] = self.ferrari.cautions()
            yield record

    def _household(self, home: DemoHousehold, cases: list[DemoCase]) -> Iterator[NewRecord]:
        made = list(self.registry.households(home, cases))
        yield from made
        # What concerns the household lives with the one that it is in fact, where there are two.
        yield from Together(self.diaries, self.facts, self.chance).of(home, cases, household=str(made[-1].identity))

    def _case(self, case: DemoCase) -> Iterator[NewRecord]:
        yield from self.casework.cartella(case)
        yield from self.casework.network(case)
        if case is self.giulia:
            yield from self.ferrari.records(case)
            return
        yield from self.diaries.of(case)
        yield from self.casework.deadlines(case)
        yield from self.casework.documents(case)
        yield from self.casework.appointments(case, self.calendar.today)

    def numbers(self) -> dict[tuple[str, int], int]:
        """Return the last number given in each register and year."""
        cases = {("case_file", year): last for year, last in self.last_numbers.items()}
        episodes = {("care_episode", year): last for year, last in self.casework.last_numbers.items()}
        return cases | episodes | self.desk.numbers
