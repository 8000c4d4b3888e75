# SPDX-License-Identifier: EUPL-1.2
"""The .run of somebody without rights: into the home, started, made anew while closed, taken away; profiles stay."""

import shutil
from pathlib import Path

import pytest

from tests.installers.root import RELEASES, UID, Installed, Root, fresh_root, package
from tests.stories.case import with_case
from tests.stories.program import PASSPHRASE
from tests.stories.window import on_screen
from welfaredesk.desk.self_check import STEPS

pytestmark = pytest.mark.installers

# What the desktops of Debian and Ubuntu have, and a Debian without one has not.
LIBRARIES = (
    "libegl1",
    "libgl1",
    "libglib2.0-0",
    "libfontconfig1",
    "libx11-xcb1",
    "libdbus-1-3",
    "libcups2",
    "xkb-data",
)
DESKTOP = (*LIBRARIES, "libgssapi-krb5-2", "libwayland-cursor0", "libsqlite3-0", "libssl3", "libbrotli1", "xz-utils")
LIB, SHARE = ".local/lib/welfaredesk", ".local/share"


@pytest.fixture(scope="module", params=RELEASES)
def root(request: pytest.FixtureRequest) -> Root:
    """Return a Debian with the libraries of a desktop."""
    return fresh_root("run", request.param, DESKTOP)


@pytest.fixture
def desk(root: Root, tmp_path: Path) -> Installed:
    """Return the program where its installer puts it in somebody's home, not yet installed."""
    installed = Installed(tmp_path, root, words=(str(tmp_path / "home" / LIB / "welfaredesk"),))
    installed.give_away()
    return installed


def _ran(desk: Installed, *words: str, user: int = UID) -> tuple[int, str]:
    """Run something as the person, and return its exit code and what it said."""
    done = desk.root.run(*words, user=f"{user}:{user}", sharing=desk.folder, HOME=str(desk.home))
    return done.returncode, done.stdout + done.stderr


def _install(desk: Installed) -> tuple[int, str]:
    return _ran(desk, "sh", desk.root.bring(package("run")), "--quiet")


def test_somebody_without_rights_installs_it_starts_it_and_takes_it_away(desk: Installed) -> None:
    code, said = _install(desk)
    assert code == 0, said
    assert "è installato" in said
    entry = (desk.home / SHARE / "applications/welfaredesk.desktop").read_text("utf-8")
    assert f'Exec="{desk.home / LIB / "welfaredesk"}" open %f\n' in entry
    assert (desk.home / SHARE / "mime/packages/welfaredesk.xml").is_file()
    done = desk.run("--json", "--self-check")
    assert [(step["name"], step["ok"]) for step in done.value["steps"]] == [(name, True) for name in STEPS]
    own = desk.home / SHARE / "welfaredesk" / "profile"
    with_case(desk.folder)
    shutil.copytree(desk.profile, own)
    desk.give_away()
    before = sorted(own.rglob("*"))
    with on_screen(desk) as window:
        window.unlock(PASSPHRASE)
        for words in (("sh", desk.root.bring(package("run")), "--quiet"), ("sh", str(desk.home / LIB / "uninstall"))):
            held = desk.root.beside(window.pid, *words, user=UID, HOME=str(desk.home))
            assert (held.returncode, "WelfareDesk è aperto" in held.stderr) == (1, True), held
        window.lock()
    assert _install(desk)[0] == 0, "it cannot be installed over itself"
    code, said = _ran(desk, "sh", str(desk.home / LIB / "uninstall"))
    assert (code, str(desk.home / SHARE / "welfaredesk") in said) == (0, True), said
    assert sorted(own.rglob("*")) == before
    left = [path for path in desk.home.rglob("*welfaredesk*") if not path.is_relative_to(own.parent)]
    assert [str(path) for path in left] == []


def test_root_is_sent_to_the_deb(desk: Installed) -> None:
    code, said = _ran(desk, "sh", desk.root.bring(package("run")), "--quiet", user=0)
    assert (code, ".deb" in said) == (1, True)
    assert not (desk.home / LIB).exists()


def test_what_a_pc_lacks_is_named_and_nothing_is_installed(desk: Installed) -> None:
    library = next((desk.root.folder / "usr/lib").glob("*/libcups.so.2"))
    hidden = library.with_suffix(".hidden")
    library.rename(hidden)
    try:
        code, said = _install(desk)
    finally:
        hidden.rename(library)
    assert (code, "libcups.so.2" in said) == (1, True)
    assert not (desk.home / LIB).exists()
