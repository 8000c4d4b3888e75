# SPDX-License-Identifier: EUPL-1.2
"""Composition templates in a list: whom the ente expects at a staff di progetto, service by service."""

from dataclasses import dataclass

from welfaredesk.desk import lists
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import Expected, expected_of
from welfaredesk.domain.names import link_title

MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateLine:
    """A composition template."""

    id: str
    name: str
    service: str
    expected: tuple[Expected, ...]


def templates(session: Session) -> list[TemplateLine]:
    """Return the composition templates of the ente by name."""
    rows, _ = lists.page_of(session, type_named("staff_template"), limit=MOST)
    lines = [
        TemplateLine(
            id=str(row["_id"]),
            name=str(row.get("name") or ""),
            service=link_title(row.get("service")),
            expected=tuple(expected_of(row)),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda one: (one.name.casefold(), one.id))
