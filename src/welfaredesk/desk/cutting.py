# SPDX-License-Identifier: EUPL-1.2
"""The lawful cut: one person proposes it with the number of an authorisation, another confirms it; then words go.

In folders that only the operator's own group holds, the operator cuts alone.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from welfaredesk.base.clock import Moment
from welfaredesk.base.cut_errors import CutNumberMissing, CutTooEarly, ProposalOutdated, TooMuchToCut
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.base.people_errors import UnknownName
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.desk import reading
from welfaredesk.desk.letter_bodies import CutProposed, decode, encode
from welfaredesk.desk.organico import roster_of, stating
from welfaredesk.desk.people_names import operator_names
from welfaredesk.desk.posting import group_of_kind, own_group, post
from welfaredesk.desk.session import Session
from welfaredesk.domain import cut_note
from welfaredesk.domain.access import may_write
from welfaredesk.domain.entry import EntryKind
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.roster_bodies import MOST_PARCELS_CUT
from welfaredesk.domain.statement import GroupKind, Role, StatementKind
from welfaredesk.store import desk_notes, folders, journal, records
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_plan
from welfaredesk.store.exchange.cut_plan import FolderPlan, Part
from welfaredesk.store.journal import Writing
from welfaredesk.sync.statements import cut_words

PROPOSED = "cut/proposed"
CUTTING = (Role.RESPONSABILE, Role.COORDINATORE)
ROOTS = frozenset({"person", "household", "register", "operator"})
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
    somebody wrote in the records since, `elsewhere` when this desk has not their folders.
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


def propose(
    session: Session,
    wanted: Sequence[str],
    *,
    number: str,
    reason: str,
    circle: str | None = None,
    root: str | None = None,
    to: str | None = None,
    reserved: str = "",
) -> Proposal:
    """Propose that records go, and with `root` all that is in its folders; in one's own folders they are cut at once.

    Args:
        session: the open desk.
        wanted: ids of records.
        number: of the authorisation.
        reason: why, in words without names.
        circle: only what stands in this circle; else every part that is here.
        root: a root, all of which goes.
        to: the operator who is asked to confirm; else the group of coordination.
        reserved: the circle of the reserved copy that was made before, for whoever reads the proposal.

    Raises:
        CutNumberMissing: when number or reason is blank.
        CutTooEarly: when something of it is not at the server, or not whole here.
        NotFound: when nothing of it is here.
        NotAllowed: when the operator may not write there.
    """
    author = session.author()
    _stop_without_number(number, reason)
    roster, key = roster_of(session), SigningKey.from_bytes(session.identity.sign)
    target = _target(roster, to)

    def work(database: Database) -> CutProposed:
        ids = [*wanted, *(cut_plan.records_of_root(database, root) if root else ())]
        parts = _parts_of(database, ids, circle)
        plans = _plans(session, database, parts, roster=roster)
        parcels = sorted({parcel for one in plans for parcel in one.parcels})
        alone = _is_own(database, roster, parts, operator=author.operator)
        words = cut_words(roster.ente, number.strip(), parcels=parcels)
        said = CutProposed(
            id=session.ids.opaque(),
            number=number.strip(),
            reason=reason.strip(),
            records=[(part.folder, part.record) for part in parts],
            parcels=parcels,
            sign=key.public,
            signature=key.sign(Label.ACT, words),
            circle=reserved,
            utc_ms=author.moment.utc_ms,
            offset=author.moment.offset,
        )
        desk_notes.put(database, PROPOSED, [*_proposed(database), encode(said)])
        if alone:
            _carry_out(session, database, said, plans=plans, alone=True)
        else:
            post(session, database, target, body=said, roster=roster)
        return said

    made = session.vault.write(work)
    for _, record in made.records:
        reading.logged(session, "cut-proposed", record=record, detail=made.number)
    return _shown(session, roster, session.identity.desk, made)


def check(session: Session, wanted: Sequence[str], *, number: str, reason: str, circle: str | None = None) -> None:
    """Stop whatever `propose` would stop, before anything is written.

    Raises:
        CutNumberMissing, CutTooEarly, NotFound, NotAllowed: as `propose` does.
    """
    _stop_without_number(number, reason)
    database, roster = session.vault.read(), roster_of(session)
    _plans(session, database, _parts_of(database, wanted, circle), roster=roster)


def _stop_without_number(number: str, reason: str) -> None:
    if not reason.strip() or not number.strip():
        raise CutNumberMissing()


def _parts_of(database: Database, wanted: Sequence[str], circle: str | None) -> list[Part]:
    return [part for one in wanted for part, its in cut_plan.parts_of(database, one) if circle in {None, its}]


def _target(roster: Roster, to: str | None) -> str:
    found = group_of_kind(roster, GroupKind.COORDINATION) if to is None else own_group(roster, to)
    if found is None:
        raise UnknownName()
    return found


def _plans(session: Session, database: Database, parts: Collection[Part], *, roster: Roster) -> list[FolderPlan]:
    if not parts:
        raise NotFound()
    for one in {part.folder for part in parts}:
        folder = folders.by_id(database, one)
        if folder is None:
            raise NotFound()
        if folder.root_type not in ROOTS or not may_write(session.identity.roles, folder.root_type):
            raise NotAllowed()
    if not cut_plan.is_complete(database, parts):
        raise CutTooEarly()
    plans = cut_plan.plan(database, parts, cut=roster.cut_parcels())
    count = sum(len(one.parcels) for one in plans)
    if not count:
        raise NotFound()
    if count > MOST_PARCELS_CUT:
        raise TooMuchToCut()
    return plans


def _is_own(database: Database, roster: Roster, parts: Collection[Part], *, operator: str) -> bool:
    """Tell whether nobody but the operator's own group holds what is cut."""
    own = own_group(roster, operator)
    return all(set(folders.groups_of(database, part.folder)) == {own} for part in parts)


def _proposed(database: Database) -> list[bytes]:
    return list(desk_notes.get(database, PROPOSED) or [])


def _carry_out(
    session: Session, database: Database, said: CutProposed, *, plans: Sequence[FolderPlan], alone: bool
) -> None:
    """Write the notes, and keep the statement until they have left: what survives has two places before one goes."""
    save, author = session.ids.new(), session.author()
    for one in plans:
        for note in cut_plan.notes_for(database, one):
            writing = Writing(
                folder=one.folder,
                record=session.ids.new(),
                type=cut_note.TYPE,
                rules=cut_note.RULES,
                kind=EntryKind.SET,
                changes=cut_note.to_changes(note),
                seen=journal.seen_now(database, one.folder),
            )
            journal.append(database, writing, author=author, save=save, ids=session.ids)
    statement: dict[str, object] = {"id": said.id, "save": save, "parcels": said.parcels, "number": said.number}
    second = {} if alone else {"second": said.sign, "second_signature": said.signature}
    cut_plan.put_pending(database, [*cut_plan.pending(database), statement | {"second": second}])


def say_due(session: Session, database: Database) -> int:
    """State the cuts whose notes have left, and return how many; to be called in a round."""
    cut_plan.forget_hidden(database)
    waiting = cut_plan.pending(database)
    due = [one for one in waiting if cut_plan.has_left(database, str(one["save"]))]
    if not due:
        return 0
    saying = stating(session, database)
    for one in due:
        body: dict[str, Any] = {"parcels": one["parcels"], "number": one["number"]}
        second = one["second"]
        saying.say(StatementKind.CUT, body | (second if isinstance(second, dict) else {}))
    cut_plan.put_pending(database, [one for one in waiting if one not in due])
    session.read_roster(database)
    return len(due)


def proposals(session: Session) -> list[Proposal]:
    """Return the cuts that were proposed here or to this desk, the latest first."""
    database, roster = session.vault.read(), roster_of(session)
    found = {said.id: (desk, said) for desk, said in _known(session, database)}
    shown = [_shown(session, roster, desk, said) for desk, said in found.values()]
    return sorted(shown, key=lambda one: (one.when.utc_ms, one.id), reverse=True)


def _known(session: Session, database: Database) -> list[tuple[str, CutProposed]]:
    texts = [(session.identity.desk, text) for text in _proposed(database)]
    found = []
    for desk, text in [*cut_plan.letters(database, _START), *texts]:
        try:
            body = decode(text)
        except ValueError:
            continue
        if isinstance(body, CutProposed):
            found.append((desk, body))
    return found


def _shown(session: Session, roster: Roster, desk: str, said: CutProposed) -> Proposal:
    database = session.vault.read()
    line = roster.desks.get(desk)
    operator = "" if line is None else line.operator
    state = _state(session, database, said, roster=roster)
    return Proposal(
        id=said.id,
        number=said.number,
        reason=said.reason,
        circle=said.circle,
        lines=tuple(_line(database, folder, record) for folder, record in said.records),
        operator=operator,
        name=operator_names(session).get(operator, ""),
        when=Moment(said.utc_ms, said.offset),
        state=state,
        may_confirm=state == "waiting" and _may_confirm(roster, operator, session.identity.operator),
    )


def _line(database: Database, folder: str, record: str) -> CutLine:
    found = records.standing(database, record)
    title = "" if found is None else found.type.title(found.values)
    return CutLine(folder=folder, record=record, type="" if found is None else found.type.name, title=title)


def _state(session: Session, database: Database, said: CutProposed, *, roster: Roster) -> str:
    if roster.cut_parcels().issuperset(said.parcels):
        return "cut"
    if any(one["id"] == said.id for one in cut_plan.pending(database)):
        return "leaving"
    try:
        plans = _plans(session, database, _parts(said), roster=roster)
    except (NotFound, NotAllowed):
        return "elsewhere"
    except (CutTooEarly, TooMuchToCut):
        return "outdated"
    return "waiting" if _is_same(plans, said) else "outdated"


def _parts(said: CutProposed) -> list[Part]:
    return [Part(folder, record) for folder, record in said.records]


def _is_same(plans: Sequence[FolderPlan], said: CutProposed) -> bool:
    return {parcel for one in plans for parcel in one.parcels} == set(said.parcels)


def _may_confirm(roster: Roster, first: str, second: str) -> bool:
    return first != second and any(roster.has_role(one, *CUTTING) for one in (first, second))


def confirm(session: Session, identity: str) -> Proposal:
    """Confirm a cut that somebody else proposed; it is stated with the next exchange.

    Raises:
        NotFound: when no such proposal came here, or this desk has not its folders.
        NotAllowed: when it is one's own, or neither of the two is responsabile or coordinatore.
        ProposalOutdated: when somebody wrote in the records since.
    """
    session.author()
    roster = roster_of(session)

    def work(database: Database) -> tuple[str, CutProposed]:
        desk, said = _asked(session, database, identity)
        first = roster.desks.get(desk)
        words = cut_words(roster.ente, said.number, parcels=said.parcels)
        if first is None or first.sign != said.sign or first.revoked:
            raise NotAllowed()
        if not verify(said.sign, Label.ACT, message=words, signature=said.signature):
            raise NotAllowed()
        if not _may_confirm(roster, first.operator, session.identity.operator):
            raise NotAllowed()
        if _state(session, database, said, roster=roster) in {"cut", "leaving"}:
            return desk, said
        plans = _plans(session, database, _parts(said), roster=roster)
        if not _is_same(plans, said):
            raise ProposalOutdated()
        _carry_out(session, database, said, plans=plans, alone=False)
        return desk, said

    desk, said = session.vault.write(work)
    for _, record in said.records:
        reading.logged(session, "cut-confirmed", record=record, detail=said.number)
    return _shown(session, roster, desk, said)


def _asked(session: Session, database: Database, identity: str) -> tuple[str, CutProposed]:
    for desk, said in _known(session, database):
        if said.id == identity:
            return desk, said
    raise NotFound()


def still_at_server(session: Session) -> list[str]:
    """Return the records that were cut and of which words written since lie at the server: they are proposed again."""
    return cut_plan.left_at_server(session.vault.read(), roster_of(session).cut_parcels())
