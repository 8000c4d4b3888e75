# SPDX-License-Identifier: EUPL-1.2
"""The fictional diaries: one entry after the other, each coherent with the case and unlike the one before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.cases import DemoCase
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.facts import Facts, persons_facts
from welfaredesk.desk.demo.sentences import Sentence, choose, fill, together
from welfaredesk.desk.demo.territory import Calendar
from welfaredesk.desk.demo.words import AreaTexts, diary_texts
from welfaredesk.desk.records import type_named
from welfaredesk.domain.kinds import RESERVED

KINDS: list[tuple[str, float]] = [
    ("phone_call", 27),
    ("interview", 20),
    ("home_visit", 15),
    ("note", 9),
    ("service_contact", 8),
    ("email", 6),
    ("message", 5),
    ("team", 3),
    ("review", 3.5),
    ("missed_visit", 2),
    ("meeting", 1.5),
    ("assessment", 2),
    ("accompaniment", 1.5),
    ("desk_contact", 1.5),
    ("protected_meeting", 2),
]
SHORT_KINDS = {"message", "email", "missed_visit", "note", "desk_contact", "accompaniment"}
MINUTES = {
    "phone_call": (1, 5),
    "interview": (6, 15),
    "home_visit": (8, 18),
    "service_contact": (2, 6),
    "team": (6, 18),
    "review": (9, 18),
    "meeting": (9, 24),
    "assessment": (9, 18),
    "accompaniment": (12, 36),
    "protected_meeting": (12, 12),
    "hearing": (9, 24),
    "desk_contact": (1, 4),
}
"""The shortest and the longest of a kind, in five minutes."""
WITH = ("madre", "padre", "nonna", "figlio", "coniuge", "badante", "fratello", "partner", "scuola", "medico")
_RESERVED_SHARE = 16
_COUNT_AS_CONTACT = 9


@dataclass(slots=True)
class _Writing:
    """What a diary being written draws from."""

    facts: dict[str, str]
    age: int
    used: set[str]
    texts: AreaTexts
    themes: list[str]
    here: list[Sentence] = field(default_factory=list)


class Diaries:
    """Writes the diaries of cartelle."""

    def __init__(self, chance: Chance, facts: Facts, calendar: Calendar) -> None:
        """Take where words and days come from."""
        self.chance = chance
        self.facts = facts
        self.calendar = calendar
        self.common = diary_texts("common")
        self.type = type_named("diary_entry")

    def of(self, case: DemoCase) -> Iterator[NewRecord]:
        """Give the diary of a cartella from its opening on."""
        still = persons_facts(case)
        used: set[str] = set()
        for moment in self._moments(case):
            yield self._entry(case, still, moment=moment, used=used)

    def _moments(self, case: DemoCase) -> list[Moment]:
        """Return when the entries were written: close together at the opening and of late."""
        chance = self.chance
        days = self._days(case)
        span = (days[1] - days[0]).days
        found = [self.calendar.office_hour(chance, days[0])]
        for _ in range(case.entries - 1):
            share = chance.share()
            place = chance.weighted([(share * share, 28), (1 - share * share, 32), (share, 40)])
            found.append(self.calendar.office_hour(chance, days[0] + timedelta(days=int(span * place))))
        return sorted(found)

    def _days(self, case: DemoCase) -> tuple[date, date]:
        last = case.closed or self.calendar.today
        death = case.person.death
        return case.opened, max(case.opened, min(last, death) if death else last)

    def _entry(self, case: DemoCase, still: dict[str, str], *, moment: Moment, used: set[str]) -> NewRecord:
        chance = self.chance
        on = moment.local().date()
        later = self.facts.later(on)
        reserved = case.judicial and case.member.role == "child" and chance.happens(_RESERVED_SHARE)
        texts = diary_texts("reserved" if reserved else case.texts(on))
        themes = [theme for theme in case.themes if theme in texts.themes] or list(texts.themes)
        facts = self.facts.of(case, still, on=on, later=later)
        writing = _Writing(facts, case.person.age(on) or 0, used, texts, themes)
        kind = chance.pick(list(texts.opens)) if reserved else self._kind(case)
        author = case.worker if chance.happens(86) else self.facts.staff.other(chance, case.worker)
        values = self.written(writing, kind) | {
            "kind": kind,
            "when": moment.iso(),
            "person": case.person.link,
            "author": author.link,
        }
        values |= self._around(case, kind, moment=moment)
        if later.isoformat() > self.calendar.today.isoformat() and chance.happens(30):
            values["follow_up_by"] = later.isoformat()
        return NewRecord(
            type=self.type,
            values=values,
            identity=chance.identity(moment.utc_ms),
            circle=RESERVED if reserved else None,
            moment=moment,
        )

    def _kind(self, case: DemoCase) -> str:
        kind = self.chance.weighted(KINDS)
        if kind == "protected_meeting" and not (case.judicial and case.area == "family"):
            return "interview"
        return "interview" if kind == "home_visit" and case.area == "violence" else kind

    def _around(self, case: DemoCase, kind: str, *, moment: Moment) -> dict[str, Any]:
        """Return what stands around the text: length, journey, whether it counts as an access."""
        chance = self.chance
        found: dict[str, Any] = {}
        if kind in MINUTES:
            found["minutes"] = 5 * chance.between(*MINUTES[kind])
        if kind == "home_visit" and chance.happens(60):
            found["travel_minutes"] = 5 * chance.between(2, 8)
            found["km"] = chance.between(2, 28)
        if kind == "interview" and chance.happens(50):
            found["where"] = chance.pick((f"ufficio di {case.worker.colleague.comune}", "municipio", "sede"))
        if kind in {"phone_call", "desk_contact", "interview"} and chance.happens(_COUNT_AS_CONTACT):
            found["counts_as_contact"] = True
            found["channel"] = {"phone_call": "phone", "desk_contact": "desk"}.get(kind, "in_person")
            found["requester"] = "person" if case.member.role != "child" else "relative"
            found["outcome"] = chance.pick(("information", "guidance", "signposting"))
            found["access_point"] = "desk" if kind == "desk_contact" else "comune"
        return found

    def written(self, writing: _Writing, kind: str) -> dict[str, Any]:
        """Return the text of an entry, in one or in three parts."""
        chance = self.chance
        lines = writing.texts.lines.get(kind, []) + (self.common.lines.get(kind, []) if chance.happens(25) else [])
        likely = 82 if kind in SHORT_KINDS else 24 if kind in {"phone_call", "team", "review", "meeting"} else 6
        if chance.happens(likely):
            line = self._choose(writing, lines)
            if line is not None:
                said = [line, *self._closing(writing, 16 if kind in SHORT_KINDS else 30)]
                return {"text": self._said(writing, said)} | self._with(writing, [line])
        parts = 60 if kind in {"report", "assessment"} else 12 if kind in {"interview", "home_visit", "review"} else 0
        if chance.happens(parts):
            found = self._in_parts(writing, kind)
            if found:
                return found
        return self._prose(writing, kind, long=chance.happens(14) and kind not in SHORT_KINDS)

    def _choose(self, writing: _Writing, some: list[str]) -> Sentence | None:
        return choose(self.chance, some, facts=writing.facts, age=writing.age, used=writing.used, here=writing.here)

    def _said(self, writing: _Writing, sentences: list[Sentence]) -> str:
        return together(self.chance, sentences, facts=writing.facts)

    def _with(self, writing: _Writing, sentences: list[Sentence]) -> dict[str, str]:
        needed = {need for one in sentences for need in one.needs}
        words = [writing.facts[key].partition(" ")[2] for key in WITH if key in needed]
        return {"with_whom": ", ".join(words)} if words else {}

    def _happened(self, writing: _Writing, count: int) -> list[Sentence]:
        """Return sentences of one theme, as far as they go."""
        theme = self.chance.pick(writing.themes) if writing.themes else ""
        own = writing.texts.themes.get(theme, [])
        if self.chance.happens(18) and writing.texts.themes:
            own = writing.texts.themes[self.chance.pick(list(writing.texts.themes))]
        found: list[Sentence] = []
        for _ in range(count):
            one = self._choose(writing, own)
            if one is not None:
                found.append(one)
        return found

    def _opening(self, writing: _Writing, kind: str) -> list[Sentence]:
        some = writing.texts.opens.get(kind) or self.common.opens.get(kind, [])
        one = self._choose(writing, some) if self.chance.happens(72) else None
        return [one] if one is not None else []

    def _closing(self, writing: _Writing, likely: float) -> list[Sentence]:
        closes = self.common.closes if self.chance.happens(12) else writing.texts.closes
        one = self._choose(writing, closes) if self.chance.happens(likely) else None
        return [one] if one is not None else []

    def _prose(self, writing: _Writing, kind: str, *, long: bool) -> dict[str, Any]:
        chance = self.chance
        opening = self._opening(writing, kind)
        paragraphs = [opening + self._happened(writing, chance.between(1, 3 if kind not in SHORT_KINDS else 1))]
        if long:
            paragraphs.append(self._happened(writing, chance.between(2, 3)))
            judged = self._choose(writing, writing.texts.judged)
            paragraphs.append([judged] if judged is not None else [])
        paragraphs[-1] += self._closing(writing, 62)
        text = "\n\n".join(self._said(writing, one) for one in paragraphs if one)
        if not text:
            text = self._said(writing, self._closing(writing, 100)) or fill(chance, "Aggiornata la cartella.", facts={})
        return {"text": text} | self._with(writing, opening)

    def _in_parts(self, writing: _Writing, kind: str) -> dict[str, Any]:
        chance = self.chance
        opening = self._opening(writing, kind)
        happened = opening + self._happened(writing, chance.between(2, 4))
        said, judged = self._choose(writing, writing.texts.said), self._choose(writing, writing.texts.judged)
        if said is None or judged is None or not happened:
            return {}
        who = fill(chance, said.who, facts=writing.facts)
        told = self._said(writing, [said])
        found: dict[str, Any] = {
            "facts": self._said(writing, happened),
            "third_parties": told,
            "third_parties_who": who,
            "evaluation": self._said(writing, [judged, *self._closing(writing, 70)]),
        }
        if chance.happens(35):
            found["third_party_passages"] = [{"part": "third_parties", "passage": told, "who": who}]
        return found | self._with(writing, opening)

    def together(self, facts: dict[str, str], kind: str, *, used: set[str]) -> dict[str, Any]:
        """Return what an entry about several persons of one household says."""
        writing = _Writing(facts, 0, used, diary_texts("household"), ["insieme"])
        found = self.written(writing, kind)
        found.pop("with_whom", None)
        return found
