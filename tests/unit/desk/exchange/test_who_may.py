# SPDX-License-Identifier: EUPL-1.2
"""Who may: an administrator, a DPO hold what they should and no more; a cartella that moves."""

import pytest

from tests.opened import add, giulia
from tests.unit.desk.exchange.office import Office, database, everybody, same, sound
from welfaredesk.base.access_errors import SameGroup
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.desk import granting, people, reading, records
from welfaredesk.desk.exchange import ledger
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.domain.statement import Role
from welfaredesk.store import questions, standing
from welfaredesk.store import roster as rows

ENTE_ROOTS = {"directory", "settings", "roster"}


def roots_here(session: Session) -> set[str]:
    """Return the roots of the folders of which this desk holds a key, by kind, its own root left out."""
    found = database(session).conn.execute("SELECT root_type, root FROM folder WHERE root <> ?", (_me(session),))
    return {root if kind == "person" else kind for kind, root in found}


def _me(session: Session) -> str:
    return session.identity.operator


def folders_named(session: Session) -> set[str]:
    """Return the folders of which this desk was told anything: a grant, a parcel."""
    tables = ("folder_grant", "parcel", "entry", "held", "folder_key")
    return {folder for table in tables for (folder,) in database(session).conn.execute(f"SELECT folder FROM {table}")}


def test_an_administrator_by_himself_gets_no_cartella(office: Office) -> None:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    admin = office.enrol(first, groups=(), roles=(Role.AMMINISTRATORE,))
    everybody(office, admin, first, admin)
    assert roots_here(admin) == ENTE_ROOTS
    theirs = {one.id for one in rows.folders_of_root(database(first), person)}
    assert folders_named(admin).isdisjoint(theirs)
    for group in (first.identity.groups["working"], first.identity.groups["coordination"]):
        with pytest.raises(NotAllowed):
            people.add_member(admin, _me(admin), group)
    with pytest.raises(NotAllowed):
        granting.grant(admin, person, admin.identity.groups["own"])
    assert questions.all_cases(database(admin)) == []


def test_a_dpo_gets_the_readings_and_nothing_else(office: Office) -> None:
    first = office.found()
    person = giulia(first)
    office.attach(first)
    dpo = office.enrol(first, groups=(), roles=(Role.DPO,))
    reading.opened(first, person, root=person)
    everybody(office, first, dpo)
    assert roots_here(dpo) == ENTE_ROOTS
    assert [line["record"] for line in reading.lines(dpo)] == [person]
    assert folders_named(dpo).isdisjoint({one.id for one in rows.folders_of_root(database(first), person)})
    with pytest.raises(NotFound):
        records.show(dpo, person)
    with pytest.raises(NotAllowed):
        add(dpo, "person", surname="Neri", name="Ugo")


def test_a_cartella_moves_to_another_group_after_what_waits_has_left(office: Office) -> None:
    first = office.found()
    person, stays = giulia(first), giulia(first)
    office.attach(first)
    there = people.add_group(first, "Comune di Gussola")
    second = office.enrol(first, roles=(Role.OPERATORE, Role.CASE_MANAGER))
    third = office.enrol(first, name="three", groups=["Comune di Gussola"])
    people.remove_member(first, _me(first), there)
    everybody(office, second, third, first, second, third)
    assert person in roots_here(second)
    assert person not in roots_here(third)
    entry = add(second, "diary_entry", person=person, text="Ultima annotazione, ancora da inviare.")
    here = second.identity.groups["working"]
    with pytest.raises(SameGroup):
        granting.pass_on(second, person, here, former=here)
    assert granting.pass_on(second, person, there, former=here) == 1
    late = add(second, "diary_entry", person=person, text="Scritta prima che la cartella sia passata.")
    office.round(second)
    assert standing.count_unsent(database(second)) == 0
    assert ledger.refused(second) == []
    office.round(second)
    with pytest.raises(NotFound):
        records.show(second, person)
    assert roots_here(second) >= {stays}
    assert {one.id for one in rows.folders_of_root(database(second), person)} == set()
    everybody(office, third, third, first)
    for session in (third, first):
        assert records.show(session, entry).values["text"].startswith("Ultima")
        assert records.show(session, late).values["text"].startswith("Scritta")
    add(third, "diary_entry", person=person, text="Prima annotazione di qui.")
    everybody(office, third, first, second)
    assert same(first, third)
    assert person not in roots_here(second)
    for session in (first, second, third):
        sound(session)
    # Who comes later does not take the former group for a holder, though the first grant named it too.
    fourth = office.enrol(first, name="four", groups=[first.identity.groups["coordination"]])
    everybody(office, fourth, fourth)
    (readers,) = granting.readers_of(fourth, person)
    assert {group.id for group in readers.groups} == {there, first.identity.groups["coordination"]}


def test_a_reserved_part_that_the_former_group_does_not_hold_stays_where_it_is(office: Office) -> None:
    first = office.found()
    person = giulia(first)
    add(first, "diary_entry", person=person, circle=RESERVED, text="Riservata.")
    office.attach(first)
    there = people.add_group(first, "Comune di Gussola")
    here = first.identity.groups["working"]
    assert granting.pass_on(first, person, there, former=here) == 1
    readers = {one.circle: {group.id for group in one.groups} for one in granting.readers_of(first, person)}
    assert there in readers["ordinary"]
    assert here not in readers["ordinary"]
    assert there not in readers[RESERVED]
    with pytest.raises(SameGroup):
        granting.pass_on(first, person, there, former=here)
    with pytest.raises(NotFound):
        granting.pass_on(first, first.ids.new(), there, former=here)
