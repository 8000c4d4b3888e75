# SPDX-License-Identifier: EUPL-1.2
"""The directory of the demo ente: operators, groups, bodies, services, settings and local words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from welfaredesk.desk.bulk import NewRecord
from welfaredesk.desk.demo.cases import DemoCase
from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.people import landline, mobile
from welfaredesk.desk.demo.staff import Staff
from welfaredesk.desk.demo.territory import Calendar, Territory
from welfaredesk.desk.demo.words import Organisation, Resource, directory
from welfaredesk.desk.founding import COORDINATION, GROUP_NAMES, OWN, WORKING
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Identity

OWN_ACCESS_POINT = ("access_point_kind", "concierge", "Maggiordomo di quartiere")
"""A code that the shipped list does not have: list, code, label."""
_SERVICES_BY_AREA = {
    "family": ("ssb_c", "ssb_v"),
    "elderly": ("sad_c", "sad_v"),
    "disability": ("school_c", "school_v"),
    "work": ("work_c", "work_v"),
    "housing": ("housing", "housing"),
    "violence": ("cav", "cav"),
}
_TEAM_OF_KIND = {WORKING: "ssb_casalasco", COORDINATION: "coordination"}
_OFFICE_NUMBERS = 7000


@dataclass(frozen=True, slots=True)
class Directory:
    """The links of what the directory holds, by key."""

    teams: dict[str, dict[str, str]]
    bodies: dict[str, dict[str, str]]
    services: dict[str, dict[str, str]]

    def team(self, key: str) -> dict[str, str] | None:
        """Return the link of a working group."""
        return self.teams.get(key)

    def service_for(self, case: DemoCase) -> dict[str, str] | None:
        """Return the link of the service that takes a case in charge."""
        casalasco = case.home.comune.sub_ambito == "casalasco"
        if case.judicial and case.area == "family":
            return self.services["protection"]
        first, second = _SERVICES_BY_AREA.get(case.area, ("ssb_c", "ssb_v"))
        return self.services[first if casalasco else second]


class DirectoryRecords:
    """Writes the records of the ente itself."""

    def __init__(
        self, chance: Chance, territory: Territory, staff: Staff, *, identity: Identity, roots: dict[str, str]
    ) -> None:
        """Give every record its id, so that links can be written before the records are."""
        self.chance = chance
        self.territory = territory
        self.calendar: Calendar = territory.calendar
        self.staff = staff
        self.identity = identity
        self.founded = self.calendar.working_day(self.calendar.today - timedelta(days=12 * 365))
        self.moment = self.calendar.office_hour(chance, self.founded)
        shipped = directory()
        own = {_TEAM_OF_KIND[kind]: identity.groups[kind] for kind in _TEAM_OF_KIND}
        self.links = Directory(
            teams={one.key: self._link(own.get(one.key), roots["roster"], one.name) for one in shipped.teams}
            | {"coordination": self._link(own["coordination"], roots["roster"], GROUP_NAMES[COORDINATION])},
            bodies={one.key: self._link(None, roots["directory"], one.name) for one in shipped.bodies},
            services={
                one.key: self._link(None, roots["directory"], one.local_name or one.name) for one in shipped.services
            },
        )

    def _link(self, identity: str | None, root: str, title: str) -> dict[str, str]:
        made = identity or self.chance.identity(self.moment.utc_ms)
        return {"id": made, "root": root, "title": title}

    def _new(self, type_name: str, values: dict[str, Any], identity: str | None = None) -> NewRecord:
        return NewRecord(
            type=type_named(type_name),
            values=values,
            identity=identity or self.chance.identity(self.moment.utc_ms),
            moment=self.moment,
        )

    def settings(self) -> Iterator[NewRecord]:
        """Give the settings and the local words: they come first, because checks know codes by them."""
        ente = self.territory.ente
        rows = [
            {"comune": one.name, "sub_ambito": self._sub_ambito(one.sub_ambito), "code": one.code}
            for one in ente.comuni
        ]
        values = {
            "name": ENTE_NAME,
            "comuni": rows,
            "address": "piazza Garibaldi 26, Casalmaggiore",
            "phone": landline(_OFFICE_NUMBERS),
            "email": "ambito.oglio.po@pec.example",
            "terms": [
                {"name": "Riscontro al verbale", "length": 10, "unit": "days", "source": "regolamento dell'ente"}
            ],
        }
        # The one record of its type has a fixed id, given where it is saved.
        yield NewRecord(type=type_named("ente_settings"), values=values, moment=self.moment)
        for sub_ambito in ente.sub_ambiti:
            for code, label in sub_ambito.labels.items():
                said = {"list_name": "service", "code": code, "label": label, "sub_ambito": sub_ambito.name}
                yield self._new("local_code", said)
        list_name, code, label = OWN_ACCESS_POINT
        yield self._new("local_code", {"list_name": list_name, "code": code, "label": label})

    def _sub_ambito(self, code: str) -> str:
        return next(one.name for one in self.territory.ente.sub_ambiti if one.code == code)

    def roster(self) -> Iterator[NewRecord]:
        """Give operators and groups."""
        for number, worker in enumerate(self.staff.workers):
            one = worker.colleague
            values = {
                "surname": one.surname,
                "name": one.name,
                "profile": one.profile,
                "phone": mobile(90_000 + number),
                "email": f"{one.name}.{one.surname}@ambito.example".lower(),
                "comune": one.comune,
                "since": date(one.since, 3, 1).isoformat(),
            }
            if one.profile == "social_worker":
                values["registration"] = f"A{2000 + 137 * number}"
            yield self._new("operator", values, worker.id)
        names = GROUP_NAMES | {OWN: self.identity.name}
        shipped = {one.key: one for one in directory().teams}
        for kind, group in self.identity.groups.items():
            team = shipped.pop(_TEAM_OF_KIND.get(kind, ""), None)
            values = {"name": team.name if team else names[kind], "kind": kind}
            yield self._new("group", values | ({"purpose": team.purpose} if team else {}), group)
        for team in shipped.values():
            said = {"name": team.name, "kind": team.kind, "purpose": team.purpose, "areas": team.areas}
            yield self._new("group", said, self.links.teams[team.key]["id"])

    def resources(self) -> Iterator[NewRecord]:
        """Give the map of the territory: bodies, then services."""
        for number, body in enumerate(directory().bodies):
            yield self._new("body", self._body(body, number), self.links.bodies[body.key]["id"])
        for number, service in enumerate(directory().services):
            yield self._new("service", self._service(service, number), self.links.services[service.key]["id"])

    def _body(self, body: Organisation, number: int) -> dict[str, Any]:
        chance, today = self.chance, self.calendar.today
        values: dict[str, Any] = {
            "name": body.name,
            "kind": body.kind,
            "comune": body.comune,
            "address": self.territory.street(chance),
            "phone": landline(_OFFICE_NUMBERS + 100 + number),
            "email": f"{body.key.replace('_', '.')}@ente.example",
            "notes": body.notes,
        }
        if body.contact is not None:
            who, role = body.contact
            values["contact_persons"] = [{"who": who, "role": role, "phone": mobile(91_000 + number)}]
        if body.accredited is not None:
            years, length = body.accredited
            start = date(today.year - years, 1, 1) + timedelta(days=chance.between(20, 300))
            until = date(start.year + length, start.month, min(start.day, 28))
            values |= {
                "accredited_for": body.areas,
                "accredited_from": start.isoformat(),
                "accredited_until": until.isoformat(),
                "act": f"determina n. {chance.between(12, 480)}/{start.year}",
            }
        return values

    def _service(self, service: Resource, number: int) -> dict[str, Any]:
        chance, today = self.chance, self.calendar.today
        return {
            "name": service.name,
            "local_name": service.local_name,
            "kind": service.kind,
            "areas": service.areas,
            "body": self.links.bodies[service.body],
            "comune": service.comune,
            "phone": landline(_OFFICE_NUMBERS + 200 + number),
            "hours": service.hours,
            "requirements": service.requirements,
            "siuss_code": service.siuss,
            "unit": service.unit,
            "public": service.public,
            "checked_on": (today - timedelta(days=chance.between(5, 420))).isoformat(),
            "checked_by": chance.pick(self.staff.workers).link,
            "notes": service.notes,
        }


ENTE_NAME = "Ambito Oglio Po (dimostrazione)"
