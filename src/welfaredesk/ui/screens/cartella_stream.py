# SPDX-License-Identifier: EUPL-1.2
"""The diary of a cartella as cards of the stream."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import cartella
from welfaredesk.desk.cartella import DiaryLine
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import WEEKDAYS, day_words, minutes_words, month_heading
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.stream_model import StreamRow
from welfaredesk.ui.theme.icons import icon_names

CLOSED_TEXT = N_("Testo riservato: Invio per leggerlo.")
NOTE = N_("Annotazione")
RESERVED, WAITS, HOUSEHOLD, CORRECTED = N_("Riservata"), N_("Da decidere"), N_("Nucleo"), N_("corretta")
THIRD, EVALUATION = N_("Riferito da terzi{who}: {text}"), N_("Valutazioni: {text}")


@cache
def _shipped() -> frozenset[str]:
    return frozenset(icon_names())


def icon_of(context: Context, kind: str) -> str:
    """Return the picture of a kind of entry."""
    offered = context.codes.offered("diary_kind", today(context.clock))
    found = next((one.icon for one in offered if one.code == kind), "")
    return found if found in _shipped() else "file-text"


def text_of(values: dict[str, Any]) -> str:
    """Return the words of an entry, the three parts one under the other, each but the facts with its name."""
    third, who = str(values.get("third_parties") or ""), str(values.get("third_parties_who") or "")
    parts = [str(values.get("text") or ""), str(values.get("facts") or "")]
    if third:
        parts.append(tr(THIRD).format(who=f" ({who})" if who else "", text=third))
    if values.get("evaluation"):
        parts.append(tr(EVALUATION).format(text=values["evaluation"]))
    return "\n".join(part for part in parts if part)


def meta_of(line: DiaryLine) -> str:
    """Return «madre, nonna · 50 min · Bianchi Lucia»."""
    values = line.values
    minutes = values.get("minutes")
    parts = [
        str(values.get("with_whom") or ""),
        minutes_words(int(minutes)) if minutes else "",
        link_title(values.get("author")),
        tr(CORRECTED) if line.corrected else "",
    ]
    return " · ".join(part for part in parts if part)


def _day(day: date, now: date) -> str:
    """Return «oggi», «ieri», else «lun 19»: the month stands above."""
    near = abs((day - now).days) <= 1
    return day_words(day, now) if near else f"{tr(WEEKDAYS[day.weekday()])} {day.day}"


def row_of(context: Context, line: DiaryLine, *, person: str) -> StreamRow:
    """Return the card of an entry; a reserved one keeps its words for who opens it, which is logged."""
    values = line.values
    when = datetime.fromisoformat(line.cursor[0])
    kind = str(values.get("kind") or "")
    chips = []
    if line.root != person:
        chips.append(ChipMark(tr(HOUSEHOLD), "users", "neutral"))
    if line.waits:
        chips.append(ChipMark(tr(WAITS), "git-compare", "attention"))
    if line.reserved:
        chips.append(ChipMark(tr(RESERVED), "lock", "reserved"))
    month = month_heading(when.date())
    return StreamRow(
        key=line.id,
        month=month[:1].upper() + month[1:],
        icon=icon_of(context, kind),
        kind=context.codes.label("diary_kind", kind) if kind else tr(NOTE),
        meta=meta_of(line),
        day=f"{_day(when.date(), today(context.clock))}, {when.hour}:{when.minute:02}",
        text=tr(CLOSED_TEXT) if line.reserved else text_of(values),
        chips=tuple(chips),
    )


class Diary:
    """The entries of one person as the stream asks for them: each page goes on where the last one ended."""

    def __init__(self, context: Context, person: str, first: Sequence[DiaryLine] = ()) -> None:
        self._context, self._person = context, person
        self._lines: list[DiaryLine] = list(first)
        self._fresh = bool(first)

    def read(self, offset: int, limit: int) -> Sequence[StreamRow]:
        """Return `limit` cards from `offset` on; from the top they are read anew, except the first time."""
        if offset == 0 and not self._fresh:
            self._lines = []
        self._fresh = False
        while len(self._lines) < offset + limit:
            before = self._lines[-1].cursor if self._lines else None
            wanted = offset + limit - len(self._lines)
            more = cartella.stream(self._context.session, self._person, before=before, limit=wanted)
            self._lines += more
            if len(more) < wanted:
                break
        return [row_of(self._context, line, person=self._person) for line in self._lines[offset : offset + limit]]
