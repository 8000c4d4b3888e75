# SPDX-License-Identifier: EUPL-1.2
"""The copies of a server: written, read back and opened before they count; never put over anything."""

import hashlib
import io
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import SQLAlchemyError

from welfaredesk.base.errors import BadFile
from welfaredesk.base.ids import spelled
from welfaredesk.base.log import note
from welfaredesk.base.server_errors import DamagedCopy, LedgerExists
from welfaredesk.base.text import N_, tr
from welfaredesk.server import checking
from welfaredesk.server.engine import SQLITE_NAME, migrate, open_engine, reading, sqlite_url, writing
from welfaredesk.server.ledger import STATEMENTS_NAME, Ledger
from welfaredesk.server.place import KEY_NAME, Place, opened, write_private
from welfaredesk.server.tables import ENTE, FILE, ITEM, METADATA

MANIFEST = "manifest.json"
FILES = "files"
ROWS = 500
CANNOT_READ = N_("non si può leggere")
NOT_A_COPY = N_("non è la copia di un server")
CHANGED = N_("quello che c'è dentro non è quello che era stato scritto")
NOT_CHECKED = N_("i controlli trovano errori")


class Copied(msgspec.Struct, frozen=True):
    """How much a copy holds."""

    enti: int
    items: int
    files: int


class Manifest(msgspec.Struct, frozen=True):
    """What a copy holds: name to SHA-256, and the numbers."""

    format: int
    members: dict[str, str]
    copied: Copied


def write(ledger: Ledger, target: Path, *, place: Place) -> Copied:
    """Write a copy of all that a server has, test it, and move the watermark of each ente to what it holds.

    The server may be running: the copy is of one moment. The watermark tells desks up to where they need not
    keep sealed bytes for a restore.

    Raises:
        DamagedCopy: when what was written cannot be read back.
    """
    fresh = target.with_name(target.name + ".new")
    try:
        with tempfile.TemporaryDirectory(dir=target.absolute().parent, prefix=".copy-") as folder:
            inside = Path(folder)
            engine = open_engine(sqlite_url(inside))
            migrate(engine)
            positions = _copy_rows(ledger.engine, engine)
            copied = _write_tar(engine, fresh, place=place, database=inside / SQLITE_NAME)
            engine.dispose()
        with _read_back(fresh):
            fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)
    with ledger.writing() as connection:
        for ente, position in positions.items():
            mine = update(ENTE).where(ENTE.c.ente == ente, ENTE.c.watermark < position)
            connection.execute(mine.values(watermark=position))
    note("copied", enti=copied.enti, items=copied.items, files=copied.files)
    return copied


def _copy_rows(source: Engine, target: Engine) -> dict[bytes, int]:
    """Copy every table as it stands at one moment, and return the position of each ente in the copy."""
    with reading(source) as old, writing(target) as new:
        for table in METADATA.sorted_tables:
            found = old.execution_options(yield_per=ROWS).execute(select(table))
            for rows in found.mappings().partitions():
                new.execute(table.insert(), [dict(row) for row in rows])
        new.execute(update(ENTE).values(watermark=ENTE.c.position))
        found = new.execute(select(ENTE.c.ente, ENTE.c.position))
        return {row.ente: row.position for row in found}


def _write_tar(engine: Engine, fresh: Path, *, place: Place, database: Path) -> Copied:
    with reading(engine) as connection:
        enti = connection.execute(select(func.count()).select_from(ENTE)).scalar_one()
        items = connection.execute(select(func.count()).select_from(ITEM)).scalar_one()
        rows = connection.execute(select(FILE.c.ente, FILE.c.sha256).distinct())
        files = [f"{spelled(ente)}/{sha256.hex()}" for ente, sha256 in rows]
    # The log goes into the file, which is copied alone.
    with engine.connect() as plain:
        plain.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    members: dict[str, str] = {}
    # The key of the server is in it.
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(descriptor, "wb") as out, tarfile.open(fileobj=out, mode="w") as tar:
        _add(tar, members, SQLITE_NAME, database)
        _add(tar, members, KEY_NAME, place.key_path)
        for path in sorted((place.data / STATEMENTS_NAME).iterdir()):
            _add(tar, members, f"{STATEMENTS_NAME}/{path.name}", path)
        for name in sorted(files):
            _add(tar, members, f"{FILES}/{name}", place.files_folder / name)
        copied = Copied(enti, items, len(files))
        data = msgspec.json.encode(Manifest(1, members, copied))
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(data)
        tar.addfile(info, io.BytesIO(data))
    return copied


class _Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data: bytes = self._source.read(size)
        self.digest.update(data)
        return data


def _add(tar: tarfile.TarFile, members: dict[str, str], name: str, path: Path) -> None:
    with path.open("rb") as source:
        info = tarfile.TarInfo(name)
        info.size = path.stat().st_size
        info.mode = 0o600
        hashed = _Hashed(source)
        tar.addfile(info, hashed)
        members[name] = hashed.digest.hexdigest()


@contextmanager
def _read_back(path: Path) -> Iterator[tuple[Path, Manifest]]:
    """Unpack a copy aside, compare every byte with the manifest, check the ledger in it, and give the folder.

    Raises:
        BadFile: when it cannot be read as a copy at all.
        DamagedCopy: when it is one, and is not whole.
    """
    with tempfile.TemporaryDirectory(dir=path.absolute().parent, prefix=".read-") as folder:
        inside = Path(folder)
        try:
            manifest, hashes = _unpack(path, inside)
        except OSError:
            raise BadFile(name=path.name, why=tr(CANNOT_READ)) from None
        except (tarfile.TarError, msgspec.MsgspecError, ValueError, KeyError):
            raise BadFile(name=path.name, why=tr(NOT_A_COPY)) from None
        if hashes != manifest.members:
            raise DamagedCopy(why=tr(CHANGED))
        try:
            with opened(Place(data=inside)) as ledger:
                found = checking.check(ledger, files=inside / FILES)
        except SQLAlchemyError:
            raise DamagedCopy(why=tr(CHANGED)) from None
        if found.problems:
            raise DamagedCopy(why=tr(NOT_CHECKED))
        yield inside, manifest


def _unpack(path: Path, inside: Path) -> tuple[Manifest, dict[str, str]]:
    hashes: dict[str, str] = {}
    manifest = b""
    with tarfile.open(path, "r:") as tar:
        for info in tar:
            name, source = info.name, tar.extractfile(info)
            parts = name.split("/")
            if source is None or not all(part.strip(".") for part in parts) or "\\" in name or ":" in name:
                raise ValueError("no file of a copy")
            if name == MANIFEST:
                manifest = source.read(1 << 26)
                continue
            (inside / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            hashed = _Hashed(source)
            with (inside / name).open("xb") as target:
                while data := hashed.read(1 << 20):
                    target.write(data)
            hashes[name] = hashed.digest.hexdigest()
    return msgspec.json.decode(manifest, type=Manifest), hashes


def restore(source: Path, *, place: Place) -> Copied:
    """Put a copy into a folder (and a database) where no server is; statements that lie there already are kept.

    Raises:
        LedgerExists: when a server is there.
        BadFile: when the copy cannot be read; DamagedCopy when it is not whole.
    """
    if place.is_made() or (place.data / SQLITE_NAME).exists():
        raise LedgerExists()
    with _read_back(source) as (inside, manifest):
        place.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with opened(place) as ledger, ledger.reading() as connection:
            if ledger.count_enti(connection):
                raise LedgerExists()
        with opened(Place(data=inside)) as old, opened(place) as new:
            positions = _copy_rows(old.engine, new.engine)
            note("restored", enti=len(positions))
        _put_files(inside, place)
        write_private(place.key_path, (inside / KEY_NAME).read_bytes())
    return manifest.copied


def _put_files(inside: Path, place: Place) -> None:
    """Put what lies beside the database in its place; where there is a longer file of statements, that one stays."""
    for kind, folder in ((STATEMENTS_NAME, place.data / STATEMENTS_NAME), (FILES, place.files_folder)):
        for path in sorted((inside / kind).rglob("*")):
            target = folder / path.relative_to(inside / kind)
            if path.is_dir():
                continue
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not target.exists() or (kind == STATEMENTS_NAME and target.stat().st_size < path.stat().st_size):
                write_private(target, path.read_bytes())
