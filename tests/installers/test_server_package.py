# SPDX-License-Identifier: EUPL-1.2
"""The server's package in an environment of its own: no Qt there, an exchange with it, behind nginx, its copies."""

import json
import os
import ssl
import subprocess
from http.client import HTTPSConnection
from pathlib import Path

import pytest

from tests.installers.server_package import PATIENCE, Installed, behind_nginx, installed, serving
from tests.postgres import new_database
from tests.stories.inside import answered, here
from tests.stories.program import Program
from tests.stories.served import Running, attached, enrolled, invited, newcomer

pytestmark = pytest.mark.installers


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return installed(tmp_path_factory.mktemp("server"))


def exchanged(folder: Path, running: Running) -> None:
    """Let two desks from the source found an ente there, and see each other's words."""
    first = attached(folder / "first", running)
    second = newcomer(folder / "second")
    enrolled(second, first, running, code=invited(first))
    person = _added(first, {"surname": "Gazzola", "name": "Irma"})
    here(first, "exchange")
    here(second, "exchange")
    assert here(second, "record", "show", person)["name"] == "Irma"
    here(second, "exchange")


def _added(program: Program, values: dict[str, str]) -> str:
    return str(here(program, "record", "add", "person", "-", given=json.dumps(values))["id"])


def test_the_server_comes_without_windows_and_without_vaults(server: Installed) -> None:
    for name in ("PySide6", "sqlcipher3", "typst", "docx"):
        assert server.python(f"import {name}").returncode != 0
    listed = server.python("from welfaredesk.base.installed import shipped; print([p.name for p in shipped().parts])")
    assert "'psycopg'" in listed.stdout
    assert "pyside6" not in listed.stdout
    assert server.run("--version").stdout.startswith("WelfareDesk ")
    helped = server.run("--help").stdout
    assert "server backup" in helped
    assert "init" not in helped
    refused = server.run("--json", "init", "--ente", "Prova", "--operator", "Rossi Anna", "--recovery-out", "x")
    assert (refused.returncode, json.loads(refused.stdout)["error"]["code"]) == (2, "only_server")


def test_two_desks_exchange_through_the_installed_server(server: Installed, tmp_path: Path) -> None:
    with serving(server, tmp_path / "data", "--listen", "127.0.0.1:0") as running:
        exchanged(tmp_path, running)


def test_two_desks_exchange_with_postgresql_behind_it(server: Installed, tmp_path: Path) -> None:
    with new_database() as url:
        more = ("--database", url, "--listen", "127.0.0.1:0")
        with serving(server, tmp_path / "data", *more) as running:
            exchanged(tmp_path, running)


def test_two_desks_enrol_and_exchange_through_nginx(server: Installed, tmp_path: Path) -> None:
    data = tmp_path / "data"
    plain = ("--plain", "--listen", "127.0.0.1:0")
    with serving(server, data, *plain) as behind, behind_nginx(behind, data, tmp_path / "nginx") as running:
        assert running.url.startswith("https://")
        exchanged(tmp_path, running)
        unpinned = ssl._create_unverified_context()
        for path, status in (("/health", 404), ("/metrics", 404), ("/", 404), ("/v1/server", 200)):
            line = HTTPSConnection("127.0.0.1", running.port, context=unpinned)
            line.request("GET", path)
            assert (path, line.getresponse().status) == (path, status)
            line.close()
        _stop(behind)
        answer = answered(Program(tmp_path / "first"), "exchange")
        assert (answer.code, answer.error) == (2, "server_refuses")
        assert "occupato" in answer.err


def _stop(running: Running) -> None:
    running.process.terminate()
    running.process.wait(timeout=PATIENCE)


def test_the_nightly_copy_is_checked_and_only_then_old_ones_go(server: Installed, tmp_path: Path) -> None:
    data, copies = tmp_path / "data", tmp_path / "copies"
    copies.mkdir()
    old, other = copies / "welfaredesk-2026-01-01-023000.tar", copies / "di qualcun altro.tar"
    for one in (old, other):
        one.write_bytes(b"")
        os.utime(one, (0, 0))
    with serving(server, data, "--listen", "127.0.0.1:0") as running:
        exchanged(tmp_path, running)
        done = _backup(server, data, copies)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Tutto in ordine" in done.stdout
    (made,) = copies.glob("welfaredesk-*.tar")
    assert made != old
    assert other.exists()
    with serving(server, tmp_path / "again", "--listen", "127.0.0.1:0") as first:
        assert first.fingerprint != running.fingerprint
    restored = server.run("server", "restore", str(made), "--data", str(tmp_path / "restored"))
    assert restored.returncode == 0, restored.stderr
    with serving(server, tmp_path / "restored", "--listen", "127.0.0.1:0") as same:
        assert same.fingerprint == running.fingerprint
    os.utime(made, (0, 0))
    failed = _backup(server, tmp_path / "nowhere", copies)
    assert failed.returncode != 0
    assert made.exists()


def _backup(server: Installed, data: Path, copies: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(server.folder / "bin" / "welfaredesk-backup"), str(data)],
        capture_output=True,
        text=True,
        check=False,
        env=server.environment | {"COPIES": str(copies)},
    )
