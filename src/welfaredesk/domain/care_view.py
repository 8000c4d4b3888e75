# SPDX-License-Identifier: EUPL-1.2
"""The path of a presa in carico as it is shown: where it is, what comes next, what is missing, what is due.

Nothing here stops anybody: the order of the work varies from ente to ente.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from welfaredesk.base.text import N_
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.assignment import ASSIGNMENT
from welfaredesk.domain.machines.care_path import CARE_PATH
from welfaredesk.domain.machines.referral_path import REFERRAL_PATH
from welfaredesk.domain.parameters import ADI_CONVENE, ADI_FIRST, ADI_NEXT, ADI_SIGN, TERMS, Term, term


class Mark(StrEnum):
    """How a step of the path stands."""

    DONE = "done"
    NOW = "now"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class PathStep:
    """A step of the path with its word and its mark."""

    name: str
    label: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that says nothing yet, and the sentence that says so."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Due:
    """A term that runs: until which day, and by which rule."""

    term: Term
    day: date


STEPS = (
    ("referred", N_("Segnalazione")),
    ("in_assessment", N_("Valutazione")),
    ("in_care", N_("In carico")),
    ("closed", N_("Chiusura")),
)
PLACE = {"referred": 0, "in_assessment": 1, "in_care": 2, "suspended": 2, "reopened": 2, "closed": 3}
REFERRAL_STEPS = (("received", N_("Ricevuta")), ("accepted", N_("Accettata")))
REFERRAL_ENDS = {"in_care": ("in_care", N_("Presa in carico")), "concluded": ("concluded", N_("Conclusa"))}
REFERRAL_OPEN = frozenset({"received", "assigned", "accepted"})
NOBODY_ACCEPTED = N_("chi l'accetti")
REFERRAL_PLACE = {"received": 0, "assigned": 0, "accepted": 1, "in_care": 2, "concluded": 2}
WANTED = (
    ("areas", N_("l'area")),
    ("service", N_("il servizio")),
    ("kind", N_("se è nuova o in continuità")),
    ("mandate", N_("il mandato")),
    ("case_manager", N_("il case manager")),
)
NO_WORKER, NOT_ACCEPTED = N_("il titolare"), N_("l'accettazione del titolare")
WHEN_CLOSED = (("closing_reason", N_("il motivo della chiusura")), ("outcome", N_("l'esito")))


PREFERRED: dict[str, dict[str, tuple[str, ...]]] = {
    "assignment": {"unassigned": ("assign", "accept"), "assigned": ("accept",), "sent_back": ("assign",)},
    "status": {
        "referred": ("assess",),
        "in_assessment": ("take-on",),
        "suspended": ("resume",),
        "closed": ("reopen",),
    },
    "state": {
        "received": ("accept", "start"),
        "in_progress": ("answer",),
        "assigned": ("accept",),
        "accepted": ("open-care", "take-back"),
        "concluded": ("reopen",),
        "requested": ("accept",),
        "planned": ("convene",),
        "convened": ("hold",),
        "draft": ("share", "submit", "issue", "carry"),
        "to_approve": ("approve",),
        "active": ("approve",),
        "in_review": ("approve", "resume"),
        "awaiting": ("sign",),
        "issued": ("send",),
        "shared": ("confirm", "close-on-term"),
        "confirmed": ("close",),
        "asked": ("confirm", "record-answer"),
        "on_paper": ("record-answer",),
        "open": ("end",),
        "proposed": ("accept",),
    },
    "review": {"to_review": ("approve",)},
}
"""By field and state, what usually comes next; the first that may be done is shown as the next step."""


def next_of(states: Mapping[str, str], allowed: Collection[str]) -> str:
    """Return the act that usually comes next, nothing when none presses."""
    wanted = (name for field, of in PREFERRED.items() for name in of.get(states.get(field, ""), ()))
    return next((name for name in wanted if name in allowed), "")


def referral_steps(values: Values) -> list[PathStep]:
    """Return the steps of a segnalazione, each done, the one of now, or to come; one that was left out is not done."""
    state = REFERRAL_PATH.state_of(values)
    place = REFERRAL_PLACE.get(state, 0)
    last = REFERRAL_ENDS.get(state, REFERRAL_ENDS["in_care"])
    steps = _marked((*REFERRAL_STEPS, last), place)
    if state == "concluded" and not values.get("accepted_on"):
        return [replace(one, mark=Mark.NEXT) if one.name == "accepted" else one for one in steps]
    return steps


def is_open(values: Values) -> bool:
    """Tell whether a segnalazione is neither concluded nor a presa in carico."""
    return REFERRAL_PATH.state_of(values) in REFERRAL_OPEN


def missing_in_referral(values: Values) -> Iterator[Missing]:
    """Give what a segnalazione lacks, in the order of the path: an answer alone neither accepts nor concludes it."""
    state = REFERRAL_PATH.state_of(values)
    if state not in REFERRAL_OPEN:
        return
    if state == "received":
        yield Missing("assignee", NOBODY_ACCEPTED)
    if not values.get("answered_on"):
        yield Missing("answered_on", N_("il primo contatto"))
    outcome = values.get("outcome")
    if not outcome:
        yield Missing("outcome", N_("l'esito"))
    elif outcome == "care_episode":
        yield Missing("care_episode", N_("la presa in carico"))
    elif outcome != "in_assessment":
        yield Missing("state", N_("la conclusione"))


def steps_of(values: Values) -> list[PathStep]:
    """Return the steps of the path of a presa in carico, each done, the one of now, or to come."""
    return _marked(STEPS, PLACE.get(CARE_PATH.state_of(values), 2))


def _marked(steps: Sequence[tuple[str, str]], place: int) -> list[PathStep]:
    marks = [Mark.DONE if n < place else Mark.NOW if n == place else Mark.NEXT for n in range(len(steps))]
    return [PathStep(name, label, mark) for (name, label), mark in zip(steps, marks, strict=True)]


DAY_OF = {"suspended": "suspended_on", "closed": "closed_on", "reopened": "reopened_on"}


def since(values: Values) -> str:
    """Return the day from which a presa in carico is in its state, that of its opening where none is written."""
    return str(values.get(DAY_OF.get(CARE_PATH.state_of(values), "")) or values.get("opened_on") or "")


def missing_in(values: Values) -> Iterator[Missing]:
    """Give what the path lacks, the most needed first; what nobody asks of a closed one is left out."""
    state = CARE_PATH.state_of(values)
    assignment = ASSIGNMENT.state_of(values)
    if state != "closed":
        if not values.get("responsible_social_worker") and not values.get("proposed_worker"):
            yield Missing("responsible_social_worker", NO_WORKER)
        elif assignment == "assigned":
            yield Missing("assignment", NOT_ACCEPTED)
    wanted = WHEN_CLOSED if state == "closed" else WANTED
    yield from (Missing(name, text) for name, text in wanted if not values.get(name))


def adi_due(values: Values, *, among: Sequence[Term] = TERMS) -> Due | None:
    """Return the next appointment that the ADI path asks for, nothing outside it or once it is closed.

    The first counts from the PAD, the next from the appointment before, held or missed with a justification.
    """
    return next((one for one in adi_dues(values, among=among) if one.term.name in {ADI_FIRST, ADI_NEXT}), None)


def adi_dues(values: Values, *, among: Sequence[Term] = TERMS) -> list[Due]:
    """Return every term of the ADI path that runs, the first to end on top.

    Besides the next appointment: to convene whoever was never called, and to sign the pact after the first appointment.
    Both are shipped off; an ente may turn them on.
    """
    if CARE_PATH.state_of(values) == "closed":
        return []
    rows = [row for row in values.get("adi_appointments") or () if is_day(row.get("held_on"))]
    kept = sorted(str(row["held_on"]) for row in rows if row.get("result") in {"held", "missed_justified"})
    pad, signed = values.get("pad_signed_on"), values.get("adi_phase") == "monitoring"
    starts = {ADI_NEXT: kept[-1]} if kept else {ADI_FIRST: pad}
    starts |= {} if rows else {ADI_CONVENE: pad}
    starts |= {ADI_SIGN: kept[0]} if kept and not signed else {}
    found = (_due(name, start, among) for name, start in starts.items())
    return sorted((one for one in found if one is not None), key=lambda one: one.day)


def _due(name: str, start: Value, among: Sequence[Term]) -> Due | None:
    if not is_day(start):
        return None
    first = date.fromisoformat(str(start))
    found = term(name, first, among=among)
    return None if found is None else Due(found, found.due(first))
