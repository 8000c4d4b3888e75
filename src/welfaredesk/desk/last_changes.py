# SPDX-License-Identifier: EUPL-1.2
"""The last change of a record that came from another desk: whose it is and when."""

from dataclasses import dataclass

from welfaredesk.base.clock import Moment
from welfaredesk.desk.history_names import name_of
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import Entry
from welfaredesk.store import journal, records


@dataclass(frozen=True, slots=True)
class LastChange:
    """Who changed a record, by name where this desk knows it, and when that was declared."""

    who: str
    when: Moment


def last_change(session: Session, identity: str) -> LastChange | None:
    """Return the newest change of a record that came from another desk, nothing when only this one wrote it."""
    database = session.vault.read()
    own = session.identity.desk
    found: Entry | None = None
    for folder in records.folders_of(database, identity):
        # In one folder the order of the server decides; between two only the declared times can be compared.
        others = [one for one in journal.entries_of(database, identity, folder) if one.header.desk != own]
        last = others[-1] if others else None
        if last is not None and (found is None or last.header.utc_ms > found.header.utc_ms):
            found = last
    if found is None:
        return None
    header = found.header
    return LastChange(name_of(session, found.operator), Moment(header.utc_ms, header.offset))
