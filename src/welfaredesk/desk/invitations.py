# SPDX-License-Identifier: EUPL-1.2
"""Invitations as the desks keep them that may admit with them: those made here, and those that came by letter.

Only who has the code of an invitation can tell the request that came with it from any other, so whoever makes one hands
the code to all who may admit with it: in a letter sealed to the own group of each, never to the server.
"""

from dataclasses import dataclass

import msgspec

from welfaredesk.desk.letter_bodies import InvitationKept, decode, encode
from welfaredesk.desk.posting import own_group, post
from welfaredesk.desk.session import Session
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import Role
from welfaredesk.store import desk_notes
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_plan
from welfaredesk.sync.invitation import invitation_id

KEPT = "invitations"
_START = encode(InvitationKept("", "0" * 26, "", "", [], [], 0))[:17]
"""How the text of a letter begins that hands on an invitation."""


@dataclass(frozen=True, slots=True)
class Open:
    """An invitation that this desk may admit with, and the operator who made it."""

    kept: InvitationKept
    by: str


def may_admit_with(roster: Roster, operator: str, *, kept: InvitationKept) -> bool:
    """Tell whether an operator may admit whoever comes with an invitation, with all that it promises."""
    if kept.further:
        right = operator == kept.operator or roster.has_role(operator, Role.RESPONSABILE)
    else:
        right = roster.may_give(operator, kept.roles)
    return right and all(operator == kept.operator or roster.may_admit(operator, group) for group in kept.groups)


def hand_round(session: Session, database: Database, roster: Roster, *, kept: InvitationKept) -> None:
    """Post an invitation to everybody else who may admit with it, and to the other desks of this operator."""
    me = session.identity.operator
    for operator in sorted(roster.operators):
        group = own_group(roster, operator)
        if group is None or not may_admit_with(roster, operator, kept=kept):
            continue
        if operator != me or len(roster.key_desks(group)) > 1:
            post(session, database, group, body=kept, roster=roster)


def open_here(session: Session, roster: Roster) -> dict[str, Open]:
    """Return the invitations that this desk may admit with, by their id.

    What came by letter counts while its sender may admit with it too: nobody gets others to admit for him.
    """
    database, me = session.vault.read(), session.identity.operator
    found: dict[str, Open] = {}
    for desk, text in cut_plan.letters(database, _START):
        kept = _read(text)
        if kept is None or not roster.is_active(desk):
            continue
        sender = roster.desks[desk].operator
        if may_admit_with(roster, sender, kept=kept) and may_admit_with(roster, me, kept=kept):
            found.setdefault(invitation_id(kept.code).hex(), Open(kept, sender))
    return found | {name: Open(kept, me) for name, kept in made_here(database).items()}


def _read(text: bytes) -> InvitationKept | None:
    try:
        body = decode(text)
    except ValueError:
        return None
    return body if isinstance(body, InvitationKept) else None


def made_here(database: Database) -> dict[str, InvitationKept]:
    """Return the invitations made on this desk, by their id."""
    return msgspec.convert(desk_notes.get(database, KEPT) or {}, type=dict[str, InvitationKept])


def keep_here(database: Database, kept: dict[str, InvitationKept]) -> None:
    """Keep these invitations, and no others, as made here."""
    desk_notes.put(database, KEPT, {name: msgspec.to_builtins(one) for name, one in kept.items()})


def drop_here(database: Database, invitation: str) -> None:
    """Forget an invitation that is worth nothing any more."""
    keep_here(database, {name: one for name, one in made_here(database).items() if name != invitation})
