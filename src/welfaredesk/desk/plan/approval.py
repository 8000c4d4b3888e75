# SPDX-License-Identifier: EUPL-1.2
"""What was approved of a plan, and what is no longer like it; that consegne passed asks for no new approval."""

from collections.abc import Iterator, Mapping
from typing import Any

from welfaredesk.desk.kept_copies import standing_copy
from welfaredesk.desk.records import type_named
from welfaredesk.domain.kinds import Values
from welfaredesk.domain.machines.handover_path import HANDOVER_PATH
from welfaredesk.domain.machines.project_path import PROJECT_PATH, RUNNING
from welfaredesk.domain.names import id_in
from welfaredesk.domain.plan_rows import Passed, as_passed, changed_since
from welfaredesk.store import questions
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row


def approved_copy(database: Database, identity: str) -> Mapping[str, Any] | None:
    """Return the plan as it was approved last, nothing before it was."""
    return standing_copy(database, identity, field="version")


def changed_since_approved(database: Database, identity: str, values: Values) -> list[str]:
    """Return the fields of a plan that runs and are not as they were approved: it is to be approved again."""
    if PROJECT_PATH.state_of(values) not in RUNNING:
        return []
    # What runs and was never approved, as another program may begin it, is all of it to be approved.
    copy = approved_copy(database, identity) or {}
    return changed_since(as_passed(copy, values, passed=_passed(database, identity)), values)


def _passed(database: Database, identity: str) -> Iterator[Passed]:
    """Give the actions of a plan that passed with consegne, and those that came back."""
    linking = {source for source, field in questions.linking(database, identity, "handover") if field == "items.record"}
    rows = [read_row(database, type_named("handover"), source) or {} for source in linking]
    for row in sorted(rows, key=lambda one: (str(one.get("accepted_on") or ""), str(one.get("_id")))):
        giver, taker = id_in(row.get("from_operator")), id_in(row.get("to_operator"))
        passed = [str(one.get("row")) for one in row.get("items") or () if id_in(one.get("record")) == identity]
        state = HANDOVER_PATH.state_of(row)
        for action in passed:
            if state in {"accepted", "returned"}:
                yield Passed(action, giver, taker)
            if state == "returned":
                yield Passed(action, taker, giver)
