# SPDX-License-Identifier: EUPL-1.2
"""Ho un invito: from a code to a desk of the ente, with six words that two people compare on the way."""

from threading import Event

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from welfaredesk.base.errors import Fault
from welfaredesk.base.exchange_errors import CaptivePortal, NoLine, ProxyPassword, ServerRefuses, WrongClock
from welfaredesk.base.people_errors import StillWaiting
from welfaredesk.base.text import N_, tr
from welfaredesk.desk import enrolment
from welfaredesk.desk.enrolment import Begun
from welfaredesk.desk.exchange.place import WayOut
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import open_session
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.enrol_pages import InvitationPage, OwnPhrasePage, WordsPage
from welfaredesk.ui.screens.first_start_pages import StartPage
from welfaredesk.ui.screens.steps import Steps

TITLE = N_("Ho un invito")
ASKING = N_("Cerco il server e preparo la postazione…")
WAIT_SECONDS = 20.0
"""How long one waiting goes on before the screen hears of it; each opens the vault anew, which is slow on purpose."""
AGAIN_MS = 3_000
PASSING = frozenset({NoLine.code, CaptivePortal.code, ProxyPassword.code, WrongClock.code, ServerRefuses.code})
"""Faults of the line that pass by themselves: the waiting goes on."""


class Enrol(Steps):
    """The pages one after the other; `left` goes back. `line` is another way to the server than its address."""

    left = Signal()

    def __init__(self, ground: Ground, *, line: WayOut | None = None) -> None:
        super().__init__(tr(TITLE))
        self._ground, self._line = ground, line
        self._stop = Event()
        self.invitation, self.phrase = InvitationPage(), OwnPhrasePage(ground.ids)
        self.words = WordsPage()
        self._timer = QTimer(self, singleShot=True, interval=AGAIN_MS)
        self._timer.timeout.connect(self.wait)
        self.lay_pages(self.invitation, self.phrase, self.words)
        self.phrase.phrase.submitted.connect(self.go_on)
        app = QApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.give_up)

    def _dress(self, page: StartPage) -> None:
        self.on_button.setVisible(page is not self.words)

    @Slot()
    def go_on(self) -> None:
        """Go to the next page, if this one is complete; after the phrase, ask to come in."""
        if self._aside.busy or not self.page().ready():
            return
        if self.page() is self.phrase:
            self._ask()
        elif self.page() is self.invitation:
            self._show(1)

    @Slot()
    def go_back(self) -> None:
        """Go to the page before, or back to where an ente is founded; the request of who waits stays valid."""
        if self.page() is self.words:
            self._timer.stop()
            self._stop.set()
            if not self._aside.busy:
                self._back_from_words()
        elif self._aside.busy:
            return
        elif self.at:
            self._show(self.at - 1)
        else:
            self.give_up()
            self.left.emit()

    def _ask(self) -> None:
        ground, invitation = self._ground, self.invitation
        url, fingerprint, code = (
            line.text().strip() for line in (invitation.address, invitation.fingerprint, invitation.code)
        )
        phrase, line = self.phrase.phrase.phrase(), self._line
        self._begin(tr(ASKING))
        self._aside.run(
            lambda: enrolment.begin(
                ground.profile,
                url,
                fingerprint=fingerprint,
                code=code,
                passphrase=phrase,
                clock=ground.clock,
                ids=ground.ids,
                cost=ground.cost,
                line=line,
            ),
            self.begun,
            failed=self._refused,
        )

    def begun(self, begun: Begun) -> None:
        """Show the six words and wait until somebody confirms them."""
        self._patience.end()
        self._enable(on=True)
        self._show(2)
        self.words.show_words(begun.words, begun.name)
        self.wait()

    @Slot()
    def wait(self) -> None:
        """Wait until somebody has confirmed, then open the desk."""
        if not self._aside.busy and not self._stop.is_set():
            self._aside.run(self._admitted, self._opened, failed=self._not_yet)

    def _admitted(self) -> Session:
        ground, phrase = self._ground, self.phrase.phrase.phrase()
        enrolment.wait(
            ground.profile,
            phrase,
            clock=ground.clock,
            ids=ground.ids,
            pause=self._pause,
            seconds=WAIT_SECONDS,
            line=self._line,
        )
        return open_session(ground.profile, phrase, clock=ground.clock, ids=ground.ids)

    def _pause(self, seconds: float) -> None:
        """Sleep between two questions.

        Raises:
            StillWaiting: when nobody wants to wait any longer.
        """
        if self._stop.wait(seconds):
            raise StillWaiting()

    def _not_yet(self, fault: Fault) -> None:
        if self._stop.is_set():
            self._back_from_words()
        elif fault.code == StillWaiting.code:
            self.words.say(tr(WordsPage.WAITS))
            self._timer.start(0)
        elif fault.code in PASSING:
            self.words.say(tr(WordsPage.LINE))
            self._timer.start(AGAIN_MS)
        else:
            self._end(fault.text)

    def _back_from_words(self) -> None:
        self._stop.clear()
        self._show(0)

    def give_up(self) -> None:
        """Wait no longer: the window goes. What was begun goes on when the same code and phrase are typed again."""
        self._stop.set()
        self._timer.stop()
        self._aside.close()

    def _end(self, text: str) -> None:
        """Go back to the invitation and say why: the phrase typed stays."""
        self._show(0)
        self.invitation.code.clear()
        self._tell(text)

    def _forget(self) -> None:
        self.phrase.phrase.clear()

    def _refused(self, fault: Fault) -> None:
        self._show(0)
        super()._refused(fault)
