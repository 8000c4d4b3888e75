# SPDX-License-Identifier: EUPL-1.2
"""The contract on paper, for the person and the family: large print, plain words, a line for each signature."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from welfaredesk.base.text import N_, tr
from welfaredesk.documents.cartella import Pdf
from welfaredesk.documents.passages import SIGNATURE, Passage, on_paper

TITLE, WITH = N_("Contratto"), N_("con la persona e la famiglia")
SIGNATURES, DAY = N_("Firme"), N_("Data")


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """Who signs, as what, and what became of it in words; without `done` there is room to sign."""

    name: str
    signs_as: str
    done: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractPaper:
    """What is printed, all of it words already spelled; `note` says when it is no final text."""

    subject: str
    number: str
    project: str
    note: str
    ente: str
    operator: str
    day: date
    fingerprint: str
    passages: tuple[Passage, ...]
    signers: Sequence[SignatureLine]


def contract_pdf(paper: ContractPaper) -> Pdf:
    """Return a contract as a PDF (tagged, PDF/UA-1); nothing is written to the disk.

    What people wrote goes in as JSON and is set as text: nothing of it is ever read as markup.
    """
    said = {
        "title": tr(TITLE),
        "with": tr(WITH),
        "heading": f"{paper.number}, {tr(WITH)}",
        "subject": paper.subject,
        "number": paper.number,
        "project": paper.project,
        "note": paper.note,
        "ente": paper.ente,
        "fingerprint": paper.fingerprint,
        "passages": [asdict(one) for one in paper.passages],
        "signatures": tr(SIGNATURES),
        "signers": [asdict(one) for one in paper.signers],
        "signature": tr(SIGNATURE),
        "day": tr(DAY),
    }
    return on_paper("contract.typ", said, operator=paper.operator, day=paper.day)
