# SPDX-License-Identifier: EUPL-1.2
"""Makes pictures of every part in three themes at 100 and 200 %: `python -m tests.ui.gallery FOLDER`."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from tests.ui import gallery_data as data
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import Card, column, row
from welfaredesk.ui.parts.chip import ChipRow
from welfaredesk.ui.parts.code_picker import CodePicker
from welfaredesk.ui.parts.curtain import Curtain
from welfaredesk.ui.parts.day_picker import DayPicker, MonthCalendar
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.field import DATE, FISCAL_CODE, Field
from welfaredesk.ui.parts.finder import Reply
from welfaredesk.ui.parts.notice import Notice
from welfaredesk.ui.parts.page import Page
from welfaredesk.ui.parts.palette import Palette
from welfaredesk.ui.parts.person_header import PersonHeader
from welfaredesk.ui.parts.person_picker import PeopleReply, PersonPicker
from welfaredesk.ui.parts.quick_entry import QuickEntry
from welfaredesk.ui.parts.rail import Rail
from welfaredesk.ui.parts.section import Section
from welfaredesk.ui.parts.sheet import Sheet
from welfaredesk.ui.parts.side_panel import SidePanel
from welfaredesk.ui.parts.stream import Stream
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.tick import Pick, Tick
from welfaredesk.ui.parts.timeline import Change, Timeline
from welfaredesk.ui.theme import scale, style
from welfaredesk.ui.theme.tokens import ThemeName

SIZES = {"1": QSize(1366, 768), "2": QSize(683, 384)}
THEMES = (ThemeName.LIGHT, ThemeName.DARK, ThemeName.CONTRAST)


def _page(margins: int = scale.S24) -> QWidget:
    page = QWidget()
    page.setProperty("look", "page")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    page.setLayout(column(gap=scale.S16, margins=margins))
    return page


def _add(page: QWidget, *widgets: QWidget) -> None:
    laid = page.layout()
    for widget in widgets:
        if laid is not None:
            laid.addWidget(widget)


def _scrolled(inner: QWidget) -> QWidget:
    area = Page("Galleria")
    area.body.addWidget(inner)
    page = _page(0)
    _add(page, area)
    return page


def cartella() -> QWidget:
    """Return the cartella of the reference picture, made of the parts."""
    page = _page(0)
    rail = Rail(data.ENTRIES)
    rail.set_current("cartelle")
    rail.set_state(data.STANDING)
    head = PersonHeader()
    head.show_person(data.HEAD)
    entry = QuickEntry(data.options())
    entry.set_values(data.WRITTEN)
    entry.say_draft("Bozza salvata 10:42")
    entry.setMaximumWidth(scale.STREAM_WIDEST)
    stream = Stream()
    stream.set_rows(data.stream_rows)
    side = SidePanel()
    side.set_cards(data.PANEL)
    head.set_aside(side.toggle)
    diary = column(gap=scale.S12)
    above = row(gap=0)
    above.setContentsMargins(0, 0, scale.GUTTER, 0)
    above.addWidget(entry, 1000)
    above.addStretch(1)
    diary.addLayout(above)
    diary.addWidget(stream, 1)
    below = row(gap=scale.S8)
    below.setContentsMargins(scale.S24, scale.S16, scale.S24, 0)
    below.addLayout(diary, 1)
    below.addWidget(side)
    right = Page("Cartella di Ferrari, Giulia")
    right.body.addWidget(head)
    right.body.addLayout(below, 1)
    whole = row(gap=0)
    whole.addWidget(rail)
    whole.addWidget(right, 1)
    laid = page.layout()
    if isinstance(laid, type(diary)):
        laid.setSpacing(0)
        laid.addLayout(whole)
    entry.editor.setFocus()
    return page


def _people(_text: str, reply: PeopleReply) -> None:
    reply(data.FOUND)


def form() -> QWidget:
    """Return fields, pickers, sections, buttons and chips."""
    page = _page()
    buttons = ChipRow()
    for label, icon, look in (
        ("Salva", "", "main"),
        ("Stampa", "printer", "plain"),
        ("Aggiungi", "plus", "quiet"),
        ("Elimina la bozza", "trash-2", "danger"),
        ("45 min", "", "chip"),
    ):
        buttons.add(Button(label, icon, look=look))
    for box in (Tick("Riservata", ticked=True), Tick("Da rivedere"), Pick("Madre", picked=True), Pick("Padre")):
        buttons.add(box)
    off = Button("Salva", look="main")
    off.setEnabled(False)
    buttons.add(off)
    day = DayPicker("Data della visita", parse=data.read_day, words=data.day_words, today=lambda: data.TODAY)
    day.set_day(data.TODAY)
    wrong = DayPicker("Scadenza", parse=data.read_day, words=data.day_words, today=lambda: data.TODAY)
    QTest.keyClicks(wrong.line, "31/2")
    code = Field("Codice fiscale", QLineEdit("FRRGLI17C54A1XX"), characters=FISCAL_CODE)
    code.set_problem("Manca un carattere: il codice fiscale ne ha 16. Puoi salvare lo stesso e completarlo dopo.")
    kind = CodePicker(data.KINDS, "Tipo")
    kind.set_code("telefonata")
    section = Section("Dati della visita")
    person = PersonPicker(_people, "Con chi")
    person.set_person("1", "Ferrari, Giulia")
    fields = (
        Field("Data della visita", day),
        Field("Scadenza", wrong, help_text="Puoi scrivere «lun», «+7», «3/11»."),
        code,
        Field("Tipo", kind, characters=28),
        Field("Con chi", person),
        Field("Note", QPlainTextEdit("Prova di un mese."), help_text="Le legge solo chi ha in carico il caso."),
    )
    for field in fields:
        section.body.addWidget(field)
    folded = Section("Indirizzo", summary="Via dei Tigli 4, Gussola · domicilio protetto", unfolded=False)
    _add(page, buttons, ChipRow(data.HEAD.chips + data.STATES + (data.RESERVED,)), folded, section)
    return _scrolled(page)


def table() -> QWidget:
    """Return a banner over a long table."""
    page = _page()
    people = Table(data.COLUMNS, "Cartelle")
    people.set_rows([str(n) for n in range(100_000)], data.table_rows)
    people.set_order("name", downwards=False)
    banner = Banner("Scheda modificata da Bianchi, 10:42.", action="Vedi", closes=True)
    _add(page, banner, people)
    people.setFocus()
    return page


def words() -> QWidget:
    """Return banners, the history of a field and an empty state."""
    page = _page()
    _add(page, Banner("Il testo è salvato su questo PC: sarà inviato al ritorno della linea.", kind="done"))
    _add(page, Banner("Due versioni della stessa scheda.", kind="danger", action="Decidi"))
    card = Card("Storia del campo «Titolare»")
    changes = (
        Change("L. Bianchi", "lun 19 ott, 16:30", "", "Lucia Bianchi"),
        Change("M. Galli", "mar 3 feb 2025, 9:10", "Paola <b>Sala</b>", "Marta Galli"),
    )
    card.add(Timeline("Storia del campo", changes))
    _add(page, card, EmptyState("Nessun contatto ancora.", action="Scrivi il primo", icon="sticky-note"))
    return _scrolled(page)


def palette() -> QWidget:
    """Return the palette over the cartella."""
    page = cartella()
    layer = Palette(page, lambda _text, reply: _hits(reply))
    layer.open()
    layer.line.setText("ferr")
    return page


def _hits(reply: Reply) -> None:
    reply(data.HITS)


def sheet() -> QWidget:
    """Return the sheet of a quick access over the cartella."""
    page = cartella()
    layer = Sheet(page, "Accesso rapido")
    person = PersonPicker(_people, "Persona")
    for field in (
        Field("Persona", person),
        Field("Telefono", QLineEdit(), characters=DATE),
        Field("Che cosa chiede", QPlainTextEdit()),
    ):
        layer.content.addWidget(field)
    layer.content.addStretch(1)
    layer.foot.addWidget(Button("Salva", look="main", keys="Ctrl+Invio"))
    layer.open_with(person)
    page.setProperty("late", person)
    return page


def notice() -> QWidget:
    """Return a notice over the cartella, with the focus on a button."""
    page = cartella()
    page.resize(SIZES["1"])
    Notice(page).say("Appunto archiviato.", undo=1)
    page.findChildren(QuickEntry)[0].save_button.setFocus()
    return page


def curtain() -> QWidget:
    """Return the curtain over the cartella."""
    page = cartella()
    Curtain(page).cover()
    return page


def drawer() -> QWidget:
    """Return the cartella in a window under 1080, the side panel laid over it."""
    page = cartella()
    page.setProperty("press", page.findChildren(SidePanel)[0].toggle)
    return page


def popups() -> QWidget:
    """Return the small panels of the quick entry."""
    page = _page()
    entry = QuickEntry(data.options())
    entry.set_values(data.WRITTEN)
    _add(page, entry)
    for card in (entry.kind.open_menu(), entry.who.open_list(), entry.when.open_line()):
        seen = QLabel()
        seen.setPixmap(card.grab())
        card.close()
        _add(page, seen)
    return _scrolled(page)


def calendar() -> QWidget:
    """Return the calendar of a day picker by itself."""
    page = _page()
    month = MonthCalendar()
    month.setMaximumSize(320, 300)
    _add(page, month)
    return page


PAGES: dict[str, Callable[[], QWidget]] = {
    made.__name__: made
    for made in (cartella, form, table, words, palette, sheet, notice, curtain, calendar, drawer, popups)
}


def draw(app: QApplication, folder: Path, scale_name: str, *, only: str = "") -> None:
    """Write the pictures of every theme at the scale this process runs at."""
    for theme in THEMES:
        style.apply(app, theme)
        for name, made in PAGES.items():
            if only and name not in only.split(","):
                continue
            page = made()
            page.resize(QSize(1024, 768) if name == "drawer" and scale_name == "1" else SIZES[scale_name])
            page.show()
            page.activateWindow()
            focused = page.focusWidget()
            QTest.qWait(30)
            press = page.property("press")
            if isinstance(press, Button) and press.isVisible():
                press.click()
            late = page.property("late")
            if isinstance(late, PersonPicker):
                late.setFocus()
                QTest.keyClicks(late, "ferr")
                QTest.qWait(30)
            elif focused is not None:
                focused.setFocus()
            page.grab().save(str(folder / f"{name}-{theme.value}-{scale_name}00.png"))
            page.close()
            page.deleteLater()
            app.processEvents()


def main() -> int:
    """Draw in this process, or in one process for each scale."""
    folder = Path(sys.argv[1])
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    folder.mkdir(parents=True, exist_ok=True)
    mine = os.environ.get("GALLERY_SCALE", "")
    if mine:
        draw(QApplication([]), folder, mine, only=only)
        return 0
    for scale_name in SIZES:
        asked = {"GALLERY_SCALE": scale_name, "QT_SCALE_FACTOR": scale_name, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run(
            [sys.executable, "-m", "tests.ui.gallery", str(folder), only],
            env=os.environ | asked,
            check=True,
            timeout=120,
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
