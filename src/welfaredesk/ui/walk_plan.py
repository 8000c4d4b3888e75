# SPDX-License-Identifier: EUPL-1.2
"""The tour of a plan: its goals, an action being written, its money, a review, and its contract."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from welfaredesk.desk.plan.page import contracts_of, projects
from welfaredesk.desk.plan.reviews import start_review
from welfaredesk.desk.session import Session
from welfaredesk.ui.editors.goals import GoalsEditor
from welfaredesk.ui.screens.contract import ContractScreen
from welfaredesk.ui.screens.project import ProjectScreen
from welfaredesk.ui.shell import Shell
from welfaredesk.ui.walk_states import Scene


def plan_scenes(shell: Shell) -> Iterator[Scene]:
    """Give the scenes of the project that has gone furthest, and of its contract."""
    session = shell.context.session
    found = [one for one in projects(session) if one.state == "active"]
    for line in sorted(found, key=lambda one: not contracts_of(session, one.id))[:1]:
        yield "project", partial(_project, shell, line.id)
        yield "project-action", partial(_action, shell, line.id)
        yield "project-budget", partial(_budget, shell, line.id)
        yield "project-review", partial(_review, shell, session, line.id)
        for contract in contracts_of(session, line.id)[:1]:
            yield "contract", partial(_contract, shell, contract.id)


def _project(shell: Shell, project: str) -> ProjectScreen | None:
    shell.context.ways.page.emit("project", project)
    page = shell.screen_named("project")
    if not isinstance(page, ProjectScreen):
        return None
    page.review.close_layer()
    page.frame.page.verticalScrollBar().setValue(0)
    return page


def _field(page: ProjectScreen | None, name: str) -> QWidget | None:
    QApplication.processEvents()
    return page.editor.form.boxes[name] if page is not None and page.editor is not None else None


def _action(shell: Shell, project: str) -> None:
    page = _project(shell, project)
    goals = page.editor.form.editors["goals"] if page is not None and page.editor is not None else None
    if isinstance(goals, GoalsEditor):
        for row in goals.blocks[0].deeds.rows[:1]:
            row.unfold()


def _budget(shell: Shell, project: str) -> None:
    page = _project(shell, project)
    box = _field(page, "budget")
    goals = page.editor.form.editors["goals"] if page is not None and page.editor is not None else None
    if isinstance(goals, GoalsEditor):
        for row in goals.blocks[0].deeds.rows[:1]:
            row.fold()
    QApplication.processEvents()
    if page is not None and box is not None:
        page.frame.page.ensureWidgetVisible(box)


def _review(shell: Shell, session: Session, project: str) -> None:
    page = _project(shell, project)
    if page is not None:
        page.review.open(start_review(session, project))


def _contract(shell: Shell, contract: str) -> None:
    shell.context.ways.page.emit("contract", contract)
    page = shell.screen_named("contract")
    if isinstance(page, ContractScreen):
        page.frame.page.verticalScrollBar().setValue(0)
