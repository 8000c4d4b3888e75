# SPDX-License-Identifier: EUPL-1.2
"""Two desks of one ente: who reads what, who leaves, whose desk is revoked, whose PC burns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.opened import PASSPHRASE, add
from tests.unit.desk.test_enrolment import Newcomer, Office, office
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import NotAllowed, NotFound
from welfaredesk.base.exchange_errors import DeskRevoked
from welfaredesk.base.ids import SeededIds
from welfaredesk.base.people_errors import LastGroup, NameTaken, OwnDesk, UnknownName
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk import granting, inviting, people
from welfaredesk.desk.exchange import notes
from welfaredesk.desk.exchange.place import server_of
from welfaredesk.desk.exchange.turn import Turns
from welfaredesk.desk.founding import FirstStart
from welfaredesk.desk.letters import next_letters
from welfaredesk.desk.naming import name_ente
from welfaredesk.desk.organico import remake, roster_of
from welfaredesk.desk.people import stated
from welfaredesk.desk.people_names import desk_called, group_called, operator_called
from welfaredesk.desk.records import type_named
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.store import folders
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import items
from welfaredesk.store.rows import read_row

__all__ = ["office"]


def round_of(session: Session, office: Office) -> None:
    place = server_of(session)
    assert place is not None
    Turns(session, office.line, place=place).run()


@pytest.fixture
def boss(office: Office) -> Session:
    """Return the first desk, which has everything that the server has."""
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE)
    assert name_ente(office.session, start)
    office.session.vault.write(notes.begin)
    round_of(office.session, office)
    return office.session


@pytest.fixture
def anna(office: Office, boss: Session, tmp_path: Path, clock: FixedClock) -> Iterator[Session]:
    """Return the desk of a colleague in the same working group, after its first round."""
    newcomer = Newcomer(office, tmp_path / "anna", clock, SeededIds(2, clock))
    words = newcomer.begin(office.invited(roles=(Role.OPERATORE, Role.COORDINATORE)))
    (asking,) = inviting.requests(boss, office.line)
    inviting.approve(boss, office.line, asking.id, words=words)
    round_of(boss, office)
    newcomer.wait()
    session = newcomer.open()
    round_of(session, office)
    round_of(boss, office)
    yield session
    session.close()


def both(office: Office, *sessions: Session) -> None:
    """Let each desk have a round, and the first one another for what the others brought."""
    for session in (*sessions, sessions[0]):
        round_of(session, office)


def text_here(session: Session, record: str) -> object:
    row = read_row(session.vault.read(), type_named("diary_entry"), record)
    return None if row is None else row["text"]


def test_both_see_the_same_people_by_name(boss: Session, anna: Session) -> None:
    assert [(one.name, one.desks) for one in people.operators(boss)] == [
        ("Bianchi, Lucia", ("AA",)),
        ("Rossi, Anna", ("AB",)),
    ]
    assert people.operators(anna) == people.operators(boss)
    assert [group.name for group in people.groups(anna)] == [group.name for group in people.groups(boss)]
    assert [group.may_admit for group in people.groups(anna)] == [True, False, False, True]
    assert [(desk.letters, desk.own, desk.unsent) for desk in people.desks(anna)] == [
        ("AA", False, False),
        ("AB", True, False),
    ]


def test_the_server_says_when_a_desk_was_last_there(office: Office, boss: Session, anna: Session) -> None:
    seen = people.desks(boss, people.contacts(boss, office.line))
    assert all(desk.last_contact_ms for desk in seen)
    assert [desk.entries_unsent for desk in seen] == [0, 0]
    assert people.desks(anna)[0].last_contact_ms is None


def test_a_cartella_of_the_group_is_read_by_the_colleague(office: Office, boss: Session, anna: Session) -> None:
    person = add(boss, "person", surname="Ferrari", name="Giulia")
    note = add(boss, "diary_entry", root=person, text="Visita al mattino")
    both(office, boss, anna)
    assert text_here(anna, note) == "Visita al mattino"
    (ordinary,) = granting.readers_of(anna, person)
    assert ordinary.operators == ("Bianchi, Lucia", "Rossi, Anna")
    assert [(group.kind, list(group.operators.values())) for group in ordinary.groups] == [
        ("coordination", ["Bianchi, Lucia"]),
        ("working", ["Bianchi, Lucia", "Rossi, Anna"]),
    ]
    assert granting.readers_of(anna, anna.ids.new()) == []


def test_a_reserved_circle_says_who_reads_it(office: Office, boss: Session, anna: Session) -> None:
    person = add(boss, "person", surname="Ferrari", name="Giulia")
    hidden = add(boss, "diary_entry", person=person, text="Solo per pochi", circle="reserved")
    both(office, boss, anna)
    ordinary, reserved = granting.readers_of(boss, person)
    assert (ordinary.circle, reserved.circle) == (ORDINARY, "reserved")
    assert reserved.operators == ("Bianchi, Lucia",)
    assert text_here(anna, hidden) is None
    assert granting.grant(boss, person, group_called(boss, "servizio sociale di base"), circle="reserved") == 1
    both(office, boss, anna, boss, anna)
    assert text_here(anna, hidden) == "Solo per pochi"


def test_who_leaves_the_group_reads_no_more(office: Office, boss: Session, anna: Session) -> None:
    person = add(boss, "person", surname="Ferrari", name="Giulia")
    both(office, boss, anna)
    working, former = boss.identity.groups["working"], folders.find(boss.vault.read(), person, ORDINARY)
    people.remove_member(boss, operator_called(boss, "Rossi Anna"), working)
    assert roster_of(boss).groups[working].epoch == 2
    assert roster_of(boss).turning == set()
    late = add(boss, "diary_entry", root=person, text="Scritto dopo")
    both(office, boss, anna, boss, anna)
    turned = folders.find(boss.vault.read(), person, ORDINARY)
    assert former is not None
    assert turned is not None
    assert turned.key != former.key
    assert text_here(anna, late) is None
    assert sorted(rows.group_keys(anna.vault.read(), working)) == [1]
    assert sorted(rows.group_keys(boss.vault.read(), working)) == [1, 2]
    assert "Rossi, Anna" not in granting.readers_of(boss, person)[0].operators


def test_a_colleague_who_comes_back_is_handed_every_epoch(office: Office, boss: Session, anna: Session) -> None:
    person = add(boss, "person", surname="Ferrari", name="Giulia")
    old = add(boss, "diary_entry", root=person, text="Scritto prima")
    both(office, boss, anna)
    working, who = boss.identity.groups["working"], anna.identity.operator
    people.remove_member(boss, who, working)
    late = add(boss, "diary_entry", root=person, text="Scritto dopo")
    both(office, boss, anna)
    people.add_member(boss, who, working)
    both(office, boss, anna, boss, anna)
    assert sorted(rows.group_keys(anna.vault.read(), working)) == [1, 2]
    assert (text_here(anna, old), text_here(anna, late)) == ("Scritto prima", "Scritto dopo")


def test_a_cartella_moves_to_another_group(office: Office, boss: Session, anna: Session) -> None:
    person = add(boss, "person", surname="Ferrari", name="Giulia")
    note = add(boss, "diary_entry", root=person, text="Prima")
    group = people.add_group(anna, "  Tutela  minori ")
    both(office, boss, anna)
    both(office, anna, boss)
    assert group_called(boss, "tutela MINORI") == group
    working, coordination = (boss.identity.groups[kind] for kind in ("working", "coordination"))
    assert granting.grant(boss, person, group) == 1
    assert granting.grant(boss, person, group) == 0
    former = folders.find(boss.vault.read(), person, ORDINARY)
    assert granting.ungrant(boss, person, working) == 1
    both(office, boss, anna, boss, anna)
    later = add(boss, "diary_entry", root=person, text="Dopo")
    both(office, boss, anna, boss, anna)
    turned = folders.find(boss.vault.read(), person, ORDINARY)
    assert former is not None
    assert turned is not None
    assert turned.key != former.key
    assert (text_here(anna, note), text_here(anna, later)) == ("Prima", "Dopo")
    assert [group.kind for group in granting.readers_of(boss, person)[0].groups] == ["coordination", "working"]
    assert {one.id for one in granting.readers_of(boss, person)[0].groups} == {coordination, group}


def test_a_cartella_keeps_at_least_one_group(boss: Session) -> None:
    person = add(boss, "person", surname="Ferrari", name="Giulia")
    working, coordination = (boss.identity.groups[kind] for kind in ("working", "coordination"))
    assert granting.ungrant(boss, person, working) == 1
    with pytest.raises(LastGroup):
        granting.ungrant(boss, person, coordination)
    assert granting.ungrant(boss, person, working) == 0


def test_what_is_not_there_is_not_granted(boss: Session) -> None:
    person = add(boss, "person", surname="Ferrari", name="Giulia")
    with pytest.raises(UnknownName):
        granting.grant(boss, person, boss.ids.new())
    with pytest.raises(NotFound):
        granting.grant(boss, boss.ids.new(), boss.identity.groups["working"])
    with pytest.raises(NotFound):
        granting.ungrant(boss, person, boss.identity.groups["working"], circle="reserved")
    with pytest.raises(UnknownName):
        people.add_member(boss, boss.identity.operator, boss.ids.new())
    with pytest.raises(UnknownName):
        people.remove_member(boss, boss.ids.new(), boss.identity.groups["working"])


def test_a_name_is_given_to_one_group_and_repeated_in_no_fault(boss: Session) -> None:
    people.add_group(boss, "Tutela minori")
    for name in ("tutela  MINORI", "Minori, Tutèla", "Tutti"):
        with pytest.raises(NameTaken):
            people.add_group(boss, name)
    with pytest.raises(UnknownName) as told:
        operator_called(boss, "Squarcialupi Ugo")
    assert "Squarcialupi" not in told.value.text


def test_a_desk_does_not_revoke_itself(boss: Session) -> None:
    with pytest.raises(OwnDesk):
        people.revoke(boss, boss.identity.desk)
    assert not roster_of(boss).desks[boss.identity.desk].revoked


def test_a_revoked_desk_is_shut_out(office: Office, boss: Session, anna: Session) -> None:
    people.revoke(boss, desk_called(boss, "ab"), wipe=True)
    round_of(boss, office)
    with pytest.raises(DeskRevoked):
        round_of(anna, office)
    (_, shown) = people.desks(boss)
    assert (shown.revoked, shown.wipe, shown.unsent) == (True, True, False)
    assert roster_of(boss).groups[boss.identity.groups["working"]].epoch == 2
    with pytest.raises(UnknownName):
        people.add_member(boss, anna.identity.operator, boss.identity.groups["working"])


def test_who_does_not_lead_states_nothing(boss: Session, anna: Session) -> None:
    roles = {"operator": anna.identity.operator, "roles": ["operatore"]}
    stated(boss, lambda saying, _: saying.say(StatementKind.ROLE, roles))
    with pytest.raises(NotAllowed):
        stated(anna, lambda saying, _: saying.say(StatementKind.ROLE, roles | {"roles": ["responsabile"]}))
    before = items.unsent_statements(anna.vault.read())
    with pytest.raises(NotAllowed):
        people.add_member(anna, boss.identity.operator, boss.identity.groups["audit"])
    assert items.unsent_statements(anna.vault.read()) == before


def test_what_two_desks_state_at_once_stands_in_the_end(office: Office, boss: Session, anna: Session) -> None:
    one = people.add_group(boss, "Anziani")
    two = people.add_group(anna, "Disabili")
    both(office, boss, anna, boss, anna)
    for session in (boss, anna):
        assert {group_called(session, "Anziani"), group_called(session, "Disabili")} == {one, two}
        assert items.unsent_statements(session.vault.read()) == []
    assert roster_of(boss).head == roster_of(anna).head
    assert sorted(rows.group_keys(anna.vault.read(), two)) == [1]


def a_desk(session: Session, letters: str) -> dict[str, object]:
    sign, seal = SigningKey.generate(), SealingKey.generate()
    operator = session.identity.operator
    keys = {"sign": sign.public, "seal": seal.public}
    return {"desk": session.ids.opaque(), "operator": operator, "letters": letters, **keys}


def test_letters_drawn_twice_at_once_are_given_once(office: Office, boss: Session, anna: Session) -> None:
    def admit_one_more(session: Session) -> None:
        body = a_desk(session, next_letters(roster_of(session)))
        stated(session, lambda saying, _: saying.say(StatementKind.DESK, body))

    for session in (boss, anna):
        admit_one_more(session)
    both(office, boss, anna, boss, anna)
    assert [desk.letters for desk in roster_of(boss).desks.values()] == ["AA", "AB", "AC", "AD"]
    assert list(roster_of(anna).desks) == list(roster_of(boss).desks)


def test_one_of_two_who_make_the_same_epoch_gives_way(office: Office, boss: Session, anna: Session) -> None:
    everyone = boss.identity.groups["everyone"]
    gone = boss.ids.new()
    body = a_desk(boss, "ZZ") | {"operator": gone}

    def admit(saying: Stating, database: Database) -> None:
        saying.say(StatementKind.OPERATOR, {"operator": gone})
        saying.say(StatementKind.DESK, body)
        people.hand_on(saying, database, everyone, desk=str(body["desk"]))

    stated(boss, admit)
    both(office, boss, anna)
    for session in (boss, anna):
        people.remove_member(session, gone, everyone)
        assert len(items.unsent_statements(session.vault.read())) == 2
    round_of(boss, office)
    round_of(anna, office)
    assert items.unsent_statements(anna.vault.read()) == []
    assert roster_of(anna).groups[everyone].epoch == 2
    assert rows.group_keys(anna.vault.read(), everyone) == rows.group_keys(boss.vault.read(), everyone)
    assert len(rows.group_keys(anna.vault.read(), everyone)) == 2
    assert remake(anna) == []


def test_a_name_said_in_any_order_and_case_is_one(boss: Session, anna: Session) -> None:
    assert operator_called(boss, "anna ROSSI") == operator_called(boss, "Rossi, Anna") == anna.identity.operator
    for wrong in ("", "Rossi", "Verdi Ugo"):
        with pytest.raises(UnknownName):
            operator_called(boss, wrong)
