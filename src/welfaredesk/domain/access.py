# SPDX-License-Identifier: EUPL-1.2
"""Access: what each role may do, one table for screens, commands and the fold."""

from collections.abc import Collection
from enum import StrEnum

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


CASEWORK = frozenset(
    {Deed.READ_CASES, Deed.WRITE_CASES, Deed.WRITE_CONTACTS, Deed.READ_DIRECTORY, Deed.WRITE_DIRECTORY}
)
TABLE: dict[Role, frozenset[Deed]] = {
    Role.OPERATORE: CASEWORK,
    Role.CASE_MANAGER: CASEWORK,
    Role.COORDINATORE: CASEWORK,
    Role.RESPONSABILE: CASEWORK | {Deed.WRITE_SETTINGS, Deed.EXPORT_CLEAR, Deed.READ_AUDIT, Deed.WRITE_ROSTER},
    Role.AMMINISTRATORE: frozenset({Deed.READ_DIRECTORY, Deed.WRITE_SETTINGS, Deed.WRITE_ROSTER}),
    Role.DPO: frozenset({Deed.READ_DIRECTORY, Deed.READ_AUDIT}),
    Role.ESTERNO: frozenset({Deed.READ_CASES, Deed.WRITE_CASES}),
}

TO_WRITE: dict[str, Deed] = {
    "person": Deed.WRITE_CASES,
    "household": Deed.WRITE_CASES,
    "register": Deed.WRITE_CONTACTS,
    "operator": Deed.READ_DIRECTORY,
    "directory": Deed.WRITE_DIRECTORY,
    "settings": Deed.WRITE_SETTINGS,
    "roster": Deed.WRITE_ROSTER,
}
TO_READ: dict[str, Deed] = {
    "person": Deed.READ_CASES,
    "household": Deed.READ_CASES,
    "register": Deed.WRITE_CONTACTS,
}


def may(roles: Collection[Role], deed: Deed) -> bool:
    """Tell whether one of the roles may do the deed."""
    return any(deed in TABLE[role] for role in roles)


def may_write(roles: Collection[Role], root_type: str) -> bool:
    """Tell whether one of the roles may write records of a root of that type."""
    return may(roles, TO_WRITE[root_type])


def may_read(roles: Collection[Role], root_type: str) -> bool:
    """Tell whether one of the roles may read records of a root of that type; the rest is for everyone."""
    deed = TO_READ.get(root_type)
    return deed is None or may(roles, deed)
