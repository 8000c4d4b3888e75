# SPDX-License-Identifier: EUPL-1.2
"""A server as a process, and desks that come to it by commands, their unlocking made cheap afterwards."""

import json
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.stories.inside import answered, here
from tests.stories.program import PASSPHRASE, Program, founded
from welfaredesk.base.clock import SystemClock
from welfaredesk.base.ids import SystemIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk.unlocking import change_passphrase

WORKING = "Servizio sociale di base"


@dataclass(frozen=True, slots=True)
class Running:
    """A server that runs as a process: the process, where it listens, and the fingerprint of its key."""

    process: "subprocess.Popen[bytes]"
    url: str
    fingerprint: str

    @property
    def port(self) -> int:
        """Return the port it listens on."""
        return int(self.url.rpartition(":")[2])

    @property
    def place(self) -> list[str]:
        """Return what `attach` and `enrol` are told of it."""
        return [self.url, "--fingerprint", self.fingerprint]


@contextmanager
def serving(folder: Path, *, port: int = 0) -> Iterator[Running]:
    """Serve from a folder until the caller is done; then it must end well and have said no more."""
    line = Program(folder).line("--json", "serve", "--data", str(folder), "--listen", f"127.0.0.1:{port}")
    folder.mkdir(exist_ok=True)
    with subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=folder) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        assert set(said) == {"listening", "fingerprint"}
        assert re.fullmatch(r"https://127\.0\.0\.1:\d+", said["listening"])
        try:
            yield Running(process, said["listening"], said["fingerprint"])
        finally:
            process.terminate()
            rest, _ = process.communicate(timeout=60)
        assert (process.returncode, rest) == (0, b"")


def newcomer(folder: Path) -> Program:
    """Return the program on an empty profile."""
    folder.mkdir()
    program = Program(folder)
    program.passphrase_file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    return program


def attached(folder: Path, server: Running) -> Program:
    """Return the first desk of a new ente, brought to the server."""
    folder.mkdir()
    program = founded(folder)
    here(program, "attach", *server.place)
    return program


def invited(first: Program, operator: str = "Rossi Anna") -> str:
    """Invite a colleague into the working group, and return the code."""
    answer = here(first, "invite", "--operator", operator, "--role", "operatore", "--group", WORKING)
    assert set(answer) == {"code", "expires"}
    return str(answer["code"])


def enrolled(program: Program, first: Program, server: Running, *, code: str) -> dict[str, Any]:
    """Bring a newcomer into the ente while it waits, and return the request that was approved."""
    line = program.line("--json", "enrol", *server.place, "--code", code, "--wait", "120")
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=program.environment, cwd=program.folder
    ) as waiting:
        assert waiting.stdout is not None
        shown = json.loads(waiting.stdout.readline())
        (request,) = here(first, "roster", "requests")
        assert shown == {"words": request["words"]}
        assert len(request["words"].split()) == 6
        wrong = answered(first, "roster", "approve", request["id"], "--words", "sei parole che non sono queste")
        assert (wrong.code, wrong.error) == (2, "wrong_words")
        here(first, "roster", "approve", request["id"], "--words", request["words"].upper())
        rest, said = waiting.communicate(timeout=120)
    assert (waiting.returncode, json.loads(rest), said) == (0, {"state": "enrolled"}, b"")
    cheaper(program)
    here(program, "exchange")
    return dict(request)


def cheaper(program: Program) -> None:
    """Let the passphrase open the vault at the cost of tests: what the real one costs is paid once a desk."""
    ids = SystemIds(SystemClock())
    change_passphrase(program.profile, PASSPHRASE, new=PASSPHRASE, cost=TEST_COST, ids=ids)
