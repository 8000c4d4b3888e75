# SPDX-License-Identifier: EUPL-1.2
"""Members of a staff di progetto: who is expected, who is missing, and who of them may read what."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from welfaredesk.base.access_errors import OneFolder
from welfaredesk.desk.founding import OWN
from welfaredesk.desk.granting import grant_within
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.records import show, type_named
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.staff_members import operator_of
from welfaredesk.store import folders
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

THERE = frozenset({"present", "delegate"})
AWAY = frozenset({"excused", "absent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Who a composition template expects."""

    role: str
    body: str
    convenes: bool


def expected_in(database: Database, situation: Values) -> list[Expected]:
    """Return whom the composition template of a situation expects, nobody when it names none that is here."""
    link = situation.get("template")
    template = read_row(database, type_named("staff_template"), str(link["id"])) if isinstance(link, dict) else None
    return expected_of(template or {})


def expected_of(template: Values) -> list[Expected]:
    """Return whom a composition template expects."""
    return [
        Expected(role=str(row.get("role") or ""), body=str(row.get("body") or ""), convenes=bool(row.get("convenes")))
        for row in template.get("expected") or ()
    ]


def missing_among(expected: Iterable[Expected], members: Iterable[Values]) -> list[Expected]:
    """Return who is expected and is not among some members: each of them stands for one who is expected."""
    left = list(members)
    missing = []
    for one in expected:
        found = next((row for row in left if _fits(one, row)), None)
        if found is None:
            missing.append(one)
        else:
            left.remove(found)
    return missing


def _fits(expected: Expected, row: Values) -> bool:
    same_role = not expected.role or row.get("role") == expected.role
    body = expected.body.casefold()
    return same_role and (not body or body in str(row.get("body") or "").casefold())


def there(attendance: Iterable[Values]) -> list[Values]:
    """Return the rows of those who were there, by themselves or with somebody in their place."""
    return [row for row in attendance if row.get("presence") in THERE]


def taking_part(attendance: Iterable[Values]) -> list[Values]:
    """Return the rows of those who are asked about the minutes: all but those who are said to have been away."""
    return [row for row in attendance if row.get("presence") not in AWAY]


def rows_for(expected: Sequence[Expected], members: Sequence[Values]) -> list[dict[str, Value]]:
    """Return the rows of the members with one more for each who is expected and not named yet."""
    more = [{"role": one.role or None, "body": one.body or None} for one in missing_among(expected, members)]
    return [*(dict(row) for row in members), *({k: v for k, v in row.items() if v} for row in more)]


def share_with(session: Session, database: Database, root: str, members: Iterable[Values], *, outside: bool) -> int:
    """Grant the ordinary folder of a root to the members who have a desk, and return to how many it was new.

    Args:
        session: the open desk.
        database: the writer.
        root: a situation, or a sitting.
        members: the rows that say who they are.
        outside: whether somebody who is only from outside may have it too: a situation, never a sitting.

    Raises:
        EndMissing: when the time of somebody from outside is over.
        OneFolder: when somebody from outside reads another folder already.
    """
    roster = roster_of(session)
    found = folders.find(database, root, "ordinary")
    held = set() if found is None else set(folders.groups_of(database, found.id))
    count = 0
    for operator in dict.fromkeys(filter(None, map(operator_of, members))):
        group = own_group(roster, operator)
        reads = any(operator in roster.members(one) for one in held)
        if group is None or reads or (roster.is_outside(operator) and not outside):
            continue
        if not folders.knows_group(database, group):
            continue  # the statement that tells of it has not come yet: the next time it will be here
        count += grant_within(session, database, root, group)
    return count


def share_or_leave_on_paper(session: Session, database: Database, situation: str, *, members: Iterable[Values]) -> None:
    """Grant a situation to its members who have a desk; whoever from outside reads another has this one on paper.

    Raises:
        EndMissing: when the time of somebody from outside is over.
    """
    for member in members:
        with suppress(OneFolder):
            share_with(session, database, situation, [member], outside=True)


def share_listed(session: Session, root: str, field: str) -> int:
    """Let those whom a root lists in a field and who have a desk read it from now on; return to how many it was new.

    Raises:
        EndMissing: when the time of somebody from outside is over.
        OneFolder: when somebody from outside reads another folder already.
    """
    listed = as_rows(show(session, root).values.get(field))
    done = session.vault.write(lambda database: share_with(session, database, root, listed, outside=True))
    session.tell(root)
    return done


def own_group(roster: Roster, operator: str) -> str | None:
    """Return the group that an operator is alone in, nothing for one who is not in the roster."""
    owns = (one.id for one in roster.groups.values() if one.kind == OWN and operator in roster.members(one.id))
    return next(owns, None)


def readers_missing(session: Session, root: str, members: Iterable[Values]) -> list[str]:
    """Return the operators among some members who do not read a root yet."""
    database, roster = session.vault.read(), roster_of(session)
    held = {group for one in rows.folders_of_root(database, root) for group in folders.groups_of(database, one.id)}
    named = dict.fromkeys(filter(None, map(operator_of, members)))
    return [one for one in named if not any(one in roster.members(group) for group in held)]


def on_paper(session: Session, situation: str, members: Iterable[Values]) -> list[str]:
    """Return the operators from outside among some members who do not read a situation at their desk."""
    roster = roster_of(session)
    return [one for one in readers_missing(session, situation, members) if roster.is_outside(one)]


def as_rows(value: Any) -> list[Mapping[str, Value]]:
    """Return the rows of a list, none for one that says nothing."""
    return list(value or ())
