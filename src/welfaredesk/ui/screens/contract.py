# SPDX-License-Identifier: EUPL-1.2
"""Contratto: what was agreed, as a letter; printed, signed on paper, its scan kept, or refused in part."""

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.plan.contracts import ContractPage, attach_scan, contract_page
from welfaredesk.desk.plan.papers import print_contract
from welfaredesk.domain.access import Deed
from welfaredesk.ui.choose import choose_file
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.files import heavy_words
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.said import field_names
from welfaredesk.ui.screens.act_strip import PROVISIONAL
from welfaredesk.ui.screens.cartella_documents import DocumentView
from welfaredesk.ui.screens.cartella_layers import Layers
from welfaredesk.ui.screens.contract_form import ContractForm, Letter
from welfaredesk.ui.screens.contract_side import ContractSide
from welfaredesk.ui.screens.minutes_parts import NotesPart
from welfaredesk.ui.screens.print_view import Papers
from welfaredesk.ui.screens.project_words import state_mark
from welfaredesk.ui.screens.staff_words import day_said
from welfaredesk.ui.screens.written_page import WrittenPage
from welfaredesk.ui.theme import scale

PRINT, PROJECT, RECORD = N_("Stampa"), N_("Apri il progetto"), N_("Storia e altro")
FILE = "contratto.pdf"
ABOUT = N_("Contratto {number} · dal progetto {project}")
ABOUT_VERSION = N_("Contratto {number} · dal progetto {project}, versione {version}")
DRAFT = N_("Bozza: scritta a partire dal progetto. Rileggila con parole semplici, poi si prepara per la firma.")
CHANGED = N_("Dopo la stampa è cambiato: {what}. Per firmarlo va riportato in bozza e stampato di nuovo.")
REFUSED = N_("Rifiutato in parte {day}: {what}")
WITHDRAWN = N_("Ritirato {day}: {what}")
SAVED, SCAN_KEPT = N_("Contratto salvato"), N_("Copia scansionata aggiunta")
SCAN_KINDS = N_("Copie scansionate (*.pdf *.png *.jpg *.jpeg *.tif *.tiff)")
SCAN, CHOOSE = N_("Copia scansionata"), N_("Scegli la copia scansionata")
SEALED = frozenset({"signed", "withdrawn"})
SIDE, WIDE_FROM, MOST = 296, 900, 100


class ContractScreen(WrittenPage[ContractPage]):
    """One contract with the person and the family."""

    name = "contract"
    label = N_("Contratto")
    icon = "handshake"
    under = "cartelle"
    deed = Deed.READ_CASES
    saved_words = SAVED

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent, read=contract_page)
        self._written_in = ""
        self.print_button = Button(tr(PRINT), "printer", look="quiet")
        self.project_button = Button(tr(PROJECT), "target", look="quiet")
        self.record_button = Button(tr(RECORD), "history", look="quiet")
        self.told = Banner(kind="attention")
        self.side = ContractSide(context)
        self.layers, self.papers = Layers(self, context), Papers(self, context, unsaved=self.is_unsaved)
        self.letter, self.notes = Letter(context, self.frame.room), NotesPart(context)
        self._build()
        self._listen()

    def _build(self) -> None:
        self.frame.line(self.title, self.chips)
        self.frame.line(self.said, self.print_button, self.project_button, self.case_button)
        main, laid, sheet = QWidget(), column(gap=scale.S12), row(gap=0)
        for share, widget in ((1, QWidget()), (MOST, self.letter), (1, QWidget())):
            sheet.addWidget(widget, share)
        for above in (self.path, self.told):
            laid.addWidget(above)
        laid.addLayout(sheet)
        laid.addWidget(self.notes)
        laid.addStretch(1)
        main.setLayout(laid)
        self.side.setFixedWidth(SIDE)
        self._lay([main, self.side], shares=(1, 0), wide_from=WIDE_FROM)
        self.frame.after.addWidget(self.record_button)
        told = (self.chips, self.told, self.letter, self.notes, self.side, self.frame.foot)
        self.until_read = (*told, self.print_button, self.project_button, self.case_button)
        self.keeps = (self.path, self.layers, self.notes.keeper)
        self._bare()

    def _listen(self) -> None:
        self.print_button.clicked.connect(self.print_paper)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_paper)
        self.project_button.clicked.connect(self._to_project)
        self.record_button.clicked.connect(lambda: self.context.ways.record.emit(self.identity))
        self.side.scan_asked.connect(self._choose_scan)
        self.side.scan_opened.connect(self.show_scan)
        self.side.drawn.connect(self._read_again)
        self.notes.added.connect(self._read_again)

    def _turn_to(self, identity: str) -> None:
        self.layers.close_layer()
        super()._turn_to(identity)

    def _show(self, page: ContractPage) -> None:
        self._head(page)
        self._tell(page)
        self.side.show_page(page)
        sealed = page.state in SEALED
        self.letter.show_page(page, told=tr(DRAFT), sealed=sealed)
        self.letter.show()
        self.frame.foot.show()
        self.notes.setVisible(sealed)
        if sealed:
            self.notes.show_notes(self.identity, page.notes)
        elif self.editor is not None and page.state != self._written_in:
            self.editor.keep_now()
            self._drop_editor()
        self._offer_editor(page, writable=not sealed)

    def _head(self, page: ContractPage) -> None:
        codes = self.context.codes
        self.title.setText(page.name)
        marks = [state_mark(codes, page.state, of="contract_state")]
        if page.provisional:
            marks.append(ChipMark(tr(PROVISIONAL), "hourglass", "attention"))
        self.chips.set_chips(marks)
        self.chips.show()
        version = page.values.get("project_version") or 0
        words = ABOUT_VERSION if version else ABOUT
        number = page.values.get("number") or ""
        self.said.setText(tr(words).format(number=number, project=page.project_number, version=version))
        self.print_button.show()
        self.project_button.show()
        self.case_button.setVisible(bool(page.person))

    def _tell(self, page: ContractPage) -> None:
        """Say over the letter what is not as it was printed, what was refused, why it was withdrawn."""
        values, now = page.values, today(self.context.clock)
        text = ""
        if page.changed:
            text = tr(CHANGED).format(what=field_names(page.shown.type, page.changed))
        elif page.state == "refused_in_part":
            text = tr(REFUSED).format(
                day=day_said(str(values.get("refused_on")), now), what=values.get("refused_what") or ""
            )
        elif page.state == "withdrawn":
            day = day_said(str(page.shown.values.get("withdrawn_on")), now)
            text = tr(WITHDRAWN).format(day=day, what=page.shown.values.get("withdrawal_reason") or "")
        self.told.say(text)
        self.told.setVisible(bool(text))

    def _editor_of(self, page: ContractPage) -> RecordEditor:
        self._written_in = page.state
        form = ContractForm(self.context, draft=page.state == "draft", signs=self._signed)
        return RecordEditor(self.context, page.shown.type, shown=page.shown, form=form)

    def _first(self, editor: RecordEditor) -> QWidget | None:
        """Return the first text of a draft; one that is printed goes on by its path, under which stands who signs."""
        return super()._first(editor) if self._written_in == "draft" else None

    @Slot(str)
    def _signed(self, row: str) -> None:
        if self.editor is not None and isinstance(self.editor.form, ContractForm):
            self.editor.form.signer(row)

    @Slot()
    def print_paper(self) -> None:
        """Lay the contract on paper over the page, to be printed or kept."""
        contract = self.identity
        self.papers.show(lambda session: print_contract(session, contract), title=tr(PRINT), name=FILE)

    @Slot()
    def _choose_scan(self) -> None:
        choose_file(self.window(), tr(CHOOSE), done=self.take_scan, kinds=tr(SCAN_KINDS))

    def take_scan(self, path: Path) -> None:
        """Keep the scan of the signed paper."""
        self._carry_out(
            lambda session, contract: attach_scan(session, contract, path),
            told=". ".join(filter(None, (tr(SCAN_KEPT), heavy_words(path)))),
        )

    @Slot()
    def show_scan(self) -> None:
        """Lay the scan over the page."""
        value = self.opened.shown.values.get("scan") if self.opened is not None else None
        if isinstance(value, dict):
            self.layers.lay(tr(SCAN), DocumentView(self.context, self.identity, value))

    @Slot()
    def _to_project(self) -> None:
        if self.opened is not None:
            self.context.ways.page.emit("project", self.opened.project)
