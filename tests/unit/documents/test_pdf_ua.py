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
from welfaredesk.documents.cartella import Cartella, Item, Line, Part, cartella_pdf
from welfaredesk.documents.recovery_sheet import recovery_sheets
from welfaredesk.documents.staff import StaffPaper, staff_pdf
from welfaredesk.documents.urgency import Passage, UrgencyPaper, urgency_pdf

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


PAPERS: dict[str, list[Callable[[], bytes]]] = {
    "cartella.typ": [_cartella],
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
