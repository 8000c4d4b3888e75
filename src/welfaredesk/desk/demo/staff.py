# SPDX-License-Identifier: EUPL-1.2
"""Who works for the demo ente: which colleague serves which comune."""

from dataclasses import dataclass

from welfaredesk.desk.demo.chance import Chance
from welfaredesk.desk.demo.words import Colleague, directory
from welfaredesk.desk.resources import Comune

OPERATOR = ("Bianchi", "Lucia")
"""Whose desk the demo is: surname and name."""


@dataclass(frozen=True, slots=True)
class Worker:
    """An operator with the link that records carry."""

    colleague: Colleague
    id: str
    root: str

    @property
    def link(self) -> dict[str, str]:
        """Return a whole link to the operator."""
        return {"id": self.id, "root": self.root, "title": f"{self.colleague.surname}, {self.colleague.name}"}

    @property
    def called(self) -> str:
        """Return what a colleague calls the operator in a diary."""
        word = "il collega" if self.colleague.name.endswith("o") or self.colleague.name == "Davide" else "la collega"
        return f"{word} {self.colleague.surname}"


@dataclass(frozen=True, slots=True)
class Staff:
    """All the operators, the one of this desk first."""

    workers: tuple[Worker, ...]

    @property
    def me(self) -> Worker:
        """Return the operator of this desk."""
        return self.workers[0]

    def base(self, chance: Chance, comune: Comune) -> Worker:
        """Return the social worker who serves a comune."""
        return chance.pick([one for one in self.workers if comune.name in one.colleague.comuni])

    def protection(self, comune: Comune) -> Worker:
        """Return the social worker for minors under an order, in the sub-ambito of a comune."""
        found = [one for one in self.workers if one.colleague.group == "tutela"]
        return found[0] if comune.sub_ambito == "casalasco" else found[-1]

    def other(self, chance: Chance, than: Worker) -> Worker:
        """Return another operator."""
        return chance.pick([one for one in self.workers if one is not than])

    def at_the_desk(self) -> list[Worker]:
        """Return who answers at the desks."""
        return [one for one in self.workers if one.colleague.profile in {"desk_operator", "social_worker"}]


def staff_of(chance: Chance, *, me: str, roster: str, moment: int) -> Staff:
    """Return the operators with ids of the seed, except the one of this desk, who has one already."""
    colleagues = sorted(directory().colleagues, key=lambda one: (one.surname, one.name) != OPERATOR)
    made = [Worker(one, chance.identity(moment), roster) for one in colleagues]
    return Staff((Worker(colleagues[0], me, roster), *made[1:]))
