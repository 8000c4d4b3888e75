# SPDX-License-Identifier: EUPL-1.2
"""Inviting: a code for a new desk, the requests that come with it, and the word of a member that admits or refuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from welfaredesk.base.access_errors import EndMissing, OutsideOnly
from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import NotAllowed
from welfaredesk.base.exchange_errors import NoServer, ServerRefuses
from welfaredesk.base.people_errors import NoRequest, OtherWords, RolesBeyond, UnknownName, WrongWords
from welfaredesk.base.text import tr
from welfaredesk.crypto.passphrase import word_list
from welfaredesk.desk.bulk import NewRecord, add_within
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.exchange.place import ServerPlace, fault_of, server_of
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.exchange.words import why
from welfaredesk.desk.invitations import drop_here, hand_round, keep_here, made_here, may_admit_with, open_here
from welfaredesk.desk.letter_bodies import InvitationKept
from welfaredesk.desk.letters import next_letters
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people import hand_on, stated
from welfaredesk.desk.people_names import group_called, operator_called, operator_names
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating
from welfaredesk.domain.names import person_name
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.spoken import fold_text
from welfaredesk.domain.statement import GroupKind, Role, StatementKind
from welfaredesk.store.driver import Database
from welfaredesk.sync import invitation as codes
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.line import Line, LineBroken

HOURS = 48
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Invited:
    """The code to hand over, and when it stops working."""

    code: str
    expires: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A new desk that asks to be admitted, and the six words that its screen must show."""

    id: str
    operator: str
    name: str
    words: str
    desk: str
    since: Moment
    further: bool
    by: str
    """The name of whoever made the invitation."""
    until_ms: int | None = None


def invite(
    session: Session,
    line: Line,
    *,
    operator_name: tuple[str, str],
    roles: Sequence[Role],
    groups: Sequence[str],
    hours: int = HOURS,
    until_ms: int | None = None,
) -> Invited:
    """Invite an operator to a new desk; somebody who works here already gets a further one, with the groups he has.

    Whoever else may admit with it is handed the invitation too, with the next exchange.

    Args:
        session: the desk of a member who may admit.
        line: to the server, which keeps the invitation sealed.
        operator_name: surname and name; of somebody who works here the id will do, with nothing after it.
        roles: what the operator will be; unused for a further desk.
        groups: working groups by name or id; *everyone* is always among them.
        hours: how long the code works.
        until_ms: when the time of somebody only from outside is over.

    Raises:
        NotAllowed: when this operator may not invite, or not into one of the groups.
        RolesBeyond: when only the responsabile gives those roles.
        UnknownName: when there is no such group.
        OutsideOnly: when somebody only from outside would be in a group.
        EndMissing: when he would come in for ever.
    """
    place, roster = _place(session), roster_of(session)
    kept = _wanted(session, roster, operator_name, roles=roles, groups=groups, until_ms=until_ms)
    kept = msgspec.structs.replace(kept, expires_ms=session.clock.now().utc_ms + hours * HOUR_MS)
    identity = codes.invitation_id(kept.code)
    body = msgspec.msgpack.encode([identity, _sealed(kept, roster, place), hours])
    said = _call(session, line, "POST", "/v1/invitation", body=body)
    kept = msgspec.structs.replace(kept, expires_ms=_expiry(said, otherwise=kept.expires_ms))
    now = session.clock.now()

    def keep(database: Database) -> None:
        made = made_here(database)
        alive = {name: one for name, one in made.items() if one.expires_ms + HOURS * HOUR_MS > now.utc_ms}
        keep_here(database, alive | {identity.hex(): kept})
        hand_round(session, database, roster, kept=kept)

    session.vault.write(keep)
    return Invited(kept.code, Moment(kept.expires_ms, now.offset))


def _place(session: Session) -> ServerPlace:
    place = server_of(session)
    if place is None:
        raise NoServer()
    return place


def _sealed(kept: InvitationKept, roster: Roster, place: ServerPlace) -> bytes:
    invitation = codes.Invitation(
        roster.ente,
        roster.root,
        place.key,
        roster.recovery,
        kept.operator,
        _name_of(kept),
        [str(role) for role in kept.roles],
        kept.groups,
    )
    return codes.seal_invitation(invitation, kept.code)


def _name_of(kept: InvitationKept) -> str:
    return person_name({"surname": kept.surname, "name": kept.name})


def _wanted(
    session: Session,
    roster: Roster,
    operator_name: tuple[str, str],
    *,
    roles: Sequence[Role],
    groups: Sequence[str],
    until_ms: int | None,
) -> InvitationKept:
    surname, name = operator_name
    try:
        operator = operator_called(session, f"{surname} {name}".strip())
        surname, _, name = operator_names(session)[operator].partition(", ")
    except UnknownName:
        operator = ""
    further = bool(operator)
    asked = [group_called(session, group) for group in groups]
    if further:
        asked += [group for group in roster.groups if group in roster.groups_of(operator)]
        mine = operator == session.identity.operator
        asked = [group for group in asked if mine or roster.groups[group].kind is not GroupKind.OWN]
    elif set(roles) == {Role.ESTERNO}:
        _check_outside(session, groups, until_ms)
    kinds = {GroupKind.EVERYONE} | ({GroupKind.AUDIT} if Role.DPO in roles else set())
    kept = InvitationKept(
        code=codes.draw_code(session.ids),
        operator=operator or session.ids.new(),
        surname=surname,
        name=name,
        roles=list(roles),
        groups=[group.id for group in roster.groups.values() if group.kind in kinds or group.id in asked],
        expires_ms=0,
        further=further,
        until_ms=until_ms if set(roles) == {Role.ESTERNO} else None,
    )
    _check_mine(session, roster, kept)
    return kept


def _check_outside(session: Session, groups: Sequence[str], until_ms: int | None) -> None:
    if groups:
        raise OutsideOnly()
    if until_ms is None or until_ms <= session.clock.now().utc_ms:
        raise EndMissing()


def _check_mine(session: Session, roster: Roster, kept: InvitationKept) -> None:
    """Stop where this desk could not admit with the invitation itself: it has the right, and the keys."""
    me = session.identity
    leads = roster.has_role(me.operator, Role.RESPONSABILE, Role.COORDINATORE)
    if not kept.further and leads and not roster.may_give(me.operator, kept.roles):
        raise RolesBeyond()
    holds = all(me.desk in roster.key_desks(group) for group in kept.groups)
    if not holds or not may_admit_with(roster, me.operator, kept=kept):
        raise NotAllowed()


def _expiry(said: bytes, *, otherwise: int) -> int:
    try:
        return int(msgspec.msgpack.decode(said, type=dict[str, int])["expires"])
    except (msgspec.MsgspecError, KeyError):
        return otherwise


@dataclass(frozen=True, slots=True)
class _Came:
    """A request that came with an invitation which this desk may admit with."""

    asking: Asking
    sent: codes.Request
    kept: InvitationKept


def requests(session: Session, line: Line) -> list[Asking]:
    """Return the desks that ask to be admitted with an invitation which this desk may admit with, the first first."""
    return [came.asking for came in _came(session, line)]


def _came(session: Session, line: Line) -> list[_Came]:
    place, roster = _place(session), roster_of(session)
    opened, names = open_here(session, roster), operator_names(session)
    data = _call(session, line, "GET", "/v1/requests")
    try:
        waiting = msgspec.msgpack.decode(data, type=list[tuple[bytes, int]])
    except msgspec.MsgspecError as error:
        raise ServerRefuses(reason=tr(why("format"))) from error
    found = []
    for sent, at_ms in waiting:
        try:
            request = codes.decode_request(sent)
        except WireBroken:
            continue
        one = opened.get(request.invitation.hex())
        if one is None or request.desk in roster.desks or not codes.request_holds(request, one.kept.code):
            continue
        asking = Asking(
            id=codes.request_id(request).hex(),
            operator=one.kept.operator,
            name=_name_of(one.kept),
            words=codes.six_words(ente=session.identity.ente, server=place.key, request=request),
            desk=request.desk,
            since=Moment(at_ms, session.clock.now().offset),
            further=one.kept.further,
            by=names.get(one.by, ""),
            until_ms=one.kept.until_ms,
        )
        found.append(_Came(asking, request, one.kept))
    return sorted(found, key=lambda came: (came.asking.since.utc_ms, came.asking.id))


def approve(session: Session, line: Line, request: str, *, words: str) -> str:
    """Admit the desk of a request whose screen shows these words, and return its id.

    What is stated goes up with the next exchange: only then the new desk comes in. Confirmed by two desks at once it
    is admitted once. Other words than its own burn the request: the desk is refused, and its code is worth nothing.

    Raises:
        NoRequest: when no such request waits for this desk's word.
        WrongWords: when they are not six words of the list: a slip, which burns nothing.
        OtherWords: when they are, and not the same.
        NotAllowed: when this operator may not admit any more.
    """
    came = _found(session, line, request)
    said = fold_text(words).split()
    if said != fold_text(came.asking.words).split():
        if len(said) != codes.WORDS or not set(said) <= set(word_list()):
            raise WrongWords()
        _burn(session, line, came)
        raise OtherWords()
    known = Codes(session)

    def work(saying: Stating, database: Database) -> str:
        _admit(saying, database, came)
        if not came.kept.further:
            add_within(session, database, [_name(session, came.kept)], codes=known)
        drop_here(database, came.sent.invitation.hex())
        return came.sent.desk

    return stated(session, work)


def _admit(saying: Stating, database: Database, came: _Came) -> None:
    kept, sent, roster = came.kept, came.sent, saying.roster
    if not kept.further:
        saying.say(StatementKind.OPERATOR, {"operator": kept.operator})
    desk = {"desk": sent.desk, "operator": kept.operator, "sign": sent.sign, "seal": sent.seal}
    saying.say(StatementKind.DESK, desk | {"letters": next_letters(roster)})
    if not kept.further:
        roles = [str(role) for role in kept.roles]
        saying.say(StatementKind.ROLE, {"operator": kept.operator, "roles": roles})
    for group in kept.groups:
        end = roster.expiry(group, kept.operator) if kept.further else kept.until_ms
        hand_on(saying, database, group, desk=sent.desk, expires_ms=end)


def _name(session: Session, kept: InvitationKept) -> NewRecord:
    values: dict[str, Any] = {
        "surname": kept.surname,
        "name": kept.name,
        "since": session.clock.now().local().date().isoformat(),
    }
    return NewRecord(type=type_named("operator"), values=values, identity=kept.operator)


def refuse(session: Session, line: Line, request: str) -> None:
    """Refuse a request: its desk is told, and the invitation is worth nothing any more.

    Raises:
        NoRequest: when no such request waits.
    """
    _burn(session, line, _found(session, line, request))


def _burn(session: Session, line: Line, came: _Came) -> None:
    _call(session, line, "POST", f"/v1/request/{came.asking.id}/refuse")
    session.vault.write(lambda database: drop_here(database, came.sent.invitation.hex()))


def _found(session: Session, line: Line, request: str) -> _Came:
    for came in _came(session, line):
        if came.asking.id == request.strip().lower():
            return came
    raise NoRequest()


def _call(session: Session, line: Line, method: str, path: str, *, body: bytes = b"") -> bytes:
    """Ask the server something as this desk and return what it answers; a broken line is told in Italian."""
    try:
        return Talk(session, line, place=_place(session)).call(method, path, body=body).whole()
    except LineBroken as error:
        raise fault_of(error) from error
