# SPDX-License-Identifier: EUPL-1.2
"""Riscontro: «è già seguita?», asked of the coordination, whose desks answer at their next exchange."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from welfaredesk.base.access_errors import NobodyToAsk, NoQuestion, NothingToAsk
from welfaredesk.base.clock import Moment
from welfaredesk.base.exchange_errors import NoServer
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import riscontro_rule
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.place import server_of
from welfaredesk.desk.letter_bodies import About, Answered, Asked, Settled, encode
from welfaredesk.desk.people_names import group_names, operator_names
from welfaredesk.desk.posting import group_of_kind, own_group, post
from welfaredesk.desk.records import type_named
from welfaredesk.desk.riscontro_rule import Finding, Verdict
from welfaredesk.desk.session import Session
from welfaredesk.domain.access import Deed, may
from welfaredesk.domain.checks import is_day
from welfaredesk.domain.names import person_name
from welfaredesk.domain.recognition import Traits
from welfaredesk.domain.roster import Roster
from welfaredesk.domain.statement import GroupKind
from welfaredesk.store import desk_notes
from welfaredesk.store.desk_notes import Reading
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import heard, scope
from welfaredesk.store.exchange.heard import Question, QuestionState
from welfaredesk.store.rows import read_row

__all__ = [
    "About",
    "AnswerShown",
    "AskState",
    "QuestionShown",
    "TaskShown",
    "answer",
    "answer_due",
    "ask",
    "latest",
    "note",
    "questions",
    "state_of",
    "tasks",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """Who to call: group, colleague and telephone; empty where this desk does not know the name."""

    group: str
    colleague: str
    phone: str
    closed: bool
    sure: bool
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionShown:
    """A question of this operator: about whom, when, and what was answered; `state` waiting, followed or nobody."""

    id: str
    about: About
    name: str
    asked: Moment
    state: str
    answer: AnswerShown | None
    noted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskShown:
    """A question that waits for a person's word: who asks, after whom, and who was found here."""

    id: str
    asker: str
    name: str
    person: str
    asked: Moment


def ask(session: Session, about: About) -> str:
    """Ask the coordination whether somebody is followed already, and return the question's id.

    It leaves with the next exchange. Asked again before an answer came, it is the same question.

    Raises:
        NoServer: when this desk has none.
        NothingToAsk: when there is neither a tax code nor surname, name and birth.
        NobodyToAsk: when nobody else is in the coordination.
    """
    session.require(Deed.WRITE_CONTACTS)
    if server_of(session) is None:
        raise NoServer()
    about = _bare(about)
    roster, me = session.read_roster(), session.identity.operator
    to, own = group_of_kind(roster, GroupKind.COORDINATION), own_group(roster, me)
    if to is None or own is None or not roster.members(to) - {me}:
        raise NobodyToAsk()

    def work(database: Database) -> str:
        for one in heard.questions(database, QuestionState.ASKED):
            if _asked(one).about == about and not _answers(database, one.id):
                return one.id
        now = session.clock.now()
        body = Asked(session.ids.new(), own, about, now.utc_ms, now.offset)
        kept = Question(id=body.id, operator=me, group=own, moment=now, about=encode(body), state=QuestionState.ASKED)
        heard.keep_question(database, kept)
        # Oneself too: a second desk of the operator shows the question and its answer.
        for group in (to, own):
            post(session, database, group, body=body, roster=roster)
        _log(session, database, "ask", question=body.id, person=None)
        return body.id

    identity = session.vault.write(work)
    session.tell()
    return identity


def _bare(about: About) -> About:
    """Return what is sent: the code alone when there is one, else surname, name and birth."""
    code = Traits(tax_code=about.tax_code).code_key
    surname, name = " ".join(about.surname.split()), " ".join(about.name.split())
    named = bool(surname and name and is_day(about.birth))
    if not code and not named:
        raise NothingToAsk()
    try:
        return msgspec.convert(
            {"tax_code": code} | ({"surname": surname, "name": name, "birth": about.birth} if named else {}), About
        )
    except msgspec.ValidationError as error:
        raise NothingToAsk() from error


def questions(session: Session) -> list[QuestionShown]:
    """Return what this operator asked, the latest first, with the answers that came."""
    database = session.vault.read()
    asked = heard.questions(database, QuestionState.ASKED, QuestionState.NOTED)
    if not asked:
        return []
    groups, people = group_names(session), operator_names(session)
    found = []
    for one in asked:
        about = _asked(one).about
        answers = _answers(database, one.id)
        best = max(answers, key=lambda answer: (answer.found, answer.sure, -answer.utc_ms, answer.id), default=None)
        state = "waiting" if best is None else "followed" if best.found else "nobody"
        shown = None
        if best is not None and best.found:
            shown = AnswerShown(
                group=groups.get(best.group or "", ""),
                colleague=people.get(best.operator or "", ""),
                phone=_phone(database, best.operator),
                closed=best.closed,
                sure=best.sure,
                when=Moment(best.utc_ms, best.offset),
            )
        name = person_name({"surname": about.surname, "name": about.name}) or about.tax_code
        noted = one.state is QuestionState.NOTED
        found.append(
            QuestionShown(id=one.id, about=about, name=name, asked=one.moment, state=state, answer=shown, noted=noted)
        )
    return found


def note(session: Session, question: str, *, noted: bool = True) -> None:
    """Take note of the answer to an own question, or take that back."""
    state = QuestionState.NOTED if noted else QuestionState.ASKED
    session.vault.write(lambda database: heard.set_question(database, question, state=state))
    session.tell()


def _phone(database: Database, operator: str | None) -> str:
    row = read_row(database, type_named("operator"), operator) if operator else None
    return str((row or {}).get("phone") or "")


def _asked(one: Question) -> Asked:
    return msgspec.msgpack.decode(one.about, type=Asked)


def _answers(database: Database, question: str, *, settled: bool = False) -> list[Answered]:
    """Return the answers to a question, or with `settled` the words of others who dealt with it."""
    found = [one for one in heard.answers(database, question) if bool(one.operator) is not settled]
    return [msgspec.msgpack.decode(one.said, type=Answered) for one in found]


def tasks(session: Session) -> list[TaskShown]:
    """Return the questions that wait for this operator's word, the oldest first."""
    database, roster = session.vault.read(), session.read_roster()
    if not _answers_for_coordination(session, roster):
        return []
    waiting = heard.questions(database, QuestionState.HUMAN)
    people = operator_names(session) if waiting else {}
    found = []
    for one in reversed(waiting):
        about = _asked(one).about
        name = person_name({"surname": about.surname, "name": about.name}) or about.tax_code
        asker = people.get(one.operator, "")
        found.append(TaskShown(id=one.id, asker=asker, name=name, person=one.person or "", asked=one.moment))
    return found


def _answers_for_coordination(session: Session, roster: Roster) -> bool:
    group = group_of_kind(roster, GroupKind.COORDINATION)
    return group is not None and session.identity.operator in roster.members(group)


def answer(session: Session, question: str, *, reply: bool) -> None:
    """Give a person's word on a question: `reply` tells group and colleague, else nothing is told.

    Raises:
        NoQuestion: when it does not wait for a word of this desk.
    """
    roster = session.read_roster()

    def work(database: Database) -> None:
        waiting = {one.id: one for one in heard.questions(database, QuestionState.HUMAN)}
        one = waiting.get(question)
        if one is None or not _answers_for_coordination(session, roster):
            raise NoQuestion()
        if reply:
            finding = riscontro_rule.of_person(session, one.person or "")
            _send(session, database, one, finding=finding, roster=roster)
        else:
            _settle(session, database, one.id, roster=roster, found=True)
            _log(session, database, "no-answer", question=one.id, person=one.person)

    session.vault.write(work)
    session.tell()


def answer_due(session: Session, database: Database) -> int:
    """Answer what came from others, as far as no person's word is needed; return how many letters that made.

    To be called in a round, in a transaction after a pull. Nobody is said to be unknown while cartelle are arriving.
    """
    _close_answered(database)
    waiting = heard.questions(database, QuestionState.OPEN)
    if not waiting:
        return 0
    roster = session.read_roster(database)
    if not _answers_for_coordination(session, roster) or not may(session.identity.roles, Deed.READ_CASES):
        return 0
    whole = notes.first_filling(database) is None and not scope.not_whole(database)
    return sum(_answer_one(session, database, one, roster=roster, whole=whole) for one in reversed(waiting))


def _answer_one(session: Session, database: Database, one: Question, *, roster: Roster, whole: bool) -> int:
    """Answer a question by itself; 1 when a letter was made."""
    finding = riscontro_rule.look(session, database, _asked(one).about)
    others = _answers(database, one.id, settled=True)
    if finding.verdict is Verdict.NOBODY:
        if not whole:
            return 0
        if others:
            heard.set_question(database, one.id, state=QuestionState.CLOSED)
            return 0
    elif any(other.found for other in others):
        heard.set_question(database, one.id, state=QuestionState.CLOSED)
        return 0
    elif finding.verdict is Verdict.HUMAN:
        heard.set_question(database, one.id, state=QuestionState.HUMAN, person=finding.person)
        return 0
    _send(session, database, one, finding=finding, roster=roster)
    return 1


def _close_answered(database: Database) -> None:
    """Take back what waits for a person's word here and was dealt with elsewhere."""
    for one in heard.questions(database, QuestionState.HUMAN):
        if any(other.found for other in _answers(database, one.id, settled=True)):
            heard.set_question(database, one.id, state=QuestionState.CLOSED)


def _send(session: Session, database: Database, one: Question, *, finding: Finding, roster: Roster) -> None:
    now = session.clock.now()
    found = finding.verdict is not Verdict.NOBODY
    body = Answered(
        question=one.id,
        id=derived_id(one.id, f"answer/{finding.group or ''}/{finding.operator or ''}"),
        found=found,
        group=finding.group if found else None,
        operator=finding.operator if found else None,
        closed=finding.closed,
        sure=finding.sure,
        utc_ms=now.utc_ms,
        offset=now.offset,
    )
    post(session, database, one.group, body=body, roster=roster)
    _settle(session, database, one.id, roster=roster, found=found)
    _log(session, database, "answer", question=one.id, person=finding.person if found else None)


def _settle(session: Session, database: Database, question: str, *, roster: Roster, found: bool) -> None:
    """Close a question here, and let the others of the coordination know that it was dealt with."""
    heard.set_question(database, question, state=QuestionState.CLOSED)
    group = group_of_kind(roster, GroupKind.COORDINATION)
    if group is not None:
        post(session, database, group, body=Settled(question, found), roster=roster)


def _log(session: Session, database: Database, act: str, *, question: str, person: str | None) -> None:
    desk_notes.log_reading(
        database,
        Reading(
            moment=session.clock.now(),
            operator=session.identity.operator,
            act=act,
            record=person,
            root=person,
            detail=question,
        ),
    )


@dataclass(frozen=True, slots=True)
class AskState:
    """Whether somebody as typed may be asked after now, and the last question about them."""

    may_ask: bool
    question: QuestionShown | None


def state_of(session: Session, about: About) -> AskState:
    """Return what the sheet of a new cartella offers and shows of the riscontro."""
    try:
        _bare(about)
    except NothingToAsk:
        return AskState(may_ask=False, question=None)
    question = latest(questions(session), about)
    able = may(session.identity.roles, Deed.WRITE_CONTACTS) and server_of(session) is not None
    return AskState(may_ask=able and (question is None or question.state != "waiting"), question=question)


def latest(found: Sequence[QuestionShown], about: About) -> QuestionShown | None:
    """Return the last question about somebody as typed now, or nothing."""
    try:
        bare = _bare(about)
    except NothingToAsk:
        return None
    return next((one for one in found if one.about == bare), None)
