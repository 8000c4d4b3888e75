# SPDX-License-Identifier: EUPL-1.2
"""The verbs of lawful cuts: cut propose, list, confirm, late; reserve; and the erasing of a desk that was shut out."""

from collections.abc import Iterator, Sequence
from typing import Any

from welfaredesk.base.errors import NotAllowed, WrongUse
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call
from welfaredesk.cli.verbs import Option, Verb, Word
from welfaredesk.desk import cutting, late_words, reserving
from welfaredesk.desk.cutting import Proposal
from welfaredesk.desk.erasing import erase
from welfaredesk.desk.exchange.shutting import ordered, shut_out
from welfaredesk.desk.people_names import operator_called
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import RESERVED

NOTHING_SAID = N_("indica almeno una scheda con --record, oppure una radice con --root")
UNSENT = N_("ci sono modifiche che non sono mai partite: salvale con «rescue export», o aggiungi --unsent-too")
STATES = {
    "waiting": N_("da confermare"),
    "leaving": N_("confermata: parte con la prossima sincronizzazione"),
    "cut": N_("fatta"),
    "outdated": N_("superata: qualcuno ha scritto dopo"),
    "refused": N_("rifiutata o ritirata"),
    "elsewhere": N_("le schede non sono su questa postazione"),
}
LINE = N_("{id}  {number}, proposta da {name}: {records} schede, {state}")
NONE = N_("Nessuna cancellazione proposta.")
HAD_IT = N_("Chi la leggeva prima: {names}")
COPIED = N_("Copiata nella cerchia riservata; nell'ordinaria sparisce quando la cancellazione è confermata.")
LATE = N_("{id}  {type}: la scheda è stata cancellata per legge; il tuo testo non è entrato.")
NO_LATE = N_("Niente che non sia entrato.")
DROPPED = N_("Buttato via.")
ERASED = N_("L'archivio di questa postazione è cancellato.")


def _answer(one: Proposal) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "reason": one.reason,
        "state": one.state,
        "operator": one.operator,
        "when": one.when.iso(),
        "reserved": one.circle or None,
        "records": [{"id": line.record, "type": line.type, "title": line.title} for line in one.lines],
        "may_confirm": one.may_confirm,
    }


def _words(found: Sequence[Proposal]) -> Iterator[str]:
    if not found:
        yield tr(NONE)
    for one in found:
        said = {"id": one.id, "number": one.number, "name": one.name, "records": len(one.lines)}
        yield tr(LINE).format(**said, state=tr(STATES[one.state]))


def _to(call: Call, session: Session) -> str | None:
    return operator_called(session, call.text("--to")) if call.is_said("--to") else None


def propose(call: Call) -> int:
    """Propose a cut, or carry it out in one's own folders."""
    wanted = call.texts("--record")
    root = call.text("--root") if call.is_said("--root") else None
    if not wanted and root is None:
        raise WrongUse(why=tr(NOTHING_SAID))
    with call.session() as session:
        made = cutting.propose(
            session,
            wanted,
            number=call.text("--number"),
            reason=call.text("--reason"),
            circle=call.text("--circle") if call.is_said("--circle") else None,
            root=root,
            to=_to(call, session),
        )
    call.answers.give(_answer(made), lambda: _words([made]))
    return 0


def listed(call: Call) -> int:
    """Answer the proposals that this desk knows, and the cut records of which later words lie at the server."""
    with call.session() as session:
        found, left = cutting.proposals(session), cutting.still_at_server(session)
    call.answers.give({"proposals": [_answer(one) for one in found], "left": left}, lambda: _words(found))
    return 0


def confirm(call: Call) -> int:
    """Confirm a cut as the second person."""
    with call.session() as session:
        made = cutting.confirm(session, call.text("ID"))
    call.answers.give(_answer(made), lambda: _words([made]))
    return 0


def late(call: Call) -> int:
    """Answer what did not enter, or throw one of it away."""
    if call.is_said("--drop"):
        with call.session() as session:
            late_words.drop_late(session, call.text("--drop"))
        call.answers.give({"id": call.text("--drop")}, [tr(DROPPED)])
        return 0
    with call.session() as session:
        found = late_words.late_words(session)
    answer = [
        {"id": one.id, "record": one.record, "type": one.type, "when": one.when.iso(), "words": one.words}
        for one in found
    ]
    said = [tr(LATE).format(id=one.id, type=one.type) for one in found]
    call.answers.give(answer, said or [tr(NO_LATE)])
    return 0


def reserve(call: Call) -> int:
    """Make records reserved: a copy, and the proposal of the cut."""
    with call.session() as session:
        made = reserving.reserve(
            session,
            call.texts("--record"),
            number=call.text("--number"),
            reason=call.text("--reason"),
            circle=call.text("--circle") if call.is_said("--circle") else RESERVED,
            to=_to(call, session),
        )
    words = [tr(COPIED), tr(HAD_IT).format(names=", ".join(made.had_it))]
    call.answers.give({"had_it": list(made.had_it), "proposal": _answer(made.proposal)}, words)
    return 0


def erased(call: Call) -> int:
    """Erase the vault of a desk that the ente shut out and asked to be erased."""
    with call.session() as session:
        out = shut_out(session)
        if out is None or not out.wipe:
            raise NotAllowed()
        if (out.lost or out.files) and not call.is_said("--unsent-too"):
            raise WrongUse(why=tr(UNSENT))
        order = ordered(out, session.clock)
    erase(call.profile, order)
    call.answers.give({"erased": True}, [tr(ERASED)])
    return 0


_RECORD = Option(flag="--record", takes="ID", repeated=True, what=N_("una scheda; si può ripetere"))
_NUMBER = Option(
    flag="--number", takes='"..."', required=True, what=N_("il numero dell'autorizzazione: atto o protocollo")
)
_REASON = Option(flag="--reason", takes='"..."', required=True, what=N_("perché, senza nomi di persone"))
_TO = Option(
    flag="--to", takes="OPERATOR", what=N_("a chi si chiede la conferma; se manca, al gruppo di coordinamento")
)

VERBS = (
    Verb(
        name="cut propose",
        does=N_(
            "propone di cancellare per legge delle schede: la conferma un'altra persona; nelle proprie cartelle "
            "(appunti) si cancella subito"
        ),
        answer='{"id","number","reason","state","operator","when","reserved","records","may_confirm"}',
        run=propose,
        options=(
            _RECORD,
            Option(flag="--root", takes="ID", what=N_("una persona o un nucleo, con tutto quello che contiene")),
            Option(flag="--circle", takes="NAME", what=N_("solo quello che sta in questa riservatezza")),
            _NUMBER,
            _REASON,
            _TO,
        ),
    ),
    Verb(
        name="cut list",
        does=N_("elenca le cancellazioni proposte, e le schede cancellate di cui il server ha parole arrivate dopo"),
        answer='{"proposals":[...],"left":[...]}',
        run=listed,
    ),
    Verb(
        name="cut confirm",
        does=N_(
            "conferma la cancellazione proposta da un altro: con la prossima sincronizzazione le parole spariscono"
        ),
        answer='{"id","number","reason","state","operator","when","reserved","records","may_confirm"}',
        run=confirm,
        words=(Word("ID", N_("quello che dice cut list")),),
    ),
    Verb(
        name="cut late",
        does=N_("dice che cosa hai scritto su schede che nel frattempo erano state cancellate, e che non è entrato"),
        answer='[{"id","record","type","when","words"}]',
        run=late,
        options=(Option(flag="--drop", takes="ID", what=N_("butta via questo")),),
    ),
    Verb(
        name="reserve",
        does=N_(
            "rende riservate delle schede: le copia nella cerchia riservata e propone di cancellarle nell'ordinaria"
        ),
        answer='{"had_it","proposal"}',
        run=reserve,
        options=(
            _RECORD,
            Option(flag="--circle", takes="NAME", what=N_("la riservatezza; reserved se manca")),
            _NUMBER,
            _REASON,
            _TO,
        ),
    ),
    Verb(
        name="erase",
        does=N_("cancella l'archivio di una postazione revocata, se l'ente lo ha chiesto"),
        answer='{"erased"}',
        run=erased,
        options=(Option(flag="--unsent-too", what=N_("anche se ci sono modifiche mai partite: vanno perse")),),
    ),
)
