# SPDX-License-Identifier: EUPL-1.2
"""The sentences of an erasure by law and of the move into a reserved part: what goes, what stays, what nobody can."""

from collections.abc import Iterator

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.cutting import Proposal
from welfaredesk.domain.catalogue import find_type
from welfaredesk.ui.parts.chip import ChipMark

CUT, CUT_ALL = N_("Cancella per legge…"), N_("Cancella per legge tutta la cartella…")
RESERVE, CUT_OWN = N_("Rendi riservata…"), N_("Cancella per sempre…")
GOES = N_("Sparisce: i testi, i valori, gli allegati e la storia, su tutte le postazioni e sul server.")
GOES_HERE = N_("Sparisce: i testi, i valori, gli allegati e la storia, da questo PC.")
STAYS = N_("Resta: che qualcosa c'era, chi lo scrisse e quando, il numero dell'atto. Non una parola.")
STAYS_OWN = N_("Resta: che un appunto c'era, con data e ora. Non una parola.")
NOT_PROMISED = N_(
    "Non si può promettere per le copie di sicurezza già fatte, finché non scadono, per la carta stampata "
    "e per quello che è stato letto o copiato altrove."
)
ELSEWHERE = N_("Se altre schede ne parlano, vanno cancellate anche quelle.")
TWO = N_("Non succede niente finché una seconda persona non conferma.")
FOR_EVER = N_("Non si torna indietro.")
MOVES = N_("La scheda passa nella parte riservata con tutta la sua storia: chi scrisse che cosa, e quando.")
UNTIL = N_("Finché una seconda persona non conferma, dov'è ora resta visibile a chi la legge già.")
THEN = N_("Poi sparisce da lì su ogni postazione. La tua copia riservata resta.")
THEN_HERE = N_("Dalla parte ordinaria sparisce subito.")
HAD_IT = N_("L'hanno già potuta leggere")
HAD_IT_SAID = N_("Quello che hanno letto o stampato resta letto: nessun programma può riprenderlo.")
ONE, MANY = N_("scheda"), N_("schede")
NOT_HERE = N_("Una scheda che non è su questa postazione")
GONE = N_("Scheda cancellata")
NOBODY = N_("qualcuno")
FURTHER = N_("e ancora {count}")
COPY_STAYS = N_("La copia riservata resta, accanto a quella ordinaria.")
SHOWN = 6
STATES = {
    "waiting": ("hourglass", "attention", N_("Aspetta una seconda persona")),
    "leaving": ("send", "neutral", N_("Confermata: parte con la prossima sincronizzazione")),
    "cut": ("circle-check", "done", N_("Fatta")),
    "outdated": ("triangle-alert", "attention", N_("Superata: qualcuno ha scritto dopo")),
    "refused": ("ban", "neutral", N_("Rifiutata o ritirata")),
    "elsewhere": ("monitor", "neutral", N_("Le schede non sono su questa postazione")),
}


def state_chip(one: Proposal) -> ChipMark:
    """Return how a proposal stands as a chip."""
    icon, kind, words = STATES[one.state]
    return ChipMark(tr(words), icon, kind)


def counted(count: int) -> str:
    """Return «1 scheda», «3 schede»."""
    return plural(count, ONE, many=MANY)


def record_lines(one: Proposal) -> Iterator[tuple[str, str]]:
    """Give the first records of a proposal in words, kind and title, each with its id where it may be read here.

    The person or household comes first; how many more there are, last.
    """
    found = [(line, find_type(line.type)) for line in one.lines]
    for line, type_ in sorted(found, key=lambda pair: pair[1] is None or not pair[1].is_root)[:SHOWN]:
        if type_ is None:
            yield tr(GONE if one.state == "cut" else NOT_HERE), ""
        else:
            yield f"{tr(type_.label)}: {line.title}" if line.title else tr(type_.label), line.record
    if len(found) > SHOWN:
        yield tr(FURTHER).format(count=counted(len(found) - SHOWN)), ""


def cut_facts(*, served: bool) -> list[tuple[str, str]]:
    """Return what an erasure does and does not do."""
    return [
        ("trash-2", tr(GOES if served else GOES_HERE)),
        ("file-text", tr(STAYS)),
        ("info", f"{tr(NOT_PROMISED)} {tr(ELSEWHERE)}"),
    ]


def own_facts(*, served: bool) -> list[tuple[str, str]]:
    """Return what the erasure of something of one's own does and does not do."""
    return [
        ("trash-2", tr(GOES if served else GOES_HERE)),
        ("file-text", tr(STAYS_OWN)),
        ("info", f"{tr(NOT_PROMISED)} {tr(FOR_EVER)}"),
    ]


def reserve_facts(*, served: bool) -> list[tuple[str, str]]:
    """Return what the move into a reserved part does and does not do."""
    moved = ("lock", tr(MOVES))
    if not served:
        return [moved, ("trash-2", tr(THEN_HERE))]
    return [moved, ("hourglass", tr(UNTIL)), ("trash-2", tr(THEN))]
