# SPDX-License-Identifier: EUPL-1.2
"""Convening: the minutes of every situation on the agenda begin, and its members may read it, and it alone."""

from collections.abc import Iterator, Mapping
from typing import Any

from welfaredesk.base.ids import derived_id
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.act_rules import Acted, ActRule
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows, share_or_leave_on_paper, share_with
from welfaredesk.desk.staff.writing import bring_up_to_date, make_once
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.store import folders, records
from welfaredesk.store.driver import Database

EMPTY = N_("L'ordine del giorno è vuoto: prima si mette almeno una situazione")
NOT_HERE = N_("Una situazione all'ordine del giorno non è su questo PC")


def minutes_id(sitting: str, situation: str) -> str:
    """Return the id of the minutes of a situation in a sitting: the same on every desk, and they name no sitting."""
    return derived_id(sitting, f"minutes/{situation}")


def situations_of(sitting: Values) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Give the situations on an agenda with their rows, in the order of their hours, then of the list."""
    agenda = sorted(as_rows(sitting.get("agenda")), key=lambda row: str(row.get("at") or "~"))
    for row in agenda:
        link = row.get("situation")
        if isinstance(link, dict) and link.get("id"):
            yield str(link["id"]), row


def _why(session: Session, database: Database, acted: Acted) -> str:
    some = [situation for situation, _ in situations_of(acted.values)]
    if not some:
        return tr(EMPTY)
    here = all(folders.root_type_of(database, one) == "situation" for one in some)
    return "" if here else tr(NOT_HERE)


def _adds(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    inside: list[Mapping[str, Value]] = []
    for situation, row in situations_of(acted.values):
        begin_minutes(session, database, acted.id, situation, sitting_values=acted.values, row=row)
        found = records.standing(database, situation)
        members = as_rows(found.values.get("members")) if found is not None else []
        share_or_leave_on_paper(session, database, situation, members=members)
        inside += members
    share_with(session, database, acted.id, inside, outside=False)
    return {}


def begin_minutes(
    session: Session,
    database: Database,
    sitting: str,
    situation: str,
    *,
    sitting_values: Values,
    row: Mapping[str, Any],
) -> str:
    """Begin the minutes of a situation, or bring their date, place and members up to date, and return their id."""
    identity = minutes_id(sitting, situation)
    found = records.standing(database, situation)
    members = as_rows(found.values.get("members")) if found is not None else []
    when = row.get("at") or sitting_values.get("when")
    values: dict[str, Value] = {"when": when, "place": sitting_values.get("place")}
    attending = [{name: value for name, value in one.items() if name != "contact"} for one in members]
    if make_once(
        session,
        database,
        "minutes",
        identity=identity,
        root=situation,
        values=values | {"attendance": attending},
    ):
        return identity
    standing = records.standing(database, identity)
    written = as_rows(standing.values.get("attendance")) if standing is not None else []
    known = {one.get("_row") for one in written}
    more = [one for one in attending if one.get("_row") not in known]
    if standing is not None and standing.values.get("state") in (None, "draft"):
        bring_up_to_date(session, database, identity, values | {"attendance": [*written, *more]})
    return identity


CONVENE = ActRule(why=_why, adds=_adds)
