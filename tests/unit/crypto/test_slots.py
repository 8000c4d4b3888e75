# SPDX-License-Identifier: EUPL-1.2
"""The slots of a vault open with passphrase or shares, and with nothing else."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from welfaredesk.base.errors import DamagedVault, NewerVault, WeakPassphrase, WrongPassphrase, WrongShares
from welfaredesk.base.ids import SeededIds, SystemIds
from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.passphrase import TEST_COST, Cost
from welfaredesk.crypto.shares import recovery_key
from welfaredesk.crypto.slots import Slots
from welfaredesk.crypto.wrap import SealingKey, wrap

VAULT_KEY = bytes(range(32))
PASSPHRASE = "una frase di prova"
RECOVERY = recovery_key(bytes(range(32, 64)))
SALT, MEMORY, PASSES, LANES, BY_PASSPHRASE = 10, 26, 30, 34, 38
RECOVERY_PUBLIC, BY_RECOVERY, MAC, CHECKSUM, END = 86, 118, 198, 230, 262

# Made once by this package: a vault of the first version must open for ever.
FIRST_VERSION = (
    "5744534c4f54530a000138b4e652e44da7f2370d9e260e2713650000200000000001000000015baf61c56996cc"
    "e4026da32dc8cde17427eab1e8d28d42a35c8967ef1e42c6b1a230879e2454235e171a3848012c347ae6a29db4"
    "da88608f9a8dfb9e37bb5e494a10764595a4cdacb98c0e3db7be7b7d79efa2ded2b9fbd7b6981674edf704fda3"
    "f1c798046b5e1d3094daf2bc129c5a144b1c083e00962288563d17ad2cd0e04b95861366cfe8fce63375ced436"
    "dfd6bfb6fec7ddcf82b7bd0b7ee00ed2a25fd581cd5de7d9ae4221b684ac505085e14d2ba8d64e904572da2e43"
    "977d5b3c1e3734320b03029e95d03bc098b5db49d361832be5a4d71f33fe972e50e676087a"
)


@cache
def slots() -> Slots:
    return Slots.create(VAULT_KEY, PASSPHRASE, cost=TEST_COST, recovery_public=RECOVERY.public, ids=SeededIds(7))


def checked(content: bytes) -> bytes:
    """Return a file whose checksum is right: the work of somebody, not of a rotten disk."""
    return content + sha256(framed("slots-checksum", content))


def altered(place: int, *, to: bytes) -> bytes:
    content = slots().to_bytes()[:CHECKSUM]
    return checked(content[:place] + to + content[place + len(to) :])


def test_passphrase_and_shares_open_the_same_vault() -> None:
    assert slots().open_with_passphrase(PASSPHRASE) == VAULT_KEY
    assert slots().open_with_passphrase("  una  frase di prova ") == VAULT_KEY
    assert slots().open_with_recovery(RECOVERY) == VAULT_KEY


def test_slots_survive_being_kept() -> None:
    data = slots().to_bytes()
    assert len(data) == END
    assert Slots.from_bytes(data) == slots()
    assert Slots.from_bytes(data).cost == TEST_COST


def test_a_vault_of_the_first_version_still_opens() -> None:
    first = Slots.from_bytes(bytes.fromhex(FIRST_VERSION))
    assert first.open_with_passphrase(PASSPHRASE) == VAULT_KEY
    assert first.open_with_recovery(RECOVERY) == VAULT_KEY
    assert first.to_bytes().hex() == FIRST_VERSION


def test_the_slot_of_the_passphrase_has_not_drifted() -> None:
    # The other slot holds HPKE's own chance, and the MAC covers both.
    assert slots().to_bytes()[:BY_RECOVERY].hex() == FIRST_VERSION[: 2 * BY_RECOVERY]


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=15, max_size=30))
def test_another_passphrase_does_not_open(passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        slots().open_with_passphrase(passphrase)


def test_the_recovery_key_of_another_ente_does_not_open() -> None:
    with pytest.raises(WrongShares):
        slots().open_with_recovery(SealingKey.generate())


def test_a_weak_passphrase_locks_nothing() -> None:
    with pytest.raises(WeakPassphrase):
        Slots.create(VAULT_KEY, "corta", cost=TEST_COST, recovery_public=RECOVERY.public, ids=SystemIds())
    with pytest.raises(WeakPassphrase):
        slots().with_passphrase(VAULT_KEY, "corta", cost=TEST_COST, ids=SystemIds())


def test_a_cost_that_could_not_be_read_again_locks_nothing() -> None:
    with pytest.raises(ValueError, match="cost"):
        slots().with_passphrase(VAULT_KEY, PASSPHRASE, cost=Cost(1024, 1, 1), ids=SystemIds())


def test_after_a_change_only_the_new_passphrase_and_the_shares_open() -> None:
    dearer = Cost(TEST_COST.memory_kib, 2, 1)
    changed = slots().with_passphrase(VAULT_KEY, "una frase del tutto nuova", cost=dearer, ids=SystemIds())
    assert changed.cost == dearer
    assert changed.salt != slots().salt
    again = Slots.from_bytes(changed.to_bytes())
    assert again.open_with_passphrase("una frase del tutto nuova") == VAULT_KEY
    assert again.open_with_recovery(RECOVERY) == VAULT_KEY
    with pytest.raises(WrongPassphrase):
        again.open_with_passphrase(PASSPHRASE)


def test_the_passphrase_is_not_changed_with_the_key_of_another_vault() -> None:
    with pytest.raises(DamagedVault):
        slots().with_passphrase(bytes(32), PASSPHRASE, cost=TEST_COST, ids=SystemIds())


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_vault_key_of_another_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Slots.create(bytes(length), PASSPHRASE, cost=TEST_COST, recovery_public=RECOVERY.public, ids=SystemIds())
    with pytest.raises(ValueError, match="32 bytes"):
        slots().with_passphrase(bytes(length), PASSPHRASE, cost=TEST_COST, ids=SystemIds())


def test_every_flipped_bit_of_the_file_is_told_as_damage() -> None:
    data = slots().to_bytes()
    for place in range(len(data) * 8):
        rotten = bytearray(data)
        rotten[place // 8] ^= 1 << place % 8
        with pytest.raises(DamagedVault):
            Slots.from_bytes(bytes(rotten))


def test_every_truncation_and_any_tail_is_told_as_damage() -> None:
    data = slots().to_bytes()
    for length in range(len(data)):
        with pytest.raises(DamagedVault):
            Slots.from_bytes(data[:length])
    with pytest.raises(DamagedVault):
        Slots.from_bytes(data + b"\0")
    with pytest.raises(DamagedVault):
        Slots.from_bytes(checked(data[:CHECKSUM] + b"\0"))


@given(st.binary(max_size=300))
def test_rubbish_is_told_as_damage(data: bytes) -> None:
    for rubbish in (data, checked(data)):
        with pytest.raises(DamagedVault):
            Slots.from_bytes(rubbish)


@pytest.mark.parametrize("number", [2, 255, 65535])
def test_a_newer_format_is_told_as_newer_whatever_follows(number: int) -> None:
    with pytest.raises(NewerVault):
        Slots.from_bytes(altered(8, to=number.to_bytes(2, "big")))
    with pytest.raises(NewerVault):
        Slots.from_bytes(checked(slots().to_bytes()[:8] + number.to_bytes(2, "big")))


@pytest.mark.parametrize(("place", "to"), [(0, b"X"), (8, b"\0\0")])
def test_another_magic_or_a_format_that_never_was_is_told_as_damage(place: int, to: bytes) -> None:
    with pytest.raises(DamagedVault):
        Slots.from_bytes(altered(place, to=to))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (MEMORY, 1024 * 1024 + 1),
        (MEMORY, 2**32 - 1),
        (MEMORY, 0),
        (PASSES, 2**32 - 1),
        (PASSES, 0),
        (LANES, 0),
    ],
)
def test_an_absurd_cost_in_the_file_is_damage_and_never_paid(place: int, value: int) -> None:
    with pytest.raises(DamagedVault):
        Slots.from_bytes(altered(place, to=struct.pack(">I", value)))


def alterations() -> Iterator[tuple[int, bytes]]:
    """Yield the place and the file, its checksum mended, of a change to every byte.

    Of the cost, which is paid before it is found wrong, each number is changed once and by little.
    """
    content = slots().to_bytes()
    for place in (*range(SALT, MEMORY), *range(BY_PASSPHRASE, CHECKSUM)):
        yield place, altered(place, to=bytes([content[place] ^ 1]))
    for place, value in ((MEMORY, 8193), (PASSES, 2), (LANES, 2)):
        yield place, altered(place, to=struct.pack(">I", value))


def test_every_byte_altered_by_somebody_is_noticed_at_the_next_unlock() -> None:
    for place, data in alterations():
        with pytest.raises(WrongPassphrase if place < RECOVERY_PUBLIC else DamagedVault):
            Slots.from_bytes(data).open_with_passphrase(PASSPHRASE)


def test_every_byte_altered_by_somebody_is_noticed_by_the_shares() -> None:
    for place, data in alterations():
        with pytest.raises(WrongShares if RECOVERY_PUBLIC <= place < BY_RECOVERY else DamagedVault):
            Slots.from_bytes(data).open_with_recovery(RECOVERY)


def test_a_recovery_slot_swapped_for_an_own_one_does_not_survive_the_next_unlock() -> None:
    """A thief who puts in a key of his own, hoping that the owner renews the slots, is found out."""
    thief = SealingKey.generate()
    swapped = replace(
        slots(),
        recovery_public=thief.public,
        by_recovery=wrap(thief.public, bytes(32), label="vault-key", aad=thief.public),
    )
    with pytest.raises(DamagedVault):
        swapped.open_with_passphrase(PASSPHRASE)
    with pytest.raises(DamagedVault):
        swapped.open_with_recovery(thief)
    with pytest.raises(DamagedVault):
        swapped.with_passphrase(VAULT_KEY, PASSPHRASE, cost=TEST_COST, ids=SystemIds())


def test_slots_show_no_key_when_printed() -> None:
    printed = repr(slots()).encode() + slots().to_bytes()
    assert VAULT_KEY not in printed
    assert PASSPHRASE.encode() not in printed
