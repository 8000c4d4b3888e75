# SPDX-License-Identifier: EUPL-1.2
"""The dossier of an access: what is handed over, record by record, then the index of what is not and why."""

from dataclasses import asdict, dataclass
from datetime import date

from welfaredesk.base.text import N_, tr
from welfaredesk.documents.cartella import Line, Pdf
from welfaredesk.documents.passages import on_paper

LEFT_OUT, HANDED_OVER = N_("Che cosa non è compreso e perché"), N_("Che cosa si consegna")
NOTHING = N_("Nessuna scheda.")
TAKEN_OUT = N_("Tolto da questa scheda: {what}")
STANDING = N_(
    "I passaggi e i nomi di altre persone sono tolti dal testo, non coperti: al loro posto c'è un segno tra parentesi "
    "quadre. Non sono compresi gli eventuali documenti che la legge esclude dall'accesso."
)


@dataclass(frozen=True, slots=True)
class Given:
    """A record that is handed over: its number in the dossier, what it is, what it says, what was taken out."""

    number: int
    title: str
    lines: tuple[Line, ...]
    taken_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and the records under it."""

    heading: str
    items: tuple[Given, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessDossier:
    """What is printed, all of it words; the heading says number and day, never a name that is not the person's."""

    title: str
    number: str
    ente: str
    operator: str
    day: date
    about: tuple[Line, ...]
    chapters: tuple[Chapter, ...]
    left_out: tuple[Line, ...]


def access_pdf(dossier: AccessDossier) -> Pdf:
    """Return a dossier as a PDF (tagged, PDF/UA-1); nothing is written to the disk, nothing is hidden in it."""
    said = {
        "title": dossier.title,
        "number": dossier.number,
        "ente": dossier.ente,
        "standing": tr(STANDING),
        "about": [asdict(one) for one in dossier.about],
        "handed_over": tr(HANDED_OVER),
        "left_out_heading": tr(LEFT_OUT),
        "nothing": tr(NOTHING),
        "chapters": [
            {"heading": one.heading, "items": [_given(item) for item in one.items]} for one in dossier.chapters
        ],
        "left_out": [asdict(one) for one in dossier.left_out],
    }
    return on_paper("access.typ", said, operator=dossier.operator, day=dossier.day)


def _given(item: Given) -> dict[str, object]:
    taken = tr(TAKEN_OUT).format(what="; ".join(item.taken_out)) if item.taken_out else ""
    return {
        "title": f"{item.number}. {item.title}",
        "taken_out": taken,
        "lines": [asdict(one) for one in item.lines],
    }
