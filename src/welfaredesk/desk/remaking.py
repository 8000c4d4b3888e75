# SPDX-License-Identifier: EUPL-1.2
"""Statements made anew: what this desk stated on a head that is no longer the newest is said again on the new one."""

from typing import Any

from welfaredesk.base.errors import NotAllowed
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.group_keys import take_epochs
from welfaredesk.desk.letters import next_letters
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating, make_epoch, member_body
from welfaredesk.domain.roster import Roster, RosterRefused
from welfaredesk.domain.roster_bodies import MemberBody, RoleBody, body_of
from welfaredesk.domain.statement import Statement, StatementKind, decode_body
from welfaredesk.store import folders
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import items
from welfaredesk.sync import statements


def say_again(session: Session, database: Database) -> list[StatementKind]:
    """Make this desk's statements that no longer fit anew on the head, in order; return the kinds given up.

    What meanwhile makes no sense any more is given up: a member who left, an epoch that somebody else made first.
    Those of others without a position that do not fit are forgotten: whoever made them says them again.
    """
    key = SigningKey.from_bytes(session.identity.sign)
    waiting = items.unsent_statements(database)
    roster = _placed(database, waiting)
    unfit: list[tuple[bytes, Statement]] = []
    for data in waiting:
        try:
            statements.add(roster, data)
        except RosterRefused:
            unfit.append((data, statements.read(data)))
    for data, _ in unfit:
        items.drop_statement(database, statements.statement_id(data))
    own = [one for _, one in unfit if one.claim.signer == key.public]
    for one in own:
        if one.claim.kind is StatementKind.EPOCH:
            body = decode_body(one.claim.body)
            rows.drop_epoch(database, body["group"], body["epoch"])
            items.drop_grants(database, body["group"])
    take_epochs(database, roster, identity=session.identity)
    saying = Stating(database, roster, key=key)
    given_up = [one.claim.kind for one in own if not _said_again(saying, database, one)]
    session.read_roster(database)
    return given_up


def _placed(database: Database, waiting: list[bytes]) -> Roster:
    left = set(waiting)
    return statements.read_roster(data for data in folders.statements(database) if data not in left)


def _said_again(saying: Stating, database: Database, one: Statement) -> bool:
    """State something anew as the roster now wants it; say whether it could be."""
    kind, body = one.claim.kind, decode_body(one.claim.body)
    if _stands(saying.roster, one):
        return False
    try:
        if kind is StatementKind.EPOCH:
            return _epoch_again(saying, database, body["group"])
        if kind is StatementKind.MEMBER:
            return _member_again(saying, database, body)
        saying.say(kind, _body_again(saying.roster, kind, body))
    except NotAllowed:
        return False
    return True


def _stands(roster: Roster, one: Statement) -> bool:
    """Tell whether somebody else has said the same meanwhile: the role of who was admitted by two, his memberships."""
    said = body_of(one)
    if isinstance(said, RoleBody):
        return roster.roles_of(said.operator) == frozenset(said.roles)
    if not isinstance(said, MemberBody):
        return False
    handed = (said.group, said.epoch, said.desk) in roster.wrapped
    return handed and roster.expiry(said.group, said.operator) == said.expires_ms


def _epoch_again(saying: Stating, database: Database, group: str) -> bool:
    if group not in saying.roster.turning:
        return False
    make_epoch(saying, database, group)
    return True


def _member_again(saying: Stating, database: Database, body: dict[str, Any]) -> bool:
    """Hand a group's key on again: to the desk, and to those of its operator that came since; tell whether to any.

    An identity that went on from a desk before it was handed the key has not inherited it. Who is brought in reads with
    each of his desks; a further desk of a member gets what it was given, for itself.
    """
    roster, group, operator = saying.roster, body["group"], body["operator"]
    keys, holders = rows.group_keys(database, group), roster.key_desks(group) - {body["desk"]}
    meant = roster.names_of(body["desk"]) if operator in roster.members(group) else roster.desks
    desks = [one.id for one in roster.desks_of(operator) if one.id in meant and not one.revoked]
    if group not in roster.groups or not desks:
        return False
    for desk in desks:
        if desk not in holders:
            said = member_body(roster, group, desk=desk, keys=keys, expires_ms=body.get("expires_ms"))
            saying.say(StatementKind.MEMBER, said)
    return True


def _body_again(roster: Roster, kind: StatementKind, body: dict[str, Any]) -> dict[str, Any]:
    if kind in {StatementKind.DESK, StatementKind.IDENTITY} and body["letters"] in roster.letters_taken():
        return body | {"letters": next_letters(roster)}
    return body
