# SPDX-License-Identifier: EUPL-1.2
"""Where the form of an act unfolds on a page, one at a time, and the keys of those that may be done."""

from collections.abc import Callable, Iterable

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from welfaredesk.desk.acts import Offer, Offers
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.page import bring_into_view
from welfaredesk.ui.screens.act_form import ActForm


class ActRoom:
    """Lay `laid` where the form is to stand; `form` is the one that is open."""

    def __init__(self, context: Context, page: QWidget) -> None:
        self._context, self._page = context, page
        self.laid = column(gap=0)
        self.form: ActForm | None = None
        self._shortcuts: list[QShortcut] = []

    def listen(self, offers: Iterable[Offer], start: Callable[[str], None]) -> None:
        """Let the keys of these acts start them, and no others."""
        for shortcut in self._shortcuts:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._shortcuts.clear()
        for offer in offers:
            shortcut = QShortcut(QKeySequence(f"Alt+{offer.key}"), self._page)
            shortcut.activated.connect(lambda name=offer.name: start(name))
            self._shortcuts.append(shortcut)

    def unfold(self, offers: Offers | None, name: str) -> ActForm | None:
        """Return the form of an act, laid in place of another; nothing when it may not be done or is open already."""
        offer = offers.offer(name) if offers is not None else None
        if offer is None or not offer.allowed or offers is None:
            return None
        if self.form is not None and self.form.offer.name == name:
            self.form.focus_first()
            return None
        self.keep_now()
        self.drop()
        self.form = ActForm(self._context, offers, offer)
        self.laid.addWidget(self.form)
        self.form.show()  # a layout shows it later: a Tab pressed at once would jump over its fields
        return self.form

    def enter(self) -> None:
        """Go to the first field of the form, once the page around it is as it will stay."""
        unfolded = self.form
        if unfolded is not None:
            unfolded.focus_first()
            bring_into_view(unfolded)

    def drop(self) -> bool:
        """Take the form away, and tell whether there was one."""
        form, self.form = self.form, None
        if form is None:
            return False
        form.hide()
        form.deleteLater()
        return True

    def keep_now(self) -> None:
        """Keep the draft of an open form at once."""
        if self.form is not None:
            self.form.keeper.keep_now()
