# SPDX-License-Identifier: EUPL-1.2
"""A full, failing or read-only disk, a second instance, a network share: a clear sentence, and nothing lost."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.opened import PASSPHRASE, add
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import DiskFull, Fault, InUse, NetworkShare
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.desk import checking, copies, drafts, repairing
from welfaredesk.desk.session import Session, open_session, read_slots
from welfaredesk.store import instance, vault, whereabouts
from welfaredesk.store.driver import open_database

ROOT = Path(__file__).resolve().parents[2]
SMALL_DISK = "12m"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that everybody may reach: those of pytest are for their owner alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def met(deed: str, folder: Path, *, mount: bool = False) -> dict[str, Any]:
    """Return what the other process says it met."""
    words = [sys.executable, "-m", "tests.world.trouble", deed, str(folder)]
    if mount:
        disk = f'mount -t tmpfs -o size={SMALL_DISK} tmpfs "$0" && exec "$@"'
        words = [*in_a_namespace(), "sh", "-c", disk, str(folder), *words]
    ended = subprocess.run(
        words,
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        capture_output=True,
        timeout=200,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr.decode()
    said: dict[str, Any] = json.loads(ended.stdout)
    return said


def in_a_namespace() -> list[str]:
    """Return the words that run a command where it may mount, or none where nobody may."""
    for words in (["unshare", "-m"], ["unshare", "-Urm"]):
        if (
            shutil.which("unshare")
            and subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0
        ):
            return words
    return []


def files_of(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def test_a_disk_that_fills_up_leaves_room_for_the_draft_and_loses_nothing(tmp_path: Path) -> None:
    if not in_a_namespace():
        pytest.skip("no disk may be mounted here; the test below fills the database instead")
    said = met("full", tmp_path, mount=True)
    assert said["answered"] > 5
    assert (said["fault"], said["had_ballast"], said["ballast"]) == ("disk_full", True, False)
    assert (said["draft_fault"], said["draft"]) == ("", True)
    assert (said["copy"], said["attachment"]) == ("disk_full", "disk_full")
    assert (said["persons"], said["problems"], said["left"]) == (said["answered"], [], [])


def test_a_database_that_may_not_grow_lets_the_ballast_go_and_loses_nothing(session: Session) -> None:
    kept = [add(session, "person", surname="Prima")]
    assert (session.profile / vault.BALLAST_NAME).stat().st_size == vault.BALLAST_BYTES
    session.vault.submit(lambda database: _may_not_grow(database.conn)).result()
    with pytest.raises(DiskFull) as told:
        _add_without_end(session, kept)
    assert "disco è pieno" in told.value.text
    assert not (session.profile / vault.BALLAST_NAME).exists()
    assert session.vault.read().conn.execute("SELECT count(*) FROM r_person").fetchone() == (len(kept),)
    assert checking.check(session).ok


def _add_without_end(session: Session, kept: list[str]) -> None:
    for number in range(1000):
        one = add(session, "person", surname=f"Prova{number}", notes="parola " * 2000)
        kept.append(one)


def _may_not_grow(connection: Any) -> None:
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 60}").fetchall()


def test_a_disk_that_fails_is_told_and_loses_nothing(tmp_path: Path) -> None:
    said = met("failing", tmp_path)
    assert said["fault"] == "disk_failing"
    assert (said["draft_fault"], said["draft"], said["copy"], said["attachment"]) == ("", True, "", "")
    assert (said["persons"], said["problems"], said["left"]) == (said["answered"], [], [])


def test_a_read_only_folder_is_told_and_nothing_is_written_elsewhere(open_folder: Path, tmp_path: Path) -> None:
    before = files_of(ROOT / "src") | files_of(tmp_path)
    said = met("read-only", open_folder)
    assert said["met"] == dict.fromkeys(("open", "found", "restore"), "read_only_place")
    assert said["unchanged"]
    new = (files_of(ROOT / "src") | files_of(tmp_path)) - before
    assert not {name for name in new if "__pycache__" not in name}
    assert {path.name for path in open_folder.iterdir()} == {"profile", "copia.wdcopia"}


def test_a_second_instance_is_refused_until_the_first_one_closes(
    session: Session, profile: Path, clock: FixedClock, ids: SeededIds, tmp_path: Path
) -> None:
    copies.write(session, tmp_path / "copia")
    before = files_of(tmp_path)
    with pytest.raises(InUse):
        open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    with pytest.raises(InUse):
        repairing.repair(profile, PASSPHRASE, clock=clock, ids=ids)
    with pytest.raises(InUse):
        copies.restore(tmp_path / "copia", profile, passphrase=PASSPHRASE, clock=clock, ids=ids)
    assert files_of(tmp_path) == before
    drafts.keep(session, "a", {}, type_name="person")
    session.close()
    open_session(profile, PASSPHRASE, clock=clock, ids=ids).close()


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "davfs"])
def test_a_network_share_is_refused_also_behind_a_link(kind: str, tmp_path: Path) -> None:
    share = tmp_path / "condivisa con spazi"
    share.mkdir()
    mounts = tmp_path / "mounts"
    point = str(share.resolve()).replace(" ", "\\040")
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/share {point} {kind} rw 0 0\n")
    (tmp_path / "mio").symlink_to(share)
    for profile in (share, share / "profile", tmp_path / "mio" / "profile"):
        with pytest.raises(NetworkShare) as told:
            instance.hold(profile, mounts=mounts)
        assert "rete" in told.value.text
    assert list(share.iterdir()) == []
    assert not whereabouts.is_on_network(tmp_path / "altra", mounts=mounts)
    assert not whereabouts.is_on_network(tmp_path / "condivisa con spazi e altro", mounts=mounts)
    assert whereabouts.is_on_network(Path("//server/share/profile"), mounts=mounts)
    assert not whereabouts.is_on_network(share, mounts=tmp_path / "missing")


def test_a_page_that_breaks_while_it_is_being_read_is_told_as_damage(session: Session, profile: Path) -> None:
    person = add(session, "person", surname="Prima")
    session.vault.checkpoint()
    path = profile / vault.DATABASE_NAME
    key = derive(read_slots(profile).open_with_passphrase(PASSPHRASE), Purpose.DATABASE)
    root = session.vault.read().conn.execute("SELECT rootpage FROM sqlite_master WHERE name = 'r_person'").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((root - 1) * 4096)
        file.write(bytes(4096))
    reader = open_database(path, key, mode="ro")
    with pytest.raises(Fault) as told:
        reader.conn.execute("SELECT * FROM r_person WHERE _id = ?", (person,)).fetchone()
    assert told.value.code == "damaged"
    reader.close()
