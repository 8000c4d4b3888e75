# SPDX-License-Identifier: EUPL-1.2
"""What was approved of a plan, and what is no longer like it."""

from collections.abc import Mapping
from typing import Any

from welfaredesk.desk.kept_copies import standing_copy
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machines.project_path import PROJECT_PATH, RUNNING
from welfaredesk.domain.plan_rows import changed_since
from welfaredesk.store.driver import Database


def approved_copy(database: Database, identity: str) -> Mapping[str, Any] | None:
    """Return the plan as it was approved last, nothing before it was."""
    return standing_copy(database, identity, field="version")


def changed_since_approved(database: Database, identity: str, values: Values) -> list[str]:
    """Return the fields of a plan that runs and are not as they were approved: it is to be approved again."""
    if PROJECT_PATH.state_of(values) not in RUNNING:
        return []
    copy = approved_copy(database, identity)
    return [] if copy is None else changed_since(copy, values)
