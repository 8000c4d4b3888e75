# SPDX-License-Identifier: EUPL-1.2
"""The papers of an urgency: printed from what was typed, kept as they were, and those that come."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from welfaredesk.base.text import N_, tr
from welfaredesk.desk.session import Session
from welfaredesk.desk.urgencies import Paper
from welfaredesk.desk.urgency_papers import ACT, COPY, REPORT, Issued, issue
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.domain.periods import full_day
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, instead_of
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.plain import PlainLabel, plain_tip
from welfaredesk.ui.parts.sheet import Sheet, lay_over
from welfaredesk.ui.screens.print_view import PrintView
from welfaredesk.ui.theme import scale

PAPERS = N_("Carte")
BUTTONS = (
    (ACT, N_("Verbale"), N_("Con il luogo sicuro: per la Procura e per il fascicolo")),
    (REPORT, N_("Relazione alla Procura"), N_("Fatti, riferito da terzi e valutazioni in tre parti")),
    (COPY, N_("Copia per la famiglia"), N_("Senza il luogo sicuro, senza i nomi dei presenti e di chi ha riferito")),
)
ADD = N_("Aggiungi una carta")
KEPT = N_("Ogni stampa resta qui com'era, con la sua impronta.")
DATED = N_("{title}, {day}")
FILE = "urgenza.pdf"


class UrgencyPapers(Card):
    """Three papers to print, and the list of those that are there."""

    def __init__(self, context: Context, page: QWidget) -> None:
        super().__init__(tr(PAPERS), gap=scale.S8)
        self.context, self._page = context, page
        self._urgency = ""
        self.buttons: dict[str, Button] = {}
        self.rows: list[Button] = []
        self.layer: Sheet | None = None
        flow = FlowBox(gap=scale.S8, line_gap=scale.S8)
        for template, label, told in BUTTONS:
            button = Button(tr(label), "printer")
            plain_tip(button, tr(told))
            button.clicked.connect(partial(self.print_paper, template))
            self.buttons[template] = button
            flow.add(button)
        add = Button(tr(ADD), "paperclip", look="quiet")
        add.clicked.connect(self.add_paper)
        flow.add(add)
        self.add(flow)
        self.add(PlainLabel(tr(KEPT), "meta", wrap=True))
        self._list = QWidget()
        self.add(self._list)

    def show_papers(self, urgency: str, papers: Sequence[Paper]) -> None:
        """Show the papers of an urgency, the latest first."""
        self._urgency = urgency
        fresh, laid = QWidget(), column(gap=scale.S4)
        self.rows = []
        for one in papers:
            day = full_day(date.fromisoformat(one.dated)) if one.dated else ""
            label = tr(DATED).format(title=one.title, day=day) if day else one.title
            row = Button(label, "file-text", look="quiet")
            row.clicked.connect(partial(self.context.ways.record.emit, one.id))
            self.rows.append(row)
            laid.addWidget(row)
        fresh.setLayout(laid)
        instead_of(self._list, fresh)
        self._list = fresh
        self.updateGeometry()

    def print_paper(self, template: str, _on: object = None) -> None:
        """Make a paper, keep it, and lay it over the page to be printed or saved."""
        urgency = self._urgency
        if not urgency:
            return

        def work(session: Session) -> Issued:
            return issue(session, urgency, template)

        title = next(tr(label) for name, label, _ in BUTTONS if name == template)
        self.context.tasks.change(work, partial(self._printed, title), owner=self)

    def _printed(self, title: str, issued: Issued) -> None:
        view = PrintView(self.context, issued.pdf, title=title, name=FILE)
        self.layer = lay_over(self._page, title, view=view, foot=(view.keep, view.print_button))

    def add_paper(self, _on: object = None) -> None:
        """Go to the form of a new document of this urgency."""
        if self._urgency:
            self.context.ways.new_record.emit("document", {"_root": self._urgency, "_circle": RESERVED})
