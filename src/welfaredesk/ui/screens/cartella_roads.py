# SPDX-License-Identifier: EUPL-1.2
"""Where the rows and buttons of a cartella lead."""

from functools import partial

from PySide6.QtCore import QObject, Slot

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import cartella, printing
from welfaredesk.desk.cartella import CartellaShown
from welfaredesk.desk.plan.projects import new_project
from welfaredesk.documents.cartella import Pdf
from welfaredesk.ui.case_marks import caution_chips
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.side_panel import SidePanel
from welfaredesk.ui.screens.cartella_layers import Layers
from welfaredesk.ui.screens.letter_card import new_letter
from welfaredesk.ui.screens.print_view import PrintView
from welfaredesk.ui.screens.readers import READERS, ReadersView

PERSON = "person:"
REACH = "reach:"
HOUSEHOLD = "household:"
PRINT = N_("Stampa la cartella")
FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "deadlines": ("deadline", ("title", "due_on", "due_at", "owner", "notes")),
    "appointments": ("appointment", ()),
    "network": ("network_tie", ()),
    "care": ("care_episode", ()),
    "access": (
        "access_request",
        ("received_on", "requester", "title", "basis", "what", "proof", "protocol_number"),
    ),
    "documents": ("document", ("title", "attachment", "kind", "dated", "direction", "counterpart", "notes")),
}
"""By card: the type of the record that is added, and the fields of its small form."""
PAGES = {"projects": "project", "access": "access", "letters": "letter", "gepi": "gepi"}
"""By card: the page that its rows lead to."""


class Roads(QObject):
    """Goes from a cartella where a person points; `shown` is the page as it was last read."""

    def __init__(self, owner: QObject, context: Context, *, layers: Layers, panel: SidePanel) -> None:
        super().__init__(owner)
        self._context, self._layers, self._panel = context, layers, panel
        self.shown: CartellaShown | None = None

    @Slot(str, str)
    def open_row(self, card: str, key: str) -> None:
        """Open what a row of the panel stands for."""
        shown = self.shown
        if not key or shown is None:
            return
        self._panel.close_drawer()
        layers, ways = self._layers, self._context.ways
        if key.startswith(PERSON):
            ways.cartella.emit(key.removeprefix(PERSON))
        elif key.startswith(REACH):
            layers.reach(shown, int(key.removeprefix(REACH)))
        elif key == "all":
            ways.screen.emit("cartelle")
        elif card == "documents":
            layers.document(key)
        elif card == "readers":
            self.readers()
        elif card == "urgencies":
            ways.urgency.emit(key)
        elif card == "staff":
            ways.minutes.emit(key)
        elif card in PAGES:
            ways.page.emit(PAGES[card], key)
        elif card == "past":
            ways.record.emit(key)
        else:
            layers.correct(key)

    @Slot(str)
    def act(self, card: str) -> None:
        """Do what the button of a card says."""
        shown = self.shown
        if shown is None:
            return
        self._panel.close_drawer()
        layers, person = self._layers, shown.person.id
        if card.startswith(HOUSEHOLD):
            layers.correct(card.removeprefix(HOUSEHOLD))
        elif card == "household":
            surname = str(shown.person.values.get("surname") or shown.person.title)
            members = [{"person": {"id": person, "root": person, "title": shown.person.title}}]
            layers.new("household", {"name": surname, "kind": "actual", "members": members}, root=None)
        elif card == "readers":
            self.readers()
        elif card == "projects":
            begin = partial(new_project, person=person)
            self._context.tasks.change(begin, partial(self._context.ways.page.emit, "project"), owner=self)
        elif card == "letters":
            self._context.ways.page.emit("letter", new_letter(person))
        elif card == "reach":
            layers.correct(person, only=("reachabilities", "aliases"))
        else:
            name, only = FORMS[card]
            link = {"id": person, "root": person, "title": shown.person.title}
            layers.new(name, {"person": link}, root=person, only=only)

    @Slot()
    def person_data(self) -> None:
        """Lay the form with all the data of the person."""
        if self.shown is not None:
            self._layers.correct(self.shown.person.id)

    def readers(self) -> None:
        """Lay over the page who may read this cartella."""
        if self.shown is not None:
            view = ReadersView(self._context, self.shown.person.id)
            view.ask()
            self._layers.lay(tr(READERS), view)

    @Slot()
    def banner_asked(self) -> None:
        """Open a cartella to whom has none; else go to the record that is the same person."""
        shown = self.shown
        if shown is None:
            return
        person = shown.person.id
        if shown.case_file is None:
            comune = shown.person.values.get("comune")
            values = {"comune": comune} if comune else {}
            self._context.tasks.change(
                lambda session: cartella.open_cartella(session, values, person=person), lambda _id: None, owner=self
            )
            return
        other = next((one["other"] for one in shown.same if one["other"].get("id")), None)
        if other is not None:
            self._context.ways.cartella.emit(str(other["id"]))

    @Slot()
    def print_all(self) -> None:
        """Make the cartella as a document, logged, and lay it over the page to be printed or kept."""
        shown = self.shown
        if shown is None:
            return
        person, title = shown.person.id, shown.person.title
        cautions = caution_chips(self._context, shown.cautions)

        def done(pdf: Pdf) -> None:
            view = PrintView(self._context, pdf, title=title, cautions=cautions)
            self._layers.lay(tr(PRINT), view, foot=(view.keep, view.print_button))

        self._context.tasks.ask(lambda session: printing.print_cartella(session, person), done, owner=self)
