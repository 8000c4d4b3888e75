# SPDX-License-Identifier: EUPL-1.2
"""Kept apart: what this desk may not send any more lies at the server with a receipt; what others left is fetched."""

import msgspec

from welfaredesk.base.exchange_errors import DeskRevoked, OtherServer, ServerRefuses
from welfaredesk.base.ids import spelled
from welfaredesk.base.log import note
from welfaredesk.desk.exchange import files, notes, rescue
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.session import Session
from welfaredesk.domain.parcel import decode_parcel
from welfaredesk.domain.roster import Roster
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import elsewhere, file_queue, kept_apart, outgoing
from welfaredesk.store.exchange.elsewhere import Way
from welfaredesk.store.exchange.kept import Kept
from welfaredesk.store.exchange.kept_apart import ApartLine
from welfaredesk.store.files import sealed_path
from welfaredesk.sync.apart import Apart, ApartReceipt, Leaving, leaving_id, receipt_holds, write_leaving
from welfaredesk.sync.grants import verify_grant
from welfaredesk.sync.limits import MOST_FRAME
from welfaredesk.sync.line import LineBroken
from welfaredesk.sync.parcels import verify_parcel
from welfaredesk.sync.wire import Code, FrameKind, Grant

PATH = "/v1/apart"
PIECE = 1_000_000
"""Bytes of one push; one thing alone may be longer."""
TRIED = "exchange/apart-tried"
LARGEST_LIST = 64 << 20


def last_words(session: Session, talk: Talk) -> None:
    """Leave everything that a desk which was just shut out has not sent, attachments too, as far as the line lasts.

    What has a receipt may be wiped. Of a stolen desk the server takes nothing; a line that breaks is tried again at
    the next call.
    """
    if not notes.is_revoked(session.vault.read()):
        return
    try:
        session.vault.write(lambda database: rescue.seal_all(session, database))
        session.vault.write(file_queue.scan)
        database = session.vault.read()
        known = elsewhere.ways(database)
        if any(known.get(one.id) is not Way.APART for one in rescue.waiting(database)):
            _push(session, talk, rescue.leaving(database))
        _send_files(session, talk)
    except (ServerRefuses, DeskRevoked, LineBroken, OtherServer):
        note("apart-not-kept")


def _send_files(session: Session, talk: Talk) -> None:
    database = session.vault.read()
    folders = folders_apart(database)
    for one in file_queue.queued(database, received=False):
        path = sealed_path(session.profile, one.sha256)
        if one.folder in folders and path.exists():
            files.send(session, talk, one, path=path)


def folders_apart(database: Database) -> frozenset[str]:
    """Return the folders in which work of this desk lies apart at the server."""
    known = elsewhere.ways(database)
    return frozenset(one.folder for one in rescue.waiting(database) if known.get(one.id) is Way.APART)


def after(session: Session, talk: Talk, token: bytes) -> None:
    """Leave what this desk may not send any more, and take what others left; a refusal of it ends no round.

    Raises:
        LineBroken: when the line breaks; OtherServer when a receipt does not hold.
    """
    try:
        _offer(session, talk)
        _learn(session, talk, token)
    except (ServerRefuses, DeskRevoked):
        note("apart-refused")


def _offer(session: Session, talk: Talk) -> None:
    """Push the parcels that were refused because the folder is not written here any more, until there is an answer."""
    database = session.vault.read()
    desk, known = session.identity.desk, elsewhere.ways(database)
    tried = {bytes(one) for one in desk_notes.get(database, TRIED) or []}
    found = [
        one
        for one in outgoing.refused(database)
        if one.parcel and one.desk == desk and one.reason == Code.NOT_YOURS and one.id not in tried
    ]
    fresh = [one.parcel for one in found if one.parcel and known.get(one.id) is not Way.APART]
    if not fresh:
        return
    try:
        _push(session, talk, [*fresh])
    except (ServerRefuses, DeskRevoked):
        _remember_tried(session)
        raise
    # A line that broke has said nothing of them: they are pushed again.
    _remember_tried(session)


def _remember_tried(session: Session) -> None:
    def work(database: Database) -> None:
        desk_notes.put(database, TRIED, [one.id for one in outgoing.refused(database)])

    session.vault.write(work)


def _push(session: Session, talk: Talk, items: list[Leaving]) -> None:
    """Push in pieces, and remember what the server has given a receipt for.

    Raises:
        OtherServer: when a receipt does not hold, or is of something else.
    """
    piece: list[Leaving] = []
    size = 0
    for item in items:
        length = len(item.sealed) + 1_000
        if piece and size + length > PIECE:
            _push_piece(session, talk, piece)
            piece, size = [], 0
        piece.append(item)
        size += length
    if piece:
        _push_piece(session, talk, piece)


def _push_piece(session: Session, talk: Talk, piece: list[Leaving]) -> None:
    answer = talk.call("POST", PATH, body=write_leaving(piece))
    try:
        receipt = msgspec.msgpack.decode(answer.whole(), type=ApartReceipt)
    except msgspec.MsgspecError as error:
        raise LineBroken() from error
    me, pushed = session.identity, {leaving_id(one): one for one in piece}
    holds = receipt_holds(receipt, ente=me.ente, desk=me.desk, request=talk.signed, public=talk.server)
    if not holds or not pushed.keys() >= set(receipt.kept):
        raise OtherServer()
    kept = [one for one in receipt.kept if not isinstance(pushed[one], Grant)]
    session.vault.write(lambda database: elsewhere.remember(database, kept, Way.APART))
    note("kept-apart", parcels=len(kept), refused=len(receipt.refused))


def _learn(session: Session, talk: Talk, token: bytes) -> None:
    """Fetch what is kept apart for this desk to see, when the head of the reply names another list than the last."""
    database = session.vault.read()
    if token == kept_apart.token(database):
        if kept_apart.lines(database):
            session.vault.write(kept_apart.settle)
        return
    found = _listed(talk) if token else []
    known, roster = {one.id for one in kept_apart.lines(database)}, session.read_roster()
    data: dict[bytes, bytes] = {}
    for one in found:
        if one.id not in known:
            data[one.id] = talk.call("GET", f"{PATH}/{one.id.hex()}").whole(limit=MOST_FRAME)
        if not _is_as_listed(roster, one, data.get(one.id) or kept_apart.data_of(database, one.id)):
            raise OtherServer()
    lines = [
        ApartLine(
            one.id,
            spelled(one.desk),
            "" if one.kind == FrameKind.GRANT else spelled(one.folder),
            one.k_from,
            one.k_to,
            one.at_ms,
        )
        for one in found
    ]
    session.vault.write(lambda there: kept_apart.take(there, lines, data, token=token))
    note("apart-learned", items=len(lines))


def _is_as_listed(roster: Roster, one: Apart, data: bytes) -> bool:
    """Tell whether the server gave what its list names, signed by the desk named: nothing else is kept."""
    author = roster.desks.get(spelled(one.desk))
    if author is None:
        return False
    try:
        if one.kind == FrameKind.GRANT:
            grant = msgspec.msgpack.decode(data, type=Grant)
            return (leaving_id(grant), grant.desk) == (one.id, one.desk) and verify_grant(grant, author.sign)
        parcel = decode_parcel(data)
    except ValueError:
        return False
    head = parcel.header
    named = (one.id, one.desk, one.folder, one.k_from, one.k_to)
    right = (leaving_id(parcel), head.desk, head.folder, head.k_from, head.k_to) == named
    return right and verify_parcel(parcel, author.sign)


def _listed(talk: Talk) -> list[Apart]:
    try:
        found = msgspec.msgpack.decode(talk.call("GET", PATH).whole(limit=LARGEST_LIST), type=list[Apart])
    except msgspec.MsgspecError as error:
        raise LineBroken() from error
    for one in found:
        if one.kind not in {FrameKind.GRANT, FrameKind.PARCEL} or len(one.folder) not in {0, 16}:
            raise LineBroken()
    return found


def is_apart(database: Database, one: Kept) -> bool:
    """Tell whether the server keeps a parcel of this desk apart, and has given a receipt for it."""
    return elsewhere.ways(database).get(one.id) is Way.APART
