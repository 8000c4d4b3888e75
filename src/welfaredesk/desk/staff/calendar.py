# SPDX-License-Identifier: EUPL-1.2
"""The convocation as an iCalendar text (RFC 5545): when and where, and about whom nothing."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from welfaredesk.base.errors import BadInput, NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import reading, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.convening import minutes_id, situations_of
from welfaredesk.domain.checks import is_moment
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.machines.sitting_path import SITTING_PATH
from welfaredesk.domain.records.sitting import MOST_MINUTES
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import durable_write

SUMMARY = N_("Staff di progetto {number}")
USUAL = timedelta(minutes=60)
NO_DAY = N_("la seduta non dice quando è")


def convocation(session: Session, sitting: str, *, situation: str | None = None) -> str:
    """Return the convocation of a sitting, or of the part of it that is about one situation.

    Raises:
        NotFound: when the sitting is not here, or the situation is not on its agenda.
        BadInput: when it says no moment, as another program may have left it.
    """
    from icalendar import Calendar, Event

    shown = records.show(session, sitting)
    if shown.type.name != "sitting":
        raise NotFound()
    values = shown.values
    start, end = _span(values, situation)
    off = SITTING_PATH.state_of(values) == "called_off"
    where = " · ".join(str(values[name]) for name in ("place", "online") if values.get(name))
    event = Event()
    event.add("uid", f"{minutes_id(sitting, situation) if situation else sitting}@welfaredesk")
    event.add("dtstamp", session.clock.now().local().astimezone(UTC))
    event.add("dtstart", start.astimezone(UTC))
    event.add("dtend", end.astimezone(UTC))
    event.add("summary", tr(SUMMARY).format(number=values.get("number") or "").strip())
    if where:
        event.add("location", where)
    if off:
        event.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//WelfareDesk//IT")
    calendar.add("method", "CANCEL" if off else "PUBLISH")
    calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text.decode()


def save_convocation(session: Session, sitting: str, path: Path, *, situation: str | None = None) -> int:
    """Write the convocation where it was asked, and return its bytes; logged first.

    Raises:
        NotFound: when the sitting is not here, or the situation is not on its agenda.
    """
    data = convocation(session, sitting, situation=situation).encode()
    reading.logged(session, "print", record=sitting, root=sitting)
    with errors_as_faults():
        durable_write(path, data)
    return len(data)


def _span(values: dict[str, Value], situation: str | None) -> tuple[datetime, datetime]:
    """Return when the sitting, or the part of it about one situation, begins and ends."""
    agenda = list(situations_of(values))
    if not is_moment(values.get("when")):
        raise BadInput(problems=tr(NO_DAY))
    start = datetime.fromisoformat(str(values["when"]))
    if situation is None:
        return start, start + (sum((_length(row) for _, row in agenda), timedelta()) or USUAL)
    row = next((row for one, row in agenda if one == situation), None)
    if row is None:
        raise NotFound()
    own = datetime.fromisoformat(str(row["at"])) if row.get("at") else start
    return own, own + _length(row)


def _length(row: Mapping[str, Value]) -> timedelta:
    """Return how long a situation is looked at; what another program wrote there may be no length."""
    said = row.get("minutes")
    return timedelta(minutes=said) if isinstance(said, int) and 0 < said <= MOST_MINUTES else USUAL
