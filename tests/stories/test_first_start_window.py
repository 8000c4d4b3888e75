# SPDX-License-Identifier: EUPL-1.2
"""The first start by keys alone: an ente, its sheets saved and tested, the open desk; then the phrase is lost."""

from pathlib import Path

import pytest

from tests.stories.first_start import FIRST, SECOND, answer, found_ente, recover, sheets_in
from tests.stories.program import Program
from tests.stories.window import on_screen
from welfaredesk.base.clock import SystemClock
from welfaredesk.base.errors import WrongPassphrase
from welfaredesk.base.ids import SystemIds
from welfaredesk.desk import lists
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session, open_session
from welfaredesk.desk.unlocking import is_share


def _open(program: Program, passphrase: str) -> Session:
    clock = SystemClock()
    return open_session(program.profile, passphrase, clock=clock, ids=SystemIds(clock))


def test_an_ente_is_founded_and_its_sheets_open_it_when_the_phrase_is_lost(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    program, pdf = Program(tmp_path), tmp_path / "home" / "fogli.pdf"
    with on_screen(program, HOME=str(tmp_path / "home")) as window:
        found_ente(window, pdf)
        sheets = sheets_in(pdf)
        assert [is_share(" ".join(sheet)) for sheet in sheets] == [True] * 3
        answer(window, sheets)
        window.lock()
        recover(window, sheets)
        window.lock()
    with pytest.raises(WrongPassphrase):
        _open(program, FIRST)
    session = _open(program, SECOND)
    operators = lists.page_of(session, type_named("operator"))[0]
    session.close()
    assert [one["surname"] for one in operators] == ["Cavalli"]
