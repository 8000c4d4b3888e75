# SPDX-License-Identifier: EUPL-1.2
"""The pages of the first start on which the recovery sheets are printed and tested."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QResizeEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.unlocking import Drawn, WordAsked, words_to_ask, wrong_answers
from welfaredesk.documents.recovery_sheet import recovery_sheets
from welfaredesk.ui import choose
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.picture import Picture
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.tick import Tick
from welfaredesk.ui.pdf_pages import pages_of
from welfaredesk.ui.screens.first_start_pages import StartPage
from welfaredesk.ui.theme import scale

PRINT_DPI = 200
SMALL, LARGE = 300, 624
BESIDE_FROM = 560
FILE_NAME = N_("fogli-di-recupero.pdf")
KINDS = N_("Documento PDF (*.pdf)")


class SheetsPage(StartPage):
    """The sheets on the screen, printed or taken away on a stick."""

    title = N_("Stampa i fogli di recupero")
    LEAD = N_("Esistono solo qui, finché non li stampi: dopo, il programma non può più mostrarli.")
    PRINT = N_("Stampa…")
    SAVE = N_("Salva il PDF su una chiavetta…")
    NEXT = N_("Foglio dopo")
    BEFORE = N_("Foglio prima")
    LARGER = N_("Ingrandisci il foglio")
    SMALLER = N_("Rimpicciolisci il foglio")
    WHICH = N_("Foglio {number} di {count}")
    IN_HAND = N_("I fogli sono in mano mia")
    NEEDED = N_("Stampali (o copiali a mano) prima di andare avanti: senza, una frase dimenticata perde tutto.")
    STICK = N_(
        "Salvato. Stampalo da un PC di cui ti fidi, poi cancella il file e svuota la chiavetta: "
        "chi ha quel file ha i fogli."
    )
    NOT_WRITTEN = N_("Lì non si può scrivere: scegli un'altra cartella.")

    def __init__(self, ground: Ground) -> None:
        super().__init__(tr(self.LEAD))
        self._ground = ground
        self._pdf = b""
        self._images: list[QImage] = []
        self._at = 0
        self.picture = Picture()
        self.which = PlainLabel("", "meta")
        self.before, self.after = Button(tr(self.BEFORE), "chevron-left"), Button(tr(self.NEXT), "chevron-right")
        self.print_button = Button(tr(self.PRINT), "printer")
        self.save_button = Button(tr(self.SAVE), "save")
        self.told = Banner(kind="attention")
        self.told.hide()
        self.in_hand = Tick(tr(self.IN_HAND))
        self.larger = Button(tr(self.LARGER), "search", look="quiet")
        self._large = False
        self._beside = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._beside.setSpacing(scale.S24)
        self._build()

    def _build(self) -> None:
        turning = FlowBox()
        turning.add(self.before)
        turning.add(self.after)
        side = column(gap=scale.S12)
        for button in (self.print_button, self.save_button):
            side.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        side.addWidget(self.told)
        side.addWidget(self.in_hand, 0, Qt.AlignmentFlag.AlignLeft)
        side.addSpacing(scale.S16)
        side.addWidget(self.which)
        side.addWidget(turning)
        side.addWidget(self.larger, 0, Qt.AlignmentFlag.AlignLeft)
        side.addStretch(1)
        self._beside.addLayout(side, 1)
        self._beside.addWidget(self.picture, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._beside)
        self.before.clicked.connect(lambda: self._turn(-1))
        self.after.clicked.connect(lambda: self._turn(1))
        self.larger.clicked.connect(self._enlarge)
        self.print_button.clicked.connect(self.print_sheets)
        self.save_button.clicked.connect(self._save)
        self.in_hand.toggled.connect(self.told.hide)

    @Slot()
    def _enlarge(self) -> None:
        self._fit(large=not self._large)

    def _fit(self, *, large: bool) -> None:
        """Lay the sheet beside the buttons, or under them and large enough to be copied by hand."""
        self._large = large
        self.picture.set_widest(LARGE if large else SMALL)
        self.larger.set_label(tr(self.SMALLER if large else self.LARGER))
        narrow = self.width() < BESIDE_FROM
        way = QBoxLayout.Direction.TopToBottom if large or narrow else QBoxLayout.Direction.LeftToRight
        self._beside.setDirection(way)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the sheet under the buttons where there is no room beside them."""
        super().resizeEvent(event)
        self._fit(large=self._large)

    def show_sheets(self, drawn: Drawn, *, ente: str, holders: list[str], alone: bool) -> None:
        """Make the sheets anew and show the first."""
        day = self._ground.clock.now().local().date()
        self._pdf = recovery_sheets(drawn.shares, ente=ente, holders=holders, alone=alone, day=day)
        self._images = pages_of(self._pdf, dots_per_inch=150)
        self.in_hand.setChecked(False)
        self._at = 0
        self._turn(0)

    def _turn(self, by: int) -> None:
        self._at = max(0, min(len(self._images) - 1, self._at + by))
        words = tr(self.WHICH).format(number=self._at + 1, count=len(self._images))
        self.which.setText(words)
        self.picture.show_image(self._images[self._at], words)
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < len(self._images) - 1)

    @Slot()
    def print_sheets(self) -> None:
        """Print them from the memory: no file of them is written by the program."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(tr(N_("Documento")))
        dialog = QPrintDialog(printer, self)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print_on(self, printer: QPrinter) -> None:
        """Print the sheets on a printer, one to a page."""
        page = QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF())
        printer.setPageLayout(page)
        printer.setFullPage(True)
        painter = QPainter(printer)
        for number, image in enumerate(pages_of(self._pdf, dots_per_inch=PRINT_DPI)):
            if number:
                printer.newPage()
            painter.drawImage(QRectF(painter.viewport()), image)
        painter.end()

    @Slot()
    def _save(self) -> None:
        choose.save_file(self, tr(self.SAVE), done=self.save_to, name=tr(FILE_NAME), kinds=tr(KINDS))

    def save_to(self, path: Path) -> None:
        """Write the PDF where the person asks, and say what that means."""
        try:
            path.write_bytes(self._pdf)
        except OSError:
            self._tell(tr(self.NOT_WRITTEN), kind="danger")
        else:
            self._tell(tr(self.STICK), kind="attention")

    def _tell(self, text: str, *, kind: str) -> None:
        self.told.show()
        self.told.say(text, kind=kind)

    def ready(self) -> bool:
        """Ask that they are on paper."""
        if not self.in_hand.isChecked():
            self._tell(tr(self.NEEDED), kind="danger")
            self.in_hand.setFocus()
        return self.in_hand.isChecked()

    def first(self) -> QWidget:
        """Begin at printing."""
        return self.print_button

    def forget(self) -> None:
        """Drop the sheets."""
        self._pdf = b""
        self._images = []


class TestPage(StartPage):
    """Some words of the printed sheets, typed back."""

    title = N_("Prova i fogli")
    LEAD = N_(
        "Prendi i fogli di carta e scrivi le parole chieste. Il programma ha già controllato che le parole "
        "riaprono l'archivio; qui si controlla che i fogli stampati si leggano e siano quelli giusti."
    )
    LEAD_ALONE = N_(
        "Prendi una copia del foglio e scrivi le parole chieste. Il programma ha già controllato che le parole "
        "riaprono l'archivio; qui si controlla che il foglio stampato si legga e sia quello giusto."
    )
    SHEET = N_("Foglio {number}")
    THE_SHEET = N_("Il foglio")
    WORD = N_("Parola {number}")
    WRONG = N_("Non è questa: guarda la parola numero {number} del foglio {sheet}.")

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._drawn: Drawn | None = None
        self.asked: list[WordAsked] = []
        self.lines: list[QLineEdit] = []
        self.fields: list[Field] = []
        self._inside: QWidget | None = None

    def ask(self, drawn: Drawn, *, alone: bool) -> None:
        """Ask for words of these sheets, drawn by lot each time.

        Raises:
            WrongShares: when the sheets do not give the secret back.
        """
        self._drawn = drawn
        self.asked = words_to_ask(drawn, alone=alone, ids=self._ground.ids)
        self.lines, self.fields = [], []
        inside = QWidget()
        laid = column(gap=scale.S12)
        laid.addWidget(PlainLabel(tr(self.LEAD_ALONE if alone else self.LEAD), wrap=True))
        for sheet in dict.fromkeys(one.sheet for one in self.asked):
            laid.addWidget(PlainLabel(tr(self.THE_SHEET) if alone else tr(self.SHEET).format(number=sheet), "section"))
            flow = FlowBox(gap=scale.S16, line_gap=scale.S8)
            for one in (asked for asked in self.asked if asked.sheet == sheet):
                flow.add(self._line(one))
            laid.addWidget(flow)
        inside.setLayout(laid)
        if self._inside is not None:
            self._inside.deleteLater()
        self._inside = inside
        self.body.addWidget(inside)

    def _line(self, one: WordAsked) -> Field:
        line = QLineEdit()
        field = Field(tr(self.WORD).format(number=one.number), line)
        line.textChanged.connect(lambda: field.set_problem(""))
        line.setFixedWidth(132)
        line.setAccessibleDescription(tr(self.SHEET).format(number=one.sheet))
        self.lines.append(line)
        self.fields.append(field)
        return field

    def ready(self) -> bool:
        """Tell whether every word is the one on paper."""
        if self._drawn is None:
            return False
        wrong = wrong_answers(self._drawn, self.asked, typed=[line.text() for line in self.lines])
        for place in wrong:
            one = self.asked[place]
            self.fields[place].set_problem(tr(self.WRONG).format(number=one.number, sheet=one.sheet))
        if wrong:
            self.lines[wrong[0]].setFocus()
            self.lines[wrong[0]].selectAll()
        return not wrong

    def first(self) -> QWidget:
        """Begin at the first word."""
        return self.lines[0] if self.lines else self

    def forget(self) -> None:
        """Drop the sheets."""
        self._drawn = None
