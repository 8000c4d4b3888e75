# SPDX-License-Identifier: EUPL-1.2
"""Copia di sicurezza: a sealed copy in a folder the person chose, once a day at lock, opened and checked."""

import shutil
from functools import partial
from pathlib import Path

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import DamagedVault
from welfaredesk.base.ids import Ids
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import founding
from welfaredesk.desk.opened_files import private_folder
from welfaredesk.desk.preferences import prefer, preference
from welfaredesk.desk.session import Session, open_session, read_slots
from welfaredesk.store import content, copying, instance, vault
from welfaredesk.store.copying import CopyMade
from welfaredesk.store.driver import errors_as_faults

__all__ = ["CopyMade", "copy_age_days", "copy_now", "due", "newest_copy", "restore", "write"]

DAY_MS = 24 * 60 * 60 * 1000
SUFFIX = ".wdcopia"
RESTORING = "restoring"
REMIND_FROM_DAYS = 3
KEPT = 3


def write(session: Session, path: Path) -> CopyMade:
    """Write a copy to `path`, read it back, open it, and only then say that it was made.

    Raises:
        PlaceTaken: when something has that name.
        DamagedVault: when what was written does not open as it should.
    """
    copying.free_name(path)
    fresh = path.with_name(path.name + ".new")
    with errors_as_faults():
        fresh.unlink(missing_ok=True)
    session.vault.checkpoint()
    try:
        manifest = session.vault.write(
            partial(
                copying.write_copy,
                profile=session.profile,
                target=fresh,
                made_ms=session.clock.now().utc_ms,
            )
        )
        _try_out(session, fresh, manifest.entries)
        copying.settle(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    prefer(session, "copy_last_ms", session.clock.now().utc_ms)
    return CopyMade(path, path.stat().st_size, manifest.entries)


def _try_out(session: Session, fresh: Path, entries: int) -> None:
    trial = private_folder(session.profile) / "copy"
    if trial.exists():
        shutil.rmtree(trial)
    try:
        copying.unpack(fresh, trial)
        if session.vault.count_entries_of(trial) != entries:
            raise DamagedVault()
    finally:
        shutil.rmtree(trial, ignore_errors=True)


def copy_now(session: Session) -> CopyMade:
    """Write today's copy into the chosen folder, under its date, keeping the newest three."""
    folder = Path(str(preference(session, "copy_folder")))
    now = session.clock.now().local()
    name = f"copia-{session.identity.desk[:6]}-{now:%Y%m%d-%H%M%S}{SUFFIX}"
    made = write(session, folder / name)
    for old in copies_in(folder, session.identity.desk)[:-KEPT]:
        old.unlink(missing_ok=True)
    return made


def copies_in(folder: Path, desk: str = "") -> list[Path]:
    """Return the copies in a folder, of one desk or of any, the oldest first."""
    return sorted(folder.glob(f"copia-{desk[:6]}*{SUFFIX}")) if folder.is_dir() else []


def newest_copy(folder: Path) -> Path | None:
    """Return the newest copy in a folder, or nothing."""
    return max(copies_in(folder), key=lambda path: path.stat().st_mtime, default=None)


def copy_age_days(session: Session) -> int | None:
    """Return how many days ago the last copy was made, nothing when there is none yet."""
    last = int(preference(session, "copy_last_ms"))
    return (session.clock.now().utc_ms - last) // DAY_MS if last else None


def due(session: Session) -> bool:
    """Tell whether a folder was chosen, is there, and has no copy of today."""
    folder = str(preference(session, "copy_folder"))
    if not folder or not Path(folder).is_dir():
        return False
    age = copy_age_days(session)
    if age is None:
        return True
    last = int(preference(session, "copy_last_ms"))
    now = session.clock.now()
    return now.utc_ms < last or (last + now.offset * 60_000) // DAY_MS != (now.utc_ms + now.offset * 60_000) // DAY_MS


def restore(path: Path, profile: Path, *, passphrase: str, clock: Clock, ids: Ids) -> str:
    """Restore a copy into a profile that has no vault, open it, and return the hash of its content.

    Raises:
        VaultExists: when the profile has a vault: it is never overwritten.
        NewerVault: when a newer version wrote the copy.
        BadFile: when the copy is none, or not as it was written.
        WrongPassphrase: when the copy opens with another one; nothing is put in place.
    """
    held = instance.hold(profile)
    aside = profile / RESTORING
    try:
        with errors_as_faults():
            founding.finish(profile)
        copying.restore(path, profile, aside=aside)
        vault_key = read_slots(aside).open_with_passphrase(passphrase)
        if vault.open_and_count(aside / vault.DATABASE_NAME, derive(vault_key, Purpose.DATABASE)) < 0:
            raise DamagedVault()
        with errors_as_faults():
            founding.put_in_place(profile, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
        held.release()
    session = open_session(profile, passphrase, clock=clock, ids=ids)
    try:
        return content.content_hash(session.vault.read())
    finally:
        session.close()
