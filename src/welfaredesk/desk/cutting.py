# SPDX-License-Identifier: EUPL-1.2
"""The lawful cut: one person proposes it with the number of an authorisation, another confirms it; then words go.

In folders that only the operator's own group holds, the operator cuts alone. An ente that never had a server is one
desk: what is cut there is gone at once, and the recovery sheets stand in the place of the second person.
"""

from collections.abc import Collection, Sequence
from typing import Any

from msgspec.structs import replace

from welfaredesk.base.cut_errors import (
    CutNumberMissing,
    NobodyToConfirm,
    ProposalOutdated,
    ProposalRefused,
    SheetsNeeded,
)
from welfaredesk.base.errors import NotAllowed, WrongShares
from welfaredesk.base.people_errors import UnknownName
from welfaredesk.base.text import N_, tr
from welfaredesk.crypto.shares import join, root_key
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.desk import declining, reading
from welfaredesk.desk.cut_proposals import (
    PROPOSED,
    Proposal,
    asked,
    is_same,
    own_proposals,
    parts_of,
    plans_of,
    proposals,
    shown_as,
    state_of,
)
from welfaredesk.desk.declining import may_confirm
from welfaredesk.desk.exchange import lawful
from welfaredesk.desk.letter_bodies import CutProposed, encode
from welfaredesk.desk.organico import roster_of, stating
from welfaredesk.desk.posting import group_of_kind, own_group, post
from welfaredesk.desk.session import Session
from welfaredesk.domain import cut_note
from welfaredesk.domain.entry import EntryKind
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import GroupKind, StatementKind
from welfaredesk.store import desk_notes, folders, journal
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cut_here, cut_plan
from welfaredesk.store.exchange.cut_plan import FolderPlan, Part
from welfaredesk.store.journal import Writing
from welfaredesk.sync.statements import cut_words

OWN_NUMBER, OWN_REASON = "-", N_("Appunti propri")

__all__ = [
    "Proposal",
    "check",
    "confirm",
    "cut_own",
    "decline",
    "proposals",
    "propose",
    "say_due",
    "still_at_server",
]


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
    shares: Sequence[str] = (),
) -> Proposal:
    """Propose that records go, and with `root` all that is in its folders; in one's own folders they are cut at once.

    Without a server they are cut at once too, outside one's own folders with the recovery sheets.

    Args:
        session: the open desk.
        wanted: ids of records.
        number: of the authorisation.
        reason: why, in words without names.
        circle: only what stands in this circle; else every part that is here.
        root: a root, all of which goes.
        to: the operator who is asked to confirm; else the group of coordination.
        reserved: the circle of the reserved copy that was made before, for whoever reads the proposal.
        shares: the recovery sheets, of an ente without a server.

    Raises:
        CutNumberMissing: when number or reason is blank.
        CutTooEarly: when something of it is not at the server, or not whole here.
        NotFound: when nothing of it is here.
        NotAllowed: when the operator may not write there.
        NobodyToConfirm: when nobody else of the ente may confirm.
        SheetsNeeded, WrongShares: without a server, when the recovery sheets are not there or of another ente.
    """
    session.author()
    _stop_without_number(number, reason)
    roster = roster_of(session)
    target = _target(roster, to)

    def work(database: Database) -> CutProposed:
        ids = [*wanted, *(cut_plan.records_of_root(database, root) if root else ())]
        parts = _parts_of(database, ids, circle)
        plans = plans_of(session, database, parts=parts, roster=roster)
        alone = _stop_without_second(session, database, parts, roster=roster, shares=shares)
        said = replace(_signed(session, parts, plans, number=number.strip()), reason=reason.strip(), circle=reserved)
        desk_notes.put(database, PROPOSED, [*own_proposals(database), encode(said)])
        if roster.server is None:
            cut_here.cut_here(database, parts, ids=session.ids)
        elif alone:
            _carry_out(session, database, said, plans=plans, alone=True)
        else:
            declining.sent_to(database, said.id, target)
            post(session, database, target, body=said, roster=roster)
        return said

    made = session.vault.write(work)
    lawful.clean(session)
    session.tell(*(record for _, record in made.records))
    for _, record in made.records:
        reading.logged(session, "cut-proposed", record=record, detail=made.number)
    return shown_as(session, made, desk=session.identity.desk, roster=roster)


def _signed(session: Session, parts: Sequence[Part], plans: Sequence[FolderPlan], *, number: str) -> CutProposed:
    """Return the proposal of a cut, signed by this desk, as far as number and parcels say it."""
    moment, key = session.author().moment, SigningKey.from_bytes(session.identity.sign)
    parcels = sorted({parcel for one in plans for parcel in one.parcels})
    return CutProposed(
        id=session.ids.opaque(),
        number=number,
        reason="",
        records=[(part.folder, part.record) for part in parts],
        parcels=parcels,
        sign=key.public,
        signature=key.sign(Label.ACT, cut_words(session.identity.ente, number, parcels=parcels)),
        utc_ms=moment.utc_ms,
        offset=moment.offset,
    )


def cut_own(session: Session, wanted: Sequence[str]) -> Proposal:
    """Cut records that only the operator's own group holds, for which nobody is asked.

    Raises:
        NotAllowed: when somebody else holds one of them.
        Fault: as `propose` does.
    """
    parts = _parts_of(session.vault.read(), wanted, None)
    if not _is_own(session.vault.read(), roster_of(session), parts, operator=session.identity.operator):
        raise NotAllowed()
    return propose(session, wanted, number=OWN_NUMBER, reason=tr(OWN_REASON))


def check(
    session: Session,
    wanted: Sequence[str],
    *,
    number: str,
    reason: str,
    circle: str | None = None,
    shares: Sequence[str] = (),
) -> None:
    """Stop whatever `propose` would stop, before anything is written.

    Raises:
        Fault: as `propose` does.
    """
    _stop_without_number(number, reason)
    database, roster = session.vault.read(), roster_of(session)
    parts = _parts_of(database, wanted, circle)
    plans_of(session, database, parts=parts, roster=roster)
    _stop_without_second(session, database, parts, roster=roster, shares=shares)


def _stop_without_second(
    session: Session, database: Database, parts: Collection[Part], *, roster: Roster, shares: Sequence[str]
) -> bool:
    """Stop where two are needed and there is no second person, nor sheets in its place; tell whether one is enough."""
    me = session.identity.operator
    if _is_own(database, roster, parts, operator=me):
        return True
    if roster.server is None:
        if not shares:
            raise SheetsNeeded()
        if root_key(join(list(shares))).public != roster.root:
            raise WrongShares()
        return True
    if not declining.seconds(roster, me):
        raise NobodyToConfirm()
    return False


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


def _is_own(database: Database, roster: Roster, parts: Collection[Part], *, operator: str) -> bool:
    """Tell whether nobody but the operator's own group holds what is cut."""
    own = own_group(roster, operator)
    return all(set(folders.groups_of(database, part.folder)) == {own} for part in parts)


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


def confirm(session: Session, identity: str) -> Proposal:
    """Confirm a cut that somebody else proposed; it is stated with the next exchange.

    Raises:
        NotFound: when no such proposal came here, or this desk has not its folders.
        NotAllowed: when it is one's own, or neither of the two is responsabile or coordinatore.
        ProposalOutdated: when somebody wrote in the records since.
        ProposalRefused: when somebody said no, or the proposer took it back.
    """
    session.author()
    roster = roster_of(session)

    def work(database: Database) -> tuple[str, CutProposed]:
        desk, said = asked(session, database, identity=identity)
        first = roster.desks.get(desk)
        words = cut_words(roster.ente, said.number, parcels=said.parcels)
        if first is None or first.sign != said.sign or first.revoked:
            raise NotAllowed()
        if not verify(said.sign, Label.ACT, message=words, signature=said.signature):
            raise NotAllowed()
        if not may_confirm(roster, first.operator, second=session.identity.operator):
            raise NotAllowed()
        if state_of(session, database, said=said, roster=roster) in {"cut", "leaving"}:
            return desk, said
        found = declining.declined(session, database, roster=roster)
        if declining.no_to(found, said.id, proposer=first.operator, roster=roster) is not None:
            raise ProposalRefused()
        plans = plans_of(session, database, parts=parts_of(said), roster=roster)
        if not is_same(plans, said):
            raise ProposalOutdated()
        _carry_out(session, database, said, plans=plans, alone=False)
        return desk, said

    desk, said = session.vault.write(work)
    for _, record in said.records:
        reading.logged(session, "cut-confirmed", record=record, detail=said.number)
    return shown_as(session, said, desk=desk, roster=roster)


def decline(session: Session, identity: str, word: str) -> Proposal:
    """Say no to a cut that somebody proposed, with a word, or take back one's own.

    Raises:
        NotFound: when no such proposal is here.
        NotAllowed: when it is confirmed already, or this operator could not confirm it.
    """
    roster = roster_of(session)

    def work(database: Database) -> tuple[str, CutProposed]:
        desk, said = asked(session, database, identity=identity)
        line, me = roster.desks.get(desk), session.identity.operator
        proposer = "" if line is None else line.operator
        if me != proposer and not may_confirm(roster, proposer, second=me):
            raise NotAllowed()
        if state_of(session, database, said=said, roster=roster) in {"cut", "leaving"}:
            raise NotAllowed()
        declining.say_no(session, database, said, proposer=proposer, word=word)
        return desk, said

    desk, said = session.vault.write(work)
    session.tell(said.id)
    return shown_as(session, said, desk=desk, roster=roster)


def still_at_server(session: Session) -> list[str]:
    """Return the records that were cut and of which words written since lie at the server: they are proposed again."""
    database = session.vault.read()
    return cut_plan.left_at_server(database, lawful.lawful_parcels(database, roster_of(session)))
