# SPDX-License-Identifier: EUPL-1.2
"""The names of the organico: the sealed records that the roster's ids point to."""

from collections.abc import Mapping

from welfaredesk.base.people_errors import UnknownName
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.founding import GROUP_NAMES, OWN
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.spoken import fold_text
from welfaredesk.store.rows import select_rows

UNNAMED = N_("senza nome ({letters})")
OWN_OF, OUTSIDE = N_("Personale di {name}"), N_("{name} (esterno)")


def operator_names(session: Session) -> dict[str, str]:
    """Return the names of the operators of the roster, by id; whoever has none is called by the letters of a desk."""
    roster = roster_of(session)
    written = _titles(session, "operator")
    return {operator: written.get(operator) or _by_letters(session, operator) for operator in roster.operators}


def group_names(session: Session) -> dict[str, str]:
    """Return the names of the groups of the roster, by id."""
    written, people, roster = _titles(session, "group"), operator_names(session), roster_of(session)
    found: dict[str, str] = {}
    for group in roster.groups.values():
        if group.kind == OWN:
            words = OUTSIDE if roster.outside_of(group.id) else OWN_OF
            found[group.id] = tr(words).format(name=people.get(group.founder, ""))
        else:
            found[group.id] = written.get(group.id) or tr(GROUP_NAMES[group.kind])
    return found


def _titles(session: Session, type_name: str) -> dict[str, str]:
    rows = select_rows(session.vault.read(), type_named(type_name))
    return {str(row["_id"]): str(row["_title"]) for row in rows}


def _by_letters(session: Session, operator: str) -> str:
    if operator == session.identity.operator:
        return session.identity.name
    letters = ", ".join(desk.letters for desk in roster_of(session).desks_of(operator))
    return tr(UNNAMED).format(letters=letters)


def operator_called(session: Session, said: str) -> str:
    """Return the operator of the roster with this id or name, in any case, accents and order of words.

    Raises:
        UnknownName: when there is none or more than one.
    """
    return _called(operator_names(session), said)


def colleague_called(session: Session, said: str) -> str:
    """Return the operator with this id or name, one who has no desk too.

    Raises:
        UnknownName: when there is none or more than one.
    """
    return _called(_titles(session, "operator") | operator_names(session), said)


def group_called(session: Session, said: str) -> str:
    """Return the group of the roster with this id or name.

    Raises:
        UnknownName: when there is none or more than one.
    """
    return _called(group_names(session), said)


def reader_called(session: Session, said: str) -> str:
    """Return the group with this id or name, or the own group of the person from outside who is called so.

    Raises:
        UnknownName: when there is none or more than one.
    """
    try:
        return group_called(session, said)
    except UnknownName:
        roster, operator = roster_of(session), operator_called(session, said)
        own = [group for group in roster.groups if roster.outside_of(group) == operator]
        if len(own) != 1:
            raise
        return own[0]


def is_group_called(session: Session, name: str) -> bool:
    """Tell whether a group of the roster has this name, in any case, accents and order of words."""
    wanted = _key(name)
    return any(_key(other) == wanted for other in group_names(session).values())


def desk_called(session: Session, said: str) -> str:
    """Return the desk of the roster with this id or these letters.

    Raises:
        UnknownName: when there is none.
    """
    return _called({desk.id: desk.letters for desk in roster_of(session).desks.values()}, said)


def _called(names: Mapping[str, str], said: str) -> str:
    if said in names:
        return said
    wanted = _key(said)
    found = [identity for identity, name in names.items() if _key(name) == wanted]
    if len(found) != 1 or not wanted:
        raise UnknownName()
    return found[0]


def _key(name: str) -> list[str]:
    """Return the words of a name in one order: «Bianchi, Lucia» and «Lucia Bianchi» are one."""
    return sorted(fold_text(name.replace(",", " ")).split())
