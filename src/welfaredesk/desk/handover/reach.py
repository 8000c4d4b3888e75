# SPDX-License-Identifier: EUPL-1.2
"""What the receiver of consegne reads: what passes to him, and what stays because it was never opened to him."""

from collections.abc import Iterable
from dataclasses import dataclass

from welfaredesk.desk.handover.held import Held, chosen
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY, RESERVED, Value, Values
from welfaredesk.domain.record import RecordType
from welfaredesk.domain.roster import Roster
from welfaredesk.store import folders, questions
from welfaredesk.store.driver import Database

REGISTER = "register"


@dataclass(frozen=True, slots=True)
class Reach:
    """The folders that an operator reads, as far as they are here too."""

    database: Database
    roster: Roster
    operator: str

    def reads(self, root: str, circle: str = ORDINARY) -> bool:
        """Tell whether the folder of a root and circle was granted to a group of the operator."""
        found = folders.find(self.database, root, circle)
        if found is None:
            return False
        return any(self.operator in self.roster.members(group) for group in folders.groups_of(self.database, found.id))

    def takes(self, one: Held, *, person: str) -> bool:
        """Tell whether something passes with a cartella: what is reserved, and a register, are opened by hand alone."""
        if one.circle != ORDINARY:
            return one.circle == RESERVED and one.root == person and self.reads(person, RESERVED)
        return folders.root_type_of(self.database, one.root) != REGISTER or self.reads(one.root)


def reach_of(session: Session, database: Database, operator: str) -> Reach:
    """Return what an operator reads."""
    return Reach(database, roster_of(session), operator)


@dataclass(frozen=True, slots=True)
class Shared:
    """What of what this desk reads about a cartella its receiver reads too; `opened` are the roots opened to him."""

    session: Session
    reach: Reach
    opened: frozenset[str]

    def reads(self, root: str, circle: str = ORDINARY) -> bool:
        """Tell whether the receiver reads the folder of a root and circle."""
        own = self.reach.operator == self.session.identity.operator
        return own or (circle == ORDINARY and root in self.opened) or self.reach.reads(root, circle)

    def rows(self, some: Iterable[Values]) -> list[Values]:
        """Return those of some records that the receiver reads."""
        every = list(some)
        marks = questions.marks(self.reach.database, [str(row["_id"]) for row in every])
        return [row for row in every if self.reads(str(row["_root"]), marks[str(row["_id"])].circle)]

    def values(self, type_: RecordType, values: Values, *, root: str) -> dict[str, Value]:
        """Return of the values of a record those that the receiver reads."""
        fields = {one.name: one for one in type_.fields}
        return {name: said for name, said in values.items() if name in fields and self.reads(root, fields[name].circle)}


def shared_with(session: Session, operator: str, *, opened: Iterable[str]) -> Shared:
    """Return what an operator reads of what this desk reads, once some roots are opened to him."""
    return Shared(session, reach_of(session, session.vault.read(), operator), frozenset(opened))


@dataclass(frozen=True, slots=True)
class Passing:
    """What of a cartella passes to somebody, and what stays with whoever holds it."""

    passes: list[Held]
    stays: list[Held]


def passing(reach: Reach, some: Iterable[Held], *, parts: Iterable[str], person: str) -> Passing:
    """Return what passes of what somebody holds in a cartella: of the parts that were said, what the receiver reads."""
    wanted = chosen(some, parts)
    passes = [one for one in wanted if reach.takes(one, person=person)]
    return Passing(passes, [one for one in wanted if one not in passes])
