# SPDX-License-Identifier: EUPL-1.2
"""A record opens with the keyboard on what comes next in its state, and where one sees it."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.opened import add, giulia
from tests.ui.staged import NARROW, Stage
from tests.unit.desk.plan.plans import active, contract, project, sign_all, sign_row
from tests.unit.desk.staff.made import decided_again, do, minutes
from welfaredesk.desk import records
from welfaredesk.desk.plan.contracts import start_contract
from welfaredesk.desk.session import Session
from welfaredesk.ui.context import Context
from welfaredesk.ui.editors.folding import FoldingRowsEditor
from welfaredesk.ui.parts.keyboard import held_in, turn_within
from welfaredesk.ui.screens.contract import ContractScreen
from welfaredesk.ui.screens.letter import LetterPage
from welfaredesk.ui.screens.minutes import MinutesScreen
from welfaredesk.ui.screens.project import ProjectScreen

TALL = 96
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support")
Page = ContractScreen | LetterPage | MinutesScreen | ProjectScreen
PAGES: dict[str, type[Page]] = {
    "contract": ContractScreen,
    "letter": LetterPage,
    "minutes": MinutesScreen,
    "project": ProjectScreen,
}


@pytest.fixture
def stage(qtbot: QtBot, context: Context) -> Stage:
    return Stage(qtbot, context)


def opened(stage: Stage, made: str) -> Page:
    """Return the page of a record, shown as the shell shows it: with the keyboard before it is read."""
    name = records.show(stage.context.session, made).type.name
    page = PAGES[name](stage.context)
    page.come_back({name: made})
    laid = stage.window.layout()
    assert laid is not None
    laid.addWidget(page)
    page.show()
    page.shown()
    page.setFocus()
    stage.rest()
    return page


def in_sight(control: QWidget) -> bool:
    """Tell whether a control is seen from its top, a tall one as far as there is room."""
    seen = control.visibleRegion().boundingRect()
    return seen.height() >= min(control.height(), TALL) and seen.top() == 0


def half_signed(session: Session) -> str:
    """Return a contract that one of two has signed."""
    made = contract(session, active(session))
    sign_row(session, made, where="In archivio")
    return made


def all_signed(session: Session) -> str:
    """Return a contract that is still to be marked as signed."""
    made = contract(session, active(session))
    sign_all(session, made, where="In archivio")
    return made


def shared(session: Session) -> str:
    """Return minutes that wait for whoever took part."""
    made = minutes(session)
    do(session, made, "share")
    return made


def letter(session: Session) -> str:
    """Return a letter that says whom it is for."""
    service, person = add(session, "service", name="Tutela minori"), giulia(session)
    said: dict[str, Any] = {"subject": "Aggiornamento", "facts": "Due visite. " * 60, "addressee": {"id": service}}
    return add(session, "letter", person=person, **said)


def issued(session: Session) -> str:
    """Return a letter that is to be sent."""
    made = letter(session)
    do(session, made, "issue")
    return made


def next_step(page: Page) -> QWidget | None:
    """Return the next step of the path, or what unfolds it."""
    return page.path.next_button()


def first_field(page: Page) -> QWidget | None:
    """Return the first control of the form."""
    assert page.editor is not None
    first = page.editor.form.first_control()
    return first.focusProxy() or first


def field(name: str) -> Callable[[Page], QWidget | None]:
    """Return what gives the control of a field."""

    def control(page: Page) -> QWidget | None:
        assert page.editor is not None
        wanted = page.editor.form.editors[name].control
        return wanted.focusProxy() or wanted

    return control


@pytest.mark.parametrize(
    ("make", "where"),
    [
        (half_signed, next_step),
        (all_signed, next_step),
        (lambda session: start_contract(session, project(session)), field("agreed")),
        (shared, next_step),
        (lambda session: decided_again(session)[1], field("health")),
        (issued, next_step),
        (letter, field("others")),
        (active, next_step),
        (project, first_field),
    ],
    ids=["half signed", "signed", "contract", "shared", "minutes", "issued", "letter", "active", "project"],
)
def test_a_record_opens_with_the_keyboard_on_what_comes_next_and_in_sight(
    stage: Stage,
    session: Session,
    make: Callable[[Session], str],
    *,
    where: Callable[[Page], QWidget | None],
) -> None:
    stage.window.resize(*NARROW)
    check(stage, opened(stage, make(session)), where)


def test_from_the_path_of_a_contract_the_next_is_who_has_still_to_sign(stage: Stage, session: Session) -> None:
    page = opened(stage, half_signed(session))
    check(stage, page, next_step)
    assert page.path.toggle.hasFocus()
    assert page.frame.page.verticalScrollBar().value() == 0
    assert turn_within(stage.window, forward=True)
    assert page.editor is not None
    editor = page.editor.form.editors["signers"]
    assert isinstance(editor, FoldingRowsEditor)
    assert held_in(editor.column.rows[0].line) is not None


def check(stage: Stage, page: Page, where: Callable[[Page], QWidget | None]) -> None:
    """Stop unless the keyboard is there, and it is seen."""
    held = where(page)
    assert held is not None
    assert stage.window.focusWidget() is held
    stage.qtbot.waitUntil(lambda: in_sight(held))
