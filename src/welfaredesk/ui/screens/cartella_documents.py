# SPDX-License-Identifier: EUPL-1.2
"""An attachment shown from memory: pages of a PDF, a picture, a text; another program only when asked for."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage, QPixmap
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import attachments
from welfaredesk.desk.session import Session
from welfaredesk.ui.choose import save_file
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.files import size_words
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.theme import scale

ELSEWHERE = N_("Apri con un altro programma")
TAKE_OUT = N_("Salva una copia…")
ASK = N_(
    "Il file verrà scritto in chiaro in una cartella privata di questo PC finché non blocchi la postazione. "
    "L'altro programma potrebbe tenerne una copia."
)
GO_ON = N_("Apri lo stesso")
TAKEN_OUT = N_("Copia salvata: da lì in poi non è più protetta.")
NOT_HERE = N_("Questo tipo di file non si mostra qui.")
PAGE_OF = N_("Pagina {page} di {pages}")
MORE_PAGES = N_("Mostra altre pagine")
PAGES_AT_ONCE = 10
TEXT_LIMIT = 500_000
_WIDTH = 620


def pictures_of_pdf(data: bytes, first: int, *, width: int, ratio: float) -> Iterator[QImage]:
    """Give the pages of a PDF from `first` on, at most ten, as pictures for `width` logical pixels.

    Raises:
        PdfiumError: when the bytes are no PDF.
    """
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        for number in range(first, min(first + PAGES_AT_ONCE, len(document))):
            page = document[number]
            bitmap = page.render(scale=width * ratio / page.get_size()[0], rev_byteorder=True, prefer_bgrx=True)
            shape = QImage.Format.Format_RGBX8888
            made = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, shape).copy()
            made.setDevicePixelRatio(ratio)
            yield made
    finally:
        document.close()


def page_count(data: bytes) -> int:
    """Return how many pages a PDF has, 0 when the bytes are none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


class DocumentView(QWidget):
    """The attachment of one record."""

    def __init__(self, context: Context, identity: str, value: dict[str, Any]) -> None:
        super().__init__()
        self.context, self.identity, self.value = context, identity, value
        self.setAccessibleName(str(value["name"]))
        self._data = b""
        self.said = PlainLabel(f"{value['name']} · {size_words(int(value['size']))}", "soft", wrap=True)
        self.elsewhere = Button(tr(ELSEWHERE), "arrow-right")
        self.take_out = Button(tr(TAKE_OUT), "download")
        self.ask = Banner(tr(ASK), action=tr(GO_ON), closes=True)
        self.ask.hide()
        self.more = Button(tr(MORE_PAGES), "chevron-down", look="quiet")
        self.more.hide()
        self.pictures: list[PlainLabel] = []
        buttons = FlowBox()
        for button in (self.elsewhere, self.take_out):
            buttons.add(button)
        self._laid = column(gap=scale.S12)
        for widget in (self.said, buttons, self.ask, self.more):
            self._laid.addWidget(widget)
        self._laid.addStretch(1)
        self.setLayout(self._laid)
        self.elsewhere.clicked.connect(self.ask.show)
        self.ask.action_asked.connect(self._open_elsewhere)
        self.take_out.clicked.connect(self._take_out)
        self.more.clicked.connect(self._more_pages)
        context.tasks.ask(lambda session: attachments.read_bytes(session, identity), self._show, owner=self)

    def _show(self, data: bytes) -> None:
        self._data = data
        kind = str(self.value.get("media_type") or "")
        shown: Callable[[], bool] = {"image": self._picture, "text": self._text}.get(kind.partition("/")[0], self._pdf)
        if not shown():
            self._put(PlainLabel(tr(NOT_HERE), wrap=True))

    def _put(self, widget: QWidget) -> None:
        self._laid.insertWidget(self._laid.count() - 2, widget)

    def _picture(self) -> bool:
        image = QImage.fromData(QByteArray(self._data))
        if image.isNull():
            return False
        self._put_image(image.scaledToWidth(min(_WIDTH, image.width()), Qt.TransformationMode.SmoothTransformation))
        return True

    def _put_image(self, image: QImage) -> None:
        label = PlainLabel()
        label.setPixmap(QPixmap.fromImage(image))
        label.setAccessibleName(str(self.value["name"]))
        self.pictures.append(label)
        self._put(label)

    def _text(self) -> bool:
        box = QPlainTextEdit()
        box.setProperty("look", "field")
        box.setReadOnly(True)
        box.setPlainText(self._data[:TEXT_LIMIT].decode("utf-8", "replace"))
        box.setAccessibleName(str(self.value["name"]))
        box.setMinimumHeight(300)
        self._put(box)
        return True

    def _pdf(self) -> bool:
        if not page_count(self._data):
            return False
        self._more_pages()
        return True

    @Slot()
    def _more_pages(self) -> None:
        pages, ratio = page_count(self._data), self.devicePixelRatioF()
        for image in pictures_of_pdf(self._data, len(self.pictures), width=_WIDTH, ratio=ratio):
            self._put(PlainLabel(tr(PAGE_OF).format(page=len(self.pictures) + 1, pages=pages), "meta"))
            self._put_image(image)
        self.more.setVisible(len(self.pictures) < pages)

    @Slot()
    def _open_elsewhere(self) -> None:
        identity = self.identity

        def work(session: Session) -> Path:
            return attachments.open_elsewhere(session, identity)

        self.ask.hide()
        self.context.tasks.change(work, _show_elsewhere, owner=self)

    @Slot()
    def _take_out(self) -> None:
        save_file(self.window(), tr(TAKE_OUT), done=self._taken, name=str(self.value["name"]))

    def _taken(self, out: Path) -> None:
        identity = self.identity
        self.context.tasks.change(
            lambda session: attachments.take_out(session, identity, out),
            lambda _done: self.context.ways.notice.emit(tr(TAKEN_OUT), None),
            owner=self,
        )


def _show_elsewhere(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
