# SPDX-License-Identifier: EUPL-1.2
"""The walk of the tour in one process: every window, one after the other, each theme in turn."""

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea

from welfaredesk.base.clock import SystemClock
from welfaredesk.base.ids import SystemIds
from welfaredesk.desk import lists
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import cost_here, open_session
from welfaredesk.ui.app import Window, application, context_of
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.parts.overlay import Overlay
from welfaredesk.ui.screens.first_start import FirstStartWizard
from welfaredesk.ui.screens.from_copy import FromCopy
from welfaredesk.ui.screens.recover import Recover
from welfaredesk.ui.screens.restore import Restore
from welfaredesk.ui.screens.unlock import Unlock
from welfaredesk.ui.screens_list import RAIL
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.theme import style
from welfaredesk.ui.theme.tokens import ThemeName
from welfaredesk.ui.walk_about import about_scenes
from welfaredesk.ui.walk_access import access_scenes
from welfaredesk.ui.walk_clashes import clash_scenes, copy_of
from welfaredesk.ui.walk_cuts import cut_scenes, erased_scene, proposed_scene
from welfaredesk.ui.walk_doors import door_scenes
from welfaredesk.ui.walk_handover import handover_scenes
from welfaredesk.ui.walk_letters import letter_scenes
from welfaredesk.ui.walk_people import enrol_scenes, people_scenes
from welfaredesk.ui.walk_plan import plan_scenes
from welfaredesk.ui.walk_served import OwnServer, broken_scenes, join_server, own_server, served_scenes
from welfaredesk.ui.walk_staff import staff_scenes
from welfaredesk.ui.walk_states import Scene, states
from welfaredesk.ui.walk_urgency import urgency_scenes

SIZES = {"1": QSize(1366, 768), "2": QSize(683, 384)}
THEMES = (ThemeName.LIGHT, ThemeName.DARK, ThemeName.CONTRAST)
PERSON = "Ferrari Giulia"
TURN_MS = 25
QUIET_TURNS, MOST_TURNS = 3, 400
SAMPLE_ENTE, SAMPLE_SURNAME, SAMPLE_NAME = "Consorzio di prova", "Bianchi", "Lucia"
SAMPLE_HOLDERS = ("Anna Riva", "Paolo Sala", "Marta Galli")


class Camera:
    """Takes the pictures of one process."""

    def __init__(self, out: Path, *, scale: str) -> None:
        self._out, self._scale = out, scale
        self._app = application()
        self.window = Window()
        self.window.resize(SIZES[scale])
        self.pictures: list[dict[str, Any]] = []
        self._busy: Callable[[], bool] = lambda: False

    def watch(self, busy: Callable[[], bool]) -> None:
        """Wait before each picture while `busy` says so."""
        self._busy = busy

    def take(self, number: int, name: str, *, theme: ThemeName) -> None:
        """Take a picture once nothing moves any more."""
        self.settle()
        picture = self.window.grab()
        percent = int(self._scale) * 100
        file = f"{number:02}-{name}-{theme.value}-{percent}.png"
        picture.save(str(self._out / file))
        size = [picture.width(), picture.height()]
        told = {"file": file, "screen": name, "theme": theme.value, "scale": percent, "size": size}
        self.pictures.append(told)

    def settle(self) -> None:
        """Let the events run until nothing is asked of the desk for some turns."""
        quiet = 0
        for _ in range(MOST_TURNS):
            loop = QEventLoop()
            QTimer.singleShot(TURN_MS, loop.quit)
            loop.exec()
            quiet = 0 if self._busy() else quiet + 1
            if quiet >= QUIET_TURNS:
                return

    def show(self, scenes: list[Scene], *, begin: int) -> int:
        """Show every scene in every theme and return the number after the last."""
        for theme in THEMES:
            style.apply(self._app, theme)
            for number, (name, scene) in enumerate(scenes, begin):
                scene()
                self.take(number, name, theme=theme)
        return begin + len(scenes)


def walk(profile: Path, out: Path, *, passphrase: str, scale: str) -> list[dict[str, Any]]:
    """Walk through the windows and return what was left: file, screen, theme, scale, size in pixels."""
    camera = Camera(out, scale=scale)
    camera.window.show()
    clock = SystemClock()
    ids = SystemIds(clock)
    with tempfile.TemporaryDirectory() as empty:
        new = Ground(profile=Path(empty) / "profile", clock=clock, ids=ids, cost=cost_here())
        ground = Ground(profile=profile, clock=clock, ids=ids, cost=new.cost, demo_passphrase=passphrase)
        number = camera.show(list(_doors(camera.window, ground)), begin=1)
        number = camera.show(list(_first_start(camera.window, new)), begin=number)
        number = camera.show(list(enrol_scenes(camera.window, new)), begin=number)
    session = open_session(profile, passphrase, clock=clock, ids=ids)
    context = context_of(session)
    try:
        shell = Shell(context)
        camera.watch(lambda: context.tasks.busy)
        camera.window.show_page(shell)
        shell.come_back(None)
        found = lists.find_people(session, PERSON, limit=1)
        person = found[0].id if found else ""
        number = camera.show(list(_desk(shell, person)), begin=number)
        number = camera.show(list(states(shell, person, size=SIZES[scale])), begin=number)
        number = camera.show(list(people_scenes(shell, person, size=SIZES[scale])), begin=number)
        number = camera.show(list(cut_scenes(shell, person, size=SIZES[scale])), begin=number)
    finally:
        context.exchanging.stop()
        context.tasks.close()
        session.close()
    with tempfile.TemporaryDirectory() as folder:
        copied = open_session(copy_of(profile, Path(folder)), passphrase, clock=clock, ids=ids)
        camera.window.resize(SIZES[scale])
        number = _clashes(camera, copied, begin=number)
    with tempfile.TemporaryDirectory() as folder:
        copied = open_session(copy_of(profile, Path(folder)), passphrase, clock=clock, ids=ids)
        camera.window.resize(SIZES[scale])
        with own_server(Path(folder) / "server") as server:
            join_server(copied, server, folder=Path(folder), clock=clock, ids=ids)
            _served(camera, copied, server, begin=number)
    camera.window.close()
    return camera.pictures


def _served(camera: Camera, session: Session, server: OwnServer, *, begin: int) -> None:
    """Show a desk with a server, then without a line."""
    context = context_of(session)
    try:
        shell = Shell(context)
        camera.watch(lambda: context.tasks.busy or context.exchanging.busy)
        camera.window.show_page(shell)
        shell.come_back(None)
        context.exchanging.start()
        camera.settle()
        begin = camera.show([*served_scenes(shell), proposed_scene(shell, PERSON)], begin=begin)
        camera.show(list(broken_scenes(shell, server)), begin=begin)
    finally:
        context.exchanging.stop()
        context.tasks.close()
        session.close()


def _clashes(camera: Camera, session: Session, *, begin: int) -> int:
    """Show what is to be decided on a copy of the ente."""
    context = context_of(session)
    try:
        shell = Shell(context)
        camera.watch(lambda: context.tasks.busy)
        scenes = list(clash_scenes(session, shell))
        camera.window.show_page(shell)
        shell.come_back(None)
        camera.settle()
        return camera.show(scenes, begin=begin)
    finally:
        context.exchanging.stop()
        context.tasks.close()
        session.close()


def _doors(window: Window, ground: Ground) -> Iterator[Scene]:
    yield "unlock", lambda: window.show_page(Unlock(ground))
    yield "recover", lambda: window.show_page(Recover(ground))
    yield "restore", lambda: window.show_page(Restore(ground))
    yield "from-copy", lambda: window.show_page(FromCopy(ground))
    yield erased_scene(window)
    yield from door_scenes(window, ground)


def _first_start(window: Window, ground: Ground) -> Iterator[Scene]:
    pages = ("welcome", "ente", "operator", "passphrase", "holders", "sheets", "test")
    for number, name in enumerate(pages):
        yield f"first-start-{name}", partial(_page, window, ground, number)


def _page(window: Window, ground: Ground, number: int) -> None:
    window.show_page(_filled(ground, number))


def _filled(ground: Ground, upto: int) -> FirstStartWizard:
    """Return the wizard on one of its pages, those before it filled in."""
    wizard = FirstStartWizard(ground)
    wizard.ente.name.setText(SAMPLE_ENTE)
    wizard.ente.comuni.add("Casalmaggiore")
    wizard.ente.comuni.add("Gussola")
    wizard.operator.surname.setText(SAMPLE_SURNAME)
    wizard.operator.name.setText(SAMPLE_NAME)
    wizard.operator.profile.set_code("social_worker")
    wizard.phrase.phrase.propose.click()
    wizard.phrase.phrase.again.setText(wizard.phrase.phrase.phrase())
    for line, name in zip(wizard.holders.holders, SAMPLE_HOLDERS, strict=True):
        line.setText(name)
    while wizard.at < upto:
        wizard.sheets.in_hand.setChecked(True)
        wizard.go_on()
    return wizard


def _desk(shell: Shell, person: str) -> Iterator[Scene]:
    ways = shell.context.ways
    for kind in RAIL:
        yield kind.name, partial(_page_of_rail, shell, kind.name)
    if person:
        yield "cartella", lambda: ways.cartella.emit(person)
        yield "record-form", lambda: ways.record.emit(person)
    yield from urgency_scenes(shell)
    yield from staff_scenes(shell)
    yield from plan_scenes(shell)
    yield from access_scenes(shell)
    yield from letter_scenes(shell)
    yield from handover_scenes(shell)
    yield "new-person", lambda: ways.new_record.emit("person", {})
    yield "import", lambda: shell.open_screen("import")
    yield "settings-below", lambda: _below(shell)
    yield from about_scenes(shell)
    yield "palette", lambda: _palette(shell)
    yield "quick-contact", lambda: _quick(shell)
    yield "notice", lambda: _notice(shell)
    yield "curtain", lambda: _curtain(shell)


def _page_of_rail(shell: Shell, name: str) -> None:
    shell.curtain.lift()
    shell.open_screen(name)
    for area in shell.screen_named(name).findChildren(QScrollArea):
        area.verticalScrollBar().setValue(0)


def _below(shell: Shell) -> None:
    shell.open_screen("settings")
    settings = shell.current()
    area = settings.findChild(QScrollArea) if settings is not None else None
    if area is not None:
        QApplication.processEvents()
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def _palette(shell: Shell) -> None:
    shell.open_screen(RAIL[0].name)
    shell.open_palette()
    shell.palette_layer.line.setText("ferr")


def _quick(shell: Shell) -> None:
    shell.palette_layer.close_layer()
    shell.quick_contact()


def _notice(shell: Shell) -> None:
    for layer in shell.findChildren(Overlay):
        layer.close_layer()
    shell.context.ways.notice.emit("Appunto archiviato.", lambda: None)


def _curtain(shell: Shell) -> None:
    shell.notice.hide()
    shell.curtain.cover()
