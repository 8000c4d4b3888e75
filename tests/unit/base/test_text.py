# SPDX-License-Identifier: EUPL-1.2
"""Words for people: marked once, translated when shown."""

from collections.abc import Iterator

import pytest

from welfaredesk.base.text import N_, install_translation, plural, tr


@pytest.fixture
def english() -> Iterator[None]:
    """Speak English for a test."""
    words = {"bozza": "draft", "bozze": "drafts"}
    install_translation(lambda text: words.get(text, text))
    yield
    install_translation(str)


def test_a_marked_sentence_is_the_sentence() -> None:
    assert N_("Salva") == tr("Salva") == "Salva"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 bozze"), (1, "1 bozza"), (2, "2 bozze"), (21, "21 bozze"), (2700, "2.700 bozze")]
)
def test_the_word_agrees_with_the_number(number: int, said: str) -> None:
    assert plural(number, N_("bozza"), many=N_("bozze")) == said


@pytest.mark.usefixtures("english")
def test_later_words_are_in_the_language_that_was_installed() -> None:
    assert (plural(1, "bozza", many="bozze"), plural(2, "bozza", many="bozze")) == ("1 draft", "2 drafts")
    assert tr("Salva") == "Salva"
