# SPDX-License-Identifier: EUPL-1.2
"""The organico on a desk: the roster as it stands, and the group keys that the desk is handed and hands on."""

from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk.group_keys import take_epochs
from welfaredesk.desk.remaking import say_again
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating, make_epoch
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import StatementKind
from welfaredesk.store.driver import Database

__all__ = ["remake", "roster_of", "stating", "take_epochs", "turn_epochs"]


def roster_of(session: Session) -> Roster:
    """Return the roster as this desk knows it, its own statements that have not left included; do not change it."""
    return session.read_roster()


def stating(session: Session, database: Database) -> Stating:
    """Return what this desk states with, within a transaction."""
    roster = session.read_roster(database)
    return Stating(database, roster, key=SigningKey.from_bytes(session.identity.sign))


def remake(session: Session) -> list[StatementKind]:
    """Make this desk's statements that stand on an old head anew, in order; return the kinds given up.

    To be called after a pull, when a statement was refused for its head.
    """
    return session.vault.write(lambda database: say_again(session, database))


def turn_epochs(session: Session, database: Database) -> int:
    """Make the next epoch of each group that somebody left or whose key was lost, and return of how many.

    The first member desk that comes along does; to be called in a round once statements were taken.
    """
    saying = stating(session, database)
    turned = 0
    for group in sorted(saying.roster.turning):
        if session.identity.desk not in saying.roster.key_desks(group):
            continue
        make_epoch(saying, database, group)
        turned += 1
    if turned:
        session.read_roster(database)
    return turned
