# SPDX-License-Identifier: EUPL-1.2
"""The theme in force: Fusion, one palette, one style sheet, the shipped type."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from welfaredesk.ui.theme import fonts
from welfaredesk.ui.theme.current import current, use
from welfaredesk.ui.theme.ring import FocusRing
from welfaredesk.ui.theme.sheet import stylesheet
from welfaredesk.ui.theme.tokens import DARK, LIGHT, THEMES, ThemeName, Tokens, with_system_colours

__all__ = ["apply", "palette", "resolve", "stylesheet"]

_ROLES = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.PlaceholderText: "text2",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "on_accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "control",
}


class _SystemFollower(QObject):
    """Applies AUTO again when the system changes between light, dark and high contrast."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.following = False
        self._hints = app.styleHints()
        self._accessibility = self._hints.accessibility()
        self._hints.colorSchemeChanged.connect(self._again)
        self._accessibility.contrastPreferenceChanged.connect(self._again)

    def wants_contrast(self) -> bool:
        """Tell whether the system asks for high contrast."""
        return self._accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast

    @Slot()
    def _again(self) -> None:
        if self.following:
            _dress(self._app, resolve(ThemeName.AUTO))


_followers: dict[int, _SystemFollower] = {}


def _follower(app: QApplication) -> _SystemFollower:
    if id(app) not in _followers:
        # Once: a style sheet hides the name of the style beneath it, and to set that again polishes every widget.
        app.setStyle("Fusion")
        _followers[id(app)] = _SystemFollower(app)
        FocusRing(app)
    return _followers[id(app)]


def resolve(theme: ThemeName) -> Tokens:
    """Return the tokens of a theme; AUTO asks the running system for its contrast and its light or dark."""
    if theme is not ThemeName.AUTO:
        return THEMES[theme]
    app = QApplication.instance()
    if isinstance(app, QApplication) and _follower(app).wants_contrast():
        system = QGuiApplication.palette()
        return with_system_colours(
            ground=system.color(QPalette.ColorRole.Window).name().upper(),
            words=system.color(QPalette.ColorRole.WindowText).name().upper(),
            accent=system.color(QPalette.ColorRole.Highlight).name().upper(),
            on_accent=system.color(QPalette.ColorRole.HighlightedText).name().upper(),
        )
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def palette(tokens: Tokens) -> QPalette:
    """Return the palette of the tokens, for what the style sheet does not reach."""
    made = QPalette()
    for role, name in _ROLES.items():
        made.setColor(role, QColor(str(getattr(tokens, name))))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.control))
    return made


def _dress(app: QApplication, tokens: Tokens) -> None:
    sheet = stylesheet(tokens)
    if tokens == current() and sheet == app.styleSheet():
        return
    app.setPalette(palette(tokens))
    use(tokens)
    app.setStyleSheet(sheet)


def apply(app: QApplication, theme: ThemeName) -> None:
    """Dress the whole application in `theme`, now and while it runs; open windows and their icons follow.

    What is dressed so already is left alone: Qt would polish every widget of every window again.
    """
    fonts.load_fonts()
    tokens = resolve(theme)
    _follower(app).following = theme is ThemeName.AUTO
    if app.font() != fonts.interface():
        app.setFont(fonts.interface())
    _dress(app, tokens)
