# SPDX-License-Identifier: EUPL-1.2
"""The case that pictures and stories of the program come back to: Giulia Ferrari, nine years old, of Gussola."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.cases import DemoCase, DemoEpisode
from welfaredesk.desk.demo.casework import Casework
from welfaredesk.desk.demo.households import DemoHousehold, Families, Member
from welfaredesk.desk.demo.people import DemoPerson, birth_at
from welfaredesk.desk.demo.staff import Staff
from welfaredesk.desk.demo.words import Written, ferrari_texts
from welfaredesk.domain.kinds import RESERVED

BORN = date(2017, 3, 14)
OPENED = date(2025, 2, 3)
COMUNE = "Gussola"
_MOTHER_AGE, _BROTHER_AGE, _GRANDMOTHER_AGE, _FATHER_AGE = 41, 6, 70, 44


class Ferrari:
    """The household of Giulia, with the words and the days that never change."""

    def __init__(self, families: Families, staff: Staff, casework: Casework) -> None:
        """Make the persons."""
        self.families = families
        self.staff = staff
        self.casework = casework
        self.chance = families.chance
        self.calendar = families.territory.calendar
        self.today = families.today
        comune = next(one for one in families.territory.ente.comuni if one.name == COMUNE)
        self.home = DemoHousehold(-1, "single_mother", comune, "via Argine Po 12", None, hidden=True, wide=True)
        self.mother = self._join("F", "Conti", "Sara", age=_MOTHER_AGE, role="mother", relation="reference")
        self.giulia = self._join("F", "Ferrari", "Giulia", birth=self._born(), role="child", relation="child")
        self.marco = self._join("M", "Ferrari", "Marco", age=_BROTHER_AGE, role="child", relation="child")
        self.grandmother = self._join("F", "Riva", "Ada", age=_GRANDMOTHER_AGE, role="grandmother", relation=None)
        self._join("M", "Ferrari", "Denis", age=_FATHER_AGE, role="father", relation=None)
        self.home.cases = [self.giulia]

    def _born(self) -> date:
        # She keeps her birthday, and her nine years when the clock is far from those of the pictures.
        return BORN if self.today >= OPENED + timedelta(days=30) else birth_at(self.chance, 9, today=self.today)

    def _join(
        self,
        sex: str,
        surname: str,
        name: str,
        *,
        role: str,
        relation: str | None,
        age: int = 0,
        birth: date | None = None,
    ) -> Member:
        person: DemoPerson = self.families.person(self.home, sex, age=age, surname=surname)
        person.name, person.birth = name, birth or birth_at(self.chance, age, today=self.today)
        person.values.clear()
        member = self.families.join(self.home, person, role=role, relation=relation)
        person.comune = self.home.comune
        self.families.tax_codes.identify(person)
        return member

    def case(self) -> DemoCase:
        """Return Giulia's cartella, in carico from 3 February 2025."""
        opened = OPENED if self.today > OPENED + timedelta(days=30) else self.today - timedelta(days=625)
        me = self.staff.me
        found = DemoCase(
            member=self.giulia,
            home=self.home,
            areas=["family"],
            opened=opened,
            worker=me,
            manager=me,
            judicial=True,
            themes=["scuola", "cura"],
        )
        found.episodes = [DemoEpisode(opened=opened, closed=None, reason=None, status="in_care", kind="new")]
        return found

    def cautions(self) -> list[dict[str, str]]:
        """Return Giulia's cautions, the gravest first."""
        since = (self.today - timedelta(days=200)).isoformat()
        return [
            {"kind": "protected_address", "since": since, "reason": "decisione dello staff di progetto"},
            {"kind": "do_not_call_home", "since": since, "reason": "chiamare la madre al cellulare, al mattino"},
            {"kind": "court_order", "since": since, "until": self._due(12), "reason": "decreto del TM"},
        ]

    def _due(self, days: int) -> str:
        return (self.today + timedelta(days=days)).isoformat()

    def records(self, case: DemoCase) -> Iterator[NewRecord]:
        """Give the diary and the deadlines of the pictures."""
        for one in ferrari_texts().recent:
            if (self.today - case.opened).days > one.back:
                yield self._entry(case, one)
        for title, days in ferrari_texts().deadlines:
            yield self.casework.deadline(case, title, due=self.today + timedelta(days=days))

    def _entry(self, case: DemoCase, one: Written) -> NewRecord:
        moment = self.calendar.at(self.calendar.working_day(self.today - timedelta(days=one.back)), one.minute)
        values: dict[str, Any] = {
            "kind": one.kind,
            "when": moment.iso(),
            "person": case.person.link,
            "author": case.worker.link,
            "with_whom": one.with_whom,
            "minutes": one.minutes,
            "protocol_number": one.protocol_number,
            "facts": one.facts,
            "third_parties": one.third_parties,
            "third_parties_who": one.third_parties_who,
            "evaluation": one.evaluation,
        }
        follow_up = self.calendar.working_day(self.today + timedelta(days=one.follow_up))
        values["text"] = one.text.format(follow_up=f"{follow_up.day}/{follow_up.month}")
        if one.follow_up:
            values["follow_up_by"] = follow_up.isoformat()
        return self.casework.new("diary_entry", values, moment=moment, circle=RESERVED if one.reserved else None)
