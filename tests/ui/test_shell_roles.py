# SPDX-License-Identifier: EUPL-1.2
"""The shell when one's own roles change: other pages at once, and nothing that is being written is lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from tests.opened import giulia
from tests.ui.served import rest
from welfaredesk.desk.people import stated
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.ui.app import Window
from welfaredesk.ui.context import Context
from welfaredesk.ui.entries import Entries
from welfaredesk.ui.screens.record_form import RecordForm
from welfaredesk.ui.shell import Shell

WITHOUT_CASES = ["quick_notes", "resources", "people", "settings"]


@pytest.fixture
def shell(qtbot: QtBot, context: Context) -> Iterator[Shell]:
    """Give the open desk of a responsabile in its window."""
    window, shell = Window(), Shell(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show_page(shell)
    window.show()
    shell.come_back(None)
    rest(qtbot, context)
    yield shell
    shell.cover()


def become(qtbot: QtBot, context: Context, *roles: Role) -> None:
    """Let the roster say that the operator of this desk has these roles."""
    body = {"operator": context.session.identity.operator, "roles": [role.value for role in roles]}
    stated(context.session, lambda saying, _database: saying.say(StatementKind.ROLE, body))
    rest(qtbot, context)


def test_the_rail_follows_the_roles_and_the_open_form_stays(qtbot: QtBot, context: Context, shell: Shell) -> None:
    person = giulia(context.session)
    before = list(shell.rail.buttons)
    assert {"today", "cartelle"} < set(before)
    context.ways.new_record.emit("diary_entry", {"person": {"id": person}})
    rest(qtbot, context)
    form = shell.current()
    assert isinstance(form, RecordForm)
    typed = form.findChildren(QLineEdit)[0]
    typed.setText("scritto a metà")
    become(qtbot, context, Role.AMMINISTRATORE)
    assert list(shell.rail.buttons) == WITHOUT_CASES
    assert all(button.isVisible() for button in shell.rail.buttons.values())
    assert shell.current() is form
    assert form.isVisible()
    assert typed.text() == "scritto a metà"
    assert "amministratore" in shell.notice.words.text()
    assert "Nuova persona" not in [hit.label for hit in shell.finding.actions("")]
    context.ways.screen.emit("cartelle")
    rest(qtbot, context)
    assert shell.current() is form
    QTest.keyClick(shell, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    rest(qtbot, context)
    here = shell.current()
    assert here is not None
    assert here.name == "quick_notes"


def test_pages_that_are_offered_again_stand_in_their_order_and_lead_somewhere(
    qtbot: QtBot, context: Context, shell: Shell
) -> None:
    every = Entries.of(context.session.identity.roles).on_rail()
    shell.rail.set_count("people", 3)
    shell.rail.offer(Entries.of((Role.DPO,)).on_rail())
    rest(qtbot, context)
    assert list(shell.rail.buttons) == WITHOUT_CASES
    assert shell.rail.buttons["people"].count == 3
    shell.rail.offer(every)
    rest(qtbot, context)
    assert list(shell.rail.buttons) == [one.key for one in every]
    assert all(button.isVisible() for button in shell.rail.buttons.values())
    QTest.mouseClick(shell.rail.buttons["cartelle"], Qt.MouseButton.LeftButton)
    rest(qtbot, context)
    here = shell.current()
    assert here is not None
    assert here.name == "cartelle"
    assert shell.rail.buttons["cartelle"].isChecked()


def test_a_page_that_is_no_longer_open_to_one_is_not_come_back_to(qtbot: QtBot, context: Context, shell: Shell) -> None:
    for name in ("cartelle", "people"):
        context.ways.screen.emit(name)
        rest(qtbot, context)
    shell.rail.buttons["people"].setFocus()
    become(qtbot, context, Role.AMMINISTRATORE)
    assert QApplication.focusWidget() is shell.rail.buttons["people"]
    assert shell.rail.buttons["people"].isChecked()
    shell.back()
    rest(qtbot, context)
    here = shell.current()
    assert here is not None
    assert here.name in WITHOUT_CASES


def test_other_changes_of_the_organico_leave_the_rail_alone(qtbot: QtBot, context: Context, shell: Shell) -> None:
    buttons = dict(shell.rail.buttons)
    stated(
        context.session, lambda saying, _: saying.say(StatementKind.OPERATOR, {"operator": context.session.ids.new()})
    )
    rest(qtbot, context)
    assert shell.rail.buttons == buttons
    assert shell.notice.isHidden()
