# SPDX-License-Identifier: EUPL-1.2
"""The whereabouts of a profile: on a disk of this PC, copied by no other program, and open to its owner alone."""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from welfaredesk.base.errors import NetworkShare
from welfaredesk.base.machine_errors import OthersProfile, SyncedFolder, UnownedDisk
from welfaredesk.base.places import others_folder

if sys.platform == "win32":
    from welfaredesk.store.windows_rights import keep_to_person

MOUNTS = Path("/proc/mounts")
OTHERS = 0o077
NETWORK_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "9p", "davfs", "webdav", "coda"}
    | {"glusterfs", "ceph", "lustre", "gpfs", "beegfs", "ocfs2", "gfs", "gfs2", "fuse", "osxfuse", "macfuse"}
    | {"vboxsf", "vmhgfs", "prl_fs", "virtiofs"}
)
"""Shares of servers and of the PC around a virtual one: locks, or the shared memory of the log, do not hold there."""
FUSE = "fuse."
LOCAL_FUSE = frozenset({"bindfs", "cryfs", "encfs", "fuse-overlayfs", "gocryptfs", "mergerfs", "securefs", "ntfs-3g"})
"""File systems of programs that lay over a disk of this PC; all others, known or not, may be far away."""
OWNERLESS_KINDS = frozenset({"exfat", "fat", "fuse.ntfs-3g", "fuseblk", "msdos", "ntfs", "ntfs3", "vfat"})
"""File systems of sticks and of Windows: whose all of it is, is said when they are mounted."""
SYNCED_NAMES = {
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "il mio drive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "megasync": "MEGA",
    "nextcloud": "Nextcloud",
    "onedrive": "OneDrive",
    "owncloud": "ownCloud",
    "pclouddrive": "pCloud",
}
SYNCED_BEGINNINGS = {
    "dropbox (": "Dropbox",
    "googledrive-": "Google Drive",
    "onedrive - ": "OneDrive",
    "onedrive-": "OneDrive",
}
SYNCED_MARKS = {
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".stfolder": "Syncthing",
}
SYNCED_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_OCTAL = re.compile(r"\\([0-7]{3})")
_MOUNTED_MAC = re.compile(r".+ on (/.*) \((\w+)[,)].*")
_EXTENDED = "\\\\?\\"


def check_place(profile: Path, *, mounts: Path = MOUNTS, environment: Mapping[str, str] = os.environ) -> None:
    """Stop before anything is read or written where a profile may not lie.

    Raises:
        NetworkShare: when it lies on a share, where the database's locks do not hold.
        SyncedFolder: when another program copies the folder to other PCs.
        OthersProfile: when it belongs to another account of the system; `UnownedDisk`, when all of its disk does.
    """
    if is_on_network(profile, mounts=mounts):
        raise NetworkShare()
    program = synced_by(profile, environment=environment)
    if program:
        raise SyncedFolder(program=program)
    if sys.platform != "win32":
        _check_owner(profile, mounts)


def _check_owner(profile: Path, mounts: Path) -> None:
    try:
        there = next(each for each in (profile, *profile.absolute().parents) if each.exists())
        ours = there.stat().st_uid == os.geteuid()
    except PermissionError as error:  # somewhere above is a folder that only another may enter
        raise OthersProfile() from error
    if not ours and kind_of(str(there.resolve()), _mounted(mounts)) in OWNERLESS_KINDS:
        raise UnownedDisk()
    if not ours and there == profile:
        raise OthersProfile()


def close_to_others(profile: Path) -> bool:
    """Take from other accounts what rights they have on a profile; tell whether none is left.

    Where the folder is closed nobody reaches what lies in it; what lies directly in it is closed as well, for a copy
    that keeps the rights.
    """
    if not profile.is_dir():
        return True
    if sys.platform == "win32":
        return keep_to_person(profile)
    # Through a link to where it lies: a link has no rights of its own.
    profile = profile.resolve()
    for path in (profile, *sorted(profile.iterdir())):
        # A drive of Windows keeps no rights, and a program that ends takes its log away.
        with suppress(OSError):
            mode = path.lstat().st_mode
            if mode & OTHERS and not stat.S_ISLNK(mode):
                path.chmod(stat.S_IMODE(mode) & ~OTHERS)
    return not profile.stat().st_mode & OTHERS


def synced_by(profile: Path, *, environment: Mapping[str, str] = os.environ) -> str:
    """Return the program that copies a folder to other PCs, as names, marks and variables tell; empty for none.

    A home, what holds it, and a desk are called after people and rooms: their names tell nothing.
    """
    others, homes = {others_folder(), others_folder().resolve()}, _homes()
    named = {Path(environment[name]).absolute() for name in SYNCED_VARIABLES if environment.get(name)}
    places = [each for start in (profile.absolute(), profile.resolve()) for each in (start, *start.parents)]
    for folder in dict.fromkeys(places):
        name = "" if folder in homes or folder.parent in others else folder.name.casefold()
        found = SYNCED_NAMES.get(name) or next(
            (program for beginning, program in SYNCED_BEGINNINGS.items() if name.startswith(beginning)), ""
        )
        if found:
            return found
        if folder in named:
            return "OneDrive"
        for mark, program in SYNCED_MARKS.items():
            with suppress(OSError):
                if (folder / mark).exists():
                    return program
    return ""


def _homes() -> set[Path]:
    """Return the home of this account and the folders that hold it."""
    try:
        home = Path.home()
    except RuntimeError:  # an account that has none
        return set()
    return {each for start in (home, home.resolve()) for each in (start, *start.parents)}


def is_on_network(profile: Path, *, mounts: Path = MOUNTS) -> bool:
    """Tell whether a folder lies on a share, as the system says."""
    # Through every link: a folder of the home may lead to a share.
    text = str(profile.resolve())
    if any(_is_unc(spelled) for spelled in (text, str(profile.absolute()))):
        return True
    if sys.platform == "win32":
        return _is_remote_drive(Path(text).anchor)
    return is_network_kind(kind_of(text, _mounted(mounts)))


def _is_unc(text: str) -> bool:
    """Tell whether a path is that of another PC; a disk of this one may be written in a long way as well."""
    slashed = text.replace("/", "\\")
    if slashed.startswith(_EXTENDED):
        return slashed[len(_EXTENDED) :].upper().startswith("UNC\\")
    return slashed.startswith("\\\\")


def is_network_kind(kind: str) -> bool:
    """Tell whether a kind of file system may be far away."""
    return kind in NETWORK_KINDS or (kind.startswith(FUSE) and kind.removeprefix(FUSE) not in LOCAL_FUSE)


def kind_of(path: str, mounted: Iterator[tuple[str, str]]) -> str:
    """Return the kind of the file system that holds a path: the innermost, and of two in one place the last."""
    best, kind = "", ""
    for point, its in mounted:
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, its
    return kind


def _mounted(mounts: Path) -> Iterator[tuple[str, str]]:
    if sys.platform == "darwin" and mounts == MOUNTS:
        told = subprocess.run(["/sbin/mount"], capture_output=True, check=False, timeout=10)
        return parse_mac(told.stdout.decode("utf-8", "replace"))
    try:
        return parse_linux(mounts.read_text("utf-8", errors="replace"))
    except OSError:
        return iter(())


def parse_linux(text: str) -> Iterator[tuple[str, str]]:
    """Give place and kind of each line of `/proc/mounts`, in which spaces and the like stand as octal numbers."""
    for line in text.splitlines():
        parts = line.split(" ")
        if len(parts) > 2:
            yield _OCTAL.sub(lambda found: chr(int(found[1], 8)), parts[1]), parts[2]


def parse_mac(text: str) -> Iterator[tuple[str, str]]:
    """Give place and kind of each line of macOS's `mount`: «//anna@server/dati on /Volumes/dati (smbfs, nodev)»."""
    for line in text.splitlines():
        found = _MOUNTED_MAC.fullmatch(line)
        if found is not None:
            yield found[1], found[2]


if sys.platform == "win32":
    import ctypes

    REMOTE = 4

    def _is_remote_drive(anchor: str) -> bool:
        return bool(ctypes.windll.kernel32.GetDriveTypeW(anchor) == REMOTE)
