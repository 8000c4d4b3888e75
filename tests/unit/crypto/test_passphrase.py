# SPDX-License-Identifier: EUPL-1.2
"""Passphrases: strong enough, spelled alike however typed, slow to guess."""

from itertools import pairwise

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.base.errors import WeakPassphrase
from welfaredesk.base.ids import SeededIds, SystemIds
from welfaredesk.crypto.passphrase import (
    FLOOR,
    PRODUCTION,
    SMALL,
    TEST_COST,
    Cost,
    check_strength,
    normalise,
    production_cost,
    propose_words,
    stretch,
    word_list,
)

GIB = 1024**3


def test_argon2id_is_that_of_rfc_9106() -> None:
    argon = Argon2id(
        salt=b"\x02" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        secret=b"\x03" * 8,
        ad=b"\x04" * 12,
    )
    expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    assert argon.derive(b"\x01" * 32).hex() == expected


def test_the_stretched_key_has_not_drifted() -> None:
    stretched = stretch("cavallo batteria graffetta", bytes(range(16)), cost=TEST_COST)
    assert stretched.hex() == "6edc49c872dcf8896097d4fc42dfeac7fbdbd270118769225bbb91b780eaa5a3"


def test_salt_and_cost_change_the_key() -> None:
    keys = {
        stretch("cavallo batteria graffetta", bytes([salt]) * 16, cost=cost)
        for salt in (1, 2)
        for cost in (TEST_COST, Cost(8192, 2, 1), Cost(8192, 1, 2))
    }
    assert len(keys) == 6


def test_the_costs_are_those_that_were_decided() -> None:
    assert Cost(256 * 1024, 3, 4) == PRODUCTION
    assert SMALL.memory_kib == 128 * 1024
    assert FLOOR.memory_kib == 64 * 1024
    assert Cost(8 * 1024, 1, 1) == TEST_COST


@pytest.mark.parametrize(
    ("memory", "cost"),
    [
        (0, FLOOR),
        (1 * GIB, FLOOR),
        (2 * GIB - 200_000_000, SMALL),
        (2 * GIB, SMALL),
        (4 * GIB - 500_000_000, PRODUCTION),
        (64 * GIB, PRODUCTION),
    ],
)
def test_a_small_pc_pays_less_and_never_under_the_floor(memory: int, cost: Cost) -> None:
    assert production_cost(memory) == cost


@pytest.mark.parametrize("cost", [PRODUCTION, SMALL, FLOOR, TEST_COST, Cost(1024 * 1024, 16, 16)])
def test_every_cost_in_use_is_bearable(cost: Cost) -> None:
    assert cost.bearable


@pytest.mark.parametrize(
    "cost",
    [
        Cost(1024 * 1024 + 1, 1, 1),
        Cost(8 * 1024 - 1, 1, 1),
        Cost(8192, 0, 1),
        Cost(8192, 17, 1),
        Cost(8192, 1, 0),
        Cost(8192, 1, 17),
    ],
)
def test_an_absurd_cost_is_not_bearable(cost: Cost) -> None:
    assert not cost.bearable


@pytest.mark.parametrize("passphrase", ["", "corta", "quattordici 14", "  spazi    in    più ", "ﬁ" * 7])
def test_a_short_passphrase_is_weak(passphrase: str) -> None:
    with pytest.raises(WeakPassphrase):
        check_strength(passphrase)


@pytest.mark.parametrize("passphrase", ["quindici car 15", "una frase lunga e facile da ricordare"])
def test_fifteen_characters_are_enough(passphrase: str) -> None:
    check_strength(passphrase)


def test_even_the_five_shortest_words_of_the_list_are_strong_enough() -> None:
    check_strength(" ".join(sorted(word_list(), key=len)[:5]))


def test_the_italian_list_is_the_published_one() -> None:
    words = word_list()
    assert len(words) == len(set(words)) == 2048
    assert (words[0], words[-1]) == ("abaco", "zuppa")
    assert all(one < other for one, other in pairwise(words))
    # BIP-39 promises that four letters tell one word from the others.
    assert len({word[:4] for word in words}) == 2048


@given(st.integers())
def test_the_proposed_words_are_five_of_the_list_and_strong(seed: int) -> None:
    proposed = propose_words(SeededIds(seed))
    assert len(proposed.split(" ")) == 5
    assert set(proposed.split(" ")) <= set(word_list())
    check_strength(proposed)


def test_two_proposals_differ() -> None:
    ids = SystemIds()
    assert propose_words(ids) != propose_words(ids)


@pytest.mark.parametrize(
    "typed",
    [
        "perché no domani",
        "  perché   no\tdomani\n",
        "perche\u0301 no domani",
        "perché\u00a0no\u3000domani",
        "ｐｅｒｃｈé no domani",
    ],
)
def test_one_passphrase_typed_in_many_ways_is_one(typed: str) -> None:
    assert normalise(typed) == "perché no domani".encode()


def test_capitals_and_accents_matter() -> None:
    assert len({normalise(typed) for typed in ("Perché", "perché", "perche")}) == 3


@given(st.text())
def test_to_normalise_twice_is_to_normalise_once(typed: str) -> None:
    once = normalise(typed)
    assert normalise(once.decode()) == once


def test_a_passphrase_file_in_another_encoding_does_not_crash() -> None:
    assert normalise(b"perch\xe9".decode("utf-8", "surrogateescape")) == b"perch\xed\xb3\xa9"
