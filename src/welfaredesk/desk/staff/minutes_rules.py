# SPDX-License-Identifier: EUPL-1.2
"""When minutes may be shared, confirmed and closed, and what each of that makes besides."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.base.errors import BadInput
from welfaredesk.base.text import N_, plural, tr
from welfaredesk.desk.act_rules import Acted, ActRule
from welfaredesk.desk.filling import next_number
from welfaredesk.desk.kept_copies import entries_of, standing_copy
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import answers, members, tasks
from welfaredesk.domain.frozen import differing
from welfaredesk.domain.judging import act_named, frozen_in
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.periods import full_day
from welfaredesk.domain.records.minutes import LIFE
from welfaredesk.store.driver import Database
from welfaredesk.store.records import standing
from welfaredesk.store.rows import read_row

NOBODY = N_("Nel verbale non è scritto chi c'era")
WAITING = N_("Mancano ancora {answers}")
ANSWER_ONE, ANSWER_MANY = N_("risposta"), N_("risposte")
ONE_WAITING = N_("Manca ancora una risposta")
CHANGED = N_("Il testo è cambiato dopo la condivisione: va riportato in bozza e condiviso di nuovo")
NOT_OVER = N_("Si può rispondere fino al {day}: prima di allora si chiude solo quando hanno risposto tutti")
NOTHING_DECIDED = N_("Nel verbale non c'è ancora nessuna decisione")
ALL_TASKS = N_("Le decisioni sono già tutte compiti")
NO_LONGER = N_("Il verbale non aspetta più questa risposta")
NO_DESK = N_("Questo membro non ha una postazione")
SAY_WHAT = N_("Chi fa un'osservazione o dissente dice che cosa: va scritto")
NOT_HIS_DESK = N_("«Dalla sua postazione» lo scrive solo chi risponde da lì")


def written_fields() -> list[str]:
    """Return the fields of minutes that are their text: those that a sharing shows and a closing keeps."""
    return [field.name for field in type_named("minutes").fields if field.section != LIFE]


def shared_copy(database: Database, identity: str, values: Values) -> Mapping[str, Any] | None:
    """Return the copy of minutes as they were shared last, nothing before they were."""
    for entry in entries_of(database, identity):
        copy = frozen_in(entry) if act_named(entry) == "share" else None
        # Of two who shared at once the one placed first stands; the other waits whole, with the same number.
        if copy is not None and copy.get("round") == values.get("round"):
            return copy
    return None


def closed_copy(database: Database, identity: str) -> Mapping[str, Any] | None:
    """Return the copy that the closing keeps by which minutes are closed."""
    return standing_copy(database, identity, field=MINUTES_PATH.field)


def changed_since_shared(database: Database, identity: str, values: Values) -> list[str]:
    """Return the fields of the text that are not as they were shared last."""
    copy = shared_copy(database, identity, values)
    return [] if copy is None else differing(copy, values, fields=written_fields())


def _share_why(_session: Session, _database: Database, acted: Acted) -> str:
    return "" if members.taking_part(members.as_rows(acted.values.get("attendance"))) else tr(NOBODY)


def _share_fills(session: Session, database: Database, _acted: Acted) -> dict[str, Value]:
    return {"answer_by": answers.answer_by(session, database, today(session.clock)).isoformat()}


def _share_adds(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    shared, until = str(acted.values.get("shared_on") or ""), str(acted.values.get("answer_by") or "")
    if until < shared:
        raise BadInput(problems=tr(N_("il termine per rispondere viene prima della condivisione")))
    sharing = int(acted.values.get("round") or 0) + 1
    said = dict(acted.values) | {"round": sharing}
    answers.ask_members(session, database, minutes=acted.id, root=acted.root, values=said)
    attending = members.as_rows(acted.values.get("attendance"))
    members.share_or_leave_on_paper(session, database, acted.root, members=attending)
    return {"round": sharing}


def _unchanged(database: Database, acted: Acted) -> str:
    return tr(CHANGED) if changed_since_shared(database, acted.id, acted.values) else ""


def _answered(database: Database, acted: Acted) -> str:
    missing = answers.missing_answers(database, acted.id, root=acted.root, values=acted.values)
    if len(missing) == 1:
        return tr(ONE_WAITING)
    return tr(WAITING).format(answers=plural(len(missing), ANSWER_ONE, many=ANSWER_MANY)) if missing else ""


def _confirm_why(_session: Session, database: Database, acted: Acted) -> str:
    return _unchanged(database, acted) or _answered(database, acted)


def _term_why(session: Session, database: Database, acted: Acted) -> str:
    until = str(acted.values.get("answer_by") or "")
    if today(session.clock).isoformat() <= until:
        return tr(NOT_OVER).format(day=full_day(date.fromisoformat(until)))
    return _unchanged(database, acted)


def _close_adds(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    situation = read_row(database, type_named("situation"), acted.root) or {}
    expected = members.expected_in(database, situation)
    there = members.there(members.as_rows(acted.values.get("attendance")))
    return {
        "number": next_number(session, database, "minutes", year=today(session.clock).year),
        "answers": answers.frozen_answers(database, acted.id, root=acted.root, values=acted.values),
        "all_expected": not members.missing_among(expected, there) if expected else None,
    }


def _tasks_why(_session: Session, database: Database, acted: Acted) -> str:
    if not tasks.decisions_of(database, acted.values):
        return tr(NOTHING_DECIDED)
    return "" if tasks.without_task(database, acted.values) else tr(ALL_TASKS)


def _tasks_adds(session: Session, database: Database, acted: Acted) -> dict[str, Value]:
    tasks.make_tasks(session, database, minutes=acted.id, root=acted.root, values=acted.values)
    return {}


def _answer_why(_session: Session, database: Database, acted: Acted) -> str:
    link = acted.values.get("minutes")
    found = standing(database, str(link["id"])) if isinstance(link, dict) else None
    if found is None or MINUTES_PATH.state_of(found.values) not in {"shared", "confirmed"}:
        return tr(NO_LONGER)
    return "" if found.values.get("round") == acted.values.get("round") else tr(NO_LONGER)


def _record_adds(_session: Session, _database: Database, acted: Acted) -> dict[str, Value]:
    said = acted.values
    if said.get("answer") in {"remark", "dissent"} and not said.get("text"):
        raise BadInput(problems=tr(SAY_WHAT))
    if said.get("means") == "desk":
        raise BadInput(problems=tr(NOT_HIS_DESK))
    return {}


def _again_why(session: Session, database: Database, acted: Acted) -> str:
    return _answer_why(session, database, acted) if acted.values.get("operator") else tr(NO_DESK)


MINUTES: dict[str, ActRule] = {
    "share": ActRule(why=_share_why, fills=_share_fills, adds=_share_adds),
    "confirm": ActRule(why=_confirm_why),
    "close": ActRule(why=_confirm_why, adds=_close_adds),
    "close-on-term": ActRule(why=_term_why, adds=_close_adds),
    "to-tasks": ActRule(why=_tasks_why, adds=_tasks_adds),
}
ANSWERS: dict[str, ActRule] = {
    **dict.fromkeys(("confirm", "remark", "dissent", "take-back"), ActRule(why=_answer_why)),
    "record-answer": ActRule(why=_answer_why, adds=_record_adds),
    "ask-again": ActRule(why=_again_why),
}
