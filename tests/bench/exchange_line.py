# SPDX-License-Identifier: EUPL-1.2
"""The server and the weak line of the exchange figures, each a process of its own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from welfaredesk.base.clock import SystemClock


@dataclass(frozen=True, slots=True)
class Serving:
    """A server that runs: its port, its fingerprint, its process."""

    port: int
    fingerprint: str
    process: int

    @property
    def url(self) -> str:
        """Return its address on this machine."""
        return f"http://127.0.0.1:{self.port}"


@contextlib.contextmanager
def serving(data: Path, *, database: str = "", workers: int = 0) -> Iterator[Serving]:
    """Run a server on a folder until the end."""
    command = [sys.executable, "-m", "welfaredesk", "--json", "serve", "--data", str(data), "--plain"]
    command += ["--listen", "127.0.0.1:0"]
    command += ["--database", database] if database else []
    command += ["--workers", str(workers)] if workers else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        port = int(str(said["listening"]).rsplit(":", 1)[1].rstrip("/"))
        try:
            yield Serving(port, str(said["fingerprint"]), process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


@dataclass(frozen=True, slots=True)
class WeakLine:
    """A weak line in front of a server, with its counters."""

    port: int
    control: int

    @property
    def url(self) -> str:
        """Return the address through the line."""
        return f"http://127.0.0.1:{self.port}"

    def stats(self, word: str = "stats") -> dict[str, Any]:
        """Return bytes up and down, requests, flights, cuts; `reset` starts them anew."""
        with socket.create_connection(("127.0.0.1", self.control), timeout=10) as link:
            link.sendall(f"{word}\n".encode())
            return dict(json.loads(link.makefile().readline()))


@contextlib.contextmanager
def weak_line(script: Path, server: Serving, *options: str) -> Iterator[WeakLine]:
    """Run a weak line in front of a server until the end; no option is an unlimited line that counts."""
    port, control = free_port(), free_port()
    command = [sys.executable, str(script), "--listen", str(port), "--ctl", str(control)]
    command += ["--target", f"127.0.0.1:{server.port}", *options]
    with subprocess.Popen(command, env=os.environ | {"PYTHONWARNINGS": "ignore"}) as process:
        line = WeakLine(port, control)
        clock = SystemClock()
        until = clock.monotonic() + 10
        while True:
            try:
                line.stats("reset")
                break
            except OSError:
                if clock.monotonic() > until:
                    raise
        try:
            yield line
        finally:
            process.terminate()
            process.wait(10)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])
