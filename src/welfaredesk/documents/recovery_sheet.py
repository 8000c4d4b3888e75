# SPDX-License-Identifier: EUPL-1.2
"""The recovery sheets as a PDF: numbered words, a QR code, and what to do with them, one page each."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.documents.typesetting import typeset

TITLE = N_("Fogli di recupero")
SHEET = N_("Foglio di recupero {number} di {count}")
COPY = N_("Foglio di recupero, copia {number} di 2")
HELD_BY = N_("Lo custodisce: {holder}")
ALONE_FIRST = N_("Questa copia resta a chi lavora nell'ente, in un posto chiuso a chiave, lontano dal PC.")
ALONE_SECOND = N_("Questa copia va in una busta chiusa, firmata sul lembo, e si conserva in un altro edificio.")
WORDS = N_("Le {count} parole")
KEEP = N_("Come si custodisce")
USE = N_("A cosa serve")
KEEP_LINES = (
    N_("Non si fotografa, non si scansiona, non si invia: esiste solo su questa carta."),
    N_("Non si tiene con il PC, né con un altro foglio dello stesso ente."),
    N_("Se si perde o qualcuno lo ha visto, avvisa subito il responsabile dell'ente."),
)
USE_THREE = (
    N_("Se una frase segreta è dimenticata, due fogli su tre riaprono l'archivio. Uno solo non apre niente."),
    N_("Nella finestra di sblocco si preme «Frase dimenticata?» e si copiano le parole, nell'ordine."),
    N_("Poi si sceglie una frase segreta nuova, e i fogli tornano al loro posto: valgono ancora."),
)
USE_ALONE = (
    N_("Se la frase segreta è dimenticata, questo foglio da solo riapre l'archivio: chi lo ha, entra."),
    N_("Nella finestra di sblocco si preme «Frase dimenticata?» e si copiano le parole, nell'ordine."),
    N_("Poi si sceglie una frase segreta nuova, e il foglio torna al suo posto: vale ancora."),
)
CODE_SAYS = N_("Codice QR con le stesse parole di questo foglio")
FOOT = N_("Stampato il {day} con WelfareDesk. Le parole sono inglesi, dell'elenco SLIP-39.")
COLUMNS = 3


def recovery_sheets(shares: Sequence[str], *, ente: str, holders: Sequence[str], alone: bool, day: date) -> bytes:
    """Return the PDF (tagged, PDF/UA-1) of the sheets, one page each; nothing is written to the disk.

    Args:
        shares: the words of each sheet.
        ente: the name of the ente.
        holders: who keeps each sheet, in the order of the sheets; not used for an ente of one person.
        alone: whether the two sheets are the same, for an ente of one person.
        day: the day of printing.
    """
    said = {
        "title": f"{tr(TITLE)} · {ente}",
        "ente": ente,
        "words_heading": tr(WORDS).format(count=len(shares[0].split())),
        "keep_heading": tr(KEEP),
        "use_heading": tr(USE),
        "use": [tr(line) for line in (USE_ALONE if alone else USE_THREE)],
        "sheets": [
            _sheet(share, number, count=len(shares), holder=_holder(holders, number), alone=alone, day=day)
            for number, share in enumerate(shares, 1)
        ],
    }
    return typeset("recovery_sheet.typ", said, day=day)


def _holder(holders: Sequence[str], number: int) -> str:
    return holders[number - 1] if number <= len(holders) else ""


def _sheet(share: str, number: int, *, count: int, holder: str, alone: bool, day: date) -> dict[str, Any]:
    words = share.split()
    rows = -(-len(words) // COLUMNS)
    numbered = [{"number": place, "word": word} for place, word in enumerate(words, 1)]
    if alone:
        title, lead = tr(COPY).format(number=number), tr(ALONE_FIRST if number == 1 else ALONE_SECOND)
    else:
        title, lead = tr(SHEET).format(number=number, count=count), tr(HELD_BY).format(holder=holder)
    return {
        "title": title,
        "lead": lead,
        "columns": [numbered[row::rows] for row in range(rows)],
        "code": _code(share),
        "code_says": tr(CODE_SAYS),
        "keep": [tr(line) for line in KEEP_LINES],
        "foot": tr(FOOT).format(day=f"{day.day}/{day.month}/{day.year}"),
    }


def _code(share: str) -> str:
    import segno

    drawn = io.BytesIO()
    segno.make(share, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()
