# SPDX-License-Identifier: EUPL-1.2
"""The minutes of one situation in one sitting: what was shared by domain, decisions, hours, who was there."""

from collections.abc import Iterator
from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import (
    Search,
    Traits,
    Value,
    Values,
    choice,
    day,
    flag,
    line,
    link,
    long_text,
    moment,
    rows,
)
from welfaredesk.domain.kinds import number as amount
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.machines.minutes_review import MINUTES_REVIEW, REVIEW_OF_DRAFTS_TOO
from welfaredesk.domain.record import Problem, record
from welfaredesk.domain.staff_members import member_fields, member_problems, operator_of

HELD = N_("Quando e chi c'era")
DOMAINS, READING = N_("Che cosa si è condiviso"), N_("Lettura comune")
DECIDED, LIFE = N_("Decisioni"), N_("Vita del verbale")
NO_OWNER = N_("Una decisione non dice a chi tocca")
NOTHING_DECIDED = N_("Una decisione non dice che cosa si fa")
TOO_EARLY = N_("Una decisione ha un termine prima della seduta")
NEXT_EARLY = N_("La prossima data viene prima della seduta")
MOST_HOURS = 8784
NO_HOURS = N_("Le ore assegnate vanno da 1 a 8784, quante ne ha un anno")
ENDS_EARLY = N_("Le ore assegnate finiscono prima di cominciare")
SHARED = Traits(section=DOMAINS, search=Search.WORDS)
READ = Traits(section=READING, search=Search.WORDS)
SAID = Traits(section=LIFE, help=N_("Lo leggono tutti i membri della situazione; sulla carta non c'è"))


def decision_problems(values: Values) -> Iterator[Problem]:
    """Stop a decision without what or whose it is, and a term that comes before the sitting."""
    held = str(values.get("when") or "")[:10]
    for row in values.get("decisions") or ():
        if not row.get("what"):
            yield Problem("decisions", NOTHING_DECIDED)
            return
        if not (operator_of(row) or row.get("owner")):
            yield Problem("decisions", NO_OWNER)
            return
        if held and row.get("due_on") and row["due_on"] < held:
            yield Problem("decisions", TOO_EARLY)
            return
    if held and values.get("next_on") and values["next_on"] < held:
        yield Problem("next_on", NEXT_EARLY)


def assigned_problems(values: Values) -> Iterator[Problem]:
    """Stop hours that nobody can give, and those that end before they begin."""
    for row in values.get("assigned") or ():
        if row.get("hours") is not None and not 0 < row["hours"] <= MOST_HOURS:
            yield Problem("assigned", NO_HOURS)
            return
        if row.get("since") and row.get("until") and row["until"] < row["since"]:
            yield Problem("assigned", ENDS_EARLY)
            return


def attendance_once(values: Values) -> Iterator[Problem]:
    """Stop a member named twice."""
    yield from member_problems(values, "attendance")


def title_of(values: Values) -> str:
    """Return the number of closed minutes, else the day of the sitting in figures."""
    when = str(values.get("when") or "")
    return str(values.get("number") or "") or "/".join(reversed(when[:10].split("-")))


@record(
    "minutes",
    N_("Verbale"),
    plural=N_("Verbali"),
    roots=("situation",),
    title=title_of,
    icon="clipboard-list",
    checks=(decision_problems, assigned_problems, attendance_once),
    rules=4,
    machines=(MINUTES_PATH, MINUTES_REVIEW, REVIEW_OF_DRAFTS_TOO),
)
class Minutes:
    """What a sitting said of one situation. Two members may write them at once: each domain is a text of its own."""

    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, section=LIFE))] = ""
    when: Annotated[str | None, moment(N_("Quando"), Traits(required=True, listed=True, section=HELD))] = None
    place: Annotated[str, line(N_("Dove"), Traits(section=HELD))] = ""
    attendance: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Chi c'è"),
            member_fields() | {"presence": choice(N_("Presenza"), "staff_presence")},
            traits=Traits(section=HELD),
        ),
    ] = None
    health: Annotated[str, long_text(N_("Salute e autonomia"), SHARED)] = ""
    family: Annotated[str, long_text(N_("Famiglia e relazioni"), SHARED)] = ""
    home: Annotated[str, long_text(N_("Casa e ambiente"), SHARED)] = ""
    school: Annotated[str, long_text(N_("Scuola e formazione"), SHARED)] = ""
    work: Annotated[str, long_text(N_("Lavoro e reddito"), SHARED)] = ""
    network: Annotated[str, long_text(N_("Rete e comunità"), SHARED)] = ""
    other: Annotated[str, long_text(N_("Altro"), SHARED)] = ""
    strengths: Annotated[str, long_text(N_("Punti di forza"), READ)] = ""
    limits: Annotated[str, long_text(N_("Limiti e difficoltà"), READ)] = ""
    resources: Annotated[str, long_text(N_("Risorse"), READ)] = ""
    person_view: Annotated[
        str,
        long_text(
            N_("Punto di vista della persona"),
            Traits(section=READING, search=Search.WORDS, help=N_("Con le sue parole, o di chi parla per lei")),
        ),
    ] = ""
    decisions: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Decisioni"),
            {
                "what": line(N_("Che cosa")),
                "operator": link(N_("A chi tocca"), ("operator",)),
                "owner": line(N_("A chi tocca, se non è qui")),
                "due_on": day(N_("Entro il")),
            },
            traits=Traits(section=DECIDED),
        ),
    ] = None
    assigned: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Ore e figure assegnate"),
            {
                "profile": choice(N_("Figura"), "professional_profile"),
                "hours": amount(N_("Ore"), Traits(unit="ore")),
                "per": choice(N_("Per"), "hours_period"),
                "service": link(N_("Servizio"), ("service",)),
                "since": day(N_("Dal")),
                "until": day(N_("Al")),
                "note": line(N_("Nota")),
            },
            traits=Traits(section=DECIDED),
        ),
    ] = None
    dissent: Annotated[str, long_text(N_("Dissenso espresso in seduta"), Traits(section=DECIDED))] = ""
    next_on: Annotated[str | None, day(N_("Prossima data"), Traits(section=DECIDED))] = None
    state: Annotated[str | None, choice(N_("Stato"), "minutes_state", traits=Traits(section=LIFE, listed=True))] = None
    round: Annotated[int | None, amount(N_("Condivisione numero"), Traits(section=LIFE))] = None
    shared_on: Annotated[str | None, day(N_("Condiviso il"), Traits(section=LIFE, past=True))] = None
    answer_by: Annotated[str | None, day(N_("Si risponde entro il"), Traits(section=LIFE))] = None
    revise_reason: Annotated[str, line(N_("Perché è tornato in bozza"), Traits(section=LIFE))] = ""
    confirmed_on: Annotated[str | None, day(N_("Confermato il"), Traits(section=LIFE, past=True))] = None
    closed_on: Annotated[str | None, day(N_("Chiuso il"), Traits(section=LIFE, past=True))] = None
    closing: Annotated[str | None, choice(N_("Chiuso perché"), "minutes_closing", traits=Traits(section=LIFE))] = None
    answers: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Risposte dei membri"),
            {
                "name": line(N_("Chi")),
                "answer": choice(N_("Risposta"), "staff_answer"),
                "answered_on": day(N_("Il")),
                "means": choice(N_("Come"), "staff_answer_means"),
                "text": long_text(N_("Che cosa ha scritto")),
            },
            traits=Traits(section=LIFE),
        ),
    ] = None
    all_expected: Annotated[bool | None, flag(N_("C'erano tutti gli attesi"), Traits(section=LIFE))] = None
    review: Annotated[
        str | None, choice(N_("Revisione"), "minutes_review", traits=Traits(section=LIFE, listed=True))
    ] = None
    approved_by: Annotated[
        dict[str, Value] | None, link(N_("Approvato da"), ("operator",), traits=Traits(section=LIFE))
    ] = None
    approved_on: Annotated[str | None, day(N_("Approvato il"), Traits(section=LIFE, past=True))] = None
    approval_note: Annotated[str, long_text(N_("Commento di chi approva"), SAID)] = ""
    sent_back_by: Annotated[
        dict[str, Value] | None, link(N_("Rimandato da"), ("operator",), traits=Traits(section=LIFE))
    ] = None
    sent_back_on: Annotated[str | None, day(N_("Rimandato il"), Traits(section=LIFE, past=True))] = None
    send_back_reason: Annotated[str, long_text(N_("Che cosa va corretto"), SAID)] = ""
    review_note: Annotated[str, long_text(N_("Che cosa è stato corretto"), SAID)] = ""
