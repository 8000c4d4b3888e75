# SPDX-License-Identifier: EUPL-1.2
"""The states of pages that the tour shows: something found, open, wrong, half written."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QSize

from welfaredesk.base.places import resources_folder
from welfaredesk.desk import drafts, records
from welfaredesk.desk.cartella import DRAFT_KEY
from welfaredesk.ui.screens.cartella import CartellaPage
from welfaredesk.ui.screens.cartelle import Cartelle
from welfaredesk.ui.screens.import_wizard import ImportWizard
from welfaredesk.ui.screens.record_form import RecordForm
from welfaredesk.ui.screens.referrals import Referrals
from welfaredesk.ui.shell import Shell

Scene = tuple[str, Callable[[], object]]
SEARCH = "assenze"
SAMPLE_FILE = "persone.csv"
HALF_WRITTEN = "Colloquio con la madre in cucina. Riferisce che da lunedì la bambina"
WRONG_PERSON = {"surname": "Ferrari", "tax_code": "FRRGLI17C54B898X"}
NARROW = QSize(1000, 700)


def states(shell: Shell, person: str, *, size: QSize) -> Iterator[Scene]:
    """Give the states of the cartella of `person`, if there is one, and those of lists and forms at that `size`."""
    if person:
        yield "cartella-panel", partial(_panel, shell, person, size)
        yield "entry", partial(_entry, shell)
        yield "entry-history", partial(_entry_history, shell)
        yield "draft", partial(_draft, shell)
    yield "cartelle-search", partial(_after_draft, shell, person)
    yield "referrals-all", partial(_referrals, shell, "all")
    yield "referral-sheet", partial(_referral_sheet, shell)
    yield "import-map", partial(_import_map, shell)
    yield "import-trial", partial(_import_trial, shell)
    yield "form-problem", partial(_form_problem, shell)
    yield "narrow", partial(_narrow, shell, person)
    yield "narrow-list", partial(_narrow_list, shell)


def _panel(shell: Shell, person: str, size: QSize) -> None:
    """Put away the curtain and what the states of the theme before left, and show the foot of the panel."""
    shell.curtain.lift()
    shell.window().resize(size)
    shell.context.ways.cartella.emit(person)
    page = shell.screen_named("cartella")
    if isinstance(page, CartellaPage):
        if page.panel.narrow:
            page.panel.toggle.click()
        bar = page.panel.area.verticalScrollBar()
        bar.setValue(bar.maximum())


def _search(shell: Shell, text: str) -> None:
    page = shell.screen_named("cartelle")
    shell.open_screen("cartelle")
    if isinstance(page, Cartelle):
        page.search.setText(text)
        page.search_for(text)


def _referrals(shell: Shell, which: str) -> None:
    _search(shell, "")
    page = shell.screen_named("referrals")
    if isinstance(page, Referrals):
        page.which.choose(which)
    shell.open_screen("referrals")


def _referral_sheet(shell: Shell) -> None:
    page = shell.screen_named("referrals")
    if isinstance(page, Referrals):
        page.start()


def _import_map(shell: Shell) -> None:
    referrals, page = shell.screen_named("referrals"), shell.screen_named("import")
    if isinstance(referrals, Referrals) and referrals.sheet is not None:
        referrals.sheet.close_layer()
    shell.open_screen("import")
    if isinstance(page, ImportWizard):
        page.line.setText(str(resources_folder() / "samples" / SAMPLE_FILE))
        page.read()


def _import_trial(shell: Shell) -> None:
    page = shell.screen_named("import")
    if isinstance(page, ImportWizard):
        page.try_out()


def _form_problem(shell: Shell) -> None:
    shell.context.ways.new_record.emit("person", dict(WRONG_PERSON))
    page = shell.screen_named("record")
    if isinstance(page, RecordForm) and page.editor is not None:
        page.editor.save()


def _entry(shell: Shell) -> None:
    page = shell.screen_named("cartella")
    if isinstance(page, CartellaPage):
        page.panel.close_drawer()
        page.layers.read(page.stream.current_key())


def _entry_history(shell: Shell) -> None:
    page = shell.screen_named("cartella")
    if isinstance(page, CartellaPage):
        page.layers.history(records.show(shell.context.session, page.stream.current_key()))


def _draft(shell: Shell) -> None:
    page = shell.screen_named("cartella")
    if isinstance(page, CartellaPage):
        page.layers.close_layer()
        page.writing.entry.editor.setPlainText(HALF_WRITTEN)
        page.writing.keep_later()


def _after_draft(shell: Shell, person: str) -> None:
    """Drop the draft, so that the demo ente stays as it was, and search."""
    page = shell.screen_named("cartella")
    if isinstance(page, CartellaPage):
        page.writing.keep_now()
        page.writing.set_values({})
        drafts.drop(shell.context.session, DRAFT_KEY.format(person=person))
        page.writing.entry.say_draft("")
    _search(shell, SEARCH)


def _narrow(shell: Shell, person: str) -> None:
    if shell.devicePixelRatioF() == 1:
        shell.window().resize(NARROW)
    if person:
        shell.context.ways.cartella.emit(person)


def _narrow_list(shell: Shell) -> None:
    shell.open_screen("resources")
