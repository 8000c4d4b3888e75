# SPDX-License-Identifier: EUPL-1.2
"""Names of comuni and states as other programs write them, brought to the spelling of the tables."""

import re
from functools import lru_cache

from welfaredesk.desk.resources import birthplaces
from welfaredesk.domain.birthplaces import Birthplace
from welfaredesk.domain.spoken import fold_text

_PROVINCE = re.compile(r"\s*(?:\(\s*[A-Za-z]{2}\s*\)|[-,]\s*[A-Z]{2})\s*$")
_CODE = re.compile(r"[A-Za-z]\d{3}")


def _bare(text: str) -> str:
    return _PROVINCE.sub("", text)


@lru_cache(maxsize=4096)
def _exactly(text: str) -> tuple[Birthplace, ...]:
    """Return the places of exactly this name, the one that still exists first."""
    wanted = fold_text(_bare(text))
    table = birthplaces()
    found = [place for code in sorted(table.codes_named(wanted)) if (place := table.by_code(code)) is not None]
    return tuple(sorted(found, key=lambda place: (place.suppressed, place.code)))


def is_place(text: str) -> bool:
    """Tell whether a text is the name of a comune or state."""
    return bool(_exactly(text))


def place_named(text: str) -> str:
    """Return the name of a place given by name or by its code in tax codes, or nothing."""
    if _CODE.fullmatch(text):
        found = birthplaces().by_code(text)
        return found.name if found else ""
    exact = _exactly(text)
    return exact[0].name if exact else ""


def tidy_place(text: str) -> str:
    """Return the name of a known place as on maps, «VIADANA (MN)» as «Viadana»; any other as written."""
    if _CODE.fullmatch(text):
        return place_named(text) or text
    exact = _exactly(text)
    same_name = [place for place in exact if fold_text(place.name) == fold_text(_bare(text))]
    return same_name[0].name if same_name else text


def place_code(text: str, tax_code: str) -> str:
    """Return the code of a birthplace: the one the tax code names if the place had it, else its only one."""
    codes = {place.code for place in _exactly(text)}
    said = tax_code[11:15].upper()
    if said in codes:
        return said
    return next(iter(codes)) if len(codes) == 1 else ""
