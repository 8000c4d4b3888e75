# SPDX-License-Identifier: EUPL-1.2
"""The cartella on paper: a tagged PDF with its number and date on every page."""

import hashlib
from dataclasses import asdict, dataclass, replace
from datetime import date

from welfaredesk.base.text import N_, tr
from welfaredesk.documents.typesetting import typeset

PRINTED = N_("Stampata il {day} da {operator}")
PAGE = N_("Pagina {here} di {all}")
CONTENTS = N_("Contiene dati personali: si custodisce e non si lascia sui tavoli.")


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """A record on paper: the line that names it, a remark such as «riservata», and what it says."""

    title: str
    remark: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and the records under it."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cartella:
    """What is printed, all of it words: the program's own numbers and days already spelled."""

    title: str
    ente: str
    number: str
    operator: str
    day: date
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Pdf:
    """A document made in memory."""

    data: bytes
    pages: int

    @property
    def sha256(self) -> str:
        """Return the hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


def cartella_pdf(cartella: Cartella) -> Pdf:
    """Return a cartella as a PDF (tagged, PDF/UA-1); nothing is written to the disk.

    What people wrote goes in as JSON and is set as text: nothing of it is ever read as markup. What has no name is
    named by its kind: a heading has words.
    """
    day = cartella.day
    parts = [
        replace(part, items=tuple(replace(one, title=one.title.strip() or part.heading) for one in part.items))
        for part in cartella.parts
    ]
    said = {
        "title": cartella.title.strip() or parts[0].heading,
        "ente": cartella.ente,
        "number": cartella.number,
        "printed": tr(PRINTED).format(day=f"{day.day}/{day.month}/{day.year}", operator=cartella.operator),
        "page": tr(PAGE),
        "contents": tr(CONTENTS),
        "parts": [asdict(part) for part in parts],
    }
    data = typeset("cartella.typ", said, day=day)
    return Pdf(data, count_pages(data))


def count_pages(data: bytes) -> int:
    """Return how many pages a PDF has."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()
