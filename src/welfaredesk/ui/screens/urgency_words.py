# SPDX-License-Identifier: EUPL-1.2
"""The words of the clocks of an urgency: what is left, what is late and by how much, what was done and with what."""

from datetime import date, datetime

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.parameters import Term
from welfaredesk.domain.periods import moment_words, span_words
from welfaredesk.domain.removal_terms import DECREE, HEARING, NOTICE, TRANSMISSION, VALIDATION
from welfaredesk.domain.urgency_clocks import Clock, Run
from welfaredesk.ui.said import length_words

LEFT, LATE_BY, PASSED = N_("Tempo che resta"), N_("Fuori termine da"), N_("Da fare subito: tempo già passato")
NOTHING_RUNS, ALL_DONE = N_("Adesso non corre nessun termine"), N_("Tutti i passi sono segnati")
BY = N_("entro {due}")
WAS_DUE = N_("il termine era {due}")
TERM = N_("{length} {start}")
SINCE = N_("dal collocamento: {moment}")
LEFT_SHORT, LATE_SHORT, PASSED_SHORT = N_("ancora {span}"), N_("in ritardo di {span}"), N_("aspetta da {span}")
NOT_STARTED = N_("{term} · il conto non è partito")
FIXED = N_("fissata per {when} · {said}")
NO_TERM = N_("Senza un termine in ore")
IN_TIME, AFTER = N_("{done} {when}"), N_("{done} {when}, {span} dopo il termine")
WITH = N_("{said} · {paper}")
DONE = {
    NOTICE: N_("Dato"),
    TRANSMISSION: N_("Trasmesso"),
    VALIDATION: N_("Chiesta"),
    DECREE: N_("Emesso"),
    HEARING: N_("Tenuta"),
}
SHORT = {
    NOTICE: N_("avviso orale al PM"),
    TRANSMISSION: N_("trasmissione alla Procura"),
    VALIDATION: N_("richiesta di convalida"),
    DECREE: N_("decreto"),
    HEARING: N_("udienza"),
}
SOON_HOURS = 6
"""Under this many hours left a clock asks for attention."""


def kind_of(clock: Clock) -> str:
    """Return the colour kind of a clock; its words say the same."""
    if clock.done is not None:
        return "attention" if clock.over is not None else "done"
    if clock.is_late:
        return "danger"
    soon = clock.left is not None and clock.left.total_seconds() < SOON_HOURS * 3600
    return "attention" if soon or clock.run is Run.AT_ONCE else "neutral"


def icon_of(clock: Clock) -> str:
    """Return the picture of a clock."""
    if clock.done is not None:
        return "circle-check"
    if clock.is_late:
        return "circle-alert"
    return {Run.RUNNING: "clock", Run.AT_ONCE: "phone"}.get(clock.run, "hourglass")


def lead_words(clock: Clock | None) -> str:
    """Return what the large number under it is: time left, time over, time passed."""
    if clock is None:
        return tr(ALL_DONE)
    if clock.is_late:
        return tr(LATE_BY)
    if clock.run is Run.AT_ONCE:
        return tr(PASSED)
    return tr(LEFT) if clock.left is not None else tr(NOTHING_RUNS)


def large_words(clock: Clock | None) -> str:
    """Return the large number: «5 ore e 20»; nothing where nothing runs."""
    span = None if clock is None else clock.over or clock.left or clock.passed
    return span_words(span) if span is not None else ""


def due_words(clock: Clock, today: date) -> str:
    """Return until when and why: «entro domani, 14:20 · 24 ore dal collocamento»."""
    said = []
    if clock.due is not None:
        words = tr(WAS_DUE if clock.is_late else BY)
        said.append(words.format(due=moment_words(clock.due, today)))
    if clock.term is not None:
        said.append(term_words(clock.term))
    return " · ".join(said)


def term_words(term: Term) -> str:
    """Return a term as it is said: «24 ore dal collocamento», «subito»."""
    return tr(TERM).format(length=length_words(term), start=tr(term.start_event))


def step_words(clock: Clock, today: date) -> str:
    """Return how a step stands, in one sentence; one that was done late says by how much."""
    if clock.done is not None:
        return _done_words(clock, clock.done, today)
    said = _open_words(clock, today)
    if clock.fixed_for is not None:
        said = tr(FIXED).format(when=moment_words(clock.fixed_for, today), said=said)
    return said


def _open_words(clock: Clock, today: date) -> str:
    if clock.is_late and clock.over is not None:
        return f"{tr(LATE_SHORT).format(span=span_words(clock.over))} · {due_words(clock, today)}"
    if clock.left is not None:
        return f"{due_words(clock, today)} · {tr(LEFT_SHORT).format(span=span_words(clock.left))}"
    if clock.run is Run.AT_ONCE and clock.passed is not None:
        return f"{due_words(clock, today)} · {tr(PASSED_SHORT).format(span=span_words(clock.passed))}"
    if clock.term is not None:
        return tr(NOT_STARTED).format(term=term_words(clock.term))
    return tr(NO_TERM)


def _done_words(clock: Clock, done: datetime, today: date) -> str:
    facts = {"done": tr(DONE[clock.name]), "when": moment_words(done, today)}
    if clock.over is not None:
        said = tr(AFTER).format(**facts, span=span_words(clock.over))
    else:
        said = tr(IN_TIME).format(**facts)
    return tr(WITH).format(said=said, paper=clock.paper) if clock.paper else said


def what_words(clock: Clock) -> str:
    """Return a step in a few words, for a list: «trasmissione alla Procura»."""
    return tr(SHORT[clock.name])


def pressing_words(clock: Clock) -> str:
    """Return how a clock presses in a few words, for a list: «ancora 5 ore e 20»; nothing where nothing runs."""
    for span, words in ((clock.over, LATE_SHORT), (clock.left, LEFT_SHORT), (clock.passed, PASSED_SHORT)):
        if span is not None and clock.done is None:
            return tr(words).format(span=span_words(span))
    return ""
