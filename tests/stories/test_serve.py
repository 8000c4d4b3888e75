# SPDX-License-Identifier: EUPL-1.2
"""The server as a process: one line when it is ready, TLS with its own key, a clean end; its copies."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import asdict

from tests.stories.inside import answered
from tests.stories.program import Program
from tests.unit.server.office import Ente, Item
from welfaredesk.base.ids import SeededIds
from welfaredesk.base.server_errors import NoPostgres
from welfaredesk.crypto.fingerprint import read_fingerprint
from welfaredesk.crypto.hashes import sha256
from welfaredesk.server.place import Place, opened
from welfaredesk.server.serving import SETTINGS, Settings
from welfaredesk.sync.http_line import HttpLine
from welfaredesk.sync.line import LineBroken

PROGRAM = [sys.executable, "-m", "welfaredesk", "--json"]


@contextmanager
def serving(data: Path, *more: str) -> Iterator[dict[str, str]]:
    """Give what a server says when it is ready; at the end it is asked to end, and must do so with 0."""
    call = [*PROGRAM, "serve", "--data", str(data), "--listen", "127.0.0.1:0", *more]
    process = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
    finally:
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert rest == ""


def server(*words: str, folder: Path) -> tuple[int, dict[str, Any]]:
    """Call a verb of the server, and return exit code and answer."""
    done = answered(Program(folder), "server", *words)
    return done.code, done.value


def test_a_server_serves_is_copied_and_restored(tmp_path: Path, ids: SeededIds) -> None:
    data, copy, other = tmp_path / "server", tmp_path / "copy.tar", tmp_path / "restored"
    ente = Ente(ids)
    anna = ente.found()
    group, folder = ente.group(anna), anna.folder()
    items: list[Item] = [*ente.stated, anna.grant([folder], group), anna.parcel(folder)]
    with serving(data) as told:
        key = key_of(told)
        assert read_fingerprint(told["fingerprint"]) == sha256(key)
        with closing(HttpLine(told["listening"], key)) as line:
            assert anna.exchange(line, items, server=key).refused == {}
        with closing(HttpLine(told["listening"], b"x" * 32)) as other_key, pytest.raises(LineBroken):
            other_key.ask("GET", "/v1/server", headers={})
        code, answer = server("backup", str(copy), "--data", str(data), folder=tmp_path)
        assert (code, answer["items"]) == (0, anna.position)
    restore = ["restore", str(copy), "--data", str(other)]
    assert server(*restore, folder=tmp_path)[0] == 0
    assert server(*restore, folder=tmp_path)[1]["error"]["code"] == "ledger_exists"
    assert server("check", "--data", str(other), folder=tmp_path) == (0, answer)
    with serving(other) as again, closing(HttpLine(again["listening"], key)) as line:
        assert again["fingerprint"] == told["fingerprint"]
        assert anna.exchange(line, server=key).check.watermark == anna.position


def key_of(told: dict[str, str]) -> bytes:
    """Return the key that a server says it has and shows in its certificate."""
    with closing(HttpLine(told["listening"], None)) as line:
        key = bytes.fromhex(json.loads(line.ask("GET", "/v1/server", headers={}).whole())["key"])
        assert line.peer_key == key
    return key


def test_several_processes_serve_one_folder(tmp_path: Path, ids: SeededIds) -> None:
    ente = Ente(ids)
    anna = ente.found()
    with serving(tmp_path / "server", "--workers", "2", "--plain") as told:
        assert told["listening"].startswith("http://127.0.0.1:")
        for _ in range(6):
            with closing(HttpLine(told["listening"], None)) as line:
                assert anna.exchange(line, ente.stated).refused == {}
        assert anna.position == len(ente.stated)
        asked = 'welfaredesk_requests_total{call="POST /v1/exchange",status="200"} 6'
        for _ in range(4):
            with closing(HttpLine(told["listening"], None)) as line:
                assert asked in line.ask("GET", "/metrics", headers={}).whole().decode().splitlines()


def test_a_process_that_finds_no_database_ends_without_a_trace(tmp_path: Path) -> None:
    place = Settings(data=str(tmp_path), database="postgresql://nessuno@127.0.0.1:1/niente", counts=str(tmp_path))
    call = [sys.executable, "-c", "from welfaredesk.server.serving import from_environment as begin; begin()"]
    environment = os.environ | {SETTINGS: json.dumps(asdict(place)), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=60, env=environment)
    assert (done.returncode, done.stdout) == (1, "")
    events = [line.split(" WARNING ")[1] for line in done.stderr.splitlines()]
    assert events == ["no-database OperationalError", "not-started NoDatabase"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--listen", "192.0.2.1:1"], "cannot_listen"),
        (["--listen", "127.0.0.1:0", "--database", "nonsense"], "no_database"),
        (["--listen", "127.0.0.1:0", "--files", "s3://bucket"], "wrong_use"),
    ],
)
def test_what_cannot_be_served_is_said(tmp_path: Path, words: list[str], code: str) -> None:
    call = [*PROGRAM, "serve", "--data", str(tmp_path / "server"), *words]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (2, code)


def test_the_program_of_a_desk_says_that_a_database_server_is_not_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    place = Place(data=tmp_path, database="postgresql://nessuno@127.0.0.1:1/niente")
    with pytest.raises(NoPostgres) as stopped, opened(place):
        raise AssertionError(place)
    assert "extra [server]" in stopped.value.text
    assert "nessuno@" not in caplog.text


def test_a_folder_without_a_server_is_said(tmp_path: Path) -> None:
    code, answer = server("check", "--data", str(tmp_path), folder=tmp_path)
    assert (code, answer["error"]["code"]) == (2, "no_ledger")
