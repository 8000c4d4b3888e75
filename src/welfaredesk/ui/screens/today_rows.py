# SPDX-License-Identifier: EUPL-1.2
"""The words of Oggi: appointments, deadlines, drafts and the copy as rows of things to do."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.queue import QueueItem
from welfaredesk.desk.quick_notes import NoteLine
from welfaredesk.desk.today import Board, Copy, DraftLine, Due, Meeting, Undecided
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.names import brief
from welfaredesk.domain.periods import (
    MONTHS,
    WEEKDAYS,
    clock_words,
    day_words,
    days_ago_words,
    minutes_words,
    moment_words,
)
from welfaredesk.ui.parts.task_row import TaskMark

PREPARE = N_("Prepara")
DONE = N_("Fatto")
RESUME = N_("Riprendi")
KEEP_AS_NOTE = N_("Tieni come appunto")
LEFT = N_("non leggi più la sua scheda")
DECIDE = N_("Decidi")
COPY_NOW = N_("Fai la copia ora")
CHOOSE_FOLDER = N_("Scegli dove")
NO_COPY = N_("Nessuna copia ancora")
LAST_COPY = N_("Ultima copia: {ago}")
WITHOUT_COPY = N_("Se il PC si rompe, il lavoro si perde")
NOT_LEFT_YET = N_("Se il PC si rompe, si perde quello che non è partito")
DAYS_LATE = N_("in ritardo di {days}")
DUE_TODAY = N_("scade oggi")
DUE_TODAY_AT = N_("scade oggi alle {time}")
TAKE_UP = N_("da riprendere")
NOTE = N_("Appunto: {text}")
REMINDED = N_("promemoria di {day}")
TWO_VERSIONS = N_("Due versioni della stessa scheda")
TO_REVIEW, OLDEST, REVIEW = N_("Da rivedere: {count}"), N_("Il più vecchio: {day}"), N_("Rivedi")
DRAFT_ON = N_("Bozza di {what} su {who}")
DRAFT_OF = N_("Bozza di {what}: {who}")
DRAFT = N_("Bozza di {what}")
DRAFTS = {
    "diary_entry": N_("un'annotazione"),
    "contact": N_("un accesso"),
    "referral": N_("una segnalazione"),
    "quick_note": N_("un appunto"),
    "urgency": N_("un'urgenza"),
}
NOTES_SHOWN = 4
UNBROKEN = "\u00a0"
"""A space at which a line does not break."""
PAGES = {"project": "project", "access_request": "access"}
"""What falls due and is not ticked here: by its type, the page on which it is done."""
UNTICKED = {*PAGES, "care_episode"}
ICONS = {"project": "target", "access_request": "file-text", "care_episode": "calendar-check"}
REVIEWED_IN = 3
"""Days after which a review that waits is shown as pressing."""


def short_day(day: date) -> str:
    """Return «mar 20»."""
    return f"{tr(WEEKDAYS[day.weekday()])} {day.day}"


def long_today(day: date) -> str:
    """Return «lun 19 ottobre» with the month short: the sentence beside the title."""
    return f"{tr(WEEKDAYS[day.weekday()])} {day.day} {tr(MONTHS[day.month - 1])} {day.year}"


def meeting_mark(one: Meeting, codes: Codes, *, today: date) -> TaskMark:
    """Return an appointment as a row: its hour, who, what and where."""
    when = datetime.fromisoformat(one.when)
    kind = codes.label("appointment_kind", one.kind) if one.kind else ""
    said = [
        one.title or kind,
        one.where,
        minutes_words(one.minutes).replace(" ", UNBROKEN) if one.minutes else "",
        one.notes,
    ]
    title = one.person_name or one.title or kind
    hour = clock_words(when)
    soon = when.date() == today
    if not soon:
        said = [hour, *said[:2]]
    return TaskMark(
        key=one.id,
        title=title,
        meta=" · ".join(part for part in said if part and part != title),
        lead=hour if soon else short_day(when.date()),
        action=tr(PREPARE) if one.person and soon else "",
    )


def due_mark(one: Due, today: date) -> TaskMark:
    """Return a deadline, or an entry to take up again, as a row with how late it is in words."""
    late = one.late(today)
    pressing, kind, meta = "", "", [one.who]
    hour = one.hour.removeprefix("0")
    if late:
        pressing, kind = tr(DAYS_LATE).format(days=plural(late, N_("giorno"), many=N_("giorni"))), "danger"
    elif one.day == today:
        pressing = tr(DUE_TODAY_AT).format(time=hour) if hour else tr(DUE_TODAY)
        kind = "attention"
    else:
        words = day_words(one.day, today)
        meta.insert(0, f"{words}, {hour}" if hour else words)
    if one.type == "diary_entry":
        meta.append(tr(TAKE_UP))
    return TaskMark(
        key=one.id,
        title=one.title,
        meta=" · ".join(part for part in meta if part),
        pressing=pressing,
        kind=kind,
        icon=ICONS.get(one.type, ""),
        tick="" if one.type in UNTICKED else tr(DONE),
    )


def note_mark(one: NoteLine, today: date) -> TaskMark:
    """Return an open note as a row with its age."""
    written = date.fromisoformat(one.when[:10]) if one.when else today
    reminder = ""
    if one.is_late(today):
        reminder = tr(REMINDED).format(day=day_words(date.fromisoformat(one.remind_on), today))
    return TaskMark(
        key=one.id,
        title=tr(NOTE).format(text=brief(one.text)),
        meta=" · ".join(part for part in (days_ago_words(written, today), one.about_name) if part),
        pressing=reminder,
        kind="attention" if reminder else "",
        icon="sticky-note",
    )


def draft_mark(one: DraftLine, today: date) -> TaskMark:
    """Return something half written as a row: on what, since when, how it begins."""
    type_ = find_type(one.type)
    what = tr(DRAFTS[one.type]) if one.type in DRAFTS else f"«{tr(type_.label) if type_ else one.type}»"
    said = (DRAFT_ON if one.root else DRAFT_OF) if one.about else DRAFT
    title = tr(said).format(what=what, who=one.about)
    at = one.at.local()
    when = clock_words(at) if at.date() == today else moment_words(at, today)
    begins = one.begins if one.begins != one.about else ""
    return TaskMark(
        key=one.key,
        title=title,
        meta=" · ".join(part for part in (tr(LEFT) if one.left else "", when, begins) if part),
        icon="pencil",
        action=tr(KEEP_AS_NOTE if one.left else RESUME),
    )


def queue_mark(items: Sequence[QueueItem], day: date) -> TaskMark:
    """Return what waits for a review as one row: how much, and since when the oldest."""
    oldest = next((one.since for one in items if is_day(one.since)), "")
    late = bool(oldest) and (day - date.fromisoformat(oldest)).days > REVIEWED_IN
    return TaskMark(
        key="queue",
        title=tr(TO_REVIEW).format(count=len(items)),
        meta=tr(OLDEST).format(day=day_words(date.fromisoformat(oldest), day)) if oldest else "",
        icon="clipboard-check",
        kind="attention" if late else "accent",
        action=tr(REVIEW),
    )


def undecided_mark(one: Undecided) -> TaskMark:
    """Return a record with two versions as a row."""
    type_ = find_type(one.type)
    return TaskMark(
        key=one.id,
        title=one.title or (tr(type_.label) if type_ else one.type),
        meta=tr(TWO_VERSIONS),
        icon="git-compare",
        kind="attention",
        action=tr(DECIDE),
    )


def copy_mark(copy: Copy, today: date) -> TaskMark:
    """Return the reminder of the safety copy as a row."""
    if copy.age is None:
        title = tr(NO_COPY)
    else:
        title = tr(LAST_COPY).format(ago=days_ago_words(date.fromordinal(today.toordinal() - copy.age), today))
    return TaskMark(
        key="copy",
        title=title,
        meta=tr(NOT_LEFT_YET if copy.server else WITHOUT_COPY),
        icon="triangle-alert",
        kind="attention",
        action=tr(COPY_NOW if copy.folder_chosen else CHOOSE_FOLDER),
    )


def to_mend(board: Board) -> Iterator[tuple[str, TaskMark]]:
    """Give kind and row of all that waits to be put in order, what may lose work first."""
    if board.copy is not None:
        yield "copy", copy_mark(board.copy, board.day)
    for undecided in board.undecided:
        yield "undecided", undecided_mark(undecided)
    if board.to_review:
        yield "queue", queue_mark(board.to_review, board.day)
    for draft in board.drafts:
        yield "draft", draft_mark(draft, board.day)
    for note in board.notes[:NOTES_SHOWN]:
        yield "note", note_mark(note, board.day)
