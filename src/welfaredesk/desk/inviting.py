# SPDX-License-Identifier: EUPL-1.2
"""Inviting: a code for a new desk, the requests that come with it, and the word of a member that admits or refuses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from welfaredesk.base.access_errors import EndMissing
from welfaredesk.base.clock import Moment
from welfaredesk.base.errors import NotAllowed
from welfaredesk.base.exchange_errors import NoServer, ServerRefuses
from welfaredesk.base.people_errors import NoRequest, UnknownName, WrongWords
from welfaredesk.base.text import tr
from welfaredesk.desk.bulk import NewRecord, add_within
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.exchange.place import fault_of, server_of
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.exchange.words import why
from welfaredesk.desk.letters import next_letters
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people import hand_on, stated
from welfaredesk.desk.people_names import group_called, operator_called
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating
from welfaredesk.domain.names import person_name
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.spoken import fold_text
from welfaredesk.domain.statement import GroupKind, Role, StatementKind
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.sync import invitation as codes
from welfaredesk.sync.frames import WireBroken
from welfaredesk.sync.line import Line, LineBroken

KEPT = "invitations"
HOURS = 48
HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Invited:
    """The code to hand over, and when it stops working."""

    code: str
    expires: Moment


class Kept(msgspec.Struct, frozen=True):
    """An invitation as the desk that made it keeps it: only who has its code can admit who comes with it."""

    code: str
    operator: str
    surname: str
    name: str
    roles: list[str]
    groups: list[str]
    expires_ms: int
    further: bool


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


def invite(
    session: Session,
    line: Line,
    *,
    operator_name: tuple[str, str],
    roles: Sequence[Role],
    groups: Sequence[str],
    hours: int = HOURS,
) -> Invited:
    """Invite an operator to a new desk; somebody who works here already gets a further one, with the groups he has.

    Args:
        session: the desk of a member who may admit.
        line: to the server, which keeps the invitation sealed.
        operator_name: surname and name.
        roles: what the operator will be; unused for a further desk.
        groups: working groups by name or id; *everyone* is always among them.
        hours: how long the code works.

    Raises:
        NotAllowed: when this operator may not invite, or not into one of the groups.
        UnknownName: when there is no such group.
        EndMissing: when somebody from outside would be in a group without an end: that is for after the admission.
    """
    place = server_of(session)
    if place is None:
        raise NoServer()
    roster = roster_of(session)
    kept = _wanted(session, roster, operator_name, roles=roles, groups=groups, hours=hours)
    sealed = codes.seal_invitation(
        codes.Invitation(
            roster.ente,
            roster.root,
            place.key,
            roster.recovery,
            kept.operator,
            person_name({"surname": kept.surname, "name": kept.name}),
            kept.roles,
            kept.groups,
        ),
        kept.code,
    )
    identity = codes.invitation_id(kept.code)
    body = msgspec.msgpack.encode([identity, sealed, hours])
    said = _call(session, line, "POST", "/v1/invitation", body=body)
    kept = msgspec.structs.replace(kept, expires_ms=_expiry(said, otherwise=kept.expires_ms))
    now = session.clock.now().utc_ms

    def keep(database: Database) -> None:
        alive = {name: one for name, one in _all(database).items() if one.expires_ms + HOURS * HOUR_MS > now}
        _put(database, alive | {identity.hex(): kept})

    session.vault.write(keep)
    return Invited(kept.code, Moment(kept.expires_ms, session.clock.now().offset))


def _wanted(
    session: Session,
    roster: Roster,
    operator_name: tuple[str, str],
    *,
    roles: Sequence[Role],
    groups: Sequence[str],
    hours: int,
) -> Kept:
    surname, name = operator_name
    try:
        operator = operator_called(session, f"{surname} {name}")
    except UnknownName:
        operator = ""
    me, further = session.identity.operator, bool(operator)
    if not roster.has_role(me, Role.RESPONSABILE) and operator != me:
        raise NotAllowed()
    asked = [group_called(session, group) for group in groups]
    if asked and not further and set(roles) == {Role.ESTERNO}:
        raise EndMissing()
    if further:
        asked += [group for group in roster.groups if group in roster.groups_of(operator)]
        asked = [group for group in asked if operator == me or roster.groups[group].kind is not GroupKind.OWN]
    kinds = {GroupKind.EVERYONE} | ({GroupKind.AUDIT} if Role.DPO in roles else set())
    asked = [group.id for group in roster.groups.values() if group.kind in kinds or group.id in asked]
    may = [group for group in asked if _may_hand_on(session, roster, group, operator)]
    if may != asked:
        raise NotAllowed()
    return Kept(
        code=codes.draw_code(session.ids),
        operator=operator or session.ids.new(),
        surname=surname,
        name=name,
        roles=[str(role) for role in roles],
        groups=asked,
        expires_ms=session.clock.now().utc_ms + hours * HOUR_MS,
        further=further,
    )


def _may_hand_on(session: Session, roster: Roster, group: str, operator: str) -> bool:
    me = session.identity
    if me.desk not in roster.key_desks(group):
        return False
    return operator == me.operator or roster.may_admit(me.operator, group)


def _expiry(said: bytes, *, otherwise: int) -> int:
    try:
        return int(msgspec.msgpack.decode(said, type=dict[str, int])["expires"])
    except (msgspec.MsgspecError, KeyError):
        return otherwise


def requests(session: Session, line: Line) -> list[Asking]:
    """Return the desks that ask to be admitted with an invitation of this desk, the first to come first."""
    found = _asking(session, line)
    return [asking for asking, _ in found]


def _asking(session: Session, line: Line) -> list[tuple[Asking, codes.Request]]:
    place = server_of(session)
    if place is None:
        raise NoServer()
    kept = _all(session.vault.read())
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
        one = kept.get(request.invitation.hex())
        if one is None or not codes.request_holds(request, one.code):
            continue
        asking = Asking(
            id=codes.request_id(request).hex(),
            operator=one.operator,
            name=person_name({"surname": one.surname, "name": one.name}),
            words=codes.six_words(ente=session.identity.ente, server=place.key, request=request),
            desk=request.desk,
            since=Moment(at_ms, session.clock.now().offset),
            further=one.further,
        )
        found.append((asking, request))
    return sorted(found, key=lambda pair: (pair[0].since.utc_ms, pair[0].id))


def approve(session: Session, line: Line, request: str, *, words: str) -> str:
    """Admit the desk of a request whose screen shows these words, and return its id.

    What is stated goes up with the next exchange: only then the new desk comes in.

    Raises:
        NoRequest: when no such request waits for this desk's word.
        WrongWords: when the words are not the same.
        NotAllowed: when this operator may not admit any more.
    """
    asking, sent = _found(session, line, request)
    if _folded(words) != _folded(asking.words):
        raise WrongWords()
    kept = _all(session.vault.read())[sent.invitation.hex()]
    known = Codes(session)

    def work(saying: Stating, database: Database) -> str:
        _admit(saying, kept, sent)
        for group in kept.groups:
            hand_on(saying, database, group, desk=sent.desk)
        if not kept.further:
            add_within(session, database, [_name(session, kept)], codes=known)
        left = {name: one for name, one in _all(database).items() if name != sent.invitation.hex()}
        _put(database, left)
        return sent.desk

    return stated(session, work)


def _admit(saying: Stating, kept: Kept, sent: codes.Request) -> None:
    if not kept.further:
        saying.say(StatementKind.OPERATOR, {"operator": kept.operator})
    desk = {"desk": sent.desk, "operator": kept.operator, "sign": sent.sign, "seal": sent.seal}
    saying.say(StatementKind.DESK, desk | {"letters": next_letters(saying.roster)})
    if not kept.further:
        saying.say(StatementKind.ROLE, {"operator": kept.operator, "roles": kept.roles})


def _name(session: Session, kept: Kept) -> NewRecord:
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
    asking, sent = _found(session, line, request)
    _call(session, line, "POST", f"/v1/request/{asking.id}/refuse")
    gone = sent.invitation.hex()
    session.vault.write(
        lambda database: _put(database, {name: one for name, one in _all(database).items() if name != gone})
    )


def _found(session: Session, line: Line, request: str) -> tuple[Asking, codes.Request]:
    for asking, sent in _asking(session, line):
        if asking.id == request.strip().lower():
            return asking, sent
    raise NoRequest()


def _folded(words: str) -> list[str]:
    return fold_text(words).split()


def _call(session: Session, line: Line, method: str, path: str, *, body: bytes = b"") -> bytes:
    """Ask the server something as this desk and return what it answers; a broken line is told in Italian."""
    place = server_of(session)
    if place is None:
        raise NoServer()
    try:
        return Talk(session, line, place=place).call(method, path, body=body).whole()
    except LineBroken as error:
        raise fault_of(error) from error


def _all(database: Database) -> dict[str, Kept]:
    return msgspec.convert(desk_notes.get(database, KEPT) or {}, type=dict[str, Kept])


def _put(database: Database, kept: dict[str, Kept]) -> None:
    desk_notes.put(database, KEPT, {name: msgspec.to_builtins(one) for name, one in kept.items()})
