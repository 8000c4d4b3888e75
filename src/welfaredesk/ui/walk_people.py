# SPDX-License-Identifier: EUPL-1.2
"""The states of Amministrazione, of the exchange and of who reads a cartella, and the pages of an invitation."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QSize

from welfaredesk.desk.enrolment import Begun
from welfaredesk.ui.app import Window
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.enrol import Enrol
from welfaredesk.ui.screens.people import People
from welfaredesk.ui.screens.people_part import CIRCLES, DESKS, GROUPS, INVITE, PEOPLE
from welfaredesk.ui.screens.people_persons import PersonsPart
from welfaredesk.ui.screens.settings import Settings
from welfaredesk.ui.shell import Shell

Scene = tuple[str, Callable[[], object]]
SAMPLE_ADDRESS, SAMPLE_CODE = "https://cartella.esempio.it:8443", "abcd efgh ijkl mnpq rstu vwxy"
SAMPLE_PRINT = " ".join(("0123 4567 89ab cdef",) * 4)
SAMPLE_WORDS, SAMPLE_NAME = "abaco lucciola tenere sigaro fontana umido", "Sala, Paolo"


def enrol_scenes(window: Window, ground: Ground) -> Iterator[Scene]:
    """Give the pages of who comes with an invitation."""
    for number, name in enumerate(("invitation", "phrase", "words")):
        yield f"enrol-{name}", partial(_enrol, window, ground, number)


def _enrol(window: Window, ground: Ground, number: int) -> None:
    page = Enrol(ground)
    window.show_page(page)
    page.invitation.address.setText(f"{SAMPLE_ADDRESS} {SAMPLE_PRINT} {SAMPLE_CODE}")
    if number:
        page.go_on()
    if number == len(page.pages) - 1:
        page.give_up()
        page.begun(Begun(SAMPLE_WORDS, SAMPLE_NAME))


def people_scenes(shell: Shell, person: str, *, size: QSize) -> Iterator[Scene]:
    """Give the parts of Amministrazione and who reads the cartella of `person`, at that `size`."""
    if person:
        yield "cartella-readers", partial(_readers, shell, person, size)
    for key in (PEOPLE, GROUPS, CIRCLES, DESKS, INVITE):
        yield f"people-{key}", partial(turn_to, shell, key)
    yield "people-roles", partial(_roles, shell)
    yield "exchange", partial(_exchange, shell)
    yield "server-open", partial(_server, shell)


def _readers(shell: Shell, person: str, size: QSize) -> None:
    shell.window().resize(size)
    shell.context.ways.cartella.emit(person)
    page = shell.screen_named("cartella")
    if isinstance(page, CartellaPage):
        page.roads.readers()


def turn_to(shell: Shell, key: str) -> None:
    """Open a part of Amministrazione."""
    cartella, page = shell.screen_named("cartella"), shell.screen_named("people")
    if isinstance(cartella, CartellaPage):
        cartella.layers.close_layer()
    shell.open_screen("people")
    if isinstance(page, People):
        page.turn_to(key)


def _roles(shell: Shell) -> None:
    turn_to(shell, PEOPLE)
    page = shell.screen_named("people")
    part = page.part(PEOPLE) if isinstance(page, People) else None
    if isinstance(part, PersonsPart):
        part.change_roles(shell.context.session.identity.operator)


def _exchange(shell: Shell) -> None:
    page = shell.screen_named("people")
    if isinstance(page, People):
        page.part(PEOPLE).close_sheet()
    shell.open_screen("exchange")


def _server(shell: Shell) -> None:
    shell.open_screen("settings")
    page = shell.screen_named("settings")
    if isinstance(page, Settings):
        page.server.open_button.click()
