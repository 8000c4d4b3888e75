# SPDX-License-Identifier: EUPL-1.2
"""The challenge: known again by its maker alone, for one desk, for a time."""

from welfaredesk.crypto.challenge import CHALLENGE_BYTES, challenge_holds, challenge_secret, make_challenge
from welfaredesk.crypto.sign import SigningKey

SECRET, ENTE, DESK = b"s" * 32, b"e" * 16, b"d" * 16


def _holds(challenge: bytes, *, secret: bytes = SECRET, ente: bytes = ENTE, desk: bytes = DESK, now: int = 5) -> bool:
    return challenge_holds(secret, challenge, ente=ente, desk=desk, now_ms=now)


def test_a_challenge_holds_for_its_desk_until_its_time() -> None:
    challenge = make_challenge(SECRET, 10, ente=ENTE, desk=DESK)
    assert len(challenge) == CHALLENGE_BYTES
    assert _holds(challenge)
    assert _holds(challenge, now=10)
    assert not _holds(challenge, now=11)


def test_a_challenge_of_another_ente_desk_or_server_does_not_hold() -> None:
    challenge = make_challenge(SECRET, 10, ente=ENTE, desk=DESK)
    assert not _holds(challenge, ente=b"x" * 16)
    assert not _holds(challenge, desk=b"x" * 16)
    assert not _holds(challenge, secret=b"x" * 32)


def test_a_challenge_cannot_be_made_longer() -> None:
    challenge = make_challenge(SECRET, 10, ente=ENTE, desk=DESK)
    assert not _holds((20).to_bytes(8, "big") + challenge[8:])
    assert not _holds(challenge[:-1])
    assert not _holds(b"")


def test_the_secret_is_that_of_the_key() -> None:
    key, other = SigningKey.from_bytes(b"k" * 32), SigningKey.from_bytes(b"o" * 32)
    assert challenge_secret(key) == challenge_secret(SigningKey.from_bytes(b"k" * 32))
    assert challenge_secret(key) != challenge_secret(other)
    assert len(challenge_secret(key)) == 32
