# SPDX-License-Identifier: EUPL-1.2
"""The .deb in a Debian without Python: installed, tried, started, locked, traced, taken away; profiles stay."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installers.root import PACKAGES, RELEASES, Installed, Root, fresh_root, install, package
from tests.installers.traced import outside, written_in
from tests.installers.wayland import on_wayland
from tests.stories.case import SURNAME, needles, wait_for_cartella, with_case
from tests.stories.first_start import answer, found_ente, sheets_in
from tests.stories.program import PASSPHRASE
from tests.stories.window import Window, fixed_part, on_screen, until
from welfaredesk.desk import drafts
from welfaredesk.desk.self_check import STEPS
from welfaredesk.ui.screens.exchange import GIVEN_SOLO
from welfaredesk.ui.screens.first_start_pages import Welcome

pytestmark = pytest.mark.installers

WRITTEN = "La signora Zvanutigh racconta del mulino di Quistello"
STRACE = ("strace", "-D", "-f", "-qq", "--seccomp-bpf", "-y", "-s", "4096", "-e", "trace=%file,ftruncate,fchmod")


@pytest.fixture(scope="module", params=RELEASES)
def root(request: pytest.FixtureRequest) -> Root:
    """Return a Debian with the package and what it depends on, nothing that it only recommends."""
    root = fresh_root("deb", request.param)
    install(root, root.bring(package("deb")))
    return root


@pytest.fixture
def desk(root: Root, tmp_path: Path) -> Installed:
    """Return the installed program with a home and no profile."""
    installed = Installed(tmp_path, root)
    installed.give_away()
    return installed


@pytest.fixture
def working(desk: Installed) -> Installed:
    """Return the installed program on an ente with one person in carico."""
    with_case(desk.folder)
    desk.give_away()
    return desk


@pytest.fixture
def pictures(root: Root) -> Path:
    """Return where pictures of the installed program are left."""
    folder = PACKAGES / "pictures" / root.release
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def open_window(working: Installed) -> Iterator[Window]:
    """Return the window of the installed program, open on the one cartella."""
    with on_screen(working) as window:
        window.unlock(PASSPHRASE)
        yield window


def test_where_it_is_installed_there_is_no_python(root: Root) -> None:
    assert root.run("sh", "-c", "command -v python3 || command -v python").returncode != 0
    assert "WelfareDesk " in root.must("welfaredesk", "--version")


def test_the_whole_check_of_itself_comes_out_right(desk: Installed) -> None:
    done = desk.run("--json", "--self-check")
    assert [(step["name"], step["ok"]) for step in done.value["steps"]] == [(name, True) for name in STEPS]
    assert list(desk.profile.glob("*")) == []


def test_a_database_server_is_told_to_belong_to_the_servers_own_package(desk: Installed) -> None:
    where = ("--data", str(desk.home / "server"), "--database", "postgresql://localhost/ledger")
    answer = desk.run("--json", "serve", "--listen", "127.0.0.1:0", *where)
    assert (answer.code, answer.error) == (2, "no_postgresql")
    assert "extra [server]" in answer.err


def test_an_ente_is_founded_in_the_real_window(desk: Installed, pictures: Path) -> None:
    pdf = desk.home / "fogli.pdf"
    with on_screen(desk) as window:
        until(lambda: window.is_shown() and window.shows(Welcome.NEW), "the first page")
        window.picture(pictures / "first-start.png")
        found_ente(window, pdf)
        answer(window, sheets_in(pdf))
        window.picture(pictures / "founded.png")
        assert Path(f"/proc/{window.pid}").stat().st_uid == desk.profile.stat().st_uid != 0
        window.lock()
        assert Path(f"/proc/{window.pid}/exe").readlink().name == "welfaredesk"
        window.picture(pictures / "locked.png")


def test_a_locked_desk_knows_nothing_and_its_process_is_the_same(
    open_window: Window, working: Installed, pictures: Path
) -> None:
    window, before = open_window, open_window.pid
    window.key("alt+4")
    window.write(SURNAME[:5])
    until(lambda: window.knows(SURNAME), "the person in the list")
    window.key("Return")
    wait_for_cartella(window)
    window.write(WRITTEN)
    until(lambda: window.knows(WRITTEN), "what was typed")
    window.picture(pictures / "cartella.png")
    found = window.memory_holds(needles(window, {"draft": WRITTEN}))
    assert {"vault key", "database key"} & set(found), "the scanner finds no key while the desk is open"
    window.lock()
    assert window.pid == before
    assert window.memory_holds(needles(window, {"draft": WRITTEN})) == []
    window.process.kill()
    window.process.wait()
    working.take_back()
    session = working.open()
    kept = drafts.all_drafts(session)
    session.close()
    assert [draft.values["text"] for draft in kept] == [WRITTEN]


def test_a_file_that_was_double_clicked_is_offered_once_the_desk_is_open(working: Installed) -> None:
    file = working.home / "da-inviare.wdr"
    file.write_bytes(b"welfaredesk-rescue-1\n")
    with on_screen(working, "open", str(file)) as window:
        window.unlock(PASSPHRASE)
        until(lambda: window.shows(fixed_part(GIVEN_SOLO)), "the word about the file")


def test_nothing_is_written_outside_its_folders(working: Installed) -> None:
    log = working.folder / "strace"
    traced = Installed(working.folder, working.root, under=(*STRACE, "-o", str(log)))
    with on_screen(traced) as window:
        window.unlock(PASSPHRASE)
        window.lock()
    checked = Installed(working.folder, working.root, under=(*STRACE, "-A", "-o", str(log)))
    assert checked.run("--self-check").code == 0
    written = written_in(log, working.root.folder)
    assert any(path.name == "vault.db" for path in written), "the trace has not even the vault"
    assert outside(written, own=(working.profile,), home=working.home, runtime=working.folder / "runtime") == []


def test_the_menu_and_the_file_manager_know_it(root: Root) -> None:
    install(root, "shared-mime-info", "desktop-file-utils", "appstream")
    assert "welfaredesk.desktop" in root.must(
        "grep", "application/vnd.welfaredesk.rescue", "/usr/share/applications/mimeinfo.cache"
    )
    assert "application/vnd.welfaredesk.rescue:*.wdr" in root.must("grep", "wdr", "/usr/share/mime/globs2")
    root.must("desktop-file-validate", "/usr/share/applications/welfaredesk.desktop")
    (about,) = (root.folder / "usr/share/metainfo").glob("*welfaredesk*")
    root.must("appstreamcli", "validate", "--no-net", f"/usr/share/metainfo/{about.name}")
    icons = root.folder / "usr/share/icons/hicolor"
    assert all((icons / f"{side}x{side}/apps/welfaredesk.png").is_file() for side in (16, 22, 24, 32, 48, 64, 128, 256))


def test_what_is_open_is_neither_replaced_nor_taken_away(root: Root, open_window: Window) -> None:
    for words in (("dpkg", "-i", root.bring(package("deb"))), ("dpkg", "-r", "welfaredesk")):
        done = root.beside(open_window.pid, *words)
        assert done.returncode != 0
        assert "WelfareDesk è aperto" in done.stderr
    assert "ok installed" in root.must("dpkg-query", "-W", "-f", "${Status}", "welfaredesk")
    open_window.lock()
    open_window.unlock(PASSPHRASE)


def test_taken_away_it_leaves_profiles_and_says_where(root: Root, working: Installed) -> None:
    own = root.folder / "home/utente/.local/share/welfaredesk/profile"
    shutil.copytree(working.profile, own)
    before = sorted(path.name for path in own.rglob("*"))
    said = root.must("dpkg", "-i", root.bring(package("deb")))
    for words in (("-r",), ("--purge",)):
        said = root.must("dpkg", *words, "welfaredesk")
        assert "~/.local/share/welfaredesk" in said
        assert sorted(path.name for path in own.rglob("*")) == before
        root.must("dpkg", "-i", root.bring(package("deb")))
    root.must("dpkg", "--purge", "welfaredesk")
    assert not (root.folder / "usr/lib/welfaredesk").exists()
    left = subprocess.run(
        ["find", str(root.folder / "usr"), "-iname", "*welfaredesk*"], capture_output=True, text=True, check=True
    )
    assert left.stdout == ""


def test_on_wayland_a_desk_opens_and_locks_in_the_same_process(root: Root, working: Installed, pictures: Path) -> None:
    """Last but one: Weston brings libraries that the others must not find."""
    install(root, root.bring(package("deb")), "weston")
    with on_wayland(working) as window:
        window.unlock(PASSPHRASE)
        window.picture(pictures / "wayland.png")
        before = window.pid
        window.lock()
        assert window.pid == before
        assert "libqxcb" not in Path(f"/proc/{window.pid}/maps").read_text("ascii", errors="replace")


def test_the_package_says_what_it_needs() -> None:
    told = subprocess.run(
        ["dpkg-deb", "-f", str(package("deb")), "Depends"], capture_output=True, text=True, check=True
    ).stdout
    assert {"libcups2", "libxcb-cursor0", "libegl1", "libfontconfig1", "xkb-data"} <= set(told.strip().split(", "))
    assert "python" not in told
    sums = (PACKAGES / "SHA256SUMS").read_text("ascii")
    assert all(f"  {package(ending).name}\n" in sums for ending in ("deb", "run"))
