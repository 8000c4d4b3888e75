# SPDX-License-Identifier: EUPL-1.2
"""Risorse: the services and bodies of the territory, found as one types by name, local name or acronym."""

from datetime import date
from typing import Any

from PySide6.QtCore import QSignalBlocker, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from welfaredesk.base.clock import today
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk import directory as desk
from welfaredesk.desk.directory import Resource
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed
from welfaredesk.domain.names import link_title
from welfaredesk.domain.periods import days_ago_words, full_day
from welfaredesk.ui.context import Context
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.button import Button
from welfaredesk.ui.parts.card import column
from welfaredesk.ui.parts.chip import ChipMark
from welfaredesk.ui.parts.choice_chips import ChoiceChips
from welfaredesk.ui.parts.detail import Detail
from welfaredesk.ui.parts.empty_state import EmptyState
from welfaredesk.ui.parts.list_page import ListPage
from welfaredesk.ui.parts.page_head import PageHead
from welfaredesk.ui.parts.table import Table
from welfaredesk.ui.parts.table_model import Column, TableRow
from welfaredesk.ui.screen import Screen

SEARCH = N_("Cerca nome, sigla, comune, bisogno")
NEW_SERVICE, NEW_BODY = N_("Nuovo servizio"), N_("Nuovo ente")
EMPTY = N_("Nessuna risorsa con queste parole. Se esiste, aggiungila: servirà anche ai colleghi.")
CHOOSE = N_("Scegli una risorsa dall'elenco")
WHICH, ALL, SERVICES, BODIES = N_("Quali"), N_("Tutte"), N_("Servizi"), N_("Enti")
ONE, MANY = N_("voce"), N_("voci")
MEANINGS = N_("{acronym} può voler dire: {labels}")
ONE_MEANING = N_("{acronym}: {labels}")
CHECKED, CHECK_AGAIN = N_("Verificato {ago}"), N_("Da ricontrollare: {ago}")
NEVER_CHECKED = N_("Mai verificato")
EXPIRED, EXPIRES = N_("Accreditamento scaduto il {day}"), N_("Accreditato fino al {day}")
OVER, VALID = N_("Scaduto il {day}"), N_("Valido fino al {day}")
CHECK_NOW, CHANGE = N_("È ancora così"), N_("Modifica")
CHECKED_SAID = N_("Segnato come verificato oggi")
COLUMNS = (
    Column("name", N_("Nome"), 19, stretches=True),
    Column("kind", N_("Che cosa è"), 12, drop=2),
    Column("comune", N_("Comune"), 13, drop=3),
    Column("fresh", N_("Stato"), 26, drop=1),
)


def freshness(one: Resource, now: date) -> ChipMark | None:
    """Return how fresh a service is, or whether an accreditation holds."""
    ends = one.expiry()
    if ends is not None and desk.expired(ends, now):
        text = EXPIRED if one.accredited_until else OVER
        return ChipMark(tr(text).format(day=full_day(ends)), "circle-alert", "danger")
    if ends is not None and desk.expires_soon(ends, now):
        text = EXPIRES if one.accredited_until else VALID
        return ChipMark(tr(text).format(day=full_day(ends)), "clock", "attention")
    if one.to_check(now):
        if one.checked_on is None:
            return ChipMark(tr(NEVER_CHECKED), "clock", "attention")
        return ChipMark(tr(CHECK_AGAIN).format(ago=days_ago_words(one.checked_on, now)), "clock", "attention")
    if one.accredited_until is not None:
        return ChipMark(tr(EXPIRES).format(day=full_day(one.accredited_until)), "circle-check", "done")
    if one.checked_on is not None:
        return ChipMark(tr(CHECKED).format(ago=days_ago_words(one.checked_on, now)), "circle-check", "done")
    return None


class Resources(Screen):
    """The directory of the territory."""

    name = "resources"
    label = N_("Risorse")
    icon = "map-pin"
    deed = Deed.READ_DIRECTORY

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._found: dict[str, Resource] = {}
        service, body = Button(tr(NEW_SERVICE), "plus", look="main"), Button(tr(NEW_BODY), "plus")
        service.clicked.connect(lambda _on=False: context.ways.new_record.emit("service", {}))
        body.clicked.connect(lambda _on=False: context.ways.new_record.emit("body", {}))
        self.line = QLineEdit()
        self.line.setProperty("look", "search")
        self.line.setPlaceholderText(tr(SEARCH))
        self.line.setAccessibleName(tr(SEARCH))
        self.line.setClearButtonEnabled(False)
        self.which = ChoiceChips(
            [("", tr(ALL)), ("service", tr(SERVICES)), ("body", tr(BODIES))], tr(WHICH), always=True
        )
        self.which.choose("")
        self.meanings = Banner(kind="neutral")
        self.meanings.hide()
        columns = [Column(c.key, tr(c.label), c.width, c.stretches, drop=c.drop) for c in COLUMNS]
        self.table = Table(columns, tr(self.label))
        self.detail = Detail(tr(self.label), empty=tr(CHOOSE))
        empty = EmptyState(tr(EMPTY), action=tr(NEW_SERVICE), icon="map-pin")
        empty.action_asked.connect(lambda: context.ways.new_record.emit("service", {}))
        head = PageHead(tr(self.label), actions=[body, service])
        over = [self.line, self.which, self.meanings]
        self.page = ListPage(head, over, table=self.table, detail=self.detail, empty=empty)
        whole = column(gap=0)
        whole.addWidget(self.page)
        self.setLayout(whole)
        self.setFocusProxy(self.line)
        self.line.textEdited.connect(self._search)
        self.line.returnPressed.connect(self.table.setFocus)
        self.which.changed.connect(self._search)
        self.table.current_changed.connect(self._choose)
        self.table.opened.connect(context.ways.record)

    def showEvent(self, event: QShowEvent) -> None:
        """Have the keyboard in the search line as soon as the page is in front."""
        super().showEvent(event)
        self.line.setFocus()

    def shown(self) -> None:
        """Ask again for what is typed."""
        self._search()

    @Slot()
    def _search(self) -> None:
        text, type_name = self.line.text(), self.which.code()

        def question(session: Session) -> list[Resource]:
            return desk.find(session, text, type_name=type_name)

        self.context.tasks.ask(question, self.show_found, owner=self, latest="resources")
        self._say_meanings(text)

    def _say_meanings(self, text: str) -> None:
        found = desk.acronym_meanings(text)
        self.meanings.setVisible(bool(found))
        if found:
            words = MEANINGS if len(found) > 1 else ONE_MEANING
            labels = " · ".join(one.label for one in found)
            self.meanings.say(tr(words).format(acronym=found[0].acronym, labels=labels), kind="neutral")

    @Slot(object)
    def show_found(self, found: list[Resource]) -> None:
        """Show these resources, staying on the chosen one."""
        chosen = self.table.current_id()
        self._found = {one.id: one for one in found}
        ids = [one.id for one in found]
        self.page.show_rows(some=bool(found))
        with QSignalBlocker(self.table):
            self.table.set_rows(ids, lambda wanted: [self._row(self._found[one]) for one in wanted])
            if chosen in self._found:
                self.table.selectRow(ids.index(chosen))
        self.page.head.say(plural(len(found), ONE, many=MANY))
        if found:
            self._choose(self.table.current_id())
        else:
            self.detail.show_nothing()

    def _kind(self, one: Resource) -> str:
        codes_of = "resource_kind" if one.type == "service" else "body_kind"
        return self.context.codes.label(codes_of, one.kind)

    def _row(self, one: Resource) -> TableRow:
        name = f"{one.name} ({one.other_name})" if one.other_name else one.name
        return name, self._kind(one), one.comune, freshness(one, today(self.context.clock)) or ""

    @Slot(str)
    def _choose(self, identity: str) -> None:
        one = self._found.get(identity)
        if one is None:
            return

        def question(session: Session) -> list[Resource]:
            return list(desk.services_of(session, identity)) if one.type == "body" else []

        self.context.tasks.ask(question, lambda run: self._show(one, run), owner=self, latest="resource")

    def _show(self, one: Resource, run: list[Resource]) -> None:
        values, codes = one.values, self.context.codes

        def areas(name: str) -> str:
            return ", ".join(codes.label("care_area", code) for code in values.get(name) or ())

        persons = values.get("contact_persons") or ()
        referents = "\n".join(
            " · ".join(str(person[name]) for name in ("who", "role", "phone") if person.get(name)) for person in persons
        )
        address = ", ".join(str(part) for part in (values.get("address"), one.comune) if part)
        lines = [
            (tr(N_("Telefono")), str(values.get("phone") or "")),
            (tr(N_("E-mail")), str(values.get("email") or "")),
            (tr(N_("Dove")), address),
            (tr(N_("Orari")), str(values.get("hours") or "")),
            (tr(N_("A chi è rivolto")), str(values.get("requirements") or "")),
            (tr(N_("Area")), areas("areas")),
            (tr(N_("Lo gestisce")), link_title(values.get("body"))),
            (tr(N_("Referenti")), referents),
            (tr(N_("Accreditato per")), areas("accredited_for")),
            (tr(N_("Servizi")), ", ".join(service.name for service in run)),
            (tr(N_("Chi lo tiene aggiornato")), one.keeper),
            (tr(N_("Note")), str(values.get("notes") or "")),
        ]
        mark = freshness(one, today(self.context.clock))
        said = " · ".join(part for part in (one.other_name, self._kind(one)) if part)
        self.detail.show_lines(
            one.name, lines=lines, subtitle=said, chips=[mark] if mark else [], actions=self._actions(one)
        )

    def _actions(self, one: Resource) -> list[Button]:
        found = []
        if one.type == "service":
            check = Button(tr(CHECK_NOW), "check")
            check.clicked.connect(lambda _on=False: self.check(one))
            found.append(check)
        change = Button(tr(CHANGE), "pencil", look="quiet" if found else "plain")
        change.clicked.connect(lambda _on=False: self.context.ways.record.emit(one.id))
        return [*found, change]

    def check(self, one: Resource) -> None:
        """Write that the entry is still as written."""

        def done(_none: None) -> None:
            self.context.ways.notice.emit(tr(CHECKED_SAID), None)
            self._search()

        self.context.tasks.change(lambda session: desk.checked_now(session, one.id), done, owner=self)

    def place(self) -> dict[str, Any]:
        """Return what is looked for."""
        return {"text": self.line.text(), "which": self.which.code()}

    def come_back(self, place: dict[str, Any]) -> None:
        """Look again for what was looked for."""
        self.line.setText(str(place.get("text") or ""))
        self.which.choose(str(place.get("which") or ""))
