# SPDX-License-Identifier: EUPL-1.2
"""Passages «di terzi»: out of the text for good, also when its lines moved, and never half."""

from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.domain.passages import LONGEST, pieces, without

MARK = "[tolto]"


def test_a_passage_goes_wherever_it_stands_and_however_its_lines_were_broken() -> None:
    cut = without("Dice la vicina:\nlui  beve. Poi esce. Ancora: lui beve.", ["lui beve."], mark=MARK)
    assert (cut.text, cut.count, cut.lost) == ("Dice la vicina:\n[tolto] Poi esce. Ancora: [tolto]", 2, False)


def test_letters_written_in_two_signs_and_signs_not_seen_hide_nothing() -> None:
    cut = without("La zia Nicolo\u0300 be\u00adve.", ["Nicolò beve"], mark=MARK)
    assert cut.text == "La zia [tolto]."


def test_passages_that_overlap_or_follow_each_other_are_one_mark() -> None:
    assert without("uno due tre quattro", ["uno due", "due tre"], mark=MARK).text == "[tolto] quattro"
    assert without("uno due tre", ["uno", "due"], mark=MARK).text == "[tolto] tre"


def test_a_passage_that_was_rewritten_takes_the_whole_text_with_it() -> None:
    cut = without("La vicina dice che ieri lui aveva bevuto.", ["lui beve"], mark=MARK)
    assert (cut.text, cut.lost) == ("", True)


def test_a_word_marked_in_part_goes_whole() -> None:
    assert without("Dice che Rossini beveva.", ["ssini beve"], mark=MARK).text == "Dice che [tolto]."


def test_one_that_fills_its_line_was_perhaps_cut_and_all_that_follows_goes() -> None:
    long = "a" * 300
    assert without(f"Prima. {long} e il resto", [long], mark=MARK).text == "Prima. [tolto]"


def test_a_long_passage_is_kept_in_pieces_that_give_it_back_and_take_all_of_it_out() -> None:
    words = " ".join(["parola"] * 120)
    kept = pieces(words)
    assert " ".join(kept) == words
    assert max(map(len, kept)) <= LONGEST
    assert without(f"Prima {words} dopo", kept, mark=MARK).text == "Prima [tolto] dopo"
    assert "".join(pieces("a" * 700)) == "a" * 700


@given(st.text(alphabet="abc \n", max_size=30), st.text(alphabet="abc ", min_size=1, max_size=4))
def test_what_was_marked_is_never_left_in_the_text(text: str, passage: str) -> None:
    cut = without(text, [passage], mark="§")
    assert not passage.strip() or " ".join(passage.split()) not in " ".join(cut.text.split())
