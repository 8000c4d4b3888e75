# SPDX-License-Identifier: EUPL-1.2
"""The answers of the members to minutes: who is asked at each sharing, who still has to answer, by which day."""

from datetime import date

from welfaredesk.base.ids import derived_id
from welfaredesk.base.text import tr
from welfaredesk.desk.records import type_named
from welfaredesk.desk.resources import code_lists
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.members import as_rows, taking_part
from welfaredesk.desk.staff.writing import make_once
from welfaredesk.desk.terms import terms_here
from welfaredesk.domain.entry import EntryKind
from welfaredesk.domain.kinds import ORDINARY, Value, Values
from welfaredesk.domain.machines.confirmation_path import CONFIRMATION_PATH
from welfaredesk.domain.parameters import MINUTES_ANSWER, TERMS, term
from welfaredesk.domain.staff_members import member_name
from welfaredesk.store import journal, questions, records
from welfaredesk.store.driver import Database

ANSWERED = "answered"


def answer_id(minutes: str, sharing: int, *, member: str) -> str:
    """Return the id of a member's answer to minutes as they were shared the n-th time."""
    return derived_id(minutes, f"answer/{sharing}/{member}")


def ask_members(session: Session, database: Database, *, minutes: str, root: str, values: Values) -> int:
    """Ask everybody who took part, once for each sharing, and return how many are asked."""
    sharing = int(values.get("round") or 1)
    link: Value = {"id": minutes, "root": root, "title": type_named("minutes").title(values)}
    asked = taking_part(as_rows(values.get("attendance")))
    for row in asked:
        member = str(row["_row"])
        said: dict[str, Value] = {
            "minutes": link,
            "round": sharing,
            "member": member,
            "name": member_name(row) or _role_words(str(row.get("role") or "")),
            "role": row.get("role"),
            "operator": row.get("operator"),
        }
        make_once(
            session,
            database,
            "confirmation",
            identity=answer_id(minutes, sharing, member=member),
            root=root,
            values=said,
        )
    return len(asked)


def _role_words(role: str) -> str:
    codes = code_lists().get("staff_role")
    return tr(codes.label_of(role)) if codes is not None and role else ""


def answers_to(database: Database, minutes: str, *, root: str, sharing: int) -> list[dict[str, Value]]:
    """Return the answers to minutes as they were shared the n-th time, those still expected too, by name."""
    rows = questions.of_root(database, type_named("confirmation"), root)
    mine = [row for row in rows if _is_of(row, minutes, sharing)]
    return sorted(mine, key=lambda row: (str(row.get("name") or "").casefold(), str(row["_id"])))


def _is_of(row: Values, minutes: str, sharing: int) -> bool:
    link = row.get("minutes")
    return isinstance(link, dict) and link.get("id") == minutes and row.get("round") == sharing


def state_of_answer(row: Values) -> str:
    """Return the state that an answer is in."""
    return CONFIRMATION_PATH.state_of(row)


def missing_answers(database: Database, minutes: str, *, root: str, values: Values) -> list[dict[str, Value]]:
    """Return the answers that minutes still wait for."""
    found = answers_to(database, minutes, root=root, sharing=int(values.get("round") or 0))
    return [row for row in found if state_of_answer(row) != ANSWERED or not _by_act(database, str(row["_id"]))]


def _by_act(database: Database, identity: str) -> bool:
    """Tell whether an answer was given by an act: a record may begin with anything that another program wrote."""
    found = records.standing(database, identity)
    folder = found.circles.get(ORDINARY) if found is not None else None
    if folder is None:
        return False
    return any(one.header.kind is EntryKind.ACT for one in journal.entries_of(database, identity, folder))


def frozen_answers(database: Database, minutes: str, *, root: str, values: Values) -> list[dict[str, Value]]:
    """Return the answers as rows that the closed minutes keep, those that never came too."""
    kept = ("name", "answer", "answered_on", "means", "text")
    found = answers_to(database, minutes, root=root, sharing=int(values.get("round") or 0))
    found.sort(key=lambda row: str(row["_id"]))  # the order in which rows stand
    return [
        {"_row": str(row["_id"])} | {name: row[name] for name in kept if row.get(name) not in (None, "")}
        for row in found
    ]


def answer_by(session: Session, database: Database, day: date) -> date:
    """Return by which day the members answer what is shared on one: by the ente's term in force, or the usual one."""
    found = term(MINUTES_ANSWER, day, among=terms_here(session, TERMS, database=database))
    return day if found is None else found.due(day)
