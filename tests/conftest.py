# SPDX-License-Identifier: EUPL-1.2
"""What every test may ask for; Qt draws off-screen and a stray line in the log fails the test."""

import gc
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings, strategies

from tests.opened import open_desk
from tests.remembered import remembered
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.cycles import uncollected
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk.session import Session
from welfaredesk.ui.plain_imports import import_plainly

# Hundreds of modules of screens and of tests are imported after this.
import_plainly()
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_ACCESSIBILITY", "1")
# The programs that stories start are hundreds: what Python compiled for one is there for the next.
for variable in ("WELFAREDESK_PROFILE", "WELFAREDESK_PASSPHRASE_FILE", "PYTHONDONTWRITEBYTECODE"):
    os.environ.pop(variable, None)
sys.dont_write_bytecode = False

# Every save is flushed: in memory that costs nothing, and what a power cut leaves is played on a disk of our own.
HERE = Path(__file__).parent
MEMORY = Path("/dev/shm")
ROOM_IN_MEMORY = 2 * 1024**3


def _hold_in_memory() -> None:
    """Let temporary files, also those of other processes, lie in memory, unless TMPDIR says where they should."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK | os.X_OK):
        return
    may_run = not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC
    if may_run and shutil.disk_usage(MEMORY).free > ROOM_IN_MEMORY:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


_hold_in_memory()

# The same examples in every `make test`; `make test-long` looks further each time. No test asserts a time.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile("house")

MONDAY_MORNING = Moment(1_792_396_800_000, 120)
"""Monday 19 October 2026, 10:00 in Casalmaggiore."""


DEAREST_FIRST = ("stories", "world", "ui")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no circles while the tests are read: all that is made stays."""
    with uncollected():
        return (yield)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders of the longest tests first, so that at the end no worker waits for another's long one."""
    items.sort(key=_rank)


def pytest_collection_finish() -> None:
    """Let Hypothesis look up its Unicode, kept in a file, and leave what stays out of later searches for circles."""
    strategies.text().validate()
    gc.collect()
    gc.freeze()


def _rank(item: pytest.Item) -> int:
    folder = item.path.relative_to(HERE).parts[0] if item.path.is_relative_to(HERE) else ""
    return DEAREST_FIRST.index(folder) if folder in DEAREST_FIRST else len(DEAREST_FIRST)


class _Kept(logging.Handler):
    """Keeps the warnings and errors that a test leaves in the log."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def quiet_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a warning in the log, unless it asks for `caplog` and looks at it itself."""
    kept = _Kept()
    logging.getLogger().addHandler(kept)
    yield
    logging.getLogger().removeHandler(kept)
    if kept.lines and "caplog" not in request.fixturenames:
        pytest.fail("left in the log:\n" + "\n".join(kept.lines))


@pytest.fixture(autouse=True, scope="session")
def _remembered() -> Iterator[None]:
    """Work out once what is the same in thousands of tests."""
    with remembered():
        yield


@pytest.fixture
def clock() -> FixedClock:
    """Return a clock that stands at a Monday morning until the test moves it."""
    return FixedClock(MONDAY_MORNING)


@pytest.fixture
def ids(clock: FixedClock) -> SeededIds:
    """Return ids that are the same in every run."""
    return SeededIds(1, clock)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """Return the folder of the profile that `session` founds and opens."""
    return tmp_path / "profile"


@pytest.fixture
def session(profile: Path, clock: FixedClock, ids: SeededIds) -> Iterator[Session]:
    """Return the open desk of a new ente of one, locked with `tests.opened.PASSPHRASE`."""
    opened = open_desk(profile, clock=clock, ids=ids)
    yield opened
    opened.close()
