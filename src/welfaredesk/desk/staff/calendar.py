# SPDX-License-Identifier: EUPL-1.2
"""The convocation as an iCalendar text (RFC 5545): when and where, and about whom nothing."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from welfaredesk.base.errors import NotFound
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import reading, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.convening import minutes_id, situations_of
from welfaredesk.domain.kinds import Value
from welfaredesk.domain.machines.sitting_path import SITTING_PATH
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import durable_write

SUMMARY = N_("Staff di progetto {number}")
USUAL_MINUTES = 60
LONGEST_LINE = 75
BREAK = "\r\n"
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def convocation(session: Session, sitting: str, *, situation: str | None = None) -> str:
    """Return the convocation of a sitting, or of the part of it that is about one situation.

    Raises:
        NotFound: when the sitting is not here, or the situation is not on its agenda.
    """
    shown = records.show(session, sitting)
    if shown.type.name != "sitting":
        raise NotFound()
    values = shown.values
    start, end = _span(values, situation)
    off = SITTING_PATH.state_of(values) == "called_off"
    where = " · ".join(str(values[name]) for name in ("place", "online") if values.get(name))
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//WelfareDesk//IT",
        "METHOD:" + ("CANCEL" if off else "PUBLISH"),
        "BEGIN:VEVENT",
        f"UID:{minutes_id(sitting, situation) if situation else sitting}@welfaredesk",
        "DTSTAMP:" + _utc(session.clock.now().local()),
        "DTSTART:" + _utc(start),
        "DTEND:" + _utc(end),
        "SUMMARY:" + tr(SUMMARY).format(number=values.get("number") or "").strip().translate(ESCAPED),
        *(["LOCATION:" + where.translate(ESCAPED)] if where else []),
        *(["STATUS:CANCELLED"] if off else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(_folded(line) + BREAK for line in lines)


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
    start = datetime.fromisoformat(str(values["when"]))
    if situation is None:
        length = sum(int(row.get("minutes") or USUAL_MINUTES) for _, row in agenda) or USUAL_MINUTES
        return start, start + timedelta(minutes=length)
    row = next((row for one, row in agenda if one == situation), None)
    if row is None:
        raise NotFound()
    own = datetime.fromisoformat(str(row["at"])) if row.get("at") else start
    return own, own + timedelta(minutes=int(row.get("minutes") or USUAL_MINUTES))


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 bytes, those after the first behind a blank."""
    pieces: list[str] = []
    piece = ""
    for letter in line:
        room = LONGEST_LINE - (1 if pieces else 0)
        if len((piece + letter).encode()) > room:
            pieces.append(piece)
            piece = ""
        piece += letter
    return f"{BREAK} ".join([*pieces, piece])
