# SPDX-License-Identifier: EUPL-1.2
"""What stands of a roster, and what may be asked of it."""

from collections.abc import Collection

from welfaredesk.domain.roster_lines import CutLine, DeskLine, EpochLine, GroupLine, ServerLine
from welfaredesk.domain.statement import GroupKind, Role

ADMITTING = frozenset({Role.RESPONSABILE, Role.COORDINATORE, Role.CASE_MANAGER})
GIVEN_BY_COORDINATORE = frozenset({Role.OPERATORE, Role.ESTERNO})
"""What a coordinatore may make of somebody new; the other roles are the responsabile's to give."""
OUTSIDE_KINDS = frozenset({GroupKind.OWN, GroupKind.EVERYONE})
"""The groups of somebody who is only from outside: his own, and the one to which names are sealed."""


class RosterState:
    """What stands after the statements taken so far; `Roster` takes the next ones."""

    def __init__(self) -> None:
        """Begin before the first statement."""
        self.ente = ""
        self.root = b""
        self.recovery = b""
        self.server: ServerLine | None = None
        self.head = b""
        self.desks: dict[str, DeskLine] = {}
        self.operators: dict[str, frozenset[Role]] = {}
        self.groups: dict[str, GroupLine] = {}
        self.epochs: dict[tuple[str, int], EpochLine] = {}
        self.wrapped: dict[tuple[str, int, str], bytes] = {}
        """The epoch keys handed out: (group, epoch, desk) to the private half, wrapped to that desk."""
        self.expiries: dict[tuple[str, str], int] = {}
        """(group, operator) to the end of a membership, in milliseconds; only the server judges it."""
        self.turning: set[str] = set()
        """Groups whose key somebody knows who should not: the first member desk makes their next epoch."""
        self.cuts: list[CutLine] = []
        self.members_of: dict[str, frozenset[str]] = {}
        self.holders_of: dict[str, frozenset[str]] = {}
        self.by_key: dict[bytes, str] = {}

    def roles_of(self, operator: str) -> frozenset[Role]:
        """Return the roles of an operator; somebody unknown has none."""
        return self.operators.get(operator, frozenset())

    def has_role(self, operator: str, *roles: Role) -> bool:
        """Tell whether an operator has one of the roles."""
        return not self.roles_of(operator).isdisjoint(roles)

    def members(self, group: str) -> frozenset[str]:
        """Return the operators of a group."""
        return self.members_of.get(group, frozenset())

    def groups_of(self, operator: str) -> frozenset[str]:
        """Return the groups of an operator."""
        return frozenset(group for group, members in self.members_of.items() if operator in members)

    def desks_of(self, operator: str) -> list[DeskLine]:
        """Return the desks of an operator in the order of their admission, revoked ones too."""
        return [desk for desk in self.desks.values() if desk.operator == operator]

    def names_of(self, desk: str) -> list[str]:
        """Return a desk and the identities that went on from it, revoked ones too."""
        found = [desk]
        for line in self.desks.values():  # an identity stands after its former one
            if line.former in found:
                found.append(line.id)
        return found

    def desk_of_key(self, sign: bytes) -> DeskLine | None:
        """Return the desk that signs with a key, by its public half."""
        desk = self.by_key.get(sign)
        return None if desk is None else self.desks[desk]

    def is_active(self, desk: str) -> bool:
        """Tell whether a desk is of the ente and not shut out."""
        found = self.desks.get(desk)
        return found is not None and not found.revoked

    def key_desks(self, group: str) -> frozenset[str]:
        """Return the active desks that were handed a group's key: those that its next epoch is wrapped to."""
        return frozenset(desk for desk in self.holders_of.get(group, ()) if self.is_active(desk))

    def may_admit(self, operator: str, group: str) -> bool:
        """Tell whether an operator may admit others to a group: a member with the role for it."""
        return operator in self.members(group) and self.has_role(operator, *ADMITTING)

    def may_give(self, operator: str, roles: Collection[Role]) -> bool:
        """Tell whether an operator may give these roles to somebody who has none yet."""
        if self.has_role(operator, Role.RESPONSABILE):
            return True
        return self.has_role(operator, Role.COORDINATORE) and bool(roles) and GIVEN_BY_COORDINATORE.issuperset(roles)

    def is_outside(self, operator: str) -> bool:
        """Tell whether an operator is only from outside: he reads what was granted to him by name, until a day."""
        return self.roles_of(operator) == {Role.ESTERNO}

    def end_of_outside(self, operator: str) -> int | None:
        """Return when the time of somebody from outside is over, in milliseconds, if it is said."""
        ends = (self.expiry(group.id, operator) for group in self.groups.values() if group.kind is GroupKind.EVERYONE)
        return next((end for end in ends if end is not None), None)

    def outside_of(self, group: str) -> str | None:
        """Return whose own group this is when he is only from outside, else nothing."""
        line = self.groups.get(group)
        if line is None or line.kind is not GroupKind.OWN:
            return None
        return next((one for one in self.members(group) if self.is_outside(one)), None)

    def expiry(self, group: str, operator: str) -> int | None:
        """Return when a membership ends, in milliseconds, if it does."""
        return self.expiries.get((group, operator))

    def letters_taken(self) -> frozenset[str]:
        """Return the letters of all desks that ever were."""
        return frozenset(desk.letters for desk in self.desks.values())

    def cut_parcels(self) -> frozenset[bytes]:
        """Return the ids of all parcels that were cut."""
        return frozenset(parcel for cut in self.cuts for parcel in cut.parcels)

    def cuts_in(self, groups: Collection[str], *, author: str) -> frozenset[bytes]:
        """Return the parcels that were cut, as far as those of an author in a folder that some groups hold go.

        Whoever cuts alone cuts only what nobody but his own group holds, or his own words: of what is kept apart the
        ids are known before it comes.
        """
        return frozenset(
            parcel
            for cut in self.cuts
            if cut.second or cut.by == author or self._is_own_of(cut.by, groups)
            for parcel in cut.parcels
        )

    def _is_own_of(self, operator: str, groups: Collection[str]) -> bool:
        lines = [self.groups[one] for one in groups]
        return bool(lines) and all(one.kind is GroupKind.OWN and self.members(one.id) == {operator} for one in lines)
