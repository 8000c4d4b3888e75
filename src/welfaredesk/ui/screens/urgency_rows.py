# SPDX-License-Identifier: EUPL-1.2
"""An open urgency as a row of things to do, on Oggi and on its own page."""

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.urgencies import UrgencyLine
from welfaredesk.ui.parts.task_row import TaskMark
from welfaredesk.ui.screens.urgency_words import kind_of, pressing_words, what_words

TITLE = N_("Urgenza {number}: {who}")
NOBODY = N_("nome non ancora noto")


def urgency_mark(line: UrgencyLine, codes: Codes) -> TaskMark:
    """Return an open urgency as a row: what presses, then what it is and where."""
    presses = pressing_words(line.clock) if line.clock is not None else ""
    # Where hours run they say what it is.
    what = what_words(line.clock) if line.clock is not None and presses else codes.label("urgency_kind", line.kind)
    kind = kind_of(line.clock) if line.clock is not None else "neutral"
    return TaskMark(
        key=line.id,
        title=tr(TITLE).format(number=line.number, who=line.who or tr(NOBODY)),
        meta=" · ".join(part for part in (what, line.comune) if part),
        pressing=presses,
        kind=kind if kind != "neutral" else "accent",
        icon="siren",
    )
