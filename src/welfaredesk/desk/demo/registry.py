# SPDX-License-Identifier: EUPL-1.2
"""The records of persons and households, with everything an anagrafe knows and something more."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.cases import ADULT, DemoCase
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.households import DemoHousehold, Member
from welfaredesk.desk.demo.people import ITALY, DemoPerson, address_row, landline, mobile
from welfaredesk.desk.demo.territory import Calendar
from welfaredesk.desk.records import type_named

PENSIONER = 67
_LONG_PERMIT = "5"
_ORIGINS_OF_THE_UNION = {"romania"}
_PERMITS = [("1", 45), ("3", 20), (_LONG_PERMIT, 25), ("4", 10)]
_OUTSIDER_KNOWN = 45
CAUTIONS: dict[str, tuple[str, ...]] = {
    "visit_in_two": ("aggressività verbale in una visita", "casa isolata", "richiesta dell'équipe"),
    "animals": ("cane di grossa taglia in cortile", "cani liberi in giardino"),
    "do_not_call_home": ("risponde chi non deve sapere", "preferisce il cellulare"),
    "safe_hours": ("chiamare tra le 9 e le 11", "solo al mattino"),
    "no_messages": ("il telefono è condiviso",),
    "sensory_loss": ("sordità, porta l'apparecchio", "ipovedente: scrivere grande"),
    "interpreter": ("comprende poco l'italiano",),
    "court_order": ("decreto del TM in corso",),
}


class Registry:
    """Writes the records of persons and households."""

    def __init__(self, chance: Chance, calendar: Calendar) -> None:
        """Begin with no telephone number given."""
        self.chance = chance
        self.calendar = calendar
        self.today = calendar.today
        self._phones = 0
        self._since: dict[str, date | None] = {}

    def _moment(self, day: date) -> Moment:
        return self.calendar.office_hour(self.chance, min(day, self.today - timedelta(days=1)))

    def persons(self, home: DemoHousehold, cases: list[DemoCase]) -> Iterator[NewRecord]:
        """Give the record of every person of a household."""
        by_person = {case.person.id: case for case in cases}
        first = min(case.opened for case in cases)
        shared = self._next_phone() if self.chance.happens(40) and not home.hidden else 0
        for member in home.members:
            case = by_person.get(member.person.id)
            known = case is not None or member.relation is not None or self.chance.happens(_OUTSIDER_KNOWN)
            values = self._values(home, member, known=known, shared=shared)
            if case is not None:
                self._of_a_case(values, case)
            moment = self._moment(case.opened if case else first)
            yield NewRecord(type=type_named("person"), values=values, identity=member.person.id, moment=moment)

    def _next_phone(self) -> int:
        self._phones += 1
        return self._phones

    def _values(self, home: DemoHousehold, member: Member, *, known: bool, shared: int) -> dict[str, Any]:
        person = member.person
        values = person.values | {"surname": person.surname, "name": person.name, "sex": person.sex}
        values["comune"] = person.comune.name
        if person.birth is not None:
            values["birth"] = person.birth.isoformat()
        if person.death is not None:
            values["death"] = person.death.isoformat()
        if not known and self.chance.happens(30):
            # Of a relative who lives elsewhere the service often knows name and telephone only.
            for name in ("birth", "birthplace", "birthplace_code", "tax_code"):
                values.pop(name, None)
        values["reachabilities"] = self._reachabilities(person, shared=shared)
        if person.in_protection:
            values["in_protection"] = True
        if home.hidden and member.relation is not None:
            values["protected_abode"] = [address_row(person.address, person.comune, since=None)]
        elif known or self.chance.happens(50):
            values["residence"] = [address_row(person.address, person.comune, since=self._settled(person))]
        if known:
            self._status(values, home, member)
        return values

    def _settled(self, person: DemoPerson) -> date | None:
        """Return since when a person lives at the address, the same at every asking; often nobody knows."""
        if person.id not in self._since:
            self._since[person.id] = self._some_day_of_life(person)
        return self._since[person.id]

    def _some_day_of_life(self, person: DemoPerson) -> date | None:
        if person.birth is None or not self.chance.happens(60):
            return None
        years = max(1, min(30, (person.age(self.today) or 1) - 1))
        return max(person.birth, self.today - timedelta(days=self.chance.between(30, years * 365)))

    def _reachabilities(self, person: DemoPerson, *, shared: int) -> list[dict[str, Any]]:
        chance, age = self.chance, person.age(self.today) or 0
        found = []
        if age >= 13 and chance.happens(82 if age < 80 else 45):
            found.append({"kind": "mobile", "value": mobile(self._next_phone())})
        if shared and (age >= 60 or chance.happens(30)):
            found.append({"kind": "landline", "value": landline(shared), "owner": "casa"})
        if 18 <= age < 70 and chance.happens(22):
            plain = "".join(letter for letter in f"{person.name}.{person.surname}".lower() if letter.isascii())
            address = f"{plain.replace(' ', '').replace(chr(39), '')}@posta.example"
            found.append({"kind": "email", "value": address})
        if found and chance.happens(12):
            found[0]["when"] = chance.pick(("dopo le 17", "al mattino", "in pausa pranzo", "non durante il turno"))
        return found

    def _status(self, values: dict[str, Any], home: DemoHousehold, member: Member) -> None:
        """Add what the registry says of citizenship, marital status, school and work."""
        chance, person = self.chance, member.person
        age = person.age(self.today) or 0
        country = person.origin.citizenship if person.origin is not None else ITALY
        values["citizenships"] = [{"country": country}]
        if person.origin is not None:
            if chance.happens(6):
                values["citizenships"].append({"country": ITALY})
            elif person.origin.code not in _ORIGINS_OF_THE_UNION and age >= ADULT and chance.happens(75):
                self._permit(values)
            if age >= ADULT:
                values["languages"] = f"{person.origin.language}, italiano"
        if age >= ADULT:
            values["civil_status"] = self._civil_status(home, member)
            values["education"] = chance.weighted([("8", 22), ("2", 38), ("A", 10), ("C", 24), ("G", 6)])
        if age < 6:
            values["occupation"] = "0"
        elif age < ADULT:
            values["occupation"] = "2"
        elif age >= PENSIONER:
            values["occupation"] = "4"
        elif chance.happens(58):
            values["job"] = chance.weighted([("3", 62), ("2", 20), ("5", 12), ("4", 6)])
        else:
            values["occupation"] = "1" if person.sex == "F" and chance.happens(50) else "3"

    def _permit(self, values: dict[str, Any]) -> None:
        chance = self.chance
        kind = chance.weighted(_PERMITS)
        values["residence_permit"] = kind
        values["residence_permit_reason"] = chance.weighted([("LAVOR", 45), ("FAMIG", 40), ("ASIL3", 5), ("CSST1", 10)])
        if kind != _LONG_PERMIT:
            values["residence_permit_until"] = (self.today + timedelta(days=chance.between(-60, 700))).isoformat()

    def _civil_status(self, home: DemoHousehold, member: Member) -> str:
        chance = self.chance
        coupled = any(one.relation == "spouse" for one in home.living) and member.role != "child"
        if coupled and member.relation in {"spouse", "reference"}:
            return "2"
        if member.role == "elder":
            return chance.weighted([("3", 78), ("1", 14), ("4", 8)])
        if home.story in {"single_mother", "protected"} and member.role in {"mother", "father"}:
            return chance.weighted([("1", 45), ("4", 40), ("2", 15)])
        if member.role == "grown_child":
            return chance.weighted([("2", 66), ("1", 22), ("4", 12)])
        return "1" if member.role == "child" else chance.weighted([("1", 55), ("4", 28), ("2", 17)])

    def _of_a_case(self, values: dict[str, Any], case: DemoCase) -> None:
        """Add what only the cartella of a person needs: notice, doctor, cautions, other names."""
        chance, person = self.chance, case.person
        if chance.happens(82):
            values["privacy_notice"] = (case.opened + timedelta(days=chance.between(0, 20))).isoformat()
        if chance.happens(70):
            values["family_doctor"] = chance.pick(
                ("dott.ssa Lodi", "dott. Cavalli", "dott.ssa Negri", "dott. Bassi", "dott.ssa Poli", "dott. Zani")
            )
        if chance.happens(4):
            values["aliases"] = [self._alias(person)]
        carer = next((one for one in case.home.of("grown_child", "spouse") if one.person is not person), None)
        if case.area == "elderly" and carer is not None and chance.happens(55):
            values["family_caregiver"] = carer.person.link
        if case.area in {"elderly", "disability"} and chance.happens(6 if (person.age(self.today) or 0) >= 18 else 0):
            since = (case.opened + timedelta(days=chance.between(30, 400))).isoformat()
            values["legal_protection"] = [{"kind": "support_administrator", "who": "avv. Gatti", "since": since}]
        cautions = self._cautions(case)
        if cautions:
            values["cautions"] = cautions

    def _alias(self, person: DemoPerson) -> dict[str, str]:
        married = person.sex == "F" and (person.age(self.today) or 0) > 45
        if person.origin is not None:
            return {"alias": f"{person.name} {person.surname}", "kind": "spelling"}
        if married:
            return {
                "alias": f"{self.chance.pick(('Galli', 'Rizzi', 'Poli', 'Conti'))} {person.name}",
                "kind": "married_name",
            }
        return {"alias": f"{person.name[:4]}ino" if person.sex == "M" else f"{person.name[:4]}ina", "kind": "nickname"}

    def _cautions(self, case: DemoCase) -> list[dict[str, Any]]:
        chance, person = self.chance, case.person
        since = (case.opened + timedelta(days=chance.between(0, 60))).isoformat()
        kinds = ["protected_address", "do_not_call_home"] if person.in_protection else []
        if case.judicial and case.closed is None:
            kinds.append("court_order")
        for kind, likely in self._likely(case):
            if kind not in kinds and chance.happens(likely):
                kinds.append(kind)
        rows = []
        for kind in kinds:
            row = {"kind": kind, "since": min(since, self.today.isoformat())}
            if kind in CAUTIONS:
                row["reason"] = chance.pick(CAUTIONS[kind])
            rows.append(row)
        if person.in_protection and case.member.role == "mother" and chance.happens(60):
            rows.append(
                {"kind": "no_contact_order", "since": min(since, self.today.isoformat()), "against": "ex convivente"}
            )
        return rows

    def _likely(self, case: DemoCase) -> list[tuple[str, float]]:
        foreign = case.person.origin is not None
        return [
            ("visit_in_two", 22 if case.area == "addiction" else 2),
            ("animals", 3),
            ("do_not_call_home", 3 if case.area == "family" else 0.5),
            ("safe_hours", 2),
            ("no_messages", 1),
            ("sensory_loss", 10 if case.area == "elderly" else 1),
            ("interpreter", 14 if foreign else 0),
        ]

    def double(self, case: DemoCase) -> Iterator[NewRecord]:
        """Give a second record of the person of a case, made by mistake at a desk, and the link that says so."""
        person, moment = case.person, self._moment(case.opened + timedelta(days=90))
        identity = self.chance.identity(moment.utc_ms)
        initial = f"{person.name[:1]}."
        title = f"{person.surname}, {initial}"
        values = {"surname": person.surname, "name": initial, "sex": person.sex, "comune": person.comune.name}
        yield NewRecord(type=type_named("person"), values=values, identity=identity, moment=moment)
        link = {
            "person": person.link,
            "other": {"id": identity, "root": identity, "title": title},
            "since": moment.local().date().isoformat(),
            "reason": "Stesso telefono e stesso indirizzo: registrata due volte allo sportello.",
        }
        made = self.chance.identity(moment.utc_ms)
        yield NewRecord(type=type_named("same_person"), values=link, identity=made, moment=moment)

    def households(self, home: DemoHousehold, cases: list[DemoCase]) -> Iterator[NewRecord]:
        """Give the registry household, then the actual one where life is different."""
        moment = self._moment(min(case.opened for case in cases))
        living = home.living
        yield self._household(home, living, kind="registry", moment=moment)
        if home.wide:
            yield self._household(home, [*living, *home.of("grandmother")], kind="actual", moment=moment)
        elif len(living) > 1 and self.chance.happens(9):
            yield self._household(home, living, kind="actual", moment=moment)

    def _household(self, home: DemoHousehold, members: list[Member], *, kind: str, moment: Moment) -> NewRecord:
        chance = self.chance
        head = next(one.person for one in members if one.relation == "reference")
        unnamed = any(one.person.in_protection for one in members)
        values: dict[str, Any] = {
            "name": "Nucleo in protezione" if unnamed else f"{head.surname} {head.name}",
            "kind": kind,
            "comune": home.comune.name,
            "members": [self._membership(one) for one in members],
        }
        if not home.hidden:
            values["address"] = f"{home.street}, {home.comune.name}"
        if all(one.person.death is not None for one in members):
            values["ended"] = max(one.person.death.isoformat() for one in members if one.person.death)
        identity = chance.identity(moment.utc_ms)
        return NewRecord(type=type_named("household"), values=values, identity=identity, moment=moment)

    def _membership(self, member: Member) -> dict[str, Any]:
        person = member.person
        row: dict[str, Any] = {"person": person.link, "relation": member.relation or "parent"}
        since = person.birth if member.role == "child" else self._settled(person)
        if since is not None:
            row["since"] = since.isoformat()
        if person.death is not None:
            row["until"] = person.death.isoformat()
        if member.role in {"mother", "father"}:
            row["parental_responsibility"] = True
        return row
