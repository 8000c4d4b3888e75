# SPDX-License-Identifier: EUPL-1.2
"""Importa: a file of another program, its columns as they were understood, a trial, and then all or nothing."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.places import expanded
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.importing.carrying_out import import_table
from welfaredesk.desk.importing.guessing import guess_mapping
from welfaredesk.desk.importing.mapping import Mapping
from welfaredesk.desk.importing.reading import read_table
from welfaredesk.desk.importing.report import ImportResult, write_report
from welfaredesk.desk.importing.table import Table as FileTable
from welfaredesk.desk.importing.targets import DIARY, HOUSEHOLD, PERSON
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.ui.choose import choose_file, save_file
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.import_columns import Columns, with_target, with_type
from welfaredesk.ui.theme import scale

FILE, BROWSE, READ = N_("File CSV o XLSX dell'altro programma"), N_("Scegli…"), N_("Leggi il file")
FILE_HELP = N_("Prima si prova: finché non premi «Importa» non si scrive niente.")
KINDS = N_("Tabelle (*.csv *.txt *.xlsx)")
WHAT = N_("Che cosa contiene ogni riga")
ROWS_ARE = (
    (PERSON, N_("Una persona")),
    (HOUSEHOLD, N_("Un componente di un nucleo")),
    (DIARY, N_("Una nota di diario")),
)
COLUMNS_TITLE = N_("Dove va ogni colonna")
COLUMNS_HELP = N_("Abbiamo provato a indovinare: correggi quello che non torna. Una colonna vuota resta fuori.")
TRY, IMPORT, STOP, REPORT = N_("Prova"), N_("Importa"), N_("Annulla"), N_("Salva il resoconto…")
WRITTEN = N_("Importo: {written} schede scritte di {of}")
READING, TRYING, WRITING = N_("Leggo il file…"), N_("Provo le righe, non scrivo niente…"), N_("Importo le righe…")
STOPPED = N_("Fermato: non è stato scritto niente")
FOUND = N_("{name}: {rows}, {columns}")
NEW_ONE, NEW_MANY = N_("riga nuova"), N_("righe nuove")
CHANGED_ONE, CHANGED_MANY = N_("riga cambiata"), N_("righe cambiate")
SAME_ONE, SAME_MANY = N_("riga già uguale"), N_("righe già uguali")
GOOD = N_("La prova è riuscita: {counts}. Puoi importare.")
NOTHING_NEW = N_("Il file non porta niente di nuovo: {counts}.")
BAD = N_("{refused} da correggere: finché ci sono non si importa niente. Le altre: {counts}.")
DONE = N_("Importazione finita: {counts}.")
REPORT_SAVED = N_("Resoconto salvato: {name}")
PROBLEMS = N_("Righe da guardare")
REPORT_NAME = "resoconto-importazione.csv"
ROW_ONE, ROW_MANY = N_("riga"), N_("righe")
COLUMN_ONE, COLUMN_MANY = N_("colonna"), N_("colonne")
NOTICED = N_("Avviso")
SHOWN = (
    Column("row", N_("Riga"), 5),
    Column("column", N_("Colonna"), 13),
    Column("what", N_("Serve"), 13, drop=1),
    Column("why", N_("Perché"), 40, stretches=True),
)
MOST_LINES = 8
LONG_REASON = 60


class ImportWizard(Screen):
    """The page on which a file is read, mapped, tried and imported."""

    name = "import"
    label = N_("Importa da un altro programma")
    icon = "upload"
    under = "settings"
    deed = Deed.WRITE_CASES

    written = Signal(int, int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.file: FileTable | None = None
        self.mapping: Mapping | None = None
        self.result: ImportResult | None = None
        self._path = Path()
        self._asked = 0
        self._writing = self._stopped = False
        self._reasons: list[str] = []
        self.head = PageHead(tr(self.label))
        self.line = QLineEdit()
        self.browse, self.read_button = Button(tr(BROWSE), "folder-open"), Button(tr(READ), look="main")
        self.rows_are = ChoiceChips([(code, tr(text)) for code, text in ROWS_ARE], tr(WHAT), always=True)
        self.columns = Columns()
        self.state = Banner(kind="neutral")
        self.progress = PlainLabel("", "soft", wrap=True)
        self.stop = Button(tr(STOP), "x", look="quiet")
        self.try_button, self.import_button = Button(tr(TRY), look="main"), Button(tr(IMPORT), "download")
        self.report_button = Button(tr(REPORT), "save", look="quiet")
        self.problems = Table(
            [Column(c.key, tr(c.label), c.width, c.stretches, drop=c.drop) for c in SHOWN], tr(PROBLEMS)
        )
        self.why = PlainLabel("", "soft", wrap=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.page = Page(tr(self.label), gap=scale.S16)
        self.page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S24)
        choose = Card(gap=scale.S12)
        choose.add(Field(tr(FILE), self.line, help_text=tr(FILE_HELP)))
        buttons = FlowBox(gap=scale.S8)
        for button in (self.browse, self.read_button):
            buttons.add(button)
        choose.add(buttons)
        self.map_card = Card(gap=scale.S12)
        self.map_card.add(Field(tr(WHAT), self.rows_are))
        self.map_card.add(PlainLabel(tr(COLUMNS_TITLE), "section"))
        self.map_card.add(PlainLabel(tr(COLUMNS_HELP), "soft", wrap=True))
        self.map_card.add(self.columns)
        self.deeds = FlowBox(gap=scale.S8)
        for widget in (self.try_button, self.import_button, self.report_button):
            self.deeds.add(widget)
        self.busy = FlowBox(gap=scale.S12)
        self.busy.add(self.progress)
        self.busy.add(self.stop)
        inner = QWidget()
        inner.setMaximumWidth(960)
        inner.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        laid = column(gap=scale.S16)
        for one in (self.head, choose, self.state, self.busy, self.problems, self.why, self.deeds, self.map_card):
            laid.addWidget(one)
        laid.addStretch(1)
        inner.setLayout(laid)
        self.page.body.addWidget(inner)
        whole = column(gap=0)
        whole.addWidget(self.page)
        self.setLayout(whole)
        for hidden in (self.map_card, self.state, self.stop, self.problems, self.why, self.deeds, self.busy):
            hidden.hide()

    def _connect(self) -> None:
        self.line.returnPressed.connect(self.read)
        self.browse.clicked.connect(self._browse)
        self.read_button.clicked.connect(self.read)
        self.rows_are.changed.connect(self._other_type)
        self.columns.changed.connect(self._other_target)
        self.try_button.clicked.connect(self.try_out)
        self.import_button.clicked.connect(self.carry_out)
        self.report_button.clicked.connect(self._ask_report)
        self.problems.current_changed.connect(self._say_why)
        self.stop.clicked.connect(self.cancel)
        self.written.connect(self._say_written)

    @Slot()
    def _browse(self) -> None:
        choose_file(self, tr(FILE), done=self._chosen, kinds=tr(KINDS))

    def _chosen(self, path: Path) -> None:
        self.line.setText(str(path))
        self.read()

    def _begin(self, words: str, *, can_stop: bool) -> int:
        """Say what is being done; what was asked before no longer counts."""
        self._asked += 1
        self.state.hide()
        self.progress.setText(tr(words))
        self.busy.show()
        self.stop.setVisible(can_stop)
        for button in (self.read_button, self.try_button, self.import_button):
            button.setEnabled(False)
        return self._asked

    def _end(self) -> None:
        self.busy.hide()
        self.read_button.setEnabled(True)
        self.try_button.setEnabled(self.file is not None)
        good = self.result is not None and not self.result.refused and self.result.dry_run
        may = good and bool(self.result and (self.result.added or self.result.changed))
        self.import_button.setEnabled(may)
        self.read_button.set_look("plain" if self.file is not None else "main")
        self.try_button.set_look("plain" if may else "main")
        self.import_button.set_look("main" if may else "plain")

    @Slot()
    def cancel(self) -> None:
        """Stop: what was being written is taken back whole, and its fault says so when it is."""
        if self._writing:
            self._stopped = True
            self.stop.hide()
            return
        self._asked += 1
        self._end()
        self._say(tr(STOPPED), "neutral")

    def _failed(self, asked: int, fault: Fault) -> None:
        if asked == self._asked:
            self._end()
            self._say(fault.text, "danger")

    def _say(self, text: str, kind: str) -> None:
        self.state.say(text, kind=kind)
        self.state.show()

    @Slot()
    def read(self) -> None:
        """Read the file and guess where its columns go."""
        said = self.line.text().strip()
        if not said:
            self.line.setFocus()
            return
        asked = self._begin(READING, can_stop=True)

        def question(_session: Session) -> tuple[Path, FileTable, Mapping]:
            path = expanded(said)
            table = read_table(path)
            return path, table, guess_mapping(table)

        def done(found: tuple[Path, FileTable, Mapping]) -> None:
            if asked == self._asked:
                self._path, table, mapping = found
                self.result = None
                self.show_file(table, mapping)

        self.context.tasks.ask(question, done, owner=self, failed=lambda fault: self._failed(asked, fault))

    def show_file(self, table: FileTable, mapping: Mapping) -> None:
        """Show the columns of a file and where each may go."""
        self.file, self.mapping = table, mapping
        self.rows_are.choose(mapping.type)
        self.columns.show_map(table, mapping)
        self.map_card.show()
        self.deeds.show()
        self.problems.hide()
        self.why.hide()
        self.report_button.hide()
        self._end()
        rows = plural(len(table.rows), ROW_ONE, many=ROW_MANY)
        columns = plural(len(table.headings), COLUMN_ONE, many=COLUMN_MANY)
        self._say(tr(FOUND).format(name=self._path.name, rows=rows, columns=columns), "neutral")
        self.try_button.setFocus()

    @Slot(str)
    def _other_type(self, type_name: str) -> None:
        if self.mapping is not None and self.file is not None:
            self.mapping = with_type(self.mapping, type_name)
            self.columns.show_map(self.file, self.mapping)
            self._mapping_changed()

    @Slot(str, str)
    def _other_target(self, heading: str, path: str) -> None:
        if self.mapping is not None:
            self.mapping = with_target(self.mapping, heading, path=path)
            self._mapping_changed()

    def _mapping_changed(self) -> None:
        """Ask for another trial: what the last one said no longer holds."""
        self.result = None
        self.problems.hide()
        self.why.hide()
        self.report_button.hide()
        self._end()
        wrong = self.mapping.problem() if self.mapping else ""
        self.state.setVisible(bool(wrong))
        if wrong:
            self._say(wrong[0].upper() + wrong[1:], "attention")

    @Slot()
    def try_out(self) -> None:
        """Look at every row without writing anything."""
        self._run(TRYING, dry_run=True)

    @Slot()
    def carry_out(self) -> None:
        """Import every row, or none."""
        self._run(WRITING, dry_run=False)

    def _run(self, words: str, *, dry_run: bool) -> None:
        if self.file is None or self.mapping is None:
            return
        table, mapping, path = self.file, self.mapping, self._path
        asked = self._begin(words, can_stop=True)
        self._writing, self._stopped = not dry_run, False

        def work(session: Session) -> ImportResult:
            return import_table(session, table, mapping=mapping, path=path, dry_run=dry_run, go_on=self._go_on)

        def done(result: ImportResult) -> None:
            self._writing = False
            if asked == self._asked:
                self.show_result(result)

        def failed(fault: Fault) -> None:
            self._writing = False
            self._failed(asked, fault)

        run = self.context.tasks.ask if dry_run else self.context.tasks.change
        run(work, done, owner=self, failed=failed)

    def _go_on(self, written: int, of: int) -> bool:
        """Tell how far the writing is, from the thread that writes, and whether to go on."""
        self.written.emit(written, of)
        return not self._stopped

    @Slot(int, int)
    def _say_written(self, written: int, of: int) -> None:
        if self._writing:
            self.progress.setText(tr(WRITTEN).format(written=written, of=of))

    def show_result(self, result: ImportResult) -> None:
        """Show what a trial or an import did, and each row that needs a look."""
        self.result = result
        counts = _counts(result)
        refused = len({one.row for one in result.refused})
        if refused:
            rows = plural(refused, ROW_ONE, many=ROW_MANY)
            self._say(tr(BAD).format(refused=rows, counts=counts), "danger")
        elif not result.dry_run:
            self._say(tr(DONE).format(counts=counts), "done")
        elif result.added or result.changed:
            self._say(tr(GOOD).format(counts=counts), "done")
        else:
            self._say(tr(NOTHING_NEW).format(counts=counts), "neutral")
        self._show_problems(result)
        self._end()
        (self.import_button if self.import_button.isEnabled() else self.try_button).setFocus()

    def _show_problems(self, result: ImportResult) -> None:
        lines: list[TableRow] = [(f"{one.row}", one.column, one.value_kind, one.why) for one in result.refused]
        lines += [(f"{one.row}", one.column, tr(NOTICED), one.why) for one in result.warnings]
        self._reasons = [*(one.why for one in result.refused), *(one.why for one in result.warnings)]
        self.problems.set_rows(
            [str(number) for number in range(len(lines))], lambda ids: [lines[int(one)] for one in ids]
        )
        self.problems.setFixedHeight((min(len(lines), MOST_LINES) + 1) * scale.ROW + 10)
        self.problems.setVisible(bool(lines))
        self.report_button.setVisible(bool(lines))

    @Slot(str)
    def _say_why(self, line: str) -> None:
        """Say the whole of what the list cuts."""
        reason = self._reasons[int(line)] if line else ""
        self.why.setText(reason)
        self.why.setVisible(len(reason) > LONG_REASON)

    @Slot()
    def _ask_report(self) -> None:
        save_file(self, tr(REPORT), done=self.save_report, name=REPORT_NAME, kinds="CSV (*.csv)")

    def save_report(self, path: Path) -> None:
        """Write the report of the last trial or import as a CSV."""
        result = self.result
        if result is None:
            return

        def done(_none: None) -> None:
            self.context.ways.notice.emit(tr(REPORT_SAVED).format(name=path.name), None)

        self.context.tasks.ask(lambda _session: write_report(result, path), done, owner=self)

    def shown(self) -> None:
        """Put the keyboard where the file is named."""
        self.line.setFocus()
        self.line.selectAll()

    def touched(self, ids: frozenset[str]) -> None:
        """Leave the keyboard where it is: nothing here is read from the records."""

    def place(self) -> dict[str, Any]:
        """Return the file chosen."""
        return {"file": self.line.text()}

    def come_back(self, place: dict[str, Any]) -> None:
        """Show the file that was chosen; it is read again only when asked."""
        if not self.line.text():
            self.line.setText(str(place.get("file") or ""))


def _counts(result: ImportResult) -> str:
    """Return «2 righe nuove · 1 riga cambiata», without what there is none of."""
    told = (
        (result.added, NEW_ONE, NEW_MANY),
        (result.changed, CHANGED_ONE, CHANGED_MANY),
        (result.same, SAME_ONE, SAME_MANY),
    )
    said = [plural(count, one, many=many) for count, one, many in told if count]
    return " · ".join(said) or plural(0, NEW_ONE, many=NEW_MANY)
