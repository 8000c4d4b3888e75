# SPDX-License-Identifier: EUPL-1.2
"""The rows of a plan as lines: goals with their actions, money by source, who takes part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from welfaredesk.desk.staff.members import as_rows
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.names import link_title
from welfaredesk.domain.staff_members import member_name, operator_of

HORIZONS = ("short", "medium", "long", "")
ENDED = frozenset({"done", "partly", "not_done", "interrupted"})
"""The states of an action on which nothing more is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionLine:
    """An action: what, whose, by when, through which service, and how far it is. `goal` is the row of its goal."""

    row: str
    goal: str
    what: str
    who: str
    operator: str
    due_on: date | None
    service: str
    state: str

    def late(self, on: date) -> bool:
        """Tell whether it is overdue on a day."""
        return self.due_on is not None and self.due_on < on and self.state not in ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalLine:
    """A goal with its actions, and how far it was reached when it was looked at last."""

    row: str
    horizon: str
    goal: str
    indicator: str
    reached: str
    reached_on: str
    note: str
    actions: tuple[ActionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """A row of the budget, or a sum of rows, in cents; `row` and `what` say nothing in a sum."""

    row: str = ""
    source: str = ""
    what: str = ""
    committed: int = 0
    spent: int = 0

    @property
    def left(self) -> int:
        """Return what is not spent yet; below nothing where more was spent."""
        return self.committed - self.spent


@dataclass(frozen=True, slots=True)
class Budget:
    """The rows of a budget, their sums by source in the order of the rows, and the sum of all."""

    lines: tuple[MoneyLine, ...] = ()
    by_source: tuple[MoneyLine, ...] = ()
    total: MoneyLine = MoneyLine()


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLine:
    """Who takes part in a plan, and what he does in it."""

    row: str
    name: str
    operator: str
    role: str
    body: str
    does: str


def goals_in(values: Values) -> tuple[GoalLine, ...]:
    """Return the goals with their actions, the near ones first, else in the order of the rows."""
    actions = actions_in(values)
    found = [
        GoalLine(
            row=_said(row, "_row"),
            horizon=_said(row, "horizon"),
            goal=_said(row, "goal"),
            indicator=_said(row, "indicator"),
            reached=_said(row, "reached"),
            reached_on=_said(row, "reached_on"),
            note=_said(row, "note"),
            actions=tuple(one for one in actions if one.goal == row.get("_row")),
        )
        for row in as_rows(values.get("goals"))
    ]
    return tuple(sorted(found, key=lambda one: _horizon(one.horizon)))


def _horizon(name: str) -> int:
    return HORIZONS.index(name) if name in HORIZONS else len(HORIZONS)


def actions_in(values: Values) -> tuple[ActionLine, ...]:
    """Return the actions in the order of the rows."""
    return tuple(
        ActionLine(
            row=_said(row, "_row"),
            goal=_said(row, "goal"),
            what=_said(row, "what"),
            who=link_title(row.get("operator")) or _said(row, "owner"),
            operator=operator_of(row),
            due_on=date.fromisoformat(str(row["due_on"])) if is_day(row.get("due_on")) else None,
            service=link_title(row.get("service")),
            state=_said(row, "state"),
        )
        for row in as_rows(values.get("actions"))
    )


def loose_actions(values: Values) -> tuple[ActionLine, ...]:
    """Return the actions that serve no goal of the plan."""
    goals = {row.get("_row") for row in as_rows(values.get("goals"))}
    return tuple(one for one in actions_in(values) if one.goal not in goals)


def budget_in(values: Values) -> Budget:
    """Return the budget with its sums."""
    lines = tuple(
        MoneyLine(
            row=_said(row, "_row"),
            source=_said(row, "source"),
            what=_said(row, "what"),
            committed=int(row.get("committed") or 0),
            spent=int(row.get("spent") or 0),
        )
        for row in as_rows(values.get("budget"))
    )
    sources = dict.fromkeys(one.source for one in lines)
    sums = (_sum((one for one in lines if one.source == source), source) for source in sources)
    return Budget(lines, tuple(sums), _sum(lines, ""))


def _sum(lines: Iterable[MoneyLine], source: str) -> MoneyLine:
    some = list(lines)
    return MoneyLine(source=source, committed=sum(one.committed for one in some), spent=sum(one.spent for one in some))


def roles_in(values: Values) -> Iterator[RoleLine]:
    """Give who takes part."""
    for row in as_rows(values.get("roles")):
        yield RoleLine(
            row=_said(row, "_row"),
            name=member_name(row),
            operator=operator_of(row),
            role=_said(row, "role"),
            body=_said(row, "body"),
            does=_said(row, "does"),
        )


def _said(row: Values, name: str) -> str:
    value: Value = row.get(name)
    return str(value or "")
