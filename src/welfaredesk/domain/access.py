# SPDX-License-Identifier: EUPL-1.2
"""Access: what each role may do, one table for screens, commands and the fold."""

from collections.abc import Collection
from enum import StrEnum

from welfaredesk.base.text import N_
from welfaredesk.domain.statement import Role


class Deed(StrEnum):
    """Something that a role may or may not do."""

    READ_CASES = "read-cases"
    WRITE_CASES = "write-cases"
    WRITE_CONTACTS = "write-contacts"
    READ_DIRECTORY = "read-directory"
    WRITE_DIRECTORY = "write-directory"
    WRITE_SETTINGS = "write-settings"
    WRITE_ROSTER = "write-roster"
    EXPORT_CLEAR = "export-clear"
    READ_AUDIT = "read-audit"
    CONDUCT_CASES = "conduct-cases"
    ASSIGN_CASES = "assign-cases"
    APPROVE_PLANS = "approve-plans"


CASEWORK = frozenset(
    {
        *(Deed.READ_CASES, Deed.WRITE_CASES, Deed.WRITE_CONTACTS, Deed.READ_DIRECTORY, Deed.WRITE_DIRECTORY),
        Deed.CONDUCT_CASES,
    }
)
GUIDING = CASEWORK | {Deed.ASSIGN_CASES, Deed.APPROVE_PLANS}
TABLE: dict[Role, frozenset[Deed]] = {
    Role.OPERATORE: CASEWORK,
    Role.CASE_MANAGER: CASEWORK,
    Role.COORDINATORE: GUIDING,
    Role.RESPONSABILE: GUIDING | {Deed.WRITE_SETTINGS, Deed.EXPORT_CLEAR, Deed.READ_AUDIT, Deed.WRITE_ROSTER},
    Role.AMMINISTRATORE: frozenset({Deed.READ_DIRECTORY, Deed.WRITE_SETTINGS, Deed.WRITE_ROSTER}),
    Role.DPO: frozenset({Deed.READ_DIRECTORY, Deed.READ_AUDIT}),
    Role.ESTERNO: frozenset({Deed.READ_CASES, Deed.WRITE_CASES}),
}
TABLES: dict[int, dict[Role, frozenset[Deed]]] = {1: TABLE}
"""The tables by which acts are judged, for ever: who wrote by an older one is judged by it. `TABLE` is the newest."""
WHO: dict[Deed, str] = {
    Deed.ASSIGN_CASES: N_("Lo fanno il coordinatore e il responsabile"),
    Deed.APPROVE_PLANS: N_("Lo fanno il coordinatore e il responsabile"),
    Deed.CONDUCT_CASES: N_("Lo fa chi lavora sui casi: il tuo ruolo non lo permette"),
    Deed.WRITE_CASES: N_("Lo fa chi lavora sui casi: il tuo ruolo non lo permette"),
    Deed.WRITE_CONTACTS: N_("Lo fa chi lavora sui casi: il tuo ruolo non lo permette"),
}
"""Who does what an act needs, said to whoever may not."""

TO_WRITE: dict[str, Deed] = {
    "person": Deed.WRITE_CASES,
    "household": Deed.WRITE_CASES,
    "register": Deed.WRITE_CONTACTS,
    "operator": Deed.READ_DIRECTORY,
    "directory": Deed.WRITE_DIRECTORY,
    "settings": Deed.WRITE_SETTINGS,
    "roster": Deed.WRITE_ROSTER,
    "urgency": Deed.CONDUCT_CASES,
    "sitting": Deed.CONDUCT_CASES,
    "situation": Deed.WRITE_CASES,
    "project": Deed.WRITE_CASES,
}
TO_READ: dict[str, Deed] = {
    "person": Deed.READ_CASES,
    "household": Deed.READ_CASES,
    "register": Deed.WRITE_CONTACTS,
    "urgency": Deed.CONDUCT_CASES,
    "sitting": Deed.CONDUCT_CASES,
    "situation": Deed.READ_CASES,
    "project": Deed.READ_CASES,
}


def may(roles: Collection[Role], deed: Deed, *, table: int | None = None) -> bool:
    """Tell whether one of the roles may do the deed, by the newest table or by an older one."""
    rights = TABLE if table is None else TABLES[table]
    return any(deed in rights[role] for role in roles)


def may_write(roles: Collection[Role], root_type: str) -> bool:
    """Tell whether one of the roles may write records of a root of that type; nobody in one that there is not."""
    deed = TO_WRITE.get(root_type)
    return deed is not None and may(roles, deed)


def may_read(roles: Collection[Role], root_type: str) -> bool:
    """Tell whether one of the roles may read records of a root of that type; the rest is for everyone."""
    deed = TO_READ.get(root_type)
    return deed is None or may(roles, deed)
