# SPDX-License-Identifier: EUPL-1.2
"""The papers of an urgency: the act and the short report, as tagged PDF with number and fingerprint on every page."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date

from welfaredesk.base.text import N_, tr
from welfaredesk.documents.cartella import Pdf
from welfaredesk.documents.passages import PLACE_AND_DAY, SIGNATURE, Passage, on_paper

FINGERPRINT = N_("Impronta del testo: {digest}")
SHOWN_OF_DIGEST = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class UrgencyPaper:
    """What is printed, all of it words already spelled; `note` says for whom this copy is, or nothing."""

    title: str
    law: str
    addressee: str
    note: str
    ente: str
    number: str
    operator: str
    signer: str
    day: date
    passages: tuple[Passage, ...]

    @property
    def fingerprint(self) -> str:
        """Return the hash of the text, which does not depend on who prints it and when."""
        said = asdict(self)
        kept = {name: said[name] for name in ("title", "law", "addressee", "note", "ente", "number", "signer")}
        text = json.dumps(kept | {"passages": said["passages"]}, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def urgency_pdf(paper: UrgencyPaper) -> Pdf:
    """Return a paper of an urgency as a PDF (tagged, PDF/UA-1); nothing is written to the disk.

    What people wrote goes in as JSON and is set as text: nothing of it is ever read as markup.
    """
    said = {
        "title": paper.title,
        "law": paper.law,
        "addressee": paper.addressee,
        "note": paper.note,
        "ente": paper.ente,
        "number": paper.number,
        "signer": paper.signer,
        "signature": tr(SIGNATURE),
        "place": tr(PLACE_AND_DAY),
        "fingerprint": tr(FINGERPRINT).format(digest=paper.fingerprint[:SHOWN_OF_DIGEST]),
        "passages": [asdict(one) for one in paper.passages],
    }
    return on_paper("urgency.typ", said, operator=paper.operator, day=paper.day)
