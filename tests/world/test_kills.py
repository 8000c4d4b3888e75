# SPDX-License-Identifier: EUPL-1.2
"""The process is killed at any instant: everything answered is there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, open_desk
from tests.world.killing import Savers, savers
from tests.world.saver import COPY_NAME, NEW_PASSPHRASE, clock_of
from tests.world.values import Dice
from welfaredesk.base.errors import NoVault, WrongPassphrase
from welfaredesk.base.ids import SeededIds
from welfaredesk.desk import attachments, checking, copies, drafts, records
from welfaredesk.desk.session import Session, open_session
from welfaredesk.desk.unlocking import has_vault
from welfaredesk.store import content, vault

KILLS_OF_A_VAULT = 6


@pytest.fixture(scope="module")
def running() -> Iterator[Savers]:
    with savers() as ready:
        yield ready


def opened(profile: Path, passphrase: str = PASSPHRASE) -> Session:
    clock = clock_of(10**6)
    return open_session(profile, passphrase, clock=clock, ids=SeededIds(10**6, clock))


def assert_all_is_there(session: Session, answered: list[list[str]]) -> None:
    files = {words[1]: words[2] for words in answered if words[0] == "file"}
    latest = {words[1]: int(words[2]) for words in answered if words[0] == "record"}
    for identity, version in latest.items():
        shown = records.show(session, identity)
        assert int(shown.values["notes"].split()[0]) >= version
        told = [line["after"] for line in records.history(session, identity) if line["field"] == "notes"]
        assert [int(text.split()[0]) for text in told] == list(range(len(told)))
    for identity, digest in files.items():
        target = session.profile.parent / f"fuori-{identity}"
        assert attachments.take_out(session, identity, target).sha256 == digest
    kept = [int(words[2]) for words in answered if words[0] == "draft"]
    if kept:
        draft = drafts.draft_of(session, "person/new")
        assert draft is not None
        assert int(draft.values["notes"]) >= kept[-1]
    checked = checking.check(session)
    assert checked.problems == ()


def kill_in_the_middle_of_saving(running: Savers, folder: Path, *, kills: int, first: int) -> int:
    """Kill `kills` times, on a new vault every few, and return how many answers were looked for."""
    counted = 0
    answered: list[list[str]] = []
    for number in range(kills):
        place = folder / f"{number // KILLS_OF_A_VAULT}"
        if number % KILLS_OF_A_VAULT == 0:
            answered = []
            clock = clock_of(number)
            open_desk(place / "profile", clock=clock, ids=SeededIds(number, clock)).close()
        dice = Dice.of(first + number)
        lines, wait = dice.below(25), dice.below(12_000) / 1_000_000
        answered += running.killed("save", place / "profile", seed=first + number, lines=lines, wait=wait)
        session = opened(place / "profile")
        try:
            assert_all_is_there(session, [words for words in answered if words[0] != "draft"] + answered[-1:])
        finally:
            session.close()
        for taken_out in place.glob("fuori-*"):
            taken_out.unlink()
        counted += len(answered)
    return counted


def test_sixty_kills_lose_nothing_that_was_answered(running: Savers, tmp_path: Path) -> None:
    assert kill_in_the_middle_of_saving(running, tmp_path, kills=60, first=1000) > 600


@pytest.mark.long
def test_two_hundred_kills_lose_nothing_that_was_answered(running: Savers, tmp_path: Path) -> None:
    assert kill_in_the_middle_of_saving(running, tmp_path, kills=200, first=5000) > 2000


def test_a_first_start_that_is_killed_leaves_a_whole_vault_or_none(running: Savers, tmp_path: Path) -> None:
    outcomes = set()
    for number in range(12):
        profile = tmp_path / str(number) / "profile"
        profile.parent.mkdir()
        wait = Dice.of(number).below(400_000) / 1_000_000
        answered = running.killed("start", profile, seed=number, lines=0, wait=wait)
        outcomes.add(has_vault(profile))
        if has_vault(profile):
            session = opened(profile)
            assert checking.check(session).ok
            session.close()
        else:
            assert answered == []
            assert not vault.exists(profile)
            with pytest.raises(NoVault):
                opened(profile)
            clock = clock_of(number)
            open_desk(profile, clock=clock, ids=SeededIds(number, clock)).close()
    assert outcomes == {True, False}


@pytest.fixture
def copied(tmp_path: Path) -> tuple[Path, str]:
    """Return the folder of a profile with its copy beside it, and the hash of the content."""
    clock = clock_of(1)
    session = open_desk(tmp_path / "first" / "profile", clock=clock, ids=SeededIds(1, clock))
    document = records.add(session, records.type_named("document"), {"title": "Carta"}, root=_person(session)).id
    paper = tmp_path / "carta.pdf"
    paper.write_bytes(b"%PDF-1.7 " + bytes(100_000))
    attachments.attach(session, document, paper)
    copies.write(session, tmp_path / "first" / COPY_NAME)
    digest = content.content_hash(session.vault.read())
    session.close()
    return tmp_path / "first", digest


def _person(session: Session) -> str:
    return records.add(session, records.type_named("person"), {"surname": "Prova"}).id


def test_a_restore_that_is_killed_leaves_the_whole_copy_or_nothing(
    running: Savers, copied: tuple[Path, str], tmp_path: Path
) -> None:
    first, digest = copied
    for number in range(10):
        place = tmp_path / str(number)
        place.mkdir()
        shutil.copy(first / COPY_NAME, place / COPY_NAME)
        wait = Dice.of(number).below(60_000) / 1_000_000
        answered = running.killed("bring-back", place / "profile", seed=number, lines=0, wait=wait)
        if not has_vault(place / "profile"):
            assert answered == []
            clock = clock_of(number)
            ids = SeededIds(number, clock)
            copies.restore(place / COPY_NAME, place / "profile", passphrase=PASSPHRASE, clock=clock, ids=ids)
        session = opened(place / "profile")
        assert checking.check(session).problems == ()
        assert checking.content_hash(session) == digest
        session.close()


def test_a_repair_that_is_killed_leaves_the_damaged_vault_or_the_new_one(
    running: Savers, copied: tuple[Path, str], tmp_path: Path
) -> None:
    first, digest = copied
    for number in range(10):
        place = tmp_path / str(number)
        shutil.copytree(first, place)
        path = place / "profile" / vault.DATABASE_NAME
        damaged = bytearray(path.read_bytes())
        damaged[len(damaged) // 2 + 100 : len(damaged) // 2 + 9000] = bytes(8900)
        path.write_bytes(damaged)
        wait = Dice.of(number).below(150_000) / 1_000_000
        running.killed("mend", place / "profile", seed=number, lines=0, wait=wait)
        if path.read_bytes()[:4096] == damaged[:4096]:
            assert running.done("mend", place / "profile", seed=number) == [["repaired"]]
        session = opened(place / "profile")
        assert checking.check(session).problems == ()
        assert checking.content_hash(session) == digest
        session.close()
        kept = [one / vault.DATABASE_NAME for one in (place / "profile").glob("danneggiato-*")]
        assert any(one.read_bytes() == damaged for one in kept)


def test_a_change_of_passphrase_that_is_killed_leaves_one_that_opens(running: Savers, tmp_path: Path) -> None:
    clock = clock_of(1)
    open_desk(tmp_path / "first", clock=clock, ids=SeededIds(1, clock)).close()
    for number in range(12):
        profile = tmp_path / str(number)
        shutil.copytree(tmp_path / "first", profile)
        wait = Dice.of(number).below(60_000) / 1_000_000
        answered = running.killed("lock-anew", profile, seed=number, lines=0, wait=wait)
        right = [one for one in (PASSPHRASE, NEW_PASSPHRASE) if _opens(profile, one)]
        assert len(right) == 1
        assert not answered or right == [NEW_PASSPHRASE]


def _opens(profile: Path, passphrase: str) -> bool:
    try:
        opened(profile, passphrase).close()
    except WrongPassphrase:
        return False
    return True
