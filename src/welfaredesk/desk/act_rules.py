# SPDX-License-Identifier: EUPL-1.2
"""What an act needs besides the table of its type: other records, the day, and what it writes or makes with them.

The fold judges state, right and form alone; what is here is asked at the desk where the act is done.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.store.driver import Database


@dataclass(frozen=True, slots=True)
class Acted:
    """The record that an act is done on; when it is done `values` hold what was given too."""

    id: str
    root: str
    values: Values


def _nothing_against(_session: Session, _database: Database, _acted: Acted) -> str:
    return ""


def _nothing_more(_session: Session, _database: Database, _acted: Acted) -> dict[str, Value]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRule:
    """The rule of one act.

    `why` says why it may not be done now, nothing when it may. `fills` is what the fields start with that it asks for
    with `rule`. `adds` makes what goes with it, in its transaction, and returns what it writes besides.
    """

    why: Callable[[Session, Database, Acted], str] = field(default=_nothing_against)
    fills: Callable[[Session, Database, Acted], dict[str, Value]] = field(default=_nothing_more)
    adds: Callable[[Session, Database, Acted], dict[str, Value]] = field(default=_nothing_more)


NO_RULE = ActRule()
