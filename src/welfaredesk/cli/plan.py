# SPDX-License-Identifier: EUPL-1.2
"""The verbs of plans: a project with all that belongs to it, its contract and review begun, a task brought in."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import attachments
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.plan import contracts, from_staff, reviews
from welfaredesk.desk.plan.page import ProjectPage, project_page
from welfaredesk.domain.money import euro_words

BEGUN = N_("Cominciato: si completa e poi si fa andare avanti con «act».")
BROUGHT = N_("Ora è un'azione del progetto.")
SCANNED = N_("Copia scansionata aggiunta al contratto.")
STALE = N_("Cambiato dopo l'approvazione: va approvato di nuovo.")
LEFT = N_("Budget: assegnato {committed} €, speso {spent} €, resta {left} €")
_PROJECT = Word("ID", N_("l'identificativo del progetto"))


def show(call: Call) -> int:
    """Answer a project with goals and actions, money, reviews, contracts, tasks, and what is not there yet."""
    with call.session() as session:
        page, codes = project_page(session, call.text("ID")), Codes(session)
        call.answers.give(_answer(page), lambda: _lines(page, codes))
    return 0


def _answer(page: ProjectPage) -> dict[str, Any]:
    parts = ("goals", "loose", "roles", "reviews", "contracts", "tasks")
    told = {name: [_plain(one) for one in getattr(page, name)] for name in parts}
    sums = {**asdict(page.budget.total), "left": page.budget.total.left}
    whole = {"id": page.shown.id, "name": page.name, "state": page.state, "version": page.version}
    return whole | {"changed": list(page.changed), "missing": list(page.missing), "budget": sums} | told


def _plain(one: Any) -> Any:
    """Return what a line says as JSON knows it."""
    said = asdict(one)
    return _with_days(said)


def _with_days(said: Any) -> Any:
    if isinstance(said, dict):
        return {name: _with_days(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [_with_days(one) for one in said]
    return said.isoformat() if hasattr(said, "isoformat") else said


def _lines(page: ProjectPage, codes: Codes) -> Iterator[str]:
    yield f"{page.name} · {codes.label('project_state', page.state)}"
    if page.changed:
        yield tr(STALE)
    for goal in page.goals:
        reached = codes.label("goal_reached", goal.reached) if goal.reached else ""
        yield "  " + " · ".join(part for part in (goal.row, goal.goal, reached) if part)
        for one in goal.actions:
            yield "    " + " · ".join(part for part in (one.what, one.who, str(one.due_on or "")) if part)
    for one in page.loose:
        yield "  " + " · ".join(part for part in (one.what, one.who, str(one.due_on or "")) if part)
    total = page.budget.total
    if page.budget.lines:
        committed, spent, left = map(euro_words, (total.committed, total.spent, total.left))
        yield tr(LEFT).format(committed=committed, spent=spent, left=left)
    for contract in page.contracts:
        yield f"  {contract.id}  {contract.number} · {codes.label('contract_state', contract.state)}"
    yield from page.missing


def start_contract(call: Call) -> int:
    """Begin a contract from a project, or answer the draft that is there."""
    with call.session() as session:
        made = contracts.start_contract(session, call.text("ID"))
    call.answers.give({"id": made}, [tr(BEGUN)])
    return 0


def start_review(call: Call) -> int:
    """Begin a review of a project, or answer the draft that is there."""
    with call.session() as session:
        made = reviews.start_review(session, call.text("ID"))
    call.answers.give({"id": made}, [tr(BEGUN)])
    return 0


def bring(call: Call) -> int:
    """Make a task an action of a project, once, and answer its row."""
    with call.session() as session:
        row = from_staff.bring_in(session, call.text("ID"), call.text("TASK"), goal=call.text("--goal"))
    call.answers.give({"row": row}, [tr(BROUGHT)])
    return 0


def scan(call: Call) -> int:
    """Keep the scan of a signed contract."""
    with call.session() as session:
        contract = call.text("CONTRACT")
        contracts.attach_scan(session, contract, call.path("FILE"))
        size = int(attachments.value_of(session, contract)["size"])
    call.answers.give({"id": contract, "bytes": size}, [tr(SCANNED)])
    return 0


VERBS = (
    Verb(
        name="project show",
        does=N_(
            "mostra un progetto personalizzato: obiettivi con le azioni, budget, verifiche, contratti, compiti della "
            "persona, che cosa manca, e i campi cambiati dopo l'approvazione"
        ),
        answer=(
            '{"id","name","state","version","changed","missing","budget","goals","loose","roles","reviews",'
            '"contracts","tasks"}'
        ),
        run=show,
        words=(_PROJECT,),
    ),
    Verb(
        name="project contract",
        does=N_("comincia il contratto con la persona e la famiglia, con le parole del progetto"),
        answer='{"id"}',
        run=start_contract,
        words=(_PROJECT,),
    ),
    Verb(
        name="project review",
        does=N_("comincia una verifica, con una riga per ogni obiettivo"),
        answer='{"id"}',
        run=start_review,
        words=(_PROJECT,),
    ),
    Verb(
        name="project bring",
        does=N_("porta un compito nel progetto come azione; due volte, anche da due postazioni, è un'azione sola"),
        answer='{"row"}',
        run=bring,
        words=(_PROJECT, Word("TASK", N_("l'identificativo del compito"))),
        options=(Option(flag="--goal", takes="ROW", what=N_("la riga dell'obiettivo a cui serve, da project show")),),
    ),
    Verb(
        name="project scan",
        does=N_("aggiunge la copia scansionata a un contratto pronto da firmare o già firmato"),
        answer='{"id","bytes"}',
        run=scan,
        words=(
            Word("CONTRACT", N_("l'identificativo del contratto")),
            Word("FILE", N_("il file"), path=True),
        ),
    ),
)
