# SPDX-License-Identifier: EUPL-1.2
"""The verbs of work that arrived after a revocation: apart list, accept, refuse."""

from collections.abc import Iterator, Sequence
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import apart_work
from welfaredesk.desk.apart_work import ApartWork

NONE = N_("Niente da accettare.")
LINE = N_("{id}  {name} ({letters}), dal {when}: {entries} modifiche, {state}")
STATES = {
    "waiting": N_("da accettare"),
    "leaving": N_("accettato: entra con la prossima sincronizzazione"),
    "declined": N_("non accettato, resta da parte"),
}
ACCEPTED = N_("Accettate: {entries}. Entrano con la prossima sincronizzazione.")
REFUSED = N_("Non accettato: resta da parte sul server, con il motivo.")


def _answer(one: ApartWork) -> dict[str, Any]:
    no = one.declined
    return {
        "id": one.id,
        "operator": one.operator,
        "letters": one.letters,
        "cause": one.cause,
        "when": one.when.iso(),
        "entries": one.entries,
        "root": one.root,
        "type": one.root_type,
        "circle": one.circle,
        "state": one.state,
        "may_accept": one.may_accept,
        "reason": None if no is None else no.reason,
    }


def _words(found: Sequence[ApartWork]) -> Iterator[str]:
    if not found:
        yield tr(NONE)
    for one in found:
        said = {"id": one.id, "name": one.name, "letters": one.letters, "entries": one.entries}
        yield tr(LINE).format(**said, when=one.when.iso(), state=tr(STATES[one.state]))


def listed(call: Call) -> int:
    """Answer the work that is kept apart for this operator to see."""
    with call.session() as session:
        found = apart_work.waiting(session)
    call.answers.give([_answer(one) for one in found], lambda: _words(found))
    return 0


def accept(call: Call) -> int:
    """Accept some work: it enters with the next exchange."""
    with call.session() as session:
        entries = apart_work.accept(session, call.text("ID"))
    call.answers.give({"id": call.text("ID"), "entries": entries}, [tr(ACCEPTED).format(entries=entries)])
    return 0


def refuse(call: Call) -> int:
    """Say that some work is not accepted, and why."""
    with call.session() as session:
        apart_work.decline(session, call.text("ID"), call.text("--reason"))
    call.answers.give({"id": call.text("ID")}, [tr(REFUSED)])
    return 0


_ID = Word("ID", N_("quello che dice apart list"))

VERBS = (
    Verb(
        name="apart list",
        does=N_("elenca il lavoro arrivato da postazioni revocate e da chi non legge più la cartella, tenuto da parte"),
        answer='[{"id","operator","letters","cause","when","entries","root","type","circle","state","may_accept","reason"}]',
        run=listed,
    ),
    Verb(
        name="apart accept",
        does=N_(
            "accetta quel lavoro: con la prossima sincronizzazione entra nella cartella, con il nome di chi l'ha fatto"
        ),
        answer='{"id","entries"}',
        run=accept,
        words=(_ID,),
    ),
    Verb(
        name="apart refuse",
        does=N_("non accetta quel lavoro: resta da parte sul server, con il motivo, e si può accettare dopo"),
        answer='{"id"}',
        run=refuse,
        words=(_ID,),
        options=(Option(flag="--reason", takes='"..."', required=True, what=N_("perché, in una frase")),),
    ),
)
