# SPDX-License-Identifier: EUPL-1.2
"""The program as a process, on an ente founded quickly by the test."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import SystemClock
from welfaredesk.base.ids import SystemIds
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.desk.founding import DEFAULT_ROLES, FirstStart
from welfaredesk.desk.session import Session, open_session
from welfaredesk.desk.share_files import write_sheets
from welfaredesk.desk.unlocking import begin, draw
from welfaredesk.domain.statement import Role

PASSPHRASE = "il fiume passa sotto il ponte"
LONGEST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def value(self) -> Any:
        """Return the only JSON value of standard output."""
        return json.loads(self.out)

    @property
    def values(self) -> list[Any]:
        """Return the JSON values of standard output, one per line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> str:
        """Return the code of the fault in the last line."""
        return str(self.values[-1]["error"]["code"])


@dataclass(frozen=True, slots=True)
class Program:
    """A profile and its passphrase file, on which commands are run as processes."""

    folder: Path

    @property
    def profile(self) -> Path:
        """Return the folder of the profile."""
        return self.folder / "profile"

    @property
    def passphrase_file(self) -> Path:
        """Return the file that holds the passphrase."""
        return self.folder / "frase.txt"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a process: this profile, no screen."""
        screenless = {name: text for name, text in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        screenless.pop("QT_QPA_PLATFORM", None)
        return screenless | {
            "WELFAREDESK_PROFILE": str(self.profile),
            "WELFAREDESK_PASSPHRASE_FILE": str(self.passphrase_file),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }

    def run(self, *words: str, given: str = "", without: Sequence[str] = ()) -> Answer:
        """Run a command to its end, without some variables of the environment."""
        done = subprocess.run(
            self.line(*words),
            input=given.encode(),
            capture_output=True,
            check=False,
            timeout=LONGEST_SECONDS,
            env={name: text for name, text in self.environment.items() if name not in without},
            cwd=self.folder,
        )
        answer = Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in answer.err, answer.err
        return answer

    def ask(self, *words: str, given: str = "") -> Any:
        """Run a command with `--json`, expect that it was done, and return its only value."""
        answer = self.run("--json", *words, given=given)
        assert (answer.code, answer.err) == (0, ""), (words, answer)
        return answer.value

    def line(self, *words: str) -> list[str]:
        """Return the command line of a process."""
        return [sys.executable, "-m", "welfaredesk", *words]

    def open(self) -> Session:
        """Open the desk in this process."""
        clock = SystemClock()
        return open_session(self.profile, PASSPHRASE, clock=clock, ids=SystemIds(clock))


def founded(folder: Path, *, roles: tuple[Role, ...] = DEFAULT_ROLES, alone: bool = False) -> Program:
    """Return the program on a new ente, its recovery sheets in `fogli`."""
    clock = SystemClock()
    ids = SystemIds(clock)
    program = Program(folder)
    program.passphrase_file.write_text(PASSPHRASE + "\n", encoding="utf-8")
    start = FirstStart(
        ente="Consorzio del Fiume", surname="Cavalli", name="Irene", passphrase=PASSPHRASE, roles=roles, alone=alone
    )
    drawn = draw(ids, alone=alone)
    write_sheets(folder / "fogli", drawn.shares, secret=drawn.secret)
    begin(
        program.profile,
        start,
        drawn=drawn,
        operator_profile=None,
        clock=clock,
        ids=ids,
        cost=TEST_COST,
    ).close()
    return program
