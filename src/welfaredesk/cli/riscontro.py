# SPDX-License-Identifier: EUPL-1.2
"""The verbs of the riscontro: ask whether somebody is followed already, see the answers, give a person's word."""

from collections.abc import Iterator, Sequence
from typing import Any

from welfaredesk.base.errors import WrongUse
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.starting import named
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import riscontro
from welfaredesk.desk.riscontro import About, QuestionShown, TaskShown

ASKED = N_("La domanda parte con la prossima sincronizzazione: {id}")
STATES = {
    "waiting": N_("in attesa di risposta"),
    "followed": N_("già seguita"),
    "nobody": N_("nessuno la segue"),
}
CALL = N_("chiama {colleague}, {group} {phone}")
TO_ANSWER = N_("{id}  {asker} chiede di {name}: rispondi con riscontro answer")
NOTHING = N_("Nessuna domanda.")
DONE = N_("Fatto: parte con la prossima sincronizzazione.")
ONE_OF_TWO = N_("scrivi «--reply» oppure «--decline»")


def ask(call: Call) -> int:
    """Ask after a person, by tax code or by name and birth."""
    surname, name = named(call.text("--person")) if call.is_said("--person") else ("", "")
    about = About(surname=surname, name=name, birth=call.text("--birth"), tax_code=call.text("--tax-code"))
    with call.session() as session:
        question = riscontro.ask(session, about)
    call.answers.give({"id": question}, [tr(ASKED).format(id=question)])
    return 0


def listed(call: Call) -> int:
    """Answer what this operator asked, and what waits for this operator's word."""
    with call.session() as session:
        asked, waiting = riscontro.questions(session), riscontro.tasks(session)
    answer = {"asked": [_asked(one) for one in asked], "to_answer": [_task(one) for one in waiting]}
    call.answers.give(answer, lambda: list(_words(asked, waiting)) or [tr(NOTHING)])
    return 0


def _asked(one: QuestionShown) -> dict[str, Any]:
    said = one.answer
    answer = None
    if said is not None:
        answer = {
            "group": said.group,
            "colleague": said.colleague,
            "phone": said.phone,
            "closed": said.closed,
            "sure": said.sure,
            "when": said.when.iso(),
        }
    return {"id": one.id, "name": one.name, "asked": one.asked.iso(), "state": one.state, "answer": answer}


def _task(one: TaskShown) -> dict[str, Any]:
    return {"id": one.id, "asker": one.asker, "name": one.name, "person": one.person, "asked": one.asked.iso()}


def _words(asked: Sequence[QuestionShown], waiting: Sequence[TaskShown]) -> Iterator[str]:
    for question in asked:
        words = f"{question.id}  {question.name}: {tr(STATES[question.state])}"
        said = question.answer
        if said is not None:
            call = tr(CALL).format(colleague=said.colleague, group=said.group, phone=said.phone).strip()
            words = f"{words}; {call}"
        yield words
    for task in waiting:
        yield tr(TO_ANSWER).format(id=task.id, asker=task.asker, name=task.name)


def answer(call: Call) -> int:
    """Give a person's word on a question: tell who follows, or tell nothing."""
    reply = call.is_said("--reply")
    if reply is call.is_said("--decline"):
        raise WrongUse(why=tr(ONE_OF_TWO))
    question = call.text("ID")
    with call.session() as session:
        riscontro.answer(session, question, reply=reply)
    call.answers.give({"id": question}, [tr(DONE)])
    return 0


VERBS = (
    Verb(
        name="riscontro ask",
        does=N_("chiede al coordinamento se una persona è già seguita: per codice fiscale, o nome e nascita"),
        answer='{"id"}',
        run=ask,
        options=(
            Option(flag="--tax-code", takes="CODE", what=N_("il codice fiscale: basta da solo")),
            Option(flag="--person", takes='"COGNOME NOME"', what=N_("cognome e nome, con la nascita")),
            Option(flag="--birth", takes="D", what=N_("la data di nascita, AAAA-MM-GG")),
        ),
    ),
    Verb(
        name="riscontro list",
        does=N_("elenca le tue domande con le risposte, e quelle che aspettano la tua parola"),
        answer='{"asked":[{"id","name","asked","state","answer"}],"to_answer":[{"id","asker","name","person","asked"}]}',
        run=listed,
    ),
    Verb(
        name="riscontro answer",
        does=N_("risponde di persona, dove non risponde la postazione: chi segue, oppure niente"),
        answer='{"id"}',
        run=answer,
        words=(Word("ID", N_("la domanda, da riscontro list")),),
        options=(
            Option(flag="--reply", what=N_("dice gruppo e collega da chiamare")),
            Option(flag="--decline", what=N_("non dice niente")),
        ),
    ),
)
