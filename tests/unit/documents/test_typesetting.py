# SPDX-License-Identifier: EUPL-1.2
"""What the shipped typeface cannot draw is marked on paper, and the paper says so; the rest stands as written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pypdfium2
from welfaredesk.documents.cartella import Cartella, Item, Part, cartella_pdf
from welfaredesk.documents.passages import Passage
from welfaredesk.documents.typesetting import MARK, drawable, letters
from welfaredesk.documents.urgency import UrgencyPaper, urgency_pdf


def test_what_italian_is_written_with_is_drawn() -> None:
    text = "Perché città «così» l’età: 50 % — 1.234,56 € àèéìòù ÀÈÉÌÒÙ Đorđević Łukasz Müller ș ț"
    assert drawable(text) == text
    assert {ord(letter) for letter in text} <= letters()


def test_a_run_of_letters_that_are_not_there_is_one_mark() -> None:
    assert drawable("Nome 奶奶, oggi") == f"Nome {MARK}, oggi"
    assert drawable({"a": ["奶", ("x", "שלום ציון")], "n": 3, "b": None}) == {
        "a": [MARK, ["x", f"{MARK} {MARK}"]],
        "n": 3,
        "b": None,
    }


def test_an_accent_written_apart_is_put_together() -> None:
    assert drawable("perche\u0301") == "perché"


@given(st.text())
def test_whatever_is_written_comes_out_drawable_and_stays_so(text: str) -> None:
    once = drawable(text)
    assert drawable(once) == once
    assert all(letter in "\n\t\r" or ord(letter) in letters() for letter in once)


def _text(facts: str) -> str:
    paper = UrgencyPaper(
        title="Verbale",
        law="",
        addressee="",
        note="",
        ente="Ente",
        number="1",
        operator="Bianchi",
        signer="",
        day=date(2026, 10, 19),
        passages=(Passage("Fatti", (), facts),),
    )
    document = pypdfium2.PdfDocument(urgency_pdf(paper).data)
    try:
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


def test_the_paper_says_what_the_mark_means_where_there_is_one() -> None:
    assert "lettere che il carattere di stampa non ha" in _text("Si chiama 奶奶.")
    assert "carattere di stampa" not in _text("Si chiama Alba.")
    assert "carattere di stampa" not in _text(f"Ha scritto {MARK} di suo pugno.")


@pytest.mark.parametrize("name", ["", " ", "\n"])
def test_what_has_no_name_is_printed_under_that_of_its_kind(name: str) -> None:
    """A colleague's modified program can leave a person without a name, and a heading without words is no PDF/UA."""
    parts = (Part("Persona", (Item(name, "", ()),)), Part("Diario", (Item(name, "", ()),)))
    made = cartella_pdf(Cartella(title=name, ente="E", number="1", operator="B", day=date(2026, 10, 19), parts=parts))
    document = pypdfium2.PdfDocument(made.data)
    try:
        text = document[0].get_textpage().get_text_range()
    finally:
        document.close()
    assert (text.count("Persona"), text.count("Diario")) == (3, 2)
