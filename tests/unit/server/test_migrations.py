# SPDX-License-Identifier: EUPL-1.2
"""The steps of the tables lead to the tables that the code knows, on both databases, and again at every start."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from welfaredesk.server.engine import migrate, open_engine, sqlite_url
from welfaredesk.server.tables import METADATA


def test_the_steps_lead_to_the_tables_of_the_code(url: str | None, tmp_path: Path) -> None:
    engine = open_engine(url or sqlite_url(tmp_path))
    migrate(engine)
    migrate(engine)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), METADATA)
    engine.dispose()
    assert found == []
