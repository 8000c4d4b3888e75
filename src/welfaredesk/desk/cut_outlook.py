# SPDX-License-Identifier: EUPL-1.2
"""What somebody is to know before a record is erased by law or made reserved, and the cuts that wait for a word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from welfaredesk.base.text import N_, tr
from welfaredesk.desk import cutting, declining, late_words
from welfaredesk.desk.cutting import Proposal
from welfaredesk.desk.late_words import LateWords
from welfaredesk.desk.lists import person_lines
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people_names import operator_names
from welfaredesk.desk.people_pages import circles
from welfaredesk.desk.posting import group_of_kind
from welfaredesk.desk.records import Shown
from welfaredesk.desk.reserving import reserve, who_had_it
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import may_write
from welfaredesk.domain.catalogue import find_type
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.statement import GroupKind
from welfaredesk.store import folders
from welfaredesk.store.exchange import cut_plan

OWN = "operator"
PROPOSED_AGAIN = N_("Proposta di nuovo")
CASES = frozenset({"person", "household"})
REGISTER, URGENCY = "register", "urgency"
STAFF = frozenset({"sitting", "situation", "project"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """How a record can be cut: by whom, with whom, and what else to say before.

    `whole` is a person or household, with which all of its `count` records go. `own` ones go by the operator alone;
    else `seconds` are who may confirm, by id and name, and with `sheets` the recovery sheets stand for them (1 or 2).
    `to_group` tells whether the group of coordination has somebody else in it, who is asked when nobody is named.
    """

    record: str
    root: str
    title: str
    label: str
    whole: bool
    count: int
    own: bool
    seconds: tuple[tuple[str, str], ...]
    to_group: bool
    sheets: int
    had_it: tuple[str, ...]
    circles: tuple[tuple[str, str], ...]


def may_cut(session: Session, shown: Shown) -> bool:
    """Tell whether this operator may ask for the erasure of a record at all."""
    root_type = folders.root_type_of(session.vault.read(), shown.root)
    return root_type in {*CASES, *STAFF, OWN, REGISTER, URGENCY} and may_write(session.identity.roles, root_type)


def may_reserve(session: Session, shown: Shown) -> bool:
    """Tell whether a record can be made reserved: one of a cartella, that is not its root and not reserved already."""
    root_type = folders.root_type_of(session.vault.read(), shown.root)
    ordinary = shown.circle == ORDINARY and not shown.type.is_root
    return ordinary and root_type in CASES and may_cut(session, shown)


def outlook(session: Session, shown: Shown) -> Outlook:
    """Return what to say of a record before it is cut.

    Raises:
        NotFound: when it is not here any more.
    """
    database, roster, me = session.vault.read(), roster_of(session), session.identity.operator
    own = folders.root_type_of(database, shown.root) == OWN
    names, coordination = operator_names(session), group_of_kind(roster, GroupKind.COORDINATION)
    here = {} if own else {one.name: one.label for one in circles(session) if one.name != ORDINARY and one.mine}
    whole = shown.type.is_root and not own
    return Outlook(
        record=shown.id,
        root=shown.root,
        title=shown.title,
        label=tr(shown.type.label),
        whole=whole,
        count=len(cut_plan.records_of_root(database, shown.root)) if whole else 1,
        own=own,
        seconds=tuple((one, names.get(one, "")) for one in declining.seconds(roster, me)),
        to_group=coordination is not None and bool(roster.members(coordination) - {me}),
        sheets=0 if own or roster.server is not None else 1 if session.identity.alone else 2,
        had_it=() if own else who_had_it(session, shown.id),
        circles=tuple(here.items()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A record that was cut and of which words lie at the server: whose, of what kind, under which numbers."""

    record: str
    label: str
    whose: str
    number: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CutsShown:
    """All that the page of the cuts shows: what waits for this operator's word first."""

    to_confirm: tuple[Proposal, ...]
    again: tuple[Proposal, ...]
    left: tuple[Left, ...]
    late: tuple[LateWords, ...]
    others: tuple[Proposal, ...]

    @property
    def count(self) -> int:
        """Return how much of it waits for this operator."""
        return len(self.to_confirm) + len(self.again) + len(self.left) + len(self.late)


def cuts(session: Session) -> CutsShown:
    """Return the cuts that this desk knows, and what is left to do about them."""
    found = cutting.proposals(session)
    to_confirm = tuple(one for one in found if one.may_confirm)
    again = tuple(one for one in found if one.own and one.state == "outdated")
    taken = {one.id for one in (*to_confirm, *again)}
    return CutsShown(
        to_confirm=to_confirm,
        again=again,
        left=tuple(_left_of(session, found)),
        late=tuple(late_words.late_words(session)),
        others=tuple(one for one in found if one.id not in taken),
    )


def _left_of(session: Session, found: Sequence[Proposal]) -> Iterator[Left]:
    """Give what lies at the server to whoever asked for its erasure or leads, unless it is proposed again already."""
    roster, me = roster_of(session), session.identity.operator
    waiting = {line.record for one in found if one.state == "waiting" for line in one.lines}
    for record in cutting.still_at_server(session):
        left = _left(session, record, found)
        if record not in waiting and (left.number or roster.has_role(me, *declining.CUTTING)):
            yield left


def _left(session: Session, record: str, found: Sequence[Proposal]) -> Left:
    """Return what is known of a record that is gone: of the proposal by which it went, number and reason."""
    database = session.vault.read()
    folder, type_name = cut_plan.cut_line(database, record)
    type_, home = find_type(type_name), folders.by_id(database, folder)
    whose = "" if home is None else next((line.name for line in person_lines(session, [home.root])), "")
    by = next((one for one in found if one.state == "cut" and record in {line.record for line in one.lines}), None)
    return Left(
        record=record,
        label=type_name if type_ is None else tr(type_.label),
        whose=whose,
        number="" if by is None else by.number,
        reason="" if by is None else by.reason,
    )


def propose_again(session: Session, one: Proposal, *, to: str | None = None) -> Proposal:
    """Propose anew what was changed since it was proposed, under the same number, and take the old proposal back."""
    wanted = [line.record for line in one.lines]
    if one.circle:
        made = reserve(session, wanted, number=one.number, reason=one.reason, circle=one.circle, to=to).proposal
    else:
        made = cutting.propose(session, wanted, number=one.number, reason=one.reason, to=to)
    cutting.decline(session, one.id, tr(PROPOSED_AGAIN))
    return made
