# SPDX-License-Identifier: EUPL-1.2
"""Posting: a letter sealed to a group, kept until the next exchange takes it along."""

import msgspec

from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.letter_bodies import Body, encode
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import GroupKind
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import items, rounds
from welfaredesk.sync.letters import letter_id, seal_letter


def post(session: Session, database: Database, group: str, *, body: Body, roster: Roster) -> bytes:
    """Seal a letter to a group's newest epoch, keep it to be sent, and return its id."""
    line = roster.groups[group]
    letter = seal_letter(
        encode(body),
        ente=session.identity.ente,
        group=group,
        epoch=line.epoch,
        public=line.public,
        desk=session.identity.desk,
        n=rounds.last_letter(database) + 1,
        sign=SigningKey.from_bytes(session.identity.sign),
    )
    identity = letter_id(letter)
    utc_ms = session.clock.now().utc_ms
    items.keep_letter(database, identity, msgspec.msgpack.encode(letter), utc_ms=utc_ms)
    return identity


def group_of_kind(roster: Roster, kind: GroupKind) -> str | None:
    """Return the ente's group of a kind of which there is one, or nothing."""
    return next((group.id for group in roster.groups.values() if group.kind is kind), None)


def own_group(roster: Roster, operator: str) -> str | None:
    """Return the own group of an operator, or nothing when somebody has none yet."""
    own = (group.id for group in roster.groups.values() if group.kind is GroupKind.OWN)
    return next((group for group in own if operator in roster.members(group)), None)
