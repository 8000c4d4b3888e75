# SPDX-License-Identifier: EUPL-1.2
"""A file is damaged anywhere: the vault opens equal, or says so and is repaired; it is never a new empty one."""

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, add, giulia, open_desk
from tests.world.saver import clock_of
from tests.world.values import Dice
from welfaredesk.base.errors import DamagedVault, Fault, NewerVault, VaultExists
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.crypto.slots import FORMAT, MAGIC
from welfaredesk.desk import attachments, checking, copies, drafts, reading, records, repairing
from welfaredesk.desk.founding import FirstStart, found
from welfaredesk.desk.session import Session, open_session, read_slots
from welfaredesk.store import content, vault
from welfaredesk.store.driver import open_database
from welfaredesk.store.files import FILES_NAME

PAGE = 4096
Damage = Callable[[bytearray], None]


@dataclass(frozen=True, slots=True)
class Sample:
    """A small vault at rest, its copy, and the hash of what both hold."""

    profile: Path
    copy: Path
    digest: str
    entries: int


def opened(profile: Path) -> Session:
    clock = clock_of(500)
    return open_session(profile, PASSPHRASE, clock=clock, ids=SeededIds(500, clock))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    folder = tmp_path_factory.mktemp("sample")
    clock = clock_of(1)
    session = open_desk(folder / "profile", clock=clock, ids=SeededIds(1, clock))
    dice = Dice.of(1)
    person = giulia(session)
    for number in range(60):
        add(session, "diary_entry", root=person, text=f"Colloquio {number}. " + "parola " * dice.below(200))
    document = add(session, "document", title="Carta", person=person)
    paper = folder / "carta.pdf"
    paper.write_bytes(b"%PDF-1.7 " + bytes(3000))
    attachments.attach(session, document, paper)
    drafts.keep(session, "person/new", {"surname": "Prova"}, type_name="person")
    copies.write(session, folder / "copia.wdcopia")
    digest = checking.content_hash(session)
    entries = content.entry_count(session.vault.read())
    session.close()
    return Sample(folder / "profile", folder / "copia.wdcopia", digest, entries)


def clone(sample: Sample, folder: Path) -> Path:
    """Return a copy of the profile; the ballast, which nothing here touches, under a second name only."""
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(sample.profile, folder, ignore=shutil.ignore_patterns(vault.BALLAST_NAME))
    os.link(sample.profile / vault.BALLAST_NAME, folder / vault.BALLAST_NAME)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    """Return the hash of every file, but for the lock and the index of the log, which hold nothing."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in {"lock", vault.INDEX_NAME}
    }


def outcome(profile: Path, sample: Sample) -> str:
    """Return `equal` or `damaged`, whichever the program says; anything else is a failure of the test."""
    try:
        session = opened(profile)
    except DamagedVault:
        return "damaged"
    try:
        checked = checking.check(session)
        if not checked.ok:
            return "damaged"
        assert checked.hash == sample.digest
    except DamagedVault:
        return "damaged"
    finally:
        session.close()
    return "equal"


def damage(path: Path, how: Damage) -> None:
    data = bytearray(path.read_bytes())
    how(data)
    path.write_bytes(data)


def flip(place: int) -> Damage:
    def how(data: bytearray) -> None:
        data[place // 8 % len(data)] ^= 1 << place % 8

    return how


def blank(page: int) -> Damage:
    def how(data: bytearray) -> None:
        first = page * PAGE % len(data)
        data[first : first + PAGE] = bytes(len(data[first : first + PAGE]))

    return how


def cut_off(length: int) -> Damage:
    def how(data: bytearray) -> None:
        del data[length % len(data) :]

    return how


def some_damages(size: int, *, count: int, seed: int) -> list[Damage]:
    dice = Dice.of(seed)
    makers: list[tuple[Callable[[int], Damage], int]] = [
        *((flip, 8 * size), (flip, 8 * size), (blank, size // PAGE + 1), (cut_off, size)),
    ]
    return [make(dice.below(limit)) for make, limit in (dice.pick(makers) for _ in range(count))]


def repaired_equal(profile: Path, sample: Sample, *, copy: Path | None) -> None:
    clock = clock_of(900)
    try:
        made = repairing.repair(profile, PASSPHRASE, clock=clock, ids=SeededIds(900, clock), copy=copy)
    except DamagedVault:
        assert copy is None
        return
    assert made.entries + made.missing == sample.entries
    session = opened(profile)
    try:
        if copy is not None:
            assert (made.missing, made.files_missing) == (0, 0)
        problems = checking.check(session).problems
        assert len(problems) == bool(made.files_missing)
        if not made.missing:
            assert checking.content_hash(session) == sample.digest
    finally:
        session.close()


def campaign(sample: Sample, folder: Path, name: str, *, count: int, seed: int, repair_every: int) -> set[str]:
    """Damage one of the files `count` times and return the outcomes that there were."""
    seen = set()
    size = (sample.profile / name).stat().st_size
    for number, how in enumerate(some_damages(size, count=count, seed=seed)):
        profile = clone(sample, folder / "trial")
        damage(profile / name, how)
        before = (profile / name).read_bytes()
        said = outcome(profile, sample)
        seen.add(said)
        if said == "damaged":
            assert (profile / name).read_bytes() == before
            if number % repair_every == 0:
                repaired_equal(profile, sample, copy=sample.copy if number % (2 * repair_every) == 0 else None)
    return seen


def test_an_untouched_vault_opens_again_and_again(sample: Sample, tmp_path: Path) -> None:
    profile = clone(sample, tmp_path / "trial")
    for _ in range(5):
        assert outcome(profile, sample) == "equal"


def test_a_damaged_database_opens_equal_or_says_so_and_is_repaired(sample: Sample, tmp_path: Path) -> None:
    seen = campaign(sample, tmp_path, vault.DATABASE_NAME, count=160, seed=1, repair_every=8)
    assert "damaged" in seen


def test_damaged_slots_say_so_and_come_back_from_the_copy(sample: Sample, tmp_path: Path) -> None:
    seen = campaign(sample, tmp_path, vault.SLOTS_NAME, count=40, seed=2, repair_every=8)
    assert seen == {"damaged"}


def test_a_damaged_attachment_says_so_and_comes_back_from_the_copy(sample: Sample, tmp_path: Path) -> None:
    (sealed,) = content.sealed_files(sample.profile)
    seen = campaign(sample, tmp_path, f"{FILES_NAME}/{sealed.name}", count=30, seed=3, repair_every=6)
    assert seen == {"damaged"}


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 20))
def test_thousands_of_damages_of_the_database(seed: int, sample: Sample, tmp_path: Path) -> None:
    campaign(sample, tmp_path, vault.DATABASE_NAME, count=500, seed=seed, repair_every=3)


def test_a_damaged_log_opens_as_far_as_it_is_whole_or_says_so(sample: Sample, tmp_path: Path) -> None:
    """What follows a broken frame was never whole for SQLite either: it is as if the current had gone before it."""
    profile = clone(sample, tmp_path / "first")
    session = opened(profile)
    states = {checking.content_hash(session)}
    for number in range(6):
        add(session, "person", surname=f"Prova{number}")
        states.add(checking.content_hash(session))
    files = {name: (profile / name).read_bytes() for name in (vault.DATABASE_NAME, vault.LOG_NAME)}
    session.close()
    for how in some_damages(len(files[vault.LOG_NAME]), count=60, seed=4):
        trial = clone(sample, tmp_path / "trial")
        for name, data in files.items():
            (trial / name).write_bytes(data)
        damage(trial / vault.LOG_NAME, how)
        try:
            session = opened(trial)
        except DamagedVault:
            continue
        try:
            checked = checking.check(session)
            assert not checked.ok or checked.hash in states
        finally:
            session.close()


@pytest.mark.parametrize("length", [0, 1, 15, 16, 100, PAGE - 1, PAGE])
def test_a_truncated_database_is_never_taken_for_a_new_one(length: int, sample: Sample, tmp_path: Path) -> None:
    profile = clone(sample, tmp_path / "trial")
    os.truncate(profile / vault.DATABASE_NAME, length)
    before = hashes(profile)
    with pytest.raises(DamagedVault):
        opened(profile)
    assert hashes(profile) == before
    repaired_equal(profile, sample, copy=sample.copy)


@pytest.mark.parametrize("gone", [{vault.SLOTS_NAME}, {vault.DATABASE_NAME}, {vault.SLOTS_NAME, vault.DATABASE_NAME}])
def test_a_vault_of_which_a_file_is_missing_is_damaged_and_no_fresh_start(
    gone: set[str], sample: Sample, tmp_path: Path
) -> None:
    profile = clone(sample, tmp_path / "trial")
    if len(gone) == 2:
        (profile / vault.LOG_NAME).write_bytes(b"the log that a crash left")
    for name in gone:
        (profile / name).unlink()
    before = hashes(profile)
    with pytest.raises(DamagedVault):
        opened(profile)
    clock = clock_of(1)
    start = FirstStart(ente="Altro", surname="Verdi", name="Ugo", passphrase=PASSPHRASE, alone=True)
    with pytest.raises(VaultExists):
        found(profile, start, clock=clock, ids=SeededIds(1, clock), cost=TEST_COST)
    with pytest.raises(VaultExists):
        copies.restore(sample.copy, profile, passphrase=PASSPHRASE, clock=clock, ids=SeededIds(1, clock))
    assert hashes(profile) == before
    repaired_equal(profile, sample, copy=sample.copy)


def test_a_damaged_copy_is_refused_and_nothing_is_put_in_place(sample: Sample, tmp_path: Path) -> None:
    data = sample.copy.read_bytes()
    clock = clock_of(1)
    for how in some_damages(len(data), count=60, seed=5):
        broken = bytearray(data)
        how(broken)
        if broken == data:
            continue
        copy = tmp_path / "copia.wdcopia"
        copy.write_bytes(broken)
        profile = tmp_path / "restored"
        try:
            digest = copies.restore(copy, profile, passphrase=PASSPHRASE, clock=clock, ids=SeededIds(1, clock))
        except Fault:
            assert not vault.exists(profile)
            assert list(profile.iterdir()) in ([], [profile / "lock"])
        else:
            assert digest == sample.digest
            shutil.rmtree(profile)


def key_of(profile: Path) -> bytes:
    return derive(read_slots(profile).open_with_passphrase(PASSPHRASE), Purpose.DATABASE)


@pytest.mark.parametrize("in_log", [False, True])
def test_a_newer_database_is_refused_without_writing_a_byte(in_log: bool, sample: Sample, tmp_path: Path) -> None:
    profile = clone(sample, tmp_path / "trial")
    database = open_database(profile / vault.DATABASE_NAME, key_of(profile), mode="rw")
    database.conn.execute("PRAGMA user_version = 99")
    left = {path.name: path.read_bytes() for path in profile.iterdir() if path.name.startswith(vault.DATABASE_NAME)}
    database.close()
    if in_log:
        for name, data in left.items():
            (profile / name).write_bytes(data)
        (profile / vault.INDEX_NAME).unlink()
    before = hashes(profile)
    assert (vault.LOG_NAME in before) == in_log
    clock = clock_of(1)
    with pytest.raises(NewerVault):
        opened(profile)
    with pytest.raises(NewerVault):
        repairing.repair(profile, PASSPHRASE, clock=clock, ids=SeededIds(1, clock), copy=sample.copy)
    assert hashes(profile) == before
    assert not (profile / vault.INDEX_NAME).exists()


def test_newer_slots_are_refused_without_writing_a_byte(sample: Sample, tmp_path: Path) -> None:
    profile = clone(sample, tmp_path / "trial")
    newer = MAGIC + (FORMAT + 1).to_bytes(2, "big") + b"something that this version does not know"
    (profile / vault.SLOTS_NAME).write_bytes(newer + sha256(framed("slots-checksum", newer)))
    before = hashes(profile)
    with pytest.raises(NewerVault):
        opened(profile)
    assert hashes(profile) == before


def test_an_old_page_pasted_back_is_noticed(sample: Sample, tmp_path: Path) -> None:
    profile = clone(sample, tmp_path / "first")
    old = (profile / vault.DATABASE_NAME).read_bytes()
    session = opened(profile)
    person = add(session, "person", surname="Nuova", name="Anna", notes="parola " * 30)
    add(session, "diary_entry", root=person, text="Una visita a casa.")
    records.change(session, person, {"notes": "Ha cambiato casa."})
    reading.logged(session, "open", record=person)
    # Of the pages that only make the search by words quick, no record can be missing.
    harmless = (
        session.vault.read().conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'words_idx'").fetchone()
    )
    session.close()
    new = (profile / vault.DATABASE_NAME).read_bytes()
    pages = [place for place in range(0, len(old), PAGE) if old[place : place + PAGE] != new[place : place + PAGE]]
    assert len(pages) > 10
    unnoticed = []
    for place in pages:
        trial = clone(sample, tmp_path / "trial")
        pasted = bytearray(new)
        pasted[place : place + PAGE] = old[place : place + PAGE]
        (trial / vault.DATABASE_NAME).write_bytes(pasted)
        try:
            session = opened(trial)
        except DamagedVault:
            continue
        try:
            if checking.check(session).ok:
                unnoticed.append(place // PAGE + 1)
        except DamagedVault:
            pass
        finally:
            session.close()
    assert set(unnoticed) <= set(harmless)
