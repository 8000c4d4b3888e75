# SPDX-License-Identifier: EUPL-1.2
"""How a request of access is said in rows and chips: by when, how late, what goes and what stays."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.access.dossier import AccessPage, Candidate, Fate
from welfaredesk.desk.access.requests import RequestLine
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.records import type_named
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.periods import day_words
from welfaredesk.ui.parts.chip import ChipMark

BY, LATE, NO_TERM = N_("entro {day}"), N_("In ritardo di {days}"), N_("senza un termine noto")
DAY, DAYS = N_("giorno"), N_("giorni")
GOES, STAYS, NEVER = N_("Si consegna"), N_("Resta"), N_("Mai: riservata")
STATES = {"received": "attention", "in_progress": "accent", "suspended": "neutral", "answered": "done"}
ASKS = N_("Chiede {who}, {title}")
COUNTS = N_("Si consegnano: {goes} su {all}. Restano: {stays}.")
HIDDEN = N_("Riservate, mai consegnate e non nominate nell'elenco: {count}.")
TO_LOOK_AT = N_("Con parole da guardare: {count}.")
LOOK, WHICH = N_("Da guardare"), N_("{number} di {count}")


def state_chip(codes: Codes, state: str) -> ChipMark:
    """Return the state of a request as a chip with its icon."""
    label = codes.label("access_state", state)
    return ChipMark(label, codes.icon("access_state", state), STATES.get(state, "neutral"))


def late_words(days: int) -> str:
    """Return how late an answer is, nothing when it is not."""
    return tr(LATE).format(days=plural(days, DAY, many=DAYS)) if days else ""


def due_words(day: date | None, now: date) -> str:
    """Return by which day a request is answered."""
    return tr(BY).format(day=day_words(day, now)) if day is not None else tr(NO_TERM)


def day_of(text: str, now: date) -> str:
    """Return a day as the house says it, nothing for what is none."""
    return day_words(date.fromisoformat(text), now) if is_day(text) else ""


def answer_words(codes: Codes, line: RequestLine, *, now: date) -> str:
    """Return what was answered and when, nothing before."""
    said = codes.label("access_answer", line.answer) if line.answer else ""
    return " · ".join(part for part in (said, day_of(line.answered_on, now)) if part)


def record_words(one: Candidate, now: date) -> str:
    """Return what a record is and of which day."""
    return " · ".join(part for part in (tr(type_named(one.type).label), day_of(one.day, now)) if part)


def names_of(some: Sequence[Candidate], now: date) -> dict[str, str]:
    """Return record to how it is called, which of several where they would be called alike."""
    words = {one.id: record_words(one, now) for one in some}
    all_of, so_far, found = Counter(words.values()), Counter[str](), dict[str, str]()
    for identity, said in words.items():
        so_far[said] += 1
        which = tr(WHICH).format(number=so_far[said], count=all_of[said])
        found[identity] = f"{said} · {which}" if all_of[said] > 1 else said
    return found


def asks_words(codes: Codes, page: AccessPage, *, now: date) -> str:
    """Return who asks, by which title, and by when he is answered."""
    values = page.shown.values
    title = codes.label("access_title", str(values.get("title") or "other")).lower()
    who = tr(ASKS).format(who=values.get("requester") or "—", title=title)
    return " · ".join((who, due_words(page.due.due_on, now)))


def fate_chip(one: Candidate) -> ChipMark:
    """Return what becomes of a record as a chip."""
    if one.fate is Fate.GOES:
        return ChipMark(tr(GOES), "check", "done")
    if one.fate is Fate.STAYS:
        return ChipMark(tr(STAYS), "minus", "neutral")
    return ChipMark(tr(NEVER), "lock", "reserved")


def counts_words(page: AccessPage, *, doubtful: int = 0) -> str:
    """Return how many records go, stay, and never may, and in how many there is something to look at."""
    never, goes, stays = (page.of(fate) for fate in (Fate.NEVER, Fate.GOES, Fate.STAYS))
    said = [tr(COUNTS).format(goes=len(goes), all=len(goes) + len(stays), stays=len(stays))]
    said += [tr(TO_LOOK_AT).format(count=doubtful)] if doubtful else []
    said += [tr(HIDDEN).format(count=len(never))] if never else []
    return " ".join(said)


def removed_words(codes: Codes, one: Candidate) -> str:
    """Return why a record stays, or what is taken out of one that goes and whether there is something to look at."""
    if one.fate is not Fate.GOES:
        return codes.label("access_exclusion", one.why) if one.why else ""
    look = [tr(LOOK)] if one.cleaned.doubtful else []
    return " · ".join([*look, *(each.what for each in one.cleaned.removed)])
