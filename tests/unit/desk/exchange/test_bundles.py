# SPDX-License-Identifier: EUPL-1.2
"""Bundles: an idle desk packs, a fresh desk takes them in bulk, and whatever they left out or got wrong is found."""

import dataclasses

import msgspec
import pytest

from tests.opened import add, giulia
from tests.unit.desk.exchange.lines import CutLine
from tests.unit.desk.exchange.office import WORKING, Office, database, everybody, same, shared, sound, staged
from welfaredesk.base.exchange_errors import NoLine
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.sign import SigningKey
from welfaredesk.desk import granting, people, records
from welfaredesk.desk.exchange import bundling, proving, unbundling
from welfaredesk.desk.exchange.bundling import is_worth_it
from welfaredesk.desk.exchange.idle import when_idle
from welfaredesk.desk.exchange.place import server_of
from welfaredesk.desk.exchange.talk import Talk
from welfaredesk.desk.session import Session
from welfaredesk.domain.entry import Body, Put, encode_body
from welfaredesk.store.exchange import bundled, cursor, scope
from welfaredesk.store.exchange.bundled import Freshness
from welfaredesk.sync.bundle_text import FolderContent
from welfaredesk.sync.bundles import Audience, pack


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundling, "FEWEST", 2)


def working(session: Session) -> str:
    return next(group.id for group in people.groups(session) if group.name == WORKING)


def settled(office: Office) -> Session:
    """Return the first desk, attached, with some cartelle."""
    staged(office, _settled)
    return office.desks[0]


def _settled(office: Office) -> str:
    first = office.found()
    giulia(first)
    for surname in ("Bianchi", "Conti", "Riva", "Galli"):
        add(first, "person", surname=surname)
    office.attach(first)
    office.round(first)
    return ""


def _whole_parcels(session: Session) -> int:
    """Return how many parcels came whole of the folders that came in bundles."""
    sealed = "SELECT count(*) FROM parcel WHERE bytes IS NOT NULL AND folder IN (SELECT value FROM json_each(?))"
    return int(database(session).conn.execute(sealed, (_listed(session),)).fetchone()[0])


def test_a_generation_is_worth_it_when_enough_is_new() -> None:
    assert not is_worth_it(Freshness(1, 1, 900_000))
    assert is_worth_it(Freshness(100, 100, 10))
    assert not is_worth_it(Freshness(100, 20, 10))
    assert is_worth_it(Freshness(100, 21, 10))
    assert is_worth_it(Freshness(10_000, 5, 500_001))
    assert not is_worth_it(Freshness(10_000, 0, 0))


def test_a_desk_without_a_server_packs_nothing(office: Office) -> None:
    assert not bundling.is_due(office.found())
    assert bundling.pack_when_due(office.desks[0]) == 0


def test_a_fresh_desk_takes_bundles_and_holds_the_same(office: Office) -> None:
    first = settled(office)
    assert bundling.is_due(first)
    assert bundling.pack_when_due(first, line=office.line) == 1
    assert not bundling.is_due(first)
    later = add(first, "person", surname="Moretti")
    office.round(first)
    second = office.enrol(first)
    done = office.round(second)
    assert done.received > 5
    assert records.show(second, later).title == "Moretti"
    assert same(first, second)
    assert shared(first, second) >= set(bundled.unproved(database(second)))
    assert _whole_parcels(second) == 0
    for folder in shared(first, second):
        both = [sorted(granting_of(one, folder)) for one in (first, second)]
        assert both[0] == both[1]
    sound(second)
    again = office.round(second)
    assert (again.requests, again.received) == (1, 0)


def _listed(session: Session) -> str:
    return "[" + ",".join(f'"{one}"' for one in bundled.unproved(database(session))) + "]"


def granting_of(session: Session, folder: str) -> list[tuple[str, int, int]]:
    found = database(session).conn.execute(
        "SELECT grp, epoch, position FROM folder_grant WHERE folder = ? AND position IS NOT NULL", (folder,)
    )
    return [tuple(row) for row in found]


def test_a_group_that_another_covers_is_packed_when_somebody_is_in_it_alone(office: Office) -> None:
    first = settled(office)
    second = office.enrol(first, groups=["Coordinamento"])
    everybody(office, second, first)
    assert bundling.pack_when_due(first, line=office.line) == 2
    third = office.enrol(first, name="three", groups=["Coordinamento"])
    office.round(third)
    assert same(first, third)
    assert bundled.unproved(database(third))
    assert _whole_parcels(third) == 0


def test_what_is_changed_after_the_bundle_is_on_both_desks(office: Office) -> None:
    first = settled(office)
    bundling.pack_when_due(first, line=office.line)
    second = office.enrol(first)
    office.round(second)
    person = database(second).conn.execute("SELECT id FROM record WHERE type = 'person' LIMIT 1").fetchone()[0]
    records.change(second, person, {"comune": "Gussola"})
    office.round(second)
    office.round(first)
    assert records.show(first, person).values["comune"] == "Gussola"
    assert same(first, second)


def test_an_ungrant_voids_the_bundles(office: Office) -> None:
    first = settled(office)
    bundling.pack_when_due(first, line=office.line)
    root = database(first).conn.execute("SELECT root FROM folder WHERE root_type = 'person' LIMIT 1").fetchone()[0]
    granting.ungrant(first, root, working(first))
    office.round(first)
    second = office.enrol(first)
    office.round(second)
    assert bundled.unproved(database(second)) == []
    assert same(first, second)


@pytest.mark.parametrize("down", [700, 1_500, 4_000])
def test_a_cut_line_goes_on_where_it_broke(office: Office, down: int) -> None:
    first = settled(office)
    bundling.pack_when_due(first, line=office.line)
    second = office.enrol(first)
    line = CutLine(office.line, down=down)
    for _ in range(4):
        try:
            office.round(second, line)
            break
        except NoLine:
            continue
    assert line.broke
    assert bundled.unproved(database(second)) != []
    assert same(first, second)
    sound(second)
    assert not list(second.profile.rglob("*.bundle"))


def lying(content: FolderContent) -> FolderContent:
    """Return a folder whose packer names another parcel than there is."""
    first, *rest = content.parcels
    return dataclasses.replace(content, parcels=[dataclasses.replace(first, id=bytes(32)), *rest])


def send(office: Office, packer: Session, folders: list[FolderContent]) -> None:
    group, place = working(packer), server_of(packer)
    assert place is not None
    line = packer.read_roster().groups[group]
    upto = cursor.cursor(database(packer)).position
    audience = Audience(ente=packer.identity.ente, group=group, epoch=line.epoch, public=line.public, upto=upto)
    sign = SigningKey.from_bytes(packer.identity.sign)
    for bundle in pack(folders, audience, desk=packer.identity.desk, ids=packer.ids, sign=sign):
        bundling._put(Talk(packer, office.line, place=place), bundle)


def test_a_folder_that_the_packer_left_out_is_fetched(office: Office) -> None:
    first = settled(office)
    folders = list(bundling.contents(first, working(first), upto=cursor.cursor(database(first)).position))
    send(office, first, folders[1:])
    second = office.enrol(first)
    office.round(second)
    assert folders[0].key.folder not in bundled.unproved(database(second))
    assert folders[1].key.folder in bundled.unproved(database(second))
    assert same(first, second)


def test_a_folder_about_which_the_packer_lied_is_taken_anew(office: Office) -> None:
    first = settled(office)
    folders = list(bundling.contents(first, working(first), upto=cursor.cursor(database(first)).position))
    send(office, first, [lying(folders[0]), *folders[1:]])
    second = office.enrol(first)
    for _ in range(3):
        office.round(second)
    assert folders[0].key.folder not in bundled.unproved(database(second))
    assert scope.not_whole(database(second)) == []
    assert same(first, second)
    sound(second)


def test_what_came_in_bundles_is_proved_when_the_desk_is_idle(office: Office) -> None:
    first = settled(office)
    bundling.pack_when_due(first, line=office.line)
    second = office.enrol(first)
    office.round(second)
    waiting = len(bundled.unproved(database(second)))
    assert proving.prove_some(second, line=office.line, most=2) == 2
    assert len(bundled.unproved(database(second))) == waiting - 2
    while bundled.unproved(database(second)):
        assert when_idle(second, line=office.line)
    kept = "SELECT count(*) FROM parcel WHERE bytes IS NULL"
    assert database(second).conn.execute(kept).fetchone()[0] == 0
    assert proving.prove_some(second, line=office.line) == 0
    assert same(first, second)
    sound(second)


def test_changed_words_in_a_bundle_are_found_by_their_authors_signatures(office: Office) -> None:
    first = settled(office)
    send_forged(office, first)
    second = office.enrol(first)
    office.round(second)
    assert not same(first, second)
    proving.prove_some(second, line=office.line)
    assert bundled.unproved(database(second)) == []
    office.round(second)
    office.round(second)
    assert same(first, second)
    sound(second)


def test_a_folder_that_is_not_as_signed_comes_again_though_nothing_else_is_new(office: Office) -> None:
    first = settled(office)
    send_forged(office, first)
    second = office.enrol(first)
    done = office.round(second)
    while done.sent or done.received:
        done = office.round(second)
    proving.prove_some(second, line=office.line)
    assert office.round(second).received > 0
    assert same(first, second)
    sound(second)


def test_changed_words_do_not_pass_as_proved_under_another_root(office: Office) -> None:
    first = settled(office)
    send_forged(office, first, under_another_root=True)
    second = office.enrol(first)
    office.round(second)
    assert not same(first, second)
    proving.prove_some(second, line=office.line)
    assert bundled.unproved(database(second)) == []
    office.round(second)
    office.round(second)
    assert same(first, second)
    sound(second)


def send_forged(office: Office, first: Session, *, under_another_root: bool = False) -> None:
    """Send a bundle in which the first cartella has other words, as it is or named as that of another root."""
    folders = list(bundling.contents(first, working(first), upto=cursor.cursor(database(first)).position))
    place = next(n for n, one in enumerate(folders) if one.key.root_type == "person")
    false = forged(folders[place])
    if under_another_root:
        other = next(one.key.root for one in folders if one.key.root != false.key.root)
        false = dataclasses.replace(false, key=dataclasses.replace(false.key, root=other))
    send(office, first, [*folders[:place], false, *folders[place + 1 :]])


def forged(content: FolderContent) -> FolderContent:
    """Return a folder in which the packer put other words into the first entry."""
    (header, _), *rest = content.entries
    body = encode_body(Body(bytes(16), {"surname": Put("Falsi")}))
    changed = msgspec.structs.replace(header, body_hash=sha256(body))
    return dataclasses.replace(content, entries=[(changed, body), *rest])


def test_a_bundle_that_opens_to_nothing_is_passed_over(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first = settled(office)
    bundling.pack_when_due(first, line=office.line)
    second = office.enrol(first)
    monkeypatch.setattr(unbundling, "_opened", lambda *_args, **_named: None)
    office.round(second)
    assert bundled.unproved(database(second)) == []
    assert same(first, second)
