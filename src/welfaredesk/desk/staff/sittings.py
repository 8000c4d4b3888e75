# SPDX-License-Identifier: EUPL-1.2
"""Sittings: the list, the agenda with names for those who may read them, and the minutes that each row leads to."""

from collections.abc import Iterable
from dataclasses import dataclass

from welfaredesk.desk import lists, records
from welfaredesk.desk.records import Saved, Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.convening import begin_minutes, minutes_id, situations_of
from welfaredesk.desk.staff.members import as_rows, on_paper
from welfaredesk.desk.staff.situations import name_in, situation_name
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.machines.sitting_path import SITTING_PATH
from welfaredesk.domain.names import link_title
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

MOST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingLine:
    """A sitting in the list."""

    id: str
    number: str
    when: str
    place: str
    state: str
    situations: int
    convener: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """A situation on the agenda; without `here` this desk does not read it, and `name` says so.

    `on_paper` names who from outside reads another situation at the own desk, and this one on paper.
    """

    situation: str
    name: str
    number: str
    at: str
    length: int
    here: bool
    minutes: str
    state: str
    on_paper: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SittingPage:
    """A sitting with its agenda."""

    shown: Shown
    state: str
    agenda: tuple[AgendaLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesLine:
    """Minutes that this desk reads, with who they are about: what a member from outside finds in place of a sitting."""

    id: str
    situation: str
    name: str
    when: str
    place: str
    state: str


def sittings(session: Session) -> list[SittingLine]:
    """Return the sittings that this desk reads, the latest first."""
    rows, _ = lists.page_of(session, type_named("sitting"), limit=MOST)
    lines = [
        SittingLine(
            id=str(row["_id"]),
            number=str(row.get("number") or ""),
            when=str(row.get("when") or ""),
            place=str(row.get("place") or row.get("online") or ""),
            state=SITTING_PATH.state_of(row),
            situations=len(as_rows(row.get("agenda"))),
            convener=link_title(row.get("convener")),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda one: (one.when, one.id), reverse=True)


def sitting_page(session: Session, identity: str) -> SittingPage:
    """Return a sitting with its agenda in order.

    Raises:
        NotFound: when it is not here, or the operator's roles do not reach it.
    """
    shown = records.show(session, identity)
    return SittingPage(
        shown=shown,
        state=SITTING_PATH.state_of(shown.values),
        agenda=tuple(_agenda(session, identity, shown.values)),
    )


def _agenda(session: Session, identity: str, values: dict[str, Value]) -> Iterable[AgendaLine]:
    database = session.vault.read()
    for situation, row in situations_of(values):
        held = read_row(database, type_named("situation"), situation)
        minutes = minutes_id(identity, situation)
        written = read_row(database, type_named("minutes"), minutes)
        yield AgendaLine(
            situation=situation,
            name=situation_name(session, situation),
            number=link_title(row.get("situation")),
            at=str(row.get("at") or ""),
            length=int(row.get("minutes") or 0),
            here=held is not None,
            minutes=minutes if written is not None else "",
            state=MINUTES_PATH.state_of(written) if written is not None else "",
            on_paper=_on_paper(session, situation, held) if held is not None and written is not None else (),
        )


def _on_paper(session: Session, situation: str, held: Values) -> tuple[str, ...]:
    names = lists.operator_names(session)
    return tuple(names.get(one, "") for one in on_paper(session, situation, as_rows(held.get("members"))))


def put_on_agenda(
    session: Session, sitting: str, situation: str, *, at: str | None = None, length: int | None = None
) -> Saved:
    """Put a situation on the agenda of a sitting, from an hour, for some minutes.

    Raises:
        BadInput: when it stands there already.
    """
    shown = records.show(session, sitting)
    row: dict[str, Value] = {"situation": situation, "at": at, "minutes": length}
    wanted = [*as_rows(shown.values.get("agenda")), {name: value for name, value in row.items() if value is not None}]
    return records.change(session, sitting, {"agenda": wanted}, seen=shown.entry)


def take_off_agenda(session: Session, sitting: str, situation: str) -> Saved:
    """Take a situation off the agenda; minutes that were begun stay with the situation."""
    shown = records.show(session, sitting)
    kept = [row for row in as_rows(shown.values.get("agenda")) if (row.get("situation") or {}).get("id") != situation]
    return records.change(session, sitting, {"agenda": kept}, seen=shown.entry)


def open_minutes(session: Session, sitting: str, situation: str) -> str:
    """Return the minutes of a situation in a sitting, begun when nobody has yet.

    Raises:
        NotFound: when the sitting or the situation is not here.
    """
    shown = records.show(session, sitting)
    records.show(session, situation)
    row = next((row for one, row in situations_of(shown.values) if one == situation), {})

    def work(database: Database) -> str:
        return begin_minutes(session, database, sitting, situation, sitting_values=shown.values, row=row)

    made = session.vault.write(work)
    session.tell(made, situation)
    return made


def minutes_here(session: Session) -> list[MinutesLine]:
    """Return all minutes that this desk reads, the latest first, whether it reads their sitting or not."""
    rows, _ = lists.page_of(session, type_named("minutes"), limit=MOST)
    database, type_ = session.vault.read(), type_named("situation")
    lines = [
        MinutesLine(
            id=str(row["_id"]),
            situation=str(row["_root"]),
            name=name_in(session, read_row(database, type_, str(row["_root"])) or {}),
            when=str(row.get("when") or ""),
            place=str(row.get("place") or ""),
            state=MINUTES_PATH.state_of(row),
        )
        for row in rows
    ]
    return sorted(lines, key=lambda one: (one.when, one.id), reverse=True)
