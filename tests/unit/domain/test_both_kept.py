# SPDX-License-Identifier: EUPL-1.2
"""«Tieni entrambi»: what is kept of two texts and two lists."""

from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.both_kept import both_lists, both_texts

PARAGRAPHS = st.lists(st.sampled_from(["uno", "due parole", "tre parole qui", "quattro", ""]), max_size=5)


def text(paragraphs: list[str]) -> str:
    return "\n".join(paragraphs)


def test_a_paragraph_that_both_rewrote_stands_twice() -> None:
    base = "La madre lavora a Viadana.\nIl padre è assente."
    one = "La madre ha perso il lavoro.\nIl padre è assente."
    other = "La madre lavora a Gussola.\nIl padre è assente."
    assert both_texts(base, one, incoming=other) == (
        "La madre ha perso il lavoro.\nLa madre lavora a Gussola.\nIl padre è assente."
    )


def test_what_only_one_changed_is_taken_once() -> None:
    base = "Primo paragrafo.\nIn mezzo.\nUltimo paragrafo."
    one = "Primo cambiato.\nIn mezzo.\nUltimo paragrafo."
    other = "Primo diverso.\nIn mezzo.\nUltimo cambiato."
    assert both_texts(base, one, incoming=other) == "Primo cambiato.\nPrimo diverso.\nIn mezzo.\nUltimo cambiato."


def test_of_an_emptied_text_the_other_stays() -> None:
    assert both_texts("Prima.", "", incoming="Dopo.") == "Dopo."
    assert both_texts("", "Uno.", incoming="Due.") == "Uno.\nDue."


def test_a_paragraph_that_both_put_in_one_place_stands_with_the_other_s() -> None:
    kept = both_texts("Uno.\nDue.", "Uno.\nDi Anna.\nDue.", incoming="Uno.\nDi Bice.\nDue.")
    assert kept == "Uno.\nDi Anna.\nDi Bice.\nDue."


@given(PARAGRAPHS, PARAGRAPHS, PARAGRAPHS)
def test_no_paragraph_that_somebody_wrote_is_lost(was: list[str], one: list[str], other: list[str]) -> None:
    kept = both_texts(text(was), text(one), incoming=text(other))
    for paragraph in {*one, *other} - set(was):
        assert all(word in kept.split() for word in paragraph.split())


@given(PARAGRAPHS, PARAGRAPHS)
def test_when_one_changed_nothing_the_other_is_kept_whole(was: list[str], one: list[str]) -> None:
    assert both_texts(text(was), text(one), incoming=text(was)) == text(one)
    assert both_texts(text(was), text(was), incoming=text(one)) == text(one)


def test_two_lists_are_united_and_nothing_stands_twice() -> None:
    assert both_lists(["casa", "lavoro"], ["lavoro", "salute"]) == ["casa", "lavoro", "salute"]
