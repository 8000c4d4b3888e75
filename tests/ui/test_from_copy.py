# SPDX-License-Identifier: EUPL-1.2
"""Da una copia: on a new PC a safety copy becomes the archive."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.opened import PASSPHRASE, open_desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk import copies, lists, records
from welfaredesk.desk.session import Session
from welfaredesk.desk.unlocking import has_vault
from welfaredesk.ui.app import Program
from welfaredesk.ui.ground import Ground
from welfaredesk.ui.screens.first_start import FirstStartWizard
from welfaredesk.ui.screens.from_copy import FromCopy


@pytest.fixture
def new_pc(tmp_path: Path, clock: FixedClock) -> Ground:
    return Ground(profile=tmp_path / "new", clock=clock, ids=SeededIds(5, clock), cost=TEST_COST)


@pytest.fixture
def copied(tmp_path: Path, clock: FixedClock, ids: SeededIds) -> Path:
    session = open_desk(tmp_path / "old", clock=clock, ids=ids)
    try:
        records.add(session, records.type_named("person"), {"surname": "Rossi", "name": "Ada"})
        return copies.write(session, tmp_path / f"copia{copies.SUFFIX}").path
    finally:
        session.close()


def _page(program: Program) -> FromCopy:
    page = program.window.page()
    assert isinstance(page, FromCopy)
    return page


def test_the_first_page_of_a_new_pc_leads_to_the_archive_of_the_copy(
    qtbot: QtBot, new_pc: Ground, copied: Path
) -> None:
    program = Program(new_pc, replace=lambda: None)
    qtbot.addWidget(program.window)
    program.begin()
    wizard = program.window.page()
    assert isinstance(wizard, FirstStartWizard)
    wizard.welcome.copy.setChecked(True)
    wizard.go_on()
    page = _page(program)
    page.restore()
    assert "Scegli il file della copia." in page.file_field.problem.words.text()
    page.file.setText(str(copied))
    page.phrase.setText("una frase del tutto diversa")
    page.restore()
    qtbot.waitUntil(page.trouble.isVisible)
    assert page.restore_button.isEnabled()
    assert not has_vault(new_pc.profile)
    page.back_button.click()
    assert isinstance(program.window.page(), FirstStartWizard)

    program.show_from_copy()
    page = _page(program)
    page.file.setText(str(copied))
    page.phrase.setText(PASSPHRASE)
    opened: list[Session] = []
    page.opened.disconnect(program.open_desk)
    page.opened.connect(opened.append)
    page.restore()
    qtbot.waitUntil(lambda: bool(opened))
    found = lists.find_people(opened[0], "Rossi")
    opened[0].close()
    assert [line.name for line in found] == ["Rossi, Ada"]
