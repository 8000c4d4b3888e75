# SPDX-License-Identifier: EUPL-1.2
"""The shell: the rail, the page a person is on, and what can be done from anywhere."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from welfaredesk.base.errors import Fault
from welfaredesk.base.text import N_, tr
from welfaredesk.domain.access import Deed, may
from welfaredesk.ui.context import Context
from welfaredesk.ui.entries import Entries
from welfaredesk.ui.finding import Action, Finding
from welfaredesk.ui.line_standing import StandingRead, standing_read
from welfaredesk.ui.line_words import arriving_words, line_standing
from welfaredesk.ui.parts.banner import Banner
from welfaredesk.ui.parts.card import column, row
from welfaredesk.ui.parts.curtain import Curtain
from welfaredesk.ui.parts.keyboard import held_in
from welfaredesk.ui.parts.notice import Notice
from welfaredesk.ui.parts.palette import Palette
from welfaredesk.ui.parts.rail import Rail
from welfaredesk.ui.parts.state_box import Standing
from welfaredesk.ui.screen import Screen
from welfaredesk.ui.screens.people_part import roles_words
from welfaredesk.ui.screens.quick_contact import QuickContact
from welfaredesk.ui.travel import Stop, Travel
from welfaredesk.ui.words import ago_words

ONLY_HERE = N_("Solo su questo PC")
WAITING = N_("Da decidere {to_decide}")
LAST_COPY = N_("Ultima copia: {ago}")
COPY_LATE_FROM = 3
SEE = N_("Vedi")
OTHER_ROLES = N_("I tuoi ruoli sono cambiati: ora sei {roles}.")
STATE_AFTER_MS, STATE_EVERY_MS, WARM_MS = 400, 60_000, 250


class Shell(QWidget):
    """The open desk in one window."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.context = context
        self._entries = Entries.of(context.session.identity.roles)
        self._built: dict[str, Screen] = {}
        self._travel = Travel()
        self._covered = False
        self.rail = Rail(self._entries.on_rail())
        self.stack = QStackedWidget()
        self.fault = Banner(kind="danger", closes=True)
        self.fault.hide()
        self.arriving = Banner(kind="neutral")
        self.arriving.hide()
        self._lay()
        self.curtain = Curtain(self)
        self.notice = Notice(self)
        self.notice.undo_asked.connect(_undo)
        self.finding = Finding(context, self, list(self._actions()))
        self.palette_layer = Palette(self, self.finding.find)
        self.palette_layer.chosen.connect(self.finding.choose)
        self._quick: QuickContact | None = None
        self._listen()
        self._shortcuts()

    def _lay(self) -> None:
        top = column(gap=0)
        top.setContentsMargins(24, 8, 24, 0)
        top.addWidget(self.fault)
        top.addWidget(self.arriving)
        right = column(gap=0)
        right.addLayout(top)
        right.addWidget(self.stack, 1)
        top.setContentsMargins(0, 0, 0, 0)
        whole = row(gap=0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
        self.setLayout(whole)

    def _listen(self) -> None:
        ways, tasks = self.context.ways, self.context.tasks
        ways.screen.connect(self.open_screen)
        ways.cartella.connect(lambda person: self.go("cartella", {"person": person}))
        ways.record.connect(lambda record: self.go("record", {"record": record}))
        ways.new_record.connect(lambda kind, values: self.go("record", {"type": kind, "values": values}))
        ways.part.connect(lambda key: self.go("people", {"part": key}))
        ways.quick_contact.connect(self.quick_contact)
        ways.urgency.connect(self.urgency)
        ways.minutes.connect(lambda minutes: self.go("minutes", {"minutes": minutes}))
        ways.page.connect(lambda name, record: self.go(name, {name: record}))
        ways.notice.connect(lambda text, undo: self.notice.say(text, undo=undo))
        tasks.touched.connect(self._touched)
        tasks.troubled.connect(self.tell_fault)
        self.rail.chosen.connect(self.open_screen)
        self.rail.state_asked.connect(self._state_asked)
        self.context.exchanging.changed.connect(self._line_changed)
        self.arriving.action_asked.connect(partial(self.open_screen, "exchange"))
        self._soon = QTimer(self, singleShot=True, interval=STATE_AFTER_MS)
        self._soon.timeout.connect(self.refresh_state)
        self._minute = QTimer(self, interval=STATE_EVERY_MS)
        self._minute.timeout.connect(self.refresh_state)
        self._minute.start()
        self._warmer = QTimer(self, singleShot=True, interval=WARM_MS)
        self._warmer.timeout.connect(self._warm)
        self._counting = QTimer(self, singleShot=True, interval=STATE_AFTER_MS)
        self._counting.timeout.connect(self._show_counts)

    def _shortcuts(self) -> None:
        ways = self.context.ways
        wanted: list[tuple[str, Callable[[], object]]] = [
            ("Ctrl+K", self.open_palette),
            ("Ctrl+N", ways.quick_contact.emit),
            ("F9", partial(ways.urgency.emit, "")),
            ("Ctrl+L", ways.lock.emit),
            ("Alt+Left", self.back),
            ("Alt+Right", self.forward),
        ]
        wanted += [(f"Alt+{number}", partial(self._open_nth, number)) for number in range(1, 10)]
        for keys, do in wanted:
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(partial(self._do, do))
        QShortcut(QKeySequence("F12"), self).activated.connect(self.curtain.toggle)

    def _open_nth(self, number: int) -> None:
        if number <= len(self._entries.rail):
            self.open_screen(self._entries.rail[number - 1].name)

    def _do(self, do: Callable[[], object]) -> None:
        """Do what a shortcut asks, unless the curtain is drawn: behind it nothing may change."""
        if self.curtain.isHidden():
            do()

    def _actions(self) -> Iterator[Action]:
        ways = self.context.ways
        if self._may(Deed.WRITE_CONTACTS):
            yield Action("contact", tr(N_("Accesso rapido")), "phone-incoming", "Ctrl+N", ways.quick_contact.emit)
        if "urgency" in self._entries.kinds:
            yield Action("urgency", tr(N_("Urgenza")), "siren", "F9", partial(ways.urgency.emit, ""))
        if self._may(Deed.WRITE_CASES):
            add = partial(ways.new_record.emit, "person", {})
            yield Action("person", tr(N_("Nuova persona")), "user-plus", "", add)
        for number, kind in enumerate(self._entries.rail, 1):
            label = tr(N_("Vai a {page}")).format(page=tr(kind.label))
            go = partial(self.open_screen, kind.name)
            yield Action(f"go-{kind.name}", label, kind.icon, f"Alt+{number}", go)
        for name in ("queue", "handover", "access_register", "to_decide"):
            if (page := self._entries.kinds.get(name)) is not None:
                yield Action(name.replace("_", "-"), tr(page.label), page.icon, "", partial(self.open_screen, name))
        yield Action("exchange", tr(N_("Sincronizza ora")), "refresh-cw", "", self._exchange_now)
        yield Action(
            "exchange-page", tr(N_("Sincronizzazione")), "refresh-cw", "", partial(self.open_screen, "exchange")
        )
        if "import" in self._entries.kinds:
            bring = partial(self.open_screen, "import")
            yield Action("import", tr(N_("Importa da un altro programma")), "upload", "", bring)
        yield Action("about", tr(N_("Informazioni sul programma")), "info", "", partial(self.open_screen, "about"))
        yield Action("curtain", tr(N_("Copri lo schermo")), "eye-off", "F12", self.curtain.cover)
        yield Action("lock", tr(N_("Blocca la postazione")), "lock", "Ctrl+L", ways.lock.emit)

    def _may(self, deed: Deed) -> bool:
        return may(self.context.session.identity.roles, deed)

    def screen_named(self, name: str) -> Screen:
        """Return the page of that name, built at its first use."""
        found = self._built.get(name)
        if found is None:
            found = self._entries.kinds[name](self.context)
            self._built[name] = found
            self.stack.addWidget(found)
        return found

    def written_on(self) -> list[Screen | QuickContact]:
        """Return everything opened since the unlocking that may hold what somebody is writing."""
        return [*self._built.values(), *([self._quick] if self._quick is not None else [])]

    def current(self) -> Screen | None:
        """Return the page on the screen."""
        here = self._travel.here()
        return self._built.get(here.name) if here else None

    @Slot(str)
    def open_screen(self, name: str) -> None:
        """Open a page of the rail, as it was left."""
        built = self._built.get(name)
        self.go(name, built.place() if built else {})

    def go(self, name: str, place: dict[str, Any]) -> None:
        """Open a page on what `place` says; where one is now can be come back to."""
        if name not in self._entries.kinds:
            return
        self.palette_layer.close_layer()
        self._keep_here()
        self._travel.visit(Stop(name, place))
        self._show(Stop(name, place))

    def back(self) -> None:
        """Go back to the page before this one."""
        self._move(-1)

    def forward(self) -> None:
        """Undo a going back."""
        self._move(1)

    def _move(self, by: int) -> None:
        self._keep_here()
        stop = self._travel.move(by)
        if stop is not None and stop.name in self._entries.kinds:
            self._show(stop)
        elif stop is not None:
            self.open_screen(self._entries.rail[0].name)

    def _keep_here(self) -> None:
        here = self.current()
        if here is not None:
            self._travel.stay(here.place())
            try:
                here.before_lock()
            except Fault as fault:
                self.tell_fault(fault)

    def _show(self, stop: Stop) -> None:
        screen = self.screen_named(stop.name)
        self.stack.setCurrentWidget(screen)
        lit = stop.name if stop.name in self.rail.buttons else screen.under
        if lit in self.rail.buttons:
            self.rail.set_current(lit)
        if stop.place:
            screen.come_back(stop.place)
        screen.shown()
        if held_in(screen) is None:
            # What is typed while a page loads must not press the rail.
            screen.setFocus()

    @Slot()
    def open_palette(self) -> None:
        """Show the palette."""
        self.palette_layer.open()

    @Slot()
    def quick_contact(self) -> None:
        """Show the sheet of a quick access over whatever is open."""
        if not self._may(Deed.WRITE_CONTACTS):
            return
        if self._quick is None:
            self._quick = QuickContact(self.context, self)
        self._quick.open()

    @Slot(str)
    def urgency(self, urgency: str) -> None:
        """Open an urgency, or a new one; an access half written at the door waits as a draft."""
        if self._quick is not None:
            self._quick.before_lock()
            self._quick.close_layer()
        self.go("urgency", {"urgency": urgency})

    def _touched(self, ids: frozenset[str]) -> None:
        for screen in self._built.values():
            screen.touched(ids)
        self._follow_roles()
        self._soon.start()

    def _follow_roles(self) -> None:
        """Offer other pages when the roster gives other roles; the open one stays, with what is written on it."""
        roles = self.context.session.identity.roles
        if roles == self._entries.roles:
            return
        self._entries = Entries.of(roles)
        self.rail.offer(self._entries.on_rail())
        self.finding.offer(list(self._actions()))
        self.notice.say(tr(OTHER_ROLES).format(roles=roles_words(roles)), undo=None)
        self._warmer.start()

    @Slot()
    def refresh_state(self) -> None:
        """Ask how the desk stands and show it, and what waits on each page, those not on the screen included."""
        self.context.tasks.ask(standing_read, self._stands, owner=self, latest="standing")
        for name in self._entries.counted:
            screen = self._built.get(name)
            if screen is not None and not screen.isVisible():
                screen.shown()
        self._counting.start()

    @Slot()
    def _warm(self) -> None:
        """Build the next page whose count the rail shows, so that it is known before anybody goes there."""
        cold = [name for name in self._entries.counted if name not in self._built]
        if cold:
            self.screen_named(cold[0]).shown()
            self._warmer.start()
        self._counting.start()

    @Slot()
    def _show_counts(self) -> None:
        for name in self._entries.counted:
            screen = self._built.get(name)
            if screen is not None:
                self.rail.set_count(name, screen.count() or 0)

    @Slot()
    def _state_asked(self) -> None:
        self.open_screen("exchange" if self.context.exchanging.state.connected else "settings")

    @Slot()
    def _exchange_now(self) -> None:
        """Exchange now; without a server, say on its page what one would bring."""
        self.context.exchanging.now()
        if not self.context.exchanging.state.connected:
            self.open_screen("exchange")

    @Slot()
    def _line_changed(self) -> None:
        if not self._covered:
            self._follow_roles()
            self.refresh_state()

    def _stands(self, read: StandingRead) -> None:
        exchanging = self.context.exchanging
        if read.out is not None and read.out.wipe and read.out.is_received:
            # The server has a receipt for everything, and the ente has signed that this desk is to be erased.
            self.context.ways.erase.emit()
            return
        stands = read.stands
        late = stands.copy_days is None or stands.copy_days >= COPY_LATE_FROM
        copy = tr(LAST_COPY).format(ago=ago_words(stands.copy_days))
        if exchanging.state.connected:
            shown = line_standing(exchanging.state, read.numbers, clock=self.context.clock)
            self.rail.set_state(replace(shown, lines=(*shown.lines, copy)) if late else shown)
            arriving = read.numbers.arriving
            if arriving:
                self.arriving.say(arriving_words(read.numbers), kind="neutral", action=tr(SEE))
            self.arriving.setVisible(arriving)
            return
        waiting = tr(WAITING).format(to_decide=stands.to_decide)
        kind = "attention" if late else "neutral"
        self.rail.set_state(Standing(kind, "monitor", tr(ONLY_HERE), (waiting, copy)))

    @Slot(object)
    def tell_fault(self, fault: Fault) -> None:
        """Say what went wrong over the page, until it is read and closed."""
        self.fault.show()
        self.fault.say(fault.text, kind="danger")

    @Slot()
    def cover(self) -> None:
        """Cover the window before it is locked, and ask nothing more."""
        self._covered = True
        for timer in (self._soon, self._minute, self._warmer, self._counting):
            timer.stop()
        self.curtain.cover()

    def place(self) -> dict[str, Any]:
        """Return what is needed to come back to this page after the unlocking."""
        here = self.current()
        if here is not None:
            self._travel.stay(here.place())
        quick = self._quick is not None and not self._quick.isHidden()
        return self._travel.kept() | {"quick": quick}

    def come_back(self, kept: dict[str, Any] | None) -> None:
        """Open the page that was left at the lock, or the first of the rail."""
        stop = self._travel.come_back(kept or {}, known=set(self._entries.kinds))
        if stop is None:
            self.open_screen(self._entries.rail[0].name)
        else:
            self._show(stop)
        if kept and kept.get("quick"):
            self.quick_contact()
        self.refresh_state()
        self._warmer.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back with Esc, where nothing else wanted it."""
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go back and forward with the side buttons of the mouse."""
        by = {Qt.MouseButton.BackButton: -1, Qt.MouseButton.ForwardButton: 1}.get(event.button(), 0)
        if by:
            self._move(by)
        else:
            super().mousePressEvent(event)


def _undo(undo: object) -> None:
    if callable(undo):
        undo()
