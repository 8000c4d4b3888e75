# SPDX-License-Identifier: EUPL-1.2
"""Records in plain words: label and value, one field per line."""

from collections.abc import Iterable, Iterator
from typing import Any

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.copied import SOMEBODY
from welfaredesk.desk.records import Shown
from welfaredesk.desk.wording import in_words

STATES = {
    "draft": N_("bozza"),
    "saved": N_("salvata su questo PC"),
    "sent": N_("inviata, senza ricevuta"),
    "received": N_("ricevuta"),
    "to_decide": N_("da decidere"),
    "refused": N_("rifiutata"),
}
CHANGED = N_("{when}  {who}: {label}: «{before}» → «{after}»")
COPIED = N_("    reso riservato da {who} {when}")


def record_lines(shown: Shown, *, codes: Codes, history: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Give a record as lines to read, its history at the end."""
    state = tr(STATES.get(shown.state, shown.state))
    yield f"{tr(shown.type.label)}: {shown.title} ({shown.id}, {state})"
    if shown.retired is not None:
        yield tr(N_("Nascosta: {reason}")).format(reason=shown.retired)
    for field in shown.type.fields:
        if shown.values.get(field.name) is not None:
            text = in_words(field, shown.values[field.name], codes=codes)
            yield f"  {tr(field.label)}: " + text.replace("\n", "\n    ")
    for line in history:
        known = shown.type.has(line["field"])
        label = tr(shown.type.field(line["field"]).label) if known else str(line["field"])
        before, after = (
            in_words(shown.type.field(line["field"]), line[side], codes=codes) if known else str(line[side] or "")
            for side in ("before", "after")
        )
        yield tr(CHANGED).format(when=line["when"], who=line["who"], label=label, before=before, after=after)
        if "copied_by" in line:
            yield tr(COPIED).format(who=line["copier"] or tr(SOMEBODY), when=line["copied_on"] or "").rstrip()
