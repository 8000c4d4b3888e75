# SPDX-License-Identifier: EUPL-1.2
"""A new identity: a desk that meets itself leaves the old name to the other copy and goes on under another."""

from typing import Any

from welfaredesk.base.errors import NotAllowed
from welfaredesk.base.log import note
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.leaving import Push, Pushed
from welfaredesk.desk.exchange.talk import Signer
from welfaredesk.desk.founding import DeskKeys
from welfaredesk.desk.identity import NOTE
from welfaredesk.desk.letters import next_letters
from welfaredesk.desk.organico import remake
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import StatementKind, decode_body, decode_statement
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import items, leaving, rounds
from welfaredesk.sync import statements
from welfaredesk.sync.frames import raw
from welfaredesk.sync.statements import statement_id
from welfaredesk.sync.wire import FrameKind

FORMER = "exchange/former"


def is_due(session: Session) -> bool:
    """Tell whether this desk has met itself and has no other identity yet."""
    return notes.is_cloned(session.vault.read())


def signer(session: Session) -> Signer | None:
    """Return the former identity while the server does not know the new one, nothing when it does or there is none."""
    database = session.vault.read()
    kept = desk_notes.get(database, FORMER)
    if kept is None or rounds.statement_position(database, kept["statement"]) is not None:
        return None
    return Signer(ente=session.identity.ente, desk=kept["desk"], key=SigningKey.from_bytes(kept["sign"]))


def is_unknown(session: Session) -> bool:
    """Take it that the server does not know the new identity any more; tell whether there is a former one to sign with.

    A server that was put back to before the new identity was stated knows only the former: what has a position there
    is stated again as soon as desk and server have agreed how far back they go.
    """

    def work(database: Database) -> bool:
        kept = desk_notes.get(database, FORMER)
        if kept is None or rounds.statement_position(database, kept["statement"]) is None:
            return False
        rounds.forget_statement(database, kept["statement"])
        return True

    return session.vault.write(work)


def renew(session: Session) -> None:
    """Take a new identity, which the old key signs; entries that have not left are numbered anew under it."""
    remake(session)
    touched = session.vault.write(lambda database: _renew(session, database))
    session.read_roster()
    if touched:
        session.tell(*touched)
    note("identity-renewed", entries=len(touched))


def _renew(session: Session, database: Database) -> frozenset[str]:
    former, keys = session.identity, DeskKeys.draw(session.ids)
    roster = session.read_roster(database)
    body = {
        "former": former.desk,
        "desk": keys.desk,
        "operator": former.operator,
        "sign": keys.sign.public,
        "seal": keys.seal.public,
        "letters": next_letters(roster),
    }
    former_key = SigningKey.from_bytes(former.sign)
    data = Stating(database, roster, key=former_key).say(StatementKind.IDENTITY, body)
    _keep_former(database, desk=former.desk, sign=former.sign, data=data)
    touched = leaving.renumber(database, former.desk, desk=keys.desk)
    kept = desk_notes.get(database, NOTE)
    secret = {"desk": keys.desk, "sign": keys.sign.to_bytes(), "seal": keys.seal.to_bytes()}
    desk_notes.put(database, NOTE, kept | secret | {"letters": body["letters"]})
    notes.put_cloned(database, cloned=False)
    return touched


def _keep_former(database: Database, *, desk: str, sign: bytes, data: bytes) -> None:
    desk_notes.put(database, FORMER, {"desk": desk, "sign": sign, "statement": statement_id(data)})


def push(database: Database) -> Push:
    """Return the statements alone: until the new identity is known, nothing else can be signed by it."""
    gathered = Push()
    for data in items.unsent_statements(database):
        gathered.add(Pushed(FrameKind.STATEMENT, statement_id(data), raw(FrameKind.STATEMENT, data)))
    return gathered


def say_again(session: Session) -> None:
    """State the new identity anew, on the head as it is now, when others have stated something meanwhile."""

    def work(database: Database) -> None:
        kept = desk_notes.get(database, FORMER)
        waiting = items.unsent_statements(database)
        mine = next((data for data in waiting if statement_id(data) == kept["statement"]), None)
        if mine is None:
            return
        roster = _placed(database)
        body: dict[str, Any] = decode_body(decode_statement(mine).claim.body)
        if body["letters"] in roster.letters_taken():
            body["letters"] = next_letters(roster)
        items.drop_statement(database, kept["statement"])
        key = SigningKey.from_bytes(kept["sign"])
        try:
            data = Stating(database, roster, key=key).say(StatementKind.IDENTITY, body)
        except NotAllowed:
            # The former desk was shut out meanwhile: the server says so at the next request.
            return
        _keep_former(database, desk=kept["desk"], sign=kept["sign"], data=data)

    session.vault.write(work)
    session.read_roster()


def _placed(database: Database) -> Roster:
    return statements.read_roster(rounds.placed_statements(database))
