# SPDX-License-Identifier: EUPL-1.2
"""The progetto personalizzato: goals by horizon, who does what by when, from which money, until which review."""

from typing import Annotated

from welfaredesk.base.text import N_
from welfaredesk.domain.kinds import Search, Traits, Value, choice, day, line, link, long_text, money, rows
from welfaredesk.domain.kinds import number as amount
from welfaredesk.domain.machines.project_path import PROJECT_PATH
from welfaredesk.domain.names import first_of
from welfaredesk.domain.plan_rows import amount_problems, period_problems, row_problems
from welfaredesk.domain.record import record

NEEDS, TIME = N_("Bisogni e desideri"), N_("Durata e verifica")
GOALS, PEOPLE, MEANS, PATH = N_("Obiettivi e azioni"), N_("Chi fa che cosa"), N_("Risorse"), N_("Percorso")
TEXT = Traits(section=NEEDS, search=Search.WORDS)


@record(
    "project",
    N_("Progetto personalizzato"),
    plural=N_("Progetti personalizzati"),
    roots=("project",),
    title=first_of("number"),
    icon="target",
    checks=(period_problems, row_problems, amount_problems),
    rules=2,
    machines=(PROJECT_PATH,),
)
class Project:
    """A plan with a person or family. An approval keeps it whole: goals, actions, roles and budget are its rows."""

    number: Annotated[str, line(N_("Numero"), Traits(listed=True, search=Search.CODE, fills="number"))] = ""
    kind: Annotated[str | None, choice(N_("Tipo"), "project_kind", traits=Traits(required=True, listed=True))] = None
    person: Annotated[dict[str, Value] | None, link(N_("Persona"), ("person",), traits=Traits(listed=True))] = None
    household: Annotated[dict[str, Value] | None, link(N_("Nucleo"), ("household",), traits=Traits(listed=True))] = None
    care_episode: Annotated[dict[str, Value] | None, link(N_("Presa in carico"), ("care_episode",))] = None
    situation: Annotated[
        dict[str, Value] | None, link(N_("Situazione dello staff"), ("situation",), traits=Traits(listed=True))
    ] = None
    operator: Annotated[
        dict[str, Value] | None,
        link(N_("Chi segue il progetto"), ("operator",), traits=Traits(listed=True, fills="me")),
    ] = None
    needs: Annotated[str, long_text(N_("Bisogni"), TEXT)] = ""
    wishes: Annotated[
        str,
        long_text(
            N_("Che cosa desidera la persona"), Traits(section=NEEDS, search=Search.WORDS, help=N_("Con le sue parole"))
        ),
    ] = ""
    starts_on: Annotated[str | None, day(N_("Dal"), Traits(section=TIME, listed=True))] = None
    ends_on: Annotated[str | None, day(N_("Al"), Traits(section=TIME))] = None
    review_months: Annotated[int | None, amount(N_("Si verifica ogni"), Traits(section=TIME, unit="mesi"))] = None
    next_review_on: Annotated[str | None, day(N_("Prossima verifica"), Traits(section=TIME, listed=True))] = None
    goals: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Obiettivi"),
            {
                "horizon": choice(N_("A termine"), "goal_horizon"),
                "goal": line(N_("Obiettivo")),
                "indicator": line(N_("Da che cosa si vede")),
                "reached": choice(N_("Raggiunto"), "goal_reached"),
                "reached_on": day(N_("Visto il")),
                "note": line(N_("Nota")),
            },
            traits=Traits(section=GOALS),
        ),
    ] = None
    actions: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Azioni"),
            {
                "goal": line(N_("Riga dell'obiettivo")),
                "what": line(N_("Che cosa")),
                "operator": link(N_("A chi tocca"), ("operator",)),
                "owner": line(N_("A chi tocca, se non è qui")),
                "due_on": day(N_("Entro il")),
                "service": link(N_("Servizio"), ("service",)),
                "state": choice(N_("A che punto è"), "project_action_state"),
            },
            traits=Traits(section=GOALS),
        ),
    ] = None
    roles: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Chi ne fa parte"),
            {
                "operator": link(N_("Operatore, se ha una postazione"), ("operator",)),
                "name": line(N_("Cognome e nome")),
                "role": choice(N_("Ruolo"), "staff_role"),
                "body": line(N_("Ente o servizio")),
                "does": line(N_("Che cosa fa")),
            },
            traits=Traits(section=PEOPLE),
        ),
    ] = None
    budget: Annotated[
        list[dict[str, Value]] | None,
        rows(
            N_("Budget"),
            {
                "source": choice(N_("Da dove viene"), "budget_source"),
                "what": line(N_("Per che cosa")),
                "committed": money(N_("Assegnato")),
                "spent": money(N_("Speso")),
            },
            traits=Traits(section=MEANS),
        ),
    ] = None
    family_resources: Annotated[
        str, long_text(N_("Risorse della persona e della famiglia"), Traits(section=MEANS, search=Search.WORDS))
    ] = ""
    community_resources: Annotated[
        str, long_text(N_("Risorse della comunità"), Traits(section=MEANS, search=Search.WORDS))
    ] = ""
    state: Annotated[str | None, choice(N_("Stato"), "project_state", traits=Traits(section=PATH, listed=True))] = None
    version: Annotated[int | None, amount(N_("Versione"), Traits(section=PATH, listed=True))] = None
    submitted_on: Annotated[str | None, day(N_("Mandato da approvare il"), Traits(section=PATH, past=True))] = None
    approved_on: Annotated[str | None, day(N_("Approvato il"), Traits(section=PATH, past=True))] = None
    approved_by: Annotated[
        dict[str, Value] | None, link(N_("Approvato da"), ("operator",), traits=Traits(section=PATH))
    ] = None
    approval_note: Annotated[str, long_text(N_("Commento di chi approva"), Traits(section=PATH))] = ""
    send_back_reason: Annotated[str, long_text(N_("Perché è stato rimandato"), Traits(section=PATH))] = ""
    replan_reason: Annotated[str, line(N_("Perché si riprogetta"), Traits(section=PATH))] = ""
    concluded_on: Annotated[str | None, day(N_("Concluso il"), Traits(section=PATH, past=True))] = None
    closing: Annotated[
        str | None, choice(N_("Motivo della conclusione"), "care_closing_reason", traits=Traits(section=PATH))
    ] = None
    outcome: Annotated[str, long_text(N_("Come si è concluso"), Traits(section=PATH, search=Search.WORDS))] = ""
    reopening_reason: Annotated[str, line(N_("Perché è stato riaperto"), Traits(section=PATH))] = ""
