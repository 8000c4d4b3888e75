# SPDX-License-Identifier: EUPL-1.2
"""How a staff di progetto is said in rows: moments, members, decisions with their outcome, answers."""

from collections.abc import Iterable
from datetime import date, datetime

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.staff.members import Expected
from welfaredesk.desk.staff.minutes import Answer
from welfaredesk.desk.staff.sittings import AgendaLine
from welfaredesk.desk.staff.situations import Member
from welfaredesk.desk.staff.tasks import Decision
from welfaredesk.domain.checks import is_day, is_moment
from welfaredesk.domain.periods import clock_words, day_words, moment_words
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.task_row import TaskMark

BY, LATE, NO_DATE = N_("entro {day}"), N_("In ritardo di {days}"), N_("senza termine")
NO_TASK, TO_TASK = N_("Non è ancora un compito"), N_("Fanne un compito")
IN_PROGRESS = N_("In corso")
NOT_BEGUN, CALENDAR = N_("Verbale non iniziato"), N_("Calendario")
ON_PAPER = N_("{who}: legge già un'altra situazione, questa su carta")
OUTCOMES = {
    "done": ("done", "circle-check"),
    "partly": ("attention", "circle-alert"),
    "not_done": ("danger", "circle-x"),
}
ANSWERS = {
    "confirmed": ("done", "check"),
    "remark": ("attention", "message-square"),
    "dissent": ("danger", "message-square-off"),
}
STATES = {
    "convened": "accent",
    "held": "done",
    "called_off": "neutral",
    "requested": "attention",
    "accepted": "accent",
    "shared": "accent",
    "confirmed": "done",
    "closed": "done",
    "approved": "done",
    "sent_back": "attention",
}


def when_words(moment: str, today: date) -> str:
    """Return a moment as a list shows it, nothing for what is none."""
    return moment_words(datetime.fromisoformat(moment), today) if is_moment(moment) else ""


def day_said(day: str, today: date) -> str:
    """Return a day as a list shows it, nothing for what is none."""
    return day_words(date.fromisoformat(day), today) if is_day(day) else ""


def state_chip(codes: Codes, state: str, *, of: str) -> ChipMark:
    """Return a state as a chip with its icon."""
    return ChipMark(codes.label(of, state), codes.icon(of, state), STATES.get(state, "neutral"))


def agenda_mark(line: AgendaLine, codes: Codes) -> TaskMark:
    """Return a situation of an agenda as a row that opens its minutes."""
    at = clock_words(datetime.fromisoformat(line.at)) if is_moment(line.at) else ""
    state = codes.label("minutes_state", line.state) if line.state else tr(NOT_BEGUN)
    paper = tr(ON_PAPER).format(who="; ".join(line.on_paper)) if line.on_paper else ""
    said = (line.number, state, paper) if line.here else (line.number,)
    return TaskMark(
        key=line.situation,
        title=line.name,
        meta=" · ".join(part for part in said if part),
        action=tr(CALENDAR) if line.here and line.minutes else "",
        lead=at,
        icon="" if at else "users" if line.here else "lock",
    )


def decision_mark(one: Decision, codes: Codes, *, today: date, offers: bool) -> TaskMark:
    """Return a decision as a row: what, who, by when, and how it ended; `offers` lets it become a task."""
    kind, icon = OUTCOMES.get(one.outcome, ("", "clock" if one.task else "list-checks"))
    pressing = codes.label("task_outcome", one.outcome) if one.outcome else ""
    if one.task and not pressing:
        pressing = tr(IN_PROGRESS)
    if one.task and one.due_on is not None and one.late(today):
        late = plural((today - one.due_on).days, N_("giorno"), many=N_("giorni"))
        kind, pressing = "danger", tr(LATE).format(days=late)
    day = tr(BY).format(day=day_words(one.due_on, today)) if one.due_on is not None else tr(NO_DATE)
    waiting = "" if one.task else tr(NO_TASK)
    return TaskMark(
        key=one.row,
        title=one.what,
        meta=" · ".join(part for part in (one.who, day, one.note, "" if offers else waiting) if part),
        pressing=pressing,
        kind=kind or ("accent" if one.task else ""),
        icon=icon,
        action=tr(TO_TASK) if offers and not one.task else "",
    )


def answer_mark(one: Answer, codes: Codes, *, today: date) -> TaskMark:
    """Return what a member answered as a row."""
    kind, icon = ANSWERS.get(one.answer, ("", codes.icon("confirmation_state", one.state) or "hourglass"))
    said = codes.label("staff_answer", one.answer) if one.answer else codes.label("confirmation_state", one.state)
    how = codes.label("staff_answer_means", one.means) if one.means else ""
    day = day_said(one.answered_on, today)
    return TaskMark(
        key=one.id,
        title=one.name,
        meta=" · ".join(part for part in (day, how, one.text) if part),
        pressing=said,
        kind=kind or "attention",
        icon=icon,
        whole=True,
    )


def member_words(member: Member, codes: Codes) -> str:
    """Return a member in a line: name, role, body."""
    role = codes.label("staff_role", member.role) if member.role else ""
    return " · ".join(dict.fromkeys(part for part in (member.name, role, member.body) if part))


def expected_words(expected: Iterable[Expected], codes: Codes) -> str:
    """Return who is missing, by role or body."""
    named = (codes.label("staff_role", one.role) if one.role else one.body for one in expected)
    return ", ".join(one for one in named if one)
