# SPDX-License-Identifier: EUPL-1.2
"""Repair: a damaged vault is kept and named; beside it a new one is made of what can be read and of a copy."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import DamagedVault, NoVault
from welfaredesk.base.ids import Ids
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import founding
from welfaredesk.desk.session import open_session, read_slots
from welfaredesk.store import copying, instance, salvage, vault
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import FILES_NAME, flush_folder

REPAIRING = "repairing"


@dataclass(frozen=True, slots=True)
class Repaired:
    """Where the damaged files are kept, how many entries are in the new vault, how many are missing."""

    kept_in: str
    entries: int
    missing: int


def repair(profile: Path, passphrase: str, *, clock: Clock, ids: Ids, copy: Path | None = None) -> Repaired:
    """Make a vault of what the damaged one still holds and of a copy, and keep the damaged one beside it.

    Args:
        profile: where the damaged vault is.
        passphrase: of the vault; without readable slots, that of the copy.
        clock: names the folder in which the damaged files are kept.
        ids: for opening the new vault.
        copy: the last copy, when there is one.

    Raises:
        DamagedVault: when nothing of it can be read and there is no copy: nothing is touched.
    """
    if not (profile / vault.DATABASE_NAME).exists() and copy is None:
        raise NoVault()
    held = instance.hold(profile)
    work = profile / REPAIRING
    try:
        if work.exists():
            shutil.rmtree(work)
        work.mkdir(mode=0o700)
        made, kept = _repair(profile, work, passphrase, copy=copy, clock=clock)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        held.release()
    open_session(profile, passphrase, clock=clock, ids=ids).close()
    return Repaired(str(kept), made.entries, made.missing)


def _repair(
    profile: Path, work: Path, passphrase: str, *, copy: Path | None, clock: Clock
) -> tuple[salvage.Salvaged, Path]:
    sources = [profile / vault.DATABASE_NAME]
    if copy is not None:
        copying.unpack(copy, work / "copy")
        sources.append(work / "copy" / vault.DATABASE_NAME)
    slots = profile / vault.SLOTS_NAME
    try:
        vault_key = read_slots(profile).open_with_passphrase(passphrase)
    except (DamagedVault, NoVault):
        if copy is None:
            raise
        slots = work / "copy" / vault.SLOTS_NAME
        vault_key = read_slots(work / "copy").open_with_passphrase(passphrase)
    made = salvage.salvage(
        [source for source in sources if source.exists()],
        work / vault.DATABASE_NAME,
        key=derive(vault_key, Purpose.DATABASE),
    )
    if not salvage.has_identity(work / vault.DATABASE_NAME, derive(vault_key, Purpose.DATABASE)):
        raise DamagedVault()
    return made, _put_in_place(profile, work, slots, clock=clock)


def _put_in_place(profile: Path, work: Path, slots: Path, *, clock: Clock) -> Path:
    """Move the damaged files into a folder with the date in its name, and the new database in their place."""
    kept = profile / f"danneggiato-{clock.now().local():%Y%m%d-%H%M%S}"
    with errors_as_faults():
        kept.mkdir(mode=0o700)
        if (profile / vault.SLOTS_NAME).exists():
            shutil.copy2(profile / vault.SLOTS_NAME, kept / vault.SLOTS_NAME)
        if slots.parent != profile:
            shutil.copy2(slots, profile / vault.SLOTS_NAME)
            for sealed in (slots.parent / FILES_NAME).iterdir():
                if not (profile / FILES_NAME / sealed.name).exists():
                    (profile / FILES_NAME).mkdir(exist_ok=True)
                    shutil.copy2(sealed, profile / FILES_NAME / sealed.name)
        for name in (vault.DATABASE_NAME, f"{vault.DATABASE_NAME}-wal", f"{vault.DATABASE_NAME}-shm"):
            if (profile / name).exists():
                (profile / name).replace(kept / name)
        (work / vault.DATABASE_NAME).replace(profile / vault.DATABASE_NAME)
        flush_folder(profile)
    founding.finish(profile)
    return kept
