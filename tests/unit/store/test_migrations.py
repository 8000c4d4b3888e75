# SPDX-License-Identifier: EUPL-1.2
"""Migrations: additions by themselves, numbered steps after a copy, newer files left alone."""

from functools import partial
from pathlib import Path

import pytest

from welfaredesk.base import release
from welfaredesk.base.errors import Fault, NewerVault
from welfaredesk.store import migrations, schema, vault
from welfaredesk.store.driver import Database, peek_version
from welfaredesk.store.migrations import Step

KEY = bytes(range(32))


def _note_table(database: Database) -> None:
    database.conn.execute("CREATE TABLE of_step_two (word TEXT)")
    database.conn.execute("INSERT INTO of_step_two VALUES ('fatto')")


def _fails_half_way(database: Database) -> None:
    database.conn.execute("CREATE TABLE of_step_two (word TEXT)")
    raise RuntimeError("the step fails")


def _drop_column(database: Database, *, table: str, name: str) -> None:
    database.conn.execute(f'ALTER TABLE "{table}" DROP COLUMN "{name}"')


def test_a_numbered_step_runs_once_after_a_copy(tmp_path: Path) -> None:
    vault.create_vault(tmp_path, KEY).close()
    steps = (Step(migrations.newest() + 1, _note_table),)
    for _ in range(2):
        opened = vault.open_vault(tmp_path, KEY, steps=steps)
        assert opened.read().conn.execute("SELECT word FROM of_step_two").fetchall() == [("fatto",)]
        opened.close()
    kept = tmp_path / f"{vault.DATABASE_NAME}.prima-di-{migrations.newest() + 1}"
    assert peek_version(kept, KEY) == migrations.newest()
    assert peek_version(tmp_path / vault.DATABASE_NAME, KEY) == migrations.newest() + 1


def test_a_step_that_fails_leaves_nothing(tmp_path: Path) -> None:
    vault.create_vault(tmp_path, KEY).close()
    with pytest.raises(RuntimeError):
        vault.open_vault(tmp_path, KEY, steps=(Step(migrations.newest() + 1, _fails_half_way),))
    opened = vault.open_vault(tmp_path, KEY)
    assert "of_step_two" not in opened.read().table_names()
    assert migrations.version_of(opened.read()) == migrations.newest()
    opened.close()


def test_a_file_of_a_later_step_is_refused_unwritten(tmp_path: Path) -> None:
    vault.create_vault(tmp_path, KEY).close()
    vault.open_vault(tmp_path, KEY, steps=(Step(migrations.newest() + 1, _note_table),)).close()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    with pytest.raises(NewerVault):
        vault.open_vault(tmp_path, KEY)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


def test_a_column_the_file_lacks_is_added_by_itself(tmp_path: Path) -> None:
    vault.create_vault(tmp_path, KEY).close()
    opened = vault.Vault(tmp_path, KEY)
    opened.write(lambda database: database.conn.execute('ALTER TABLE "r_person" DROP COLUMN "family_doctor"'))
    opened.close()
    opened = vault.open_vault(tmp_path, KEY)
    assert "family_doctor" in {column.name for column in opened.read()["r_person"].columns}
    assert schema.missing_columns(opened.read()) == []
    opened.close()


def test_a_file_of_before_the_acts_gets_their_columns_and_keeps_its_number(tmp_path: Path) -> None:
    vault.create_vault(tmp_path, KEY).close()
    opened = vault.Vault(tmp_path, KEY)
    gained = {"r_care_episode": ("number", "assignment", "suspended_on"), "r_referral": ("state", "care_episode")}
    for table, names in gained.items():
        for name in names:
            opened.write(partial(_drop_column, table=table, name=name))
    before = migrations.version_of(opened.read())
    opened.close()
    opened = vault.open_vault(tmp_path, KEY)
    for table, names in gained.items():
        assert {column.name for column in opened.read()[table].columns} >= set(names)
    assert schema.missing_columns(opened.read()) == []
    assert migrations.version_of(opened.read()) == before
    opened.close()


def _as_before(profile: Path, *changes: str) -> dict[str, bytes]:
    """Leave a vault as an older version would, with a record in it, and return its files."""
    vault.create_vault(profile, KEY).close()
    opened = vault.Vault(profile, KEY)
    for change in changes:
        opened.write(partial(_execute, change=change))
    opened.close()
    return _files(profile)


def _execute(database: Database, *, change: str) -> None:
    database.conn.execute(change)


def _files(profile: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in profile.iterdir() if path.is_file()}


def _copies(profile: Path) -> list[str]:
    return [path.name for path in profile.iterdir() if migrations.BEFORE in path.name]


def test_a_vault_that_is_as_this_version_leaves_it_is_opened_without_a_copy_or_a_change(tmp_path: Path) -> None:
    vault.create_vault(tmp_path, KEY).close()
    before = _files(tmp_path)
    vault.open_vault(tmp_path, KEY).close()
    assert _files(tmp_path) == before


@pytest.mark.parametrize(
    "change",
    [
        'ALTER TABLE "r_person" DROP COLUMN "family_doctor"',
        'DROP TABLE "r_minutes"',
        f"UPDATE meta SET value = x'9192a76d696e7574657301' WHERE key = 'desk/{migrations.FOLDED_BY}'",
    ],
    ids=["a field", "a type", "rules"],
)
def test_an_older_vault_is_brought_up_once_and_what_it_was_is_kept(change: str, tmp_path: Path) -> None:
    before = _as_before(tmp_path, change)
    vault.open_vault(tmp_path, KEY).close()
    assert _copies(tmp_path) == [f"{vault.DATABASE_NAME}{migrations.BEFORE}{release.version()}"]
    kept = tmp_path / _copies(tmp_path)[0]
    assert kept.read_bytes() == before[vault.DATABASE_NAME]
    assert kept.stat().st_mode & 0o077 == 0
    after = _files(tmp_path)
    assert after[vault.DATABASE_NAME] != before[vault.DATABASE_NAME]
    vault.open_vault(tmp_path, KEY).close()
    assert _files(tmp_path) == after


def test_a_later_copy_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    _as_before(tmp_path, 'ALTER TABLE "r_person" DROP COLUMN "family_doctor"')
    vault.open_vault(tmp_path, KEY).close()
    vault.open_vault(tmp_path, KEY, steps=(*migrations.STEPS, Step(migrations.newest() + 1, _note_table))).close()
    assert _copies(tmp_path) == [f"{vault.DATABASE_NAME}{migrations.BEFORE}{migrations.newest() + 1}"]


def test_an_upgrade_that_fails_leaves_the_vault_as_it_was_and_the_next_start_tries_again(tmp_path: Path) -> None:
    before = _as_before(tmp_path, 'ALTER TABLE "r_person" DROP COLUMN "family_doctor"')
    steps = (*migrations.STEPS, Step(migrations.newest() + 1, _fails_half_way))
    for _ in range(2):
        with pytest.raises(RuntimeError):
            vault.open_vault(tmp_path, KEY, steps=steps)
        after = _files(tmp_path)
        kept = after.pop(f"{vault.DATABASE_NAME}{migrations.BEFORE}{migrations.newest() + 1}")
        assert after == before
        assert kept == before[vault.DATABASE_NAME]
    vault.open_vault(tmp_path, KEY).close()


def test_a_disk_without_room_for_the_copy_stops_before_the_upgrade(tmp_path: Path) -> None:
    before = _as_before(tmp_path, 'ALTER TABLE "r_person" DROP COLUMN "family_doctor"')
    in_the_way = tmp_path / f"{vault.DATABASE_NAME}{migrations.BEFORE}{release.version()}"
    in_the_way.mkdir()
    (in_the_way / "x").touch()
    with pytest.raises(Fault):
        vault.open_vault(tmp_path, KEY)
    assert _files(tmp_path) == before


def test_the_version_that_a_file_asks_for_is_that_which_brought_it_there(tmp_path: Path) -> None:
    vault.create_vault(tmp_path, KEY).close()
    assert vault.looked_at(tmp_path / vault.DATABASE_NAME, KEY).asks == release.version()
    opened = vault.Vault(tmp_path, KEY)
    opened.write(lambda database: database.conn.execute("PRAGMA application_id = 0"))
    opened.close()
    assert vault.looked_at(tmp_path / vault.DATABASE_NAME, KEY).asks == ""
    vault.open_vault(tmp_path, KEY).close()
    assert vault.looked_at(tmp_path / vault.DATABASE_NAME, KEY).asks == release.version()
    assert _copies(tmp_path) == []
