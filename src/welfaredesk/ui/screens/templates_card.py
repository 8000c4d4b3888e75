# SPDX-License-Identifier: EUPL-1.2
"""Modelli di lettera: those of the ente, a new one, and the plain one to start from."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.correspondence.templates import TEMPLATE, TemplateLine, plain_template, templates
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed, may
from welfaredesk.ui.choose import save_file
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.screens.kept_file import keep_file
from welfaredesk.ui.theme import scale

TITLE = N_("Modelli di lettera")
LEAD = N_(
    "Carta intestata in DOCX, con i campi tra doppie graffe. Il file si prova per intero quando si salva: gli errori "
    "sono detti riga per riga, e finché non è giusto resta quello di prima."
)
NEW, START, NONE = N_("Nuovo modello"), N_("Modello di partenza…"), N_("Nessun modello: le lettere escono semplici.")
WITHOUT = N_("{name} (senza file)")
FILE = "modello-di-lettera.docx"


class TemplatesCard(Card):
    """The letter templates, shown to who may write the settings of the ente."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr(TITLE), gap=scale.S8)
        self.context = context
        self.rows: list[Button] = []
        self.add(PlainLabel(tr(LEAD), "meta", wrap=True))
        self._list = QWidget()
        self.add(self._list)
        self.new, self.start = Button(tr(NEW), "file-plus"), Button(tr(START), "download", look="quiet")
        flow = FlowBox(gap=scale.S8)
        for button in (self.new, self.start):
            flow.add(button)
        self.add(flow)
        self.new.clicked.connect(lambda: context.ways.new_record.emit(TEMPLATE, {}))
        self.start.clicked.connect(self._ask_place)

    def ask(self) -> None:
        """Ask for the templates, where they are this operator's to write."""
        mine = may(self.context.session.identity.roles, Deed.WRITE_SETTINGS)
        self.setVisible(mine)
        if mine:
            self.context.tasks.ask(templates, self._show, owner=self, latest="letter-templates")

    def _show(self, found: list[TemplateLine]) -> None:
        fresh, laid = QWidget(), column(gap=scale.S4)
        self.rows = []
        for one in found:
            button = Button(one.name if one.whole else tr(WITHOUT).format(name=one.name), "file-text", look="quiet")
            button.clicked.connect(partial(self.context.ways.record.emit, one.id))
            self.rows.append(button)
            laid.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        if not found:
            laid.addWidget(PlainLabel(tr(NONE), "soft", wrap=True))
        fresh.setLayout(laid)
        self._list = instead_of(self._list, fresh)
        self.updateGeometry()

    @Slot()
    def _ask_place(self) -> None:
        save_file(self.window(), tr(START), done=self.keep_start, name=FILE)

    def keep_start(self, out: Path) -> None:
        """Write the template to start from to a place the person chose."""

        def work(_session: Session) -> bytes:
            return plain_template()

        self.context.tasks.ask(work, lambda data: keep_file(self.context, out, data=data, told=""), owner=self)
