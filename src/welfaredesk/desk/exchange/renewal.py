# SPDX-License-Identifier: EUPL-1.2
"""A new identity: a desk that meets itself leaves the old name to the other copy and goes on under another."""

from dataclasses import replace
from typing import Any

from welfaredesk.base.errors import NotAllowed
from welfaredesk.base.log import note
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.leaving import Push, Pushed
from welfaredesk.desk.exchange.talk import Signer
from welfaredesk.desk.founding import DeskKeys
from welfaredesk.desk.identity import FORMER, NOTE
from welfaredesk.desk.letters import next_letters
from welfaredesk.desk.organico import remake
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import StatementKind, decode_body, decode_statement
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import items, leaving, rounds
from welfaredesk.store.exchange.saying_again import Speaker
from welfaredesk.sync import statements
from welfaredesk.sync.frames import raw
from welfaredesk.sync.statements import statement_id
from welfaredesk.sync.wire import FrameKind


def is_due(session: Session) -> bool:
    """Tell whether this desk has met itself and has no other identity yet."""
    return notes.is_cloned(session.vault.read())


def _unplaced(database: Database) -> int:
    """Return the place of the first former identity whose successor has no position; their count when all have one."""
    kept = desk_notes.get(database, FORMER) or []
    waiting = (n for n, one in enumerate(kept) if rounds.statement_position(database, one["statement"]) is None)
    return next(waiting, len(kept))


def signer(session: Session) -> Signer | None:
    """Return the former identity while the server does not know the one after it, nothing when it knows all."""
    database = session.vault.read()
    kept, place = desk_notes.get(database, FORMER) or [], _unplaced(database)
    if place == len(kept):
        return None
    one = kept[place]
    return Signer(ente=session.identity.ente, desk=one["desk"], key=SigningKey.from_bytes(one["sign"]))


def is_unknown(session: Session) -> bool:
    """Take it that the server does not know an identity any more; tell whether there is a former one to sign with.

    A server that was put back to before an identity was stated knows only the former: what has a position there is
    stated again as soon as desk and server have agreed how far back they go. It may have forgotten several.
    """

    def work(database: Database) -> bool:
        kept, place = desk_notes.get(database, FORMER) or [], _unplaced(database)
        if not place:
            return False
        rounds.forget_statement(database, kept[place - 1]["statement"])
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
    earlier = desk_notes.get(database, FORMER) or []
    one = {"desk": former.desk, "sign": former.sign, "seal": former.seal, "statement": statement_id(data)}
    desk_notes.put(database, FORMER, [*earlier, one])
    author = replace(session.author(), desk=keys.desk)
    touched = leaving.renumber(database, former.desk, own=Speaker(keys.desk, lambda: author, session.ids))
    kept = desk_notes.get(database, NOTE)
    secret = {"desk": keys.desk, "sign": keys.sign.to_bytes(), "seal": keys.seal.to_bytes()}
    desk_notes.put(database, NOTE, kept | secret | {"letters": body["letters"]})
    notes.put_cloned(database, cloned=False)
    return touched


def push(database: Database) -> Push:
    """Return the statements alone: until the new identity is known, nothing else can be signed by it."""
    gathered = Push()
    for data in items.unsent_statements(database):
        gathered.add(Pushed(FrameKind.STATEMENT, statement_id(data), raw(FrameKind.STATEMENT, data)))
    return gathered


def say_again(session: Session) -> None:
    """State the new identity anew, on the head as it is now, when others have stated something meanwhile."""

    def work(database: Database) -> None:
        formers, place = desk_notes.get(database, FORMER) or [], _unplaced(database)
        kept = formers[place] if place < len(formers) else {"statement": b""}
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
        formers[place] = kept | {"statement": statement_id(data)}
        desk_notes.put(database, FORMER, formers)

    session.vault.write(work)
    session.read_roster()


def _placed(database: Database) -> Roster:
    return statements.read_roster(rounds.placed_statements(database))
