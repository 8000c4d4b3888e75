# SPDX-License-Identifier: EUPL-1.2
"""The recovery sheets: every word on its page and no other, nothing typed taken as markup, readable aloud."""

from datetime import date

import pypdfium2
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk.unlocking import draw
from welfaredesk.documents.recovery_sheet import recovery_sheets

DAY = date(2026, 10, 19)
HOLDERS = ["Anna #strong[Riva]", "Paolo <b>Sala</b>", "Marta \\Galli"]


def _texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(text.split()) for text in texts]


def test_each_sheet_has_its_own_words_in_order(ids: SeededIds) -> None:
    drawn = draw(ids, alone=False)
    pdf = recovery_sheets(drawn.shares, ente="Ente di prova", holders=HOLDERS, alone=False, day=DAY)
    texts = _texts(pdf)
    assert len(texts) == 3
    for number, (share, text) in enumerate(zip(drawn.shares, texts, strict=True), 1):
        assert f"Foglio di recupero {number} di 3" in text
        assert all(f"{place}. {word}" in text for place, word in enumerate(share.split(), 1))
        assert "19/10/2026" in text


def test_what_somebody_typed_is_words_and_never_markup(ids: SeededIds) -> None:
    shares = draw(ids, alone=False).shares
    ente = '#image("x.png") *Ente* $x$ "di prova"'
    texts = _texts(recovery_sheets(shares, ente=ente, holders=HOLDERS, alone=False, day=DAY))
    assert all(ente in text for text in texts)
    assert [holder in text for holder, text in zip(HOLDERS, texts, strict=True)] == [True] * 3


def test_an_ente_of_one_has_two_copies_of_one_sheet(ids: SeededIds) -> None:
    drawn = draw(ids, alone=True)
    first, second = _texts(recovery_sheets(drawn.shares, ente="Ente", holders=[], alone=True, day=DAY))
    assert "copia 1 di 2" in first
    assert "busta chiusa" in second
    assert all(word in first and word in second for word in drawn.shares[0].split())


def test_the_pdf_can_be_read_aloud(ids: SeededIds) -> None:
    pdf = recovery_sheets(draw(ids, alone=True).shares, ente="Ente", holders=[], alone=True, day=DAY)
    assert b"/MarkInfo" in pdf
    assert b"/StructTreeRoot" in pdf
    assert b"(it)" in pdf
    assert b"pdfuaid:part" in pdf
