# SPDX-License-Identifier: EUPL-1.2
"""The arrival of a new desk: the roster before anything else, then its own group and folder."""

import msgspec

from welfaredesk.base.exchange_errors import ServerRefuses
from welfaredesk.base.people_errors import ForgedRoster
from welfaredesk.base.release import version
from welfaredesk.base.text import tr
from welfaredesk.desk.exchange.place import ServerPlace, fault_of
from welfaredesk.desk.exchange.talk import Signer, Talk
from welfaredesk.desk.exchange.words import why
from welfaredesk.desk.founding import OWN, start_group
from welfaredesk.desk.organico import stating, take_epochs
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.parcel import ZERO_H
from welfaredesk.domain.roster import Roster, RosterRefused
from welfaredesk.domain.statement import decode_statement
from welfaredesk.store import desk_notes, folders
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import items
from welfaredesk.sync.frames import raw
from welfaredesk.sync.line import Line, LineBroken
from welfaredesk.sync.statements import add
from welfaredesk.sync.wire import FORMAT, Ask, BytesAt, Code, FrameKind, Fresh


def take_roster(session: Session, line: Line, place: ServerPlace, *, signer: Signer | None = None) -> Roster:
    """Take the statements of the ente, which a server hands down before all else, and no more; return the roster.

    They are signed from the root on: whatever else the server may be, it cannot invent one.

    Raises:
        ForgedRoster: when they do not follow one on the other.
        ServerRefuses: when the server does not take this desk for one of the ente.
    """
    placed = _pull(session, line, place, signer=signer)
    roster = Roster()
    try:
        for one in placed:
            add(roster, one.data)
    except RosterRefused as error:
        raise ForgedRoster() from error
    if roster.ente != session.identity.ente or roster.server is None or roster.server.key != place.key:
        raise ForgedRoster()

    def keep(database: Database) -> None:
        for one in placed:
            kind = decode_statement(one.data).claim.kind
            items.place_statement(database, str(kind), one.data, position=one.position)

    session.vault.write(keep)
    return session.read_roster()


def _pull(session: Session, line: Line, place: ServerPlace, *, signer: Signer | None) -> list[BytesAt]:
    ask = Ask(format=FORMAT, position=0, h=ZERO_H, version=version(), unsent=0, fresh=None if signer else Fresh())
    found: list[BytesAt] = []
    try:
        reply = Talk(session, line, place=place).ask(ask, signer=signer)
        for batch in reply.batches():
            for kind, message in batch.events:
                if kind is not FrameKind.STATEMENT_AT:
                    return found
                found.append(msgspec.convert(message, type=BytesAt))
    except LineBroken as error:
        raise fault_of(error) from error
    return found


def push(session: Session, line: Line, place: ServerPlace, *, some: list[bytes], signer: Signer) -> bool:
    """Push statements and tell whether all were taken; not when they stand on an old head.

    Raises:
        ServerRefuses: when one is refused for another reason.
    """
    ask = Ask(format=FORMAT, position=0, h=ZERO_H, version=version(), unsent=0)
    frames = [raw(FrameKind.STATEMENT, data) for data in some]
    try:
        reply = Talk(session, line, place=place).ask(ask, frames, signer=signer)
        for _ in reply.batches():
            continue
    except LineBroken as error:
        raise fault_of(error) from error
    for refused in reply.refused:
        if refused.code == Code.STALE_HEAD:
            return False
        raise ServerRefuses(reason=tr(why(refused.code)))
    return True


def move_in(session: Session, *, forget: str = "") -> None:
    """Keep the group keys that were handed to this desk; without an own group, make one and the operator's folder."""

    def work(database: Database) -> None:
        roster = session.read_roster(database)
        take_epochs(database, roster, identity=session.identity)
        if OWN not in session.identity.groups:
            group = session.ids.opaque()
            start_group(stating(session, database), database, group, kind=OWN, desk=session.identity.desk)
            operator = session.identity.operator
            folders.make(database, operator, root_type="operator", circle=ORDINARY, groups=[group], ids=session.ids)
        if forget:
            desk_notes.put(database, forget, None)

    session.vault.write(work)
    session.read_roster()
