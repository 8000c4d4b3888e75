# SPDX-License-Identifier: EUPL-1.2
"""The diary entries about several persons of one household."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.cases import DemoCase
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.diary import Diaries
from welfaredesk.desk.demo.facts import Facts, days_facts
from welfaredesk.desk.demo.households import DemoHousehold
from welfaredesk.desk.demo.people import DemoPerson
from welfaredesk.desk.demo.sentences import listed
from welfaredesk.desk.records import type_named

KINDS = [("home_visit", 50), ("interview", 22), ("meeting", 20), ("phone_call", 8)]
_LIKELY = 34
_SPEAKS_FROM = 8


@dataclass(frozen=True, slots=True)
class Together:
    """Writes the entries that live with a household."""

    diaries: Diaries
    facts: Facts
    chance: Chance

    def of(self, home: DemoHousehold, cases: list[DemoCase], *, household: str) -> Iterator[NewRecord]:
        """Give the entries of a household: none for who lives alone or is in protection."""
        living = [member.person for member in home.living]
        if len(living) < 2 or any(person.in_protection for person in living) or not self.chance.happens(_LIKELY):
            return
        case, used = cases[0], set[str]()
        for _ in range(self.chance.between(1, 3)):
            last = (case.closed or self.diaries.calendar.today) - timedelta(days=1)
            on = case.opened + timedelta(days=self.chance.below(max(1, (last - case.opened).days)))
            entry = self._entry(case, living, on=on, used=used, household=household)
            if entry is not None:
                yield entry

    def _entry(
        self, case: DemoCase, living: list[DemoPerson], *, on: date, used: set[str], household: str
    ) -> NewRecord | None:
        chance = self.chance
        moment = self.diaries.calendar.office_hour(chance, on)
        day = moment.local().date()
        alive = [one for one in living if (one.death is None or one.death > day) and one.birth and one.birth < day]
        talking = [one for one in alive if (one.age(day) or 0) >= _SPEAKS_FROM]
        if len(talking) < 2:
            return None
        present = chance.sample(talking, chance.between(2, min(4, len(talking))))
        facts = days_facts(chance, day, later=self.facts.later(day)) | {
            "presenti": listed([one.name for one in present]),
            "uno": present[0].name,
            "altro": present[1].name,
        }
        kind = chance.weighted(KINDS)
        values = self.diaries.together(facts, kind, used=used) | {
            "kind": kind,
            "when": moment.iso(),
            "persons": [{"person": one.link} for one in present],
            "minutes": 5 * chance.between(6, 18),
            "author": case.worker.link,
            "with_whom": ", ".join(one.name for one in present),
        }
        return NewRecord(
            type=type_named("diary_entry"),
            values=values,
            identity=chance.identity(moment.utc_ms),
            root=household,
            moment=moment,
        )
