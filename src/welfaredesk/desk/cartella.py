# SPDX-License-Identifier: EUPL-1.2
"""The cartella: what its page shows, its diary as a stream, and how a new one is opened."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from welfaredesk.base.clock import today
from welfaredesk.desk import bulk, drafts, households, lists, records
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.correspondence.gepi import done_in
from welfaredesk.desk.drafts import Draft
from welfaredesk.desk.households import HouseholdShown, Member
from welfaredesk.desk.plan.page import ProjectLine, projects_of
from welfaredesk.desk.protection import hidden_in, without_names
from welfaredesk.desk.reading import opened
from welfaredesk.desk.records import Saved, Shown, type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.staff.of_person import PersonStaff, staff_of
from welfaredesk.domain.kinds import ORDINARY, Value, Values
from welfaredesk.domain.names import id_in
from welfaredesk.store import questions
from welfaredesk.store.derive import persons_named

PAGE = 50
CONTACTS_SHOWN = 20
DRAFT_KEY = "diary/{person}"
Row = dict[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class CartellaShown:
    """Everything that the page of a person shows besides the stream."""

    person: Shown
    case_file: Row | None
    episodes: tuple[Row, ...]
    deadlines: tuple[Row, ...]
    appointments: tuple[Row, ...]
    households: tuple[HouseholdShown, ...]
    ties: tuple[Row, ...]
    documents: tuple[Row, ...]
    referrals: tuple[Row, ...]
    contacts: tuple[Row, ...]
    same: tuple[Row, ...]
    draft: Draft | None
    operators: dict[str, str]
    urgencies: tuple[Row, ...] = ()
    access: tuple[Row, ...] = ()
    letters: tuple[Row, ...] = ()
    gepi: tuple[bool, ...] = ()
    staff: PersonStaff = field(default_factory=PersonStaff)
    projects: tuple[ProjectLine, ...] = ()

    @property
    def open_episode(self) -> Row | None:
        """Return the presa in carico that is open, the latest if several."""
        return next((row for row in self.episodes if row.get("status") != "closed"), None)

    @property
    def cautions(self) -> list[Row]:
        """Return the avvertenze, reserved ones too, that have not ended."""
        values = self.person.values
        return [*(values.get("cautions") or []), *(values.get("reserved_cautions") or [])]


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """An entry of the stream: its values, its circle, whether something in it waits, whether it was corrected."""

    id: str
    root: str
    values: Row
    circle: str = ORDINARY
    waits: bool = False
    corrected: bool = False

    @property
    def cursor(self) -> tuple[str, str]:
        """Return where the stream goes on after this entry."""
        return str(self.values.get("when") or ""), self.id

    @property
    def reserved(self) -> bool:
        """Tell whether the entry belongs to a reserved circle."""
        return self.circle != ORDINARY


def page(session: Session, person: str, *, why: str | None = None) -> CartellaShown:
    """Return the page of a person; that it was read is durable when this returns.

    Raises:
        NotFound: when the person is not here.
        WhyFirst: when it is read only on call, and no reason was given.
    """
    shown = records.show(session, person)
    opened(session, person, root=person, why=why)
    hidden = hidden_in(session, shown.type, shown.values, page_of=person)
    day = today(session.clock).isoformat()
    deadlines = [row for row in _own(session, "deadline", person) if not row.get("done_on")]
    appointments = [row for row in _own(session, "appointment", person) if str(row.get("when") or "")[:10] >= day]
    contacts = sorted(lists.linked_from(session, person, "contact"), key=_when, reverse=True)
    return CartellaShown(
        person=replace(shown, values=without_names(shown.values, hidden)),
        case_file=next(iter(sorted(_own(session, "case_file", person), key=_closed)), None),
        episodes=tuple(_own(session, "care_episode", person)),
        deadlines=tuple(sorted(deadlines, key=due)),
        appointments=tuple(sorted(appointments, key=_when)),
        households=tuple(households.of_person(session, person)),
        ties=_told(session, _own(session, "network_tie", person)),
        documents=tuple(_own(session, "document", person)),
        referrals=tuple(sorted(lists.linked_from(session, person, "referral"), key=_received, reverse=True)),
        contacts=tuple(contacts[:CONTACTS_SHOWN]),
        same=_told(session, [*_own(session, "same_person", person), *_joined(session, person)]),
        draft=drafts.draft_of(session, DRAFT_KEY.format(person=person)),
        operators=lists.operator_names(session),
        urgencies=tuple(lists.linked_from(session, person, "urgency")),
        letters=tuple(_letters(session, person)),
        gepi=tuple(done_in(session, person)),
        access=tuple(sorted(_own(session, "access_request", person), key=_received, reverse=True)),
        staff=staff_of(session, person),
        projects=tuple(projects_of(session, person)),
    )


def _own(session: Session, type_name: str, person: str) -> list[Row]:
    return lists.of_root(session, type_name, person)


def _letters(session: Session, person: str) -> list[Row]:
    """Return the letters of a cartella, and those of another that are about her too."""
    about = [row for row in lists.linked_from(session, person, "letter") if _names(row.get("others"), person)]
    return [*_own(session, "letter", person), *(row for row in about if row["_root"] != person)]


def _names(rows: Value, person: str) -> bool:
    return any(id_in(row.get("person")) == person for row in rows or ())


def _joined(session: Session, person: str) -> list[Row]:
    rows = lists.linked_from(session, person, "same_person")
    return [row | {"other": row["person"]} for row in rows if row["_root"] != person]


def _told(session: Session, rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return rows without the name of whoever is in protection now, however it was written when linked."""
    named = [row["other"]["id"] for row in rows if isinstance(row.get("other"), dict)]
    hidden = questions.protected(session.vault.read(), named)
    return tuple(
        row | {"other": {"id": "", "root": None, "title": ""}, "_title": "", "_hidden": True}
        if isinstance(row.get("other"), dict) and row["other"]["id"] in hidden
        else row
        for row in rows
    )


def due(row: Row) -> str:
    """Return when a deadline falls, as text that sorts; one without a day comes last."""
    return str(row.get("due_at") or row.get("due_on") or "9999")


def _when(row: Row) -> str:
    return str(row.get("when") or "")


def _received(row: Row) -> str:
    return str(row.get("received_on") or "")


def _closed(row: Row) -> bool:
    return bool(row.get("closed_on"))


def stream(
    session: Session, person: str, *, before: tuple[str, str] | None = None, limit: int = PAGE
) -> list[DiaryLine]:
    """Return a page of the diary, the latest first: the person's own entries and those of the households.

    An entry of a household is shown to whom it names; one that names nobody, to its members of that day.
    """
    sources = [_entries(session, person, before=before)]
    shared = households.of_person(session, person)
    sources += [_of_household(session, household, person, before=before) for household in shared]
    merged = heapq.merge(*sources, key=lambda line: line.cursor, reverse=True)
    found = list(islice(merged, limit))
    marks = questions.marks(session.vault.read(), [line.id for line in found])
    return [_marked(line, marks.get(line.id)) for line in found]


def _marked(line: DiaryLine, mark: questions.Mark | None) -> DiaryLine:
    if mark is None:
        return line
    return replace(line, circle=mark.circle, waits=mark.clashes > 0, corrected=mark.saves > 1)


def _entries(session: Session, root: str, *, before: tuple[str, str] | None) -> Iterator[DiaryLine]:
    """Give the entries of a root a page at a time, only as far as they are asked for."""
    type_ = type_named("diary_entry")
    cursor = before
    while rows := questions.diary(session.vault.read(), type_, root, before=cursor, limit=PAGE):
        for row in rows:
            line = DiaryLine(str(row["_id"]), root, row)
            cursor = line.cursor
            yield line


def _of_household(
    session: Session, household: HouseholdShown, person: str, *, before: tuple[str, str] | None
) -> Iterator[DiaryLine]:
    for line in _entries(session, household.id, before=before):
        named, day = persons_named(line.values), line.cursor[0][:10]
        if person in named or (not named and any(one.was_there(day) for one in household.own)):
            yield line


def members_now(shown: CartellaShown, day: str) -> list[tuple[str, Member]]:
    """Return household id and member for everybody who lives with the person and may be named, each person once."""
    found: dict[str, tuple[str, Member]] = {}
    for household in shown.households:
        for member in household.present(day):
            if member.person and not member.protected:
                found.setdefault(member.person, (household.id, member))
    return list(found.values())


def write_diary(
    session: Session, person: str, values: Values, *, named: Mapping[str, str], circle: str | None = None
) -> Saved:
    """Save a diary entry and drop its draft; with others of a household named, it lives there and shows in each.

    Args:
        session: the open desk.
        person: whose page it was written on.
        values: the entry.
        named: the other persons it names, each with the household they share.
        circle: the reserved circle it belongs to, none for ordinary.
    """
    counted: dict[str, int] = {}
    for household in named.values():
        counted[household] = counted.get(household, 0) + 1
    root = max(counted, key=lambda one: counted[one]) if counted else person
    whole: dict[str, Any] = dict(values)
    if counted:
        persons = [person, *(one for one, household in named.items() if household == root)]
        whole["persons"] = [{"person": one} for one in persons]
    else:
        whole["person"] = person
    saved = records.add(session, type_named("diary_entry"), whole, root=root, circle=circle)
    drafts.drop(session, DRAFT_KEY.format(person=person))
    return saved


def open_cartella(session: Session, values: Values, *, person: str | None = None) -> str:
    """Open a cartella for somebody new, or for a person already here, in one transaction; return the person.

    Raises:
        BadInput: when the person's data cannot be held; nothing is saved.
    """
    identity = person or session.ids.new()
    new = [] if person else [bulk.NewRecord(type=type_named("person"), values=dict(values), identity=identity)]
    comune = {"comune": values["comune"]} if values.get("comune") else {}
    case_file = {"person": identity} | comune
    new.append(bulk.NewRecord(type=type_named("case_file"), values=case_file, root=identity))
    codes = Codes(session)
    session.vault.write(lambda database: bulk.add_within(session, database, new, codes=codes))
    session.tell(identity)
    return identity
