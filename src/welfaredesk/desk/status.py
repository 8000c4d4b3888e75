# SPDX-License-Identifier: EUPL-1.2
"""The status: the three numbers that are always on screen, and how far this desk has come with a server."""

from dataclasses import dataclass

from welfaredesk.desk.exchange import ledger
from welfaredesk.desk.session import Session
from welfaredesk.store import standing
from welfaredesk.store.exchange import cursor


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Entries not sent, records to decide, parcels refused; last exchange and position, nothing without a server."""

    unsent: int
    to_decide: int
    refused: int
    last_exchange: str | None
    folders: int
    position: int | None


def status_of(session: Session) -> Status:
    """Return the status of a desk; one that has no server has nothing refused and no last exchange."""
    last = ledger.last_exchange(session)
    database = session.vault.read()
    return Status(
        unsent=standing.count_unsent(database),
        to_decide=standing.count_to_decide(database),
        refused=standing.count_refused(database),
        last_exchange=None if last is None else last.iso(),
        folders=standing.count_folders(database),
        position=cursor.cursor(database).position or None,
    )
