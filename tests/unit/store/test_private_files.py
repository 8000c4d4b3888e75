# SPDX-License-Identifier: EUPL-1.2
"""What a desk writes is its owner's alone, whatever the system's habit."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.opened import open_desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.ids import SeededIds

OTHERS = 0o077


@pytest.fixture
def open_habit() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("open_habit")
def test_nobody_else_may_read_a_profile(tmp_path: Path, clock: FixedClock, ids: SeededIds) -> None:
    profile = tmp_path / "profile"
    session = open_desk(profile, clock=clock, ids=ids)
    found = {path.relative_to(tmp_path).as_posix(): path.stat().st_mode & OTHERS for path in tmp_path.rglob("*")}
    session.close()
    assert {name for name, mode in found.items() if mode} == set()
    assert {"profile", "profile/vault.db", "profile/vault.db-wal", "profile/slots", "profile/lock"} <= set(found)
