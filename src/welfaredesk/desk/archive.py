# SPDX-License-Identifier: EUPL-1.2
"""The sealed archive: one sealed file in a plain zip, with its key wrapped to whoever may open it."""

import os
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import BinaryIO, cast

import msgspec

from welfaredesk.base.errors import BadFile
from welfaredesk.base.ids import Ids
from welfaredesk.base.text import N_, tr
from welfaredesk.crypto.files import CHUNK_SIZE, SealedFile, open_file, seal_file
from welfaredesk.crypto.schedule import KEY_LENGTH
from welfaredesk.crypto.seal import SealBroken
from welfaredesk.crypto.wrap import SealingKey, unwrap, wrap

FORMAT = 1
LABEL = "export-archive"
KEYS_NAME = "keys.json"
CONTENT_NAME = "content.sealed"
EARLIEST_ZIP = (1980, 1, 1, 0, 0, 0)
NOT_ARCHIVE = N_("non è un archivio esportato da questo programma")
NOT_FOR_KEY = N_("non è chiuso per questa chiave")


class Wrapped(msgspec.Struct, frozen=True):
    """The archive's key sealed to one public key: who that is, and the sealed bytes."""

    to: str
    public: bytes
    key: bytes


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """What stands beside the sealed file; nothing in it is secret, nothing names anybody."""

    format: int
    ente: str
    sha256: str
    size: int
    chunk_size: int
    keys: list[Wrapped]


def seal_archive(
    write: Callable[[BinaryIO], None], target: BinaryIO, *, ente: str, readers: Mapping[str, bytes], ids: Ids
) -> SealedFile:
    """Seal what `write` writes into an archive, in pieces: nothing of it is ever in clear on the disk.

    Args:
        write: writes the content into the file it is given; runs on a thread of its own.
        target: where the archive goes.
        ente: the ente's id, bound into every wrapping.
        readers: public keys that may open it, by a word for whose they are.
        ids: gives the key.
    """
    key = ids.token(KEY_LENGTH)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        with package.open(_entry(CONTENT_NAME), "w", force_zip64=True) as place:
            sealed = _pumped(write, cast("BinaryIO", place), key=key)
        wrapped = [
            Wrapped(word, public, wrap(public, key, label=LABEL, aad=_aad(ente, sealed.sha256)))
            for word, public in readers.items()
        ]
        keys = Keys(
            format=FORMAT,
            ente=ente,
            sha256=sealed.sha256,
            size=sealed.size,
            chunk_size=sealed.chunk_size,
            keys=wrapped,
        )
        package.writestr(_entry(KEYS_NAME), msgspec.json.format(msgspec.json.encode(keys), indent=2))
    return sealed


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, EARLIEST_ZIP)


def _aad(ente: str, sha256: str) -> bytes:
    return f"{ente}/{sha256}".encode()


def _pumped(write: Callable[[BinaryIO], None], place: BinaryIO, *, key: bytes) -> SealedFile:
    """Seal what `write` writes as it writes it: a pipe between its thread and this one."""
    source_end, target_end = os.pipe()

    def run() -> None:
        with os.fdopen(target_end, "wb", buffering=CHUNK_SIZE) as content:
            write(content)

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="export") as threads:
        writing = threads.submit(run)
        # When sealing fails the pipe closes, and a writer that is not done meets a broken pipe and ends.
        with os.fdopen(source_end, "rb", buffering=CHUNK_SIZE) as content:
            sealed = seal_file(content, place, key=key)
        writing.result()
    return sealed


def read_keys(source: BinaryIO, name: str) -> Keys:
    """Return what stands beside the sealed file of an archive.

    Raises:
        BadFile: when it is no archive.
    """
    try:
        with zipfile.ZipFile(source) as package:
            return msgspec.json.decode(package.read(KEYS_NAME), type=Keys)
    except (zipfile.BadZipFile, KeyError, msgspec.MsgspecError) as error:
        raise BadFile(name=name, why=tr(NOT_ARCHIVE)) from error


def open_archive(source: BinaryIO, target: BinaryIO, *, key: SealingKey, name: str) -> int:
    """Write the content of an archive, a zip, into `target` and return its size; what a failure leaves is no good.

    Raises:
        BadFile: when it is no archive, was changed, or was not sealed to `key`.
    """
    keys = read_keys(source, name)
    mine = next((one for one in keys.keys if one.public == key.public), None)
    if mine is None:
        raise BadFile(name=name, why=tr(NOT_FOR_KEY))
    try:
        secret = unwrap(key, mine.key, label=LABEL, aad=_aad(keys.ente, keys.sha256))
        with zipfile.ZipFile(source) as package, package.open(CONTENT_NAME) as sealed:
            return open_file(cast("BinaryIO", sealed), target, key=secret, chunk_size=keys.chunk_size)
    except (SealBroken, zipfile.BadZipFile, KeyError) as error:
        raise BadFile(name=name, why=tr(NOT_ARCHIVE)) from error
