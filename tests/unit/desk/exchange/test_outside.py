# SPDX-License-Identifier: EUPL-1.2
"""Somebody from outside: one cartella, granted to him by name, until a day; he grants nothing and begins nothing."""

from dataclasses import dataclass
from datetime import date

import pytest

from tests.opened import add, giulia
from tests.unit.desk.exchange.office import Office, database, everybody, same
from tests.unit.desk.exchange.test_who_may import ENTE_ROOTS, folders_named, roots_here
from welfaredesk.base.access_errors import EndMissing, OneFolder, OutsideOnly
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.base.people_errors import LastGroup
from welfaredesk.desk import granting, memberships, people, people_pages, records
from welfaredesk.desk.exchange import ledger
from welfaredesk.desk.people_names import reader_called
from welfaredesk.desk.session import Session
from welfaredesk.domain.kinds import RESERVED
from welfaredesk.domain.statement import Role
from welfaredesk.store import roster as rows

LAST_DAY = date(2026, 10, 21)


@dataclass(slots=True)
class Scene:
    """The first desk with two cartelle, somebody from outside, and the own group of his that one was granted to."""

    first: Session
    outside: Session
    shared: str
    other: str
    his: str


def _me(session: Session) -> str:
    return session.identity.operator


@pytest.fixture
def scene(office: Office) -> Scene:
    """Give somebody from outside who was granted one of two cartelle."""
    first = office.found()
    shared, other = giulia(first), giulia(first)
    add(first, "diary_entry", person=other, text="Di un'altra cartella.")
    office.attach(first)
    until = people.end_of(first, LAST_DAY)
    outside = office.enrol(first, name="three", groups=(), roles=(Role.ESTERNO,), until_ms=until)
    everybody(office, outside, first)
    his = reader_called(first, "Rossi, Three")
    granting.grant(first, shared, his)
    everybody(office, first, outside, outside)
    return Scene(first, outside, shared, other, his)


def test_he_comes_in_with_an_end_and_without_a_group(office: Office) -> None:
    first = office.found()
    office.attach(first)
    until = people.end_of(first, LAST_DAY)
    for end in (None, office.clock.now().utc_ms):
        with pytest.raises(EndMissing):
            office.enrol(first, name="three", groups=(), roles=(Role.ESTERNO,), until_ms=end)
    with pytest.raises(OutsideOnly):
        office.enrol(first, name="three", roles=(Role.ESTERNO,), until_ms=until)
    outside = office.enrol(first, name="three", groups=(), roles=(Role.ESTERNO,), until_ms=until)
    with pytest.raises(OutsideOnly):
        people.add_member(first, _me(outside), first.identity.groups["working"], expires_ms=until)
    with pytest.raises(EndMissing):
        people.add_member(first, _me(outside), first.identity.groups["everyone"])
    with pytest.raises(EndMissing):
        people_pages.set_roles(first, _me(outside), [Role.ESTERNO])


def test_he_reads_and_writes_the_one_cartella_and_nothing_of_another(office: Office, scene: Scene) -> None:
    first, outside = scene.first, scene.outside
    assert (scene.his, "Rossi, Three (esterno)") in people_pages.groups_to_share(first, [])
    assert scene.his not in {group for group, _ in people_pages.groups_to_share(first, [], circle=RESERVED)}
    assert roots_here(outside) == ENTE_ROOTS | {scene.shared}
    theirs = {one.id for one in rows.folders_of_root(database(first), scene.other)}
    assert theirs
    assert folders_named(outside).isdisjoint(theirs)
    add(outside, "diary_entry", person=scene.shared, text="Relazione della comunità.")
    everybody(office, outside, first)
    assert same(first, outside)
    assert memberships.ended(outside) == []
    (ordinary,) = granting.readers_of(first, scene.shared)
    assert [group.until for group in ordinary.groups if group.id == scene.his] == [LAST_DAY]


def test_a_second_one_is_refused_on_the_desk_already(office: Office, scene: Scene) -> None:
    with pytest.raises(OneFolder):
        granting.grant(scene.first, scene.other, scene.his)
    granting.ungrant(scene.first, scene.shared, scene.his)
    granting.grant(scene.first, scene.other, scene.his)
    everybody(office, scene.first, scene.outside, scene.first, scene.outside)
    assert roots_here(scene.outside) == ENTE_ROOTS | {scene.other}


def test_he_grants_nothing_and_begins_nothing(scene: Scene) -> None:
    outside = scene.outside
    with pytest.raises(NotAllowed):
        granting.ungrant(outside, scene.shared, scene.his)
    with pytest.raises(NotAllowed):
        granting.grant(outside, scene.shared, scene.first.identity.groups["coordination"])
    with pytest.raises(NotAllowed):
        add(outside, "person", surname="Neri", name="Ugo")


def test_after_the_last_day_nothing_comes_nor_goes_until_it_is_put_off(office: Office, scene: Scene) -> None:
    first, outside = scene.first, scene.outside
    office.clock.advance(ms=3 * 86_400_000)
    # While he is shut out the folder's key turns: what he missed he gets with the new day.
    granting.ungrant(first, scene.shared, first.identity.groups["coordination"])
    lost = add(first, "diary_entry", person=scene.shared, text="Dopo la fine.")
    everybody(office, first, outside)
    with pytest.raises(NotFound):
        records.show(outside, lost)
    late = add(outside, "diary_entry", person=scene.shared, text="Scritta dopo la fine.")
    assert office.round(outside).refused == 1
    assert [one.code for one in ledger.refused(outside)] == ["not_yours"]
    office.round(first)
    with pytest.raises(NotFound):
        records.show(first, late)
    (ended,) = memberships.ended(outside)
    assert (ended.group, ended.until) == ("", LAST_DAY)
    assert office.round(outside).requests <= 2
    until = people.end_of(first, date(2026, 12, 31))
    people_pages.set_roles(first, _me(outside), [Role.ESTERNO], until_ms=until)
    everybody(office, first, outside)
    assert memberships.ended(outside) == []
    (line,) = ledger.refused(outside)
    ledger.retry(outside, line.id)
    everybody(office, outside, outside, first)
    assert records.show(outside, lost).values["text"] == "Dopo la fine."
    assert records.show(first, late).values["text"] == "Scritta dopo la fine."


def test_a_colleague_who_goes_on_from_outside_keeps_what_is_granted_by_name(office: Office) -> None:
    first = office.found()
    kept, lost = giulia(first), giulia(first)
    office.attach(first)
    second = office.enrol(first, name="two")
    everybody(office, second, first, second)
    assert roots_here(second) >= {kept, lost}
    until = people.end_of(first, date(2026, 12, 31))
    people_pages.set_roles(first, _me(second), [Role.ESTERNO], until_ms=until)
    his = reader_called(first, "Rossi, Two")
    granting.grant(first, kept, his)
    everybody(office, first, second, first, second)
    assert roots_here(second) == ENTE_ROOTS | {kept}
    with pytest.raises(LastGroup):
        granting.pass_on(first, lost, his, former=first.identity.groups["working"])
    after = add(first, "diary_entry", person=kept, text="Scritta dopo.")
    everybody(office, first, second)
    assert records.show(second, after).values["text"] == "Scritta dopo."
    people_pages.set_roles(first, _me(second), [Role.OPERATORE])
    assert first.read_roster().end_of_outside(_me(second)) is None
    everybody(office, first, second)
    assert roots_here(second) == ENTE_ROOTS | {kept}
