# SPDX-License-Identifier: EUPL-1.2
"""Names of others in a text: what of a line is one, and what is left of it."""

import pytest

from welfaredesk.domain.third_names import NameMask, is_plain, likely_names, names_in

MARK = "[*]"


def mask(*names: str, own: tuple[str, ...] = (), others: tuple[str, ...] = ()) -> NameMask:
    return NameMask(names, own=own, others=others, mark=MARK)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("la maestra, sig.ra Rita Bo", ["Rita Bo"]),
        ("Rita Bo e Anna De Luca", ["Rita Bo", "Anna De Luca"]),
        ("Pirola", ["Pirola"]),
        ("madre e zia Carla", ["Carla"]),
        ("Scuola primaria di Gussola", []),
        ("NPI", []),
        ("Bo, Rita", ["Bo, Rita"]),
        ("De Luca, Anna Maria", ["De Luca, Anna Maria"]),
        ("insegnante di classe", []),
    ],
)
def test_what_of_a_line_is_a_name(line: str, names: list[str]) -> None:
    assert names_in(line, known=["Gussola", "NPI"]) == names


def test_what_somebody_is_says_nobodys_name() -> None:
    ordinary = {"madre", "assistente", "sociale"}
    assert is_plain("la madre", ordinary)
    assert is_plain("Assistente sociale", ordinary)
    assert not is_plain("madre Rita", ordinary)
    assert is_plain("Spett. Tribunale per i minorenni di Brescia", ordinary, offices={"tribunale"})


def test_words_of_a_role_are_no_name_where_they_stand_alone() -> None:
    told = mask("l'educatrice ADM", "Alla persona interessata")("Educatrice e alla Persona, ADM no")
    assert (told.text, told.doubtful) == ("Educatrice e alla Persona, [*] no", ())


@pytest.mark.parametrize(
    "written",
    [
        "Marco Ferrari",
        "FERRARI MARCO",
        "ferrari, marco",
        "Ferrari\nMarco",
        "Marco",
        "MARCO",
        "Mar\u00adco",
        "Marco-Ferrari",
    ],
)
def test_a_name_goes_whole_or_in_part_in_either_order(written: str) -> None:
    assert mask("Ferrari, Marco")(f"Dice {written} che").text == "Dice [*] che"


@pytest.mark.parametrize("written", ["Nicolò D'Angelo", "nicolo d’angelo", "Nicolo\u0300", "Dangelo", "D’ANGELO"])
def test_accents_and_apostrophes_hide_nothing(written: str) -> None:
    assert "[*]" in mask("D'Angelo, Nicolò")(f"Viene {written}").text
    assert "ngelo" not in mask("D'Angelo, Nicolò")(f"Viene {written}").text.lower()


def test_the_name_of_whose_cartella_it_is_stays_though_a_brother_shares_it() -> None:
    told = mask("Ferrari, Marco", own=("Ferrari Giulia",))("Giulia Ferrari e Marco Ferrari, i Ferrari")
    assert (told.text, told.count) == ("Giulia Ferrari e [*], i Ferrari", 1)


def test_an_operator_is_named_whole_but_his_first_name_alone_may_be_anothers() -> None:
    told = mask("Verdi, Lucia", others=("Bianchi, Lucia",))("Lucia Bianchi scrive; Lucia dorme; Bianchi no")
    assert told.text == "Lucia Bianchi scrive; [*] dorme; Bianchi no"


def test_a_word_in_small_letters_stays_and_is_told_to_whoever_looks() -> None:
    told = mask("Sala, Serena")("Appare serena, in sala. Serena dorme.")
    assert told.text == "Appare serena, in sala. [*] dorme."
    assert told.doubtful == ("serena", "sala")


def test_an_address_of_mail_goes_whole_where_a_name_stands_in_it_and_else_stays() -> None:
    told = mask("Ferrari, Marco")("Scrive da marco.ferrari@example.it a info@example.it")
    assert told.text == "Scrive da [*].[*]@[*].[*] a info@example.it"


def test_a_particle_alone_is_nobody() -> None:
    assert mask("De Luca, Anna")("De corsa, di Luca").text == "De corsa, di [*]"


def test_what_looks_like_a_name_is_told_beside_beginnings_and_known_words() -> None:
    text = "Il padre Gino Verri non viene. Poi «Ada» e la zia di Gussola. Al CPS con Anna, Rita."
    assert likely_names(text, known={"gussola", "cps"}) == ["Gino Verri", "Ada", "Anna, Rita"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rita Bo riferisce.", ["Rita Bo"]),
        ("Ha detto: «Wang Li torna».", ["Wang Li"]),
        ("La zia, con Rita Bo, esce", ["Rita Bo"]),
        ("Viene da Bo Rita", ["Bo Rita"]),
        ("Parla con Rita BO", ["Rita BO"]),
        ("Da Anna De Luca e dalla De Luca", ["Anna De Luca", "De Luca"]),
        ("dalla sig.ra Bo e da don Re", ["Bo", "Re"]),
        ("Sig. Fo assente", ["Fo"]),
        ("visto dal dott. Ferrari", ["Ferrari"]),
        ("Il Re Umberto e Ieri Ferrari, con RITA", ["Re Umberto", "Ieri Ferrari", "RITA"]),
        ("Ieri Ferrari dorme", ["Ferrari"]),
        ("visto il sig.\nOggi piove", []),
        ("Rita. Bo", []),
        ("Poi, Bo", []),
        ("Rita\nBo", []),
    ],
)
def test_a_surname_of_two_letters_looks_like_a_name_beside_another_or_a_title(text: str, names: list[str]) -> None:
    assert likely_names(text, known=set()) == names


@pytest.mark.parametrize(
    "text",
    [
        "Va sul Po e lungo il Po, in bici; ha un Re in mano",
        "Via Po 12. Lungo Po chiuso. Oltre Po si passa",
        "Comune MI e sede CR, dato AG",
        "Giulia La informa. Scrive e Le porge saluti. Rita De",
        "Il Re torna. Al Po",
        "Giulia Bo",
        "rita Bo",
        "RITA Bo",
    ],
)
def test_other_words_of_two_letters_do_not(text: str) -> None:
    assert likely_names(text, known={"giulia"}) == []


def test_what_only_leads_on_is_no_part_of_a_name() -> None:
    assert likely_names("Gentile sig. Ferrari, La informo e a Rita Le scrivo", known=set()) == ["Ferrari", "Rita"]
