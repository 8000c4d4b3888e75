# SPDX-License-Identifier: EUPL-1.2
"""The program with a window: first start or unlocking, then the open desk, then the lock."""

import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSize, QTranslator, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QLayout, QStackedLayout, QWidget

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import Ids
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.erasing import order_of, was_erased
from welfaredesk.desk.preferences import preference
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import cost_here, has_vault
from welfaredesk.ui.choose import keep_no_settings
from welfaredesk.ui.collecting import Collecting
from welfaredesk.ui.context import Context, Ways
from welfaredesk.ui.exchanging import Exchanging
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.leaving import replace_process
from welfaredesk.ui.lock import Lock
from welfaredesk.ui.reachability import Reachability
from welfaredesk.ui.screens.enrol import Enrol
from welfaredesk.ui.screens.erased import Erased
from welfaredesk.ui.screens.first_start import FirstStartWizard
from welfaredesk.ui.screens.recover import Recover
from welfaredesk.ui.screens.replace import Replace
from welfaredesk.ui.screens.restore import Restore
from welfaredesk.ui.screens.unlock import Unlock
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.system_signals import system_signals
from welfaredesk.ui.tasks import Tasks
from welfaredesk.ui.theme import icons, style
from welfaredesk.ui.theme.tokens import ThemeName

TITLE = N_("WelfareDesk")
SIZE = QSize(1366, 768)


class Window(QWidget):
    """The one window; its title never names anybody."""

    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr(TITLE))
        self.setWindowIcon(icons.icon("folder-open", "accent", size=64))
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        # A page that wants more room scrolls; it never makes the window larger than the screen.
        self._pages.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)

    def show_page(self, page: QWidget) -> None:
        """Show a page in place of the present one, which is forgotten."""
        before = self._pages.currentWidget()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None:
            self._pages.removeWidget(before)
            before.deleteLater()

    def page(self) -> QWidget | None:
        """Return the page on the screen."""
        return self._pages.currentWidget()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lock before the window goes."""
        self.closing.emit()
        super().closeEvent(event)


class Program(QObject):
    """Leads from the first page to the lock; `replace` becomes a new process, or is a test's."""

    ended = Signal(bool)

    def __init__(self, ground: Ground, *, replace: Callable[[], None]) -> None:
        super().__init__()
        self._ground, self._replace = ground, replace
        self.window = Window()
        self.window.resize(SIZE)
        self.shell: Shell | None = None
        self.lock: Lock | None = None
        self.window.closing.connect(self._closing)

    def begin(self) -> None:
        """Show the first page: the first start on an empty profile, what became of an erased one, the unlocking."""
        if has_vault(self._ground.profile):
            self.show_unlock()
        elif was_erased(self._ground.profile):
            self.show_erased()
        else:
            self.show_first_start()
        self.window.show()

    def show_first_start(self) -> None:
        """Show where an ente is founded or an invitation taken."""
        wizard = FirstStartWizard(self._ground)
        wizard.opened.connect(self.open_desk)
        wizard.invited.connect(self.show_enrol)
        wizard.replaced.connect(self.show_replace)
        self.window.show_page(wizard)

    def show_erased(self) -> None:
        """Show what became of a desk that the ente shut out."""
        erased = Erased(order_of(self._ground.profile))
        erased.invited.connect(self.show_enrol)
        erased.anew.connect(self.show_first_start)
        self.window.show_page(erased)

    def show_enrol(self) -> None:
        """Show where somebody comes in with an invitation."""
        enrol = Enrol(self._ground)
        enrol.opened.connect(self.open_desk)
        enrol.left.connect(self.show_first_start)
        self.window.show_page(enrol)

    def show_replace(self) -> None:
        """Show where a desk whose PC is gone is made again from the recovery sheets."""
        replace = Replace(self._ground)
        replace.opened.connect(self.open_desk)
        replace.left.connect(self.show_first_start)
        self.window.show_page(replace)

    def show_unlock(self) -> None:
        """Show the one field."""
        unlock = Unlock(self._ground)
        unlock.opened.connect(self.open_desk)
        unlock.forgotten.connect(partial(self._help, Recover))
        unlock.restore_asked.connect(partial(self._help, Restore))
        self.window.show_page(unlock)

    def _help(self, kind: type[Recover] | type[Restore]) -> None:
        page = kind(self._ground)
        page.opened.connect(self.open_desk)
        page.left.connect(self.show_unlock)
        self.window.show_page(page)

    def open_desk(self, session: Session) -> None:
        """Show the open desk, on the page that was left at the lock."""
        context = context_of(session)
        dress(session)
        self.shell = Shell(context)
        self.window.show_page(self.shell)
        self.lock = Lock(self.shell, system_signals(self.window))
        self.lock.locked.connect(self._locked)
        self.shell.come_back(preference(session, "place"))
        reachability = Reachability(self.shell)
        reachability.changed.connect(context.exchanging.let_line_go)
        reachability.returned.connect(context.exchanging.line_returned)
        context.exchanging.start()

    def _closing(self) -> None:
        if self.lock is not None:
            self.lock.leave()

    def _locked(self, again: bool) -> None:
        if again:
            self.window.hide()
            self._replace()
        self.ended.emit(again)


def context_of(session: Session) -> Context:
    """Return what the screens of an open desk are given."""
    return Context(session, Tasks(session), Codes(session), Ways(), Exchanging(session))


def dress(session: Session) -> None:
    """Dress the application in the theme that the operator prefers."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        style.apply(app, ThemeName(str(preference(session, "theme"))))


def application() -> QApplication:
    """Return the dressed application, made at the first call."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    keep_no_settings()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("WelfareDesk")
    QLocale.setDefault(QLocale(QLocale.Language.Italian, QLocale.Country.Italy))
    words = QTranslator(app)
    if words.load("qtbase_it", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    style.apply(app, ThemeName.AUTO)
    Collecting(app)
    return app


def run(profile: Path, *, clock: Clock, ids: Ids, demo: str | None = None) -> int:
    """Open the window on a profile and return when it closes; `demo` is the phrase of a demo ente, already typed."""
    app = application()
    # Qt's loop never lets Python see Ctrl+C: the system's own way is to end, and nothing is half-written.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ground = Ground(profile=profile, clock=clock, ids=ids, cost=cost_here(), demo_passphrase=demo or "")
    program = Program(ground, replace=partial(replace_process, profile, demo=bool(demo)))
    program.ended.connect(app.quit)
    try:
        program.begin()
    except Fault as fault:
        program.show_unlock()
        unlock = program.window.page()
        if isinstance(unlock, Unlock):
            unlock.tell(fault)
        program.window.show()
    return app.exec()
