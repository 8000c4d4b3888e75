# SPDX-License-Identifier: EUPL-1.2
"""Exporting: everything this desk may read, as a sealed archive or, with a reason, in clear."""

import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

import msgspec

from welfaredesk.base.errors import DamagedVault, PlaceTaken, ReasonMissing
from welfaredesk.crypto.files import open_file
from welfaredesk.crypto.seal import SealBroken
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk import lists, reading
from welfaredesk.desk.archive import EARLIEST_ZIP, seal_archive
from welfaredesk.desk.copied import copier_of
from welfaredesk.desk.session import Session, read_slots
from welfaredesk.domain.access import Deed, may_read
from welfaredesk.domain.catalogue import CATALOGUE
from welfaredesk.domain.kinds import Kind
from welfaredesk.domain.record import RecordType
from welfaredesk.store.circles import outside_ordinary
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import flush_folder, sealed_path

FORMAT = 1
PAGE = 500
MANIFEST_NAME = "manifest.json"
FILES_FOLDER = "files"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_encode = msgspec.json.Encoder().encode


class Written(msgspec.Struct, frozen=True):
    """A file of an export: where it stands, its hash and size, and how many records it holds when it is a list."""

    path: str
    sha256: str
    bytes: int
    records: int | None = None


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an export holds, so that a reader can tell that nothing is missing or altered."""

    format: int
    ente: str
    operator: str
    made_at: str
    files: list[Written]


@dataclass(frozen=True, slots=True)
class Exported:
    """What was exported: where, how many records and attachments, and how many bytes they are in clear."""

    path: Path
    records: int
    attachments: int
    bytes: int


Member = Callable[[str], AbstractContextManager[BinaryIO]]
"""Opens a file of the export by its path, to be written and closed."""


class _Hashing:
    """Passes bytes on and keeps their hash and number."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.digest = hashlib.sha256()
        self.count = 0

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        self.count += len(data)
        return self._target.write(data)


@dataclass(slots=True)
class _Export:
    """One export on its way into a folder or an archive."""

    session: Session
    member: Member
    files: list[Written] = field(default_factory=list)
    attached: dict[str, str] = field(default_factory=dict)
    reserved: dict[str, dict[str, str]] = field(default_factory=dict)

    def write_all(self) -> None:
        """Write the records of every type that the operator's roles reach, then the manifest."""
        session = self.session
        self.reserved = outside_ordinary(session.vault.read())
        for type_ in CATALOGUE:
            if may_read(session.identity.roles, type_.roots[0]):
                self._write_records(type_)
        manifest = Manifest(
            format=FORMAT,
            ente=session.identity.ente,
            operator=session.identity.operator,
            made_at=session.clock.now().iso(),
            files=self.files,
        )
        with self.member(MANIFEST_NAME) as target:
            target.write(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")

    def exported(self, path: Path) -> Exported:
        """Return what was written."""
        return Exported(
            path,
            records=sum(one.records or 0 for one in self.files),
            attachments=len(self.attached),
            bytes=sum(one.bytes for one in self.files),
        )

    def _write_records(self, type_: RecordType) -> None:
        attachments: list[dict[str, Any]] = []
        count = 0
        with self.member(f"{type_.name}.jsonl") as target:
            hashing = _Hashing(target)
            for row in _rows(self.session, type_):
                hashing.write(_encode(self._answer(type_, row, attachments)) + b"\n")
                count += 1
        self.files.append(Written(f"{type_.name}.jsonl", hashing.digest.hexdigest(), hashing.count, count))
        for value in attachments:
            self._write_attachment(value)

    def _answer(self, type_: RecordType, row: dict[str, Any], attachments: list[dict[str, Any]]) -> dict[str, Any]:
        """Return a record as commands answer it; an attachment is named by its place here, without its key."""
        values = {name: value for name, value in row.items() if not name.startswith("_")}
        for one in type_.of_kind(Kind.FILE):
            value = values.get(one.name)
            if isinstance(value, dict):
                attachments.append(value)
                told = {name: value[name] for name in ("name", "media_type", "size")}
                values[one.name] = told | {"path": _place_of(value)}
        meta = {"_id": row["_id"], "_type": type_.name, "_root": row["_root"], "_circle": type_.circle}
        apart = self.reserved.get(row["_id"])
        copier = copier_of(self.session.vault.read(), row["_id"], apart) if apart else ""
        return meta | ({"_copied_by": copier} if copier else {}) | values

    def _write_attachment(self, value: dict[str, Any]) -> None:
        path = _place_of(value)
        if path in self.attached.values():
            return
        try:
            with sealed_path(self.session.profile, str(value["sha256"])).open("rb") as source, self.member(path) as out:
                hashing = _Hashing(out)
                key = bytes.fromhex(value["key"])
                open_file(source, cast("BinaryIO", hashing), key=key, chunk_size=int(value["chunk_size"]))
        except (SealBroken, FileNotFoundError) as error:
            raise DamagedVault() from error
        self.attached[str(value["sha256"])] = path
        self.files.append(Written(path, hashing.digest.hexdigest(), hashing.count))


def _rows(session: Session, type_: RecordType) -> Iterator[dict[str, Any]]:
    after = None
    while True:
        found, after = lists.page_of(session, type_, limit=PAGE, after=after)
        yield from found
        if after is None:
            return


def _place_of(value: dict[str, Any]) -> str:
    """Return where an attachment goes: by the hash of its sealed bytes, since names may clash or be no file names."""
    suffix = Path(str(value["name"])).suffix
    return f"{FILES_FOLDER}/{value['sha256']}{suffix if _SUFFIX.fullmatch(suffix) else ''}"


def export_sealed(session: Session, out: Path) -> Exported:
    """Write what the operator may read into a sealed archive, which the ente's recovery key and this desk open.

    Raises:
        PlaceTaken: when something has that name.
        DamagedVault: when an attachment is missing or not as it was written.
    """
    if out.exists():
        raise PlaceTaken()
    readers = {
        "recovery": read_slots(session.profile).recovery_public,
        "desk": SealingKey.from_bytes(session.identity.seal).public,
    }
    reading.logged(session, "export", detail="sealed")
    fresh = out.with_name(out.name + ".new")
    done: list[_Export] = []

    def write(content: BinaryIO) -> None:
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
            export = _Export(session, partial(_zip_member, package))
            export.write_all()
            done.append(export)

    with errors_as_faults():
        try:
            with fresh.open("xb") as target:
                fresh.chmod(0o600)
                seal_archive(write, target, ente=session.identity.ente, readers=readers, ids=session.ids)
                target.flush()
                os.fsync(target.fileno())
            fresh.rename(out)
            flush_folder(out.parent)
        except FileExistsError as error:
            raise PlaceTaken() from error
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
    return done[0].exported(out)


@contextmanager
def _zip_member(package: zipfile.ZipFile, name: str) -> Iterator[BinaryIO]:
    entry = zipfile.ZipInfo(name, EARLIEST_ZIP)
    entry.compress_type = zipfile.ZIP_STORED if name.startswith(FILES_FOLDER) else zipfile.ZIP_DEFLATED
    with package.open(entry, "w", force_zip64=True) as member:
        yield cast("BinaryIO", member)


def export_clear(session: Session, folder: Path, *, reason: str) -> Exported:
    """Write what the operator may read, in clear, into an empty folder; who, when and why are logged first.

    Raises:
        NotAllowed: when the operator's roles do not allow it.
        ReasonMissing: when the reason is blank.
        PlaceTaken: when the folder is not empty, or is a file.
        DamagedVault: when an attachment is missing or not as it was written; what was written is taken away.
    """
    session.require(Deed.EXPORT_CLEAR)
    if not reason.strip():
        raise ReasonMissing()
    with errors_as_faults():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise PlaceTaken()
    reading.logged(session, "export", why=reason.strip(), detail="clear")
    made: list[Path] = []
    export = _Export(session, partial(_folder_member, folder, made))
    with errors_as_faults():
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            export.write_all()
            flush_folder(folder)
        except BaseException:
            # Half an export in clear is of use to nobody but a thief.
            for path in made:
                path.unlink(missing_ok=True)
            raise
    return export.exported(folder)


@contextmanager
def _folder_member(folder: Path, made: list[Path], name: str) -> Iterator[BinaryIO]:
    path = folder / name
    path.parent.mkdir(mode=0o700, exist_ok=True)
    made.append(path)
    with path.open("xb") as target:
        path.chmod(0o600)
        yield target
        target.flush()
        os.fsync(target.fileno())
