# SPDX-License-Identifier: EUPL-1.2
"""Contratto: what was agreed, as a letter; printed, signed on paper, its scan kept, or refused in part."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.desk.plan.contracts import ContractPage, attach_scan, contract_page
from welfaredesk.desk.plan.papers import print_contract
from welfaredesk.domain.access import Deed
from welfaredesk.ui.choose import choose_file
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.chip import ChipMark, ChipRow
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.framed import Framed
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.record_editor import RecordEditor
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.act_strip import PROVISIONAL, ActStrip
from welfaredesk.ui.screens.cartella_documents import DocumentView
from welfaredesk.ui.screens.cartella_layers import Layers
from welfaredesk.ui.screens.contract_form import ContractForm, Letter
from welfaredesk.ui.screens.contract_side import ContractSide
from welfaredesk.ui.screens.minutes_parts import NotesPart
from welfaredesk.ui.screens.print_view import Papers
from welfaredesk.ui.screens.project_words import state_mark
from welfaredesk.ui.screens.staff_words import day_said
from welfaredesk.ui.theme import scale

PRINT, PROJECT, CASE, RECORD = N_("Stampa"), N_("Apri il progetto"), N_("Apri la cartella"), N_("Storia e altro")
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


class ContractScreen(Screen):
    """One contract with the person and the family."""

    name = "contract"
    label = N_("Contratto")
    icon = "handshake"
    under = "cartelle"
    deed = Deed.READ_CASES

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.contract = ""
        self.opened: ContractPage | None = None
        self.editor: RecordEditor | None = None
        self.title, self.chips = PlainLabel("", "title", elide=True), ChipRow()
        self.said = PlainLabel("", "soft", wrap=True)
        self.print_button = Button(tr(PRINT), "printer", look="quiet")
        self.project_button = Button(tr(PROJECT), "target", look="quiet")
        self.case_button = Button(tr(CASE), "folder-open", look="quiet")
        self.record_button = Button(tr(RECORD), "history", look="quiet")
        self.path = ActStrip(context, unsaved=self.is_unsaved)
        self.told = Banner(kind="attention")
        self.side = ContractSide(context)
        self.layers, self.papers = Layers(self, context), Papers(self, context, unsaved=self.is_unsaved)
        self.frame = Framed(self, tr(self.label))
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
        self.beside = Beside([main, self.side], shares=(1, 0), wide_from=WIDE_FROM)
        self.frame.page.body.addWidget(self.beside)
        self.frame.page.body.addStretch(1)
        self.frame.after.addWidget(self.record_button)
        self._bare()

    def _listen(self) -> None:
        self.print_button.clicked.connect(self.print_paper)
        QShortcut(QKeySequence("Ctrl+P"), self).activated.connect(self.print_paper)
        self.project_button.clicked.connect(self._to_project)
        self.case_button.clicked.connect(self._to_case)
        self.record_button.clicked.connect(lambda: self.context.ways.record.emit(self.contract))
        self.side.scan_asked.connect(self._choose_scan)
        self.side.scan_opened.connect(self.show_scan)
        self.side.drawn.connect(self._read_again)
        self.notes.added.connect(self._read_again)

    def _bare(self) -> None:
        """Show nothing of a contract that is not read yet."""
        hidden: list[QWidget] = [self.chips, self.told, self.letter, self.notes, self.side]
        for one in (*hidden, self.frame.foot, self.print_button, self.project_button, self.case_button):
            one.hide()
        self.title.setText("")
        self.said.setText("")

    def place(self) -> dict[str, Any]:
        """Return which contract is shown."""
        return {"contract": self.contract}

    def come_back(self, place: dict[str, Any]) -> None:
        """Show a contract."""
        wanted = str(place.get("contract") or "")
        if wanted == self.contract and self.opened is not None:
            return
        self.before_lock()
        self.layers.close_layer()
        self.contract, self.opened = wanted, None
        self._drop_editor()
        self._bare()
        self.path.show_record(wanted)

    def shown(self) -> None:
        """Ask for what the page shows."""
        if self.contract:
            self._read_again()

    @Slot()
    def _read_again(self) -> None:
        contract = self.contract
        self.context.tasks.ask(
            lambda session: contract_page(session, contract),
            self._show,
            owner=self,
            failed=self._missing,
            latest="contract",
        )

    def _show(self, page: ContractPage) -> None:
        if page.shown.id != self.contract:
            return
        turned = self.opened is None or self.opened.state != page.state
        self.opened = page
        self._head(page)
        self._tell(page)
        self.path.show_record(self.contract)
        self.side.show_page(page)
        sealed = page.state in SEALED
        self.letter.show_page(page, told=tr(DRAFT), sealed=sealed)
        self.letter.show()
        self.frame.foot.show()
        self.notes.setVisible(sealed)
        if sealed:
            self.notes.show_notes(self.contract, page.notes)
            self._drop_editor()
        elif turned or self.editor is None:
            self._put(page)
        elif not self.editor.dirty:
            self.editor.take_shown(page.shown)

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
        values, type_, now = page.values, page.shown.type, today(self.context.clock)
        text = ""
        if page.changed:
            labels = ", ".join(tr(type_.field(name).label).lower() for name in page.changed)
            text = tr(CHANGED).format(what=labels)
        elif page.state == "refused_in_part":
            text = tr(REFUSED).format(
                day=day_said(str(values.get("refused_on")), now), what=values.get("refused_what") or ""
            )
        elif page.state == "withdrawn":
            day = day_said(str(page.shown.values.get("withdrawn_on")), now)
            text = tr(WITHDRAWN).format(day=day, what=page.shown.values.get("withdrawal_reason") or "")
        self.told.say(text)
        self.told.setVisible(bool(text))

    def _put(self, page: ContractPage) -> None:
        if self.editor is not None:
            self.editor.keep_now()
        self._drop_editor()
        form = ContractForm(self.context, draft=page.state == "draft", signs=self._signed)
        self.editor = RecordEditor(self.context, page.shown.type, shown=page.shown, form=form)
        self.editor.form.changed.connect(self.path.put_away)
        self.editor.saved.connect(self._saved)
        self.frame.put(self.editor, self.editor.save_button, self.editor.draft_state)

    @Slot(str)
    def _signed(self, row: str) -> None:
        if self.editor is not None and isinstance(self.editor.form, ContractForm):
            self.editor.form.signer(row)

    def is_unsaved(self) -> bool:
        """Tell whether something is written that is not saved."""
        return self.editor is not None and self.editor.dirty

    def _drop_editor(self) -> None:
        self.editor = None
        self.frame.drop()

    def _missing(self, fault: Fault) -> None:
        self._drop_editor()
        self.title.setText(tr(self.label))
        self.letter.show()
        self.frame.put(EmptyState(fault.text, icon=self.icon))

    @Slot(str)
    def _saved(self, _identity: str) -> None:
        self.context.ways.notice.emit(tr(SAVED), None)
        self._read_again()

    @Slot()
    def print_paper(self) -> None:
        """Lay the contract on paper over the page, to be printed or kept."""
        contract = self.contract
        self.papers.show(lambda session: print_contract(session, contract), title=tr(PRINT), name=FILE)

    @Slot()
    def _choose_scan(self) -> None:
        choose_file(self.window(), tr(CHOOSE), done=self.take_scan, kinds=tr(SCAN_KINDS))

    def take_scan(self, path: Path) -> None:
        """Keep the scan of the signed paper."""
        contract = self.contract

        def done(_none: None) -> None:
            self.context.ways.notice.emit(tr(SCAN_KEPT), None)
            self._read_again()

        self.context.tasks.change(lambda session: attach_scan(session, contract, path), done, owner=self)

    @Slot()
    def show_scan(self) -> None:
        """Lay the scan over the page."""
        value = self.opened.shown.values.get("scan") if self.opened is not None else None
        if isinstance(value, dict):
            self.layers.lay(tr(SCAN), DocumentView(self.context, self.contract, value))

    @Slot()
    def _to_project(self) -> None:
        if self.opened is not None:
            self.context.ways.page.emit("project", self.opened.project)

    @Slot()
    def _to_case(self) -> None:
        if self.opened is not None and self.opened.person:
            self.context.ways.cartella.emit(self.opened.person)

    def touched(self, ids: frozenset[str]) -> None:
        """Read again what was touched; what is being written stays as it is."""
        if self.editor is not None and self.editor.dirty:
            self.editor.touched(ids)
        if self.isVisible():
            self.shown()

    def before_lock(self) -> None:
        """Keep everything that is being written, at once."""
        self.path.keep_now()
        self.layers.keep_now()
        self.notes.keeper.keep_now()
        if self.editor is not None:
            self.editor.keep_now()
