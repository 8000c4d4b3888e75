# SPDX-License-Identifier: EUPL-1.2
"""Being shut out: a revoked desk believes the ente's signed word alone, stops edits, and says what could not leave."""

from dataclasses import dataclass

from welfaredesk.desk.exchange import notes
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster, RosterRefused
from welfaredesk.domain.roster_bodies import RevokeBody, body_of
from welfaredesk.store import standing
from welfaredesk.sync import statements
from welfaredesk.sync.wire import Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutOut:
    """A desk that was shut out: whether it is asked to erase itself, and how many changes never left it."""

    wipe: bool
    unsent: int


def shut_out(session: Session) -> ShutOut | None:
    """Return how a revoked desk stands, nothing for one that is not."""
    database = session.vault.read()
    if not notes.is_revoked(database):
        return None
    return ShutOut(wipe=notes.is_to_wipe(database), unsent=standing.count_unsent(database))


def believe(session: Session, trouble: Trouble) -> bool:
    """Stop edits if the ente has signed that this desk is revoked; tell whether it has.

    A server alone, or somebody on the line, can refuse a desk but not shut it out.
    """
    wipe = _signed(session.read_roster(), session.identity.desk, trouble.statement)
    if wipe is None:
        return False
    session.vault.write(lambda database: notes.revoke(database, wipe=wipe))
    return True


def _signed(roster: Roster, desk: str, data: bytes) -> bool | None:
    """Return whether the statement that revokes a desk asks it to erase itself, nothing when it is none.

    Of a desk that its roster shuts out already, the roster has the word, unless the statement says more.
    """
    known = roster.desks.get(desk)
    otherwise = known.wipe if known is not None and known.revoked else None
    try:
        statement = statements.read(data)
        statements.add(roster.copy(), data)
    except RosterRefused:
        return otherwise
    body = body_of(statement)
    formers = set()
    while known is not None:
        formers.add(known.id)
        known = roster.desks.get(known.former or "")
    return body.wipe or bool(otherwise) if isinstance(body, RevokeBody) and body.desk in formers else otherwise
