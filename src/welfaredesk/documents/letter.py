# SPDX-License-Identifier: EUPL-1.2
"""A letter on paper: what it says, all of it words already spelled, and its PDF, tagged and without a network."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.documents.cartella import PAGE, Line, Pdf, count_pages
from welfaredesk.documents.passages import PRINTED, SIGNATURE, Passage
from welfaredesk.documents.typesetting import typeset

FACTS, THIRD, THIRD_WHO = N_("Fatti"), N_("Riferito da terzi"), N_("Riferito da terzi: {who}")
EVALUATION, DATA = N_("Valutazioni"), N_("Dati della persona")
SUBJECT, NUMBER = N_("Oggetto: {subject}"), N_("N. {number}")
FIELDS = (
    *("ente", "indirizzo_ente", "telefono_ente", "pec_ente", "numero", "data", "protocollo", "data_protocollo"),
    *("tipo", "destinatario", "indirizzo_destinatario", "oggetto", "testo", "fatti", "riferito_da_terzi"),
    *("riferito_da", "valutazioni", "dati", "persona", "operatore", "stato", "impronta"),
)
"""The fields that a template of the ente may name."""
LIST, LIST_PARTS = "dati", ("nome", "valore")
SAMPLE: dict[str, Any] = {name: f"({name})" for name in FIELDS} | {LIST: [{"nome": "(nome)", "valore": "(valore)"}]}
"""Made-up words with which a template is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPaper:
    """What is printed; `remark` says that it is a draft, or provisional. Parts that say nothing are left out.

    `operator` is who prints a draft: an issued letter is the same paper whoever prints it, and when.
    """

    kind: str
    subject: str
    ente: str
    contacts: tuple[str, ...]
    number: str
    dated: str
    protocol: str
    protocol_on: str
    addressee: str
    address: str
    body: str
    facts: str
    third_parties: str
    third_parties_who: str
    evaluation: str
    data: tuple[Line, ...]
    person: str
    writer: str
    operator: str
    day: date
    remark: str = ""
    fingerprint: str = ""

    def passages(self) -> Iterator[Passage]:
        """Give the text in its order; the three parts of a relazione stay apart."""
        if self.data:
            yield Passage(tr(DATA), self.data)
        if self.body:
            yield Passage("", (), self.body)
        if self.facts:
            yield Passage(tr(FACTS), (), self.facts)
        if self.third_parties:
            who = self.third_parties_who
            yield Passage(tr(THIRD_WHO).format(who=who) if who else tr(THIRD), (), self.third_parties)
        if self.evaluation:
            yield Passage(tr(EVALUATION), (), self.evaluation)

    def for_template(self) -> dict[str, Any]:
        """Return field to words, as templates of the ente name them."""
        address, phone, mail = (*self.contacts, "", "", "")[:3]
        said: dict[str, Any] = {
            "ente": self.ente,
            "indirizzo_ente": address,
            "telefono_ente": phone,
            "pec_ente": mail,
            "numero": self.number,
            "data": self.dated,
            "protocollo": self.protocol,
            "data_protocollo": self.protocol_on,
            "tipo": self.kind,
            "destinatario": self.addressee,
            "indirizzo_destinatario": self.address,
            "oggetto": self.subject,
            "testo": self.body,
            "fatti": self.facts,
            "riferito_da_terzi": self.third_parties,
            "riferito_da": self.third_parties_who,
            "valutazioni": self.evaluation,
            "persona": self.person,
            "operatore": self.writer,
            "stato": self.remark,
            "impronta": self.fingerprint,
        }
        return said | {LIST: [{"nome": one.label, "valore": one.text} for one in self.data]}


def letter_pdf(paper: LetterPaper) -> Pdf:
    """Return a letter as a PDF (tagged, PDF/UA-1); nothing is written to the disk.

    What people wrote goes in as JSON and is set as text: nothing of it is ever read as markup.
    """
    day = paper.day
    said = {
        "title": f"{paper.kind} {paper.number}".strip(),
        "subject": tr(SUBJECT).format(subject=paper.subject),
        "ente": paper.ente,
        "contacts": " · ".join(one for one in paper.contacts if one),
        "number": tr(NUMBER).format(number=paper.number),
        "dated": paper.dated,
        "protocol": " · ".join(one for one in (paper.protocol, paper.protocol_on) if one),
        "kind": paper.kind,
        "addressee": paper.addressee,
        "address": paper.address,
        "remark": paper.remark,
        "passages": [asdict(one) for one in paper.passages()],
        "writer": paper.writer,
        "signature": tr(SIGNATURE),
        "printed": tr(PRINTED).format(day=f"{day.day}/{day.month}/{day.year}", operator=paper.operator)
        if paper.operator
        else "",
        "page": tr(PAGE),
        "fingerprint": paper.fingerprint,
    }
    data = typeset("letter.typ", said, day=day)
    return Pdf(data, count_pages(data))
