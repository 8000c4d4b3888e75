# SPDX-License-Identifier: EUPL-1.2
"""A door of steps: pages one after the other, «Avanti» and «Indietro» at the foot, Enter and Esc."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.session import Session
from welfaredesk.ui.aside import Aside
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import row
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.door import WIDE, Door, Patience
from welfaredesk.ui.screens.first_start_pages import StartPage
from welfaredesk.ui.theme import scale

STEP = N_("Passo {number} di {count}")
ON, BACK, KEYS = N_("Avanti"), N_("Indietro"), N_("Invio")


class Steps(Door):
    """Who leads through the pages says what going on and back is; `opened` carries the session of the new desk."""

    opened = Signal(object)
    go_on_from: tuple[type[QWidget], ...] = (QLineEdit,)
    """Where Enter goes on."""

    def __init__(self, title: str) -> None:
        super().__init__(title, widest=WIDE)
        self._aside = Aside(self)
        self.pages: tuple[StartPage, ...] = ()
        self.at = 0
        self.step, self.heading = PlainLabel("", "meta"), PlainLabel("", "title", wrap=True)
        self.trouble = Banner(kind="danger")
        self.on_button = Button(tr(ON), look="main", keys=tr(KEYS))
        self.back_button = Button(tr(BACK), "arrow-left", look="quiet")
        self.state = PlainLabel("", "meta")
        self._patience = Patience(self.state)

    def lay_pages(self, *pages: StartPage) -> None:
        """Lay these pages and show the first."""
        self.pages = pages
        self.trouble.hide()
        self.state.hide()
        for part in (self.step, self.heading, self.trouble, *pages):
            self.card.add(part)
        for page in pages:
            page.hide()
        foot = row()
        foot.setContentsMargins(0, scale.S12, 0, 0)
        foot.addWidget(self.on_button)
        foot.addStretch(1)
        foot.addWidget(self.back_button)
        self.card.body.addLayout(foot)
        self.card.add(self.state)
        self.on_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.go_back)
        self._show(0)

    def page(self) -> StartPage:
        """Return the page on the screen."""
        return self.pages[self.at]

    def _show(self, number: int) -> None:
        self.page().hide()
        self.at = number
        page = self.page()
        self.step.setText(tr(STEP).format(number=number + 1, count=len(self.pages)))
        self.heading.setText(tr(page.title))
        self._dress(page)
        self.trouble.hide()
        page.show()
        self.verticalScrollBar().setValue(0)
        page.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _dress(self, page: StartPage) -> None:
        """Fit the foot to a page."""

    @Slot()
    def go_on(self) -> None:
        """Go to the next page."""

    @Slot()
    def go_back(self) -> None:
        """Go to the page before."""

    def _enable(self, *, on: bool) -> None:
        self.on_button.setEnabled(on)
        self.back_button.setEnabled(on)

    def _tell(self, text: str) -> None:
        self.trouble.show()
        self.trouble.say(text, kind="danger")

    def _begin(self, words: str) -> None:
        self._enable(on=False)
        self._patience.begin(words)

    def _opened(self, session: Session) -> None:
        self._patience.end()
        self._forget()
        self._aside.close()
        self.opened.emit(session)

    def _forget(self) -> None:
        """Empty what nobody else should read: the phrase, the sheets."""

    def _refused(self, fault: Fault) -> None:
        self._patience.end()
        self._enable(on=True)
        self._tell(fault.text)

    @property
    def busy(self) -> bool:
        """Tell whether something is under way."""
        return self._aside.busy

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter where something is typed or chosen, back with Esc."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(self.focusWidget(), self.go_on_from):
            self.go_on()
        elif event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)
