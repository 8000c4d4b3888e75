# SPDX-License-Identifier: EUPL-1.2
"""The instance: one process at a time in a profile, on a disk where locks hold."""

import os
import sys
from pathlib import Path
from typing import BinaryIO

from welfaredesk.base.errors import InUse, NetworkShare
from welfaredesk.store.driver import errors_as_faults

LOCK_NAME = "lock"
MOUNTS = Path("/proc/mounts")
NETWORK_KINDS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "9p", "davfs", "glusterfs", "ceph"}
    | {"fuse.sshfs", "fuse.davfs", "fuse.rclone", "fuse.smbnetfs", "fuse.gvfsd-fuse", "fuse.glusterfs", "fuse.s3fs"}
)


class Instance:
    """The hold of this process on a profile, given back by `release`."""

    def __init__(self, held: BinaryIO) -> None:
        """Keep the open and locked file."""
        self._held = held

    def release(self) -> None:
        """Let another process have the profile."""
        self._held.close()


def hold(profile: Path, *, mounts: Path = MOUNTS) -> Instance:
    """Take the profile for this process.

    Raises:
        InUse: when another process has it.
        NetworkShare: when it lies on a network share.
        ReadOnlyPlace: when the folder may not be written.
    """
    if is_on_network(profile, mounts=mounts):
        raise NetworkShare()
    with errors_as_faults():
        profile.mkdir(parents=True, exist_ok=True, mode=0o700)
        (profile / LOCK_NAME).touch(mode=0o600)
        held = (profile / LOCK_NAME).open("r+b")
    try:
        _lock(held)
    except OSError as error:
        held.close()
        raise InUse() from error
    return Instance(held)


if sys.platform == "win32":
    import msvcrt

    def _lock(held: BinaryIO) -> None:
        held.seek(0)
        msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(held: BinaryIO) -> None:
        fcntl.flock(held.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def is_on_network(profile: Path, *, mounts: Path = MOUNTS) -> bool:
    """Tell whether a folder lies on a network share, as the system's table of mounts says."""
    # Through every link: a folder of the home may lead to a share.
    text = str(profile.resolve())
    if any(spelled.startswith(("\\\\", "//")) for spelled in (text, str(profile.absolute()))):
        return True
    try:
        lines = mounts.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return False
    best, kind = "", ""
    for line in lines:
        parts = line.split()
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        inside = text == point or text.startswith(point.rstrip(os.sep) + os.sep)
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind in NETWORK_KINDS
