# SPDX-License-Identifier: EUPL-1.2
"""The codice fiscale: what kind it is, what it says of a person, and whether that agrees with what was typed.

The rules are those of DM 23 December 1976 (personal codes, check character, omocodia) and of DPR 605/1973
(eleven digits). They are written here and not asked of a library: they must read neither clock nor table.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.spoken import fold_text

MONTHS = "ABCDEHLMPRST"
_ODD_VALUES = dict(
    zip(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            *(1, 0, 5, 7, 9, 13, 15, 17, 19, 21),
            *(1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        ),
        strict=True,
    )
)
_OMOCODIA_PLACES = (6, 7, 9, 10, 12, 13, 14)
_TO_LETTER = str.maketrans("0123456789", "LMNPQRSTUV")
_TO_DIGIT = str.maketrans("LMNPQRSTUV", "0123456789")
_DIGIT = "[0-9LMNPQRSTUV]"
_PERSONAL = re.compile(rf"[A-Z]{{6}}{_DIGIT}{{2}}[{MONTHS}]{_DIGIT}{{2}}[A-Z]{_DIGIT}{{3}}[A-Z]")
_TEMPORARY = re.compile(r"(STP|ENI)[0-9]{13}")
_ELEVEN = re.compile(r"[0-9]{11}")
_WOMEN_ADD = 40


class TaxCodeKind(StrEnum):
    """What a text typed as tax code is; only `WRONG_CHECK` blocks a save, because it is surely mistyped."""

    PERSONAL = "personal"
    PROVISIONAL = "provisional"
    STP = "stp"
    ENI = "eni"
    WRONG_CHECK = "wrong_check"
    MALFORMED = "malformed"

    @property
    def label(self) -> str:
        """Return the name of the kind, to be translated when shown."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    TaxCodeKind.PERSONAL: N_("codice fiscale"),
    TaxCodeKind.PROVISIONAL: N_("codice fiscale provvisorio"),
    TaxCodeKind.STP: N_("codice STP (straniero temporaneamente presente)"),
    TaxCodeKind.ENI: N_("codice ENI (europeo non iscritto)"),
    TaxCodeKind.WRONG_CHECK: N_("carattere di controllo errato"),
    TaxCodeKind.MALFORMED: N_("non è un codice fiscale"),
}


@dataclass(frozen=True, slots=True)
class TaxCodeFacts:
    """What a personal code says; `births` are the possible days, the latest first, `sex` is `M` or `F`."""

    surname_code: str
    name_code: str
    births: tuple[date, ...]
    sex: str
    place_code: str


def clean(text: str) -> str:
    """Return `text` in capitals, without spaces, dots and hyphens."""
    return re.sub(r"[\s.\-]", "", text).upper()


def check_character(first15: str) -> str:
    """Return the check character that follows the first fifteen of a personal code.

    Raises:
        ValueError: when there are not fifteen letters and digits.
    """
    if not re.fullmatch(r"[0-9A-Z]{15}", first15):
        raise ValueError("fifteen capital letters and digits are needed")
    total = sum(_value(sign, odd_place=place % 2 == 0) for place, sign in enumerate(first15))
    return chr(ord("A") + total % 26)


def _value(sign: str, *, odd_place: bool) -> int:
    """Return what a character counts in the check: odd places, from one, have a table of their own."""
    if odd_place:
        return _ODD_VALUES[sign]
    return int(sign) if sign.isdigit() else ord(sign) - ord("A")


def check_digit(first10: str) -> str:
    """Return the eleventh digit of a provisional code: Luhn, as in a partita IVA (DPR 605/1973).

    Raises:
        ValueError: when there are not ten digits.
    """
    if not re.fullmatch(r"[0-9]{10}", first10):
        raise ValueError("ten digits are needed")
    doubled = (int(sign) * (1 + place % 2) for place, sign in enumerate(first10))
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def is_well_formed(text: str) -> bool:
    """Tell whether `text` has the shape of a personal code with a possible day, whatever its check."""
    code = clean(text)
    return bool(_PERSONAL.fullmatch(code)) and 1 <= _day_number(code) % _WOMEN_ADD <= 31 and _day_number(code) <= 71


def kind_of(text: str) -> TaxCodeKind:
    """Return what `text` is: a personal, provisional, STP or ENI code, or why it is none."""
    code = clean(text)
    temporary = _TEMPORARY.fullmatch(code)
    if temporary:
        return TaxCodeKind(temporary.group(1).lower())
    if _ELEVEN.fullmatch(code) and code.strip("0"):
        return TaxCodeKind.PROVISIONAL if check_digit(code[:10]) == code[10] else TaxCodeKind.WRONG_CHECK
    if not is_well_formed(code):
        return TaxCodeKind.MALFORMED
    return TaxCodeKind.PERSONAL if check_character(code[:15]) == code[15] else TaxCodeKind.WRONG_CHECK


def _with_digits(code: str) -> str:
    """Return the first fifteen characters with every omocodia letter made a digit again."""
    return "".join(
        sign.translate(_TO_DIGIT) if place in _OMOCODIA_PLACES else sign for place, sign in enumerate(code[:15])
    )


def _day_number(code: str) -> int:
    """Return the day of a well-shaped code, women's with forty added."""
    return int(code[9:11].translate(_TO_DIGIT))


def undo_omocodia(code: str) -> str:
    """Return the personal code that `code` stood for before omocodia; any other text is only cleaned."""
    cleaned = clean(code)
    if kind_of(cleaned) is not TaxCodeKind.PERSONAL:
        return cleaned
    plain = _with_digits(cleaned)
    return plain + check_character(plain)


def omocodia_variants(code: str) -> list[str]:
    """Return the 128 spellings that share the facts of a personal code, the one without letters first.

    Raises:
        ValueError: when `code` is not a personal code.
    """
    if not is_well_formed(code):
        raise ValueError("not a personal tax code")
    plain = _with_digits(clean(code))
    found: list[str] = []
    for chosen in product((False, True), repeat=len(_OMOCODIA_PLACES)):
        signs = list(plain)
        for place in (place for place, letter in zip(_OMOCODIA_PLACES, chosen, strict=True) if letter):
            signs[place] = signs[place].translate(_TO_LETTER)
        first15 = "".join(signs)
        found.append(first15 + check_character(first15))
    return found


def _letters(text: str) -> tuple[str, str]:
    """Return the consonants and the vowels of a name, in capitals."""
    letters = re.sub(r"[^A-Z]", "", fold_text(text).upper())
    return re.sub(r"[AEIOU]", "", letters), re.sub(r"[^AEIOU]", "", letters)


def surname_code(surname: str) -> str:
    """Return the three letters of a surname: consonants, then vowels, then X."""
    consonants, vowels = _letters(surname)
    return (consonants[:3] + vowels + "XXX")[:3]


def name_code(name: str) -> str:
    """Return the three letters of a first name: with four consonants or more, the first, third and fourth."""
    consonants, vowels = _letters(name)
    chosen = consonants[0] + consonants[2:4] if len(consonants) > 3 else consonants
    return (chosen + vowels + "XXX")[:3]


def compute(surname: str, name: str, *, sex: str, birth: date, place_code: str) -> str:
    """Return the personal code that these facts give; `sex` is `M` or `F`, `place_code` the birthplace's."""
    first15 = f"{surname_code(surname)}{name_code(name)}{_birth_part(birth, sex)}{place_code}"
    return first15 + check_character(first15)


def facts_of(code: str, *, on: date) -> TaxCodeFacts | None:
    """Return what a personal code says, or nothing when it is not one; no birth is later than `on`."""
    if not is_well_formed(code):
        return None
    plain = _with_digits(clean(code))
    month, day = MONTHS.index(plain[8]) + 1, _day_number(plain) % _WOMEN_ADD
    latest = on.year - (on.year - int(plain[6:8])) % 100
    possible = (_day_or_none(year, month, day=day) for year in (latest, latest - 100, latest - 200))
    births = tuple(birth for birth in possible if birth is not None and birth <= on)
    return TaxCodeFacts(plain[:3], plain[3:6], births[:2], _sex(plain), plain[11:15])


def _day_or_none(year: int, month: int, *, day: int) -> date | None:
    """Return a date, or nothing when the calendar does not have it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def disagreements(
    code: str,
    *,
    surname: str = "",
    name: str = "",
    sex: str = "",
    birth: date | None = None,
    place_codes: Collection[str] = (),
) -> list[tuple[str, str]]:
    """Return the fields that disagree with a personal code, each with a sentence: they warn, never block.

    What is empty is not compared; `place_codes` are all the codes that the birthplace may have had.
    """
    if not is_well_formed(code):
        return []
    plain = _with_digits(clean(code))
    sex_said = _sex(plain)
    found: list[tuple[str, str]] = []
    if surname and surname_code(surname) != plain[:3]:
        found.append(("surname", tr(N_("Il cognome non corrisponde al codice fiscale: è quello di nascita?"))))
    if name and name_code(name) != plain[3:6]:
        found.append(("name", tr(N_("Il nome non corrisponde al codice fiscale."))))
    if sex in ("M", "F") and sex != sex_said:
        word = tr(N_("femmina")) if sex_said == "F" else tr(N_("maschio"))
        found.append(("sex", tr(N_("Secondo il codice fiscale il sesso è: {word}.")).format(word=word)))
    if birth is not None and _birth_part(birth, sex_said) != plain[6:11]:
        said = f"{_day_number(plain) % _WOMEN_ADD}/{MONTHS.index(plain[8]) + 1}/{plain[6:8]}"
        found.append(("birth", tr(N_("Secondo il codice fiscale la nascita è il {day}.")).format(day=said)))
    if place_codes and plain[11:15] not in place_codes:
        sentence = tr(N_("Il luogo di nascita non corrisponde al codice fiscale ({code})."))
        found.append(("birthplace", sentence.format(code=plain[11:15])))
    return found


def _sex(plain: str) -> str:
    """Return the sex that a code without omocodia says."""
    return "F" if _day_number(plain) > _WOMEN_ADD else "M"


def _birth_part(birth: date, sex: str) -> str:
    """Return the five characters of the birth: year, month letter, day with forty added for women."""
    day = birth.day + (_WOMEN_ADD if sex == "F" else 0)
    return f"{birth.year % 100:02}{MONTHS[birth.month - 1]}{day:02}"
