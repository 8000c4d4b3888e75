# SPDX-License-Identifier: EUPL-1.2
"""Minutes as a page shows them: last decisions on top, the text, who answered, what was prepared and corrected."""

from collections.abc import Mapping
from dataclasses import dataclass

from welfaredesk.base.errors import NotAllowed
from welfaredesk.base.ids import derived_id
from welfaredesk.desk import lists, reading, records
from welfaredesk.desk.acts import myself
from welfaredesk.desk.records import Saved, Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff import answers, tasks
from welfaredesk.desk.staff.members import Expected, as_rows, expected_in, missing_among, there
from welfaredesk.desk.staff.minutes_rules import changed_since_shared, closed_copy, written_fields
from welfaredesk.desk.staff.situations import Member, members_in, name_in
from welfaredesk.desk.staff.tasks import Decision
from welfaredesk.desk.staff.writing import bring_up_to_date, make_once
from welfaredesk.domain.access import may_write
from welfaredesk.domain.frozen import copy_hash, differing
from welfaredesk.domain.kinds import Value, Values
from welfaredesk.domain.machines.minutes_path import MINUTES_PATH
from welfaredesk.domain.names import link_title
from welfaredesk.store.driver import Database
from welfaredesk.store.rows import read_row

PREPARED = ("knows", "asks", "proposes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a member answered to the minutes as they were shared last; without `answer` nothing yet.

    `paper` describes the sheet or the message that came, nothing where none was kept.
    """

    id: str
    name: str
    role: str
    operator: str
    state: str
    answer: str
    answered_on: str
    means: str
    text: str
    paper: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What a member brought before the sitting."""

    id: str
    name: str
    mine: bool
    knows: str
    asks: str
    proposes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A nota di rettifica."""

    id: str
    author: str
    written_on: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesPage:
    """The minutes of a situation. When they are closed `values` is the copy that was closed, and `digest` its hash.

    `changed` names the fields of the text that are not as they were shared or closed. `earlier` are the decisions of
    the minutes before these.
    """

    shown: Shown
    situation: str
    name: str
    person: str
    state: str
    values: Mapping[str, Value]
    digest: str
    changed: tuple[str, ...]
    earlier: tuple[Decision, ...]
    earlier_when: str
    decisions: tuple[Decision, ...]
    members: tuple[Member, ...]
    missing: tuple[Expected, ...]
    answers: tuple[Answer, ...]
    prepared: tuple[Prepared, ...]
    notes: tuple[Note, ...]


def minutes_page(session: Session, identity: str) -> MinutesPage:
    """Return what a page of minutes shows; the reading is logged first.

    Raises:
        NotFound: when they are not here, or the operator's roles do not reach them.
    """
    shown = records.show(session, identity)
    reading.opened(session, shown.root)
    reading.opened(session, identity, root=shown.root)
    database = session.vault.read()
    situation = read_row(database, type_named("situation"), shown.root) or {}
    state = MINUTES_PATH.state_of(shown.values)
    copy = closed_copy(database, identity) if state == "closed" else None
    values = dict(copy) if copy is not None else shown.values
    if copy is not None:
        changed = differing(copy, shown.values, fields=written_fields())
    else:
        changed = changed_since_shared(database, identity, shown.values) if state != "draft" else []
    attendance, person = as_rows(values.get("attendance")), situation.get("person")
    # Before anybody's presence is said, who is named counts.
    present = there(attendance) if any(row.get("presence") for row in attendance) else attendance
    before = _before(session, shown)
    return MinutesPage(
        shown=shown,
        situation=shown.root,
        name=name_in(session, situation),
        person=str(person["id"]) if isinstance(person, dict) else "",
        state=state,
        values=values,
        digest=copy_hash(copy) if copy is not None else "",
        changed=tuple(changed),
        earlier=tuple(tasks.decisions_of(database, before)),
        earlier_when=str(before.get("when") or ""),
        decisions=tuple(tasks.decisions_of(database, values)),
        members=tuple(members_in(attendance)),
        missing=tuple(missing_among(expected_in(database, situation), present)),
        answers=tuple(_answers(database, shown)),
        prepared=tuple(_prepared(session, shown)),
        notes=tuple(notes_about(session, shown)),
    )


def _before(session: Session, shown: Shown) -> Values:
    """Return the minutes of the same situation before these that decided something, nothing when there are none."""
    when = str(shown.values.get("when") or "")
    rows = lists.of_root(session, "minutes", shown.root)
    earlier = [row for row in rows if str(row.get("when") or "") < when and row.get("decisions")]
    return max(earlier, key=lambda row: str(row.get("when")), default={})


def _answers(database: Database, shown: Shown) -> list[Answer]:
    sharing = int(shown.values.get("round") or 0)
    found = answers.answers_to(database, shown.id, root=shown.root, sharing=sharing) if sharing else []
    return [
        Answer(
            id=str(row["_id"]),
            name=str(row.get("name") or ""),
            role=str(row.get("role") or ""),
            operator=str((row.get("operator") or {}).get("id") or ""),
            state=answers.state_of_answer(row),
            answer=str(row.get("answer") or ""),
            answered_on=str(row.get("answered_on") or ""),
            means=str(row.get("means") or ""),
            text=str(row.get("text") or ""),
            paper=row.get("paper") or {},
        )
        for row in found
    ]


def _prepared(session: Session, shown: Shown) -> list[Prepared]:
    me = session.identity.operator
    found = [
        Prepared(
            id=str(row["_id"]),
            name=link_title(row.get("operator")) or str(row.get("name") or ""),
            mine=(row.get("operator") or {}).get("id") == me,
            **{name: str(row.get(name) or "") for name in PREPARED},
        )
        for row in lists.of_root(session, "preparation", shown.root)
        if (row.get("minutes") or {}).get("id") == shown.id
    ]
    return sorted(found, key=lambda one: (not one.mine, one.name))


def notes_about(session: Session, shown: Shown, *, field: str = "minutes") -> list[Note]:
    """Return the note di rettifica that link to a record by a field, the oldest on top."""
    rows = lists.of_root(session, "minutes_note", shown.root)
    found = [
        Note(
            id=str(row["_id"]),
            author=link_title(row.get("author")),
            written_on=str(row.get("written_on") or ""),
            text=str(row.get("text") or ""),
        )
        for row in rows
        if (row.get(field) or {}).get("id") == shown.id
    ]
    return sorted(found, key=lambda one: (one.written_on, one.id))


def save(session: Session, minutes: str, values: Values, *, seen: str | None = None) -> Saved:
    """Save what was written in minutes, against what was shown: what two write at once is merged."""
    return records.change(session, minutes, values, seen=seen)


def preparation_id(minutes: str, operator: str) -> str:
    """Return the id of the sheet that an operator prepares for minutes: one, from whichever desk."""
    return derived_id(minutes, f"preparation/{operator}")


def prepare(session: Session, minutes: str, *, knows: str = "", asks: str = "", proposes: str = "") -> str:
    """Keep what this operator brings to a situation before the sitting, and return the id of the sheet.

    Raises:
        NotFound: when the minutes are not here.
        NotAllowed: when the operator's roles do not reach them.
    """
    shown = records.show(session, minutes)
    if not may_write(session.identity.roles, "situation"):
        raise NotAllowed()
    identity = preparation_id(minutes, session.identity.operator)
    said: dict[str, Value] = {"knows": knows or None, "asks": asks or None, "proposes": proposes or None}
    link: Value = {"id": minutes, "root": shown.root, "title": shown.title}

    def work(database: Database) -> None:
        begun = {"minutes": link, "operator": myself(session)} | said
        if not make_once(session, database, "preparation", identity=identity, root=shown.root, values=begun):
            bring_up_to_date(session, database, identity, said)

    session.vault.write(work)
    session.tell(identity, minutes)
    return identity


def add_note(session: Session, closed: str, text: str) -> str:
    """Add a nota di rettifica beside minutes or a contract, and return its id.

    Raises:
        NotFound: when what it corrects is not here.
        BadInput: when it says nothing.
    """
    shown = records.show(session, closed)
    link: Value = {"id": closed, "root": shown.root, "title": shown.title}
    field = "minutes" if shown.type.name == "minutes" else "about"
    return records.add(session, type_named("minutes_note"), {field: link, "text": text}, root=shown.root).id
