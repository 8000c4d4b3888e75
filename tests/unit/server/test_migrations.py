# SPDX-License-Identifier: EUPL-1.2
"""The steps of the tables lead to the tables that the code knows, on both databases, and again at every start."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from welfaredesk.base.server_errors import NewerLedger
from welfaredesk.server.engine import migrate, open_engine, sqlite_url, writing
from welfaredesk.server.tables import METADATA


def test_the_steps_lead_to_the_tables_of_the_code(url: str | None, tmp_path: Path) -> None:
    engine = open_engine(url or sqlite_url(tmp_path))
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    assert found == []


def test_tables_of_a_newer_version_are_refused_and_stay_as_they_are(tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(tmp_path))
    migrate(engine)
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 's9999'")
    engine.dispose()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(NewerLedger) as told:
        migrate(engine)
    engine.dispose()
    assert "una versione più recente" in told.value.text
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
