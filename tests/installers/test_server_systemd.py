# SPDX-License-Identifier: EUPL-1.2
"""The server in a real systemd, set up as docs/operating.md tells: it runs as locked up as its unit says."""

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

from installer import wheel
from tests.installers.booted import Booted, booted
from tests.installers.root import Root, fresh_root
from tests.installers.server_package import PARTS
from tests.stories.window import until

pytestmark = pytest.mark.installers
PROGRAM, DATA, COPIES = "/opt/welfaredesk/bin/welfaredesk", "/var/lib/welfaredesk", "/var/backups/welfaredesk"
ASK = """
import ssl, urllib.request
made_at_home = ssl._create_unverified_context()
print(urllib.request.urlopen("https://127.0.0.1:8443/health", context=made_at_home).status)
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Root:
    """Return a Debian with the server's package and what lies in installer/server."""
    root = fresh_root("systemd", "bookworm", ("systemd", "python3-venv"))
    made, wheels = tmp_path_factory.mktemp("wheel"), root.folder / "srv/wheels"
    assert wheel.main([str(made)]) == 0
    (package,) = made.glob("welfaredesk-*.whl")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "-d", str(wheels)]
    for_it = ["--python-version", "3.11", "--only-binary", ":all:", f"{package}[server]"]
    subprocess.run([*pip, *for_it], check=True)
    root.must("python3", "-m", "venv", "/opt/welfaredesk")
    offline = ("--quiet", "--no-index", "--find-links", "/srv/wheels")
    root.must("/opt/welfaredesk/bin/pip", "install", *offline, f"/srv/wheels/{package.name}[server]")
    shutil.copy2(PARTS / "welfaredesk-backup", root.folder / "opt/welfaredesk/bin")
    shutil.copy2(PARTS / "welfaredesk.sysusers", root.folder / "usr/lib/sysusers.d/welfaredesk.conf")
    for unit in (*PARTS.glob("*.service"), *PARTS.glob("*.timer")):
        shutil.copy2(unit, root.folder / "etc/systemd/system")
    return root


@pytest.fixture(scope="module")
def system(root: Root) -> Iterator[Booted]:
    """Return it running, with the server started."""
    with booted(root) as system:
        system.must("systemd-sysusers")
        system.must("install", "-d", "-o", "welfaredesk", "-g", "welfaredesk", "-m", "700", COPIES)
        system.must("systemctl", "daemon-reload")
        system.must("systemctl", "enable", "--now", "welfaredesk.service", "welfaredesk-backup.timer")
        yield system


def test_the_server_runs_there_and_answers(system: Booted) -> None:
    _wait_for_answer(system)
    assert "impronta" in system.must("journalctl", "-u", "welfaredesk").casefold()
    assert _shown(system, "welfaredesk", "NRestarts") == "0"
    pid = _shown(system, "welfaredesk", "MainPID")
    status = dict(line.split(":\t", 1) for line in system.must("cat", f"/proc/{pid}/status").splitlines())
    assert (status["CapEff"], status["NoNewPrivs"], status["Seccomp"]) == ("0" * 16, "1", "2")
    assert status["Uid"].split()[0] == system.must("id", "-u", "welfaredesk").strip()
    inside = ("nsenter", "--target", pid, "--mount", "touch", "/etc/written")
    assert system.run(*inside).returncode != 0, "it could write the rest of the disk"


def test_its_copy_is_made_and_checked_by_the_timer_s_service(system: Booted) -> None:
    system.must("systemctl", "is-active", "welfaredesk-backup.timer")
    system.must("systemctl", "start", "welfaredesk-backup.service")
    assert _shown(system, "welfaredesk-backup", "Result") == "success"
    owned = system.must("find", COPIES, "-name", "welfaredesk-*.tar", "-user", "welfaredesk", "-perm", "600")
    assert len(owned.splitlines()) == 1


def test_a_command_by_hand_is_given_as_its_user(system: Booted) -> None:
    system.must("runuser", "-u", "welfaredesk", "--", PROGRAM, "server", "check", "--data", DATA)


def test_it_starts_anew_with_its_key_and_stops_well(system: Booted) -> None:
    before = system.must("sha256sum", f"{DATA}/server.key")
    system.must("systemctl", "restart", "welfaredesk")
    _wait_for_answer(system)
    system.must("systemctl", "stop", "welfaredesk")
    assert (_shown(system, "welfaredesk", "Result"), _shown(system, "welfaredesk", "ExecMainStatus")) == (
        "success",
        "0",
    )
    assert system.must("sha256sum", f"{DATA}/server.key") == before


def _wait_for_answer(system: Booted) -> None:
    until(lambda: system.run("python3", "-c", ASK).stdout == "200\n", "an answer of the server")


def _shown(system: Booted, unit: str, name: str) -> str:
    return system.must("systemctl", "show", "--value", "-p", name, unit).strip()
