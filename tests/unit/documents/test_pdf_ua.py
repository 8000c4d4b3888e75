# SPDX-License-Identifier: EUPL-1.2
"""Every paper is held against PDF/UA-1 by a checker that is not ours, with odd words in it and on several pages."""

from collections.abc import Callable
from datetime import date

import pytest
from page import ValidationProfile, validate_pdf_bytes

from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import SeededIds
from welfaredesk.base.places import resources_folder
from welfaredesk.desk.unlocking import draw
from welfaredesk.documents.access import AccessDossier, Chapter, Given, access_pdf
from welfaredesk.documents.cartella import Cartella, Item, Line, Part, cartella_pdf
from welfaredesk.documents.contract import ContractPaper, SignatureLine, contract_pdf
from welfaredesk.documents.letter import LetterPaper, letter_pdf
from welfaredesk.documents.passages import Passage
from welfaredesk.documents.recovery_sheet import recovery_sheets
from welfaredesk.documents.staff import StaffPaper, staff_pdf
from welfaredesk.documents.urgency import UrgencyPaper, urgency_pdf

DAY = date(2026, 10, 19)
ODD = "Đorđević, «50%» #strong[x] <b>y</b> $z$ שלום 奶奶\n\n*riga* _sola_ \\ fine"
LONG = f"{ODD}\n" * 60


def _cartella() -> bytes:
    items = tuple(Item(ODD, "Riservata", (Line("Testo", LONG), Line("", ODD))) for _ in range(3))
    part = Part("Diario", items)
    made = Cartella(title=ODD, ente="Ente", number="1", operator="Bianchi", day=DAY, parts=(part, Part("Vuota", ())))
    return cartella_pdf(made).data


def _sheets() -> bytes:
    shares = draw(SeededIds(1, FixedClock(Moment(0, 0))), alone=False).shares
    return recovery_sheets(shares, ente=ODD, holders=["Anna", ODD, ""], alone=False, day=DAY)


def _urgency(*, bare: bool) -> bytes:
    lines = (Line("Minore", ODD), Line("", ODD))
    passages = () if bare else (Passage("Fatti", lines, LONG), Passage("Valutazioni", (), ODD))
    paper = UrgencyPaper(
        title="Verbale",
        law="" if bare else "Art. 403",
        addressee="" if bare else f"Alla Procura\n{ODD}",
        note="" if bare else ODD,
        ente="" if bare else "Ente",
        number="Urgenza 2026/AA-1",
        operator="Bianchi, Lucia",
        signer="" if bare else ODD,
        day=DAY,
        passages=passages,
    )
    return urgency_pdf(paper).data


def _staff(*, bare: bool) -> bytes:
    passages = () if bare else (Passage("Salute", (), LONG), Passage("Decisioni", (Line(ODD, ODD), Line("", ODD))))
    paper = StaffPaper(
        title="Verbale",
        subject="" if bare else ODD,
        held="" if bare else ODD,
        note="" if bare else ODD,
        ente="" if bare else "Ente",
        operator="Bianchi, Lucia",
        day=DAY,
        fingerprint="" if bare else "3F2A",
        passages=passages,
        readers=["Copia del servizio"] if bare else ["Copia 1 di 2, per Neri, Ada", f"Copia 2 di 2, per {ODD}"],
        blanks=() if bare else ("Che cosa porto", ODD),
        asks=not bare,
    )
    return staff_pdf(paper).data


def _contract(*, bare: bool) -> bytes:
    signers = () if bare else (SignatureLine("Neri, Ada", "Genitore"), SignatureLine(ODD, "", ODD))
    paper = ContractPaper(
        subject="" if bare else ODD,
        number="Contratto 2026/AA-1, stampa 1",
        project="" if bare else "Dal progetto 2026/AA-1",
        note="" if bare else f"{ODD}\n{ODD}",
        ente="" if bare else "Ente",
        operator="Bianchi, Lucia",
        day=DAY,
        fingerprint="" if bare else "3F2A",
        passages=() if bare else (Passage("Che cosa abbiamo deciso insieme", (), LONG), Passage(ODD, (), "")),
        signers=signers,
    )
    return contract_pdf(paper).data


def _letter(*, bare: bool) -> bytes:
    texts = ("protocol", "protocol_on", "addressee", "address", "body", "facts", "third_parties", "third_parties_who")
    said = dict.fromkeys((*texts, "evaluation", "person", "remark", "fingerprint", "dated"), "" if bare else ODD)
    paper = LetterPaper(
        **said | ({} if bare else {"facts": LONG}),
        kind="Relazione",
        subject=ODD,
        ente="" if bare else "Ente",
        contacts=() if bare else ("Via Roma 1", "Tel. 0375 1", "a@pec.invalid"),
        number="2026/AA-1",
        data=() if bare else (Line("Nome", ODD), Line("", ODD)),
        writer="Bianchi, Lucia",
        operator="" if bare else "Bianchi, Lucia",
        day=DAY,
    )
    return letter_pdf(paper).data


def _access(*, bare: bool) -> bytes:
    lines = (Line("Testo", LONG), Line("", ODD))
    given = Given(1, ODD, lines, (ODD, "Testo: 2 passaggi")), Given(2, "Persona", (), ())
    dossier = AccessDossier(
        title="Accesso agli atti",
        number="Richiesta di accesso 2026/AA-1",
        ente="" if bare else "Ente",
        operator="Bianchi, Lucia",
        day=DAY,
        about=() if bare else (Line("Chi chiede", ODD),),
        chapters=() if bare else (Chapter("Diario sociale", given), Chapter("Vuoto", ())),
        left_out=() if bare else (Line(ODD, "Riguarda altre persone"),),
    )
    return access_pdf(dossier).data


PAPERS: dict[str, list[Callable[[], bytes]]] = {
    "access.typ": [lambda: _access(bare=False), lambda: _access(bare=True)],
    "cartella.typ": [_cartella],
    "contract.typ": [lambda: _contract(bare=False), lambda: _contract(bare=True)],
    "letter.typ": [lambda: _letter(bare=False), lambda: _letter(bare=True)],
    "recovery_sheet.typ": [_sheets],
    "staff.typ": [lambda: _staff(bare=False), lambda: _staff(bare=True)],
    "urgency.typ": [lambda: _urgency(bare=False), lambda: _urgency(bare=True)],
}


@pytest.mark.parametrize("template", PAPERS)
def test_a_paper_breaks_no_rule_of_pdf_ua(template: str) -> None:
    for make in PAPERS[template]:
        report = validate_pdf_bytes(make(), profile=ValidationProfile.PDF_UA_1)
        assert report.is_compliant, [str(one) for one in report.failures]
        assert report.rules.total > 100


def test_every_shipped_template_is_held_against_it() -> None:
    assert {path.name for path in (resources_folder() / "templates").glob("*.typ")} == set(PAPERS)
