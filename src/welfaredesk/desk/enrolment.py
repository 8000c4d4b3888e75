# SPDX-License-Identifier: EUPL-1.2
"""Enrolment: a new desk of an ente that is there, from the code of an invitation to its own vault.

The vault is made aside with its keys before anybody hears of them, and moved in place once the ente has admitted
them: interrupted anywhere, the same command goes on with the same keys and the same six words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from welfaredesk.base.clock import Clock
from welfaredesk.base.errors import WrongPassphrase
from welfaredesk.base.exchange_errors import OtherServer, ServerRefuses
from welfaredesk.base.ids import Ids
from welfaredesk.base.people_errors import BadInvitation, ForgedRoster, HasEnte, RequestRefused, StillWaiting
from welfaredesk.base.text import tr
from welfaredesk.crypto.passphrase import Cost, check_strength
from welfaredesk.crypto.shares import ente_id
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.slots import Slots
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk import founding
from welfaredesk.desk.arrival import move_in, take_roster
from welfaredesk.desk.exchange.place import (
    ServerPlace,
    fault_of,
    find_server,
    keep_server,
    server_of,
    way_to,
)
from welfaredesk.desk.exchange.talk import read_trouble, refusal
from welfaredesk.desk.exchange.words import why
from welfaredesk.desk.founding import DeskKeys, clear, keep_identity, make_aside
from welfaredesk.desk.session import Session, open_session
from welfaredesk.domain.roster import Roster
from welfaredesk.store import desk_notes, instance, vault
from welfaredesk.store.driver import Database, errors_as_faults
from welfaredesk.store.files import durable_write
from welfaredesk.store.whereabouts import check_place
from welfaredesk.sync import invitation as codes
from welfaredesk.sync.line import Line, LineBroken
from welfaredesk.sync.wire import Code

ENROLLING = "enrolling"
MARK = "invitation"
KEPT = "enrolment"
PAUSE_SECONDS = 3.0
USED = frozenset({Code.USED, Code.EXPIRED, Code.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Begun:
    """A new desk that asks to be admitted: the six words to compare, and who it will be."""

    words: str
    name: str


class Kept(msgspec.Struct, frozen=True):
    """What the vault aside keeps of an enrolment that goes on."""

    code: str
    request: bytes
    root: bytes
    recovery: bytes
    words: str
    name: str


def begin(
    profile: Path,
    url: str,
    *,
    fingerprint: str,
    code: str,
    passphrase: str,
    clock: Clock,
    ids: Ids,
    cost: Cost,
    line: Line | None = None,
) -> Begun:
    """Ask for admission with the code of an invitation and return the six words that both screens must show.

    Args:
        profile: an empty one.
        url: of the server.
        fingerprint: of the server's key, as it was read to the operator.
        code: of the invitation.
        passphrase: of the new vault.
        clock: for the ids.
        ids: for the new desk.
        cost: of a guess of the passphrase.
        line: to the server, when the caller has one.

    Raises:
        HasEnte: when the profile has one.
        BadInvitation: when the code opens none.
        OtherServer: when the server is another than the inviting desk knows.
    """
    stop_at_ente(profile)
    check_strength(passphrase)
    if not codes.is_code(code):
        raise BadInvitation()
    place = find_server(url, fingerprint, line=line)
    with way_to(place, line) as way:
        kept = _left(profile, code, passphrase, clock=clock, ids=ids)
        if kept is None:
            invitation = _invitation(way, code, place)
            kept = _make(profile, invitation, code, passphrase, place=place, ids=ids, cost=cost)
        _call(way, "POST", "/v1/request", body=kept.request)
    return Begun(kept.words, kept.name)


def stop_at_ente(profile: Path) -> None:
    """Stop where a profile has an ente: two do not become one.

    Raises:
        HasEnte: when it has.
    """
    check_place(profile)
    with errors_as_faults():
        founding.finish(profile)
    if vault.exists(profile):
        raise HasEnte()
    instance.hold(profile).release()  # a network share or a folder that cannot be written is refused first


def _left(profile: Path, code: str, passphrase: str, *, clock: Clock, ids: Ids) -> Kept | None:
    """Return what an earlier call with this code and passphrase left, when it got as far as its keys."""
    aside = profile / ENROLLING
    if not (aside / vault.SLOTS_NAME).exists():
        return None
    try:
        session = open_session(aside, passphrase, clock=clock, ids=ids)
    except WrongPassphrase:
        if _marked(aside) == codes.invitation_id(code).hex():
            raise
        return None  # another invitation, which nobody goes on with
    try:
        kept = _kept(session)
    finally:
        session.close()
    return kept if codes.invitation_id(kept.code) == codes.invitation_id(code) else None


def _marked(aside: Path) -> str:
    """Return the id of the invitation that a vault aside is of, which tells nothing of its code."""
    mark = aside / MARK
    return mark.read_text(encoding="ascii") if mark.exists() else ""


def _kept(session: Session) -> Kept:
    return msgspec.convert(desk_notes.get(session.vault.read(), KEPT), type=Kept)


def _invitation(line: Line, code: str, place: ServerPlace) -> codes.Invitation:
    """Return the invitation of a code, once it vouches for this server and names its ente rightly."""
    sealed = _call(line, "GET", f"/v1/invitation/{codes.invitation_id(code).hex()}")
    try:
        invitation = codes.open_invitation(sealed, code)
    except codes.InvitationUnreadable as error:
        raise BadInvitation() from error
    if invitation.server != place.key:
        raise OtherServer()
    if ente_id(invitation.root) != invitation.ente:
        raise ForgedRoster()
    return invitation


def _make(
    profile: Path,
    invitation: codes.Invitation,
    code: str,
    passphrase: str,
    *,
    place: ServerPlace,
    ids: Ids,
    cost: Cost,
) -> Kept:
    """Make the vault aside with the keys of the new desk, and return what it keeps."""
    keys = DeskKeys.draw(ids)
    request = codes.make_request(code, desk=keys.desk, sign=keys.sign.public, seal=keys.seal.public)
    kept = Kept(
        code=code,
        request=codes.encode_request(request),
        root=invitation.root,
        recovery=invitation.recovery,
        words=codes.six_words(ente=invitation.ente, server=place.key, request=request),
        name=invitation.name,
    )

    def write(database: Database) -> None:
        said = {"ente": invitation.ente, "operator": invitation.operator, "name": invitation.name, "alone": False}
        keep_identity(database, keys, said)
        keep_server(database, place)
        desk_notes.put(database, KEPT, msgspec.to_builtins(kept))

    prepare(profile, passphrase, recovery=invitation.recovery, write=write, ids=ids, cost=cost)
    with errors_as_faults():
        durable_write(profile / ENROLLING / MARK, codes.invitation_id(code).hex().encode())
    return kept


def prepare(
    profile: Path,
    passphrase: str,
    *,
    recovery: bytes,
    write: Callable[[Database], None],
    ids: Ids,
    cost: Cost,
) -> None:
    """Make a vault aside in a profile, which `move_in` puts in its place."""
    vault_key = ids.token(32)
    slots = Slots.create(vault_key, passphrase, cost=cost, recovery_public=recovery, ids=ids)
    with errors_as_faults():
        profile.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_aside(profile / ENROLLING, vault_key, slots=slots, write=write)


def wait(
    profile: Path,
    passphrase: str,
    *,
    clock: Clock,
    ids: Ids,
    pause: Callable[[float], None],
    seconds: float = 0.0,
    line: Line | None = None,
) -> None:
    """Wait until the new desk is admitted, then make its vault the profile's own.

    Args:
        profile: where `begin` was called.
        passphrase: of the vault.
        clock: measures the wait.
        ids: for the desk's own group and folder.
        pause: sleeps that many seconds between two questions.
        seconds: how long to wait at most; 0 asks once.
        line: to the server, when the caller has one.

    Raises:
        StillWaiting: when nobody has confirmed the words in that time; everything is kept.
        RequestRefused: when the inviting desk refused; nothing is kept.
        ForgedRoster: when the roster is not that of the invitation.
    """
    aside = profile / ENROLLING
    if not (aside / vault.SLOTS_NAME).exists():
        raise BadInvitation()
    session = open_session(aside, passphrase, clock=clock, ids=ids)
    try:
        place = _place(session)
        kept = _kept(session)
        with way_to(place, line) as way:
            _until_admitted(way, kept, clock=clock, pause=pause, seconds=seconds)
            roster = take_roster(session, way, place)
        _check(session, roster, kept)
        move_in(session, forget=KEPT)
    except RequestRefused:
        session.close()
        clear_aside(profile)
        raise
    finally:
        session.close()
    put_in_place(profile)


def put_in_place(profile: Path) -> None:
    """Make the vault aside the profile's own."""
    with errors_as_faults():
        founding.put_in_place(profile, profile / ENROLLING)


def clear_aside(profile: Path) -> None:
    """Erase the vault aside of an enrolment that came to nothing."""
    with errors_as_faults():
        clear(profile / ENROLLING)


def _place(session: Session) -> ServerPlace:
    place = server_of(session)
    if place is None:
        raise BadInvitation()
    return place


def _until_admitted(line: Line, kept: Kept, *, clock: Clock, pause: Callable[[float], None], seconds: float) -> None:
    """Ask until the new desk is admitted.

    Raises:
        StillWaiting: when the time is over.
        RequestRefused: when it was refused.
    """
    identity = codes.request_id(codes.decode_request(kept.request)).hex()
    until = clock.monotonic() + seconds
    while True:
        state = _state(_call(line, "GET", f"/v1/request/{identity}"))
        if state == "approved":
            return
        if state == "refused":
            raise RequestRefused()
        left = until - clock.monotonic()
        if left <= 0:
            raise StillWaiting()
        pause(min(PAUSE_SECONDS, left))


def _state(body: bytes) -> str:
    try:
        return str(msgspec.msgpack.decode(body, type=dict[str, Any])["state"])
    except (msgspec.MsgspecError, KeyError) as error:
        raise ServerRefuses(reason=tr(why(Code.FORMAT))) from error


def _check(session: Session, roster: Roster, kept: Kept) -> None:
    """Stop unless the roster is that of the invitation, knows this desk by its own keys, and can be recovered.

    That every group and epoch has its recovery grant is a rule of the roster itself.

    Raises:
        ForgedRoster: when it is not.
    """
    identity = session.identity
    desk = roster.desks.get(identity.desk)
    keys = (SigningKey.from_bytes(identity.sign).public, SealingKey.from_bytes(identity.seal).public)
    known = desk is not None and (desk.sign, desk.seal) == keys and roster.is_active(desk.id)
    if roster.root != kept.root or roster.recovery != kept.recovery or not known:
        raise ForgedRoster()


def _call(line: Line, method: str, path: str, *, body: bytes = b"") -> bytes:
    """Ask the server something that anybody may ask, and return what it answers.

    Raises:
        BadInvitation: when it knows no such invitation or request.
    """
    try:
        answer = line.ask(method, path, headers={}, body=body)
        if answer.status == 200:
            return answer.whole()
        code = read_trouble(answer).code
    except LineBroken as error:
        raise fault_of(error) from error
    raise BadInvitation() if code in USED else refusal(code)
