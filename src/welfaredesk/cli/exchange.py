# SPDX-License-Identifier: EUPL-1.2
"""The verbs of the exchange: attach, exchange, refused, rescue."""

from collections.abc import Iterator
from contextlib import closing, nullcontext
from typing import Any

from welfaredesk.base.exchange_errors import DeskRevoked
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call, free_place
from welfaredesk.cli.verbs import Option, Verb, Word

ATTACHED = N_("L'ente è sul server. Modifiche inviate: {sent}.")
EXCHANGED = N_("Inviate {sent}, ricevute {received}; da decidere {clashes}, rifiutate {refused}.")
NOTHING_REFUSED = N_("Il server non ha rifiutato niente.")
REFUSED_LINE = N_("{id}  {when}  modifiche: {entries}. {reason}")
RETRIED = N_("Riparte con il prossimo scambio.")
EXPORTED = N_("Scritte nel file di soccorso: {sent} modifiche, sigillate.")
TAKEN = N_("Prese dal file di soccorso: {sent}. Partono con il prossimo scambio.")


def attach(call: Call) -> int:
    """Bring an ente that started alone to a server."""
    from welfaredesk.desk.exchange.joining import attach as join

    fingerprint = call.fingerprint
    with call.session() as session:
        sent = join(session, call.text("URL"), fingerprint)
    call.answers.give({"sent": sent}, [tr(ATTACHED).format(sent=sent)])
    return 0


def exchange(call: Call) -> int:
    """Do one complete round, with the attachments when asked; a desk asked to erase itself does so at its end."""
    from welfaredesk.desk.erasing import erase
    from welfaredesk.desk.exchange.idle import when_idle
    from welfaredesk.desk.exchange.place import line_of
    from welfaredesk.desk.exchange.round import exchange as round_
    from welfaredesk.desk.exchange.shutting import ordered, shut_out

    out = None
    try:
        with call.session() as session:
            line = line_of(session)
            try:
                with nullcontext() if line is None else closing(line):
                    done = round_(session, line=line, files=call.is_said("--files"))
                    when_idle(session, line=line)
            except DeskRevoked:
                out = shut_out(session)
                raise
    except DeskRevoked:
        if out is not None and out.wipe and out.is_received:
            erase(call.profile, ordered(out, call.clock))
        raise
    words = tr(EXCHANGED).format(sent=done.sent, received=done.received, clashes=done.clashes, refused=done.refused)
    call.answers.give(_answer(done), [words])
    return 0


def _answer(done: Any) -> dict[str, Any]:
    names = ("sent", "received", "requests", "bytes_up", "bytes_down", "clashes", "refused")
    return {name: getattr(done, name) for name in names} | {"seconds": round(done.seconds, 3)}


def list_refused(call: Call) -> int:
    """List the parcels that the server refused, each with its reason."""
    from welfaredesk.desk.exchange import ledger

    with call.session() as session:
        found = ledger.refused(session)
    answer = [
        {
            "id": one.id,
            "when": one.when.iso(),
            "root": one.root,
            "type": one.root_type,
            "circle": one.circle,
            "entries": one.entries,
            "code": one.code,
            "reason": one.reason,
        }
        for one in found
    ]

    def words() -> Iterator[str]:
        if not found:
            yield tr(NOTHING_REFUSED)
        for one in found:
            yield tr(REFUSED_LINE).format(id=one.id, when=one.when.iso(), entries=one.entries, reason=one.reason)

    call.answers.give(answer, words)
    return 0


def retry_refused(call: Call) -> int:
    """Let a refused parcel be sent again."""
    from welfaredesk.desk.exchange import ledger

    with call.session() as session:
        ledger.retry(session, call.text("ID"))
    call.answers.give({"id": call.text("ID")}, [tr(RETRIED)])
    return 0


def export_rescue(call: Call) -> int:
    """Write what could not leave into a file for a key drive."""
    from welfaredesk.desk.exchange import rescue

    target = free_place(call.path("FILE"))
    with call.session() as session:
        sent = rescue.export(session, target)
    call.answers.give({"sent": sent}, [tr(EXPORTED).format(sent=sent)])
    return 0


def import_rescue(call: Call) -> int:
    """Take a colleague's file, to be forwarded with the next exchange."""
    from welfaredesk.desk.exchange import rescue

    with call.session() as session:
        sent = rescue.take(session, call.path("FILE"))
    call.answers.give({"sent": sent}, [tr(TAKEN).format(sent=sent)])
    return 0


VERBS = (
    Verb(
        name="attach",
        does=N_("porta sul server un ente nato su questo PC soltanto; nessuna modifica viene riscritta"),
        answer='{"sent"}',
        run=attach,
        words=(Word("URL", N_("l'indirizzo del server, https://...")),),
        options=(
            Option(
                flag="--fingerprint",
                takes="F",
                required=True,
                what=N_("l'impronta della chiave del server, letta da chi lo cura"),
            ),
        ),
    ),
    Verb(
        name="exchange",
        does=N_("fa uno scambio completo con il server"),
        answer='{"sent","received","requests","bytes_up","bytes_down","clashes","refused","seconds"}',
        run=exchange,
        options=(Option(flag="--files", what=N_("prende anche tutti gli allegati che mancano")),),
    ),
    Verb(
        name="refused list",
        does=N_("elenca quello che il server ha rifiutato, con il motivo"),
        answer='[{"id","when","root","type","circle","entries","code","reason"}]',
        run=list_refused,
    ),
    Verb(
        name="refused retry",
        does=N_("rimette in coda quello che il server aveva rifiutato"),
        answer='{"id"}',
        run=retry_refused,
        words=(Word("ID", N_("l'identificativo dell'elenco dei rifiuti")),),
    ),
    Verb(
        name="rescue export",
        does=N_("scrive su un file, sigillato, quello che non è potuto partire"),
        answer='{"sent"}',
        run=export_rescue,
        words=(Word("FILE", N_("dove scrivere il file di soccorso"), path=True),),
    ),
    Verb(
        name="rescue import",
        does=N_("prende il file di soccorso di un collega e lo inoltra al prossimo scambio"),
        answer='{"sent"}',
        run=import_rescue,
        words=(Word("FILE", N_("il file di soccorso"), path=True),),
    ),
)
