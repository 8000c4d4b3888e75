# SPDX-License-Identifier: EUPL-1.2
"""Migrations: additions by themselves, numbered steps after a copy, newer files left alone."""

from functools import partial
from pathlib import Path

import pytest

from welfaredesk.base.errors import NewerVault
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
