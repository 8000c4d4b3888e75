# SPDX-License-Identifier: EUPL-1.2
"""The history of a record: every field, who changed it, when, from what, to what."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import lists, records
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import EntryKind
from welfaredesk.domain.fold import RETIRED
from welfaredesk.domain.judging import named
from welfaredesk.domain.periods import moment_words
from welfaredesk.domain.record import RecordType
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.section import Section
from welfaredesk.ui.parts.timeline import Change, Timeline
from welfaredesk.ui.said import value_words
from welfaredesk.ui.theme import scale

HISTORY = N_("Storia delle modifiche")
SOMEBODY = N_("Operatore non in elenco")
HIDDEN = N_("Nascosta")
WAITS = N_("in attesa di decisione")
WAITED = N_("era rimasta in attesa")
COPIED, COPIED_ON = N_("reso riservato da {who}"), N_("reso riservato da {who} {when}")
SETTLED, BY_ACT = N_("decisione"), N_("con «{label}»")
RECEIVED = N_("ricevuta, n. {position}")
NOT_RECEIVED = N_("non ancora ricevuta")
CHANGE, CHANGES = N_("modifica"), N_("modifiche")
NOTHING = N_("Non c'è ancora nessuna modifica.")
Line = dict[str, Any]


def read_history(session: Session, identity: str) -> tuple[list[Line], dict[str, str]]:
    """Return the changes of a record, oldest first, and how its operators are called."""
    return list(records.history(session, identity)), lists.operator_names(session)


class HistoryView(QWidget):
    """Every field of a record that ever said something, the latest changed first, each with its timeline."""

    def __init__(self, context: Context, type_: RecordType, identity: str) -> None:
        super().__init__()
        self.context, self.type, self.identity = context, type_, identity
        self.setAccessibleName(tr(HISTORY))
        self.timelines: dict[str, Timeline] = {}
        self._placed = False
        self._laid = column(gap=scale.S8)
        self.setLayout(self._laid)
        context.tasks.ask(lambda session: read_history(session, identity), self._show, owner=self)

    def _show(self, found: tuple[list[Line], dict[str, str]]) -> None:
        lines, names = found
        self._placed = any(line["position"] is not None for line in lines)
        by_field: dict[str, list[Line]] = {}
        for line in lines:
            by_field.setdefault(line["field"], []).append(line)
        if not by_field:
            self._laid.addWidget(PlainLabel(tr(NOTHING), "soft", wrap=True))
        order = sorted(by_field, key=lambda name: str(by_field[name][-1]["when"]), reverse=True)
        # What changed after the record was made comes first, opened.
        for name in sorted(order, key=lambda one: len(by_field[one]) == 1):
            self._add_field(name, by_field[name], names)
        self._laid.addStretch(1)

    def _add_field(self, name: str, lines: Sequence[Line], names: dict[str, str]) -> None:
        label = tr(self.type.field(name).label) if self.type.has(name) else tr(HIDDEN) if name == RETIRED else name
        changes = [self._change(name, line, names) for line in reversed(lines)]
        newest = changes[0]
        summary = f"{newest.after or '—'} · {newest.who}, {newest.when}"
        section = Section(label, summary=" ".join(summary.split()), unfolded=len(changes) > 1)
        if len(changes) > 1:
            section.body.addWidget(PlainLabel(plural(len(changes), CHANGE, many=CHANGES), "meta"))
        timeline = Timeline(label, changes)
        self.timelines[name] = timeline
        section.body.addWidget(timeline)
        self._laid.addWidget(section)

    def _change(self, name: str, line: Line, names: dict[str, str]) -> Change:
        return Change(
            who=names.get(line["operator"], tr(SOMEBODY)),
            when=" · ".join((self._when(line["when"]), *self._copied(line, names), *self._came(line))),
            before=self._words(name, line["before"]),
            after=self._words(name, line.get("proposed", line["after"])),
        )

    def _when(self, moment: str) -> str:
        return moment_words(datetime.fromisoformat(moment), today(self.context.clock))

    def _copied(self, line: Line, names: dict[str, str]) -> Iterator[str]:
        """Give who copied the words into the reserved part: that they are so is the word of whoever did."""
        if "copied_by" in line:
            who = names.get(line["copied_by"], tr(SOMEBODY))
            told = line["copied_on"]
            yield tr(COPIED_ON).format(who=who, when=self._when(told)) if told else tr(COPIED).format(who=who)

    def _came(self, line: Line) -> Iterator[str]:
        """Give how far a change has come; without a server there is nothing to say of it."""
        move = named(self.type.machines, str(line.get("act") or ""))
        if move is not None:
            yield tr(BY_ACT).format(label=tr(move.action.label))
        if line["kind"] == EntryKind.SETTLE:
            yield tr(SETTLED)
        if line["position"] is not None:
            yield tr(RECEIVED).format(position=line["position"])
        elif self._placed:
            yield tr(NOT_RECEIVED)
        if line["waits"]:
            yield tr(WAITS)
        elif "proposed" in line:
            yield tr(WAITED)

    def _words(self, name: str, value: Any) -> str:
        if self.type.has(name):
            return value_words(self.context, self.type.field(name), value)
        return str(value or "")
