# SPDX-License-Identifier: EUPL-1.2
"""The package of Windows under Wine, one step after the other: installed, used, locked, replaced, removed.

Each test takes the PC as the one before left it.
"""

import hashlib
import shlex
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest

from tests.installers.under_wine import Windows, windows
from tests.stories.program import PASSPHRASE
from tests.stories.window import until as until_soon
from welfaredesk.base.release import version
from welfaredesk.desk.self_check import STEPS
from welfaredesk.ui.shell import ONLY_HERE

ROOM = Path(__file__).parents[2] / "build/windows"
PICTURES = ROOM / "pictures"
ENTRY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\WelfareDesk"
RESCUE = r"Software\Classes\WelfareDesk.rescue\shell\open\command"
OPEN, COMMANDS, REMOVER = "welfaredesk.exe", "welfaredesk-cli.exe", "uninstall.exe"
STILL_OPEN, NEWER_THERE = 3, 4
LINKS = ("AppData/Roaming/Microsoft/Windows/Start Menu/Programs/WelfareDesk.lnk", "Desktop/WelfareDesk.lnk")
PROFILE = "profile"
PATIENCE = 300.0
"""Wine starts slowly on a busy machine."""
until = partial(until_soon, seconds=PATIENCE, every=0.5)

pytestmark = pytest.mark.windows


@pytest.fixture(scope="module")
def setup() -> Path:
    """Return the installer that was made."""
    made = ROOM / f"out/welfaredesk-{version()}-setup.exe"
    assert made.is_file(), "run: make installer-windows"
    return made


@pytest.fixture(scope="module")
def pc(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """Return a PC that has never had the program."""
    with windows(ROOM / "prefix", tmp_path_factory.mktemp("pc") / "prefix") as made:
        yield made


def program(pc: Windows, name: str) -> Path:
    return pc.local / "Programs/WelfareDesk" / name


def digest(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_it_installs_without_a_question_for_one_person(pc: Windows, setup: Path) -> None:
    assert pc.run(setup, "/S").code == 0
    folder = program(pc, OPEN).parent
    assert sorted(one.name for one in folder.iterdir()) == ["_internal", REMOVER, COMMANDS, OPEN]
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]
    assert all((pc.home / link).is_file() for link in LINKS)
    assert pc.value(ENTRY, "DisplayVersion") == version()
    assert pc.value(ENTRY, "UninstallString").endswith(f'\\{REMOVER}"')
    assert int(pc.value(ENTRY, "EstimatedSize"), 16) > 50_000
    assert pc.value(r"Software\Classes\.wdr") == "WelfareDesk.rescue"
    assert pc.value(RESCUE).endswith(f'\\{OPEN}" open "%1"')


def test_the_installed_program_checks_itself(pc: Windows) -> None:
    done = pc.run(program(pc, COMMANDS), "--json", "--self-check")
    assert done.code == 0, done
    assert done.value["ok"]
    assert [step["name"] for step in done.value["steps"]] == list(STEPS)


def test_the_program_without_a_terminal_tells_a_fault_in_a_window(pc: Windows) -> None:
    pc.start("start", _as_windows(pc, program(pc, OPEN)), "export")
    until(pc.is_shown, "the sentence")
    pc.picture(PICTURES / "fault.png")
    pc.key("Return")
    until(lambda: not pc.running(OPEN), "the end of the program")


def test_the_desk_opens_and_a_lock_leaves_a_new_process_that_knows_nothing(pc: Windows) -> None:
    _found(pc)
    pc.start(str(program(pc, OPEN)))
    until(pc.is_drawn, "the window that asks for the passphrase")
    pc.picture(PICTURES / "unlock.png")
    _unlock(pc)
    pc.picture(PICTURES / "desk.png")
    before = set(pc.running(OPEN))
    pc.key("ctrl+l")
    until(lambda: bool(set(pc.running(OPEN)) - before) and not before & set(pc.running(OPEN)), "a new process")
    until(pc.is_drawn, "the window after the lock")
    pc.picture(PICTURES / "locked.png")
    (line,) = pc.running(OPEN).values()
    assert line.endswith(f"--profile {_as_windows(pc, pc.local / 'welfaredesk' / PROFILE)}")
    assert not pc.shows(ONLY_HERE)
    _unlock(pc)


def test_while_the_program_is_open_it_is_neither_replaced_nor_removed(pc: Windows, setup: Path) -> None:
    before, pids = digest(program(pc, OPEN).parent), set(pc.running(OPEN))
    assert pc.run(setup, "/S").code == STILL_OPEN
    pc.run(program(pc, REMOVER), "/S")
    until(lambda: not pc.running("Un.exe") and not pc.running("Un_A.exe"), "the end of the uninstaller")
    assert digest(program(pc, OPEN).parent) == before
    assert set(pc.running(OPEN)) == pids
    pc.start(str(setup))
    until(lambda: pc.is_shown("^Installazione"), "the sentence of the installer")
    pc.picture(PICTURES / "still-open.png")
    pc.key("Escape")
    until(lambda: not pc.running(setup.name), "the end of the installer")


def test_what_is_said_to_open_a_rescue_file_opens_the_program(pc: Windows) -> None:
    """The line of the registry is run as Windows would: Wine 8 knows no associations of one person."""
    pc.run(Path("taskkill"), "/im", OPEN)
    until(lambda: not pc.running(OPEN), "the end of the program")
    given = pc.home / "da-inviare.wdr"
    given.write_bytes(b"welfaredesk-rescue-1\n")
    called, *words = shlex.split(pc.value(RESCUE).replace("\\", "\\\\"))
    pc.start(called, *(word.replace("%1", _as_windows(pc, given)) for word in words))
    until(lambda: bool(pc.running(OPEN)), "the program")
    until(pc.is_drawn, "its window")
    (line,) = pc.running(OPEN).values()
    assert line.endswith(f"open {_as_windows(pc, given)}")
    pc.run(Path("taskkill"), "/im", OPEN)
    until(lambda: not pc.running(OPEN), "the end of the program")


def test_a_newer_version_takes_the_place_of_an_older_and_never_the_other_way(pc: Windows, setup: Path) -> None:
    profile = digest(pc.local / "welfaredesk")
    left = program(pc, "_internal") / "left-by-an-older-version.dll"
    left.write_bytes(b"old")
    pc.set_value(ENTRY, "DisplayVersion", text="99.0.0")
    assert pc.run(setup, "/S").code == NEWER_THERE
    assert left.exists()
    pc.set_value(ENTRY, "DisplayVersion", text="0.0.1")
    assert pc.run(setup, "/S").code == 0
    assert not left.exists()
    assert pc.value(ENTRY, "DisplayVersion") == version()
    assert digest(pc.local / "welfaredesk") == profile


def test_it_goes_and_the_profile_stays(pc: Windows) -> None:
    profile = digest(pc.local / "welfaredesk")
    assert any(name.endswith("vault.db") for name in profile)
    pc.run(program(pc, REMOVER), "/S")
    until(lambda: not program(pc, OPEN).parent.exists(), "the end of the program's folder")
    until(lambda: not pc.value(ENTRY, "DisplayVersion"), "the end of its entry")
    assert not any((pc.home / link).exists() for link in LINKS)
    assert not pc.value(r"Software\Classes\.wdr")
    assert not pc.value(RESCUE)
    assert digest(pc.local / "welfaredesk") == profile


def _found(pc: Windows) -> None:
    """Found an ente in the profile that the program opens by itself."""
    phrase = pc.home / "frase.txt"
    phrase.write_text(PASSPHRASE, "utf-8")
    where = ("--recovery-out", _as_windows(pc, pc.home / "fogli"), "--passphrase-file", _as_windows(pc, phrase))
    who = ("--ente", "Ente di prova", "--operator", "Prova Ada", "--alone")
    done = pc.run(program(pc, COMMANDS), "init", *who, *where)
    assert done.code == 0, done


def _unlock(pc: Windows) -> None:
    """Type the passphrase until the desk is open: a busy window loses the first keys."""
    opened = partial(_is_open, pc)
    for seconds in (200, 90):
        pc.key("ctrl+a")
        pc.write(PASSPHRASE)
        pc.key("Return")
        with suppress(AssertionError):
            until_soon(opened, "the open desk", seconds=seconds, every=1)
            return
    assert opened(), "the desk did not open"


def _is_open(pc: Windows) -> bool:
    return pc.shows(ONLY_HERE) and pc.is_drawn()


def _as_windows(pc: Windows, path: Path) -> str:
    return "C:\\" + str(path.relative_to(pc.prefix / "drive_c")).replace("/", "\\")
