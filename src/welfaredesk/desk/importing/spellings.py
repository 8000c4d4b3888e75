# SPDX-License-Identifier: EUPL-1.2
"""Spellings: how the name of a code may be written elsewhere, and how two names in one cell are parted."""

import re
from collections.abc import Iterator

from welfaredesk.domain.spoken import fold_text, words
from welfaredesk.domain.tax_code import is_well_formed, name_code, surname_code

_BOTH_GENDERS = re.compile(r"(\w+)[oe]/(a|e|essa)\b")
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_PARTICLES = {
    *("d", "da", "dal", "dalla", "de", "degli", "dei", "del", "della", "di", "do", "du", "la", "le", "li", "lo"),
    *("el", "al", "ben", "van", "von", "der", "san", "santa", "abd", "abdel"),
}  # fmt: skip
MORE_SPELLINGS: dict[str, dict[str, str]] = {
    "sex": {
        "uomo": "M", "maschile": "M", "male": "M", "man": "M",
        "donna": "F", "femminile": "F", "female": "F", "woman": "F",
    },
    "citizenships": {
        "italiana": "100", "italiano": "100", "italian": "100", "italy": "100",
    },
    "anpr_marital_status": {"single": "1", "coniugi": "2"},
    "diary_kind": {
        "colloquio telefonico": "phone_call", "telefono": "phone_call", "vd": "home_visit", "visita": "home_visit",
        "mail": "email", "interview": "interview", "home visit": "home_visit", "phone call": "phone_call",
        "nota": "note",
    },
    "household_relation": {
        "intestatario": "reference", "capofamiglia": "reference", "coniuge": "spouse", "figlio": "child",
        "figlia": "child", "padre": "parent", "madre": "parent", "convivente": "partner", "nonno": "grandparent",
        "nonna": "grandparent", "fratello": "sibling", "sorella": "sibling",
    },
}  # fmt: skip
"""What other programs often write, beside the label and the code of a list."""


def spellings(label: str) -> Iterator[str]:
    """Give the folded ways to write a label: «Coniugato/a» also as `coniugato`, `coniugata`."""
    for one in dict.fromkeys((label, _BRACKETS.sub("", label))):
        yield fold_text(one)
        if _BOTH_GENDERS.search(one):
            yield fold_text(_BOTH_GENDERS.sub(r"\1o", one))
            yield fold_text(_BOTH_GENDERS.sub(r"\1a", one))
        for part in one.split("/"):
            # «Celibe/Nubile» is two words, «Vedovo/a» is one with two endings.
            if len(part.strip()) > 2 and "/" in one:
                yield fold_text(part)


def parted(text: str, tax_code: str, *, surname_first: bool) -> tuple[str, str]:
    """Return surname and name written in one cell, parted where the tax code says, else at the comma or by custom."""
    line = " ".join(text.split())
    if "," in line:
        first, _, last = line.partition(",")
        return first.strip(), last.strip()
    pieces = line.split(" ")
    cuts = range(1, len(pieces))
    if is_well_formed(tax_code):
        for cut in cuts:
            surname, name = _cut(pieces, cut, surname_first=surname_first)
            if _agree(tax_code, surname, name):
                return surname, name
    return _cut(pieces, _usual_cut(pieces, surname_first=surname_first), surname_first=surname_first)


def _cut(pieces: list[str], cut: int, *, surname_first: bool) -> tuple[str, str]:
    first, last = " ".join(pieces[:cut]), " ".join(pieces[cut:])
    return (first, last) if surname_first else (last, first)


def _agree(tax_code: str, surname: str, name: str) -> bool:
    code = tax_code.upper()
    return surname_code(surname) == code[:3] and name_code(name) == code[3:6]


def _usual_cut(pieces: list[str], *, surname_first: bool) -> int:
    """Return where the surname ends or begins: one word, with the particles before it."""
    particles = [bool(words(piece)) and all(word in _PARTICLES for word in words(piece)) for piece in pieces]
    if surname_first:
        cut = 1
        while cut < len(pieces) - 1 and particles[cut - 1]:
            cut += 1
        return cut
    cut = max(1, len(pieces) - 1)
    while cut > 1 and particles[cut - 1]:
        cut -= 1
    return cut
