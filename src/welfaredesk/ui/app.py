# SPDX-License-Identifier: EUPL-1.2
"""The program with a window: first start or unlocking, then the open desk, then the lock."""

import importlib
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace as with_other
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QSize, QTranslator, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QLayout, QStackedLayout, QWidget

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import Ids
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.closed import cost_here, has_vault, was_erased
from welfaredesk.desk.desks_here import DeskHere, desks_here
from welfaredesk.ui.choose import keep_no_settings
from welfaredesk.ui.collecting import Collecting
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.leaving import replace_process
from welfaredesk.ui.parts.keyboard import InOrder
from welfaredesk.ui.screens.choose_desk import ChooseDesk
from welfaredesk.ui.screens.stopped import TITLES, Stopped
from welfaredesk.ui.screens.unlock import Unlock
from welfaredesk.ui.theme import icons, style
from welfaredesk.ui.theme.tokens import ThemeName

# The unlocking stands on the screen in half the time when what it does not need is loaded after it.
if TYPE_CHECKING:
    from welfaredesk.desk.session import Session
    from welfaredesk.ui.context import Context
    from welfaredesk.ui.lock import Lock
    from welfaredesk.ui.screens.enrol import Enrol
    from welfaredesk.ui.screens.recover import Recover
    from welfaredesk.ui.screens.replace import Replace
    from welfaredesk.ui.screens.restore import Restore
    from welfaredesk.ui.shell import Shell

TITLE = N_("WelfareDesk")
SIZE = QSize(1366, 768)


class Window(InOrder):
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

    @property
    def profile(self) -> Path:
        """Return the profile that is open, or is being opened."""
        return self._ground.profile

    def begin(self, *, choose: bool = False) -> None:
        """Show the first page: whose desk, when one may `choose` and there are others, else that of the profile."""
        self._begin_here(choose=choose)
        self.window.show()

    @Slot()
    def _begin_here(self, *, choose: bool = False) -> None:
        """Show the first start of an empty profile, the end of an erased one, the unlocking, or why none of them."""
        try:
            desks = desks_here(self._ground.clock) if choose else []
            if any(desk.profile != self.profile for desk in desks):
                self._show_desks(desks)
            else:
                self._show_first()
        except tuple(TITLES) as fault:
            self.show_stopped(fault)

    def _show_first(self) -> None:
        if has_vault(self._ground.profile):
            self.show_unlock()
        elif was_erased(self._ground.profile):
            self.show_erased()
        else:
            self.show_first_start()

    def show_stopped(self, fault: Fault) -> None:
        """Show why the profile is not opened."""
        stopped = Stopped(fault, self._ground.profile)
        stopped.again.connect(self._begin_here)
        stopped.left.connect(self.window.close)
        self.window.show_page(stopped)

    def show_desks(self) -> None:
        """Show the desks of people who share this account."""
        self._show_desks(desks_here(self._ground.clock))

    def _show_desks(self, desks: Sequence[DeskHere]) -> None:
        page = ChooseDesk(desks, clock=self._ground.clock)
        page.chosen.connect(self._chosen)
        self.window.show_page(page)

    def _chosen(self, profile: Path) -> None:
        self._ground = with_other(self._ground, profile=profile)
        self._begin_here()

    def show_first_start(self) -> None:
        """Show where an ente is founded or an invitation taken."""
        from welfaredesk.ui.screens.first_start import FirstStartWizard

        wizard = FirstStartWizard(self._ground)
        wizard.opened.connect(self.open_desk)
        wizard.invited.connect(self.show_enrol)
        wizard.replaced.connect(self.show_replace)
        wizard.copied.connect(self.show_from_copy)
        self.window.show_page(wizard)

    def show_erased(self) -> None:
        """Show what became of a desk that the ente shut out."""
        from welfaredesk.desk.erasing import order_of
        from welfaredesk.ui.screens.erased import Erased

        erased = Erased(order_of(self._ground.profile))
        erased.invited.connect(self.show_enrol)
        erased.anew.connect(self.show_first_start)
        self.window.show_page(erased)

    def show_enrol(self) -> None:
        """Show where somebody comes in with an invitation."""
        from welfaredesk.ui.screens.enrol import Enrol

        self._show_way(Enrol(self._ground), back=self.show_first_start)

    def show_replace(self) -> None:
        """Show where a desk whose PC is gone is made again from the recovery sheets."""
        from welfaredesk.ui.screens.replace import Replace

        self._show_way(Replace(self._ground), back=self.show_first_start)

    def show_from_copy(self) -> None:
        """Show where a safety copy becomes the archive of a new PC."""
        from welfaredesk.ui.screens.from_copy import FromCopy

        self._show_way(FromCopy(self._ground), back=self.show_first_start)

    def show_unlock(self) -> None:
        """Show the one field."""
        unlock = Unlock(self._ground)
        unlock.opened.connect(self.open_desk)
        unlock.forgotten.connect(self._recover)
        unlock.restore_asked.connect(self._restore)
        unlock.working.connect(_load_desk)
        unlock.others_asked.connect(self.show_desks)
        unlock.stopped.connect(self.show_stopped)
        self.window.show_page(unlock)

    @Slot()
    def _recover(self) -> None:
        from welfaredesk.ui.screens.recover import Recover

        self._show_way(Recover(self._ground), back=self.show_unlock)

    @Slot()
    def _restore(self) -> None:
        from welfaredesk.ui.screens.restore import Restore

        self._show_way(Restore(self._ground), back=self.show_unlock)

    def _show_way(self, page: "Enrol | Recover | Replace | Restore", *, back: Callable[[], None]) -> None:
        """Show a page that leads to an open desk, or back to where it was asked for."""
        page.opened.connect(self.open_desk)
        page.left.connect(back)
        self.window.show_page(page)

    def open_desk(self, session: "Session") -> None:
        """Show the open desk, on the page that was left at the lock."""
        from welfaredesk.desk.preferences import preference
        from welfaredesk.ui.lock import Lock
        from welfaredesk.ui.reachability import Reachability
        from welfaredesk.ui.screens.exchange import TAKING, ExchangePage
        from welfaredesk.ui.shell import Shell
        from welfaredesk.ui.system_signals import system_signals

        context = context_of(session)
        dress(session)
        self.shell = Shell(context)
        self.window.show_page(self.shell)
        self.lock = Lock(self.shell, system_signals(self.window))
        self.lock.locked.connect(self._locked)
        self.shell.come_back(preference(session, "place"))
        if self._ground.taking is not None:
            self.shell.go(ExchangePage.name, {TAKING: str(self._ground.taking)})
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


def _load_desk() -> None:
    """Load the pages of an open desk: while the phrase is worked out nobody waits for it."""
    importlib.import_module("welfaredesk.ui.shell")


def context_of(session: "Session") -> "Context":
    """Return what the screens of an open desk are given."""
    from welfaredesk.desk.codes import Codes
    from welfaredesk.ui.context import Context, Ways
    from welfaredesk.ui.exchanging import Exchanging
    from welfaredesk.ui.tasks import Tasks

    return Context(session, Tasks(session), Codes(session), Ways(), Exchanging(session))


def dress(session: "Session") -> None:
    """Dress the application in the theme that the operator prefers."""
    from welfaredesk.desk.preferences import preference

    app = QApplication.instance()
    if isinstance(app, QApplication):
        kept = str(preference(session, "theme"))
        # A newer version may know one more.
        style.apply(app, ThemeName(kept) if kept in set(ThemeName) else ThemeName.AUTO)


def application() -> QApplication:
    """Return the dressed application, made at the first call."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    keep_no_settings()
    app = QApplication(sys.argv[:1])
    app.setApplicationName("WelfareDesk")
    app.setDesktopFileName("welfaredesk")
    QLocale.setDefault(QLocale(QLocale.Language.Italian, QLocale.Country.Italy))
    words = QTranslator(app)
    if words.load("qtbase_it", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    style.apply(app, ThemeName.AUTO)
    Collecting(app)
    return app


def run(
    profile: Path,
    *,
    clock: Clock,
    ids: Ids,
    demo: str | None = None,
    taking: Path | None = None,
    choose: bool = False,
) -> int:
    """Open the window on a profile and return when it closes.

    `demo` is the phrase of a demo ente, already typed; `taking` is a rescue file, offered once the desk is open; with
    `choose` the person says first which desk of this account is hers, if there are several.
    """
    app = application()
    # Qt's loop never lets Python see Ctrl+C: the system's own way is to end, and nothing is half-written.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    ground = Ground(profile=profile, clock=clock, ids=ids, cost=cost_here(), demo_passphrase=demo or "", taking=taking)
    program = Program(ground, replace=lambda: replace_process(program.profile, demo=bool(demo)))
    program.ended.connect(app.quit)
    try:
        program.begin(choose=choose)
    except Fault as fault:
        program.show_unlock()
        unlock = program.window.page()
        if isinstance(unlock, Unlock):
            unlock.tell(fault)
        program.window.show()
    return app.exec()
