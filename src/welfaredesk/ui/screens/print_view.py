# SPDX-License-Identifier: EUPL-1.2
"""A document made in memory, looked at before it is printed or kept as a file."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.making import Making
from welfaredesk.desk.session import Session
from welfaredesk.documents.cartella import Pdf
from welfaredesk.ui.choose import save_file
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet, lay_over
from welfaredesk.ui.screens.cartella_documents import PAGE_OF, PAGES_AT_ONCE, pictures_of_pdf
from welfaredesk.ui.screens.kept_file import keep_file
from welfaredesk.ui.theme import scale
from welfaredesk.ui.unsaved import held_back, nothing_unsaved

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

PRINT, KEEP = N_("Stampa…"), N_("Salva il PDF…")
CARE = N_("Sulla carta e nel PDF non c'è più la cifratura: consegna e conserva di conseguenza.")
KEPT = N_("PDF salvato: da lì in poi non è più protetto.")
FILE = "cartella.pdf"
WAIT_FROM_MS, TICK_MS, WAITING_TALL = 400, 200, 240
READY = N_("Preparo le schede: {ready} di {parts}.")
LAYING = N_("Compongo le pagine: con molte schede ci vuole qualche minuto.")
MEANWHILE = N_("Intanto puoi lavorare nelle altre pagine. «Annulla» o Esc lascia perdere: non resta niente.")
CANCEL = N_("Annulla")
_WIDTH = 620
_PRINT_WIDTH = 1654
"""Pixels across an A4 page at 200 dots an inch."""


class PrintView(QWidget):
    """The pages, and two buttons for whoever lays them out."""

    def __init__(
        self, context: Context, pdf: Pdf, *, title: str, cautions: Sequence[ChipMark] = (), name: str = FILE
    ) -> None:
        super().__init__()
        self.context, self.pdf, self._file_name = context, pdf, name
        self.setAccessibleName(title)
        self.print_button = Button(tr(PRINT), "printer", look="main")
        self.keep = Button(tr(KEEP), "download")
        laid = column(gap=scale.S12)
        if cautions:
            laid.addWidget(ChipRow(cautions))
        laid.addWidget(Banner(tr(CARE)))
        for number, image in enumerate(pictures_of_pdf(pdf.data, 0, width=_WIDTH, ratio=self.devicePixelRatioF())):
            laid.addWidget(PlainLabel(tr(PAGE_OF).format(page=number + 1, pages=pdf.pages), "meta"))
            label = PlainLabel()
            label.setPixmap(QPixmap.fromImage(image))
            label.setAccessibleName(tr(PAGE_OF).format(page=number + 1, pages=pdf.pages))
            laid.addWidget(label)
        self.setLayout(laid)
        self.print_button.clicked.connect(self._ask_printer)
        self.keep.clicked.connect(self._ask_place)

    @Slot()
    def _ask_printer(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self.window())
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: "QPrinter") -> None:
        """Draw every page on a printer."""
        painter = QPainter(printer)
        for first in range(0, self.pdf.pages, PAGES_AT_ONCE):
            for place, image in enumerate(pictures_of_pdf(self.pdf.data, first, width=_PRINT_WIDTH, ratio=1.0)):
                if first + place:
                    printer.newPage()
                room = printer.pageRect(printer.Unit.DevicePixel)
                high = room.width() * image.height() / image.width()
                painter.drawImage(QRectF(0, 0, room.width(), high), image)
        painter.end()

    @Slot()
    def _ask_place(self) -> None:
        save_file(self.window(), tr(KEEP), done=self.keep_at, name=self._file_name)

    def keep_at(self, out: Path) -> None:
        """Write the document to a place the person chose; nothing is overwritten."""
        keep_file(self.context, out, data=self.pdf.data, told=tr(KEPT))


class Papers(QObject):
    """Makes papers of a page and lays each over it, unless words of it are not saved; `layer` is the last sheet.

    While one takes long, `waiting` says how far it is and lets it be given up.
    """

    def __init__(self, page: QWidget, context: Context, *, unsaved: Callable[[], bool] = nothing_unsaved) -> None:
        super().__init__(page)
        self._page, self._context, self._unsaved = page, context, unsaved
        self.layer: Sheet | None = None
        self.waiting: Waiting | None = None

    def show(self, make: Callable[[Session], Pdf], *, title: str, name: str, making: Making | None = None) -> None:
        """Make a paper, logged, and lay it over the page to be printed or kept."""
        if held_back(self._context, self._unsaved):
            return
        going = making or Making()
        late = QTimer(self, singleShot=True, interval=WAIT_FROM_MS)
        late.timeout.connect(lambda: self._wait(going, title))
        late.start()

        def over() -> bool:
            """Stop waiting; tell whether it was given up."""
            late.deleteLater()
            if self.waiting is not None and self.waiting.making is going:
                self.waiting.end()
                self.waiting = None
            return going.stopped

        def done(pdf: Pdf) -> None:
            if not over():
                view = PrintView(self._context, pdf, title=title, name=name)
                self.layer = lay_over(self._page, title, view=view, foot=(view.keep, view.print_button))

        def failed(fault: Fault) -> None:
            if not over():
                self._context.tasks.troubled.emit(fault)

        self._context.tasks.ask(make, done, owner=self, failed=failed)

    def _wait(self, making: Making, title: str) -> None:
        self.waiting = Waiting(making)
        self.waiting.lay_on(self._page, title)


class Waiting(QWidget):
    """How far a paper is, in words, with the way to give it up."""

    def __init__(self, making: Making) -> None:
        super().__init__()
        self.making = making
        self.words = PlainLabel("", wrap=True)
        self.cancel_button = Button(tr(CANCEL), "x")
        self._sheet: Sheet | None = None
        laid = column(gap=scale.S12)
        laid.addWidget(self.words)
        laid.addWidget(PlainLabel(tr(MEANWHILE), "soft", wrap=True))
        self.setLayout(laid)
        self._ticking = QTimer(self, interval=TICK_MS)
        self._ticking.timeout.connect(self._say)
        self._ticking.start()
        self._say()

    def _say(self) -> None:
        making = self.making
        counted = tr(READY).format(ready=making.ready, parts=making.parts)
        self.words.setText(counted if making.ready < making.parts else tr(LAYING))

    def lay_on(self, page: QWidget, title: str) -> None:
        """Lay it over a page; closing it gives the paper up."""
        self._sheet = lay_over(page, title, view=self, foot=(self.cancel_button,), tallest=WAITING_TALL)
        self.cancel_button.clicked.connect(self._sheet.close_layer)
        self._sheet.closed.connect(self._given_up)

    @Slot()
    def _given_up(self) -> None:
        self.making.stopped = True

    def end(self) -> None:
        """Go away: the paper is there, or was given up."""
        if self._sheet is not None and shiboken6.isValid(self._sheet) and not self.making.stopped:
            self._sheet.closed.disconnect(self._given_up)
            self._sheet.close_layer()
