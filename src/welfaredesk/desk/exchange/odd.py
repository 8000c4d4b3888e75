# SPDX-License-Identifier: EUPL-1.2
"""What went wrong in the exchange and is not a refused change of one's own: told in sentences, none of it silent."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from welfaredesk.base.errors import PlaceTaken
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.ledger import about
from welfaredesk.desk.exchange.words import why
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database, errors_as_faults
from welfaredesk.store.files import durable_write

READ = "exchange/read"


class Words(NamedTuple):
    """Three sentences: what happened, what it means for the work, what to do."""

    what: str
    means: str
    do: str


SAFE = N_("Quello che c'è già qui resta com'è: ogni modifica è firmata da chi l'ha scritta.")
TELL_SERVER = N_("Avvisa chi cura il server, con questa lista.")
TWO_PASTS = Words(
    N_("Il server ha mostrato a un collega una storia diversa da quella di questa postazione ({places})."),
    N_("Se è stato ripristinato da una copia è normale; altrimenti è guasto, o qualcuno lo manovra. {safe}"),
    N_("Chiedi a chi cura il server se è stato ripristinato; se no, avvisa il responsabile: non fidarti del server."),
)
NOT_ITS_WORD = Words(
    N_("{when}: il server ha dato una parola che non torna: una firma, una posizione o una dichiarazione sbagliata."),
    N_("È guasto, o qualcuno lo manovra. Di quella risposta non è stato preso niente. {safe}"),
    N_("Se succede ancora, avvisa il responsabile e chi cura il server, e non fidarti del server."),
)
HOLE = Words(
    N_("Nel lavoro di un collega ({where}) manca un pezzo, che il server dovrebbe avere ({places})."),
    N_("Il server lo trattiene o lo ha perso. La cartella si legge soltanto, finché non è intera. {safe}"),
    N_("Il programma lo chiede di nuovo a ogni sincronizzazione. Se domani è ancora così, avvisa chi cura il server."),
)
FALSE = Words(
    N_("Una modifica ({where}) non è quella che il suo autore ha firmato ({places})."),
    N_("È stata rovinata o cambiata per strada, e non è stata presa. La cartella si legge soltanto, finché non torna."),
    N_("Il programma la chiede di nuovo. Se domani è ancora così, avvisa il responsabile e chi cura il server."),
)
UNOPENED = Words(
    N_("Una modifica di un collega ({where}) non si apre ({places})."),
    N_("È stata messa da parte: il resto della cartella è intero e si usa."),
    N_("Chiedi al collega di aggiornare il programma e di guardare se la sua modifica è giusta."),
)
WITHHELD = Words(
    N_("Il server non dà il contenuto di una modifica ({where}), e nessuna cancellazione lo spiega ({places})."),
    N_("Qualcuno lo ha tolto dal server senza le due firme che servono. Il resto della cartella è intero."),
    N_("Avvisa il responsabile e chi cura il server: forse c'è in una copia del server, o da un collega."),
)
NOT_AS_PACKED = Words(
    N_("Quello che è arrivato in blocco ({where}) non era quello che gli autori avevano firmato."),
    N_("La cartella è stata buttata e richiesta modifica per modifica."),
    N_("Se torna qui ancora, avvisa il responsabile: una postazione dell'ente impacchetta cose sbagliate."),
)
TAKEN_BACK = Words(
    N_("Non leggi più una cartella ({where}), ma qui c'è ancora lavoro tuo che non è partito."),
    N_("Resta qui finché è partito o accettato da un collega, poi la cartella sparisce da questa postazione."),
    N_("Guarda fra le «Rifiutate»: lì c'è il motivo. Se serve, salvalo su chiavetta per un collega."),
)
BAD: dict[str, Words] = {
    "gap": HOLE,
    "key": HOLE,
    "previous": HOLE,
    "unknown": FALSE,
    "signature": FALSE,
    "forked": FALSE,
    "unreadable": UNOPENED,
    "withheld": WITHHELD,
    "bundle": NOT_AS_PACKED,
}
STATEMENT = Words(
    N_("Il server non ha preso un cambiamento dell'organico fatto qui: {why}{count}."),
    N_("Il cambiamento non vale per nessuno: persone, gruppi e postazioni sono come prima."),
    N_("Guarda in Amministrazione come stanno le cose e, se serve ancora, rifallo."),
)
GRANT = Words(
    N_("Il server non ha preso la decisione su chi legge una cartella: {why}{count}."),
    N_("Chi legge quella cartella è rimasto com'era."),
    N_("Apri la cartella, guarda «Chi può leggere» e, se serve ancora, rifallo."),
)
FOREIGN_KEY = Words(
    N_("Qualcuno che non legge una cartella ha mandato una chiave per aprirla{count}."),
    N_("Quello che scrivi qui non viene mai chiuso con quella chiave: la cartella ne prende una nuova."),
    N_("Dillo al responsabile: solo un programma modificato fa così."),
)
LETTER = Words(
    N_("Il server non ha preso un messaggio fra postazioni: {why}{count}."),
    N_("Può essere una domanda, una risposta o il registro delle consultazioni: il lavoro sulle cartelle non c'entra."),
    N_("Se era una domanda a un collega, falla di nuovo."),
)
FORWARDED = Words(
    N_("Il server non ha preso il lavoro di un collega inoltrato da qui: {why}{count}."),
    N_("Non è entrato nelle cartelle. Nel file di soccorso, o da parte sul server, c'è ancora."),
    N_("Se la cartella è stata tolta al tuo gruppo, fallo inoltrare a chi la legge adesso."),
)
REFUSED: dict[str, Words] = {
    "statement": STATEMENT,
    "grant": GRANT,
    "ungrant": GRANT,
    "letter": LETTER,
    "rescue": FORWARDED,
}
PLACES = {
    "person": N_("cartella {title}"),
    "household": N_("nucleo {title}"),
    "sitting": N_("seduta {title}"),
    "situation": N_("situazione {title}"),
    "project": N_("progetto {title}"),
}
SOMEWHERE, RESERVED = N_("una cartella"), N_("parte riservata")
AT, TIMES = N_("posizione {numbers}"), N_(" ({count} volte)")
MOST_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """Something to know: what happened, what it means, what to do; `grave` when the server itself may be at fault.

    `stands` tells whether it is so now, and goes by itself once it is mended; else it goes when it was read.
    """

    id: str
    what: str
    means: str
    do: str
    grave: bool
    stands: bool


def odd_things(session: Session) -> list[Odd]:
    """Return what there is to know of the exchange, the gravest first, without what was read already."""
    read = set(desk_notes.get(session.vault.read(), READ) or ())
    return [one for one in _all(session, named=True) if one.stands or one.id not in read]


def _all(session: Session, *, named: bool) -> list[Odd]:
    database = session.vault.read()
    where = partial(_where, session, database, named=named)
    found = [*_of_server(database), *_bad(database, where), *_gone(database, where), *_refused(database)]
    return sorted(found, key=lambda one: not one.grave)


def mark_read(session: Session, ids: Sequence[str]) -> None:
    """Remember that somebody has read these; what still stands is shown all the same."""

    def work(database: Database) -> None:
        kept = list(desk_notes.get(database, READ) or ())
        fresh = [one for one in ids if one not in kept]
        desk_notes.put(database, READ, [*kept, *fresh][-2 * notes.MOST_KEPT :])

    session.vault.write(work)


def _said(words: Words, *, identity: str, grave: bool = False, stands: bool = False, **facts: str) -> Odd:
    safe = tr(SAFE)
    what, means, do = (tr(one).format(safe=safe, **facts) for one in words)
    return Odd(id=identity, what=what, means=means, do=do, grave=grave, stands=stands)


def _numbers(positions: Sequence[int]) -> str:
    named = ", ".join(str(one) for one in sorted(set(positions))[:MOST_NAMED])
    more = "…" if len(set(positions)) > MOST_NAMED else ""
    return tr(AT).format(numbers=named + more)


def _of_server(database: Database) -> Iterator[Odd]:
    forks = notes.forks(database)
    if forks:
        yield _said(TWO_PASTS, identity=f"forks/{max(forks)}", grave=True, places=_numbers(forks))
    for moment in notes.broken_words(database):
        when = f"{moment.local():%d/%m/%Y %H:%M}"
        yield _said(NOT_ITS_WORD, identity=f"word/{moment.utc_ms}", grave=True, when=when)


def _bad(database: Database, where: Callable[[str], str]) -> Iterator[Odd]:
    places: dict[tuple[str, str], list[int]] = {}
    for one in notes.bad(database):
        places.setdefault((one.folder, one.code), []).append(one.position)
    for (folder, code), positions in places.items():
        words = BAD.get(code, FALSE)
        yield _said(
            words,
            identity=f"bad/{folder}/{code}/{max(positions)}",
            grave=words in {HOLE, FALSE, WITHHELD},
            stands=words in {HOLE, FALSE},
            where=where(folder),
            places=_numbers(positions),
        )


def _gone(database: Database, where: Callable[[str], str]) -> Iterator[Odd]:
    for folder in notes.gone(database):
        yield _said(TAKEN_BACK, identity=f"gone/{folder}", stands=True, where=where(folder))


def _refused(database: Database) -> Iterator[Odd]:
    foreign = notes.foreign_keys(database)
    if foreign:
        said = _times(foreign)
        yield _said(FOREIGN_KEY, identity=f"foreign/{foreign}", grave=True, count=said)
    counted = Counter(notes.refused_items(database))
    # A grant that this desk was handed and does not trust is among those that it made and the server refused.
    counted[notes.FOREIGN] -= foreign
    for (kind, code), count in counted.items():
        if count > 0:
            said = _times(count)
            identity = f"refused/{kind}/{code}/{count}"
            yield _said(REFUSED.get(kind, LETTER), identity=identity, why=tr(why(code)), count=said)


def _times(count: int) -> str:
    return tr(TIMES).format(count=count) if count > 1 else ""


def _where(session: Session, database: Database, folder: str, *, named: bool) -> str:
    found = about(session, database, folder)
    words = tr(SOMEWHERE)
    if named and found.title and found.root_type in PLACES:
        words = tr(PLACES[found.root_type]).format(title=found.title)
    return words if found.circle == ORDINARY else f"{words}, {tr(RESERVED)}"


def save_list(session: Session, path: Path) -> int:
    """Write everything as plain text for whoever looks after the server, and return how many things; no name is in it.

    Raises:
        PlaceTaken: when something is there.
    """
    if path.exists():
        raise PlaceTaken()
    found = _all(session, named=False)
    head = f"WelfareDesk, {session.clock.now().local():%d/%m/%Y %H:%M}"
    lines = (head, "", *(f"{one.id}\n{one.what}\n{one.means}\n{one.do}\n" for one in found))
    with errors_as_faults():
        durable_write(path, "\n".join(lines).encode())
    return len(found)
