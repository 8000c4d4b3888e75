# SPDX-License-Identifier: EUPL-1.2
"""What acts alone write: no save, form or file changes it, and what another program wrote there waits, and is shown."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.opened import add, giulia
from tests.two_vaults import Sequence, Shared, desks, folder_of
from welfaredesk.base.casework_errors import OnlyByAct
from welfaredesk.base.clock import FixedClock
from welfaredesk.desk import acts, clashes, lists, records
from welfaredesk.desk.importing.carrying_out import import_file
from welfaredesk.desk.importing.mapping import Column, Mapping
from welfaredesk.desk.importing.planning import LEFT_TO_ACTS
from welfaredesk.desk.roots import Place, folder_for
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import EntryKind, Operation, Put
from welfaredesk.domain.kinds import RESERVED, Value
from welfaredesk.store import journal
from welfaredesk.store import records as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange


@pytest.fixture
def episode(session: Session) -> str:
    (row,) = lists.of_root(session, "care_episode", giulia(session))
    return str(row["_id"])


@pytest.mark.parametrize(
    ("given", "label"),
    [
        ({"status": "closed"}, "Stato"),
        ({"assignment": "sent_back", "comune": "Bozzolo"}, "Assegnazione"),
        ({"responsible_social_worker": None}, "Assistente sociale titolare"),
        ({"number": "2026/ZZ-9", "accepted_on": "2026-10-19"}, "Numero, Accettata il"),
    ],
)
def test_a_save_of_what_acts_alone_write_is_refused_whole(
    session: Session, episode: str, given: dict[str, Value], label: str
) -> None:
    before = records.show(session, episode)
    with pytest.raises(OnlyByAct) as told:
        records.change(session, episode, given)
    assert f"Con un salvataggio non si può cambiare: {label}." in told.value.text
    assert records.show(session, episode) == before


def test_what_says_the_state_as_it_stands_is_saved(session: Session, episode: str) -> None:
    acts.do(session, episode, "suspend", given={"suspension_reason": "Ricovero"})
    shown = records.show(session, episode)
    saved = records.change(session, episode, shown.values | {"notes": "Chiama la zia"}, seen=shown.entry)
    assert saved.changed == ("notes",)
    assert records.show(session, episode).values["status"] == "suspended"


def test_a_new_record_begins_in_the_state_that_it_says(session: Session) -> None:
    person = add(session, "person", surname="Boselli", name="Rino")
    made = add(session, "care_episode", person=person, opened_on="2020-01-01", status="closed", closed_on="2021-01-01")
    assert acts.offered(session, made).states["status"] == "closed"
    records.change(session, made, {"closing_reason": "moved"})
    with pytest.raises(OnlyByAct):
        records.change(session, made, {"closing_reason": "goals_reached"})


def test_a_file_changes_no_state_and_says_so(session: Session, tmp_path: Path) -> None:
    file = tmp_path / "persone.csv"
    columns = {"Cognome": "surname", "Nome": "name", "Stato": "case_file.state", "Dove": "case_file.paper_archive"}
    mapping = Mapping(
        type="person",
        key="ID",
        open_case_files=True,
        columns={heading: Column(target) for heading, target in columns.items()},
    )
    for state, place in (("open", "A1"), ("closed", "A2")):
        file.write_text(f"ID,Cognome,Nome,Stato,Dove\n1,Boselli,Rino,{state},{place}\n", encoding="utf-8")
        result = import_file(session, file, mapping=mapping)
    assert [one.why for one in result.warnings] == [LEFT_TO_ACTS]
    (person,) = lists.find_people(session, "boselli")
    (case_file,) = lists.of_root(session, "case_file", person.id)
    assert (case_file["state"], case_file["paper_archive"]) == ("open", "A2")


def write(database: Database, desk: Shared, record: str, *, kind: EntryKind = EntryKind.SET, **said: Value) -> None:
    """Write in a record as a program does that keeps to no rule."""
    found = rows.standing(database, record)
    assert found is not None
    (folder,) = found.circles.values()
    rows.write(
        database,
        found.type,
        record,
        root=found.root,
        parts=[
            FolderChange(
                folder=folder,
                circle="ordinary",
                changes={name: Put(value) for name, value in said.items()},
                seen=journal.seen_now(database, folder),
            )
        ],
        author=desk.session.author(),
        save=desk.session.ids.new(),
        ids=desk.session.ids,
        kind=kind,
    )


def test_what_a_hostile_desk_writes_there_waits_on_every_desk(tmp_path: Path, clock: FixedClock) -> None:
    with ExitStack() as stack:
        anna, bice = desks(stack, tmp_path, ["anna", "bice"], clock=clock)
        line = Sequence()
        person = add(anna.session, "person", surname="Boselli", name="Rino")
        made = add(anna.session, "care_episode", person=person, opened_on="2026-10-01")
        folder = folder_of(anna, person)
        anna.share(folder, bice)

        def exchange() -> None:
            for one in (anna, bice):
                one.send(line, folder=folder)
            for one in (anna, bice):
                one.take(line)
                one.sound()
            assert anna.hash(folder) == bice.hash(folder)

        exchange()
        close: Callable[[Database], None] = partial(write, desk=bice, record=made, status="closed", comune="Bozzolo")
        bice.session.vault.write(close)
        exchange()
        values = records.show(anna.session, made).values
        assert (values["status"], values["comune"]) == ("in_care", "Bozzolo")
        (waiting,) = clashes.waiting(bice.session)
        assert (waiting.field, waiting.mine, waiting.theirs, waiting.alone) == ("status", "closed", "in_care", True)
        with pytest.raises(OnlyByAct):
            clashes.settle(bice.session, waiting.id, keep="mine")
        settled: Callable[[Database], None] = partial(
            write, desk=bice, record=made, kind=EntryKind.SETTLE, status="closed"
        )
        bice.session.vault.write(settled)
        exchange()
        assert records.show(anna.session, made).values["status"] == "in_care"
        clashes.settle(anna.session, clashes.waiting(anna.session)[0].id, keep="theirs")
        exchange()
        assert clashes.waiting(anna.session) == clashes.waiting(bice.session) == []


def test_another_folder_is_no_way_to_begin_a_record_anew(session: Session, episode: str) -> None:
    acts.do(session, episode, "transfer", given={"proposed_worker": session.identity.operator, "transfer_reason": "x"})
    before = records.show(session, episode)

    def begin(database: Database) -> None:
        place = Place(episode, before.root, "person")
        folder = folder_for(session, database, place, circle=RESERVED).id
        said = {"resumed_on": "2026-10-19", "closed_on": "2026-10-19", "accepted_on": "2026-10-19"}
        changes: dict[str, Operation] = {name: Put(value) for name, value in said.items()}
        part = FolderChange(folder=folder, circle=RESERVED, changes=changes, seen={})
        rows.write(
            database,
            before.type,
            episode,
            root=before.root,
            parts=[part],
            author=session.author(),
            save=session.ids.new(),
            ids=session.ids,
        )

    session.vault.write(begin)
    after = records.show(session, episode).values
    assert after == before.values | {"resumed_on": "2026-10-19"}
    session.vault.write(rows.rebuild)
    assert records.show(session, episode).values == after
