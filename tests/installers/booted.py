# SPDX-License-Identifier: EUPL-1.2
"""A Debian in a folder that its own systemd runs, in namespaces of its own: with a network that leads nowhere."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.installers.root import Root
from tests.stories.window import until

# As containers do it: of the kernel's own folders nothing may be written, of devices only the harmless ones are there.
BOOT = """
set -e
root="$1"
mount --make-rprivate /
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,ro,bind "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs tmpfs "$root/sys/fs/cgroup" || true
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
# Nodes of its own: of those outside a system that starts would change the rights.
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/console" c 1 3
mknod -m 666 "$root/dev/zero" c 1 5
mknod -m 666 "$root/dev/full" c 1 7
mknod -m 666 "$root/dev/random" c 1 8
mknod -m 666 "$root/dev/urandom" c 1 9
mknod -m 666 "$root/dev/tty" c 5 0
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
cd "$root"
pivot_root . mnt
exec env -i container=lxc PATH=/usr/sbin:/usr/bin:/sbin:/bin \\
    chroot . sh -c 'umount --lazy /mnt && exec /usr/lib/systemd/systemd --unit=multi-user.target'
"""
APART = ("--pid", "--mount", "--cgroup", "--uts", "--ipc", "--net")
INTO = ("sh", "-c", 'echo $$ >"$0/cgroup.procs" && exec "$@"')
STATE, STANDS = ("systemctl", "is-system-running"), ("running", "degraded")
"""What a folder has no use for, such as kernel modules, does not start."""


@dataclass(frozen=True, slots=True)
class Booted:
    """A running system."""

    process: int

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run a program in it as root."""
        place = ["nsenter", "--target", str(self.process), *APART, "--root", "--wd=/", "--"]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
        return subprocess.run(
            [*place, *words], env=environment, capture_output=True, text=True, check=False, timeout=300
        )

    def must(self, *words: str) -> str:
        """Run a program in it that must succeed, and return what it said."""
        done = self.run(*words)
        assert done.returncode == 0, (words, done.stdout[-3000:], done.stderr[-3000:])
        return done.stdout


@contextmanager
def booted(root: Root) -> Iterator[Booted]:
    """Start the systemd of a root, and end it with all that it runs."""
    with _group() as group:
        line = [
            *INTO,
            str(group),
            "unshare",
            "--fork",
            "--kill-child",
            *APART,
            "sh",
            "-c",
            BOOT,
            "boot",
            str(root.folder),
        ]
        with subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            try:
                until(lambda: bool(children.read_text("ascii").strip()), "the first process")
                system = Booted(int(children.read_text("ascii")))
                until(lambda: system.run(*STATE).stdout.strip() in STANDS, "a system that stands")
                yield system
            finally:
                process.kill()


@contextmanager
def _group() -> Iterator[Path]:
    """Give a group of processes below which a systemd makes its own, and take them all away once they are empty."""
    mounted = (line.split(" ")[1:3] for line in Path("/proc/self/mounts").read_text("utf-8").splitlines())
    groups = next(Path(place) for place, kind in mounted if kind == "cgroup2")
    group = Path(tempfile.mkdtemp(prefix="welfaredesk-", dir=groups))
    try:
        yield group
    finally:
        until(lambda: "populated 0" in (group / "cgroup.events").read_text("ascii"), "the end of its processes")
        subprocess.run(["find", str(group), "-depth", "-type", "d", "-exec", "rmdir", "{}", "+"], check=True)
