# SPDX-License-Identifier: EUPL-1.2
"""Attachments: sealed beside the database, one key each, the key held in the entry."""

import hashlib
import io
import mimetypes
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.errors import BadFile, BadInput, DamagedVault, NotFound, PlaceTaken
from welfaredesk.base.text import N_, tr
from welfaredesk.crypto.files import open_file, seal_file
from welfaredesk.crypto.seal import SealBroken
from welfaredesk.desk import on_call, records
from welfaredesk.desk.correspondence.templates import stop_at_unfit
from welfaredesk.desk.opened_files import private_folder
from welfaredesk.desk.reading import logged
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Kind
from welfaredesk.domain.record import RecordType
from welfaredesk.store.driver import errors_as_faults
from welfaredesk.store.files import FILES_NAME, place_sealed, sealed_path

KEY_BYTES = 32
LARGEST = 2 * 1024**3
LONGEST_NAME = 200
NO_FILE_FIELD = N_("questo tipo di scheda non ha allegati")
UNREADABLE = N_("non si può leggere")
TOO_LARGE = N_("è più grande di 2 GB")


@dataclass(frozen=True, slots=True)
class Attached:
    """What went in or came out: the hash and size of the plain bytes, so that the two can be compared."""

    id: str
    sha256: str
    bytes: int


class _Counted(io.BytesIO):
    """Passes bytes through and remembers their hash and number."""

    def __init__(self, source: BinaryIO) -> None:
        super().__init__()
        self._source = source
        self.digest = hashlib.sha256()
        self.count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        data = self._source.read(-1 if size is None else size)
        self.digest.update(data)
        self.count += len(data)
        return data


def file_field(type_: RecordType) -> str:
    """Return the name of the field that holds a type's attachment.

    Raises:
        BadInput: when the type has none.
    """
    for field in type_.of_kind(Kind.FILE):
        return field.name
    raise BadInput(problems=tr(NO_FILE_FIELD))


def attach(session: Session, identity: str, path: Path) -> Attached:
    """Seal a file beside the database and write it into a record; durable when this returns.

    Raises:
        BadFile: when the file cannot be read.
        BadInput: when the record's type has no attachment.
        BadTemplate: when it is a letter template with errors.
        NotFound: when the record is not here.
    """
    shown = records.show(session, identity)
    field = file_field(shown.type)
    stop_at_unfit(shown.type, path)
    value, counted = _taken(session, path)
    records.change(session, identity, {field: value}, seen=shown.entry)
    return Attached(identity, counted.digest.hexdigest(), counted.count)


def sealed_file(session: Session, path: Path) -> dict[str, Any]:
    """Seal a file beside the database, and return the value with which a record holds it.

    Raises:
        BadFile: when the file cannot be read, or is too large.
    """
    return _taken(session, path)[0]


@contextmanager
def sealed_for(session: Session, files: Mapping[str, Path]) -> Iterator[dict[str, Any]]:
    """Seal files for what is saved inside, and give field to value; where that is refused nothing of them is left.

    Raises:
        BadFile: when one cannot be read, or is too large.
    """
    held: dict[str, Any] = {}
    try:
        for name, path in files.items():
            held[name] = sealed_file(session, path)
        yield held
    except (ActRefused, BadFile, BadInput):  # of other faults it is not sure that nothing was saved
        for value in held.values():
            sealed_path(session.profile, value["sha256"]).unlink(missing_ok=True)
        raise


def _taken(session: Session, path: Path) -> tuple[dict[str, Any], _Counted]:
    # A name that is no text on this system, or is endless, must not stop the save of what it names.
    name = "".join(letter if letter.isprintable() else "_" for letter in path.name)[-LONGEST_NAME:]
    try:
        if path.stat().st_size > LARGEST:
            raise BadFile(name=name, why=tr(TOO_LARGE))
        source = path.open("rb")
    except OSError as error:
        raise BadFile(name=name, why=tr(UNREADABLE)) from error
    with source:
        return _sealed(session, source, name)


def sealed_value(session: Session, data: bytes, *, name: str) -> dict[str, Any]:
    """Seal what the program made beside the database, and return the value with which a record holds it."""
    return _sealed(session, io.BytesIO(data), name)[0]


def _sealed(session: Session, source: BinaryIO, name: str) -> tuple[dict[str, Any], _Counted]:
    key = session.ids.token(KEY_BYTES)
    counted = _Counted(source)
    folder = session.profile / FILES_NAME
    fresh = folder / f"{session.ids.opaque()}.new"
    with errors_as_faults():
        try:
            with fresh.open("wb") as target:
                sealed = seal_file(counted, target, key=key)
                target.flush()
                os.fsync(target.fileno())
            place_sealed(session.profile, fresh, sha256=sealed.sha256)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
    value = {
        "name": name,
        "media_type": mimetypes.guess_type(name)[0] or "application/octet-stream",
        "size": sealed.size,
        "sha256": sealed.sha256,
        "chunk_size": sealed.chunk_size,
        "key": key.hex(),
    }
    return value, counted


def write_plain(session: Session, value: dict[str, Any], target: BinaryIO) -> tuple[str, int]:
    """Write the plain bytes of an attachment into `target` and return their hash and number.

    Raises:
        DamagedVault: when the sealed file is missing or not as it was written.
    """
    path = sealed_path(session.profile, str(value["sha256"]))
    start = target.tell()
    try:
        with path.open("rb") as source:
            size = open_file(source, target, key=bytes.fromhex(value["key"]), chunk_size=int(value["chunk_size"]))
    except (SealBroken, FileNotFoundError, ValueError) as error:
        raise DamagedVault() from error
    target.seek(start)
    digest = hashlib.sha256()
    while block := target.read(1 << 20):
        digest.update(block)
    return digest.hexdigest(), size


def value_of(session: Session, identity: str) -> dict[str, Any]:
    """Return the description of a record's attachment.

    Raises:
        NotFound: when the record has none.
        WhyFirst: when it is read only on call, and was not opened with a reason.
    """
    shown = records.show(session, identity)
    on_call.reason_of(session, shown.root, None)
    value = shown.values.get(file_field(shown.type))
    if not isinstance(value, dict):
        raise NotFound()
    return value


def read_bytes(session: Session, identity: str) -> bytes:
    """Return an attachment's plain bytes, to be shown from memory; the reading is logged first."""
    value = value_of(session, identity)
    logged(session, "document", record=identity)
    plain = io.BytesIO()
    write_plain(session, value, plain)
    return plain.getvalue()


def take_out(session: Session, identity: str, out: Path) -> Attached:
    """Write an attachment in clear to a place the person chose; logged first, nothing overwritten."""
    value = value_of(session, identity)
    logged(session, "document-out", record=identity)
    if out.exists():
        raise PlaceTaken()
    digest, size = _written(session, value, out)
    return Attached(identity, digest, size)


def _written(session: Session, value: dict[str, Any], out: Path) -> tuple[str, int]:
    """Write the plain bytes into a new file; of one that is broken nothing is left."""
    with errors_as_faults(), out.open("x+b") as target:
        try:
            out.chmod(0o600)
            return write_plain(session, value, target)
        except BaseException:
            out.unlink(missing_ok=True)
            raise


def open_elsewhere(session: Session, identity: str) -> Path:
    """Write an attachment into the private folder for another program, and return where; emptied at close and start."""
    value = value_of(session, identity)
    logged(session, "document-opened-elsewhere", record=identity)
    suffix = Path(str(value["name"])).suffix[:10]
    # The name says nothing: other programs keep lists of the files they opened.
    path = private_folder(session.profile) / f"documento-{session.ids.opaque()[:8]}{suffix}"
    _written(session, value, path)
    return path
