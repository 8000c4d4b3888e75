# SPDX-License-Identifier: EUPL-1.2
"""The organico on one desk: roles and groups from the roster, keys that are what they say, names that are clear."""

from pathlib import Path
from string import ascii_uppercase

import pytest

from tests.opened import add
from tests.server_of import server_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import DamagedVault, NotAllowed
from welfaredesk.base.exchange_errors import NoServer
from welfaredesk.base.people_errors import UnknownName
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.crypto.wrap import SealingKey
from welfaredesk.desk import granting, inviting, people
from welfaredesk.desk.group_keys import take_epochs
from welfaredesk.desk.identity import NOTE, groups_of, read_identity
from welfaredesk.desk.letters import next_letters
from welfaredesk.desk.organico import remake, roster_of, stating, turn_epochs
from welfaredesk.desk.people import stated
from welfaredesk.desk.people_names import group_names, operator_names
from welfaredesk.desk.session import Session
from welfaredesk.desk.stating import Stating, wrapped_to
from welfaredesk.domain.kinds import ORDINARY
from welfaredesk.domain.roster import DeskLine, Roster
from welfaredesk.domain.statement import Role, StatementKind
from welfaredesk.store import desk_notes, folders
from welfaredesk.store import roster as rows
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import items
from welfaredesk.sync.statements import statement_id


def new_desk(session: Session, operator: str, letters: str = "ZZ") -> dict[str, object]:
    return {
        "desk": session.ids.opaque(),
        "operator": operator,
        "letters": letters,
        "sign": SigningKey.generate().public,
        "seal": SealingKey.generate().public,
    }


def colleague(session: Session, *, groups: tuple[str, ...] = ()) -> str:
    """Return an operator with a desk that nobody uses, admitted to groups."""
    operator = session.ids.new()
    body = new_desk(session, operator)

    def admit(saying: Stating, database: Database) -> None:
        saying.say(StatementKind.OPERATOR, {"operator": operator})
        saying.say(StatementKind.DESK, body)
        for group in groups:
            people.hand_on(saying, database, group, desk=str(body["desk"]))

    stated(session, admit)
    return operator


def test_roles_and_groups_are_those_of_the_roster_at_once(session: Session) -> None:
    me = session.identity.operator
    body = {"operator": me, "roles": ["responsabile", "dpo"]}
    stated(session, lambda saying, _: saying.say(StatementKind.ROLE, body))
    assert session.identity.roles == (Role.RESPONSABILE, Role.DPO)
    first = session.identity.groups["working"]
    other = people.add_group(session, "Tutela minori")
    assert session.identity.groups["working"] == first
    people.remove_member(session, me, first)
    assert session.identity.groups["working"] == other


def test_who_is_in_no_working_group_works_in_his_own(session: Session) -> None:
    people.remove_member(session, session.identity.operator, session.identity.groups["working"])
    groups = session.identity.groups
    assert groups["working"] == groups["own"]
    person = add(session, "person", surname="Ferrari")
    (readers,) = granting.readers_of(session, person)
    assert {group.id for group in readers.groups} == {groups["own"], groups["coordination"]}


def test_a_desk_that_no_roster_knows_works_with_no_group(session: Session) -> None:
    assert groups_of(Roster(), session.identity.operator, desk=session.identity.desk) == {}
    kept = read_identity(session.vault.read(), Roster())
    assert (kept.desk, kept.groups) == (session.identity.desk, session.identity.groups)


def test_a_vault_that_does_not_say_whose_it_is_is_damaged(session: Session) -> None:
    def forget(database: Database) -> None:
        desk_notes.put(database, NOTE, None)
        with pytest.raises(DamagedVault):
            session.read_roster(database)
        raise LookupError

    with pytest.raises(LookupError):
        session.vault.write(forget)


def test_what_was_stated_before_is_read_once(session: Session) -> None:
    first = roster_of(session)
    assert roster_of(session) is first
    people.add_group(session, "Anziani")
    second = roster_of(session)
    assert second is not first
    assert len(second.groups) == len(first.groups) + 1


def test_a_statement_that_does_not_fit_stands_aside_and_is_made_again(session: Session) -> None:
    people.add_group(session, "Anziani")
    waiting = items.unsent_statements(session.vault.read())
    group, member = waiting[-2:]

    session.vault.write(lambda database: items.drop_statement(database, statement_id(group)))
    assert remake(session) == [StatementKind.MEMBER]
    assert member not in items.unsent_statements(session.vault.read())
    assert remake(session) == []


def test_a_key_that_is_not_that_of_its_group_is_not_kept(session: Session) -> None:
    """Whoever admits could hand on rubbish: the public half in the roster tells."""
    identity, roster = session.identity, roster_of(session).copy()
    group = identity.groups["working"]
    seal = SealingKey.from_bytes(identity.seal).public
    other = SealingKey.generate().to_bytes()
    for wrapped in (wrapped_to(seal, other, ente=identity.ente, group=group, epoch=1), b"w" * 80):
        roster.wrapped[group, 1, identity.desk] = wrapped

        def work(database: Database) -> dict[int, bytes]:
            database.conn.execute("DELETE FROM group_epoch")
            take_epochs(database, roster, identity=identity)
            held = rows.group_keys(database, group)
            assert folders.knows_group(database, group)
            return held

        assert session.vault.write(work) == {}


def test_an_epoch_is_made_by_who_holds_the_key_and_once(session: Session) -> None:
    everyone = session.identity.groups["everyone"]
    gone = colleague(session, groups=(everyone,))
    people.remove_member(session, gone, everyone)
    assert roster_of(session).groups[everyone].epoch == 2
    assert session.vault.write(lambda database: turn_epochs(session, database)) == 0
    assert sorted(rows.group_keys(session.vault.read(), everyone)) == [1, 2]


def test_a_folder_turns_its_key_at_the_next_write_after_an_epoch(session: Session) -> None:
    working = session.identity.groups["working"]
    gone = colleague(session, groups=(working,))
    person = add(session, "person", surname="Ferrari")
    before = folders.find(session.vault.read(), person, ORDINARY)
    assert before is not None

    def due() -> bool:
        return session.vault.write(lambda database: granting.turn_due(session, database, before.id))

    assert not due()
    people.remove_member(session, gone, working)
    assert not due()  # nobody was ever given the key: whoever is gone has none
    sealed: dict[str, list[str]] = {"groups": [working], "granted": [before.id]}
    session.vault.write(lambda database: items.grant_sent(database, b"1" * 32, b"", **sealed))
    assert due()
    after = folders.find(session.vault.read(), person, ORDINARY)
    assert after is not None
    assert after.key != before.key
    assert not due()
    session.vault.write(lambda database: granting.mark_to_turn(database, before.id))
    assert due()
    assert not due()


def test_who_has_no_name_is_called_by_the_letters_of_his_desk(session: Session) -> None:
    who = colleague(session)
    names = operator_names(session)
    assert names[who] == "senza nome (ZZ)"
    assert names[session.identity.operator] == "Bianchi, Lucia"
    assert "Personale di Bianchi, Lucia" in group_names(session).values()


def test_letters_go_on_with_three_when_two_are_used_up() -> None:
    roster = Roster()
    assert next_letters(roster) == "AA"
    pairs = [one + two for one in ascii_uppercase for two in ascii_uppercase]
    for letters in pairs:
        roster.desks[letters] = DeskLine(
            id=letters, operator="o", sign=b"", seal=b"", letters=letters, admitted_by=None
        )
    assert next_letters(roster) == "AAA"
    del roster.desks["BC"]
    assert next_letters(roster) == "BC"


def test_what_is_stated_in_vain_leaves_nothing(session: Session) -> None:
    before = folders.statements(session.vault.read())

    def twice(saying: Stating, _: Database) -> None:
        saying.say(StatementKind.OPERATOR, {"operator": session.ids.new()})
        saying.say(StatementKind.OPERATOR, {"operator": session.identity.operator})

    with pytest.raises(NotAllowed):
        stated(session, twice)
    assert folders.statements(session.vault.read()) == before
    assert session.vault.write(lambda database: stating(session, database).roster.head) == roster_of(session).head


def test_who_neither_leads_nor_manages_grants_and_takes_nothing_back(session: Session) -> None:
    person = add(session, "person", surname="Ferrari")
    working, me = session.identity.groups["working"], session.identity.operator
    stated(session, lambda saying, _: saying.say(StatementKind.ROLE, {"operator": me, "roles": ["amministratore"]}))
    for deed in (granting.grant, granting.ungrant):
        with pytest.raises(NotAllowed):
            deed(session, person, working)
    with pytest.raises(NotAllowed):
        people.add_group(session, "Mio")
    assert granting.readers_of(session, person)[0].may_change is False


def test_nobody_is_invited_before_there_is_a_server(session: Session, tmp_path: Path, clock: FixedClock) -> None:
    with server_of(tmp_path / "server", clock=clock) as server:
        line = server.line()
        with pytest.raises(NoServer):
            inviting.invite(session, line, operator_name=("Rossi", "Anna"), roles=(), groups=[])
        with pytest.raises(NoServer):
            inviting.requests(session, line)
        with pytest.raises(NoServer):
            people.contacts(session, line)


def test_an_operator_without_a_desk_is_admitted_nowhere(session: Session) -> None:
    who = session.ids.new()
    stated(session, lambda saying, _: saying.say(StatementKind.OPERATOR, {"operator": who}))
    with pytest.raises(UnknownName):
        people.add_member(session, who, session.identity.groups["working"])
