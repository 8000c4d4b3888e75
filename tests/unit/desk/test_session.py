# SPDX-License-Identifier: EUPL-1.2
"""The session: opening, locking, a new passphrase, recovery with the sheets."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.opened import PASSPHRASE, giulia
from welfaredesk.base.clock import FixedClock
from welfaredesk.base.errors import (
    DamagedVault,
    Fault,
    NoVault,
    VaultExists,
    WeakPassphrase,
    WrongPassphrase,
    WrongShares,
)
from welfaredesk.base.ids import SeededIds
from welfaredesk.crypto.hashes import sha256
from welfaredesk.crypto.passphrase import TEST_COST
from welfaredesk.crypto.schedule import Purpose, derive
from welfaredesk.crypto.sign import Label, verify
from welfaredesk.desk import records
from welfaredesk.desk.founding import FirstStart, Founded, found, places
from welfaredesk.desk.session import Session, change_passphrase, open_session, read_slots, recover
from welfaredesk.domain.statement import StatementKind, decode_body, decode_statement, encode_claim
from welfaredesk.store import folders, vault

NEW = "un'altra frase di prova"
OTHER = "una terza frase di prova"


def founded(profile: Path, clock: FixedClock, ids: SeededIds, *, alone: bool = True) -> Founded:
    start = FirstStart(ente="Ente", surname="Bianchi", name="Lucia", passphrase=PASSPHRASE, alone=alone)
    return found(profile, start, clock=clock, ids=ids, cost=TEST_COST)


def opens(profile: Path, passphrase: str, clock: FixedClock, ids: SeededIds) -> bool:
    try:
        open_session(profile, passphrase, clock=clock, ids=ids).close()
    except WrongPassphrase:
        return False
    return True


def test_a_session_opens_with_its_passphrase_alone(profile: Path, clock: FixedClock, ids: SeededIds) -> None:
    founded(profile, clock, ids)
    assert opens(profile, PASSPHRASE, clock, ids)
    assert opens(profile, f"  {PASSPHRASE.replace(' ', '   ')} ", clock, ids)
    assert not opens(profile, PASSPHRASE.upper(), clock, ids)
    assert not opens(profile, "", clock, ids)


def test_where_there_is_no_vault_nothing_is_made(tmp_path: Path, clock: FixedClock, ids: SeededIds) -> None:
    with pytest.raises(NoVault):
        open_session(tmp_path / "nowhere", PASSPHRASE, clock=clock, ids=ids)
    with pytest.raises(NoVault):
        open_session(tmp_path, PASSPHRASE, clock=clock, ids=ids)
    assert not (tmp_path / "nowhere").exists()
    assert not vault.exists(tmp_path)


def test_a_vault_is_never_founded_over_another(session: Session, clock: FixedClock, ids: SeededIds) -> None:
    before = (session.profile / vault.SLOTS_NAME).read_bytes()
    with pytest.raises(VaultExists):
        founded(session.profile, clock, ids)
    assert (session.profile / vault.SLOTS_NAME).read_bytes() == before


def test_closing_twice_is_closing_once_and_gives_the_profile_back(
    session: Session, profile: Path, clock: FixedClock, ids: SeededIds
) -> None:
    person = giulia(session)
    session.close()
    session.close()
    again = open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    assert records.show(again, person).title == "Ferrari, Giulia"
    again.close()


def test_a_vault_that_does_not_know_whose_desk_it_is_is_damaged(
    session: Session, profile: Path, clock: FixedClock, ids: SeededIds
) -> None:
    session.vault.write(lambda database: database.conn.execute("DELETE FROM meta"))
    session.close()
    with pytest.raises(DamagedVault):
        open_session(profile, PASSPHRASE, clock=clock, ids=ids)
    with pytest.raises(DamagedVault):  # and the profile was given back
        open_session(profile, PASSPHRASE, clock=clock, ids=ids)


def test_a_new_passphrase_is_the_only_one_afterwards(profile: Path, clock: FixedClock, ids: SeededIds) -> None:
    founded(profile, clock, ids)
    change_passphrase(profile, PASSPHRASE, new=NEW, cost=TEST_COST, ids=ids)
    assert opens(profile, NEW, clock, ids)
    assert not opens(profile, PASSPHRASE, clock, ids)
    with pytest.raises(WrongPassphrase):
        change_passphrase(profile, PASSPHRASE, new=OTHER, cost=TEST_COST, ids=ids)
    with pytest.raises(WeakPassphrase):
        change_passphrase(profile, NEW, new="corta", cost=TEST_COST, ids=ids)
    assert opens(profile, NEW, clock, ids)


class Crash(BaseException):
    """The process ends here: nothing of ours runs any more."""


STEPS = ("open", "fsync", "replace")


@pytest.mark.parametrize("failure", [Crash, lambda: OSError(5, "disk")])
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("which", [1, 2])
@pytest.mark.parametrize("step", STEPS)
def test_a_change_of_passphrase_stopped_at_any_step_leaves_one_that_opens(
    step: str,
    which: int,
    when: str,
    failure: Callable[[], BaseException],
    profile: Path,
    clock: FixedClock,
    ids: SeededIds,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    founded(profile, clock, ids)
    real = getattr(os, step)
    calls = 0

    def stopping(*given: Any, **named: Any) -> Any:
        nonlocal calls
        if step == "open" and not str(given[0]).startswith(str(profile)):
            return real(*given, **named)
        calls += 1
        if calls != which:
            return real(*given, **named)
        if when == "after":
            real(*given, **named) if step != "open" else os.close(real(*given, **named))
        raise failure()

    with monkeypatch.context() as patched:
        patched.setattr(os, step, stopping)
        stopped = False
        try:
            change_passphrase(profile, PASSPHRASE, new=NEW, cost=TEST_COST, ids=ids)
        except (Crash, Fault):
            stopped = True
    assert stopped == (calls >= which)
    right = [one for one in (PASSPHRASE, NEW) if opens(profile, one, clock, ids)]
    assert len(right) == 1
    change_passphrase(profile, right[0], new=OTHER, cost=TEST_COST, ids=ids)
    assert [opens(profile, one, clock, ids) for one in (PASSPHRASE, NEW, OTHER)] == [False, False, True]


@pytest.mark.parametrize("chosen", [(0, 1), (0, 2), (1, 2), (0, 1, 2)])
def test_two_of_three_sheets_set_a_new_passphrase(
    chosen: tuple[int, ...], profile: Path, clock: FixedClock, ids: SeededIds
) -> None:
    shares = founded(profile, clock, ids, alone=False).shares
    assert len(set(shares)) == 3
    recover(profile, [shares[one] for one in chosen], new=NEW, cost=TEST_COST, ids=ids)
    assert opens(profile, NEW, clock, ids)
    assert not opens(profile, PASSPHRASE, clock, ids)


def test_one_of_three_sheets_or_sheets_of_another_ente_open_nothing(
    profile: Path, tmp_path: Path, clock: FixedClock, ids: SeededIds
) -> None:
    shares = founded(profile, clock, ids, alone=False).shares
    others = founded(tmp_path / "other", clock, ids, alone=False).shares
    for wrong in ([shares[0]], [shares[0], shares[0]], [shares[0], others[1]], list(others[:2]), [], ["no words"]):
        with pytest.raises(WrongShares):
            recover(profile, wrong, new=NEW, cost=TEST_COST, ids=ids)
    assert opens(profile, PASSPHRASE, clock, ids)


def test_the_one_sheet_of_an_ente_of_one_sets_a_new_passphrase(
    profile: Path, clock: FixedClock, ids: SeededIds
) -> None:
    shares = founded(profile, clock, ids).shares
    assert shares[0] == shares[1]
    recover(profile, [shares[0].upper()], new=NEW, cost=TEST_COST, ids=ids)
    assert opens(profile, NEW, clock, ids)


def test_neither_the_shares_nor_a_key_lie_anywhere_in_the_profile(
    profile: Path, clock: FixedClock, ids: SeededIds
) -> None:
    shares = founded(profile, clock, ids).shares
    key = read_slots(profile).open_with_passphrase(PASSPHRASE)
    secrets = [shares[0].encode(), key, derive(key, Purpose.DATABASE), key.hex().encode(), PASSPHRASE.encode()]
    for path in profile.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not any(secret in data for secret in secrets), path


def test_the_roster_is_a_chain_of_signed_statements_that_admits_this_desk(session: Session) -> None:
    head = b""
    kinds = []
    for data in folders.statements(session.vault.read()):
        one = decode_statement(data)
        assert one.claim.previous == head
        assert one.claim.ente == session.identity.ente
        assert verify(one.claim.signer, Label.STATEMENT, message=encode_claim(one.claim), signature=one.signature)
        head = sha256(data)
        kinds.append(one.claim.kind)
        if one.claim.kind is StatementKind.GROUP:
            assert decode_body(one.claim.body)["recovery_grant"]
    assert kinds[:4] == [StatementKind.ENTE, StatementKind.OPERATOR, StatementKind.DESK, StatementKind.ROLE]
    assert kinds.count(StatementKind.GROUP) == kinds.count(StatementKind.MEMBER) == 5
    for root in places(session.identity.ente).values():
        found = folders.find(session.vault.read(), root, "ordinary")
        assert found is not None
        assert folders.groups_of(session.vault.read(), found.id)
