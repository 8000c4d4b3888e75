# SPDX-License-Identifier: EUPL-1.2
"""Made reserved by a colleague: whoever is granted that reads every word, with its author and who copied it."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.opened import add, giulia
from tests.unit.desk.exchange.cutters import LATER, SECRET, fold_of, note, rounds
from tests.unit.desk.exchange.office import WORKING, Office, database, same, sound
from tests.unit.desk.test_printing import text_of
from welfaredesk.base.clock import Moment
from welfaredesk.base.ids import packed
from welfaredesk.cli.readable import record_lines
from welfaredesk.desk import acts, attachments, checking, clashes, cutting, granting, lists, records, reserving
from welfaredesk.desk.codes import Codes
from welfaredesk.desk.cutting import Proposal
from welfaredesk.desk.exchange import reopening
from welfaredesk.desk.exchange.opening import NOT_ITS_OPERATOR
from welfaredesk.desk.history_names import named
from welfaredesk.desk.people_names import group_names, operator_names
from welfaredesk.desk.printing import print_cartella
from welfaredesk.desk.roots import Place, folder_for
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import ACT, EntryKind, Operation, Put
from welfaredesk.domain.kinds import ORDINARY, RESERVED
from welfaredesk.server.tables import FILE
from welfaredesk.store import desk_notes, folders, journal
from welfaredesk.store import records as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import arrivals
from welfaredesk.store.journal import Author
from welfaredesk.store.records import FolderChange

NUMBER, REASON = "7/2026", "Tutela"
NAMING = {"name": "name-case-manager"}


@pytest.fixture
def three(office: Office, pair: tuple[Session, Session]) -> tuple[Session, Session, Session]:
    """Return a responsabile and two operators who have everything of each other."""
    first, second = pair
    third = office.enrol(first, name="three")
    rounds(office, third, first, second)
    return first, second, third


def reserve(session: Session, person: str, *wanted: str) -> Proposal:
    """Make records of a person reserved, for everybody of the base group."""
    made = reserving.reserve(session, wanted, number=NUMBER, reason=REASON).proposal
    granting.grant(session, person, working_of(session), circle=RESERVED)
    return made


def working_of(session: Session) -> str:
    """Return the base group."""
    return next(group for group, name in group_names(session).items() if name == WORKING)


def told(session: Session, record: str, *, copied: bool = False) -> list[tuple[Any, ...]]:
    """Return the history of a record as it was written, or of its copy."""
    lines = (line for line in records.history(session, record) if ("copied_by" in line) is copied)
    return [(line["field"], line["operator"], line["when"], line["after"]) for line in lines]


def _named(session: Session, record: str) -> list[dict[str, Any]]:
    return named(session, records.history(session, record))


def copiers(session: Session, record: str) -> set[Any]:
    """Return by whom the changes of a record were copied."""
    return {line.get("copied_by") for line in records.history(session, record)}


def clean(*sessions: Session) -> None:
    """Fail when desks differ, or something in one is aside, waits, or is not as it should be."""
    assert same(*sessions)
    for session in sessions:
        assert arrivals.aside(database(session)) == []
        assert clashes.waiting(session) == []
        assert checking.check(session).problems == ()
        sound(session)


def test_words_of_several_made_reserved_by_another_reach_whoever_is_granted_them(
    office: Office, three: tuple[Session, Session, Session], tmp_path: Path
) -> None:
    first, second, third = three
    person = giulia(first)
    entry = note(first, person, "Prima.")
    document = add(first, "document", root=person, title="Referto", kind="other")
    (tmp_path / "referto.txt").write_text(SECRET)
    attachments.attach(first, document, tmp_path / "referto.txt")
    rounds(office, first, second, third)
    for who, text in ((third, "Prima, e dopo."), (second, f"Prima, e dopo: {SECRET}."), (first, f"{SECRET}, {LATER}")):
        office.clock.advance(ms=60_000)
        records.change(who, entry, {"text": text})
        rounds(office, who, first, second, third)
    for session in (first, third):  # not whoever copies
        office.round(session, files=True)
    before, history, papers = fold_of(third, entry), told(third, entry), told(third, document)
    office.clock.advance(ms=60_000)
    made = reserve(second, person, entry, document)
    rounds(office, second, first, third)
    folder = folders.find(database(second), person, RESERVED)
    assert folder is not None
    with office.server.ledger.reading() as there:
        put = there.execute(select(FILE.c.sha256).where(FILE.c.folder == packed(folder.id))).scalars().all()
    assert put == [bytes.fromhex(attachments.value_of(third, document)["sha256"])]
    for step in ("before the cut", "after the cut"):
        for session in three:
            assert fold_of(session, entry) == before, step
            copied = (told(session, entry, copied=True), told(session, document, copied=True))
            assert copied == (history, papers), step
        clean(*three)
        if step == "before the cut":
            cutting.confirm(first, made.id)
            rounds(office, first, second, third)
    for session in three:
        assert records.show(session, entry).circle == RESERVED
        assert records.show(session, entry).answer()["_copied_by"] == operator_names(third)[second.identity.operator]
        assert copiers(session, entry) == {second.identity.operator}
        assert {line["copied_on"] for line in records.history(session, entry)} == {office.clock.moment.iso()}
        assert [hit.id for hit in lists.search(session, LATER)] == [entry]
        session.vault.write(rows.rebuild)
    assert attachments.read_bytes(third, document) == SECRET.encode()
    paper = " ".join(text_of(print_cartella(third, person).data).split())
    assert f"Reso riservato da {operator_names(third)[second.identity.operator]}" in paper
    records.change(third, entry, {"text": "Ancora."})
    rounds(office, third, first, second)
    assert fold_of(first, entry)["text"] == "Ancora."
    clean(*three)


def test_states_that_a_colleague_had_the_right_to_give_stand_in_the_copy(
    office: Office, pair: tuple[Session, Session]
) -> None:
    first, second = pair
    person = giulia(first)
    (row,) = lists.of_root(first, "care_episode", person)
    episode = str(row["_id"])
    acts.do(first, episode, "name-case-manager", given={"case_manager": first.identity.operator})
    records.change(first, episode, {"notes": "Da sentire"})
    acts.do(first, episode, "suspend", given={"suspension_reason": "Ricovero"})
    rounds(office, first, second)
    reserve(second, person, episode)
    rounds(office, second, first)
    acts.do(first, episode, "resume", given={})
    records.change(first, episode, {"notes": "Sentita"})
    rounds(office, first, second)
    values = fold_of(second, episode)
    history = told(second, episode)
    made = reserve(second, person, episode)
    rounds(office, second, first)
    cutting.confirm(first, made.id)
    rounds(office, first, second)
    for session in pair:
        assert (fold_of(session, episode), told(session, episode, copied=True)) == (values, history)
        assert copiers(session, episode) == {second.identity.operator}
        session.vault.write(rows.rebuild)
    clean(*pair)


def as_an_older_program(session: Session, record: str) -> str:
    """Copy a record as the program did that named the authors of the words as operators, and return the folder."""

    def work(writing: Database) -> str:
        found = rows.standing(writing, record)
        assert found is not None
        kind = folders.root_type_of(writing, found.root) or ""
        target = folder_for(session, writing, Place(record, found.root, kind), circle=RESERVED).id
        for entry in list(journal.entries_of(writing, record, found.circles[ORDINARY])):
            header = entry.header
            moment, seen = Moment(header.utc_ms, header.offset), journal.seen_now(writing, target)
            rows.write(
                writing,
                found.type,
                record,
                root=found.root,
                parts=[FolderChange(folder=target, circle=RESERVED, changes=entry.body.changes, seen=seen)],
                author=Author(desk=session.identity.desk, operator=header.operator, moment=moment),
                save=session.ids.new(),
                ids=session.ids,
                kind=header.kind,
            )
        return target

    return session.vault.write(work)


def set_aside(session: Session, folder: str) -> None:
    """Leave a desk as the older program left it: what lies in a folder was not taken in, and stands aside."""

    def work(writing: Database) -> None:
        connection = writing.conn
        touched = [
            one for (one,) in connection.execute("SELECT DISTINCT record FROM entry WHERE folder = ?", (folder,))
        ]
        connection.execute("DELETE FROM entry WHERE folder = ?", (folder,))
        journal.rechain(writing, 1)
        connection.execute("UPDATE parcel SET state = 'unreadable' WHERE folder = ?", (folder,))
        connection.execute(
            "INSERT INTO aside SELECT folder, desk, k_from, id, ? FROM parcel WHERE folder = ?",
            (NOT_ITS_OPERATOR, folder),
        )
        desk_notes.drop(writing, reopening.KEPT)
        rows.refold(writing, touched)

    session.vault.write(work)


def test_copies_of_an_older_program_come_in_and_say_who_copied(office: Office, pair: tuple[Session, Session]) -> None:
    first, second = pair
    person = giulia(first)
    (row,) = lists.of_root(first, "care_episode", person)
    episode, entry = str(row["_id"]), note(first, person, "Prima.")
    acts.do(first, episode, "name-case-manager", given={"case_manager": first.identity.operator})
    rounds(office, first, second)
    office.clock.advance(ms=60_000)
    records.change(second, entry, {"text": SECRET})
    rounds(office, second, first)
    before = [(one, fold_of(first, one), told(first, one)) for one in (entry, episode)]
    folder = as_an_older_program(second, entry)
    assert as_an_older_program(second, episode) == folder
    granting.grant(second, person, working_of(second), circle=RESERVED)
    rounds(office, second, first)
    set_aside(first, folder)
    assert [one.why for one in arrivals.aside(database(first))] == [NOT_ITS_OPERATOR]
    assert not same(first, second)
    rounds(office, first)
    clean(first, second)
    made = cutting.propose(second, [entry, episode], number=NUMBER, reason=REASON, circle=ORDINARY)
    rounds(office, second, first)
    cutting.confirm(first, made.id)
    rounds(office, first, second)
    for session in pair:
        for one, values, history in before:
            assert fold_of(session, one) == values
            assert sorted(told(session, one) + told(session, one, copied=True), key=str) == sorted(history, key=str)
            assert records.show(session, one).circle == RESERVED
        copied = [(line["operator"], line.get("copied_by")) for line in records.history(session, entry)]
        said = list(record_lines(records.show(session, entry), codes=Codes(session), history=_named(session, entry)))
        assert sum("reso riservato da" in one for one in said) == len([by for _, by in copied if by])
        assert copied[0] == (first.identity.operator, second.identity.operator)
        assert copied[-1] == (second.identity.operator, None)
    clean(first, second)
    records.change(first, episode, {"comune": "Viadana"})
    rounds(office, first, second)
    forged: dict[str, Operation] = {"case_manager": Put({"id": second.identity.operator}), ACT: Put(NAMING)}
    old_entry(second, episode, folder, author=first.identity.operator, changes=forged)
    rounds(office, second, first)
    for session in pair:
        assert fold_of(session, episode)["case_manager"] == before[1][1]["case_manager"]
        (line,) = clashes.waiting(session)
        assert (line.author, line.field) == (second.identity.operator, "case_manager")


def old_entry(session: Session, record: str, folder: str, *, author: str, changes: dict[str, Operation]) -> None:
    """Write an act into a folder in the name of somebody else, as no program does any more."""

    def work(writing: Database) -> None:
        found = rows.standing(writing, record)
        assert found is not None
        seen = journal.seen_now(writing, folder)
        rows.write(
            writing,
            found.type,
            record,
            root=found.root,
            parts=[FolderChange(folder=folder, circle=RESERVED, changes=changes, seen=seen)],
            author=Author(desk=session.identity.desk, operator=author, moment=session.clock.now()),
            save=session.ids.new(),
            ids=session.ids,
            kind=EntryKind.ACT,
        )

    session.vault.write(work)
