# SPDX-License-Identifier: EUPL-1.2
"""A diary entry opened: read whole, corrected by a new version, with its history."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import records
from welfaredesk.desk.copied import COPIED_BY
from welfaredesk.desk.reading import opened
from welfaredesk.desk.records import Shown
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.names import link_title
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.said import moment_figures, value_words
from welfaredesk.ui.state_words import state_chips, state_words
from welfaredesk.ui.theme import fonts, scale

RESERVED = N_("Riservata")
PARTS = (
    ("text", ""),
    ("facts", N_("Fatti")),
    ("third_parties", N_("Riferito da terzi")),
    ("evaluation", N_("Valutazioni")),
)
FACTS_SHOWN = (
    "when",
    "author",
    "with_whom",
    "where",
    "minutes",
    "travel_minutes",
    "km",
    "follow_up_by",
    "protocol_number",
    "channel",
    "needs",
    "outcome",
)


def read_entry(session: Session, identity: str) -> Shown:
    """Return an entry of the diary; the reading of a reserved one is durable when this returns."""
    shown = records.show(session, identity)
    if shown.circle != ORDINARY:
        opened(session, identity, root=shown.root)
    return shown


class EntryView(QWidget):
    """The words of one entry, as long as they are."""

    closed = Signal()

    def __init__(self, context: Context, shown: Shown) -> None:
        super().__init__()
        self.context, self.shown = context, shown
        laid = column(gap=scale.S12)
        reserved = [ChipMark(tr(RESERVED), "lock", "reserved")] if shown.circle != ORDINARY else []
        marks = [*state_chips(shown), *reserved]
        if marks:
            laid.addWidget(ChipRow(marks))
        laid.addWidget(PlainLabel(self._facts(), "soft", wrap=True))
        for name, title in PARTS:
            self._add_part(laid, str(shown.values.get(name) or ""), self._title(name, title))
        passages = shown.values.get("third_party_passages") or []
        if passages:
            label = tr(shown.type.field("third_party_passages").label)
            self._add_part(laid, "\n".join(f"«{one.get('passage', '')}»" for one in passages), label)
        laid.addStretch(1)
        self.setLayout(laid)

    def _title(self, name: str, title: str) -> str:
        who = self.shown.values.get("third_parties_who") if name == "third_parties" else ""
        return f"{tr(title)} ({who})" if who else tr(title) if title else ""

    def _add_part(self, laid: Any, text: str, title: str) -> None:
        if not text:
            return
        if title:
            laid.addWidget(PlainLabel(title, "strong"))
        words = PlainLabel(text, "prose", wrap=True)
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        words.setMaximumWidth(round(fonts.characters_width(fonts.prose(), scale.PROSE_CHARACTERS)))
        laid.addWidget(words)

    def _facts(self) -> str:
        found = []
        for name in FACTS_SHOWN:
            value = self.shown.values.get(name)
            if value is None or value == "":
                continue
            if name == "when":
                found.append(moment_figures(value))
            elif name == "author":
                found.append(link_title(value))
            else:
                field = self.shown.type.field(name)
                found.append(f"{tr(field.label).lower()}: {value_words(self.context, field, value)}")
        if self.shown.copied_by:
            found.append(tr(COPIED_BY).format(who=self.shown.copied_by))
        found.append(state_words(self.shown))
        return " · ".join(part for part in found if part)
