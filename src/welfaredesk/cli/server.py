# SPDX-License-Identifier: EUPL-1.2
"""The verbs of the server: serve, and its copies."""

from typing import TYPE_CHECKING

from welfaredesk.base.errors import WrongUse
from welfaredesk.base.server_errors import DamagedLedger
from welfaredesk.base.text import N_, tr
from welfaredesk.cli.call import Call, free_place
from welfaredesk.cli.verbs import Option, Verb, Word

if TYPE_CHECKING:
    from welfaredesk.server.place import Place

WHERE = '{"ok","problems":[...],"enti","items","files"}'
NO_ADDRESS = N_("«--listen» vuole un indirizzo e una porta, come 127.0.0.1:8443")
PLAIN_OUTSIDE = N_("«--plain» è solo per un indirizzo di questa macchina, dietro un proxy")
DEFAULT_LISTEN = "0.0.0.0:8443"
DEFAULT_PLAIN = "127.0.0.1:8443"
_DATA = Option(flag="--data", takes="DIR", required=True, path=True, what=N_("la cartella del server"))
_DATABASE = Option(
    flag="--database", takes="URL", what=N_("la base di dati, postgresql://...; altrimenti un file nella cartella")
)
_FILES = Option(
    flag="--files",
    takes="URL",
    path=True,
    what=N_("la cartella dei file cifrati; altrimenti nella cartella del server"),
)


def serve(call: Call) -> int:
    """Serve until SIGTERM."""
    from welfaredesk.server.serving import LOOPBACK, Ready, Settings, log_to_standard_error
    from welfaredesk.server.serving import serve as serve_until_told

    plain = call.is_said("--plain")
    host, port = _listen(call.text("--listen") or (DEFAULT_PLAIN if plain else DEFAULT_LISTEN))
    if plain and host not in LOOPBACK:
        raise WrongUse(why=tr(PLAIN_OUTSIDE))
    settings = Settings(
        data=str(call.path("--data").absolute()),
        database=call.text("--database"),
        files=call.text("--files"),
        host=host,
        port=port,
        workers=max(1, call.number("--workers", 1)),
        plain=plain,
    )
    log_to_standard_error()

    def ready(told: Ready) -> None:
        words = tr(N_("In ascolto su {listening}, impronta {fingerprint}"))
        sentence = words.format(listening=told.listening, fingerprint=told.fingerprint)
        call.answers.give({"listening": told.listening, "fingerprint": told.fingerprint}, [sentence])

    serve_until_told(settings, clock=call.clock, ready=ready)
    return 0


def _listen(text: str) -> tuple[str, int]:
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise WrongUse(why=tr(NO_ADDRESS))
    return host.strip("[]"), int(port)


def backup(call: Call) -> int:
    """Write a copy, read it back and open it; then desks may let go of what it holds."""
    from welfaredesk.server import copies
    from welfaredesk.server.place import opened

    target, place = free_place(call.path("FILE")), _place(call)
    place.key()
    with opened(place) as ledger:
        made = copies.write(ledger, target, place=place)
    words = tr(N_("Copia fatta e riaperta: {enti} enti, {items} voci, {files} file.")).format(
        enti=made.enti, items=made.items, files=made.files
    )
    call.answers.give(
        {"ok": True, "problems": [], "enti": made.enti, "items": made.items, "files": made.files}, [words]
    )
    return 0


def restore(call: Call) -> int:
    """Put a copy where no server is."""
    from welfaredesk.server import copies

    made = copies.restore(call.path("FILE"), place=_place(call))
    words = tr(N_("Copia ripristinata e controllata: {enti} enti, {items} voci, {files} file.")).format(
        enti=made.enti, items=made.items, files=made.files
    )
    call.answers.give(
        {"ok": True, "problems": [], "enti": made.enti, "items": made.items, "files": made.files}, [words]
    )
    return 0


def check(call: Call) -> int:
    """Check positions, signatures, sums and files."""
    from welfaredesk.server import checking
    from welfaredesk.server.place import opened

    place = _place(call)
    place.key()
    with opened(place) as ledger:
        found = checking.check(ledger, files=place.files_folder)
    problems = [tr(words).format(**facts) for words, facts in found.problems]
    fault = DamagedLedger(problems="; ".join(problems[:3])) if problems else None
    answer = {"ok": not problems, "problems": problems, "enti": found.enti, "items": found.items, "files": found.files}
    return call.answers.give_with(answer, problems or [tr(N_("Tutto in ordine."))], fault=fault)


def _place(call: Call) -> "Place":
    from welfaredesk.server.place import Place

    return Place(data=call.path("--data").absolute(), database=call.text("--database"), files=call.text("--files"))


VERBS = (
    Verb(
        name="serve",
        does=N_("avvia il server; dice una riga quando è pronto e resta attivo finché non viene fermato"),
        answer='{"listening","fingerprint"}',
        run=serve,
        options=(
            _DATA,
            Option(
                flag="--listen",
                takes="HOST:PORT",
                what=N_("dove mettersi in ascolto; altrimenti 0.0.0.0:8443; con la porta 0 ne prende una libera"),
            ),
            _DATABASE,
            _FILES,
            Option(flag="--workers", takes="N", number=True, what=N_("quanti processi; altrimenti uno")),
            Option(flag="--plain", what=N_("parla HTTP senza cifratura, solo dietro un proxy di questa macchina")),
        ),
    ),
    Verb(
        name="server backup",
        does=N_("scrive una copia del server, la rilegge e la apre; anche mentre il server è attivo"),
        answer=WHERE,
        run=backup,
        words=(Word("FILE", N_("dove scrivere la copia"), path=True),),
        options=(_DATA, _DATABASE, _FILES),
    ),
    Verb(
        name="server restore",
        does=N_("ripristina una copia del server dove non ce n'è; non sovrascrive mai"),
        answer=WHERE,
        run=restore,
        words=(Word("FILE", N_("la copia"), path=True),),
        options=(_DATA, _DATABASE, _FILES),
    ),
    Verb(
        name="server check",
        does=N_("controlla posizioni, firme, somme e file del server; se qualcosa non torna esce con 3"),
        answer=WHERE,
        run=check,
        options=(_DATA, _DATABASE, _FILES),
    ),
)
