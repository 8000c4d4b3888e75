# SPDX-License-Identifier: EUPL-1.2
"""The verbs of looking: search, status, audit list."""

from datetime import date

import msgspec

from welfaredesk.base.errors import WrongUse
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import lists, reading
from welfaredesk.desk.history_names import named
from welfaredesk.desk.status import Status, status_of

MOST = 500
NO_DAY = N_("«--from» vuole un giorno, AAAA-MM-GG")
LIMIT_FORM = N_("«--limit» va da 1 a {most}")


def search(call: Call) -> int:
    """Answer persons by name, then records by words; the ids shown are logged before the answer."""
    limit = call.number("--limit", 40)
    if not 1 <= limit <= MOST:
        raise WrongUse(why=tr(LIMIT_FORM).format(most=MOST))
    with call.session() as session:
        hits = lists.search(session, call.text("TEXT"), limit=limit)
        reading.searched(session, [hit.id for hit in hits])
    found = [{"type": hit.type, "id": hit.id, "title": hit.title, "snippet": hit.snippet} for hit in hits]
    nobody = [tr(N_("Nessun risultato."))]
    call.answers.give(found, lambda: [f"{hit.id}  {hit.title}  {hit.snippet}" for hit in hits] or nobody)
    return 0


def status(call: Call) -> int:
    """Answer how the desk stands."""
    with call.session() as session:
        found = status_of(session)
    call.answers.give(msgspec.to_builtins(found), _status_lines(found))
    return 0


def _status_lines(found: Status) -> list[str]:
    never = tr(N_("mai"))
    return [
        tr(N_("Da inviare: {count}")).format(count=found.unsent),
        tr(N_("Da decidere: {count}")).format(count=found.to_decide),
        tr(N_("Rifiutate: {count}")).format(count=found.refused),
        tr(N_("Ultima sincronizzazione: {when}")).format(when=found.last_exchange or never),
        tr(N_("Cartelle e registri che si aprono qui: {count}")).format(count=found.folders),
    ]


def audit(call: Call) -> int:
    """Answer the log of readings that this operator may see, a line each."""
    since = _day(call.text("--from")) if call.is_said("--from") else None
    with call.session() as session:
        for line in named(session, reading.lines(session, record=call.text("--record") or None, since=since)):
            about = line["record"] or ", ".join(line["shown"])
            words = f"{line['when']}  {line['who']}  {line['act']}  {about}  {line['why'] or ''}".rstrip()
            call.answers.give(line, [words])
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WrongUse(why=tr(NO_DAY)) from error


VERBS = (
    Verb(
        name="search",
        does=N_("cerca persone per nome e schede per parole, come l'elenco delle cartelle"),
        answer='[{"type","id","title","snippet"}]',
        run=search,
        words=(Word("TEXT", N_("quello che si scriverebbe nella casella")),),
        options=(Option(flag="--limit", takes="N", number=True, what=N_("quanti risultati, 40 se non si dice")),),
    ),
    Verb(
        name="status",
        does=N_("dice cosa è da inviare, da decidere, rifiutato"),
        answer='{"unsent","to_decide","refused","last_exchange","folders","position"}',
        run=status,
    ),
    Verb(
        name="audit list",
        does=N_("dice chi ha aperto cosa, quando e perché, per quanto può vedere questo operatore"),
        answer='{"when","operator","who","act","record","root","why","shown":[...]} (una riga per lettura)',
        run=audit,
        options=(
            Option(flag="--record", takes="ID", what=N_("solo di quella scheda")),
            Option(flag="--from", takes="D", what=N_("da quel giorno, AAAA-MM-GG")),
        ),
    ),
)
