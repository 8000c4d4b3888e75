# SPDX-License-Identifier: EUPL-1.2
"""What papers share: a passage under its heading, and the words at the foot and where people sign."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.documents.cartella import PAGE, Line, Pdf, count_pages
from welfaredesk.documents.typesetting import typeset

PRINTED = N_("Stampato il {day} da {operator}")
SIGNATURE, PLACE_AND_DAY = N_("Firma"), N_("Luogo e data")


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, the lines under it, and prose."""

    heading: str
    lines: tuple[Line, ...] = ()
    text: str = ""


def on_paper(template: str, said: dict[str, Any], *, operator: str, day: date) -> Pdf:
    """Return what is said as a PDF, at whose foot stands who printed it and when; nothing is written to the disk."""
    printed = tr(PRINTED).format(day=f"{day.day}/{day.month}/{day.year}", operator=operator)
    data = typeset(template, said | {"printed": printed, "page": tr(PAGE)}, day=day)
    return Pdf(data, count_pages(data))
