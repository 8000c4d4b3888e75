# SPDX-License-Identifier: EUPL-1.2
"""How a plan is said in rows: goals with how far they were reached, actions, money, who takes part, its reviews."""

from datetime import date

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.plan.lines import Budget, MoneyLine, actions_in, budget_in, goals_in, roles_in
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.money import euro_words
from welfaredesk.domain.periods import day_words
from welfaredesk.ui.parts.amount_row import AmountRow
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.task_row import TaskMark, TaskRow
from welfaredesk.ui.screens.staff_words import day_said

BY, LATE = N_("entro {day}"), N_("In ritardo di {days}")
NOT_LOOKED, REACHED = N_("Non ancora verificato"), N_("Raggiunto: {how}")
SEEN_BY, SEEN_ON = N_("si vede da: {indicator}"), N_("visto {day}")
NO_GOAL, NO_ACTION, NO_NAME, NO_SOURCE = N_("Obiettivo"), N_("Azione"), N_("Senza nome"), N_("Senza fonte")
NOBODY = N_("nessuno indicato")
COMMITTED, SPENT, LEFT = N_("Assegnato"), N_("Speso"), N_("Resta")
AMOUNTS = N_("assegnato {committed}, speso {spent}, resta {left}")
TOTAL, TOTAL_OF = N_("Totale"), N_("Totale {source}")
STATES = {
    "to_approve": "attention",
    "active": "done",
    "in_review": "accent",
    "awaiting": "attention",
    "refused_in_part": "danger",
    "signed": "done",
    "carried": "done",
}
HOW_FAR = {
    "yes": "done",
    "partly": "attention",
    "no": "danger",
    "done": "done",
    "not_done": "danger",
    "under_way": "accent",
    "trial": "accent",
    "suspended": "attention",
    "interrupted": "attention",
}


def state_mark(codes: Codes, state: str, *, of: str) -> ChipMark:
    """Return a state as a chip with its icon."""
    return ChipMark(codes.label(of, state), codes.icon(of, state), STATES.get(state, "neutral"))


def euro(cents: int) -> str:
    """Return an amount with its sign."""
    return f"{euro_words(cents)} €"


def goal_line(row: Values, codes: Codes, *, today: date) -> TaskRow:
    """Return a goal as a row: what, how far it was reached, and from what one sees it."""
    (one,) = goals_in({"goals": [row]})
    seen = tr(SEEN_ON).format(day=day_said(one.reached_on, today)) if one.reached and one.reached_on else ""
    indicator = tr(SEEN_BY).format(indicator=one.indicator) if one.indicator else ""
    said = tr(REACHED).format(how=codes.label("goal_reached", one.reached).lower()) if one.reached else tr(NOT_LOOKED)
    return TaskRow(
        TaskMark(
            key=one.row,
            title=one.goal or tr(NO_GOAL),
            meta=" · ".join(part for part in (seen, indicator, one.note) if part),
            pressing=said,
            kind=HOW_FAR.get(one.reached, ""),
            icon=codes.icon("goal_reached", one.reached) if one.reached else "target",
            strong=True,
        )
    )


def action_line(row: Values, codes: Codes, *, today: date) -> TaskRow:
    """Return an action as a row: what, how far it is or how late, who, by when, through which service."""
    (one,) = actions_in({"actions": [row]})
    kind = HOW_FAR.get(one.state, "")
    pressing = codes.label("project_action_state", one.state) if one.state else ""
    if one.due_on is not None and one.late(today):
        late = plural((today - one.due_on).days, N_("giorno"), many=N_("giorni"))
        kind, pressing = "danger", tr(LATE).format(days=late)
    due = tr(BY).format(day=day_words(one.due_on, today)) if one.due_on is not None else ""
    said = (one.who or tr(NOBODY), due, one.service)
    return TaskRow(
        TaskMark(
            key=one.row,
            title=one.what or tr(NO_ACTION),
            meta=" · ".join(part for part in said if part),
            pressing=pressing,
            kind=kind,
            icon=codes.icon("project_action_state", one.state) if one.state else "list-checks",
        )
    )


def role_line(row: Values, codes: Codes) -> TaskRow:
    """Return who takes part as a row: name, role, body, and what he does."""
    (one,) = roles_in({"roles": [row]})
    role = codes.label("staff_role", one.role) if one.role else ""
    meta = " · ".join(dict.fromkeys(part for part in (role, one.body) if part))
    title = f"{one.name or tr(NO_NAME)}: {one.does}" if one.does else one.name or role or tr(NO_NAME)
    return TaskRow(TaskMark(key=one.row, title=title, meta=meta, icon="user"))


def money_line(row: Values, codes: Codes) -> AmountRow:
    """Return a row of the budget with its amounts."""
    (one,) = budget_in({"budget": [row]}).lines
    source = _source(one, codes)
    return _amounts(f"{source} · {one.what}" if one.what else source, one)


def sum_lines(budget: Budget, codes: Codes) -> list[AmountRow]:
    """Return the sums: by source where one has several rows, and the sum of all."""
    several = {one.source for one in budget.by_source if sum(row.source == one.source for row in budget.lines) > 1}
    found = [
        _amounts(tr(TOTAL_OF).format(source=_source(one, codes)), one, look="part")
        for one in budget.by_source
        if one.source in several
    ]
    return [*found, _amounts(tr(TOTAL), budget.total, look="sum")] if len(budget.lines) > 1 else found


def money_head() -> AmountRow:
    """Return the heading of the amounts."""
    return AmountRow("", (tr(COMMITTED), tr(SPENT), tr(LEFT)), look="head")


def _source(one: MoneyLine, codes: Codes) -> str:
    return codes.label("budget_source", one.source) if one.source else tr(NO_SOURCE)


def _amounts(label: str, one: MoneyLine, *, look: str = "row") -> AmountRow:
    committed, spent, left = euro(one.committed), euro(one.spent), euro(one.left)
    said = tr(AMOUNTS).format(committed=committed, spent=spent, left=left)
    made = AmountRow(label, (committed, spent, left), said=said, key=one.row, look=look)
    if one.left < 0:
        made.mark(2)
    return made
