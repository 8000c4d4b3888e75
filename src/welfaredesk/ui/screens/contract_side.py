# SPDX-License-Identifier: EUPL-1.2
"""What stands beside a contract: what is missing, the scan of the paper, drawings where the ente uses them."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import attachments
from welfaredesk.desk.plan.contracts import ContractPage, Signer, add_drawing
from welfaredesk.domain.access import may_write
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.drawing import DrawingPad
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.sheet import Sheet, lay_over
from welfaredesk.ui.screens.project_side import MISSING
from welfaredesk.ui.theme import scale

SCAN, NO_SCAN = N_("Carta firmata"), N_("Ancora nessuna copia scansionata.")
ADD_SCAN, OTHER_SCAN = N_("Aggiungi la copia scansionata"), N_("Metti un'altra copia")
ON_PAPER = N_("La carta: {where}.")
DRAWINGS = N_("Disegno della firma")
WARNING = N_("Non è una firma elettronica: è un'immagine, e vale per quello che è.")
DRAW, SEE = N_("{name}: disegna"), N_("{name}: vedi il disegno")
DRAW_HERE = N_("Disegna qui con il dito, la penna o il mouse")
KEEP, AGAIN, KEPT = N_("Conserva il disegno"), N_("Cancella e rifai"), N_("Disegno della firma conservato")
NOTHING_DRAWN = N_("Non c'è ancora nessun disegno.")


class ContractSide(QWidget):
    """The cards beside a contract."""

    scan_asked = Signal()
    scan_opened = Signal()
    drawn = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._may = may_write(context.session.identity.roles, "project")
        self.contract = ""
        self.layer: Sheet | None = None
        self.missing = Card(gap=scale.S4)
        self.missing.setAccessibleName(tr(MISSING))
        self.said = PlainLabel("", "soft", wrap=True)
        for label in (PlainLabel(tr(MISSING), "section"), self.said):
            self.missing.add(label)
        self.scan = Card(gap=scale.S4)
        self.scan.setAccessibleName(tr(SCAN))
        self.where = PlainLabel("", "soft", wrap=True)
        self.scan_button = Button("", "file-text", look="link")
        self.add_button = Button(tr(ADD_SCAN), "paperclip", look="link")
        self.scan.add(PlainLabel(tr(SCAN), "section"))
        self.scan.add(self.where)
        for button in (self.scan_button, self.add_button):
            self.scan.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.drawings = Card(gap=scale.S4)
        self.drawings.setAccessibleName(tr(DRAWINGS))
        self._list = QWidget()
        for widget in (PlainLabel(tr(DRAWINGS), "section"), PlainLabel(tr(WARNING), "meta", wrap=True), self._list):
            self.drawings.add(widget)
        laid = column(gap=scale.S12)
        for card in (self.missing, self.scan, self.drawings):
            laid.addWidget(card)
        laid.addStretch(1)
        self.setLayout(laid)
        self.scan_button.clicked.connect(self.scan_opened)
        self.add_button.clicked.connect(self.scan_asked)

    def show_page(self, page: ContractPage) -> None:
        """Show what belongs to a contract."""
        self.contract = page.shown.id
        self.missing.setVisible(bool(page.missing))
        self.said.setText("\n".join(f"{one}." for one in page.missing))
        place = str(page.values.get("paper_place") or "")
        self.where.setText(tr(ON_PAPER).format(where=place) if place else "" if page.scan else tr(NO_SCAN))
        self.where.setVisible(bool(self.where.text()))
        self.scan_button.set_label(page.scan)
        self.scan_button.setVisible(bool(page.scan))
        self.add_button.set_label(tr(OTHER_SCAN if page.scan else ADD_SCAN))
        self.add_button.setVisible(self._may)
        self.scan.setVisible(page.state != "draft")
        self._show_drawings(page)
        cards = (self.missing, self.scan, self.drawings)
        self.setVisible(not all(card.isHidden() for card in cards))

    def _show_drawings(self, page: ContractPage) -> None:
        fresh, laid = QWidget(), column(gap=scale.S4)
        for one in page.signers:
            button = self._drawing(one, draws=page.may_draw)
            if button is not None:
                laid.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.drawings.setVisible(bool(laid.count()))
        self.updateGeometry()

    def _drawing(self, one: Signer, *, draws: bool) -> Button | None:
        """Return what shows a drawing, or asks for one."""
        if one.drawing:
            button = Button(tr(SEE).format(name=one.name), "image", look="link")
            button.clicked.connect(partial(self._read, one))
        elif draws and self._may and one.waits:
            button = Button(tr(DRAW).format(name=one.name), "pencil", look="link")
            button.clicked.connect(partial(self.ask_drawing, one))
        else:
            return None
        return button

    def ask_drawing(self, one: Signer, _on: object = None) -> DrawingPad:
        """Lay a room to draw in over the page."""
        pad, view = DrawingPad(tr(DRAW_HERE)), QWidget()
        laid = column(gap=scale.S12)
        problem = PlainLabel(tr(NOTHING_DRAWN), "problem")
        problem.hide()
        for widget in (PlainLabel(tr(DRAW_HERE), "soft"), pad, PlainLabel(tr(WARNING), "strong", wrap=True), problem):
            laid.addWidget(widget)
        view.setLayout(laid)
        keep, again = Button(tr(KEEP), "check", look="main"), Button(tr(AGAIN), "rotate-ccw")
        self.layer = lay_over(self.window(), f"{tr(DRAWINGS)}: {one.name}", view=view, foot=(again, keep))
        layer = self.layer
        again.clicked.connect(pad.clear)

        def take() -> None:
            problem.setVisible(pad.is_empty)
            if not pad.is_empty:
                layer.close_layer()
                self._keep(one, pad.png())

        keep.clicked.connect(take)
        return pad

    def _keep(self, one: Signer, image: bytes) -> None:
        contract = self.contract

        def done(_id: str) -> None:
            self.context.ways.notice.emit(tr(KEPT), None)
            self.drawn.emit()

        self.context.tasks.change(
            lambda session: add_drawing(session, contract, signer=one.row, image=image), done, owner=self
        )

    def _read(self, one: Signer, _on: object = None) -> None:
        self.context.tasks.ask(
            lambda session: attachments.read_bytes(session, one.drawing), partial(self._lay, one), owner=self
        )

    def _lay(self, one: Signer, data: bytes) -> None:
        view, laid, picture = QWidget(), column(gap=scale.S12), PlainLabel()
        pixmap = QPixmap()
        pixmap.loadFromData(data)
        picture.setPixmap(pixmap)
        picture.setAccessibleName(f"{tr(DRAWINGS)}: {one.name}")
        for widget in (picture, PlainLabel(tr(WARNING), "strong", wrap=True)):
            laid.addWidget(widget)
        view.setLayout(laid)
        self.layer = lay_over(self.window(), f"{tr(DRAWINGS)}: {one.name}", view=view)
