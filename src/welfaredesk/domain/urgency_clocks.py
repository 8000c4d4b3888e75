# SPDX-License-Identifier: EUPL-1.2
"""The clocks of an urgency: what was done and when, what comes next, how long is left, what is late.

Each term counts from the step before it, so that where a step is not marked the later ones do not run yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from welfaredesk.domain.checks import is_moment
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machines.urgency_path import REMOVAL, URGENCY_PATH
from welfaredesk.domain.parameters import Term, term
from welfaredesk.domain.removal_terms import DECREE, HEARING, NOTICE, REMOVAL_TERMS, TRANSMISSION, VALIDATION


class Run(StrEnum):
    """How a clock stands: done, running, at once (without a length), not started, or with no term at all."""

    DONE = "done"
    RUNNING = "running"
    AT_ONCE = "at-once"
    NOT_STARTED = "not-started"
    NO_TERM = "no-term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One step of an urgency with its term.

    `act` marks it done. `over` is how long it was or is late, nothing when it is not; `left` how long is left while it
    runs; `passed` how long since it began, for what is to be done at once; `fixed_for` when others have set it.
    """

    name: str
    act: str
    label: str
    paper: str
    run: Run
    term: Term | None = None
    start: datetime | None = None
    due: datetime | None = None
    done: datetime | None = None
    left: timedelta | None = None
    over: timedelta | None = None
    passed: timedelta | None = None
    fixed_for: datetime | None = None

    @property
    def is_late(self) -> bool:
        """Tell whether the term is over and nothing was done."""
        return self.done is None and self.over is not None


@dataclass(frozen=True, slots=True)
class _Step:
    name: str
    act: str
    start: str
    done: str
    papers: tuple[str, ...]
    fixed: str = ""


CHAIN = (
    _Step(NOTICE, "notify", "began_at", "noticed_at", ("notice_to", "notice_outcome")),
    _Step(TRANSMISSION, "transmit", "began_at", "sent_at", ("sent_paper", "sent_to")),
    _Step(VALIDATION, "request-validation", "sent_at", "requested_at", ("request_paper",)),
    _Step(DECREE, "decree", "requested_at", "decreed_at", ("decree_paper", "curator")),
    _Step(HEARING, "hear", "decreed_at", "heard_at", ("hearing_paper",), "hearing_set_for"),
)
PLAIN = CHAIN[:2]
"""Outside a collocamento there is whom to tell and what to send, without a term in hours."""


def moment_of(values: Values, name: str) -> datetime | None:
    """Return a moment of an urgency, nothing where it is not said or is no moment."""
    value = values.get(name)
    return datetime.fromisoformat(str(value)) if is_moment(value) else None


def is_over(values: Values) -> bool:
    """Tell whether an urgency is closed."""
    return URGENCY_PATH.state_of(values) in URGENCY_PATH.ends


def clocks(values: Values, now: datetime, *, among: Sequence[Term] = REMOVAL_TERMS) -> list[Clock]:
    """Return the clocks of an urgency as they stand at a moment, in the order of its steps."""
    removal = values.get("kind") == REMOVAL
    steps = CHAIN if removal else PLAIN
    return [_clock(step, values, now, among=among if removal else ()) for step in steps]


def _clock(step: _Step, values: Values, now: datetime, *, among: Sequence[Term]) -> Clock:
    start, done = moment_of(values, step.start), moment_of(values, step.done)
    label = next(one.label for one in REMOVAL_TERMS if one.name == step.name)
    paper = " · ".join(str(values[name]) for name in step.papers if values.get(name))
    # Which rule was in force is told by the day on which the urgency began.
    began = moment_of(values, "began_at")
    found = term(step.name, began.date(), among=among) if began is not None else None
    due = found.due_at(start) if found is not None and start is not None else None
    until = done or now
    run = Run.DONE if done is not None else _run(found, start, due=due)
    return Clock(
        name=step.name,
        act=step.act,
        label=label,
        paper=paper,
        run=run,
        term=found,
        start=start,
        due=due,
        done=done,
        left=due - now if run is Run.RUNNING and due is not None and now <= due else None,
        over=until - due if due is not None and until > due else None,
        fixed_for=moment_of(values, step.fixed) if step.fixed else None,
        passed=max(until - start, timedelta()) if start is not None and found is not None and due is None else None,
    )


def _run(found: Term | None, start: datetime | None, *, due: datetime | None) -> Run:
    if found is None:
        return Run.NO_TERM
    if start is None:
        return Run.NOT_STARTED
    return Run.AT_ONCE if due is None else Run.RUNNING


def next_clock(found: Sequence[Clock]) -> Clock | None:
    """Return the clock that presses most: one that is late, what is to be done at once, the one that ends first."""
    open_ = [one for one in found if one.done is None]
    by_need = (
        next((one for one in open_ if one.is_late), None),
        next((one for one in open_ if one.run is Run.AT_ONCE), None),
        next((one for one in open_ if one.run is Run.RUNNING), None),
    )
    return next((one for one in by_need if one is not None), next(iter(open_), None))
