# SPDX-License-Identifier: EUPL-1.2
"""The records around a cartella: the cartella itself, episodes, network, deadlines, appointments, documents."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.cases import DemoCase
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.directory import Directory
from welfaredesk.desk.demo.territory import Calendar
from welfaredesk.desk.demo.words import desk_texts
from welfaredesk.desk.records import type_named

TIE_ROLES = {
    "mother": "mother",
    "father": "father",
    "child": "child",
    "grandmother": "grandparent",
    "grown_child": "child",
    "spouse": "partner",
    "elder": "other_relative",
    "partner": "partner",
    "sibling": "sibling",
    "old_mother": "mother",
    "carer": "family_assistant",
    "adult": "other_relative",
}
QUALITIES = [("strong", 24), ("good", 34), ("weak", 12), ("ambivalent", 12), ("tense", 10), ("unknown", 8)]
OTHERS = {
    "family": (("teacher", "insegnante di classe"), ("paediatrician", "pediatra"), ("educator", "educatrice")),
    "elderly": (("neighbour", "la vicina di casa"), ("family_doctor", "medico di famiglia"), ("parish", "don Luigi")),
    "disability": (
        ("specialist", "neuropsichiatra"),
        ("educator", "educatore del centro"),
        ("volunteer", "volontario"),
    ),
}
_ELSEWHERE = (("friend", "un amico del paese"), ("landlord", "il proprietario"), ("volunteer", "volontaria Caritas"))
TIMES = (9 * 60, 9 * 60 + 45, 10 * 60 + 30, 11 * 60 + 15, 14 * 60 + 30, 15 * 60 + 30, 16 * 60 + 30)


class Casework:
    """Writes the records that go with a cartella."""

    def __init__(self, chance: Chance, calendar: Calendar, directory: Directory) -> None:
        """Take where words and days come from."""
        self.chance = chance
        self.calendar = calendar
        self.today = calendar.today
        self.directory = directory
        self.last_numbers: dict[int, int] = {}

    def new(self, type_name: str, values: dict[str, Any], *, moment: Moment, circle: str | None = None) -> NewRecord:
        """Return a new record with an id of that moment."""
        identity = self.chance.identity(moment.utc_ms)
        return NewRecord(type=type_named(type_name), values=values, identity=identity, moment=moment, circle=circle)

    def _on(self, day: date) -> Moment:
        return self.calendar.office_hour(self.chance, min(day, self.today))

    def cartella(self, case: DemoCase) -> Iterator[NewRecord]:
        """Give the cartella and its episodes."""
        values: dict[str, Any] = {
            "person": case.person.link,
            "number": case.number,
            "opened_on": case.opened.isoformat(),
            "comune": case.home.comune.name,
            "group": self.directory.team(case.worker.colleague.group),
            "responsible_social_worker": case.worker.link,
            "case_manager": case.manager.link,
            "state": case.state,
        }
        if case.closed is not None:
            values["closed_on"] = case.closed.isoformat()
        if case.opened.year < self.today.year - 6 and self.chance.happens(50):
            values["paper_archive"] = f"armadio {self.chance.between(1, 6)}, {case.home.comune.name}"
        yield self.new("case_file", values, moment=self._on(case.opened))
        for episode in case.episodes:
            year = episode.opened.year
            self.last_numbers[year] = self.last_numbers.get(year, 0) + 1
            found: dict[str, Any] = {
                "number": f"{year}/AA-{self.last_numbers[year]}",
                "person": case.person.link,
                "service": self.directory.service_for(case),
                "comune": case.home.comune.name,
                "areas": case.areas,
                "kind": episode.kind,
                "mandate": "judicial_authority" if case.judicial else "spontaneous",
                "opened_on": episode.opened.isoformat(),
                "responsible_social_worker": case.worker.link,
                "case_manager": case.manager.link,
                "status": episode.status,
            }
            if episode.closed is not None and episode.reason is not None:
                found["closed_on"] = episode.closed.isoformat()
                found["closing_reason"] = episode.reason
                found["outcome"] = self.chance.pick(desk_texts().outcomes[episode.reason])
            yield self.new("care_episode", found, moment=self._on(episode.opened))

    def network(self, case: DemoCase) -> Iterator[NewRecord]:
        """Give the ties of the person with relatives elsewhere and with others."""
        chance, person = self.chance, case.person
        moment = self._on(case.opened + timedelta(days=20))
        for member in case.home.members:
            if member.person is person or member.relation is not None or not chance.happens(60):
                continue
            values: dict[str, Any] = {"person": person.link, "other": member.person.link}
            values["role"] = "sibling" if member.role == case.member.role == "child" else TIE_ROLES[member.role]
            values["quality"] = "harmful" if person.in_protection else chance.weighted(QUALITIES)
            yield self.new("network_tie", values, moment=moment)
        if chance.happens(26):
            role, who = chance.pick(OTHERS.get(case.area, _ELSEWHERE))
            values = {"person": person.link, "who": who, "role": role, "quality": chance.weighted(QUALITIES)}
            yield self.new("network_tie", values, moment=moment)

    def documents(self, case: DemoCase) -> Iterator[NewRecord]:
        """Give the papers of a cartella, with their protocol and no file."""
        chance = self.chance
        for kind, title, counterpart in chance.sample(desk_texts().documents[case.area], chance.between(0, 2)):
            last = case.closed or self.today
            dated = case.opened + timedelta(days=chance.below(max(1, (last - case.opened).days)))
            yield self.new(
                "document",
                {
                    "title": title,
                    "kind": kind,
                    "dated": dated.isoformat(),
                    "person": case.person.link,
                    "direction": "received" if counterpart else "internal",
                    "counterpart": counterpart,
                    "protocol_number": f"{chance.between(100, 18900)}/{dated.year}",
                    "paper": "fascicolo" if chance.happens(30) else "",
                },
                moment=self._on(dated),
            )

    def deadlines(self, case: DemoCase) -> Iterator[NewRecord]:
        """Give what is due in an open cartella: some of it late, most within months, some done."""
        chance, titles = self.chance, desk_texts().deadlines[case.area]
        if case.closed is not None or not chance.happens(34):
            return
        for title in chance.sample([one for one in titles if case.judicial or "TM" not in one], chance.between(1, 2)):
            days = chance.weighted([((-25, -1), 9), ((0, 7), 12), ((8, 40), 34), ((41, 200), 45)])
            due = self.calendar.working_day(self.today + timedelta(days=chance.between(*days)))
            yield self.deadline(case, title, due=due)
        if chance.happens(30):
            due = self.today - timedelta(days=chance.between(20, 300))
            if due > case.opened:
                yield self.deadline(case, chance.pick(titles), due=due, done=True)

    def deadline(self, case: DemoCase, title: str, *, due: date, done: bool = False) -> NewRecord:
        """Return a deadline of a cartella."""
        values: dict[str, Any] = {
            "title": title,
            "due_on": due.isoformat(),
            "person": case.person.link,
            "owner": case.worker.link,
        }
        if title == "Appuntamento del patto":
            values |= {"length": 90, "unit": "days", "start_event": "appuntamento precedente", "source": "prassi ADI"}
        if done:
            values |= {"done_on": self.calendar.working_day(due).isoformat(), "done_note": "annotazione in diario"}
        start = min(due, self.today) - timedelta(days=self.chance.between(20, 90))
        return self.new("deadline", values, moment=self._on(max(start, case.opened)))

    def appointments(self, case: DemoCase, day: date) -> Iterator[NewRecord]:
        """Give a past appointment now and then, and one to come for some open cartelle."""
        chance = self.chance
        if chance.happens(9):
            past = self.calendar.working_day(day - timedelta(days=chance.between(3, 60)))
            if past > case.opened and (case.closed is None or past < case.closed):
                state = chance.weighted([("held", 82), ("missed", 8), ("missed_justified", 6), ("moved", 4)])
                yield self.appointment(case, past, minutes=chance.pick(TIMES), state=state)
        if case.closed is None and chance.happens(10):
            coming = self.calendar.working_day(day + timedelta(days=chance.between(4, 40)))
            yield self.appointment(case, coming, minutes=chance.pick(TIMES))

    def appointment(self, case: DemoCase, day: date, *, minutes: int, state: str = "planned") -> NewRecord:
        """Return an appointment of a cartella on a day, so many minutes after midnight."""
        chance = self.chance
        kind, title = chance.pick(desk_texts().appointments[case.area])
        home = f"{case.person.address}, {case.person.comune.name}"
        where = home if kind == "home_visit" and not case.home.hidden else case.worker.colleague.comune
        values = {
            "when": self.calendar.at(day, minutes).iso(),
            "minutes": chance.pick((30, 45, 60)),
            "kind": kind,
            "title": title,
            "person": case.person.link,
            "where": where,
            "operators": [{"operator": case.worker.link}],
            "state": state,
        }
        if chance.happens(25):
            values["notes"] = chance.pick(
                ("Portare la copia del progetto.", "Chiedere l'ISEE nuovo.", "Ricordare la firma dell'informativa.")
            )
        return self.new(
            "appointment", values, moment=self._on(min(day, self.today) - timedelta(days=chance.between(2, 15)))
        )
