# SPDX-License-Identifier: EUPL-1.2
"""Where an erasure by law or a move into a reserved part is asked for: «Altro…» beside a record, the sheet over it."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import tr
from welfaredesk.desk.cut_outlook import Outlook, may_cut, may_reserve, outlook
from welfaredesk.desk.records import Shown
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.more import MoreButton
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.screens.cut_form import CutForm
from welfaredesk.ui.screens.cut_words import CUT, CUT_ALL, CUT_OWN, RESERVE

OWN_TYPES = frozenset({"quick_note"})
WIDE, TALL, AROUND = 640, 720, 190


class CutAsking(QObject):
    """Asks over a page; `done` is told when something was proposed or is gone."""

    def __init__(
        self,
        context: Context,
        host: QWidget,
        *,
        done: Callable[[Outlook], object],
        before: Callable[[], object] = lambda: None,
    ) -> None:
        """Begin; `before` puts away what lies over the page when the form comes."""
        super().__init__(host)
        self._context, self._host, self._done, self._before = context, host, done, before
        self.sheet: Sheet | None = None
        self.form: CutForm | None = None

    def offer(self, more: MoreButton, shown: Shown) -> None:
        """Offer in «Altro…» what may be asked of a record."""
        session = self._context.session
        actions: list[tuple[str, str, Callable[[], object]]] = []
        if may_reserve(session, shown):
            actions.append((tr(RESERVE), "lock", lambda: self.ask(shown, reserve=True)))
        if may_cut(session, shown):
            words = CUT_OWN if shown.type.name in OWN_TYPES else CUT_ALL if shown.type.is_root else CUT
            actions.append((tr(words), "trash-2", lambda: self.ask(shown, reserve=False)))
        more.offer(actions)

    def ask(self, shown: Shown, *, reserve: bool) -> None:
        """Lay the form over the page, once it is known what will happen."""
        self._context.tasks.ask(
            lambda session: outlook(session, shown), lambda found: self._lay(found, reserve=reserve), owner=self
        )

    def close_sheet(self) -> None:
        """Put the form away."""
        if self.sheet is not None:
            self.sheet.close_layer()

    def _lay(self, found: Outlook, *, reserve: bool) -> None:
        self.close_sheet()
        self._before()
        form = CutForm(self._context, found, reserve=reserve)
        sheet = Sheet(self._host, form.title(), widest=WIDE, tallest=_height(form))
        sheet.content.addWidget(form)
        sheet.content.addStretch(1)
        sheet.foot.addWidget(form.button)
        sheet.closed.connect(lambda: self._closed(sheet))
        form.done.connect(lambda _made: self._acted(found))
        self.sheet, self.form = sheet, form
        sheet.open_with(form.first())

    def _closed(self, sheet: Sheet) -> None:
        if self.sheet is sheet:
            self.sheet = self.form = None
        sheet.deleteLater()

    def _acted(self, found: Outlook) -> None:
        self.close_sheet()
        self._done(found)


def _height(form: CutForm) -> int:
    """Return the height of a sheet that holds the form and the fault it may tell: no taller than they need."""
    laid = form.layout()
    high = laid.heightForWidth(WIDE - 60) if laid is not None else TALL
    return min(TALL, high + AROUND)
