# SPDX-License-Identifier: EUPL-1.2
"""Reopening: what an older program could not read is opened once more by one that reads more."""

from contextlib import suppress

from welfaredesk.desk.exchange.opening import Opening
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import arrivals
from welfaredesk.store.exchange.entering import TwoEntries

READS = 2
"""Raised whenever parcels can be read that could not be before: 2, copies that name the authors of their words."""
KEPT = "exchange/reads"


def open_again(session: Session, roster: Roster) -> None:
    """Open what is set aside, once for each program that reads more than the one before."""
    if desk_notes.get(session.vault.read(), KEPT) == READS:
        return

    def work(database: Database) -> frozenset[str]:
        opening, touched = Opening(database, session.identity.ente), set[str]()
        for kept in arrivals.unreadable(database):
            found = opening.open_again(kept, roster)
            if found is not None and not found.trouble:
                with suppress(TwoEntries):
                    touched |= arrivals.place(database, [found])
        desk_notes.put(database, KEPT, READS)
        return frozenset(touched)

    session.tell(*session.vault.write(work))
