# SPDX-License-Identifier: EUPL-1.2
"""The tour of what is erased by law: asked from a cartella and from Appunti, then waiting for a second person."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QSize

from welfaredesk.desk import cutting, lists, records
from welfaredesk.desk.cartella import stream
from welfaredesk.desk.erasing import Order
from welfaredesk.desk.session import Session
from welfaredesk.ui.app import Window
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.erased import Erased
from welfaredesk.ui.screens.people_part import CUTS
from welfaredesk.ui.screens.quick_notes import QuickNotes
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_people import turn_to

Scene = tuple[str, Callable[[], object]]
SAMPLE_ORDER = Order("2026-10-19T17:42:00+02:00", "AB", "responsabile")
SAMPLE_NUMBER, SAMPLE_REASON = "45/2026", "Provvedimento del Garante, protocollo 1182"


def erased_scene(window: Window) -> Scene:
    """Return the start page of a desk whose archive was erased."""
    return "erased", lambda: window.show_page(Erased(SAMPLE_ORDER))


def cut_scenes(shell: Shell, person: str, *, size: QSize) -> Iterator[Scene]:
    """Give the forms over the cartella of `person` at that `size`, the step in Appunti, and the page of the cuts."""
    if person:
        yield "reserve", partial(_form, shell, person, size, reserve=True)
        yield "cut", partial(_form, shell, person, size, reserve=False)
    yield "quick-notes-erase", partial(_note, shell)
    yield "people-cuts", partial(_cuts, shell)


def _form(shell: Shell, person: str, size: QSize, *, reserve: bool) -> None:
    shell.window().resize(size)
    shell.context.ways.cartella.emit(person)
    page, session = shell.screen_named("cartella"), shell.context.session
    if isinstance(page, CartellaPage):
        page.layers.asking.ask(records.show(session, _entry(session, person)), reserve=reserve)


def _entry(session: Session, person: str) -> str:
    """Return an entry of the diary that is the person's own and not reserved."""
    return next(line.id for line in stream(session, person) if not line.reserved and line.root == person)


def _note(shell: Shell) -> None:
    cartella, page = shell.screen_named("cartella"), shell.screen_named("quick_notes")
    if isinstance(cartella, CartellaPage):
        cartella.layers.asking.close_sheet()
    shell.open_screen("quick_notes")
    if isinstance(page, QuickNotes) and page.cards:
        next(iter(page.cards.values())).sure.ask()


def _cuts(shell: Shell) -> None:
    page = shell.screen_named("quick_notes")
    if isinstance(page, QuickNotes) and page.cards:
        next(iter(page.cards.values())).sure.put_away()
    turn_to(shell, CUTS)


def proposed_scene(shell: Shell, person: str) -> Scene:
    """Return the page of the cuts of a desk with a server, one of them proposed."""
    return "cuts-served", partial(_proposed, shell, person)


def _proposed(shell: Shell, name: str) -> None:
    session = shell.context.session
    if not cutting.proposals(session):
        person = lists.find_people(session, name, limit=1)[0].id
        cutting.propose(session, [_entry(session, person)], number=SAMPLE_NUMBER, reason=SAMPLE_REASON)
    turn_to(shell, CUTS)
