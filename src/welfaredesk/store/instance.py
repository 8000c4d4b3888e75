# SPDX-License-Identifier: EUPL-1.2
"""The instance: one process at a time in a profile, on a disk where locks hold."""

import sys
from pathlib import Path
from typing import BinaryIO

from welfaredesk.base.errors import InUse
from welfaredesk.base.log import note
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.whereabouts import MOUNTS, check_place, close_to_others

LOCK_NAME = "lock"


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
        NetworkShare: when it lies on a network share; `SyncedFolder`, when another program copies it.
        OthersProfile: when it is another account's.
        ReadOnlyPlace: when the folder may not be written.
    """
    check_place(profile, mounts=mounts)
    with errors_as_faults():
        profile.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not close_to_others(profile):
            note("profile-open-to-others")
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
