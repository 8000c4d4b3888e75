# SPDX-License-Identifier: EUPL-1.2
"""On call: cartelle read only through a group of reperibilità or pronto intervento are opened with a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from welfaredesk.base.access_errors import WhyFirst
from welfaredesk.base.clock import Moment
from welfaredesk.desk.letter_bodies import Opened
from welfaredesk.desk.people_names import group_names, operator_names
from welfaredesk.desk.posting import group_of_kind, own_group, post
from welfaredesk.desk.riscontro_rule import followers
from welfaredesk.desk.session import Session
from welfaredesk.domain.statement import GroupKind
from welfaredesk.store import folders
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import heard
from welfaredesk.store.questions import lines

LASTS_MS = 12 * 60 * 60 * 1000
"""A reason stands for a shift; after that it is asked again."""
LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldShown:
    """A cartella that somebody opened with a reason: who, through which group, when, why."""

    id: bytes
    who: str
    group: str
    person: str
    name: str
    why: str
    when: Moment


def group_for(session: Session, root: str) -> str | None:
    """Return the group on call through which alone this operator reads a cartella, or nothing."""
    roster, me = session.read_roster(), session.identity.operator
    mine = roster.groups_of(me)
    on_call = {group for group in mine if roster.groups[group].kind is GroupKind.ON_CALL}
    if not on_call:
        return None
    database = session.vault.read()
    held = {group for one in rows.folders_of_root(database, root) for group in folders.groups_of(database, one.id)}
    mine &= held
    return min(mine) if mine and mine <= on_call else None


def reason_of(session: Session, root: str, why: str | None) -> str | None:
    """Return the reason with which a cartella is opened now: the one given, the one of this shift, or none needed.

    Raises:
        WhyFirst: when one is needed and there is none.
    """
    group = group_for(session, root)
    said = " ".join((why or "").split())[:LONGEST]
    if group is None:
        return said or None
    if said:
        session.vault.write(lambda database: _tell(session, database, root, group=group, why=said))
        return said
    since = session.clock.now().utc_ms - LASTS_MS
    last = heard.last_reason(session.vault.read(), root, operator=session.identity.operator, since_ms=since)
    if last is None:
        raise WhyFirst()
    return last


def closed_among(session: Session, roots: Iterable[str]) -> frozenset[str]:
    """Return the cartelle among some roots that are not read before a reason was given."""
    roster = session.read_roster()
    if not any(roster.groups[group].kind is GroupKind.ON_CALL for group in roster.groups_of(session.identity.operator)):
        return frozenset()
    return frozenset(root for root in set(roots) if _is_closed(session, root))


def _is_closed(session: Session, root: str) -> bool:
    try:
        reason_of(session, root, None)
    except WhyFirst:
        return True
    return False


def _tell(session: Session, database: Database, root: str, *, group: str, why: str) -> None:
    """Write to whoever follows the person, else to the coordination."""
    roster, now = session.read_roster(database), session.clock.now()
    own = [own_group(roster, one) for one in followers(session, root) if one != session.identity.operator]
    body = Opened(root, group, why, now.utc_ms, now.offset)
    told = [one for one in own if one is not None]
    coordination = group_of_kind(roster, GroupKind.COORDINATION)
    for one in told or ([coordination] if coordination else []):
        post(session, database, one, body=body, roster=roster)


def told(session: Session) -> list[ToldShown]:
    """Return the openings with a reason that this operator has not taken note of, the oldest first."""
    database = session.vault.read()
    found = heard.told(database)
    if not found:
        return []
    people, groups = operator_names(session), group_names(session)
    names = {line.id: line.name for line in lines(database, [one.record for one in found])}
    return [
        ToldShown(
            id=one.id,
            who=people.get(one.operator, ""),
            group=groups.get(one.group, ""),
            person=one.record,
            name=names.get(one.record, ""),
            why=one.why,
            when=one.moment,
        )
        for one in found
    ]


def note_told(session: Session, identity: bytes, *, noted: bool = True) -> None:
    """Take note of an opening, or take that back."""
    session.vault.write(lambda database: heard.note_told(database, identity, noted=noted))
    session.tell()
