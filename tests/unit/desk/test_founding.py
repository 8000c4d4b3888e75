# SPDX-License-Identifier: EUPL-1.2
"""The founding: signed roster, keys that open one another, and folders granted at first use."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from tests.opened import PASSPHRASE, add, open_desk
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import WeakPassphrase
from welfaredesk.base.ids import SeededIds, is_id
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.crypto.seal import SealBroken
from welfaredesk.crypto.shares import ente_id, join, recovery_key, root_key
from welfaredesk.crypto.sign import Label, SigningKey, verify
from welfaredesk.crypto.wrap import SealingKey, unwrap
from welfaredesk.desk.founding import (
    COORDINATION,
    WORKING,
    Drawn,
    FirstStart,
    draw,
    found,
    places,
    register_root,
)
from welfaredesk.desk.organico import roster_of
from welfaredesk.desk.session import Session, open_session
from welfaredesk.desk.stating import EPOCH_LABEL, RECOVERY_LABEL
from welfaredesk.domain.kinds import ORDINARY, RESERVED
from welfaredesk.domain.statement import Role, Statement, StatementKind, decode_body, decode_statement, encode_claim
from welfaredesk.store import folders
from welfaredesk.store.folders import GRANT_LABEL, GrantBody

ROOT_SIGNS = {StatementKind.ENTE, StatementKind.OPERATOR, StatementKind.DESK, StatementKind.ROLE}


@pytest.fixture
def drawn(ids: SeededIds) -> Drawn:
    """Return the secret of an ente of several and its three sheets."""
    return draw(ids, alone=False)


@pytest.fixture
def desk(profile: Path, drawn: Drawn, clock: FixedClock, ids: SeededIds) -> Iterator[Session]:
    """Return the open desk of the ente that was founded on that secret."""
    start = FirstStart(ente="Ente di prova", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE)
    made = found(profile, start, clock=clock, ids=ids, cost=TEST_COST, drawn=drawn)
    assert made.shares == drawn.shares
    session = open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    assert (session.identity.ente, session.identity.desk) == (made.ente, made.desk)
    yield session
    session.close()


def roster(session: Session) -> list[Statement]:
    """Return the statements of the roster in order."""
    return [decode_statement(data) for data in folders.statements(session.vault.read())]


class Epoch(NamedTuple):
    """The first epoch of a group as the vault keeps it."""

    group: str
    public: bytes
    private: bytes
    recovery_grant: bytes


def epochs(session: Session) -> list[Epoch]:
    """Return the first epoch of every group."""
    question = "SELECT grp, public, private, recovery_grant FROM group_epoch WHERE epoch = 1 ORDER BY grp"
    return [Epoch(*row) for row in session.vault.read().conn.execute(question)]


def grants(session: Session, root: str, circle: str) -> dict[str, GrantBody]:
    """Return what the grants of a folder hold, by group, each opened with the private half of its group."""
    folder = folders.find(session.vault.read(), root, circle)
    assert folder is not None
    keys = {group: SealingKey.from_bytes(private) for group, _, private, _ in epochs(session)}
    sealed = session.vault.read().conn.execute("SELECT grp, sealed FROM folder_grant WHERE folder = ?", (folder.id,))
    opened = {
        group: unwrap(keys[group], data, label=GRANT_LABEL, aad=f"{folder.id}/{group}/1".encode())
        for group, data in sealed
    }
    found_bodies = {group: msgspec.msgpack.decode(data, type=GrantBody) for group, data in opened.items()}
    assert all(body.key == folder.key and body.folder == folder.id for body in found_bodies.values())
    return found_bodies


def test_any_two_sheets_hold_the_root_key_that_signed_the_roster(desk: Session, drawn: Drawn) -> None:
    for sheets in (drawn.shares[:2], drawn.shares[1:], drawn.shares[::2]):
        root = root_key(join(list(sheets)))
        assert ente_id(root.public) == desk.identity.ente
        assert {one.claim.signer for one in roster(desk) if one.claim.kind in ROOT_SIGNS} == {root.public}


def test_every_statement_is_signed_chained_and_of_this_ente(desk: Session) -> None:
    own = SigningKey.from_bytes(desk.identity.sign).public
    previous = b""
    for one, data in zip(roster(desk), folders.statements(desk.vault.read()), strict=True):
        claim = one.claim
        assert claim.previous == previous
        assert claim.ente == desk.identity.ente
        assert claim.kind in ROOT_SIGNS or claim.signer == own
        message = encode_claim(claim)
        assert verify(claim.signer, Label.STATEMENT, message=message, signature=one.signature)
        assert not verify(claim.signer, Label.PARCEL, message=message, signature=one.signature)
        previous = sha256(data)


def test_the_recovery_key_from_the_sheets_opens_every_group(desk: Session, drawn: Drawn) -> None:
    recovery = recovery_key(join(list(drawn.shares[:2])))
    for group, public, private, grant in epochs(desk):
        aad = f"{desk.identity.ente}/{group}/1".encode()
        opened = unwrap(recovery, grant, label=RECOVERY_LABEL, aad=aad)
        assert opened == private
        assert SealingKey.from_bytes(opened).public == public
        with pytest.raises(SealBroken):
            unwrap(recovery, grant, label=EPOCH_LABEL, aad=aad)


def test_the_desk_was_handed_the_keys_of_its_groups(desk: Session) -> None:
    seal = SealingKey.from_bytes(desk.identity.seal)
    kept = {group: (private, grant) for group, _, private, grant in epochs(desk)}
    bodies = [(one.claim.kind, decode_body(one.claim.body)) for one in roster(desk)]
    groups = {body["group"]: body for kind, body in bodies if kind is StatementKind.GROUP}
    assert set(groups) == set(kept) == set(desk.identity.groups.values())
    for kind, body in bodies:
        if kind is not StatementKind.MEMBER:
            continue
        group = body["group"]
        opened = unwrap(seal, body["wrapped"], label=EPOCH_LABEL, aad=f"{desk.identity.ente}/{group}/1".encode())
        assert opened == kept[group][0]
        assert groups[group]["recovery_grant"] == kept[group][1]
        assert sha256(body["wrapped"]) == body["wrapped_hash"]


def test_the_roster_names_nobody(desk: Session) -> None:
    data = b"".join(folders.statements(desk.vault.read()))
    assert not any(word in data for word in (b"Bianchi", b"Lucia", b"Ente di prova", b"Servizio"))


def test_a_folder_opens_with_the_key_of_its_group_and_says_what_it_is(desk: Session) -> None:
    person = add(desk, "person", surname="Ferrari")
    groups = desk.identity.groups
    opened = grants(desk, person, ORDINARY)
    assert set(opened) == {groups["working"], groups["coordination"]}
    assert {(one.root, one.root_type, one.circle) for one in opened.values()} == {(person, "person", ORDINARY)}


def test_a_reserved_folder_is_made_at_first_use_for_its_own_group_alone(desk: Session) -> None:
    person = add(desk, "person", surname="Ferrari")
    ordinary = folders.find(desk.vault.read(), person, ORDINARY)
    assert folders.find(desk.vault.read(), person, RESERVED) is None
    add(desk, "diary_entry", person=person, text="Solo per pochi", circle="reserved")
    add(desk, "diary_entry", person=person, text="Ancora per pochi", circle="reserved")
    opened = grants(desk, person, RESERVED)
    assert set(opened) == {desk.identity.groups["own"]}
    (body,) = opened.values()
    assert (body.root, body.root_type, body.circle) == (person, "person", RESERVED)
    assert ordinary is not None
    assert body.key != ordinary.key


def test_the_ordinary_folder_of_a_root_comes_first(desk: Session) -> None:
    person = add(desk, "person", surname="Ferrari", protected_abode=[{"street": "via Nascosta 1"}])
    assert set(grants(desk, person, ORDINARY)) == {desk.identity.groups[one] for one in (WORKING, COORDINATION)}
    assert set(grants(desk, person, RESERVED)) == {desk.identity.groups["own"]}


def test_a_grant_opens_with_no_other_groups_key(desk: Session) -> None:
    person = add(desk, "person", surname="Ferrari")
    folder = folders.find(desk.vault.read(), person, ORDINARY)
    assert folder is not None
    working, audit = desk.identity.groups["working"], desk.identity.groups["audit"]
    sealed = (
        desk.vault.read()
        .conn.execute("SELECT sealed FROM folder_grant WHERE folder = ? AND grp = ?", (folder.id, working))
        .fetchone()[0]
    )
    keys = {group: SealingKey.from_bytes(private) for group, _, private, _ in epochs(desk)}
    with pytest.raises(SealBroken):
        unwrap(keys[audit], sealed, label=GRANT_LABEL, aad=f"{folder.id}/{working}/1".encode())
    with pytest.raises(SealBroken):
        unwrap(keys[working], sealed, label=GRANT_LABEL, aad=f"{person}/{working}/1".encode())


def test_fixed_places_are_the_same_on_every_desk_and_registers_go_by_group_and_year(desk: Session) -> None:
    ente, groups = desk.identity.ente, desk.identity.groups
    fixed = places(ente)
    assert set(fixed) == {"roster", "settings", "directory"}
    roots = [register_root(ente, group, year=year) for group in groups.values() for year in (2025, 2026)]
    assert len({*roots, *fixed.values()}) == len(roots) + 3
    assert all(is_id(root) for root in (*roots, *fixed.values()))
    assert folders.root_type_of(desk.vault.read(), register_root(ente, groups[WORKING], year=2026)) == "register"
    assert folders.root_type_of(desk.vault.read(), register_root(ente, groups[WORKING], year=2027)) is None


@pytest.mark.parametrize("role", list(Role))
def test_an_ente_is_founded_with_the_roles_that_were_asked(
    role: Role, profile: Path, clock: FixedClock, ids: SeededIds
) -> None:
    start = FirstStart(ente="Ente", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE, alone=True, roles=(role,))
    found(profile, start, clock=clock, ids=ids, cost=TEST_COST)
    session = open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    assert roster_of(session).roles_of(session.identity.operator) == {role}
    assert session.identity.roles == (role,)
    assert len(roster_of(session).groups) == len(session.identity.groups)
    session.close()


def test_nothing_is_founded_on_a_weak_passphrase(profile: Path, clock: FixedClock, ids: SeededIds) -> None:
    start = FirstStart(ente="Ente", surname="Bianchi", name="Lucia", passphrase="corta")
    with pytest.raises(WeakPassphrase):
        found(profile, start, clock=clock, ids=ids, cost=TEST_COST)
    assert not profile.exists()


def test_an_ente_kept_for_the_tests_goes_on_as_one_just_founded(tmp_path: Path, clock: FixedClock) -> None:
    def opened(name: str) -> tuple[str, bytes, str]:
        ids = SeededIds(4711, clock)
        session = open_desk(tmp_path / name, clock=clock, ids=ids)
        keys = session.identity.sign
        session.close()
        return session.identity.ente, keys, ids.new()

    first = opened("first")
    beside = opened("beside")
    shutil.rmtree(tmp_path / "first")
    again = opened("again")
    assert again == first
    assert (beside[0], beside[2]) == (first[0], first[2])
    assert beside[1] != first[1]
