# SPDX-License-Identifier: EUPL-1.2
"""The scope: sums over folders, keys that turn, folders that go, and the items beside parcels."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from tests.opened import add
from tests.two_vaults import Sequence, Shared, desks, folder_of
from welfaredesk.base.clock import FixedClock
from welfaredesk.crypto.hashes import key_id, sha256
from welfaredesk.desk import drafts, lists, records
from welfaredesk.store import content, folders
from welfaredesk.store.driver import Database
from welfaredesk.store.exchange import cursor, items, outgoing, scope
from welfaredesk.store.exchange.items import GrantedFolder, ItemKind, LetterIn
from welfaredesk.store.exchange.scope import WorkLeft
from welfaredesk.store.folders import Folder


@pytest.fixture
def two(tmp_path: Path, clock: FixedClock) -> Iterator[list[Shared]]:
    with ExitStack() as stack:
        yield desks(stack, tmp_path, "ab", clock=clock)


def test_the_sum_is_that_of_the_ids_that_have_a_position(two: list[Shared]) -> None:
    a, b = two
    sequence = Sequence()
    person = add(a.session, "person", surname="Verdi")
    a.share(folder_of(a, person), b)
    a.send(sequence)
    assert scope.scope_sum(a.database) == bytes(16)
    a.take(sequence)
    b.take(sequence)
    total = sum(int.from_bytes(one.id[:16], "big") for one in sequence.placed) % 2**128
    assert scope.scope_sum(a.database) == total.to_bytes(16, "big")
    folder = folder_of(a, person)
    assert scope.sums(b.database) == {folder: scope.sums(a.database)[folder]}


def test_folders_are_left_out_of_the_sum(two: list[Shared]) -> None:
    a, b = two
    sequence = Sequence()
    for name in ("Verdi", "Rossi", "Neri"):
        a.share(folder_of(a, add(a.session, "person", surname=name)), b)
    a.send(sequence)
    a.take(sequence)
    (first, *others), sums = sorted(scope.sums(a.database)), scope.sums(a.database)
    assert len(others) == 2
    left = sum(sums[folder][0] for folder in others) % 2**128
    assert scope.scope_sum(a.database, without=[first, "no such folder"]) == left.to_bytes(16, "big")
    assert scope.scope_sum(a.database, without=[first, *others]) == bytes(16)


def test_a_dropped_folder_is_gone_whole_and_what_stays_is_sound(two: list[Shared]) -> None:
    a, b = two
    sequence = Sequence()
    gone, stays = (add(a.session, "person", surname=name) for name in ("Parte", "Resta"))
    add(a.session, "case_file", person=gone, opened_on="2026-01-01")
    entry = add(a.session, "diary_entry", root=gone, text="parolarara", when="2026-10-01T10:00:00Z")
    add(a.session, "diary_entry", root=stays, text="altra", when="2026-10-01T10:00:00Z")
    folder = folder_of(a, gone)
    with pytest.raises(WorkLeft):
        a.session.vault.write(lambda database: scope.drop_folder(database, folder))
    a.send(sequence)
    a.take(sequence)
    touched = a.session.vault.write(lambda database: scope.drop_folder(database, folder))
    assert {gone, entry} <= touched
    assert lists.case_ids(a.session) == []
    assert lists.count_words(a.session, "parolarara") == 0
    assert folder not in scope.sums(a.database)
    for table in ("entry", "parcel", "folder_grant", "folder_key"):
        assert a.database.conn.execute(f"SELECT count(*) FROM {table} WHERE folder = ?", (folder,)).fetchone() == (0,)
    a.sound()
    records.change(a.session, stays, {"notes": "dopo"})
    assert list(content.problems(a.database, a.session.profile)) == []
    a.share(folder_of(a, stays), b)
    a.send(sequence)
    a.take(sequence)
    a.sound()


def test_of_drafts_on_a_dropped_folder_what_their_author_wrote_stays(two: list[Shared]) -> None:
    a, _ = two
    sequence = Sequence()
    person = add(a.session, "person", surname="Parte", comune="Crema")
    shown = records.show(a.session, person)
    values = {"surname": "Parte", "comune": "Lodi", "cap": None}
    drafts.keep(a.session, "one", values, type_name="person", record=person, seen=shown.entry)
    drafts.keep(a.session, "same", {"surname": "Parte"}, type_name="person", record=person, seen=shown.entry)
    kept = drafts.keep(a.session, "diary", {"text": "Colloquio"}, type_name="diary_entry", root=person)
    a.send(sequence)
    a.take(sequence)
    a.session.vault.write(lambda database: scope.drop_folder(database, folder_of(a, person)))
    assert drafts.draft_of(a.session, "diary") == kept
    one = drafts.draft_of(a.session, "one")
    assert one is not None
    assert (one.values, one.seen) == ({"comune": "Lodi"}, shown.entry)
    assert drafts.draft_of(a.session, "same") is None


def test_a_part_in_another_circle_goes_alone(two: list[Shared]) -> None:
    a, b = two
    sequence = Sequence()
    person = add(a.session, "person", surname="Verdi", protected_abode=[{"street": "via Po 1"}])
    ordinary, reserved = folder_of(a, person), folder_of(a, person, "reserved")
    a.share(ordinary, b)
    a.share(reserved, b)
    a.send(sequence)
    a.take(sequence)
    b.take(sequence)
    assert a.hash(ordinary, reserved) == b.hash(ordinary, reserved)
    assert a.hash(ordinary) != a.hash(ordinary, reserved)
    b.session.vault.write(lambda database: scope.drop_folder(database, reserved))
    assert "protected_abode" not in records.show(b.session, person).values
    assert a.hash(ordinary) == b.hash(ordinary)
    b.sound()


def test_the_latest_granted_key_is_the_current_one_on_every_desk(two: list[Shared]) -> None:
    a, b = two
    person = add(a.session, "person", surname="Verdi")
    folder = folder_of(a, person)
    a.share(folder, b)
    first = folders.by_id(a.database, folder)
    assert first is not None
    mine = a.session.vault.write(lambda database: scope.turn_key(database, folder, ids=a.session.ids))
    theirs = b.session.vault.write(lambda database: scope.turn_key(database, folder, ids=b.session.ids))
    assert (folders.by_id(a.database, folder), folders.by_id(b.database, folder)) == (mine, theirs)
    for desk in two:
        for position, turned in ((5, mine), (6, theirs)):
            take = Folder(folder, first.root, first.root_type, first.circle, turned.key)
            desk.session.vault.write(partial(_taken, take=take, position=position))
        assert folders.by_id(desk.database, folder) == theirs
        assert {mine.key, theirs.key, first.key} == set(scope.keys_of(desk.database, folder).values())
    with pytest.raises(KeyError):
        a.session.vault.write(lambda database: scope.turn_key(database, "9" * 26, ids=a.session.ids))


def _taken(database: Database, *, take: Folder, position: int) -> None:
    scope.take_folder(database, take, whole=True, position=position)


def test_two_folders_of_one_root_and_circle_stand_side_by_side(two: list[Shared]) -> None:
    a, _ = two
    person = add(a.session, "person", surname="Verdi")
    mine = folders.by_id(a.database, folder_of(a, person))
    assert mine is not None
    other = Folder("0" * 26, mine.root, mine.root_type, mine.circle, bytes(32))
    a.session.vault.write(lambda database: scope.take_folder(database, other, whole=True, position=3))
    assert folder_of(a, person) == other.id
    records.change(a.session, person, {"notes": "resta dov'era"})
    found = a.database.conn.execute("SELECT DISTINCT folder FROM entry WHERE record = ?", (person,)).fetchall()
    assert found == [(mine.id,)]


def unsent_of(desk: Shared) -> list[tuple[str, tuple[str, ...]]]:
    return [(folder.id, groups) for folder, groups in items.unsent_grants(desk.database)]


def test_grants_wait_until_they_have_a_position_and_are_offered_again(two: list[Shared]) -> None:
    a, _ = two
    person = add(a.session, "person", surname="Verdi")
    folder = folder_of(a, person)
    groups = folders.groups_of(a.database, folder)
    assert set(dict(unsent_of(a))[folder]) == set(groups)
    found = folders.by_id(a.database, folder)
    assert found is not None
    write = a.session.vault.write
    write(lambda db: items.grant_sent(db, b"g", b"message", groups=groups[:1], granted=[folder]))
    assert groups[0] not in dict(unsent_of(a)).get(folder, ())
    assert [one.data for one in items.unsent_items(a.database, ItemKind.GRANT)] == [b"message"]
    granted = [GrantedFolder(folder, key_id(found.key))]
    epochs = {groups[0]: 1}
    write(lambda db: items.place_grant(db, b"g", b"message", epochs=epochs, granted=granted, position=4))
    assert items.unsent_items(a.database, ItemKind.GRANT) == []
    write(lambda db: cursor.forget_above(db, 0))
    assert [one.id for one in items.unsent_items(a.database, ItemKind.GRANT)] == [b"g"]
    write(lambda db: items.refuse_item(db, b"g", "key"))
    write(lambda db: items.drop_item(db, b"g"))
    assert groups[0] in dict(unsent_of(a))[folder]


def test_an_ungrant_leaves_the_other_groups(two: list[Shared]) -> None:
    a, _ = two
    person = add(a.session, "person", surname="Verdi")
    folder = folder_of(a, person)
    first, *rest = folders.groups_of(a.database, folder)
    left = a.session.vault.write(
        lambda db: items.place_ungrant(db, b"u", b"message", group=first, folder=folder, position=9)
    )
    assert left == frozenset(rest)


def test_statements_stand_by_position_then_as_they_were_made(two: list[Shared]) -> None:
    a, _ = two
    mine = folders.statements(a.database)
    assert items.unsent_statements(a.database) == mine

    def place(database: Database) -> None:
        items.statement_placed(database, sha256(mine[1]), 1)
        assert items.place_statement(database, "desk", b"of another", position=2)
        assert not items.place_statement(database, "desk", b"of another", position=2)

    a.session.vault.write(place)
    order = [mine[1], b"of another", mine[0], *mine[2:]]
    assert folders.statements(a.database) == order
    a.session.vault.write(lambda database: cursor.forget_above(database, 0))
    assert items.unsent_statements(a.database) == folders.statements(a.database) == order
    a.session.vault.write(lambda database: items.drop_statement(database, sha256(mine[-1])))
    assert folders.statements(a.database) == order[:-1]


def test_letters_leave_once_and_arrive_once(two: list[Shared]) -> None:
    a, _ = two
    write = a.session.vault.write
    write(lambda db: items.keep_letter(db, b"l", b"message", utc_ms=5))
    assert [one.id for one in items.unsent_letters(a.database)] == [b"l"]
    write(lambda db: items.letter_placed(db, b"l", 3))
    assert items.unsent_letters(a.database) == []
    letter = LetterIn(id=b"m", position=4, group="g", desk="d", n=1, text=b"aperta")
    assert write(lambda db: items.take_letter(db, letter))
    assert not write(lambda db: items.take_letter(db, letter))
    assert items.letters_in(a.database, after=3) == [letter]
    assert items.letters_in(a.database, after=4) == []
    assert outgoing.waiting(a.database) == []
