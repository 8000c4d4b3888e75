# SPDX-License-Identifier: EUPL-1.2
"""What passes over the desk: accesses, referrals, the operator's own notes, and the day of today."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import msgspec

from welfaredesk.base.clock import Moment
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.cases import DemoCase
from welfaredesk.desk.demo.casework import Casework
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.directory import OWN_ACCESS_POINT, Directory
from welfaredesk.desk.demo.people import first_name, mobile, surname_of
from welfaredesk.desk.demo.staff import Staff
from welfaredesk.desk.demo.territory import Territory
from welfaredesk.desk.demo.words import desk_texts

CONTACTS_OF_A_CASE = 0.555
_YEARS_OF_CONTACTS = 2
CHANNELS = [("phone", 46), ("in_person", 20), ("desk", 20), ("email", 8), ("message", 4), ("home", 2)]
NEEDS = [
    *(("information", 14), ("digital_help", 18), ("income", 12), ("food", 6), ("housing", 8), ("work", 6)),
    *(("home_care", 12), ("residential_care", 4), ("caregiver_relief", 3), ("disability", 5), ("family", 5)),
    *(("school", 3), ("early_childhood", 2), ("separation", 2), ("immigration", 4), ("protection", 2)),
    *(("transport", 4), ("isolation", 3), ("health_access", 2)),
]
OUTCOMES = [("information", 40), ("guidance", 26), ("signposting", 20), ("care_episode", 8), ("waiting_list", 6)]
SENT_ON = {
    "digital_help": "digital",
    "food": "food",
    "work": "work_c",
    "home_care": "pua",
    "caregiver_relief": "relief",
    "immigration": "italian",
    "transport": "transport",
    "isolation": "neighbour",
}
SOURCES: dict[str, list[tuple[str, float]]] = {
    "family": [
        ("school", 34),
        ("juvenile_court", 18),
        ("police", 16),
        ("family_doctor", 10),
        ("relative", 12),
        ("citizen", 10),
    ],
    "elderly": [("hospital", 36), ("family_doctor", 26), ("relative", 22), ("neighbour", 16)],
    "disability": [("child_neuropsychiatry", 46), ("relative", 24), ("school", 20), ("family_doctor", 10)],
    "poverty": [("third_sector", 34), ("comune", 30), ("citizen", 20), ("neighbour", 16)],
    "violence": [("hospital", 40), ("anti_violence_centre", 40), ("police", 20)],
}
VULNERABILITIES = {
    "family": ("parenting", "school", "family_conflict", "adolescence"),
    "elderly": ("frailty", "dementia", "isolation", "caregiver_strain"),
    "disability": ("disability", "caregiver_strain"),
    "poverty": ("income", "housing", "work", "self_neglect"),
    "violence": ("violence", "family_conflict"),
}
_CLAIMED = 42
"""In how many of a hundred cartelle a referral came first."""
_OFFICE_OPENS, _OFFICE_CLOSES = 8 * 60 + 30, 18 * 60


class DeskWork:
    """Writes what passes over the desk."""

    def __init__(self, casework: Casework, territory: Territory, staff: Staff, *, directory: Directory) -> None:
        """Begin with no number given in the registers."""
        self.casework = casework
        self.chance: Chance = casework.chance
        self.calendar = territory.calendar
        self.today = territory.calendar.today
        self.territory = territory
        self.staff = staff
        self.directory = directory
        self.numbers: dict[tuple[str, int], int] = {}

    def _number(self, what: str, year: int) -> str:
        key = (what, year)
        self.numbers[key] = self.numbers.get(key, 0) + 1
        return f"{year}/AA-{self.numbers[key]}"

    def contacts(self, cases: list[DemoCase]) -> Iterator[NewRecord]:
        """Give the accesses of the last years: some about persons known here, some about nobody by name."""
        chance = self.chance
        count = round(CONTACTS_OF_A_CASE * len(cases))
        span = _YEARS_OF_CONTACTS * 365
        days = sorted(self.today - timedelta(days=int(span * chance.share() ** 1.4)) for _ in range(count))
        for day, comune in zip(days, self.territory.quotas(chance, count), strict=True):
            moment = self.calendar.office_hour(chance, day)
            need = chance.weighted(NEEDS)
            note, information = chance.pick(desk_texts().contacts[need])
            sex = chance.pick("FFM")
            age = chance.between(28, 76)
            values: dict[str, Any] = {
                "when": moment.iso(),
                "channel": chance.weighted(CHANNELS),
                "needs": [need],
                "note": note,
                "information": information,
                "outcome": chance.weighted(OUTCOMES),
                "minutes": 5 * chance.between(1, 6),
                "comune": comune.name,
                "access_point": chance.weighted(
                    [("comune", 50), ("desk", 26), ("pua", 14), ("antenna", 6), (OWN_ACCESS_POINT[1], 4)]
                ),
                "requester": chance.weighted([("person", 56), ("relative", 34), ("institution", 6), ("other", 4)]),
                "number": self._number("contact", moment.local().year),
            }
            if chance.happens(88):
                surname = surname_of(chance, sex, origin=None)
                values["who"] = f"{surname} {first_name(chance, sex, age=age, origin=None)}"
            if chance.happens(62):
                values["phone"] = mobile(60_000 + chance.below(20_000))
            if chance.happens(26):
                values["person"] = chance.pick(cases).person.link
            if values["outcome"] == "signposting" and need in SENT_ON:
                values["sent_on_to"] = self.directory.services[SENT_ON[need]]
            yield self.casework.new("contact", values, moment=moment)

    def referrals(self, cases: list[DemoCase]) -> Iterator[NewRecord]:
        """Give the referrals of the last years, each before the cartella that it opened, in the order of arrival."""
        chance = self.chance
        since = self.today - timedelta(days=4 * 365)
        chosen = [case for case in cases if case.opened > since and chance.happens(_CLAIMED)]
        days = {id(case): case.opened - timedelta(days=chance.between(1, 16)) for case in chosen}
        for case in sorted(chosen, key=lambda one: (days[id(one)], one.person.id)):
            yield self._referral(case, days[id(case)])

    def _referral(self, case: DemoCase, day: date) -> NewRecord:
        chance = self.chance
        area = case.area if case.area in SOURCES else "poverty"
        received = max(day, case.person.birth) if case.person.birth else day
        waiting = (self.today - received).days < 12 and chance.happens(70)
        values: dict[str, Any] = {
            "number": self._number("referral", received.year),
            "received_on": received.isoformat(),
            "source": chance.weighted(SOURCES[area]),
            "person": case.person.link,
            "comune": case.home.comune.name,
            "urgency": chance.weighted([("ordinary", 52), ("soon", 32), ("urgent", 14), ("emergency", 2)]),
            "vulnerabilities": chance.sample(VULNERABILITIES[area], chance.between(1, 2)),
            "content": chance.pick(desk_texts().referrals[area]),
            "receiver": case.manager.link,
            "protocol_number": f"{chance.between(100, 18900)}/{received.year}",
        }
        if area == "violence":
            values["violence"] = chance.sample(("physical", "psychological", "economic", "stalking"), 2)
            values["author_relation"] = chance.pick(("partner", "ex_partner"))
        if values["source"] in {"relative", "neighbour", "citizen"} and chance.happens(70):
            values["referrer"] = f"{surname_of(chance, 'F', origin=None)}, {mobile(85_000 + chance.below(5000))}"
        if not waiting:
            answered = min(received + timedelta(days=chance.between(1, 14)), self.today)
            values["answered_on"] = answered.isoformat()
            values["answer"] = chance.pick(desk_texts().answers)
            values["outcome"] = chance.weighted([("care_episode", 78), ("in_assessment", 12), ("guidance", 10)])
        return self.casework.new("referral", values, moment=self.calendar.office_hour(chance, received))

    def notes(self, cases: list[DemoCase]) -> Iterator[NewRecord]:
        """Give the operator's open notes."""
        chance = self.chance
        for back, text in enumerate(desk_texts().notes[:4]):
            day = self.calendar.working_day(self.today - timedelta(days=1 + 2 * back))
            moment = self.calendar.office_hour(chance, day)
            values: dict[str, Any] = {"text": text, "when": moment.iso(), "state": "open"}
            if back == 1:
                values["about"] = chance.pick(cases).person.link
            if back == 0:
                values["remind_on"] = self.today.isoformat()
            yield self.casework.new("quick_note", values, moment=moment)

    def today_and_near(self, cases: list[DemoCase]) -> Iterator[NewRecord]:
        """Give the operator's appointments of today and of the week, and what is due now."""
        mine = [case for case in cases if case.worker is self.staff.me and case.closed is None]
        mine = mine or [case for case in cases if case.closed is None] or cases
        chance = self.chance
        order = chance.sample(mine, len(mine))
        turns = (order * 20)[:20]
        now = self.calendar.now.local()
        minutes = max(_OFFICE_OPENS, min(now.hour * 60 + now.minute, _OFFICE_CLOSES - 180)) // 15 * 15
        for case, after in zip(turns, (-60, 30, 105, 180), strict=False):
            state = "held" if after < 0 else "planned"
            yield self.casework.appointment(case, self.today, minutes=minutes + after, state=state)
        days = [self.today + timedelta(days=days) for days in range(1, 8)]
        busy = [day for day in days if day.weekday() < 5 for _ in range(2)]
        for number, (case, day) in enumerate(zip(turns[4:], busy, strict=False)):
            yield self.casework.appointment(case, day, minutes=(9 if number % 2 else 14) * 60 + 30)
        moment = self.calendar.office_hour(chance, self.today - timedelta(days=7))
        desk = {
            "when": self.calendar.at(self.calendar.working_day(self.today), _OFFICE_OPENS).iso(),
            "minutes": 60,
            "kind": "desk",
            "title": "Sportello in municipio",
            "where": self.staff.me.colleague.comune,
            "operators": [{"operator": self.staff.me.link}],
            "state": "planned",
        }
        yield self.casework.new("appointment", desk, moment=moment)
        for case, days_to in zip(turns[::-1], (-9, -2, 0, 1, 3, 6), strict=False):
            titles = [one for one in desk_texts().deadlines[case.area] if "TM" not in one]
            yield self.casework.deadline(case, chance.pick(titles), due=self.today + timedelta(days=days_to))

    def urgencies(self) -> Iterator[NewRecord]:
        """Give an urgency whose hours run, and another that has no term in hours."""
        for one in desk_texts().urgencies:
            began = self._ago(one.minutes)
            said = msgspec.structs.asdict(one)
            noticed = said.pop("noticed")
            values = {name: value for name, value in said.items() if value and name != "minutes"}
            values |= {"began_at": began.iso(), "number": self._number("urgency", began.local().year)}
            if noticed:
                values["noticed_at"] = self._ago(one.minutes - noticed).iso()
            yield self.casework.new("urgency", values, moment=began)

    def _ago(self, minutes: int) -> Moment:
        now = self.calendar.now
        return Moment(now.utc_ms - minutes * 60_000, now.offset)
