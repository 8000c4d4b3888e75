# SPDX-License-Identifier: EUPL-1.2
"""Hashes keep their labels apart."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from welfaredesk.crypto.hashes import chain, framed, key_id, sha256

parts = st.lists(st.binary(max_size=8), max_size=4)


def test_sha256_is_that_of_the_standard() -> None:
    # FIPS 180-4, example of one block.
    assert sha256(b"abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.binary(max_size=300))
def test_sha256_agrees_with_another_implementation(data: bytes) -> None:
    assert sha256(data) == hashlib.sha256(data).digest()


@given(parts, parts)
def test_two_lists_of_parts_are_never_framed_alike(one: list[bytes], other: list[bytes]) -> None:
    assert (framed("a", *one) == framed("a", *other)) is (one == other)
    assert framed("a", *one) != framed("b", *other)


def test_the_link_of_the_chain_has_not_drifted() -> None:
    first = chain(b"", b"header 1")
    label = b"\0\0\0\x14welfaredesk/v1/chain"
    assert first == hashlib.sha256(label + b"\0\0\0\0" + b"\0\0\0\x08header 1").digest()
    assert chain(first, b"header 2").hex() == "18e515d5f627d197afc9ccb7908292d7c5be4cf1fa900e7d33c67890f91e4b93"


def test_the_chain_depends_on_every_header_and_their_order() -> None:
    assert chain(chain(b"", b"one"), b"two") != chain(chain(b"", b"two"), b"one")
    assert chain(b"o", b"ne") != chain(b"on", b"e")


def test_a_key_is_named_by_sixteen_bytes_that_are_not_its_plain_hash() -> None:
    key = bytes(range(32))
    assert len(key_id(key)) == 16
    assert key_id(key) != sha256(key)[:16]
    assert key_id(key) != key_id(bytes(32))
