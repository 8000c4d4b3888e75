# SPDX-License-Identifier: EUPL-1.2
"""Accessi: who came, called or wrote, by day; each can be linked to a person later or become a referral."""

from datetime import date, datetime, timedelta
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtWidgets import QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import contacts as desk
from welfaredesk.desk.contacts import ContactLine
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.contact_rule import SavedAs
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import moment_words
from welfaredesk.ui.case_marks import caution_chips
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.choices import offered
from welfaredesk.ui.editors.links import find_people
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.code_picker import Choice, CodePicker
from welfaredesk.ui.parts.detail import Detail
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.field import Field
from welfaredesk.ui.parts.flow import FlowBox
from welfaredesk.ui.parts.list_page import ListPage
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.person_picker import PersonPicker
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.referral_sheet import ReferralSheet

NEW = N_("Accesso rapido")
EMPTY = N_("Nessun accesso in questo periodo. Con Ctrl+N ne registri uno da qualunque pagina.")
CHOOSE = N_("Scegli un accesso dall'elenco")
PERIOD = N_("Periodo")
PERIODS = (("1", N_("Oggi")), ("7", N_("7 giorni")), ("30", N_("30 giorni")), ("365", N_("Un anno")))
COMUNE, CHANNEL = N_("Comune"), N_("Come")
ANY_COMUNE, ANY_CHANNEL = N_("Tutti i comuni"), N_("In tutti i modi")
ONE, MANY = N_("accesso"), N_("accessi")
DIGITAL = N_("{count} con aiuto digitale")
DIGITAL_HELP = "digital_help"
IN_DIARY, IN_REGISTER = N_("Nel diario"), N_("Nel registro")
OPEN, OPEN_CASE = N_("Modifica"), N_("Apri la cartella")
LINK_TO, BECOME = N_("Collega a una persona"), N_("Diventa segnalazione")
LINKED = N_("Accesso collegato a {who}")
NOBODY = N_("Senza nome")
COLUMNS = (
    Column("when", N_("Quando"), 14),
    Column("who", N_("Chi"), 22, stretches=True),
    Column("channel", N_("Come"), 11, drop=2),
    Column("needs", N_("Bisogno"), 13, stretches=True, drop=1),
    Column("outcome", N_("Esito"), 13, drop=3),
    Column("comune", N_("Comune"), 13, drop=4),
)


class Contacts(Screen):
    """The list of accesses."""

    name = "contacts"
    label = N_("Accessi")
    icon = "phone-incoming"
    deed = Deed.WRITE_CONTACTS

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._all: list[ContactLine] = []
        self._lines: dict[str, ContactLine] = {}
        self._shown_line: ContactLine | None = None
        new = Button(tr(NEW), "phone-incoming", look="main", keys="Ctrl+N")
        new.clicked.connect(context.ways.quick_contact)
        self.period = ChoiceChips([(code, tr(text)) for code, text in PERIODS], tr(PERIOD), always=True)
        self.period.choose("7")
        self.comune = CodePicker([], tr(COMUNE), placeholder=tr(ANY_COMUNE))
        self.channel = CodePicker(offered(context, "contact_channel"), tr(CHANNEL), placeholder=tr(ANY_CHANNEL))
        filters = FlowBox(gap=12, line_gap=8)
        for widget in (self.period, self.comune, self.channel):
            filters.add(widget)
        for picker in (self.comune, self.channel):
            picker.setFixedWidth(190)
            picker.changed.connect(self._filter)
        self.period.changed.connect(self._read)
        columns = [Column(c.key, tr(c.label), c.width, c.stretches, drop=c.drop) for c in COLUMNS]
        self.table = Table(columns, tr(self.label))
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(context.ways.record)
        self.detail = Detail(tr(self.label), empty=tr(CHOOSE))
        self.person = PersonPicker(lambda text, reply: find_people(context, text, reply), tr(LINK_TO))
        self.link_box = Field(tr(LINK_TO), self.person)
        self.link_box.hide()
        self.person.chosen.connect(self.link)
        self.detail.extra.addWidget(self.link_box)
        empty = EmptyState(tr(EMPTY), action=tr(NEW), icon="phone-incoming")
        empty.action_asked.connect(context.ways.quick_contact)
        head = PageHead(tr(self.label), actions=[new])
        self.page = ListPage(head, [filters], table=self.table, detail=self.detail, empty=empty)
        self.sheet: ReferralSheet | None = None
        whole = column(gap=0)
        whole.addWidget(self.page)
        self.setLayout(whole)

    def shown(self) -> None:
        """Ask for the accesses of the period."""
        self._read()

    @Slot()
    def _read(self) -> None:
        last = today(self.context.clock)
        first = last - timedelta(days=int(self.period.code()) - 1)

        def question(session: Session) -> list[ContactLine]:
            return desk.contacts_between(session, first=first, last=last)

        self.context.tasks.ask(question, self.show_lines, owner=self, latest="contacts")

    @Slot(object)
    def show_lines(self, lines: list[ContactLine]) -> None:
        """Show the accesses of the period, as far as the filters let them through."""
        self._all = lines
        self.comune.offer([Choice(one, one) for one in sorted({line.comune for line in lines if line.comune})])
        self._filter()

    @Slot()
    def _filter(self) -> None:
        comune, channel = self.comune.settled(), self.channel.settled()
        kept = [
            line
            for line in self._all
            if (not comune or line.comune == comune) and (not channel or line.channel == channel)
        ]
        chosen = self.table.current_id()
        self._lines = {line.id: line for line in kept}
        self.page.show_rows(some=bool(kept))
        ids = [line.id for line in kept]
        with QSignalBlocker(self.table):
            self.table.set_rows(ids, lambda wanted: [self._row(self._lines[one]) for one in wanted])
            if chosen in self._lines:
                self.table.selectRow(ids.index(chosen))
        digital = sum(DIGITAL_HELP in line.needs for line in kept)
        said = [plural(len(kept), ONE, many=MANY)]
        if digital:
            said.append(tr(DIGITAL).format(count=digital))
        self.page.head.say(" · ".join(said))
        self._choose(self.table.current_id() if kept else "")

    def _row(self, line: ContactLine) -> TableRow:
        codes = self.context.codes
        who = line.person_name or line.who or tr(NOBODY)
        return (
            self._when(line),
            who,
            codes.label("contact_channel", line.channel) if line.channel else "",
            ", ".join(codes.label("contact_need", need) for need in line.needs),
            codes.label("contact_outcome", line.outcome) if line.outcome else "",
            line.comune,
        )

    def _when(self, line: ContactLine) -> str:
        if not line.when:
            return ""
        return moment_words(datetime.fromisoformat(line.when), today(self.context.clock))

    @Slot(str)
    def _choose(self, identity: str) -> None:
        line = self._lines.get(identity)
        if line is not None and line == self._shown_line:
            return  # a save elsewhere: who is being picked stays as typed
        self._shown_line = line
        self.link_box.hide()
        if line is None:
            self.detail.show_nothing()
            return

        def question(session: Session) -> tuple[dict[str, Any], ...]:
            return desk.caller_card(session, line.person).cautions if line.person else ()

        self.context.tasks.ask(question, lambda cautions: self._show(line, cautions), owner=self, latest="contact")

    def _show(self, line: ContactLine, cautions: tuple[dict[str, Any], ...]) -> None:
        """Show an access, the avvertenze of its person before any number."""
        codes, values = self.context.codes, line.values
        lines = [
            (tr(N_("Chi si è rivolto")), line.who if line.person_name and line.who != line.person_name else ""),
            (tr(N_("In che veste")), codes.label("requester_kind", str(values.get("requester") or ""))),
            (tr(COLUMNS[2].label), codes.label("contact_channel", line.channel)),
            (tr(COLUMNS[3].label), ", ".join(codes.label("contact_need", need) for need in line.needs)),
            (tr(N_("Cosa è stato detto")), str(values.get("note") or values.get("text") or "")),
            (tr(N_("Inviato a")), link_title(values.get("sent_on_to"))),
            (tr(COLUMNS[4].label), codes.label("contact_outcome", line.outcome)),
            (tr(N_("Minuti")), str(values.get("minutes") or "")),
            (tr(N_("Numero")), str(values.get("number") or "")),
            (tr(N_("Punto di accesso")), codes.label("access_point_kind", str(values.get("access_point") or ""))),
        ]
        where = tr(IN_DIARY if line.type == SavedAs.DIARY_ENTRY else IN_REGISTER)
        said = " · ".join(part for part in (self._when(line), line.comune, where) if part)
        title = line.person_name or line.who or tr(NOBODY)
        chips = caution_chips(self.context, cautions)
        self.detail.show_lines(title, lines=lines, subtitle=said, chips=chips, actions=self._actions(line))

    def _actions(self, line: ContactLine) -> list[Button]:
        ways = self.context.ways
        found: list[Button] = []
        if line.person:
            case = Button(tr(OPEN_CASE), "folder-open")
            case.clicked.connect(lambda _on=False: ways.cartella.emit(line.person))
            found.append(case)
        else:
            link = Button(tr(LINK_TO), "link")
            link.clicked.connect(self._ask_person)
            found.append(link)
        become = Button(tr(BECOME), "megaphone")
        become.clicked.connect(lambda _on=False: self.become(line))
        opens = Button(tr(OPEN), "pencil", look="quiet")
        opens.clicked.connect(lambda _on=False: ways.record.emit(line.id))
        return [*found, become, opens]

    @Slot()
    def _ask_person(self) -> None:
        self.person.set_person("", "")
        self.link_box.show()
        self.person.setFocus()

    @Slot(str)
    def link(self, person: str) -> None:
        """Link the chosen access to a person; «Annulla» unlinks."""
        contact, name = self.table.current_id(), self.person.text()
        if not person or not contact:
            return
        tasks, ways = self.context.tasks, self.context.ways

        def undo() -> None:
            tasks.change(lambda session: desk.detach(session, contact), lambda _none: self._read(), owner=self)

        def done(_none: None) -> None:
            ways.notice.emit(tr(LINKED).format(who=name), undo)
            self._read()

        tasks.change(lambda session: desk.attach(session, contact, person), done, owner=self)

    def become(self, line: ContactLine) -> None:
        """Start a referral with what the access says."""
        if self.sheet is None:
            self.sheet = ReferralSheet(self.context, self)
        contact = line.id if line.type == SavedAs.CONTACT else ""
        self.sheet.start_from(line.values, contact=contact)

    def place(self) -> dict[str, Any]:
        """Return the filters and the chosen access."""
        return {
            "period": self.period.code(),
            "comune": self.comune.settled(),
            "channel": self.channel.settled(),
            "on": today(self.context.clock).isoformat(),
        }

    def come_back(self, place: dict[str, Any]) -> None:
        """Set the filters as they were, the period only on the same day."""
        if place.get("on") == date.isoformat(today(self.context.clock)):
            self.period.choose(str(place.get("period") or "7"))
        self.comune.set_code(str(place.get("comune") or ""))
        self.channel.set_code(str(place.get("channel") or ""))

    def before_lock(self) -> None:
        """Keep what is being written of a referral."""
        if self.sheet is not None:
            self.sheet.before_lock()
