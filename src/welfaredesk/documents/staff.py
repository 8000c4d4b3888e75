# SPDX-License-Identifier: EUPL-1.2
"""Papers of a staff di progetto: minutes and sheets to prepare, a copy for each member with his name on every page."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from welfaredesk.base.text import N_, tr
from welfaredesk.documents.cartella import Pdf
from welfaredesk.documents.passages import PLACE_AND_DAY, SIGNATURE, Passage, on_paper

ANSWERS = (
    N_("Confermo il verbale."),
    N_("Confermo, con questa osservazione:"),
    N_("Dissento, perché:"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPaper:
    """What is printed, all of it words already spelled.

    `readers` say for whom each copy is. `blanks` are headings with room to write under them; `asks` leaves room for the
    answer and the signature of whoever reads.
    """

    title: str
    subject: str
    held: str
    note: str
    ente: str
    operator: str
    day: date
    fingerprint: str
    passages: tuple[Passage, ...]
    readers: Sequence[str]
    blanks: Sequence[str] = ()
    asks: bool = False


def staff_pdf(paper: StaffPaper) -> Pdf:
    """Return the copies of a paper as one PDF (tagged, PDF/UA-1); nothing is written to the disk."""
    said = {
        "title": paper.title,
        "subject": paper.subject,
        "held": paper.held,
        "note": paper.note,
        "ente": paper.ente,
        "fingerprint": paper.fingerprint,
        "passages": [asdict(one) for one in paper.passages],
        "copies": [{"reader": one} for one in paper.readers],
        "blanks": list(paper.blanks),
        "answers": [tr(one) for one in ANSWERS] if paper.asks else [],
        "place": tr(PLACE_AND_DAY),
        "signature": tr(SIGNATURE),
    }
    return on_paper("staff.typ", said, operator=paper.operator, day=paper.day)
