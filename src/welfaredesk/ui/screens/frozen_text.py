# SPDX-License-Identifier: EUPL-1.2
"""A record as an act froze it, to be read: what is said of the copy, then every field of it that says something."""

from collections.abc import Iterable, Iterator

from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import tr
from welfaredesk.domain.kinds import Field, Kind, Value
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import Card, column, instead_of, labelled
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale


class FrozenText(Card):
    """The copy of a record; who shows one says it in words, and gives the words of each field."""

    def __init__(self, context: Context) -> None:
        super().__init__(gap=scale.S8)
        self.context = context
        self.said = PlainLabel("", "soft", wrap=True)
        self._list = QWidget()
        self.add(self.said)
        self.add(self._list)

    def show_fields(self, said: str, fields: Iterable[tuple[Field, str]]) -> None:
        """Show what is said of the copy, and its fields each with its words."""
        self.said.setText(said)
        self.said.setVisible(bool(said))
        fresh, laid = QWidget(), column(gap=scale.S8)
        for field, text in fields:
            look = "prose" if field.kind is Kind.LONG_TEXT else "interface"
            laid.addWidget(labelled(tr(field.label), PlainLabel(text, look, wrap=True)))
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.updateGeometry()


def saying(fields: Iterable[tuple[Field, Value]], *, but: Iterable[str]) -> Iterator[tuple[Field, Value]]:
    """Give the fields that say something, but some."""
    aside = frozenset(but)
    yield from ((field, value) for field, value in fields if value not in (None, "", []) and field.name not in aside)
