# SPDX-License-Identifier: EUPL-1.2
"""The real server application on a folder of its own, which a world copies, puts back and forks."""

import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.server_of import AppLine, ServerOf, server_in
from welfaredesk.base.clock import FixedClock, Moment
from welfaredesk.base.ids import packed
from welfaredesk.crypto.certificate import key_to_pem
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.exchange.place import fingerprint_of
from welfaredesk.server import copies
from welfaredesk.server.engine import SQLITE_NAME
from welfaredesk.server.ledger import STATEMENTS_NAME
from welfaredesk.server.limits import Limits
from welfaredesk.server.place import Place, prepare, write_private
from welfaredesk.sync.line import Answer, Counted

URL = "https://server.prova"
KEY = SigningKey.from_bytes(bytes(range(32)))
"""One key for all: a server that is put back or forked has the key it had."""
NOON = Moment(1_792_396_800_000, 0)
NO_WAIT = 1_000_000
Chain = tuple[int, bytes]


class HeardLine:
    """The line of a desk on which everything that comes down is kept."""

    def __init__(self, served: "Served", name: str) -> None:
        """Begin on whatever application answers at the moment of each request."""
        self._served = served
        self._name = name
        self.counted = Counted()

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: Iterable[bytes] | bytes = b"") -> Answer:
        """Ask the application and keep what it answers."""
        answer = self._served.app_line().ask(method, path, headers=headers, body=body)
        data = b"".join(answer.body)
        self._served.downloads.setdefault(self._name, []).append(data)
        return Answer(answer.status, answer.headers, iter([data]))


class Served:
    """A server that answers; `downloads` is all that each desk was ever handed."""

    def __init__(self, folder: Path, *, downloads: dict[str, list[bytes]] | None = None) -> None:
        """Open the server in a folder, a new one if there is none."""
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.downloads = {} if downloads is None else downloads
        self._quota: int | None = None
        self._server: ServerOf | None = None

    @property
    def database(self) -> Path:
        """Return the file of its database."""
        return self.folder / SQLITE_NAME

    @property
    def fingerprint(self) -> str:
        """Return the fingerprint of its key."""
        return fingerprint_of(KEY.public)

    def line(self, name: str) -> HeardLine:
        """Return the line of a desk."""
        return HeardLine(self, name)

    def app_line(self) -> AppLine:
        """Return the line of the application as it runs now."""
        if self._server is None:
            limits: dict[str, Any] = {"desk_burst": NO_WAIT, "stranger_burst": NO_WAIT}
            if self._quota is not None:
                limits["quota"] = self._quota
            self._server = server_in(self.folder, clock=FixedClock(NOON, step_ms=1), key=KEY, limits=Limits(**limits))
        return self._server.line()

    def close(self) -> None:
        """Let the application end."""
        if self._server is not None:
            self._server.ledger.close()
            self._server = None

    def set_quota(self, quota: int | None) -> None:
        """Start again with so many bytes for each desk."""
        self.close()
        self._quota = quota

    def copy_to(self, target: Path) -> None:
        """Copy its folder as it is at this moment, log of the database and all."""
        shutil.copytree(self.folder, target)

    def put_back(self, source: Path, *, statements: bool) -> None:
        """Put an earlier copy in the place of its folder; with `statements` their file stays the newest."""
        self.close()
        newest = self.folder.with_name("newest-statements")
        if statements:
            (self.folder / STATEMENTS_NAME).rename(newest)
        shutil.rmtree(self.folder)
        shutil.copytree(source, self.folder)
        if statements:
            shutil.rmtree(self.folder / STATEMENTS_NAME)
            newest.rename(self.folder / STATEMENTS_NAME)

    def fork(self, target: Path, source: Path | None = None) -> "Served":
        """Return a second server with the same key, on a copy of this one or of an earlier copy."""
        shutil.copytree(source or self.folder, target)
        return Served(target, downloads=self.downloads)

    def backup(self, target: Path) -> Path:
        """Write a tested copy of all that it has, as the operator of the server does."""
        self.app_line()
        assert self._server is not None
        place = Place(data=self.folder)
        write_private(place.key_path, key_to_pem(KEY))
        prepare(place, clock=FixedClock(NOON))
        copies.write(self._server.ledger, target, place=place)
        return target

    # -- what lies in the database, read past the program

    def _one(self, question: str, *values: object) -> tuple[Any, ...] | None:
        self.app_line()
        with closing(sqlite3.connect(self.database)) as connection:
            found: tuple[Any, ...] | None = connection.execute(question, values).fetchone()
        return found

    def position(self) -> int:
        """Return the last position."""
        found = self._one("SELECT position FROM ente")
        return 0 if found is None else int(found[0])

    def head(self) -> bytes:
        """Return h of the last position."""
        found = self._one("SELECT h FROM ente")
        return b"" if found is None else bytes(found[0])

    def chain_of(self, folder: str, desk: str) -> Chain:
        """Return the last `k` and parcel of a desk in a folder."""
        found = self._one("SELECT k, id FROM chain WHERE folder = ? AND desk = ?", packed(folder), packed(desk))
        return (0, b"") if found is None else (int(found[0]), bytes(found[1]))
