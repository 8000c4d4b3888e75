# SPDX-License-Identifier: EUPL-1.2
"""Salvage: what lies behind the last number that anything tells is looked for too."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, giulia
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk.bulk import NewRecord, add_many
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session, read_slots
from welfaredesk.store import salvage
from welfaredesk.store.driver import open_database
from welfaredesk.store.vault import DATABASE_NAME
from welfaredesk.store.wreck import Wreck

PAGE = 4096
BY_SEQ = "SELECT n FROM entry INDEXED BY entry_seq ORDER BY desk, seq"
LAST = "SELECT n FROM entry ORDER BY n DESC"
HEAD = "SELECT entries FROM head"


class File:
    """A database whose pages are broken and made whole again."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Take a file at rest and its key."""
        self.path = path
        self.key = key
        self.whole = path.read_bytes()

    def without(self, pages: Iterable[int]) -> None:
        """Break these pages, numbered from 1, and no others."""
        data = bytearray(self.whole)
        for page in pages:
            data[(page - 1) * PAGE + 100] ^= 1
        self.path.write_bytes(data)

    def first(self, question: str) -> bool:
        """Tell whether a question still has a first row."""
        with closing(Wreck(self.path, self.key)) as wreck:
            return next(iter(wreck.some(question)), None) is not None

    def leaf_of(self, question: str) -> int:
        """Return the page, no root, without which a question has no first row."""
        with closing(open_database(self.path, self.key)) as database:
            roots = {1, *(root for (root,) in database.conn.execute("SELECT rootpage FROM sqlite_master"))}
        for page in sorted(set(range(2, len(self.whole) // PAGE + 1)) - roots, reverse=True):
            self.without([page])
            if not self.first(question):
                return page
        raise AssertionError(question)

    def root_of(self, table: str) -> int:
        """Return the first page of a table."""
        self.without([])
        with closing(open_database(self.path, self.key)) as database:
            found = database.conn.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
        return int(found[0])

    def readable(self, upto: int) -> set[int]:
        """Return the numbers of the entries that can be read one by one."""
        with closing(Wreck(self.path, self.key)) as wreck:
            return {n for n in range(1, upto + 1) if wreck.all("SELECT header, body FROM entry WHERE n = ?", (n,))}


@pytest.fixture
def file(session: Session) -> File:
    person = giulia(session)
    diary = type_named("diary_entry")
    add_many(session, (NewRecord(type=diary, values={"text": f"Nota {n}"}, root=person) for n in range(300)))
    profile = session.profile
    key = derive(read_slots(profile).open_with_passphrase(PASSPHRASE), Purpose.DATABASE)
    session.close()
    return File(profile / DATABASE_NAME, key)


def salvaged(file: File, target: Path) -> tuple[int, int]:
    """Return how many entries are saved, and how many are said to be missing."""
    made = salvage.salvage([file.path], target, key=file.key)
    return made.entries, made.missing


def test_what_no_number_tells_of_is_found_behind_the_last_one(file: File, tmp_path: Path) -> None:
    with closing(Wreck(file.path, file.key)) as wreck:
        entries = wreck.number(HEAD)
    leaves = [file.leaf_of(LAST), file.leaf_of("SELECT n FROM entry INDEXED BY entry_seq ORDER BY desk DESC, seq DESC")]
    file.without([*leaves, *(file.root_of(one) for one in ("head", "record", "entry_place", "entry_record"))])
    readable = file.readable(entries)
    with closing(Wreck(file.path, file.key)) as wreck:
        told = max(n for (n,) in wreck.some(BY_SEQ))
    assert told < max(readable) < entries
    assert salvaged(file, tmp_path / "new.db")[0] == len(readable)


def test_where_the_end_is_told_nothing_more_is_looked_for(
    file: File, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Wreck(file.path, file.key)) as wreck:
        entries = wreck.number(HEAD)
    asked: list[str] = []
    real = Wreck.all

    def counted(wreck: Wreck, question: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]] | None:
        asked.append(question)
        return real(wreck, question, values)

    monkeypatch.setattr(Wreck, "all", counted)
    assert salvaged(file, tmp_path / "new.db") == (entries, 0)
    assert len([question for question in asked if "FROM entry WHERE n >" in question]) == 1
