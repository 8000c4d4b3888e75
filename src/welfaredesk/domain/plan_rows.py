# SPDX-License-Identifier: EUPL-1.2
"""The rows of a plan: what each must say, and what of a plan an approval is about."""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from welfaredesk.base.text import N_
from welfaredesk.domain.changes import said
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import id_in
from welfaredesk.domain.record import Problem
from welfaredesk.domain.staff_members import member_problems

ENDS_EARLY = N_("Il progetto finisce prima di cominciare")
REVIEW_EARLY = N_("La prossima verifica viene prima dell'inizio del progetto")
TOO_EARLY = N_("Un'azione ha un termine prima dell'inizio del progetto")
MONTHS = N_("Si verifica ogni 1-60 mesi")
NO_GOAL = N_("Una riga degli obiettivi non dice quale obiettivo è")
NO_ACTION = N_("Un'azione non dice che cosa si fa")
NEGATIVE = N_("Un importo del budget è sotto zero")
OVERSPENT = N_("In una riga del budget si è speso più di quanto è assegnato")
MOST_MONTHS = 60
GROWING: Mapping[str, frozenset[str]] = {
    "goals": frozenset({"reached", "reached_on", "note"}),
    "actions": frozenset({"state"}),
    "budget": frozenset({"spent"}),
}
"""What is written in the rows while a plan goes on: it is not what was approved."""
AGREED = (
    *("kind", "person", "household", "needs", "wishes", "starts_on", "ends_on", "review_months", "goals", "actions"),
    *("roles", "budget", "family_resources", "community_resources"),
)
"""The fields that an approval is about."""


def period_problems(values: Values) -> Iterator[Problem]:
    """Stop a plan that ends before it begins, and a step of the reviews that nobody keeps."""
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if starts and ends and ends < starts:
        yield Problem("ends_on", ENDS_EARLY)
    if starts and values.get("next_review_on") and values["next_review_on"] < starts:
        yield Problem("next_review_on", REVIEW_EARLY)
    months = values.get("review_months")
    if months is not None and not 1 <= months <= MOST_MONTHS:
        yield Problem("review_months", MONTHS)


def row_problems(values: Values) -> Iterator[Problem]:
    """Stop a row that does not say what it is about, and somebody named twice; doubt a term before the start."""
    if any(not row.get("goal") for row in values.get("goals") or ()):
        yield Problem("goals", NO_GOAL)
    actions, starts = values.get("actions") or (), values.get("starts_on")
    if any(not row.get("what") for row in actions):
        yield Problem("actions", NO_ACTION)
    elif starts and any(row.get("due_on") and row["due_on"] < starts for row in actions):
        yield Problem("actions", TOO_EARLY, warning=True)
    yield from member_problems(values, "roles")


def amount_problems(values: Values) -> Iterator[Problem]:
    """Stop an amount below nothing; doubt one that is spent and was not there."""
    budget = values.get("budget") or ()
    if any((row.get(name) or 0) < 0 for row in budget for name in ("committed", "spent")):
        yield Problem("budget", NEGATIVE)
    elif any((row.get("spent") or 0) > (row.get("committed") or 0) for row in budget):
        yield Problem("budget", OVERSPENT, warning=True)


def agreed(values: Values) -> dict[str, Value]:
    """Return what of a plan an approval is about, without what is written in it while it goes on."""
    return {name: _agreed(name, values.get(name)) for name in AGREED}


def _agreed(name: str, value: Value) -> Value:
    leaves = GROWING.get(name)
    if leaves is None or not isinstance(value, list):
        return said(value)
    return [{part: one for part, one in row.items() if part not in leaves and said(one) is not None} for row in value]


@dataclass(frozen=True, slots=True)
class Passed:
    """An action that passed from one operator to another with the consegne of its cartella."""

    row: str
    giver: str
    taker: str


def as_passed(copy: Values, values: Values, *, passed: Iterable[Passed]) -> Values:
    """Return a plan as it was approved, in each action with whoever does it now where its consegne led to him.

    Args:
        copy: the plan as it was approved.
        values: the plan as it stands.
        passed: the actions that passed, in that order.
    """
    now = {row.get("_row"): row.get("operator") for row in values.get("actions") or ()}
    every, actions = list(passed), []
    for row in copy.get("actions") or ():
        reached = {id_in(row.get("operator"))}
        for one in every:
            if one.row == row.get("_row") and one.giver in reached:
                reached.add(one.taker)
        holder = now.get(row.get("_row"))
        actions.append({**row, "operator": holder} if len(reached) > 1 and id_in(holder) in reached else row)
    return {**copy, "actions": actions} if actions else copy


def changed_since(copy: Values, values: Values) -> list[str]:
    """Return the fields of a plan that are no longer as they were approved."""
    before, now = agreed(copy), agreed(values)
    return [name for name in AGREED if before[name] != now[name]]


def review_months(values: Values) -> int:
    """Return every how many months a plan is looked at again, 0 when it does not say it or says what nobody keeps."""
    months = values.get("review_months") or 0
    return months if 0 < months <= MOST_MONTHS else 0


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, the last of the month where it has no such day."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))
