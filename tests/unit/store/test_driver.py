# SPDX-License-Identifier: EUPL-1.2
"""The driver: who gets at an open archive."""

from pathlib import Path
from typing import Any

from sqlite_utils import Database, hookimpl
from sqlite_utils.plugins import pm

from welfaredesk.store.driver import open_database


class _Plugin:
    """What any installed package may be to sqlite-utils."""

    def __init__(self) -> None:
        self.given: list[Any] = []

    @hookimpl
    def prepare_connection(self, conn: Any) -> None:
        self.given.append(conn)


def test_no_installed_package_plugs_itself_into_an_archive(tmp_path: Path) -> None:
    plugin = _Plugin()
    pm.register(plugin)
    try:
        Database(memory=True).close()
        (elsewhere,) = plugin.given
        open_database(tmp_path / "vault.db", bytes(32)).close()
    finally:
        pm.unregister(plugin)
    assert plugin.given == [elsewhere]
