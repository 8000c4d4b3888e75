# SPDX-License-Identifier: EUPL-1.2
"""The server as its package installs it: an environment of its own, processes started from it, nginx in front."""

import json
import os
import shutil
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from installer import wheel
from tests.stories.served import Running
from welfaredesk.base.clock import SystemClock

PARTS = Path(__file__).resolve().parents[2] / "installer" / "server"
PATIENCE = 60.0
NGINX = """
pid {folder}/nginx.pid;
daemon off;
error_log stderr;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    include {folder}/site.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """The package in an environment of its own."""

    folder: Path

    @property
    def program(self) -> Path:
        """Return the command."""
        return self.folder / "bin" / "welfaredesk"

    @property
    def environment(self) -> dict[str, str]:
        """Return what its processes are given: nothing of the tree that the tests run from."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return kept | {"PYTHONNOUSERSITE": "1"}

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end."""
        return subprocess.run(
            [str(self.program), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
            env=self.environment,
            cwd=self.folder,
        )

    def python(self, code: str) -> "subprocess.CompletedProcess[str]":
        """Run a line of Python there."""
        line = [str(self.folder / "bin" / "python"), "-c", code]
        return subprocess.run(line, capture_output=True, text=True, check=False, env=self.environment, cwd=self.folder)


def installed(folder: Path) -> Installed:
    """Build the package and install it with its extra `[server]`, as docs/operating.md tells."""
    assert wheel.main([str(folder / "wheel")]) == 0
    (package,) = (folder / "wheel").glob("welfaredesk-*.whl")
    venv.create(folder / "opt", with_pip=True)
    pip = [str(folder / "opt" / "bin" / "python"), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, f"{package}[server]"], check=True, cwd=folder)
    shutil.copy2(PARTS / "welfaredesk-backup", folder / "opt" / "bin")
    return Installed(folder / "opt")


@contextmanager
def serving(server: Installed, data: Path, *more: str) -> Iterator[Running]:
    """Serve until the caller is done; then the server must end well."""
    line = [str(server.program), "--json", "serve", "--data", str(data), *more]
    with subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=server.environment, cwd=server.folder
    ) as process:
        assert process.stdout is not None
        said = json.loads(process.stdout.readline())
        try:
            yield Running(process, said["listening"], said["fingerprint"])
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)
    assert process.returncode == 0


@contextmanager
def behind_nginx(behind: Running, data: Path, folder: Path) -> Iterator[Running]:
    """Put the example of installer/server/nginx.conf before a server that speaks plainly."""
    port = free_port()
    site = (PARTS / "nginx.conf").read_text("utf-8")
    for written, here in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
        ("http://127.0.0.1:8443", behind.url),
        ("/etc/welfaredesk/", f"{data}/"),
    ):
        assert written in site
        site = site.replace(written, here)
    folder.mkdir()
    (folder / "site.conf").write_text(site, "utf-8")
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder), "utf-8")
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert nginx is not None, "apt-get install nginx-light"
    with subprocess.Popen([nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")]) as process:
        try:
            _wait(port, process)
            yield Running(process, f"https://127.0.0.1:{port}", behind.fingerprint)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)
    assert process.returncode == 0


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until somebody answers on a port."""
    clock = SystemClock()
    until = clock.monotonic() + PATIENCE
    while clock.monotonic() < until:
        assert process.poll() is None, "nginx has ended"
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
    sys.exit("nginx does not answer")
