# SPDX-License-Identifier: EUPL-1.2
"""The place of a server: its folder, with the key made at the first start, and the database it names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import WrongUse
from welfaredesk.base.log import trouble
from welfaredesk.base.server_errors import NoDatabase, NoLedger, NoPostgres
from welfaredesk.base.text import N_, tr
from welfaredesk.crypto.certificate import key_from_pem, key_to_pem, self_made
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.server.engine import sqlite_url
from welfaredesk.server.ledger import STATEMENTS_NAME, Ledger

KEY_NAME = "server.key"
CERTIFICATE_NAME = "server.crt"
FILES_NAME = "files"
POSTGRES_DRIVER = "psycopg"
NAMES = ("localhost", "127.0.0.1", "::1")
NOT_A_FOLDER = N_("«--files» vuole una cartella, o un indirizzo file://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a server keeps what it has; without `database` it is a file in the folder."""

    data: Path
    database: str = ""
    files: str = ""

    @property
    def url(self) -> str:
        """Return the address of the database."""
        return self.database or sqlite_url(self.data)

    @property
    def key_path(self) -> Path:
        """Return where the key lies."""
        return self.data / KEY_NAME

    @property
    def certificate_path(self) -> Path:
        """Return where the certificate lies."""
        return self.data / CERTIFICATE_NAME

    @property
    def files_folder(self) -> Path:
        """Return the folder of sealed files.

        Raises:
            WrongUse: when the address given is not of a folder.
        """
        if not self.files:
            return self.data / FILES_NAME
        parts = urlsplit(self.files)
        if parts.scheme == "file" and not parts.netloc:
            return Path(unquote(parts.path))
        if "://" in self.files:
            raise WrongUse(why=tr(NOT_A_FOLDER))
        return Path(self.files)

    def is_made(self) -> bool:
        """Tell whether a server has been here."""
        return self.key_path.exists()

    def key(self) -> SigningKey:
        """Return the server's key.

        Raises:
            NoLedger: when no server has been here.
        """
        try:
            return key_from_pem(self.key_path.read_bytes())
        except (FileNotFoundError, ValueError):
            raise NoLedger() from None


def write_private(path: Path, data: bytes) -> None:
    """Write a file that only this account reads, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        target.write(data)
        target.flush()
        os.fsync(target.fileno())
    fresh.replace(path)


def prepare(place: Place, *, clock: Clock) -> SigningKey:
    """Return the key of a server, made with its certificate when it starts for the first time."""
    place.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not place.is_made():
        write_private(place.key_path, key_to_pem(SigningKey.generate()))
    key = place.key()
    if not place.certificate_path.exists():
        write_private(place.certificate_path, self_made(key, NAMES, now=clock.now().local()))
    return key


@contextmanager
def opened(place: Place) -> Iterator[Ledger]:
    """Open the ledger of a server, and close it at the end.

    Raises:
        NoDatabase: when its database does not answer, or is of something else.
        NoPostgres: when it is on PostgreSQL and the program here has no way to it.
    """
    try:
        ledger = Ledger(place.url, statements=place.data / STATEMENTS_NAME)
    except ModuleNotFoundError as error:
        trouble("no-database", error)
        raise (NoPostgres if error.name == POSTGRES_DRIVER else NoDatabase)() from None
    except (SQLAlchemyError, ArgumentError, CommandError, ImportError) as error:
        trouble("no-database", error)
        raise NoDatabase() from None
    try:
        yield ledger
    finally:
        ledger.close()
