# SPDX-License-Identifier: EUPL-1.2
"""The names of what a vault is made of, and whether one is there: known without loading what opens it."""

from pathlib import Path

DATABASE_NAME = "vault.db"
LOG_NAME = "vault.db-wal"
INDEX_NAME = "vault.db-shm"
SLOTS_NAME = "slots"
BALLAST_NAME = "ballast"


def exists(profile: Path) -> bool:
    """Tell whether a profile holds a vault, or what is left of one."""
    return any((profile / name).exists() for name in (DATABASE_NAME, LOG_NAME, SLOTS_NAME))
