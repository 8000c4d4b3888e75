# SPDX-License-Identifier: EUPL-1.2
"""History with names: who made each change, as this desk knows its operators."""

from collections.abc import Iterable
from typing import Any

from welfaredesk.base.errors import NotFound
from welfaredesk.desk import records
from welfaredesk.desk.session import Session


def named(session: Session, lines: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return lines of history or of the log of readings with `who`, the operator's name, nothing when unknown."""
    names: dict[str, str] = {}
    found = []
    for line in lines:
        operator = str(line["operator"])
        if operator not in names:
            names[operator] = name_of(session, operator)
        found.append({**line, "who": names[operator]})
    return found


def name_of(session: Session, operator: str) -> str:
    """Return the name of an operator, nothing when this desk does not know it."""
    if operator == session.identity.operator:
        return session.identity.name
    try:
        return records.show(session, operator).title
    except NotFound:
        return ""
