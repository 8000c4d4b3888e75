# SPDX-License-Identifier: EUPL-1.2
"""The chips and cells that say how a cartella stands, for lists and headers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import lists
from welfaredesk.desk.lists import PersonLine
from welfaredesk.domain.periods import age_words, days_ago_words, full_day
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.table_model import Cell, Column, TableRow
from welfaredesk.ui.said import in_force

NO_CASE = N_("Mai aperta")
NEVER = N_("mai")
GRAVE = frozenset({"protected_address", "no_contact_order"})
UNTIL = N_("{caution}, fino al {day}")
TOWARD = N_("{caution} ({who})")
STATE_KINDS = {"open": "done", "reopened": "done", "closed": "neutral"}
BORN = {"F": N_("nata il {day}"), "M": N_("nato il {day}")}
BORN_SOMEHOW = N_("nascita {day}")
DIED = N_("† {day}")

COLUMNS = (
    Column("name", N_("Nome"), 14, stretches=True),
    Column("birth", N_("Età"), 6, right=True, drop=2),
    Column("comune", N_("Comune"), 12, drop=3),
    Column("worker", N_("Titolare"), 11, drop=4),
    Column("last", N_("Ultimo contatto"), 11, drop=1),
    Column("state", N_("Stato"), 10),
)


def columns() -> list[Column]:
    """Return the columns of the list in the language of the screen."""
    return [
        Column(one.key, tr(one.label), one.width, stretches=one.stretches, right=one.right, drop=one.drop)
        for one in COLUMNS
    ]


def state_chip(context: Context, line: PersonLine) -> ChipMark:
    """Return the state of the cartella, or that there is none."""
    if line.case_file is None:
        return ChipMark(tr(NO_CASE), "user", "neutral")
    label = context.codes.label("case_file_state", line.state)
    icon = {"closed": "archive", "reopened": "folder-open"}.get(line.state, "folder-open")
    return ChipMark(label, icon, STATE_KINDS.get(line.state, "neutral"))


def read_rows(context: Context, ids: Sequence[str]) -> list[TableRow]:
    """Return the rows of the list for these persons."""
    day = today(context.clock)
    return [_row(context, line, day) for line in lists.person_lines(context.session, ids)]


def _row(context: Context, line: PersonLine, day: date) -> tuple[Cell, ...]:
    age = age_words(date.fromisoformat(line.birth), day) if line.birth else ""
    last = days_ago_words(date.fromisoformat(line.last_contact), day) if line.last_contact else tr(NEVER)
    return (line.name, age, line.comune, line.worker, last, state_chip(context, line))


def person_facts(values: dict[str, Any], day: date) -> str:
    """Return «9 anni · nata il 14/03/2017 · Gussola»."""
    found = []
    birth, death = values.get("birth"), values.get("death")
    if birth:
        born = date.fromisoformat(birth)
        found.append(age_words(born, date.fromisoformat(death) if death else day))
        found.append(tr(BORN.get(str(values.get("sex")), BORN_SOMEHOW)).format(day=full_day(born)))
    if death:
        found.append(tr(DIED).format(day=full_day(date.fromisoformat(death))))
    found.append(str(values.get("comune") or ""))
    return " · ".join(part for part in found if part)


def caution_chips(context: Context, cautions: Sequence[dict[str, Any]]) -> list[ChipMark]:
    """Return a chip for each avvertenza in force, those that protect from danger first."""
    marks = []
    icons = {one.code: one.icon for one in context.codes.offered("caution_kind", today(context.clock))}
    for one in sorted(cautions, key=lambda caution: caution.get("kind") not in GRAVE):
        if not in_force(one, context):
            continue
        kind = str(one.get("kind") or "")
        words = context.codes.label("caution_kind", kind) if kind else str(one.get("reason") or "")
        if one.get("against"):
            words = tr(TOWARD).format(caution=words, who=one["against"])
        if one.get("until"):
            words = tr(UNTIL).format(caution=words, day=full_day(date.fromisoformat(one["until"])))
        marks.append(ChipMark(words, icons.get(kind) or "triangle-alert", "danger" if kind in GRAVE else "attention"))
    return marks
