# SPDX-License-Identifier: EUPL-1.2
"""The tokens in use now and the signal that they changed."""

from functools import cache

from PySide6.QtCore import QObject, Signal

from welfaredesk.ui.theme.tokens import LIGHT, Tokens, colour


class Changes(QObject):
    """Says when the tokens in use were replaced; widgets that keep coloured things make them again."""

    changed = Signal()


changes = Changes()
_tokens = LIGHT


def current() -> Tokens:
    """Return the tokens in use."""
    return _tokens


def paint(name: str) -> str:
    """Return the colour of the token `name` in the theme in use."""
    return _colour(_tokens, name)


_colour = cache(colour)


def use(tokens: Tokens) -> None:
    """Make `tokens` the ones in use and tell everybody."""
    global _tokens
    _tokens = tokens
    changes.changed.emit()
