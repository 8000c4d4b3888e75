# SPDX-License-Identifier: EUPL-1.2
"""Being shut out: a revoked desk believes the ente's signed word alone, stops edits, and says what could not leave."""

from dataclasses import dataclass

from welfaredesk.base.clock import Clock
from welfaredesk.desk.erasing import Order
from welfaredesk.desk.exchange import notes, rescue
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster, RosterRefused
from welfaredesk.domain.roster_bodies import RevokeBody, body_of
from welfaredesk.domain.statement import Role
from welfaredesk.store import standing
from welfaredesk.store.exchange import elsewhere, file_queue
from welfaredesk.store.exchange.elsewhere import Way
from welfaredesk.store.exchange.kept import Kept
from welfaredesk.store.files import sealed_path
from welfaredesk.sync import statements
from welfaredesk.sync.wire import Trouble

LEADING = (Role.RESPONSABILE, Role.COORDINATORE, Role.AMMINISTRATORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutOut:
    """A desk that was shut out: whether it is asked to erase itself, and how many changes it could not send.

    Of these `kept` lie apart at the server, with a receipt; `saved` are in a rescue file; `files` attachments of this
    desk's are nowhere else.

    `by` names the letters of the desk that signed this and a role of its operator, nothing when
    it was the root.
    """

    wipe: bool
    unsent: int
    by: str = ""
    kept: int = 0
    saved: int = 0
    files: int = 0

    @property
    def lost(self) -> int:
        """Return how many changes would be gone with the archive: no receipt, and in no rescue file."""
        return max(0, self.unsent - self.kept - self.saved)

    @property
    def is_received(self) -> bool:
        """Tell whether the server has given a receipt for everything: then the archive may go by itself."""
        return self.kept >= self.unsent and not self.files


def shut_out(session: Session) -> ShutOut | None:
    """Return how a revoked desk stands, nothing for one that is not."""
    database = session.vault.read()
    if not notes.is_revoked(database):
        return None
    known, desk = elsewhere.ways(database), session.identity.desk
    waiting = [one for one in rescue.waiting(database) if one.desk == desk]
    counted = {way: sum(_changes(one) for one in waiting if known.get(one.id) is way) for way in Way}
    files = file_queue.queued(database, received=False)
    return ShutOut(
        wipe=notes.is_to_wipe(database),
        unsent=standing.count_unsent(database),
        by=notes.revoked_by(database),
        kept=counted[Way.APART],
        saved=counted[Way.FILE],
        files=sum(sealed_path(session.profile, one.sha256).exists() for one in files),
    )


def _changes(one: Kept) -> int:
    return one.k_to - one.k_from + 1


def ordered(out: ShutOut, clock: Clock) -> Order:
    """Return what the next start shall say of a desk that was shut out and erases itself now."""
    letters, _, role = out.by.partition("/")
    return Order(clock.now().iso(), letters, role)


def believe(session: Session, trouble: Trouble) -> bool:
    """Stop edits if the ente has signed that this desk is revoked; tell whether it has.

    A server alone, or somebody on the line, can refuse a desk but not shut it out.
    """
    roster = session.read_roster()
    wipe = _signed(roster, session.identity.desk, trouble.statement)
    if wipe is None:
        return False
    by = _signer(roster, trouble.statement)
    session.vault.write(lambda database: notes.revoke(database, wipe=wipe, by=by))
    return True


def _signer(roster: Roster, data: bytes) -> str:
    """Return letters and first role of the desk that signed a statement, as «AB/responsabile»."""
    try:
        line = roster.desk_of_key(statements.read(data).claim.signer)
    except RosterRefused:
        return ""
    if line is None:
        return ""
    leading = [role for role in LEADING if roster.has_role(line.operator, role)]
    return f"{line.letters}/{leading[0] if leading else ''}"


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
