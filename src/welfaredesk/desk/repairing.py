# SPDX-License-Identifier: EUPL-1.2
"""Repair: a damaged vault is kept and named; beside it a new one is made of what can be read and of a copy."""

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import DamagedVault, NoVault
from welfaredesk.base.ids import Ids
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import filling, founding, roots
from welfaredesk.desk.session import open_session, read_slots
from welfaredesk.store import content, copying, instance, salvage, vault
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import FILES_NAME, durable_write
from welfaredesk.store.whereabouts import check_place

REPAIRING = "repairing"
NEW, COPY, KEPT = "new", "copy", "kept"


@dataclass(frozen=True, slots=True)
class Repaired:
    """Where the damaged files are kept; how many entries are in the new vault; entries and attachments missing."""

    kept_in: str
    entries: int
    missing: int
    files_missing: int


def repair(profile: Path, passphrase: str, *, clock: Clock, ids: Ids, copy: Path | None = None) -> Repaired:
    """Make a vault of what the damaged one still holds and of a copy, and keep the damaged one beside it.

    Interrupted anywhere, the damaged vault is in its place or the new one is.

    Args:
        profile: where the damaged vault is.
        passphrase: of the vault; without readable slots, that of the copy.
        clock: names the folder in which the damaged files are kept.
        ids: for opening the new vault.
        copy: the last copy, when there is one.

    Raises:
        DamagedVault: when nothing of it can be read and there is no copy: nothing is touched.
        NewerVault: when a newer version wrote it: nothing is touched.
    """
    check_place(profile)
    if not vault.exists(profile) and copy is None:
        raise NoVault()
    held = instance.hold(profile)
    work = profile / REPAIRING
    try:
        with errors_as_faults():
            founding.finish(profile)
            if work.exists():
                shutil.rmtree(work)
            (work / NEW / FILES_NAME).mkdir(parents=True, mode=0o700)
        made = _made_anew(profile, work, passphrase, copy=copy)
        with errors_as_faults():
            kept = _keep_damaged(profile, work, clock=clock)
            founding.put_in_place(profile, work / NEW)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        held.release()
    session = open_session(profile, passphrase, clock=clock, ids=ids)
    try:
        session.vault.write(lambda database: roots.grant_again(session, database))
        session.vault.write(lambda database: filling.count_on(session, database))
        missing = sum(content.file_faults(session.vault.read(), profile))
    finally:
        session.close()
    return Repaired(str(kept), made.entries, made.missing, missing)


def _made_anew(profile: Path, work: Path, passphrase: str, *, copy: Path | None) -> salvage.Salvaged:
    """Make the new vault in the working folder: database, attachments that the copy has, and last the slots."""
    sources = [profile / vault.DATABASE_NAME]
    if copy is not None:
        copying.unpack(copy, work / COPY)
        sources.append(work / COPY / vault.DATABASE_NAME)
    places = [profile] if copy is None else [profile, work / COPY]
    slots, key = _opened_slots(places, passphrase)
    sources = [source for source in sources if source.exists()]
    for source in sources:
        vault.refuse_newer(source, key)
    made = salvage.salvage(sources, work / NEW / vault.DATABASE_NAME, key=key)
    if not salvage.has_identity(work / NEW / vault.DATABASE_NAME, key):
        raise DamagedVault()
    with errors_as_faults():
        for sealed in content.sealed_files(work / COPY):
            if not _is_whole(profile / FILES_NAME / sealed.name):
                sealed.replace(work / NEW / FILES_NAME / sealed.name)
        durable_write(work / NEW / vault.SLOTS_NAME, slots)
    return made


def _opened_slots(places: list[Path], passphrase: str) -> tuple[bytes, bytes]:
    """Return the bytes of the first slots that are whole, and the key of the database that they open."""
    for place in places:
        try:
            slots = read_slots(place)
        except (DamagedVault, NoVault):
            continue
        return slots.to_bytes(), derive(slots.open_with_passphrase(passphrase), Purpose.DATABASE)
    raise DamagedVault()


def _is_whole(sealed: Path) -> bool:
    if not sealed.exists():
        return False
    with sealed.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest() == sealed.name


def _keep_damaged(profile: Path, work: Path, *, clock: Clock) -> Path:
    """Keep the damaged files under a second name, in a folder with the date in its own."""
    keeping = work / KEPT
    (keeping / FILES_NAME).mkdir(parents=True, mode=0o700)
    for name in (vault.SLOTS_NAME, vault.DATABASE_NAME, vault.LOG_NAME):
        if (profile / name).exists():
            _second_name(profile / name, keeping / name)
    for sealed in content.sealed_files(profile):
        if not _is_whole(sealed):
            _second_name(sealed, keeping / FILES_NAME / sealed.name)
    named = profile / f"danneggiato-{clock.now().local():%Y%m%d-%H%M%S}"
    number = 1
    while named.exists():
        number += 1
        named = named.with_name(f"{named.name.split('_')[0]}_{number}")
    return keeping.replace(named)


def _second_name(path: Path, other: Path) -> None:
    try:
        os.link(path, other)
    except OSError:
        shutil.copy2(path, other)  # a file system without second names
