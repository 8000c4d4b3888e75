# SPDX-License-Identifier: EUPL-1.2
"""A day of work leaves no word behind: after a crash and the next start, 64 planted words are nowhere."""

import logging
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE
from tests.world.day import PLANTED, WORDS_OF
from tests.world.saver import clock_of
from tests.world.scanner import Scanner
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import attachments, checking, drafts, lists
from welfaredesk.desk.opened_files import private_folder
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import open_session

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with its own folders for temporary files and logs, and nothing else in it."""
    for name in ("home", "temp", "log", "outside"):
        (tmp_path / name).mkdir()
    return tmp_path


def live_a_day(home: Path) -> Path:
    """Let another process work for a day and crash with an attachment open, and return its profile."""
    profile = home / "home" / "profile"
    environment = {
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        "HOME": str(home / "home"),
        "TMPDIR": str(home / "temp"),
        "SQLITE_TMPDIR": str(home / "temp"),
    }
    log = home / "log" / "log.txt"
    with log.open("wb") as errors:
        ended = subprocess.run(
            [sys.executable, "-m", "tests.world.day", str(profile), str(home / "outside")],
            cwd=ROOT,
            env=environment,
            stdout=errors,
            stderr=errors,
            timeout=120,
            check=False,
        )
    assert ended.returncode == -signal.SIGKILL, log.read_text()
    return profile


def test_after_a_crash_and_the_next_start_nothing_of_the_day_can_be_read(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    profile = live_a_day(home)
    scanner = Scanner(PLANTED)
    places = [home / "home", home / "temp", home / "log"]
    before = scanner.scan(*places)
    assert {find.word for find in before} == set(WORDS_OF["attachment"])  # it was open when the crash came
    assert all(private_folder(profile).name in find.place for find in before)
    clock = clock_of(2)
    session = open_session(profile, PASSPHRASE, clock=clock, ids=SeededIds(2, clock))
    assert scanner.scan(*places) == []
    # It is all still there for whoever has the passphrase.
    (document,) = lists.page_of(session, type_named("document"))[0]
    plain = attachments.read_bytes(session, str(document["_id"]))
    assert {find.word for find in Scanner(PLANTED).data(plain, "memory")} == set(WORDS_OF["attachment"])
    assert lists.find_people(session, WORDS_OF["person"][0])
    assert len(drafts.all_drafts(session)) == 1
    assert checking.check(session).ok
    session.close()
    assert scanner.scan(*places) == []
    assert not list(scanner.data(caplog.text.encode(), "log"))
    assert (home / "log" / "log.txt").stat().st_size == 0
