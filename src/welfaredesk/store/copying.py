# SPDX-License-Identifier: EUPL-1.2
"""Copies: the sealed files of a vault in one archive, read back and opened before they are called a copy."""

import hashlib
import lzma
import os
import shutil
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import msgspec

from welfaredesk.base.errors import BadFile, PlaceTaken, VaultExists
from welfaredesk.base.text import N_, tr
from welfaredesk.store import content, vault
from welfaredesk.store.driver import Database, errors_as_faults
from welfaredesk.store.files import FILES_NAME, flush_folder

FORMAT = 1
MANIFEST = "manifest.json"
NOT_A_COPY = N_("non è una copia di WelfareDesk, o è rovinata")
LARGEST_MANIFEST = 64 * 1024 * 1024
BLOCK = 1 << 20
BROKEN = (
    *(zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError, EOFError, ValueError, OverflowError),
    *(zlib.error, lzma.LZMAError, struct.error),
)
"""What the library raises for archives whose bytes were changed: a bit may ask for a password or a compression."""


class Manifest(msgspec.Struct, frozen=True):
    """What a copy holds: how many entries, and the hash of each file; nothing that names anybody."""

    format: int
    made_ms: int
    entries: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class CopyMade:
    """A copy that was written, read back and opened."""

    path: Path
    bytes: int
    entries: int


def write_copy(database: Database, profile: Path, target: Path, *, made_ms: int) -> Manifest:
    """Write the archive; called on the writer's thread inside a transaction, so that the file stands still.

    The log was emptied just before; whatever it still holds is copied too.
    """
    names = {
        name: profile / name
        for name in (vault.SLOTS_NAME, vault.DATABASE_NAME, vault.LOG_NAME)
        if (profile / name).exists()
    }
    names |= {f"{FILES_NAME}/{path.name}": path for path in content.sealed_files(profile)}
    hashes = {}
    with zipfile.ZipFile(target, "x", zipfile.ZIP_STORED, allowZip64=True) as archive:
        for name, path in names.items():
            hashes[name] = _add(archive, name, path)
        manifest = Manifest(FORMAT, made_ms, content.entry_count(database), hashes)
        archive.writestr(MANIFEST, msgspec.json.encode(manifest))
    with target.open("rb+") as written:
        os.fsync(written.fileno())
    return manifest


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as kept:
        while block := source.read(BLOCK):
            digest.update(block)
            kept.write(block)
    return digest.hexdigest()


def read_manifest(path: Path) -> Manifest:
    """Return what a copy says it holds.

    Raises:
        BadFile: when it is no copy.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise BadFile(name=path.name, why=tr(NOT_A_COPY))
            manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except (*BROKEN, msgspec.MsgspecError, OSError) as error:
        raise BadFile(name=path.name, why=tr(NOT_A_COPY)) from error
    if manifest.format != FORMAT or not {vault.SLOTS_NAME, vault.DATABASE_NAME} <= set(manifest.files):
        raise BadFile(name=path.name, why=tr(NOT_A_COPY))
    return manifest


def unpack(path: Path, folder: Path) -> Manifest:
    """Unpack a copy into an empty folder, every file checked against its hash.

    Raises:
        BadFile: when it is no copy, or not as it was written.
    """
    manifest = read_manifest(path)
    with errors_as_faults():
        (folder / FILES_NAME).mkdir(parents=True, mode=0o700)
    try:
        with zipfile.ZipFile(path) as archive:
            for name, expected in manifest.files.items():
                if not _is_ours(name) or _take(archive, name, folder / name) != expected:
                    raise BadFile(name=path.name, why=tr(NOT_A_COPY))
    except BROKEN as error:
        raise BadFile(name=path.name, why=tr(NOT_A_COPY)) from error
    return manifest


def _is_ours(name: str) -> bool:
    """Tell whether a name is one that copies have: nothing may lead out of the folder."""
    if name in {vault.SLOTS_NAME, vault.DATABASE_NAME, vault.LOG_NAME}:
        return True
    folder, _, rest = name.partition("/")
    return folder == FILES_NAME and len(rest) == 64 and set(rest) <= set("0123456789abcdef")


def _take(archive: zipfile.ZipFile, name: str, path: Path) -> str:
    digest = hashlib.sha256()
    with errors_as_faults(), archive.open(name) as source, path.open("xb") as kept:
        while block := source.read(BLOCK):
            digest.update(block)
            kept.write(block)
        kept.flush()
        os.fsync(kept.fileno())
    return digest.hexdigest()


def restore(path: Path, profile: Path, *, aside: Path) -> Manifest:
    """Unpack a copy into `aside`, for a profile that has no vault.

    Raises:
        VaultExists: when the profile has one: it is never overwritten.
    """
    if vault.exists(profile):
        raise VaultExists()
    if aside.exists():
        shutil.rmtree(aside)
    return unpack(path, aside)


def free_name(path: Path) -> Path:
    """Return the path if nothing is there.

    Raises:
        PlaceTaken: when something is.
    """
    if path.exists():
        raise PlaceTaken()
    return path


def settle(fresh: Path, path: Path) -> None:
    """Give a finished copy its name, durably."""
    with errors_as_faults():
        fresh.replace(path)
        flush_folder(path.parent)
