# SPDX-License-Identifier: EUPL-1.2
"""Informazioni: the version and how it was built, where the data lie, what is fixed here, and every licence."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from welfaredesk.base.build import CODE, LICENCE, build_words
from welfaredesk.base.parts import Part, find
from welfaredesk.base.release import version
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import policy
from welfaredesk.desk.about import About, about
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.beside import Beside
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, stacked
from welfaredesk.ui.parts.detail import WIDTH as DETAIL_WIDTH
from welfaredesk.ui.parts.detail import Detail
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.plain import PlainLabel
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.theme import scale

PROGRAM = N_("WelfareDesk {version}")
BUILT, FREE, SOURCE = N_("Costruito"), N_("Licenza"), N_("Codice sorgente")
PROFILE, FORMS, LOGS = N_("Cartella di questa postazione"), N_("Formato"), N_("Registro")
FORMS_SAID = N_("dati {data}, scambio {exchanged}")
NO_LOGS = N_("La postazione non scrive file di registro: letture e modifiche stanno nell'archivio cifrato.")
COPY, COPIED = N_("Copia l'indirizzo"), N_("Indirizzo copiato.")
OPEN = N_("Apri nel browser")
NOT_OPENED = N_("Qui nessun programma apre l'indirizzo. Copialo e aprilo da un altro PC.")
FIXED, FREE_PC = N_("Fissato dal tecnico"), N_("Su questo PC il tecnico non ha fissato niente.")
FIXED_IN, TROUBLE = N_("File"), N_("Da correggere")
LICENCES = N_("Che cosa c'è dentro")
LEAD = N_(
    "Qt è usato con la licenza LGPL 3: le sue librerie sono file separati nella cartella del programma, e chiunque può "
    "metterci una versione cambiata. Il testo di ogni licenza è qui, anche senza linea."
)
SEARCH, EMPTY = N_("Cerca per nome o licenza"), N_("Niente con queste parole.")
ONE, MANY = N_("parte"), N_("parti")
TEXT_OF, TEXT = N_("Licenza di {name}"), N_("Testo della licenza")
COLUMNS = (
    Column("name", N_("Nome"), 16, stretches=True),
    Column("version", N_("Versione"), 10, drop=1),
    Column("licence", N_("Licenza"), 20),
    Column("within", N_("Dentro"), 12, drop=2),
)
WIDE_FROM, LEAST_TEXT, WIDEST = 860, 220, 720


class AboutPage(Screen):
    """The facts at the left, what the program is made of at the right."""

    name = "about"
    label = N_("Informazioni sul programma")
    icon = "info"
    under = "settings"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._told: About | None = None
        self._found: dict[str, Part] = {}
        self.facts = Detail(tr(self.label), empty="")
        self.fixed = Detail(tr(FIXED), empty="")
        self.copy_button, self.open_button = Button(tr(COPY), "copy"), Button(tr(OPEN), "globe", look="quiet")
        self.line = QLineEdit()
        self.line.setProperty("look", "search")
        self.line.setPlaceholderText(tr(SEARCH))
        self.line.setAccessibleName(tr(SEARCH))
        self.counted = PlainLabel("", "meta")
        columns = [Column(c.key, tr(c.label), c.width, c.stretches, drop=c.drop) for c in COLUMNS]
        self.table = Table(columns, tr(LICENCES))
        self.text = QPlainTextEdit()
        self._build()
        self.copy_button.clicked.connect(self.copy_address)
        self.open_button.clicked.connect(self.open_address)
        self.line.textChanged.connect(self._search)
        self.line.returnPressed.connect(self.table.setFocus)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(lambda _row: self.text.setFocus())

    def _build(self) -> None:
        page = Page(tr(self.label), gap=scale.S16)
        page.body.setContentsMargins(scale.S24, scale.S16, scale.S24, scale.S24)
        page.body.addWidget(PageHead(tr(self.label)))
        buttons = FlowBox(gap=scale.S8, line_gap=scale.S8)
        for button in (self.copy_button, self.open_button):
            buttons.add(button)
        self.facts.extra.addWidget(buttons)
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setProperty("look", "field")
        self.text.setAccessibleName(tr(TEXT))
        self.table.setMinimumHeight(LEAST_TEXT)
        self.text.setMinimumHeight(LEAST_TEXT)
        inside = Card(tr(LICENCES), gap=scale.S12, fills=True)
        for widget in (PlainLabel(tr(LEAD), "soft", wrap=True), self.line, self.counted):
            inside.add(widget)
        inside.body.addWidget(self.table, 1)
        inside.body.addWidget(self.text, 1)
        for card in (self.facts, self.fixed):
            card.setMinimumWidth(0)
            card.setMaximumWidth(WIDEST)
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        said = stacked(self.facts, self.fixed)
        said.setFixedWidth(DETAIL_WIDTH)
        beside = Beside([said, inside], shares=(0, 1), wide_from=WIDE_FROM)
        page.body.addWidget(beside, 1)
        whole = column(gap=0)
        whole.addWidget(page)
        self.setLayout(whole)
        self.setFocusProxy(self.line)

    def shown(self) -> None:
        """Ask what the program can say of itself."""
        self.context.tasks.ask(about, self._show, owner=self, latest="about")

    def _show(self, told: About) -> None:
        self._told = told
        lines = [
            (tr(BUILT), build_words(told.made)),
            (tr(FREE), LICENCE),
            (tr(SOURCE), CODE),
            (tr(PROFILE), str(told.profile)),
            (tr(FORMS), tr(FORMS_SAID).format(data=told.data, exchanged=told.exchanged)),
            (tr(LOGS), tr(NO_LOGS)),
        ]
        title = tr(PROGRAM).format(version=version())
        self.facts.show_lines(title, lines=lines)
        self.show_fixed(told.policy)
        self._search()

    def show_fixed(self, fixed: policy.Policy) -> None:
        """Show what the technician fixed on this PC, and what in his file cannot be followed."""
        lines = [(one.label, one.value) for one in policy.told(fixed)]
        lines += [(tr(TROUBLE), problem) for problem in fixed.problems]
        said = "" if lines or fixed.path else tr(FREE_PC)
        self.fixed.show_lines(tr(FIXED), lines=[*lines, (tr(FIXED_IN), fixed.path)], subtitle=said)

    @Slot()
    def _search(self) -> None:
        if self._told is None:
            return
        found = find(self._told.parts.parts, self.line.text())
        self._found = {str(number): part for number, part in enumerate(found)}
        self.counted.setText(plural(len(found), ONE, many=MANY) if found else tr(EMPTY))
        with QSignalBlocker(self.table):
            self.table.set_rows(list(self._found), lambda ids: [_row(self._found[one]) for one in ids])
        self._choose(self.table.current_id())

    @Slot(str)
    def _choose(self, identity: str) -> None:
        part = self._found.get(identity)
        if self._told is None or part is None:
            self.text.setPlainText("")
            self.text.setAccessibleName(tr(TEXT))
            return
        self.text.setPlainText(self._told.parts.text_of(part))
        self.text.setAccessibleName(tr(TEXT_OF).format(name=part.name))

    @Slot()
    def copy_address(self) -> None:
        """Put the address of the code on the clipboard."""
        QGuiApplication.clipboard().setText(CODE)
        self.context.ways.notice.emit(tr(COPIED), None)

    @Slot()
    def open_address(self) -> None:
        """Hand the address of the code to the browser, only because it was asked for."""
        if not QDesktopServices.openUrl(QUrl(CODE)):
            self.context.ways.notice.emit(tr(NOT_OPENED), None)

    def place(self) -> dict[str, Any]:
        """Return what is looked for."""
        return {"text": self.line.text()}

    def come_back(self, place: dict[str, Any]) -> None:
        """Look again for what was looked for."""
        self.line.setText(str(place.get("text") or ""))


def _row(part: Part) -> TableRow:
    return part.name, part.version, part.licence, part.within
