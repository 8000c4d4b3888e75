# SPDX-License-Identifier: EUPL-1.2
"""The exchange by commands: a server as a process, a desk that joins it, works without it, and says what it answers."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.stories.program import Program


@contextmanager
def served(program: Program, folder: Path, *, listen: str = "127.0.0.1:0") -> Iterator[dict[str, str]]:
    """Serve as a process until the caller is done, and give what it said when it was ready."""
    words = program.line("--json", "serve", "--data", str(folder), "--listen", listen)
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=program.environment, cwd=program.folder
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=60)


@pytest.mark.long
def test_a_desk_joins_a_server_and_goes_on_without_it(program: Program, tmp_path: Path) -> None:
    assert program.run("--json", "exchange").error == "no_server"
    assert program.ask("refused", "list") == []
    person = program.ask("record", "add", "person", "-", given='{"surname": "Ferrari", "name": "Giulia"}')["id"]
    with served(program, tmp_path / "server") as server:
        wrong = program.run("--json", "attach", server["listening"], "--fingerprint", "ab" * 32)
        assert (wrong.code, wrong.error) == (2, "other_server")
        assert program.ask("status")["position"] is None
        sent = program.ask("attach", server["listening"], "--fingerprint", server["fingerprint"])["sent"]
        assert sent > 0
        again = program.run("--json", "attach", server["listening"], "--fingerprint", server["fingerprint"])
        assert (again.code, again.error) == (2, "already_attached")
        done = program.ask("exchange", "--files")
        assert set(done) == {
            *("sent", "received", "requests", "bytes_up", "bytes_down", "clashes", "refused", "seconds"),
        }
        assert (done["requests"], done["sent"], done["refused"]) == (1, 0, 0)
        shown = program.ask("record", "show", person)
        assert shown["_state"] == "received"
        assert shown["_position"] > 0
        port = server["listening"].rpartition(":")[2]
    program.ask("record", "change", person, "-", given='{"comune": "Viadana"}')
    broken = program.run("--json", "exchange")
    assert (broken.code, broken.error) == (2, "no_line")
    status = program.ask("status")
    assert (status["unsent"], status["refused"]) == (1, 0)
    assert status["last_exchange"]
    file = tmp_path / "da-inviare.wdr"
    assert program.ask("rescue", "export", str(file)) == {"sent": 1}
    assert program.run("--json", "rescue", "import", str(program.passphrase_file)).error == "bad_file"
    assert program.run("--json", "refused", "retry", "00").error == "not_found"
    with served(program, tmp_path / "server", listen=f"127.0.0.1:{port}"):
        assert program.ask("exchange")["sent"] == 1
    assert program.ask("check")["ok"] is True
