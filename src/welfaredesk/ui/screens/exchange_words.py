# SPDX-License-Identifier: EUPL-1.2
"""The words of the page of the exchange: what left, in what state, and what each number means."""

from datetime import date

from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.apart_work import ApartWork
from welfaredesk.desk.exchange.ledger import Left, RefusedLine
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.ui.line_words import clock_words
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.table_model import Column, TableRow

ONE_CHANGE, CHANGES = N_("modifica"), N_("modifiche")
RESERVED = N_("parte riservata")
TITLES = {
    "person": N_("Cartella di {title}"),
    "household": N_("Nucleo {title}"),
    "register": N_("Registro {title}"),
    "sitting": N_("Seduta {title}"),
    "situation": N_("Situazione {title}"),
    "project": N_("Progetto {title}"),
}
PLACES = {
    "person": N_("Una cartella"),
    "household": N_("Un nucleo"),
    "register": N_("Registro"),
    "operator": N_("Le tue cose: appunti e bozze"),
    "directory": N_("Elenco delle risorse"),
    "settings": N_("Impostazioni dell'ente"),
    "roster": N_("Elenco di chi lavora qui"),
    "urgency": N_("Un'urgenza"),
    "sitting": N_("Una seduta dello staff"),
    "situation": N_("Una situazione dello staff"),
    "project": N_("Un progetto personalizzato"),
}
SOMETHING = N_("Una cartella condivisa")
STATES = {
    "waiting": ("clock", "neutral", N_("Da inviare")),
    "sent": ("send", "neutral", N_("Inviata, manca la ricevuta")),
    "received": ("check-check", "done", N_("Ricevuta dal server")),
    "apart": ("shield", "neutral", N_("Da parte sul server")),
    "refused": ("circle-alert", "danger", N_("Rifiutata")),
}
"""By state: icon, kind and words."""
COLUMNS = (
    Column("when", N_("Quando"), 12),
    Column("what", N_("Che cosa è partito"), 20, stretches=True),
    Column("entries", N_("Quanto"), 13, drop=2),
    Column("state", N_("Stato"), 22, drop=0),
)


def folder_words(line: Left | RefusedLine | ApartWork) -> str:
    """Return what a parcel is about: the title of its cartella as written, or what kind of place it is."""
    named = TITLES.get(line.root_type)
    words = tr(PLACES.get(line.root_type, SOMETHING))
    if named and line.title:
        words = tr(named).format(title=line.title)
    return words if line.circle == ORDINARY else f"{words}, {tr(RESERVED)}"


def entries_words(count: int) -> str:
    """Return «1 modifica», «3 modifiche»."""
    return plural(count, ONE_CHANGE, many=CHANGES)


def state_chip(state: str) -> ChipMark:
    """Return the state of a parcel as a chip."""
    icon, kind, words = STATES[state]
    return ChipMark(tr(words), icon, kind)


def ledger_row(line: Left, today: date) -> TableRow:
    """Return a row of the ledger of what left."""
    chip = state_chip(line.state)
    return clock_words(line.when, today), folder_words(line), entries_words(line.entries), chip
