# SPDX-License-Identifier: EUPL-1.2
"""What papers share: a passage under its heading, and the words at the foot and where people sign."""

from dataclasses import dataclass

from welfaredesk.base.text import N_
from welfaredesk.documents.cartella import Line

PRINTED = N_("Stampato il {day} da {operator}")
SIGNATURE, PLACE_AND_DAY = N_("Firma"), N_("Luogo e data")


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading, the lines under it, and prose."""

    heading: str
    lines: tuple[Line, ...] = ()
    text: str = ""
