# SPDX-License-Identifier: EUPL-1.2
"""What letters said: readings of other desks, questions and their answers, cartelle opened with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from welfaredesk.base.clock import Moment
from welfaredesk.store.desk_notes import Reading
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange.rounds import AuditLine


class QuestionState(StrEnum):
    """How a question stands on this desk."""

    ASKED = "asked"
    """Asked here."""
    NOTED = "noted"
    """Asked here, and the answer was taken note of."""
    OPEN = "open"
    """Came by letter, and was not looked at."""
    HUMAN = "human"
    """A person decides."""
    CLOSED = "closed"
    """Answered here, or by somebody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: who asked it, for which group, about whom (as it was sent), and who was found here."""

    id: str
    operator: str
    group: str
    moment: Moment
    about: bytes
    state: QuestionState
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question: the same one by two desks is one."""

    question: str
    id: str
    operator: str
    said: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A cartella that somebody opened with a reason, as its case manager is told."""

    id: bytes
    operator: str
    group: str
    record: str
    why: str
    moment: Moment


def take_readings(database: Database, desk: str, lines: Iterable[AuditLine], *, operator: str) -> None:
    """Keep the readings of another desk; whose they are is said by who signed the letter, not by the lines."""
    database.conn.executemany(
        "INSERT OR IGNORE INTO reading_in (desk, n, utc_ms, offset, operator, act, record, root, why, detail) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (desk, one.number, one.utc_ms, one.offset, operator, one.act, one.record, one.root, one.why, one.detail)
            for one in lines
        ],
    )


def readings_in(database: Database, *, record: str | None = None, since_ms: int | None = None) -> list[Reading]:
    """Return the readings that other desks sent, the oldest first, of one record or of all."""
    found = database.conn.execute(
        "SELECT utc_ms, offset, operator, act, record, root, why, detail FROM reading_in "
        "WHERE (?1 IS NULL OR record = ?1 OR root = ?1) AND utc_ms >= coalesce(?2, 0) ORDER BY utc_ms, desk, n",
        (record, since_ms),
    )
    return [
        Reading(moment=Moment(ms, offset), operator=who, act=act, record=one, root=root, why=why, detail=detail)
        for ms, offset, who, act, one, root, why, detail in found
    ]


def keep_question(database: Database, one: Question) -> bool:
    """Keep a question; tell whether it is new: asked twice it is one."""
    done = database.conn.execute(
        "INSERT OR IGNORE INTO question (id, operator, grp, utc_ms, offset, about, state, person) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.id,
            one.operator,
            one.group,
            one.moment.utc_ms,
            one.moment.offset,
            one.about,
            str(one.state),
            one.person,
        ),
    )
    return done.rowcount > 0


def questions(database: Database, *states: QuestionState) -> list[Question]:
    """Return the questions in some states, the newest first."""
    marks = ", ".join("?" * len(states))
    found = database.conn.execute(
        "SELECT id, operator, grp, utc_ms, offset, about, state, person FROM question "
        f"WHERE state IN ({marks}) ORDER BY utc_ms DESC, id",
        [str(state) for state in states],
    )
    return [
        Question(
            id=identity,
            operator=operator,
            group=group,
            moment=Moment(ms, offset),
            about=about,
            state=QuestionState(state),
            person=person,
        )
        for identity, operator, group, ms, offset, about, state, person in found
    ]


def set_question(database: Database, question: str, *, state: QuestionState, person: str | None = None) -> None:
    """Write how a question stands, and who was found."""
    database.conn.execute(
        "UPDATE question SET state = ?, person = coalesce(?, person) WHERE id = ?", (str(state), person, question)
    )


def keep_answer(database: Database, one: Answer) -> bool:
    """Keep an answer; tell whether it is new."""
    done = database.conn.execute(
        "INSERT OR IGNORE INTO answer (question, id, operator, said) VALUES (?, ?, ?, ?)",
        (one.question, one.id, one.operator, one.said),
    )
    return done.rowcount > 0


def answers(database: Database, question: str) -> list[Answer]:
    """Return the answers to a question that came here."""
    found = database.conn.execute(
        "SELECT question, id, operator, said FROM answer WHERE question = ? ORDER BY id", (question,)
    )
    return [Answer(*row) for row in found]


def keep_told(database: Database, one: Told) -> None:
    """Keep that a cartella was opened with a reason."""
    database.conn.execute(
        "INSERT OR IGNORE INTO told (id, operator, grp, record, why, utc_ms, offset) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (one.id, one.operator, one.group, one.record, one.why, one.moment.utc_ms, one.moment.offset),
    )


def told(database: Database) -> list[Told]:
    """Return the openings with a reason that nobody here has taken note of, the oldest first."""
    found = database.conn.execute(
        "SELECT id, operator, grp, record, why, utc_ms, offset FROM told WHERE noted = 0 ORDER BY utc_ms, id"
    )
    return [
        Told(id=identity, operator=operator, group=group, record=record, why=why, moment=Moment(ms, offset))
        for identity, operator, group, record, why, ms, offset in found
    ]


def note_told(database: Database, identity: bytes, *, noted: bool = True) -> None:
    """Remember that an opening was taken note of, or take that back."""
    database.conn.execute("UPDATE told SET noted = ? WHERE id = ?", (int(noted), identity))


def last_reason(database: Database, record: str, *, operator: str, since_ms: int) -> str | None:
    """Return the last reason that an operator gave to open a record since a moment, or nothing."""
    found = database.conn.execute(
        "SELECT why FROM audit WHERE record = ? AND operator = ? AND act = 'open' AND why IS NOT NULL "
        "AND utc_ms > ? ORDER BY n DESC LIMIT 1",
        (record, operator, since_ms),
    ).fetchone()
    return None if found is None else str(found[0])


def circles_of_records(database: Database, records: Sequence[str]) -> frozenset[str]:
    """Return the circles in which some records live here."""
    marks = ", ".join("?" * len(records))
    found = database.conn.execute(f"SELECT DISTINCT circle FROM record WHERE id IN ({marks})", tuple(records))
    return frozenset(circle for (circle,) in found)
