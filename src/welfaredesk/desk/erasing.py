# SPDX-License-Identifier: EUPL-1.2
"""Erasing a desk that the ente shut out and asked to be erased: its keys go first, then all that they opened."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec

from welfaredesk.base.cut_errors import DeskWiped
from welfaredesk.desk.closed import ERASED, ERASING, was_erased
from welfaredesk.desk.opened_files import empty_private_folder
from welfaredesk.store import names
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import durable_write, flush_folder

KEYS = f"**/{names.SLOTS_NAME}*"
OF_THE_VAULT = (
    *(f"{names.DATABASE_NAME}*", f"{names.BALLAST_NAME}*", "files", "opened"),
    *("making", "enrolling", "restoring", "repairing", "danneggiato-*"),
)
"""What a profile may hold of a vault: also copies made before an update, and what was kept of a damaged one."""


class Order(msgspec.Struct, frozen=True):
    """When a vault was erased, and by whose word: letters of a desk and a role, no name; empty when not known."""

    when: str = ""
    letters: str = ""
    role: str = ""


def erase(profile: Path, order: Order | None = None) -> None:
    """Erase the vault of a profile that nobody has open; without the slots nothing opens what a disk may still hold.

    Interrupted anywhere, the next start goes on with it.
    """
    with errors_as_faults():
        if order is not None or not (profile / ERASING).exists():
            durable_write(profile / ERASING, msgspec.json.encode(order or Order()))
        # Of a vault that was kept aside the slots are a second name of the same file, or a copy.
        for slots in sorted(profile.glob(KEYS)):
            _overwrite(slots)
        flush_folder(profile)
        empty_private_folder(profile)
        for path in _left(profile):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
        flush_folder(profile)
        (profile / ERASING).replace(profile / ERASED)
        flush_folder(profile)


def _overwrite(slots: Path) -> None:
    if slots.is_file() and not slots.is_symlink():
        with slots.open("r+b") as kept:
            kept.write(b"\0" * slots.stat().st_size)
    slots.unlink(missing_ok=True)


def _left(profile: Path) -> Iterator[Path]:
    for pattern in OF_THE_VAULT:
        yield from sorted(profile.glob(pattern))


def go_on(profile: Path) -> bool:
    """Finish an erasing that was interrupted; tell whether there was one."""
    if not (profile / ERASING).exists():
        return False
    erase(profile)
    return True


def order_of(profile: Path) -> Order:
    """Return what is known of the erasing of a profile."""
    try:
        return msgspec.json.decode((profile / ERASED).read_bytes(), type=Order)
    except (OSError, msgspec.DecodeError):
        return Order()


def stop_at_erased(profile: Path) -> None:
    """Finish an erasing that was interrupted, and say of an erased desk what has become of it.

    Raises:
        DeskWiped: when the vault was erased.
    """
    go_on(profile)
    if was_erased(profile):
        raise DeskWiped()
