# SPDX-License-Identifier: EUPL-1.2
"""Hearing: what a letter that arrived says is kept for the pages; what its sender may not say is not."""

from welfaredesk.base.clock import Moment
from welfaredesk.base.log import note
from welfaredesk.desk.letter_bodies import (
    Answered,
    ApartDeclined,
    Asked,
    CutDeclined,
    CutProposed,
    InvitationKept,
    Opened,
    Readings,
    Settled,
    decode,
    encode,
)
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import GroupKind
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import heard
from welfaredesk.store.exchange.heard import Answer, Question, QuestionState, Told
from welfaredesk.store.exchange.items import LetterIn


def hear(database: Database, letter: LetterIn, *, roster: Roster, me: str) -> frozenset[str]:
    """Keep what a letter says, and return the ids that pages show otherwise now; an unknown one stays as it came.

    Args:
        database: the transaction in which the letter was taken.
        letter: the letter, its signature verified.
        roster: as it stands where the letter is.
        me: the operator of this desk.
    """
    try:
        body = decode(letter.text)
    except ValueError:
        note("letter-unknown", position=letter.position)
        return frozenset()
    sender = roster.desks[letter.desk].operator
    kind = roster.groups[letter.group].kind
    if isinstance(body, Readings):
        if kind is GroupKind.AUDIT:
            heard.take_readings(database, letter.desk, body.lines, operator=sender)
        return frozenset()
    if isinstance(body, Asked):
        if _may_ask(roster, body, sender=sender) and (kind is GroupKind.COORDINATION or sender == me):
            _question(database, body, sender=sender, me=me)
    elif isinstance(body, Answered):
        if sender in _coordination(roster):
            heard.keep_answer(database, Answer(body.question, body.id, sender, encode(body)))
    elif isinstance(body, Settled):
        if kind is GroupKind.COORDINATION and sender in _coordination(roster):
            _settled(database, body, letter)
    elif isinstance(body, Opened):
        _opened(database, body, letter, sender=sender)
        return frozenset({body.record})
    elif isinstance(body, InvitationKept | ApartDeclined | CutProposed | CutDeclined):
        # They are read where they lie, by desk/invitations.py, apart_work.py, cut_proposals.py and declining.py.
        return frozenset({body.id}) if isinstance(body, CutProposed | CutDeclined) else frozenset()
    return frozenset({body.id if isinstance(body, Asked) else body.question})


def _coordination(roster: Roster) -> frozenset[str]:
    groups = [group.id for group in roster.groups.values() if group.kind is GroupKind.COORDINATION]
    return frozenset[str]().union(*(roster.members(group) for group in groups))


def _may_ask(roster: Roster, body: Asked, *, sender: str) -> bool:
    """Tell whether the answer would go to nobody but the one who asks."""
    group = roster.groups.get(body.group)
    return group is not None and group.kind is GroupKind.OWN and roster.members(group.id) == {sender}


def _question(database: Database, body: Asked, *, sender: str, me: str) -> None:
    state = QuestionState.ASKED if sender == me else QuestionState.OPEN
    question = Question(
        id=body.id,
        operator=sender,
        group=body.group,
        moment=Moment(body.utc_ms, body.offset),
        about=encode(body),
        state=state,
    )
    heard.keep_question(database, question)


def _settled(database: Database, body: Settled, letter: LetterIn) -> None:
    """Remember that somebody dealt with a question; who was found elsewhere needs no other word."""
    said = Answered(question=body.question, id=body.question, found=body.found)
    heard.keep_answer(database, Answer(body.question, f"settled/{letter.desk}", "", encode(said)))


def _opened(database: Database, body: Opened, letter: LetterIn, *, sender: str) -> None:
    heard.keep_told(
        database,
        Told(
            id=letter.id,
            operator=sender,
            group=body.group,
            record=body.record,
            why=body.why,
            moment=Moment(body.utc_ms, body.offset),
        ),
    )
