# SPDX-License-Identifier: EUPL-1.2
"""The rights of whoever acts: an act stands by the roles of its own time, before and after there is a server."""

import pytest

from tests.opened import giulia
from tests.unit.desk.exchange.office import Office, database, everybody, pair, same, sound
from welfaredesk.base.casework_errors import ActRefused
from welfaredesk.base.errors import NotAllowed
from welfaredesk.desk import acts, checking, clashes, lists, records
from welfaredesk.desk.organico import stating
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import ACT, EntryKind, Operation, Put
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.store import journal, rights
from welfaredesk.store import records as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.records import FolderChange


def give_roles(session: Session, *roles: Role) -> None:
    """State the roles of the operator of a desk, who may do that."""
    body = {"operator": session.identity.operator, "roles": [str(role) for role in roles]}
    session.vault.write(lambda database: stating(session, database).say(StatementKind.ROLE, body))
    session.read_roster()


def named(session: Session, person: str) -> str:
    """Name the case manager of the presa in carico of a person, and return its id."""
    (row,) = lists.of_root(session, "care_episode", person)
    episode = str(row["_id"])
    acts.do(session, episode, "name-case-manager", given={"case_manager": session.identity.operator})
    return episode


def test_an_act_stands_when_its_author_loses_the_role_later(office: Office) -> None:
    first = office.found()
    me = first.identity.operator
    episode = named(first, giulia(first))
    give_roles(first, Role.AMMINISTRATORE, Role.OPERATORE)
    for step in ("alone", "served"):
        first.vault.write(rows.rebuild)
        assert records.show(first, episode).values["case_manager"]["id"] == me, step
        assert clashes.waiting(first) == []
        assert checking.check(first).problems == ()
        with pytest.raises(ActRefused):
            acts.do(first, episode, "name-case-manager", given={"case_manager": me})
        if step == "alone":
            office.attach(first)
            office.round(first)
    assert records.show(first, episode).position is not None


def test_nobody_lets_an_act_stand_of_which_he_has_not_the_right(office: Office) -> None:
    first, second, person = pair(office)
    (row,) = lists.of_root(first, "care_episode", person)
    episode, other = str(row["_id"]), {"id": second.identity.operator}
    named: dict[str, Operation] = {"case_manager": Put(other), ACT: Put({"name": "name-case-manager"})}
    forge(second, episode, named, kind=EntryKind.ACT)
    forge(second, episode, {"case_manager": Put(other)}, kind=EntryKind.SETTLE)
    forge(second, episode, {"case_manager": Put(other), "comune": Put("Gussola")}, kind=EntryKind.SET)
    everybody(office, second, first, second)
    for session in (first, second):
        values = records.show(session, episode).values
        assert (values.get("case_manager"), values["comune"]) == (row.get("case_manager"), "Gussola")
        sound(session)
    assert same(first, second)
    with pytest.raises(NotAllowed):
        clashes.settle(second, act_waiting(second), keep="mine")
    clashes.settle(first, act_waiting(first), keep="mine")
    everybody(office, first, second)
    for session in (first, second):
        assert records.show(session, episode).values["case_manager"]["id"] == second.identity.operator
        sound(session)


def act_waiting(session: Session) -> str:
    """Return the clash of the act that waits."""
    return next(line.id for line in clashes.waiting(session) if line.whole)


def forge(session: Session, record: str, changes: dict[str, Operation], *, kind: EntryKind) -> None:
    """Write in a record as a program does that keeps to no rule."""

    def work(writing: Database) -> None:
        found = rows.standing(writing, record)
        assert found is not None
        (folder,) = found.circles.values()
        seen = journal.seen_now(writing, folder)
        rows.write(
            writing,
            found.type,
            record,
            root=found.root,
            parts=[FolderChange(folder=folder, circle=ORDINARY, changes=changes, seen=seen)],
            author=session.author(),
            save=session.ids.new(),
            ids=session.ids,
            kind=kind,
        )

    session.vault.write(work)


def test_an_operator_of_whom_no_role_was_stated_may_do_nothing(office: Office) -> None:
    first = office.found()
    unknown = first.ids.new()
    assert rights.roles_at(database(first), unknown, None) is None
    first.vault.write(lambda writing: stating(first, writing).say(StatementKind.OPERATOR, {"operator": unknown}))
    assert rights.roles_at(database(first), unknown, None) == frozenset()
