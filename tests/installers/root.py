# SPDX-License-Identifier: EUPL-1.2
"""A clean Debian in a folder, without Python and without this tree: a package is installed and run there."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.stories.program import Program

TREE = Path(__file__).resolve().parents[2]
ROOTS = TREE / "build" / "roots"
PACKAGES = TREE / "build" / "packages"
RELEASES = ("bookworm", "trixie")
"""The Debians that the packages are for, 12 and 13; they are made on the oldest."""
USER, UID = "utente", 1000
# Everything is mounted for this one process alone: nothing is left behind that a `rm -rf build` would walk into.
ENTER = """
mkdir -p "$1/proc" "$1/dev" "$1/tmp/.X11-unix"
mount -t proc proc "$1/proc" && mount --bind /dev "$1/dev" || exit 125
if [ -d /tmp/.X11-unix ]; then mount --bind /tmp/.X11-unix "$1/tmp/.X11-unix" || exit 125; fi
if [ -n "$2" ]; then mkdir -p "$1$2" && mount --bind "$2" "$1$2" || exit 125; fi
root="$1" user="$3"
shift 3
exec chroot --userspec="$user" "$root" "$@"
"""


@dataclass(frozen=True, slots=True)
class Root:
    """A Debian in a folder."""

    folder: Path
    release: str

    @property
    def archives(self) -> Path:
        """Return where what was downloaded for its release is kept."""
        folder = ROOTS / f"archives-{self.release}"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def line(self, *words: str, user: str = "0:0", sharing: Path | None = None) -> list[str]:
        """Return the command line that runs a program in here: its process is the one that is started."""
        shared = "" if sharing is None else str(sharing)
        return ["unshare", "--mount", "sh", "-c", ENTER, "enter", str(self.folder), shared, user, *words]

    def run(
        self, *words: str, user: str = "0:0", sharing: Path | None = None, **more: str
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program in here to its end."""
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        return subprocess.run(
            self.line(*words, user=user, sharing=sharing),
            env=environment | more,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )

    def must(self, *words: str, user: str = "0:0", sharing: Path | None = None, **more: str) -> str:
        """Run a program in here that must succeed, and return what it said."""
        done = self.run(*words, user=user, sharing=sharing, **more)
        assert done.returncode == 0, (words, done.stdout[-3000:], done.stderr[-3000:])
        return done.stdout + done.stderr

    def beside(self, process: int, *words: str, user: int = 0, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a program where a process is that runs in here: it sees that one as on a PC of its own."""
        place = ["nsenter", "--mount", "--root", "--target", str(process), f"--setuid={user}", f"--setgid={user}", "--"]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8", "DEBIAN_FRONTEND": "noninteractive"}
        return subprocess.run(
            [*place, *words], env=environment | more, capture_output=True, text=True, check=False, timeout=900
        )

    def bring(self, file: Path) -> str:
        """Lay a file where programs in here find it, and return that path."""
        (self.folder / "srv").mkdir(exist_ok=True)
        shutil.copy2(file, self.folder / "srv" / file.name)
        return f"/srv/{file.name}"


@dataclass(frozen=True, slots=True)
class Installed(Program):
    """The program installed in a root, on a profile in a folder that is at the same place inside and outside."""

    root: Root
    words: tuple[str, ...] = ("/usr/bin/welfaredesk",)
    under: tuple[str, ...] = ()

    @property
    def home(self) -> Path:
        """Return the home of the person, in the folder that both see."""
        return self.folder / "home"

    @property
    def environment(self) -> dict[str, str]:
        """Return the environment of a person's session: nothing of the tree that the tests run from."""
        return {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "XDG_RUNTIME_DIR": str(self.folder / "runtime"),
            "WELFAREDESK_PROFILE": str(self.profile),
            "WELFAREDESK_PASSPHRASE_FILE": str(self.passphrase_file),
        }

    def line(self, *words: str) -> list[str]:
        """Return the command line of a process in the root."""
        return [*self.under, *self.root.line(*self.words, *words, user=f"{UID}:{UID}", sharing=self.folder)]

    def give_away(self) -> None:
        """Let the person own everything in the folder."""
        for place in (self.home, self.folder / "runtime"):
            place.mkdir(mode=0o700, exist_ok=True)
        self._belongs_to(UID)

    def take_back(self) -> None:
        """Let whoever runs the test own everything in the folder: another's profile is not opened."""
        self._belongs_to(os.getuid())

    def _belongs_to(self, uid: int) -> None:
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, uid, uid, follow_symlinks=False)


def base(release: str) -> Path:
    """Return the folder of a Debian as it comes, made once, also where two ask for it at the same time."""
    folder = ROOTS / release
    ROOTS.mkdir(parents=True, exist_ok=True)
    with (ROOTS / "lock").open("w") as one_at_a_time:
        fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
        if not folder.is_dir():
            fresh = folder.with_suffix(".new")
            shutil.rmtree(fresh, ignore_errors=True)
            subprocess.run(["debootstrap", "--variant=minbase", release, str(fresh)], check=True, capture_output=True)
            fresh.rename(folder)
    return folder


def fresh_root(name: str, release: str, packages: Sequence[str] = ()) -> Root:
    """Return a new root with a person in it, with these packages of Debian's; what was downloaded is kept."""
    root = Root(ROOTS / f"{name}-{release}", release)
    shutil.rmtree(root.folder, ignore_errors=True)
    subprocess.run(["cp", "-a", str(base(release)), str(root.folder)], check=True)
    shutil.copy2("/etc/resolv.conf", root.folder / "etc" / "resolv.conf")
    for archive in root.archives.glob("*.deb"):
        shutil.copy2(archive, root.folder / "var/cache/apt/archives")
    (root.folder / "etc/apt/apt.conf.d/90keep").write_text('Binary::apt::APT::Keep-Downloaded-Packages "1";\n')
    root.must("useradd", "--create-home", "--uid", str(UID), USER)
    root.must("apt-get", "update", "-qq")
    if packages:
        install(root, *packages)
    return root


def install(root: Root, *packages: str) -> str:
    """Install packages with what they depend on, and nothing that they only recommend."""
    said = root.must("apt-get", "install", "-y", "--no-install-recommends", *packages)
    for archive in (root.folder / "var/cache/apt/archives").glob("*.deb"):
        if not (root.archives / archive.name).exists():
            shutil.copy2(archive, root.archives)
    return said


def package(ending: str) -> Path:
    """Return the package of that ending that `make installer` left."""
    (found,) = PACKAGES.glob(f"welfaredesk_*.{ending}")
    return found
