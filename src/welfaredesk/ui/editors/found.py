# SPDX-License-Identifier: EUPL-1.2
"""What editors have in common in which one of a list is found by typing."""

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.domain.kinds import Field
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.editor import Editor
from welfaredesk.ui.parts.finder import Finder

NOT_IN_LIST = N_("«{said}» non è nell'elenco: scegli una voce (↓ le mostra), oppure cancella.")


def stray_words(finder: Finder) -> str:
    """Return the sentence for words that are nothing in the list, nothing where there are none."""
    said = finder.stray()
    return tr(NOT_IN_LIST).format(said=said) if said else ""


class FoundEditor(Editor):
    """A field filled from a list; words that are nothing in it stay, are told of, and stop the save."""

    def __init__(self, context: Context, field: Field, *, finder: Finder, control: QWidget | None = None) -> None:
        super().__init__(context, field, control or finder)
        self.finder = finder
        finder.keeps_strays = True
        finder.strayed.connect(self.changed)

    def typed_in(self) -> Finder:
        """Return the line."""
        return self.finder

    def put_typed(self, typed: Mapping[str, str]) -> None:
        """Show again what was typed and is nothing in the list."""
        if "" in typed:
            self.finder.put_back(typed[""])

    def not_understood(self) -> str:
        """Return the sentence for words that are nothing in the list."""
        return stray_words(self.finder)
