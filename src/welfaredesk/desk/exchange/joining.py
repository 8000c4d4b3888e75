# SPDX-License-Identifier: EUPL-1.2
"""Joining a server: the ente that started alone brings its whole vault, and not one entry changes."""

from welfaredesk.base.exchange_errors import AlreadyAttached, ServerRefuses
from welfaredesk.desk import organico
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.place import KEPT, ServerPlace, find_server, keep_server, server_of
from welfaredesk.desk.exchange.round import exchange
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import StatementKind
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cursor, items
from welfaredesk.sync.line import Line
from welfaredesk.sync.statements import statement_id

ATTACHING = "exchange/attaching"


def attach(session: Session, url: str, fingerprint: str, *, line: Line | None = None) -> int:
    """Bring this ente to a server: statements, grants, then every parcel; return how many entries have left.

    Cut anywhere, it goes on with the next exchange, or when it is asked again.

    Raises:
        AlreadyAttached: when the ente has a server.
        OtherServer: when the key at the address is not that of the fingerprint.
        NotAllowed: when the operator's roles do not name a server.
    """
    attaching = desk_notes.get(session.vault.read(), ATTACHING)
    if server_of(session) is not None and not attaching:
        raise AlreadyAttached()
    if session.read_roster().server is not None and not attaching:
        raise AlreadyAttached()
    place = find_server(url, fingerprint, line=line)
    if attaching and server_of(session) not in {None, place}:
        raise AlreadyAttached()
    if not attaching:
        session.vault.write(lambda database: _begin(session, database, place))
    try:
        done = exchange(session, line=line)
    except ServerRefuses:
        session.vault.write(lambda database: _give_up(session, database))
        session.read_roster()
        raise
    session.vault.write(lambda database: desk_notes.put(database, ATTACHING, None))
    return done.sent


def _begin(session: Session, database: Database, place: ServerPlace) -> None:
    keep_server(database, place)
    notes.begin(database)
    said = organico.stating(session, database).say(StatementKind.SERVER, {"key": place.key, "url": place.url})
    desk_notes.put(database, ATTACHING, statement_id(said))
    session.read_roster(database)


def _give_up(session: Session, database: Database) -> None:
    """Forget a server that took nothing, so that another can be joined."""
    said = desk_notes.get(database, ATTACHING)
    if said is None or cursor.cursor(database).position:
        return
    items.drop_statement(database, said)
    desk_notes.put(database, KEPT, None)
    desk_notes.put(database, ATTACHING, None)
    # Nothing is under way any more: the next server is told who asks with the first request.
    notes.put_uncertain(database, uncertain=False)
