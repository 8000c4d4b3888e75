# SPDX-License-Identifier: EUPL-1.2
"""The challenge that a desk signs to sign in: made by the server, known again without keeping it."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from welfaredesk.crypto.hashes import framed, sha256
from welfaredesk.crypto.sign import SigningKey

TIME_BYTES = 8
MAC_BYTES = 32
CHALLENGE_BYTES = TIME_BYTES + MAC_BYTES


def make_challenge(secret: bytes, until_ms: int, *, ente: bytes, desk: bytes) -> bytes:
    """Return a challenge for one desk that holds until a time of the server's own clock.

    The time in clear, then the HMAC-SHA256 of ente, desk and time: nothing is kept between two requests, and
    any process of the server that holds the secret knows the challenge again.
    """
    until = until_ms.to_bytes(TIME_BYTES, "big")
    return until + _mac(secret, ente, desk, until).finalize()


def challenge_holds(secret: bytes, challenge: bytes, *, ente: bytes, desk: bytes, now_ms: int) -> bool:
    """Tell whether `challenge` was made for this desk and is not over; never raises."""
    if len(challenge) != CHALLENGE_BYTES:
        return False
    until = challenge[:TIME_BYTES]
    try:
        _mac(secret, ente, desk, until).verify(challenge[TIME_BYTES:])
    except InvalidSignature:
        return False
    return int.from_bytes(until, "big") >= now_ms


def _mac(secret: bytes, ente: bytes, desk: bytes, until: bytes) -> HMAC:
    mac = HMAC(secret, SHA256())
    mac.update(framed("challenge", ente, desk, until))
    return mac


def challenge_secret(key: SigningKey) -> bytes:
    """Return the secret of a server's challenges: made from its key, so that all its processes have the same."""
    return sha256(framed("challenge-secret", key.to_bytes()))
