# SPDX-License-Identifier: EUPL-1.2
"""The cuts that were proposed, as this desk knows them: what goes, why, by whom, and how each stands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from welfaredesk.base.clock import Moment
from welfaredesk.base.cut_errors import CutTooEarly, TooMuchToCut
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.desk import declining
from welfaredesk.desk.declining import Declined, may_confirm
from welfaredesk.desk.exchange.lawful import lawful_parcels
from welfaredesk.desk.letter_bodies import CutProposed, decode, encode
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.people_names import operator_names
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import may_write
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.roster_bodies import MOST_PARCELS_CUT
from welfaredesk.store import desk_notes, folders, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_here, cut_plan
from welfaredesk.store.exchange.cut_plan import FolderPlan, Part

PROPOSED = "cut/proposed"
ROOTS = frozenset({"person", "household", "register", "operator", "urgency", "sitting", "situation", "project"})
_START = encode(CutProposed("0" * 26, "", "", [], [], bytes(32), b""))[:10]
"""How the text of a letter begins that proposes a cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLine:
    """A record of a proposal as a page shows it: its title is empty when it is not here (any more)."""

    folder: str
    record: str
    type: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A cut that was proposed: what, why, by whom, and how it stands.

    `state` is `waiting` for a second person, `leaving` once confirmed here, `cut` when it is stated, `outdated` when
    somebody wrote in the records since, `refused` when somebody said no (`said_no` and `word` tell who and why) or the
    proposer took it back, `elsewhere` when this desk has not their folders.
    """

    id: str
    number: str
    reason: str
    circle: str
    lines: tuple[CutLine, ...]
    operator: str
    name: str
    when: Moment
    state: str
    may_confirm: bool
    own: bool = False
    said_no: str = ""
    word: str = ""


def proposals(session: Session) -> list[Proposal]:
    """Return the cuts that were proposed here or to this desk, the latest first."""
    database, roster = session.vault.read(), roster_of(session)
    found = {said.id: (desk, said) for desk, said in _known(session, database)}
    if not found:
        return []
    around = _around(session, database, roster)
    shown = [_shown(session, said, desk=desk, around=around) for desk, said in found.values()]
    return sorted(shown, key=lambda one: (one.when.utc_ms, one.id), reverse=True)


def _known(session: Session, database: Database) -> list[tuple[str, CutProposed]]:
    texts = [(session.identity.desk, text) for text in own_proposals(database)]
    found = []
    for desk, text in [*cut_plan.letters(database, _START), *texts]:
        try:
            body = decode(text)
        except ValueError:
            continue
        if isinstance(body, CutProposed):
            found.append((desk, body))
    return found


@dataclass(frozen=True, slots=True)
class _Around:
    """What all proposals are read with: the roster, the names of the operators, who said no to which."""

    roster: Roster
    names: dict[str, str]
    declined: dict[str, list[Declined]]


def _around(session: Session, database: Database, roster: Roster) -> _Around:
    return _Around(roster, operator_names(session), declining.declined(session, database, roster=roster))


def shown_as(session: Session, said: CutProposed, *, desk: str, roster: Roster) -> Proposal:
    """Return a proposal that a desk made as a page shows it."""
    return _shown(session, said, desk=desk, around=_around(session, session.vault.read(), roster))


def _shown(session: Session, said: CutProposed, *, desk: str, around: _Around) -> Proposal:
    database, roster, names = session.vault.read(), around.roster, around.names
    line = roster.desks.get(desk)
    operator = "" if line is None else line.operator
    state = state_of(session, database, said=said, roster=roster)
    no = declining.no_to(around.declined, said.id, proposer=operator, roster=roster)
    if no is not None and state in {"waiting", "outdated", "elsewhere"}:
        state = "refused"
    return Proposal(
        id=said.id,
        number=said.number,
        reason=said.reason,
        circle=said.circle,
        lines=tuple(_line(database, folder, record) for folder, record in said.records),
        operator=operator,
        name=names.get(operator, ""),
        when=Moment(said.utc_ms, said.offset),
        state=state,
        may_confirm=state == "waiting" and may_confirm(roster, operator, second=session.identity.operator),
        own=operator == session.identity.operator,
        said_no="" if no is None else names.get(no.operator, ""),
        word="" if no is None else no.word,
    )


def _line(database: Database, folder: str, record: str) -> CutLine:
    found = records.standing(database, record)
    title = "" if found is None else found.type.title(found.values)
    return CutLine(folder=folder, record=record, type="" if found is None else found.type.name, title=title)


def state_of(session: Session, database: Database, *, said: CutProposed, roster: Roster) -> str:
    """Return how a proposal stands, whatever anybody said to it."""
    if lawful_parcels(database, roster).issuperset(said.parcels):
        return "cut"
    if any(one["id"] == said.id for one in cut_plan.pending(database)):
        return "leaving"
    try:
        plans = plans_of(session, database, parts=parts_of(said), roster=roster)
    except (NotFound, NotAllowed):
        return "elsewhere"
    except (CutTooEarly, TooMuchToCut):
        return "outdated"
    return "waiting" if is_same(plans, said) else "outdated"


def parts_of(said: CutProposed) -> list[Part]:
    """Return the parts that a proposal is about."""
    return [Part(folder, record) for folder, record in said.records]


def is_same(plans: Sequence[FolderPlan], said: CutProposed) -> bool:
    """Tell whether what would be cut now is what was proposed."""
    return {parcel for one in plans for parcel in one.parcels} == set(said.parcels)


def plans_of(session: Session, database: Database, *, parts: Collection[Part], roster: Roster) -> list[FolderPlan]:
    """Return what a cut of some parts takes by folder, nothing to plan where there is no server.

    Raises:
        NotFound: when nothing of it is here.
        NotAllowed: when the operator may not write there.
        CutTooEarly: when something of it is not at the server, or not whole here.
        TooMuchToCut: when it is more than one statement names.
    """
    if not parts:
        raise NotFound()
    for one in {part.folder for part in parts}:
        folder = folders.by_id(database, one)
        if folder is None:
            raise NotFound()
        if folder.root_type not in ROOTS or not may_write(session.identity.roles, folder.root_type):
            raise NotAllowed()
    if roster.server is None:
        if not cut_here.never_left(database, parts):
            raise CutTooEarly()
        return []
    if not cut_plan.is_complete(database, parts):
        raise CutTooEarly()
    plans = cut_plan.plan(database, parts, cut=lawful_parcels(database, roster))
    count = sum(len(one.parcels) for one in plans)
    if not count:
        raise NotFound()
    if count > MOST_PARCELS_CUT:
        raise TooMuchToCut()
    return plans


def own_proposals(database: Database) -> list[bytes]:
    """Return what was proposed here, as letters say it."""
    return list(desk_notes.get(database, PROPOSED) or [])


def asked(session: Session, database: Database, *, identity: str) -> tuple[str, CutProposed]:
    """Return a proposal and the desk that made it.

    Raises:
        NotFound: when there is none of that id.
    """
    for desk, said in _known(session, database):
        if said.id == identity:
            return desk, said
    raise NotFound()
