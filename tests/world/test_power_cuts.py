# SPDX-License-Identifier: EUPL-1.2
"""The current goes, the disk fails: what was answered is there, whatever became of the rest."""

import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from tests.opened import PASSPHRASE, open_desk
from tests.world.ops import Cut, Op, cuts
from tests.world.values import Dice
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import Fault
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk.session import read_slots
from welfaredesk.store import content, journal
from welfaredesk.store.driver import open_database
from welfaredesk.store.vault import DATABASE_NAME

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Recorded:
    """A vault before, and what then happened to its disk."""

    profile: Path
    key: bytes
    before: dict[str, bytes]
    ops: list[Op]


def recorded(profile: Path, clock: FixedClock, *, sync: str, saves: int = 60, fail_every: int = 0) -> Recorded:
    """Let another process save on a new vault."""
    open_desk(profile, clock=clock, ids=SeededIds(3, clock)).close()
    key = derive(read_slots(profile).open_with_passphrase(PASSPHRASE), Purpose.DATABASE)
    before = {DATABASE_NAME: (profile / DATABASE_NAME).read_bytes()}
    out = profile.parent / "ops"
    subprocess.run(
        [
            *(sys.executable, "-m", "tests.world.disk", str(profile), key.hex(), str(out)),
            *(str(saves), sync, str(fail_every)),
        ],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        check=True,
        timeout=300,
    )
    return Recorded(profile, key, before, msgspec.msgpack.decode(out.read_bytes(), type=list[Op]))


def what_is_lost(cut: Cut, folder: Path, *, key: bytes) -> str:
    """Return what is wrong with a vault after a cut, nothing when all that was answered is there."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, data in cut.files.items():
        (folder / name).write_bytes(data)
    try:
        with closing(open_database(folder / DATABASE_NAME, key, mode="rw")) as database:
            entries, _ = journal.head(database)
            if entries < cut.answered:
                return f"{cut.answered - entries} entries are lost"
            return "; ".join(journal.chain_problems(database)) or "; ".join(content.differing_rows(database))
    except Fault as fault:
        return fault.code


def losses(world: Recorded, *, count: int, seed: int) -> list[str]:
    """Cut the current `count` times and return what was lost."""
    dice = Dice.of(seed)
    points = sorted(dice.below(len(world.ops)) for _ in range(count))
    trial = world.profile.parent / "after"
    found = (what_is_lost(cut, trial, key=world.key) for cut in cuts(world.before, world.ops, points, dice=dice))
    return [lost for lost in found if lost]


def test_a_power_cut_loses_nothing_that_was_answered(profile: Path, clock: FixedClock) -> None:
    world = recorded(profile, clock, sync="FULL")
    assert sum(1 for op in world.ops if op.what == "answered") == 60
    assert losses(world, count=300, seed=1) == []


def test_without_a_full_flush_a_power_cut_does_lose_what_was_answered(profile: Path, clock: FixedClock) -> None:
    """So the test above can fail."""
    world = recorded(profile, clock, sync="NORMAL")
    assert any("lost" in lost for lost in losses(world, count=60, seed=1))


@pytest.mark.parametrize("fail_every", [61, 101])
def test_a_disk_that_fails_now_and_then_loses_nothing_that_was_answered(
    fail_every: int, profile: Path, clock: FixedClock
) -> None:
    world = recorded(profile, clock, sync="FULL", fail_every=fail_every)
    refused = sum(1 for op in world.ops if op.what == "refused")
    answered = max(op.at for op in world.ops if op.what == "answered")
    assert refused > 2
    after = {path.name: path.read_bytes() for path in profile.iterdir() if path.name.startswith(DATABASE_NAME)}
    after.pop(f"{DATABASE_NAME}-shm", None)
    assert what_is_lost(Cut(after, answered), profile.parent / "after", key=world.key) == ""


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_thousands_of_power_cuts_lose_nothing(seed: int, profile: Path, clock: FixedClock) -> None:
    world = recorded(profile, clock, sync="FULL", saves=300 + seed)
    assert losses(world, count=2000, seed=seed) == []
